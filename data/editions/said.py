"""What is said by rule: the tables that publishing freezes, and the same for an edition that was published before they were kept.

May call analytics, as `analyses`. Where such a table is kept, its rows are read; for an older edition they are worked out when it is
opened, by the default rules, from what the viewer may see of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

import pandas as pd

from analytics.records.panel import month_number, month_text
from analytics.verdicts import due
from analytics.verdicts import scores as verdicts
from data.reference import methods
from data.reference.methods import IndexMethod, Method, Rules, VerdictRules

# Tables with what is said of their rows beside them.
SCORES = (
    "(SELECT scores.*, likely_low, likely_high, verdict, named FROM {scores} scores"
    " LEFT JOIN {verdicts} verdicts USING (index, unit_type, unit, period))"
)
INDICATORS = (
    "(SELECT indicators.*, grade FROM {indicators} indicators LEFT JOIN {grades} grades USING (index, unit_type, unit, period, indicator))"
)
TRENDS = "(SELECT trends.*, changed FROM {trends} trends LEFT JOIN {levels} levels USING (series, unit_type, unit))"
REPORT = "kejadian_1"  # the record whose completeness says whether there was a report
INCIDENTS, COMPLETENESS = "kejadian", "kelengkapan"  # imported tables


class Ruled(Protocol):
    """The rules of an edition, by which something is said of rows that it keeps (`data.editions.reading.Edition`)."""

    def methods(self) -> dict[str, IndexMethod]:
        """The methods by index."""

    def rules(self) -> Rules:
        """The signal rules."""

    def verdict_rules(self) -> VerdictRules:
        """The verdict rules; of an edition from before they were kept, the defaults."""


class Read(Ruled, Protocol):
    """Such an edition with the rows of it that must be read to say something."""

    meta: dict[str, str]

    def activities(self, *, first: str, last: str) -> pd.DataFrame:
        """Rows of `deeds`."""

    def reports(self) -> pd.DataFrame:
        """Rows of `reports`."""

    def signals(self) -> pd.DataFrame:
        """Rows of `signals`."""

    def training_next(self) -> pd.DataFrame:
        """Rows of `training_next`."""

    def periods(self) -> list[str]:
        """The months, oldest first."""

    def units(self, unit_type: str) -> pd.DataFrame:
        """Rows of `units`."""

    def filled(self) -> dict[str, str]:
        """Imported tables that were ever filled, and since when."""


def tables(
    frames: Mapping[str, pd.DataFrame],
    method: Method,
    signal_rules: Rules,
    rules: VerdictRules,
    meta: Mapping[str, str],
    reported: Mapping[str, date],
) -> dict[str, pd.DataFrame]:
    """What is said by rule (tables of `data.tables.edition_verdicts.TABLES`) about the other tables of an edition that is being
    published; reported: when what raised a signal was, by its id.
    """
    scores, units, records = (frames[name] for name in ("scores", "units", "records"))
    periods = sorted(scores.loc[scores["index"] == "IKW", "period"].unique())
    own = records[(records["unit_type"] == "kecamatan") & (records["indicator"] == REPORT)]
    reports = _reports(own[["unit_type", "unit", "period", "completeness"]], method.ikw, signal_rules, rules)
    counted = frames["verification"][frames["verification"]["verified"] > 0]
    first = {str(name): str(month) for name, month in counted.groupby("tabel")["period"].min().items()}
    areas = units.loc[units["unit_type"] == "kecamatan", "unit"].tolist()
    return {
        "verdicts": verdicts.of_scores(scores, rules, method.iko.good_weight),
        "decisions": _due(frames["signals"], frames["training_next"], reports, periods, areas, first, rules, meta, reported),
        "reports": reports,
        "evidence": verdicts.of_evidence(frames["deeds"], periods, rules),
        "grades": verdicts.of_surveys(frames["indicators"], _surveys(method.ikw, method.iko), rules),
        "levels": verdicts.of_trends(frames["trends"], rules),
        "verdict_rules": pd.DataFrame({"id": [rules.id], "toml": [methods.verdict_rules_text()]}),
    }


def scores(edition: Ruled, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `scores` with `likely_low`, `likely_high`, `verdict`, and whether they may be `named`."""
    if "verdict" in rows:
        return rows
    weighs = "index" in rows and (rows["index"] == "IKO").any()
    said = verdicts.of_scores(rows, edition.verdict_rules(), edition.methods()["IKO"].good_weight if weighs else 0.0)
    return pd.concat([rows, said.drop(columns=verdicts.KEY, errors="ignore")], axis=1)


