"""Edisi & audit: what was published, from what, what changed, who did what, and whether all is well."""

from __future__ import annotations

import functools
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from data.editions import comparing
from data.editions.listing import EditionFacts
from data.errors import DataError
from data.jobs.task import Task
from data.safety.backup import Backup
from data.session import Session
from data.store import moments
from data.tables import TABLES
from data.words import Words, msg
from data.workflow import taking, trail, trail_words
from pages.figures import markup
from pages.panels import edition_views as views
from pages.panels import filters, shell, tables, work_panel, workbook
from pages.panels.editions import eyes_panel, grants_panel, publish_panel, server_panel
from pages.panels.tables import Column, Record
from pages.session import context, guard, screen, work
from pages.session.context import Context
from pages.wording import formats

PART = "bagian"
SHOWN = 60  # rows of the comparison on the page; all of them in the CSV


@shell.work_page
def render(session: Session) -> None:
    """The doctor's findings in one line, then one part at a time; the page must open even when the edition in force doesn't."""
    t = session.t
    st.title(t("Edisi & audit"), anchor=False)
    _verdict(session)
    parts = {"edisi": t("Edisi"), "bandingkan": t("Bandingkan")}
    if session.may("terbit"):
        parts |= {"terbitkan": t("Terbitkan")}
    if session.may("audit"):
        parts |= {"audit": t("Jejak audit")}
        parts |= {"izin": t("Izin instansi")}
    parts |= {"periksa": t("Pemeriksaan & cadangan")}
    if session.may("server"):
        parts |= {"server": t("Server")}
    shows = {
        "terbitkan": _publish,
        "edisi": _editions,
        "bandingkan": _compare,
        "audit": _audit,
        "izin": grants_panel.show,
        "periksa": _health,
        "server": _server,
    }
    part = filters.switch(PART, t("Bagian"), parts)
    context.set_breadcrumbs(parts[part])
    shows[part](session, _chosen(session))


def _publish(session: Session, view: Context | None) -> None:
    publish_panel.show(session)


def _server(session: Session, view: Context | None) -> None:
    server_panel.show(session)


def _chosen(session: Session) -> Context | None:
    """The edition that is being looked at; None where it can't be opened: the findings say why."""
    try:
        return context.load(session)
    except DataError:
        return None


def _show(t: Words, table: str) -> None:
    """A table whose columns are as narrow as their words, because there are many of them."""
    screen.show(t, markup.box("div", table, "k-close"))


def _verdict(session: Session) -> None:
    """One sentence: is everything as it should be?"""
    t = session.t
    found = views.findings(str(session.home), t.language)
    broken, odd = ([one for one in found if one.level == level] for level in ("rusak", "perhatian"))
    if broken:
        sentence = t.n("{n} hal rusak: {first}", "{n} hal rusak; yang pertama: {first}", len(broken), first=broken[0].text)
    elif odd:
        sentence = t.n(
            "Tidak ada yang rusak; {n} hal perlu perhatian: {first}",
            "Tidak ada yang rusak; {n} hal perlu perhatian; yang pertama: {first}",
            len(odd),
            first=odd[0].text,
        )
    else:
        sentence = t("Semua utuh: basis data, jejak audit, edisi, dan cadangan.")
    screen.show(t, markup.tag("p", sentence, "k-situation"))


