"""The words of the product, in two languages, from gettext catalogues.

The msgid is the Indonesian text, so that a missing translation falls back to the language of the users.
Catalogues are read as .po at start: they are small, and a compiled copy could be older than its source.
`python -m data.words` (`make words`) extracts the texts from the code and merges them into both catalogues.

What is said below the pages (an error, a fault of a file) is a `Message`: a value without a language, made with `msg`, compared
and kept as it is. Whoever knows the reader puts it into words: `t(message)`, with the `t` of that language (`Words`), which is handed to
whatever says something. No language is global state: what is said to no particular reader is in the language of the `house`.
"""

from __future__ import annotations

import abc
import ast
import copy
import functools
import gettext
import io
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Concatenate, Literal, ParamSpec

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
LOCALE_DIR = Path(__file__).parent / "locale"

# With headers that say when and by what a catalogue was written, every run would be a change.
_HEADER_NOISE = tuple(
    f'"{name}:'.encode()
    for name in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)


def catalogue_path(language: Language) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "kondusif.po"


@functools.cache
def _translations(language: Language) -> gettext.NullTranslations:
    with catalogue_path(language).open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Message(abc.ABC):
    """What is to be said, in no language yet; falsy where it says nothing. Made by `msg` and its kin, put into words by `said`.

    As text it speaks Indonesian, the language of the house: for logs and for whoever debugs.
    """

    __slots__ = ()

    @abc.abstractmethod
    def said(self, language: Language) -> str:
        """The words, whole, in one language."""

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return self.said("id")


@dataclass(frozen=True, slots=True)
class _Sentence(Message):
    text: str
    plural: str
    n: int
    values: tuple[tuple[str, Hashable], ...]

    def said(self, language: Language) -> str:
        known = _translations(language)
        text = known.ngettext(self.text, self.plural, self.n) if self.plural else known.gettext(self.text)
        return text.format(**_in_words(self.values, language)) if self.values else text


