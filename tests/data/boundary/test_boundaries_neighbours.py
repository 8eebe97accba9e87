"""Loading a boundary: who borders on whom, gaps that no outline encloses, what is missing of the reference."""

from __future__ import annotations

import itertools
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Polygon, box

from data.boundary import seams
from data.boundary.loading import current, describe, load
from data.reference.territory import REFERENCE
from tests.data.boundary.drawing import (
    CORNERS,
    KODE,
    SQUARE_KM2,
    kecamatan,
    outlines,
    refusal,
    save,
)

UTM = 32749  # of the squares: metres


def shrunk(metres: float, *only: str) -> gpd.GeoDataFrame:
    """The squares, or some of them, smaller by half of `metres` on every side: so much lies between two of them."""
    frame = kecamatan().to_crs(UTM)
    its = frame["NAMA"].isin(only or CORNERS)
    frame.loc[its, "geometry"] = frame.geometry[its].buffer(-metres / 2, join_style="mitre")
    return frame.to_crs(4326)


def with_open_strip(metres: float) -> gpd.GeoDataFrame:
    """Anggrek ends so many metres before Bakung, from the southern edge of the whole to Cempaka: the strip is no hole."""
    frame = kecamatan()
    frame.loc[0, "geometry"] = box(110, -7.2, 110.1 - metres / 110_461, -7.1)
    return frame


def without_reference(folder: Path) -> Path:
    (folder / "kecamatan.geojson").unlink()
    return folder


# --- gaps between neighbours ---


def test_outlines_that_do_not_touch_are_refused_with_width_neighbours_and_area(home: Path, tmp_path: Path):
    """The shipped outlines, each drawn in by .0006 degrees: 133 m between neighbours (66.4 m a side), 57 of 1,265 km2 gone."""
    frame = gpd.read_file(REFERENCE / "kecamatan.geojson")
    drawn_in = shapely.buffer(frame.geometry.to_numpy(), -0.0006)
    text = refusal(save(frame.set_geometry(drawn_in, crs=4326), tmp_path / "celah.geojson"), home, REFERENCE)
    assert text.startswith("celah.geojson tidak dimuat; 3 hal perlu diperbaiki")
    assert "celah di antara 47 pasang kecamatan yang bertetangga, selebar sekitar 133 m: " in text
    assert "Tarumajaya dan Babelan (133 m)" in text
    assert "23 kecamatan tanpa tetangga: Tarumajaya, Babelan, Sukawangi, …" in text
    assert "4,5 persen luas menurut batas rujukan (57,2 km²) tidak tercakup" in text
    assert "muat lapisan desa/kelurahan dari sumber yang sama" in text
    assert "Kedung Waringin dan Pebayuran" not in text, "these two are apart in the reference too"


@pytest.mark.parametrize("known", [True, False], ids=["reference", "no reference"])
@pytest.mark.parametrize("metres", [60, 130, 400])
def test_a_gap_around_every_kecamatan_is_refused_by_its_width(known: bool, metres: int, tmp_path: Path, home: Path, folder: Path):
    folder = folder if known else without_reference(folder)
    text = refusal(save(shrunk(metres), tmp_path / "a.geojson"), home, folder)
    assert f"celah di antara 4 pasang kecamatan yang bertetangga, selebar sekitar {metres} m" in text
    assert f"Anggrek dan Bakung ({metres} m)" in text
    assert "4 kecamatan tanpa tetangga: Anggrek, Bakung, Cempaka, …" in text


def test_one_kecamatan_drawn_too_small_is_named_with_its_neighbours(tmp_path: Path, home: Path, folder: Path):
    """Half of 130 m: only one of the two gives way."""
    text = refusal(save(shrunk(130, "Dahlia"), tmp_path / "a.geojson"), home, folder)
    assert "celah di antara 2 pasang kecamatan yang bertetangga, selebar sekitar 65 m" in text
    assert "Bakung dan Dahlia (65 m)" in text
    assert "Cempaka dan Dahlia (65 m)" in text
    assert "1 kecamatan tanpa tetangga: Dahlia" in text


@pytest.mark.parametrize("known", [True, False], ids=["reference", "no reference"])
def test_a_strip_that_is_open_at_one_end_is_a_gap_too(known: bool, tmp_path: Path, home: Path, folder: Path):
    path = save(with_open_strip(300), tmp_path / "a.geojson")
    text = refusal(path, home, folder if known else without_reference(folder))
    assert "celah di antara 1 pasang kecamatan yang bertetangga, selebar sekitar 300 m: Anggrek dan Bakung (300 m)" in text


