"""In a real browser: the frame is shown at its exact size, and a brief comes when asked for."""

from tests.browser.driving import settled


def test_siaran_pers_shows_the_frame_in_its_exact_size(server, visit):
    page = visit(f"{server}/siaran_pers?bingkai=number")
    settled(page)
    picture = page.get_by_role("img", name="dari 100").first
    picture.wait_for()
    assert picture.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1080, 1080]
    assert page.get_by_role("button", name="Unduh PNG").is_visible()


def test_the_brief_comes_as_pdf_from_ringkasan(server, visit, tmp_path):
    page = visit(server)
    settled(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Brief PDF").click()
    waiting.value.save_as(tmp_path / "brief.pdf")
    assert waiting.value.suggested_filename == "brief-2026-10-edisi-2026-10-r1-id-simulasi.pdf"
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF-1.7")