@dataclass(frozen=True, slots=True)
class _Joined(Message):
    between: str | Message
    parts: tuple[Hashable, ...]

    def said(self, language: Language) -> str:
        parts = (one.said(language) if isinstance(one, Message) else str(one) for one in self.parts)
        return (self.between.said(language) if isinstance(self.between, Message) else self.between).join(parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class _Written(Message):
    how: Callable[..., str]
    arguments: tuple[object, ...]

    def said(self, language: Language) -> str:
        return self.how(Words(language), *self.arguments)


@dataclass(frozen=True)
class Words:
    """The words of one language, handed to whatever says something to a reader: `t("Bulan")`, `t.n("{n} desa", "{n} desa", 3)`."""

    language: Language

    def __call__(self, message: str | Message, /, **values: object) -> str:
        """Put into words: a message; or a text, with its `{name}` fields filled in."""
        language = self.language
        if isinstance(message, Message):
            return message.said(language)
        text = _translations(language).gettext(message)
        return text.format(**_in_words(values.items(), language)) if values else text

    def n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Translate with the plural form for `n`; `{n}` is filled in unless given in `values`."""
        language = self.language
        text = _translations(language).ngettext(singular, plural, n)
        return text.format(**_in_words({"n": n, **values}.items(), language))


house = Words("id")
"""Of the language of the house: what the command line, logs and whatever nobody asked for in a language of theirs say."""


_P = ParamSpec("_P")


def msg(text: str, /, **values: object) -> Message:
    """A text (its msgid) with the values of its `{name}` fields: messages stay messages, a list is joined by commas.

    >>> said(msg("Peran {role} tidak berhak melakukan ini. Tidak ada yang diubah.", role=msg("Camat")), "id")
    'Peran Camat tidak berhak melakukan ini. Tidak ada yang diubah.'
    """
    return _Sentence(text, "", 0, tuple([(name, _kept(value)) for name, value in values.items()]))


def msg_n(singular: str, plural: str, n: int, /, **values: object) -> Message:
    """The same with the plural form for `n`; `{n}` is filled in unless given in `values`."""
    return _Sentence(singular, plural, n, tuple([(name, _kept(value)) for name, value in {"n": n, **values}.items()]))


def joined(between: str | Message, parts: Iterable[object]) -> Message:
    """Several, one after the other; those that say nothing are left out."""
    return _Joined(between, tuple(kept for part in parts if (kept := _kept(part))))


def verbatim(text: str) -> Message:
    """What comes from elsewhere (a file, another process) and is the same in every language."""
    return _Joined("", (text,) if text else ())


NOTHING = verbatim("")


def written(how: Callable[Concatenate[Words, _P], str], *arguments: _P.args, **named: _P.kwargs) -> Message:
    """What a function says that takes words: `written(moments.month, "2026-10")` says `how(t, *arguments)`."""
    return _Written(functools.partial(how, **named) if named else how, arguments)


def said(message: Message | str, language: Language) -> str:
    """A message in words; a text stays as it is."""
    return message.said(language) if isinstance(message, Message) else message


def outline(message: Message, hidden: str) -> str:
    """A message in the language of the house with `hidden` for what stands in its fields, but for numbers and messages: for logs.

    >>> outline(msg("Port {port} sedang dipakai {who}.", port=8501, who="budi"), "…")
    'Port 8501 sedang dipakai ….'
    """
    if isinstance(message, _Sentence):
        values = tuple([(name, _outlined(value, hidden)) for name, value in message.values])
        return _Sentence(message.text, message.plural, message.n, values).said("id")
    if isinstance(message, _Joined):
        return _Joined(message.between, tuple([_outlined(part, hidden) for part in message.parts])).said("id")
    return hidden


def _outlined(value: Hashable, hidden: str) -> Hashable:
    if isinstance(value, Message):
        return outline(value, hidden)
    return value if isinstance(value, (int, float)) else hidden


def _kept(value: object) -> Hashable:
    """A field as it can be kept and compared."""
    if isinstance(value, (Message, str, int, float, date)):
        return value
    return joined(", ", value) if isinstance(value, (list, tuple)) else str(value)


def _in_words(values: Iterable[tuple[str, object]], language: Language) -> dict[str, object]:
    return {name: value.said(language) if isinstance(value, Message) else value for name, value in values}


def translated(message: str, language: Language) -> str:
    """The text in a language of choice, where both stand side by side."""
    return _translations(language).gettext(message) if message else ""


def update_catalogues(root: Path) -> dict[Language, int]:
    """Extract every text from the code, merge it into both catalogues; returns how many texts lack a translation.

    An empty Indonesian entry is filled with its own msgid, because the msgid is Indonesian.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    template = Catalog(project="Kondusif", charset="utf-8", fuzzy=False)
    for path in sorted(path for folder in ("data", "pages") for path in (root / folder).rglob("*.py")):
        for message, line in _texts(path):
            template.add(message, None, [(path.relative_to(root).as_posix(), line)])
    missing: dict[Language, int] = {}
    for language in LANGUAGES:
        path_po = catalogue_path(language)
        path_po.parent.mkdir(parents=True, exist_ok=True)
        catalogue = Catalog(locale=language, project="Kondusif", charset="utf-8", fuzzy=False)
        if path_po.exists():
            with path_po.open("rb") as source:
                catalogue = read_po(source, locale=language)
        # A copy: a catalogue keeps the entries themselves, and filling the Indonesian one would fill the English one.
        catalogue.update(copy.deepcopy(template), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if language == "id":
            for entry in catalogue:
                if entry.id and not _translated(entry.string):
                    entry.string = entry.id
        for entry in catalogue:
            if _translated(entry.string):  # a fuzzy entry is skipped when the catalogue is read: its text would stay Indonesian
                entry.flags.discard("fuzzy")
        missing[language] = sum(1 for entry in catalogue if entry.id and (entry.fuzzy or not _translated(entry.string)))
        catalogue.header_comment = "# Words of the product; see data/words.py."
        text = io.BytesIO()
        write_po(text, catalogue, width=110, sort_output=True, include_lineno=False)
        lines = text.getvalue().splitlines(keepends=True)
        path_po.write_bytes(b"".join(line for line in lines if not line.startswith(_HEADER_NOISE)))
    return missing


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, str], int]]:
    """The texts of a module, those that count as (one, many). By syntax: Babel's reader of tokens loses `many` where `t` is handed on inside."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        said = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if called in ("t", "msg", "N_") and said:
            yield said[0], node.lineno
        elif called in ("n", "msg_n") and len(said) == 2:
            yield (said[0], said[1]), node.lineno
        elif called == "Nn_" and said:
            yield (said[0], said[0]), node.lineno


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def N_(message: str) -> str:  # noqa: N802 - the customary gettext name
    """Mark a text for extraction where it is defined; translate it with `t` where it is shown."""
    return message


def Nn_(message: str) -> str:  # noqa: N802
    """The same for a text that counts `{n}`: shown with `t.n`, for Indonesian has one form and English two."""
    return message


if __name__ == "__main__":
    for language, count in update_catalogues(Path(__file__).parents[1]).items():
        print(f"{language}: {count} untranslated")
