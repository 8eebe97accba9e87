"""Where a loaded boundary is kept, and the real desa map where it lies beside the project."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box

from data.boundary import coverage, loading
from data.boundary.loading import current, label_points, load, publish_static
from data.errors import DataError
from data.reference.territory import REFERENCE
from tests.data.boundary.drawing import (
    kecamatan,
    outlines,
    save,
    square,
    zipped,
)

REAL = Path(__file__).parents[4] / "shared" / "geo" / "desa_hdx_bps_2020.geojson"
needs_real = pytest.mark.skipif(not REAL.exists(), reason=f"the desa map {REAL} is not on this machine")

# --- keeping ---


def test_without_a_load_the_shipped_boundary_serves(home: Path):
    boundary = current(home)
    assert (boundary.note, len(outlines(boundary.geojson))) == ("batas digeneralisasi", 23)
    assert "cahyadsn" in boundary.source


def test_a_refused_file_leaves_the_loaded_boundary(tmp_path: Path, home: Path, folder: Path):
    load(save(kecamatan(), tmp_path / "a.geojson"), home, folder)
    before = current(home, folder)
    with pytest.raises(DataError):
        load(save(kecamatan().iloc[:3], tmp_path / "b.geojson"), home, folder)
    assert current(home, folder) == before
    assert before.source == "a.geojson"
    assert before.note == "batas disederhanakan untuk layar"


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_crash_leaves_the_old_boundary_or_the_new_one(
    writes: int, tmp_path: Path, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """The n-th rename fails: before boundary.json is in place the old one holds, after it the new one."""
    load(save(kecamatan(), tmp_path / "old.geojson"), home, folder)
    rename, done = Path.replace, []

    def crash(self: Path, target: Path) -> Path:
        if len(done) == writes:
            raise OSError("power failed")
        done.append(target)
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", crash)
    half = kecamatan()
    half.loc[0, "geometry"] = box(110, -7.2, 110.05, -7.1).union(box(110.05, -7.2, 110.1, -7.11))
    half.loc[2, "geometry"] = square("Cempaka").union(box(110.05, -7.11, 110.1, -7.1))
    with pytest.raises(OSError, match="power failed"):
        load(save(half, tmp_path / "new.geojson"), home, folder)
    monkeypatch.undo()
    boundary = current(home, folder)
    assert boundary.source == ("old.geojson" if writes < 2 else "new.geojson")
    assert not list(home.rglob("*.tmp"))


@pytest.mark.parametrize(("file", "content"), [("boundary.geojson", "{}"), ("boundary.json", "{"), ("boundary.json", "[]")])
def test_a_changed_boundary_is_refused_not_shown(file: str, content: str, tmp_path: Path, home: Path, folder: Path):
    load(save(kecamatan(), tmp_path / "a.geojson"), home, folder)
    (home / "boundaries" / file).write_text(content)
    with pytest.raises(DataError, match="muat ulang batas"):
        current(home, folder)


def test_static_file_is_named_by_its_content_and_written_once(tmp_path: Path):
    url = publish_static("{}", tmp_path)
    assert url == "boundaries/44136fa355b3678a.geojson"  # printf '{}' | sha256sum
    assert (tmp_path / url).read_text() == "{}"
    written = (tmp_path / url).stat().st_mtime_ns
    assert publish_static("{}", tmp_path) == url
    assert (tmp_path / url).stat().st_mtime_ns == written
    assert publish_static("[]", tmp_path) != url


def test_threads_that_publish_at_the_same_moment_all_get_a_whole_file(tmp_path: Path):
    text = "x" * 200_000
    with ThreadPoolExecutor(8) as pool:
        urls = set(pool.map(lambda _: publish_static(text, tmp_path), range(32)))
    assert len(urls) == 1
    assert (tmp_path / urls.pop()).read_text() == text
    assert len(list((tmp_path / "boundaries").iterdir())) == 1


def test_static_folder_that_cannot_be_written_gives_none(tmp_path: Path):
    (tmp_path / "static").write_text("a file where a folder should be")
    assert publish_static("{}", tmp_path / "static") is None
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    if os.geteuid() != 0:
        assert publish_static("{}", locked) is None


def test_label_stands_in_the_widest_part(home: Path, folder: Path):
    """An L: a leg 1 wide and 10 high, a foot 4 by 4; the largest circle fills the foot, centre 2, 2 from its corner."""
    shape = MultiPolygon([Polygon([(0, 0), (0, 10), (1, 10), (1, 4), (4, 4), (4, 0)]), box(9, 9, 9.5, 9.5)])
    feature = {"type": "Feature", "properties": {"kode": "x"}, "geometry": shapely.geometry.mapping(shape)}
    empty = {
        "type": "Feature",
        "properties": {"kode": "y"},
        "geometry": {"type": "Polygon", "coordinates": []},
    }
    points = label_points(json.dumps({"type": "FeatureCollection", "features": [feature, empty]}))
    assert points == {"x": (pytest.approx(2, abs=0.1), pytest.approx(2, abs=0.1))}


def test_every_shipped_label_lies_in_its_kecamatan(home: Path):
    text = current(home).geojson
    points = label_points(text)
    assert len(points) == 23
    for code, outline in outlines(text).items():
        assert outline.contains(Point(points[code]))


def test_size_is_kept_under_the_limit_by_a_coarser_tolerance(tmp_path: Path, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch):
    wavy = np.linspace(-7.2, -7.1, 2000)[1:-1]
    border = [(110.1 + 0.0005 * np.sin(index), y) for index, y in enumerate(wavy)]
    frame = kecamatan()
    frame.loc[0, "geometry"] = Polygon([(110, -7.1), (110, -7.2), (110.1, -7.2), *border, (110.1, -7.1)])
    frame.loc[1, "geometry"] = Polygon([(110.2, -7.1), (110.2, -7.2), (110.1, -7.2), *border, (110.1, -7.1)])
    path = save(frame, tmp_path / "a.geojson")
    fine = load(path, home, folder)
    monkeypatch.setattr(coverage, "MAX_GEOJSON_BYTES", 20_000)
    coarse = load(path, home, folder)
    assert coarse.size_bytes < 20_000 < fine.size_bytes
    assert coarse.tolerance_m > fine.tolerance_m
    assert shapely.coverage_is_valid(outlines(current(home, folder).geojson).to_numpy())
    monkeypatch.setattr(coverage, "MAX_GEOJSON_BYTES", 200)
    with pytest.raises(DataError, match="rapikan di QGIS"):
        load(path, home, folder)


# --- the real map ---


@needs_real
def test_187_desa_of_bps_become_23_kecamatan(home: Path):
    """1,268 km2: the sum of `luas_poligon_km2` in kecamatan.csv, measured from the same polygons by the publisher."""
    report = load(REAL, home)
    assert (report.level, report.n_features, report.n_kecamatan) == ("desa", 187, 23)
    assert report.area_km2 == pytest.approx(1268, abs=2)
    assert (report.gap_km2, report.overlap_km2, report.warnings) == (0, 0, ())
    text = current(home).geojson
    assert len(text.encode()) == report.size_bytes < coverage.MAX_GEOJSON_BYTES
    loaded, shipped = outlines(text), outlines((REFERENCE / "kecamatan.geojson").read_text())
    assert shapely.coverage_is_valid(loaded.to_numpy())
    assert loaded.to_crs(boundaries_crs()).area.sum() / 1e6 == pytest.approx(1268, abs=2)
    shared = shapely.area(loaded.intersection(shipped).to_numpy())
    overlap = shared / shapely.area(loaded.union(shipped).to_numpy())
    assert overlap.min() > 0.84  # the two code orders are not mixed up
    assert overlap.mean() == pytest.approx(0.89, abs=0.01)  # as the reference folder states


def boundaries_crs() -> str:
    """World cylindrical equal area: another projection than the one that the code uses."""
    return "ESRI:54034"


@needs_real
@pytest.mark.parametrize("form", ["gpkg", "zip", "utm", "mercator", "names"])
def test_the_real_map_in_other_forms_is_the_same(form: str, tmp_path: Path, home: Path):
    frame = gpd.read_file(REAL)[["district_code", "village", "district", "geometry"]]
    make = {
        "gpkg": lambda: save(frame, tmp_path / "a.gpkg"),
        "zip": lambda: zipped(frame, tmp_path / "a.zip"),
        "utm": lambda: save(frame.to_crs(32748), tmp_path / "a.geojson"),
        "mercator": lambda: save(frame.to_crs(3395), tmp_path / "a.gpkg"),
        "names": lambda: save(frame.dissolve("district").reset_index()[["district", "geometry"]], tmp_path / "a.gpkg"),
    }
    report = load(make[form](), home)
    assert (report.n_features, report.n_kecamatan) == (23 if form == "names" else 187, 23)
    assert report.area_km2 == pytest.approx(1267.9, abs=0.1)
    assert report.gap_km2 == report.overlap_km2 == 0


def test_pages_can_import_the_module_without_geopandas():
    """Pages need `current` and `label_points` only; geopandas would cost each start .4 s."""
    import subprocess
    import sys

    code = "import sys, data.boundary.loading; sys.exit('geopandas' in sys.modules or 'pyproj' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(loading.__file__).parents[2])
