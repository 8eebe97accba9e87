"""Unggah & verifikasi: the work of a kecamatan and of the kabupaten, on a store of its own."""

import io
import json
import re
from datetime import date

import openpyxl
import pytest

from data.access import viewers
from data.intake import afar, importing, sheets
from data.store import database
from data.workflow import verification
from pages.session import signin
from tests import homes
from tests.pages.showing import shown, text

pytestmark = pytest.mark.home("nyata", known=True)

HEADER = "tanggal;kecamatan;tahap;jenis;sumber"
GOOD = "2026-10-03;Cibitung;peristiwa;tawuran;polsek"


def take(home, *rows, table="kejadian", header=HEADER):
    content = "\n".join([header, *rows]).encode()
    return importing.take_in(homes.session(home), importing.check(homes.session(home), sheets.parse("isian.csv", content), table))[0]


@pytest.mark.parametrize(("language", "heading"), [("id", "Unggah & verifikasi"), ("en", "Upload & verification")])
def test_the_page_shows_its_heading_and_parts_without_an_edition(home, language, heading):
    at = shown("unggah", lang=language)
    assert not at.exception
    assert [title.value for title in at.title] == [heading]
    assert len(at.get("file_uploader")) == 1


BY_WHOM = pytest.mark.parametrize("large", [afar.LARGE, 1], ids=["here", "by the worker"])


@BY_WHOM
def test_files_are_checked_faults_shown_and_the_good_one_taken(home, large, monkeypatch):
    monkeypatch.setattr(afar, "LARGE", large)
    at = shown("unggah", tabel="kejadian")
    wrong = GOOD.replace("tawuran", "<b>gosip</b>")
    at.file_uploader[0].set_value(
        [
            ("a.csv", f"{HEADER}\n{GOOD}\n".encode(), "text/csv"),
            ("b.csv", f"{HEADER}\n{wrong}\n".encode(), "text/csv"),
        ]
    )
    at.run()
    assert not at.exception
    assert "1 baris lolos" in at.success[0].value.replace("\\", "")
    assert "1 kesalahan dalam 1 baris" in at.error[0].value.replace("\\", "")
    assert "tidak ada dalam daftar" in text(at)
    assert "<b>gosip" not in " ".join(element.proto.body for element in at.get("html"))
    at.button(key="masukkan").click().run()
    assert "1 baris masuk: batch 2" in at.success[0].value.replace("\\", "")
    with database.read(home) as con:
        assert con.execute("SELECT count(*) FROM kejadian").fetchone() == (1,)


@BY_WHOM
def test_after_taking_the_valid_rows_the_others_are_offered_back(home, large, monkeypatch):
    monkeypatch.setattr(afar, "LARGE", large)
    at = shown("unggah", tabel="kejadian")
    content = f"{HEADER}\n{GOOD}\n{GOOD.replace('tawuran', 'gosip')}\n".encode()
    at.file_uploader[0].set_value([("a.csv", content, "text/csv")]).run()
    assert at.button(key="masukkan").disabled
    at.button(key="masukkan-lolos").click().run()
    assert not at.exception
    assert "1 baris masuk" in at.success[0].value
    assert "Unduh baris a yang perlu diperbaiki" in [one.label for one in at.get("download_button")]


REGISTER = "kode_ormas;nama;bentuk;kecamatan;status;bidang"
DOUBTFUL = [
    "ORM-1;Ormas Rekaan 1;yayasan_bh;Cibitung;aktif;Kirana Velda",
    "ORM-2;Ormas Rekaan 2;yayasan_bh;Cibitung;aktif;lingkungan",
    "ORM-3;Ormas Rekaan 3;yayasan_bh;Cibitung;aktif;Kirana Velda",
]


def asked(home, answer):
    """The page with a file of one doubtful text in two rows, after the answer; what it shows, and the last of the trail."""
    at = shown("unggah", tabel="ormas")
    at.file_uploader[0].set_value([("o.csv", "\n".join([REGISTER, *DOUBTFUL]).encode(), "text/csv")]).run()
    assert not at.exception
    assert at.button(key="masukkan").disabled
    found = text(at)
    assert "Daftar Ormas, kolom bidang, baris 2, 4: (disembunyikan). Apakah ini nama orang?" in found
    assert "Kirana" not in found
    assert [one.label for one in at.button if one.key.startswith("nama-")] == ["Ya", "Bukan"]
    next(one for one in at.button if one.label == answer).click().run()
    assert not at.exception
    assert "Apakah ini nama orang" not in text(at)
    return at


