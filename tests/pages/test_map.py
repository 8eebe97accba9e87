"""The map: colours that hold without colour, what is drawn for missing data, what a click means."""

import itertools

import pytest

from pages.components import layers, map_figure, outline, palette, views
from tests.pages.fake_edition import FELL, LAST, NOT_ASSESSED, ROSE, WEAK_OVERLAY, FakeEdition

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


@pytest.mark.parametrize("page", ["#ffffff", "#11181c"])
def test_small_lines_read_on_both_themes(page):
    assert palette.contrast(palette.LINE, page) >= 3


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
    figure = map_figure.figure(
        areas, shape, hover, symbols=symbols, colours=["#fff"] * len(symbols), height=600
    )
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
    from dataclasses import replace

    from pages.components import area_table

    hostile = [replace(areas[0], name="<b onclick=x>&")]
    labels = traces(map_figure.figure(hostile, shape, {}, height=600), "scattergeo")[0]
    assert labels["text"] == ["&lt;b<br>onclick=x&gt;&amp;"]
    assert "<b onclick" not in area_table.hover(hostile[0], ["", "", "", "Kondusif", "Sangat kondusif"])
