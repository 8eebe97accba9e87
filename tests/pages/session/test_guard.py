"""Rights at the moment of the act: whatever Streamlit calls later is found by itself, and does nothing once somebody else is there."""

import ast
import functools
import inspect
import threading
import time
from pathlib import Path

import pytest
import streamlit as st

from data.access import access_file, viewers
from data.access.viewers import LOCAL, OWN_KECAMATAN, PAGES, Viewer
from data.errors import DataError
from data.jobs.line import Line
from data.jobs.task import Task
from data.session import Session
from data.store import audit, database
from data.words import msg, said
from data.workflow import noting
from pages import navigation
from pages.session import entrance, guard, signin
from tests import homes, working
from tests.data.jobs import pieces
from tests.data.jobs.test_line import until
from tests.pages.showing import shown
from tests.reader import t

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "pages").rglob("*.py"))
OWN = frozenset({"32.16.07"})
MODULES = [navigation.name_of(module) for _, group in navigation.GROUPS for module, _ in group]
PARTS = {
    "unggah": [{"bagian": "unggah"}, {"bagian": "verifikasi"}, {"bagian": "batch"}],
    "edisi": [{"bagian": part} for part in ("edisi", "audit", "periksa")],
    "metodologi": [{"bagian": "simulasi"}],
    "peringatan": [{"sinyal": "setahun"}],
    "peta": [{"kecamatan": "32.16.07"}],
}
FEW = {"hari_ini": 1}  # the language, and the board that looks again by itself: it is only read
CHANGED = "Akun, peran, atau wilayah Anda berubah sejak halaman ini dibuka"


# ------------------------------------------------------------------ every place in the code


def _guarded(value, *makers):
    """Whether an expression is `guard.act(…)` or another of the makers, or a choice among such."""
    if isinstance(value, ast.IfExp):
        return _guarded(value.body, *makers) and _guarded(value.orelse, *makers)
    if isinstance(value, ast.Constant):
        return value.value == "rerun" and "rerun" in makers
    return isinstance(value, ast.Call) and ast.unparse(value.func) in [f"guard.{maker}" for maker in makers]


def _by_position(call):
    """What a widget is given by position where Streamlit takes something to call, by the name of the parameter."""
    widget = getattr(st, call.func.attr, None) if isinstance(call.func, ast.Attribute) else None
    try:
        names = list(inspect.signature(widget).parameters) if callable(widget) else []
    except ValueError:
        names = []
    return {name: value for name, value in zip(names, call.args, strict=False) if name.startswith("on_")}


def handed_over(tree):
    """Everything in a module that Streamlit may call later: (line, what, the expression, who may have made it)."""
    called = ("act", "anyone", "noticed", "rerun")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = {word.arg: word.value for word in node.keywords if word.arg}
            for name, value in (named | _by_position(node)).items():
                if name.startswith("on_") and not isinstance(getattr(value, "value", None), bool):
                    yield node.lineno, name, value, called
            if isinstance(node.func, ast.Attribute) and node.func.attr == "download_button":
                yield node.lineno, "data", named.get("data", node), ("file",)
        elif isinstance(node, ast.Dict):  # for a call with two stars
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and str(key.value).startswith("on_"):
                    yield value.lineno, key.value, value, called
        elif isinstance(node, ast.Attribute) and node.attr in ("fragment", "dialog"):
            if ast.unparse(node.value) != "guard":
                yield node.lineno, node.attr, node, ()
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("streamlit"):
            for name in node.names:
                if name.name in ("fragment", "dialog") or (
                    hasattr(st, name.name) and node.module == "streamlit" and callable(getattr(st, name.name)) and name.name[0].islower()
                ):
                    yield node.lineno, name.name, node, ()


