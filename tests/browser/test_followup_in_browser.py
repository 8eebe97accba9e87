"""A signal is taken up on the page, and the next person to open it sees that."""

from tests.browser.driving import settled


def test_a_signal_that_one_person_acknowledges_is_shown_so_to_the_next(server, visit):
    page = visit(f"{server}/peringatan?period=2026-07")
    page.get_by_text("Tindak lanjut dan riwayat").first.click()
    page.get_by_role("button", name="Terima sinyal ini").click()
    page.get_by_role("button", name="Tutup sinyal").wait_for()
    settled(page)
    other = visit(f"{server}/peringatan?period=2026-07&lang=en")
    assert other.get_by_text("Acknowledged", exact=True).first.is_visible()
    assert other.get_by_text("Data signals, no official security status.").first.is_visible()
