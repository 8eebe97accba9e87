"""The map: colours that hold without colour, what is drawn for missing data, what a click means."""

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pages.facts import views
from pages.figures import charts, layers, map_figure, outline, palette
from pages.session import screen
from tests.pages.fake_edition import FELL, LAST, NOT_ASSESSED, ROSE, WEAK_OVERLAY, FakeEdition
from tests.reader import t

EDGES = (20.0, 40.0, 60.0, 80.0)


@pytest.fixture(scope="module")
def edition():
    return FakeEdition()


@pytest.fixture(scope="module")
def shape(edition, tmp_path_factory):
    return outline.of(edition, tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="module")
def areas(edition):
    return views.areas(edition, LAST)


def traces(figure, kind):
    return [trace for trace in figure["data"] if trace["type"] == kind]


def test_bands_get_steadily_lighter_so_that_grey_print_keeps_their_order():
    light = [palette.luminance(colour) for colour in palette.BANDS]
    assert all(palette.contrast(a, b) > 1.3 for a, b in itertools.pairwise(palette.BANDS))
    assert light == sorted(light)


@pytest.mark.parametrize("colour", [*palette.BANDS, palette.NO_DATA])
def test_labels_read_on_every_class(colour):
    assert palette.contrast(palette.ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("theme", palette.PAPERS)
def test_every_class_or_its_outline_stands_out_from_what_the_map_lies_on(theme):
    """WCAG 1.4.11: 3:1 for what a picture is read by, by whichever outline a rule gives a class. The two lowest also by their area."""
    paper = palette.PAPERS[theme]
    outlines = dict.fromkeys([*palette.BANDS, palette.NO_DATA, *map_figure.CHANGE_COLOURS.values()], palette.BORDER)
    outlines |= dict.fromkeys([palette.UNCOLOURED, *palette.ORMAS, *layers.LEVEL_COLOURS.values()], palette.SYMBOL_LINE)
    assert {c: line for c, line in outlines.items() if palette.contrast(line, paper) < 3} == {}
    assert all(palette.contrast(colour, paper) >= 3 for colour in (palette.LOW_LINE, *palette.BANDS[:2]))


@pytest.mark.parametrize("theme", palette.PAPERS)
def test_the_worst_class_stands_out_most_in_both_themes(theme):
    found = [palette.contrast(colour, palette.PAPERS[theme]) for colour in palette.BANDS]
    assert found == sorted(found, reverse=True)


def test_the_style_sheet_lays_maps_on_the_papers_of_the_palette():
    sheet = (Path(screen.__file__).parent / "style.css").read_text(encoding="utf-8")
    light, dark = palette.PAPERS["light"], palette.PAPERS["dark"]
    assert f"--paper: light-dark({light}, {dark});" in sheet
    assert f"--paper: {light};" in sheet
    assert palette.LOW_LINE in re.search(r"\.k-low \{[^}]*\}", sheet)[0]
    assert palette.contrast(re.search(r"--paper-ink: (#\w+)", sheet)[1], dark) >= 7


@pytest.mark.parametrize("lowest", [1, 2, 3, 4])
def test_bands_below_the_lowest_one_named_have_an_outline_and_the_others_none(areas, shape, lowest):
    low = [
        replace(area, score=replace(area.score, band=band))
        for area, band in zip(areas, (1, 2, 3, 4, 5), strict=False)
        if area.score.assessed
    ]
    drawn = map_figure.figure(low, shape, {}, lowest=lowest, height=600)["data"]
    outlined = [trace for trace in drawn if (trace.get("line") or {}).get("color") == palette.LOW_LINE]
    lon = [x for area in low if area.score.band < lowest for x in shape.rings[area.code][0]]
    assert [trace["lon"] for trace in outlined] == ([lon] if lon else [])


@pytest.mark.parametrize("page", ["#ffffff", "#11181c"])
def test_small_lines_read_on_both_themes(page):
    assert palette.contrast(palette.LINE, page) >= 3


@pytest.mark.parametrize("page", ["#ffffff", "#11181c"])
def test_parts_of_bars_read_on_both_themes(page):
    """WCAG 1.4.11: a red of 2.7:1 on the dark page and a yellow of 2:1 on the white one hid what had escalated."""
    assert {c: palette.contrast(c, page) for c in charts.CATEGORIES if palette.contrast(c, page) < 3} == {}


def test_parts_of_bars_that_touch_differ_in_lightness():
    """For print in grey and for colour-blind eyes."""
    assert all(palette.contrast(a, b) > 1.25 for a, b in itertools.pairwise(charts.CATEGORIES))


def test_every_kecamatan_is_drawn_once_and_only_the_assessed_are_coloured(areas, shape):
    coloured, grey = traces(map_figure.figure(areas, shape, {}, height=600), "choropleth")
    assert len(coloured["locations"]) == 22
    assert coloured["z"][coloured["locations"].index(FELL)] == 3
    assert grey["locations"] == [NOT_ASSESSED]
    assert {colour for _, colour in grey["colorscale"]} == {palette.NO_DATA}


def test_missing_data_is_hatched(areas, shape):
    hatch = traces(map_figure.figure(areas, shape, {}, height=600), "scattergeo")[0]
    assert hatch["mode"] == "lines"
    assert hatch["lon"] == shape.hatches[NOT_ASSESSED][0]
    assert len(hatch["lon"]) > 30


def test_labels_stand_before_the_areas_or_clicks_are_dead_and_circles_after_them(areas, shape, edition):
    symbols = views.symbols(edition, LAST)
    figure = map_figure.figure(areas, shape, {}, symbols=symbols, colours=["#fff"] * len(symbols), height=600)
    figure = map_figure.with_selection(figure, shape, FELL)
    drawn = [(trace["type"], trace.get("mode")) for trace in figure["data"]]
    assert drawn[-4:] == [
        ("scattergeo", "markers+text"),
        *[("choropleth", None)] * 2,
        ("scattergeo", "markers"),
    ]
    assert {kind for kind, _ in drawn[:-3]} == {"scattergeo"}
    assert figure["layout"]["hoverdistance"] == 1, "or the nearest circle answers for the area beside it"


def test_a_circle_says_what_its_kecamatan_says_and_is_clicked_as_it(areas, shape, edition):
    symbols = views.symbols(edition, LAST)
    hover = {area.code: f"<b>{area.name}</b>" for area in areas}
    figure = map_figure.figure(areas, shape, hover, symbols=symbols, colours=["#fff"] * len(symbols), height=600)
    circles = figure["data"][-1]
    assert circles["text"] == [hover[code] for code in circles["customdata"]]
    assert sorted(circles["customdata"]) == sorted(symbol.code for symbol in symbols if symbol.code)
    sizes = circles["marker"]["size"]
    assert list(sizes) == sorted(sizes, reverse=True), "a small circle lies on a large one, not under it"


def test_circles_grow_by_area_and_stay_white_without_a_mean(areas, shape, edition):
    symbols = views.symbols(edition, LAST)
    layer = layers.Layer("", "", symbols, coloured=True)
    colours = [layers.colour_of(symbol, EDGES, layer) for symbol in symbols]
    figure = map_figure.figure(areas, shape, {}, symbols=symbols, colours=colours, height=600)
    circles = next(trace for trace in traces(figure, "scattergeo") if trace["mode"] == "markers")
    placed = [symbol for symbol in symbols if symbol.code]
    assert len(circles["lon"]) == len(placed) == 23
    sizes = dict(zip(circles["customdata"], circles["marker"]["size"], strict=True))
    colours = dict(zip(circles["customdata"], circles["marker"]["color"], strict=True))
    assert sizes[ROSE] == map_figure.LARGEST_SYMBOL
    assert (sizes[WEAK_OVERLAY] / sizes[ROSE]) ** 2 == pytest.approx(2 / 25)
    assert colours[WEAK_OVERLAY] == palette.UNCOLOURED
    assert palette.UNCOLOURED not in {colours[ROSE], colours[FELL]}


def test_the_outline_is_served_by_the_name_of_its_content(edition, tmp_path):
    found = outline.of(edition, tmp_path)
    assert found.geojson.startswith("app/static/boundaries/")
    assert (tmp_path / found.geojson.removeprefix("app/static/")).read_text() == edition.boundary()


def test_the_outline_goes_inline_where_the_folder_cannot_be_written(edition, tmp_path):
    (tmp_path / "boundaries").write_text("not a folder")
    found = outline.of(edition, tmp_path)
    assert found.geojson["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"selection": {"points": [{"location": FELL, "point_index": 0}]}}, FELL),
        ({"selection": {"points": [{"curve_number": 0, "point_index": 6}, {"location": ROSE}]}}, ROSE),
        ({"selection": {"points": [{"customdata": ROSE, "point_index": 2}]}}, ROSE),
        ({"selection": {"points": [{"location": "32.15.01"}]}}, None),
        ({"selection": {"points": []}}, None),
        ({}, None),
        (None, None),
    ],
)
def test_a_click_means_the_code_of_the_point(event, code):
    assert map_figure.selected_code(event, {FELL, ROSE}) == code


