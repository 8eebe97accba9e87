"""What older editions say in columns that nobody worked out for a row: read as unknown, as present editions keep it.

Such an edition says "0 clipped" of what wasn't measured, "not provisional" of Ormas, and gives dimensions made only of full counts an
interval of zero width. Nothing is changed in its file.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.reference.methods import IndexMethod

MEASURED, ABSENT = "terukur", ("tanpa_survei", "data_belum_memadai")
# Kinds of indicators that are taken as they are: no draws, so no interval.
FULL_COUNTS = ("count", "ratio", "share")
TABLES = ("scores", "indicators", "dimensions")


def withdrawn(table: str, rows: pd.DataFrame, methods: Mapping[str, IndexMethod]) -> pd.DataFrame:
    """The rows of a table of such an edition (one of `TABLES`) with what nobody worked out missing; other tables as they are."""
    if table == "dimensions":
        sampled = rows["index"] + rows["dimension"]
        return _missing(rows, ("low", "high"), ~sampled.isin(_sampled(methods)))
    if table == "indicators":
        unmeasured = rows["status"] != MEASURED
        nothing = rows["status"].isin(ABSENT) & (rows["n"] == 0)
        return _missing(_missing(rows, ("clipped", "age_months"), unmeasured), ("n",), nothing)
    if table == "scores":
        unscored = rows["score"].isna()
        empty = unscored & ~(rows["weight_share"] > 0)
        out = _missing(rows, ("n_clipped", "max_age_months"), empty)
        out = _missing(out, ("without_survey",), unscored)
        ormas = rows["unit_type"] == "ormas"
        unreported = rows["completeness"].isna() if rows["completeness"].notna().any() else ormas
        return _missing(_missing(out, ("provisional",), unreported), ("estimated_population",), ormas)
    return rows


def _sampled(methods: Mapping[str, IndexMethod]) -> set[str]:
    """The dimensions with an indicator that has draws, each as index and code in one text."""
    return {index + one.dimension for index, method in methods.items() for one in method.indicators if one.kind not in FULL_COUNTS}


def _missing(rows: pd.DataFrame, names: tuple[str, ...], where: pd.Series) -> pd.DataFrame:
    """The same rows with these columns missing where `where` holds."""
    typed = rows.astype({name: "boolean" for name in names if rows[name].dtype == bool})
    return typed.assign(**{name: typed[name].mask(where) for name in names})
