"""A camat before publication: the own kecamatan and the regency, nobody else's names, by keyboard too."""

import re

import pytest

from tests.browser.driving import SHOTS, grown, settled

ROLE = "peran=camat&peran_kecamatan=32.16.07"
OTHERS = ("Setu", "Pebayuran", "Tarumajaya", "Muaragembong")


def words(page):
    return page.locator('[data-testid="stApp"]').inner_text()


def test_the_own_kecamatan_beside_the_regency_and_no_other(server, visit):
    page = visit(f"{server}/kecamatan?{ROLE}")
    assert page.get_by_role("heading", level=1).inner_text() == "Kecamatan Cibitung"
    assert page.get_by_text(re.compile("poin di (atas|bawah) Kabupaten Bekasi")).first.is_visible()
    assert page.get_by_role("combobox", name=re.compile("^Kecamatan$")).count() == 0, "there is nothing to choose"
    assert [name for name in OTHERS if name in words(page)] == []
    grown(page)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / "camat-kecamatan.png")


def test_a_camat_begins_at_the_board_of_the_own_kecamatan(server, visit):
    page = visit(f"{server}/?{ROLE}")
    assert page.get_by_role("heading", level=1).inner_text() == "Papan hari ini"
    assert [name for name in OTHERS if name in words(page)] == []


@pytest.mark.parametrize("path", ["peringatan?sinyal=setahun", "metodologi"])
def test_the_other_pages_of_a_camat_name_no_other_kecamatan(server, visit, path):
    page = visit(f"{server}/{path}{'&' if '?' in path else '?'}{ROLE}")
    assert page.get_by_role("heading", level=1).is_visible()
    assert [name for name in OTHERS if name in words(page)] == []
    page.screenshot(path=SHOTS / f"camat-{path.partition('?')[0]}.png")


def test_a_link_to_another_kecamatan_shows_the_own_one(server, visit):
    page = visit(f"{server}/kecamatan?kecamatan=32.16.18&{ROLE}")
    assert page.get_by_role("heading", level=1).inner_text() == "Kecamatan Cibitung"
    assert "kecamatan=32.16.07" in page.url


def test_the_figures_are_taken_along_by_keyboard(server, visit):
    page = visit(f"{server}/kecamatan?{ROLE}")
    page.locator("summary", has_text="Lihat tabel").first.focus()
    page.keyboard.press("Enter")
    button = page.locator("details[open]").get_by_role("button", name="Unduh CSV")
    button.wait_for()
    settled(page)
    button.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert text.count("\n") == 25
    assert "simulasi" in waiting.value.suggested_filename