def _editions(session: Session, view: Context | None) -> None:
    t = session.t
    if not (rows := views.editions(session.home)):
        st.info(t("Belum ada edisi yang terbit."))
        if session.may("terbit"):
            screen.show(t, markup.tag("p", t("Edisi pertama dibuat di bagian Terbitkan."), "k-note"))
        return
    columns = [
        Column[EditionFacts](t("Edisi"), lambda row: row.id),
        Column[EditionFacts](t("Bulan"), lambda row: row.period, lambda row: escape(formats.month(t, row.period))),
        Column[EditionFacts](t("Revisi"), lambda row: row.revision, numeric=True, on_page=False),  # the name of an edition says it
        Column[EditionFacts](t("Keadaan"), lambda row: t("utuh") if row.fault is None else t("diubah") if row.is_intact else t("rusak")),
        Column[EditionFacts](t("Terbit"), lambda row: row.published_at, lambda row: escape(formats.moment(t, row.published_at))),
        Column[EditionFacts](t("Oleh"), lambda row: formats.person(t, row.published_by)),
        Column[EditionFacts](
            t("Batch"),
            lambda row: row.batches,
            lambda row: formats.whole(t, row.batches) if row.is_intact else formats.NOTHING,
            numeric=True,
        ),
        Column[EditionFacts](t("Metode"), lambda row: row.methods or formats.NOTHING),
        Column[EditionFacts](t("Bentuk"), lambda row: formats.NOTHING if row.form is None else str(row.form)),
        Column[EditionFacts](t("Ukuran (MB)"), lambda row: row.size / 1e6, lambda row: formats.number(t, row.size / 1e6), numeric=True),
    ]
    caption = t("Semua edisi; yang sedang dilihat ditandai. Edisi yang terbit tidak pernah berubah.")
    _show(
        t,
        tables.html_table(
            t,
            caption,
            columns,
            rows,
            marked=lambda row: view is not None and row.id == view.edition.id,
        ),
    )
    if view is None:
        return
    screen.show(t, "".join(markup.tag("p", line, "k-note k-digest") for line in views.proof(t, session.home, view.edition)))
    left, right = st.columns([8, 5], gap="medium")
    with left:
        st.subheader(t("Isi edisi {id}", id=view.edition.id), anchor=False)
        _batches(view)
        _package(view)
    with right:
        st.subheader(t("Bagian yang terverifikasi"), anchor=False)
        _shares(view)


def _batches(view: Context) -> None:
    t = view.t
    columns = [
        Column[Record](t("Batch"), lambda row: f"{row['kiriman']} · {TABLES[str(row['tabel'])].label(t)}"),
        Column[Record](t("Berkas"), lambda row: row["berkas"]),
        Column[Record](t("Baris masuk"), lambda row: row["baris_masuk"], partial(_count, t, "baris_masuk"), numeric=True),
        Column[Record](t("Terverifikasi"), lambda row: row["terverifikasi"], partial(_verified, t, "terverifikasi"), numeric=True),
        Column[Record](t("Menunggu"), lambda row: row["menunggu"], partial(_verified, t, "menunggu"), numeric=True),
        Column[Record](t("Ditolak"), lambda row: row["ditolak"], partial(_verified, t, "ditolak"), numeric=True),
    ]
    caption = t("Batch yang berlaku saat edisi ini dihitung, dalam baris. Daftar (register) dari kabupaten tidak memerlukan verifikasi.")
    _show(t, tables.html_table(t, caption, columns, views.batches(view.edition)))


def _count(t: Words, name: str, row: Record) -> str:
    return formats.whole(t, float(str(row[name])))


def _decided(row: Record) -> bool:
    """Whether anything in a register had to be decided: whatever a kecamatan sent."""
    return any(row[state] for state in ("terverifikasi", "menunggu", "ditolak"))


def _verified(t: Words, name: str, row: Record) -> str:
    return _count(t, name, row) if TABLES[str(row["tabel"])].verified or _decided(row) else formats.NOTHING


def _package(view: Context) -> None:
    if not view.viewer.may(taking.RIGHT):
        return
    about = work.File(views.package_name(view.edition), "application/zip")
    title = msg("Berkas edisi {id}", id=view.edition.id)
    task = Task(work.PACKAGE, taking.to_zip, title, (view.edition.id,), key=about.name, about=about)
    st.download_button(
        view.t("Unduh edisi {id} (ZIP: CSV, Parquet, kamus data)", id=view.edition.id),
        data=guard.file(partial(work.fetch, view.session, task)),
        file_name=about.name,
        mime=about.mime,
        key="unduh-edisi",
        on_click=guard.act(work.expect),
    )


