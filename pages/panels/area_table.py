"""Kecamatan as rows of a table, as the text over the map, and as the card beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from data.editions import figures, levels
from data.editions.reading import Edition
from data.words import Words
from pages.facts import views
from pages.facts.views import Area, Dimension, Score, Symbol
from pages.figures import markup
from pages.panels import workbook
from pages.panels.tables import Column
from pages.session import context
from pages.session.context import Context
from pages.wording import formats, phrasing, sectors, sentences, unknowns


def columns(view: Context, names: Sequence[str], symbols: Sequence[Symbol] | None = None) -> list[Column[Area]]:
    """Score, interval, band, change and quality of a kecamatan; with `symbols` also its Ormas."""
    t = view.t
    edges = views.band_edges(view.edition, "IKW")
    severe = context.kept(left_out)(view.edition, view.period)
    plain = [
        Column[Area](t("Kecamatan"), lambda a: a.name),
        Column[Area](t("Kode"), lambda a: a.code, on_page=False),
        Column[Area](t("Skor"), lambda a: a.score.score, lambda a: formats.number(t, a.score.score), numeric=True),
        Column[Area](
            t("Rentang {level}%", level=levels.INTERVAL),
            lambda a: "",
            lambda a: formats.span(t, a.score.low, a.score.high),
            numeric=True,
            in_csv=False,
        ),
        Column[Area](t("Batas bawah"), lambda a: a.score.low, on_page=False),
        Column[Area](t("Batas atas"), lambda a: a.score.high, on_page=False),
        Column[Area](t("0–100"), lambda a: "", lambda a: markup.whisker(a.score.score, a.score.low, a.score.high, edges), in_csv=False),
        Column[Area](t("Golongan"), lambda a: sentences.band(t, a.score, names), lambda a: _band_cell(t, a.score, names)),
        Column[Area](t("Belum diketahui"), lambda a: unknowns.line(t, a.score), on_page=False),
        Column[Area](t("Kejadian berat yang belum termasuk"), lambda a: severe.get(a.code), on_page=False),
        Column[Area](
            t("Perubahan setahun"), lambda a: a.score.change, lambda a: escape(change_cell(t, a.score)), numeric=True, form=workbook.SIGNED
        ),
        Column[Area](t("Mutu data"), lambda a: a.score.quality, lambda a: a.score.quality or formats.NOTHING),
    ]
    if symbols is None:
        return plain
    at = {symbol.code: symbol for symbol in symbols}
    return [
        *plain,
        Column[Area](phrasing.title(t, "ormas_berkegiatan"), lambda a: at[a.code].active if a.code in at else 0, numeric=True),
        Column[Area](
            t("Rata-rata IKO, tanpa Ormas berlingkup kabupaten"),
            lambda a: at[a.code].mean_iko if a.code in at else None,
            lambda a: formats.number(t, at[a.code].mean_iko) if a.code in at else formats.NOTHING,
            numeric=True,
        ),
    ]


def left_out(edition: Edition, period: str) -> dict[str, int | None]:
    """Severe incidents that stand in no score, by kecamatan; None where it isn't known that there are none, because the harm of too few
    incidents was stated.
    """
    incidents, severe = (figures.split(edition, one, period, "kecamatan") for one in ("kejadian", "kejadian_berat"))
    unknown = (incidents or {}).keys() - (severe or {}).keys()
    return {
        area.code: area.score.severe_left_out or (None if area.code in unknown else area.score.severe_left_out)
        for area in views.areas(edition, period)
    }


def _band_cell(t: Words, score: Score, names: Sequence[str]) -> str:
    """The band; a reason in its place keeps some width on a narrow screen."""
    text = sentences.band_and_left_out(t, score, names)
    return escape(text) if score.assessed else markup.tag("span", text, "k-reason")


def change_cell(t: Words, score: Score) -> str:
    """`−20,6 (turun)`; the word only where the change is beyond its uncertainty."""
    word = {"naik": t("naik"), "turun": t("turun")}.get(score.change_class or "")
    points = formats.signed(t, score.change)
    return t("{points} ({word})", points=points, word=word) if word else points


def hover(t: Words, area: Area, names: Sequence[str], more: Sequence[str] = ()) -> str:
    """What the hover box of a kecamatan says, as plotly's lines; `more`: further lines of plain text."""
    score = area.score
    lines = [f"<b>{escape(area.name)}</b>"]
    if score.assessed:
        lines.append(t("Skor {score} dari 100", score=formats.number(t, score.score)))
        lines.append(escape(sentences.interval(t, score.low, score.high)))
    lines.append(escape(sentences.band(t, score, names)))
    if not score.assessed:
        lines.append(escape(unknowns.beside(t, score)))
    lines.append(escape(sentences.left_out(t, score)))
    lines += [escape(line) for line in more]
    return "<br>".join(line for line in lines if line)


