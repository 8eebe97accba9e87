"""Templates to download, files to check, every fault on screen, and taking in what passed."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from data import faults
from data.errors import DataError
from data.faults import Group
from data.intake import candidates, importing, marking, sheets, templates
from data.session import Session
from data.tables import TABLES, Table
from data.words import Words
from data.words import said as in_words
from data.workflow import stores
from pages.figures import markup
from pages.panels import filters, tables
from pages.panels.intake import acting
from pages.panels.tables import Column
from pages.session import context, guard, screen, uploading

TABLE, ALL = "tabel", "semua"
ASKED = 10  # questions at a time
_CHECKED, _ROUND, _REST = "berkas_diperiksa", "unggah_ke", "berkas_sisa"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENDINGS = ["xlsx", "csv", "xls", "ods"]


@dataclass(frozen=True)
class File:
    """One uploaded file after its check; either a candidate or the sentence that says why there is none."""

    name: str
    content: bytes
    candidate: candidates.Candidate | None
    reason: str = ""
    key: tuple[str, str] = ("", "")
    """Upload and choice of table, under which it is kept."""
    answers: dict[tuple[str, str, int], bool] = field(default_factory=dict)
    """What was said about its questions, see `importing.Answers`."""

    @property
    def passed(self) -> bool:
        """Whether it can go in whole."""
        return self.candidate is not None and not self.candidate.faulty


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
        _report(t, file)


def _offer_rest(t: Words) -> None:
    """The rows that were not taken, to mend and send again; until the next files go in."""
    for stem, content in st.session_state.get(_REST, {}).items():
        st.download_button(
            t("Unduh baris {file} yang perlu diperbaiki", file=stem),
            data=guard.file(functools.partial(bytes, content)),
            file_name=f"{stem}-sisa.xlsx",
            mime=_XLSX,
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
    return context.of_store(stores.kind)(home) == "simulasi"


def _checked(session: Session, given: list[Any], table: str) -> list[File]:
    """Each file is checked once, not on every rerun."""
    t = session.t
    kept: dict[tuple[str, str], File] = st.session_state.setdefault(_CHECKED, {})
    wanted = [(str(file.file_id), table) for file in given]
    for key in set(kept) - set(wanted):
        del kept[key]
    new = [(key, file) for key, file in zip(wanted, given, strict=True) if key not in kept]
    if new:
        bar = st.progress(0.0, t("Memeriksa berkas …"))
        for number, (key, file) in enumerate(new, 1):
            kept[key] = _check(session, file.name, file.getvalue(), key, {})
            bar.progress(number / len(new), t("{n} dari {total} berkas diperiksa", n=number, total=len(new)))
        bar.empty()
    return [kept[key] for key in wanted]


def _check(session: Session, name: str, content: bytes, key: tuple[str, str], answers: dict[tuple[str, str, int], bool]) -> File:
    table = None if key[1] == ALL else key[1]
    try:
        candidate = importing.check(session, sheets.parse(name, content), table, answers=answers)
    except DataError as reason:
        return File(name, content, None, session.t(reason.message))
    return File(name, content, candidate, key=key, answers=answers)


def _ask(session: Session, file: File) -> None:
    """What may be the name of a person, a few at a time: Ya keeps it out, Bukan lets it in; the text itself isn't shown."""
    t = session.t
    if file.candidate is None:
        return
    asked = [(part.table, places) for part in file.candidate.parts for places in part.checked.questions]
    if not asked:
        return
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
            screen.show(t, markup.tag("p", _question(t, table, places)))
        for place, is_name, answer in ((yes, True, t("Ya")), (no, False, t("Bukan"))):
            work = functools.partial(_answer, session, file, (table.name, column, row), is_name=is_name)
            place.button(
                answer,
                on_click=guard.act(acting.reporting(t, work)),
                key=f"nama-{file.candidate.source.sha256[:12]}-{table.name}-{column}-{row}-{is_name}",
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
    if is_name and file.candidate is not None:
        importing.note_name(session, file.candidate, place[0])
    kept: dict[tuple[str, str], File] = st.session_state[_CHECKED]
    kept[file.key] = _check(session, file.name, file.content, file.key, {**file.answers, place: is_name})
    return ""


def _report(t: Words, file: File) -> None:
    if file.candidate is None:
        st.error(faults.plain(file.reason))
        return
    reports = [candidates.report(file.candidate, part) for part in file.candidate.parts]
    rows = sum(len(part.checked.frame) for part in file.candidate.parts)
    n_faults = sum(len(group.rows) for report in reports for group in report.faults)
    if not n_faults:
        st.success(faults.plain(t("{file}: {n} baris lolos pemeriksaan.", file=file.name, n=faults.number(rows))))
    else:
        st.error(
            faults.plain(
                t("{file}: {n} kesalahan dalam {rows} baris.", file=file.name, n=faults.number(n_faults), rows=faults.number(rows))
            )
        )
    if note := reports[0].note:
        screen.show(t, markup.tag("p", t("Catatan: {file} {note}.", file=file.name, note=note), "k-note"))
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
            data=guard.file(functools.partial(marking.marked, t, file.candidate, file.content)),
            file_name=f"{Path(file.name).stem}-ditandai.xlsx",
            mime=_XLSX,
            on_click=guard.noticed(),
            key=f"ditandai-{file.candidate.source.sha256}",
        )


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
    passed = [file.candidate for file in found if file.passed and file.candidate]
    partly = [file.candidate for file in found if file.candidate and file.candidate.faulty and candidates.separable(file.candidate)]
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


def _take(session: Session, chosen: list[candidates.Candidate], *, only_valid: bool) -> str:
    t = session.t
    back = {Path(c.source.name).stem: marking.rest(t, c) for c in chosen} if only_valid else {}
    reports = [one for c in chosen for one in importing.take_in(session, c, only_valid=only_valid)]
    st.session_state[_REST] = back
    st.session_state[_ROUND] += 1  # an empty uploader
    st.session_state.pop(_CHECKED, None)
    said = t(
        "{n} baris masuk: batch {batches}.",
        n=faults.number(sum(report.taken for report in reports)),
        batches=", ".join(dict.fromkeys(str(report.delivery) for report in reports)),
    )
    waits = any(report.waits for report in reports)
    return " ".join((said, t("Sekarang menunggu verifikasi."))) if waits else said
