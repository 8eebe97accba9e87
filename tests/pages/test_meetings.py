"""Decisions of meetings on the pages: the last meeting's first, noted and followed by those who may, read by those in charge, by nobody else."""

from datetime import date, timedelta

import pytest

from data.access.viewers import PAGES
from data.store import clock
from data.workflow import meetings
from tests import homes
from tests.pages import showing
from tests.pages.showing import text

pytestmark = pytest.mark.home("contoh")

TODAY = date(2026, 11, 27)
SAID = "Patroli bersama pada malam hari sampai keadaan kembali seperti biasa."
READ = [role for role, pages in PAGES.items() if "ringkasan" in pages and "peringatan" in pages]
NOT = [role for role, pages in PAGES.items() if "ringkasan" in pages and "peringatan" not in pages]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The simulated data, of whose meetings the first was 35 days before the day on which it was made."""
    return homes.copy("contoh", tmp_path_factory.mktemp("rapat") / "rumah")


@pytest.fixture
def home(at_home, filled, tmp_path, monkeypatch):
    found = homes.copied(filled, tmp_path / "rumah")
    last = max(one.held for one in meetings.listed(homes.session(found)))
    monkeypatch.setattr(clock, "today", lambda: last + timedelta(days=14))
    return at_home(found)


def unfolded(at):
    """The page with its forms open."""
    for part in ("catat", "langkah", "notulen"):
        at.session_state[f"rapat-lipat-{part}"] = True
    return at.run()


def labels(at):
    return {one.label for one in (*at.expander, *at.button)} | {one.proto.label for one in at.get("download_button")}


@pytest.mark.parametrize("role", READ)
def test_roles_in_charge_read_last_time_s_decisions_first_and_only_leadership_and_the_operator_note_new_ones(role, home):
    at = showing.shown("ringkasan", peran=role)
    found = text(at)
    assert found.index("Belum selesai, lewat tenggat 21 hari.") < found.index("Belum selesai. Diundur dari") < found.index("Saran:")
    assert SAID in found
    assert "Forkopimda" in found
    assert ({"Catat keputusan rapat", "Perbarui keputusan"} <= labels(at)) == (role in ("pimpinan", "operator_kabupaten"))
    assert {"Notulen DOCX", "Notulen PDF"} <= labels(unfolded(at))


@pytest.mark.parametrize("role", NOT)
def test_other_roles_meet_no_decision(role, home):
    at = showing.shown("ringkasan", peran=role)
    assert SAID not in text(at)
    assert not {one for one in labels(at) if "eputusan" in one or "Notulen" in one}


def test_the_board_lists_what_is_not_done_and_a_camat_reads_of_the_own_kecamatan(home):
    assert SAID in text(showing.shown("hari_ini", peran="pimpinan"))
    own = next(one.kecamatan for one in meetings.listed(homes.session(home)) if one.text == SAID)
    assert SAID in text(showing.shown("hari_ini", peran="camat", peran_kecamatan=own))
    other = homes.SETU if own != homes.SETU else homes.CIBITUNG
    assert SAID not in text(showing.shown("hari_ini", peran="camat", peran_kecamatan=other))
    assert SAID not in text(showing.shown("hari_ini", peran="operator_kecamatan", peran_kecamatan=own))


def test_what_is_decided_on_the_page_comes_first_and_no_longer_waits(home):
    at = unfolded(showing.shown("ringkasan", peran="pimpinan"))
    before = len(meetings.listed(homes.session(home)))
    (box,) = [one for one in at.selectbox if one.label == "Hal yang diputuskan"]
    matter = box.options[0]
    next(one for one in at.button if one.label == "Catat keputusan").click().run()
    assert not at.exception
    assert [one.value for one in at.success] == [f"Keputusan nomor {before + 1} dicatat."]
    made = meetings.listed(homes.session(home))[-1]
    assert (made.held, made.is_open, made.edition) == (clock.today(), True, "2026-10-r1")
    (box,) = [one for one in at.selectbox if one.label == "Hal yang diputuskan"]
    assert matter not in box.options
    assert made.text in text(at)


def test_a_decision_is_put_off_with_a_reason_and_then_done(home):
    at = unfolded(showing.shown("ringkasan", peran="operator_kabupaten"))

    def press():
        next(one for one in at.button if one.label == "Simpan").click().run()
        assert not at.exception

    def box(kind, label):
        return next(one for one in getattr(at, kind) if one.label == label)

    number = box("selectbox", "Keputusan").value
    box("selectbox", "Perkembangannya").select("diundur").run()
    press()
    assert [one.value for one in at.warning] == ["Pilih tanggalnya dulu. Tidak ada yang diubah."]
    box("date_input", "Tenggat baru").set_value(clock.today() + timedelta(days=7)).run()
    press()
    assert [one.value for one in at.warning] == ["Alasan harus diisi."]
    box("text_input", "Alasan").set_value("Menunggu laporan desa.").run()
    press()
    assert "Menunggu laporan desa." in text(at)
    box("selectbox", "Keputusan").select(number).run()
    box("selectbox", "Perkembangannya").select("selesai").run()
    press()
    (found,) = [one for one in meetings.listed(homes.session(home)) if one.number == number]
    assert [one.kind for one in found.steps][-2:] == ["diundur", "selesai"]


def test_in_english_and_on_a_projector(home):
    at = showing.shown("ringkasan", peran="pimpinan", lang="en")
    assert "Not done, 21 days overdue." in text(at)
    on = showing.shown("ringkasan", peran="pimpinan", paparan="ya", layar="3")
    assert SAID in text(on)
    assert "Catat keputusan rapat" not in labels(on)
