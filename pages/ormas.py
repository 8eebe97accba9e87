"""Kinerja Ormas: who does well, who needs support, and how sure that is; prevention and synergy by name."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from data.editions import figures, levels
from data.editions.figures import Value
from data.tables.kegiatan import NO_PARTNER, OFFICIAL_PARTNERS, OTHER_PARTNER, SECURITY_KINDS
from data.words import Words
from pages.facts import ormas, views
from pages.facts.ormas import Ormas, Tally
from pages.figures import charts, markup
from pages.panels import filters, framed, ormas_profile, ormas_unnamed, shell, tables, verdict_text
from pages.panels.method import method_text
from pages.panels.tables import Column
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import decisions, formats, phrasing, sentences
from pages.wording.labels import label

KIND, FIELD, STATE = "ciri", "bidang", "keadaan"
# With so few Ormas their names fit beside the dots.
NAMED = 30
LISTED = 40  # Ormas of the register on the page; all of them in the table below


@shell.page
def render(view: Context) -> None:
    """Filters, dots and whiskers beside a profile, good work and needs, prevention, synergy, table."""
    t = view.t
    title, month = st.columns([4, 1], vertical_alignment="bottom")
    title.title(t("Kinerja Ormas"), anchor=False)
    with month:
        shell.period_box(view)
    if not view.edition.names_ormas and "ormas" in view.edition.filled():
        ormas_unnamed.show(view)
        _in_common(view)
        return
    everyone = context.kept(ormas.all_ormas)(view.edition, view.period)
    if not everyone:
        st.info(
            t(
                "Belum ada daftar Ormas dalam edisi ini. Masukkan tabel Ormas di halaman Unggah & verifikasi; halaman ini terisi pada edisi berikutnya."
            )
        )
        return
    places = {area.code: area.name for area in context.kept(views.areas)(view.edition, view.period)}
    chosen = _filtered(view, everyone, places)
    if not chosen:
        st.info(t("Tidak ada Ormas yang cocok dengan pilihan ini. Longgarkan salah satu pilihan di atas."))
        st.button(t("Hapus semua pilihan"), on_click=guard.act(_show_all), key="w_semua_ormas")
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        if view.edition.has_index:
            _scores(view, chosen)
            _good_and_needy(view, chosen)
        else:
            _register(view, chosen, places)
    with right:
        _profile(view, everyone, chosen, places)
    _in_common(view)
    _evidence(view, chosen)
    _table(view, chosen, places)


def _in_common(view: Context) -> None:
    """What all of them did together, without names."""
    left, right = st.columns(2, gap="large")
    with left:
        _prevention(view)
    with right:
        _synergy(view)


def _of_choice(view: Context, figure_id: str, n: int) -> Value:
    """A figure counted among the Ormas that the viewer chose; the published figure where nothing is chosen."""
    chosen = any(context.wanted(key) for key in (context.KECAMATAN, KIND, FIELD, STATE))
    value = figures.counted(figure_id, n, scope=view.edition.meta["territory"], last=view.period, chosen=chosen)
    return replace(value, narrowed=view.edition.narrowed)


def _register(view: Context, chosen: Sequence[Ormas], places: dict[str, str]) -> None:
    """Without an index: who is on the register."""
    t = view.t
    columns = [
        Column[Ormas](t("Ormas"), lambda o: o.name),
        Column[Ormas](t("Kecamatan kedudukan"), lambda o: places.get(o.kecamatan, formats.NOTHING)),
        Column[Ormas](t("Ciri khusus"), lambda o: label(t, o.kind)),
        Column[Ormas](t("Keadaan"), lambda o: t("berstatus aktif") if o.in_scope else t("tidak aktif atau tidak ditemukan")),
    ]
    caption = phrasing.sentence(
        t,
        t("{registered}, {active}."),
        registered=_of_choice(view, "ormas_terdaftar", len(chosen)),
        active=_of_choice(view, "ormas_aktif", sum(one.in_scope for one in chosen)),
    )
    screen.show(t, tables.html_table(t, caption, columns, sorted(chosen, key=lambda o: o.name)[:LISTED]))
    if (more := len(chosen) - LISTED) > 0:
        screen.show(
            t, markup.tag("p", t.n("{n} Ormas lain ada di daftar lengkap.", "{n} Ormas lain ada di daftar lengkap.", more), "k-note")
        )


def _filtered(view: Context, everyone: Sequence[Ormas], places: dict[str, str]) -> list[Ormas]:
    t = view.t
    a, b, c, d = st.columns(4)
    with a:
        by_name = dict(sorted(places.items(), key=lambda item: item[1]))
        place = filters.select(t, context.KECAMATAN, t("Kecamatan kedudukan"), by_name, t("Seluruh kabupaten"))
    with b:
        kind = filters.select(t, KIND, t("Ciri khusus"), {code: label(t, code) for code in sorted({o.kind for o in everyone if o.kind})})
    with c:
        field = filters.select(t, FIELD, t("Bidang"), {code: code.capitalize() for code in sorted({o.field for o in everyone if o.field})})
    with d:
        state = filters.select(
            t,
            STATE,
            t("Penilaian"),
            {"dinilai": t("Dinilai"), "belum": t("Belum dapat dinilai"), "luar": t("Tidak dinilai (di luar cakupan)")},
        )
    return [
        one
        for one in everyone
        if place in (None, one.kecamatan) and kind in (None, one.kind) and field in (None, one.field) and state in (None, _state(one))
    ]


def _show_all() -> None:
    for key in (context.KECAMATAN, KIND, FIELD, STATE):
        context.choose(key, None)


def _state(one: Ormas) -> str:
    return "dinilai" if one.score.assessed else "belum" if one.in_scope else "luar"


def _scores(view: Context, chosen: Sequence[Ormas]) -> None:
    t = view.t
    names, edges = views.band_names(view.edition, "IKO", view.language), views.band_edges(view.edition, "IKO")
    rated = sorted((one for one in chosen if one.score.assessed), key=lambda one: -one.score.score)
    if not rated:
        st.info(t("Tidak ada Ormas yang sudah dinilai dalam pilihan ini."))
        return
    labelled = len(rated) <= NAMED
    figure = charts.whiskers(
        t,
        [one.name for one in rated],
        [one.score.score for one in rated],
        [one.score.low for one in rated],
        [one.score.high for one in rated],
        [ormas_profile.hover(t, one, names) for one in rated],
        [one.code for one in rated],
        edges=edges,
        chosen=context.wanted(context.UNIT),
        labelled=labelled,
        height=max(160, 26 * len(rated) + 40) if labelled else 360,
    )
    framed.show(
        view,
        "skor-ormas",
        figure,
        headline=phrasing.sentence(
            t,
            t("{rated}: {good}"),
            rated=_of_choice(view, "ormas_dinilai", len(rated)),
            good=_of_choice(view, "ormas_layak_diapresiasi", sum(one.does_well for one in rated)),
        ),
        unit=t(
            "Skor IKO 0–100 dengan rentang {level}%, dua belas bulan sampai {month}; semakin tinggi, semakin baik. Titik yang rentangnya bertumpang tindih tidak berbeda nyata.",
            month=formats.month(t, view.period),
            level=levels.INTERVAL,
        ),
        alt=t("Skor IKO setiap Ormas dengan rentangnya, dari yang tertinggi. Isinya ada di tabel di bawah."),
        columns=ormas_profile.columns(t, names, {}, edges)[:2] + ormas_profile.columns(t, names, {}, edges)[4:],
        rows=rated,
        note=t("Klik satu titik untuk melihat profilnya."),
        clicked=functools.partial(_take, [one.code for one in rated]),
    )


def _take(known: Sequence[str]) -> None:
    if code := framed.selected(st.session_state.get("g-skor-ormas"), known):
        context.choose(context.UNIT, code)


def _good_and_needy(view: Context, chosen: Sequence[Ormas]) -> None:
    t = view.t
    names = views.band_names(view.edition, "IKO", view.language)
    good = sorted((one for one in chosen if one.does_well), key=lambda one: -one.score.low)
    needy = sorted((one for one in chosen if one.needs_support), key=lambda one: one.score.high)
    waiting = [one for one in chosen if _state(one) == "belum"]
    st.subheader(t("Praktik baik dan dukungan"), anchor=False)
    with st.expander(phrasing.phrase(t, _of_choice(view, "ormas_layak_diapresiasi", len(good)))):
        _names(t, good, names, t("Tidak ada dalam pilihan ini."))
    if lacking := [one for one in chosen if one.lacks_weight]:
        with st.expander(phrasing.phrase(t, _of_choice(view, "ormas_bobot_kurang", len(lacking)))):
            _names(t, lacking, names, t("Tidak ada dalam pilihan ini."))
    with st.expander(phrasing.phrase(t, _of_choice(view, "ormas_perlu_dukungan", len(needy)))):
        _names(t, needy, names, t("Tidak ada dalam pilihan ini."))
    with st.expander(phrasing.phrase(t, _of_choice(view, "ormas_belum_dinilai", len(waiting)))):
        _names(t, waiting, names, t("Tidak ada dalam pilihan ini."))
    enough = method_text.good_weight(t, view.edition.methods()["IKO"])
    screen.show(
        t,
        markup.tag(
            "p",
            " ".join(
                [
                    *(
                        f"{phrasing.title(t, one)}: {phrasing.definition(t, one)}"
                        for one in ("ormas_layak_diapresiasi", "ormas_perlu_dukungan")
                    ),
                    verdict_text.of_ormas(t, view.edition.verdict_rules()),
                    *enough,
                ]
            ),
            "k-note",
        ),
    )


def _names(t: Words, some: Sequence[Ormas], names: Sequence[str], nobody: str) -> None:
    if not some:
        screen.show(t, markup.tag("p", nobody))
        return
    lines = []
    for one in some:
        span = sentences.interval(t, one.score.low, one.score.high)
        text = f"{one.name}: {formats.number(t, one.score.score)} ({span})" if span else one.name
        lines.append(markup.tag("li", text))
    screen.show(t, markup.box("ul", "".join(lines), "k-list"))


def _profile(view: Context, everyone: Sequence[Ormas], chosen: Sequence[Ormas], places: dict[str, str]) -> None:
    t = view.t
    offered = {one.code: one.name for one in chosen}
    code = filters.select(t, context.UNIT, t("Profil Ormas"), offered, t("Pilih satu Ormas"))
    if code is None:
        how = (
            t("Pilih satu Ormas dari daftar atau klik titiknya: apa yang dihitung, seberapa yakin, dan pelatihan yang disarankan.")
            if view.edition.has_index
            else t("Pilih satu Ormas dari daftar untuk melihat apa yang tercatat tentangnya.")
        )
        screen.show(t, markup.tag("p", how, "k-note"))
        return
    one = next(o for o in everyone if o.code == code)
    method = view.edition.methods()["IKO"]
    measured = context.kept(ormas.indicators)(view.edition, "IKO", "ormas", code, view.period)
    trained = context.kept(ormas.trained)(view.edition, code, view.period)
    names = views.band_names(view.edition, "IKO", view.language)
    place = places.get(one.kecamatan, one.kecamatan)
    screen.show(t, ormas_profile.card(t, one, method, names, place, view.language, measured, trained))
    if known := context.kept(ormas.history)(view.edition, code, view.period):
        screen.show(t, ormas_profile.history(t, known, formats.month(t, view.period)))


def _prevention(view: Context) -> None:
    t = view.t
    st.subheader(t("Pencegahan oleh Ormas"), anchor=False)
    read = context.kept(figures.read)
    helped, settled = (read(view.edition, one, view.period, view.kecamatan) for one in ("dibantu_ormas", "teratasi_dengan_ormas"))
    parts = context.kept(figures.split)(view.edition, "peran_ormas", view.period, "peran_ormas", view.kecamatan)
    by_kind = context.kept(ormas.activities)(view.edition, view.period, "jenis", view.kecamatan)
    lines = phrasing.parts(t, "peran_ormas", parts or {}, functools.partial(label, t), last=view.period)
    if lines and settled.n is not None:
        lines.append(phrasing.sentence(t, t("Yang dicegah atau dimediasi: {settled}"), settled=settled))
    if unsaid := decisions.part_unknown(t, helped, read(view.edition, "tanpa_peran_ormas", view.period)):
        lines.append(unsaid)
    if lines:
        screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))
    elif parts is None:
        screen.show(t, markup.tag("p", t("Peran Ormas dalam kejadian dan potensi belum pernah dicatat.")))
    if view.kecamatan is not None and parts is not None:
        screen.show(
            t,
            markup.tag(
                "p",
                t("Berapa yang dilaporkan Ormas hanya disebut untuk seluruh kabupaten, supaya pelapornya tidak dapat dikenali."),
                "k-note",
            ),
        )
    kinds = {label(t, code): by_kind[code] for code in SECURITY_KINDS if code in by_kind}
    done = read(view.edition, "kegiatan_keamanan", view.period, view.kecamatan)
    _tally_figure(view, "pencegahan", kinds, phrasing.sentence(t, t("{activities} dalam 12 bulan"), activities=done))


def _synergy(view: Context) -> None:
    t = view.t
    st.subheader(t("Sinergi dengan pemerintah, Polri, TNI, FKUB"), anchor=False)
    by_partner = context.kept(ormas.activities)(view.edition, view.period, "mitra", view.kecamatan)
    joint, total = (context.kept(figures.read)(view.edition, one, view.period, view.kecamatan) for one in ("kegiatan_bermitra", "kegiatan"))
    order = [*OFFICIAL_PARTNERS, OTHER_PARTNER, NO_PARTNER]
    shown = {label(t, code): by_partner[code] for code in order if code in by_partner}
    _tally_figure(view, "sinergi", shown, phrasing.sentence(t, t("{joint} dalam 12 bulan"), joint=(joint, total)))


def _tally_figure(view: Context, name: str, shown: dict[str, Tally], headline: str) -> None:
    t = view.t
    if not figures.is_known(view.edition, "kegiatan", view.period):
        screen.show(t, markup.tag("p", t("Belum ada data kegiatan Ormas dalam edisi ini.")))
        return
    if not shown:
        screen.show(t, markup.tag("p", t("Tidak ada kegiatan yang terverifikasi dalam pilihan ini.")))
        return
    every, counted = (
        context.kept(figures.read)(view.edition, one, view.period, view.kecamatan) for one in ("kegiatan", "kegiatan_berpeserta")
    )
    columns = [
        Column[tuple[str, Tally]](t("Jenis"), lambda row: row[0]),
        Column[tuple[str, Tally]](
            phrasing.title(t, "kegiatan"), lambda row: row[1].n, lambda row: formats.whole(t, row[1].n), numeric=True
        ),
        Column[tuple[str, Tally]](
            phrasing.title(t, "ormas_berkegiatan"), lambda row: row[1].ormas, lambda row: formats.whole(t, row[1].ormas), numeric=True
        ),
        Column[tuple[str, Tally]](
            phrasing.title(t, "peserta_kegiatan"),
            lambda row: row[1].participants,
            lambda row: formats.whole(t, row[1].participants),
            numeric=True,
        ),
    ]
    figure = charts.stacked(t, list(shown), {t("Kegiatan"): [d.n for d in shown.values()]}, height=44 * len(shown) + 40)
    framed.show(
        view,
        name,
        figure,
        headline=headline,
        unit=t("jumlah kegiatan terverifikasi, dua belas bulan sampai {month}", month=formats.month(t, view.period)),
        alt=headline,
        columns=columns,
        rows=list(shown.items()),
        note=" ".join(
            filter(None, (phrasing.note(t, every), f"{phrasing.phrase(t, counted, of=every)}." if counted.n is not None else ""))
        ),
    )


def _evidence(view: Context, chosen: Sequence[Ormas]) -> None:
    t = view.t
    rated = [one for one in chosen if one.score.assessed and not formats.absent(one.evidence)]
    if len(rated) < 2:
        return
    names, edges = views.band_names(view.edition, "IKO", view.language), views.band_edges(view.edition, "IKO")
    st.subheader(t("Kinerja dan bukti"), anchor=False)
    figure = charts.scatter(
        t,
        [one.evidence for one in rated],
        [one.score.score for one in rated],
        [ormas_profile.hover(t, one, names) for one in rated],
        [one.code for one in rated],
        x_title=t("Rata-rata tingkat bukti (0–3)"),
        y_title=t("Skor IKO (0–100)"),
        chosen=context.wanted(context.UNIT),
        height=380,
        xaxis={"title": {"text": t("Rata-rata tingkat bukti (0–3)")}, "range": [-0.1, 3.1], "dtick": 1},
    )
    weak = sum(one.weak_evidence for one in rated)
    framed.show(
        view,
        "kinerja-bukti",
        figure,
        headline=phrasing.phrase(t, _of_choice(view, "ormas_tanpa_bukti", weak)),
        unit=t(
            "0 hanya pernyataan, 1 foto atau daftar hadir, 2 foto, daftar hadir dan undangan/notulen, 3 dikonfirmasi kecamatan atau Polsek"
        ),
        alt=t("Skor IKO terhadap tingkat bukti setiap Ormas. Isinya ada di tabel di bawah."),
        columns=ormas_profile.columns(t, names, {}, edges)[:2] + ormas_profile.columns(t, names, {}, edges)[4:],
        rows=rated,
        note=t("Gambar ini tidak menunjukkan sebab-akibat."),
    )


def _table(view: Context, chosen: Sequence[Ormas], places: dict[str, str]) -> None:
    t = view.t
    names, edges = views.band_names(view.edition, "IKO", view.language), views.band_edges(view.edition, "IKO")
    st.subheader(t("Daftar Ormas"), anchor=False)
    ordered = sorted(chosen, key=lambda one: (not one.score.assessed, not one.in_scope, one.name))
    caption = phrasing.sentence(
        t,
        t("{registered}, menurut nama. Bukan peringkat: rentang yang bertumpang tindih tidak berbeda nyata.")
        if any(one.score.assessed for one in ordered)
        else t("{registered}, menurut nama."),
        registered=_of_choice(view, "ormas_terdaftar", len(ordered)),
    )
    columns, wanted = ormas_profile.columns(t, names, places, edges), context.wanted(context.UNIT)
    with st.expander(t("Lihat daftar lengkap")):
        screen.show(t, tables.html_table(t, caption, columns, ordered, marked=lambda o: o.code == wanted))
        tables.download("daftar-ormas", columns, ordered, view, caption)
