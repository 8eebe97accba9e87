"""When something is said: the rules by which an edition praises, asks for support, names or keeps silent, read from TOML text.

They move no score. Each rule has a value, a name and a source in both languages; this module refuses what is missing, unknown
or out of range, naming file and rule.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from analytics.method import STATES, Names

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
    to be in is at least this one. support_band: it needs support if this band or a lower one can't be ruled out.
    told: the same rules with their names and sources, in the order of the file.
    """

    id: str
    version: str
    status: str
    sure_of_band: float
    good_band: int
    support_band: int
    told: tuple[Rule, ...]


def parse(text: str, file: str) -> VerdictRules:
    """Rules from TOML text; `file` is only named in errors. Raises ValueError naming file and rule."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: not valid TOML: {error}") from None
    rows = raw.get("rule", [])
    told = tuple(_rule(file, number, row) for number, row in enumerate(rows, 1))
    codes = [rule.code for rule in told]
    known = [field.name for field in fields(VerdictRules) if field.name in _CHECKS]
    if missing := [code for code in known if code not in codes]:
        raise ValueError(f"{file}: rules are missing: {', '.join(missing)}")
    if strange := [code for code in codes if code not in known or codes.count(code) > 1]:
        raise ValueError(f"{file}: rule {strange[0]!r} is unknown or stands twice; known: {', '.join(known)}")
    if blank := [key for key in ("id", "version", "status") if not isinstance(raw.get(key), str)]:
        raise ValueError(f"{file}: key {blank[0]!r}: a text is needed")
    if raw["status"] not in STATES:
        raise ValueError(f"{file}: key 'status': {raw['status']!r} is none of {', '.join(STATES)}")
    values: dict[str, Any] = {rule.code: rule.value for rule in told}
    return VerdictRules(id=raw["id"], version=raw["version"], status=raw["status"], told=told, **values)


def _rule(file: str, number: int, row: Mapping[str, Any]) -> Rule:
    code = str(row.get("code", number))
    value = tuple(row["value"]) if isinstance(row.get("value"), list) else row.get("value")
    if code in _CHECKS and not _CHECKS[code](value):
        raise ValueError(f"{file}: rule {code!r}: {value!r} is missing or out of range")
    return Rule(code, value, *(_names(file, code, row, key) for key in ("name", "source")))  # type: ignore[arg-type]


def _names(file: str, code: str, row: Mapping[str, Any], key: str) -> Names:
    found = row.get(key)
    texts = (
        [str(found.get(language) or "") for language in ("id", "en")] if isinstance(found, Mapping) else []
    )
    if not texts or not all(texts):
        raise ValueError(
            f"{file}: rule {code!r}: key {key!r} needs a text in both languages: {{ id = …, en = … }}"
        )
    return Names(*texts)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _share(value: Any) -> bool:
    return _is_number(value) and 0 < value < 1


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "sure_of_band": _share,
    "good_band": _whole,
    "support_band": _whole,
}
