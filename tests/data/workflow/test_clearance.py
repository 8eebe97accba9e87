"""Clearance: asked for, decided by PPID or the deputy with a reason, held until a time, withdrawn; all of it in the audit."""

import json
import shutil
from datetime import timedelta

import pytest

from data.access.viewers import AccessError, Viewer
from data.errors import DataError
from data.store import audit, clock, database
from data.workflow import clearance
from tests import homes

pytestmark = pytest.mark.home("simulasi")

SAID, OTHER = "a" * 64, "b" * 64


def as_(home, role, user=None):
    return homes.session(home, Viewer(user or f"{role}@kantor", role))


def asked(home, said=SAID, by=None, **options):
    return clearance.request(by or homes.session(home), "2026-10-r1", "map", "2026-10", said, **options)


def standing(home):
    return [one.id for one in clearance.in_force(home, "2026-10-r1", "map", "2026-10")]


def trail(home):
    with database.read(home) as con:
        rows = audit.entries(con)
    return [(row.tindakan, row.oleh, json.loads(row.rincian)) for row in rows.itertuples() if "izin" in row.tindakan][::-1]


def test_nothing_is_cleared_before_ppid_says_so(home):
    one = asked(home, by=as_(home, "humas"))
    assert (one.id, one.state) == ("PPID-2026-10-0001", "diminta")
    assert standing(home) == []
    assert [waiting.id for waiting in clearance.waiting(homes.session(home))] == [one.id]
    assert clearance.clear(as_(home, "ppid"), one.id).state == "disetujui"
    assert standing(home) == [one.id]
    assert clearance.waiting(homes.session(home)) == []


def test_asking_again_for_the_same_gives_the_same_and_for_another_text_a_new_one(home):
    assert asked(home).id == asked(home).id
    assert asked(home, OTHER).id == "PPID-2026-10-0002"


@pytest.mark.parametrize("role", ["pimpinan", "penghubung", "operator_kabupaten", "humas", "admin"])
def test_only_ppid_and_the_deputy_decide(home, role):
    one = asked(home)
    for decide in (clearance.clear, clearance.refuse, clearance.withdraw):
        with pytest.raises(AccessError, match="tidak berhak"):
            decide(as_(home, role), one.id, reason="coba")
    assert clearance.find(home, one.id).state == "diminta"


def test_the_deputy_decides_and_it_is_said_who_did(home):
    one = asked(home)
    decided = clearance.clear(as_(home, "ppid_pengganti", "wakil@kantor"), one.id)
    assert (decided.decided_as, decided.decided_by) == ("ppid_pengganti", "wakil@kantor")


def test_whoever_asked_does_not_decide(home):
    one = asked(home, by=as_(home, "ppid"))
    with pytest.raises(AccessError, match="tidak memutusnya sendiri"):
        clearance.clear(as_(home, "ppid"), one.id)
    assert clearance.clear(as_(home, "ppid_pengganti"), one.id).state == "disetujui"


@pytest.mark.parametrize("decide", [clearance.clear, lambda *one: clearance.refuse(*one, reason="keliru")])
def test_in_capital_letters_it_is_still_whoever_asked(home, decide):
    one = asked(home, by=as_(home, "ppid", "ppid@x.id"))
    with pytest.raises(AccessError, match="tidak memutusnya sendiri"):
        decide(as_(home, "ppid", "PPID@x.id"), one.id)


def test_a_refusal_and_a_withdrawal_need_a_reason(home):
    one = asked(home)
    with pytest.raises(DataError, match="Alasan harus diisi"):
        clearance.refuse(homes.session(home), one.id, reason="  ")
    assert clearance.refuse(homes.session(home), one.id, reason="judul keliru").reason == "judul keliru"
    with pytest.raises(DataError, match="sudah berkeadaan ditolak"):
        clearance.clear(homes.session(home), one.id)
    with pytest.raises(DataError, match="sudah berkeadaan ditolak"):
        clearance.withdraw(homes.session(home), one.id, reason="salah")


def test_withdrawing_ends_it_and_a_new_request_may_follow(home):
    one = asked(home)
    clearance.clear(homes.session(home), one.id)
    clearance.withdraw(homes.session(home), one.id, reason="angka dikoreksi")
    assert standing(home) == []
    assert clearance.find(home, one.id).state == "ditarik"
    assert asked(home).id != one.id


@pytest.mark.parametrize(("hours", "clean"), [(-1, True), (1, False)])
def test_under_embargo_there_is_no_clean_file_before_the_time(home, hours, clean):
    one = asked(home)
    decided = clearance.clear(homes.session(home), one.id, embargo=clock.now() + timedelta(hours=hours))
    assert (standing(home) == [one.id]) is clean
    assert decided.under_embargo(clock.now()) is not clean


def test_the_very_second_of_the_embargo_is_free(home):
    until = clock.now() + timedelta(hours=1)
    decided = clearance.clear(homes.session(home), asked(home).id, embargo=until)
    assert not decided.in_force(until - timedelta(seconds=1))
    assert decided.in_force(until)


def test_every_step_is_in_the_audit_trail(home):
    one = asked(home, by=as_(home, "humas", "humas@kantor"), name_low_bands=True)
    clearance.clear(as_(home, "ppid", "ppid@kantor"), one.id, reason="sesuai")
    clearance.withdraw(as_(home, "ppid", "ppid@kantor"), one.id, reason="angka dikoreksi")
    found = trail(home)
    assert [(action, who) for action, who, _ in found] == [
        ("izin_diminta", "humas@kantor"),
        ("izin_disetujui", "ppid@kantor"),
        ("izin_ditarik", "ppid@kantor"),
    ]
    assert found[0][2]["isi"] == SAID
    assert found[0][2]["golongan_rendah"] is True
    assert found[2][2]["alasan"] == "angka dikoreksi"
    with database.read(home) as con:
        assert audit.check(con).broken_at is None


def test_an_edition_without_a_store_has_no_clearances(home, tmp_path):
    assert clearance.of_edition(tmp_path / "kosong", "2026-10-r1") == []
    shutil.rmtree(home)
    assert standing(home) == []


def test_a_note_or_reason_with_personal_data_is_refused_and_kept_nowhere(home):
    with pytest.raises(DataError, match="Catatan: berisi nomor telepon") as refusal:
        asked(home, note="hubungi 0812-3456-7890")
    assert "0812" not in str(refusal.value)
    one = asked(home)
    with pytest.raises(DataError, match="Alasan: berisi"):
        clearance.refuse(as_(home, "ppid"), one.id, reason="tanya ke budi@contoh.go.id")
    assert clearance.find(home, one.id).state == "diminta"
    assert [action for action, _, _ in trail(home)] == ["izin_diminta"]
