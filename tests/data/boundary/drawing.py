"""Four square kecamatan of .1 degree in another province, and how to save and load them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import Polygon, box

from data.boundary.loading import load
from data.errors import DataError

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


def kecamatan(**columns: list[Any]) -> gpd.GeoDataFrame:
    """One feature a kecamatan, by name only unless columns say otherwise."""
    return gpd.GeoDataFrame(columns or {"NAMA": list(CORNERS)}, geometry=[square(n) for n in CORNERS], crs=4326)


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
