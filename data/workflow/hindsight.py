"""What became of signals: the account of each year."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import pandas as pd


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
    joined = signals.merge(steps, left_on="signal", right_on="perkara", how="left", validate="1:1")
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