def _shares(view: Context) -> None:
    t = view.t
    columns = [
        Column[views.Share](t("Kecamatan"), lambda row: row.name),
        Column[views.Share](
            t("Bagian (%)"),
            lambda row: row.share * 100,
            lambda row: formats.number(t, row.share * 100),
            numeric=True,
            form=workbook.PERCENT,
        ),
        Column[views.Share](t("Baris"), lambda row: row.rows, lambda row: formats.whole(t, row.rows), on_page=False),
        Column[views.Share](t("Menunggu"), lambda row: row.waiting, lambda row: formats.whole(t, row.waiting), numeric=True),
        Column[views.Share](t("Ditolak"), lambda row: row.rejected, lambda row: formats.whole(t, row.rejected), numeric=True),
    ]
    rows = views.shares(view.edition)
    if not rows:
        _show(t, markup.tag("p", t("Edisi ini tidak memuat baris yang memerlukan verifikasi.")))
        return
    caption = t(
        "Baris terverifikasi dibagi baris terverifikasi dan menunggu, seluruh bulan, mulai dari yang terendah. Hanya baris terverifikasi yang dihitung dalam indeks."
    )
    _show(t, tables.html_table(t, caption, columns, rows))
    tables.download("bagian-terverifikasi", columns, rows, view, t("Bagian yang terverifikasi"))


def _compare(session: Session, view: Context | None) -> None:
    t = session.t
    known = [one.id for one in views.editions(session.home) if one.fault is None]
    if len(known) < 2:
        st.info(
            t("Baru ada satu edisi. Perbandingan tersedia setelah edisi berikutnya terbit.")
            if known
            else t("Belum ada edisi yang dapat dibuka. Perbandingan memerlukan dua.")
        )
        return
    left, right, _ = st.columns([1, 1, 2])
    before = left.selectbox(t("Dari edisi"), known, index=1, key="w_edisi_dari")
    after = right.selectbox(t("Ke edisi"), known, index=0, key="w_edisi_ke")
    if before == after:
        st.info(t("Pilih dua edisi yang berbeda."))
        return
    with work_panel.awaited(session, "bandingkan", t("Membandingkan kedua edisi …")):
        result = views.comparison(str(session.home), before, after, t.language, session.viewer.scope, session.viewer)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.subheader(t("Mengapa berubah"), anchor=False)
        causes = result.causes or [t("Bahan kedua edisi sama: batch, verifikasi, metode, batas, penduduk, program.")]
        screen.show(t, markup.box("ul", "".join(markup.tag("li", cause) for cause in causes), "k-list"))
    with right:
        sentence = t(
            "{n} dari {m} skor berbeda setelah dibulatkan",
            n=formats.whole(t, len(result.changed)),
            m=formats.whole(t, result.compared),
        )
        st.subheader(sentence, anchor=False)
        _changed(t, result, view)


def _changed(t: Words, result: comparing.Comparison, view: Context | None) -> None:
    columns = [
        Column[Record](t("Satuan"), lambda row: row["name"]),
        Column[Record](t("Indeks"), lambda row: row["index"]),
        Column[Record](t("Bulan"), lambda row: row["period"], lambda row: escape(formats.month_short(t, str(row["period"])))),
        Column[Record](result.before, lambda row: row["score_before"], partial(_score, t, "score_before"), numeric=True),
        Column[Record](result.after, lambda row: row["score_after"], partial(_score, t, "score_after"), numeric=True),
        Column[Record](
            t("Beda"),
            lambda row: row["difference"],
            lambda row: formats.signed(t, float(str(row["difference"]))),
            numeric=True,
            form=workbook.SIGNED,
        ),
    ]
    latest = comparing.latest_by_unit(result)
    rows = latest.astype("object").where(latest.notna(), float("nan")).to_dict("records")
    if not rows:
        st.info(t("Tidak ada skor yang berubah."))
        return
    caption = t("Skor bulan terakhir yang berubah dari setiap satuan, beda terbesar dulu.")
    _show(t, tables.html_table(t, caption, columns, rows[:SHOWN]))
    if len(rows) > SHOWN:
        screen.show(t, markup.tag("p", t("… dan {n} satuan lagi.", n=len(rows) - SHOWN), "k-note"))
    if view is not None:
        tables.download(f"beda-{result.before}-{result.after}", columns, rows, view, caption)


def _score(t: Words, name: str, row: Record) -> str:
    return formats.number(t, float(str(row[name])))


