"""Loading a boundary: what is taken, gaps and overlaps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import Polygon, box

from data.boundary import coverage
from data.boundary.loading import current, describe, load
from data.reference.territory import REFERENCE
from tests.data.boundary.drawing import (
    BPS,
    CORNERS,
    KODE,
    SQUARE_KM2,
    desa,
    kecamatan,
    outlines,
    refusal,
    save,
    square,
    zipped,
)

# --- what is taken ---


@pytest.mark.parametrize(
    ("make", "level", "column"),
    [
        (kecamatan, "kecamatan", "NAMA"),
        (lambda: kecamatan(kd=list(KODE.values())), "kecamatan", "kd"),
        (lambda: kecamatan(kd=[k.replace(".", "") for k in KODE.values()]), "kecamatan", "kd"),
        (lambda: kecamatan(kd=[int(b) for b in BPS.values()]), "kecamatan", "kd"),
        (lambda: kecamatan(kd=[float(b) for b in BPS.values()]), "kecamatan", "kd"),
        (lambda: kecamatan(ID=[f"ID{b}" for b in BPS.values()], lain=[1, 2, 3, 4]), "kecamatan", "ID"),
        (lambda: kecamatan(n=[f"Kec. {n.upper()}" for n in CORNERS], kode=list(KODE.values())), "kecamatan", "kode"),
        (desa, "desa", "village_code"),
        (lambda: desa().assign(village_code=[f"{b}00{d}" for b in BPS.values() for d in (1, 2)]), "desa", "village_code"),
        (lambda: desa().assign(village_code=[f"{k}.200{d}" for k in KODE.values() for d in (1, 2)]), "desa", "village_code"),
        (
            lambda: desa().assign(village_code=[f"{k.replace('.', '')}200{d}" for k in KODE.values() for d in (1, 2)]),
            "desa",
            "village_code",
        ),
        (lambda: desa().assign(village_code=list("abcdefgh"), WADMKC=[n for n in CORNERS for _ in "12"]), "desa", "WADMKC"),
    ],
    ids=[
        "name",
        "kemendagri",
        "no dots",
        "bps number",
        "bps float",
        "bps id",
        "code before name",
        "desa bps",
        "desa bps without id",
        "desa kemendagri",
        "desa no dots",
        "desa by name",
    ],
)
def test_level_and_column_are_told_by_the_values(
    make: Callable[[], gpd.GeoDataFrame], level: str, column: str, tmp_path: Path, home: Path, folder: Path
):
    report = load(save(make(), tmp_path / "a.geojson"), home, folder)
    assert (report.level, report.column, report.n_kecamatan) == (level, column, 4)
    assert report.area_km2 == pytest.approx(4 * SQUARE_KM2, abs=0.1)
    loaded = outlines(current(home, folder).geojson)
    for name, code in KODE.items():
        assert loaded[code].symmetric_difference(square(name)).area < 1e-9


@pytest.mark.parametrize("crs", [4326, 32748, 3395, 3857])
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".zip"])
def test_every_format_and_crs_gives_the_same_outlines(suffix: str, crs: int, tmp_path: Path, home: Path, folder: Path):
    frame = desa().to_crs(crs)
    path = tmp_path / f"batas{suffix}"
    report = load(zipped(frame, path) if suffix == ".zip" else save(frame, path), home, folder)
    assert (report.n_features, report.gap_km2, report.overlap_km2) == (8, 0, 0)
    loaded = outlines(current(home, folder).geojson)
    assert loaded[KODE["Dahlia"]].symmetric_difference(square("Dahlia")).area < 1e-6


def test_result_has_code_and_name_only_in_the_order_of_the_reference(tmp_path: Path, home: Path, folder: Path):
    load(save(kecamatan().iloc[::-1], tmp_path / "a.gpkg"), home, folder)
    features = json.loads((home / "boundaries" / "boundary.geojson").read_text())["features"]
    assert [f["properties"] for f in features] == [{"kode": k, "nama": n} for n, k in KODE.items()]


def test_rings_run_clockwise_like_the_shipped_ones_because_d3_fills_the_globe_otherwise(tmp_path: Path, home: Path, folder: Path):
    """d3-geo, which draws plotly's maps, wants exterior rings clockwise as seen on a map with north up."""
    shipped = (REFERENCE / "kecamatan.geojson").read_text(encoding="utf-8")
    load(save(kecamatan(), tmp_path / "a.geojson"), home, folder)
    for text in (shipped, current(home, folder).geojson):
        rings = shapely.get_exterior_ring(shapely.get_parts(outlines(text).to_numpy()))
        assert len(rings) > 0
        assert not shapely.is_ccw(rings).any()


def test_the_report_says_what_when_and_from_which_edition(tmp_path: Path, home: Path, folder: Path):
    path = save(desa(), tmp_path / "desa.geojson")
    report = load(path, home, folder)
    kept = json.loads((home / "boundaries" / "boundary.json").read_text())
    assert (kept["source"], kept["n_features"], kept["n_kecamatan"]) == ("desa.geojson", 8, 4)
    assert kept["source_sha256"] == report.source_sha256 != report.sha256 == kept["sha256"]
    assert kept["loaded_at"].endswith("+07:00")
    text = str(describe(report))
    assert "8 fitur (desa), 4 kecamatan, 488,7 km²" in text
    assert "Tidak ada celah atau tumpang tindih" in text
    assert "mulai edisi berikutnya" in text


