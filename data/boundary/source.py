"""A GIS file from outside -> one polygon and one kecamatan code a feature, or one report of every fault.

Imports geopandas (.4 s): `data.boundary.loading` imports this module only when a file is loaded.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyogrio
import pyogrio.errors
import pyproj
import shapely
from pyproj.exceptions import CRSError, ProjError

from data.boundary.columns import Level, find_kecamatan
from data.errors import DataError
from data.reference.territory import as_text
from data.words import Message, joined, msg, msg_n

log = logging.getLogger(__name__)

MAX_SOURCE_BYTES = 200_000_000
"""GDAL itself refuses a GeoJSON object above this; more is never a boundary of one province."""

Geometries = npt.NDArray[Any]

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True)
class Source:
    """A file that was understood."""

    name: str
    """File name without folder."""
    sha256: str
    """Of the file's bytes."""
    level: Level
    """What one feature is."""
    column: str
    """The column that gave the kecamatan."""
    codes: tuple[str, ...]
    """Kemendagri code of the kecamatan, one a feature."""
    geometries: Geometries
    """Valid Polygon or MultiPolygon, one a feature, in metres, in `crs`."""
    crs: str
    """Lambert azimuthal equal-area, centred on the file."""
    notes: tuple[Message, ...] = ()
    """What of the file was left out, in words."""


def read_source(path: str | Path, folder: Path) -> Source:
    """Read GeoJSON, GeoPackage or a zipped Shapefile, at the level of desa or kecamatan, in any CRS.

    Parameters
    ----------
    path : str or Path
        A file on this machine; an address (`http:`) or a GDAL name (`/vsi…`, `PG:`) is refused.
    folder : Path
        The reference folder with the kecamatan that the file must have.

    Raises
    ------
    DataError
        One report of every fault; see `data.boundary.loading.load`.
    """
    local = _local_file(path)
    with tempfile.TemporaryDirectory(prefix="kondusif-batas-") as scratch:
        # GDAL sees only a copy under a name of ours: no sidecar file, no archive, no text that names a data source.
        sha256, copy, n_expected = _unpack(local, Path(scratch))
        frame, notes = _read(local.name, copy)
    if n_expected is not None and len(frame) != n_expected:
        raise DataError(
            msg(
                "{name}: hanya {n} dari {m} fitur yang dapat dibaca; berkas rusak, ekspor ulang dari QGIS.",
                name=local.name,
                n=len(frame),
                m=n_expected,
            )
        )
    if len(frame) == 0:
        raise DataError(msg("{name}: tidak ada fitur di dalam berkas; ekspor ulang dari QGIS.", name=local.name))
    frame.index += 1  # the number of a feature, as messages give it
    frame, labels = _without_labels(frame)
    columns = {str(c): [as_text(v) for v in frame[c]] for c in frame.columns if c != frame.geometry.name}
    reading, faults = find_kecamatan(local.name, columns, folder, list(frame.index))
    faults += _geometry_faults(frame.geometry)
    if not _has_crs(frame):
        faults.append(_no_crs())
    if faults:
        raise_faults(local.name, [*faults, *labels])
    crs, geometries = _project(local.name, frame)
    return Source(
        name=local.name,
        sha256=sha256,
        level=reading.level,
        column=reading.column,
        codes=tuple(str(code) for code in reading.codes),
        geometries=_polygons(geometries),
        crs=crs,
        notes=(*notes, *labels),
    )


def raise_faults(name: str, faults: Sequence[Message]) -> NoReturn:
    """Refuse a file with all its faults in one report.

    Raises
    ------
    DataError
        Always.
    """
    head = msg("{name} tidak dimuat; {n} hal perlu diperbaiki. Tidak ada yang diubah.", name=name, n=len(faults))
    raise DataError(joined("\n", [head, *(joined("", ["- ", fault]) for fault in faults)]))


def _local_file(path: str | Path) -> Path:
    text = str(path)
    if re.match(r"[A-Za-z][\w+.-]+:", text) or text.startswith("/vsi"):
        raise DataError(
            msg(
                "{name}: hanya berkas di komputer ini yang dibaca, bukan alamat jaringan atau nama GDAL; unduh berkasnya dahulu.",
                name=text,
            )
        )
    local = Path(text)
    if not local.exists():
        raise DataError(msg("{name}: berkas tidak ada; periksa letak dan ejaannya.", name=text))
    if not local.is_file():
        raise DataError(msg("{name}: bukan berkas; beri satu berkas GeoJSON, GeoPackage atau ZIP.", name=text))
    size = local.stat().st_size
    if size == 0:
        raise DataError(msg("{name}: berkas kosong (0 bita); ekspor atau unduh ulang.", name=local.name))
    if size > MAX_SOURCE_BYTES:
        raise DataError(
            msg(
                "{name}: {mb} MB, paling besar {limit} MB; saring dahulu ke wilayah ini saja.",
                name=local.name,
                mb=size // 10**6,
                limit=MAX_SOURCE_BYTES // 10**6,
            )
        )
    return local


