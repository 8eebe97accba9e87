"""Loading a boundary: four square kecamatan made here, and the real desa map where it lies beside the project."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box

from data import boundaries, boundary_coverage
from data.boundaries import current, describe, label_points, load, publish_static
from data.errors import DataError
from data.territory import REFERENCE

REAL = Path(__file__).parents[3] / "shared" / "geo" / "desa_hdx_bps_2020.geojson"
needs_real = pytest.mark.skipif(not REAL.exists(), reason=f"the desa map {REAL} is not on this machine")

# Two by two squares of .1 degree in another province: nothing in the code knows Bekasi.
#   Cempaka | Dahlia        33.01.03 | 33.01.04
#   Anggrek | Bakung        33.01.01 | 33.01.02     (BPS codes run the other way)
CORNERS = {
    "Anggrek": (110.0, -7.2),
    "Bakung": (110.1, -7.2),
    "Cempaka": (110.0, -7.1),
    "Dahlia": (110.1, -7.1),
}
KODE = {name: f"33.01.0{number}" for number, name in enumerate(CORNERS, start=1)}
BPS = {name: f"33010{40 - 10 * number}" for number, name in enumerate(CORNERS)}
# Geodesic area (pyproj.Geod, WGS 84): 122.16 km2 for the southern squares, 122.18 km2 for the northern ones.
SQUARE_KM2 = 122.175


def square(name: str) -> Polygon:
    x, y = CORNERS[name]
    return box(x, y, round(x + 0.1, 1), round(y + 0.1, 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "reference"
    path.mkdir()
    (path / "wilayah.toml").write_text(
        '[wilayah]\nkode = "33.01"\nkode_bps = "3301"\nnama = "Kabupaten Uji"\nnama_layar = "Uji"\n'
        'zona_waktu = "Asia/Jakarta"\n[kantor]\n[batas]\nsumber = "peta uji"\n'
    )
    rows = [
        f"{KODE[name]},{BPS[name]},{name},2,0,1,1,{y + 0.05:.2f},{x + 0.05:.2f}"
        for name, (x, y) in CORNERS.items()
    ]
    header = "kode,kode_bps,nama,n_desa,n_kelurahan,luas_bps_km2,luas_poligon_km2,lat,lon"
    (path / "kecamatan.csv").write_text("\n".join([header, *rows, ""]))
    (path / "alias.csv").write_text("alias,kecamatan,catatan\nBunga,33.01.01,\nBunga,33.01.02,\n")
    kecamatan().to_file(path / "kecamatan.geojson")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def kecamatan(**columns: list[Any]) -> gpd.GeoDataFrame:
    """One feature a kecamatan, by name only unless columns say otherwise."""
    return gpd.GeoDataFrame(
        columns or {"NAMA": list(CORNERS)}, geometry=[square(n) for n in CORNERS], crs=4326
    )


def desa() -> gpd.GeoDataFrame:
    """Each square cut into a west and an east half, with BPS codes of 10 digits behind `id`, as HDX writes them."""
    halves, codes = [], []
    for name, (x, y) in CORNERS.items():
        for number, west in enumerate((x, round(x + 0.05, 2)), start=1):
            halves.append(box(west, y, round(west + 0.05, 2), round(y + 0.1, 1)))
            codes.append(f"id{BPS[name]}00{number}")
    return gpd.GeoDataFrame({"village_code": codes}, geometry=halves, crs=4326)


def save(frame: gpd.GeoDataFrame, path: Path) -> Path:
    frame.to_file(path)
    return path


def zipped(frame: gpd.GeoDataFrame, path: Path, without: str = "") -> Path:
    frame.rename(columns=lambda name: name[:10]).to_file(path.with_suffix(".shp"))  # the most that .dbf holds
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            if suffix != without:
                archive.write(path.with_suffix(suffix), f"Peta/batas{suffix}")
    return path


def refusal(path: Path | str, home: Path, folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        load(path, home, folder)
    assert not home.exists(), "a refused file must leave nothing behind"
    return str(caught.value)


def outlines(geojson: str) -> gpd.GeoSeries:
    frame = gpd.read_file(geojson)
    return frame.set_index("kode").geometry


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
        (lambda: desa().assign(village_code=[f"{b}00{d}" for b in BPS.values() for d in (1, 2)]), "desa",
         "village_code"),
        (lambda: desa().assign(village_code=[f"{k}.200{d}" for k in KODE.values() for d in (1, 2)]), "desa",
         "village_code"),
        (lambda: desa().assign(village_code=[f"{k.replace('.', '')}200{d}" for k in KODE.values() for d in (1, 2)]),
         "desa", "village_code"),
        (lambda: desa().assign(village_code=list("abcdefgh"), WADMKC=[n for n in CORNERS for _ in "12"]), "desa",
         "WADMKC"),
    ],
    ids=["name", "kemendagri", "no dots", "bps number", "bps float", "bps id", "code before name", "desa bps", "desa bps without id",
         "desa kemendagri", "desa no dots", "desa by name"],
)  # fmt: skip
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
def test_every_format_and_crs_gives_the_same_outlines(
    suffix: str, crs: int, tmp_path: Path, home: Path, folder: Path
):
    frame = desa().to_crs(crs)
    path = tmp_path / f"batas{suffix}"
    report = load(zipped(frame, path) if suffix == ".zip" else save(frame, path), home, folder)
    assert (report.n_features, report.gap_km2, report.overlap_km2) == (8, 0, 0)
    loaded = outlines(current(home, folder).geojson)
    assert loaded[KODE["Dahlia"]].symmetric_difference(square("Dahlia")).area < 1e-6


def test_result_has_code_and_name_only_in_the_order_of_the_reference(
    tmp_path: Path, home: Path, folder: Path
):
    load(save(kecamatan().iloc[::-1], tmp_path / "a.gpkg"), home, folder)
    features = json.loads((home / "boundaries" / "boundary.geojson").read_text())["features"]
    assert [f["properties"] for f in features] == [{"kode": k, "nama": n} for n, k in KODE.items()]


def test_rings_run_clockwise_like_the_shipped_ones_because_d3_fills_the_globe_otherwise(
    tmp_path: Path, home: Path, folder: Path
):
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
    text = describe(report)
    assert "8 fitur (desa), 4 kecamatan, 488,7 km²" in text
    assert "Tidak ada celah atau tumpang tindih" in text
    assert "mulai edisi berikutnya" in text


def test_a_desa_more_or_fewer_than_the_reference_knows_is_said(tmp_path: Path, home: Path, folder: Path):
    frame = desa()
    frame.loc[0, "geometry"] = frame.geometry[0].union(frame.geometry[1])
    report = load(save(frame.drop(index=1), tmp_path / "a.geojson"), home, folder)
    assert report.warnings == ("Anggrek (33.01.01): 1 desa/kelurahan di berkas, 2 menurut rujukan",)
    assert "Perhatikan: Anggrek" in describe(report)


# --- gaps and overlaps ---


def with_eastern_edge(east: float) -> gpd.GeoDataFrame:
    """Anggrek ends at `east` instead of 110.1, along its border with Bakung, save for the last 200 m at both ends."""
    frame = kecamatan()
    ring = [(110, -7.2), (110, -7.1), (110.1, -7.1), (110.1, -7.102), (east, -7.102), (east, -7.198),
            (110.1, -7.198), (110.1, -7.2)]  # fmt: skip
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
    assert "Celah 0,23" in describe(report)
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
def test_fifty_metres_is_the_widest_gap_that_is_closed(
    width_m: int, closed: bool, tmp_path: Path, home: Path, folder: Path
):
    """At 7.15 S a degree of longitude is 110,461 m (WGS 84: 111,320 m x cos, on the ellipsoid)."""
    path = save(with_eastern_edge(110.1 - width_m / 110_461), tmp_path / "a.geojson")
    if closed:
        assert load(path, home, folder).gap_km2 > 0.5
    else:
        assert "celah 0,54" in refusal(path, home, folder)


def test_too_many_slivers_are_refused(
    tmp_path: Path, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(boundary_coverage, "SLIVER_AREA_SHARE", 0.0001)
    text = refusal(save(with_eastern_edge(110.0998), tmp_path / "a.geojson"), home, folder)
    assert "celah dan tumpang tindih sempit 0,23" in text


def test_a_city_inside_that_the_shipped_boundary_leaves_out_too_is_no_gap(
    tmp_path: Path, home: Path, folder: Path
):
    city = box(110.08, -7.12, 110.12, -7.08)
    frame = kecamatan()
    frame.geometry = frame.geometry.difference(city)
    path = save(frame, tmp_path / "a.geojson")
    assert "celah" in refusal(path, home, folder)
    save(frame, folder / "kecamatan.geojson")
    assert load(path, home, folder).area_km2 == pytest.approx(4 * SQUARE_KM2 - 19.55, abs=0.5)


def test_neighbours_without_common_vertices_become_a_coverage(tmp_path: Path, home: Path, folder: Path):
    """A vertex in the middle of a border that the neighbour does not have: no gap, but no coverage either."""
    frame = kecamatan()
    frame.loc[0, "geometry"] = Polygon(
        [(110, -7.2), (110, -7.1), (110.1, -7.1), (110.100001, -7.15), (110.1, -7.2)]
    )
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
    assert load(save(frame, tmp_path / "a.geojson"), home, folder).area_km2 == pytest.approx(
        4 * SQUARE_KM2, abs=0.1
    )


# --- what is refused ---


def change(column: str, row: int, value: object, **columns: list[Any]) -> gpd.GeoDataFrame:
    frame = kecamatan(**columns).astype({column: object})
    frame.loc[row, column] = value
    return frame


def with_geometry(*geometries: object) -> gpd.GeoDataFrame:
    frame = kecamatan()
    return gpd.GeoDataFrame(
        {"NAMA": frame["NAMA"]}, geometry=[*geometries, *frame.geometry[len(geometries) :]], crs=4326
    )


@pytest.mark.parametrize(
    ("frame", "messages"),
    [
        (lambda: change("NAMA", 1, "Bakumg"),
         ['fitur 2, kolom NAMA: "Bakumg" tidak dikenal; mungkin Bakung (33.01.02)',
          "kecamatan tidak ada di berkas: Bakung (33.01.02)"]),
        (lambda: change("NAMA", 0, "Bunga"),
         ['fitur 1, kolom NAMA: "Bunga" bermakna ganda: Anggrek (33.01.01) atau Bakung (33.01.02)']),
        (lambda: change("NAMA", 2, None), ["fitur 3, kolom NAMA: kosong"]),
        (lambda: change("kd", 3, "33.02.04", kd=list(KODE.values())),
         ['fitur 4, kolom kd: "33.02.04" tidak dikenal']),
        (lambda: change("kd", 3, "33.01.99", kd=list(KODE.values()), NAMA=list(CORNERS)),
         ['fitur 4, kolom kd: "33.01.99" tidak dikenal']),
        (lambda: kecamatan(kd=list(KODE.values()), nama=["Bakung", "Anggrek", "Cempaka", "Dahlia"]),
         ["fitur 1: 33.01.01 (kd) dan Bakung (nama) menunjuk kecamatan yang berlainan", "fitur 2: 33.01.02 (kd)"]),
        (lambda: kecamatan(NAMA=["Bakung", "Anggrek", "Cempaka", "Dahlia"], x=[*"abcd"]).assign(
            geometry=lambda f: f.geometry.scale(0.1, 0.1)),
         ["Anggrek (33.01.01) tidak berada di tempatnya: lintang, bujur -7.150, 110.150, seharusnya sekitar -7.15, "
          "110.05", "Bakung (33.01.02) tidak berada"]),
        (lambda: kecamatan(NAMA=["Anggrek", "Bakung", "Cempaka", "Cempaka"]),
         ["Cempaka (33.01.03) muncul lebih dari sekali (fitur 3, 4)",
          "kecamatan tidak ada di berkas: Dahlia (33.01.04)"]),
        (lambda: kecamatan().iloc[:2],
         ["kecamatan tidak ada di berkas: Cempaka (33.01.03), Dahlia (33.01.04); lengkapi"]),
        (lambda: kecamatan(wilayah=["satu", "dua", "tiga", "empat"]),
         ["tidak ada kolom berisi kode", "wilayah (mis. 'satu')"]),
        (lambda: with_geometry(None, Point(110.1, -7.1), Polygon()),
         ["fitur 2: Point, bukan poligon", "fitur 1, 3: geometri kosong atau rusak"]),
        (lambda: kecamatan(kd=[*KODE.values()]).to_crs(32748).set_crs(4326, allow_override=True),
         ["koordinat tidak cocok dengan sistem koordinat WGS 84: di luar bumi"]),
        (lambda: kecamatan().set_crs(32748, allow_override=True), ["tidak berada di tempatnya"]),
        (lambda: desa().iloc[:6],
         ["kecamatan tidak ada di berkas: Dahlia"]),
    ],
    ids=["unknown name", "ambiguous name", "no name", "unknown code", "unknown code, known name", "contradiction",
         "out of place", "double", "missing", "no column", "geometries", "metres as degrees", "wrong crs",
         "desa missing"],
)  # fmt: skip
def test_a_faulty_map_is_refused_with_every_fault(
    frame: Callable[[], gpd.GeoDataFrame], messages: list[str], tmp_path: Path, home: Path, folder: Path
):
    text = refusal(save(frame(), tmp_path / "peta.geojson"), home, folder)
    assert text.startswith("peta.geojson")
    for message in messages:
        assert message in text


def test_a_map_of_more_than_this_territory_says_filter_first(tmp_path: Path, home: Path, folder: Path):
    more = kecamatan(kd=list(KODE.values()))
    extra = [f"33.02.{number:02}" for number in range(1, 21)]
    others = gpd.GeoDataFrame({"kd": extra}, geometry=[box(111, -7, 112, -6)] * 20, crs=4326)
    text = refusal(save(gpd.pd.concat([more, others]), tmp_path / "a.geojson"), home, folder)
    assert text.count("tidak dikenal") == 20
    assert "saring dahulu" in text


def test_a_plain_ten_digit_code_that_reads_both_ways_is_not_guessed(tmp_path: Path, home: Path, folder: Path):
    """330102 1 001: kelurahan 1001 of Kemendagri 33.01.02, or desa 001 of BPS 3301021."""
    text = (folder / "kecamatan.csv").read_text()
    for name, bps in zip(CORNERS, ("3301021", "3301031", "3301041", "3301011"), strict=True):
        text = text.replace(BPS[name], bps)
    (folder / "kecamatan.csv").write_text(text)
    codes = [f"{plain}100{d}" for plain in ("330101", "330102", "330103", "330104") for d in (1, 2)]
    path = save(desa().assign(village_code=codes), tmp_path / "a.geojson")
    assert "kode Kemendagri maupun kode BPS" in refusal(path, home, folder)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.geojson", b"", "berkas kosong (0 bita)"),
        ("a.geojson", b'{"type": "FeatureColl', "isi berkas rusak, bukan GeoJSON yang sah"),
        ("a.geojson", b'{"type": "Topology", "objects": {}}', "bukan kumpulan fitur GeoJSON"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', "tidak ada fitur"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": ["x"]}', "dapat dibaca; berkas rusak"),
        ("a.geojson", b'{"type": "FeatureCollection", "crs": null, "features": []}', "(CRS) tidak ada"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [], "crs": {"type": "name", "properties": '
                      b'{"name": "EPSG:99999"}}}', "(CRS) tidak ada"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [], "crs": {"type": "link", "properties": '
                      b'{"href": "http://127.0.0.1:9/"}}}', "(CRS) tidak ada"),
        ("a.geojson", b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "rusak atau bukan GEOJSON"),
        ("a.vrt", b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "format tidak didukung"),
        ("a.kml", b"<kml/>", "format tidak didukung; simpan sebagai GeoJSON, GeoPackage, atau Shapefile"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\1" * 400, "isi berkas rusak"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 400, "rusak atau bukan GPKG"),
        ("a.zip", b"PK\x03\x04 not a zip", "ZIP rusak"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_map_is_refused(
    name: str, content: bytes, message: str, tmp_path: Path, home: Path, folder: Path
):
    (tmp_path / name).write_bytes(content)
    assert message in refusal(tmp_path / name, home, folder)


@pytest.mark.parametrize(
    "name",
    ["http://contoh.id/a.geojson", "https:/x", "/vsicurl/http://contoh.id/a.geojson", "/vsizip/a.zip", "PG:dbname=x",
     "GPKG:/tmp/a.gpkg:x", "WFS:http://x"],
)  # fmt: skip
def test_addresses_and_gdal_names_are_refused(name: str, home: Path, folder: Path):
    assert "hanya berkas di komputer ini" in refusal(name, home, folder)
    assert "hanya berkas di komputer ini" in refusal(Path(name), home, folder)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, home: Path, folder: Path):
    assert "berkas tidak ada" in refusal(tmp_path / "tiada.geojson", home, folder)
    assert "bukan berkas" in refusal(tmp_path, home, folder)


def test_faults_of_a_zip_are_named(tmp_path: Path, home: Path, folder: Path):
    assert "(CRS) tidak ada" in refusal(zipped(kecamatan(), tmp_path / "a.zip", without=".prj"), home, folder)
    assert "tidak ada: .dbf" in refusal(zipped(kecamatan(), tmp_path / "b.zip", without=".dbf"), home, folder)
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("satu.shp", "")
        archive.writestr("dua.shp", "")
        archive.writestr("__MACOSX/satu.shp", "")
    assert "tepat satu Shapefile (.shp), ditemukan 2: satu.shp, dua.shp" in refusal(
        tmp_path / "c.zip", home, folder
    )
    damaged = bytearray(zipped(kecamatan(), tmp_path / "d.zip").read_bytes())
    damaged[60:70] = b"\xff" * 10
    (tmp_path / "d.zip").write_bytes(damaged)
    assert "ZIP rusak" in refusal(tmp_path / "d.zip", home, folder)


def test_a_geopackage_with_two_layers_is_refused_by_name(tmp_path: Path, home: Path, folder: Path):
    path = save(kecamatan(), tmp_path / "a.gpkg")
    kecamatan().to_file(path, layer="lain")
    assert "ditemukan 2: a, lain" in refusal(path, home, folder)


def test_a_geopackage_without_crs_is_refused(tmp_path: Path, home: Path, folder: Path):
    path = tmp_path / "a.gpkg"
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        save(kecamatan().set_crs(None, allow_override=True), path)
    assert "(CRS) tidak ada" in refusal(path, home, folder)


def test_an_unclosed_ring_is_named_by_its_feature(tmp_path: Path, home: Path, folder: Path):
    path = save(kecamatan(), tmp_path / "a.geojson")
    content = json.loads(path.read_text())
    del content["features"][2]["geometry"]["coordinates"][0][-1]
    path.write_text(json.dumps(content))
    assert "fitur 3: geometri kosong atau rusak" in refusal(path, home, folder)


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


@pytest.mark.parametrize(
    ("file", "content"), [("boundary.geojson", "{}"), ("boundary.json", "{"), ("boundary.json", "[]")]
)
def test_a_changed_boundary_is_refused_not_shown(
    file: str, content: str, tmp_path: Path, home: Path, folder: Path
):
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


def test_size_is_kept_under_the_limit_by_a_coarser_tolerance(
    tmp_path: Path, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    wavy = np.linspace(-7.2, -7.1, 2000)[1:-1]
    border = [(110.1 + 0.0005 * np.sin(index), y) for index, y in enumerate(wavy)]
    frame = kecamatan()
    frame.loc[0, "geometry"] = Polygon([(110, -7.1), (110, -7.2), (110.1, -7.2), *border, (110.1, -7.1)])
    frame.loc[1, "geometry"] = Polygon([(110.2, -7.1), (110.2, -7.2), (110.1, -7.2), *border, (110.1, -7.1)])
    path = save(frame, tmp_path / "a.geojson")
    fine = load(path, home, folder)
    monkeypatch.setattr(boundary_coverage, "MAX_GEOJSON_BYTES", 20_000)
    coarse = load(path, home, folder)
    assert coarse.size_bytes < 20_000 < fine.size_bytes
    assert coarse.tolerance_m > fine.tolerance_m
    assert shapely.coverage_is_valid(outlines(current(home, folder).geojson).to_numpy())
    monkeypatch.setattr(boundary_coverage, "MAX_GEOJSON_BYTES", 200)
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
    assert len(text.encode()) == report.size_bytes < boundary_coverage.MAX_GEOJSON_BYTES
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
        "names": lambda: save(
            frame.dissolve("district").reset_index()[["district", "geometry"]], tmp_path / "a.gpkg"
        ),
    }
    report = load(make[form](), home)
    assert (report.n_features, report.n_kecamatan) == (23 if form == "names" else 187, 23)
    assert report.area_km2 == pytest.approx(1267.9, abs=0.1)
    assert report.gap_km2 == report.overlap_km2 == 0


def test_pages_can_import_the_module_without_geopandas():
    """Pages need `current` and `label_points` only; geopandas would cost each start .4 s."""
    import subprocess
    import sys

    code = "import sys, data.boundaries; sys.exit('geopandas' in sys.modules or 'pyproj' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(boundaries.__file__).parents[1])
