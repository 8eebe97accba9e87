"""What meetings decide: noted on what needs a decision, steps only added, offices and no persons, what comes first next time."""

from datetime import date, timedelta

import pytest

from data.__main__ import main
from data.access.viewers import LIAISON, OWN_KECAMATAN, ROLES, AccessError, Viewer
from data.editions import reading
from data.errors import DataError
from data.safety import doctor
from data.simulation import meetings as simulated
from data.store import audit, database, ledger
from data.workflow import free_text, meetings
from tests import homes
from tests.reader import t

EDITION = "2026-10-r1"
SIGNAL, REPORT = "sinyal/32.16.07/industri", "laporan/2026-10"
TODAY, HELD, DUE = date(2026, 11, 27), date(2026, 11, 10), date(2026, 11, 20)
DECIDE, READ = {"pimpinan", "operator_kabupaten"}, {"pimpinan", *LIAISON, "camat", "operator_kabupaten"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An edition of incidents alone, in which a signal needs a decision too."""
    found = homes.alone("kejadian", tmp_path / "rumah")
    of_rules = meetings.subjects
    monkeypatch.setattr(meetings, "subjects", lambda edition: (SIGNAL, "sinyal/32.16.18/sosial", *of_rules(edition)))
    return found


def session(home, role=None):
    own = frozenset({homes.CIBITUNG}) if role in OWN_KECAMATAN else frozenset()
    return homes.session(home, Viewer("dewi", role, own) if role else None, today=TODAY)


def decide(home, subject=SIGNAL, role=None, **more):
    said = {"held": HELD, "by": "tim_terpadu", "office": "camat", "due": DUE, "text": "Mediasi diadakan.", **more}
    return meetings.decide(session(home, role), EDITION, subject, **said)


def only(home):
    (found,) = meetings.listed(session(home))
    return found


def proven(home):
    with database.read(home) as con:
        return audit.check(con).broken_at is None and ledger.check(con).faults == ()


# ------------------------------------------------------------------ what is decided, and what becomes of it


def test_what_was_decided_is_put_off_then_done_and_every_step_stays(home):
    number = decide(home)
    assert only(home).late(TODAY) == 7
    meetings.postpone(session(home), number, date(2026, 11, 21), date(2026, 11, 25), "Camat baru menerima laporan desa.")
    found = only(home)
    assert (found.state, found.first_due, found.due, found.late(TODAY)) == ("terbuka", DUE, date(2026, 11, 25), 2)
    meetings.finish(session(home), number, date(2026, 11, 26))
    found = only(home)
    assert (found.state, found.closed, found.late(TODAY)) == ("selesai", date(2026, 11, 26), 1)
    assert [one.kind for one in found.steps] == ["diundur", "selesai"]
    assert found.as_of(HELD).due == DUE  # as the minutes of its own meeting say it
    assert (found.edition, found.subject, found.by, found.office, found.kecamatan) == (EDITION, SIGNAL, "tim_terpadu", "camat", "32.16.07")
    assert proven(home)
    with database.read(home) as con:
        told = con.execute("SELECT tindakan, rincian FROM audit WHERE tindakan LIKE '%keputusan' ORDER BY urutan").fetchall()
    assert [one for one, _ in told] == ["keputusan", "langkah_keputusan", "langkah_keputusan"]
    assert "Mediasi" not in str(told)  # the trail can't be cut: texts don't go there
    assert "laporan desa" not in str(told)


def test_a_cancelled_decision_is_neither_open_nor_late_and_its_subject_can_be_decided_on_again(home):
    number = decide(home)
    meetings.cancel(session(home), number, TODAY, "Salah pokok.")
    assert (only(home).state, only(home).late(TODAY)) == ("dibatalkan", 0)
    assert decide(home, due=TODAY) == number + 1


def test_what_needs_a_decision_is_what_the_rules_of_the_edition_say(tmp_path):
    home = homes.alone("kejadian", tmp_path / "rumah")
    assert REPORT in meetings.subjects(reading.open_edition(home))
    assert decide(home, REPORT, office="bakesbangpol") == 1
    with pytest.raises(DataError, match=r"bukan hal yang perlu keputusan menurut edisi 2026-10-r1\. Yang ada: .*laporan/2026-10\."):
        decide(home, SIGNAL)


def test_a_signal_is_the_same_subject_whichever_month_it_has_come_to():
    assert meetings.subject_of_signal("2026-09/32.16.07/industri") == meetings.subject_of_signal("2026-10/32.16.07/industri") == SIGNAL


def test_at_the_next_meeting_what_is_open_comes_first_the_latest_before_all(home):
    early = decide(home, REPORT, held=date(2026, 10, 5), due=date(2026, 10, 12))
    done = decide(home, "sinyal/32.16.18/sosial", held=date(2026, 10, 5))
    meetings.finish(session(home), done, date(2026, 10, 9))
    last = decide(home, SIGNAL)
    found = meetings.listed(session(home))
    assert [one.number for one in meetings.standing(found, TODAY)] == [early, last]  # done, and not of the last meeting
    meetings.finish(session(home), last, TODAY)
    assert [one.number for one in meetings.standing(meetings.listed(session(home)), TODAY)] == [early, last]
    assert meetings.days(found) == [HELD, date(2026, 10, 5)]


# ------------------------------------------------------------------ who


def test_leadership_and_the_regency_operator_decide_and_roles_in_charge_read(home):
    decide(home)
    decide(home, REPORT)
    for role in ROLES:
        if role in DECIDE:
            meetings.postpone(session(home, role), 1, TODAY, meetings.listed(session(home))[0].due + timedelta(days=9), "Menunggu laporan.")
            meetings.cancel(session(home, role), decide(home, "sinyal/32.16.18/sosial", role), TODAY, "Salah pokok.")
        else:
            with pytest.raises(AccessError, match="tidak berhak"):
                meetings.finish(session(home, role), 1, TODAY)
            with pytest.raises(AccessError, match="tidak berhak"):
                decide(home, "sinyal/32.16.18/sosial", role)
        if role in READ:
            assert {1, 2} & {one.number for one in meetings.listed(session(home, role))} == ({1} if role == "camat" else {1, 2})
        else:
            with pytest.raises(AccessError, match="tidak berhak"):
                meetings.listed(session(home, role))


def test_a_home_without_a_store_has_decided_nothing(tmp_path):
    assert meetings.listed(session(tmp_path)) == []


# ------------------------------------------------------------------ bad input: what is wrong, and the remedy; nothing changes


def refused(home, sentence, act):
    before = meetings.listed(session(home))
    with pytest.raises(DataError, match=sentence):
        act()
    assert meetings.listed(session(home)) == before


BAD = {
    "due before the meeting": ({"due": date(2026, 11, 9)}, r"Tenggat 9 Nov 2026 mendahului rapat 10 Nov 2026\. Tulis hari rapat atau"),
    "a meeting to come": ({"held": date(2026, 11, 28), "due": date(2026, 12, 1)}, "Hari rapat, 28 Nov 2026, belum tiba; hari ini 27 Nov"),
    "an unknown office": ({"office": "dishub"}, r"Penanggung jawab 'dishub' tidak dikenal\. Pilihannya: camat \(Camat\)"),
    "a person for an office": ({"by": "Budi Santoso"}, "Pemutus 'Budi Santoso' tidak dikenal"),
    "no words": ({"text": "  "}, "Putusan harus diisi"),
    "too many words": ({"text": "a" * 301}, "paling panjang 300 huruf; yang ditulis 301"),
    "a telephone": ({"text": "Hubungi 0812-3456-7890."}, "nomor telepon"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_decision_that_can_not_be_is_refused_with_its_remedy(case, home):
    more, sentence = BAD[case]
    refused(home, sentence, lambda: decide(home, **more))


def test_what_may_be_a_name_is_asked_about_and_an_ormas_is_never_named(home):
    with pytest.raises(free_text.NameQuestionError, match="apakah ini memuat nama orang"):
        decide(home, text="menurut Ketua Umum Velda")
    refused(home, "berisi nama orang", lambda: decide(home, text="Diserahkan kepada Bapak Budi Santoso."))
    homes.put(home, "ormas", homes.organisation(17, nama="Perkumpulan Rekaan Sejahtera"))
    for text in ("perkumpulan rekaan sejahtera diundang.", "Undang orm-017."):
        refused(home, "menyebut Ormas dari daftar", lambda text=text: decide(home, text=text))


def test_one_subject_has_one_open_decision(home):
    decide(home)
    refused(home, "masih berlaku keputusan nomor 1 dari rapat 10 Nov 2026", lambda: decide(home, due=TODAY))


STEPS = {
    "done before decided": (
        lambda s: meetings.finish(s, 1, date(2026, 11, 9)),
        "9 Nov 2026 mendahului rapat 10 Nov 2026 yang memutuskannya",
    ),
    "a step that goes back": (lambda s: meetings.finish(s, 1, date(2026, 11, 11)), "mendahului langkah terakhirnya, 12 Nov 2026"),
    "done tomorrow": (lambda s: meetings.finish(s, 1, date(2026, 11, 28)), "belum tiba"),
    "put off to before": (lambda s: meetings.postpone(s, 1, TODAY, date(2026, 11, 19), "x y"), "harus sesudah 27 Nov 2026"),
    "without a reason": (lambda s: meetings.cancel(s, 1, TODAY, " "), "Alasan harus diisi"),
    "no such decision": (lambda s: meetings.finish(s, 9, TODAY), "nomor 9 tidak ada. Daftarnya: python -m data decisions list"),
}


@pytest.mark.parametrize("case", STEPS)
def test_a_step_that_can_not_be_is_refused_with_its_remedy(case, home):
    act, sentence = STEPS[case]
    number = decide(home)
    meetings.postpone(session(home), number, date(2026, 11, 12), date(2026, 11, 22), "Menunggu laporan.")
    refused(home, sentence, lambda: act(session(home)))


@pytest.mark.parametrize("closing", ["selesai", "dibatalkan"])
def test_nothing_is_done_to_a_closed_decision(closing, home):
    decide(home)
    if closing == "selesai":
        meetings.finish(session(home), 1, TODAY)
    else:
        meetings.cancel(session(home), 1, TODAY, "Salah pokok.")
    acts = (
        lambda: meetings.finish(session(home), 1, TODAY),
        lambda: meetings.cancel(session(home), 1, TODAY, "lagi"),
        lambda: meetings.postpone(session(home), 1, TODAY, date(2026, 12, 9), "lagi"),
    )
    for act in acts:
        refused(home, "sudah berkeadaan .*; yang ditutup tidak dapat diubah. Catat keputusan baru", act)


@pytest.mark.parametrize("sql", ["UPDATE keputusan SET batas = '2026-12-31'", "DELETE FROM keputusan_langkah"])
def test_what_was_altered_outside_the_program_is_named(sql, home):
    decide(home)
    meetings.finish(session(home), 1, TODAY)
    with database.write(home, doing="uji") as con:
        con.execute(sql)
    assert any("keputusan rapat nomor 1 diubah" in one.text for one in doctor.examine(t, home, deep=False) if one.level == "rusak")


# ------------------------------------------------------------------ from a terminal, and simulated


def test_the_verbs_decide_and_tell(tmp_path, capsys):
    home = homes.alone("kejadian", tmp_path / "rumah")
    due = ["--home", str(home), "decisions"]
    assert main([*due, "due"]) == 0
    assert REPORT in capsys.readouterr().out
    said = ["--by", "bupati", "--office", "bakesbangpol", "--due", "2027-01-10", "--text", "Laporan susulan diminta."]
    assert main([*due, "add", REPORT, *said]) == 0
    assert main([*due, "postpone", "1", "--due", "2027-02-01", "--reason", "Menunggu laporan desa."]) == 0
    assert main([*due, "done", "1"]) == 0
    assert main([*due, "cancel", "1", "--reason", "lagi"]) == 1
    assert main([*due, "list"]) == 0
    out = capsys.readouterr()
    assert "Selesai" in out.out
    assert "laporan/2026-10  bupati → bakesbangpol, 2027-02-01: Laporan susulan diminta." in out.out
    assert "sudah berkeadaan Selesai" in out.err


def test_simulated_meetings_have_decisions_done_in_time_late_not_at_all_and_put_off(simulated_home):
    found = meetings.listed(homes.session(simulated_home))
    day = max(one.held for one in found) + simulated.SECOND
    assert [(one.state, one.late(day) > 0) for one in found] == [
        ("selesai", False),
        ("selesai", True),
        ("terbuka", True),
        ("terbuka", False),
    ]
    assert found[3].due > found[3].first_due