def trail(home):
    with database.read(home) as con:
        return con.execute("SELECT tindakan, rincian FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()


def test_what_is_no_name_goes_in_and_the_answer_stands_in_the_trail_without_it(home):
    at = asked(home, "Bukan")
    at.button(key="masukkan").click().run()
    assert "3 baris masuk: batch 2" in at.success[0].value
    action, details = trail(home)
    assert (action, json.loads(details)["batch"], json.loads(details)["bukan_nama"]) == ("import", 2, {"ormas": 1})


def test_what_is_a_name_is_refused_like_one_and_only_the_other_row_can_go_in(home):
    at = asked(home, "Ya")
    assert json.loads(trail(home)[1]) == {"berkas": "o.csv", "tabel": "ormas", "nama": 1}
    assert at.button(key="masukkan").disabled
    assert "berisi data pribadi: nama orang" in text(at)
    at.button(key="masukkan-lolos").click().run()
    assert "1 baris masuk: batch 2" in at.success[0].value
    assert b"Kirana" not in b"".join(path.read_bytes() for path in home.iterdir() if path.is_file())


def test_the_board_says_who_has_not_sent_and_offers_the_words(home):
    take(home, "2026-10;Cibitung;7;7", table="kelengkapan", header="bulan;kecamatan;desa_melapor;desa_total")
    take(home, GOOD.replace("Cibitung", "Babelan"))
    at = shown("unggah", bagian="kirim", untuk="2026-10")
    assert not at.exception
    found = text(at)
    assert "23 dari 23 kecamatan belum lengkap mengirim laporan Oktober 2026." in found
    assert "Cibitung sudah (1) belum belum ada baris" in found
    assert "Babelan belum sudah (1) belum ada baris" in found
    assert "Yth. Camat Babelan." in at.code[0].value


def test_the_board_says_which_rows_were_refused_and_why(home, monkeypatch):
    take(home, GOOD, GOOD.replace("-03", "-04"), GOOD.replace("Cibitung", "Babelan"))
    assert "ditolak" not in text(shown("unggah", bagian="kirim", untuk="2026-10"))
    verification.decide(homes.session(home), verification.Filter(kecamatan="32.16.07"), "ditolak", why="ganda")
    verification.decide(homes.session(home), verification.Filter(), "ditolak", reason="diminta pengirim", why="lainnya")
    found = text(shown("unggah", bagian="kirim", untuk="2026-10"))
    assert "3 baris Oktober 2026 ditolak: Ganda, sudah ada di baris lain (2); Sebab lain, seperti tertulis (1)." in found
    assert re.search(r"Babelan Kejadian KJ-\S+ Sebab lain, seperti tertulis diminta pengirim", found)
    monkeypatch.setattr(signin, "here", lambda: viewers.Viewer("op", "operator_kecamatan", frozenset({"32.16.07"})))
    own = text(shown("unggah", bagian="kirim", untuk="2026-10"))
    assert "2 baris Oktober 2026 ditolak: Ganda, sudah ada di baris lain (2)." in own
    assert "diminta pengirim" not in own


def test_a_row_is_refused_for_a_reason_that_is_chosen(home):
    take(home, GOOD)
    at = shown("unggah", bagian="verifikasi", peran="operator_kabupaten")
    assert at.button(key="putus-ditolak").disabled
    assert [one.replace("\\", "") for one in at.selectbox(key="sebab_tolak").options] == list(verification.REFUSALS.values())


def test_the_board_tells_an_operator_of_the_own_kecamatan_by_name_and_of_no_other(home, monkeypatch):
    for name in ("here", "look"):
        monkeypatch.setattr(signin, name, lambda: viewers.Viewer("op", "operator_kecamatan", frozenset({"32.16.07"})))
    take(home, "2026-10;Cibitung;7;7", table="kelengkapan", header="bulan;kecamatan;desa_melapor;desa_total")
    late = text(shown("unggah", bagian="kirim", untuk="2026-10"))
    assert "Laporan Oktober 2026 dari Cibitung belum lengkap." in late
    take(home, GOOD)
    whole = text(shown("unggah", bagian="kirim", untuk="2026-10"))
    assert "Kelengkapan dan kejadian Oktober 2026 sudah masuk dari Cibitung." in whole
    assert not re.search(r"semua kecamatan|\d dari \d kecamatan", late + whole)


def test_the_queue_lists_what_waits_and_refuses_a_decision_without_reason(home):
    take(home, GOOD)
    at = shown("unggah", bagian="verifikasi", antre="kejadian")
    assert not at.exception
    assert "1 baris menunggu keputusan" in text(at)
    assert at.button(key="putus-terverifikasi").disabled


def test_the_queue_opens_on_what_waits_and_leads_to_every_table_in_which_something_does(home):
    """It opened on activities and said that nothing waits, while incidents did."""
    take(home, GOOD)
    take(home, "2026-09;Setu;11;11", "2026-10;Setu;11;11", table="kelengkapan", header="bulan;kecamatan;desa_melapor;desa_total")
    at = shown("unggah", bagian="verifikasi")
    assert "3 baris menunggu keputusan, yang tertua dari September 2026." in text(at)
    assert at.selectbox(key="w_antre").value == "kelengkapan"  # where most waits
    at.button(key="antrean-kejadian").click().run()
    assert at.query_params["antre"] == "kejadian"
    assert at.dataframe[0].value["Jenis"].tolist() == ["Tawuran"]
    assert at.dataframe[0].value["Tanggal"].tolist() == ["3 Okt 2026"]
    assert list(at.dataframe[0].value.columns[:2]) == ["Koreksi", "Nomor batch"]


def test_a_choice_among_some_rows_is_none_among_those_that_stand_there_next(home):
    """Rows are chosen by their place."""
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 3)), homes.incident(date(2026, 10, 9)), verified=False)
    before = shown("unggah", bagian="verifikasi", antre="kejadian").dataframe[0].proto.id
    rows = tuple(verification.waiting(homes.session(home), verification.Filter(table="kejadian")).rows["id_baris"])
    verification.decide(homes.session(home), verification.Filter(rows=rows[:1]), "ditolak", why="ganda")
    assert shown("unggah", bagian="verifikasi", antre="kejadian").dataframe[0].proto.id != before