def _unpack(source: Path, scratch: Path) -> tuple[str, Path, int | None]:
    """Checksum, a copy that only the wanted driver can open, and the number of features where the text tells it.

    The format is told by the content, never by the name: GDAL would otherwise open any text that names a remote
    source (VRT, WFS) as one.
    """
    content = source.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith(b"PK"):
        return sha256, _unzip(source, scratch), None
    if content.startswith(b"SQLite format 3\0") and content[68:72] in (b"GPKG", b"GP10", b"GP11"):
        copy = scratch / "source.gpkg"
        copy.write_bytes(content)
        return sha256, copy, None
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        n_features = _check_geojson(source.name, text)
        copy = scratch / "source.geojson"
        copy.write_bytes(text)
        return sha256, copy, n_features
    known = source.suffix.casefold() in (".geojson", ".json", ".gpkg", ".zip")
    if known:
        raise DataError(
            msg(
                "{name}: isi berkas rusak atau bukan {format}; ekspor ulang dari QGIS.",
                name=source.name,
                format=source.suffix[1:].upper(),
            )
        )
    raise DataError(
        msg(
            "{name}: format tidak didukung; simpan sebagai GeoJSON, GeoPackage, atau Shapefile dalam satu ZIP (.shp, .shx, .dbf, .prj).",
            name=source.name,
        )
    )


def _check_geojson(name: str, text: bytes) -> int:
    """Number of features; refuses what GDAL would read in silence as something else."""
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise DataError(
            msg(
                "{name}: isi berkas rusak, bukan GeoJSON yang sah ({fault}); ekspor ulang dari QGIS.",
                name=name,
                fault=fault,
            )
        ) from None
    features = content.get("features")
    if content.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise DataError(msg("{name}: bukan kumpulan fitur GeoJSON (FeatureCollection); simpan sebagai GeoJSON.", name=name))
    if "crs" in content:
        # GDAL takes a null, unknown or linked CRS for WGS 84.
        crs = content["crs"]
        try:
            pyproj.CRS.from_user_input(str(crs["properties"]["name"]))
        except (TypeError, KeyError, CRSError):
            raise_faults(name, [_no_crs()])
    return len(features)


def _unzip(source: Path, scratch: Path) -> Path:
    try:
        with zipfile.ZipFile(source) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and "__MACOSX/" not in m.filename]
            shapes = [m.filename for m in members if m.filename.casefold().endswith(".shp")]
            if len(shapes) != 1:
                raise DataError(
                    msg(
                        "{name}: ZIP harus memuat tepat satu Shapefile (.shp), ditemukan {n}: {shapes}.",
                        name=source.name,
                        n=len(shapes),
                        shapes=", ".join(shapes) or "–",
                    )
                )
            stem = shapes[0][:-4].casefold()
            parts = {m.filename[-4:].casefold(): m for m in members if m.filename[:-4].casefold() == stem}
            absent = [suffix for suffix in (".shx", ".dbf") if suffix not in parts]
            if absent:
                raise DataError(
                    msg(
                        "{name}: bagian Shapefile tidak ada: {parts}; kirim semuanya dalam satu ZIP.",
                        name=source.name,
                        parts=", ".join(absent),
                    )
                )
            if sum(m.file_size for m in parts.values()) > MAX_SOURCE_BYTES:
                raise DataError(
                    msg(
                        "{name}: isi ZIP lebih dari {limit} MB; saring dahulu ke wilayah ini saja.",
                        name=source.name,
                        limit=MAX_SOURCE_BYTES // 10**6,
                    )
                )
            for suffix in _SHAPEFILE_PARTS:
                if suffix in parts:
                    with (
                        archive.open(parts[suffix]) as packed,
                        (scratch / f"source{suffix}").open("wb") as copy,
                    ):
                        shutil.copyfileobj(packed, copy)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise DataError(msg("{name}: ZIP rusak atau bersandi ({fault}); buat ulang.", name=source.name, fault=fault)) from None
    return scratch / "source.shp"


