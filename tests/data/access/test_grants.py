"""Grants: who may give one, what it says, that it ends by itself, and that the trail tells of it."""

from datetime import date, timedelta

import pytest

from data.__main__ import main
from data.access import clock_watch, grants, viewers
from data.access.viewers import ROLES, AccessError, Viewer
from data.errors import DataError
from data.store import anchor, audit, clock, database, ledger
from data.workflow import granting
from tests import homes

TODAY = date(2026, 11, 3)
LETTER = {"purpose": "pembinaan bersama Ormas", "letter": "B/123/X/2026", "until": date(2026, 12, 31)}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    homes.new(tmp_path / "home", "nyata")
    homes.put(tmp_path / "home", "ormas", homes.organisation(1), homes.organisation(2))
    return tmp_path / "home"


def test_a_grant_holds_for_its_institution_until_its_last_day(home, monkeypatch):
    assert granting.give(homes.session(home), "penghubung_polri", ["orm-001", "ORM-002 "], **LETTER) == [1, 2]
    assert grants.codes(home, "penghubung_polri") == {"ORM-001", "ORM-002"}
    assert grants.codes(home, "penghubung_tni") == grants.codes(home, "penghubung") == frozenset()
    monkeypatch.setattr(clock, "today", lambda: LETTER["until"])
    assert grants.codes(home, "penghubung_polri") == {"ORM-001", "ORM-002"}
    monkeypatch.setattr(clock, "today", lambda: LETTER["until"] + timedelta(days=1))
    assert grants.codes(home, "penghubung_polri") == frozenset()
    assert {one.state(clock.today()) for one in grants.of_home(home)} == {"berakhir"}


def test_a_withdrawn_grant_ends_at_once_and_stays_listed(home):
    granting.give(homes.session(home), "penghubung_bin", ["ORM-001"], **LETTER)
    granting.withdraw(homes.session(home), 1, "surat ditarik kembali")
    assert grants.codes(home, "penghubung_bin") == frozenset()
    (one,) = grants.of_home(home)
    assert (one.state(TODAY), one.reason) == ("dicabut", "surat ditarik kembali")
    with pytest.raises(DataError, match=r"Izin 1 tidak ada atau sudah dicabut; tidak ada yang diubah\."):
        granting.withdraw(homes.session(home), 1, "lagi")


@pytest.mark.parametrize("role", ROLES)
def test_only_the_admin_gives_and_ends_grants(role, home):
    session = homes.session(home, Viewer("x", role, frozenset({homes.SETU}) if role in viewers.OWN_KECAMATAN else frozenset()))
    if role == "admin":
        assert granting.give(session, "penghubung_tni", ["ORM-001"], **LETTER) == [1]
        return
    for ask in (
        lambda: granting.give(session, "penghubung_tni", ["ORM-001"], **LETTER),
        lambda: granting.withdraw(session, 1, "x"),
    ):
        with pytest.raises(AccessError, match="tidak berhak"):
            ask()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"role": "penghubung"}, "'penghubung' bukan peran instansi. Yang ada: penghubung_polri, penghubung_tni, penghubung_bin."),
        ({"codes": ["ORM-009"]}, "Kode ORM-009 tidak ada dalam daftar Ormas. Tidak ada yang diubah."),
        ({"codes": [" "]}, "Sebut sedikitnya satu kode Ormas, mis. ORM-017."),
        ({"purpose": " "}, "Tujuan harus diisi: ia tercatat pada izin dan di jejak audit."),
        ({"letter": ""}, "Nomor surat harus diisi: ia tercatat pada izin dan di jejak audit."),
        ({"purpose": "permintaan Bapak Budi Santoso"}, "Tujuan: berisi"),
        ({"until": date(2026, 11, 2)}, "izin paling lama satu tahun"),
        ({"until": date(2028, 1, 1)}, "antara hari ini dan 2027-11-04"),
    ],
)
def test_what_a_grant_lacks_is_said_and_nothing_is_changed(wrong, said, home):
    asked = {"role": "penghubung_polri", "codes": ["ORM-001"], **LETTER, **wrong}
    with pytest.raises(DataError) as refused:
        granting.give(homes.session(home), asked.pop("role"), asked.pop("codes"), **asked)
    assert said in str(refused.value)
    assert grants.of_home(home) == []


def test_the_command_line_gives_lists_and_withdraws_with_a_row_in_the_trail(home, capsys):
    def run(*words):
        assert main(["--home", str(home), "grants", *words]) == 0
        return capsys.readouterr().out

    made = run("give", "penghubung_polri", "ORM-001", "--purpose", LETTER["purpose"], "--letter", LETTER["letter"], "--until", "2026-12-31")
    assert made == "Izin 1 untuk Polri dicatat.\n"
    assert "Polri  berlaku    ORM-001: pembinaan bersama Ormas; surat B/123/X/2026; sampai 31 Des 2026." in run("list")
    assert run("withdraw", "1", "--reason", "selesai") == "Izin 1 (Polri, ORM-001) dicabut.\n"
    with database.read(home) as con:
        trail = audit.entries(con)
        assert ledger.check(con).faults == ()
    assert trail["tindakan"].tolist()[:2] == ["cabut_izin_ormas", "izin_ormas"]
    assert '"surat": "B/123/X/2026"' in trail["rincian"].iloc[1]


def test_while_the_time_is_in_doubt_no_grant_holds(home, monkeypatch):
    granting.give(homes.session(home), "penghubung_polri", ["ORM-001"], **LETTER)
    monkeypatch.setattr(grants, "_doubted", {})
    monkeypatch.setattr(clock_watch, "doubt", lambda _home: object())
    assert grants.codes(home, "penghubung_polri") == frozenset()


def test_no_grant_is_given_while_nobody_is_sure_what_day_it_is(home, monkeypatch):
    """A clock that is ahead would make the longest grant longer; ending one needs no date."""
    (number,) = granting.give(homes.session(home), "penghubung_polri", ["ORM-001"], **LETTER)
    ahead = anchor.Doubt(anchor.MOVED, seen=2e9, expected=1.8e9)
    monkeypatch.setattr(clock_watch, "doubt", lambda _home: ahead)
    with pytest.raises(clock_watch.TimeInDoubtError, match="Jam komputer bergeser"):
        granting.give(homes.session(home), "penghubung_tni", ["ORM-001"], **LETTER)
    granting.withdraw(homes.session(home), number, "selesai")