def test_a_step_of_handling_is_entered_and_the_case_is_asked_for_no_more(home):
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 3), id_kejadian="17", penanganan="proses"))
    at = shown("unggah", bagian="langkah")
    assert at.selectbox(key="langkah_kasus").options == ["17 · 3 Okt 2026 · Tawuran · Dalam proses"]
    at.selectbox(key="langkah_keadaan").select("selesai").run()
    at.button(key="catat_langkah").click().run()
    assert at.success[0].value == "Langkah tercatat sebagai batch 3. Sekarang menunggu verifikasi."
    assert "Tidak ada kasus yang masih terbuka." in text(at)


def sent(home, row, *, verified):
    """A numbered incident, and its correction by the kecamatan."""
    take(home, row, header=f"id_kejadian;{HEADER};luka")
    if verified:
        verification.decide(homes.session(home), verification.Filter(), "terverifikasi", reason="uji")


def test_the_queue_shows_before_and_after_and_where_the_row_was(home):
    sent(home, f"17;{GOOD};0", verified=True)
    sent(home, f"17;{GOOD};4", verified=False)
    at = shown("unggah", bagian="verifikasi", antre="kejadian")
    table = at.dataframe[0].value
    assert table["Koreksi"].tolist() == ["luka 0 → 4"]
    assert table["Menggantikan"][0].startswith("Cibitung, batch 2, ")
    assert table["Menggantikan"][0].endswith("(terverifikasi)")
    assert "Koreksi: sebelum dan sesudah" in text(at)
    assert "3, baris 2 luka 0 → 4 Cibitung, batch 2," in text(at)


def test_an_incident_that_looks_like_one_of_another_kecamatan_is_pointed_out(home):
    """The day, the kind and the injured of one that is in force in Cibitung next to it: a note, no fault."""
    sent(home, f"LP-1017;{GOOD};3", verified=True)
    sent(home, f"87;{GOOD.replace('Cibitung', 'Setu')};0", verified=False)
    sent(home, f"88;{GOOD.replace('Cibitung', 'Setu')};3", verified=False)
    at = shown("unggah", bagian="verifikasi", antre="kejadian")
    assert at.dataframe[0].value["Mirip"].tolist() == ["Cibitung, LP-1017 (korban dan kerusakan)", ""]
    assert "Pastikan bukan kejadian yang sama" in text(at)


def test_an_incident_is_moved_to_another_kecamatan(home):
    sent(home, f"17;{GOOD};0", verified=True)
    at = shown("unggah", bagian="pindah")
    at.text_input(key="pindah_nomor").set_value("17").run()
    assert "Cibitung 3 Okt 2026 Tawuran 2 terverifikasi" in text(at)
    assert at.button(key="pindahkan").disabled
    at.selectbox(key="pindah_ke").set_value("32.16.18").run()
    at.button(key="pindahkan").click().run()
    assert "Alasan harus diisi" in at.warning[0].value
    at.text_input(key="pindah_alasan").set_value("salah kecamatan").run()
    at.button(key="pindahkan").click().run()
    assert not at.exception
    assert "Dipindahkan ke Setu sebagai nomor KJ-00003-000001, batch 3." in at.success[0].value
    queue = shown("unggah", bagian="verifikasi", antre="kejadian").dataframe[0].value
    assert "kecamatan Cibitung → Setu" in queue["Koreksi"][0]


