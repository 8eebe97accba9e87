"""The queue: filters, rows that wait, accepting or rejecting several at once with a reason."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data import numbers
from data.labels import of_choice
from data.reference import territory
from data.session import Session
from data.tables import TABLES, titles
from data.tables.column import SOURCES
from data.words import N_, Words
from data.workflow import verification
from data.workflow.corrections import Alike, Before
from data.workflow.verification import Decision, Filter
from pages.figures import markup
from pages.panels import acting, filters, tables
from pages.panels.tables import Column
from pages.session import context, guard, screen
from pages.wording import formats

TABLE, AREA, MONTH, SOURCE = "antre", context.KECAMATAN, "bulan_antre", "sumber"
SHOWN = 500
SHARES = {"jam": N_("jam kejadian"), "kode_desa": N_("desa"), "korban": N_("korban dan kerusakan"), "id_kejadian": N_("nomor")}
_WHOLE = 280  # pixels
CORRECTIONS = 30  # shown before → after at a time
_REASON, _WHY = "alasan_verifikasi", "sebab_tolak"


def show(session: Session) -> None:
    """What waits in every table, the filters, the rows, the two buttons; opens on the table in which most waits."""
    t = session.t
    acting.say()
    areas = territory.load_kecamatan()
    names = dict(zip(areas["kode"], areas["nama"], strict=True))
    everything = verification.counted(session, Filter())
    by_table = everything.groupby("tabel")["n"].sum().sort_values(ascending=False, kind="stable")
    _overview(t, everything, by_table.index.tolist())
    ordered = [*by_table.index, *(name for name in verification.VERIFIED_TABLES if name not in by_table)]
    a, b, c, d = st.columns(4)
    with a:
        table = filters.switch(TABLE, t("Tabel"), {n: TABLES[n].label(t) for n in ordered}, box=True)
    with b:
        area = filters.select(t, AREA, t("Kecamatan"), names)
    with c:
        months = sorted(everything.loc[everything["tabel"] == table, "bulan"].dropna().unique(), reverse=True)
        month = filters.select(t, MONTH, t("Bulan"), {m: formats.month(t, m) for m in months})
    with d:
        source = filters.select(t, SOURCE, t("Sumber"), {one: of_choice(t, "sumber", one) for one in SOURCES})
    wanted = Filter(table=table, kecamatan=area, month=month, source=source)
    waiting = verification.waiting(session, wanted, limit=SHOWN)
    # Known already, but for a source.
    total = int((verification.counted(session, wanted) if source else _of(everything, table, area, month))["n"].sum())
    if waiting.contents is None or waiting.rows.empty:
        _none_here(t, table, int(by_table.get(table, 0)))
        return
    said = t.n("{n} baris menunggu keputusan.", "{n} baris menunggu keputusan.", total)
    if total > len(waiting.rows):
        said += " " + t("{n} yang tertua ditampilkan.", n=len(waiting.rows))
    screen.show(t, markup.tag("p", said + " " + t("Pilih baris, tulis alasan, lalu putuskan."), "k-note"))
    picked = _pick(t, waiting.contents, waiting.before, waiting.alike, names)
    before = waiting.before
    _compare(t, waiting.contents, {row: before[row] for row in picked or before if row in before}, names)
    _decide(session, picked)


def _of(everything: pd.DataFrame, table: str, area: str | None, month: str | None) -> pd.DataFrame:
    wanted = {"tabel": table, "kecamatan": area, "bulan": month}
    for column, value in wanted.items():
        everything = everything if value is None else everything[everything[column] == value]
    return everything


def _overview(t: Words, waiting: pd.DataFrame, tables: Sequence[str]) -> None:
    """How much waits and since which month, and a button to each table in which something does."""
    if not tables:
        screen.show(t, markup.tag("p", t("Tidak ada baris yang menunggu keputusan."), "k-situation"))
        return
    said = t.n("{n} baris menunggu keputusan", "{n} baris menunggu keputusan", int(waiting["n"].sum()))
    oldest = waiting["bulan"].dropna()
    if len(oldest):
        said += ", " + t("yang tertua dari {month}", month=formats.month(t, oldest.min()))
    screen.show(t, markup.tag("p", said + ".", "k-situation"))
    with st.container(horizontal=True):
        for name in tables:
            n = int(waiting.loc[waiting["tabel"] == name, "n"].sum())
            st.button(f"{TABLES[name].label(t)}: {formats.whole(t, n)}", key=f"antrean-{name}", on_click=guard.act(_open), args=(name,))


def _open(table: str) -> None:
    """Show all that waits in a table, whatever was filtered before."""
    context.choose(TABLE, table)
    for key in (AREA, MONTH, SOURCE):
        context.choose(key, None)


def _none_here(t: Words, table: str, others: int) -> None:
    """Nothing waits under this choice; if rows do without the filters, that is said, and they are offered."""
    if not others:
        screen.show(t, markup.tag("p", t("Di tabel {table} tidak ada yang menunggu.", table=TABLES[table].label(t))))
        return
    said = t.n(
        "Dengan saringan ini tidak ada; tanpa saringan {n} baris menunggu di tabel ini.",
        "Dengan saringan ini tidak ada; tanpa saringan {n} baris menunggu di tabel ini.",
        others,
    )
    screen.show(t, markup.tag("p", said))
    st.button(t("Tampilkan tanpa saringan"), key="antrean-semua", on_click=guard.act(_open), args=(table,))


def _pick(t: Words, shown: pd.DataFrame, before: dict[int, Before], alike: dict[int, Alike], names: dict[str, str]) -> list[int]:
    """The rows as a table in which several can be chosen; returns their numbers. Rows that look like another one stand on top."""
    shown = shown.sort_values("id_baris", key=lambda ids: ~ids.isin(list(alike)), kind="stable") if alike else shown
    view = shown.drop(columns=["id_baris", "status_verifikasi"]).dropna(axis="columns", how="all")
    if "kecamatan" in view:
        view["kecamatan"] = view["kecamatan"].map(names).fillna(view["kecamatan"])
    for name in view.columns:
        view[name] = _in_words(t, name, view[name])
    view.columns = [titles.title(t, name) for name in view.columns]
    found = [before.get(int(row)) for row in shown["id_baris"]]
    view.insert(0, t("Koreksi"), ["" if one is None else _changes(t, one, names) for one in found])
    if before:
        view.insert(1, t("Menggantikan"), ["" if one is None else _where(t, one, names) for one in found])
    if alike:
        view.insert(0, t("Mirip"), [_alike(t, alike.get(int(row)), names) for row in shown["id_baris"]])
        screen.show(
            t,
            markup.tag(
                "p",
                t(
                    "Kolom mirip: kejadian kecamatan tetangga yang berlaku, dengan hari dan jenis sama; dalam kurung apa lagi yang sama. Pastikan bukan kejadian yang sama sebelum menerima."
                ),
                "k-note",
            ),
        )
    whole = {t("Mirip"): st.column_config.TextColumn(width=_WHOLE)}  # Streamlit would cut a text of this length
    chosen = st.dataframe(
        view,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        # Rows are chosen by their place: a choice among some is none among those that stand there next.
        key=f"baris-antre-{zlib.crc32(shown['id_baris'].to_numpy().tobytes())}",
        column_config=whole if alike else None,
    )
    return [int(shown["id_baris"].iloc[place]) for place in chosen["selection"]["rows"]]


def _alike(t: Words, one: Alike | None, names: dict[str, str]) -> str:
    """`Setu, LP-1017 (jam, desa)`; empty for a row that is like no other."""
    if one is None:
        return ""
    shares = ", ".join(t(SHARES[what]) for what in one.shares)
    return t("{where}, {number} ({shares})", where=names.get(one.kecamatan, one.kecamatan), number=one.number, shares=shares)


def _changes(t: Words, one: Before, names: dict[str, str]) -> str:
    """`luka 0 → 4; kecamatan Setu → Cibitung`."""
    told = (
        f"{titles.title(t, column).lower()} {_plain(t, column, was, names)} → {_plain(t, column, now, names)}"
        for column, was, now in one.changes
    )
    return "; ".join(told) or t("isi sama")


def _where(t: Words, one: Before, names: dict[str, str]) -> str:
    """Where the row that would be replaced stands."""
    state = t("terverifikasi") if one.counts else t("menunggu")
    where = names.get(one.kecamatan or "", t("kabupaten"))
    return t("{where}, batch {batch}, {when} ({state})", where=where, batch=one.batch, when=formats.moment(t, one.when), state=state)


def _plain(t: Words, column: str, value: object, names: dict[str, str]) -> str:
    if value is None:
        return formats.NOTHING
    if column == "kecamatan":
        return names.get(str(value), str(value))
    return formats.day_short(t, value) if isinstance(value, date) else _cell(t, column, value)


def _compare(t: Words, shown: pd.DataFrame, before: dict[int, Before], names: dict[str, str]) -> None:
    """What the chosen corrections change (all of them where none is chosen); only the first few."""
    if not before:
        return
    place = dict(zip(shown["id_baris"], zip(shown["batch"], shown["baris"], strict=True), strict=True))
    rows = [(place[row], one) for row, one in before.items()]
    columns: list[Column[tuple[tuple[int, int], Before]]] = [
        Column(t("Batch, baris"), lambda row: t("{batch}, baris {row}", batch=row[0][0], row=row[0][1])),
        Column(t("Sebelum → sesudah"), lambda row: _changes(t, row[1], names)),
        Column(t("Menggantikan"), lambda row: _where(t, row[1], names)),
    ]
    caption = t("Koreksi: sebelum dan sesudah")
    if len(rows) > CORRECTIONS:
        caption += " " + t("({n} yang tertua; pilih baris untuk melihat yang lain)", n=CORRECTIONS)
    screen.show(t, tables.html_table(t, caption, columns, rows[:CORRECTIONS]))


def _in_words(t: Words, column: str, cells: pd.Series) -> pd.Series:
    """Dates and codes as people write them; what nobody filled in is empty, where Streamlit would write None."""
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells) and cells.notna().all():
        return cells
    return cells.map(functools.partial(_cell, t, column), na_action="ignore").astype(object).fillna("")


def _cell(t: Words, column: str, value: object) -> str:
    if isinstance(value, bool):
        return t("ya") if value else t("tidak")
    if isinstance(value, datetime):
        return formats.day_short(t, value.date())
    if isinstance(value, (int, float)):
        return numbers.plain(t, value)
    if column == "bulan":
        return formats.month_short(t, str(value))
    return ", ".join(of_choice(t, column, part) for part in str(value).split(";"))


def _decide(session: Session, picked: list[int]) -> None:
    t = session.t
    reason, accept, code, reject = st.columns([4, 1.4, 4, 1.4], vertical_alignment="bottom")
    with reason:
        acting.reason_box(t, _REASON)
    why = code.selectbox(
        t("Sebab, bila ditolak"),
        options=list(verification.REFUSALS),
        format_func=lambda one: t(verification.REFUSALS[one]),
        index=None,
        placeholder=t("Pilih sebab"),
        key=_WHY,
    )
    choices: tuple[tuple[DeltaGenerator, Decision, str, Literal["primary", "secondary"], bool], ...] = (
        (accept, "terverifikasi", t("Terima"), "primary", bool(picked)),
        (reject, "ditolak", t("Tolak"), "secondary", bool(picked) and why is not None),
    )
    for place, decision, title, kind, offered in choices:
        work = functools.partial(_work, session, tuple(picked), decision)
        place.button(
            title, type=kind, disabled=not offered, on_click=guard.act(acting.reporting(t, work)), key=f"putus-{decision}", width="stretch"
        )
    if picked:
        screen.show(t, markup.tag("p", t.n("{n} baris dipilih.", "{n} baris dipilih.", len(picked)), "k-note"))


def _work(session: Session, rows: tuple[int, ...], decision: Decision) -> str:
    t = session.t
    reason = str(st.session_state.get(_REASON) or "")
    why = st.session_state.get(_WHY) if decision == "ditolak" else None
    n = verification.decide(session, Filter(rows=rows), decision, reason=reason, why=why)
    st.session_state.update({_REASON: "", _WHY: None})
    done = {"terverifikasi": t("diterima"), "ditolak": t("ditolak")}[decision]
    return t.n("{n} baris {done}.", "{n} baris {done}.", n, done=done)
