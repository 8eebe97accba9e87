"""The table beside every figure: real HTML that a screen reader can walk, and the same rows as CSV."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar

import streamlit as st

from data import access, store
from data.words import t
from pages.components import markup
from pages.components.context import Context

Row = TypeVar("Row")
# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKED = ' class="k-marked" aria-current="true"'


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `value` goes into the CSV, `shown` (markup, escaped by whoever makes it) onto the page."""

    title: str
    value: Callable[[Row], object]
    shown: Callable[[Row], str] | None = None
    numeric: bool = False
    on_page: bool = True
    in_csv: bool = True


def html_table(
    caption: str,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    *,
    marked: Callable[[Row], bool] | None = None,
) -> str:
    """A table with caption and header cells; the first column names the row; `marked` rows stand out."""
    shown = [column for column in columns if column.on_page]
    head = "".join(f'<th scope="col"{_numeric(column)}>{escape(column.title)}</th>' for column in shown)
    body = "".join(
        f"<tr{_MARKED if marked and marked(row) else ''}>{_cells(shown, row)}</tr>" for row in rows
    )
    return (
        f'<div class="k-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="k-table">'
        f"<caption><span>{escape(caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def csv_text(columns: Sequence[Column[Row]], rows: Sequence[Row], context: Context) -> str:
    """The rows as CSV (comma, decimal point); a missing value is an empty cell; every row names its edition."""
    edition, simulated = t("Edisi"), t("Jenis data")
    stamp = [
        context.edition.id,
        t("DATA SIMULASI – BUKAN DATA NYATA") if context.is_simulated else t("data nyata"),
    ]
    kept = [column for column in columns if column.in_csv]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(column.title for column in kept), edition, simulated])
    for row in rows:
        writer.writerow([_neutral(cell) for cell in (*(column.value(row) for column in kept), *stamp)])
    return text.getvalue()


def source(context: Context) -> str:
    """The source line under a figure."""
    meta = context.edition.meta
    return t("Sumber: edisi {id}, metode {ikw} dan {iko}.", id=context.edition.id, ikw=meta["method_ikw"], iko=meta["method_iko"])  # fmt: skip


def beside(
    name: str, caption: str, columns: Sequence[Column[Row]], rows: Sequence[Row], context: Context
) -> None:
    """`Lihat tabel` under a figure: the table and its download."""
    with st.expander(t("Lihat tabel")):
        markup.show(html_table(caption, columns, rows))
        download(name, columns, rows, context)


def download(name: str, columns: Sequence[Column[Row]], rows: Sequence[Row], context: Context) -> None:
    """The button that hands over the CSV; the file name says edition and month."""
    if not context.viewer.may("ekspor_tabel"):
        return
    kind = "-simulasi" if context.is_simulated else ""
    st.download_button(
        t("Unduh CSV"),
        # The mark tells Excel that this is UTF-8.
        data="\ufeff" + csv_text(columns, rows, context),
        file_name=f"{name}-{context.period}-edisi-{context.edition.id}{kind}.csv",
        mime="text/csv",
        key=f"unduh-{name}",
        on_click="ignore" if context.viewer.local else _note,
        args=None if context.viewer.local else (name, context),
    )


def _note(name: str, context: Context) -> None:
    access.acting_as(context.viewer)
    access.note(
        store.resolve_home(), "unduh", {"tabel": name, "edisi": context.edition.id, "bulan": context.period}
    )


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
