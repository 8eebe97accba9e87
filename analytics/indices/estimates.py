"""From windowed records to an estimate of each indicator with its draws: raw value, shrunk value, status, age.

Small counts and samples are pulled towards the other units of the same period (see `uncertainty`); full counts
(activities, participants, duties met) are taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from analytics.method import IndexMethod, Indicator
from analytics.records import fallbacks
from analytics.records.fallbacks import Flags
from analytics.records.panel import Array, Floats, Panel, Windows, last_known
from analytics.smoothing import uncertainty

# Status of an indicator of one unit in one period; the order is used in arrays.
# UNKNOWN is MISSING too: there are events, and about too many of them nothing is known. Other indicators can't make up for it.
MEASURED, NOT_APPLICABLE, ABSENT, MISSING, UNKNOWN = 0, 1, 2, 3, 4
STATUS_WORDS = ("terukur", "tidak_berlaku", "tanpa_survei", "data_belum_memadai", "data_belum_memadai")

# Design effect of a survey whose sampling design isn't recorded (method.md, step 2).
DESIGN_EFFECT = 1.5
# Survey means of fewer respondents are not used, of fewer than the second are marked "data terbatas".
SURVEY_MINIMUM, SURVEY_LIMITED = 10, 30


@dataclass(frozen=True)
class Estimate:
    """One indicator over periods × units, in its own unit of measure.

    raw: as reported, before shrinking. point: what is scored (posterior mean). draws: periods × units × draws, or
    None where the value is a full count without sampling error. status: MEASURED, NOT_APPLICABLE, ABSENT (a
    `bila_ada` indicator without data), MISSING, UNKNOWN. age: months since a carried survey. n: events, trials or respondents.
    pool: weight of each unit in the pooled regency (exposure, trials, population), NaN where it doesn't count.
    unknown, events: events about which nothing is known, and out of how many; None where the method doesn't ask.
    fallbacks: code of `analytics.records.fallbacks` → where it was taken.
    """

    indicator: Indicator
    raw: Array
    point: Array
    draws: npt.NDArray[np.float32] | None
    status: npt.NDArray[np.int8]
    age: Array
    n: Array
    completeness: Array
    pool: Array
    fallbacks: Flags = field(default_factory=dict)
    unknown: Array | None = None
    events: Array | None = None

    @property
    def unknown_share(self) -> Array:
        """Share of the events about which nothing is known; 0 without events, or where the method doesn't ask."""
        if self.unknown is None or self.events is None:
            return np.zeros_like(self.raw)
        return np.divide(self.unknown, self.events, out=np.zeros_like(self.raw), where=self.events > 0)


def estimate(
    windows: Windows,
    method: IndexMethod,
    indicator: Indicator,
    population: Array,
    *,
    draws: int,
    seed: int,
) -> Estimate:
    """Estimate one indicator for the periods of the windows.

    population: people per unit (NaN = not known), the weight of a unit in the pooled survey mean.
    Raises ValueError naming unit and indicator for a share above 1 or more events than person-years.
    """
    rng = uncertainty.stream(seed, method.index, indicator.code)
    if indicator.kind == "event_rate":
        found = _event_rate(windows, method, indicator, draws, rng)
    elif indicator.kind == "mean":
        found = _survey_mean(windows, indicator, population, draws, rng)
    elif indicator.kind == "proportion":
        found = _proportion(windows, indicator, draws, rng)
    else:
        found = _full_count(windows, indicator)
    if indicator.unknown is not None:
        unknown, events = (windows.sum(indicator.unknown, name, indicator.window_months) for name in ("numerator", "denominator"))
        found = replace(found, unknown=unknown, events=events)
    if any(record in windows.panel.measures for record in indicator.records):
        return found
    return replace(found, fallbacks={fallbacks.NO_RECORD: np.ones(found.raw.shape, dtype=bool)})


def without_unknown(found: Estimate, method: IndexMethod) -> Estimate:
    """The estimate without a value where too little is known of its events: what isn't known is no measurement.

    After pooling: the events of a unit of which too little is known still are events of the regency.
    """
    lacking = (found.unknown_share > method.unknown_maximum + 1e-9) & (found.status != MISSING)
    return replace(
        found,
        raw=np.where(lacking, np.nan, found.raw),
        point=np.where(lacking, np.nan, found.point),
        status=np.where(lacking, UNKNOWN, found.status).astype(np.int8),
    )


