"""What the method says of the events that records are made of: how much evidence counts, what makes an incident severe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEYS = ("evidence", "severity")


def evidence(file: str, raw: Mapping[str, Any]) -> tuple[float, ...]:
    """What an activity counts for, by level of evidence from 0 on; empty where the file doesn't say.

    Raises ValueError naming file, table and key.

    >>> evidence("iko.toml", {"evidence": {"weights": [0, 0.5, 1]}})
    (0.0, 0.5, 1.0)
    """
    weights = raw.get("evidence", {}).get("weights", ())
    if list(weights) != sorted(weights) or any(not 0 <= weight <= 1 for weight in weights):
        raise ValueError(
            f"{file}: table [evidence], key 'weights': must not fall, each from 0 to 1; found {weights}"
        )
    return tuple(float(weight) for weight in weights)


def severity(file: str, raw: Mapping[str, Any]) -> dict[int, dict[str, int]]:
    """Degree → harm → least number of it that makes an incident that severe; empty where the file doesn't say.

    Raises ValueError naming file, table and key.

    >>> severity("ikw.toml", {"severity": {"3": {"luka": 10}, "2": {"luka": 1}}})
    {3: {'luka': 10}, 2: {'luka': 1}}
    """
    degrees = raw.get("severity", {})
    for degree, least in degrees.items():
        if not degree.isdigit() or any(not isinstance(n, int) or n < 1 for n in least.values()):
            raise ValueError(
                f"{file}: table [severity], key {degree!r}: a degree, and for each harm a whole number from 1 on; found {least}"
            )
    return {int(degree): dict(least) for degree, least in degrees.items()}
