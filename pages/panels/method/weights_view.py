"""Simulasi bobot: sliders, and what other weights would say. It changes nothing."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import streamlit as st

from data.editions import levels, what_if
from data.editions.reading import Edition
from data.reference.methods import IndexMethod
from data.session import Session
from data.words import Words
from pages.facts import views
from pages.figures import markup
from pages.panels import tables, work_panel
from pages.panels.method import method_text
from pages.panels.tables import Column
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import coverage, formats

STEP = 5


@dataclass(frozen=True)
class Row:
    """One kecamatan by the weights in force and by the simulated ones; NaN where there is no score or rank."""

    name: str
    score: float
    new_score: float
    rank: float
    rank_low: float
    rank_high: float
    new_rank: float
    band: str
    new_band: str


def show(view: Context) -> None:
    """Sliders to the left, the answer to the right."""
    t = view.t
    edition = view.edition
    if not edition.has_index:
        st.info(coverage.without_index(t, edition.meta.get("index_from", "")))
        return
    method = edition.methods()["IKW"]
    screen.show(
        t,
        markup.box(
            "p",
            markup.tag("span", t("SIMULASI"), "k-badge")
            + " "
            + markup.tag(
                "span",
                t(
                    "Hitungan ini hanya ada di layar Anda: edisi, peta, dan siaran pers tidak berubah. Bobot diganti hanya lewat versi metode yang baru."
                ),
            ),
        ),
    )
    left, right = st.columns([2, 5], gap="large")
    with left:
        weights = _sliders(t, method, view.language)
    if sum(weights.values()) == 0:
        right.warning(t("Sedikitnya satu dimensi harus berbobot di atas 0."))
        return
    with work_panel.awaited(view.session, "bobot", t("Menghitung ulang …")):
        prepared = _prepared(edition.id, view.period, view.session, edition)
    answer = what_if.answer(prepared, weights)
    rows = _rows(view, answer)
    with right:
        screen.show(t, markup.tag("p", _meaning(view, answer, rows), "k-situation"))
        columns = _columns(t)
        caption = t("Peringkat 1 = skor tertinggi. Rentang {level}% peringkat menurut bobot yang berlaku.", level=levels.INTERVAL)
        changed = {row.name for row in rows if row.band != row.new_band}
        table = tables.html_table(t, caption, columns, rows, marked=lambda row: row.name in changed)
        screen.show(t, method_text.wrapped(table))
        screen.show(
            t,
            markup.tag(
                "p",
                t(
                    "Baris yang disorot pindah golongan. Tanda – : belum dapat dinilai, atau tanpa peringkat karena penduduknya perkiraan kasar."
                ),
                "k-note",
            ),
        )


@st.cache_resource(max_entries=4, show_spinner=False)
def _prepared(edition_id: str, period: str, _session: Session, _edition: Edition) -> what_if.Baseline:
    return what_if.prepare(_session, _edition, period)


def _sliders(t: Words, method: IndexMethod, language: str) -> dict[str, float]:
    """One slider a dimension; beside it the share that its weight makes of all."""
    keys = {dimension.code: f"w_bobot_{dimension.code}" for dimension in method.dimensions}
    for dimension in method.dimensions:
        st.session_state.setdefault(keys[dimension.code], round(100 * dimension.weight / STEP) * STEP)
    chosen = {}
    for dimension in method.dimensions:
        chosen[dimension.code] = float(st.slider(dimension.name.in_language(language), 0, 100, step=STEP, key=keys[dimension.code]))
    st.button(t("Kembalikan ke bobot yang berlaku"), on_click=guard.act(_reset), args=(list(keys.values()),))
    total = sum(chosen.values())
    if total:
        shares = [
            t(
                "{name}: {share} (berlaku {now})",
                name=d.name.in_language(language),
                share=method_text.percent(t, chosen[d.code] / total),
                now=method_text.percent(t, d.weight),
            )
            for d in method.dimensions
        ]
        screen.show(t, markup.tag("p", t("Bobot diskalakan sehingga berjumlah 100%."), "k-note") + method_text.bullets(shares))
    # untouched sliders mean the weights themselves, even where these aren't a multiple of the step
    if all(value == round(100 * d.weight / STEP) * STEP for value, d in zip(chosen.values(), method.dimensions, strict=True)):
        return {d.code: d.weight for d in method.dimensions}
    return chosen


def _reset(keys: list[str]) -> None:
    for key in keys:
        st.session_state.pop(key, None)


def _rows(view: Context, answer: what_if.Answer) -> list[Row]:
    names = {area.code: area.name for area in context.kept(views.areas)(view.edition, view.period)}
    bands = views.band_names(view.edition, "IKW", view.language)

    def band(number: float) -> str:
        return formats.NOTHING if math.isnan(number) else bands[int(number) - 1]

    rows = [
        Row(
            name=names[one["unit"]],
            score=one["score_before"],
            new_score=one["score_after"],
            rank=one["rank_before"],
            rank_low=one["rank_low_before"],
            rank_high=one["rank_high_before"],
            new_rank=one["rank_after"],
            band=band(one["band_before"]),
            new_band=band(one["band_after"]),
        )
        for one in answer.rows.to_dict("records")
    ]
    return sorted(rows, key=lambda r: (math.isnan(r.new_score), -r.new_score if r.new_score == r.new_score else 0, r.name))


def _columns(t: Words) -> list[Column[Row]]:
    return [
        Column[Row](t("Kecamatan"), lambda r: r.name),
        Column[Row](t("Skor kini"), lambda r: formats.number(t, r.score), numeric=True),
        Column[Row](t("Skor simulasi"), lambda r: formats.number(t, r.new_score), numeric=True),
        Column[Row](
            t("Peringkat kini (rentang {level}%)", level=levels.INTERVAL),
            functools.partial(_rank, t),
            functools.partial(_rank, t),
            numeric=True,
        ),
        Column[Row](t("Peringkat simulasi"), lambda r: formats.number(t, r.new_rank, 0), numeric=True),
        Column[Row](t("Golongan"), lambda r: r.band if r.band == r.new_band else f"{r.band} → {r.new_band}"),
    ]


def _rank(t: Words, row: Row) -> str:
    if math.isnan(row.rank):
        return formats.NOTHING
    return f"{formats.number(t, row.rank, 0)} ({formats.span(t, row.rank_low, row.rank_high, 0)})"


def _meaning(view: Context, answer: what_if.Answer, rows: list[Row]) -> str:
    """What the change means, in sentences."""
    t = view.t
    before, after = (formats.number(t, score) for score in answer.regency)
    place = view.edition.meta["territory_name"]
    if before == after and not answer.new_band and answer.mean_shift == 0:
        return t(
            "Bobot ini memberi skor {place} {score}, seperti yang terbit. Geser bobot untuk melihat akibatnya.",
            place=place,
            score=before,
        )
    parts = [t("Skor {place} menjadi {after} (kini {before}).", place=place, after=after, before=before)]
    ranked = [row for row in rows if not math.isnan(row.rank + row.new_rank)]
    parts.append(t("Peringkat bergeser rata-rata {shift} tempat.", shift=formats.number(t, answer.mean_shift)))
    if ranked:
        most = max(ranked, key=lambda row: abs(row.new_rank - row.rank))
        if most.new_rank != most.rank:
            parts.append(
                t(
                    "Terjauh {name}, dari {before} ke {after}.",
                    name=most.name,
                    before=formats.number(t, most.rank, 0),
                    after=formats.number(t, most.new_rank, 0),
                )
            )
    n = len(answer.new_band)
    parts.append(
        t.n("Golongan berubah di {n} kecamatan.", "Golongan berubah di {n} kecamatan.", n)
        if n
        else t("Tidak ada kecamatan yang pindah golongan.")
    )
    if answer.beyond:
        codes = set(answer.beyond)
        areas = context.kept(views.areas)(view.edition, view.period)
        names = [area.name for area in areas if area.code in codes]
        parts.append(
            t(
                "Di luar rentang ketidakpastian peringkatnya: {names}; bagi mereka pilihan bobot lebih menentukan daripada data.",
                names=", ".join(names),
            )
        )
    else:
        parts.append(t("Semua pergeseran berada di dalam rentang ketidakpastian peringkat."))
    return " ".join(parts)
