"""Press frames of counts: the activities of Ormas, and how far training reached."""

from __future__ import annotations

from collections.abc import Mapping

from data.editions import figures
from data.editions.figures import Value
from data.editions.reading import Edition
from data.tables.kegiatan import SECURITY_KINDS
from data.words import Words, msg, written
from pages.exports.drawing.press_bodies import Bar, BarsBody
from pages.exports.press import tallies, wording
from pages.exports.press.content import KIND_NAMES, Frame, NotReportedError, base
from pages.facts import views
from pages.wording import formats, labels, phrasing

COUNTED: Mapping[str, str] = {"activity": tallies.ACTIVITY, "training": tallies.TRAINED}
"""The figure that a frame counts."""


def activity(edition: Edition, t: Words, period: str, _: bool) -> Frame:
    """Activities for security and order by kecamatan. Raises NotReportedError where none was ever reported."""
    value, tally = _counted(edition, t, "activity", period), tallies.activities(edition, period)
    names = {area.code: area.name for area in views.areas(edition, period)}
    bars = [_bar(t, names[row], tally.get(row, "kegiatan")) for row in tally.rows]
    top = ", ".join(f"{bar.label} {bar.text}" for bar in sorted((bar for bar in bars if bar.value), key=_by_value)[:3])
    alt = t("Diagram batang kegiatan keamanan dan ketertiban menurut kecamatan.")
    kinds = ", ".join(labels.label(t, kind).lower() for kind in SECURITY_KINDS)
    return Frame(
        **base(edition, t, "activity", period, "IKO"),
        title=phrasing.hidden(t, value)
        if tally.get(tallies.TOTAL, "kegiatan") is None
        else t("Ormas mengadakan {activities} dalam 12 bulan", activities=phrasing.phrase(t, value)),
        subtitle=t(
            "Kegiatan terverifikasi menurut kecamatan tempat kegiatan, {territory}, sampai {month}",
            territory=edition.meta["territory_name"],
            month=wording.until(edition, t, period),
        ),
        direction=t("Jenis: {kinds}. Bukan ukuran mutu dan bukan peringkat.", kinds=kinds),
        notes=_notes(t, value, tally),
        alt=t("{picture} Batang teratas: {listed}.", picture=alt, listed=top) if top else alt,
        body=BarsBody(phrasing.title(t, COUNTED["activity"]), tuple(sorted(bars, key=_by_value))),
    )


def training(edition: Edition, t: Words, period: str, _: bool) -> Frame:
    """Active Ormas that were trained, by special character. Raises NotReportedError where no training was ever reported."""
    value, tally = _counted(edition, t, "training", period), tallies.training(edition, period)
    bars = [
        _bar(
            t,
            labels.label(t, None if row == tallies.UNKNOWN else row),
            tally.get(row, "dilatih"),
            tally.get(row, tallies.TOTAL),
        )
        for row in tally.rows
    ]
    hidden = None in (tally.get(tallies.TOTAL, "dilatih"), tally.get(tallies.TOTAL, tallies.TOTAL))
    active = figures.read(edition, tallies.ACTIVE, period)
    return Frame(
        **base(edition, t, "training", period, "IKO"),
        title=phrasing.hidden(t, value) if hidden else t("{ormas} dalam 24 bulan", ormas=phrasing.phrase(t, value, of=active)),
        subtitle=t(
            "Ormas aktif yang pengurusnya hadir, menurut ciri khusus, {territory}, sampai {month}",
            territory=edition.meta["territory_name"],
            month=wording.until(edition, t, period),
        ),
        direction=t("Topik: manajemen organisasi, kepemimpinan, penyelesaian konflik, komunikasi efektif."),
        notes=_notes(t, value, tally),
        alt=t(
            "Diagram batang Ormas aktif yang dilatih dalam sedikitnya satu dari empat topik, menurut ciri khusus: {listed}.",
            listed="; ".join(f"{bar.label} {bar.text}" for bar in bars),
        ),
        body=BarsBody(phrasing.title(t, COUNTED["training"]), tuple(sorted(bars, key=_by_value))),
    )


def _counted(edition: Edition, t: Words, kind: str, period: str) -> Value:
    """The figure of a frame. Raises NotReportedError where it isn't known."""
    value = figures.read(edition, COUNTED[kind], period)
    if value.n is None:
        raise NotReportedError(
            msg(
                "Bingkai {frame} tidak dapat dibuat: belum ada data yang terverifikasi untuk {figure} sampai {month}.",
                frame=msg(KIND_NAMES[kind]),
                figure=written(phrasing.title, value.figure.id),
                month=written(formats.month, period),
            )
        )
    return value


def _notes(t: Words, value: Value, tally: tallies.Tally) -> tuple[str, ...]:
    """That counts are hidden, and, where the window begins before the first report, since when there are reports."""
    return tuple(note for note in (phrasing.note(t, value), wording.hidden_note(t) if tally.hides else "") if note)


def _bar(t: Words, label: str, value: int | None, whole: int | None = None) -> Bar:
    if value is None:
        return Bar(label, None, t("disamarkan"), whole)
    if whole is None:
        return Bar(label, value, formats.whole(t, value))
    return Bar(label, value, t("{n} dari {total}", n=formats.whole(t, value), total=formats.whole(t, whole)), whole)


def _by_value(bar: Bar) -> tuple[bool, int, str]:
    return bar.value is None, -(bar.value or 0), bar.label