def test_whatever_streamlit_may_call_later_is_handed_over_by_the_guard():
    found, bare, free = 0, [], []
    for file in FILES:
        if file.name == "guard.py":
            continue
        for line, what, value, makers in handed_over(ast.parse(file.read_text(encoding="utf-8"))):
            found += 1
            if not _guarded(value, *makers):
                bare.append(f"{file.relative_to(ROOT)}:{line} {what}={ast.unparse(value)}")
            elif _guarded(value, "anyone"):
                free.append(ast.unparse(value))
    assert not bare, "hand these over by pages/session/guard.py:\n" + "\n".join(bare)
    assert found > 50
    assert free == ["guard.anyone(_leave)"]  # to sign out


@pytest.mark.parametrize(
    "code",
    [
        "st.button('x', on_click=work)",
        "place.button('x', on_click=lambda: work())",
        "st.button('x', 'key', None, work)",
        "st.selectbox('x', [], on_change=acting.guarded(viewer, work))",
        "st.form_submit_button('x', on_click=work if yes else guard.act(work))",
        "st.chat_input('x', on_submit=work)",
        "st.file_uploader('x', on_change=work)",
        "st.plotly_chart(figure, on_select=work)",
        "functools.partial(st.button, on_click=work)",
        "st.button('x', **{'on_click': work})",
        "st.download_button('x', data=make)",
        "st.download_button('x', b'bytes')",
        "st.download_button('x', data=guard.file(make), on_click='ignore')",
        "@st.fragment\ndef part(): ...",
        "@st.fragment(run_every=2)\ndef part(): ...",
        "@st.dialog('x')\ndef part(): ...",
        "from streamlit import fragment",
        "from streamlit import button",
    ],
)
def test_the_search_sees_what_is_handed_over_bare(code):
    assert [one for one in handed_over(ast.parse(code)) if not _guarded(one[2], *one[3])]


# ------------------------------------------------------------------ every page, and who it is at the moment of the act


class Holder:
    """Who looks and acts, as `signin` would say; `now` None: nobody is signed in any more."""

    def __init__(self, monkeypatch):
        self.now = None
        for name in ("here", "look"):
            monkeypatch.setattr(signin, name, self.ask)

    def ask(self):
        if self.now is None:
            raise signin.NotSignedIn("Masuk untuk membuka dasbor.")
        return self.now


@pytest.fixture
def holder(monkeypatch):
    return Holder(monkeypatch)


def a(role, user="orang@bekasi.example"):
    return Viewer(user, role, OWN if role in OWN_KECAMATAN else frozenset())


def others(viewer):
    """Who may be there instead when something is called: nobody, somebody else, another role, another area."""
    yield None
    yield Viewer("lain@bekasi.example", viewer.role, viewer.kecamatan)
    role = "humas" if viewer.role != "humas" else "ppid"
    yield Viewer(viewer.user, role)
    yield Viewer(viewer.user, viewer.role, frozenset({"32.16.18"}))


@pytest.fixture
def handed(monkeypatch):
    """What the guard has wrapped while pages were drawn; in place of the work stands a note that it was done."""
    kept, done = [], []

    def spied(maker):
        def make(work, *args, **named):
            name = getattr(work, "__qualname__", repr(work))
            kept.append(maker(lambda *_, **__: done.append(name), *args, **named))
            return maker(work, *args, **named)

        return make

    for maker in ("act", "file", "_asking"):
        monkeypatch.setattr(guard, maker, spied(getattr(guard, maker)))
    monkeypatch.setattr(st, "rerun", lambda **_: (_ for _ in ()).throw(viewers.AccessError("rerun")))
    return kept, done


def call(one):
    """As Streamlit does: in a thread that knows nothing."""
    said = []

    def run():
        try:
            one()
        except viewers.AccessError as reason:
            said.append(reason.message)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return said


@pytest.mark.parametrize("page", MODULES)
def test_nothing_on_a_page_is_done_once_somebody_else_is_there(page, at_home, simulated_home, holder, handed):
    at_home(simulated_home)
    kept, done = handed
    roles = [role for role, pages in PAGES.items() if page in pages]
    role = next((one for one in ("operator_kabupaten", "ppid") if one in roles), roles[0])
    viewer = holder.now = a(role)
    for query in PARTS.get(page, [{}]):
        shown(page, **query)
    assert len(kept) > FEW.get(page, 3)
    for someone in others(viewer):
        holder.now = someone
        for one in kept:
            call(one)
        assert done == []
    holder.now = viewer
    for one in kept:
        call(one)
    assert len(done) == len(kept)


