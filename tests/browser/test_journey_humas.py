"""The press desk on Monday morning, and the PPID: a frame is asked for, cleared, and leaves the building clean."""

import io

from PIL import Image

from tests.browser.driving import settled

MARK = "Berkas ini membawa tanda BELUM DISETUJUI PPID sampai izinnya berlaku."


def test_a_frame_is_asked_for_by_humas_cleared_by_ppid_and_saved_at_its_exact_size(server, visit):
    desk = visit(f"{server}/siaran_pers?bingkai=number&peran=humas")
    assert not desk.get_by_role("link", name="Kinerja").is_visible()
    assert desk.get_by_text(MARK).is_visible()
    desk.get_by_role("button", name="Minta izin PPID").click()
    desk.get_by_text("menunggu keputusan PPID").first.wait_for()
    assert desk.get_by_role("button", name="Setujui").count() == 0
    officer = visit(f"{server}/siaran_pers?bingkai=number&peran=ppid")
    officer.get_by_role("button", name="Setujui").click()
    officer.get_by_text("disetujui").first.wait_for()
    desk = visit(f"{server}/siaran_pers?bingkai=number&peran=humas")
    settled(desk)
    assert not desk.get_by_text(MARK).is_visible()
    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="Unduh PNG").click()
    with Image.open(io.BytesIO(waiting.value.path().read_bytes())) as picture:
        assert picture.size == (1080, 1080)
        assert any("PPID-2026-10" in str(value) for value in picture.info.values())


def test_the_press_desk_does_not_get_to_pages_that_are_not_its_own(server, visit):
    page = visit(f"{server}/ormas?peran=humas")
    assert page.get_by_role("heading", level=1).inner_text() == "Tidak tersedia untuk Anda"
    assert "Ormas Rekaan" not in page.locator("body").inner_text()
