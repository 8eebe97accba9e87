"""How often the rules call falsely and how often they find a rise: `python -m tests.analytics.surveillance.signal_simulation`.

The figures of docs/signals.md come from here. All series are made up; nothing is fitted to the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.surveillance.panel import Evaluation, evaluate
from analytics.surveillance.signals import Rules
from data.reference import methods

Array = npt.NDArray[np.float64]

# Usual incidents a month of 92 strata like those of the simulated data set: 23 kecamatan (rural, urban, industrial) × 4.
RURAL, URBAN, INDUSTRIAL = (0.01, 0.10, 0.12, 0.06), (0.20, 1.20, 0.60, 0.25), (2.20, 1.00, 0.50, 0.25)
SAMPLE = np.concatenate(
    [np.array(kind) * size for kind, n in ((RURAL, 11), (URBAN, 4), (INDUSTRIAL, 8)) for size in np.linspace(0.5, 1.6, n)]
)
BUSY = np.linspace(0.5, 6.0, 92)  # a territory with many more incidents
SEVERE_SHARE = 0.012  # of incidents, as in the simulated data set
BEFORE, RULES = Rules(), Rules(anchored=True)  # 2026.1, and 2026.2 with rows of signals
WARM_UP = 24  # twelve months of baseline, twelve in which the CUSUM gets going


def draw(kind: str, mean: Array, rng: np.random.Generator) -> Array:
    """Counts with these means. Kinds: poisson; nb1.5, nb2 (variance 1.5 or 2 times the mean); gamma4 (level of each
    month times Gamma(4, 1/4), variance m + m²/4, as in the simulated data set)."""
    if kind == "poisson":
        return rng.poisson(mean).astype(float)
    if kind == "gamma4":
        return rng.poisson(mean * rng.gamma(4.0, 0.25, mean.shape)).astype(float)
    phi = float(kind.removeprefix("nb"))
    return rng.negative_binomial(mean / (phi - 1), 1 / phi).astype(float)


def ears_c1(counts: Array, minimum: int = 0, baseline: int = 7) -> npt.NDArray[np.bool_]:
    """EARS C1: above mean + 3 standard deviations of the seven months before; Hutwagner et al. (2003)."""
    out = np.zeros(counts.shape, dtype=bool)
    for month in range(baseline, len(counts)):
        before = counts[month - baseline : month]
        limit = before.mean(axis=0) + 3 * before.std(axis=0, ddof=1)
        out[month] = (counts[month] > limit) & (counts[month] >= minimum)
    return out


def judged(counts: Array, severe: Array | None = None, rules: Rules = RULES) -> Evaluation:
    """The verdict of our rules; every month is whole."""
    ones = np.ones_like(counts)
    none = np.zeros_like(counts) if severe is None else severe
    return evaluate(counts, ones, ones, none, rules, keep_baseline=False)


def worlds(kind: str, rates: Array, months: int, runs: int, seed: int) -> Iterator[Array]:
    """Independent panels, months × strata, with nothing but chance in them."""
    rng = np.random.default_rng(seed)
    for _ in range(runs):
        yield draw(kind, np.tile(rates, (months, 1)), rng)


@dataclass(frozen=True)
class Alarms:
    """False alarms per month over all strata; `level_1` counts every signal, `level_2` those that reached level 2."""

    level_1: float
    level_2: float
    rows: float
    ears: float
    ears_minimum: float


def false_alarms(kind: str, rates: Array, rules: Rules = RULES, *, months: int = 60, runs: int = 60, seed: int = 1) -> Alarms:
    """Signals where nothing has changed; `rows`: those that begin a row, which is what people have to look at."""
    sums = np.zeros(5)
    for counts in worlds(kind, rates, months, runs, seed):
        verdict = judged(counts, rules=rules)
        found, begins = verdict.level[WARM_UP:], verdict.start == np.arange(months)[:, None]
        ears, minimum = ears_c1(counts)[WARM_UP:], ears_c1(counts, 3)[WARM_UP:]
        sums += [(found >= 1).sum(), (found >= 2).sum(), begins[WARM_UP:].sum(), ears.sum(), minimum.sum()]
    return Alarms(*(sums / (runs * (months - WARM_UP))))


@dataclass(frozen=True)
class Power:
    """Share of rises that are found within so many months, by any signal, by level 2, and by EARS C1 (count ≥ 3)."""

    first: float
    within_3: float
    within_6: float
    level_2_within_3: float
    level_2_within_6: float
    ears_within_3: float
    ears_within_6: float


def power(kind: str, usual: float, factor: float, rules: Rules = RULES, *, runs: int = 40, seed: int = 2) -> Power:
    """A rise that lasts, in 10 of the 92 strata; months after a first alarm are not counted again."""
    rng = np.random.default_rng(seed)
    rates = np.concatenate([np.full(10, usual), SAMPLE[10:]])
    mean = np.tile(rates, (WARM_UP + 6, 1))
    mean[WARM_UP:, :10] *= factor
    found, ears = [], []
    for _ in range(runs):
        counts = draw(kind, mean, rng)
        found.append(judged(counts, rules=rules).level[WARM_UP:, :10])
        ears.append(ears_c1(counts, 3)[WARM_UP:, :10])
    ours, theirs = np.concatenate(found, axis=1), np.concatenate(ears, axis=1)

    def share(signals: npt.NDArray[np.bool_], months: int) -> float:
        return float(signals[:months].any(axis=0).mean())

    return Power(
        share(ours >= 1, 1),
        share(ours >= 1, 3),
        share(ours >= 1, 6),
        share(ours >= 2, 3),
        share(ours >= 2, 6),
        share(theirs, 3),
        share(theirs, 6),
    )


@dataclass(frozen=True)
class Staying:
    """Share of the months of a lasting rise that carry a signal: months 1–6, 7–12, of strata and months together; share
    of strata whose row is open in month 12."""

    first_half: float
    second_half: float
    open_in_month_12: float


def staying(kind: str, usual: float, factor: float, rules: Rules, *, runs: int = 40, seed: int = 4) -> Staying:
    """A rise that lasts for a year, in 10 of the 92 strata, and nobody closes anything."""
    rng = np.random.default_rng(seed)
    mean = np.tile(np.concatenate([np.full(10, usual), SAMPLE[10:]]), (WARM_UP + 12, 1))
    mean[WARM_UP:, :10] *= factor
    signalled, still_open = [], []
    for _ in range(runs):
        verdict = judged(draw(kind, mean, rng), rules=rules)
        signalled.append(verdict.level[WARM_UP:, :10] > 0)
        still_open.append(verdict.open_start[:10] >= 0)
    months = np.concatenate(signalled, axis=1).mean(axis=1)
    return Staying(float(months[:6].mean()), float(months[6:].mean()), float(np.concatenate(still_open).mean()))


def severe_signals(rates: Array, rules: Rules = RULES, *, months: int = 600, seed: int = 3) -> tuple[float, float]:
    """Sinyal 3 per month over all strata, and the share of months with at least one."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(np.tile(rates, (months, 1)))
    severe = rng.binomial(counts, SEVERE_SHARE)
    level = judged(counts.astype(float), severe.astype(float), rules).level[WARM_UP:]
    return float((level == 3).sum() / len(level)), float((level == 3).any(axis=1).mean())


