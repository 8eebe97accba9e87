"""Pembinaan: what was trained, who was reached, what it changed, whom to invite next."""

from __future__ import annotations

import functools

import streamlit as st

from data.editions import figures, levels
from data.tables.pelatihan import TOPICS
from data.words import Words
from pages.facts import trainings, views
from pages.facts.trainings import Candidate, Effect, Reach, Topic
from pages.figures import charts, markup, trend_figures
from pages.panels import filters, framed, ormas_unnamed, shell, tables, workbook
from pages.panels.tables import Column
from pages.session import context, screen
from pages.session.context import Context
from pages.wording import formats, phrasing
from pages.wording.labels import label

TOPIC = "topik"
NAMED = 15  # candidates on the page; all of them stand in the download


@shell.page
def render(view: Context) -> None:
    """Month, trainings by topic beside reach by kecamatan, effect, candidates."""
    t = view.t
    title, month = st.columns([4, 1], vertical_alignment="bottom")
    title.title(t("Pembinaan Ormas"), anchor=False)
    with month:
        shell.period_box(view)
    names = {a.code: a.name for a in context.kept(views.areas)(view.edition, view.period)}
    reach = context.kept(trainings.reach)(view.edition, view.period)
    every, four, active = (
        context.kept(figures.read)(view.edition, one, view.period) for one in ("ormas_dilatih", "ormas_dilatih_empat_topik", "ormas_aktif")
    )
    scored = view.edition.has_index and active.n is not None  # an index of the kecamatan doesn't need a register
    situation = [
        phrasing.sentence(t, t("{trained} dalam 24 bulan sampai {month}."), trained=(every, active), month=formats.month(t, view.period)),
        phrasing.sentence(t, t("{trained}."), trained=(four, active)),
    ]
    situation.append(phrasing.note(t, every))
    if every.n is None:
        situation = [t("Belum ada data pelatihan dalam edisi ini.")]
    screen.show(t, markup.tag("p", " ".join(line for line in situation if line), "k-situation"))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("Pelatihan menurut topik"), anchor=False)
        if every.n is None:
            screen.show(t, markup.tag("p", t("Belum ada data pelatihan dalam edisi ini.")))
        else:
            _topics(view, active.n or 0)
        if scored:
            st.subheader(t("Apa yang berubah sesudah pelatihan"), anchor=False)
            _effect(view)
    with right:
        st.subheader(t("Jangkauan menurut kecamatan"), anchor=False)
        _reach(view, reach if every.n is not None else [], names)
    if not view.edition.names_ormas:
        screen.show(t, markup.tag("p", ormas_unnamed.why(view), "k-note"))
    elif scored:
        st.subheader(t("Calon peserta berikutnya"), anchor=False)
        _candidates(view, names, has_trainings=every.n is not None)
    else:
        screen.show(
            t,
            markup.tag(
                "p", t("Pengaruh pelatihan dan calon peserta berikutnya disusun dari skor Ormas, yang belum ada dalam edisi ini."), "k-note"
            ),
        )


def _topics(view: Context, active: int) -> None:
    t = view.t
    topics = context.kept(trainings.topics)(view.edition, view.period)
    if not topics:
        screen.show(t, markup.tag("p", t("Belum ada pelatihan yang terverifikasi dalam 24 bulan ini.")))
        return
    figure = charts.stacked(
        t,
        [label(t, topic.code) for topic in topics],
        {
            phrasing.title(t, "ormas_dilatih"): [topic.attended for topic in topics],
            phrasing.title(t, "ormas_tidak_hadir"): [topic.absent for topic in topics],
        },
        colours=(charts.CATEGORIES[0], charts.CATEGORIES[5]),
        height=44 * len(topics) + 90,
    )
    columns = [
        Column[Topic](t("Topik"), lambda x: label(t, x.code)),
        Column[Topic](phrasing.title(t, "ormas_dilatih"), lambda x: x.attended, lambda x: formats.whole(t, x.attended), numeric=True),
        Column[Topic](phrasing.title(t, "ormas_diundang"), lambda x: x.invited, lambda x: formats.whole(t, x.invited), numeric=True),
        Column[Topic](phrasing.title(t, "pengurus_dilatih"), lambda x: x.officers, lambda x: formats.whole(t, x.officers), numeric=True),
        Column[Topic](t("Nilai uji sebelum"), lambda x: x.before, lambda x: formats.number(t, x.before), numeric=True),
        Column[Topic](t("Nilai uji sesudah"), lambda x: x.after, lambda x: formats.number(t, x.after), numeric=True),
    ]
    fewest, most = (choose(topic.attended for topic in topics) for choose in (min, max))
    framed.show(
        view,
        "pelatihan-topik",
        figure,
        headline=t("{topic} dihadiri {n} dari {total} Ormas aktif", topic=label(t, topics[0].code), n=most, total=active)
        if len(topics) == 1
        else t("Setiap topik yang diadakan dihadiri {n} dari {total} Ormas aktif", n=most, total=active)
        if fewest == most
        else t("Satu topik dihadiri {fewest} sampai {most} dari {total} Ormas aktif", fewest=fewest, most=most, total=active),
        unit=t("banyaknya Ormas aktif, 24 bulan sampai {month}; satu Ormas dihitung sekali per topik", month=formats.month(t, view.period)),
        alt=t("Ormas yang hadir dan yang diundang menurut topik pelatihan. Isinya ada di tabel di bawah."),
        columns=columns,
        rows=topics,
    )