def _event_rate(
    windows: Windows,
    method: IndexMethod,
    indicator: Indicator,
    draws: int,
    rng: np.random.Generator,
) -> Estimate:
    panel, months = windows.panel, indicator.window_months
    person_years = panel.measure(indicator.records[0], "denominator")
    # a month without exposure (population not known) is no report: its incidents would have nothing to be divided by
    exposed = np.isfinite(person_years)
    reported = np.where(exposed, panel.measure(indicator.records[0], "completeness"), np.nan)
    completeness = windows.of(reported, months) / months
    exposure = windows.sum(indicator.records[0], "denominator", months) / indicator.per
    measured = (completeness >= method.completeness_minimum) & (exposure > 0)
    exposure = np.where(measured, exposure, np.nan)
    raw, point = np.zeros_like(exposure), np.zeros_like(exposure)
    total = np.zeros((*exposure.shape, draws), dtype=np.float32)  # absent units are NaN in every draw
    n = np.zeros_like(exposure)
    one_sided = np.zeros_like(measured)
    for position, (record, weight) in enumerate(zip(indicator.records, indicator.record_weights, strict=True)):
        events = np.where(exposed, panel.measure(record, "numerator"), np.nan)
        _refuse_above_one(panel, indicator, events, panel.measure(record, "denominator"))
        count = np.where(measured, windows.of(events, months), np.nan)
        sample: Floats
        if indicator.prior is None:
            one_sided |= measured & (np.nansum(count, axis=1, keepdims=True) == 0)
            posterior = uncertainty.gamma_poisson_draws(count, exposure, draws=draws, rng=rng)
            mean, sample = posterior.mean, posterior.draws
        else:
            shape, rate = indicator.prior[position]
            mean = (count + shape) / (exposure + rate)
            sample = rng.standard_gamma((np.nan_to_num(count) + shape)[..., None], (*count.shape, draws)) / (exposure + rate)[..., None]
        raw += weight * count / exposure
        point += weight * mean
        sample *= weight
        total += sample
        n += np.nan_to_num(count)
    return Estimate(
        indicator=indicator,
        raw=raw,
        point=point,
        draws=total,
        status=np.where(measured, MEASURED, MISSING).astype(np.int8),
        age=np.zeros_like(raw),
        n=n,
        completeness=completeness,
        pool=exposure,
        fallbacks={
            fallbacks.PART_OF_WINDOW: measured & (completeness < 1 - 1e-9),
            fallbacks.ONE_SIDED: one_sided,
            fallbacks.ALONE: _alone(measured, indicator),
        },
    )


def _proportion(windows: Windows, indicator: Indicator, draws: int, rng: np.random.Generator) -> Estimate:
    panel, record, months = windows.panel, indicator.records[0], indicator.window_months
    _refuse_above_one(panel, indicator, panel.measure(record, "numerator"), panel.measure(record, "denominator"))
    presence = windows.presence(record, months)
    success, trials = (windows.sum(record, name, months) for name in ("numerator", "denominator"))
    if indicator.unknown is not None:
        # a case left blank counts as a trial and not as a success, so that leaving blanks can't lift the share
        trials = trials + windows.sum(indicator.unknown, "numerator", months)
    known = presence >= 0.5
    measured = known & (trials > 0)
    success, trials = np.where(measured, success, np.nan), np.where(measured, trials, np.nan)
    sample: Floats
    if indicator.prior is None:
        posterior = uncertainty.beta_binomial_draws(success, trials, draws=draws, rng=rng)
        mean, sample = posterior.mean, posterior.draws
    else:
        a, b = indicator.prior[0]
        mean = (success + a) / (trials + a + b)
        up = np.where(measured, success, 0.0) + a
        down = np.where(measured, trials - success, 0.0) + b
        sample = rng.beta(up[..., None], down[..., None], (*up.shape, draws))
        sample[~measured] = np.nan
    return Estimate(
        indicator=indicator,
        raw=np.divide(success, trials, out=np.full_like(trials, np.nan), where=trials > 0),
        point=np.where(measured, mean, np.nan),
        draws=sample.astype(np.float32, copy=False),
        status=_status(measured, known, indicator),
        age=np.zeros_like(success),
        n=np.nan_to_num(trials),
        completeness=windows.completeness(record, months),
        pool=trials,
        fallbacks={
            fallbacks.PART_OF_WINDOW: measured & (presence < 1 - 1e-9),
            fallbacks.ONE_SIDED: measured & _one_sided(success, trials, indicator),
            fallbacks.ALONE: _alone(measured, indicator),
        },
    )


def _one_sided(success: Array, trials: Array, indicator: Indicator) -> npt.NDArray[np.bool_]:
    """Whether all units of a period together have no success, or nothing else."""
    won, tried = np.nansum(success, axis=1, keepdims=True), np.nansum(trials, axis=1, keepdims=True)
    one_sided: npt.NDArray[np.bool_] = ((won == 0) | (won == tried)) & np.bool_(indicator.prior is None)
    return one_sided