def ormas(t: Words, symbol: Symbol | None) -> str:
    """`13 Ormas berkegiatan, rata-rata IKO 59,3`."""
    if symbol is None or not symbol.active:
        return t("tidak ada yang tercatat berkegiatan")
    n = formats.whole(t, symbol.active)
    if formats.absent(symbol.mean_iko):
        return t("{n} Ormas; kurang dari {least} dinilai, tanpa rata-rata IKO", n=n, least=levels.MEAN_MINIMUM)
    return t("{n} Ormas; rata-rata IKO {iko}, tanpa yang berlingkup kabupaten", n=n, iko=formats.number(t, symbol.mean_iko))


def regency_wide(t: Words, symbol: Symbol, period: str) -> str:
    """`12 Ormas berlingkup kabupaten berkegiatan, rata-rata IKO 59,3`."""
    said = phrasing.phrase(t, figures.counted("ormas_lingkup_kabupaten", symbol.active, last=period))
    if formats.absent(symbol.mean_iko):
        return t("{ormas}; kurang dari {least} dinilai, tanpa rata-rata IKO", ormas=said, least=levels.MEAN_MINIMUM)
    return t("{ormas}, rata-rata IKO {iko}", ormas=said, iko=formats.number(t, symbol.mean_iko))


def card(
    t: Words,
    title: str,
    score: Score,
    names: Sequence[str],
    dimension_names: Mapping[str, str],
    dimensions: Mapping[str, Dimension],
    edges: Sequence[float],
    facts: Sequence[tuple[str, str]],
) -> str:
    """The card of a kecamatan or the whole kabupaten; `facts` are further lines of name and plain text."""
    top = [markup.tag("h3", title)]
    if score.assessed:
        value = escape(formats.number(t, score.score)) + markup.tag("small", t("dari 100"))
        top += [
            markup.box("p", value, "k-value"),
            markup.tag("p", sentences.interval(t, score.low, score.high), "k-unit"),
        ]
        top.append(markup.tag("p", sentences.band(t, score, names), "k-finding"))
    else:
        top.append(markup.tag("p", t("Data belum memadai"), "k-finding"))
        top.append(markup.tag("p", sentences.why_not_assessed(t, score, dimension_names), "k-unit"))
    if missing := sentences.left_out(t, score):
        top.append(markup.tag("p", missing[0].upper() + missing[1:], "k-finding"))
    lines = [(t("Dibandingkan setahun lalu"), escape(sentences.change(t, score)))] if score.assessed else []
    lines += [(phrasing.score_of(t, name), _dimension(t, dimensions.get(code), edges)) for code, name in dimension_names.items()]
    lines += [(name, escape(text)) for name, text in facts]
    listed = "".join(markup.tag("dt", name) + markup.box("dd", inside) for name, inside in lines)
    return markup.box(
        "section",
        markup.box("div", "".join(top)) + markup.box("dl", listed, "k-facts-list"),
        "k-card k-area",
        aria_label=title,
    )


