"""The reference folder as data: the territory, its kecamatan, people, police sectors, and the matching of names.

Nothing here knows a kabupaten: every function takes the reference folder, by default the shipped one.
Codes are text. Join on codes; a name is matched only through `match_kecamatan`, which never guesses.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from data.errors import DataError
from data.shelf import Shelf
from data.words import NOTHING, Message, joined, msg

REFERENCE = Path(__file__).parent

# What stands in front of the name of a kecamatan: Permendagri 58/2021 knows distrik (Papua), kapanewon and kemantren (DI Yogyakarta) as
# names of the same level.
_TITLE = re.compile(r"^(?:kecamatan|kec|distrik|kapanewon|kemantren) (?=.)")
_KEMENDAGRI = re.compile(r"(\d\d)\.?(\d\d)\.?(\d\d)")
_BPS = re.compile(r"(?:id)?(\d{7})")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")
_MAX_SUGGESTIONS = 3

_TEXT, _WHOLE, _DECIMAL, _DATE = "text", "whole", "decimal", "date"
_KECAMATAN = {
    "kode": _TEXT,
    "kode_bps": _TEXT,
    "nama": _TEXT,
    "n_desa": _WHOLE,
    "n_kelurahan": _WHOLE,
    "luas_bps_km2": _DECIMAL,
    "luas_poligon_km2": _DECIMAL,
    "lat": _DECIMAL,
    "lon": _DECIMAL,
}
_POPULATION = {"kecamatan": _TEXT, "tahun": _WHOLE, "jumlah": _WHOLE, "mutu": _TEXT, "sumber": _TEXT}
_POLSEK = {
    "kecamatan": _TEXT,
    "polsek": _TEXT,
    "berlaku_mulai": _DATE,
    "berlaku_sampai": _DATE,
    "status": _TEXT,
    "nama_lama": _TEXT,
}
_ALIAS = {"alias": _TEXT, "kecamatan": _TEXT, "catatan": _TEXT}


@dataclass(frozen=True)
class Territory:
    """What `wilayah.toml` says."""

    code: str
    """Kemendagri code, `32.16`; every kecamatan code begins with it."""
    bps_code: str
    """BPS code, `3216`."""
    name: str
    """`Kabupaten Bekasi`."""
    screen_name: str
    """Name of the dashboard."""
    time_zone: ZoneInfo
    """In which days and months begin."""
    offices: Mapping[str, str]
    """Names of offices as shown: `kepala_daerah`, `kesbangpol`, `kesbangpol_singkat`, `polres`, `ppid`."""
    boundary_source: str
    """Where `kecamatan.geojson` comes from."""


@dataclass(frozen=True)
class Match:
    """What a value that should name a kecamatan was found to mean."""

    value: str
    """The value as read."""
    code: str | None
    """Kemendagri code; None where nothing, or more than one kecamatan, matches."""
    reason: Literal["ambigu", "kosong", "tak_dikenal"] | None = None
    """Why there is no code; None when there is one."""
    suggestions: tuple[tuple[str, str], ...] = ()
    """(code, name) of what may be meant: all candidates of an ambiguous name, else the nearest, best first."""


@dataclass(frozen=True)
class _Index:
    names: Mapping[str, str]  # code -> name
    by_bps: Mapping[str, str]  # BPS code -> code
    by_name: Mapping[str, frozenset[str]]  # normalised name -> codes
    by_alias: Mapping[str, frozenset[str]]  # normalised alias -> codes


class _Load(Protocol):
    def __call__(self, folder: Path = REFERENCE) -> pd.DataFrame: ...


def _once(load: Callable[[Path], pd.DataFrame]) -> _Load:
    """A reference table is read and checked once; each caller gets a table of its own."""
    shelf = Shelf(most=16)

    @functools.wraps(load)
    def loaded(folder: Path = REFERENCE) -> pd.DataFrame:
        return shelf.lend(folder, lambda: load(folder))

    return loaded


@functools.cache
def load_territory(folder: Path = REFERENCE) -> Territory:
    """Read `wilayah.toml`.

    Raises
    ------
    DataError
        The file is missing, is not TOML, lacks an entry, or names an unknown time zone.
    """
    path = folder / "wilayah.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        territory = raw["wilayah"]
        return Territory(
            code=territory["kode"],
            bps_code=territory["kode_bps"],
            name=territory["nama"],
            screen_name=territory["nama_layar"],
            time_zone=ZoneInfo(territory["zona_waktu"]),
            offices=MappingProxyType(dict(raw["kantor"])),
            boundary_source=raw["batas"]["sumber"],
        )
    except FileNotFoundError:
        raise DataError(msg("Berkas rujukan {path} tidak ada; pulihkan map rujukan.", path=path)) from None
    except tomllib.TOMLDecodeError as fault:
        raise DataError(msg("{path}: bukan TOML yang sah ({fault}).", path=path, fault=fault)) from None
    except ZoneInfoNotFoundError as fault:
        raise DataError(msg("{path}: zona waktu tidak dikenal: {fault}.", path=path, fault=fault)) from None
    except KeyError as fault:
        raise DataError(msg("{path}: isian {entry} tidak ada; lengkapi.", path=path, entry=fault)) from None


@_once
def load_kecamatan(folder: Path = REFERENCE) -> pd.DataFrame:
    """The kecamatan, one row each, in the order of the file.

    Returns
    -------
    DataFrame
        `kode` (Kemendagri, unique), `kode_bps` (unique), `nama`; `n_desa`, `n_kelurahan` (counts);
        `luas_bps_km2`, `luas_poligon_km2` (the two differ by up to a quarter: build no rate on them);
        `lat`, `lon` (degrees, WGS 84, centroid). Nothing may be missing.

    Raises
    ------
    DataError
        A column, value or code is missing, malformed, doubled, or outside the territory.
    """
    path = folder / "kecamatan.csv"
    frame = read(path, _KECAMATAN)
    prefix = load_territory(folder).code + "."
    bad = ~frame["kode"].str.fullmatch(r"\d\d\.\d\d\.\d\d") | ~frame["kode"].str.startswith(prefix)
    refuse(path, frame.loc[bad, "kode"], msg("kode kecamatan harus berpola 12.34.56 dan berawalan {p}", p=prefix))
    refuse(path, frame.loc[~frame["kode_bps"].str.fullmatch(r"\d{7}"), "kode_bps"], msg("kode BPS harus 7 angka"))
    for column in ("kode", "kode_bps"):
        refuse(path, frame.loc[frame[column].duplicated(), column], msg("kode muncul dua kali"))
    return frame


@_once
def load_population(folder: Path = REFERENCE) -> pd.DataFrame:
    """People by kecamatan and year.

    Returns
    -------
    DataFrame
        `kecamatan` (code), `tahun`, `jumlah` (people), `mutu` (`sensus`, `estimasi_dpt`, `estimasi_kasar`),
        `sumber`. One row a kecamatan and year; no row means unknown. Nothing may be missing within a row.

    Raises
    ------
    DataError
        As `load_kecamatan`; also a kecamatan that is not in `kecamatan.csv`.
    """
    path = folder / "penduduk.csv"
    frame = read(path, _POPULATION)
    _check_codes(path, frame, folder)
    doubled = frame.duplicated(["kecamatan", "tahun"])
    refuse(path, frame.loc[doubled, "kecamatan"], msg("kecamatan dan tahun yang sama muncul dua kali"))
    return frame


@_once
def load_polsek(folder: Path = REFERENCE) -> pd.DataFrame:
    """Which police sector covers which kecamatan, since when and until when.

    Returns
    -------
    DataFrame
        `kecamatan` (code), `polsek`, `berlaku_mulai`, `berlaku_sampai` (first and last day; NaT = open),
        `status` (`terverifikasi`, `belum_diverifikasi`), `nama_lama` (missing: never renamed).

    Raises
    ------
    DataError
        As `load_population`.
    """
    path = folder / "polsek.csv"
    frame = read(path, _POLSEK, optional=("berlaku_mulai", "berlaku_sampai", "nama_lama"))
    _check_codes(path, frame, folder)
    return frame


def polsek_on(day: date, folder: Path = REFERENCE) -> dict[str, str]:
    """Code of the kecamatan -> police sector that covers it on a day; a kecamatan without one is left out.

    Raises
    ------
    DataError
        Two sectors cover one kecamatan on that day.

    Examples
    --------
    >>> polsek_on(date(2026, 10, 31))["32.16.03"]
    'Polsek Tambelang'
    """
    frame = load_polsek(folder)
    at = pd.Timestamp(day)
    started = frame["berlaku_mulai"].isna() | (frame["berlaku_mulai"] <= at)
    ended = frame["berlaku_sampai"] < at
    valid = frame[started & ~ended]
    doubled = valid.loc[valid["kecamatan"].duplicated(), "kecamatan"]
    refuse(folder / "polsek.csv", doubled, msg("dua Polsek berlaku pada {day}", day=day.isoformat()))
    return dict(zip(valid["kecamatan"], valid["polsek"], strict=True))


def normalise_name(name: str) -> str:
    """A name without title, case, accents, spaces and punctuation: what two spellings of it share.

    Examples
    --------
    >>> normalise_name("Kec. Karang  Bahagia"), normalise_name("KARANGBAHAGIA")
    ('karangbahagia', 'karangbahagia')
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = re.sub(r"[\W_]+", " ", plain).strip()
    return _TITLE.sub("", words).replace(" ", "")