def indicators(edition: Ruled, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `indicators` with the `grade` of those that are survey values."""
    if "grade" in rows:
        return rows
    found = verdicts.of_surveys(rows, _surveys(*edition.methods().values()), edition.verdict_rules())
    return rows.assign(grade=found["grade"].reindex(rows.index))


def trends(edition: Ruled, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `trends` with whether the level has `changed`."""
    if "changed" in rows:
        return rows
    return rows.assign(changed=verdicts.of_trends(rows, edition.verdict_rules())["changed"])


def reports(edition: Ruled, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `reports`: completeness with what it is enough for: `sufficient`, `complete`, `silent`."""
    if "sufficient" in rows:
        return rows
    return _reports(rows, edition.methods()["IKW"], edition.rules(), edition.verdict_rules())


def evidence(edition: Read, period: str) -> pd.DataFrame:
    """How well the activities of each Ormas in the twelve months to a month are documented, for an older edition: rows of `evidence`."""
    rows = edition.activities(first=f"{int(period[:4]) - 1}{period[4:]}", last=period)
    return verdicts.of_evidence(rows, [period], edition.verdict_rules())


def judged_from(edition: Read) -> dict[str, str]:
    """By kecamatan, the first month that the rules for counts can judge: after as many complete months as they ask for.

    It may lie after the last month of the edition; a kecamatan with too few complete months is left out.
    """
    months, rows = edition.rules().months, edition.reports()
    complete = rows[rows["complete"].astype(bool)].groupby("unit")["period"]
    filled = {str(code): sorted(own)[months - 1] for code, own in complete if len(own) >= months}
    return {code: month_text(month_number(last) + 1) for code, last in filled.items()}


def decisions(edition: Read) -> pd.DataFrame:
    """What is due for a decision, for an older edition: rows of `decisions`."""
    return _due(
        edition.signals(),
        edition.training_next(),
        edition.reports(),
        edition.periods(),
        edition.units("kecamatan")["unit"].tolist(),
        edition.filled(),
        edition.verdict_rules(),
        edition.meta,
        {},
    )


def _due(
    signals: pd.DataFrame,
    candidates: pd.DataFrame,
    reports: pd.DataFrame,
    periods: list[str],
    areas: list[str],
    first: Mapping[str, str],
    rules: VerdictRules,
    meta: Mapping[str, str],
    reported: Mapping[str, date],
) -> pd.DataFrame:
    """first: the first month of each imported table that was ever filled."""
    published = date.fromisoformat(meta["published_at"][:10])
    if COMPLETENESS in first:
        missing = due.of_reports(reports, periods, areas, rules, published)
    else:
        known = [one for one in periods if INCIDENTS in first and one >= first[INCIDENTS]]
        missing = due.of_no_reports(known, meta.get("territory", ""), rules, published)
    parts = [
        due.of_signals(signals, rules, published, reported),
        missing,
        due.of_trainings(candidates, meta.get("period", ""), rules, published),
    ]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]


def _reports(rows: pd.DataFrame, method: IndexMethod, signal_rules: Rules, rules: VerdictRules) -> pd.DataFrame:
    return verdicts.of_reports(rows, rules, method.completeness_minimum, signal_rules.completeness_minimum)


def _surveys(*methods_: IndexMethod) -> Collection[str]:
    return {one.code for method in methods_ for one in method.indicators if one.kind == "mean"}