def test_a_desa_more_or_fewer_than_the_reference_knows_is_said(tmp_path: Path, home: Path, folder: Path):
    frame = desa()
    frame.loc[0, "geometry"] = frame.geometry[0].union(frame.geometry[1])
    report = load(save(frame.drop(index=1), tmp_path / "a.geojson"), home, folder)
    assert tuple(map(str, report.warnings)) == ("Anggrek (33.01.01): 1 desa/kelurahan di berkas, 2 menurut rujukan",)
    assert "Perhatikan: Anggrek" in str(describe(report))


# --- gaps and overlaps ---


def with_eastern_edge(east: float) -> gpd.GeoDataFrame:
    """Anggrek ends at `east` instead of 110.1, along its border with Bakung, save for the last 200 m at both ends."""
    frame = kecamatan()
    ring = [(110, -7.2), (110, -7.1), (110.1, -7.1), (110.1, -7.102), (east, -7.102), (east, -7.198), (110.1, -7.198), (110.1, -7.2)]
    frame.loc[0, "geometry"] = Polygon(ring)
    # Bakung has the same vertices: a valid coverage, of which only the hole tells that something is missing.
    bakung = [(110.1, -7.2), (110.1, -7.198), (110.1, -7.102), (110.1, -7.1), (110.2, -7.1), (110.2, -7.2)]
    frame.loc[1, "geometry"] = Polygon(bakung)
    return frame


def test_a_narrow_gap_is_closed_and_its_area_said(tmp_path: Path, home: Path, folder: Path):
    """22 m wide (.0002 degrees), 10.6 km long: .23 km2."""
    report = load(save(with_eastern_edge(110.0998), tmp_path / "a.geojson"), home, folder)
    assert (report.gap_km2, report.overlap_km2) == (pytest.approx(0.234, abs=0.003), 0)
    assert report.area_km2 == pytest.approx(4 * SQUARE_KM2, abs=0.1)
    assert "Celah 0,23" in str(describe(report))
    assert shapely.union_all(outlines(current(home, folder).geojson)).area == pytest.approx(0.04, abs=1e-7)


def test_a_narrow_overlap_goes_to_one_of_the_two(tmp_path: Path, home: Path, folder: Path):
    report = load(save(with_eastern_edge(110.1002), tmp_path / "a.geojson"), home, folder)
    assert (report.gap_km2, report.overlap_km2) == (0, pytest.approx(0.234, abs=0.003))
    assert shapely.coverage_is_valid(outlines(current(home, folder).geojson).to_numpy())


def test_a_wide_gap_is_refused_with_its_area_and_neighbours(tmp_path: Path, home: Path, folder: Path):
    """1.1 km wide, 10.6 km long: 11.7 km2."""
    text = refusal(save(with_eastern_edge(110.09), tmp_path / "a.geojson"), home, folder)
    assert "celah 11,7" in text
    assert "Anggrek, Bakung" in text


def test_a_wide_overlap_is_refused_with_its_area_and_both_names(tmp_path: Path, home: Path, folder: Path):
    text = refusal(save(with_eastern_edge(110.11), tmp_path / "a.geojson"), home, folder)
    assert "Anggrek dan Bakung bertumpang tindih 11,7" in text


@pytest.mark.parametrize(("width_m", "closed"), [(49, True), (51, False)])
def test_fifty_metres_is_the_widest_gap_that_is_closed(width_m: int, closed: bool, tmp_path: Path, home: Path, folder: Path):
    """At 7.15 S a degree of longitude is 110,461 m (WGS 84: 111,320 m x cos, on the ellipsoid)."""
    path = save(with_eastern_edge(110.1 - width_m / 110_461), tmp_path / "a.geojson")
    if closed:
        assert load(path, home, folder).gap_km2 > 0.5
    else:
        assert "celah 0,54" in refusal(path, home, folder)


def test_too_many_slivers_are_refused(tmp_path: Path, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(coverage, "SLIVER_AREA_SHARE", 0.0001)
    text = refusal(save(with_eastern_edge(110.0998), tmp_path / "a.geojson"), home, folder)
    assert "celah dan tumpang tindih sempit 0,23" in text


def test_a_city_inside_that_the_shipped_boundary_leaves_out_too_is_no_gap(tmp_path: Path, home: Path, folder: Path):
    city = box(110.08, -7.12, 110.12, -7.08)
    frame = kecamatan()
    frame.geometry = frame.geometry.difference(city)
    path = save(frame, tmp_path / "a.geojson")
    assert "celah" in refusal(path, home, folder)
    save(frame.assign(kode=list(KODE.values())), folder / "kecamatan.geojson")
    assert load(path, home, folder).area_km2 == pytest.approx(4 * SQUARE_KM2 - 19.55, abs=0.5)


def test_neighbours_without_common_vertices_become_a_coverage(tmp_path: Path, home: Path, folder: Path):
    """A vertex in the middle of a border that the neighbour does not have: no gap, but no coverage either."""
    frame = kecamatan()
    frame.loc[0, "geometry"] = Polygon([(110, -7.2), (110, -7.1), (110.1, -7.1), (110.100001, -7.15), (110.1, -7.2)])
    load(save(frame, tmp_path / "a.geojson"), home, folder)
    assert shapely.coverage_is_valid(outlines(current(home, folder).geojson).to_numpy())


def test_a_self_crossing_outline_is_repaired_not_refused(tmp_path: Path, home: Path, folder: Path):
    frame = kecamatan()
    spike = [
        (110, -7.2),
        (110, -7.1),
        (110.1, -7.1),
        (110.1, -7.2),
        (110.05, -7.2),
        (110.05, -7.25),
        (110.05, -7.2),
    ]
    frame.loc[0, "geometry"] = Polygon(spike)
    assert load(save(frame, tmp_path / "a.geojson"), home, folder).area_km2 == pytest.approx(4 * SQUARE_KM2, abs=0.1)
