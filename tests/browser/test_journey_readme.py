"""The two pictures of the README: what somebody sees first, on simulated data."""

from tests.browser.driving import pictured, settled


def test_the_readme_shows_summary_and_map(server, visit):
    page = visit(f"{server}/", width=1366, height=940)
    assert page.get_by_text("DATA SIMULASI – BUKAN DATA NYATA").first.is_visible()
    pictured(page, "readme-ringkasan")
    page.set_viewport_size({"width": 1366, "height": 1180})
    page.goto(f"{server}/peta?kecamatan=32.16.07&lapis=ormas")
    settled(page)
    assert page.get_by_text("DATA SIMULASI – BUKAN DATA NYATA").first.is_visible()
    pictured(page, "readme-peta")
