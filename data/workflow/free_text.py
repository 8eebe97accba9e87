"""What people type freely (reasons, notes, purposes), before it is stored: personal data is refused, what may be a name is asked about.

There is no cell to point at and no page for the question: the sentence that refuses is the question, and to send the same text again
is the answer that it is nobody's name. That holds for an hour, and stands in the trail without the text.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from pathlib import Path

from data.errors import DataError
from data.privacy import gate
from data.session import Session
from data.store import audit, database
from data.words import Message, msg

ANSWERED = "jawaban_nama"
HOLDS = 3600.0  # seconds
SOONEST = 2.0  # seconds after the question: a double click hasn't read it

_SALT = secrets.token_bytes(32)  # what was asked about is told apart by a digest that is worth nothing outside this process
Question = tuple[Path, str, bytes]
_asked: dict[Question, tuple[float, bool]] = {}


class NameQuestionError(DataError):
    """What was typed may hold the name of a person; whoever typed it can say that it doesn't."""

    def __init__(self, message: Message, question: Question) -> None:
        super().__init__(message)
        self.question = question


def accept(session: Session, text: str, where: Message) -> None:
    """Let a text pass that may be stored. where: what it is called, for people.

    Raises DataError for personal data, `NameQuestionError` for what may be a name and was not said by this person to be none.
    """
    gate.refuse(text, where)
    if not gate.is_doubtful(text):
        return
    now = time.monotonic()
    for one in [one for one, (when, _) in _asked.items() if now - when > HOLDS]:
        del _asked[one]
    question = (session.home, session.user, hmac.digest(_SALT, gate.normalise(text).encode(), hashlib.sha256))
    when, is_answered = _asked.get(question, (now, False))
    if is_answered:
        return
    if now - when < SOONEST:
        _asked[question] = (when, False)
        raise NameQuestionError(
            msg(
                "{where}: apakah ini memuat nama orang? Bila ya, hapus namanya. Bila bukan, kirim sekali lagi teks yang sama; jawaban itu dicatat tanpa teksnya.",
                where=where,
            ),
            question,
        )
    with database.write(session.home, doing="jawaban", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        audit.append(con, ANSWERED, {"bukan_nama": 1}, by=session.by)
    _asked[question] = (now, True)


def is_none(question: Question) -> None:
    """At a terminal: the person said at once that it is no name; `accept` notes it when the text comes again."""
    _asked[question] = (time.monotonic() - SOONEST, False)
