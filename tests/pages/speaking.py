"""Say something in another language without leaving it set for the next line."""

from collections.abc import Callable

from tests import reader


def in_english(say: Callable[[], str]) -> str:
    """What is said, in English."""

    def speak() -> str:
        reader.use("en")
        return say()

    return reader.aside(speak)
