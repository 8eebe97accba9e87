"""An officer of the police with the board open: what a kecamatan sends stands there without a click, and leaves when it is rejected."""

import re
import shutil
from datetime import date

import pytest

from data.workflow import followup, verification
from tests import homes
from tests.browser.driving import grown, pictured, serving, settled

ROLE = "peran=penghubung_polri"
WITHIN = 60_000  # milliseconds from intake to board


@pytest.fixture(scope="module")
def office(home, tmp_path_factory):
    """A home of its own, which this journey changes, and its server."""
    folder = tmp_path_factory.mktemp("papan") / "home"
    shutil.copytree(home, folder)
    with serving(folder, folder.parent / "server.log") as address:
        yield folder, address


def test_from_intake_to_the_board_and_off_it_without_a_reload(office, visit):
    folder, address = office
    page = visit(f"{address}/hari_ini?{ROLE}")
    page.evaluate("() => { window.notReloaded = true; }")
    said = page.locator('[data-testid="stMain"]')
    assert "2 kejadian berat, 1 belum diverifikasi." in said.inner_text()
    homes.put(folder, "kejadian", homes.incident(date(2026, 11, 4), kecamatan=homes.SETU, pengungsi=40), verified=False)
    page.get_by_text("3 kejadian berat, 2 belum diverifikasi.").wait_for(timeout=WITHIN)
    row = page.get_by_role("listitem").filter(has_text="40 mengungsi")
    assert "belum diverifikasi" in row.inner_text()
    session = homes.session(folder)
    waiting = verification.Filter(table="kejadian", kecamatan=homes.SETU, month="2026-11")
    newest = max(verification.waiting(session, waiting).rows["id_baris"])
    verification.decide(
        session, verification.Filter(table="kejadian", rows=(int(newest),)), "ditolak", reason="uji", why=verification.OTHER
    )
    page.get_by_text("2 kejadian berat, 1 belum diverifikasi.").wait_for(timeout=WITHIN)
    settled(page)
    assert page.get_by_role("listitem").filter(has_text="40 mengungsi").count() == 0
    assert page.get_by_text(re.compile("^Menunggu Anda$")).count() == 1, "each part stands there once"
    assert page.evaluate("() => window.notReloaded"), "nobody reloaded the page"


def test_the_lines_to_copy_name_no_ormas_and_say_that_they_stay_here(office, visit):
    _, address = office
    page = visit(f"{address}/hari_ini?{ROLE}")
    lines = page.locator("code").inner_text().strip().splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("DATA SIMULASI – BUKAN DATA NYATA. Papan hari ini, Kabupaten Bekasi")
    assert lines[3].startswith("JANGAN DITERUSKAN.")
    assert "Ormas Rekaan" not in "".join(lines)
    pictured(
        page,
        "operator-papan",
        page.get_by_role("heading", level=1),
        page.locator(".k-findings").first,
        page.get_by_role("heading", name="Menunggu Anda"),
    )


def test_a_camat_acts_the_police_act_and_only_bakesbangpol_closes(office, visit):
    """The severe incident of Cibitung that the sample has in the month that runs; three people, one after the other."""
    folder, address = office

    def on_the_board(role, over=None):
        page = visit(f"{address}/hari_ini?peran={role}&peran_kecamatan={homes.CIBITUNG}", over=over)
        box = page.get_by_role("combobox", name=re.compile("Kejadian"))
        box.click()
        page.keyboard.type("Cibitung, 7 Nov")
        page.keyboard.press("Enter")
        page.get_by_text("Terjadi 7 Nov 2026").wait_for()
        settled(page)
        return page

    def reports(page, said):
        page.get_by_role("button", name="Catat tindakan").click()
        page.get_by_role("listitem").filter(has_text=said).wait_for()
        settled(page)
        assert page.get_by_role("button", name="Tutup perkara").count() == 0

    camat = on_the_board("camat")
    camat.get_by_role("button", name="Terima perkara ini").click()
    camat.get_by_role("button", name="Catat tindakan").wait_for()
    settled(camat)
    grown(camat)
    pictured(camat, "operator-tindakan", camat.get_by_text("Lewat tenggat"), camat.get_by_role("button", name="Catat tindakan"))
    reports(camat, "Patroli oleh Camat")
    reports(on_the_board("penghubung_polri", camat), "Patroli oleh Polres")
    last = on_the_board("operator_kabupaten", camat)
    assert last.get_by_role("listitem").filter(has_text="Patroli oleh Camat").count() == 1, "what others did is read by whoever closes"
    last.get_by_role("button", name="Tutup perkara").click()
    last.get_by_role("listitem").filter(has_text="Patroli oleh Camat").wait_for(state="detached")
    steps = followup.history(folder)
    assert steps[steps["perkara"].str.contains(homes.CIBITUNG)]["langkah"].tolist()[-4:] == ["diterima", "tindakan", "tindakan", "ditutup"]


def test_a_role_in_charge_begins_at_the_board_and_finds_ringkasan_in_the_menu(office, visit):
    _, address = office
    page = visit(f"{address}/hari_ini?{ROLE}")
    page.get_by_role("link", name="Ringkasan", exact=True).click()
    page.get_by_role("heading", name="Ringkasan", level=1).wait_for()
    settled(page)
    assert page.get_by_role("link", name="Papan hari ini").count() == 2, "in the menu, and in one line"
