"""Whether a text holds the name of a person: by titles, degrees, known names, the shape of words, and words that are no names.

No list holds all names. What is known as a name is called one; about what looks like one, whoever can ask does.
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

FILE = Path(__file__).parents[1] / "reference" / "nama_orang.toml"

Verdict = Literal["nama", "mungkin", "asing"]
"""`nama`: one. `mungkin`: probably one. `asing`: words that we don't know where a name may stand."""

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_DEGREE = re.compile(
    r"(?<=[^\W\d_])(?:\s*,\s*|\s+(?=[SM]\.))(?:S\.?\s?(?:H|E|T|Pd|Sos|Kom|IP|Ag|Si|Psi|Hum|Ked|Kep|Farm|Ikom|I\.?Kom|AP|STP|ST)|"
    r"M\.?\s?(?:Si|Pd|H|M|Kom|Ag|Hum|Sc|Kes|T|AP|IP|BA)|A\.?\s?Md|Ph\.?\s?D|Lc|M\.?Kn|Sp\.\s?[A-Z]\w*)\b",
    re.IGNORECASE,
)
_ON_BEHALF = re.compile(r"\b(?:a\s?[./]\s?n\b\.?|an\.|atas nama\b)[\s:]*", re.IGNORECASE)
_PATRONYMIC = re.compile(r"\b([^\W\d_]{2,})\s+(?:bin|binti|bt|b|alias)\.?\s+([^\W\d_]{3,})", re.IGNORECASE)
_ALIAS = re.compile(r"\s+alias\s.*", re.IGNORECASE)
# A word with a digit inside, perhaps in place of a letter that looks like it ("Sut4rjo"); and one with a digit only before or after it,
# which offices also use to number things ("tahap1").
_MIXED = re.compile(r"(?<![^\W_])(?=(?:\d*[^\W\d_]){3})(?=[^\W_]*\d)[^\W_]{4,20}(?![^\W_])")
_INSIDE = re.compile(r"[^\W\d_]\d[^\W\d_]")
_LIKE_LETTERS = [str.maketrans("0134578", letters) for letters in ("oieastb", "oleastb")]
# A capital inside a word, where words are written together: "DataSetu".
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_H = re.compile(r"(?:^|\s)H\.\s?[^\W\d_]{3,}")
# How names end here; two such words, or one alone, are worth asking about.
_SHAPE = re.compile(
    r"(?:[^\W\d_]{2,}(?:yanto|anto|iyono|iono|ningsih|wati|yadi|jono|narno|tarjo|parjo|kusumo|diningrat|winata|wijaya|wirya|sasmita|uddin|udin|ullah|awan)"
    r"|(?:abd|muh|moh|nur|sri|su|tri)[^\W\d_]{2,}(?:ah|in|to|no|jo|man|ti|di|ni))"
)
# How Indonesian derives words from words; names aren't made this way.
_DERIVED = re.compile(
    r"ke[^\W\d_]{3,}an|pe[mnrl]?[^\W\d_]{3,}an|me[mn][^\W\d_]{4,}|ber[^\W\d_]{4,}|di[^\W\d_]{3,}kan|ter[^\W\d_]{4,}"
    r"|[^\W\d_]{2,}(?:isasi|ikasi|ologi|onomi|itas|grafi|isme|istik|atif|ektif|asional)|[^\W\d_]{4,}nya"
)


@dataclass(frozen=True)
class _Words:
    titles: frozenset[str]
    addresses: frozenset[str]
    first_addresses: frozenset[str]
    names: frozenset[str]
    ambiguous: frozenset[str]
    ordinary: frozenset[str]
    cues: frozenset[str]
    before_places: frozenset[str]
    offices: frozenset[str]
    ranks: frozenset[str]
    virtues: frozenset[str]
    people: frozenset[str]