def test_names_cannot_carry_markup_into_the_figure(areas, shape):
    from pages.panels import area_table

    hostile = [replace(areas[0], name="<b onclick=x>&")]
    labels = traces(map_figure.figure(hostile, shape, {}, height=600), "scattergeo")[0]
    assert labels["text"] == ["&lt;b<br>onclick=x&gt;&amp;"]
    assert "<b onclick" not in area_table.hover(t, hostile[0], ["", "", "", "Kondusif", "Sangat kondusif"])


def test_the_layer_of_signals_tells_a_level_and_no_zero_where_nobody_reported(edition, monkeypatch):
    rows = pd.DataFrame({"period": LAST, "unit_type": "kecamatan", "unit": [ROSE, ROSE], "level": [1, 2]})
    monkeypatch.setattr(edition, "signals", lambda **_: rows)
    layer = layers.layer(edition, t, layers.SIGNALS, LAST)
    assert layer.heading(t) == "Tingkat sinyal tertinggi bulan ini"
    assert [layer.cell(t, code) for code in (ROSE, FELL, NOT_ASSESSED)] == ["2", "tidak ada", "–"]
    assert [layer.line(t, code) for code in (ROSE, FELL, NOT_ASSESSED)] == [
        "Sinyal 2 – Telaah. Sinyal data, bukan status keamanan resmi.",
        "tidak ada sinyal",
        "sinyal belum dapat dihitung: laporan bulan itu belum memadai",
    ]


