"""A meeting and the next one: decided, first next time, done, the minutes taken along."""

from tests.browser.driving import settled


def test_what_a_meeting_decides_comes_first_next_time_is_done_and_goes_into_the_minutes(server, visit, tmp_path):
    page = visit(f"{server}/?peran=pimpinan")
    page.get_by_text("Catat keputusan rapat").click()
    page.get_by_role("textbox", name="Apa yang diputuskan").wait_for()
    settled(page)
    page.get_by_role("textbox", name="Apa yang diputuskan").fill("Hasil pemeriksaan dilaporkan ke rapat berikutnya.")
    page.get_by_role("textbox", name="Apa yang diputuskan").press("Tab")
    settled(page)
    page.get_by_role("button", name="Catat keputusan", exact=True).click()
    page.get_by_text("dicatat.").wait_for()
    settled(page)

    other = visit(f"{server}/?peran=operator_kabupaten")
    assert other.get_by_role("heading", name="Keputusan rapat sebelumnya").is_visible()
    mine = other.locator("section.k-card", has_text="Hasil pemeriksaan dilaporkan")
    number = mine.locator(".k-decision").inner_text().split(".")[0]
    other.get_by_text("Perbarui keputusan").click()
    chosen = other.get_by_role("combobox", name="Keputusan")
    chosen.wait_for()
    settled(other)
    chosen.fill(f"{number}. ")
    chosen.press("Enter")
    settled(other)
    other.get_by_role("button", name="Simpan").click()
    other.get_by_text(f"Keputusan nomor {number} diperbarui.").wait_for()
    settled(other)
    assert "Selesai" in mine.inner_text()
    other.get_by_text("Notulen rapat", exact=True).click()
    other.get_by_role("button", name="Notulen DOCX").wait_for()
    settled(other)
    with other.expect_download() as waiting:
        other.get_by_role("button", name="Notulen DOCX").click()
    waiting.value.save_as(tmp_path / "notulen.docx")
    assert (tmp_path / "notulen.docx").read_bytes().startswith(b"PK")
