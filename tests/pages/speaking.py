"""Say something in another language without leaving it set for the next test."""

from collections.abc import Callable
from contextvars import copy_context

from data import words


def in_english(say: Callable[[], str]) -> str:
    """What is said, in English."""

    def speak() -> str:
        words.use("en")
        return say()

    return copy_context().run(speak)
