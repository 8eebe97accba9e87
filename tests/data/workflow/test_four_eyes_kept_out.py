"""Four eyes on what is kept out: who rejects or withdraws doesn't publish alone; and who publishes is asked for again at the end."""

import ast
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.access import access_file
from data.access.viewers import AccessError, Viewer
from data.editions import reading
from data.errors import DataError
from data.safety import doctor
from data.store import database
from data.store.audit import Actor
from data.workflow import batches, erasing, four_eyes, publishing
from data.workflow.four_eyes import FourEyesError
from data.workflow.verification import Filter
from tests import homes
from tests.data.workflow import test_four_eyes as eyes
from tests.reader import t

empty, home = eyes.empty, eyes.home
ROOT = Path(__file__).parents[3]


def withdraw(home, name, batch, act=batches.withdraw):
    return act(eyes.works(home, name), batch, "keliru")


def send(home, name, *days):
    eyes.send(home, *days, by=name)


def in_november(home, name):
    return publishing.publish(homes.session(home, Viewer(name, "operator_kabupaten"), today=date(2026, 12, 5)), "2026-11")


# --- whether there are two at all


@pytest.mark.parametrize(
    ("acts", "role", "last", "alone"),
    [
        ("dewi", "operator_kabupaten", date(2026, 11, 27), False),
        ("Ani", "pimpinan", date(2026, 11, 27), True),  # nobody but Budi is left
        ("dewi", "operator_kabupaten", date(2026, 11, 26), True),  # over
    ],
)
def test_the_doctor_counts_who_acts_for_another_today(home, monkeypatch, acts, role, last, alone):
    monkeypatch.setattr(doctor.clock, "today", lambda: date(2026, 11, 27))
    more = f'''
[[plh]]
pengguna = "{acts}"
menggantikan = "citra"
peran = "{role}"
dari = 2026-11-20
sampai = {last}
surat = "800.1.11/123/Bakesbangpol"
'''
    eyes.sign_in(home, more=more)
    text = (home / "akses.toml").read_text(encoding="utf-8")
    kept = '["ani", "Budi"]' if acts == "Ani" else '["ani"]'
    (home / "akses.toml").write_text(text.replace('["ani", "Budi", "citra"]', kept), encoding="utf-8")
    said = [one.text for one in doctor.examine(t, home, deep=False)]
    assert any("hanya satu orang" in text for text in said) == alone


# --- who keeps something out


def test_who_rejects_does_not_publish_alone_and_somebody_else_does(home):
    """The deadly incident that Budi rejects is missing from the figures as surely as one that he accepts stands in them."""
    deadly, *others = eyes.numbers(home)
    eyes.decide(home, "citra", Filter(rows=tuple(others)))
    eyes.decide(home, "budi", Filter(rows=(deadly,)), "ditolak")
    with pytest.raises(FourEyesError, match="menolak"):
        eyes.publish(home, "budi")
    assert reading.list_editions(home) == []
    assert eyes.publish(home, "ani") == "2026-10-r1"


def test_who_turns_an_acceptance_into_a_rejection_counts(home):
    eyes.decide(home, "citra")
    eyes.publish(home, "ani")
    with database.read(home) as con:
        ((row,),) = con.execute("SELECT min(id_baris) FROM kejadian").fetchall()
    eyes.decide(home, "budi", Filter(rows=(row,), status="terverifikasi"), "ditolak")
    with pytest.raises(FourEyesError):
        eyes.publish(home, "budi")
    assert eyes.publish(home, "citra") == "2026-10-r2"


def test_who_withdraws_a_batch_or_brings_it_back_does_not_publish_alone(home):
    send(home, "ani", 24)
    eyes.decide(home, "citra")
    eyes.publish(home, "ani")
    withdraw(home, "budi", 3)
    with pytest.raises(FourEyesError, match="menarik"):
        eyes.publish(home, "BUDI")
    assert eyes.publish(home, "citra") == "2026-10-r2"
    withdraw(home, "budi", 3, batches.restore)
    with pytest.raises(FourEyesError):
        eyes.publish(home, "budi")
    assert eyes.publish(home, "citra") == "2026-10-r3"
    told = json.loads(eyes.trail(home, "terbit")[0]["rincian"])
    assert (told["keputusan"], told["batch"], told["status_batch"]) == (5, 3, 2)