def test_a_narrow_strip_that_is_open_is_closed_and_its_area_said(tmp_path: Path, home: Path, folder: Path):
    """22 m wide, 11.06 km long: .243 km2, from both sides."""
    report = load(save(with_open_strip(22), tmp_path / "a.geojson"), home, folder)
    assert report.gap_km2 == pytest.approx(0.243, abs=0.003)
    assert report.area_km2 == pytest.approx(4 * SQUARE_KM2, abs=0.05)
    loaded = outlines(current(home, folder).geojson)
    assert loaded[KODE["Anggrek"]].intersection(loaded[KODE["Bakung"]]).length == pytest.approx(0.1, abs=0.001)
    assert "Celah 0,24" in str(describe(report))


def test_narrow_strips_around_every_kecamatan_are_closed(tmp_path: Path, home: Path, folder: Path):
    report = load(save(shrunk(10), tmp_path / "a.geojson"), home, folder)
    loaded = outlines(current(home, folder).geojson)
    assert report.gap_km2 == pytest.approx(0.44, abs=0.02)  # a cross of 10 m by 44 km
    sides = itertools.combinations(CORNERS, 2)
    shared = {(a, b): loaded[KODE[a]].intersection(loaded[KODE[b]]).length for a, b in sides}
    assert [pair for pair, degrees in shared.items() if degrees > 0.09] == [
        ("Anggrek", "Bakung"),
        ("Anggrek", "Cempaka"),
        ("Bakung", "Dahlia"),
        ("Cempaka", "Dahlia"),
    ]
    assert shapely.coverage_is_valid(loaded.to_numpy())


def test_the_shipped_outlines_load(home: Path):
    report = load(REFERENCE / "kecamatan.geojson", home)
    assert (report.n_kecamatan, report.gap_km2, report.warnings) == (23, 0, ())
    assert report.area_km2 == pytest.approx(1265.2, abs=0.1)


# --- neighbours and islands ---


def islands() -> gpd.GeoDataFrame:
    """Dahlia is a small square 3 km off the others."""
    frame = kecamatan()
    frame.loc[3, "geometry"] = box(110.13, -7.07, 110.2, -7.0)
    return frame


def test_a_kecamatan_that_lost_its_neighbours_is_refused(tmp_path: Path, home: Path, folder: Path):
    """Too far off for a gap to be measured."""
    text = refusal(save(islands(), tmp_path / "a.geojson"), home, folder)
    assert "1 kecamatan tanpa tetangga: Dahlia" in text


def test_an_island_is_taken_where_the_reference_has_one_or_says_nothing(tmp_path: Path, home: Path, folder: Path):
    path = save(islands(), tmp_path / "a.geojson")
    save(islands().assign(kode=list(KODE.values())), folder / "kecamatan.geojson")
    told = "tidak berbatasan dengan kecamatan lain: Dahlia; periksa bila bukan pulau"
    assert tuple(map(str, load(path, home, folder).warnings)) == (told,)
    assert tuple(map(str, load(path, home, without_reference(folder)).warnings)) == (told,)


def test_water_wider_than_half_a_kilometre_may_be_a_strait_where_no_reference_says_otherwise(tmp_path: Path, home: Path, folder: Path):
    path = save(shrunk(1400, "Dahlia"), tmp_path / "a.geojson")  # 700 m on each side of it
    assert "tanpa tetangga: Dahlia" in refusal(path, home, folder)
    assert load(path, home, without_reference(folder)).n_kecamatan == 4


# --- area ---


@pytest.mark.parametrize(("degrees", "share"), [(0.001, None), (0.006, "3,0"), (0.024, "12,0")])
def test_what_is_missing_of_the_reference_is_told_and_too_much_of_it_refused(
    degrees: float, share: str | None, tmp_path: Path, home: Path, folder: Path
):
    """The whole ends so much further north than it should: of .2 degrees by .2."""
    frame = kecamatan()
    for row in (0, 1):
        west, _, east, north = frame.geometry[row].bounds
        frame.loc[row, "geometry"] = box(west, -7.2 + degrees, east, north)
    path = save(frame, tmp_path / "a.geojson")
    if share == "12,0":
        assert f"{share} persen luas menurut batas rujukan (58,6 km²) tidak tercakup" in refusal(path, home, folder)
    else:
        warnings = tuple(map(str, load(path, home, folder).warnings))
        assert [w.partition(" persen luas menurut")[0] for w in warnings] == ([share] if share else [])