def _reach(view: Context, reach: list[Reach], names: dict[str, str]) -> None:
    t = view.t
    rows = [one for one in reach if one.code in names]
    if not rows:
        screen.show(t, markup.tag("p", t("Belum ada data pelatihan Ormas aktif.")))
        return
    figure = charts.stacked(
        t,
        [names[one.code] for one in rows],
        {
            phrasing.title(t, "ormas_dilatih"): [one.trained for one in rows],
            phrasing.title(t, "ormas_belum_dilatih"): [one.untrained for one in rows],
        },
        colours=(charts.CATEGORIES[0], charts.CATEGORIES[5]),
        height=24 * len(rows) + 90,
    )
    columns = [
        Column[Reach](t("Kecamatan kedudukan"), lambda x: names[x.code]),
        Column[Reach](phrasing.title(t, "ormas_aktif"), lambda x: x.active, lambda x: formats.whole(t, x.active), numeric=True),
        Column[Reach](phrasing.title(t, "ormas_dilatih"), lambda x: x.trained, lambda x: formats.whole(t, x.trained), numeric=True),
    ]
    none = sum(one.trained == 0 for one in rows)
    headline = (
        phrasing.phrase(t, figures.counted("kecamatan_tanpa_pelatihan", none, last=view.period))
        if none
        else t("Di setiap kecamatan yang punya Ormas aktif ada yang sudah dilatih")
    )
    framed.show(
        view,
        "jangkauan-pelatihan",
        figure,
        headline=headline,
        unit=t("banyaknya Ormas aktif menurut kedudukan, 24 bulan; yang paling sedikit terjangkau di atas"),
        alt=t("Ormas aktif yang sudah dan belum dilatih menurut kecamatan. Isinya ada di tabel di bawah."),
        columns=columns,
        rows=rows,
    )


def _effect(view: Context) -> None:
    t = view.t
    every = context.kept(trainings.effects)(view.edition)
    told = [one for one in every if one.measure == trainings.WITHOUT_CAPACITY and one.is_told]
    if not told:
        st.info(
            t(
                "Belum cukup Ormas yang dilatih dan yang sebanding untuk menghitung pengaruh pelatihan: perlu dua belas bulan sebelum dan sesudahnya."
            )
        )
        return
    figure = trend_figures.slopes(
        t,
        [_topic(t, one) for one in told],
        [one.effect for one in told],
        [one.low for one in told],
        [one.high for one in told],
        [one.is_sure for one in told],
        [
            f"<b>{_topic(t, one)}</b><br>{formats.signed(t, one.effect)} ({formats.signed(t, one.low)} … {formats.signed(t, one.high)})<br>{_n(t, one)}"
            for one in told
        ],
    )
    columns = [
        Column[Effect](t("Topik"), functools.partial(_topic, t)),
        Column[Effect](t("Ukuran"), functools.partial(_measure, t)),
        Column[Effect](t("Pengaruh (poin)"), lambda x: x.effect, lambda x: formats.signed(t, x.effect), numeric=True, form=workbook.SIGNED),
        Column[Effect](
            t("Rentang {level}%", level=levels.INTERVAL),
            lambda x: "",
            lambda x: f"{formats.signed(t, x.low)} … {formats.signed(t, x.high)}" if x.is_told else t("terlalu sedikit"),
            numeric=True,
            in_csv=False,
        ),
        Column[Effect](t("Batas bawah"), lambda x: x.low, on_page=False),
        Column[Effect](t("Batas atas"), lambda x: x.high, on_page=False),
        Column[Effect](t("Ormas dilatih"), lambda x: x.n_trained, numeric=True),
        Column[Effect](t("Ormas pembanding"), lambda x: x.n_control, numeric=True),
        Column[Effect](
            t("Perubahan yang dilatih"),
            lambda x: x.change_trained,
            lambda x: formats.signed(t, x.change_trained),
            numeric=True,
            form=workbook.SIGNED,
        ),
        Column[Effect](
            t("Perubahan pembanding"),
            lambda x: x.change_control,
            lambda x: formats.signed(t, x.change_control),
            numeric=True,
            form=workbook.SIGNED,
        ),
    ]
    sure = [one for one in told if one.is_sure and one.topic]
    if sure:
        best = max(sure, key=lambda one: one.effect)
        headline = t(
            "Sesudah pelatihan {topic}: {points} poin dibandingkan dengan Ormas serupa yang tidak dilatih ({n})",
            topic=_topic(t, best).lower(),
            points=formats.signed(t, best.effect),
            n=_n(t, best),
        )
    else:
        headline = t("Belum ada topik yang pengaruhnya nyata")
    framed.show(
        view,
        "pengaruh-pelatihan",
        figure,
        headline=headline,
        unit=t(
            "poin skor IKO tanpa dimensi Kapasitas, dua belas bulan sesudah dibandingkan sebelum pelatihan pertama, rentang {level}%; titik berisi: arahnya tidak diragukan",
            level=levels.INTERVAL,
        ),
        alt=t("Pengaruh pelatihan menurut topik dengan rentangnya. Isinya ada di tabel di bawah."),
        columns=columns,
        rows=every,
        note=t(
            "Selisih dari selisih: perubahan Ormas yang dilatih dikurangi perubahan Ormas dengan skor awal serupa yang belum dilatih. Tanpa Kapasitas, karena pelatihan mengisi dimensi itu sendiri. Ormas yang mau dilatih dapat berbeda dalam hal lain."
        ),
    )