def test_no_signal_is_told_of_a_kecamatan_only_where_counts_can_be_judged(edition, monkeypatch):
    """A kecamatan that reports for the first time this year has nothing to be compared with."""
    whole = edition.reports()
    short = (whole["unit"] == FELL) & (whole["period"] < "2026-05")
    monkeypatch.setattr(edition, "reports", lambda: whole[~short])
    layer = layers.layer(edition, t, layers.SIGNALS, LAST)
    assert [layer.cell(t, code) for code in (ROSE, FELL, NOT_ASSESSED)] == [
        "tidak ada",
        "belum dapat dinilai",
        "–",
    ]
    assert (
        layer.line(t, FELL)
        == "sinyal belum dapat dinilai: laporan bulan-bulan sebelumnya belum cukup; hanya kejadian berat yang dapat memberi sinyal"
    )
    assert layer.value(FELL) is None


@pytest.mark.parametrize(
    ("table", "lost"),
    [
        ("kegiatan", {layers.ORMAS, "giat-mediasi", "mitra-polri"}),
        ("pelatihan", {layers.TRAINING}),
        ("kejadian", {layers.SIGNALS}),
    ],
)
def test_a_layer_is_offered_from_the_first_month_that_was_reported(table, lost):
    edition = FakeEdition()
    late = {table} | ({"kelengkapan"} if table == "kejadian" else set())
    rows = edition.verification()
    edition.put(verification=rows[~rows["tabel"].isin(late) | (rows["period"] >= "2026-08")])
    before, since = (set(layers.options(edition, t, month)) for month in ("2026-07", "2026-08"))
    assert lost & before == set()
    assert lost <= since
    assert all(layers.layer(edition, t, code, "2026-07") is None for code in lost)