def test_a_register_row_of_a_kecamatan_is_said_to_wait_and_stands_in_the_queue(home, monkeypatch):
    with monkeypatch.context() as own:
        for name in ("here", "look"):
            own.setattr(signin, name, lambda: viewers.Viewer("op", "operator_kecamatan", frozenset({"32.16.07"})))
        at = shown("unggah", tabel="ormas")
        row = "ORM-1;Ormas Rekaan 1;yayasan_bh;Cibitung;aktif;lingkungan"
        at.file_uploader[0].set_value([("o.csv", f"{REGISTER}\n{row}\n".encode(), "text/csv")]).run()
        at.button(key="masukkan").click().run()
        assert "1 baris masuk: batch 2. Sekarang menunggu verifikasi." in at.success[0].value
    at = shown("unggah", bagian="verifikasi")
    assert "1 baris menunggu keputusan." in text(at)
    assert at.dataframe[0].value["Nama"].tolist() == ["Ormas Rekaan 1"]


def test_a_filter_that_hides_what_waits_says_so(home):
    take(home, GOOD)
    at = shown("unggah", bagian="verifikasi", kecamatan="32.16.18")  # chosen on the map, before
    assert "Dengan saringan ini tidak ada; tanpa saringan 1 baris menunggu di tabel ini." in text(at)
    at.button(key="antrean-semua").click().run()
    assert at.dataframe[0].value["Kecamatan"].tolist() == ["Cibitung"]


def test_where_nothing_waits_anywhere_that_is_said_once(home):
    found = text(shown("unggah", bagian="verifikasi"))
    assert "Tidak ada baris yang menunggu keputusan." in found


def test_a_batch_is_withdrawn_with_a_reason_and_brought_back(home):
    take(home, GOOD)
    at = shown("unggah", bagian="batch")
    at.button(key="ubah-batch").click().run()
    assert "Alasan harus diisi" in at.warning[0].value
    at.text_input(key="alasan_batch").set_value("salah kirim").run()
    at.button(key="ubah-batch").click().run()
    assert "Batch 2 ditarik (1 baris)." in at.success[0].value
    assert at.button(key="ubah-batch").label == "Aktifkan lagi"


def test_a_workbook_of_two_tables_is_one_line_and_is_withdrawn_as_one(home):
    book = openpyxl.Workbook()
    book.active.title = "kejadian"
    book.active.append(HEADER.split(";"))
    book.active.append(GOOD.split(";"))
    other = book.create_sheet("kelengkapan")
    other.append(["bulan", "kecamatan", "desa_melapor", "desa_total"])
    other.append(["2026-10", "Cibitung", 7, 7])
    content = io.BytesIO()
    book.save(content)
    at = shown("unggah", tabel="semua")
    at.file_uploader[0].set_value([("semua.xlsx", content.getvalue(), "")]).run()
    at.button(key="masukkan").click().run()
    assert "2 baris masuk: batch 2. Sekarang menunggu verifikasi." in at.success[0].value
    at = shown("unggah", bagian="batch")
    assert "2 Kejadian, Kelengkapan laporan semua.xlsx" in text(at)
    at.text_input(key="alasan_batch").set_value("salah kirim").run()
    at.button(key="ubah-batch").click().run()
    assert "Batch 2 ditarik (2 baris)." in at.success[0].value


def test_a_kecamatan_sees_its_own_row_and_decides_nothing(home, monkeypatch):
    monkeypatch.setattr(signin, "here", lambda: viewers.Viewer("op", "operator_kecamatan", frozenset({"32.16.07"})))
    at = shown("unggah", bagian="kirim", untuk="2026-10")
    assert not at.exception
    assert "Cibitung" in text(at)
    assert "Babelan" not in text(at)
    assert shown("unggah", bagian="verifikasi").get("file_uploader")  # the part doesn't exist: the first one shows


def test_a_role_without_the_page_is_refused(home, monkeypatch):
    monkeypatch.setattr(signin, "here", lambda: viewers.Viewer("humas", "humas"))
    at = shown("unggah")
    assert at.title[0].value == "Tidak tersedia untuk Anda"
    assert not at.get("file_uploader")
