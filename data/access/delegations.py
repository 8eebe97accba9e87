"""Pelaksana harian (Plh.): who acts for somebody who is away, from a day to a day, by which letter.

`[[plh]]` of `akses.toml`. On these days the person has the role of the one who is away, instead of their own, and every row of the trail
names the letter; the delegation ends by itself. Whoever acts stays who they are: four eyes count persons, not offices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data.access.viewers import ROLES, Delegation
from data.errors import DataError
from data.words import Message, Words, msg

TABLE = "plh"
_NAMES = ("pengguna", "menggantikan", "peran", "surat")
_DAYS = ("dari", "sampai")
_KNOWN = (*_NAMES, *_DAYS, "kecamatan")

At = Callable[[Message], DataError]
"""What is wrong → the fault, with its place."""
Scope = Callable[[str, Mapping[str, Any], At], frozenset[str]]


def read(path: Path, rows: object, scope: Scope) -> Iterator[Delegation]:
    """Each `[[plh]]`; nobody may act for two at a time. scope: the kecamatan of a role, as everywhere in the file.

    Raises DataError naming file, place and key.
    """
    if not isinstance(rows, list):
        raise DataError(msg("{path}: tulis setiap Plh. sebagai [[plh]].", path=path))
    found: list[Delegation] = []
    for number, row in enumerate(rows, start=1):

        def at(what: Message, place: int = number) -> DataError:
            return DataError(msg("{path}: [[plh]] ke-{number}: {what}", path=path, number=place, what=what))

        one = _read(row, at, scope)
        for before, other in enumerate(found, start=1):
            if other.user == one.user and one.first <= other.last and other.first <= one.last:
                raise at(msg("{user} sudah menjadi Plh. pada hari yang sama di [[plh]] ke-{first}.", user=one.user, first=before))
        found.append(one)
        yield one


def state(t: Words, one: Delegation, day: date | None) -> str:
    """Whether it is in force on a day (None: nobody knows the day), in words."""
    if day is None:
        return t("menunggu kepastian jam")
    if one.covers(day):
        return t("berlaku")
    return t("belum mulai") if day < one.first else t("berakhir")


def _read(row: object, at: At, scope: Scope) -> Delegation:
    if not isinstance(row, dict):
        raise at(msg("tulis sebagai tabel TOML."))
    if unknown := sorted(set(row) - set(_KNOWN)):
        raise at(msg("kunci {keys} tidak dikenal. Yang ada: {known}.", keys=", ".join(unknown), known=", ".join(_KNOWN)))
    user, absent, role, letter = (_text(row, key, at) for key in _NAMES)
    if role not in ROLES:
        raise at(msg("peran {role} tidak dikenal. Yang ada: {known}.", role=repr(role), known=", ".join(ROLES)))
    if user.casefold() == absent.casefold():
        raise at(msg("pengguna dan menggantikan harus dua orang."))
    first, last = (_day(row, key, at) for key in _DAYS)
    if last < first:
        raise at(msg("sampai tidak boleh sebelum dari."))
    return Delegation(user.casefold(), absent, role, scope(role, row, at), first, last, letter)


def _text(row: Mapping[str, Any], key: str, at: At) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise at(msg("{key} harus teks yang tidak kosong.", key=key))
    return value.strip()


def _day(row: Mapping[str, Any], key: str, at: At) -> date:
    value = row.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise at(msg("{key} harus tanggal tanpa tanda kutip, mis. {key} = 2026-11-20.", key=key))
    return value
