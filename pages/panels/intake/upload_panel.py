"""Templates to download, files to check, every fault on screen, and taking in what passed."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from data import faults
from data.errors import DataError
from data.faults import Group
from data.intake import afar, candidates, importing, marking, sheets, templates
from data.jobs.task import Job, Task
from data.session import Session
from data.tables import TABLES, Table
from data.words import Message, Words, msg
from data.words import said as in_words
from data.workflow import stores
from pages.figures import markup
from pages.panels import acting, filters, tables, work_panel
from pages.panels.tables import Column
from pages.session import context, guard, screen, uploading, work

TABLE, ALL = "tabel", "semua"
ASKED = 10  # questions at a time
_CHECKED, _ROUND, _REST = "berkas_diperiksa", "unggah_ke", "berkas_sisa"
_ENDINGS = ["xlsx", "csv", "xls", "ods"]


@dataclass(frozen=True)
class File:
    """One uploaded file, and what its check found or the sentence that says why there is nothing; neither while a large one is being checked."""

    given: afar.File
    key: tuple[str, str]
    """Upload and choice of table, under which it is kept."""
    found: afar.Found | None = None
    candidate: candidates.Candidate | None = None
    """Of a small file, which is taken in here and now; the rows of a large one stay with the worker."""
    reason: str = ""

    @property
    def is_pending(self) -> bool:
        """Whether the worker still has to check it."""
        return self.found is None and not self.reason

    @property
    def passed(self) -> bool:
        """Whether it can go in whole."""
        return self.found is not None and not self.found.faulty

    @property
    def separable(self) -> bool:
        """Whether its rows without a fault can go in by themselves."""
        return self.found is not None and self.found.faulty and self.found.separable


def show(session: Session) -> None:
    """Which table, its template, the files, what was found, and the button that takes in."""
    t = session.t
    acting.say()
    _offer_rest(t)
    options = {ALL: t("Semua tabel (satu lembar per tabel)")} | {n: table.label(t) for n, table in TABLES.items()}
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        table = filters.switch(TABLE, t("Tabel"), options, box=True)
    with right, st.container(horizontal=True):
        _template_buttons(session, table)
    given = uploading.choice(
        session,
        lambda now: now.may("unggah"),
        t(
            "Berkas, boleh banyak sekaligus (XLSX, XLS, ODS, CSV; paling besar {n} MB)",
            n=uploading.LARGEST,
        ),
        type=_ENDINGS,
        accept_multiple_files=True,
        key=f"unggah-{st.session_state.setdefault(_ROUND, 0)}",
    )
    found = _checked(session, given or [], table)
    if not found:
        screen.show(t, markup.tag("p", t("Berkas diperiksa dulu; tidak ada yang disimpan sebelum Anda menekan Masukkan."), "k-note"))
        return
    _take_buttons(session, found)
    for file in found:
        _ask(session, file)
        _report(session, file)


def _offer_rest(t: Words) -> None:
    """The rows that were not taken, to mend and send again; until the next files go in."""
    for stem, content in st.session_state.get(_REST, {}).items():
        st.download_button(
            t("Unduh baris {file} yang perlu diperbaiki", file=stem),
            data=guard.file(functools.partial(bytes, content)),
            file_name=f"{stem}-sisa.xlsx",
            mime=work_panel.XLSX,
            on_click=guard.noticed(),
            key=f"sisa-{stem}",
        )


def _template_buttons(session: Session, table: str) -> None:
    name = None if table == ALL else table
    for suffix in ("xlsx",) if name is None else ("xlsx", "csv"):
        st.download_button(
            session.t("Unduh templat {format}", format=suffix.upper()),
            data=guard.file(functools.partial(_template, session.t, name, suffix, _is_simulated(session.home))),
            file_name=f"templat-{table}.{suffix}",
            on_click=guard.noticed(),
            key=f"templat-{suffix}",
        )


def _template(t: Words, name: str | None, suffix: str, simulated: bool) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"templat.{suffix}"
        templates.write_template(t, name, path, simulated=simulated)
        return path.read_bytes()


def _is_simulated(home: Path) -> bool:
    return context.kept(stores.kind)(home) == "simulasi"


def _checked(session: Session, given: list[Any], table: str) -> list[File]:
    """Each file is checked once, not on every rerun; a large one by the worker."""
    t = session.t
    kept: dict[tuple[str, str], File] = st.session_state.setdefault(_CHECKED, {})
    wanted = [(str(file.file_id), table) for file in given]
    for key in set(kept) - set(wanted):
        del kept[key]
    new = [(key, file) for key, file in zip(wanted, given, strict=True) if key not in kept]
    if new:
        bar = st.progress(0.0, t("Memeriksa berkas …"))
        for number, (key, file) in enumerate(new, 1):
            kept[key] = _check(session, afar.File(file.name, file.getvalue(), None if table == ALL else table, {}), key)
            bar.progress(number / len(new), t("{n} dari {total} berkas diperiksa", n=number, total=len(new)))
        bar.empty()
        if any(kept[key].is_pending for key, _ in new):
            st.rerun()  # to be followed
    for key in wanted:
        kept[key] = _as_it_stands(session, kept[key])
    return [kept[key] for key in wanted]


def _check(session: Session, given: afar.File, key: tuple[str, str]) -> File:
    t = session.t
    try:
        if len(given.content) >= afar.LARGE:
            file = File(given, key)
            work.begin(session, _task(work.CHECK, afar.examine, msg("Memeriksa {file}", file=given.name), file))
            return file
        candidate = importing.check(session, sheets.parse(given.name, given.content), given.table, answers=given.answers)
    except DataError as reason:
        return File(given, key, reason=t(reason.message))
    return File(given, key, found=afar.found(candidate), candidate=candidate)


def _as_it_stands(session: Session, file: File) -> File:
    """A file that the worker checks, and what came of it once it is done."""
    if not file.is_pending:
        return file
    job = _checking(session, file)
    if job is None:  # the server was stopped meanwhile, or it is too long ago
        return replace(file, reason=session.t("Hasil pemeriksaan {file} sudah tidak ada. Unggah lagi berkasnya.", file=file.given.name))
    if job.is_open:
        return file
    work.drop(session, job.number)
    if isinstance(job.result, afar.Found):
        return replace(file, found=job.result)
    return replace(file, reason=session.t(job.reason))


def _checking(session: Session, file: File) -> Job | None:
    return next((one for one in work.own(session, work.CHECK) if one.task.key == _key(work.CHECK, file)), None)


def _key(kind: str, file: File) -> tuple[object, ...]:
    """What tells work on a file with its answers from other work."""
    return (kind, *file.key, *sorted(file.given.answers.items()))


def _task(kind: str, what: Callable[..., object], title: Message, file: File, about: work.File | None = None, **named: object) -> Task:
    size = len(file.given.content)
    return Task(kind, what, title, (file.given,), named, size=size, weight=size, key=_key(kind, file), about=about)


def _ask(session: Session, file: File) -> None:
    """What may be a name of a person, a few at a time: Ya keeps it out, Bukan lets it in; the text itself isn't shown."""
    t = session.t
    if file.found is None or not file.found.questions:
        return
    asked = file.found.questions
    said = t.n(
        "{n} isian mungkin nama orang. Buka berkas Anda, lalu jawab.",
        "{n} isian mungkin nama orang. Buka berkas Anda, lalu jawab.",
        len(asked),
    )
    screen.show(t, markup.tag("p", said + " " + t("Jawaban tercatat tanpa isinya."), "k-note"))
    for table, places in asked[:ASKED]:
        column, row = places[0]
        words, yes, no = st.columns([6, 1, 1], vertical_alignment="center")
        with words:
            screen.show(t, markup.tag("p", _question(t, TABLES[table], list(places))))
        for place, is_name, answer in ((yes, True, t("Ya")), (no, False, t("Bukan"))):
            answered = functools.partial(_answer, session, file, (table, column, row), is_name=is_name)
            place.button(
                answer,
                on_click=guard.act(acting.reporting(t, answered)),
                key=f"nama-{file.found.sha256[:12]}-{table}-{column}-{row}-{is_name}",
                width="stretch",
            )
    if len(asked) > ASKED:
        rest = len(asked) - ASKED
        screen.show(t, markup.tag("p", t.n("{n} pertanyaan lagi sesudah ini.", "{n} pertanyaan lagi sesudah ini.", rest), "k-note"))