def _alone(measured: npt.NDArray[np.bool_], indicator: Indicator) -> npt.NDArray[np.bool_]:
    """The one unit that was measured in a period, where the prior is to come from the units."""
    single: npt.NDArray[np.bool_] = measured.sum(axis=1, keepdims=True) == 1
    return measured & single & np.bool_(indicator.prior is None)


def _survey_mean(
    windows: Windows,
    indicator: Indicator,
    population: Array,
    draws: int,
    rng: np.random.Generator,
) -> Estimate:
    panel, record, months = windows.panel, indicator.records[0], indicator.window_months
    n_all, mean_all = panel.measure(record, "n"), panel.measure(record, "value")
    asked = np.isfinite(mean_all)
    usable = asked & (n_all >= SURVEY_MINIMUM)
    spread_all, borrowed, largest = _spread(panel.measure(record, "numerator"), asked, indicator.goalposts)
    latest = [
        last_known(np.where(usable, measure, np.nan), months)
        for measure in (mean_all, spread_all, n_all, borrowed.astype(float), largest.astype(float))
    ]
    value, spread, n, is_borrowed, is_largest = (windows.at(found) for found, _ in latest)
    age = windows.at(latest[0][1])
    small = windows.at(last_known(np.where(asked & ~usable, 1.0, np.nan), months)[0])
    left_out = np.isfinite(small) & ~np.isfinite(value)
    measured = np.isfinite(value) & np.isfinite(spread)
    variance = np.where(measured, spread / n * DESIGN_EFFECT * (1 + age / 12), np.nan)
    posterior = uncertainty.normal_normal_draws(np.where(measured, value, np.nan), variance, draws=draws, rng=rng)
    return Estimate(
        indicator=indicator,
        raw=value,
        point=np.where(measured, posterior.mean, np.nan),
        draws=posterior.draws.astype(np.float32, copy=False),
        status=_status(measured, measured, indicator),
        age=age,
        n=np.nan_to_num(n),
        completeness=np.full_like(value, np.nan),
        pool=np.where(measured, population[None, :], np.nan),
        fallbacks={
            fallbacks.CARRIED: measured & (age > 0),
            fallbacks.TOO_FEW: left_out,
            fallbacks.SPREAD_BORROWED: measured & (is_borrowed > 0),
            fallbacks.SPREAD_LARGEST: measured & (is_largest > 0),
            fallbacks.ALONE: _alone(measured, indicator),
        },
    )


def _spread(
    variance: Array, asked: npt.NDArray[np.bool_], scale: tuple[float, float]
) -> tuple[Array, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Variance of an answer, and where it was borrowed from other waves, or is the largest possible.

    Values between two ends have at most a quarter of the squared range for variance (Popoviciu 1935).
    """
    known = asked & np.isfinite(variance)
    if known.any():
        return np.where(known, variance, np.mean(variance[known])), asked & ~known, np.zeros_like(known)
    return np.full_like(variance, (scale[1] - scale[0]) ** 2 / 4), np.zeros_like(known), asked


def _full_count(windows: Windows, indicator: Indicator) -> Estimate:
    panel, record, months = windows.panel, indicator.records[0], indicator.window_months
    numerator, denominator = panel.measure(record, "numerator"), panel.measure(record, "denominator")
    presence = windows.presence(record, months)
    above, below = (windows.sum(record, name, months) for name in ("numerator", "denominator"))
    known = presence >= 1 - 1e-9
    has_denominator = bool(np.isfinite(denominator).any())
    if indicator.kind == "share":
        _refuse_above_one(panel, indicator, numerator, denominator)
    measured = known & (below > 0) if has_denominator or indicator.kind != "count" else known
    raw = above if indicator.kind == "count" else np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
    raw = np.where(measured, raw, np.nan)
    return Estimate(
        indicator=indicator,
        raw=raw,
        point=raw.copy(),
        draws=None,
        status=_status(measured, known, indicator),
        age=np.zeros_like(raw),
        n=np.nan_to_num(windows.sum(record, "n", months)),
        completeness=windows.completeness(record, months),
        pool=np.where(measured, below if has_denominator else 1.0, np.nan),
    )


def _status(measured: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_], indicator: Indicator) -> npt.NDArray[np.int8]:
    missing = ABSENT if indicator.optional else MISSING
    return np.where(measured, MEASURED, np.where(known, NOT_APPLICABLE, missing)).astype(np.int8)


def _refuse_above_one(panel: Panel, indicator: Indicator, numerator: Array, denominator: Array) -> None:
    bad = np.argwhere(numerator > denominator + 1e-9)
    if len(bad):
        row, column = bad[0]
        raise ValueError(
            f"unit {panel.units[column]}, indicator {indicator.code}, {panel.periods[row]}: "
            f"numerator {numerator[row, column]:g} is above denominator {denominator[row, column]:g}"
        )
