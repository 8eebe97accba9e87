"""End of the month at the kabupaten: files from several kecamatan, what is wrong and where, mending, verifying, publishing, undoing."""

import io
import re
import shutil
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from data.intake import checking
from data.store import clock, database
from tests.browser.driving import grown, pictured, serving, settled

HEADER = "tanggal;kecamatan;tahap;jenis;sumber"
CIBITUNG = (
    "2026-10-05;Cibitung;peristiwa;sengketa_lahan;kecamatan",
    "2026-10-11;Cibitung;potensi;tawuran;fkdm",
)
BABELAN = ("2026-10-06;Babelan;peristiwa;isu_keamanan;kecamatan",)
SETU = (
    "2026-10-03;Setu;peristiwa;kesenjangan_sosial;kecamatan",
    "2026-31-10;Setu;peristiwa;tawuran;polsek",
    "2026-10-07;Setu;peristiwa;tauran;polsek",
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def office(home, tmp_path_factory):
    """A home of its own, which this journey changes, and its server."""
    folder = tmp_path_factory.mktemp("operator") / "home"
    shutil.copytree(home, folder)
    with serving(folder, folder.parent / "server.log") as address:
        yield folder, address


def file(name, *rows, header=(checking.SIMULATED, HEADER)):
    content = "\n".join([*header, *rows]).encode()
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def waited(page, text):
    page.get_by_text(text).first.wait_for()
    settled(page)


def reason(page, text):
    """Type the reason for the audit trail and leave the box, as the next Tab does."""
    page.get_by_label("Alasan (tercatat di jejak audit)").fill(text)
    page.keyboard.press("Tab")
    settled(page)


def in_force(folder, kecamatan):
    with database.read(folder) as con:
        found = con.execute(
            "SELECT count(*) FROM kejadian_berlaku WHERE kecamatan = ? AND tanggal BETWEEN '2026-10-01' AND '2026-10-31'"
            " AND status_verifikasi = 'terverifikasi'",
            [kecamatan],
        ).fetchone()
    return found[0]


def test_who_has_not_sent_is_seen_with_a_reminder_to_copy(office, visit):
    _, address = office
    page = visit(f"{address}/unggah?bagian=kirim&untuk=2026-05&peran=operator_kabupaten")
    assert page.get_by_text("5 dari 23 kecamatan belum lengkap mengirim laporan Mei 2026.").is_visible()
    letter = page.locator("code").inner_text()
    assert "Camat Muaragembong. Sampai hari ini kami belum menerima laporan Kelengkapan laporan" in letter
    grown(page)
    pictured(
        page,
        "operator-belum-kirim",
        page.get_by_text("5 dari 23 kecamatan"),
        page.get_by_role("row", name=re.compile("^Kecamatan")),
        page.get_by_role("row", name=re.compile("^Muaragembong")),
        margin=8,
    )
    pictured(
        page,
        "operator-pengingat",
        page.get_by_role("heading", name="Pengingat untuk disalin"),
        page.locator("code"),
    )


def test_many_files_are_dropped_the_faulty_one_comes_back_marked_is_mended_and_all_go_in(office, visit):
    folder, address = office
    page = visit(f"{address}/unggah?tabel=kejadian&peran=operator_kabupaten")
    given = page.locator('input[type="file"]')
    given.set_input_files([file("cibitung.csv", *CIBITUNG), file("babelan.csv", *BABELAN), file("setu.csv", *SETU)])
    waited(page, "setu.csv: 2 kesalahan dalam 3 baris.")
    assert page.get_by_text("cibitung.csv: 2 baris lolos pemeriksaan.").is_visible()
    fault = page.get_by_role("row", name=re.compile("tanggal tidak ada di kalender"))
    assert re.search(r"baris 4\b.*2026-31-10", fault.inner_text(), re.IGNORECASE | re.DOTALL)
    grown(page)
    pictured(
        page,
        "operator-kesalahan",
        page.get_by_text("setu.csv: 2 kesalahan"),
        page.get_by_role("button", name="Unduh berkas dengan sel yang ditandai"),
        page.get_by_role("table"),
    )
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Unduh berkas dengan sel yang ditandai").click()
    marked = load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    sheet = marked.worksheets[0]
    commented = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert len(commented) == 2
    for place, mended in zip(sorted(commented), ("2026-10-31", "tawuran"), strict=True):
        sheet[place] = mended
    out = io.BytesIO()
    marked.save(out)
    page.get_by_role("button", name="Masukkan 2 berkas yang lolos").click()
    waited(page, "3 baris masuk: batch 12, 13. Sekarang menunggu verifikasi.")
    given.set_input_files([{"name": "setu-diperbaiki.xlsx", "mimeType": XLSX, "buffer": out.getvalue()}])
    waited(page, "setu-diperbaiki.xlsx: 3 baris lolos pemeriksaan.")
    page.get_by_role("button", name="Masukkan 1 berkas yang lolos").click()
    waited(page, "3 baris masuk: batch 14.")
    given.set_input_files([file("cibitung.csv", *CIBITUNG)])
    waited(page, "sudah")
    assert page.get_by_role("button", name=re.compile("Masukkan 0")).is_disabled(), "the same file never counts twice"
    with database.read(folder) as con:
        assert con.execute("SELECT count(*) FROM batches").fetchone() == (14,)


def test_rows_are_verified_published_and_taken_back(office, visit):
    folder, address = office
    before = in_force(folder, "32.16.18")
    page = visit(f"{address}/unggah?bagian=verifikasi&antre=kejadian&kecamatan=32.16.18&peran=operator_kabupaten")
    grid = page.get_by_test_id("stDataFrame").bounding_box()
    page.mouse.click(grid["x"] + 18, grid["y"] + 18)  # the box above all rows
    waited(page, re.compile(r"\d+ baris dipilih\."))
    reason(page, "sesuai laporan kecamatan")
    pictured(
        page,
        "operator-verifikasi",
        page.get_by_test_id("stDataFrame"),
        page.get_by_role("button", name="Tolak"),
        page.get_by_text(re.compile(r"baris dipilih")),
        margin=8,
    )
    page.get_by_role("button", name="Terima").click()
    waited(page, re.compile(r"\d+ baris diterima\."))
    accepted = in_force(folder, "32.16.18")
    assert accepted >= before + 3

    page.goto(f"{address}/edisi?bagian=terbitkan&peran=operator_kabupaten")
    settled(page)
    button = page.get_by_role("button", name=re.compile("Terbitkan edisi"))
    waited(page, "Yang berubah dibandingkan edisi")
    pictured(
        page,
        "operator-terbitkan",
        page.get_by_text("Bulan yang diterbitkan"),
        button,
        page.get_by_text("Yang berubah dibandingkan edisi").locator("xpath=following::ul[1]"),
    )
    button.click()
    page.get_by_text(re.compile(r"Edisi \d{4}-\d\d-r\d terbit\.")).wait_for()

    page.goto(f"{address}/unggah?bagian=batch&peran=operator_kabupaten")
    settled(page)
    reason(page, "berkas tertukar")
    pictured(
        page,
        "operator-tarik",
        page.get_by_role("table"),
        page.get_by_role("button", name="Tarik"),
        page.get_by_text("Batch yang ditarik tidak lagi dihitung"),
    )
    page.get_by_role("button", name="Tarik").click()
    waited(page, "Batch 14 ditarik (3 baris).")
    assert page.get_by_role("row", name=re.compile("setu-diperbaiki.xlsx.*ditarik")).is_visible()
    assert in_force(folder, "32.16.18") == accepted - 3


def test_a_step_of_handling_is_written_on_screen_and_a_case_that_it_closes_is_asked_for_no_more(office, visit):
    folder, address = office
    page = visit(f"{address}/unggah?bagian=langkah&peran=operator_kabupaten")
    case = page.get_by_label("Kasus yang masih terbuka")
    number = case.input_value().split(" · ")[0]
    page.get_by_role("combobox", name=re.compile("^Keadaan")).click()
    page.get_by_role("option", name="Selesai ditangani").click()
    settled(page)
    grown(page)
    pictured(
        page, "operator-penanganan", page.get_by_text("Kasus yang masih terbuka"), page.get_by_role("button", name="Catat"), case, margin=24
    )
    page.get_by_role("button", name="Catat").click()
    waited(page, re.compile(r"Langkah tercatat sebagai batch \d+\. Sekarang menunggu verifikasi\."))
    assert not case.input_value().startswith(f"{number} ·")
    with database.read(folder) as con:
        assert con.execute(
            "SELECT keadaan FROM langkah_penanganan WHERE id_kejadian = ? ORDER BY id_baris DESC LIMIT 1", [number]
        ).fetchone() == ("selesai",)


def test_an_agenda_is_sent_and_stands_in_the_list_of_the_next_days_and_nowhere_else(office, visit):
    _, address = office
    page = visit(f"{address}/unggah?tabel=agenda&peran=operator_kabupaten")
    first, last = clock.today() + timedelta(days=3), clock.today() + timedelta(days=2)
    given = page.locator('input[type="file"]')
    header = (checking.SIMULATED, "mulai;sampai;jenis;kecamatan;ukuran")
    given.set_input_files([file("agenda.csv", f"{first};{last};unjuk_rasa_diberitahukan;Setu;51_200", header=header)])
    waited(page, "agenda.csv: 1 kesalahan dalam 1 baris.")
    assert page.get_by_role("row", name=re.compile("agenda berakhir sebelum mulai")).is_visible()
    given.set_input_files([file("agenda-benar.csv", f"{first};{first};unjuk_rasa_diberitahukan;Setu;51_200", header=header)])
    waited(page, "agenda-benar.csv: 1 baris lolos pemeriksaan.")
    page.get_by_role("button", name="Masukkan 1 berkas yang lolos").click()
    waited(page, re.compile("1 baris masuk"))
    page.goto(f"{address}/peringatan?peran=operator_kabupaten")
    settled(page)
    page.locator("summary", has_text="Agenda 30 hari ke depan").click()
    row = page.get_by_role("row", name=re.compile("Penyampaian pendapat yang diberitahukan.*Setu 51–200 orang"))
    row.wait_for()
    assert page.locator("details[open]").get_by_role("button").count() == 0, "the list hands over no file"
    grown(page)
    pictured(page, "operator-agenda", page.locator("details[open]"), margin=8)
    page.goto(f"{address}/tren?peran=operator_kabupaten")
    settled(page)
    said = page.locator(".stMain").inner_text()
    assert "Penetapan UMK" in said
    assert "Penyampaian pendapat" not in said