def test_a_file_is_refused_with_one_sentence_that_any_reader_can_be_told(holder):
    holder.now = a("pimpinan")
    guard.draws_for(holder.now)
    asked = guard.file(lambda: b"isi")
    assert asked() == b"isi"
    holder.now = None
    (refused,) = call(asked)
    assert str(refused).startswith(CHANGED)
    assert str(refused).endswith("Tidak ada yang diubah.")
    assert said(refused, "en").startswith("Your account, role or area has changed since this page was opened")


def test_what_is_done_is_done_under_the_name_of_who_acts(holder, tmp_path, monkeypatch):
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path))
    homes.new(tmp_path, "simulasi")
    holder.now = a("pimpinan")
    guard.draws_for(holder.now)
    work = guard.act(functools.partial(noting.note, signin.session(holder.now, "id"), "unduh", {"berkas": "a.png"}))
    guard.draws_for(Viewer("lain@bekasi.example", "humas"))  # what another page has left
    call(work)
    with database.read(tmp_path) as con:
        assert audit.entries(con, action="unduh")["oleh"].tolist() == ["orang@bekasi.example"]


def test_with_a_change_of_person_or_role_the_session_begins_anew_and_says_so_once(at_home, simulated_home, holder, monkeypatch):
    """A form acts in the run of the page itself: what was typed and pressed by somebody else must be gone by then."""
    from streamlit.testing.v1 import AppTest

    def page():
        import streamlit as st

        from data.words import house as t
        from pages.session import guard, signin

        viewer = signin.here()
        guard.draws_for(viewer)
        guard.begin(viewer)
        guard.say_changed(t)
        with st.form("putus"):
            reason = st.text_input("Alasan", key="w_alasan")
            if st.form_submit_button("Setujui"):
                st.write(f"disetujui: {reason}")

    at_home(simulated_home)
    holder.now = a("ppid")
    at = AppTest.from_function(page, default_timeout=30).run()
    at.session_state["rancangan"] = "belum selesai"
    at.text_input(key="w_alasan").input("sudah dicek")
    at.button[0].click().run()
    assert [one.value for one in at.markdown] == ["disetujui: sudah dicek"]
    at.text_input(key="w_alasan").input("sudah dicek")
    holder.now = a("ppid", user="lain@bekasi.example")
    at.button[0].click().run()
    assert not at.markdown
    assert at.warning[0].value.startswith(CHANGED)
    assert "rancangan" not in at.session_state
    at.run()
    assert not at.warning
    at.text_input(key="w_alasan").input("saya sendiri")
    at.button[0].click().run()
    assert [one.value for one in at.markdown] == ["disetujui: saya sendiri"]


def test_without_sign_in_a_person_who_tries_roles_keeps_what_was_chosen(at_home, simulated_home):
    at_home(simulated_home)
    at = shown("peta", kecamatan="32.16.07", peran=LOCAL)
    at.session_state["rancangan"] = "belum selesai"
    at.query_params["peran"] = "humas"
    at.run()
    assert not at.warning
    assert "rancangan" in at.session_state


# ------------------------------------------------------------------ at once


RULES = """[masuk]
cara = "proksi"
nama = "dasbor.example"
berkas_rahasia = "rahasia-proksi"
[[akses]]
peran = "admin"
pengguna = ["{user}"]
"""


