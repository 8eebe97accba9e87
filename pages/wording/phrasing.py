"""Published figures in words: a number is said through its figure, in the words of the registry (`data.tables.figures`).

A sentence is made from the figures that it names, and isn't said where one of them isn't known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from data.editions import figures
from data.editions.figures import Value
from data.tables.figures import FIGURES
from data.words import Words
from pages.wording import formats


def title(t: Words, figure_id: str) -> str:
    """The heading of a card or a column, with its window: `Kejadian, 12 bulan`."""
    return t(FIGURES[figure_id].title)


def definition(t: Words, figure_id: str) -> str:
    """What is counted, in a sentence."""
    return t(FIGURES[figure_id].definition)


def score_of(t: Words, dimension: str) -> str:
    """`Skor Kejadian`: a score is called a score, so that it isn't mistaken for the count of the same name."""
    return t("Skor {name}", name=dimension)


def number(t: Words, value: Value) -> str:
    """`1.140`; a dash where it isn't known."""
    return formats.whole(t, value.n)


def phrase(t: Words, value: Value, *, of: Value | None = None) -> str:
    """`1.140 kegiatan keamanan dan ketertiban`; with what it is part of, `62 dari 117 Ormas aktif mengikuti …`."""
    n, many = number(t, value), value if of is None else of
    n = n if of is None else t("{n} dari {total}", n=n, total=number(t, of))
    said = t.n(value.figure.phrase, value.figure.phrase, many.n or 0, n=n)
    if value.chosen:
        return t("{figure} (dalam pilihan ini)", figure=said)
    return t("{figure} (di kecamatan Anda)", figure=said) if value.narrowed else said


def counted(t: Words, figure_id: str, n: int, shown: str | None = None) -> str:
    """`3 kejadian`: a number in the unit of a figure. shown: how it is written, where it may be hidden."""
    unit = FIGURES[figure_id].unit
    return t.n(unit, unit, n, n=formats.whole(t, n) if shown is None else shown)


def unit(t: Words, value: Value) -> str:
    """`kejadian`: the unit of a number that stands apart, as on a card; English says it as the number wants it."""
    return counted(t, value.figure.id, value.n or 0, shown="").strip()


def part(t: Words, value: Value, name: str, n: str | None = None) -> str:
    """`Tawuran: 3 potensi`: a part of a figure by its name, in the unit of the figure. n: a number that may be hidden."""
    return t("{name}: {counted}", name=name, counted=counted(t, value.figure.id, value.n or 0, number(t, value) if n is None else n))


def parts(t: Words, figure_id: str, found: Mapping[str, int], names: Callable[[str], str], last: str) -> list[str]:
    """`part` for each code of a figure that is split."""
    return [part(t, figures.counted(figure_id, n, last=last, part=code), names(code)) for code, n in found.items()]


def beside(t: Words, figure_id: str, found: Mapping[str, int], names: Callable[[str], str], last: str, scope: str = "") -> str:
    """`tawuran 3, unjuk rasa 2`: the parts of a figure by name and number, where its title or phrase stands beside them."""
    values = {code: figures.counted(figure_id, n, scope=scope, last=last, part=code) for code, n in found.items()}
    return ", ".join(f"{names(code)}\u00a0{number(t, value)}" for code, value in values.items())


def numbered(t: Words, value: Value) -> str:
    """`Sinyal yang belum ditutup, 12 bulan (14)`: the heading of a tab or a list, with its number."""
    return t("{title} ({n})", title=title(t, value.figure.id), n=number(t, value))


def here(t: Words, figure_id: str) -> str:
    """The header of a column that counts in one kecamatan what other columns of that name count everywhere."""
    return t("{title}, di sini", title=title(t, figure_id))


def hidden(t: Words, value: Value) -> str:
    """`Kejadian, 12 bulan: jumlahnya disamarkan`: in place of a phrase whose number may not be published."""
    return t("{figure}: jumlahnya disamarkan", figure=title(t, value.figure.id))


def sentence(t: Words, message: str, /, **parts: Value | tuple[Value, Value] | str) -> str:
    """A sentence about figures: each stands in it as its phrase, a pair as `n of total`. Empty where one isn't known.

    message: already in the language of the reader, with its fields left open.
    """
    said: dict[str, str] = {}
    for name, part in parts.items():
        if isinstance(part, str):
            said[name] = part
            continue
        value, of = part if isinstance(part, tuple) else (part, None)
        if value.n is None or (of is not None and of.n is None):
            return ""
        said[name] = phrase(t, value, of=of)
    return message.format(**said)


def against(t: Words, now: Value, before: Value) -> str:
    """`−13 dibandingkan 12 bulan sebelumnya (663)`; empty where one of them isn't known for the whole of its window, and for a figure of
    the state at publishing: nobody kept the state a year ago.
    """
    if now.n is None or before.n is None or not (now.figure.window and now.is_whole and before.is_whole):
        return ""
    difference = formats.signed(t, now.n - before.n, 0)
    return t("{difference} dibandingkan 12 bulan sebelumnya ({before})", difference=difference, before=number(t, before))


def own_only(t: Words, value: Value) -> str:
    """That a number beside a heading covers only the viewer's own kecamatan; a phrase says so itself."""
    return t("di kecamatan Anda") if value.narrowed else ""


def note(t: Words, value: Value) -> str:
    """`since` as a sentence by itself."""
    limits = since(t, value)
    return f"{limits[0].upper()}{limits[1:]}." if limits else ""


def since(t: Words, value: Value) -> str:
    """Since when there are reports, where the window begins before them; which of its months are silent; and, for a 0 that rests on few
    kecamatan, on how few.
    """
    start = "; ".join(
        filter(
            None,
            (
                t("catatan mulai {month}", month=formats.month(t, value.since)) if value.since else "",
                t("tanpa laporan: {months}", months=formats.months(t, value.silent)) if value.silent else "",
            ),
        )
    )
    if value.reporting is None:
        return start
    n, total = value.reporting
    every = figures.counted("kecamatan_pernah_melapor", total, last=value.last)
    few = t("baru {reporting}", reporting=phrase(t, replace(every, n=n), of=every))
    return f"{start}; {few}" if start else few
