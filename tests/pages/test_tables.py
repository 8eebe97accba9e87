import csv
import io
import math
from types import SimpleNamespace

from pages.components import markup
from pages.components.tables import Column, csv_text, html_table

CONTEXT = SimpleNamespace(edition=SimpleNamespace(id="2026-10-r1"), is_simulated=True)
COLUMNS = [
    Column("Kecamatan", lambda row: row[0]),
    Column("Skor", lambda row: row[1], lambda row: f"<i>{row[1]}</i>", numeric=True),
    Column("Kode", lambda row: row[2], on_page=False),
]


def test_csv_neutralises_formulas_but_keeps_negative_numbers_and_leaves_missing_empty():
    rows = [("=1+1", -9.4, "a"), ("@x", math.nan, None), ("+62", 0, "-b"), ("Setu", 58.2, "ok")]
    found = list(csv.reader(io.StringIO(csv_text(COLUMNS, rows, CONTEXT))))
    stamp = ["2026-10-r1", "DATA SIMULASI – BUKAN DATA NYATA"]
    assert found == [
        ["Kecamatan", "Skor", "Kode", "Edisi", "Jenis data"],
        ["'=1+1", "-9.4", "a", *stamp],
        ["'@x", "", "", *stamp],
        ["'+62", "0", "'-b", *stamp],
        ["Setu", "58.2", "ok", *stamp],
    ]


def test_the_table_has_caption_header_cells_and_escapes_names():
    found = html_table("Skor & rentang", COLUMNS, [("<Setu>", 58.2, "x")], marked=lambda row: True)
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
