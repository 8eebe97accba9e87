"""The boundary of the kecamatan: load one from any GIS file, keep it, hand it to the map.

A loaded boundary lies in `home/boundaries/` (boundary.geojson, boundary.json) and takes effect with the next
edition; without one the shipped `kecamatan.geojson` of the reference folder serves. Rings run clockwise: d3, which
draws plotly's maps, reads a counter-clockwise ring as the whole globe minus the kecamatan (RFC 7946 is the opposite).
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data.boundary import coverage, seams
from data.errors import DataError
from data.privacy import gate
from data.reference.territory import REFERENCE, load_kecamatan, load_territory
from data.store import clock
from data.words import N_, Message, joined, msg

log = logging.getLogger(__name__)

_GENERALISED = N_("batas digeneralisasi")
_SIMPLIFIED = N_("batas disederhanakan untuk layar")


@dataclass(frozen=True)
class Boundary:
    """A boundary as pages and editions use it."""

    geojson: str
    """FeatureCollection in WGS 84, one feature a kecamatan; properties include `kode` and `nama`."""
    sha256: str
    """Of `geojson` as UTF-8."""
    source: str
    """Where it comes from."""
    note: str
    """To say under each map; a msgid, show it with `t(note)`."""


@dataclass(frozen=True)
class BoundaryReport:
    """What `load` found and wrote."""

    source: str
    """File name."""
    source_sha256: str
    sha256: str
    """Of boundary.geojson."""
    level: str
    """What a feature of the file was: `desa` or `kecamatan`."""
    column: str
    """The column that gave the kecamatan."""
    n_features: int
    n_kecamatan: int
    area_km2: float
    """After closing slivers, before simplification; equal-area projection, ellipsoid of WGS 84."""
    gap_km2: float
    """Gaps found in the file, enclosed or open, all narrow, closed."""
    overlap_km2: float
    """Overlaps between kecamatan found in the file, all narrow, given to one of the two."""
    tolerance_m: float
    """Of the simplification (Visvalingam-Whyatt: the square root of the area of a triangle that may go)."""
    size_bytes: int
    loaded_at: str
    """ISO 8601, in the time zone of the territory."""
    warnings: tuple[Message, ...]
    """What somebody should look at; kept beside the boundary in the language of the house."""


def load(path: str | Path, home: Path, folder: Path = REFERENCE) -> BoundaryReport:
    """Take a GIS file in as the boundary of the next edition, whole or not at all.

    Dissolves desa to kecamatan, closes slivers, simplifies shared borders together, and writes
    `home/boundaries/boundary.geojson` and `boundary.json`.

    Parameters
    ----------
    path : str or Path
        GeoJSON, GeoPackage or zipped Shapefile on this machine; desa or kecamatan; any CRS. The kecamatan is
        found by Kemendagri code, BPS code or name, in whichever column holds it.
    home : Path
        The home folder; made where absent.
    folder : Path
        The reference folder.

    Raises
    ------
    DataError
        One report of every fault; nothing was written. A fault is: a name with personal data, a file that is missing, empty, corrupt, remote
        or of another format; no CRS; no column with codes or names; features without, with an unknown, an
        ambiguous or two contradicting kecamatan; empty or non-polygon geometries; a kecamatan twice (at that
        level) or missing, or not where the reference has it; gaps and overlaps wider than `coverage.SLIVER_WIDTH_M`, those that are open to
        the outside too; a kecamatan without a neighbour that has one in the reference; too much of the reference left out (`seams`).
    """
    from data.boundary.source import raise_faults, read_source

    gate.refuse_file_name(Path(path).name)
    source = read_source(path, folder)
    names = dict(load_kecamatan(folder)[["kode", "nama"]].itertuples(index=False, name=None))
    owner = np.asarray(source.codes)
    outlines = np.asarray([shapely.union_all(source.geometries[owner == code]) for code in names], dtype=object)
    if faults := _place_faults(coverage.to_lonlat(outlines, source.crs), folder):
        raise_faults(source.name, faults)
    known = coverage.from_lonlat(_reference_outlines(folder, names), source.crs)
    holes = coverage.gaps(outlines, known)
    borders = seams.seams(outlines, holes)
    strips = np.empty(0, dtype=object)
    if any(border.is_loose for border in borders):
        outlines, strips = seams.fill(outlines)
        holes = coverage.gaps(outlines, known)
    gaps, overlaps = np.concatenate([holes, strips]), coverage.overlaps(outlines)
    faults = coverage.find_faults(outlines, list(names.values()), gaps, overlaps)
    faults += seams.find_faults(borders, list(names.values()), outlines, known)
    if faults:
        raise_faults(source.name, faults)
    outlines = coverage.clean(outlines, has_gaps=len(gaps) > 0)
    simplified = coverage.simplify(outlines, source.crs, lambda final: _to_geojson(final, names))
    if simplified is None or len(coverage.gaps(outlines, known)) or not _still_touching(simplified[0], borders):
        raise_faults(source.name, [msg("batas tidak dapat dirapikan menjadi liputan tanpa celah; rapikan di QGIS")])
    geojson, tolerance = simplified
    kept_as = gate.storable_file_name(source.name)
    report = BoundaryReport(
        source=kept_as,
        source_sha256=source.sha256,
        sha256=hashlib.sha256(geojson.encode()).hexdigest(),
        level=source.level,
        column=source.column,
        n_features=len(source.codes),
        n_kecamatan=len(names),
        area_km2=coverage.km2(outlines),
        gap_km2=coverage.km2(gaps),
        overlap_km2=coverage.km2([piece for _, _, piece in overlaps]),
        tolerance_m=tolerance,
        size_bytes=len(geojson.encode()),
        loaded_at=clock.now().replace(tzinfo=UTC).astimezone(load_territory(folder).time_zone).isoformat(timespec="seconds"),
        warnings=(
            *source.notes,
            *([gate.renamed(kept_as)] if kept_as != source.name else []),
            *_desa_warnings(source.level, source.codes, folder),
            *seams.find_warnings(borders, list(names.values()), outlines, known),
        ),
    )
    _keep(geojson, report, home / "boundaries")
    return report


def describe(report: BoundaryReport) -> Message:
    """The report of a load, in words for people."""
    number = coverage.number
    area, level = number(report.area_km2, "#,##0.0"), report.level
    counts = {"n": number(report.n_features, "#,##0"), "m": number(report.n_kecamatan, "#,##0")}
    found = {"gap": number(report.gap_km2, "0.000"), "overlap": number(report.overlap_km2, "0.000")}
    size = {"m": number(report.tolerance_m, "0"), "kb": number(report.size_bytes / 1000, "0")}
    if report.gap_km2 or report.overlap_km2:
        seams = msg("Celah {gap} km² dan tumpang tindih {overlap} km², semuanya sempit, sudah dirapikan.", **found)
    else:
        seams = msg("Tidak ada celah atau tumpang tindih.")
    lines = [
        msg("Batas dimuat dari {source}:", source=report.source),
        msg("{n} fitur ({level}), {m} kecamatan, {area} km².", level=level, area=area, **counts),
        seams,
        msg("Disederhanakan untuk layar (toleransi {m} m) menjadi {kb} kB.", **size),
        *(msg("Perhatikan: {warning}", warning=warning) for warning in report.warnings),
        msg("Batas ini berlaku mulai edisi berikutnya; edisi yang sudah terbit tetap memakai batasnya sendiri."),
    ]
    return joined("\n", lines)


def current(home: Path, folder: Path = REFERENCE) -> Boundary:
    """The boundary that the next edition will use: the loaded one, else the shipped one.

    Raises
    ------
    DataError
        The loaded boundary does not match its checksum, or no boundary exists.
    """
    kept = home / "boundaries"
    facts_path = kept / "boundary.json"
    if facts_path.exists():
        try:
            facts = json.loads(facts_path.read_text(encoding="utf-8"))
            source, sha256 = str(facts["source"]), str(facts["sha256"])
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
            raise DataError(msg("{path} rusak; muat ulang batas.", path=facts_path)) from None
        # A crash between the two renames of `_keep` leaves the new text under its pending name.
        for path in (kept / "boundary.geojson", _pending(kept, sha256)):
            if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                return Boundary(path.read_text(encoding="utf-8"), sha256, source, _SIMPLIFIED)
        raise DataError(
            msg(
                "{path} tidak cocok dengan sidik SHA-256 di boundary.json; muat ulang batas.",
                path=kept / "boundary.geojson",
            )
        )
    shipped = folder / "kecamatan.geojson"
    if not shipped.exists():
        raise DataError(msg("Berkas rujukan {path} tidak ada; pulihkan map rujukan.", path=shipped))
    text = shipped.read_text(encoding="utf-8")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Boundary(text, sha256, load_territory(folder).boundary_source, _GENERALISED)


def publish_static(boundary_geojson: str, static_dir: Path) -> str | None:
    """Put a boundary where the web server serves files, named by its content.

    Returns
    -------
    str or None
        `boundaries/<first 16 of sha256>.geojson`, relative to the static URL; None where the folder can't be
        written (the map then carries the outline inline).
    """
    relative = f"boundaries/{hashlib.sha256(boundary_geojson.encode()).hexdigest()[:16]}.geojson"
    target = static_dir / relative
    if not target.exists():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(target, boundary_geojson)
        except OSError as fault:
            log.warning("boundary goes inline, %s can't be written: %s", target, fault)
            return None
    return relative


def label_points(geojson: str) -> dict[str, tuple[float, float]]:
    """Where to write the name of each kecamatan: centre of its largest inscribed circle.

    Returns
    -------
    dict
        `kode` -> (longitude, latitude) in degrees. A kecamatan without area is left out.
    """
    points = {}
    for feature in json.loads(geojson)["features"]:
        outline = shapely.from_geojson(json.dumps(feature["geometry"]))
        if shapely.area(outline) > 0:
            centre = shapely.get_point(shapely.maximum_inscribed_circle(outline), 0)
            points[str(feature["properties"]["kode"])] = (
                float(shapely.get_x(centre)),
                float(shapely.get_y(centre)),
            )
    return points


def _place_faults(outlines: Any, folder: Path) -> list[Message]:
    """Kecamatan that don't lie around the centroid of the reference (degrees): a wrong CRS, or codes that were swapped."""
    frame = load_kecamatan(folder)
    west, south, east, north = shapely.bounds(outlines).T
    margin = np.hypot(east - west, north - south) / 2
    is_near_lon = (west - margin <= frame["lon"]) & (frame["lon"] <= east + margin)
    is_near_lat = (south - margin <= frame["lat"]) & (frame["lat"] <= north + margin)
    faults = []
    for index in np.flatnonzero(~(is_near_lon & is_near_lat)):
        row = frame.iloc[index]
        found = f"{(south[index] + north[index]) / 2:.3f}, {(west[index] + east[index]) / 2:.3f}"
        place = {
            "name": row["nama"],
            "code": row["kode"],
            "found": found,
            "due": f"{row['lat']}, {row['lon']}",
        }
        faults.append(
            msg(
                "{name} ({code}) tidak berada di tempatnya: lintang, bujur {found}, seharusnya sekitar {due}; "
                "periksa sistem koordinat dan kodenya",
                **place,
            )
        )
    return faults


