"""What is due for a decision: until when, and which office is in charge, by the table of due dates of the verdict rules.

Days count from the day of the report; by rules of before 2026.3 from the day of the edition.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from analytics.verdicts.deadlines import CHECKED, REPORT, SIGNAL, TRAINING, Deadline
from analytics.verdicts.rules import VerdictRules

COLUMNS = ["kind", "period", "unit_type", "unit", "signal", "topic", "due", "office", "beside"]


def of_signals(signals: pd.DataFrame, rules: VerdictRules, published: date, reported: Mapping[str, date]) -> pd.DataFrame:
    """Until when each signal (`signal`, `period`, `unit_type`, `unit`, `level`) is to be checked, by its level.

    reported: on which day what raised a signal was reported, by its id; of a signal that isn't there nothing is known earlier than the
    edition.
    """
    rows = []
    for one, level in zip(signals.itertuples(index=False), signals["level"].astype(int), strict=True):
        row = rules.deadline(SIGNAL, level)
        since = reported.get(str(one.signal), published) if rules.counts_from_report else published
        rows.append(_row(row, since, SIGNAL, one.period, one.unit_type, one.unit, one.signal, None))
    return _table(rows)


def of_reports(reports: pd.DataFrame, periods: Sequence[str], areas: Sequence[str], rules: VerdictRules, published: date) -> pd.DataFrame:
    """The kecamatan of each month from which nothing came, or next to nothing (`analytics.verdicts.scores.of_reports`)."""
    heard = reports[~reports["silent"].astype(bool)]
    by_period = heard.groupby("period")["unit"].agg(set).to_dict()
    row = rules.deadline(REPORT)
    rows = [
        _row(row, _over(period, rules, published), REPORT, period, "kecamatan", area, None, None)
        for period in periods
        for area in areas
        if area not in by_period.get(period, set())
    ]
    return _table(rows)


def of_no_reports(periods: Sequence[str], whole: str, rules: VerdictRules, published: date) -> pd.DataFrame:
    """The months up to which incidents came and never a report from anywhere: one row for the whole territory."""
    row = rules.deadline(REPORT)
    rows = [_row(row, _over(one, rules, published), REPORT, one, "kabupaten", whole, None, None) for one in periods]
    return _table(rows)


def of_trainings(candidates: pd.DataFrame, period: str, rules: VerdictRules, published: date) -> pd.DataFrame:
    """Until when the training of each candidate (`unit`, `topic`) is to be scheduled: that it is due, the edition is the first to tell."""
    row = rules.deadline(TRAINING)
    return _table(
        [_row(row, published, TRAINING, period, "ormas", one.unit, None, one.topic) for one in candidates.itertuples(index=False)]
    )


def _over(period: str, rules: VerdictRules, published: date) -> date:
    """The day from which a missing report counts: the last of its month."""
    if not rules.counts_from_report:
        return published
    year, month = int(period[:4]), int(period[5:])
    return date(year, month, calendar.monthrange(year, month)[1])


def _row(deadline: Deadline, since: date, *what: object) -> list[object]:
    """One row of `COLUMNS`: what it is about, until when as text (`2026-11-06`), the office in charge and the one beside it."""
    office, *others = deadline.offices[CHECKED]
    return [*what, str(deadline.due(CHECKED, since)), office, others[0] if others else None]


def _table(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=COLUMNS, dtype="object")
    return found.sort_values(["kind", "period", "unit_type", "unit"], kind="stable", ignore_index=True)
