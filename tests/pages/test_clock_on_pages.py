"""The clock as people see it: what is overdue and whose turn it is, the form for acts, who may close, medians by quarter."""

import re
from datetime import timedelta

import pytest

from data.access.viewers import PAGES, ROLES
from data.store import clock
from data.workflow import followup, matters
from tests import homes
from tests.homes import CIBITUNG, SETU, incident
from tests.pages.showing import shown, text

TODAY = clock.today()
LONG_AGO = TODAY - timedelta(days=40)
ACTING = [role for role in ROLES if "peringatan" in PAGES[role]]


@pytest.fixture
def death(home):
    """Told of forty days ago, taken in and verified today, acted on by nobody."""
    homes.put(home, "kejadian", incident(LONG_AGO, meninggal=1, tanggal_lapor=LONG_AGO, id_kejadian="KJ-1"))
    return f"kejadian/{CIBITUNG}/KJ-1"


def button(at, label):
    return next(one for one in at.button if one.label == label)


def box(at, label):
    return next(one for one in at.selectbox if one.label == label)


def labels(at):
    return {one.label for one in at.button}


def as_(role):
    return shown("hari_ini", peran=role, peran_kecamatan=CIBITUNG)


def test_what_is_overdue_stands_there_with_its_days_and_the_office_to_which_it_went(death, home):
    said = text(as_("operator_kabupaten"))
    assert "Lewat tenggat Tawuran, Cibitung Terlambat 26 hari: seharusnya sudah ditindaklanjuti paling lambat" in said.replace("! ", "")
    assert "Kini giliran Pimpinan." in said
    assert "KJ-1" not in said, "the number isn't told"
    assert "1 kejadian berat menunggu Anda, 1 terlambat" in text(as_("pimpinan"))
    assert "berat menunggu Anda" not in text(as_("camat"))


@pytest.mark.parametrize(("language", "said"), [("id", "Terlambat 26 hari"), ("en", "26 days late")])
def test_it_is_said_in_both_languages(death, language, said):
    found = text(shown("hari_ini", lang=language))
    assert said in found
    assert not re.search(r"\bNone\b|NaT|\{\w+\}", found)


def test_a_camat_takes_it_up_and_acts_and_bakesbangpol_closes(death, home):
    at = button(as_("camat"), "Terima perkara ini").click().run()
    assert "Tutup perkara" not in labels(at)
    box(at, "Tindakan").set_value("mediasi").run()
    at = button(at, "Catat tindakan").click().run()
    assert not at.warning
    assert "Mediasi oleh Camat" in text(at)
    assert "menunggu ditutup Bakesbangpol" in text(at)
    office = as_("operator_kabupaten")
    assert "1 kejadian berat sudah ditindaklanjuti dan dapat ditutup" in text(office)
    at = button(office, "Tutup perkara").click().run()
    assert "Tindak lanjut kejadian berat" not in text(at)
    assert followup.states(home).set_index("perkara").loc[death, "keadaan"] == "ditutup"


def test_an_officer_of_the_police_acts_for_the_own_offices_and_closes_nothing(death):
    at = button(as_("penghubung_polri"), "Terima perkara ini").click().run()
    assert box(at, "Lembaga").options == ["Polres", "Polsek"]
    assert labels(at) & {"Tutup perkara", "Tugaskan", "Buka kembali"} == set()
    at = button(at, "Catat tindakan").click().run()
    assert "Patroli oleh Polres" in text(at)


def test_what_needs_no_act_needs_a_reason_and_the_page_says_so(death, home):
    at = button(as_("camat"), "Terima perkara ini").click().run()
    at = box(at, "Tindakan").set_value("tidak_perlu").run()
    at = button(at, "Catat tindakan").click().run()
    assert [one.value for one in at.warning] == [
        "Sebutkan alasannya bila tidak perlu tindakan: reda, ditangani_lain, data_keliru, di_luar_wewenang."
    ]
    assert followup.history(home)["langkah"].tolist() == ["diterima"]
    box(at, "Mengapa tidak perlu").set_value("reda").run()
    at = button(at, "Catat tindakan").click().run()
    assert "Tidak perlu tindakan (keadaan sudah reda dengan sendirinya) oleh Camat" in text(at)


def test_what_somebody_else_closed_meanwhile_is_refused_in_words(death, home):
    at = button(as_("camat"), "Terima perkara ini").click().run()
    followup.close(homes.session(home), death, None, "keliru")
    at = button(at, "Catat tindakan").click().run()
    assert any("sudah berstatus Ditutup, mungkin oleh orang lain" in one.value for one in at.warning)


def test_a_camat_of_another_kecamatan_reads_nothing_of_it(death):
    said = text(shown("hari_ini", peran="camat", peran_kecamatan=SETU))
    assert "Lewat tenggat" not in said
    assert "Cibitung" not in said


@pytest.mark.home("contoh")
@pytest.mark.parametrize("role", ACTING)
def test_medians_by_quarter_are_of_the_regency_and_for_those_who_see_it(home, role):
    said = text(shown("peringatan", peran=role, peran_kecamatan=CIBITUNG))
    _, caption, table = said.partition("Seluruh kabupaten, menurut hari dilaporkan.")
    assert bool(caption) == (role != "camat")
    if role == "camat":
        return
    table = table.partition("Jarak waktu: dari sinyal pertama")[0]
    assert re.search(r"Kuartal \d 2026 Kejadian berat \d+", table)
    assert "belum cukup" in table
    assert "Cibitung" not in table


@pytest.mark.home("contoh")
def test_a_signal_says_until_when_and_whose_turn_it_is(home):
    said = text(shown("peringatan", sinyal="terbuka"))
    assert re.search(r"Tenggat (?:Giliran Camat \w+|Terlambat \d+ hari)", said)
    assert re.search(r"Terjadi Oktober 2026, dilaporkan \d+ \w+ 2026, belum diterima, belum diperiksa, belum ditindaklanjuti\.", said)


@pytest.mark.home("contoh")
def test_in_the_sample_people_act_in_time_and_late_and_some_not_yet(home):
    session = homes.session(home)
    found = matters.read(session, matters.of_incidents(session))
    taken = [one.days["acted"] for one in found if one.days["acted"] is not None]
    assert any(days <= 14 for days in taken)
    assert any(days > 14 for days in taken)
    assert any(one.acted is None for one in found)
    assert {one.outcome for one in found} >= {"benar", "keliru", "tidak_jelas"}