def test_a_batch_taken_back_and_brought_in_again_by_one_person_changes_no_figure_and_opens_nothing(home):
    eyes.decide(home, "citra")
    before = publishing.standing(eyes.works(home, "budi"), eyes.MONTH).content.digest
    withdraw(home, "budi", 2)
    withdraw(home, "budi", 2, batches.restore)
    assert publishing.standing(eyes.works(home, "budi"), eyes.MONTH).content.digest == before
    with pytest.raises(FourEyesError):
        eyes.publish(home, "budi")


def test_what_somebody_brings_back_alone_holds_no_row_that_nobody_accepted(home):
    withdraw(home, "ani", 2)
    withdraw(home, "ani", 2, batches.restore)
    assert eyes.waits(home) == 4
    with pytest.raises(FourEyesError):
        eyes.decide(home, "ani")


def test_a_batch_that_was_erased_after_it_was_withdrawn_is_still_missing(home):
    send(home, "ani", 24)
    eyes.decide(home, "citra")
    eyes.publish(home, "ani")
    withdraw(home, "budi", 3)
    erasing.erase_batch(eyes.works(home, "dewi", "admin"), 3, "salah kirim")
    with pytest.raises(FourEyesError):
        eyes.publish(home, "budi")


def test_a_withdrawn_register_that_nobody_had_to_verify_counts_too(home):
    register = {"indeks": "IKO", "tahun": 2025, "nilai": 68.4, "target": 70.0, "sumber": "LKjIP 2025"}
    homes.put(home, "nilai_resmi", register, by=Actor("ani"))
    eyes.decide(home, "citra", Filter(batch=2))
    eyes.approve(home, "budi")
    eyes.publish(home, "ani")
    withdraw(home, "budi", 3)
    with pytest.raises(FourEyesError):
        eyes.publish(home, "budi")


def test_what_is_kept_out_counts_once_in_the_edition_of_its_month(home, monkeypatch):
    """Budi withdraws a batch of November: no matter of October's edition, and of November's only until it was published."""
    send(home, "ani", 24)
    homes.put(home, "kejadian", *(homes.incident(date(2026, 11, day)) for day in (3, 4)), verified=False, by=Actor("ani"))
    homes.put(home, "kejadian", homes.incident(date(2026, 11, 5)), verified=False, by=Actor("ani"))
    eyes.decide(home, "citra")
    withdraw(home, "budi", 3)
    eyes.publish(home, "ani")
    withdraw(home, "budi", 5)
    withdraw(home, "ani", 3, batches.restore)
    assert eyes.publish(home, "budi") == "2026-10-r2"
    monkeypatch.setattr(eyes, "MONTH", "2026-11")
    with pytest.raises(FourEyesError):
        in_november(home, "budi")
    assert in_november(home, "ani") == "2026-11-r1"
    send(home, "ani", 25)
    eyes.decide(home, "citra")
    assert in_november(home, "budi") == "2026-11-r2"


def _rejects(home):
    send(home, "ani", 30)
    eyes.decide(home, "budi", Filter(batch=3), "ditolak")


def _withdraws(home):
    send(home, "ani", 30)
    withdraw(home, "budi", 3)


@pytest.mark.parametrize("keep_out", [_rejects, _withdraws])
def test_a_word_of_before_is_no_word_for_what_was_kept_out_since(home, keep_out):
    """The figures are the same ones: what waited and was rejected was never in them. Citra didn't know of it."""
    eyes.decide(home, "budi")
    eyes.approve(home, "citra")
    keep_out(home)
    with pytest.raises(FourEyesError):
        eyes.publish(home, "budi")
    eyes.approve(home, "citra")
    assert eyes.publish(home, "budi") == "2026-10-r1"


