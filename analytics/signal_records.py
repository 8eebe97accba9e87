"""The signals of an edition: one record a cell and month, with everything that raised it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.panel import Array, build, month_number
from analytics.signal_panel import Evaluation, evaluate
from analytics.signals import Rules, upper_bound

# Indicator records that are watched: `kelompok_<group>` counts, `kelompok_<group>_berat` the severe ones among them.
PREFIX, SEVERE = "kelompok_", "_berat"
INDEX_GROUP = "ikw"
COLUMNS = {
    "signal": "str", "period": "str", "unit_type": "str", "unit": "str", "group": "str", "level": "int8", "rules": "str",
    "count": "float", "severe": "float", "expected": "float", "bound": "float", "phi": "float", "p": "float",
    "q": "float", "cusum": "float", "cusum_limit": "float", "run_count": "float", "run_expected": "float",
    "run_months": "float", "index_now": "float", "index_before": "float", "p_fall": "float", "completeness": "float",
    "provisional": "bool", "since": "str", "neighbours": "str", "inputs": "str", "version": "str",
}  # fmt: skip


def detect(
    records: pd.DataFrame,
    units: Sequence[str],
    rules: Rules,
    *,
    scores: pd.DataFrame | None = None,
    neighbours: Mapping[str, Sequence[str]] | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """All signals of all months.

    Parameters
    ----------
    records : indicator records; without any of a watched group there are no count signals
    units : codes of the kecamatan
    scores : IKW scores of kecamatan (`unit, period, score, change, p_down`), for falls of the index
    neighbours : unit → units that it borders
    until : last month to judge

    Returns
    -------
    DataFrame, one row per signal, newest month and highest level first; columns `COLUMNS`
        signal: id, `period/unit/group`. group: of incident types, or `ikw`. level 1–3. rules, joined by `;`: hitungan
        (count), kumulatif (CUSUM), kuat (level-2 count), berulang (repeated), berat (severe), indeks (fall). count,
        severe: incidents of the month. expected; bound: largest count within bounds (alpha of level 1). p, q, phi.
        cusum, cusum_limit; run_*: incidents, usual incidents and months since the sum stood at 0. index_*, p_fall:
        score, score a year before, P(fell by more than the threshold). since: first month of the unbroken row of
        signals of the cell (gaps shorter than the repeat window don't break it). neighbours: bordering units with a
        signal of the same group and month, joined by `;`. inputs: JSON, months, counts and exposures of the baseline.
        Missing where a rule doesn't use it.
    """
    frames = [_of_counts(records, units, rules, until), _of_index(scores, rules, until)]
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})
    found = pd.concat([frame.reindex(columns=list(COLUMNS)) for frame in filled], ignore_index=True)
    found["version"], found["unit_type"] = rules.version, "kecamatan"
    found["signal"] = found["period"] + "/" + found["unit"] + "/" + found["group"]
    found["since"] = _since(found, rules.repeat_months)
    found["neighbours"] = _bordering(found, neighbours or {})
    found = found.astype({name: kind for name, kind in COLUMNS.items() if kind != "str"})
    order = ["period", "level", "p", "signal"]
    return found.sort_values(order, ascending=[False, False, True, True], kind="stable", ignore_index=True)


def watched_groups(records: pd.DataFrame) -> list[str]:
    """Codes of the groups that have records."""
    names = pd.Series(records["indicator"].unique(), dtype="str")
    kept = names[names.str.startswith(PREFIX) & ~names.str.endswith(SEVERE)]
    return sorted(kept.str.removeprefix(PREFIX))


def _of_counts(records: pd.DataFrame, units: Sequence[str], rules: Rules, until: str | None) -> pd.DataFrame:
    groups = watched_groups(records)
    if not groups:
        return pd.DataFrame()
    watched = records[records["indicator"].str.startswith(PREFIX)]
    panel = build(watched, "kecamatan", units, until=until)

    def measure(name: str, suffix: str = "") -> Array:
        return np.hstack([panel.measure(f"{PREFIX}{group}{suffix}", name) for group in groups])

    counts, exposure, completeness = measure("numerator"), measure("denominator"), measure("completeness")
    severe = measure("numerator", SEVERE)
    verdict = evaluate(counts, exposure, completeness, severe, rules)
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
        "bound": _bounds(verdict, at, rules.alpha_1),
        "phi": verdict.phi[at],
        "p": verdict.p[at],
        "q": verdict.q[at],
        "cusum": verdict.cusum[at],
        "cusum_limit": verdict.limit[at],
        "run_count": verdict.run_count[at],
        "run_expected": verdict.run_expected[at],
        "run_months": verdict.run_months[at],
        "completeness": completeness[at],
        "provisional": last & ~(completeness[at] >= 1),
        "inputs": _inputs(verdict, at, panel.periods, counts, exposure),
    }
    return pd.DataFrame(frame)


def _of_index(scores: pd.DataFrame | None, rules: Rules, until: str | None) -> pd.DataFrame:
    """Falls of the index; never lifted to level 2 by repetition, because its windows overlap."""
    if scores is None or scores.empty:
        return pd.DataFrame()
    fell = scores[scores["p_down"] >= rules.fall_probability]
    if until is not None:
        fell = fell[fell["period"] <= until]
    return pd.DataFrame(
        {
            "period": fell["period"],
            "unit": fell["unit"],
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
        "kuat": verdict.strong,
        "berulang": verdict.repeated,
        "berat": verdict.severe,
    }
    held = np.column_stack([flag[at] for flag in flags.values()])
    names = list(flags)
    return [";".join(name for name, holds in zip(names, row, strict=True) if holds) for row in held]


def _bounds(verdict: Evaluation, at: tuple[np.ndarray, np.ndarray], alpha: float) -> Array:
    size, prob = verdict.size[at], verdict.prob[at]
    known = verdict.judged[at]
    out = np.full(len(size), np.nan)
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


def _since(found: pd.DataFrame, window: int) -> pd.Series:
    ordered = found.sort_values(["unit", "group", "period"], kind="stable")
    month = ordered["period"].map({p: month_number(p) for p in ordered["period"].unique()})
    same = (ordered["unit"] == ordered["unit"].shift()) & (ordered["group"] == ordered["group"].shift())
    begins = ~(same & (month - month.shift() < window))
    return ordered["period"].where(begins).ffill().reindex(found.index)


def _bordering(found: pd.DataFrame, neighbours: Mapping[str, Sequence[str]]) -> list[str]:
    signalled = set(zip(found["period"], found["unit"], found["group"], strict=True))
    return [
        ";".join(other for other in sorted(neighbours.get(unit, ())) if (period, other, group) in signalled)
        for period, unit, group in zip(found["period"], found["unit"], found["group"], strict=True)
    ]
