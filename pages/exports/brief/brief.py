"""What a brief says: every word, number and table of it, from one edition, before PDF or PPTX is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from data.editions import figures, levels
from data.editions.figures import Value
from data.editions.reading import Edition
from data.reference import territory
from data.tables import pelatihan
from data.words import NOTHING, Message, Words
from data.workflow.agenda import Entry
from pages.exports.brief import brief_notes, brief_plain
from pages.exports.brief.brief_parts import HIDDEN, Card, Passage, Table
from pages.exports.drawing.press_bodies import BarsBody, MapBody, TrendBody
from pages.exports.press import press, tallies, wording
from pages.exports.press.content import Frame
from pages.facts import marks, periods, signals, views
from pages.facts.marks import Place
from pages.facts.signals import Row
from pages.facts.views import YEAR, Area
from pages.wording import coverage, formats, phrasing, sentences, signal_sentences, unknowns
from pages.wording.labels import label

HANDLING = "penanganan"
B = TypeVar("B", MapBody, TrendBody, BarsBody)


@dataclass(frozen=True)
class Brief:
    """A whole brief in one language."""

    edition: str
    period: str
    language: str
    method: str
    simulated: bool
    office: str
    title: str
    subtitle: str
    sentence: str
    source: str
    cards: tuple[Card, ...]
    trend_title: str
    trend_alt: str
    trend: TrendBody | None
    """None: the edition has no index."""
    trend_marks: tuple[Place, ...]
    trend_note: str
    """What the calendar and the public agenda of the office mark behind the trend, and in words; no figure depends on them."""
    map_title: str
    map_alt: str
    map: MapBody | None
    """None: the edition has no index; a map without a score would show nothing."""
    first: tuple[Passage, ...]
    """Below the cards where no line can be drawn; else nothing."""
    beside_map: tuple[Passage, ...]
    """Where there is no map, beside `first`."""
    has_ormas: bool
    """Whether anything was ever reported of Ormas; else their page is left out."""
    ormas_title: str
    ormas: tuple[Passage, ...]
    needs: Table
    activity_title: str
    activity_alt: str
    activity: BarsBody | None
    """None: no activity of Ormas was ever reported."""
    table: Table
    quality: tuple[Passage, ...]
    method_text: tuple[Passage, ...]
    proof: tuple[str, ...]
    """Digest of the edition and head of the audit trail, small on the last page: what can be asked for later."""


def brief(edition: Edition, t: Words, period: str | None = None, agenda: Sequence[Entry] = (), without: Message = NOTHING) -> Brief:
    """The brief of an edition in the language of the reader; it is for leaders and names every band.

    agenda: what `data.workflow.agenda.public` says, to be marked; without: why that couldn't be read.

    Raises DataError for a month that the edition lacks.
    """
    month = press.month_of(edition, period)
    areas = views.areas(edition, month)
    drawn = ("trend", "map") if edition.has_index else ()
    pictures = {kind: press.frame(edition, t, kind, month, name_low_bands=True) for kind in drawn}
    trend, picture = pictures.get("trend"), pictures.get("map")
    activity = press.frame(edition, t, "activity", month) if "activity" in press.offered(edition, t, month) else None
    place = edition.meta["territory_name"]
    months = _body(trend, TrendBody).months if trend else ()
    marked = brief_notes.marked(months, agenda)
    return Brief(
        edition=edition.id,
        period=month,
        language=t.language,
        method=f"IKW {edition.methods()['IKW'].version}" if edition.has_index else "",
        simulated=edition.meta.get("store_kind") == "simulasi",
        office=territory.load_territory().offices["kesbangpol"],
        title=t("Brief kondusivitas {territory}", territory=place),
        subtitle=t("{month} · Edisi {id}", month=wording.until(edition, t, month), id=edition.id),
        sentence=_sentence(edition, t, month),
        source=wording.source_line(edition, t),
        cards=_cards(edition, t, month),
        trend_title=trend.title if trend else t("Edisi ini tanpa indeks"),
        trend_alt=trend.alt if trend else "",
        trend=_body(trend, TrendBody) if trend else None,
        trend_marks=tuple(marks.by_month(marked, months)),
        trend_note=brief_notes.of_marks(t, marked, without),
        map_title=picture.title if picture else "",
        map_alt=picture.alt if picture else "",
        map=_body(picture, MapBody) if picture else None,
        first=() if edition.has_index else brief_plain.first(edition, t, month),
        beside_map=(
            *(_movers(edition, t, month, areas) if edition.has_index else ()),
            *_signals(edition, t, month, areas),
        ),
        has_ormas=coverage.knows_ormas(edition),
        ormas_title=t("Kinerja Ormas dan kebutuhannya"),
        ormas=_ormas(edition, t, month),
        needs=_needs(edition, t, month),
        activity_title=activity.title if activity else t("Kegiatan Ormas: belum ada data"),
        activity_alt=activity.alt if activity else "",
        activity=_body(activity, BarsBody) if activity else None,
        table=_table(edition, t, month, areas) if edition.has_index else brief_plain.table(edition, t, month, areas),
        quality=brief_notes.quality(edition, t, month, areas),
        method_text=brief_notes.method(edition, t, month),
        proof=brief_notes.proof(edition, t),
    )


def _body(frame: Frame, kind: type[B]) -> B:
    """What a frame draws, which is known to be of that kind."""
    assert isinstance(frame.body, kind)  # noqa: S101 - for mypy
    return frame.body


def _sentence(edition: Edition, t: Words, period: str) -> str:
    """The situation, and before it what has to be said of the edition or the month."""
    notices = coverage.notices(edition, t, period) if edition.has_index else brief_plain.notices(edition, t, period)
    return " ".join((*notices, _situation(edition, t, period)))


def _situation(edition: Edition, t: Words, period: str) -> str:
    if not edition.has_index:
        return coverage.situation(edition, t, period, lambda one: wording.said(edition, t, one))
    now, before = _now_and_before(edition, tallies.ALL, period)
    return sentences.situation(
        t,
        edition.meta["territory_name"],
        views.regency(edition)[period],
        views.band_names(edition, "IKW", t.language),
        _publishable(edition, now),
        _publishable(edition, before),
        tallies.hide_small,
    )


def _publishable(edition: Edition, value: Value) -> Value:
    """A figure for a sentence; not said where it may not be published."""
    return replace(value, n=tallies.publishable(edition, value))


def _now_and_before(edition: Edition, figure_id: str, period: str) -> tuple[Value, Value]:
    now, before = (figures.read(edition, figure_id, month) for month in (period, periods.back(period, YEAR)))
    return now, before


def _cards(edition: Edition, t: Words, period: str) -> tuple[Card, ...]:
    if not edition.has_index:
        return tuple(_counted(edition, t, one, period) for one in coverage.counted(edition, period))
    score, year_ago = views.regency(edition)[period], periods.back(period, YEAR)
    index = Card(
        t("Indeks Kondusivitas Wilayah"),
        formats.number(t, score.score),
        t("dari 100"),
        _lines(
            sentences.interval(t, score.low, score.high),
            t("Dibandingkan setahun lalu: {change}", change=sentences.change(t, score)),
            sentences.left_out(t, score, tallies.hide_small),
        ),
    )
    history = views.dimension_history(edition, HANDLING)
    handling = history.get(period)
    handled = Card(
        phrasing.score_of(t, views.dimension_names(edition, "IKW", t.language).get(HANDLING, HANDLING)),
        formats.number(t, handling.score if handling else None),
        t("dari 100"),
        _lines(
            sentences.interval(t, handling.low, handling.high)
            if handling and not formats.absent(handling.score)
            else unknowns.capital(unknowns.why_none(t, handling.status if handling else "")),
            unknowns.line(t, score, HANDLING, tallies.hide_small),
            t("setahun lalu: {value}", value=formats.number(t, history[year_ago].score))
            if year_ago in history and not formats.absent(history[year_ago].score)
            else "",
        ),
    )
    return index, _counted(edition, t, tallies.ALL, period), handled, _counted(edition, t, tallies.ACTIVITY, period)


def _counted(edition: Edition, t: Words, figure_id: str, period: str) -> Card:
    now, before = _now_and_before(edition, figure_id, period)
    if now.n is None:
        return Card(phrasing.title(t, figure_id), phrasing.number(t, now), phrasing.unit(t, now), (t("belum ada data"),))
    shown, compared = (_publishable(edition, one) for one in (now, before))
    return Card(
        phrasing.title(t, figure_id),
        wording.or_hidden(t, shown.n),
        phrasing.unit(t, shown),
        _lines(phrasing.own_only(t, now), phrasing.against(t, shown, compared), phrasing.since(t, now)),
    )


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _movers(edition: Edition, t: Words, period: str, areas: list[Area]) -> tuple[Passage, ...]:
    changed = sentences.changed(areas)
    before = formats.month(t, periods.back(period, YEAR))
    lines = [sentences.one_change(t, area) for area in changed] or [sentences.no_change(t, areas)]
    lowest = sorted((a for a in areas if a.score.assessed), key=lambda a: (a.score.score, a.name))[:5]
    names = views.band_names(edition, "IKW", t.language)
    return (
        Passage(
            t("Naik atau turun melebihi ketidakpastiannya, dibandingkan dengan dua belas bulan sampai {month}", month=before), tuple(lines)
        ),
        Passage(
            t("Skor terendah (urutannya belum pasti bila rentang bertumpang tindih)") if lowest else t("Skor terendah"),
            tuple(
                t(
                    "{name}: {score} ({interval}), {band}",
                    name=a.name,
                    score=formats.number(t, a.score.score),
                    interval=formats.span(t, a.score.low, a.score.high),
                    band=sentences.band_and_left_out(t, a.score, names, tallies.hide_small),
                )
                for a in lowest
            )
            or (t("Belum ada kecamatan yang dapat dinilai."),),
        ),
    )


def _signals(edition: Edition, t: Words, period: str, areas: list[Area]) -> tuple[Passage, ...]:
    """Every row of signals of twelve months that wasn't closed when the edition was published, the highest first.

    Who follows them up is not part of an edition. A small count isn't given, only that there is a signal.
    """
    names = {area.code: area.name for area in areas}
    groups = signals.group_names(edition, t.language)
    year = signals.signals(edition, periods.back(period, YEAR - 1), period)
    found = signals.waiting(year, signals.frozen_steps(year))
    title = t("Sinyal yang belum ditutup, 12 bulan")
    lines = [" ".join((signal_sentences.waiting(t, found), t("Keadaan saat edisi terbit.")))]
    limits = coverage.signal_limits(edition, t, period)
    if not found and limits:  # "no signal" would not be a finding here
        return (Passage(title, (limits,)),)
    if any(one.closed is None for one in year):
        title = t("Sinyal, 12 bulan")
        every = figures.counted("sinyal_setahun", len(found), last=period)
        lines = [phrasing.sentence(t, t("{signals}; edisi ini tidak mencatat mana yang sudah ditutup."), signals=every)]
    for row in signal_sentences.shown(found):
        said = _described(t, row, names.get(row.peak.code, row.peak.code), groups)
        lines.append(t("{level}: {told}", level=signal_sentences.level(t, row.peak), told=said))
    return (Passage(title, (*lines, *_lines(signal_sentences.rest(t, found), limits), signal_sentences.disclaimer(t))),)


def _described(t: Words, row: Row, name: str, groups: Mapping[str, tuple[str, str]]) -> str:
    """The sentence of a row, without its counts where one of them is small."""
    one = row.peak
    facts = {
        "name": name,
        "group": groups.get(one.group, (one.group, ""))[0],
        "month": formats.month(t, one.period),
    }
    if "berat" in one.rules and tallies.hide_small(int(one.severe)) is None:
        return t("{name}, {group}: kejadian berat pada {month}.", **facts)
    if one.count == one.count and tallies.hide_small(int(one.count)) is None:
        return t("{name}, {group}, {month}.", **facts)
    return signal_sentences.of_row(t, row, name, groups)


def _ormas(edition: Edition, t: Words, period: str) -> tuple[Passage, ...]:
    registered, active, rated = (figures.read(edition, one, period) for one in ("ormas_terdaftar", "ormas_aktif", "ormas_dinilai"))
    told_ = [one for one in (registered, active, rated) if one.n is not None]
    if tallies.differ_by_few(registered, active):
        told_.remove(active)  # beside the other figure it would give away the one or two that aren't active
    performance = [", ".join(wording.said(edition, t, one) for one in told_) + "."] if registered.n is not None else []
    for figure_id in ("ormas_layak_diapresiasi", "ormas_perlu_dukungan"):
        if (value := figures.read(edition, figure_id, period)).n is not None:
            performance.append(f"{wording.said(edition, t, value)}. {phrasing.definition(t, figure_id)}")
    if rated.n:
        performance.append(t("Nama Ormasnya ada di halaman Kinerja, bukan di sini."))
    by_role = figures.split(edition, "peran_ormas", period, "peran_ormas")
    roles = [
        phrasing.part(
            t,
            figures.counted("peran_ormas", n, last=period, part=role),
            label(t, role),
            wording.or_hidden(t, tallies.hide_small(n)),
        )
        + "."
        for role, n in (by_role or {}).items()
    ]
    unsaid = figures.read(edition, "tanpa_peran_ormas", period)
    if by_role and unsaid.n:
        roles.append(f"{wording.said(edition, t, unsaid)}.")
    nothing = t("Belum ada yang tercatat.") if by_role is not None else t("Belum ada data.")
    return (
        Passage(t("Kinerja (IKO)"), tuple(line for line in performance if line) or (t("Belum ada data."),)),
        Passage(t("Peran dalam kejadian dan potensi, 12 bulan"), tuple(roles) or (nothing,)),
    )


def _part(t: Words, figure_id: str, n: int | None, period: str, code: str) -> str:
    """The number of a part of a figure, or the word for a hidden one."""
    return wording.or_hidden(t, n) if n is None else phrasing.number(t, figures.counted(figure_id, n, last=period, part=code))


def _needs(edition: Edition, t: Words, period: str) -> Table:
    """Assessed Ormas by their weakest dimension, and the topic of training that helps."""
    tally = tallies.weakest_dimensions(edition, period)
    names = views.dimension_names(edition, "IKO", t.language)
    rows = [
        (
            names.get(code, code),
            _part(t, "ormas_dimensi_terlemah", tally.get(code, "ormas"), period, code),
            label(t, pelatihan.TOPIC_OF_DIMENSION[code]) if code in pelatihan.TOPIC_OF_DIMENSION else formats.NOTHING,
        )
        for code in sorted(tally.rows, key=lambda code: -(tally.get(code, "ormas") or 0))
    ]
    return Table(
        t("Kebutuhan pembinaan: dimensi terlemah Ormas yang dinilai"),
        (t("Dimensi terlemah"), phrasing.title(t, "ormas_dimensi_terlemah"), t("Pembinaan yang membantu")),
        tuple(rows),
        (False, True, False),
        (wording.hidden_note(t) if tally.hides else "") if rows else t("Belum ada data."),
    )


def _table(edition: Edition, t: Words, period: str, areas: list[Area]) -> Table:
    names = views.band_names(edition, "IKW", t.language)
    incidents, activity = tallies.incidents(edition, period), tallies.activities(edition, period)

    def is_known(figure_id: str, code: str) -> bool:
        return figures.read(edition, figure_id, period, code).n is not None

    def shown(tally: tallies.Tally, figure_id: str, code: str, column: str) -> str:
        if code not in tally.cells or not is_known(figure_id, code):
            return formats.NOTHING
        value = tally.get(code, column)
        return HIDDEN if value is None else formats.whole(t, value)

    def change(area: Area) -> str:
        word = {"naik": t("naik"), "turun": t("turun")}.get(area.score.change_class or "")
        points = formats.signed(t, area.score.change)
        return t("{points} ({word})", points=points, word=word) if word else points

    ordered = sorted(areas, key=lambda a: (not a.score.assessed, a.score.score, a.name))
    rows = [
        (
            a.name,
            formats.number(t, a.score.score),
            formats.span(t, a.score.low, a.score.high),
            sentences.band_and_left_out(t, a.score, names, tallies.hide_small),
            change(a),
            shown(incidents, tallies.ALL, a.code, tallies.TOTAL),
            shown(incidents, tallies.CLOSED, a.code, "selesai"),
            shown(activity, tallies.ACTIVITY, a.code, "kegiatan"),
            a.score.quality or formats.NOTHING,
        )
        for a in ordered
    ]
    return Table(
        t("Semua kecamatan, mulai dari skor terendah"),
        (
            t("Kecamatan"),
            t("Skor"),
            t("Rentang {level}%", level=levels.INTERVAL),
            t("Golongan"),
            t("Perubahan setahun"),
            phrasing.title(t, tallies.ALL),
            t("Selesai ditangani"),
            phrasing.title(t, tallies.ACTIVITY),
            t("Mutu data"),
        ),
        tuple(rows),
        (False, True, True, False, True, True, True, True, False),
        " ".join(
            _lines(
                t("{mark} = disamarkan. {note}", mark=HIDDEN, note=wording.hidden_note(t)),
                t("Bila dua rentang bertumpang tindih, urutannya belum pasti.") if any(a.score.assessed for a in areas) else "",
                wording.dash_note(t),
                coverage.partly_silent(edition, t, period),
            )
        ),
    )
