"""Adapter for CVEW (Collective Violence Early Warning, CSIS Indonesia): incidents reported in the news, free with attribution.

Cite Alexandra, Fitriani, Satria (2022), violence.csis.or.id. Only what is certain is taken over:

| ours | theirs |
|---|---|
| id_kejadian | incident_id, `-`, our code of the kecamatan: their ids are not unique |
| tanggal | date, dd/mm/yy |
| kecamatan | sub_district_id, a BPS code, through the crosswalk |
| tahap, sumber | peristiwa; media |
| jenis | ekses_politik where the first issue is elections or offices, else lainnya: their issues and forms cut elsewhere |
| meninggal, luka | num_death, num_injured; empty and −99 mean unknown |
| dihentikan_aparat | tidak where nobody intervened, else unknown: an intervention that worked need not have been by force |

All else stays unknown: they count infrastructure, not buildings; villages carry BPS codes, for which there is no crosswalk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from data.errors import DataError
from data.intake.sheets import Cell, Row, Sheet
from data.reference import territory
from data.words import msg

COLUMNS = ("incident_id", "date", "sub_district_id", "issue_type1", "num_death", "num_injured", "intervene")
_OURS = (
    "id_kejadian",
    "tanggal",
    "kecamatan",
    "tahap",
    "jenis",
    "meninggal",
    "luka",
    "dihentikan_aparat",
    "sumber",
)
_KIND = {"ISU PEMILIHAN DAN JABATAN": "ekses_politik"}
_UNKNOWN = "-99"


def translate(sheet: Sheet, file: str) -> tuple[Sheet, tuple[dict[str, object], ...]]:
    """Their sheet as one of ours, with the same row numbers, and what was left out, with the reasons.

    Raises DataError where a column that is needed is missing, or no row lies in the territory.
    """
    header = [str(cell or "").strip().casefold() for cell in sheet.rows[0]]
    if absent := [name for name in COLUMNS if name not in header]:
        raise DataError(
            msg(
                "{file}: bukan berkas CVEW; kolom {columns} tidak ada. Tanpa --format cvew, berkas dibaca sebagai templat.",
                file=file,
                columns=", ".join(absent),
            )
        )
    area = territory.load_territory()
    rows: list[Row] = [list(_OURS)]
    nowhere = elsewhere = 0
    for cells in sheet.rows[1:]:
        row = dict(zip(header, [*cells, *[None] * (len(header) - len(cells))], strict=False))
        code = territory.as_text(row["sub_district_id"])
        taken: Row = []
        if not any(cell is not None for cell in cells):
            pass
        elif code in ("", _UNKNOWN):
            nowhere += 1
        elif not code.startswith(area.bps_code):
            elsewhere += 1
        else:
            taken = _row(row, code)
        rows.append(taken)
    reasons = {
        msg("di luar {area} (kode BPS {code})", area=area.name, code=area.bps_code): elsewhere,
        msg("tanpa kecamatan di sumbernya, jadi tidak dapat ditempatkan"): nowhere,
    }
    skipped = tuple({"alasan": reason, "baris": count} for reason, count in reasons.items() if count)
    if not any(rows[1:]):
        raise DataError(
            msg(
                "{file}: tidak ada baris untuk {area} ({elsewhere} di luar wilayah, {nowhere} tanpa kecamatan).",
                file=file,
                area=area.name,
                elsewhere=elsewhere,
                nowhere=nowhere,
            )
        )
    # Only the marks of rows are kept: the columns are ours.
    return replace(sheet, rows=rows, merged=(), hidden_columns=frozenset()), skipped


def _row(row: Mapping[str, Cell], bps: str) -> Row:
    # A code that the crosswalk lacks is passed on as it is: the check names it and its row.
    code = territory.match_kecamatan(bps).code or bps
    incident = territory.as_text(row["incident_id"])
    issue = territory.as_text(row["issue_type1"]).upper()
    return [
        f"{incident}-{code}" if incident else None,
        _day(row["date"]),
        code,
        "peristiwa",
        _KIND.get(issue, "lainnya"),
        _count(row["num_death"]),
        _count(row["num_injured"]),
        "tidak" if territory.as_text(row["intervene"]).upper() == "TIDAK" else None,
        "media",
    ]


def _day(cell: Cell) -> Cell:
    """dd/mm/yy as ISO, of this century; anything else is passed on as it is, to be named as a fault."""
    if isinstance(cell, str) and (found := re.fullmatch(r"(\d\d)/(\d\d)/(\d\d)", cell.strip())):
        return f"20{found[3]}-{found[2]}-{found[1]}"
    return cell


def _count(cell: Cell) -> Cell:
    return None if territory.as_text(cell) == _UNKNOWN else cell
