"""The dashboard as people use it: open, choose, switch, and nothing leaves the machine."""

import re

import pytest

from data import words
from tests.browser.driving import HEADINGS, opened, runs_over, settled, words_broken

# Without a choice; with choices, and where there is none to make, they are opened in `test_accessible`.
PAGES = {name: HEADINGS[name] for name in ("peta", "ormas", "tren", "metodologi")}
PAGES["kecamatan"] = {"id": "Kecamatan", "en": "Kecamatan"}


def url_has(page, **wanted):
    """Wait until the URL carries the choice."""
    for key, value in wanted.items():
        page.wait_for_url(lambda url, part=f"{key}={value}": part in url)
    settled(page)


def click_on(page, name):
    """Click a kecamatan where its name stands on the map."""
    place = page.locator(".scattergeo text").filter(has_text=name).first.bounding_box()
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def choose(page, label, text):
    box = page.get_by_role("combobox", name=re.compile(label))
    box.click()
    box.fill(text)
    page.keyboard.press("Enter")


def card(page, name):
    return page.get_by_role("region", name=name, exact=True)


def test_a_fresh_server_first_asked_for_a_deep_link_goes_through_the_dashboard(fresh_server, visit):
    page = visit(f"{fresh_server}/peta")
    assert page.get_by_role("heading", name="Peta", level=1).is_visible()
    assert page.get_by_text("Edisi 2026-10-r1").first.is_visible()
    assert page.get_by_text("DATA SIMULASI – BUKAN DATA NYATA").is_visible()
    assert page.get_by_role("link", name="Ringkasan").is_visible()
    assert page.title() == "Peta · Okt 2026"


@pytest.mark.parametrize("path", ["/ringkasan", "/ringkasan/"])
def test_the_name_of_the_first_page_is_an_address_too_and_keeps_what_the_link_says(server, visit, path):
    page = visit(f"{server}{path}?period=2026-03&kecamatan=32.16.07&lang=en")
    assert page.get_by_role("heading", name="Summary", level=1).is_visible()
    assert page.get_by_text("IKW-12 to March 2026").is_visible()
    assert page.get_by_role("dialog").count() == 0  # where Streamlit says "Page not found"
    page.wait_for_function("document.title === 'Summary · Cibitung · Mar 2026'")


def test_an_address_that_is_no_page_is_said_in_our_own_words(server, visit):
    page = visit(f"{server}/abc?period=2026-03")
    said = "Halaman “abc” dalam tautan ini tidak tersedia; yang ditampilkan: halaman awal."
    assert page.get_by_text(said).is_visible()
    assert page.get_by_text("IKW-12 sampai Maret 2026").is_visible()
    assert page.get_by_role("dialog").count() == 0  # where Streamlit says "Page not found"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_in_both_languages_without_a_fault(server, visit, name, language):
    opened(visit(f"{server}/{name}?lang={language}"), PAGES[name][language], language)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("path", ["edisi?bagian=audit", "ormas?"])
def test_no_word_in_a_table_is_broken_and_the_page_is_no_wider_for_it(server, visit, path, language):
    page = visit(f"{server}/{path}&lang={language}")
    page.set_viewport_size({"width": 1366, "height": 900})
    settled(page)
    assert page.locator(".k-table td").count()
    assert words_broken(page) == []
    assert runs_over(page) <= 0


def test_a_click_on_the_map_and_the_box_choose_the_same_kecamatan(server, visit):
    page = visit(f"{server}/peta")
    click_on(page, "Cibitung")
    url_has(page, kecamatan="32.16.07")
    assert card(page, "Cibitung").is_visible()
    choose(page, "Kecamatan", "Setu")
    url_has(page, kecamatan="32.16.18")
    assert card(page, "Setu").is_visible()
    click_on(page, "Cibitung")
    url_has(page, kecamatan="32.16.07")
    click_on(page, "Muaragembong")
    url_has(page, kecamatan="32.16.17")
    assert card(page, "Muaragembong").get_by_text("Belum dapat dinilai").is_visible()


def test_with_the_ormas_on_top_a_click_still_chooses(server, visit):
    page = visit(f"{server}/peta")
    choose(page, "Lapisan", "Ormas yang berkegiatan dan rata-rata IKO")
    page.get_by_text("Ormas berlingkup kabupaten berkegiatan").wait_for()
    settled(page)
    click_on(page, "Pebayuran")
    url_has(page, kecamatan="32.16.13")


def test_the_choice_is_kept_on_the_next_page(server, visit):
    page = visit(f"{server}/peta?kecamatan=32.16.07&period=2026-03&lang=en")
    page.get_by_role("link", name="Summary").click()
    page.get_by_role("heading", name="Summary", level=1).wait_for()
    url_has(page, kecamatan="32.16.07", period="2026-03", lang="en")
    assert page.locator("tr.k-marked").inner_text().startswith("Cibitung")
    assert page.get_by_text("IKW-12 to March 2026").is_visible()


def test_the_month_changes_by_keyboard_on_the_slider_and_by_the_box(server, visit):
    page = visit(f"{server}/peta")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    url_has(page, period="2026-09")
    assert page.get_by_text("dua belas bulan sampai September 2026").is_visible()
    page.goto(f"{server}/")
    settled(page)
    choose(page, "Bulan", "Desember 2025")
    url_has(page, period="2025-12")
    assert page.get_by_text("IKW-12 sampai Desember 2025").is_visible()


def test_the_language_switches(server, visit):
    page = visit(f"{server}/")
    page.get_by_role("radio", name="EN").click()
    url_has(page, lang="en")
    assert page.get_by_role("heading", level=1).inner_text() == "Summary"
    page.get_by_role("radio", name="ID").click()
    url_has(page, lang="id")
    assert page.get_by_role("heading", level=1).inner_text() == "Ringkasan"


def test_the_table_under_the_map_opens_and_downloads(server, visit):
    page = visit(f"{server}/peta")
    page.get_by_text("Lihat tabel").click()
    assert page.get_by_role("table").get_by_role("row").count() == 24
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh CSV").click()
    assert download.value.suggested_filename == "ikw-kecamatan-2026-10-edisi-2026-10-r1-simulasi.csv"
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 24
    assert lines[1].startswith("Tarumajaya,32.16.01,")