IN_FORCE = methods.load_rules()
VERSIONS = {"2026.1": BEFORE, "2026.2": RULES, IN_FORCE.version.removeprefix("sinyal-").replace("-", "."): IN_FORCE}
KINDS = {
    "poisson": "Poisson",
    "nb1.5": "variance 1.5 × mean",
    "nb2": "variance 2 × mean",
    "gamma4": "variance m + m²/4",
}


def main() -> None:
    """Print the tables of docs/signals.md, of the rules in force beside those before them."""
    print("| strata | series | rules | Sinyal 1 or more | Sinyal 2 | rows that begin | EARS C1 | EARS C1, count ≥ 3 |")
    print("|---|---|---|---|---|---|---|---|")
    for name, rates in (("as simulated", SAMPLE), ("busy", BUSY)):
        for kind, words in KINDS.items():
            for version, rules in VERSIONS.items():
                one = false_alarms(kind, rates, rules)
                print(
                    f"| {name} | {words} | {version} | {one.level_1:.2f} | {one.level_2:.2f} | {one.rows:.2f}"
                    f" | {one.ears:.2f} | {one.ears_minimum:.2f} |"
                )
    print("\n| usual | rise | series | month 1 | 3 months | 6 months | Sinyal 2: 3 | 6 | EARS C1: 3 | 6 |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kind in ("poisson", "gamma4"):
        for usual in (0.5, 1.0, 2.0, 4.0):
            for factor in (2.0, 3.0):
                p = power(kind, usual, factor, IN_FORCE)
                figures = (
                    p.first,
                    p.within_3,
                    p.within_6,
                    p.level_2_within_3,
                    p.level_2_within_6,
                    p.ears_within_3,
                    p.ears_within_6,
                )
                strata = " | ".join(f"{x:.0%}" for x in figures)
                print(f"| {usual:g} | × {factor:g} | {KINDS[kind]} | {strata} |")
    print("\n| usual | rise | series | rules | months 1–6 | 7–12 | row open in month 12 |\n|---|---|---|---|---|---|---|")
    for kind in ("poisson", "gamma4"):
        for usual in (1.0, 2.0, 4.0):
            for factor in (2.0, 3.0):
                for version, rules in VERSIONS.items():
                    s = staying(kind, usual, factor, rules)
                    strata = f"{s.first_half:.0%} | {s.second_half:.0%} | {s.open_in_month_12:.0%}"
                    print(f"| {usual:g} | × {factor:g} | {KINDS[kind]} | {version} | {strata} |")
    for name, rates in (("as simulated", SAMPLE), ("busy", BUSY)):
        rate, months = severe_signals(rates, IN_FORCE)
        print(f"\nSinyal 3, {name} ({rates.sum():.0f} incidents a month): {rate:.2f} a month, in {months:.0%} of months")


if __name__ == "__main__":
    main()
