"""An edition as files that anybody can open: Parquet and CSV with a data dictionary in each language.

Text that a spreadsheet would run as a formula is made harmless in the CSV files; the Parquet files hold it as it is.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from data.editions import formats, shape
from data.editions.reading import Edition
from data.errors import DataError
from data.privacy import purpose
from data.store import durable, locking
from data.tables.edition import TABLES
from data.words import LANGUAGES, Language, msg, translated

SIMULATED = "DATA SIMULASI"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Whole texts, not rows: they come as files of their own.
_AS_FILES = ("boundary", "method")


def name_of(edition: Edition) -> str:
    """The name of the folder and of the zip file; it says so when the data are simulated."""
    marked = f"-{SIMULATED.replace(' ', '-')}" if edition.meta.get("store_kind") == "simulasi" else ""
    return f"kondusif-{edition.id}{marked}"


def to_folder(edition: Edition, out: Path) -> Path:
    """Write an edition into a new folder below `out`, whole or not at all; returns the folder.

    Raises DataError if the folder is there already or can't be written.
    """
    final = out / name_of(edition)
    if final.exists():
        raise DataError(msg("{path}: sudah ada. Pilih folder lain dengan --out.", path=final))
    partial = durable.temporary(final)
    try:
        out.mkdir(parents=True, exist_ok=True)
        partial.mkdir()
        for name, content in _files(edition).items():
            path = partial / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        partial.rename(final)
    except OSError as error:
        raise DataError(locking.cannot_write(out, error)) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return final


def to_zip(edition: Edition) -> bytes:
    """The same as one zip file; the same edition gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(edition).items():
            archive.writestr(zipfile.ZipInfo(f"{name_of(edition)}/{name}"), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table, of any columns, for a spreadsheet. Raises DataError where it can't be written."""
    try:
        path.write_bytes(_csv(frame))
    except OSError as error:
        raise DataError(locking.cannot_write(path, error)) from None


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame, of any columns, with an apostrophe before every text that a spreadsheet would take for a formula."""
    texts = [name for name in frame.columns if pd.api.types.is_string_dtype(frame[name].dtype)]
    return frame.assign(**{name: frame[name].map(_harmless_cell) for name in texts})


# The dictionary in each language: name of the file, and its header.
DICTIONARIES: Mapping[Language, tuple[str, tuple[str, ...]]] = {
    "id": ("kamus-data.csv", ("tabel", "kolom", "jenis", "satuan", "arti", "kosong")),
    "en": ("data-dictionary.csv", ("table", "column", "type", "unit", "meaning", "missing")),
}


def dictionary(edition: Edition, language: Language) -> pd.DataFrame:
    """Every column of the edition in one language, headers too: those of `DICTIONARIES`; in English `table`, `column`, `type`, `unit`,
    `meaning`, `missing` (what an empty cell means).
    """
    held = {(name, column) for name, frame in edition.tables().items() for column in frame.columns}
    rows = [
        (table.name, column.name, column.type, *(translated(one, language) for one in (column.unit, column.meaning, column.missing)))
        for table in sorted(TABLES.values(), key=lambda one: one.name)
        for column in table.columns
        if (table.name, column.name) in held
    ]
    return pd.DataFrame(rows, columns=[*DICTIONARIES[language][1]])


def _files(edition: Edition) -> dict[str, bytes]:
    tables = edition.tables()
    files = {"README.md": _readme(edition).encode()}
    for language, (name, _) in DICTIONARIES.items():
        files[name] = _csv(dictionary(edition, language))
    for index, toml in zip(tables["method"]["index"], tables["method"]["toml"], strict=True):
        files[f"metode-{index}.toml"] = str(toml).encode()
    files["batas-kecamatan.geojson"] = edition.boundary().encode()
    for name, frame in tables.items():
        if name not in _AS_FILES:
            files[f"csv/{name}.csv"] = _csv(frame)
            files[f"parquet/{name}.parquet"] = frame.to_parquet(index=False)
    return files


def _csv(frame: pd.DataFrame) -> bytes:
    # The mark at the start tells Excel that the text is UTF-8.
    # Line ends as in RFC 4180; they also make the writer put quotes around a text with a carriage return in it.
    return harmless(shape.joined(frame)).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _harmless_cell(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _readme(edition: Edition) -> str:
    meta = edition.meta
    facts = "\n".join(f"- {key}: {value}" for key, value in meta.items())
    warning = f"**{SIMULATED} – BUKAN DATA NYATA.** *Simulated data, not real.*\n\n" if meta.get("store_kind") == "simulasi" else ""
    return f"""# {meta.get("territory_name", "")} – edisi {edition.id}

{warning}Satu berkas untuk satu tabel, sebagai CSV (UTF-8, koma) dan Parquet. Arti setiap kolom: `kamus-data.csv`.
Sel kosong berarti tidak ada atau belum dapat dinilai, bukan nol. Daftar (jenis `VARCHAR[]`) di berkas CSV dipisah titik
koma. Di berkas CSV, teks yang diawali = + - @ diberi tanda petik tunggal supaya tidak dijalankan sebagai rumus.

*One file a table, as CSV (UTF-8, comma) and Parquet. What each column means: `data-dictionary.csv`. An empty cell means
missing or not assessable yet, never zero. The parts of a list (type `VARCHAR[]`) are joined by semicolons in the CSV files.
There a text that begins with = + - @ carries an apostrophe, so that no spreadsheet runs it as a formula.*

{_lacking(edition)}{purpose.TEXT}

*These data serve to prevent and handle social conflict and to support civil-society organisations, not to judge or follow persons.*

{facts}
"""


def _lacking(edition: Edition) -> str:
    """What an older edition doesn't have, and what stands empty in its files; nothing for one of the present format."""
    known = {one: "; ".join(formats.added_since(edition.format, one)) for one in LANGUAGES}
    if not known["id"]:
        return ""
    return f"""Edisi ini terbit sebelum ada: {known["id"]}. Kolom dan tabelnya kosong.

*This edition was published before there were: {known["en"]}. Their columns and tables are empty.*

"""
