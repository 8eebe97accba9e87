"""Siaran pers: choose a frame, see it as it will be, have it cleared, take it out with caption and draft."""

from __future__ import annotations

import streamlit as st

from pages.exports.press import district, press, rendering
from pages.facts import views
from pages.figures import markup
from pages.panels import shell
from pages.panels.press import press_clearance, press_desk
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import formats


@shell.page
def render(view: Context) -> None:
    """What waits, for those who decide; picture beside choices, clearance and words below these, then draft, card and check."""
    t = view.t
    title, month = st.columns([4, 1], vertical_alignment="bottom")
    title.title(t("Siaran pers"), anchor=False)
    with month:
        shell.period_box(view)
    press_clearance.waiting(view)
    if press.offered(press_desk.whole(view), t, view.period):
        _frame(view)
    else:
        st.info(
            t(
                "Belum ada bingkai yang dapat dibuat dari edisi ini: peta, tren, dan kartu angka memerlukan indeks; bingkai kegiatan dan pembinaan memerlukan laporannya."
            )
        )
    st.subheader(t("Rancangan siaran pers dan tanya jawab"), anchor=False)
    press_desk.draft(view)
    st.subheader(t("Periksa sebuah berkas"), anchor=False)
    press_desk.check(view.session)
    st.subheader(t("Izin edisi ini"), anchor=False)
    press_clearance.table(view)


def _frame(view: Context) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        chosen = _choices(view)
    with right:
        made = press_desk.picture(view, chosen)
    if made is not None:
        with left:
            press_desk.download(view, chosen, made)
            press_clearance.show(view, chosen, made)
        with right:
            press_desk.words_to_paste(view.t, made)


def _choices(view: Context) -> press_desk.Choice:
    t = view.t
    names = press.offered(press_desk.whole(view), t, view.period)
    first = next(iter(names))
    chosen = context.asked_for(press_desk.KIND, t("Bingkai"), names, names[first]) or first
    context.set_breadcrumbs(names[chosen], formats.month_short(t, view.period))
    st.session_state["w_bingkai"] = chosen
    kind = st.radio(
        t("Bingkai"),
        options=list(names),
        format_func=names.__getitem__,
        key="w_bingkai",
        on_change=guard.act(context.choose_from_widget),
        args=(press_desk.KIND, "w_bingkai"),
    )
    if kind == district.TREND:
        kind = district.kind(_place(view))
    sizes = {
        "1080x1080": t("Persegi 1080 × 1080"),
        "1080x1350": t("Tegak 1080 × 1350"),
        "1200x675": t("Lebar 1200 × 675"),
        "a4": t("A4, 300 dpi"),
    }
    size = st.selectbox(t("Ukuran"), options=list(rendering.SIZES), format_func=sizes.__getitem__, key="w_ukuran")
    form = st.segmented_control(
        t("Format berkas"),
        options=rendering.FORMATS,
        format_func=str.upper,
        default="png",
        required=True,
        key="w_format",
    )
    return press_desk.Choice(kind, size, form, _low_bands(view, kind))


def _place(view: Context) -> str | None:
    """The kecamatan of a trend, shared with the other pages; None: the kabupaten."""
    names = {area.code: area.name for area in views.areas(view.edition, view.period)}
    st.session_state["w_wilayah"] = view.kecamatan or ""
    st.selectbox(
        view.t("Wilayah"),
        options=["", *sorted(names, key=names.__getitem__)],
        format_func=lambda code: names.get(code) or view.edition.meta["territory_name"],
        key="w_wilayah",
        on_change=guard.act(context.choose_from_widget),
        args=(context.KECAMATAN, "w_wilayah"),
    )
    return view.kecamatan


def _low_bands(view: Context, kind: str) -> bool:
    """Whether the lowest bands are to be named; asked where the frame could name them and the edition's rules hold some back."""
    t = view.t
    lowest = view.edition.verdict_rules().lowest_named
    held = lowest - 1
    if kind == "map" and held:
        note = t.n(
            "Golongan terendah per kecamatan hanya disebut bila PPID mengizinkannya; tanpa itu, golongan 1–{lowest} digambar sebagai satu.",
            "Per kecamatan, {n} golongan terendah hanya disebut bila PPID mengizinkannya; tanpa itu, golongan 1–{lowest} digambar sebagai satu.",
            held,
            lowest=lowest,
        )
    elif press_desk.needs_leave(view, kind):
        note = t.n(
            "Garis kecamatan ini menyentuh golongan terendah; itu hanya disebut bila PPID mengizinkannya.",
            "Garis kecamatan ini menyentuh {n} golongan terendah; itu hanya disebut bila PPID mengizinkannya.",
            held,
        )
    else:
        return False
    named = st.checkbox(t.n("Sebut golongan terendah", "Sebut {n} golongan terendah", held), key="w_golongan")
    screen.show(t, markup.tag("p", note, "k-note"))
    return named