def match_kecamatan(value: object, folder: Path = REFERENCE) -> Match:
    """Which kecamatan a value means: Kemendagri code, BPS code, name or alias.

    Codes come with or without dots (`32.16.01`, `321601`), as text or number; BPS codes have 7 digits, with
    or without `id` in front. Names go through `normalise_name` and the aliases of `alias.csv`; a name or alias
    of more than one kecamatan is ambiguous and gets no code. Missing or blank gives the reason `kosong`.

    Examples
    --------
    >>> match_kecamatan("id3216090").code, match_kecamatan("Kec. Kedungwaringin").code
    ('32.16.02', '32.16.12')
    >>> match_kecamatan("Tarumajya")
    Match(value='Tarumajya', code=None, reason='tak_dikenal', suggestions=(('32.16.01', 'Tarumajaya'),))
    >>> match_kecamatan("Tambun").reason
    'ambigu'
    """
    text = as_text(value)
    if not text:
        return Match(text, None, "kosong")
    index = _index(folder)
    code = _by_code(text, index)
    if code:
        return Match(text, code)
    key = normalise_name(text)
    found = index.by_name.get(key) or index.by_alias.get(key) or frozenset[str]()
    if len(found) == 1:
        return Match(text, next(iter(found)))
    if found:
        return Match(text, None, "ambigu", _named(sorted(found), index))
    return Match(text, None, "tak_dikenal", _named(_nearest(text, key, index), index))


