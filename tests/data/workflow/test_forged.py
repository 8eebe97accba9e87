"""Leave that nobody gave: rows of permission put into the store beside the program, or changed there, permit nothing and are named."""

import contextlib
import re
import shutil
from datetime import date, timedelta

import duckdb
import pytest

from data.__main__ import main
from data.access import grants
from data.access.viewers import Viewer
from data.errors import DataError
from data.safety import doctor
from data.store import audit, clock, database
from data.workflow import clearance, erasing, followup, granting
from pages.exports.proof import checking
from tests import homes
from tests.data.safety.test_provable import without_digests
from tests.reader import t

SAID, OTHER = "a" * 64, "b" * 64
HUMAS, PPID = Viewer("humas@kantor", "humas"), Viewer("ppid@kantor", "ppid")
EDITION, LATER = "2026-10-r1", "2026-10-r2"


def asked(home, said=SAID, edition=EDITION):
    return clearance.request(homes.session(home, HUMAS), edition, "map", "2026-10", said)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A register, one clearance that stands, one that waits, one refused, one withdrawn, one under embargo; a grant, and one withdrawn."""
    home = homes.new(tmp_path_factory.mktemp("izin") / "rumah", "simulasi")
    homes.put(home, "ormas", homes.organisation(1), homes.organisation(2))
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 2)))
    ppid = homes.session(home, PPID)
    clearance.clear(ppid, asked(home).id)
    asked(home, OTHER)
    clearance.refuse(ppid, asked(home, "c" * 64).id, reason="judul keliru")
    clearance.withdraw(ppid, clearance.clear(ppid, asked(home, "d" * 64).id).id, reason="angka dikoreksi")
    clearance.clear(ppid, asked(home, "e" * 64).id, embargo=clock.now() + timedelta(days=30))
    machine = homes.session(home)
    for code in ("ORM-001", "ORM-002"):
        granting.give(
            machine, "penghubung_polri", [code], purpose="pembinaan bersama", letter="B/12/XI/2026", until=clock.today() + timedelta(days=9)
        )
    granting.withdraw(machine, 2, "selesai")
    return home


@pytest.fixture
def home(made, tmp_path):
    shutil.copytree(made, tmp_path / "rumah")
    return tmp_path / "rumah"


def harm(home, statement):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute(statement)


def standing(home, edition=EDITION):
    return [one.fingerprint for one in clearance.in_force(home, edition, "map", "2026-10")]


def named(home, capsys):
    """What doctor and `audit check` say of it; both must."""
    by_doctor = " ".join(one.text for one in doctor.examine(t, home, deep=False) if one.level == "rusak")
    assert main(["--home", str(home), "audit", "check"]) == 1
    return by_doctor, capsys.readouterr().err


def test_what_was_given_stands(home, capsys):
    assert standing(home) == [SAID]
    assert [one.code for one in grants.in_force(home, "penghubung_polri")] == ["ORM-001"]
    assert main(["--home", str(home), "audit", "check"]) == 0
    capsys.readouterr()


DECIDED = "INSERT INTO izin_status SELECT 99, '{id}', 'disetujui', NULL, waktu, 'ppid@kantor', 'ppid', '' FROM izin_status WHERE urutan = 1"
COPY = "INSERT INTO izin SELECT 99, 'PPID-2026-10-0099', {edition}, {kind}, bulan, {said}, golongan_rendah, waktu, oleh, catatan FROM izin WHERE nomor = 1"
# Statement; fingerprint of what it would clear, of which edition; how doctor names it.
FORGED = {
    "a decision on what waits": (DECIDED.format(id="PPID-2026-10-0002"), OTHER, EDITION, "keputusan izin yang tidak bersidik: ada 1"),
    "on what was refused": (DECIDED.format(id="PPID-2026-10-0003"), "c" * 64, EDITION, "keputusan izin yang tidak bersidik: ada 1"),
    "a refusal turned round": (
        "UPDATE izin_status SET status = 'disetujui' WHERE status = 'ditolak'",
        "c" * 64,
        EDITION,
        "Baris keputusan izin nomor 2 diubah",
    ),
    "a withdrawal taken out": ("DELETE FROM izin_status WHERE status = 'ditarik'", "d" * 64, EDITION, "Baris keputusan izin nomor 4"),
    "an embargo taken off": ("UPDATE izin_status SET embargo = NULL", "e" * 64, EDITION, "Baris keputusan izin nomor 5 diubah"),
    "another picture under a clearance": (
        f"UPDATE izin SET isi_sha256 = '{'f' * 64}' WHERE nomor = 2; {DECIDED.format(id='PPID-2026-10-0002')}",
        "f" * 64,
        EDITION,
        "Baris permintaan izin nomor 2 diubah",
    ),
    "a clearance copied to a later edition": (
        f"{COPY.format(edition=repr(LATER), kind='jenis', said='isi_sha256')}; {DECIDED.format(id='PPID-2026-10-0099')}",
        SAID,
        LATER,
        "permintaan izin yang tidak bersidik: ada 1",
    ),
    "a clearance copied to another picture": (
        f"{COPY.format(edition='edisi', kind='jenis', said=repr('f' * 64))}; {DECIDED.format(id='PPID-2026-10-0099')}",
        "f" * 64,
        EDITION,
        "permintaan izin yang tidak bersidik: ada 1",
    ),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_clearance_clears_nothing_and_is_named(home, case, capsys):
    statement, said, edition, sentence = FORGED[case]
    harm(home, statement)
    assert said not in standing(home, edition)
    (one,) = [one for one in clearance.of_edition(home, edition) if one.fingerprint == said]
    assert one.state == "disetujui"  # so the store says
    assert "TIDAK COCOK dengan jejak audit" in checking.known_id(t, home, one.id).lines[0]
    assert not checking.known_id(t, home, one.id).good
    for told in named(home, capsys):
        assert sentence in told


def test_what_was_forged_is_asked_for_anew_and_decided_by_people_only(home):
    harm(home, FORGED["a decision on what waits"][0])
    anew = asked(home, OTHER)
    assert (anew.id, anew.state) == ("PPID-2026-10-0006", "diminta")
    harm(home, "UPDATE izin SET golongan_rendah = true WHERE nomor = 6")
    with pytest.raises(DataError, match=r"TIDAK COCOK dengan jejak audit.* Tidak ada yang diubah"):
        clearance.clear(homes.session(home, PPID), anew.id)
    with pytest.raises(DataError, match="sudah berkeadaan menunggu keputusan"):
        clearance.withdraw(homes.session(home, PPID), anew.id, reason="keliru")


def test_through_another_view_nothing_is_cleared_and_what_stands_does_not_go_out_but_can_be_taken_back(home):
    harm(
        home,
        "CREATE OR REPLACE VIEW izin_keadaan AS SELECT i.*, 'disetujui' AS status, NULL::TIMESTAMP AS embargo, i.waktu AS diputus,"
        " 'ppid@kantor' AS diputus_oleh, 'ppid' AS sebagai, '' AS alasan FROM izin i",
    )
    for act in (
        lambda: standing(home),
        lambda: asked(home, "9" * 64),
        lambda: clearance.clear(homes.session(home, PPID), "PPID-2026-10-0002"),
    ):
        with pytest.raises(DataError, match="Susunan basis data diubah di luar program: izin_keadaan"):
            act()
    assert (
        clearance.withdraw(homes.session(home, PPID), "PPID-2026-10-0001", reason="basis data diubah").state == "disetujui"
    )  # so the view says
    with database.read(home) as con:
        assert audit.entries(con, action="izin_ditarik").rincian.str.contains("PPID-2026-10-0001").any()


GRANTS = {
    "another Ormas": ("UPDATE izin_ormas SET kode_ormas = 'ORM-002' WHERE nomor = 1", "Baris izin instansi nomor 1 diubah"),
    "another day": ("UPDATE izin_ormas SET sampai = DATE '2031-01-01'", "Baris izin instansi nomor 1 diubah"),
    "another institution": ("UPDATE izin_ormas SET peran = 'penghubung_bin'", "Baris izin instansi nomor 1 diubah"),
    "a withdrawal taken out": ("DELETE FROM izin_ormas_cabut", "Baris pencabutan izin instansi nomor 2"),
    "one that nobody gave": (
        "INSERT INTO izin_ormas SELECT 99, 'penghubung_bin', * EXCLUDE (nomor, peran) FROM izin_ormas WHERE nomor = 1",
        "izin instansi yang tidak bersidik: ada 1",
    ),
}


@pytest.mark.parametrize("case", GRANTS)
def test_a_forged_grant_shows_nobody_anything_and_is_named(home, case, capsys):
    before = set(grants.codes(home, "penghubung_polri"))
    statement, sentence = GRANTS[case]
    harm(home, statement)
    assert set(grants.codes(home, "penghubung_polri")) <= before
    assert grants.codes(home, "penghubung_bin") == frozenset()
    assert "tidak_cocok" in {one.state(clock.today()) for one in grants.of_home(home)}
    for told in named(home, capsys):
        assert sentence in told


# --- erasure


TOMBSTONE = "INSERT INTO penghapusan SELECT 99, batch_id, tabel, '{column}', 1, NULL, waktu, oleh, 'masa simpan lewat' FROM batches WHERE batch_id = {batch}"
HIDDEN = {
    "rows taken out under a tombstone": ("DELETE FROM kejadian", "*", "Batch 3, Kejadian: barisnya hilang"),
    "cells emptied under a tombstone": ("UPDATE kejadian SET jenis = 'lainnya'", "jenis", "Batch 3, Kejadian: barisnya diubah"),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_a_forged_tombstone_hides_nothing(home, case, capsys):
    statement, column, sentence = HIDDEN[case]
    harm(home, f"{statement}; {TOMBSTONE.format(column=column, batch=3)}")
    for told in named(home, capsys):
        assert sentence in told
        assert "Baris penghapusan data yang tidak bersidik: ada 1, jejak audit mengenal 0" in told


def test_a_forged_tombstone_of_a_batch_of_before_digests_is_named_too(home, capsys):
    without_digests(home)
    shutil.rmtree(home / "saksi")
    assert standing(home) == [SAID]  # the trail told of clearances before there were digests
    harm(home, f"DELETE FROM kejadian; {TOMBSTONE.format(column='*', batch=3)}")
    for told in named(home, capsys):
        assert "Baris penghapusan data yang tidak bersidik: ada 1, jejak audit mengenal 0" in told


# --- every act of people


def _acts(home):
    machine = homes.session(home)
    return {
        "grant": lambda: granting.give(
            machine, "penghubung_tni", ["ORM-001"], purpose="pembinaan", letter="B/13/XI/2026", until=clock.today() + timedelta(days=9)
        ),
        "follow-up": lambda: followup.acknowledge(machine, "2026-10/32.16.18/sosial", EDITION),
        "erase": lambda: erasing.erase_overdue(machine, "masa simpan lewat"),
        "clear": lambda: clearance.clear(homes.session(home, PPID), "PPID-2026-10-0002"),
    }


@pytest.mark.parametrize("act", ["grant", "follow-up", "erase", "clear"])
def test_no_act_is_done_in_a_store_that_is_read_through_something_else(home, act):
    harm(home, "CREATE FUNCTION strftime(day, form) AS '2026-10'")
    with database.read(home) as con:
        before = con.execute("FROM audit ORDER BY urutan").fetchall()
    with pytest.raises(DataError, match=re.escape("Susunan basis data diubah di luar program: strftime()")):
        _acts(home)[act]()
    with contextlib.closing(duckdb.connect(str(home / database.DATABASE), read_only=True)) as con:
        assert con.execute("FROM audit ORDER BY urutan").fetchall() == before
