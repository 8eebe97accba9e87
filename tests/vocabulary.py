"""Words that only one of the two languages has, by the catalogue: which language a header is in."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).parents[1] / "data/locale/en/LC_MESSAGES/kondusif.po"
WORD = re.compile(r"[a-z]{3,}")
# Words of the catalogue that the other language has too, or that are names: no language is told by them.
NEITHER = {
    "sinyal",
    "kecamatan",
    "ormas",
    "data",
    "polsek",
    "batch",
    "format",
    "status",
    "target",
    "unit",
    "kabupaten",
    "iko",
    "ikw",
    "desa",
    "level",
}


def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    with CATALOGUE.open("rb") as file:
        pairs = [(one.id, one.string) for one in read_po(file) if isinstance(one.id, str) and isinstance(one.string, str) and one.id]
    ours, theirs = ([*WORD.findall(re.sub(r"\{\w*\}", "", " ".join(side)).lower())] for side in zip(*pairs, strict=True))
    counted = [{word: words.count(word) for word in set(words)} for words in (ours, theirs)]
    indonesian, english = counted
    return (
        frozenset({word for word, n in indonesian.items() if n > 20 * english.get(word, 0)} - NEITHER),
        frozenset({word for word, n in english.items() if n > 20 * indonesian.get(word, 0)} - NEITHER),
    )


INDONESIAN, ENGLISH = _vocabulary()
OTHER = {"id": ENGLISH, "en": INDONESIAN}
"""By language, the words that aren't its own."""


def words(header: list[str]) -> set[str]:
    """The words of a header, in lower case; `tingkat_bukti` is two."""
    return set(WORD.findall(" ".join(header).lower().replace("_", " ")))


def mixes(header: list[str]) -> bool:
    """Whether words of both languages stand in it."""
    return bool(words(header) & INDONESIAN and words(header) & ENGLISH)
