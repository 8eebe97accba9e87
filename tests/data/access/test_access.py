"""Roles and rights: what a viewer may do is decided below the pages, and nobody is taken for the owner by accident."""

import ast
import threading
from pathlib import Path

import pytest

from data.access import viewers
from data.access.viewers import ALL_PAGES, NO_ORMAS, OWN_KECAMATAN, PAGES, RIGHTS, ROLES, AccessError, Viewer
from data.errors import DataError
from data.session import Session, of_the_machine
from data.store import audit, database
from data.workflow import batches, noting, publishing, verification
from tests import homes

ROOT = Path(__file__).parents[3]
OWN = frozenset({"32.16.07"})


def a(role):
    return Viewer("orang@bekasi.example", role, OWN if role in OWN_KECAMATAN else frozenset())


def at_work(role, home=Path("tidak-ada")):
    return homes.session(home, a(role))


def test_every_role_has_pages_and_every_page_and_right_a_known_role():
    assert set(PAGES) == set(ROLES)
    assert all(pages and set(pages) <= set(ALL_PAGES) for pages in PAGES.values())
    assert {page for pages in PAGES.values() for page in pages} == set(ALL_PAGES)
    assert {role for roles in RIGHTS.values() for role in roles} <= set(ROLES)
    assert all(RIGHTS.values())


def test_an_unknown_role_is_refused():
    with pytest.raises(DataError, match=r"Peran bupati tidak dikenal\. Yang ada: pimpinan,"):
        Viewer("x", "bupati")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_is_given_to_its_roles_and_refused_to_all_others(role, right):
    session = at_work(role)
    if role in RIGHTS[right]:
        session.require(right)
    else:
        with pytest.raises(AccessError, match=r"tidak berhak melakukan ini\. Tidak ada"):
            session.require(right)


def test_a_right_that_does_not_exist_is_our_mistake():
    for session in (at_work("admin"), homes.session(Path("tidak-ada"))):
        with pytest.raises(KeyError):
            session.require("menghapus_semua")


@pytest.mark.parametrize("role", OWN_KECAMATAN)
def test_roles_of_one_kecamatan_are_refused_another(role):
    session = at_work(role)
    session.require_kecamatan("32.16.07")
    with pytest.raises(AccessError, match="hanya untuk kecamatannya sendiri"):
        session.require_kecamatan("32.16.08")


def test_other_roles_are_not_bound_to_a_kecamatan():
    at_work("operator_kabupaten").require_kecamatan("32.16.08")


def test_the_command_line_acts_as_the_owner_of_the_files(tmp_path):
    session = of_the_machine(tmp_path)
    assert (session.user, session.viewer.role) == (audit.account(), viewers.LOCAL)
    session.require("terbit")


def test_there_is_no_session_without_a_viewer(tmp_path):
    """Nobody is taken for the owner because nobody said who it is."""
    with pytest.raises(TypeError, match="viewer"):
        Session(tmp_path)


def test_what_is_noted_is_noted_under_the_name_of_the_session_in_whatever_thread(tmp_path):
    """Streamlit runs what is clicked in fresh threads, which know nothing."""
    homes.new(tmp_path, "simulasi")
    thread = threading.Thread(target=noting.note, args=(at_work("humas", tmp_path), "unduh", {"berkas": "a.png"}))
    thread.start()
    thread.join()
    with database.read(tmp_path) as con:
        assert audit.entries(con, action="unduh")["oleh"].tolist() == ["orang@bekasi.example"]


def test_at_the_end_of_long_work_it_is_asked_who_it_is_now(tmp_path):
    def nobody():
        raise AccessError("Masuk dulu.")

    operator = a("operator_kabupaten")
    homes.session(tmp_path, operator, ask=lambda: operator).require_still("terbit")
    for ask, why in (
        (nobody, "Masuk dulu"),
        (lambda: a("humas"), "berubah sejak halaman ini dibuka"),
        (lambda: Viewer("lain@bekasi.example", "operator_kabupaten"), "berubah sejak halaman ini dibuka"),
    ):
        with pytest.raises(AccessError, match=why):
            homes.session(tmp_path, operator, ask=ask).require_still("terbit")
    humas = a("humas")
    with pytest.raises(AccessError, match="tidak berhak"):
        homes.session(tmp_path, humas, ask=lambda: humas).require_still("terbit")