@functools.cache
def _words() -> _Words:
    lists = {name: frozenset(text.split()) for name, text in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}
    return _Words(
        lists["gelar"],
        lists["sapaan"],
        lists["sapaan_awal"],
        lists["nama"],
        lists["nama_dan_kata"],
        # A name that is a word of a list too ("idul_fitri") stays a name.
        lists["kata"] | (_words_of_tables() - lists["nama"] - lists["nama_dan_kata"]) | _words_of_places(),
        lists["penanda"],
        lists["tempat"],
        lists["jabatan"],
        lists["tingkat"],
        lists["sifat"],
        lists["jabatan"] | lists["orang"],
    )


def is_ordinary(word: str) -> bool:
    """Whether a word, in lower case, belongs to the language, our tables or the territory, rather than being a name."""
    return word in _words().ordinary or _DERIVED.fullmatch(word) is not None


def known() -> frozenset[str]:
    """Every word that the gate knows as a name, surely or perhaps."""
    return _words().names | _words().ambiguous


def is_bare(text: str) -> bool:
    """Whether no word of a text, titles aside, is purely a word of the language: nothing says that the text is an organisation."""
    known = _words()
    if _is_broken(text):
        return True
    may_be = known.ambiguous | known.names | known.titles | known.addresses
    return not any(
        is_ordinary(word) and word not in may_be for word in map(_plain, _WORD.findall(_ON_BEHALF.sub("", _ALIAS.sub("", text))))
    )


def is_of_somebody(text: str) -> bool:
    """Whether a text is the office or occupation of a person and a word that we don't know, or that people are called by: "Ketua Umum Velda".

    Examples
    --------
    >>> is_of_somebody("Penasihat Velda"), is_of_somebody("Forum Guru Velda"), is_of_somebody("Warga Desa Velda")
    (True, False, False)
    >>> is_of_somebody("Ketua Umum Makmur"), is_of_somebody("Dewan Pembina Velda"), is_of_somebody("Dewan Pengurus Cabang Makmur")
    (True, True, False)
    """
    found = [(match.group(), _plain(match.group())) for match in _WORD.finditer(text)]
    if len(found) > 1 and found[0][1] in ("dewan", "badan", "tim", "mantan", "eks") and found[1][1] in _words().ranks:
        found = found[1:]
    return bool(found) and ((found[0][1] in _words().people and _after_office(text, found)) or _before_office(text, found))


def has_unknown_word(text: str) -> bool:
    """Whether a text holds a word that is none of the language and no abbreviation: enough to ask where fields of work stand."""
    known = _words()
    callings = known.people | known.cues | known.titles | known.addresses | known.ranks
    found = ((match.group(), _plain(match.group())) for match in _WORD.finditer(text))
    return any(plain not in callings and _is_unknown(text, word, plain) for word, plain in found)


def judge_file(stem: str) -> Verdict | None:
    """The same for the name of a file without its ending, where words are joined by any sign or none.

    Offices use few words in file names: one that we don't know is enough for `asing`.

    Examples
    --------
    >>> judge_file("laporan_bpk_sutarjo"), judge_file("DataSetuOktober"), judge_file("rekap kirana"), judge_file("velda")
    ('nama', None, 'asing', 'asing')
    """
    stem = _undisguised(stem)
    text = re.sub(r"[\W\d_]+", " ", _HUMP.sub(" ", stem))
    apart = re.sub(r"[_\-]+", " ", _HUMP.sub(" ", stem))
    if (verdict := judge(" ".join(apart.split()))) in ("nama", "mungkin"):
        return verdict
    found = text.split()
    known = _words()
    if found and all(_plain(word) in known.ambiguous for word in found):
        return "asing"
    for before, word in zip(["", *map(_plain, found)], found, strict=False):
        plain = _plain(word)
        if before in known.before_places or (word.isupper() and len(word) <= 5 and not text.isupper()):
            continue
        if _is_stranger(plain) and not _is_joined(plain):
            return "asing"
        if plain in known.ambiguous and not is_ordinary(plain):
            return "asing"
    return None


