"""Records of kecamatan and Ormas that a person can add up, and the shipped methods with one thing changed."""

from pathlib import Path

import numpy as np
import pandas as pd

from analytics import method, pipeline

METHODS = Path(__file__).parents[2] / "data" / "reference" / "method"
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
COLUMNS = [
    "unit_type",
    "unit",
    "indicator",
    "period",
    "value",
    "numerator",
    "denominator",
    "n",
    "completeness",
]


def text(name: str, **replacements: str) -> str:
    found = (METHODS / f"{name}.toml").read_text(encoding="utf-8")
    for old, new in replacements.items():
        assert old in found
        found = found.replace(old, new)
    return found


def with_prior(toml: str, indicator: str, prior: str) -> str:
    """Fix the prior of one indicator, as the examples by hand do."""
    head = f'[[indicator]]\ncode = "{indicator}"\n'
    assert head in toml
    return toml.replace(head, f"{head}prior = {prior}\n")


def rows(
    unit_type,
    unit,
    indicator,
    *,
    numerator=np.nan,
    denominator=np.nan,
    value=np.nan,
    n=0,
    completeness=np.nan,
    months=MONTHS,
):
    """The same record in every month; totals are spread evenly over the months."""
    return pd.DataFrame(
        {
            "unit_type": unit_type,
            "unit": unit,
            "indicator": indicator,
            "period": months,
            "value": value,
            "numerator": numerator / len(months),
            "denominator": denominator / len(months),
            "n": n,
            "completeness": completeness,
        }
    )[COLUMNS]


def survey(unit_type, unit, indicator, *, mean, n=100, sd=0.0, month=MONTHS[-1]):
    """One survey wave: mean answer 1–4, sd of the answers."""
    return rows(unit_type, unit, indicator, value=25 * mean, numerator=625 * sd**2, n=n, months=[month])


def kecamatan(unit, *, counts=(0, 0, 0), exposure=1.08, resolved=(0, 0), safety=None, completeness=1.0):
    """Twelve months of one kecamatan; exposure in 100,000 person-years."""
    parts = [
        rows(
            "kecamatan",
            unit,
            f"kejadian_{k}",
            numerator=count,
            denominator=exposure * 1e5,
            completeness=completeness,
        )
        for k, count in enumerate(counts, 1)
    ]
    parts.append(
        rows(
            "kecamatan",
            unit,
            "selesai_30_hari",
            numerator=resolved[0],
            denominator=resolved[1],
            completeness=completeness,
        )
    )
    if safety is not None:
        parts.append(survey("kecamatan", unit, "rasa_aman", mean=safety))
    return pd.concat(parts)


def organisation(
    unit,
    *,
    activities=0.0,
    people=(0, 0),
    conflicts=(0, 0),
    satisfaction=None,
    trained=None,
    duties=(3, 4),
    partners=(0, 0),
):
    """Twelve months of one Ormas, totals of the year."""
    last = MONTHS[-1:]
    parts = [
        rows("ormas", unit, "kegiatan_kamtibmas", numerator=activities, n=1),
        rows("ormas", unit, "partisipasi", numerator=people[0], denominator=people[1]),
        rows("ormas", unit, "konflik_diselesaikan", numerator=conflicts[0], denominator=conflicts[1]),
        rows("ormas", unit, "tata_kelola", numerator=duties[0], denominator=duties[1], months=last),
        rows("ormas", unit, "sinergi", numerator=partners[0], denominator=partners[1]),
    ]
    if trained is not None:
        parts.append(rows("ormas", unit, "pengurus_terlatih", numerator=trained[0], denominator=trained[1], months=last))
    if satisfaction is not None:
        parts.append(survey("ormas", unit, "kepuasan_ormas", mean=satisfaction))
    return pd.concat(parts)


def reference(kecamatan_units=("K1",), ormas_units=(), *, quality="sensus", status="aktif"):
    units = [
        {
            "unit_type": "kecamatan",
            "unit": unit,
            "population": 108_000.0,
            "population_quality": quality,
            "status": None,
        }
        for unit in kecamatan_units
    ] + [{"unit_type": "ormas", "unit": unit, "population": None, "population_quality": None, "status": status} for unit in ormas_units]
    return pipeline.Reference(units=pd.DataFrame(units), whole="W")


def methods(*, ikw=None, iko=None):
    return method.load(iko or text("iko-2026"), ikw or text("ikw-2026"))


def ikw_by_hand():
    toml = with_prior(text("ikw-2026"), "kejadian_tertimbang", "[[8, 0.7], [4, 1], [2, 2.5]]")
    return with_prior(toml, "selesai_30_hari", "[[2, 1]]")


def iko_by_hand():
    toml = with_prior(text("iko-2026"), "konflik_diselesaikan", "[[6, 4]]")
    return with_prior(with_prior(toml, "sinergi", "[[2, 2]]"), "pengurus_terlatih", "[[0.0001, 0.0002]]")


def score_of(results, unit):
    return results.scores.set_index("unit").loc[unit]
