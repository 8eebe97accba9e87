"""A liaison officer with a question: from the map to one kecamatan, its figures as a file, and the view as a link."""

import re

from openpyxl import load_workbook

from tests.browser.driving import settled, taken


def choose(page, label, text):
    box = page.get_by_role("combobox", name=re.compile(label))
    box.click()
    box.fill(text)
    page.keyboard.press("Enter")
    settled(page)


def test_from_a_layer_of_the_map_to_the_figures_and_a_link_that_shows_the_same(server, visit, tmp_path):
    page = visit(f"{server}/peta?peran=penghubung_polri")
    choose(page, "Lapisan", "Kegiatan: mediasi")
    choose(page, "Kecamatan", "Cibitung")
    page.wait_for_url(lambda url: "lapis=giat-mediasi" in url and "kecamatan=32.16.07" in url)
    page.get_by_role("region", name="Cibitung", exact=True).wait_for()
    page.get_by_role("link", name="Kecamatan", exact=True).click()
    page.get_by_role("heading", name="Kecamatan Cibitung", level=1).wait_for()
    settled(page)
    page.get_by_text("Lihat tabel").first.click()
    button = page.get_by_role("button", name="Unduh XLSX").first
    button.wait_for()
    settled(page)
    taken(page, button).save_as(tmp_path / "tren.xlsx")
    book = load_workbook(tmp_path / "tren.xlsx")
    assert book["Data"].max_row == 25
    assert {row[0].value: row[1].value for row in book["Keterangan"]}["Edisi"] == "2026-10-r1"
    colleague = visit(page.url)
    assert colleague.get_by_role("heading", level=1).inner_text() == "Kecamatan Cibitung"


def test_ormas_are_counted_and_not_named_and_the_page_says_how_to_ask(server, visit):
    page = visit(f"{server}/ormas?peran=penghubung_polri")
    page.get_by_role("heading", name="Kinerja Ormas", level=1).wait_for()
    settled(page)
    said = page.locator(".stMain").inner_text()
    assert "Ormas ditampilkan tanpa nama" in said
    assert "kirim surat kepada Kepala Bakesbangpol" in said
    assert re.search(r"\d+ Ormas dinilai", said)
    assert "Ormas Rekaan" not in said


def test_escape_lets_go_of_the_kecamatan(server, visit):
    page = visit(f"{server}/peta?kecamatan=32.16.07")
    page.get_by_role("button", name=re.compile("Hapus pilihan")).wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "kecamatan=" not in url)
    page.get_by_role("region", name="Kabupaten Bekasi", exact=True).wait_for()


def test_the_months_play_and_stop_at_the_last_one(server, visit):
    page = visit(f"{server}/peta?period=2026-08")
    page.get_by_role("button", name="Putar").click()
    page.wait_for_url(lambda url: "period=2026-10" in url)
    page.get_by_role("button", name="Putar").wait_for()
    settled(page)