def facts(view: Context, area: Area, symbol: Symbol | None) -> list[tuple[str, str]]:
    """What the card of a kecamatan says besides its score; nothing about Ormas for viewers who know nothing of them."""
    t = view.t
    read = context.kept(figures.read)
    at_work = read(view.edition, "ormas_berkegiatan", view.period, area.code)
    lines = [(phrasing.title(t, at_work.figure.id), ormas(t, symbol))] if at_work.n is not None else []
    for figure_id in ("kegiatan", "kegiatan_keamanan"):
        value = read(view.edition, figure_id, view.period, area.code)
        number = "; ".join(filter(None, (phrasing.number(t, value), phrasing.since(t, value))))
        lines += [(phrasing.title(t, figure_id), number)] if value.n is not None else []
    return [
        *incident_facts(view, area.code),
        *lines,
        (t("Penduduk"), _population(t, area)),
        (t("Polsek"), sectors.of_area(t, area)),
        *unknown_facts(t, area.score),
        (t("Mutu data"), sentences.quality(t, area.score.quality)),
    ]


def unknown_facts(t: Words, score: Score) -> list[tuple[str, str]]:
    """About how much nothing is known, as a line of a card; none where all is known."""
    text = unknowns.line(t, score)
    return [(t("Belum diketahui"), text)] if text else []


def incident_facts(view: Context, code: str | None) -> list[tuple[str, str]]:
    """Incidents of twelve months, with what isn't counted among them; nothing where nothing was reported."""
    t = view.t
    read = context.kept(figures.read)
    values = [read(view.edition, one, view.period, code) for one in ("kejadian", "potensi_dicegah", "penyampaian_pendapat")]
    closed, unknown = (read(view.edition, one, view.period, code) for one in ("kejadian_selesai", "kejadian_tanpa_penanganan"))
    lines = [(phrasing.title(t, value.figure.id), phrasing.number(t, value)) for value in values if value.n is not None]
    if lines and values[0].n is not None:
        handled = phrasing.phrase(t, closed) if values[0].n and closed.n is not None else ""
        open_ = phrasing.phrase(t, unknown) if unknown.n else ""
        more = "; ".join(part for part in (phrasing.since(t, values[0]), ", ".join(p for p in (handled, open_) if p)) if part)
        lines[0] = (lines[0][0], "; ".join(part for part in (lines[0][1], more) if part))
        lines[1:1] = _when_the_month_ended(view, code) if values[0].n else []
    return lines


def _when_the_month_ended(view: Context, code: str | None) -> list[tuple[str, str]]:
    """How many of the incidents were settled when the month ended, and how many are known not to have been; none where nobody kept it."""
    t = view.t
    settled, open_ = (
        context.kept(figures.read)(view.edition, one, view.period, code)
        for one in ("kejadian_selesai_akhir_bulan", "kejadian_belum_selesai_akhir_bulan")
    )
    if settled.n is None or open_.n is None:
        return []
    return [(phrasing.title(t, settled.figure.id), "; ".join((phrasing.number(t, settled), phrasing.phrase(t, open_))))]


def _dimension(t: Words, dimension: Dimension | None, edges: Sequence[float]) -> str:
    if dimension is None:
        return escape(t("belum ada data"))
    if formats.absent(dimension.score):
        return escape(unknowns.why_none(t, dimension.status))
    span = formats.span(t, dimension.low, dimension.high)
    text = formats.number(t, dimension.score) + (f" ({span})" if span != formats.NOTHING else "")
    return escape(text) + markup.whisker(dimension.score, dimension.low, dimension.high, edges)


def _population(t: Words, area: Area) -> str:
    if area.population is None:
        return formats.NOTHING
    n, year = formats.whole(t, area.population), area.population_year
    if area.population_is_census:
        return t("{n} jiwa ({year}, sensus)", n=n, year=year)
    return t("{n} jiwa ({year}, angka perkiraan)", n=n, year=year)
