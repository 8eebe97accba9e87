"""How this server does at this moment, for who answers for it: of pages and the machine, never of persons."""

from __future__ import annotations

import time
from html import escape

import streamlit as st

from data.safety import machine
from data.session import Session
from data.store import clock
from data.words import Words
from pages.figures import markup
from pages.panels import tables
from pages.panels.tables import Column
from pages.session import screen, watch, work
from pages.session.pulse import ENOUGH, MINUTES, Fault, Times
from pages.wording import formats

_MB, _GB = 1e6, 1e9


def show(session: Session) -> None:
    """What counts at a glance, then how long pages take and what went wrong."""
    t = session.t
    found, times, faults = machine.look(session), watch.pulse.times(time.perf_counter()), watch.pulse.faults()
    cards = [_open_pages(t), _answers(t, times), _queue(t), _memory(t, found), _room(t, found)]
    screen.show(t, markup.box("div", "".join(cards), "k-cards k-tiles"))
    screen.show(
        t,
        markup.tag(
            "p",
            t(
                "Proses {pid}, berjalan sejak {since}; angka pada {now}. Bila beberapa proses melayani, ini yang melayani Anda. "
                "Angkanya tidak menyebut orang dan hilang bila proses berhenti.",
                pid=found.process,
                since=formats.moment(t, watch.SINCE),
                now=formats.moment(t, clock.now()),
            ),
            "k-note",
        ),
    )
    st.button(t("Perbarui"), key="w_perbarui_server")
    left, right = st.columns([1, 1], gap="large")
    with left:
        _times(t, times)
    with right:
        _faults(t, faults)


def _card(label: str, value: str, unit: str, *lines: str) -> str:
    inside = [
        markup.tag("p", label, "k-label"),
        markup.box("p", escape(value) + markup.tag("small", unit), "k-value"),
        *(markup.tag("p", line, "k-unit") for line in lines),
    ]
    return markup.box("section", "".join(inside), "k-card", aria_label=label)


def _open_pages(t: Words) -> str:
    return _card(
        t("Halaman terbuka"),
        formats.whole(t, watch.pulse.open_pages),
        "",
        t("sambungan peramban sekarang, paling banyak {n}", n=formats.whole(t, watch.MOST_CONNECTIONS)),
    )


def _answers(t: Words, times: list[Times]) -> str:
    label = t("Waktu tanggap")
    if not times:
        return _card(label, formats.NOTHING, "", t("tidak ada halaman lain yang digambar dalam {n} menit terakhir", n=MINUTES))
    everything = times[0]
    return _card(
        label,
        formats.NOTHING if everything.p95 is None else formats.whole(t, everything.p95),
        "" if everything.p95 is None else "ms",
        t("P95 disebut mulai {n} kali", n=ENOUGH) if everything.p95 is None else t("atau kurang pada 95 dari 100 kali (P95)"),
        t.n(
            "{n} kali dalam {minutes} menit terakhir, separuhnya paling lama {median} ms",
            "{n} kali dalam {minutes} menit terakhir, separuhnya paling lama {median} ms",
            everything.n,
            minutes=MINUTES,
            median=formats.whole(t, everything.median),
        ),
    )


def _queue(t: Words) -> str:
    n = work.line.open()
    return _card(
        t("Antrean pekerjaan"),
        formats.whole(t, n),
        t.n("pekerjaan", "pekerjaan", n),
        t("menunggu atau sedang berjalan, dari semua orang"),
    )


def _memory(t: Words, found: machine.Machine) -> str:
    label = t("Memori proses")
    if found.memory is None:
        return _card(label, formats.NOTHING, "", t("tidak disebut oleh sistem ini"))
    most = found.memory if found.most is None else found.most
    return _card(label, formats.whole(t, found.memory / _MB), "MB", t("tertinggi sejauh ini {n} MB", n=formats.whole(t, most / _MB)))


def _room(t: Words, found: machine.Machine) -> str:
    return _card(
        t("Ruang disk"),
        formats.number(t, found.free / _GB),
        "GB",
        t("masih kosong dari {n} GB, di disk folder data", n=formats.number(t, found.disk / _GB)),
    )


def _times(t: Words, times: list[Times]) -> None:
    st.subheader(t("Waktu tanggap menurut halaman"), anchor=False)
    if not times:
        st.info(t("Tidak ada halaman lain yang digambar dalam {n} menit terakhir.", n=MINUTES))
        return
    columns = [
        Column[Times](t("Halaman"), lambda row: _page(t, row.page)),
        Column[Times](t("Kali"), lambda row: row.n, lambda row: formats.whole(t, row.n), numeric=True),
        Column[Times](t("Median"), lambda row: row.median, lambda row: formats.whole(t, row.median), numeric=True),
        Column[Times](
            t("P95"), lambda row: row.p95, lambda row: formats.NOTHING if row.p95 is None else formats.whole(t, row.p95), numeric=True
        ),
        Column[Times](t("Terlama"), lambda row: row.longest, lambda row: formats.whole(t, row.longest), numeric=True),
    ]
    caption = t(
        "Lama program bekerja untuk satu klik, dalam milidetik, {n} menit terakhir, median tertinggi dulu; P95 disebut mulai {enough} kali; tanpa waktu di peramban.",
        n=MINUTES,
        enough=ENOUGH,
    )
    screen.show(t, markup.box("div", tables.html_table(t, caption, columns, times[1:]), "k-close"))


def _faults(t: Words, faults: list[Fault]) -> None:
    st.subheader(t("Kesalahan terakhir"), anchor=False)
    if not faults:
        st.info(t("Tidak ada kesalahan program sejak proses ini berjalan."))
        return
    columns = [
        Column[Fault](t("Waktu"), lambda row: formats.moment(t, row.when)),
        Column[Fault](t("Halaman"), lambda row: _page(t, row.page)),
        Column[Fault](t("Jenis"), lambda row: row.kind),
        Column[Fault](t("Nomor"), lambda row: row.request or formats.NOTHING),
    ]
    caption = t("Yang terbaru dulu. Rinciannya ada di catatan server, pada baris dengan nomor yang sama (docs/operations.md).")
    screen.show(t, markup.box("div", tables.html_table(t, caption, columns, faults), "k-close"))


def _page(t: Words, page: str) -> str:
    """By its address, as the log names it."""
    return f"/{page}" if page else t("lainnya")
