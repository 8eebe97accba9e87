"""Names on the map: apart at the smallest size that is drawn, inside the picture, and each over its own kecamatan."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest
import shapely

from data.boundary import loading
from data.tables.kegiatan import OFFICIAL_PARTNERS, SECURITY_KINDS
from pages.facts import views
from pages.figures import label_layout, layers, map_figure, outline
from pages.figures.label_layout import mercator
from tests.data.boundary import drawing
from tests.pages.fake_edition import LAST, MONTHS, SCORED, FakeEdition
from tests.reader import t

# Of the maps side by side, of Ringkasan, of Peta; from 564 on the width of a telephone is what decides.
HEIGHTS = (480, 560, 680)
ROW = {code: shapely.box(x, 0, x + 1, 1) for x, code in enumerate("abc")}
SQUARE = (-0.1, -0.1, 3.1, 3.1)


def boxes(placed, names, bounds, circles=None, height=label_layout.SMALLEST_HEIGHT):
    """Left, bottom, right, top in pixels of a map (the smallest one), of each name with its circle."""
    scale = label_layout.pixels_a_degree(bounds, height)
    out = {}
    for code, (x, y) in placed.items():
        circle = (circles or {}).get(code, 0.0)
        width, height = label_layout.block(names[code], circle)
        top = scale * mercator(y) + (circle / 2 or height / 2)
        out[code] = (scale * x - width / 2, top - height, scale * x + width / 2, top)
    return out


def overlapping(found):
    return [
        (a, b)
        for (a, p), (b, q) in itertools.combinations(found.items(), 2)
        if min(p[2], q[2]) - max(p[0], q[0]) > 0.01 and min(p[3], q[3]) - max(p[1], q[1]) > 0.01
    ]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    edition = FakeEdition()
    units = edition.units("kecamatan")
    names = dict(zip(units["unit"], units["name"], strict=True))
    return outline.of(edition, tmp_path_factory.mktemp("static")), names


def test_the_names_of_all_kecamatan_stand_apart_and_inside_the_picture(drawn):
    shape, names = drawn
    found = boxes(shape.labels, names, shape.bounds)
    assert found.keys() == names.keys()
    assert overlapping(found) == []
    scale = label_layout.pixels_a_degree(shape.bounds, label_layout.SMALLEST_HEIGHT)
    assert min(box[0] for box in found.values()) >= scale * shape.bounds[0]
    assert max(box[2] for box in found.values()) <= scale * shape.bounds[2]


class LayeredEdition(FakeEdition):
    """With activities of every kind and with every partner, trainings and signals: circles of every layer."""

    def __init__(self):
        super().__init__()
        dice = np.random.default_rng(3)
        codes, ormas = list(self.units("kecamatan")["unit"]), list(self.units("ormas")["unit"])
        cells = [(month, code) for month in MONTHS for code in codes]
        made = pd.DataFrame(cells, columns=["period", "kecamatan"])
        made["unit"] = dice.choice(ormas, len(made))
        made["jenis"] = dice.choice(SECURITY_KINDS, len(made))
        made["mitra"] = dice.choice(OFFICIAL_PARTNERS, len(made))
        made["n"] = np.ceil(
            dice.pareto(1.5, len(made)) * made["kecamatan"].map(dict(zip(codes, dice.pareto(1.2, len(codes)) + 1, strict=True)))
        ).astype(int)
        often = made["kecamatan"].map(dict(zip(codes, dice.uniform(0.1, 0.8, len(codes)) ** 1.5, strict=True)))
        self.put(deeds=made[dice.random(len(made)) < often])
        came = {"period": LAST, "unit": dice.choice(ormas, 90, replace=False), "topik": "kepemimpinan", "n": 1, "hadir": 1, "total": 2}
        self.put(trainings=pd.DataFrame(came))
        signals = [("kecamatan", code, int(dice.integers(1, 4))) for code in codes[::3]]
        self._signals = pd.DataFrame(signals, columns=["unit_type", "unit", "level"])

    def signals(self, **_):
        return self._signals


def other_maps():
    """Boundaries of the tests: four squares, one of them with a hole where its middle was, islands, a strip as thin as a hair."""
    squares = {name: drawing.square(name) for name in drawing.CORNERS}
    holed = {"Anggrek": squares["Anggrek"].difference(squares["Anggrek"].centroid.buffer(0.045))}
    islands = {"Bakung": shapely.MultiPolygon([shapely.box(110.1, -7.2, 110.12, -7.18), shapely.box(110.18, -7.12, 110.2, -7.1)])}
    hair = {"Cempaka": shapely.box(110.0, -7.1, 110.0001, -7.0)}
    return {
        "squares": squares,
        "holed": squares | holed,
        "islands": squares | islands,
        "hair": squares | hair,
    }


def shapes_and_middles(shapes):
    features = [
        {"type": "Feature", "properties": {"kode": code}, "geometry": shapely.geometry.mapping(shape)} for code, shape in shapes.items()
    ]
    return shapes, loading.label_points(json.dumps({"type": "FeatureCollection", "features": features}))


@pytest.fixture(scope="module")
def layered(tmp_path_factory):
    edition = LayeredEdition()
    return edition, outline.of(edition, tmp_path_factory.mktemp("static")), outline._shapes(edition)


def astray(points, shapes):
    return [code for code, point in points.items() if not shapely.contains_xy(shapes[code], *point)]


def test_every_name_begins_in_its_own_kecamatan(layered):
    edition, shape, shapes = layered
    for height in HEIGHTS:
        assert astray(outline.laid_out(shape, edition, height).labels, shapes) == []


@pytest.mark.parametrize("height", HEIGHTS)
@pytest.mark.parametrize("boundary", ["shipped", *other_maps()])
def test_no_place_that_a_circle_may_take_lies_in_another_kecamatan(layered, boundary, height):
    """Whatever the layer, the month and the neighbours: the circle ends up on one of these."""
    shapes = layered[2] if boundary == "shipped" else other_maps()[boundary]
    shapes, middles = shapes_and_middles(shapes)
    bounds = outline._with_margin(*shapely.total_bounds(list(shapes.values())).tolist())
    scale = label_layout.pixels_a_degree(bounds, height)
    for code, shape in shapes.items():
        for circle in (1.0, 20.0, map_figure.LARGEST_SYMBOL):
            tried = label_layout.candidates(shape, middles[code], label_layout.block("Kedung Waringin", circle), circle, scale, bounds)
            degrees = [(x / scale, label_layout._latitude(y / scale)) for x, y in tried.points]
            assert len(degrees) >= 1
            assert shapely.contains_xy(shape, np.array(degrees)).all(), code


@pytest.mark.parametrize("height", HEIGHTS)
def test_the_circles_of_every_layer_stand_in_their_own_kecamatan(layered, height):
    edition, shape, shapes = layered
    names = {area.code: area.name for area in views.areas(edition, LAST)}
    for code in layers.options(edition, t, LAST):
        if code == layers.NONE:
            continue
        symbols = layers.layer(edition, t, code, LAST).symbols
        circles = map_figure.diameters(symbols)
        assert len(circles) >= 8, code
        drawn = outline.laid_out(shape, edition, height, circles)
        assert astray(drawn.labels, shapes) == [], code
        if height != label_layout.SMALLEST_HEIGHT:  # the maps side by side carry no circles
            assert overlapping(boxes(drawn.labels, names, drawn.bounds, circles, height)) == [], code


def test_the_circles_of_every_month_stand_in_their_own_kecamatan(layered):
    edition, shape, shapes = layered
    for month, height in zip(SCORED, itertools.cycle(HEIGHTS)):
        circles = map_figure.diameters(layers.layer(edition, t, layers.ORMAS, month).symbols)
        assert astray(outline.laid_out(shape, edition, height, circles).labels, shapes) == [], month


def test_a_name_that_fits_stands_in_the_middle():
    placed = label_layout.place({"a": ROW["a"]}, {"a": "Setu"}, {"a": (0.5, 0.5)}, SQUARE)
    assert placed["a"] == pytest.approx((0.5, 0.5), abs=1e-6)


def test_names_too_long_for_their_shapes_give_way_to_each_other():
    names = dict.fromkeys(ROW, "W" * 30)
    middles = {code: (x + 0.5, 0.5) for x, code in enumerate(ROW)}
    assert overlapping(boxes(label_layout.place(ROW, names, middles, SQUARE), names, SQUARE)) == []


def test_a_circle_makes_room_for_itself():
    names, circles = dict.fromkeys(ROW, "Setu"), dict.fromkeys(ROW, 90.0)
    middles = {code: (0.9 + 0.3 * x + (0.3 if x == 2 else 0), 0.5) for x, code in enumerate(ROW)}
    placed = label_layout.place(ROW, names, middles, SQUARE, circles)
    assert overlapping(boxes(placed, names, SQUARE, circles)) == []


def test_a_kecamatan_without_a_name_is_left_out():
    assert label_layout.place(ROW, {"a": "Setu"}, {"a": (0.5, 0.5), "b": (1.5, 0.5)}, SQUARE).keys() == {"a"}
