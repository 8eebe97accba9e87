"""Sentences composed by rules from the figures, in the language of the reader. No free text, nothing computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from data.editions import figures, levels
from data.editions.figures import Value
from data.words import Words
from pages.facts.views import Area, Score
from pages.wording import formats, phrasing, unknowns


def interval(t: Words, low: float, high: float) -> str:
    """`rentang 90%: 69,8–73,0`, or nothing where the edition has no interval."""
    if formats.absent(low) or formats.absent(high):
        return ""
    return t("rentang {level}%: {span}", span=formats.span(t, low, high), level=levels.INTERVAL)


def band(t: Words, score: Score, names: Sequence[str]) -> str:
    """`Kondusif (4)`; both bands, the lower first, where one isn't certain enough; words where there are no data."""
    if not score.assessed or score.band is None:
        return t("Data belum memadai")
    labels = [t("{name} ({number})", name=names[number - 1], number=number) for number in score.likely]
    return labels[0] if len(labels) == 1 else t("{low} atau {high}", low=labels[0], high=labels[1])


def left_out(t: Words, score: Score, shown: Callable[[int], int | None] = lambda n: n) -> str:
    """`belum termasuk 1 kejadian berat`, or nothing. `shown` may hide a small number (None), never that there is one."""
    if not (number := score.severe_left_out):
        return ""
    n = shown(number)
    if n is None:
        return t("belum termasuk kejadian berat") if score.assessed else t("ada kejadian berat")
    figure = "kejadian_berat_belum_termasuk" if score.assessed else "kejadian_berat_tanpa_skor"
    return phrasing.phrase(t, figures.counted(figure, n, last=score.period))


def band_and_left_out(t: Words, score: Score, names: Sequence[str], shown: Callable[[int], int | None] = lambda n: n) -> str:
    """The band, or why there is none, and beside it what its score doesn't include."""
    named = band(t, score, names) if score.assessed else unknowns.without_score(t, score, shown)
    return "; ".join(part for part in (named, left_out(t, score, shown)) if part)


def change(t: Words, score: Score) -> str:
    """The change against a year ago; only one beyond its uncertainty is called a rise or a fall."""
    if score.change_class == "naik":
        return t("naik {points} poin", points=formats.number(t, abs(score.change)))
    if score.change_class == "turun":
        return t("turun {points} poin", points=formats.number(t, abs(score.change)))
    if score.change_class == "tetap":
        return t("belum ada perubahan yang berarti")
    return t("belum dapat dibandingkan")


def why_not_assessed(t: Words, score: Score, dimension_names: Mapping[str, str], shown: Callable[[int], int | None] = lambda n: n) -> str:
    """`Belum dapat dinilai: data Kejadian belum memadai.` `shown`: see `left_out`."""
    return t("Belum dapat dinilai: {reason}.", reason=unknowns.reason(t, score, dimension_names, shown))


def situation(
    t: Words,
    territory: str,
    score: Score,
    names: Sequence[str],
    incidents: Value,
    before: Value,
    shown: Callable[[int], int | None] = lambda n: n,
) -> str:
    """The sentence on top of the first page; its incidents are those of the same twelve months and of the twelve before.

    `shown`: see `left_out`.
    """
    until = formats.month(t, score.period)
    if not score.assessed:
        parts = [
            t(
                "Situasi {territory}, IKW-12 sampai {month}: belum dapat dinilai, {reason}.",
                territory=territory,
                month=until,
                reason=unknowns.reason(t, score, shown=shown),
            )
        ]
    else:
        parts = [
            t("Situasi {territory}, IKW-12 sampai {month}: {band}.", territory=territory, month=until, band=_running_band(t, score, names)),
            _score_sentence(t, score),
            t("Dibandingkan setahun lalu: {change}.", change=change(t, score)),
        ]
    if missing := left_out(t, score, shown):
        parts.append(f"{missing[0].upper()}{missing[1:]}.")
    return " ".join(part for part in (*parts, incident_sentence(t, incidents, before)) if part)


