"""Two editions set against each other, and all that press and brief say of one: for changes that must move no figure and no sentence.

    python -m tests.compared tables HOME_BEFORE HOME_NOW    tables of the newest editions, floats to 1e-12, both read by this program
    python -m tests.compared texts HOME > texts.json        every frame, brief, release and its questions, in both languages

Publish each home with its own program (`git worktree add`), the same kind of store, months and seed. A program of before whose
functions take no `Words` needs its own lines for `texts`.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from data.editions import reading
from data.editions.reading import Edition
from data.errors import DataError
from data.tables.edition import TABLES
from data.words import LANGUAGES, Words
from pages.exports.brief import brief
from pages.exports.press import district, press, release


def tables(before: Edition, now: Edition) -> Iterator[str]:
    """Where two editions differ, a line a column, or a table whose rows are more or fewer."""
    for name, table in TABLES.items():
        one, other = (_sorted(edition._frame(f"SELECT * FROM {{{name}}}"), list(table.key)) for edition in (before, now))
        if len(one) != len(other) or set(one) != set(other):
            yield f"{name}: {one.shape} → {other.shape}, columns {sorted(set(one) ^ set(other))}"
            continue
        for column in one:
            differ = ~_equal(one[column], other[column])
            if differ.any():
                pairs = list(zip(one.loc[differ, column], other.loc[differ, column], strict=True))
                yield f"{name}.{column}: {len(pairs)} of {len(one)}, first {pairs[0]}"


def texts(edition: Edition) -> dict[str, list[str]]:
    """Every text of frames, brief, release and questions, of the last month and the one half a year before, in both languages."""
    found: dict[str, list[str]] = {}
    makes: dict[str, Callable[[Words, str], object]] = {
        **{
            f"{kind} {low}": lambda t, month, kind=kind, low=low: press.frame(edition, t, kind, month, name_low_bands=low)
            for kind in (*press.KINDS, *map(district.kind, edition.units("kecamatan")["unit"]))
            for low in (False, True)
        },
        "brief": lambda t, month: brief.brief(edition, t, month),
        "release": lambda t, month: release.draft(edition, t, month),
        "questions": lambda t, month: release.questions(edition, t, month),
    }
    for language in LANGUAGES:
        t = Words(language)
        for month in edition.periods()[-1:-8:-6]:
            for name, make in makes.items():
                try:
                    found[f"{language} {month} {name}"] = list(_said(make(t, month)))
                except DataError as refused:
                    found[f"{language} {month} {name}"] = [t(refused.message)]
    return found


def _said(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)):
        yield repr(round(float(value), 9))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _said(getattr(value, field.name))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _said(one)
    elif isinstance(value, dict):
        yield from _said(list(value.values()))


def _sorted(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    plain = frame.map(lambda value: tuple(value) if isinstance(value, (list, np.ndarray)) else value)
    return plain.sort_values(key, key=lambda values: values.astype(str)).reset_index(drop=True)


def _equal(one: pd.Series, other: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(one) and pd.api.types.is_float_dtype(other):
        return pd.Series(np.isclose(one, other, rtol=1e-12, atol=1e-12, equal_nan=True))
    return (one == other) | (one.isna() & other.isna())


if __name__ == "__main__":
    verb, *homes = sys.argv[1:]
    opened = [reading.open_edition(Path(home)) for home in homes]
    if verb == "tables":
        print("\n".join(tables(*opened)) or "equal")
    else:
        json.dump(texts(opened[0]), sys.stdout, ensure_ascii=False, indent=1)
