"""Parts of a brief of an edition without an index: why there is none, and counts by kecamatan."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from data.editions import figures
from data.editions.reading import Edition
from data.words import Words
from pages.exports.brief.brief_parts import HIDDEN, Passage, Table
from pages.exports.press import tallies, wording
from pages.facts.views import Area
from pages.wording import coverage, formats, phrasing


def notices(edition: Edition, t: Words, period: str) -> list[str]:
    """What has to be said before the counts; why there is no index, and what there is instead, stands below them (`first`)."""
    silent = coverage.silent_sentence(t, coverage.silent_months(edition, period))
    return [silent] if silent else []


def first(edition: Edition, t: Words, period: str) -> tuple[Passage, ...]:
    """In place of the line of the score: why there is none, from when on one is possible, and what the edition holds."""
    return (
        Passage(t("Mengapa, dan mulai kapan"), (coverage.without_index(t, edition.meta.get("index_from", "")),), listed=False),
        Passage(t("Isi edisi ini"), (coverage.contents(edition, t, period),), listed=False),
    )


def table(edition: Edition, t: Words, period: str, areas: Sequence[Area]) -> Table:
    """The figures that are known, by kecamatan, small counts hidden."""
    counted = {
        tallies.ALL: (tallies.incidents, tallies.TOTAL),
        tallies.ACTIVITY: (tallies.activities, "kegiatan"),
        tallies.REGISTERED: (tallies.registered, "ormas"),
    }
    known = [one for one in counted if figures.is_known(edition, one, period)]
    made = {one: counted[one][0](edition, period) for one in known}

    def cell(one: str, code: str) -> str:
        value = figures.read(edition, one, period, code)
        if value.n is None or code not in made[one].cells:
            return phrasing.number(t, value)
        shown = made[one].get(code, counted[one][1])
        return HIDDEN if shown is None else formats.whole(t, shown)

    return Table(
        t("Semua kecamatan"),
        (t("Kecamatan"), *map(functools.partial(phrasing.title, t), known)),
        tuple((area.name, *(cell(one, area.code) for one in known)) for area in sorted(areas, key=lambda a: a.name)),
        (False, *[True for _ in known]),
        " ".join(
            filter(
                None,
                (
                    t("{mark} = disamarkan. {note}", mark=HIDDEN, note=wording.hidden_note(t)),
                    wording.dash_note(t),
                    coverage.partly_silent(edition, t, period) if tallies.ALL in made else "",
                ),
            )
        )
        if made
        else "",
    )
