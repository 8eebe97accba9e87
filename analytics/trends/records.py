"""The trends of an edition: the series that may be tested, their lines, and a test a unit corrected for all units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.indices import index, stability
from analytics.method import IndexMethod
from analytics.records.panel import Array, Panel, month_number
from analytics.trends import panel, statistics
from analytics.trends.statistics import MINIMUM_POINTS, benjamini_hochberg

INCIDENTS, QUARTERS = "kejadian", "ikw_3"
STEP = {INCIDENTS: 1, QUARTERS: 3}  # months that each value covers, and months between two values
SIGNIFICANT = 0.05
TOO_FEW = "terlalu_sedikit"
PER = 100_000
QUARTER_DRAWS = 200
TREND_COLUMNS = [
    "series",
    "unit_type",
    "unit",
    "first",
    "last",
    "n",
    "s",
    "z",
    "p",
    "slope",
    "slope_low",
    "slope_high",
    "p_seasonal",
    "correlation",
    "change_p",
    "before",
    "after",
    "change_period",
]
SERIES_COLUMNS = ["series", "unit_type", "unit", "period", "value", "low", "high", "trend"]


def series(arranged: Panel, units: pd.DataFrame, method: IndexMethod, *, whole: str, seed: int) -> pd.DataFrame:
    """The two series of every kecamatan and of the regency.

    arranged: indicator records of the kecamatan, all months that may be told, in the order of `units`.

    Returns one row per series, unit and period, columns `SERIES_COLUMNS`: `kejadian`, incidents per 100,000 people and
    year, month by month, with its STL line in `trend`; `ikw_3`, the index over single quarters (period = last month),
    with the 90 % interval in `low`, `high`. Missing where a month has too few reports or a quarter can't be assessed.
    """
    parts = [_incidents(arranged, method, whole), _quarters(arranged, units, method, whole, seed)]
    return pd.concat(
        [part for part in parts if not part.empty] or [pd.DataFrame(columns=SERIES_COLUMNS)],
        ignore_index=True,
    )


def events(arranged: Panel, method: IndexMethod, *, whole: str) -> dict[str, float]:
    """Incidents behind the monthly series of each kecamatan and of the regency: those of months with enough reports."""
    count, exposure = _counts(arranged, method)
    own = np.where(np.isfinite(count) & np.isfinite(exposure), count, 0).sum(axis=0)
    return {**dict(zip(arranged.units, own.tolist(), strict=True)), whole: float(own.sum())}


def table(frame: pd.DataFrame, events: Mapping[str, float] | None = None, minimum: float = 0) -> pd.DataFrame:
    """A trend test for each series and unit of `series`.

    events, minimum: a unit with fewer than `minimum` events behind its monthly series isn't tested on it.

    Returns one row per series and unit: `first`, `last` (period), `n`; `s`, `z`, `p`; `q` (corrected for all kecamatan
    of the series; the regency has none); `slope`, `slope_low`, `slope_high` (Sen, per year, 95 %); `p_seasonal`
    (monthly series only); `correlation` (lag-1, taken out before the test; 0 = not needed); `direction` (naik | turun where q < .05, else
    tidak_nyata; terlalu_sedikit where there are too few incidents to test; missing with fewer than 10 values); `change_period` (first
    period of the new level), `change_p`, `change_q`, `before`, `after` (medians): Pettitt, in hindsight.
    """
    few = {unit for unit, n in (events or {}).items() if n < minimum}
    parts = [_tests(str(code), part, few if code == INCIDENTS else set()) for code, part in frame.groupby("series", sort=True)]
    out = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=TREND_COLUMNS)
    kecamatan = out["unit_type"] == "kecamatan"
    for name, corrected in (("p", "q"), ("change_p", "change_q")):
        out[corrected] = np.nan
        for code in STEP:
            here = (out["series"] == code) & kecamatan
            if here.any():
                out.loc[here, corrected] = benjamini_hochberg(out.loc[here, name].to_numpy(dtype=float))
    judged = out["q"].where(kecamatan, out["p"])
    words = np.where(judged < SIGNIFICANT, np.where(out["s"] > 0, "naik", "turun"), "tidak_nyata").astype(object)
    words[out["p"].isna()] = None
    words[(out["series"] == INCIDENTS) & out["unit"].isin(few) & (out["n"] >= MINIMUM_POINTS)] = TOO_FEW
    out["direction"] = words
    return out


def _tests(code: str, frame: pd.DataFrame, few: set[str]) -> pd.DataFrame:
    """The tests of all units of one series; NaN for those with fewer than 10 values and for `few`."""
    wide = frame.pivot_table(
        index=["unit_type", "unit"],
        columns="period",
        values="value",
        aggfunc="first",
        dropna=False,
        sort=True,
    )
    wide = wide[wide.index.isin(pd.MultiIndex.from_frame(frame[["unit_type", "unit"]].drop_duplicates()))]
    wide = wide[sorted(wide.columns)]
    periods, step = np.array(wide.columns, dtype=object), STEP[code]
    y = wide.to_numpy(dtype=float)
    n = np.isfinite(y).sum(axis=1)
    enough = (n >= MINIMUM_POINTS) & ~np.isin(wide.index.get_level_values(1), sorted(few))
    tested = np.where(enough[:, None], y, np.nan)
    white, correlation = panel.prewhiten(tested, statistics.PREWHITEN_ABOVE)
    statistics.refuse_overlap(window=step, step=step)
    found, change = panel.mann_kendall(white, statistics.SLOPE_LEVEL), panel.pettitt(tested)
    year = 12 / step
    seasonal = _seasonal(tested) if step == 1 else np.full(len(y), np.nan)
    started = np.full(len(y), None, dtype=object)
    started[change.position >= 0] = periods[change.position[change.position >= 0]]
    return pd.DataFrame(
        {
            "series": code,
            "unit_type": wide.index.get_level_values(0),
            "unit": wide.index.get_level_values(1),
            "first": periods[0] if len(periods) else None,
            "last": periods[-1] if len(periods) else None,
            "n": n,
            "s": found.s,
            "z": found.z,
            "p": found.p,
            "slope": found.slope * year,
            "slope_low": found.slope_low * year,
            "slope_high": found.slope_high * year,
            "p_seasonal": seasonal,
            "correlation": np.where(enough, correlation, np.nan),
            "change_p": change.p,
            "before": change.before,
            "after": change.after,
            "change_period": started,
        }
    )


def _seasonal(y: Array) -> Array:
    """P-values of the seasonal Mann–Kendall test of every row of months."""
    parts = [panel.scores(y[:, start::12]) for start in range(min(12, y.shape[1]))]
    s, variance = (np.sum([part[i] for part in parts], axis=0) for i in (0, 1))
    nothing = np.full((len(y), 1), np.nan)
    return panel.from_scores(s, variance, nothing, np.isfinite(y).sum(axis=1), statistics.SLOPE_LEVEL).p


def _incidents(arranged: Panel, method: IndexMethod, whole: str) -> pd.DataFrame:
    count, exposure = _counts(arranged, method)
    if not count.size:
        return pd.DataFrame(columns=SERIES_COLUMNS)
    reported = np.isfinite(count) & np.isfinite(exposure)
    pooled = np.where(reported, count, 0).sum(axis=1) / np.where(reported.any(axis=1), np.where(reported, exposure, 0).sum(axis=1), np.nan)
    # Nobody lives there, or it isn't known how many do: no rate.
    own = np.divide(count, exposure, out=np.full_like(count, np.nan), where=np.nan_to_num(exposure) > 0)
    rate = PER * np.column_stack([own, pooled])
    line = np.column_stack([statistics.decompose(column)["trend"].to_numpy() for column in rate.T])
    return _long(INCIDENTS, [*arranged.units, whole], whole, arranged.periods, rate, line)


def _counts(arranged: Panel, method: IndexMethod) -> tuple[Array, Array]:
    """Incidents and exposure by month and kecamatan, NaN without enough reports; empty where nothing counts incidents."""
    codes = next((i.records for i in method.indicators if i.kind == "event_rate"), ())
    known = [code for code in codes if code in arranged.measures]
    if not known:
        nothing = np.empty((0, len(arranged.units)))
        return nothing, nothing
    count = np.sum([arranged.measure(code, "numerator") for code in known], axis=0)
    exposure = arranged.measure(known[0], "denominator")
    enough = np.nan_to_num(arranged.measure(known[0], "completeness")) >= method.completeness_minimum
    return np.where(enough, count, np.nan), np.where(enough, exposure, np.nan)


def _quarters(arranged: Panel, units: pd.DataFrame, method: IndexMethod, whole: str, seed: int) -> pd.DataFrame:
    ends = [period for period in arranged.periods[2:] if month_number(period) % 12 % 3 == 2]
    if not ends:
        return pd.DataFrame(columns=SERIES_COLUMNS)
    by_quarter = quarterly(method)
    prepared = stability.prepare(arranged.until(ends[-1]), units, by_quarter, ends, whole=whole, draws=QUARTER_DRAWS, seed=seed)
    found = index.score(prepared, by_quarter).scores
    found = found.rename(columns={"score": "value"}).assign(series=QUARTERS, trend=np.nan)
    return found[SERIES_COLUMNS]


def quarterly(method: IndexMethod) -> IndexMethod:
    """The method over single quarters: windows of events and proportions are three months, surveys keep their shelf life."""
    return replace(
        method,
        indicators=tuple(one if one.kind == "mean" else replace(one, window_months=3) for one in method.indicators),
    )


def _long(name: str, codes: Sequence[str], whole: str, periods: Sequence[str], value: Array, line: Array) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "series": name,
            "unit_type": np.repeat(["kabupaten" if code == whole else "kecamatan" for code in codes], len(periods)),
            "unit": np.repeat(list(codes), len(periods)),
            "period": np.tile(list(periods), len(codes)),
            "value": value.T.ravel(),
            "low": np.nan,
            "high": np.nan,
            "trend": line.T.ravel(),
        }
    )
