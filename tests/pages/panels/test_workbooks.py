"""Every workbook that a page offers, read back as a spreadsheet reads it: numbers, dates, formats, filter, paper."""

import html
import io
import math
import re
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.styles.numbers import is_date_format

from data.tables.figures import FIGURES
from pages.panels import tables, workbook
from tests.pages.showing import shown

VIEWS = [
    ("ringkasan", {}),
    ("peta", {"lapis": "ormas"}),
    ("kecamatan", {"kecamatan": "32.16.07"}),
    ("ormas", {"ormas": "ORM-016"}),
    ("tren", {"deret": "kejadian"}),
    ("tren", {"deret": "ikw_12"}),
    ("peringatan", {"sinyal": "setahun"}),
    ("pembinaan", {}),
    ("edisi", {}),
    ("edisi", {"bagian": "audit"}),
]
LEAST = 20  # workbooks; fewer would mean that the pages weren't walked
MARK = "DATA SIMULASI – BUKAN DATA NYATA"
AS_TEXT = re.compile(r"[+\-−]?\d+([.,]\d{3})*([.,]\d+)?%?|\d{4}-\d{2}(-\d{2})?([ T].*)?")


@pytest.fixture(scope="module")
def offered(simulated_home):
    """name → columns, rows and the workbook read back, of every download on every page."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONDUSIF_HOME", str(simulated_home))
        patch.setattr("data.boundary.loading.publish_static", lambda *_: None)

        def keep(name, columns, rows, context, caption):
            content = tables._workbook(caption, columns, rows, context)
            kept = [column for column in columns if column.in_csv]
            found[name] = (kept, rows, load_workbook(io.BytesIO(content)), caption)

        patch.setattr(tables, "download", keep)
        for page, query in VIEWS:
            shown(page, **query)
    assert len(found) >= LEAST, sorted(found)
    return found


def sheets(offered):
    return [(name, book["Data"], columns, rows) for name, (columns, rows, book, _) in offered.items()]


def test_no_cell_holds_a_number_or_a_date_as_text(offered):
    texts = [
        (name, cell.coordinate, cell.value)
        for name, sheet, columns, _ in sheets(offered)
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, str) and AS_TEXT.fullmatch(cell.value)
    ]
    assert texts == []


def decimals(form):
    parts = form.split(";")
    _, _, rest = parts[-1 if form.startswith("[") else 0].partition(".")  # a condition stands before what is usual
    return len(rest.rstrip("%"))


def test_a_number_has_as_many_decimals_as_on_the_page(offered):
    compared, different = 0, []
    for name, sheet, columns, rows in sheets(offered):
        for place, column in enumerate(columns, start=1):
            if not (column.numeric and column.shown):
                continue
            for number, row in enumerate(rows, start=2):
                cell = sheet.cell(number, place)
                seen = re.match(r"[+−]?([\d.]+)(,(\d+))?", html.unescape(column.shown(row)))
                if cell.value is None or seen is None:
                    continue
                compared += 1
                if decimals(cell.number_format) != len(seen[3] or ""):
                    different.append((name, column.title, cell.number_format, seen[0]))
    assert different == []
    assert compared > 1000


def test_a_missing_value_is_an_empty_cell_and_never_zero(offered):
    for _, sheet, columns, rows in sheets(offered):
        for place, column in enumerate(columns, start=1):
            for number, row in enumerate(rows, start=2):
                value = column.value(row)
                absent = value in (None, "") or (isinstance(value, float) and math.isnan(value))
                assert (sheet.cell(number, place).value is None) == absent


def test_months_and_times_are_dates_named_in_the_language_of_the_reader(offered):
    months = offered["ringkasan-kartu"][2]["Data"]["A2"]
    assert (months.value, months.number_format) == (datetime(2026, 10, 1), "[$-421]mmm yyyy")
    day = next((sheet for name, sheet, *_ in sheets(offered) if name == "kejadian-minggu"))["A2"]
    assert isinstance(day.value, date)
    assert day.number_format == "[$-421]d mmm yyyy"
    taken = offered["jejak-audit"][2]["Data"]["B2"]
    assert isinstance(taken.value, datetime)
    assert taken.number_format == '[$-421]d mmm yyyy hh:mm "WIB"'
    about = offered["ringkasan-kartu"][2]["Keterangan"]
    assert {row[0].value: row[1].value for row in about}["Bulan"] == datetime(2026, 10, 1)


def test_formats_that_were_chosen(offered):
    def form(name, title):
        columns, _, book, _ = offered[name]
        place = [column.title for column in columns].index(title) + 1
        return next(c.number_format for (c,) in book["Data"].iter_rows(min_row=2, min_col=place, max_col=place) if c.value is not None)

    assert form("ringkasan-kecamatan", "Skor") == "#,##0.0"
    assert form("ringkasan-kecamatan", "Perubahan setahun") == "+#,##0.0;-#,##0.0;0.0"
    assert form("pencegahan", FIGURES["peserta_kegiatan"].title) == "#,##0"
    assert form("sinyal-per-tahun", "Tahun") == "0"
    assert form("skor-ormas", "Bobot yang terukur") == "0%"
    assert form("uji-tren-kejadian", "q (dikoreksi)") == '[<0.001]"< 0,001";0.000'
    _, rows, book, _ = offered["bagian-terverifikasi"]
    assert form("bagian-terverifikasi", "Bagian (%)") == "0.0%"
    assert book["Data"]["B2"].value == pytest.approx(rows[0].share)


def test_each_sheet_is_ready_for_screen_and_paper(offered):
    for name, (columns, rows, book, caption) in offered.items():
        sheet = book["Data"]
        assert sheet.freeze_panes == "B2", name
        assert sheet.print_title_rows == "$1:$1", name
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(len(rows) + 1, len(columns)).coordinate}", name
        for one in book.worksheets:
            page = one.page_setup
            assert (page.paperSize, page.orientation, page.fitToHeight) == (9, "landscape", 0)
            assert one.sheet_properties.pageSetUpPr.fitToPage
            assert one.oddHeader.right.text == MARK
            assert one.oddHeader.left.text.split("…")[0] in caption.replace("&", "&&")
            assert "edisi 2026-10-r1, metode ikw-2026" in one.oddFooter.left.text
            assert one.oddFooter.right.text == "Halaman &P dari &N"
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        assert all(workbook.NARROWEST <= width <= workbook.WIDEST for width in widths), (name, widths)
        assert caption, name
        # On paper no line is smaller than can be read, and a second page beside the first names its rows.
        across = sheet.page_setup.fitToWidth
        assert sum(widths) / across <= 260, (name, across)
        assert (across > 1) == (sheet.print_title_cols == "$A:$A"), name
    assert {name for name, (*_, book, _) in offered.items() if book["Data"].page_setup.fitToWidth > 1} >= {"kejadian-bulan"}


def test_a_text_longer_than_its_column_goes_on_in_the_next_line(offered):
    long = [
        (name, cell)
        for name, sheet, *_ in sheets(offered)
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, str) and len(cell.value) > workbook.WIDEST
    ]
    assert {"jejak-audit", "ringkasan-kecamatan"} <= {name for name, _ in long}
    assert [name for name, cell in long if not cell.alignment.wrap_text or cell.parent.row_dimensions[cell.row].height < 30] == []


def test_every_date_is_one_for_the_spreadsheet_too(offered):
    dates = [
        cell.number_format
        for _, sheet, *_ in sheets(offered)
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, date)
    ]
    assert len(dates) > 500
    assert all(is_date_format(form) for form in dates)


def test_every_font_is_one_that_office_machines_have(offered):
    fonts = {cell.font.name for _, sheet, *_ in sheets(offered) for cell in sheet[1]}
    assert fonts == {"Calibri"}