def _audit(session: Session, view: Context | None) -> None:
    eyes_panel.acting(session)  # few, and the trail is long
    _trail(session, view)


def _trail(session: Session, view: Context | None) -> None:
    t = session.t
    actions, people = trail.choices(session)
    boxes = st.columns(5)
    action = boxes[0].selectbox(
        t("Tindakan"),
        actions,
        index=None,
        format_func=functools.partial(trail_words.action, t),
        placeholder=t("semua"),
        key="w_tindakan",
    )
    who = boxes[1].selectbox(
        t("Oleh"), people, index=None, format_func=functools.partial(formats.person, t), placeholder=t("semua"), key="w_oleh"
    )
    first = boxes[2].date_input(t("Sejak"), value=None, format="DD/MM/YYYY", key="w_sejak")
    last = boxes[3].date_input(t("Sampai"), value=None, format="DD/MM/YYYY", key="w_sampai")
    contains = boxes[4].text_input(t("Memuat"), key="w_memuat")
    rows = views.trail_rows(session, action=action, who=who, first=_day(first), last=_day(last), contains=contains or None)
    if not rows:
        st.info(t("Tidak ada baris yang cocok dengan pilihan ini."))
        return
    columns = [
        Column[views.AuditRow](t("No."), lambda row: row.number, numeric=True, form=workbook.PLAIN),
        Column[views.AuditRow](t("Waktu"), lambda row: moments.local(row.when), lambda row: escape(formats.moment(t, row.when))),
        Column[views.AuditRow](t("Oleh"), lambda row: row.who),
        Column[views.AuditRow](t("Tindakan"), lambda row: row.action),
        Column[views.AuditRow](t("Rincian"), lambda row: row.details),
    ]
    caption = t("Yang terbaru dulu, paling banyak 200 baris. Setiap baris memuat sidik baris sebelumnya.")
    _show(t, tables.html_table(t, caption, columns, rows))
    if view is not None:
        tables.download("jejak-audit", columns, rows, view, t("Jejak audit"))


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _health(session: Session, view: Context | None) -> None:
    t = session.t
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(t("Pemeriksaan"), anchor=False)
        lines = []
        for one in views.findings(str(session.home), t.language):
            mark = markup.tag("span", views.LEVEL_MARKS[one.level], f"k-mark k-{one.level}")
            action = markup.tag("p", one.action, "k-note") if one.action else ""
            lines.append(markup.box("li", f"{mark}<div>{markup.tag('strong', one.subject)} {markup.tag('span', one.text)}{action}</div>"))
        screen.show(t, markup.box("ul", "".join(lines), "k-findings"))
        st.button(t("Periksa lagi"), on_click=guard.act(views.findings.clear), key="w_periksa")
        screen.show(
            t,
            markup.tag(
                "p", t("Pemeriksaan yang lebih dalam, termasuk isi cadangan, dijalankan admin di server (docs/operations.md)."), "k-note"
            ),
        )
    with right:
        st.subheader(t("Cadangan"), anchor=False)
        _backups(session)


def _backups(session: Session) -> None:
    t = session.t
    known = views.backups(session.home)
    if not known:
        st.info(t("Belum ada cadangan yang dapat ditemukan."))
        screen.show(t, markup.tag("p", t("Cadangan dibuat dan dijadwalkan admin di server (docs/operations.md)."), "k-note"))
        return
    columns = [
        Column[Backup](t("Cadangan"), lambda row: row.path.name),
        Column[Backup](t("Dibuat"), lambda row: formats.moment(t, row.made_at)),
        Column[Backup](t("Ukuran (MB)"), lambda row: formats.number(t, row.size / 1e6), numeric=True),
    ]
    folders = ", ".join(sorted({str(one.path.parent) for one in known}))
    caption = t("Dalam {folders}", folders=folders) if session.may("cadangan") else t("Yang terbaru dulu")
    _show(t, tables.html_table(t, caption, columns, known[:15]))
    if session.may("cadangan"):
        screen.show(
            t,
            markup.tag(
                "p",
                t(
                    "Pulihkan di server dari cadangan {name}; langkahnya ada di docs/operations.md.",
                    name=known[0].path.name,
                ),
                "k-note",
            ),
        )
