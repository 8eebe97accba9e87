"""Simulated steps of handling: of the last year, when offices began to write them down; some act late, some forget a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.simulation.dice import Row, pick, stream
from data.tables.langkah_penanganan import STAGE, TABLE

FORGOTTEN = 0.25
"""Share of the incidents whose steps nobody wrote down."""
LATE = 0.2
"""Share of the others on which an office acted weeks after the report."""
_OFFICES = {"camat": 0.35, "polsek": 0.3, "bakesbangpol": 0.1, "koramil": 0.05, "fkdm": 0.1, "satpol_pp": 0.1}


def steps(incidents: pd.DataFrame, months: Sequence[str], seed: int) -> pd.DataFrame:
    """Rows of `langkah_penanganan`, by day, that say of each incident what its row says. `id_kejadian` is the place of its row in `incidents`,
    from 0, since it is the store that numbers them.
    """
    rows: list[Row] = []
    found: list[Row] = incidents.to_dict("records")  # type: ignore[assignment]  # names of columns
    for place, incident in enumerate(found):
        rng = stream(seed, "langkah", str(place))
        of_the_year = f"{incident['tanggal']:%Y-%m}" >= months[-12]
        if of_the_year and isinstance(incident["penanganan"], str) and rng.random() >= FORGOTTEN:
            rows += [{"kecamatan": incident["kecamatan"], "id_kejadian": str(place), **one} for one in _of(incident, rng)]
    rows.sort(key=lambda row: row["tanggal"])
    return pd.DataFrame(rows, columns=list(TABLE.column_names))


def _of(incident: Row, rng: np.random.Generator) -> list[Row]:
    reported: date = incident["tanggal_lapor"]
    state, end = str(incident["penanganan"]), _day(incident["tanggal_selesai"])
    began = reported + timedelta(days=int(rng.integers(20, 50)) if rng.random() < LATE else int(rng.geometric(0.3) - 1))
    found = [_step(reported, "belum_ditangani", rng)] if end is None or reported < end else []
    if end is not None and began < end and rng.random() < 0.7:
        found.append(_step(began, pick(rng, {"proses": 0.8, "dimediasi": 0.2}), rng))
    if end is not None:
        found.append(_step(end, state, rng))
    elif STAGE[state]:
        found.append(_step(began, state, rng))
    return found


def _step(when: date, state: str, rng: np.random.Generator) -> Row:
    return {"tanggal": when, "keadaan": state, "kantor": None if rng.random() < 0.1 else pick(rng, _OFFICES)}


def _day(cell: object) -> date | None:
    return cell if isinstance(cell, date) and not pd.isna(cell) else None
