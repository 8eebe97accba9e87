"""Names on the map: apart at the smallest size that is drawn, inside the picture, and each over its own kecamatan."""

import itertools

import pytest
import shapely

from pages.components import label_layout, outline
from pages.components.label_layout import _mercator
from tests.pages.fake_edition import FakeEdition

ROW = {code: shapely.box(x, 0, x + 1, 1) for x, code in enumerate("abc")}
SQUARE = (-0.1, -0.1, 3.1, 3.1)


def boxes(placed, names, bounds, circles=None):
    """Left, bottom, right, top in pixels of the smallest map, of each name with its circle."""
    scale = label_layout.SMALLEST_HEIGHT / (_mercator(bounds[3]) - _mercator(bounds[1]))
    out = {}
    for code, (x, y) in placed.items():
        circle = (circles or {}).get(code, 0.0)
        width, height = label_layout.block(names[code], circle)
        top = scale * _mercator(y) + (circle / 2 or height / 2)
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
    scale = label_layout.SMALLEST_HEIGHT / (_mercator(shape.bounds[3]) - _mercator(shape.bounds[1]))
    assert min(box[0] for box in found.values()) >= scale * shape.bounds[0]
    assert max(box[2] for box in found.values()) <= scale * shape.bounds[2]


def test_every_name_begins_in_its_own_kecamatan(drawn):
    shape, _ = drawn
    for code, point in shape.labels.items():
        lon, lat = shape.rings[code]
        rings = [[]]
        for xy in zip(lon, lat, strict=True):
            rings.append([]) if None in xy else rings[-1].append(xy)
        assert any(shapely.contains_xy(shapely.Polygon(ring), *point) for ring in rings if len(ring) > 3), (
            code
        )


def test_a_name_that_fits_stands_in_the_middle():
    placed = label_layout.place({"a": ROW["a"]}, {"a": "Setu"}, {"a": (0.5, 0.5)}, SQUARE)
    assert placed["a"] == pytest.approx((0.5, 0.5), abs=1e-6)


def test_names_too_long_for_their_shapes_give_way_to_each_other():
    names = dict.fromkeys(ROW, "W" * 30)
    middles = {code: (x + 0.5, 0.5) for x, code in enumerate(ROW)}
    assert overlapping(boxes(label_layout.place(ROW, names, middles, SQUARE), names, SQUARE)) == []


def test_a_circle_makes_room_for_itself():
    names, circles = dict.fromkeys(ROW, "Setu"), dict.fromkeys(ROW, 120.0)
    middles = {code: (0.9 + 0.3 * x + (0.3 if x == 2 else 0), 0.5) for x, code in enumerate(ROW)}
    placed = label_layout.place(ROW, names, middles, SQUARE, circles)
    assert overlapping(boxes(placed, names, SQUARE, circles)) == []


def test_a_kecamatan_without_a_name_is_left_out():
    assert label_layout.place(ROW, {"a": "Setu"}, {"a": (0.5, 0.5), "b": (1.5, 0.5)}, SQUARE).keys() == {"a"}