def test_older_editions_count_withdrawals_by_their_time(home):
    send(home, "ani", 24)
    eyes.decide(home, "citra")
    withdraw(home, "budi", 3)
    eyes.publish(home, "ani")
    with database.write(home, doing="uji") as con:
        con.execute("UPDATE audit SET rincian = json_object('edisi', rincian->>'edisi') WHERE tindakan = 'terbit'")
        content = four_eyes.Content("2026-10", "x", *four_eyes.marks(con))
        assert four_eyes.publishing(con, home, content).verifiers == ()


# --- the right of now


def _served(home):
    """As the dashboard serves Citra, whose role is what `akses.toml` says when it is asked."""
    eyes.decide(home, "budi")

    def ask():
        return access_file.latest(home).viewer("citra", day=date(2026, 11, 5))

    return homes.session(home, ask(), today=date(2026, 11, 5), ask=ask)


def _meanwhile(monkeypatch, change):
    def draft(*facts):
        change()
        return eyes.quick(*facts)

    monkeypatch.setattr(publishing, "_draft", draft)


CHANGES = {
    "the role is taken away": ('"citra"', '"orang-lain"'),
    "another role": ('"citra"]', ']\n[[akses]]\nperan = "humas"\npengguna = ["citra"]'),
    "the access file is gone wrong": ("[[akses]]", "[[akses"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_right_that_ends_while_it_is_computed_publishes_nothing(home, monkeypatch, case):
    session = _served(home)
    text = (home / "akses.toml").read_text()
    assert CHANGES[case][0] in text
    _meanwhile(monkeypatch, lambda: (home / "akses.toml").write_text(text.replace(*CHANGES[case])))
    with pytest.raises(DataError):
        publishing.publish(session, eyes.MONTH)
    assert reading.list_editions(home) == []
    assert eyes.trail(home, "terbit") == []
    assert not list((home / "editions").glob("*"))


def test_somebody_else_at_the_screen_while_it_is_computed_publishes_nothing(home, monkeypatch):
    """Ani may publish too, but she didn't ask for it."""
    there = [Viewer("citra", "operator_kabupaten")]
    session = replace(_served(home), ask=lambda: there[-1])
    _meanwhile(monkeypatch, lambda: there.append(Viewer("ani", "operator_kabupaten")))
    with pytest.raises(AccessError, match="berubah sejak halaman ini dibuka"):
        publishing.publish(session, eyes.MONTH)
    assert reading.list_editions(home) == []


def test_who_still_may_publishes_and_the_trail_names_them(home):
    session = _served(home)
    assert publishing.publish(session, eyes.MONTH) == "2026-10-r1"
    assert [one["oleh"] for one in eyes.trail(home, "terbit")] == ["citra"]


# --- two names of one person

# Where names are compared as they are: both sides come from one place, or the stricter answer is the safe one.
_AS_WRITTEN = {
    ("delegations.py", "other.user == one.user"),  # lower case since they were read
    ("access_file.py", "one.user == wanted"),  # both lower case
    ("signin.py", "st.session_state.get(_REFUSED) != user"),  # another spelling is noted once more
    ("signin.py", "'is_logged_in' not in st.user"),
    ("signin.py", "shown_to.user == user"),  # another spelling is somebody else: the screen is cleared
}
_PERSON = ("oleh", "user", "user()", "asked_by", "decided_by", "given_by", "absent")


def test_names_of_two_people_are_compared_by_four_eyes_only():
    """Providers don't agree about capital letters: `PPID@x.id` isn't a second person beside `ppid@x.id`."""
    found = {
        (path.name, ast.unparse(node))
        for top in ("data", "pages")
        for path in (ROOT / top).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.In, ast.NotIn))
        and any(ast.unparse(one).rpartition(".")[2] in _PERSON for one in (node.left, *node.comparators))
    }
    assert found == _AS_WRITTEN