def _reference_outlines(folder: Path, names: Mapping[str, str]) -> Any:
    """Outlines of the shipped boundary by kecamatan, in degrees; an empty array where the reference folder has none."""
    path = folder / "kecamatan.geojson"
    if not path.exists():
        return np.empty(0, dtype=object)
    shapes = _shapes(path.read_text(encoding="utf-8"))
    return np.asarray([shapes.get(code, shapely.Polygon()) for code in names], dtype=object)


def _shapes(geojson: str) -> dict[str, Any]:
    return {
        str(feature["properties"]["kode"]): shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(geojson)["features"]
    }


def _still_touching(geojson: str, borders: Sequence[seams.Seam]) -> bool:
    """Whether each kecamatan that had a border with a neighbour has one in what will be published: neighbours are read off it."""
    shapes = list(_shapes(geojson).values())
    due = [one for one in borders if one.touching_m + one.narrow_m >= seams.BORDER_M]
    return all(shapes[border.one].intersects(shapes[border.two]) for border in due)


def _to_geojson(outlines: Any, names: Mapping[str, str]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"kode": code, "nama": name},
            "geometry": json.loads(shapely.to_geojson(outline)),
        }
        for (code, name), outline in zip(names.items(), outlines, strict=True)
    ]
    content = {"type": "FeatureCollection", "name": "kecamatan", "features": features}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _desa_warnings(level: str, codes: tuple[str, ...], folder: Path) -> list[Message]:
    if level != "desa":
        return []
    frame = load_kecamatan(folder)
    rows = zip(frame["kode"], frame["nama"], frame["n_desa"] + frame["n_kelurahan"], strict=True)
    return [
        msg(
            "{name} ({code}): {n} desa/kelurahan di berkas, {m} menurut rujukan",
            name=name,
            code=code,
            n=n,
            m=m,
        )
        for code, name, m in rows
        if (n := codes.count(code)) != m
    ]


def _pending(kept: Path, sha256: str) -> Path:
    return kept / f".{sha256[:16]}.geojson"


def _keep(geojson: str, report: BoundaryReport, kept: Path) -> None:
    """Write both files; the rename of boundary.json is the moment at which the new boundary holds."""
    kept.mkdir(parents=True, exist_ok=True)
    pending = _pending(kept, report.sha256)
    _write(pending, geojson)
    _write(
        kept / "boundary.json",
        json.dumps({**vars(report), "warnings": [str(one) for one in report.warnings]}, ensure_ascii=False, indent=1) + "\n",
    )
    pending.replace(kept / "boundary.geojson")


def _write(target: Path, text: str) -> None:
    """All of a file or none of it: temporary name, fsync, rename, fsync of the folder."""
    # Threads of one server publish the same boundary at the same moment.
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
