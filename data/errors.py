"""Errors that people read. Everything that is not a `DataError` is a bug of ours and keeps its traceback."""

from __future__ import annotations


class DataError(Exception):
    """A whole sentence for a person: where, what was found, what is allowed, what to do next."""


class StoreBusyError(DataError):
    """Another process holds the store; nothing was changed."""
