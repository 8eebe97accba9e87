"""Long work in a real browser: its tab is closed in the midst, and the file is found on the next page."""

from tests.browser.driving import PATIENCE, settled


def test_a_brief_whose_tab_was_closed_is_found_in_the_next_one(server, visit):
    page = visit(f"{server}/")
    settled(page)
    page.get_by_role("button", name="Brief PPTX").click()
    page.get_by_role("status").filter(has_text="Brief PPTX").wait_for()
    page.goto("about:blank")  # its connection is gone, as with a closed tab
    other = visit(f"{server}/peta")
    ready = other.get_by_role("button", name="Brief PPTX siap: unduh brief-2026-10-edisi-2026-10-r1-id-simulasi.pptx")
    ready.wait_for(timeout=PATIENCE)
    with other.expect_download() as handed:
        ready.click()
    assert handed.value.suggested_filename.endswith(".pptx")
    ready.wait_for(state="detached")
