"""The clock: five times of each severe incident and signal, what is due next, whose turn it is; counted from the report."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data.access.viewers import AccessError, Viewer
from data.store import clock, database
from data.workflow import followup, matters, meetings, moving, verification
from data.workflow.acts import Act
from data.workflow.matters import Alert, Subject
from tests import homes
from tests.homes import CIBITUNG, SETU, incident

HAPPENED, REPORTED = date(2026, 11, 3), date(2026, 11, 4)
DEATH = f"kejadian/{CIBITUNG}/KJ-1"
EDITION = "2026-10-r1"
COUNTS, SEVERE = frozenset({"hitungan"}), frozenset({"berat"})
CAMAT = Viewer("camat", "camat", frozenset({CIBITUNG}))
OFFICE = Viewer("budi", "operator_kabupaten")


@pytest.fixture
def at():
    """Set the clock: `at(date)` is noon of that day."""

    def put(day):
        seconds = datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp()
        clock.use(lambda: clock.Reading(seconds, seconds - 1e9, "uji"))

    yield put
    clock.use(None)


@pytest.fixture
def store(home, at):
    """A death on 3 November, told on the 4th, taken in on the 6th."""
    at(date(2026, 11, 6))
    homes.put(home, "kejadian", incident(HAPPENED, meninggal=1, tanggal_lapor=REPORTED, id_kejadian="KJ-1"), verified=False)
    return home


def incidents(home, today, viewer=None):
    session = homes.session(home, viewer, today=today)
    return matters.read(session, matters.of_incidents(session))


def turn(one):
    return one.turn and (one.turn.step, one.turn.due, one.turn.late, one.turn.office)


def decide(home, decision="terverifikasi"):
    wanted = verification.Filter(table="kejadian", status=None)
    verification.decide(homes.session(home), wanted, decision, reason="uji", why="ganda" if decision == "ditolak" else None)


def test_five_times_of_a_severe_incident(store, at):
    (one,) = incidents(store, date(2026, 11, 6))
    assert (one.subject.happened, one.subject.reported, one.received, one.checked, one.acted) == (
        HAPPENED,
        REPORTED,
        date(2026, 11, 6),
        None,
        None,
    )
    assert turn(one) == ("checked", date(2026, 11, 7), 0, "bakesbangpol")
    at(date(2026, 11, 7))
    decide(store)
    (one,) = incidents(store, date(2026, 11, 8))
    assert turn(one) == ("acted", date(2026, 11, 18), 0, "camat")
    followup.acknowledge(homes.session(store, CAMAT), DEATH)
    followup.act(homes.session(store, CAMAT, today=date(2026, 11, 9)), DEATH, None, Act("kunjungan", "camat", "benar", date(2026, 11, 5)))
    (one,) = incidents(store, date(2026, 11, 30))
    assert (one.received, one.checked, one.acted) == (date(2026, 11, 5), date(2026, 11, 5), date(2026, 11, 5))  # who acted had been told
    assert one.days == {"received": 1, "checked": 1, "acted": 1}
    assert (one.turn, one.state, one.outcome, one.is_open) == (None, "tindakan", "benar", True)
    followup.close(homes.session(store, OFFICE), DEATH, None, "benar")
    assert [one.is_open for one in incidents(store, date(2026, 11, 30))] == [False]


def test_what_is_late_goes_on_to_the_next_office_and_stands_in_the_list_with_its_days(store, at):
    at(date(2026, 11, 7))
    decide(store)
    today = date(2026, 11, 22)
    (one,) = matters.late(incidents(store, today))
    assert turn(one) == ("acted", date(2026, 11, 18), 4, "bakesbangpol")
    assert one.turn.passed_on
    for viewer, n in ((CAMAT, 0), (OFFICE, 1), (Viewer("x", "pimpinan"), 0)):
        assert len(matters.mine(homes.session(store, viewer, today=today), [one])) == n
    assert matters.late(incidents(store, date(2026, 11, 18))) == []
    followup.acknowledge(homes.session(store, OFFICE), DEATH)
    followup.assign(homes.session(store, OFFICE), DEATH, None, "polsek")
    assert turn(incidents(store, date(2026, 11, 19))[0])[3] == "polsek"


def test_a_correction_keeps_the_times_and_a_refused_row_has_none(store, at):
    at(date(2026, 11, 9))
    homes.put(store, "kejadian", incident(HAPPENED, meninggal=2, tanggal_lapor=date(2026, 11, 8), id_kejadian="KJ-1"), verified=False)
    (one,) = incidents(store, date(2026, 11, 9))
    assert (one.subject.reported, one.received) == (REPORTED, date(2026, 11, 6))
    decide(store, "ditolak")
    assert incidents(store, date(2026, 11, 9)) == []


def test_what_is_not_severe_any_more_has_no_clock(store, at):
    homes.put(store, "kejadian", incident(HAPPENED, meninggal=0, id_kejadian="KJ-1"), verified=False)
    assert incidents(store, date(2026, 11, 9)) == []


def test_without_a_day_of_the_report_the_day_of_intake_counts(home, at):
    at(date(2026, 11, 6))
    homes.put(home, "kejadian", incident(HAPPENED, meninggal=1, id_kejadian="KJ-1"), verified=False)
    (one,) = incidents(home, date(2026, 11, 6))
    assert one.subject.reported == date(2026, 11, 6)
    assert one.days["received"] == 0


def test_acts_go_with_an_incident_that_moves_to_another_kecamatan(store, at):
    followup.acknowledge(homes.session(store, CAMAT), DEATH)
    moving.move(homes.session(store, OFFICE), "kejadian", "KJ-1", origin=None, to=SETU, desa=None, reason="uji")
    (one,) = incidents(store, date(2026, 11, 9))
    assert (one.subject.kecamatan, one.state) == (SETU, "diterima")
    assert incidents(store, date(2026, 11, 9), CAMAT) == []


def test_whoever_has_a_kecamatan_sees_the_own_and_who_is_not_in_charge_none(store):
    assert len(incidents(store, date(2026, 11, 9), CAMAT)) == 1
    assert incidents(store, date(2026, 11, 9), Viewer("x", "camat", frozenset({SETU}))) == []
    for role in ("humas", "ppid", "admin", "pemilik_metode"):
        with pytest.raises(AccessError):
            incidents(store, date(2026, 11, 9), Viewer("x", role))


def signals(home, today, *alerts):
    session = homes.session(home, today=today)
    return matters.read(session, matters.of_signals(session, alerts))


def test_a_signal_counts_from_the_report_that_raised_it_and_not_from_the_edition(store, at):
    at(date(2026, 11, 10))
    month = {"bulan": "2026-11", "kecamatan": CIBITUNG, "desa_melapor": 7, "desa_total": 7}
    homes.put(store, "kelengkapan", month, verified=False)
    published = date(2026, 12, 3)
    counts = Alert(f"2026-11/{CIBITUNG}/industri", 2, COUNTS, published)
    severe = Alert(f"2026-11/{CIBITUNG}/bentrok", 3, SEVERE | COUNTS, published)
    unknown = Alert(f"2026-11/{SETU}/industri", 1, COUNTS, published)
    found = signals(store, date(2026, 12, 3), counts, severe, unknown)
    assert [one.subject.reported for one in found] == [date(2026, 11, 10), REPORTED, published]
    assert {one.subject.happened for one in found} == {date(2026, 11, 30)}
    assert [turn(one)[:3] for one in found] == [
        ("received", date(2026, 11, 11), 22),
        ("received", date(2026, 11, 5), 28),
        ("received", date(2026, 12, 6), 0),
    ]
    followup.acknowledge(homes.session(store, CAMAT), counts.id, EDITION)
    followup.note(homes.session(store, CAMAT), counts.id, EDITION, "dikonfirmasi")
    assert turn(signals(store, date(2026, 11, 12), counts)[0]) == ("acted", date(2026, 11, 24), 0, "camat")


def test_what_was_done_about_severe_incidents_holds_for_the_signal_that_they_alone_raised(store, at):
    at(date(2026, 11, 12))
    homes.put(store, "kejadian", incident(HAPPENED, meninggal=1, id_kejadian="KJ-2"))
    published = date(2026, 12, 3)
    alone = Alert(f"2026-11/{CIBITUNG}/bentrok", 3, SEVERE, published)
    also = Alert(f"2026-11/{CIBITUNG}/bentrok", 3, SEVERE | COUNTS, published)
    for number in ("KJ-1", "KJ-2"):
        matter = f"kejadian/{CIBITUNG}/{number}"
        followup.acknowledge(homes.session(store, CAMAT), matter)
        (one,) = signals(store, published, alone)
        assert (one.acted, one.turn, one.is_late) == (None, None, False), "both have to be acted on, and it is they that are late"
        session = homes.session(store, CAMAT, today=published)
        followup.act(session, matter, None, Act("mediasi", "camat", "benar", date(2026, 11, 10)))
    (one,) = signals(store, published, alone)
    assert (one.acted, one.state, one.may_be_closed) == (date(2026, 11, 10), "baru", True)
    assert signals(store, published, also)[0].turn is not None


def test_a_signal_in_whose_place_a_newer_one_stands_waits_for_nobody(home):
    old = Alert(f"2026-09/{CIBITUNG}/industri", 2, COUNTS, date(2026, 10, 3), is_superseded=True)
    (one,) = signals(home, date(2026, 12, 3), old)
    assert (one.is_open, one.is_late, one.turn) == (False, False, None)


def test_notes_of_before_that_told_of_an_act_count_as_that_act(home, at):
    """A store of before: `catatan` with codes that are acts now. It stays as it is and is read so."""
    matter = f"2026-10/{CIBITUNG}/industri"
    with database.write(home, doing="uji") as con:
        for step, code, day in (("diterima", None, 3), ("catatan", "dipantau", 4), ("catatan", "dimediasi", 5)):
            con.execute(
                "INSERT INTO tindak_lanjut (sinyal, edisi, langkah, kode, waktu, oleh) VALUES (?, ?, ?, ?, ?, 'dewi')",
                [matter, EDITION, step, code, datetime(2026, 11, day, 2)],
            )
    (one,) = signals(home, date(2026, 11, 20), Alert(matter, 2, COUNTS, date(2026, 11, 3)))
    assert (one.received, one.checked, one.acted, one.turn) == (date(2026, 11, 3), None, date(2026, 11, 5), None)


def test_a_decision_has_the_office_and_the_day_that_the_meeting_set(home):
    decided = Subject("keputusan/7", "keputusan", "pelatihan", None, None, date(2026, 10, 31), date(2026, 11, 5))
    session = homes.session(home, OFFICE, today=date(2026, 11, 6))
    assert turn(matters.read(session, [decided])[0]) == ("received", date(2026, 11, 6), 0, "bakesbangpol")
    followup.acknowledge(session, decided.id)
    followup.note(session, decided.id, None, "dikonfirmasi")
    late = replace(session, clock=homes.session(home, today=date(2027, 2, 1)).clock)
    named = replace(decided, office="disnaker", until=date(2027, 1, 31))
    assert turn(matters.read(late, [named])[0]) == ("acted", date(2027, 1, 31), 1, "disnaker")


def test_the_list_has_the_gravest_first_then_what_is_due_first_and_forgets_after_a_year(store):
    today = date(2026, 11, 20)
    published = today - timedelta(days=4)
    alerts = [Alert(f"2026-10/{area}/industri", level, COUNTS, published) for area, level in ((SETU, 1), (CIBITUNG, 2))]
    found = [*signals(store, today, *alerts), *incidents(store, today)]
    assert [one.subject.level for one in matters.waiting(found)] == [3, 2, 1]
    assert [len(matters.of_all(homes.session(store, today=day), None)) for day in (today, date(2027, 12, 1))] == [1, 0]


def test_without_a_store_nothing_has_a_clock(tmp_path):
    assert incidents(tmp_path, date(2026, 11, 9)) == []


def test_what_a_meeting_decided_waits_for_the_office_and_the_day_that_it_named(home):
    with database.write(home, doing="uji") as con:
        con.execute(
            "INSERT INTO keputusan (edisi, pokok, rapat, pemutus, penanggung_jawab, batas, putusan, waktu, oleh)"
            " VALUES (?, 'laporan/2026-10', ?, 'bupati', 'disnaker', ?, 'uji', ?, 'budi')",
            [EDITION, date(2026, 11, 5), date(2026, 11, 19), datetime(2026, 11, 5)],
        )
    session = homes.session(home, OFFICE, today=date(2026, 11, 20))
    (one,) = matters.of_all(session, None)
    assert (one.subject.happened, one.subject.reported, one.received, one.checked) == (
        date(2026, 10, 31),
        *[date(2026, 11, 5)] * 3,
    )
    assert turn(one) == ("acted", date(2026, 11, 19), 1, "disnaker")
    meetings.finish(session, 1, date(2026, 11, 20))
    (one,) = matters.of_all(session, None)
    assert (one.acted, one.is_open, one.turn) == (date(2026, 11, 20), False, None)
    for viewer in (CAMAT, Viewer("x", "operator_kecamatan", frozenset({CIBITUNG}))):
        assert matters.of_all(homes.session(home, viewer), None) == ()