def _is_stranger(word: str) -> bool:
    """A word that is neither of the language nor an abbreviation, and long enough to be pronounced."""
    return len(word) >= 4 and re.search("[aeiou]", word) is not None and not is_ordinary(word) and word not in _words().ambiguous


@functools.lru_cache(maxsize=1024)
def _is_joined(word: str) -> bool:
    """Whether a word is nothing but words of the language written together: "laporankejadian"."""
    return any(
        word[:end] in _words().ordinary and (word[end:] in _words().ordinary or _is_joined(word[end:])) for end in range(3, len(word) - 2)
    )


def judge(text: str) -> Verdict | None:
    """What a text, as `gate.normalise` leaves it, says about a person; None: nothing.

    Examples
    --------
    >>> judge("Bpk. Sutarjo"), judge("Budi"), judge("Kirana Velda"), judge("kesehatan ibu dan anak")
    ('nama', 'mungkin', 'asing', None)
    """
    if not text.isalpha():
        text = _undisguised(text)
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


def _undisguised(text: str) -> str:
    """The text with letters in place of the digits that disguise a name: one that we know, or a word that isn't of the language."""
    return _MIXED.sub(lambda match: _with_letters(match.group()), text)


def _with_letters(word: str) -> str:
    made = [plain for letters in _LIKE_LETTERS if (plain := word.casefold().translate(letters)).isalpha()]
    if any(map(is_ordinary, made)) or is_ordinary(word.strip("0123456789").casefold()):
        return word
    likely = [plain for plain in made if plain in known() or _SHAPE.fullmatch(plain)]
    if _INSIDE.search(word) and not (word.isupper() and len(word) <= 5):
        likely += made
    return likely[0].title() if likely else word


def _plain(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word.casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if sign.isalpha())


def _on_behalf(text: str) -> bool:
    return any(
        (after := _WORD.match(text, match.end())) is not None and _may_be_name(_plain(after.group())) for match in _ON_BEHALF.finditer(text)
    )


def _is_patronymic(text: str) -> bool:
    return any(_may_be_name(_plain(a)) and _may_be_name(_plain(b)) for a, b in _PATRONYMIC.findall(text))


def _may_be_name(word: str) -> bool:
    return word in _words().ambiguous or not is_ordinary(word)


def _titled(text: str, found: Sequence[re.Match[str]], words: Sequence[str]) -> Verdict | None:
    """A title or form of address, and right after it a word that isn't of the language."""
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
    # After a word for a place a place is meant, if it isn't the title of a village office.
    places = {at for at in range(1, len(words)) if words[at - 1] in known.before_places and not (at > 1 and words[at - 2] in known.offices)}
    shaped = [word for at, word in enumerate(words) if at not in places and _SHAPE.fullmatch(word)]
    return "mungkin" if any(not is_ordinary(word) for word in shaped) else None


def _unknown(text: str, words: Sequence[str]) -> Verdict | None:
    if max(map(len, words)) < 3 and not _is_broken(text):
        return None
    if _is_broken(text):
        return "asing"
    if not any(map(is_ordinary, words)):
        return "asing" if len(words) <= 4 and not re.search(r"\d", text) and not _is_abbreviation(text) else None
    return "asing" if len(words) > 1 and _has_stranger(text) else None


def _is_broken(text: str) -> bool:
    """Whether a text is nothing but two or three short pieces of a word that isn't of the language: "Vel da"."""
    found = [match.group() for match in _WORD.finditer(text)]
    pieces = [*map(_plain, found)]
    if not 2 <= len(pieces) <= 3 or max(map(len, pieces)) > 4 or text.isupper() or all(map(is_ordinary, pieces)):
        return False
    strange = [(word, plain) for word, plain in zip(found, pieces, strict=True) if not is_ordinary(plain)]
    whole = len(strange) < len(pieces) and max(len(plain) for plain in pieces if is_ordinary(plain)) > 3
    return not (whole or any(word.isupper() or plain in _words().ambiguous for word, plain in strange)) and _is_stranger("".join(pieces))


