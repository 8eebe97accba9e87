"""Typed access to the tables of a TOML text; every refusal names file, table and key."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast


class Reader:
    """The raw tables of one file. Each method gives a value of its type, or raises ValueError."""

    def __init__(self, file: str, raw: Mapping[str, Any]) -> None:
        self.file, self.raw = file, raw

    def refuse(self, table: str, key: str, reason: str) -> Any:
        where = f"table [{table}], key {key!r}" if table else f"key {key!r}"
        raise ValueError(f"{self.file}: {where}: {reason}")

    def known_keys(self, table: str, row: Mapping[str, Any], known: set[str]) -> None:
        for key in row:
            if key not in known:
                self.refuse(table, key, f"unknown key; known: {', '.join(sorted(known))}")

    def table(self, name: str) -> Mapping[str, Any]:
        found = self.raw.get(name)
        return cast(
            Mapping[str, Any],
            found if isinstance(found, Mapping) else self.refuse(name, name, "table is missing"),
        )

    def tables(self, name: str) -> Sequence[Mapping[str, Any]]:
        found = self.raw.get(name)
        return cast(
            Sequence[Mapping[str, Any]],
            found if isinstance(found, list) and found else self.refuse(name, name, "at least one is needed"),
        )

    def text(self, table: str, row: Mapping[str, Any], key: str) -> str:
        found = row.get(key)
        return cast(str, found if isinstance(found, str) and found else self.refuse(table, key, "a text is needed"))

    def one_of(self, table: str, row: Mapping[str, Any], key: str, allowed: Sequence[str]) -> str:
        found = self.text(table, row, key)
        return found if found in allowed else cast(str, self.refuse(table, key, f"{found!r} is none of {', '.join(allowed)}"))

    def number(self, table: str, row: Mapping[str, Any], key: str, value: object = None) -> float:
        found = row.get(key) if value is None else value
        if isinstance(found, bool) or not isinstance(found, (int, float)) or not math.isfinite(found):
            self.refuse(table, key, f"a finite number is needed, found {found!r}")
        return float(cast(float, found))