@pytest.fixture
def signed(tmp_path, monkeypatch):
    """A home with sign-in by proxy, and what it says of who asks."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "rahasia-proksi").write_text("x" * 40)
    (home / access_file.FILE).write_text(RULES.format(user="ani"))
    for path in home.iterdir():
        path.chmod(0o600)
    monkeypatch.setattr(signin, "_at_start", signin._UNSET)
    monkeypatch.setattr(signin, "_sessions", signin.Sessions())
    sent = {"X-Kondusif-User": "ani", "X-Kondusif-Secret": "x" * 40}
    monkeypatch.setattr(type(st.context), "headers", property(lambda self: sent))
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(noting, "note", lambda *_: None)
    monkeypatch.setattr(noting, "note_refused", lambda *_: None)
    return home


def test_a_right_that_is_taken_away_in_the_file_is_gone_with_the_next_question(signed):
    for _ in range(3):
        assert signin.identify(signed).role == "admin"
        (signed / access_file.FILE).write_text(RULES.format(user="budi"))
        with pytest.raises(viewers.AccessError, match="Akun ani belum diberi peran"):
            signin.identify(signed)
        (signed / access_file.FILE).write_text(RULES.format(user="ani"))


def test_work_of_somebody_whose_right_was_taken_away_while_it_waited_is_refused_when_its_turn_comes(signed):
    """The very question that pages hand to the line (`work.begin`), answered by the access file as it is then."""
    viewer = signin.identify(signed)
    session = Session(signed, viewer)
    with working.line(Line) as line:
        first = line.submit(session, Task("uji", pieces.wait_for, msg("Pekerjaan uji"), (signed / "mulai",)), signin.standing(session))
        waiting = line.submit(session, Task("uji", pieces.begin_and_end, msg("Pekerjaan uji"), ("a",)), signin.standing(session))
        until(lambda: line.of(viewer)[0].step)
        (signed / access_file.FILE).write_text(RULES.format(user="budi"))
        (signed / "mulai").touch()
        assert line.wait(first.number, 300).state == "selesai", "it began before"
        refused = line.wait(waiting.number, 300)
    assert refused.state == "ditolak"
    assert t(refused.reason).startswith("Akun ani belum diberi peran")
    assert not (signed / "catatan.txt").exists()


def test_a_secret_that_is_changed_counts_with_the_next_question(signed):
    signin.identify(signed)
    (signed / "rahasia-proksi").write_text("y" * 40)
    with pytest.raises(DataError, match="tidak datang lewat proksi"):
        signin.identify(signed)


def test_a_deleted_access_file_refuses_the_next_question(signed, monkeypatch):
    signin.identify(signed)
    monkeypatch.setattr(signin, "_at_start", "proksi")
    (signed / access_file.FILE).unlink()
    with pytest.raises(DataError, match="pengaturan masuknya keliru"):
        signin.identify(signed, is_use=False)


def test_behind_a_proxy_a_screen_left_alone_is_cleared_and_a_click_goes_on(signed, monkeypatch):
    """`diam_menit` without use; looking isn't use, nor is it noted."""
    clock = [1_000_000.0]
    monkeypatch.setattr(signin.clock, "seconds", lambda: clock[0])
    noted = []
    monkeypatch.setattr(noting, "note", lambda session, action, *_: noted.append(action))
    rules = RULES.format(user="ani").replace("[[akses]]", "diam_menit = 5\n[[akses]]", 1)
    (signed / access_file.FILE).write_text(rules)
    viewer = signin.identify(signed)
    st.session_state[signin.SHOWN_TO] = viewer
    for _ in range(5):
        clock[0] += 59
        assert signin.identify(signed, is_use=False) == viewer
    clock[0] += 10
    for is_use in (False, True):  # a click on what still stands there is no way on
        with pytest.raises(signin.Away, match="Layar dikosongkan karena 5 menit tidak dipakai"):
            signin.identify(signed, is_use=is_use)
    entrance._go_on()
    assert signin.identify(signed) == viewer
    assert noted == ["masuk", "masuk"]


def test_asking_costs_little(signed):
    """Done at every click, file and watch; a page may not become slower by more than 5 ms."""
    signin.identify(signed)
    times = []
    for _ in range(50):
        begun = time.process_time()
        signin.identify(signed, is_use=False)
        times.append(time.process_time() - begun)
    assert sorted(times)[25] < 0.001
