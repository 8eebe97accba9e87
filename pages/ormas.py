"""Kinerja Ormas: who does well, who needs support, and how sure that is; prevention and synergy by name."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from data.editions import figures
from data.editions.figures import Value
from data.tables.kegiatan import NO_PARTNER, OFFICIAL_PARTNERS, OTHER_PARTNER, SECURITY_KINDS
from data.words import Words
from pages.facts import ormas, views
from pages.facts.ormas import Deeds, Ormas
from pages.figures import charts, markup
from pages.panels import filters, framed, ormas_profile, ormas_unnamed, shell, tables
from pages.panels.method import method_text, verdict_text
from pages.panels.tables import Column
from pages.session import context, guard, screen
from pages.session.context import Context
from pages.wording import decisions, formats, sentences, told
from pages.wording.labels import label

KIND, FIELD, STATE = "ciri", "bidang", "keadaan"
# With so few Ormas their names fit beside the dots.
NAMED = 30
LISTED = 40  # Ormas of the register on the page; all of them in the table below


@shell.page
def render(found: Context) -> None:
    """Filters, dots and whiskers beside a profile, good work and needs, prevention, synergy, table."""
    t = found.t
    title, month = st.columns([4, 1], vertical_alignment="bottom")
    title.title(t("Kinerja Ormas"), anchor=False)
    with month:
        shell.period_box(found)
    if not found.edition.names_ormas and "ormas" in found.edition.filled():
        ormas_unnamed.show(found)
        _in_common(found)
        return
    everyone = context.of_edition(ormas.all_ormas)(found.edition, found.period)
    if not everyone:
        st.info(
            t(
                "Belum ada daftar Ormas dalam edisi ini. Masukkan tabel Ormas di halaman Unggah & verifikasi; halaman ini terisi pada edisi berikutnya."
            )
        )
        return
    places = {area.code: area.name for area in context.of_edition(views.areas)(found.edition, found.period)}
    chosen = _filtered(found, everyone, places)
    if not chosen:
        st.info(t("Tidak ada Ormas yang cocok dengan pilihan ini. Longgarkan salah satu pilihan di atas."))
        st.button(t("Hapus semua pilihan"), on_click=guard.act(_show_all), key="w_semua_ormas")
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        if found.edition.has_index:
            _scores(found, chosen)
            _good_and_needy(found, chosen)
        else:
            _register(found, chosen, places)
    with right:
        _profile(found, everyone, chosen, places)
    _in_common(found)
    _evidence(found, chosen)
    _table(found, chosen, places)


def _in_common(found: Context) -> None:
    """What all did together, without a name."""
    left, right = st.columns(2, gap="large")
    with left:
        _prevention(found)
    with right:
        _synergy(found)


def _of_choice(found: Context, figure_id: str, n: int) -> Value:
    """A figure counted among the Ormas that the viewer chose; the published one where nothing is chosen."""
    chosen = any(context.wanted(key) for key in (context.KECAMATAN, KIND, FIELD, STATE))
    value = figures.counted(figure_id, n, scope=found.edition.meta["territory"], last=found.period, chosen=chosen)
    return replace(value, narrowed=found.edition.narrowed)


def _register(found: Context, chosen: Sequence[Ormas], places: dict[str, str]) -> None:
    """Without an index: who is on the register."""
    t = found.t
    active = sum(one.in_scope for one in chosen)
    columns = [
        Column[Ormas](t("Ormas"), lambda o: o.name),
        Column[Ormas](t("Kecamatan kedudukan"), lambda o: places.get(o.kecamatan, formats.NOTHING)),
        Column[Ormas](t("Ciri khusus"), lambda o: label(t, o.kind)),
        Column[Ormas](t("Keadaan"), lambda o: t("berstatus aktif") if o.in_scope else t("tidak aktif atau tidak ditemukan")),
    ]
    caption = told.sentence(
        t,
        t("{registered}, {active}."),
        registered=_of_choice(found, "ormas_terdaftar", len(chosen)),
        active=_of_choice(found, "ormas_aktif", active),
    )
    screen.show(t, tables.html_table(t, caption, columns, sorted(chosen, key=lambda o: o.name)[:LISTED]))
    if (more := len(chosen) - LISTED) > 0:
        screen.show(
            t, markup.tag("p", t.n("{n} Ormas lain ada di daftar lengkap.", "{n} Ormas lain ada di daftar lengkap.", more), "k-note")
        )


def _filtered(found: Context, everyone: Sequence[Ormas], places: dict[str, str]) -> list[Ormas]:
    t = found.t
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


def _scores(found: Context, chosen: Sequence[Ormas]) -> None:
    t = found.t
    names, edges = (
        views.band_names(found.edition, "IKO", found.language),
        views.band_edges(found.edition, "IKO"),
    )
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
        found,
        "skor-ormas",
        figure,
        finding=told.sentence(
            t,
            t("{rated}: {good}"),
            rated=_of_choice(found, "ormas_dinilai", len(rated)),
            good=_of_choice(found, "ormas_layak_diapresiasi", sum(one.does_well for one in rated)),
        ),
        unit=t(
            "Skor IKO 0–100 dengan rentang 90%, dua belas bulan sampai {month}; semakin tinggi, semakin baik. Titik yang rentangnya bertumpang tindih tidak berbeda nyata.",
            month=formats.month(t, found.period),
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


def _good_and_needy(found: Context, chosen: Sequence[Ormas]) -> None:
    t = found.t
    names = views.band_names(found.edition, "IKO", found.language)
    good = sorted((one for one in chosen if one.does_well), key=lambda one: -one.score.low)
    needy = sorted((one for one in chosen if one.needs_support), key=lambda one: one.score.high)
    waiting = [one for one in chosen if _state(one) == "belum"]
    st.subheader(t("Praktik baik dan dukungan"), anchor=False)
    with st.expander(told.phrase(t, _of_choice(found, "ormas_layak_diapresiasi", len(good)))):
        _names(t, good, names, t("Tidak ada dalam pilihan ini."))
    if lacking := [one for one in chosen if one.lacks_weight]:
        with st.expander(told.phrase(t, _of_choice(found, "ormas_bobot_kurang", len(lacking)))):
            _names(t, lacking, names, t("Tidak ada dalam pilihan ini."))
    with st.expander(told.phrase(t, _of_choice(found, "ormas_perlu_dukungan", len(needy)))):
        _names(t, needy, names, t("Tidak ada dalam pilihan ini."))
    with st.expander(told.phrase(t, _of_choice(found, "ormas_belum_dinilai", len(waiting)))):
        _names(t, waiting, names, t("Tidak ada dalam pilihan ini."))
    enough = method_text.good_weight(t, found.edition.methods()["IKO"])
    screen.show(
        t,
        markup.tag(
            "p",
            " ".join(
                [
                    *(f"{told.title(t, one)}: {told.definition(t, one)}" for one in ("ormas_layak_diapresiasi", "ormas_perlu_dukungan")),
                    verdict_text.of_ormas(t, found.edition.verdict_rules()),
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


def _profile(found: Context, everyone: Sequence[Ormas], chosen: Sequence[Ormas], places: dict[str, str]) -> None:
    t = found.t
    offered = {one.code: one.name for one in chosen}
    code = filters.select(t, context.UNIT, t("Profil Ormas"), offered, t("Pilih satu Ormas"))
    if code is None:
        how = (
            t("Pilih satu Ormas dari daftar atau klik titiknya: apa yang dihitung, seberapa yakin, dan pelatihan yang disarankan.")
            if found.edition.has_index
            else t("Pilih satu Ormas dari daftar untuk melihat apa yang tercatat tentangnya.")
        )
        screen.show(t, markup.tag("p", how, "k-note"))
        return
    one = next(o for o in everyone if o.code == code)
    method = found.edition.methods()["IKO"]
    measured = context.of_edition(ormas.indicators)(found.edition, "IKO", "ormas", code, found.period)
    trained = context.of_edition(ormas.trained)(found.edition, code, found.period)
    names = views.band_names(found.edition, "IKO", found.language)
    place = places.get(one.kecamatan, one.kecamatan)
    screen.show(t, ormas_profile.card(t, one, method, names, place, found.language, measured, trained))


def _prevention(found: Context) -> None:
    t = found.t
    st.subheader(t("Pencegahan oleh Ormas"), anchor=False)
    read = context.of_edition(figures.read)
    helped, settled = (read(found.edition, one, found.period, found.kecamatan) for one in ("dibantu_ormas", "teratasi_dengan_ormas"))
    parts = context.of_edition(figures.split)(found.edition, "peran_ormas", found.period, "peran_ormas", found.kecamatan)
    by_kind = context.of_edition(ormas.deeds)(found.edition, found.period, "jenis", found.kecamatan)
    lines = told.parts(t, "peran_ormas", parts or {}, functools.partial(label, t), last=found.period)
    if lines and settled.n is not None:
        lines.append(told.sentence(t, t("Yang dicegah atau dimediasi: {settled}"), settled=settled))
    if unsaid := decisions.part_unknown(t, helped, read(found.edition, "tanpa_peran_ormas", found.period)):
        lines.append(unsaid)
    if lines:
        screen.show(t, markup.box("ul", "".join(markup.tag("li", line) for line in lines), "k-list"))
    elif parts is None:
        screen.show(t, markup.tag("p", t("Peran Ormas dalam kejadian dan potensi belum pernah dicatat.")))
    if found.kecamatan is not None:
        screen.show(
            t,
            markup.tag(
                "p",
                t("Berapa yang dilaporkan Ormas hanya disebut untuk seluruh kabupaten, supaya pelapornya tidak dapat dikenali."),
                "k-note",
            ),
        )
    kinds = {label(t, code): by_kind[code] for code in SECURITY_KINDS if code in by_kind}
    done = read(found.edition, "kegiatan_keamanan", found.period, found.kecamatan)
    _deeds_figure(found, "pencegahan", kinds, told.sentence(t, t("{activities} dalam 12 bulan"), activities=done))


def _synergy(found: Context) -> None:
    t = found.t
    st.subheader(t("Sinergi dengan pemerintah, Polri, TNI, FKUB"), anchor=False)
    by_partner = context.of_edition(ormas.deeds)(found.edition, found.period, "mitra", found.kecamatan)
    joint, total = (
        context.of_edition(figures.read)(found.edition, one, found.period, found.kecamatan) for one in ("kegiatan_bermitra", "kegiatan")
    )
    order = [*OFFICIAL_PARTNERS, OTHER_PARTNER, NO_PARTNER]
    shown = {label(t, code): by_partner[code] for code in order if code in by_partner}
    _deeds_figure(found, "sinergi", shown, told.sentence(t, t("{joint} dalam 12 bulan"), joint=(joint, total)))


def _deeds_figure(found: Context, name: str, shown: dict[str, Deeds], finding: str) -> None:
    t = found.t
    if not figures.is_known(found.edition, "kegiatan", found.period):
        screen.show(t, markup.tag("p", t("Belum ada data kegiatan Ormas dalam edisi ini.")))
        return
    if not shown:
        screen.show(t, markup.tag("p", t("Tidak ada kegiatan yang terverifikasi dalam pilihan ini.")))
        return
    every, counted = (
        context.of_edition(figures.read)(found.edition, one, found.period, found.kecamatan) for one in ("kegiatan", "kegiatan_berpeserta")
    )
    columns = [
        Column[tuple[str, Deeds]](t("Jenis"), lambda row: row[0]),
        Column[tuple[str, Deeds]](told.title(t, "kegiatan"), lambda row: row[1].n, lambda row: formats.whole(t, row[1].n), numeric=True),
        Column[tuple[str, Deeds]](
            told.title(t, "ormas_berkegiatan"), lambda row: row[1].ormas, lambda row: formats.whole(t, row[1].ormas), numeric=True
        ),
        Column[tuple[str, Deeds]](
            told.title(t, "peserta_kegiatan"),
            lambda row: row[1].participants,
            lambda row: formats.whole(t, row[1].participants),
            numeric=True,
        ),
    ]
    figure = charts.stacked(t, list(shown), {t("Kegiatan"): [d.n for d in shown.values()]}, height=44 * len(shown) + 40)
    framed.show(
        found,
        name,
        figure,
        finding=finding,
        unit=t("jumlah kegiatan terverifikasi, dua belas bulan sampai {month}", month=formats.month(t, found.period)),
        alt=finding,
        columns=columns,
        rows=list(shown.items()),
        note=" ".join(filter(None, (told.note(t, every), f"{told.phrase(t, counted, of=every)}." if counted.n is not None else ""))),
    )


def _evidence(found: Context, chosen: Sequence[Ormas]) -> None:
    t = found.t
    rated = [one for one in chosen if one.score.assessed and not formats.absent(one.evidence)]
    if len(rated) < 2:
        return
    names, edges = (
        views.band_names(found.edition, "IKO", found.language),
        views.band_edges(found.edition, "IKO"),
    )
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
        found,
        "kinerja-bukti",
        figure,
        finding=told.phrase(t, _of_choice(found, "ormas_tanpa_bukti", weak)),
        unit=t(
            "0 hanya pernyataan, 1 foto atau daftar hadir, 2 foto, daftar hadir dan undangan/notulen, 3 dikonfirmasi kecamatan atau Polsek"
        ),
        alt=t("Skor IKO terhadap tingkat bukti setiap Ormas. Isinya ada di tabel di bawah."),
        columns=ormas_profile.columns(t, names, {}, edges)[:2] + ormas_profile.columns(t, names, {}, edges)[4:],
        rows=rated,
        note=t("Gambar ini tidak menunjukkan sebab-akibat."),
    )


def _table(found: Context, chosen: Sequence[Ormas], places: dict[str, str]) -> None:
    t = found.t
    names, edges = (
        views.band_names(found.edition, "IKO", found.language),
        views.band_edges(found.edition, "IKO"),
    )
    st.subheader(t("Daftar Ormas"), anchor=False)
    ordered = sorted(chosen, key=lambda one: (not one.score.assessed, not one.in_scope, one.name))
    caption = told.sentence(
        t,
        t("{registered}, menurut nama. Bukan peringkat: rentang yang bertumpang tindih tidak berbeda nyata."),
        registered=_of_choice(found, "ormas_terdaftar", len(ordered)),
    )
    columns = ormas_profile.columns(t, names, places, edges)
    with st.expander(t("Lihat daftar lengkap")):
        screen.show(t, tables.html_table(t, caption, columns, ordered, marked=lambda o: o.code == context.wanted(context.UNIT)))
        tables.download("daftar-ormas", columns, ordered, found, caption)