WRITES = {
    "withdraw a batch": (lambda session: batches.withdraw(session, 1, "salah berkas"), "verifikasi"),
    "restore a batch": (lambda session: batches.restore(session, 1, "ternyata benar"), "verifikasi"),
    "verify": (
        lambda session: verification.decide(session, verification.Filter(), "ditolak", reason="uji", why="ganda"),
        "verifikasi",
    ),
    "publish": (lambda session: publishing.publish(session, "2026-10"), "terbit"),
}


@pytest.mark.parametrize("write", WRITES)
def test_writing_is_refused_in_the_data_layer_to_every_role_without_the_right(simulated_home, write):
    action, right = WRITES[write]
    for role in set(ROLES) - set(RIGHTS[right]):
        with pytest.raises(AccessError, match="tidak berhak"):
            action(at_work(role, simulated_home))


# What changes a store without asking for a right, and why that is so.
UNGUARDED = {
    "noting.note": "the trail itself, under the name of the session",
    "noting.note_refused": "the trail itself: who has no role",
}


def _calls(node):
    names = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            target = call.func
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                names.add(f"{target.value.id}.{target.attr}")
            elif isinstance(target, ast.Name):
                names.add(target.id)
    return names


def _reached_from_pages():
    """Modules of data/ that a page imports, by name, each with its file."""
    wanted = {}
    for path in (ROOT / "pages").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "data":
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                files = {name: ROOT / f"{name.replace('.', '/')}.py" for name in names}
                wanted |= {name: file for name, file in files.items() if file.exists()}
    assert {"data.workflow.verification", "data.access.viewers", "data.editions.reading"} <= set(wanted)
    return {name: file for name, file in sorted(wanted.items()) if name not in ("data.store.database", "data.store.audit")}


def test_whatever_a_page_can_call_that_changes_the_store_asks_for_a_right():
    """A new function that writes is found here by itself: it opens the store for writing or adds to the trail."""
    stores = {f"{store}.{verb}" for store in ("store", "database") for verb in ("write", "exclusive", "add_batch")}
    asking = {"session.require", "session.require_still", "require"}
    writing = {*stores, "audit.append"}
    forgotten = []
    for dotted, file in _reached_from_pages().items():
        module = dotted.rpartition(".")[2]
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = {node.name: _calls(node) for node in tree.body if isinstance(node, ast.FunctionDef)}

        def reaches(name, goal, functions=functions, seen=()):
            calls = functions.get(name, set())
            return bool(calls & goal) or any(reaches(one, goal, functions, (*seen, name)) for one in calls & set(functions) - {*seen, name})

        forgotten += [
            f"{module}.{name}"
            for name in functions
            if not name.startswith("_") and reaches(name, writing) and not reaches(name, asking) and f"{module}.{name}" not in UNGUARDED
        ]
    assert forgotten == []


# Who opens an edition besides the context, which hands it over sieved.
OPENING = {
    "pages/session/context.py": "sieves it",
    "pages/panels/edition_views.py": "sieves it",
    "pages/exports/proof/making.py": "sieves it",
    "pages/exports/command.py": "the command line",
    "pages/exports/press/differences.py": "frames that went out, compared for who may clear",
}


def test_pages_read_editions_through_the_sieve_only():
    """`reading.open_edition` gives the whole edition."""
    opening = {}
    for path in (ROOT / "pages").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "open_edition(" in text:
            opening[path.relative_to(ROOT).as_posix()] = text
    assert set(opening) <= set(OPENING)
    for name, text in opening.items():
        assert (
            OPENING[name] != "sieves it"
            or text.count("open_edition(") == text.count("scoping.scoped(")
            or (name.endswith("context.py") and "scoping.scoped(opened(" in text)
        )


def test_an_edition_without_limits_is_taken_where_no_row_of_it_is_shown():
    """`context.opened` gives the whole edition too."""
    taking = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("context.opened(")
        for path in (ROOT / "pages").rglob("*.py")
    }
    assert {name: n for name, n in taking.items() if n} == {
        "pages/panels/press/press_desk.py": 1,  # frames: sums over all Ormas with small counts hidden, no name
        "pages/panels/today_incidents.py": 1,  # what it covers, and which kecamatan may be named; signals are sieved
        "pages/warming.py": 1,  # only to be kept for those who may see all of it
    }


def test_roles_without_ormas_have_no_page_about_them():
    assert all(not {"ormas", "pembinaan"} & set(PAGES[role]) for role in NO_ORMAS)
