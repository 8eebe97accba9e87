"""The press desk on Monday morning, and the PPID: a frame is asked for, cleared, and leaves the building clean."""

import io

from PIL import Image

from tests.browser.driving import grown, pictured, settled, taken

MARK = "Berkas ini membawa tanda BELUM DISETUJUI PPID sampai izinnya berlaku."


def test_a_frame_is_asked_for_by_humas_cleared_by_ppid_and_saved_at_its_exact_size(server, visit):
    desk = visit(f"{server}/siaran_pers?bingkai=number&peran=humas")
    assert not desk.get_by_role("link", name="Kinerja").is_visible()
    assert desk.get_by_text(MARK).is_visible()
    grown(desk)
    frame = desk.get_by_role("img", name="dari 100").first
    pictured(
        desk,
        "humas-bingkai",
        desk.get_by_role("radiogroup", name="Bingkai"),
        frame,
        desk.get_by_role("button", name="Minta izin PPID"),
    )
    pictured(
        desk,
        "humas-tempel",
        desk.get_by_role("heading", name="Keterangan gambar untuk ditempel"),
        desk.locator("code").nth(1),
    )
    desk.get_by_role("button", name="Minta izin PPID").click()
    desk.get_by_text("menunggu keputusan PPID").first.wait_for()
    assert desk.get_by_role("button", name="Setujui").count() == 0
    officer = visit(f"{server}/siaran_pers?bingkai=number&peran=ppid")
    grown(officer)
    pictured(
        officer,
        "humas-izin",
        officer.get_by_role("heading", name="Izin siar"),
        officer.get_by_test_id("stForm"),
    )
    officer.get_by_role("button", name="Setujui").click()
    officer.get_by_role("button", name="Tarik izin").wait_for()
    desk = visit(f"{server}/siaran_pers?bingkai=number&peran=humas")
    settled(desk)
    assert not desk.get_by_text(MARK).is_visible()
    clean = taken(desk, desk.get_by_role("button", name="Unduh PNG")).path().read_bytes()
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (1080, 1080)
        assert any("PPID-2026-10" in str(value) for value in picture.info.values())

    checked(desk, clean, "Asli: dibuat oleh instalasi ini dan tidak diubah.", "humas-periksa")
    officer = visit(f"{server}/siaran_pers?bingkai=number&peran=ppid")
    officer.get_by_label("Alasan penarikan").fill("angka dihitung ulang")
    officer.get_by_role("button", name="Tarik izin").click()
    officer.get_by_text("ditarik").first.wait_for()
    desk = visit(f"{server}/siaran_pers?bingkai=number&peran=humas")
    checked(desk, clean, "Jangan disebarluaskan lagi.", "humas-ditarik")
    assert desk.get_by_text(MARK).is_visible()


def checked(page, content, said, name):
    """What the desk says of a file that somebody sends back."""
    page.locator('input[type="file"]').set_input_files({"name": "gambar.png", "mimeType": "image/png", "buffer": content})
    page.get_by_test_id("stAlert").get_by_text(said).first.wait_for()
    grown(page)
    pictured(
        page,
        name,
        page.get_by_role("heading", name="Periksa sebuah berkas"),
        page.get_by_test_id("stAlert").last,
    )


def test_the_press_desk_does_not_get_to_pages_that_are_not_its_own(server, visit):
    page = visit(f"{server}/ormas?peran=humas")
    assert page.get_by_role("heading", level=1).inner_text() == "Tidak tersedia untuk Anda"
    assert "Ormas Rekaan" not in page.locator("body").inner_text()