def _question(t: Words, table: Table, places: list[tuple[str, int]]) -> str:
    columns = ", ".join(dict.fromkeys(column for column, _ in places))
    rows = faults.ranges([row for _, row in places])
    return t(
        "{table}, kolom {column}, baris {rows}: (disembunyikan). Apakah ini nama orang?",
        table=table.label(t),
        column=columns,
        rows=rows,
    )


def _answer(session: Session, file: File, place: tuple[str, str, int], *, is_name: bool) -> str:
    if is_name and file.found is not None:
        importing.note_name(session, file.found.file, place[0])
    kept: dict[tuple[str, str], File] = st.session_state[_CHECKED]
    kept[file.key] = _check(session, replace(file.given, answers={**file.given.answers, place: is_name}), file.key)
    return ""


def _report(session: Session, file: File) -> None:
    t, name = session.t, file.given.name
    if file.reason:
        st.error(faults.plain(file.reason))
        return
    if file.found is None:
        if job := _checking(session, file):
            screen.show(t, work_panel.progress(t, job))
        return
    reports = file.found.reports
    rows = file.found.rows
    n_faults = sum(len(group.rows) for report in reports for group in report.faults)
    if not n_faults:
        st.success(faults.plain(t("{file}: {n} baris lolos pemeriksaan.", file=name, n=faults.number(rows))))
    else:
        st.error(
            faults.plain(t("{file}: {n} kesalahan dalam {rows} baris.", file=name, n=faults.number(n_faults), rows=faults.number(rows)))
        )
    if note := reports[0].note:
        screen.show(t, markup.tag("p", t("Catatan: {file} {note}.", file=name, note=note), "k-note"))
    for report in reports:
        for groups, title in (
            (report.faults, t("Kesalahan")),
            (report.warnings, t("Perlu diperhatikan")),
            (report.notes, t("Cara berkas dibaca")),
        ):
            if groups:
                caption = f"{title}: {report.file}, {TABLES[report.table].label(t)}"
                notes = groups is report.notes  # nothing to mend there
                columns = _columns(t, t("Keterangan"))[:3] if notes else _columns(t, t("Masalah"))
                screen.show(t, tables.html_table(t, caption, columns, list(groups)))
        if passed := candidates.passed_over(report):
            screen.show(t, markup.tag("p", t(passed), "k-note"))
        for group in report.skipped:
            screen.show(t, markup.tag("p", t("{n} baris dilewati: {reason}.", n=group["baris"], reason=group["alasan"]), "k-note"))
    if n_faults or any(report.warnings for report in reports):
        st.download_button(
            t("Unduh berkas dengan sel yang ditandai"),
            data=guard.file(functools.partial(_marked, session, file)),
            file_name=f"{Path(name).stem}-ditandai.xlsx",
            mime=work_panel.XLSX,
            on_click=guard.act(work.expect),
            key=f"ditandai-{file.found.sha256}",
        )


