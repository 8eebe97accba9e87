"""Follow-up of signals: new → acknowledged → assigned → coded note → closed. Rows are only added; nothing is free text.

A row of signals that has lasted for a year ends in another way too: a person takes it as the new usual level. What ended is
read at publishing (`ended`): a later rise begins a new row.

The signals themselves stand in the edition; only what people did about them is kept here. A signal is named by its id
(`period/kecamatan/group`), which is the same in every edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import cast

import duckdb
import numpy as np
import pandas as pd

from data.errors import DataError
from data.reference import methods
from data.session import Session
from data.store import audit, clock, database, ledger, shape
from data.words import N_, Words, msg

NEW, ACKNOWLEDGED, ASSIGNED, CLOSED, LEVELLED = "baru", "diterima", "ditugaskan", "ditutup", "taraf_baru"
ENDED = frozenset({CLOSED, LEVELLED})
STATES: Mapping[str, str] = {
    NEW: N_("Baru"),
    ACKNOWLEDGED: N_("Diterima"),
    ASSIGNED: N_("Ditugaskan"),
    CLOSED: N_("Ditutup"),
    LEVELLED: N_("Taraf baru ditetapkan"),
}
UNITS: Mapping[str, str] = {
    "camat": N_("Camat"),
    "bakesbangpol": N_("Bakesbangpol"),
    "polsek": N_("Polsek"),
    "koramil": N_("Koramil"),
    "satpol_pp": N_("Satpol PP"),
    "disnaker": N_("Dinas Tenaga Kerja"),
    "fkdm": N_("FKDM"),
    "fkub": N_("FKUB"),
}
NOTES: Mapping[str, str] = {
    "dikonfirmasi": N_("Sudah dikonfirmasi ke lapangan"),
    "dipantau": N_("Dipantau bulan berikutnya"),
    "dimediasi": N_("Mediasi dimulai"),
    "dikoordinasikan": N_("Dikoordinasikan dengan aparat setempat"),
    "ormas_dilibatkan": N_("Ormas setempat dilibatkan"),
    "laporan_ganda": N_("Ada laporan ganda"),
    "salah_catat": N_("Ada salah catat"),
    "terlambat_lapor": N_("Laporan bulan lain masuk terlambat"),
}
OUTCOMES: Mapping[str, str] = {
    "benar": N_("Benar: memang ada yang berkembang"),
    "keliru": N_("Keliru: data atau kebetulan"),
    "tidak_jelas": N_("Tidak jelas"),
}
RIGHT = "tindak_lanjut"
_COLUMNS = [
    "sinyal",
    "keadaan",
    "ditugaskan_ke",
    "catatan",
    "hasil",
    "waktu_terima",
    "oleh_terima",
    "waktu_akhir",
    "oleh_akhir",
]


def acknowledge(session: Session, signal: str, edition: str) -> None:
    """Somebody has seen the signal. Refused unless it is new."""
    _step(session, signal, edition, "diterima", None, {NEW})


def assign(session: Session, signal: str, edition: str, unit: str) -> None:
    """Assign the signal to a unit of `UNITS`; it can be reassigned as long as it isn't closed."""
    _known(unit, UNITS)
    _step(session, signal, edition, "ditugaskan", unit, {ACKNOWLEDGED, ASSIGNED})


def note(session: Session, signal: str, edition: str, code: str) -> None:
    """Add a coded note of `NOTES` to a signal that somebody acknowledged."""
    _known(code, NOTES)
    _step(session, signal, edition, "catatan", code, {ACKNOWLEDGED, ASSIGNED})


def close(session: Session, signal: str, edition: str, outcome: str) -> None:
    """Close the signal as true, false or unclear (`OUTCOMES`)."""
    _known(outcome, OUTCOMES)
    _step(session, signal, edition, "ditutup", outcome, {ACKNOWLEDGED, ASSIGNED})


def may_set_level(signal: str, since: str, months: int) -> bool:
    """Whether the row of a signal, which began in the month `since`, has lasted so many months that it may be the new usual level.

    >>> [may_set_level("2026-10/32.16.07/industri", since, 12) for since in ("2025-11", "2025-10")]
    [False, True]
    """
    (year, month), (first_year, first_month) = (map(int, text.split("-")) for text in (signal[:7], since))
    return 12 * (year - first_year) + month - first_month >= months


