"""What the method says of the events that records are made of: how much evidence counts, what makes an incident severe."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.toml_tables import Reader

KEYS = ("evidence", "severity")


def evidence(reader: Reader) -> tuple[float, ...]:
    """What an activity counts for, by level of evidence from 0 on; empty where the file doesn't say.

    Raises ValueError naming file, table and key.

    >>> evidence(Reader("iko.toml", {"evidence": {"weights": [0, 0.5, 1]}}))
    (0.0, 0.5, 1.0)
    """
    if "evidence" not in reader.raw:
        return ()
    row = reader.table("evidence")
    reader.known_keys("evidence", row, {"weights"})
    given = row.get("weights")
    if not isinstance(given, list):
        reader.refuse("evidence", "weights", f"a list of numbers is needed, found {given!r}")
    weights = tuple(reader.number("evidence", row, f"weights[{i}]", value) for i, value in enumerate(row["weights"]))
    if list(weights) != sorted(weights) or any(not 0 <= weight <= 1 for weight in weights):
        reader.refuse("evidence", "weights", f"must not fall, each from 0 to 1; found {given}")
    return weights


def severity(reader: Reader) -> dict[int, dict[str, int]]:
    """Degree → harm → least number of it that makes an incident that severe; empty where the file doesn't say.

    Raises ValueError naming file, table and key.

    >>> severity(Reader("ikw.toml", {"severity": {"3": {"luka": 10}, "2": {"luka": 1}}}))
    {3: {'luka': 10}, 2: {'luka': 1}}
    """
    degrees = reader.table("severity") if "severity" in reader.raw else {}
    for degree, least in degrees.items():
        if not (degree.isdigit() and isinstance(least, Mapping) and all(map(_is_count, least.values()))):
            reader.refuse("severity", degree, f"a degree, and for each harm a whole number from 1 on, found {least!r}")
    return {int(degree): dict(least) for degree, least in degrees.items()}


def _is_count(least: object) -> bool:
    return isinstance(least, int) and not isinstance(least, bool) and least >= 1