def explain(match: Match) -> Message:
    """Why a value has no code and what may be meant, in words for people; empty when it has one."""
    options = joined(msg(" atau "), [f"{name} ({code})" for code, name in match.suggestions])
    if match.reason == "kosong":
        return msg("kosong")
    if match.reason == "ambigu":
        return msg('"{value}" bermakna ganda: {options}', value=match.value, options=options)
    if match.reason == "tak_dikenal" and options:
        return msg('"{value}" tidak dikenal; mungkin {options}', value=match.value, options=options)
    return msg('"{value}" tidak dikenal', value=match.value) if match.reason else NOTHING


def as_text(value: object) -> str:
    """A cell as text: blank for missing; a whole number without the `.0` that spreadsheets and GIS files add."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return ""
    text = str(value).strip()
    number = _WHOLE_FLOAT.fullmatch(text) if isinstance(value, float) else None
    return number[1] if number else text


def _by_code(text: str, index: _Index) -> str | None:
    plain = text.casefold()
    if bps := _BPS.fullmatch(plain):
        return index.by_bps.get(bps[1])
    if kemendagri := _KEMENDAGRI.fullmatch(plain):
        code = ".".join(kemendagri.groups())
        return code if code in index.names else None
    return None


def _nearest(text: str, key: str, index: _Index) -> list[str]:
    """Codes of which the value is likely to be a misspelling; none for a well-formed code, to which any other code is as near."""
    digits = re.sub(r"\D", "", text)
    if digits and not re.search(r"[^\W\d_]", text):
        code = _by_code(digits, index)
        return [code] if code else []
    # Not compared with aliases: abbreviations are short, and everything is near them.
    close = difflib.get_close_matches(key, index.by_name, n=_MAX_SUGGESTIONS, cutoff=0.7)
    return [code for name in close for code in sorted(index.by_name[name])][:_MAX_SUGGESTIONS]


def _named(codes: list[str], index: _Index) -> tuple[tuple[str, str], ...]:
    return tuple((code, index.names[code]) for code in codes)


@functools.cache
def _index(folder: Path) -> _Index:
    kecamatan = load_kecamatan(folder)
    path = folder / "alias.csv"
    alias = read(path, _ALIAS, optional=("catatan",))
    _check_codes(path, alias, folder)
    return _Index(
        names=dict(zip(kecamatan["kode"], kecamatan["nama"], strict=True)),
        by_bps=dict(zip(kecamatan["kode_bps"], kecamatan["kode"], strict=True)),
        by_name=_group(kecamatan["nama"], kecamatan["kode"]),
        by_alias=_group(alias["alias"], alias["kecamatan"]),
    )


def _group(names: pd.Series[str], codes: pd.Series[str]) -> dict[str, frozenset[str]]:
    grouped: dict[str, set[str]] = {}
    for name, code in zip(names, codes, strict=True):
        grouped.setdefault(normalise_name(name), set()).add(code)
    return {name: frozenset(found) for name, found in grouped.items()}


def read(path: Path, columns: Mapping[str, str], optional: tuple[str, ...] = ()) -> pd.DataFrame:
    """A CSV of any columns, typed (text, whole, decimal, date), read as text first, so that a code stays one. Raises DataError."""
    try:
        # keep_default_na would read a name or code "NA" as missing.
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    except FileNotFoundError:
        raise DataError(msg("Berkas rujukan {path} tidak ada; pulihkan map rujukan.", path=path)) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as fault:
        raise DataError(msg("{path}: bukan CSV UTF-8 yang sah ({fault}).", path=path, fault=fault)) from None
    absent = [name for name in columns if name not in frame]
    if absent:
        raise DataError(msg("{path}: kolom tidak ada: {columns}.", path=path, columns=", ".join(absent)))
    for name, kind in columns.items():
        if name not in optional:
            rows = pd.Series([str(row + 2) for row in frame.index[frame[name].isna()]], dtype=str)
            refuse(path, rows, msg("kolom {column} kosong pada baris", column=name))
        try:
            frame[name] = _typed(frame[name], kind)
        except ValueError as fault:
            raise DataError(msg("{path}, kolom {column}: {fault}.", path=path, column=name, fault=fault)) from None
    return frame[list(columns)]


def _typed(values: pd.Series[str], kind: str) -> pd.Series:
    if kind == _WHOLE:
        return values.astype("int64")
    if kind == _DECIMAL:
        return values.astype("float64")
    if kind == _DATE:
        return pd.to_datetime(values, format="%Y-%m-%d")
    return values.str.strip()


def _check_codes(path: Path, frame: pd.DataFrame, folder: Path) -> None:
    unknown = frame.loc[~frame["kecamatan"].isin(load_kecamatan(folder)["kode"]), "kecamatan"]
    refuse(path, unknown, msg("kode tidak ada di kecamatan.csv"))


def refuse(path: Path, values: pd.Series[str], what: Message) -> None:
    """Raise DataError, which names the values, where there are any."""
    if len(values):
        raise DataError(joined("", [f"{path}: ", what, f": {', '.join(values)}."]))
