import csv
import io
import math
from datetime import datetime
from types import SimpleNamespace

from openpyxl import load_workbook

from data.privacy import purpose
from data.words import Words
from pages.figures import markup
from pages.panels import tables, workbook
from pages.panels.tables import Column, csv_text, html_table
from tests.reader import t

META = {"method_ikw": "ikw-2026", "method_iko": "iko-2026"}
CONTEXT = SimpleNamespace(edition=SimpleNamespace(id="2026-10-r1", meta=META, has_index=True), is_simulated=True, period="2026-10", t=t)
COLUMNS = [
    Column("Kecamatan", lambda row: row[0]),
    Column("Skor", lambda row: row[1], lambda row: f"<i>{row[1]}</i>", numeric=True),
    Column("Kode", lambda row: row[2], on_page=False),
]


def test_a_table_without_rows_says_so():
    found = html_table(t, "Skor", COLUMNS, [])
    assert '<tbody><tr><td colspan="2">Tidak ada yang dapat ditampilkan.</td></tr></tbody>' in found


def test_csv_neutralises_formulas_but_keeps_negative_numbers_and_leaves_missing_empty():
    rows = [("=1+1", -9.4, "a"), ("@x", math.nan, None), ("+62", 0, "-b"), ("Setu", 58.2, "ok")]
    found = list(csv.reader(io.StringIO(csv_text(COLUMNS, rows, CONTEXT))))
    stamp = ["2026-10-r1", "ikw-2026; iko-2026", "DATA SIMULASI – BUKAN DATA NYATA", purpose.sentence(t)]
    assert found == [
        ["Kecamatan", "Skor", "Kode", "Edisi", "Metode", "Jenis data", "Tujuan"],
        ["'=1+1", "-9.4", "a", *stamp],
        ["'@x", "", "", *stamp],
        ["'+62", "0", "'-b", *stamp],
        ["Setu", "58.2", "ok", *stamp],
    ]


def test_the_workbook_holds_the_same_rows_and_says_where_they_come_from():
    rows = [("=1+1", -9.4, "a"), ("Setu", math.nan, None)]
    book = load_workbook(io.BytesIO(tables._workbook("Skor kecamatan", COLUMNS, rows, CONTEXT)))
    assert book.sheetnames == ["Data", "Keterangan"]
    assert [[cell.value for cell in row] for row in book["Data"]] == [
        ["Kecamatan", "Skor", "Kode"],
        ["'=1+1", -9.4, "a"],
        ["Setu", None, None],
    ]
    facts = {row[0].value: row[1].value for row in book["Keterangan"]}
    assert facts["Edisi"] == "2026-10-r1"
    assert facts["Metode"] == "ikw-2026; iko-2026"
    assert facts["Jenis data"] == "DATA SIMULASI – BUKAN DATA NYATA"
    assert facts["Tujuan"] == purpose.sentence(t)
    assert facts["Isi"] == "Skor kecamatan"


def test_the_table_has_caption_header_cells_and_escapes_names():
    found = html_table(t, "Skor & rentang", COLUMNS, [("<Setu>", 58.2, "x")], marked=lambda row: True)
    assert "<caption><span>Skor &amp; rentang</span></caption>" in found
    assert '<th scope="row">&lt;Setu&gt;</th><td class="k-num"><i>58.2</i></td></tr>' in found
    assert 'aria-current="true"' in found
    assert "Kode" not in found


def test_a_sparkline_has_a_gap_where_a_value_is_missing_and_none_for_a_single_point():
    assert markup.sparkline([1.0]) == ""
    assert markup.sparkline([math.nan, 2.0, math.nan]) == ""
    assert markup.sparkline([1.0, 2.0, math.nan, 4.0, 3.0]).count("polyline") == 2


def test_a_whisker_without_interval_is_only_a_dot():
    assert "k-reach" not in markup.whisker(50.0, math.nan, math.nan, (20,))
    assert markup.whisker(math.nan, 1.0, 2.0, (20,)) == ""


def test_the_workbook_speaks_the_language_of_the_reader_and_marks_no_real_data():
    real = SimpleNamespace(edition=CONTEXT.edition, is_simulated=False, period="2026-10", t=Words("en"))
    columns = [
        Column("Month", lambda row: row[0]),
        Column("R&D (%)", lambda row: row[1], form=workbook.PERCENT),
    ]

    made = tables._workbook("Bread & butter", columns, [("2026-10", 12.5), ("2026-09", None)], real)
    sheet = load_workbook(io.BytesIO(made))["Data"]
    assert [(cell.value, cell.number_format) for cell in sheet[2]] == [
        (datetime(2026, 10, 1), "[$-809]mmm yyyy"),
        (0.125, "0.0%"),
    ]
    assert sheet["B3"].value is None
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("Bread && butter", None)
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_an_empty_table_is_a_workbook_with_its_header_and_no_filter():
    sheet = load_workbook(io.BytesIO(tables._workbook("Kosong", COLUMNS, [], CONTEXT)))["Data"]
    assert [cell.value for cell in sheet[1]] == ["Kecamatan", "Skor", "Kode"]
    assert (sheet.max_row, sheet.auto_filter.ref) == (1, None)
