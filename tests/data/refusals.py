"""Refusals of every room that need no store: each is an act and the folder (`FOLDER` in its words) in which it is done."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pandas as pd

from data.access import access_file, viewers
from data.boundary import source
from data.editions import inputs, reading
from data.editions.reading import Edition
from data.intake import checking, sheets, templates
from data.privacy import gate
from data.records import calibrating
from data.reference import methods, territory
from data.store import database, locking
from data.tables import TABLES
from data.words import msg
from pages.exports.press import press
from pages.exports.proof import checking as proof_checking
from tests.reader import t

TODAY = datetime.date(2026, 11, 3)
MONTHS = pd.DataFrame({"period": ["2026-01", "2026-02"], "unit_type": "kecamatan", "unit": "32.16.07"})


def _written(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def _sheet(text: str, table: str) -> None:
    checking.check(sheets.parse("kirim.csv", text.encode()).sheets[0], TABLES[table], today=TODAY, file="kirim.csv")


def _no_kind() -> viewers.Viewer:
    return viewers.Viewer("ani", "bukan_peran")


class _Edition:
    id = "2026-10-r1"

    def periods(self) -> list[str]:
        return ["2026-10"]


ACTS: dict[str, Callable[[Path], object]] = {
    "no store": database.require,
    "no edition": reading.open_edition,
    "nothing to publish": lambda _: inputs.refuse_too_little({"penduduk"}, 0, "2026-10"),
    "too little to publish": lambda _: inputs.refuse_too_little({"penduduk", "survei"}, 3, "2026-10"),
    "records of too few months": lambda _: calibrating.refuse_too_short(MONTHS),
    "no records": lambda _: calibrating.refuse_too_short(MONTHS.head(0)),
    "an unknown role": lambda _: _no_kind(),
    "a page that the role has not": lambda _: viewers.require_page(viewers.Viewer("ani", "humas"), "edisi"),
    "a page that who acts for somebody has not": lambda _: viewers.require_page(
        viewers.Viewer("ani", "ppid", delegation=viewers.Delegation("ani", "Budi", "ppid", frozenset(), TODAY, TODAY, "1/2026")), "edisi"
    ),
    "a note with an identity number": lambda _: gate.refuse("NIK 3216071203850001", msg("Catatan")),
    "a reason with a name": lambda _: gate.refuse("a.n. Sutarjo", msg("Alasan")),
    "no file": lambda folder: sheets.read(folder / "tidak-ada.xlsx"),
    "a folder for a file": sheets.read,
    "an empty file": lambda _: sheets.parse("kosong.xlsx", b" \n"),
    "a page for a workbook": lambda _: sheets.parse("halaman.xls", b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>"),
    "a page without ending": lambda _: sheets.parse("halaman", b"<html><table><tr><td>1</td></tr></table></html>"),
    "a damaged workbook": lambda _: sheets.parse("rusak.xlsx", b"PK\x03\x04" + b"\x00" * 40),
    "no header": lambda _: _sheet("apa;saja\n1;2\n", "kejadian"),
    "half a header": lambda _: _sheet("id_kejadian;tanggal;kecamatan;lain\nK1;2026-10-03;Setu;x\n", "kejadian"),
    "no rows": lambda _: _sheet(";".join(TABLES["pelatihan"].column_names) + "\n", "pelatihan"),
    "a template that can't be written": lambda folder: templates.save(folder, b"x"),
    "a boundary in another form": lambda folder: source.read_source(_written(folder, "batas.kml", b"<kml/>"), territory.REFERENCE),
    "an empty boundary": lambda folder: source.read_source(_written(folder, "batas.geojson", b""), territory.REFERENCE),
    "a boundary that is none": lambda folder: source.read_source(_written(folder, "batas.geojson", b"{}"), territory.REFERENCE),
    "a ZIP that is none": lambda folder: source.read_source(_written(folder, "batas.zip", b"PK\x03\x04 rusak"), territory.REFERENCE),
    "access that is no TOML": lambda folder: access_file.load(_written(folder, "akses.toml", b"[masuk").parent),
    "access that isn't text": lambda folder: access_file.load(_written(folder, "akses.toml", b"\xff").parent),
    "an unknown method": lambda _: methods.load_one("tidak-ada"),
    "a folder that can't be written": lambda folder: locking.held(
        folder / "akses.toml" / "x", exclusive=True, wait=0, doing="uji"
    ).__enter__(),
    "kecamatan that are none": lambda folder: territory.load_kecamatan(
        _written(folder, "kecamatan.csv", b"kode,kode_bps,nama\n99.16.07,3216070,Setu\n").parent
    ),
    "a trend of one month": lambda _: press.refuse_without_line(cast("Edition", _Edition()), t, "trend", "2026-10"),
    "a proof that isn't there": lambda folder: proof_checking.check(t, folder, folder / "tidak-ada.png"),
}