def _is_abbreviation(text: str) -> bool:
    return text.isalpha() and text.isupper() and (len(text) <= 5 or not re.search("[AEIOU]", text))


def _has_stranger(text: str) -> bool:
    """Whether a word among others stands where a name would: after a word that announces one, after or before somebody's office, beside a
    second such word, or as the only capitalised word of a text. Words that may be names count too, unless they are words of the language.
    """
    known = _words()
    found = [(match.group(), _plain(match.group())) for match in _WORD.finditer(text)]
    if _after_office(text, found) or _before_office(text, found):
        return True
    small = any(word.islower() and len(word) >= 4 and is_ordinary(plain) for word, plain in found)
    before = ("", False)
    for place, (word, plain) in enumerate(found):
        may_be = _is_stranger(plain) or plain in known.ambiguous
        if word.isupper() and not text.isupper():
            may_be = may_be and len(word) > 5
        if may_be and before[0] not in known.before_places:
            surely_none = is_ordinary(plain) and not (small and word.istitle())
            if not surely_none and (before[0] in known.cues or before[1] or (small and place and word.istitle())):
                return True
        before = (plain, may_be and (not is_ordinary(plain) or (small and word.istitle())))
    return False


def _after_office(text: str, found: Sequence[tuple[str, str]]) -> bool:
    """Whether a word that isn't of the language follows an office or occupation: "Koordinator Lapangan Velda".

    Up to three ordinary words may belong to the office. After a word for a place, a place is meant; except in the title of a village
    office, where place and name can't be told apart: "Kepala Desa Velda".
    """
    known = _words()
    for place, (_, office) in enumerate(found):
        if office not in known.people:
            continue
        if office in known.offices and _called(found, place):
            return True
        for at in range(place + 1, min(place + 5, len(found))):
            before = found[at - 1][1]
            if before in known.before_places and not (before != office and at - 2 == place and office in known.offices):
                break
            if _is_unknown(text, *found[at]):
                return True
            if not is_ordinary(found[at][1]) and len(found[at][1]) > 3:
                break
    return False


def _called(found: Sequence[tuple[str, str]], office: int) -> bool:
    """Whether an office, or its rank, is followed at the end of a text by a word that people are called by though it is one of the
    language too: "Ketua Umum Makmur", "Bendahara Budi".
    """
    known = _words()
    after = [plain for _, plain in found[office + 1 :]]
    while len(after) > 1 and after[0] in known.ranks:
        after = after[1:]
    return len(after) == 1 and after[0] in known.virtues | known.ambiguous | known.names


def _before_office(text: str, found: Sequence[tuple[str, str]]) -> bool:
    """Whether a text begins with such a word, and an office follows after punctuation: "Velda (Ketua Umum)"."""
    parts = re.split(r"\s*[,;:(/]\s*|\s+[-–]\s+", text, maxsplit=1)
    if len(parts) < 2 or not _is_unknown(text, *found[0]):
        return False
    follows = _WORD.search(parts[1])
    return (
        follows is not None
        and _plain(follows.group()) in _words().people
        and not any(map(is_ordinary, map(_plain, _WORD.findall(parts[0]))))
    )


def _is_unknown(text: str, word: str, plain: str) -> bool:
    """A stranger that isn't used as an abbreviation in this text."""
    return _is_stranger(plain) and not (word.isupper() and len(word) <= 5 and not text.isupper())


def _words_of_tables() -> frozenset[str]:
    """Words of the tables' own headers and lists."""
    from data.tables import TABLES

    texts = [part for table in TABLES.values() for column in table.columns for part in (column.name, *column.choices)]
    return frozenset(word.casefold() for text in texts for word in text.split("_"))


def _words_of_places() -> frozenset[str]:
    from data.reference import territory

    names = [territory.load_territory().name, *territory.load_kecamatan()["nama"]]
    return frozenset(word.casefold() for name in names for word in str(name).split())
