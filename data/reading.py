"""Reading editions: what pages and exports call. An edition never changes, so it may be kept open and cached by id."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import duckdb
import pandas as pd

from data.errors import DataError
from data.methods import IndexMethod, parse_stored
from data.words import t

_ID = re.compile(r"(\d{4}-\d{2})-r(\d+)")
_LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


def list_editions(home: Path) -> list[str]:
    """Ids of the editions in a home folder, the current one first: highest period, then highest revision."""
    found = [_ID.fullmatch(path.stem) for path in (home / "editions").glob("*.duckdb")]
    known = [(match[1], int(match[2]), match[0]) for match in found if match]
    return [edition_id for _, _, edition_id in sorted(known, reverse=True)]


def open_edition(home: Path, edition_id: str | None = None) -> Edition:
    """Open an edition after checking its checksum; without id the current one.

    Raises DataError: no edition, unknown id, or a damaged file (named, with the previous one offered).
    """
    known = list_editions(home)
    if not known:
        raise DataError(
            t(
                "Belum ada edisi di {home}. Terbitkan yang pertama: python -m data start",
                home=home / "editions",
            )
        )
    chosen = edition_id or known[0]
    if chosen not in known:
        raise DataError(t("Edisi {id} tidak ada. Yang ada: {known}.", id=chosen, known=", ".join(known[:6])))
    path = home / "editions" / f"{chosen}.duckdb"
    if not _is_intact(path):
        others = [one for one in known if one != chosen]
        offer = t("Edisi sebelumnya: {id}.", id=others[0]) if others else t("Pulihkan dari cadangan.")
        raise DataError(
            t("Edisi {id} rusak atau diubah: jumlah periksanya tidak cocok. {offer}", id=chosen, offer=offer)
        )
    return Edition(path)


class Edition:
    """One published edition, open for reading; each query uses its own cursor, so threads may share it."""

    def __init__(self, path: Path) -> None:
        self._con = duckdb.connect(str(path), read_only=True, config=_LOCKED_DOWN)
        self.id = path.stem
        self.meta: dict[str, str] = dict(self._con.execute("SELECT key, value FROM meta").fetchall())

    def close(self) -> None:
        """Give the file back."""
        self._con.close()

    def periods(self) -> list[str]:
        """Months with IKW scores, oldest first."""
        return self._frame("SELECT DISTINCT period FROM scores WHERE index = 'IKW' ORDER BY 1")[
            "period"
        ].tolist()

    def scores(
        self, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None
    ) -> pd.DataFrame:
        """Rows of `scores`: one unit, one period."""
        return self._of("scores", index, unit_type, period, unit)

    def dimensions(
        self, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None
    ) -> pd.DataFrame:
        """Rows of `dimensions`: one unit, one period, one dimension."""
        return self._of("dimensions", index, unit_type, period, unit)

    def indicators(
        self, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None
    ) -> pd.DataFrame:
        """Rows of `indicators`: one unit, one period, one indicator."""
        return self._of("indicators", index, unit_type, period, unit)

    def contributions(
        self, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None
    ) -> pd.DataFrame:
        """Rows of `contributions`: points by indicator; they add up to score − reference."""
        return self._of("contributions", index, unit_type, period, unit)

    def overlay(self, period: str) -> pd.DataFrame:
        """Ormas by kecamatan of activity in the twelve months to a period; missing kecamatan = regency-wide."""
        return self._frame("SELECT * FROM overlay WHERE period = ? ORDER BY kecamatan", [period])

    def counts(
        self, *, first: str | None = None, last: str | None = None, kecamatan: str | None = None
    ) -> pd.DataFrame:
        """Verified incidents by month, kecamatan, type and class: `n`, and `resolved` among them. No row = none."""
        return self._frame(
            "SELECT * FROM counts WHERE ($first IS NULL OR period >= $first) AND ($last IS NULL OR period <= $last)"
            " AND ($kecamatan IS NULL OR kecamatan = $kecamatan) ORDER BY ALL",
            {"first": first, "last": last, "kecamatan": kecamatan},
        )

    def deeds(
        self, *, first: str, last: str, kecamatan: str | None = None, unit: str | None = None
    ) -> pd.DataFrame:
        """Activities of Ormas: one row per month, kecamatan of activity, Ormas, kind, partner and level of evidence."""
        return self._between("deeds", first, last, kecamatan, unit)

    def parts(
        self, *, first: str, last: str, kecamatan: str | None = None, unit: str | None = None
    ) -> pd.DataFrame:
        """Incidents and potentials that an Ormas reported, prevented or mediated: `n`, and `resolved` among them."""
        return self._between("parts", first, last, kecamatan, unit)

    def trainings(self, *, first: str, last: str, unit: str | None = None) -> pd.DataFrame:
        """Trainings: one row per month, invited Ormas and topic; officers who came (`hadir`) of `total`."""
        return self._frame(
            "SELECT * FROM trainings WHERE period BETWEEN $first AND $last AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"first": first, "last": last, "unit": unit},
        )

    def units(self, unit_type: str) -> pd.DataFrame:
        """The units of one type with their names and attributes."""
        return self._frame("SELECT * FROM units WHERE unit_type = ? ORDER BY unit", [unit_type])

    def boundary(self) -> str:
        """The boundary as GeoJSON text; feature property `kode`."""
        return str(self._frame("SELECT geojson FROM boundary")["geojson"].iloc[0])

    def methods(self) -> dict[str, IndexMethod]:
        """The method of each index, as frozen into this edition."""
        rows = self._frame("SELECT index, id, toml FROM method")
        return {
            index: parse_stored(method_id, toml)
            for index, method_id, toml in zip(rows["index"], rows["id"], rows["toml"], strict=True)
        }

    def _between(
        self, table: str, first: str, last: str, kecamatan: str | None, unit: str | None
    ) -> pd.DataFrame:
        return self._frame(
            f"SELECT * FROM {table} WHERE period BETWEEN $first AND $last"  # noqa: S608 - our own table names
            " AND ($kecamatan IS NULL OR kecamatan = $kecamatan) AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"first": first, "last": last, "kecamatan": kecamatan, "unit": unit},
        )

    def _of(
        self, table: str, index: str, unit_type: str, period: str | None, unit: str | None
    ) -> pd.DataFrame:
        return self._frame(
            f"SELECT * FROM {table} WHERE index = $index AND unit_type = $unit_type"  # noqa: S608 - our own table names
            " AND ($period IS NULL OR period = $period) AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"index": index, "unit_type": unit_type, "period": period, "unit": unit},
        )

    def _frame(self, sql: str, values: list[object] | dict[str, object] | None = None) -> pd.DataFrame:
        with self._con.cursor() as cursor:
            return cursor.execute(sql, values).df() if values else cursor.execute(sql).df()


def _is_intact(path: Path) -> bool:
    try:
        expected = path.with_suffix(".sha256").read_text(encoding="utf-8").split()[0]
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest() == expected
    except (OSError, IndexError, UnicodeDecodeError):
        return False