# --- more faults than anybody mends one by one ---


def test_many_enclosed_gaps_are_one_sentence_with_the_widest_the_total_and_the_way_on(tmp_path: Path, home: Path, folder: Path):
    """Six holes of 110 m by 111 m on the border of Anggrek and Bakung, the last one twice as high."""
    frame = kecamatan()
    holes = [box(110.0995, y, 110.1005, y + 0.001) for y in (-7.19, -7.18, -7.17, -7.16, -7.15)]
    holes.append(box(110.0995, -7.14, 110.1005, -7.138))
    frame.geometry = frame.geometry.difference(shapely.union_all(holes))
    text = refusal(save(frame, tmp_path / "a.geojson"), home, folder)
    assert text.count("\n- ") == 1
    assert "6 celah tertutup, terlebar 110 m, seluruhnya 0,086 km²; muat lapisan desa/kelurahan" in text
    frame = kecamatan()
    frame.geometry = frame.geometry.difference(shapely.union_all(holes[:2]))
    text = refusal(save(frame, tmp_path / "b.geojson"), home, folder)
    assert text.count("km² di antara Anggrek, Bakung; lengkapi bagian itu") == 2


# --- label points ---


def with_labels(before: int = 2) -> gpd.GeoDataFrame:
    """A point with the name of each kecamatan, some of them before the areas: as an atlas is exported."""
    areas = kecamatan()
    labels = gpd.GeoDataFrame({"NAMA": list(CORNERS)}, geometry=areas.geometry.representative_point(), crs=4326)
    parts = [labels.iloc[:before], areas, labels.iloc[before:]]
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=4326)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_label_points_are_left_out_with_a_note(suffix: str, tmp_path: Path, home: Path, folder: Path):
    report = load(save(with_labels(), tmp_path / f"a{suffix}"), home, folder)
    assert (report.level, report.n_features, report.n_kecamatan) == ("kecamatan", 4, 4)
    assert tuple(map(str, report.warnings)) == ("4 titik label di berkas diabaikan",)
    assert "Perhatikan: 4 titik label" in str(describe(report))


def test_features_keep_their_number_in_the_file_when_labels_go(tmp_path: Path, home: Path, folder: Path):
    frame = with_labels()
    frame.loc[3, "NAMA"] = "Bakumg"
    text = refusal(save(frame, tmp_path / "a.geojson"), home, folder)
    assert 'fitur 4, kolom NAMA: "Bakumg" tidak dikenal' in text
    assert "4 titik label di berkas diabaikan" in text


def test_a_layer_of_points_beside_that_of_the_areas_is_left_out(tmp_path: Path, home: Path, folder: Path):
    path = save(kecamatan(), tmp_path / "a.gpkg")
    labels = with_labels().iloc[:2]
    labels.to_file(path, layer="nama")
    assert tuple(map(str, load(path, home, folder).warnings)) == ("lapisan titik diabaikan: nama",)


def test_a_file_of_points_only_is_no_boundary(tmp_path: Path, home: Path, folder: Path):
    frame = kecamatan()
    frame.geometry = frame.geometry.representative_point()
    assert "fitur 1, 2, 3, 4: Point, bukan poligon" in refusal(save(frame, tmp_path / "a.geojson"), home, folder)


# --- the measure itself ---


def test_a_seam_tells_touching_narrow_and_open_metres():
    """Two squares of 10 km: 4 km of their border touches, along 2 km lie 20 m, along 4 km 200 m."""
    west = box(0, 0, 10_000, 10_000)
    east = Polygon(
        [(10_000, 0), (10_000, 4_000), (10_020, 4_000), (10_020, 6_000), (10_200, 6_000), (10_200, 10_000), (20_000, 10_000), (20_000, 0)]
    )
    (seam,) = seams.seams(np.array([west, east], dtype=object), np.empty(0, dtype=object))
    assert (seam.touching_m, seam.narrow_m) == (pytest.approx(4_000, abs=100), pytest.approx(2_000, abs=100))
    assert (seam.open_m, seam.width_m) == (pytest.approx(4_000, abs=300), pytest.approx(200, abs=1))
    assert not seam.is_apart
    assert not seam.is_loose


def test_what_lies_between_two_areas_is_no_gap():
    three = np.array([box(x, 0, x + 500, 9_000) for x in (0, 500, 1_000)], dtype=object)
    found = seams.seams(three, np.empty(0, dtype=object))
    assert [(s.one, s.two) for s in found if s.is_apart] == []
    assert seams.bordered(found) == {0, 1, 2}