def incident_sentence(t: Words, incidents: Value, before: Value) -> str:
    """`Dalam dua belas bulan terakhir tercatat 650 kejadian; dua belas bulan sebelumnya 663.`; empty where nothing is known."""
    if not (incidents.is_whole and before.is_whole):
        if note := phrasing.since(t, incidents):
            return phrasing.sentence(t, t("Tercatat {incidents} ({since})."), incidents=incidents, since=note)
        return phrasing.sentence(t, t("Dalam dua belas bulan terakhir tercatat {incidents}."), incidents=incidents)
    return phrasing.sentence(
        t,
        t("Dalam dua belas bulan terakhir tercatat {incidents}; dua belas bulan sebelumnya {before}."),
        incidents=incidents,
        before=phrasing.number(t, before),
    )


def listed(t: Words, parts: Sequence[str]) -> str:
    """`satu`, `satu dan dua`, `satu, dua, dan tiga`."""
    if len(parts) < 3:
        return t("{first} dan {last}", first=parts[0], last=parts[1]) if len(parts) == 2 else "".join(parts)
    return t("{first}, dan {last}", first=", ".join(parts[:-1]), last=parts[-1])


def changed(areas: Sequence[Area]) -> list[Area]:
    """The kecamatan that rose or fell beyond their uncertainty, falls first, the largest first."""
    found = [area for area in areas if area.score.change_class in ("naik", "turun")]
    return sorted(found, key=lambda area: area.score.change)


def one_change(t: Words, area: Area) -> str:
    """`Cibitung turun 20,6 poin menjadi 43,4 (rentang 90%: 32,0–51,4).`"""
    values = {"name": area.name, "change": change(t, area.score), "score": formats.number(t, area.score.score)}
    if span := interval(t, area.score.low, area.score.high):
        return t("{name} {change} menjadi {score} ({interval}).", **values, interval=span)
    return t("{name} {change} menjadi {score}.", **values)


def comparable(areas: Sequence[Area]) -> bool:
    """Whether any of them can be compared with a year ago."""
    return any(area.score.change_class is not None for area in areas)


def no_change(t: Words, areas: Sequence[Area]) -> str:
    """What to say where nobody rose or fell."""
    if not comparable(areas):
        return t("Perbandingan dengan setahun lalu belum tersedia untuk bulan ini.")
    return t("Tidak ada kecamatan yang naik atau turun melebihi ketidakpastiannya.")


def headline(t: Words, areas: Sequence[Area], names: Sequence[str], lowest: int = 1) -> str:
    """The title of a map: how many are in the most frequent band; bands below the lowest that is named are merged with it."""
    assessed = [max(area.score.band, lowest) for area in areas if area.score.assessed and area.score.band]
    if not assessed:
        return t("Belum ada kecamatan yang dapat dinilai")
    most = max(sorted(set(assessed)), key=assessed.count)
    whole = figures.counted("kecamatan_golongan", len(assessed), last=areas[0].score.period)
    those = phrasing.phrase(t, replace(whole, n=assessed.count(most), part=names[most - 1]), of=whole)
    if most == lowest > 1:
        return t("{areas} golongan 1–{number}", areas=those, number=most)
    return t("{areas} {name} ({number})", areas=those, name=names[most - 1], number=most)


def quality(t: Words, letter: str | None) -> str:
    """The letter of data quality with what it means."""
    meanings = {
        "A": t("A: lengkap"),
        "B": t("B: satu kekurangan"),
        "C": t("C: dua kekurangan atau lebih, atau kejadian berat yang belum termasuk"),
    }
    return meanings.get(letter or "", formats.NOTHING)


def _running_band(t: Words, score: Score, names: Sequence[str]) -> str:
    return names[score.likely[0] - 1].lower() if len(score.likely) == 1 else band(t, score, names).lower()


def _score_sentence(t: Words, score: Score) -> str:
    points = formats.number(t, score.score)
    if span := interval(t, score.low, score.high):
        return t("Skor {score} dari 100 ({interval}).", score=points, interval=span)
    return t("Skor {score} dari 100.", score=points)