def _topic(t: Words, one: Effect) -> str:
    return label(t, one.topic) if one.topic else t("Pelatihan apa pun")


def _measure(t: Words, one: Effect) -> str:
    return t("IKO") if one.measure == trainings.IKO else t("IKO tanpa Kapasitas")


def _n(t: Words, one: Effect) -> str:
    return t("{trained} dilatih, {control} pembanding", trained=one.n_trained, control=one.n_control)


def _candidates(view: Context, names: dict[str, str], *, has_trainings: bool) -> None:
    t = view.t
    everyone = [one for one in context.kept(trainings.candidates)(view.edition) if one.kecamatan in names]
    offered = {code: label(t, code) for code in TOPICS if any(one.topic == code for one in everyone)}
    left, _ = st.columns([2, 3])
    with left:
        topic = filters.select(t, TOPIC, t("Topik"), offered)
    rows = [one for one in everyone if topic in (None, one.topic)]
    if not rows:
        screen.show(t, markup.tag("p", t("Tidak ada Ormas yang perlu diundang menurut aturan ini.")))
        return
    dimensions = views.dimension_names(view.edition, "IKO", view.language)
    never = t("belum pernah") if has_trainings else t("belum diketahui")
    columns = [
        Column[Candidate](t("Ormas"), lambda x: x.name),
        Column[Candidate](t("Kecamatan kedudukan"), lambda x: names[x.kecamatan]),
        Column[Candidate](t("Disarankan"), lambda x: label(t, x.topic)),
        Column[Candidate](t("Alasan"), lambda x: _why(t, x, dimensions), lambda x: markup.tag("span", _why(t, x, dimensions), "k-reason")),
        Column[Candidate](
            t("Pelatihan terakhir"),
            lambda x: x.trained_before or "",
            lambda x: formats.month_short(t, x.trained_before) if x.trained_before else never,
        ),
    ]
    last = formats.month(t, view.edition.meta["period"])
    caption = phrasing.sentence(
        t,
        t("{due}, keadaan {month}; yang dimensinya paling lemah di atas. Yang sudah mengikuti topik itu dalam 24 bulan tidak disebut."),
        due=figures.counted("calon_pelatihan", len(rows), part=topic or ""),
        month=last,
    )
    screen.show(t, tables.html_table(t, caption, columns, rows[:NAMED]))
    if len(rows) > NAMED:
        screen.show(
            t, markup.tag("p", t.n("{n} Ormas lain ada di unduhan.", "{n} Ormas lain ada di unduhan.", len(rows) - NAMED), "k-note")
        )
    tables.download("calon-pelatihan", columns, rows, view, caption)


def _why(t: Words, one: Candidate, dimensions: dict[str, str]) -> str:
    return t(
        "dimensi terlemah: {dimension}, skor {score}",
        dimension=dimensions.get(one.dimension, one.dimension),
        score=formats.whole(t, one.score),
    )
