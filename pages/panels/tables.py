"""The table beside every figure: real HTML that a screen reader can walk, and the same rows as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, TypeVar

import streamlit as st

from data.access import viewers
from data.privacy import purpose
from data.words import Words, msg
from data.workflow import noting
from pages.panels import workbook
from pages.session import guard, screen
from pages.session.context import Context

Row = TypeVar("Row")
R = TypeVar("R")
Record = dict[Hashable, Any]
"""A row of a frame, as `to_dict("records")` gives it."""
_CSV_MARK = "\ufeff"  # tells Excel that this is UTF-8
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKED = ' class="k-marked" aria-current="true"'


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `value` goes into the CSV and the workbook, `shown` (markup, escaped by its maker) onto the page."""

    title: str
    value: Callable[[Row], object]
    shown: Callable[[Row], str] | None = None
    numeric: bool = False
    on_page: bool = True
    in_csv: bool = True
    form: str = ""
    """The number format in the workbook; see `workbook`."""


def html_table(
    t: Words,
    caption: str,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    *,
    marked: Callable[[Row], bool] | None = None,
) -> str:
    """A table with caption and header cells; the first column names the row; `marked` rows stand out. A table without rows says so."""
    shown = [column for column in columns if column.on_page]
    head = "".join(f'<th scope="col"{_numeric(column)}>{escape(column.title)}</th>' for column in shown)
    body = "".join(f"<tr{_MARKED if marked and marked(row) else ''}>{_cells(shown, row)}</tr>" for row in rows)
    nothing = t("Tidak ada yang dapat ditampilkan.")
    body = body or f'<tr><td colspan="{len(shown)}">{escape(nothing)}</td></tr>'
    return (
        f'<div class="k-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="k-table">'
        f"<caption><span>{escape(caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def csv_text(columns: Sequence[Column[Row]], rows: Sequence[Row], context: Context) -> str:
    """The rows as CSV (comma, decimal point); a missing value is an empty cell; every row names edition, method and purpose."""
    t = context.t
    header, body = _plain(columns, rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    about = {
        t("Edisi"): context.edition.id,
        t("Metode"): _methods(context),
        t("Jenis data"): _kind(context),
        t("Tujuan"): purpose.sentence(t),
    }
    writer.writerow([*header, *about])
    writer.writerows([*row, *about.values()] for row in body)
    return text.getvalue()


def _plain(columns: Sequence[Column[Row]], rows: Sequence[Row]) -> tuple[list[str], list[list[object]]]:
    kept = [column for column in columns if column.in_csv]
    return [c.title for c in kept], [[_neutral(c.value(row)) for c in kept] for row in rows]


def _methods(context: Context) -> str:
    return f"{context.edition.meta['method_ikw']}; {context.edition.meta['method_iko']}"


def _kind(context: Context) -> str:
    t = context.t
    return t("DATA SIMULASI – BUKAN DATA NYATA") if context.is_simulated else t("data nyata")


def source(context: Context) -> str:
    """The source line under a figure; an edition without an index was made by no method."""
    t = context.t
    meta = context.edition.meta
    if not context.edition.has_index:
        return t("Sumber: edisi {id}, tanpa indeks.", id=context.edition.id)
    return t("Sumber: edisi {id}, metode {ikw} dan {iko}.", id=context.edition.id, ikw=meta["method_ikw"], iko=meta["method_iko"])


def beside(name: str, caption: str, columns: Sequence[Column[Row]], rows: Sequence[Row], context: Context) -> None:
    """`Lihat tabel` under a figure: the table and its downloads."""
    t = context.t
    with st.expander(t("Lihat tabel")):
        screen.show(t, html_table(t, caption, columns, rows))
        download(name, columns, rows, context, caption)


def download(name: str, columns: Sequence[Column[Row]], rows: Sequence[Row], context: Context, caption: str) -> None:
    """The buttons that hand over CSV and XLSX; the file name says edition and month. Noted where people sign in."""
    t = context.t
    if not context.viewer.may("ekspor_tabel"):
        return
    simulated = "-simulasi" if context.is_simulated else ""
    file = f"{name}-{context.period}-edisi-{context.edition.id}{simulated}"
    noted = {"on_click": guard.noticed()} if context.viewer.local else {"on_click": guard.act(note_taken), "args": (context, "tabel", name)}
    with st.container(horizontal=True):
        st.download_button(
            t("Unduh CSV"),
            data=guard.file(_as_drawn(context, lambda: _CSV_MARK + csv_text(columns, rows, context))),
            file_name=f"{file}.csv",
            mime="text/csv",
            key=f"unduh-{name}",
            **noted,
        )
        st.download_button(
            t("Unduh XLSX"),
            data=guard.file(_as_drawn(context, lambda: _workbook(caption, columns, rows, context))),
            file_name=f"{file}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"unduh-xlsx-{name}",
            **noted,
        )


def _as_drawn(context: Context, make: Callable[[], R]) -> Callable[[], R]:
    """The rows were read when the page was drawn: those of an Ormas whose grant has ended since aren't handed out."""
    scope = context.edition.scope

    def made() -> R:
        if context.edition.scope != scope:
            raise viewers.AccessError(msg("Izin melihat Ormas berubah sejak halaman ini dibuka; tidak ada yang diunduh."))
        return make()

    return made


def _workbook(caption: str, columns: Sequence[Column[Row]], rows: Sequence[Row], context: Context) -> bytes:
    t = context.t
    header, body = _plain(columns, rows)
    facts = {
        t("Isi"): caption,
        t("Edisi"): context.edition.id,
        t("Bulan"): context.period,
        t("Metode"): _methods(context),
        t("Jenis data"): _kind(context),
        t("Tujuan"): purpose.sentence(t),
        t("Sumber"): source(context),
    }
    printed = workbook.Printed(caption, source(context), _kind(context) if context.is_simulated else "")
    forms = [column.form for column in columns if column.in_csv]
    return workbook.to_bytes(t, (t("Data"), t("Keterangan")), header, body, facts, forms, printed)


def note_taken(context: Context, what: str, name: str) -> None:
    """Write into the audit trail that somebody who signed in took out something that an edition says."""
    if context.viewer.local:
        return
    details: dict[str, object] = {what: name, "edisi": context.edition.id, "bulan": context.period}
    noting.note(context.session, "unduh", details)


def _cells(columns: Sequence[Column[Row]], row: Row) -> str:
    cells = []
    for position, column in enumerate(columns):
        inside = column.shown(row) if column.shown else escape(str(column.value(row)))
        name = "th" if position == 0 else "td"
        scope = ' scope="row"' if position == 0 else ""
        cells.append(f"<{name}{scope}{_numeric(column)}>{inside}</{name}>")
    return "".join(cells)


def _numeric(column: Column[Row]) -> str:
    return ' class="k-num"' if column.numeric else ""


def _neutral(value: object) -> object:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
