"""When something is said: the rules by which an edition praises, asks for support, names or keeps silent, read from TOML text.

They move no score. Each rule has a value, a name and a source in both languages; this module refuses what is missing, unknown
or out of range, naming file and rule.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analytics.method import STATES, Names
from analytics.verdicts import deadlines
from analytics.verdicts.deadlines import CHECKED, Deadline

LEVELS = 3  # of signals
_BAND_OF = {"good_band": "IKO", "support_band": "IKO", "lowest_named": "IKW"}
Value = float | int | str | tuple[float, ...] | tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule as people read it: its value, what it decides, where it comes from."""

    code: str
    value: Value
    name: Names
    source: Names


@dataclass(frozen=True)
class VerdictRules:
    """The rules in force for an edition. Bands count from 1, the lowest; shares and probabilities are 0–1.

    sure_of_band: probability from which one band is named alone. good_band: an Ormas does well if every band that it is likely
    to be in is at least this one. support_band: it needs support if this band or a lower one can't be ruled out. weak_evidence:
    mean level of evidence (0–3) under which its work is said to lack evidence. lowest_named: lowest band that a press frame tells of
    a kecamatan without leave. minimum_of_reports: share of villages under which a kecamatan counts as not having reported. missing_months:
    share of the months of a period without a sufficient report above which it isn't said to be without incidents. hours_minimum: incidents
    that a picture of hours needs. harm_unknown_maximum: share of incidents of unknown harm above which none is said to be severe.
    ikm_edges, ikm_grades: lower bounds of all grades but the lowest, and the grades. decisions_shown: how many decisions are told.
    row_goes_on: months for which a row of signals counts as going on,
    the month of its newest signal included. level_changed: q under which a level is said to have changed. forerunner_months: how long
    before a severe incident a signal is its forerunner. timely_minimum: how many matters a median of their times needs. deadlines: the table of
    due dates. entries: the same rules with their names and sources, in the order of the file.
    """

    id: str
    version: str
    status: str
    sure_of_band: float
    good_band: int
    support_band: int
    weak_evidence: float
    lowest_named: int
    minimum_of_reports: float
    missing_months: float
    hours_minimum: int
    harm_unknown_maximum: float
    ikm_edges: tuple[float, ...]
    ikm_grades: tuple[str, ...]
    decisions_shown: int
    row_goes_on: int
    level_changed: float
    forerunner_months: int
    timely_minimum: int
    deadlines: tuple[Deadline, ...]
    counts_from_report: bool
    """Whether due dates count from the day of the report; before 2026.3 they counted from the day of the edition."""
    entries: tuple[Rule, ...]

    def may_be_none(self, missing: int, months: int) -> bool:
        """Whether a period of `months` may be said to be without incidents when `missing` of them lack a sufficient report."""
        return missing <= self.missing_months * months

    def tells_hours(self, incidents: int) -> bool:
        """Whether this many incidents of known hour are enough for a picture."""
        return incidents >= self.hours_minimum

    def harm_is_known(self, unknown: float, incidents: float) -> bool:
        """Whether it may be said that none of the incidents was severe, when the harm of `unknown` of them isn't known."""
        return unknown <= self.harm_unknown_maximum * incidents

    def deadline(self, kind: str, level: int | None = None) -> Deadline:
        """The due dates of a kind of matter (`deadlines.KINDS`), by level where it has levels. Raises KeyError where the table has none."""
        found = [one for one in self.deadlines if (one.kind, one.level) == (kind, level)]
        if not found:
            raise KeyError((kind, level))
        return found[0]

    def may_be_named(self, band: int) -> bool:
        """Whether a press frame may tell this band of a kecamatan without special leave."""
        return band >= self.lowest_named


