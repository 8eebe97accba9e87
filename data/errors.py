"""Errors that people read. Everything that is not a `DataError` is a bug of ours and keeps its traceback."""

from __future__ import annotations

from data.words import t


class DataError(Exception):
    """A whole sentence for a person: where, what was found, what is allowed, what to do next."""


class StoreBusyError(DataError):
    """Another process holds the store; nothing was changed."""


def not_loaded(error: ImportError) -> str:
    """What to say where a library is missing, or is there and can't be loaded."""
    return t("Ada pustaka yang tidak dapat dimuat ({reason}). Pasang ulang pustaka: make run.", reason=error)  # fmt: skip
