"""The signals of an edition: one record a stratum and month, with everything that raised it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.records.panel import Array, Panel, month_number
from analytics.surveillance.panel import Evaluation, evaluate
from analytics.surveillance.predictive import upper_bound
from analytics.surveillance.signals import Rules

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
    "rules": "object",
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
    "exposure": "float",
    "completeness": "float",
    "provisional": "bool",
    "since": "str",
    "row_open": "bool",
    "closed": "bool",
    "neighbours": "object",
    "version": "str",
}
BASELINE_COLUMNS = ("signal", "unit_type", "unit", "period", "count", "exposure")


@dataclass(frozen=True)
class Signals:
    """What `detect` finds.

    rows: one a signal, newest month and highest level first, columns `COLUMNS`. baselines: one row for each month of the baseline of a
    signal of counts, columns `BASELINE_COLUMNS`.
    """

    rows: pd.DataFrame
    baselines: pd.DataFrame


def detect(
    panel: Panel,
    rules: Rules,
    *,
    scores: pd.DataFrame | None = None,
    neighbours: Mapping[str, Sequence[str]] | None = None,
    closed: Collection[str] = (),
) -> Signals:
    """All signals of all months of a panel.

    Parameters
    ----------
    panel : indicator records of the kecamatan; without any of a watched group there are no count signals
    scores : IKW scores of kecamatan (`unit, period, score, change, p_down`), for falls of the index
    neighbours : unit → units that it borders
    closed : ids of the signals that people closed, or whose level they took as the new usual one

    Returns
    -------
    Signals; its columns:
        signal: id, `period/unit/group`. group: of incident types, or `ikw`. level 1–3. rules, a tuple of: hitungan
        (count), kumulatif (CUSUM), bertahan (still above the bound of its row), kuat (level-2 count), berulang (repeated),
        berat (severe), indeks (fall). count, severe: incidents of the month. expected; bound: largest count within
        bounds (alpha of level 1), in a row that began before by the months before it began. p, q, phi.
        cusum, cusum_limit; run_*: incidents, usual incidents and months since the sum stood at 0. row_*: incidents, usual
        incidents, bound and number of the last months of a row that began before. index_*, p_fall:
        score, score a year before, P(fell by more than the threshold). exposure: person-years of the month. since: first month of the
        unbroken row of signals of the stratum (`panel.evaluate`; for falls of the index: gaps shorter than the repeat window don't break
        it, closing does). row_open: that row hasn't ended by the last month. closed: stands in `closed`. neighbours: bordering units with a
        signal of the same group and month, a tuple. Missing where a rule doesn't use it.
    """
    of_counts, baselines = _of_counts(panel, rules, closed)
    filled = [frame for frame in (of_counts, _of_index(scores, rules, panel.periods[-1], closed)) if not frame.empty]
    if not filled:
        return Signals(pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()}), baselines)
    found = pd.concat([frame.reindex(columns=list(COLUMNS)) for frame in filled], ignore_index=True)
    found["version"], found["unit_type"] = rules.version, "kecamatan"
    found["signal"] = found["period"] + "/" + found["unit"] + "/" + found["group"]
    found["closed"] = found["signal"].isin(set(closed))
    found["neighbours"] = _bordering(found, neighbours or {})
    found = found.astype({name: kind for name, kind in COLUMNS.items() if kind not in ("str", "object")})
    order = ["period", "level", "p", "signal"]
    return Signals(found.sort_values(order, ascending=[False, False, True, True], kind="stable", ignore_index=True), baselines)


def watched_groups(panel: Panel) -> list[str]:
    """Codes of the groups that have records."""
    return sorted(code.removeprefix(PREFIX) for code in panel.measures if code.startswith(PREFIX) and not code.endswith(SEVERE))


def _of_counts(panel: Panel, rules: Rules, closed: Collection[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The signals of counts, and their baselines."""
    groups = watched_groups(panel)
    if not groups:
        return pd.DataFrame(), pd.DataFrame(columns=BASELINE_COLUMNS)

    def measure(name: str, suffix: str = "") -> Array:
        return np.hstack([panel.measure(f"{PREFIX}{group}{suffix}", name) for group in groups])

    counts, exposure, completeness = measure("numerator"), measure("denominator"), measure("completeness")
    severe = measure("numerator", SEVERE)
    ended = _ended(closed, panel.periods, [(unit, group) for group in groups for unit in panel.units])
    verdict = evaluate(counts, exposure, completeness, severe, rules, ended=ended)
    month, stratum = np.nonzero(verdict.level > 0)
    size = len(panel.units)
    at = (month, stratum)
    last = np.array(panel.periods)[month] == panel.periods[-1]
    frame = {
        "period": np.array(panel.periods)[month],
        "unit": np.array(panel.units)[stratum % size],
        "group": np.array(groups)[stratum // size],
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
        "exposure": np.round(exposure[at], 1),
        "completeness": completeness[at],
        "provisional": last & ~(completeness[at] >= 1),
        "since": np.array(panel.periods)[verdict.start[at]],
        "row_open": verdict.open_start[stratum] == verdict.start[at],
    }
    found = pd.DataFrame(frame)
    return found, _baselines(found, verdict.baseline[at], panel.periods, counts[:, stratum], exposure[:, stratum])


def _ended(closed: Collection[str], periods: Sequence[str], strata: Sequence[tuple[str, str]]) -> npt.NDArray[np.bool_]:
    """Months × strata: where people closed the signal. Those of other months, units or groups are left aside."""
    row = {period: at for at, period in enumerate(periods)}
    column = {stratum: at for at, stratum in enumerate(strata)}
    out = np.zeros((len(periods), len(strata)), dtype=bool)
    for signal in closed:
        period, unit, group = signal.split("/")
        if period in row and (unit, group) in column:
            out[row[period], column[unit, group]] = True
    return out


def _of_index(scores: pd.DataFrame | None, rules: Rules, until: str, closed: Collection[str]) -> pd.DataFrame:
    """Falls of the index; never lifted to level 2 by repetition, because its windows overlap."""
    if scores is None or scores.empty:
        return pd.DataFrame()
    fell = scores[scores["p_down"] >= rules.fall_probability]
    fell = fell[fell["period"] <= until]
    since, is_open = _index_rows(fell, until, rules.repeat_months, set(closed))
    return pd.DataFrame(
        {
            "period": fell["period"],
            "unit": fell["unit"],
            "since": since,
            "row_open": is_open,
            "group": INDEX_GROUP,
            "level": 1,
            "rules": [("indeks",)] * len(fell),
            "index_now": fell["score"],
            "index_before": fell["score"] - fell["change"],
            "p_fall": fell["p_down"],
            "completeness": fell["completeness"],
            "provisional": fell["provisional"],
        }
    )


def _rule_names(verdict: Evaluation, at: tuple[np.ndarray, np.ndarray]) -> list[tuple[str, ...]]:
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
    return [tuple(name for name, holds in zip(names, row, strict=True) if holds) for row in held]


def _bounds(expected: Array, size: Array, prob: Array, alpha: float) -> Array:
    known, out = np.isfinite(expected), np.full(len(size), np.nan)
    if known.any():
        out[known] = upper_bound(size[known], prob[known], alpha)
    return out


def _baselines(found: pd.DataFrame, rows: npt.NDArray[np.int32], periods: Sequence[str], counts: Array, exposure: Array) -> pd.DataFrame:
    """The months that each signal was judged by.

    rows: signals × months of the baseline, −1 = none. counts, exposure: months × signals.
    """
    signal, place = np.nonzero(rows >= 0)
    month = rows[signal, place]
    return pd.DataFrame(
        {
            "signal": (found["period"] + "/" + found["unit"] + "/" + found["group"]).to_numpy()[signal],
            "unit_type": "kecamatan",
            "unit": found["unit"].to_numpy()[signal],
            "period": np.array(periods)[month],
            "count": counts[month, signal],
            "exposure": np.round(exposure[month, signal], 1),
        }
    )


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


def _bordering(found: pd.DataFrame, neighbours: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    signalled = set(zip(found["period"], found["unit"], found["group"], strict=True))
    return [
        tuple(other for other in sorted(neighbours.get(unit, ())) if (period, other, group) in signalled)
        for period, unit, group in zip(found["period"], found["unit"], found["group"], strict=True)
    ]
