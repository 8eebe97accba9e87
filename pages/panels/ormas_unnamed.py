"""Ormas for viewers who see them without names: counts, means by kecamatan, and those under a grant."""

from __future__ import annotations

import streamlit as st

from data.access import grants, viewers
from data.editions import figures, levels
from pages.facts import ormas, views
from pages.facts.views import Symbol
from pages.figures import markup
from pages.panels import filters, ormas_profile, tables
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, phrasing

FIGURES = ("ormas_terdaftar", "ormas_aktif", "ormas_dinilai", "ormas_layak_diapresiasi", "ormas_perlu_dukungan")


def why(view: Context) -> str:
    """Why no Ormas is named, and how to ask for one; for an officer without an institution, how to get there."""
    t = view.t
    if view.viewer.role not in viewers.INSTITUTIONS:
        return t(
            "Ormas ditampilkan tanpa nama: peran Anda belum menyebut instansinya. Minta admin menggantinya dengan peran penghubung Polri, TNI, atau BIN di akses.toml."
        )
    return t(
        "Ormas ditampilkan tanpa nama. Nama dan skor IKO satu Ormas hanya ditampilkan kepada {institution} dengan izin: kirim surat kepada Kepala Bakesbangpol yang menyebut Ormas, tujuan, dan jangka waktunya; setelah admin mencatatnya, Ormas itu ditampilkan sampai tanggal berakhirnya.",
        institution=viewers.INSTITUTIONS[view.viewer.role],
    )


def show(view: Context) -> None:
    """Counts of the regency and means by kecamatan; beside them the Ormas of the grants in force."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        screen.show(view.t, markup.tag("p", why(view), "k-note"))
        _counts(view)
        _by_kecamatan(view)
    with right:
        _granted(view)


def _counts(view: Context) -> None:
    t = view.t
    read = context.kept(figures.read)
    values = [read(view.edition, one, view.period) for one in FIGURES]
    lines = [phrasing.sentence(t, t("{figure}."), figure=one) for one in values if one.n is not None]
    screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))


def _by_kecamatan(view: Context) -> None:
    t = view.t
    names = context.area_names(view.edition)
    rows = [one for one in context.kept(views.symbols)(view.edition, view.period) if one.code in names]
    if not rows:
        return
    columns = [
        Column[Symbol](t("Kecamatan"), lambda one: names[str(one.code)]),
        Column[Symbol](
            phrasing.title(t, "ormas_berkegiatan"), lambda one: one.active, lambda one: formats.whole(t, one.active), numeric=True
        ),
        Column[Symbol](t("Rata-rata IKO"), lambda one: one.mean_iko, lambda one: formats.number(t, one.mean_iko), numeric=True),
    ]
    caption = t(
        "Ormas menurut kecamatan kegiatan, dua belas bulan. Rata-rata IKO hanya bila sedikitnya {least} Ormas dinilai, tanpa Ormas berlingkup kabupaten.",
        least=levels.MEAN_MINIMUM,
    )
    screen.show(t, tables.html_table(t, caption, columns, rows))
    tables.download("ormas-kecamatan", columns, rows, view, caption)


def _granted(view: Context) -> None:
    """The profile of one Ormas, and the grant under which it is seen."""
    t = view.t
    held = {one.code: one for one in grants.in_force(view.session.home, view.viewer.role)}
    everyone = context.kept(ormas.all_ormas)(view.edition, view.period)
    seen = [one for one in everyone if one.code in held]
    if not seen:
        return
    code = filters.select(t, context.UNIT, t("Profil Ormas"), {one.code: one.name for one in seen}, t("Pilih satu Ormas"))
    lines = "".join(markup.tag("li", grants.describe(t, held[one.code])) for one in seen)
    screen.show(t, markup.tag("p", t("Izin yang berlaku:"), "k-note") + markup.box("ul", lines, "k-list"))
    if code is None:
        return
    one = next(o for o in seen if o.code == code)
    measured = context.kept(ormas.indicators)(view.edition, "IKO", "ormas", code, view.period)
    trained = context.kept(ormas.trained)(view.edition, code, view.period)
    place = context.area_names(view.edition).get(one.kecamatan, one.kecamatan)
    names = views.band_names(view.edition, "IKO", view.language)
    screen.show(t, ormas_profile.card(t, one, view.edition.methods()["IKO"], names, place, view.language, measured, trained))
