"""What is no plain value in a workbook is a fault or a note, never empty in silence: XLSX, XLS and ODS."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from data.errors import DataError
from data.intake import candidates, importing, marking, sheets, templates
from data.store import database
from tests import homes
from tests.faults.hostile_files import SHEET, repacked
from tests.reader import t

HEADER = ["tanggal", "kecamatan", "tahap", "jenis", "luka", "sumber"]
ROW = ["2026-10-03", "Cibitung", "peristiwa", "tawuran", 1, "polsek"]
OTHER = ["2026-10-04", "Setu", "peristiwa", "tawuran", 0, "polsek"]


def workbook(*rows, change=lambda book: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def failed(content, cell, text="#DIV/0!"):
    """The workbook with the error that Excel would have stored in a cell."""
    old = zipfile.ZipFile(io.BytesIO(content)).read(SHEET).decode()
    new = re.sub(rf'<c r="{cell}"[^>]*>.*?</c>', f'<c r="{cell}" t="e"><v>{text}</v></c>', old)
    assert new != old
    return repacked(content, **{SHEET: new.encode()})


def report(home, content, name="laporan.xlsx", table="kejadian"):
    candidate = importing.check(homes.session(home), sheets.parse(name, content), table)
    return candidate, candidates.report(candidate, candidate.parts[0])


def told(groups):
    return [(group.column, str(group.problem.cause), row) for group in groups for row in group.rows]


@pytest.mark.parametrize("text", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_a_failed_formula_is_a_fault_of_its_cell(home, text):
    _, found = report(home, failed(workbook(HEADER, ROW), "E2", text))
    assert told(found.faults) == [("luka", "rumus Excel gagal", 2)]
    assert found.faults[0].values == [text]


def test_a_formula_whose_result_the_file_does_not_hold_is_a_fault(home):
    _, found = report(home, workbook(HEADER, [*ROW[:4], "=1/0", "polsek"], [*OTHER[:4], "=2+3", "polsek"]))
    cause = "rumus Excel gagal: hasilnya tidak tersimpan dalam berkas"
    assert told(found.faults) == [("luka", cause, 2), ("luka", cause, 3)]


def test_a_formula_that_results_in_an_empty_text_is_an_empty_cell(home):
    content = workbook(HEADER, [*ROW[:4], '=""', "polsek"])
    old = zipfile.ZipFile(io.BytesIO(content)).read(SHEET).decode()
    new = re.sub(r'<c r="E2"[^>]*>.*?</c>', '<c r="E2" t="str"><f>""</f><v></v></c>', old)
    assert new != old
    _, found = report(home, repacked(content, **{SHEET: new.encode()}))
    assert told(found.faults) == []


def test_an_error_in_a_column_that_is_never_required_keeps_the_row_out_too(home):
    """Where cells carry no reference of their own, the place is counted."""
    content = workbook(HEADER, ROW)
    old = zipfile.ZipFile(io.BytesIO(content)).read(SHEET).decode()
    new = re.sub(r' r="[A-Z]\d"', "", re.sub(r'<c r="E2"[^>]*>.*?</c>', '<c t="e"><v>#N/A</v></c>', old))
    _, found = report(home, repacked(content, **{SHEET: new.encode()}))
    assert told(found.faults) == [("luka", "rumus Excel gagal", 2)]


def test_rows_that_a_filter_hides_are_asked_about_and_go_in(home):
    def filtered(book):
        book.active.auto_filter.ref = "A1:F3"
        book.active.row_dimensions[3].hidden = True

    _, found = report(home, workbook(HEADER, ROW, OTHER, change=filtered))
    assert told(found.warnings) == [("", "1 baris tersembunyi (tersaring): ikut diambil?", 3)]
    assert (found.rows, found.faults) == (2, ())


def test_hidden_rows_columns_and_sheets_are_told_without_a_filter_too(home):
    def hidden(book):
        book.active.row_dimensions[2].hidden = book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["E"].hidden = True
        book.create_sheet("rahasia")["A1"] = "x"
        book["rahasia"].sheet_state = "hidden"

    _, found = report(home, workbook(HEADER, ROW, OTHER, change=hidden))
    assert told(found.warnings) == [
        ("", "2 baris tersembunyi: ikut diambil?", 2),
        ("", "2 baris tersembunyi: ikut diambil?", 3),
        ("luka", "kolom tersembunyi: ikut diambil?", 1),
    ]
    assert str(found.note) == "memuat lembar tersembunyi yang tidak dibaca: rahasia"


def test_our_own_template_hides_nothing_worth_telling(home, tmp_path):
    templates.write_template(t, "kejadian", tmp_path / "templat.xlsx")
    book = openpyxl.load_workbook(tmp_path / "templat.xlsx")
    place = {cell.value: cell.column for cell in book["kejadian"][1]}
    for name, value in zip(HEADER, ROW, strict=True):
        book["kejadian"].cell(3, place[name], value)
    book.save(tmp_path / "isian.xlsx")
    _, found = report(home, (tmp_path / "isian.xlsx").read_bytes())
    assert (found.warnings, found.notes, str(found.note), found.faults) == ((), (), "", ())


def test_a_merged_cell_holds_for_each_of_its_rows_and_is_noted(tmp_path):
    homes.new(tmp_path / "rumah", "nyata")
    content = workbook(HEADER, ROW, [OTHER[0], None, *OTHER[2:]], change=lambda book: book.active.merge_cells("B2:B3"))
    candidate, found = report(tmp_path / "rumah", content)
    cause = "sel gabungan: isinya berlaku untuk tiap barisnya"
    assert told(found.notes) == [("kecamatan", cause, 2), ("kecamatan", cause, 3)]
    assert importing.take_in(homes.session(tmp_path / "rumah"), candidate)[0].taken == 2
    with database.read(tmp_path / "rumah") as con:
        assert con.execute("SELECT DISTINCT kecamatan FROM kejadian").fetchall() == [("32.16.07",)]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        # Five in both rows, or five in all: not ours to decide.
        ("E2:E3", ("luka", "angka pada sel gabungan: untuk tiap baris, atau jumlahnya?")),
        ("C2:D2", ("tahap", "sel gabungan meliputi beberapa kolom")),
    ],
)
def test_a_merged_cell_that_can_be_read_in_two_ways_is_a_fault_of_each_of_its_rows(home, cells, fault):
    content = workbook(HEADER, ROW, OTHER, change=lambda book: book.active.merge_cells(cells))
    _, found = report(home, content)
    first, _, last = cells.partition(":")
    assert [one for one in told(found.faults) if one[1] == fault[1]] == [(*fault, row) for row in range(int(first[1:]), int(last[1:]) + 1)]


def test_merged_titles_totals_and_headers_are_nothing_to_tell(home):
    def merged(book):
        book.active.merge_cells("A1:F1")
        book.active.merge_cells("A4:D4")

    content = workbook(["LAPORAN OKTOBER 2026"], HEADER, ROW, ["JUMLAH", None, None, None, 1], change=merged)
    _, found = report(home, content)
    assert (found.faults, found.warnings) == ((), ())
    assert dict(found.passed_over) == {"jumlah": (4,)}


def test_days_of_a_workbook_of_1904_are_the_days_that_it_shows(tmp_path):
    """As a cell with the format of a date, and as a bare number."""

    def old(book):
        book.epoch = CALENDAR_MAC_1904
        book.active["A2"] = date(2026, 10, 3)
        book.active["A3"] = 44_836
        book.active["A3"].number_format = "0"

    homes.new(tmp_path / "rumah", "nyata")
    candidate, found = report(tmp_path / "rumah", workbook(HEADER, ROW, OTHER, change=old))
    assert told(found.notes) == [("tanggal", "tanggal dihitung dari tahun 1904, menurut setelan buku kerjanya", 3)]
    importing.take_in(homes.session(tmp_path / "rumah"), candidate)
    with database.read(tmp_path / "rumah") as con:
        assert con.execute("SELECT DISTINCT tanggal FROM kejadian").fetchall() == [(date(2026, 10, 3),)]


@pytest.mark.parametrize(
    ("column", "value", "cause"),
    [
        ("luka", True, "tanggal atau ya/tidak, bukan angka"),
        ("luka", date(2026, 10, 3), "tanggal atau ya/tidak, bukan angka"),
        ("luka", timedelta(hours=30), "bukan angka"),
        ("tanggal", time(21, 30), "bukan tanggal"),
        ("kecamatan", False, "kecamatan tidak dikenal"),
        ("jenis", True, "tidak ada dalam daftar"),
        ("id_kejadian", True, "ya/tidak dari Excel (TRUE, FALSE), bukan teks"),
    ],
)
def test_yes_and_no_times_and_dates_where_they_do_not_belong_are_faults(home, column, value, cause):
    header = ["id_kejadian", *HEADER]
    row = dict(zip(header, ["LP-1", *ROW], strict=True)) | {column: value}
    _, found = report(home, workbook(header, list(row.values())))
    assert (column, cause, 2) in told(found.faults)


def test_rich_text_is_read_as_text_without_its_reading_aid(tmp_path):
    content = workbook(HEADER, ROW)
    old = zipfile.ZipFile(io.BytesIO(content)).read(SHEET).decode()
    rich = '<c r="D2" t="inlineStr"><is><r><t>taw</t></r><r><rPr><b/></rPr><t>uran</t></r><rPh sb="0" eb="1"><t>xx</t></rPh></is></c>'
    new = re.sub(r'<c r="D2"[^>]*>.*?</c>', rich, old)
    assert new != old
    homes.new(tmp_path / "rumah", "nyata")
    candidate, _ = report(tmp_path / "rumah", repacked(content, **{SHEET: new.encode()}))
    assert importing.take_in(homes.session(tmp_path / "rumah"), candidate)[0].taken == 1


def test_a_number_too_large_for_any_is_a_fault(home):
    content = workbook(HEADER, ROW)
    old = zipfile.ZipFile(io.BytesIO(content)).read(SHEET).decode()
    new = re.sub(r'(<c r="E2"[^>]*>)<v>1</v>', r"\1<v>1E400</v>", old)
    assert new != old
    _, found = report(home, repacked(content, **{SHEET: new.encode()}))
    assert told(found.faults) == [("luka", "angka tak terhingga", 2)]


def test_a_sheet_with_a_dtd_is_no_workbook_and_a_hidden_one_does_not_stop_the_marking(home):
    def two(book):
        book.create_sheet("rahasia")["A1"] = "x"
        book["rahasia"].sheet_state = "hidden"

    content = workbook(HEADER, [*ROW[:3], "gosip", *ROW[4:]], change=two)
    with_dtd = b'<!DOCTYPE w [<!ENTITY e "xxxxxxxxxx">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
    with pytest.raises(DataError, match="bukan buku kerja"):
        sheets.parse("a.xlsx", repacked(content, **{SHEET: with_dtd}))
    odd = repacked(content, **{"xl/worksheets/sheet2.xml": with_dtd.replace(b"<sheetData>", b"<sheetData><rusak>")})
    candidate, _ = report(home, odd)
    book = openpyxl.load_workbook(io.BytesIO(marking.marked(t, candidate, odd)))
    assert "tidak ada dalam daftar" in book["Sheet"]["D2"].comment.text
    assert "Buku kerja aslinya tidak dapat ditandai; ini salinan sel yang terbaca." in str(
        [[cell.value for cell in row] for row in book["Kesalahan"].iter_rows()]
    )


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_excel_and_libreoffice_tell_the_same(home, tmp_path, ending):
    """LibreOffice saves it: errors, merged cells, what is hidden, days of 1904."""
    if not shutil.which("soffice") or not Path("/usr/lib/libreoffice/program/libsclo.so").exists():
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("needs LibreOffice Calc: sudo apt install libreoffice-calc")

    def odd(book):
        sheet = book.active
        sheet.merge_cells("B2:B3")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["F"].hidden = True
        sheet["A4"].number_format = "0"
        book.epoch = CALENDAR_MAC_1904
        book.create_sheet("rahasia")["A1"] = "x"
        book["rahasia"].sheet_state = "hidden"

    rows = [
        [*ROW[:4], "=1/0", "polsek"],
        ["2026-10-05", None, *OTHER[2:4], "=NA()", "polsek"],
        [44_836, *OTHER[1:]],
    ]
    (tmp_path / "a.xlsx").write_bytes(workbook(HEADER, *rows, change=odd))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", ending, "a.xlsx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    _, found = report(home, (tmp_path / f"a.{ending}").read_bytes(), f"a.{ending}")
    assert told(found.faults) == [("luka", "rumus Excel gagal", 2), ("luka", "rumus Excel gagal", 3)]
    assert told(found.notes) == [
        ("kecamatan", "sel gabungan: isinya berlaku untuk tiap barisnya", 2),
        ("kecamatan", "sel gabungan: isinya berlaku untuk tiap barisnya", 3),
        ("tanggal", "tanggal dihitung dari tahun 1904, menurut setelan buku kerjanya", 4),
    ]
    assert {(cause, row) for _, cause, row in told(found.warnings)} >= {
        ("1 baris tersembunyi: ikut diambil?", 4),
        ("kolom tersembunyi: ikut diambil?", 1),
    }
    assert str(found.note) == "memuat lembar tersembunyi yang tidak dibaca: rahasia"
