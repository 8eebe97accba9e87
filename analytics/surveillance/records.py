"""The signals of an edition: one record a cell and month, with everything that raised it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.records.panel import Array, build, month_number
from analytics.surveillance.panel import Evaluation, evaluate
from analytics.surveillance.signals import Rules, upper_bound

# Indicator records that are watched: `kelompok_<group>` counts, `kelompok_<group>_berat` the severe ones among them.
PREFIX, SEVERE = "kelompok_", "_berat"
INDEX_GROUP = "ikw"
COLUMNS = {
    "signal": "str",
    "period": "str",
    "unit_type": "str",
    "unit": "str",
    "group": "str",
    "level": "int8",
    "rules": "str",
    "count": "float",
    "severe": "float",
    "expected": "float",
    "bound": "float",
    "phi": "float",
    "p": "float",
    "q": "float",
    "cusum": "float",
    "cusum_limit": "float",
    "run_count": "float",
    "run_expected": "float",
    "run_months": "float",
    "row_count": "float",
    "row_expected": "float",
    "row_bound": "float",
    "row_months": "float",
    "index_now": "float",
    "index_before": "float",
    "p_fall": "float",
    "completeness": "float",
    "provisional": "bool",
    "since": "str",
    "row_open": "bool",
    "closed": "bool",
    "neighbours": "str",
    "inputs": "str",
    "version": "str",
}


def detect(
    records: pd.DataFrame,
    units: Sequence[str],
    rules: Rules,
    *,
    scores: pd.DataFrame | None = None,
    neighbours: Mapping[str, Sequence[str]] | None = None,
    until: str | None = None,
    closed: Collection[str] = (),
) -> pd.DataFrame:
    """All signals of all months.

    Parameters
    ----------
    records : indicator records; without any of a watched group there are no count signals
    units : codes of the kecamatan
    scores : IKW scores of kecamatan (`unit, period, score, change, p_down`), for falls of the index
    neighbours : unit → units that it borders
    until : last month to judge
    closed : ids of the signals that people closed, or whose level they took as the new usual one

    Returns
    -------
    DataFrame, one row per signal, newest month and highest level first; columns `COLUMNS`
        signal: id, `period/unit/group`. group: of incident types, or `ikw`. level 1–3. rules, joined by `;`: hitungan
        (count), kumulatif (CUSUM), bertahan (still above the bound of its row), kuat (level-2 count), berulang (repeated),
        berat (severe), indeks (fall). count, severe: incidents of the month. expected; bound: largest count within
        bounds (alpha of level 1), in a row that began before by the months before it began. p, q, phi.
        cusum, cusum_limit; run_*: incidents, usual incidents and months since the sum stood at 0. row_*: incidents, usual
        incidents, bound and number of the last months of a row that began before. index_*, p_fall:
        score, score a year before, P(fell by more than the threshold). since: first month of the unbroken row of
        signals of the cell (`signal_panel.evaluate`; of falls of the index: gaps shorter than the repeat window don't
        break it, closing does). row_open: that row hasn't ended by the last month. closed: stands in `closed`.
        neighbours: bordering units with a
        signal of the same group and month, joined by `;`. inputs: JSON, months, counts and exposures of the baseline.
        Missing where a rule doesn't use it.
    """
    frames = [_of_counts(records, units, rules, until, closed), _of_index(scores, rules, until, closed)]
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    found = pd.concat([frame.reindex(columns=list(COLUMNS)) for frame in filled], ignore_index=True)
    found["version"], found["unit_type"] = rules.version, "kecamatan"
    found["signal"] = found["period"] + "/" + found["unit"] + "/" + found["group"]
    found["closed"] = found["signal"].isin(set(closed))
    found["neighbours"] = _bordering(found, neighbours or {})
    found = found.astype({name: kind for name, kind in COLUMNS.items() if kind != "str"})
    order = ["period", "level", "p", "signal"]
    return found.sort_values(order, ascending=[False, False, True, True], kind="stable", ignore_index=True)


def watched_groups(records: pd.DataFrame) -> list[str]:
    """Codes of the groups that have records."""
    names = pd.Series(records["indicator"].unique(), dtype="str")
    kept = names[names.str.startswith(PREFIX) & ~names.str.endswith(SEVERE)]
    return sorted(kept.str.removeprefix(PREFIX))


def _of_counts(records: pd.DataFrame, units: Sequence[str], rules: Rules, until: str | None, closed: Collection[str]) -> pd.DataFrame:
    groups = watched_groups(records)
    if not groups:
        return pd.DataFrame()
    watched = records[records["indicator"].str.startswith(PREFIX)]
    panel = build(watched, "kecamatan", units, until=until)

    def measure(name: str, suffix: str = "") -> Array:
        return np.hstack([panel.measure(f"{PREFIX}{group}{suffix}", name) for group in groups])

    counts, exposure, completeness = measure("numerator"), measure("denominator"), measure("completeness")
    severe = measure("numerator", SEVERE)
    ended = _ended(closed, panel.periods, [(unit, group) for group in groups for unit in panel.units])
    verdict = evaluate(counts, exposure, completeness, severe, rules, ended=ended)
    month, cell = np.nonzero(verdict.level > 0)
    size = len(panel.units)
    at = (month, cell)
    last = np.array(panel.periods)[month] == panel.periods[-1]
    frame = {
        "period": np.array(panel.periods)[month],
        "unit": np.array(panel.units)[cell % size],
        "group": np.array(groups)[cell // size],
        "level": verdict.level[at],
        "rules": _rule_names(verdict, at),
        "count": counts[at],
        "severe": severe[at],
        "expected": verdict.expected[at],
        "bound": _bounds(verdict.expected[at], verdict.size[at], verdict.prob[at], rules.alpha_1),
        "phi": verdict.phi[at],
        "p": verdict.p[at],
        "q": verdict.q[at],
        "cusum": verdict.cusum[at],
        "cusum_limit": verdict.limit[at],
        "run_count": verdict.run_count[at],
        "run_expected": verdict.run_expected[at],
        "run_months": verdict.run_months[at],
        "row_count": verdict.row_count[at],
        "row_expected": verdict.row_expected[at],
        "row_bound": _bounds(verdict.row_expected[at], verdict.row_size[at], verdict.row_prob[at], rules.alpha_1),
        "row_months": verdict.row_months[at],
        "completeness": completeness[at],
        "provisional": last & ~(completeness[at] >= 1),
        "since": np.array(panel.periods)[verdict.start[at]],
        "row_open": verdict.open_start[cell] == verdict.start[at],
        "inputs": _inputs(verdict, at, panel.periods, counts, exposure),
    }
    return pd.DataFrame(frame)


def _ended(closed: Collection[str], periods: Sequence[str], cells: Sequence[tuple[str, str]]) -> npt.NDArray[np.bool_]:
    """Months × cells: where people closed the signal. Those of other months, units or groups are left aside."""
    row = {period: at for at, period in enumerate(periods)}
    column = {cell: at for at, cell in enumerate(cells)}
    out = np.zeros((len(periods), len(cells)), dtype=bool)
    for signal in closed:
        period, unit, group = signal.split("/")
        if period in row and (unit, group) in column:
            out[row[period], column[unit, group]] = True
    return out


def _of_index(scores: pd.DataFrame | None, rules: Rules, until: str | None, closed: Collection[str]) -> pd.DataFrame:
    """Falls of the index; never lifted to level 2 by repetition, because its windows overlap."""
    if scores is None or scores.empty:
        return pd.DataFrame()
    fell = scores[scores["p_down"] >= rules.fall_probability]
    if until is not None:
        fell = fell[fell["period"] <= until]
    since, is_open = _index_rows(fell, str(until or scores["period"].max()), rules.repeat_months, set(closed))
    return pd.DataFrame(
        {
            "period": fell["period"],
            "unit": fell["unit"],
            "since": since,
            "row_open": is_open,
            "group": INDEX_GROUP,
            "level": 1,
            "rules": "indeks",
            "index_now": fell["score"],
            "index_before": fell["score"] - fell["change"],
            "p_fall": fell["p_down"],
            "completeness": fell["completeness"],
            "provisional": fell["provisional"],
            "inputs": "{}",
        }
    )


def _rule_names(verdict: Evaluation, at: tuple[np.ndarray, np.ndarray]) -> list[str]:
    flags = {
        "hitungan": verdict.unusual,
        "kumulatif": verdict.rising,
        "bertahan": verdict.lasting,
        "kuat": verdict.strong,
        "berulang": verdict.repeated,
        "berat": verdict.severe,
    }
    held = np.column_stack([flag[at] for flag in flags.values()])
    names = list(flags)
    return [";".join(name for name, holds in zip(names, row, strict=True) if holds) for row in held]


def _bounds(expected: Array, size: Array, prob: Array, alpha: float) -> Array:
    known, out = np.isfinite(expected), np.full(len(size), np.nan)
    if known.any():
        out[known] = upper_bound(size[known], prob[known], alpha)
    return out


def _inputs(
    verdict: Evaluation,
    at: tuple[np.ndarray, np.ndarray],
    periods: Sequence[str],
    counts: Array,
    exposure: Array,
) -> list[str]:
    out = []
    for month, cell in zip(*at, strict=True):
        rows = verdict.baseline[month, cell]
        rows = rows[rows >= 0]
        facts = {
            "months": [periods[row] for row in rows],
            "counts": [int(counts[row, cell]) for row in rows],
            "exposure": [round(float(exposure[row, cell]), 1) for row in rows],
        }
        if np.isfinite(exposure[month, cell]):
            facts["exposure_now"] = [round(float(exposure[month, cell]), 1)]
        out.append(json.dumps(facts))
    return out


def _index_rows(fell: pd.DataFrame, last: str, window: int, closed: Collection[str]) -> tuple[pd.Series, pd.Series]:
    """First month of the unbroken row of each fall, and whether that row reaches up to the last month."""
    ordered = fell.sort_values(["unit", "period"], kind="stable")
    month = ordered["period"].map({p: month_number(p) for p in ordered["period"].unique()}).astype(int)
    ended = (ordered["period"] + "/" + ordered["unit"] + "/" + INDEX_GROUP).isin(set(closed))
    same = ordered["unit"] == ordered["unit"].shift()
    begins = ~(same & (month - month.shift() < window) & ~ended.shift(fill_value=False))
    row = begins.cumsum()
    quiet = month_number(last) - month.groupby(row).transform("max")
    is_open = (quiet < window - 1) & ~ended.groupby(row).transform("any")
    return ordered["period"].where(begins).ffill().reindex(fell.index), is_open.reindex(fell.index)


def _bordering(found: pd.DataFrame, neighbours: Mapping[str, Sequence[str]]) -> list[str]:
    signalled = set(zip(found["period"], found["unit"], found["group"], strict=True))
    return [
        ";".join(other for other in sorted(neighbours.get(unit, ())) if (period, other, group) in signalled)
        for period, unit, group in zip(found["period"], found["unit"], found["group"], strict=True)
    ]
