"""Metodologi: what is measured and how, by what law, and what other weights would say."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from data.editions.reading import Edition
from data.reference import legal, methods
from data.words import Words
from pages.facts import views
from pages.figures import markup
from pages.panels import filters, shell, verdict_text
from pages.panels.method import method_text, retention, weights_view
from pages.panels.method.method_text import Influence, Official
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, origins, unknowns

PART = "bagian"


@shell.page
def render(view: Context) -> None:
    """Choice of the part, then the part."""
    t = view.t
    title, month = st.columns([4, 1], vertical_alignment="bottom")
    title.title(t("Metodologi"), anchor=False)
    part = _choose_part(view)
    if part == "simulasi":
        with month:
            shell.period_box(view)
        weights_view.show(view)
    elif part == "dasar":
        _basis(view)
    elif part == "putusan":
        _verdicts(view)
    elif part == "data":
        retention.show(t)
    else:
        _index(view, part.upper())


def _choose_part(view: Context) -> str:
    t = view.t
    names = {
        "ikw": t("IKW: wilayah"),
        "iko": t("IKO: Ormas"),
        "putusan": t("Aturan putusan"),
        "dasar": t("Dasar hukum dan nilai resmi"),
        "data": t("Data dan masa simpan"),
    }
    if view.viewer.may("simulasi_bobot"):
        names["simulasi"] = t("Simulasi bobot")
    part = filters.switch(PART, t("Bagian"), names, quiet=True)
    context.set_breadcrumbs(names[part])
    return part


def _index(view: Context, index: str) -> None:
    t = view.t
    method = view.edition.methods()[index]
    left, right = st.columns([3, 2], gap="large")
    with left:
        screen.show(t, method_text.head(t, method, view.language))
        screen.show(t, method_text.make_up(t, method, view.language))
        if rows := context.kept(influences)(view.edition, t, index):
            screen.show(t, method_text.influences(t, rows))
            screen.show(
                t,
                markup.tag(
                    "p",
                    t(
                        "Pengaruh nyata: bagian perbedaan antarunit yang sejalan dengan dimensi itu. Bila jauh dari bobotnya, yang menentukan urutan bukan bobot melainkan sebaran datanya."
                    ),
                    "k-note",
                ),
            )
        screen.show(t, method_text.bullets(method_text.rules(t, method, int(view.edition.meta["draws"]))))
        if index == "IKW":
            for line in _not_known(view):
                screen.show(t, markup.tag("p", line, "k-note"))
    with right:
        screen.show(t, method_text.bands(t, method, view.language))
        st.subheader(t("Yang tidak diukur"), anchor=False)
        screen.show(
            t,
            method_text.bullets([one.in_language(view.language) for one in method.not_measured])
            if method.not_measured
            else markup.tag("p", t("Belum ditulis dalam berkas metode."), "k-note"),
        )
    st.subheader(t("Daftar indikator"), anchor=False)
    cards = "".join(method_text.indicator(t, one, method, view.language) for one in method.indicators)
    screen.show(t, markup.box("div", cards, "k-cards k-indicators"))
    if counts := context.kept(fallbacks)(view.edition, index, method.unit_type, view.period):
        st.subheader(t("Jalan pengganti"), anchor=False)
        screen.show(t, method_text.substitutes(t, counts, method.unit_type))
    if method.references:
        st.subheader(t("Rujukan"), anchor=False)
        screen.show(t, method_text.bullets([methods.reference(t, one) for one in method.references]))


def _not_known(view: Context) -> list[str]:
    """What isn't known behind the index of the month, and where its incidents come from."""
    t = view.t
    place, month = view.edition.meta["territory_name"], formats.month(t, view.period)
    whole = context.kept(views.regency)(view.edition).get(view.period)
    text = unknowns.line(t, whole) if whole else ""
    lines = [t("{place}, dua belas bulan sampai {month}: {told}.", place=place, month=month, told=text)] if text else []
    told = context.kept(origins.of)(view.edition, view.period, view.edition.meta["territory"])
    return [*lines, *filter(None, [origins.sentence(t, told)])]


def _verdicts(view: Context) -> None:
    t = view.t
    screen.show(t, markup.tag("p", verdict_text.head(view.edition, t)))
    screen.show(t, method_text.wrapped(verdict_text.table(t, view.edition.verdict_rules(), view.language)))
    if due := verdict_text.due(t, view.edition.verdict_rules(), view.language):
        screen.show(t, method_text.wrapped(due))


def _basis(view: Context) -> None:
    t = view.t
    screen.show(t, method_text.laws(t, legal.load(), view.language))
    st.subheader(t("Nilai dan target resmi"), anchor=False)
    if rows := context.kept(officials)(view.edition):
        screen.show(t, method_text.officials(t, rows))
    else:
        screen.show(
            t,
            markup.tag(
                "p",
                t(
                    "Belum ada nilai resmi IKO, IKN, atau IHaI dalam edisi ini. Isi templat nilai resmi, unggah, lalu terbitkan edisi berikutnya."
                ),
                "k-note",
            ),
        )


def fallbacks(edition: Edition, index: str, unit_type: str, period: str) -> dict[str, int]:
    """How many units have each fall-back behind their score in a month."""
    return dict(Counter(code for codes in edition.scores(index, unit_type, period=period)["fallbacks"] for code in codes))


def influences(edition: Edition, t: Words, index: str) -> list[Influence]:
    """What moves the ranks of an index; empty for an edition in which no unit has a score."""
    names = {d.code: d.name.in_language(t.language) for d in edition.methods()[index].dimensions}
    rows = edition.influence(index)
    if not rows["importance"].notna().any():
        return []
    return [
        Influence(
            names.get(r["factor"], t("Cara menggabungkan dimensi")), r["weight"], r["importance"], r["drop_mean_shift"], r["sobol_total"]
        )
        for r in rows.to_dict("records")
    ]


def officials(edition: Edition) -> list[Official]:
    """The official values of an edition, newest year first."""
    rows = edition.official().sort_values(["index", "year"], ascending=[True, False])
    return [
        Official(str(r["index"]), int(r["year"]), float(r["value"]), float(r["target"]), str(r["source"])) for r in rows.to_dict("records")
    ]