def _read(name: str, copy: Path) -> tuple[gpd.GeoDataFrame, list[Message]]:
    """The one layer with areas, and what was left out: layers of points beside it, which are labels."""
    try:
        with warnings.catch_warnings(record=True) as notes:
            warnings.simplefilter("always")
            kinds = {str(layer): str(kind) for layer, kind in pyogrio.list_layers(copy) if kind is not None}
            points = [layer for layer, kind in kinds.items() if "Point" in kind and len(kinds) > 1]
            layers = [layer for layer in kinds if layer not in points]
            if len(layers) != 1:
                raise DataError(
                    msg(
                        "{name}: harus memuat tepat satu lapisan peta, ditemukan {n}: {layers}; simpan satu lapisan saja.",
                        name=name,
                        n=len(layers),
                        layers=", ".join(layers) or "–",
                    )
                )
            # on_invalid: a broken ring becomes a missing geometry, which the report then names by the number of the feature.
            frame = pyogrio.read_dataframe(copy, layer=layers[0], force_2d=True, on_invalid="ignore")
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        CRSError,
        UnicodeDecodeError,
    ) as fault:
        log.warning("%s: %s", name, fault)
        raise DataError(msg("{name}: isi berkas rusak; ekspor ulang dari QGIS.", name=name)) from None
    for note in notes:
        log.warning("%s: %s", name, note.message)
    return frame, [msg("lapisan titik diabaikan: {layers}", layers=", ".join(points))] if points else []


def _without_labels(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Message]]:
    """The features without points between the areas, which say where a name is written. Points alone are no boundary."""
    is_point = frame.geometry.geom_type.isin(["Point", "MultiPoint"])
    n = int(is_point.sum())
    if n in (0, len(frame)):
        return frame, []
    return frame[~is_point], [msg_n("{n} titik label di berkas diabaikan", "{n} titik label di berkas diabaikan", n)]


def _geometry_faults(geometries: gpd.GeoSeries) -> list[Message]:
    broken, kinds = [], dict[str, list[str]]()
    for number, geometry in geometries.items():
        if geometry is None or geometry.is_empty or not np.isfinite(shapely.get_coordinates(geometry)).all():
            broken.append(str(number))
        elif geometry.geom_type not in ("Polygon", "MultiPolygon"):
            kinds.setdefault(geometry.geom_type, []).append(str(number))
    faults = [msg("fitur {numbers}: {kind}, bukan poligon", numbers=", ".join(numbers), kind=kind) for kind, numbers in kinds.items()]
    if broken:
        faults.append(msg("fitur {numbers}: geometri kosong atau rusak", numbers=", ".join(broken)))
    return faults


def _has_crs(frame: gpd.GeoDataFrame) -> bool:
    """A GeoPackage without one says `Undefined geographic SRS` or `Undefined Cartesian SRS`."""
    return frame.crs is not None and not frame.crs.name.casefold().startswith("undefined")


def _no_crs() -> Message:
    return msg(
        "sistem koordinat (CRS) tidak ada atau tidak dikenal; tetapkan di QGIS (mis. EPSG:4326 atau EPSG:32748), "
        "lalu ekspor ulang beserta berkas .prj"
    )


def _project(name: str, frame: gpd.GeoDataFrame) -> tuple[str, Geometries]:
    """Into an equal-area CRS centred on the features, so that areas and widths are square metres and metres."""
    try:
        west, south, east, north = frame.to_crs(4326).total_bounds
        if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
            crs = f"+proj=laea +lat_0={(south + north) / 2:.4f} +lon_0={(west + east) / 2:.4f} +datum=WGS84 +units=m"
            return crs, np.asarray(frame.to_crs(crs).geometry.values)
        log.warning("%s: bounds in degrees %s", name, (west, south, east, north))
    except (ProjError, CRSError) as fault:
        log.warning("%s: %s", name, fault)
    raise_faults(
        name,
        [
            msg(
                "koordinat tidak cocok dengan sistem koordinat {crs}: di luar bumi; periksa CRS dan urutan bujur-lintang",
                crs=frame.crs.name,
            )
        ],
    )


def _polygons(geometries: Geometries) -> Geometries:
    """Made valid; lines and points that a repair leaves behind are no area and go."""
    repaired = shapely.make_valid(geometries)
    parts, owner = shapely.get_parts(repaired, return_index=True)
    parts, inner = shapely.get_parts(parts, return_index=True)
    owner = owner[inner]
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return np.asarray(
        [shapely.multipolygons(parts[is_area & (owner == index)]) for index in range(len(geometries))],
        dtype=object,
    )
