"""Leadership, five minutes in a briefing room: calmer or not, where not, what to decide, and the paper to take along."""

from tests.browser.driving import settled


def screen(page, heading):
    page.get_by_role("heading", name=heading, level=1, exact=True).wait_for()
    settled(page)


def test_from_the_sentence_over_the_three_screens_to_the_slides(server, visit, tmp_path):
    page = visit(f"{server}/?peran=pimpinan", width=1920)
    assert page.get_by_text("Situasi Kabupaten Bekasi, IKW-12 sampai Oktober 2026").is_visible()
    assert page.get_by_role("heading", name="Perlu keputusan").is_visible()
    assert page.get_by_text("Penanggung jawab:").first.is_visible()
    page.get_by_role("button", name="Mode paparan").click()
    screen(page, "Situasi")
    assert not page.get_by_role("link", name="Peta").is_visible()
    page.keyboard.press("ArrowRight")
    screen(page, "Di mana, dan yang berubah")
    page.keyboard.press("ArrowRight")
    screen(page, "Peringatan dan keputusan")
    assert "Ormas Rekaan" not in page.locator("body").inner_text()
    page.keyboard.press("Escape")
    screen(page, "Ringkasan")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Brief PPTX").click()
    waiting.value.save_as(tmp_path / "brief.pptx")
    assert (tmp_path / "brief.pptx").read_bytes().startswith(b"PK")
