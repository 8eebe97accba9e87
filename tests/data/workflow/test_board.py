"""Papan hari ini: what came in that the edition in force doesn't tell of, for those who have to act; never a published figure."""

import re
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.access.viewers import LIAISON, OWN_KECAMATAN, RIGHTS, ROLES, AccessError, Viewer
from data.reference import methods
from data.store import clock, database
from data.tables.kejadian import HARM
from data.workflow import batches, board, moving, verification
from data.workflow.board import Count, Since
from tests import homes
from tests.homes import CIBITUNG, SETU, incident

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 20)
DEATH = incident(date(2026, 11, 3), meninggal=1, luka=4, id_kejadian="A-1")
FIGHT = incident(date(2026, 11, 5), id_kejadian="A-2")
INSTEAD = board.since(None, TODAY)


def seen(home, since=INSTEAD, viewer=None):
    return board.read(homes.session(home, viewer, today=TODAY), since)


def as_published(home):
    """What an edition of October that is made at this moment would know."""
    with database.read(home) as con:
        batch = con.execute("SELECT coalesce(max(batch_id), 0) FROM batches").fetchone()[0]
        head = con.execute("SELECT hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()[0]
    return Since("2026-10-r1", date(2026, 10, 31), batch, head)


def rows(home, status="masuk"):
    found = verification.waiting(homes.session(home), verification.Filter(table="kejadian", status=status)).rows
    return found["id_baris"].tolist()


def decide(home, decision="terverifikasi", **wanted):
    verification.decide(
        homes.session(home),
        verification.Filter(table="kejadian", **wanted),
        decision,
        reason="uji",
        why="ganda" if decision == "ditolak" else None,
    )


def total(found):
    return found.total().verified, found.total().waiting


# ------------------------------------------------------------------ severe rows


def test_a_severe_row_is_there_as_soon_as_it_is_in_and_says_that_nobody_verified_it(home):
    homes.put(home, "kejadian", DEATH, FIGHT, verified=False)
    (row,) = seen(home).severe
    assert (row.kecamatan, row.kind, row.day, row.harm) == (CIBITUNG, "tawuran", date(2026, 11, 3), (("meninggal", 1), ("luka", 4)))
    assert (row.verified, row.correction) == (False, False)
    decide(home)
    assert [one.verified for one in seen(home).severe] == [True]


@pytest.mark.parametrize("harm", HARM)
def test_severe_is_what_the_method_in_force_calls_so(home, harm):
    least = methods.load_default().ikw.severity[3][harm]
    homes.put(home, "kejadian", *(incident(date(2026, 11, 3), **{harm: n}) for n in (least, least - 1)), verified=False)
    assert [one.harm for one in seen(home).severe] == [((harm, least),)]


def test_how_severe_an_incident_is_stands_once():
    """The indices, the early warning and the board ask one macro."""
    written = [path for path in (ROOT / "data").rglob("*.sql") if re.search(r"meninggal >=|THEN 3\b", path.read_text())]
    assert [path.name for path in written] == ["severity.sql"]


def test_a_potential_is_never_severe_and_a_death_at_a_peaceful_demonstration_is(home):
    homes.put(
        home,
        "kejadian",
        incident(date(2026, 11, 3), tahap="potensi", penanganan="proses", pengungsi=20),
        incident(date(2026, 11, 4), jenis="unjuk_rasa", ricuh="tidak", meninggal=1),
        verified=False,
    )
    found = seen(home)
    assert [one.kind for one in found.severe] == ["unjuk_rasa"]
    assert total(found) == (0, 0), "neither is a disturbance"
    assert {one.code: one.waiting for one in found.beside()} == {"potensi": 1, "penyampaian_pendapat": 1}


def test_no_row_tells_of_ormas_informant_desa_hour_or_number(home):
    told = {"kode_desa": "32.16.07.2001", "jam": 21, "peran_ormas": "melapor", "kode_ormas": "ORM-001", "sumber": "ormas"}
    homes.put(home, "kejadian", {**DEATH, **told}, verified=False)
    found = seen(home)
    assert {one.name for one in fields(found.severe[0])} == {"kecamatan", "kind", "day", "arrived", "harm", "verified", "correction"}
    assert not re.search(r"ORM-001|2001|melapor|A-1|ormas", repr(found))


# ------------------------------------------------------------------ what leaves it


def test_a_rejected_row_leaves_it(home):
    homes.put(home, "kejadian", DEATH, verified=False)
    assert seen(home).severe
    decide(home, "ditolak")
    assert (seen(home).severe, total(seen(home))) == ((), (0, 0))


def test_a_withdrawn_batch_leaves_it_and_comes_back_with_it(home):
    homes.put(home, "kejadian", DEATH)
    number = seen_batch(home)
    batches.withdraw(homes.session(home), number, "uji")
    assert seen(home).severe == ()
    batches.restore(homes.session(home), number, "uji")
    assert len(seen(home).severe) == 1


def seen_batch(home):
    with database.read(home) as con:
        return con.execute("SELECT max(batch_id) FROM batches").fetchone()[0]


def test_a_row_that_is_moved_leaves_its_kecamatan_at_once_and_waits_in_the_other(home):
    homes.put(home, "kejadian", DEATH)
    moving.move(homes.session(home), "kejadian", "A-1", origin=CIBITUNG, to=SETU, reason="uji")
    (row,) = seen(home).severe
    assert (row.kecamatan, row.verified) == (SETU, False)
    assert seen(home).counts("kecamatan") == [Count(SETU, 0, 1)]
    decide(home)
    assert seen(home).counts("kecamatan") == [Count(SETU, 1, 0)]


def test_a_correction_that_waits_takes_no_verified_row_away_and_is_not_counted_again(home):
    homes.put(home, "kejadian", DEATH)
    homes.put(home, "kejadian", {**DEATH, "meninggal": 0, "luka": 0}, verified=False)
    found = seen(home)
    assert [one.verified for one in found.severe] == [True]
    assert total(found) == (1, 0)
    decide(home)
    assert (seen(home).severe, total(seen(home))) == ((), (1, 0)), "once it is verified it holds"


def test_a_correction_that_makes_an_incident_severe_is_shown_at_once_as_what_it_is(home):
    homes.put(home, "kejadian", {**DEATH, "tanggal": date(2026, 10, 3), "meninggal": 0})
    published = as_published(home)
    homes.put(home, "kejadian", {**DEATH, "tanggal": date(2026, 10, 3)}, verified=False)
    found = seen(home, published)
    assert [(one.verified, one.correction) for one in found.severe] == [(False, True)]
    assert total(found) == (0, 0), "the edition counts it"


def test_of_two_rows_of_one_number_that_wait_the_later_holds(home):
    homes.put(home, "kejadian", DEATH, verified=False)
    homes.put(home, "kejadian", {**DEATH, "meninggal": 0, "luka": 1}, verified=False)
    assert (seen(home).severe, total(seen(home))) == ((), (0, 1))


# ------------------------------------------------------------------ since the last edition


def test_what_the_edition_counts_is_not_there(home):
    homes.put(home, "kejadian", incident(date(2026, 10, 3), meninggal=1))
    found = seen(home, as_published(home))
    assert (found.severe, found.cells) == ((), ())


def test_what_came_late_and_what_happened_later_is_counted_verified_and_waiting_apart(home):
    homes.put(home, "kejadian", incident(date(2026, 10, 3)), incident(date(2026, 11, 2), kecamatan=SETU))
    published = as_published(home)
    homes.put(home, "kejadian", incident(date(2026, 10, 9), jenis="sengketa_lahan"))
    homes.put(home, "kejadian", incident(date(2026, 10, 11)), incident(date(2026, 11, 4)), verified=False)
    found = seen(home, published)
    assert found.counts("kecamatan") == [Count(CIBITUNG, 1, 2), Count(SETU, 1, 0)]
    assert found.counts("kind") == [Count("tawuran", 1, 2), Count("sengketa_lahan", 1, 0)]
    assert found.total() == Count("", 2, 2)


def test_what_waited_when_the_edition_was_made_waits_and_then_counts_as_verified(home, monkeypatch):
    homes.put(home, "kejadian", incident(date(2026, 10, 3)), verified=False)
    published = as_published(home)
    assert total(seen(home, published)) == (0, 1)
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(database, "clock", SimpleNamespace(now=lambda: later, reading=clock.reading))
    decide(home)
    assert total(seen(home, published)) == (1, 0)


def test_a_move_of_what_the_edition_counts_is_no_new_incident(home):
    homes.put(home, "kejadian", {**FIGHT, "tanggal": date(2026, 10, 3)})
    published = as_published(home)
    moving.move(homes.session(home), "kejadian", "A-2", origin=CIBITUNG, to=SETU, reason="uji")
    assert total(seen(home, published)) == (0, 0)


def test_an_edition_says_what_it_knows(simulated_edition):
    found = board.since(simulated_edition, TODAY)
    assert (found.edition, found.day) == ("2026-10-r1", date(2026, 10, 31))
    assert found.batch == simulated_edition.batches()["batch_id"].max()
    assert found.head == simulated_edition.audit_head()


def test_the_last_day_of_a_december_edition_is_its_own():
    december = SimpleNamespace(id="2026-12-r1", batches=lambda: {"batch_id": SimpleNamespace(empty=True)}, audit_head=lambda: "")
    assert board.since(december, TODAY).day == date(2026, 12, 31)


def test_without_an_edition_it_looks_back_for_a_month(home):
    homes.put(home, "kejadian", incident(date(2026, 10, 20)), incident(date(2026, 10, 21)), incident(date(2026, 11, 20)), verified=False)
    assert total(seen(home)) == (0, 2)


# ------------------------------------------------------------------ who sees what


@pytest.mark.parametrize("role", ROLES)
def test_rows_that_nobody_verified_are_for_the_roles_in_charge(home, role):
    homes.put(home, "kejadian", DEATH, verified=False)
    viewer = Viewer("x@uji.example", role, frozenset({CIBITUNG}) if role in OWN_KECAMATAN else frozenset())
    if role in ("pimpinan", *LIAISON, *OWN_KECAMATAN, "operator_kabupaten"):
        assert len(seen(home, viewer=viewer).severe) == 1
        assert role in RIGHTS["papan"]
        return
    with pytest.raises(AccessError, match="tidak berhak"):
        seen(home, viewer=viewer)


@pytest.mark.parametrize("role", [*OWN_KECAMATAN, "penghubung_polri", "penghubung_tni", "penghubung_bin"])
def test_who_is_bound_to_a_kecamatan_reads_of_no_other(home, role):
    homes.put(home, "kejadian", DEATH, {**FIGHT, "kecamatan": SETU}, verified=False)
    found = seen(home, viewer=Viewer("x@uji.example", role, frozenset({SETU})))
    assert found.severe == ()
    assert found.counts("kecamatan") == [Count(SETU, 0, 1)]
    assert found.queue == (("kejadian", SETU, 1),)


def test_rows_to_verify_are_told_by_table(home):
    homes.put(home, "kejadian", DEATH, {**FIGHT, "kecamatan": SETU}, verified=False)
    homes.put(home, "kelengkapan", homes.report("2026-10"), verified=False)
    assert dict(seen(home).to_verify()) == {"kejadian": 2, "kelengkapan": 1}


# ------------------------------------------------------------------ what it costs


def test_the_store_is_opened_once_for_everybody_until_the_next_commit(home, monkeypatch):
    homes.put(home, "kejadian", DEATH, verified=False)
    opened, read = [], database.read
    monkeypatch.setattr(database, "read", lambda *args: opened.append(1) or read(*args))
    for viewer in (None, Viewer("a@uji.example", "pimpinan"), Viewer("b@uji.example", "camat", frozenset({SETU}))):
        seen(home, viewer=viewer)
    assert len(opened) == 1
    homes.put(home, "kejadian", FIGHT, verified=False)
    assert total(seen(home)) == (0, 2)
    assert len(opened) == 2


def test_of_a_hundred_thousand_rows_each_is_looked_at_once(home):
    """By the plan, not by the clock: one scan of the rows, no row compared with every other."""
    with database.read(home) as con:
        board._prepare(con, as_published_of(con))
        plan = con.execute("EXPLAIN SELECT * FROM dinilai('kejadian_papan')").fetchall()[0][1]
    assert len(re.findall(r"kejadian\s", plan)) >= 1
    assert "NESTED_LOOP" not in plan
    assert "BLOCKWISE" not in plan


def as_published_of(con):
    (head,) = con.execute("SELECT hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
    return Since("2026-10-r1", date(2026, 10, 31), 0, head)


def test_when_a_row_arrived_is_when_its_file_was_taken_in(home):
    before = clock.now()
    homes.put(home, "kejadian", DEATH, verified=False)
    (row,) = seen(home).severe
    assert isinstance(row.arrived, datetime)
    assert before <= row.arrived <= clock.now()