def _marked(session: Session, file: File) -> bytes:
    if file.candidate is not None:
        return marking.marked(session.t, file.candidate, file.given.content)
    about = work.File(f"{Path(file.given.name).stem}-ditandai.xlsx", work_panel.XLSX)
    title = msg("Menandai {file}", file=file.given.name)
    return work.fetch(session, _task(work.MARKED, afar.marked, title, file, about))


def _columns(t: Words, what: str) -> list[Column[Group]]:
    return [
        Column(t("Kolom"), lambda g: in_words(g.column, t.language) or "–"),
        Column(what, lambda g: t(g.problem.cause)),
        Column(t("Baris dan isi"), lambda g: t(faults.places(g)), lambda g: escape(t(faults.places(g)))),
        Column(t("Yang diharapkan"), lambda g: t(g.problem.expected) or "–"),
        Column(t("Perbaikan"), lambda g: (t(g.problem.remedy) if len(set(g.remedies)) == 1 else "") or "–"),
    ]


def _take_buttons(session: Session, found: list[File]) -> None:
    t = session.t
    passed = [file for file in found if file.passed]
    partly = [file for file in found if file.separable]
    with st.container(horizontal=True):
        st.button(
            t.n("Masukkan {n} berkas yang lolos", "Masukkan {n} berkas yang lolos", len(passed)),
            type="primary",
            disabled=not passed,
            on_click=guard.act(acting.reporting(t, functools.partial(_take, session, passed, only_valid=False))),
            key="masukkan",
        )
        if partly:
            st.button(
                t.n("Ambil hanya baris yang lolos dari {n} berkas lain", "Ambil hanya baris yang lolos dari {n} berkas lain", len(partly)),
                on_click=guard.act(acting.reporting(t, functools.partial(_take, session, partly, only_valid=True))),
                key="masukkan-lolos",
            )


def _take(session: Session, chosen: list[File], *, only_valid: bool) -> str:
    """Small files at once; large ones are handed to the worker, which says above every page what came of them."""
    t = session.t
    small = [(Path(file.candidate.source.name).stem, file.candidate) for file in chosen if file.candidate is not None]
    back = {stem: marking.rest(t, candidate) for stem, candidate in small} if only_valid else {}
    for file in chosen:
        if file.candidate is None:
            title = msg("Memasukkan {file}", file=file.given.name)
            work.begin(session, _task(work.TAKE_IN, afar.take_in, title, file, only_valid=only_valid))
    reports = [one for _, candidate in small for one in importing.take_in(session, candidate, only_valid=only_valid)]
    st.session_state[_REST] = back
    st.session_state[_ROUND] += 1  # an empty uploader
    st.session_state.pop(_CHECKED, None)
    return acting.taken_in(t, reports) if reports else ""
