"""The queue: filters, rows that wait, accepting or rejecting several at once with a reason."""

from __future__ import annotations

import functools

import pandas as pd
import streamlit as st

from data import store, territory, verification
from data.access import Viewer
from data.tables import TABLES
from data.tables.column import SOURCES
from data.verification import Decision, Filter
from data.words import t, tn
from pages.components import context, filters, formats, markup
from pages.components.intake import acting

TABLE, AREA, MONTH, SOURCE = "antre", context.KECAMATAN, "bulan_antre", "sumber"
SHOWN = 500
_REASON = "alasan_verifikasi"


def show(viewer: Viewer) -> None:
    """Filters, the rows, the two buttons."""
    acting.say()
    areas = territory.load_kecamatan()
    names = dict(zip(areas["kode"], areas["nama"], strict=True))
    a, b, c, d = st.columns(4)
    with a:
        table = filters.switch(
            TABLE, t("Tabel"), {n: TABLES[n].label for n in verification.VERIFIED_TABLES}, box=True
        )
    with store.read(store.resolve_home()) as con:
        waiting = verification.count(con, Filter(table=table))
        with b:
            area = filters.select(AREA, t("Kecamatan"), names)
        with c:
            months = sorted(waiting["bulan"].dropna().unique(), reverse=True)
            month = filters.select(MONTH, t("Bulan"), {m: formats.month(m) for m in months})
        with d:
            source = filters.select(SOURCE, t("Sumber"), {one: one for one in SOURCES})
        wanted = Filter(table=table, kecamatan=area, month=month, source=source)
        rows = verification.queue(con, wanted, limit=SHOWN)
        shown = verification.contents(con, table, rows["id_baris"].tolist())
        total = int(verification.count(con, wanted)["n"].sum())
    if rows.empty:
        markup.show(
            markup.tag("p", t("Tidak ada baris yang menunggu keputusan dengan saringan ini."), "k-situation")
        )
        return
    said = tn("{n} baris menunggu keputusan.", "{n} baris menunggu keputusan.", total)
    if total > len(rows):
        said += " " + t("{n} yang tertua ditampilkan.", n=len(rows))
    markup.show(markup.tag("p", said + " " + t("Pilih baris, tulis alasan, lalu putuskan."), "k-note"))
    picked = _pick(shown, rows, names)
    _decide(viewer, picked)


def _pick(shown: pd.DataFrame, rows: pd.DataFrame, names: dict[str, str]) -> list[int]:
    """The rows as a table in which several can be chosen; returns their numbers."""
    view = shown.drop(columns=["id_baris", "status_verifikasi"]).dropna(axis="columns", how="all")
    if "kecamatan" in view:
        view["kecamatan"] = view["kecamatan"].map(names).fillna(view["kecamatan"])
    for name in view.select_dtypes("datetime").columns:
        view[name] = view[name].dt.strftime("%Y-%m-%d")
    # What nobody gave: an empty cell, where Streamlit would write None.
    for name in view.columns:
        if pd.api.types.is_numeric_dtype(view[name]) and view[name].isna().any():
            view[name] = view[name].map("{:g}".format, na_action="ignore")
        if not pd.api.types.is_numeric_dtype(view[name]):
            view[name] = view[name].astype(object).fillna("")
    view.columns = [name.replace("_", " ") for name in view.columns]
    view.insert(0, t("koreksi"), [t("ya") if again else "" for again in rows["mengganti"]])
    chosen = st.dataframe(
        view, hide_index=True, on_select="rerun", selection_mode="multi-row", key="baris-antre"
    )  # fmt: skip
    return [int(shown["id_baris"].iloc[place]) for place in chosen["selection"]["rows"]]


def _decide(viewer: Viewer, picked: list[int]) -> None:
    reason, accept, reject = st.columns([4, 1, 1], vertical_alignment="bottom")
    with reason:
        acting.reason_box(_REASON)
    for place, decision, title, kind in (
        (accept, "terverifikasi", t("Terima"), "primary"),
        (reject, "ditolak", t("Tolak"), "secondary"),
    ):
        work = functools.partial(_work, tuple(picked), decision)  # type: ignore[arg-type]
        place.button(title, type=kind, disabled=not picked, on_click=acting.guarded(viewer, work), key=f"putus-{decision}", width="stretch")  # type: ignore[arg-type]  # fmt: skip
    if picked:
        markup.show(markup.tag("p", tn("{n} baris dipilih.", "{n} baris dipilih.", len(picked)), "k-note"))


def _work(rows: tuple[int, ...], decision: Decision) -> str:
    reason = str(st.session_state.get(_REASON) or "")
    with store.write(store.resolve_home(), doing="verifikasi", wait=store.INTERACTIVE_WAIT) as con:
        n = verification.decide(con, Filter(rows=rows), decision, reason=reason)
    st.session_state[_REASON] = ""
    done = {"terverifikasi": t("diterima"), "ditolak": t("ditolak")}[decision]
    return tn("{n} baris {done}.", "{n} baris {done}.", n, done=done)
