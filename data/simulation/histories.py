"""Simulated histories of Ormas (some renew late, some stop for a while) and the areas of the police sectors that changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from data.simulation.dice import WORSENING, Row, stream
from data.tables import riwayat_ormas, wilayah_polsek

TERM = 5 * 365
KNOWN = 0.3
"""Share of the Ormas whose history somebody wrote down."""
SECTOR_SINCE = 9  # months before the end, as in the simulated agenda


def of_ormas(organisations: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Rows of `riwayat_ormas`: the board term and the document before those on the register, renewed late in one of three."""
    rows: list[Row] = []
    for one in organisations.to_dict("records"):
        rng = stream(seed, "riwayat", one["kode_ormas"])
        if rng.random() >= KNOWN or pd.isna(one["tanggal_terdaftar"]):
            continue
        registered: date = one["tanggal_terdaftar"]
        gap = int(rng.integers(60, 400)) if rng.random() < 1 / 3 else 1
        before = registered - timedelta(days=gap)
        rows += [
            _row(one["kode_ormas"], "kepengurusan", before - timedelta(days=TERM), before),
            _row(one["kode_ormas"], "skt", before - timedelta(days=TERM), before),
            _row(one["kode_ormas"], "status", registered, status="aktif"),
        ]
        if gap > 1:
            rows.append(_row(one["kode_ormas"], "status", before + timedelta(days=1), status="tidak_aktif"))
    rows.sort(key=lambda row: (row["kode_ormas"], row["perihal"], row["mulai"]))
    return pd.DataFrame(rows, columns=list(riwayat_ormas.TABLE.column_names))


def _row(code: str, topic: str, first: date, last: date | None = None, status: str | None = None) -> Row:
    return {"kode_ormas": code, "perihal": topic, "mulai": first, "sampai": last, "status": status}


def of_sectors(months: Sequence[str]) -> pd.DataFrame:
    """Rows of `wilayah_polsek`: one kecamatan that got its own sector, which nobody has confirmed yet."""
    row = {
        "kecamatan": WORSENING,
        "polsek": "Polsek Cikarang Barat",
        "mulai": date.fromisoformat(f"{months[-1 - SECTOR_SINCE]}-01"),
        "sampai": None,
    }
    return pd.DataFrame([{**row, "dikonfirmasi": "tidak"}], columns=list(wilayah_polsek.TABLE.column_names))
