"""What the program writes of itself while it runs: one line an event, and nothing in it of a person.

As JSON (a service, `KONDUSIF_LOG=json`) a line says when, how grave, who says what, and what it belongs to: the request or rerun, the
connection, the page. Of what a message is filled with only numbers are written, and of a fault its kind and its way through the code, never
its words: accounts, addresses, names of files and what people typed would stand there. As text (a terminal) all is written out, for whoever
mends the program.

What a line belongs to is kept by thread, or by task where requests share one: it names lines, and nothing is decided by it.
"""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import re
import secrets
import sys
import threading
import traceback
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from data.errors import DataError
from data.words import Message, msg, outline

SETTING = "KONDUSIF_LOG"
TEXT, JSON = FORMS = ("text", "json")
OURS = ("data", "pages")
FIELDS = ("request", "session", "page", "route", "status", "ms", "outcome", "kind")
"""What a line may say besides its message, in this order."""
ROOT = Path(__file__).parents[1]
_PLAIN = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_WARNED = re.compile(r"(?P<file>[^\n]*?):(?P<line>\d+): (?P<kind>\w+): ")
_HIDDEN = "…"
log = logging.getLogger(__name__)


@dataclass
class Work:
    """What lines belong to while it is done; empty: not known (yet)."""

    request: str
    session: str = ""
    page: str = ""


_thread = threading.local()
_tasks: weakref.WeakKeyDictionary[asyncio.Task[Any], Work] = weakref.WeakKeyDictionary()


def new_id() -> str:
    """The name of a request, a rerun or a connection: it stands in log lines, and opens nothing."""
    return secrets.token_hex(4)


def begin(work: Work) -> None:
    """From here on the lines of this thread belong to it, until the next."""
    _thread.work = work


def begin_request() -> Work:
    """The same for a request, whose task shares its thread with others."""
    work = Work(new_id())
    if task := asyncio.current_task():
        _tasks[task] = work
    return work


def current() -> Work | None:
    """What a line that is written now belongs to."""
    work: Work | None = getattr(_thread, "work", None)
    if work is not None:
        return work
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no loop runs in this thread
        return None
    return _tasks.get(task) if task else None


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the break at its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
        }
        work = current()
        for name in FIELDS:
            if (value := getattr(record, name, None) or getattr(work, name, None)) not in (None, ""):
                line[name] = value
        if record.exc_info and (error := record.exc_info[1]):
            line["kind"], line["traceback"] = kind_of(error), way_of(error)
        return json.dumps(line, ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    """The first line of what is said, and `…` for what it is filled with, unless that is a number or a message of ours without values."""
    if record.name == "py.warnings":
        found = _WARNED.match(str(record.args[0]) if isinstance(record.args, tuple) and record.args else "")
        return f"{found['kind']} {_short(found['file'])}:{found['line']}" if found else _HIDDEN
    if not isinstance(record.msg, str):
        return _shown(record.msg) if isinstance(record.msg, Message) else type(record.msg).__name__
    text = record.msg.partition("\n")[0]
    if not record.args:
        return text
    filled = (
        {name: _value(one) for name, one in record.args.items()}
        if isinstance(record.args, Mapping)
        else tuple(_value(one) for one in record.args)
    )
    try:
        return text % filled
    except (TypeError, ValueError, KeyError):  # a line must not fail the work that it tells of
        return text


class _Hidden:
    def __str__(self) -> str:
        return _HIDDEN

    __repr__ = __str__


def _value(one: object) -> object:
    if isinstance(one, (int, float)):
        return one
    return _shown(one) if isinstance(one, Message) else _Hidden()


def _shown(message: Message) -> str:
    return outline(message, _HIDDEN)


def kind_of(error: BaseException) -> str:
    """`ValueError`, `duckdb.IOException`, `OSError ENOSPC`: what went wrong, without its words."""
    made_in = type(error).__module__
    named = type(error).__qualname__ if made_in == "builtins" else f"{made_in}.{type(error).__qualname__}"
    code = errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
    return f"{named} {code}".rstrip()


def way_of(error: BaseException) -> str:
    """The traceback without words and values: files of the program and of libraries, lines, functions, source; causes first."""
    told, seen = [], set[int]()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = [
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}: {frame.line}" for frame in traceback.extract_tb(one.__traceback__)
        ]
        told.append("\n".join([*frames, kind_of(one)]))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n".join(reversed(told))


def _short(file: str) -> str:
    """Where a file lies in the program or among its libraries; the folder of both may be somebody's."""
    if "site-packages/" in file:
        return file.rpartition("site-packages/")[2]
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def set_up(form: str) -> None:
    """Let everything that is logged in this process go through one handler, to standard error. Raises DataError for another form."""
    if form not in FORMS:
        raise DataError(msg("{setting} tidak dikenal: {form}. Yang ada: {known}.", setting=SETTING, form=form, known=", ".join(FORMS)))
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == JSON else logging.Formatter(_PLAIN))
    logging.getLogger().handlers[:] = [handler]
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    if form == JSON:
        logging.captureWarnings(True)
        sys.excepthook = _uncaught
        sys.unraisablehook = lambda seen: log.error("unraisable", exc_info=seen.exc_value)
        threading.excepthook = lambda seen: _uncaught(seen.exc_type, seen.exc_value, seen.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, at: TracebackType | None) -> None:
    if error is not None and not issubclass(kind, (KeyboardInterrupt, SystemExit)):
        log.critical("uncaught", exc_info=(kind, error, at))
