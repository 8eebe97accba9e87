"""What is due for a decision: until when, and which office is in charge, counted from the day of the edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from analytics.verdicts.rules import VerdictRules

SIGNAL, REPORT, TRAINING = "sinyal", "laporan", "pelatihan"
COLUMNS = ["kind", "period", "unit_type", "unit", "signal", "topic", "due", "office", "beside"]


def of_signals(signals: pd.DataFrame, rules: VerdictRules, published: date) -> pd.DataFrame:
    """Until when each signal (`signal`, `period`, `unit_type`, `unit`, `level`) is to be checked, by its level."""
    rows = [
        [SIGNAL, one.period, one.unit_type, one.unit, one.signal, None, published + timedelta(days=rules.signal_days[level - 1])]
        for one, level in zip(signals.itertuples(index=False), signals["level"].astype(int), strict=True)
    ]
    return _table(rows, rules.signal_offices)


def of_reports(reports: pd.DataFrame, periods: Sequence[str], areas: Sequence[str], rules: VerdictRules, published: date) -> pd.DataFrame:
    """The kecamatan of each month from which nothing came, or next to nothing (`analytics.verdicts.scores.of_reports`)."""
    heard = reports[~reports["silent"].astype(bool)]
    by_period = heard.groupby("period")["unit"].agg(set).to_dict()
    due = published + timedelta(days=rules.report_days)
    rows = [
        [REPORT, period, "kecamatan", area, None, None, due]
        for period in periods
        for area in areas
        if area not in by_period.get(period, set())
    ]
    return _table(rows, rules.report_offices)


def of_no_reports(periods: Sequence[str], whole: str, rules: VerdictRules, published: date) -> pd.DataFrame:
    """The months up to which incidents came and never a report from anywhere: one row for the whole territory."""
    due = published + timedelta(days=rules.report_days)
    return _table([[REPORT, one, "kabupaten", whole, None, None, due] for one in periods], rules.report_offices)


def of_trainings(candidates: pd.DataFrame, period: str, rules: VerdictRules, published: date) -> pd.DataFrame:
    """Until when the training of each candidate (`unit`, `topic`) is to be scheduled."""
    due = published + timedelta(days=rules.training_days)
    rows = [[TRAINING, period, "ormas", one.unit, None, one.topic, due] for one in candidates.itertuples(index=False)]
    return _table(rows, rules.training_offices)


def _table(rows: Sequence[Sequence[object]], offices: Sequence[str]) -> pd.DataFrame:
    """With the office in charge and the one beside it; `due` as text, `2026-11-06`."""
    office, beside = offices[0], offices[1] if len(offices) > 1 else None
    found = pd.DataFrame([[*row[:-1], str(row[-1]), office, beside] for row in rows], columns=COLUMNS, dtype="object")
    return found.sort_values(["kind", "period", "unit_type", "unit"], kind="stable", ignore_index=True)
