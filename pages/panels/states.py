"""What stands in place of a page that has nothing to show: why, what it means, and what to do next, by role."""

from __future__ import annotations

from html import escape

import streamlit as st

from data import numbers
from data.access.viewers import Viewer
from data.editions import reading
from data.safety import first_steps
from data.session import Session
from data.words import Words
from data.workflow import stores
from pages.figures import markup
from pages.panels import edition_views
from pages.session import context, guard, screen
from pages.wording import formats


def nothing(session: Session, reason: str) -> None:
    """No edition yet, an unknown one, or one that can't be opened."""
    t = session.t
    home = session.home
    known = reading.list_editions(home)
    asked = context.wanted(context.EDITION) or next(iter(known), None)
    if not known:
        _first_run(session)
    elif asked in known:
        _damaged(session, reason, reading.intact_before(home, asked))
    else:
        st.title(t("Belum ada yang dapat ditampilkan"), anchor=False)
        st.warning(reason)
        st.button(t("Buka edisi yang berlaku"), on_click=guard.act(context.go_to_edition), key="w_terbaru")


def no_right(t: Words, viewer: Viewer, reason: str) -> None:
    """A page that doesn't exist for the role."""
    st.title(t("Tidak tersedia untuk Anda"), anchor=False)
    st.warning(reason)
    screen.show(
        t,
        markup.tag(
            "p",
            t(
                "Halaman untuk peran Anda ada di menu kiri. Bila pekerjaan Anda memerlukan halaman ini, minta admin menyesuaikan peran Anda."
            ),
        ),
    )


def is_first_month(view: context.Context) -> bool:
    """Whether there is only one point yet, so no line: the first month of the index in the edition."""
    return view.period == view.edition.periods()[0]


def first_month(view: context.Context) -> None:
    """In place of a picture over time."""
    t = view.t
    months = view.edition.periods()
    if len(months) == 1:
        said = t(
            "Edisi ini baru memuat indeks satu bulan, {month}. Garis tren muncul mulai bulan kedua, perbandingan dengan setahun lalu mulai bulan ke-13.",
            month=formats.month(t, view.period),
        )
    else:
        said = t(
            "Indeks dalam edisi ini dimulai pada {month}. Pilih bulan yang lebih baru untuk melihat garis tren.",
            month=formats.month(t, view.period),
        )
    st.info(said)


def times_kept(view: context.Context) -> bool:
    """Whether the edition counts by week and hour; if it is older than these counts, that is said, because no rows would read as none."""
    t = view.t
    if view.edition.keeps_times:
        return True
    screen.show(t, markup.tag("p", t("Edisi ini terbit sebelum hitungan ini ada; terbitkan lagi bulannya untuk melihatnya.")))
    return False


def no_incident(t: Words, first: str, last: str) -> None:
    """In place of a picture that would be empty; first and last as people write them."""
    screen.show(
        t,
        markup.tag("p", t("Tidak ada kejadian yang tercatat"), "k-finding")
        + markup.tag("p", t("Tidak ada kejadian terverifikasi dengan pilihan ini, {time}.", time=numbers.between(first, last))),
    )


def nothing_known(t: Words) -> None:
    """In place of a picture of which not one cell is known, so that it isn't taken for a quiet time."""
    screen.show(
        t,
        markup.tag("p", t("Tidak ada kejadian yang tercatat"), "k-finding")
        + markup.tag("p", t("Laporannya belum memadai, sehingga belum diketahui apakah memang tidak ada.")),
    )


def _first_run(session: Session) -> None:
    t = session.t
    home, viewer = session.home, session.viewer
    st.title(t("Belum ada yang dapat ditampilkan"), anchor=False)
    if not (viewer.may("terbit") or viewer.may("cadangan")):
        st.info(t("Belum ada edisi yang terbit. Halaman ini terisi begitu operator kabupaten menerbitkan edisi pertama."))
        return
    if stores.exists(home):
        found = first_steps.state(home)
        st.info(t(first_steps.describe(found)))
        screen.show(t, markup.tag("p", t(first_steps.action(found))) + _to_work(t, found, viewer))
        return
    st.info(t("Dasbor ini belum berisi data. Jalankan salah satu perintah berikut di folder program, lalu muat ulang halaman ini."))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(t("Mencoba dengan data simulasi"), anchor=False)
        st.code("python -m data start", language=None)
        screen.show(
            t,
            markup.tag(
                "p",
                t("Data rekaan 36 bulan dan edisi pertama, kurang dari satu menit. Setiap halaman dan berkas membawa tanda DATA SIMULASI."),
                "k-note",
            ),
        )
    with right:
        st.subheader(t("Memulai dengan data nyata"), anchor=False)
        st.code("python -m data init --nyata\npython -m data template", language=None)
        screen.show(
            t,
            markup.tag(
                "p",
                t(
                    "Basis data kosong dan templat isian. Daftar kejadian saja, atau daftar Ormas saja, sudah cukup untuk edisi pertama: peta, hitungan, dan tabel tanpa indeks. Untuk indeks perlu laporan kelengkapan dua belas bulan."
                ),
                "k-note",
            ),
        )
    screen.show(t, markup.tag("p", t("Folder data: {home}", home=home), "k-note"))


def _to_work(t: Words, found: first_steps.State, viewer: Viewer) -> str:
    """A link to the page where the next step is done, where the role has it."""
    page, query, title = (
        ("edisi", "?bagian=terbitkan", t("Edisi & audit")) if found.kind == "siap" else ("unggah", "", t("Unggah & verifikasi"))
    )
    if page not in viewer.pages:
        return ""
    return markup.box("p", markup.box("a", escape(title), href=f"{page}{query}", target="_self"))


def _damaged(session: Session, reason: str, other: str | None) -> None:
    t = session.t
    st.title(t("Edisi ini tidak dapat dibuka"), anchor=False)
    st.warning(reason)
    screen.show(
        t,
        markup.tag(
            "p",
            t(
                "Angka dari edisi yang rusak tidak ditampilkan, supaya tidak ada yang dikutip keliru. Catatan di basis data dan edisi lain tidak terpengaruh."
            ),
        ),
    )
    if other:
        st.button(t("Buka edisi {id}", id=other), on_click=guard.act(context.go_to_edition), args=(other,), type="primary", key="w_utuh")
    if session.may("cadangan"):
        newest = next((one.path.name for one in edition_views.backups(session.home)), None)
        said = (
            t("Pulihkan di server dari cadangan {name}; langkahnya ada di docs/operations.md.", name=newest)
            if newest
            else t("Belum ada cadangan yang dapat ditemukan.")
        )
        screen.show(t, markup.tag("p", said))
    else:
        screen.show(t, markup.tag("p", t("Beri tahu admin: edisi ini dapat dipulihkan dari cadangan."), "k-note"))