def parse(text: str, file: str) -> VerdictRules:
    """Rules from TOML text; `file` is only named in errors. Raises ValueError naming file and rule."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: not valid TOML: {error}") from None
    rows = raw.get("rule", [])
    told = tuple(_rule(file, number, row) for number, row in enumerate(rows, 1))
    codes = [rule.code for rule in told]
    table = deadlines.parse(raw.get("deadline", []), file)
    left_out = _OF_BEFORE if table else {"timely_minimum"}
    known = [code for code in _CHECKS if code not in left_out]
    if missing := [code for code in known if code not in codes]:
        raise ValueError(f"{file}: rules are missing: {', '.join(missing)}")
    if strange := [code for code in codes if code not in known or codes.count(code) > 1]:
        raise ValueError(f"{file}: rule {strange[0]!r} is unknown or stands twice; known: {', '.join(known)}")
    if blank := [key for key in ("id", "version", "status") if not isinstance(raw.get(key), str)]:
        raise ValueError(f"{file}: key {blank[0]!r}: a text is needed")
    if raw["status"] not in STATES:
        raise ValueError(f"{file}: key 'status': {raw['status']!r} is none of {', '.join(STATES)}")
    values: dict[str, Any] = {rule.code: rule.value for rule in told}
    if len(values["ikm_grades"]) != len(values["ikm_edges"]) + 1:
        raise ValueError(f"{file}: rule 'ikm_grades': one more than 'ikm_edges' is needed")
    if not table:
        table = _of_before(values, {rule.code: rule.source for rule in told})
        values["timely_minimum"] = 1
    elif missing := [
        f"{kind} {level or ''}".strip() for kind, level in _DUE if (kind, level) not in {(one.kind, one.level) for one in table}
    ]:
        raise ValueError(f"{file}: deadlines are missing: {', '.join(missing)}")
    own = {code: value for code, value in values.items() if code not in _OF_BEFORE}
    return VerdictRules(
        id=raw["id"],
        version=raw["version"],
        status=raw["status"],
        deadlines=table,
        counts_from_report="deadline" in raw,
        entries=told,
        **own,
    )


def _of_before(values: Mapping[str, Any], sources: Mapping[str, Names]) -> tuple[Deadline, ...]:
    """The table of due dates as rules of before 2026.3 had it: days until the check alone."""

    def row(kind: str, level: int | None, days: int, name: str) -> Deadline:
        return Deadline(kind, level, {CHECKED: days}, {CHECKED: tuple(values[f"{name}_offices"])}, days, sources[f"{name}_days"])

    signals = [row(deadlines.SIGNAL, level, days, "signal") for level, days in enumerate(values["signal_days"], 1)]
    return (
        *signals,
        row(deadlines.REPORT, None, values["report_days"], "report"),
        row(deadlines.TRAINING, None, values["training_days"], "training"),
    )


def refuse_beyond(found: VerdictRules, bands: Mapping[str, int], file: str) -> None:
    """Refuse a rule that names a band that an index doesn't have; `bands`: how many each has, by index. Raises ValueError naming file and rule."""
    for code, index in _BAND_OF.items():
        if getattr(found, code) > bands[index]:
            raise ValueError(
                f"{file}: rule {code!r}: {getattr(found, code)!r} is missing or out of range: {index} has {bands[index]} bands"
            )


def _rule(file: str, number: int, row: Mapping[str, Any]) -> Rule:
    code = str(row.get("code", number))
    value = tuple(row["value"]) if isinstance(row.get("value"), list) else row.get("value")
    if code in _CHECKS and not _CHECKS[code](value):
        raise ValueError(f"{file}: rule {code!r}: {value!r} is missing or out of range")
    return Rule(code, value, *(_names(file, code, row, key) for key in ("name", "source")))  # type: ignore[arg-type]


def _names(file: str, code: str, row: Mapping[str, Any], key: str) -> Names:
    found = row.get(key)
    texts = [str(found.get(language) or "") for language in ("id", "en")] if isinstance(found, Mapping) else []
    if not texts or not all(texts):
        raise ValueError(f"{file}: rule {code!r}: key {key!r} needs a text in both languages: {{ id = …, en = … }}")
    return Names(*texts)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _share(value: Any) -> bool:
    return _is_number(value) and 0 < value < 1


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _rising(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(_is_number, value)) and list(value) == sorted(set(value))


def _texts(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) > 0 and all(isinstance(one, str) and one for one in value)


def _days_of_levels(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == LEVELS and all(map(_whole, value))


# Rules of before 2026.3, in place of which the table of due dates stands.
_OF_BEFORE = {f"{name}_{what}" for name in ("signal", "report", "training") for what in ("days", "offices")}
_DUE: tuple[tuple[str, int | None], ...] = (
    (deadlines.INCIDENT, LEVELS),
    *((deadlines.SIGNAL, level) for level in range(1, LEVELS + 1)),
    (deadlines.DECISION, None),
    (deadlines.REPORT, None),
    (deadlines.TRAINING, None),
)
_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "sure_of_band": _share,
    "good_band": _whole,
    "support_band": _whole,
    "weak_evidence": _is_number,
    "lowest_named": _whole,
    "minimum_of_reports": _share,
    "missing_months": _share,
    "hours_minimum": _whole,
    "harm_unknown_maximum": _share,
    "ikm_edges": _rising,
    "ikm_grades": _texts,
    "decisions_shown": _whole,
    "signal_days": _days_of_levels,
    "signal_offices": _texts,
    "report_days": _whole,
    "report_offices": _texts,
    "training_days": _whole,
    "training_offices": _texts,
    "row_goes_on": _whole,
    "level_changed": _share,
    "forerunner_months": _whole,
    "timely_minimum": _whole,
}