def set_level(session: Session, signal: str, edition: str, since: str) -> None:
    """Take what has lasted since the month `since` as the new usual level: the row ends, and later months are judged by that level.

    Raises DataError for a row that is younger than the rules in force allow (`new_level_months`); it is these that judge the next edition.
    """
    months = methods.load_rules().new_level_months
    if not may_set_level(signal, since, months):
        raise DataError(
            msg(
                "Taraf baru hanya dapat ditetapkan untuk sinyal yang sudah berlangsung {n} bulan.",
                n=months,
            )
        )
    _step(session, signal, edition, LEVELLED, since, {ACKNOWLEDGED, ASSIGNED})


def reopen(session: Session, signal: str, edition: str) -> None:
    """Take back a closing or a new level; it stays in the history."""
    _step(session, signal, edition, "dibuka_kembali", None, set(ENDED))


def ended(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Signals that people closed, or whose level they took as the new usual one."""
    table = _states(con)
    return sorted(table.loc[table["keadaan"].isin(ENDED), "sinyal"])


def states(home: Path) -> pd.DataFrame:
    """The state of every signal on which somebody has acted.

    Returns one row a signal: `sinyal`, `keadaan` (`STATES`), `ditugaskan_ke`, `catatan` (the last one), `hasil`, `waktu_terima`
    and `oleh_terima` (first acknowledged), `waktu_akhir` and `oleh_akhir` (last step). Times are UTC. Empty without a store.
    """
    if not database.exists(home):
        return pd.DataFrame(columns=_COLUMNS)
    with database.read(home) as con:
        return _states(con)


def history(home: Path, signal: str | None = None) -> pd.DataFrame:
    """Every step of one signal, or of all, oldest first: `sinyal`, `langkah`, `kode`, `waktu` (UTC), `oleh`, `edisi`."""
    if not database.exists(home):
        return pd.DataFrame(columns=["sinyal", "langkah", "kode", "waktu", "oleh", "edisi"])
    with database.read(home) as con:
        return con.execute(
            "SELECT sinyal, langkah, kode, waktu, oleh, edisi FROM tindak_lanjut WHERE $signal IS NULL OR sinyal = $signal ORDER BY urutan",
            {"signal": signal},
        ).df()


def describe(t: Words, step: str, code: str | None) -> str:
    """A step of the history in words."""
    if step == "ditugaskan":
        return t("Ditugaskan kepada {unit}", unit=t(UNITS[str(code)]))
    if step == "catatan":
        return t("Catatan: {note}", note=t(NOTES[str(code)]))
    if step == "ditutup":
        return t("Ditutup: {outcome}", outcome=t(OUTCOMES[str(code)]))
    if step == LEVELLED:
        return t(STATES[LEVELLED])
    return t("Dibuka kembali") if step == "dibuka_kembali" else t("Diterima")


def yearly(signals: pd.DataFrame, steps: pd.DataFrame, ahead: int) -> pd.DataFrame:
    """What became of the signals of each year, and how early they came.

    Parameters
    ----------
    signals : rows of `Edition.signals()`
    steps : `states` of the same home
    ahead : how many months before a severe incident a signal still counts as its forerunner (verdict rules of the edition)

    Returns
    -------
    DataFrame, one row a year, newest first
        year; level_1, level_2, level_3: signals; acknowledged, closed; hits, false_alarms, unclear: closed as such;
        severe: months in which a cell had a severe incident; preceded: those with a count signal in the same cell in
        so many months before; lead_months: median of months from the first of these (missing where none was).
    """
    columns = [
        "year",
        "level_1",
        "level_2",
        "level_3",
        "acknowledged",
        "closed",
        "hits",
        "false_alarms",
        "unclear",
        "severe",
        "preceded",
        "lead_months",
    ]
    if signals.empty:
        return pd.DataFrame(columns=columns)
    joined = signals.merge(steps, left_on="signal", right_on="sinyal", how="left", validate="1:1")
    leads = _leads(signals, ahead)
    rows = []
    for year, part in joined.groupby(joined["period"].str[:4]):
        outcome, severe = part["hasil"], leads[leads["period"].str[:4] == year]
        known = severe["lead"].dropna()
        rows.append(
            [
                year,
                *(int((part["level"] == level).sum()) for level in (1, 2, 3)),
                int(part["waktu_terima"].notna().sum()),
                *(int(count.sum()) for count in (outcome.notna(), outcome == "benar", outcome == "keliru", outcome == "tidak_jelas")),
                len(severe),
                len(known),
                float(known.median()) if len(known) else np.nan,
            ]
        )
    return pd.DataFrame(rows, columns=columns).sort_values("year", ascending=False, ignore_index=True)


def _leads(signals: pd.DataFrame, ahead: int) -> pd.DataFrame:
    """Months with a severe incident in a cell, and how many months before it the cell first had a count signal."""
    number = signals["period"].str[:4].astype(int) * 12 + signals["period"].str[5:].astype(int)
    marked = signals.assign(month=number)
    severe = marked[_raised_by(marked, {"berat"})][["period", "unit", "group", "month"]]
    early = marked[_raised_by(marked, {"hitungan", "kumulatif"})][["unit", "group", "month"]]
    pairs = severe.merge(early, on=["unit", "group"], suffixes=("", "_early"))
    pairs = pairs.assign(lead=pairs["month"] - pairs["month_early"])
    pairs = pairs[pairs["lead"].between(1, ahead)]
    first = pairs.groupby(["period", "unit", "group"])["lead"].max().reset_index()
    found: pd.DataFrame = severe.merge(first, on=["period", "unit", "group"], how="left")
    return found


def _raised_by(signals: pd.DataFrame, rules: Set[str]) -> list[bool]:
    """Whether any of these rules raised a signal."""
    return [not rules.isdisjoint(cell) for cell in signals["rules"]]


def _states(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return con.execute(
        """
        SELECT sinyal,
          CASE arg_max(langkah, urutan) FILTER (langkah <> 'catatan')
            WHEN 'dibuka_kembali' THEN 'diterima' ELSE arg_max(langkah, urutan) FILTER (langkah <> 'catatan')
          END AS keadaan,
          arg_max(kode, urutan) FILTER (langkah = 'ditugaskan') AS ditugaskan_ke,
          arg_max(kode, urutan) FILTER (langkah = 'catatan') AS catatan,
          CASE WHEN arg_max(langkah, urutan) FILTER (langkah <> 'catatan') = 'ditutup'
            THEN arg_max(kode, urutan) FILTER (langkah = 'ditutup') END AS hasil,
          min(waktu) FILTER (langkah = 'diterima') AS waktu_terima,
          arg_min(oleh, urutan) FILTER (langkah = 'diterima') AS oleh_terima,
          max(waktu) AS waktu_akhir, arg_max(oleh, urutan) AS oleh_akhir
        FROM tindak_lanjut GROUP BY sinyal ORDER BY sinyal
        """
    ).df()[_COLUMNS]


def _step(session: Session, signal: str, edition: str, step: str, code: str | None, allowed: set[str]) -> None:
    """Check right and state and add the row, with its line in the audit trail, in one transaction."""
    session.require(RIGHT)
    parts = signal.split("/")
    if len(parts) != 3:
        raise ValueError(f"{signal!r} is not the id of a signal")
    session.require_kecamatan(parts[1])
    with database.write(session.home, doing="tindak lanjut", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        shape.require(con)
        table = _states(con).set_index("sinyal")
        state = cast(str, table.loc[signal, "keadaan"]) if signal in table.index else NEW
        if state not in allowed:
            raise DataError(
                msg(
                    "Sinyal ini sudah berstatus {state}, mungkin oleh orang lain. Tidak ada yang diubah; muat ulang halaman.",
                    state=msg(STATES[state]),
                )
            )
        made = con.execute(
            "INSERT INTO tindak_lanjut (sinyal, edisi, langkah, kode, waktu, oleh) VALUES (?, ?, ?, ?, ?, ?) RETURNING urutan",
            [signal, edition, step, code, clock.now(), session.user],
        ).fetchall()
        details = {"sinyal": signal, "edisi": edition, "langkah": step, "kode": code}
        audit.append(con, "tindak_lanjut", {**details, ledger.DIGEST: ledger.of(con, "tindak_lanjut", made[0])}, by=session.by)


def _known(code: str, offered: Mapping[str, str]) -> None:
    if code not in offered:
        raise DataError(msg("{code} tidak dikenal. Pilihannya: {known}.", code=repr(code), known=", ".join(offered)))
