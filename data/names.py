"""Whether a text holds the name of a person: by titles, degrees, known names, the shape of words, and words that are none.

No list holds all names. What is known for a name is said so; what looks like one is asked about by whoever can ask.
The words are in `reference/nama_orang.toml`.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FILE = Path(__file__).parent / "reference" / "nama_orang.toml"

Verdict = Literal["nama", "mungkin", "asing"]
"""`nama`: one. `mungkin`: probably one. `asing`: nothing but words that we don't know, four at most."""

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_DEGREE = re.compile(
    r"(?<=[^\W\d_])(?:\s*,\s*|\s+(?=[SM]\.))(?:S\.?\s?(?:H|E|T|Pd|Sos|Kom|IP|Ag|Si|Psi|Hum|Ked|Kep|Farm|Ikom|I\.?Kom|AP|STP|ST)|"
    r"M\.?\s?(?:Si|Pd|H|M|Kom|Ag|Hum|Sc|Kes|T|AP|IP|BA)|A\.?\s?Md|Ph\.?\s?D|Lc|M\.?Kn|Sp\.\s?[A-Z]\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
_ON_BEHALF = re.compile(r"\b(?:a\s?[./]\s?n\b\.?|an\.|atas nama\b)[\s:]*", re.IGNORECASE)
_PATRONYMIC = re.compile(r"\b([^\W\d_]{2,})\s+(?:bin|binti|bt|b)\.?\s+([^\W\d_]{3,})", re.IGNORECASE)
_H = re.compile(r"(?:^|\s)H\.\s?[^\W\d_]{3,}")
# How names end here; two of them, or one alone, are worth asking about.
_SHAPE = re.compile(
    r"(?:[^\W\d_]{2,}(?:yanto|anto|iyono|iono|ningsih|wati|yadi|jono|narno|tarjo|parjo|kusumo|diningrat|winata|wijaya|wirya|sasmita|uddin|udin|ullah|awan)"
    r"|(?:abd|muh|moh|nur|sri|su|tri)[^\W\d_]{2,}(?:ah|in|to|no|jo|man|ti|di|ni))"
)
# How Indonesian makes words out of words; no names are made so.
_DERIVED = re.compile(
    r"ke[^\W\d_]{3,}an|pe[mnrl]?[^\W\d_]{3,}an|me[mn][^\W\d_]{4,}|ber[^\W\d_]{4,}|di[^\W\d_]{3,}kan|ter[^\W\d_]{4,}"
    r"|[^\W\d_]{2,}(?:isasi|ikasi|ologi|onomi|itas|grafi|isme|istik|atif|ektif|asional|iyah)|[^\W\d_]{4,}nya"
)


@dataclass(frozen=True)
class _Words:
    titles: frozenset[str]
    addresses: frozenset[str]
    first_addresses: frozenset[str]
    names: frozenset[str]
    ambiguous: frozenset[str]
    ordinary: frozenset[str]


@functools.cache
def _words() -> _Words:
    lists = {name: frozenset(text.split()) for name, text in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}  # fmt: skip
    return _Words(
        lists["gelar"], lists["sapaan"], lists["sapaan_awal"], lists["nama"], lists["nama_dan_kata"],
        lists["kata"] | _words_of_tables() | _words_of_places(),
    )  # fmt: skip


def is_ordinary(word: str) -> bool:
    """Whether a word without capitals is one of the language, of our tables or of the territory, rather than a name."""
    return word in _words().ordinary or _DERIVED.fullmatch(word) is not None


def known() -> frozenset[str]:
    """Every word that the gate knows as a name, surely or perhaps."""
    return _words().names | _words().ambiguous


def is_bare(text: str) -> bool:
    """Whether no word of a text is one of the language and nothing else: nothing says that it is an organisation."""
    words = [_plain(word) for word in _WORD.findall(text)]
    return not any(is_ordinary(word) and word not in _words().ambiguous for word in words)


def judge(text: str) -> Verdict | None:
    """What a text, as `privacy.normalise` leaves it, says about a person; None: nothing.

    Examples
    --------
    >>> judge("Bpk. Sutarjo"), judge("Budi"), judge("Kirana Velda"), judge("kesehatan ibu dan anak")
    ('nama', 'mungkin', 'asing', None)
    """
    found = list(_WORD.finditer(text))
    if not found:
        return None
    words = [_plain(match.group()) for match in found]
    if len(words) == 1:  # codes of events, by the hundred thousand
        return _named(words) or _unknown(text, words)
    if _DEGREE.search(text) or _on_behalf(text) or _is_patronymic(text):
        return "nama"
    titled = _titled(text, found, words)
    if titled == "nama":
        return titled
    return _named(words) or titled or _unknown(text, words)


def _plain(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word.casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if sign.isalpha())


def _on_behalf(text: str) -> bool:
    return any(
        (after := _WORD.match(text, match.end())) is not None and _may_be_name(_plain(after.group()))
        for match in _ON_BEHALF.finditer(text)
    )


def _is_patronymic(text: str) -> bool:
    return any(_may_be_name(_plain(a)) and _may_be_name(_plain(b)) for a, b in _PATRONYMIC.findall(text))


def _may_be_name(word: str) -> bool:
    return word in _words().ambiguous or not is_ordinary(word)


def _titled(text: str, found: Sequence[re.Match[str]], words: Sequence[str]) -> Verdict | None:
    """A title or an address, and right after it a word that is none of the language's."""
    known = _words()
    verdict: Verdict | None = None
    if (match := _H.search(text)) and not is_ordinary(_plain(match.group().split(".")[1].strip())):
        return "nama"
    for place, (word, after) in enumerate(itertools.pairwise(words)):
        between = text[found[place].end() : found[place + 1].start()]
        if not re.fullmatch(r"[.:\s_\-]{1,3}", between) or len(after) < 3:
            continue
        if after in known.titles | known.addresses:
            continue
        if word in known.titles and _may_be_name(after):
            return "nama"
        if word in known.addresses or (place == 0 and word in known.first_addresses):
            if after in known.names or (after in known.ambiguous and not is_ordinary(after)):
                return "nama"
            if _may_be_name(after):
                verdict = "mungkin"
    return verdict


def _named(words: Sequence[str]) -> Verdict | None:
    known = _words()
    if any(word in known.names for word in words):
        return "nama"
    alike = [word in known.ambiguous for word in words]
    plainly = [one and not is_ordinary(word) for one, word in zip(alike, words, strict=True)]
    if any(a and b for a, b in itertools.pairwise(plainly)):
        return "nama"
    others = [word for word, one in zip(words, alike, strict=True) if not one]
    if any(alike) and not all(map(is_ordinary, others)):
        return "mungkin"
    if all(alike) and (len(words) > 1 or any(plainly)):
        return "mungkin"
    return "mungkin" if any(_SHAPE.fullmatch(word) and not is_ordinary(word) for word in words) else None


def _unknown(text: str, words: Sequence[str]) -> Verdict | None:
    if re.search(r"\d", text) or len(words) > 4 or max(map(len, words)) < 3:
        return None
    return None if any(map(is_ordinary, words)) else "asing"


def _words_of_tables() -> frozenset[str]:
    """Words of the tables' own headers and lists."""
    from data.tables import TABLES

    texts = [
        part
        for table in TABLES.values()
        for column in table.columns
        for part in (column.name, *column.choices)
    ]
    return frozenset(word.casefold() for text in texts for word in text.split("_"))


def _words_of_places() -> frozenset[str]:
    from data import territory

    names = [territory.load_territory().name, *territory.load_kecamatan()["nama"]]
    return frozenset(word.casefold() for name in names for word in str(name).split())
