"""Loading a boundary: what is refused, and how it is said."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import LineString, Point, Polygon, box

from data.boundary.loading import load
from data.errors import DataError
from tests.data.boundary.drawing import (
    BPS,
    CORNERS,
    KODE,
    desa,
    kecamatan,
    refusal,
    save,
    square,
    zipped,
)


def change(column: str, row: int, value: object, **columns: list[Any]) -> gpd.GeoDataFrame:
    frame = kecamatan(**columns).astype({column: object})
    frame.loc[row, column] = value
    return frame


def with_geometry(*geometries: object) -> gpd.GeoDataFrame:
    frame = kecamatan()
    return gpd.GeoDataFrame({"NAMA": frame["NAMA"]}, geometry=[*geometries, *frame.geometry[len(geometries) :]], crs=4326)


@pytest.mark.parametrize(
    ("frame", "messages"),
    [
        (
            lambda: change("NAMA", 1, "Bakumg"),
            ['fitur 2, kolom NAMA: "Bakumg" tidak dikenal; mungkin Bakung (33.01.02)', "kecamatan tidak ada di berkas: Bakung (33.01.02)"],
        ),
        (lambda: change("NAMA", 0, "Bunga"), ['fitur 1, kolom NAMA: "Bunga" bermakna ganda: Anggrek (33.01.01) atau Bakung (33.01.02)']),
        (lambda: change("NAMA", 2, None), ["fitur 3, kolom NAMA: kosong"]),
        (lambda: change("kd", 3, "33.02.04", kd=list(KODE.values())), ['fitur 4, kolom kd: "33.02.04" tidak dikenal']),
        (lambda: change("kd", 3, "33.01.99", kd=list(KODE.values()), NAMA=list(CORNERS)), ['fitur 4, kolom kd: "33.01.99" tidak dikenal']),
        (
            lambda: kecamatan(kd=list(KODE.values()), nama=["Bakung", "Anggrek", "Cempaka", "Dahlia"]),
            ["fitur 1: 33.01.01 (kd) dan Bakung (nama) menunjuk kecamatan yang berlainan", "fitur 2: 33.01.02 (kd)"],
        ),
        (
            lambda: kecamatan(NAMA=["Bakung", "Anggrek", "Cempaka", "Dahlia"], x=[*"abcd"]).assign(
                geometry=lambda f: f.geometry.scale(0.1, 0.1)
            ),
            [
                "Anggrek (33.01.01) tidak berada di tempatnya: lintang, bujur -7.150, 110.150, seharusnya sekitar -7.15, 110.05",
                "Bakung (33.01.02) tidak berada",
            ],
        ),
        (
            lambda: kecamatan(NAMA=["Anggrek", "Bakung", "Cempaka", "Cempaka"]),
            ["Cempaka (33.01.03) muncul lebih dari sekali (fitur 3, 4)", "kecamatan tidak ada di berkas: Dahlia (33.01.04)"],
        ),
        (lambda: kecamatan().iloc[:2], ["kecamatan tidak ada di berkas: Cempaka (33.01.03), Dahlia (33.01.04); lengkapi"]),
        (lambda: kecamatan(wilayah=["satu", "dua", "tiga", "empat"]), ["tidak ada kolom berisi kode", "wilayah (mis. 'satu')"]),
        (
            lambda: with_geometry(None, LineString([(110.1, -7.1), (110.2, -7.1)]), Polygon()),
            ["fitur 2: LineString, bukan poligon", "fitur 1, 3: geometri kosong atau rusak"],
        ),
        (
            lambda: with_geometry(square("Anggrek"), Point(110.15, -7.15)),
            ["kecamatan tidak ada di berkas: Bakung (33.01.02)", "1 titik label di berkas diabaikan"],
        ),
        (
            lambda: kecamatan(kd=[*KODE.values()]).to_crs(32748).set_crs(4326, allow_override=True),
            ["koordinat tidak cocok dengan sistem koordinat WGS 84: di luar bumi"],
        ),
        (lambda: kecamatan().set_crs(32748, allow_override=True), ["tidak berada di tempatnya"]),
        (lambda: desa().iloc[:6], ["kecamatan tidak ada di berkas: Dahlia"]),
    ],
    ids=[
        "unknown name",
        "ambiguous name",
        "no name",
        "unknown code",
        "unknown code, known name",
        "contradiction",
        "out of place",
        "double",
        "missing",
        "no column",
        "geometries",
        "point for an area",
        "metres as degrees",
        "wrong crs",
        "desa missing",
    ],
)
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
        (
            "a.geojson",
            b'{"type": "FeatureCollection", "features": [], "crs": {"type": "name", "properties": {"name": "EPSG:99999"}}}',
            "(CRS) tidak ada",
        ),
        (
            "a.geojson",
            b'{"type": "FeatureCollection", "features": [], "crs": {"type": "link", "properties": {"href": "http://127.0.0.1:9/"}}}',
            "(CRS) tidak ada",
        ),
        ("a.geojson", b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "rusak atau bukan GEOJSON"),
        ("a.vrt", b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "format tidak didukung"),
        ("a.kml", b"<kml/>", "format tidak didukung; simpan sebagai GeoJSON, GeoPackage, atau Shapefile"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\1" * 400, "isi berkas rusak"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 400, "rusak atau bukan GPKG"),
        ("a.zip", b"PK\x03\x04 not a zip", "ZIP rusak"),
    ],
)
def test_a_file_that_is_no_map_is_refused(name: str, content: bytes, message: str, tmp_path: Path, home: Path, folder: Path):
    (tmp_path / name).write_bytes(content)
    assert message in refusal(tmp_path / name, home, folder)


@pytest.mark.parametrize(
    "name",
    [
        "http://contoh.id/a.geojson",
        "https:/x",
        "/vsicurl/http://contoh.id/a.geojson",
        "/vsizip/a.zip",
        "PG:dbname=x",
        "GPKG:/tmp/a.gpkg:x",
        "WFS:http://x",
    ],
)
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
    assert "tepat satu Shapefile (.shp), ditemukan 2: satu.shp, dua.shp" in refusal(tmp_path / "c.zip", home, folder)
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


def test_a_map_called_after_a_person_is_refused_and_what_may_be_one_is_not_kept(tmp_path: Path, home: Path, folder: Path):
    (tmp_path / "batas_Bpk_Sutarjo.geojson").write_bytes(save(kecamatan(), tmp_path / "peta.geojson").read_bytes())
    with pytest.raises(DataError, match="Nama berkas memuat nama orang") as refused:
        load(tmp_path / "batas_Bpk_Sutarjo.geojson", home, folder=folder)
    assert "Sutarjo" not in str(refused.value)
    (tmp_path / "batas velda.geojson").write_bytes((tmp_path / "peta.geojson").read_bytes())
    report = load(tmp_path / "batas velda.geojson", home, folder=folder)
    assert report.source == "berkas.geojson"
    assert any("disimpan sebagai berkas.geojson" in str(one) for one in report.warnings)
    assert b"velda" not in b"".join(path.read_bytes() for path in (home / "boundaries").iterdir())
