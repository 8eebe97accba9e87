"""Long work of whoever looks, above every page: what waits, what is being done, what came of it."""

from __future__ import annotations

import contextlib
import functools
import math
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from data import faults
from data.intake import afar
from data.jobs import durations
from data.jobs.task import Job
from data.session import Session
from data.words import N_, Words
from pages.figures import markup
from pages.panels import acting
from pages.session import context, guard, screen, work
from pages.wording import formats

SECONDS = 2.0
"""Between two looks while something is open; nobody looks otherwise."""
MINUTES_FROM = 90
"""Seconds from which on a time is said in minutes."""
WONDER, FEW = 1.0, 5.0
"""Seconds after which one wonders how long something takes, and up to which they are a few."""
AT_MOST = 0.95
"""Of the bar, as long as the work isn't done: the usual time is no promise."""
HIDDEN = (work.PREVIEW, work.CHECK)
"""Said where they were asked for."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Where one goes from a new edition: pages by their address.
WAYS = {"ringkasan": N_("Ringkasan dan brief"), "peta": N_("Peta"), "siaran_pers": N_("Siaran pers")}


def show(session: Session) -> None:
    """Followed while something is open, still otherwise; nothing where nothing was asked for.

    Both stand at the same place (a fragment has a container of its own), so that what came of it never stands there twice.
    """
    if _goes_on(session):
        _follow(session)
    else:
        with st.container():
            _draw(session)


def ways(t: Words, edition_id: str) -> str:
    """Links to where a new edition is looked at and taken along."""
    links = []
    for page, title in WAYS.items():
        query = urlencode({context.EDITION: edition_id, context.LANGUAGE: t.language})
        links.append(markup.box("a", escape(t(title)), href=f"{page}?{query}", target="_self"))
    return markup.box("p", escape(t("Lanjut ke edisi {id}:", id=edition_id)) + " " + " · ".join(links))


def others(session: Session) -> str:
    """That other people's work waits too, without saying whose or what; empty where there is none."""
    t = session.t
    n = work.line.open() - sum(job.is_open for job in work.own(session))
    return (
        t.n("{n} pekerjaan orang lain menunggu atau sedang berjalan.", "{n} pekerjaan orang lain menunggu atau sedang berjalan.", n)
        if n
        else ""
    )


def state(t: Words, job: Job) -> str:
    """Where an open job stands, and about how long it still takes, in words."""
    usual = _about(t, job.expected) if job.expected else ""
    if job.state == "menunggu":
        n, seconds = work.line.ahead(job)
        waits = (
            t.n("menunggu giliran, {n} pekerjaan di depannya", "menunggu giliran, {n} pekerjaan di depannya", n)
            if n
            else t("segera dimulai")
        )
        begins = t("mulai {about} lagi", about=_about(t, seconds)) if n and seconds else ""
        return ", ".join(filter(None, (waits, begins, usual and t("lamanya {about}", about=usual))))
    spent = t("{n} detik berjalan", n=formats.whole(t, time.monotonic() - job.began))
    return f"{spent}, " + (
        t("biasanya {about} di komputer ini", about=usual) if usual else t("lamanya belum pernah diukur di komputer ini")
    )


def progress(t: Words, job: Job) -> str:
    """An open job: what is done now is a status that is read aloud, the seconds are not."""
    title = t(job.task.title)
    said = markup.tag("strong", title) + (" " + markup.tag("span", job.step) if job.step else "")
    share = min((time.monotonic() - job.began) / job.expected, AT_MOST) if job.began and job.expected else None
    bar = {"value": f"{share:.2f}"} if share is not None else {} if job.began else {"value": "0"}
    return markup.box(
        "div",
        markup.box("p", said, role="status")
        + markup.box("progress", "", max="1", aria_label=title, **bar)
        + markup.tag("p", state(t, job), "k-note"),
        "k-work",
    )


@guard.fragment(run_every=SECONDS, is_quiet=True)
def _follow(session: Session) -> None:
    if not _goes_on(session):
        st.rerun()
    _draw(session)


def _goes_on(session: Session) -> bool:
    return any(job.is_open for job in work.own(session)) or work.coming()


def _draw(session: Session) -> None:
    t = session.t
    shown = [job for job in work.own(session) if job.task.kind not in HIDDEN]
    for job in shown:
        with st.container(key=f"pekerjaan-{job.number}", horizontal=True, vertical_alignment="center"):
            with st.container():
                _one(t, session, job)
            if job.state != "berjalan":
                st.button(
                    t("Batalkan") if job.is_open else t("Tutup"),
                    on_click=guard.act(functools.partial(work.drop, session, job.number)),
                    key=f"pekerjaan-tutup-{job.number}",
                )
    if any(job.is_open for job in shown):
        note = t("Halaman ini boleh ditutup: pekerjaan terus berjalan, dan hasilnya ada di sini selama satu jam.")
        screen.show(t, markup.tag("p", " ".join(filter(None, (note, others(session)))), "k-note"))


def _one(t: Words, session: Session, job: Job) -> None:
    about = job.task.about
    if job.is_open:
        screen.show(t, progress(t, job))
    elif job.state == "ditolak":
        st.warning(faults.plain(f"{t(job.task.title)}: {t(job.reason)}"))
    elif job.state != "selesai":
        st.error(faults.plain(f"{t(job.task.title)}: {t(job.reason)}"))
    elif isinstance(job.result, bytes) and isinstance(about, work.File):
        st.download_button(
            t("{title} siap: unduh {file}", title=t(job.task.title), file=about.name),
            data=guard.file(functools.partial(bytes, job.result)),
            file_name=about.name,
            mime=about.mime,
            key=f"pekerjaan-unduh-{job.number}",
            on_click=guard.act(functools.partial(work.drop, session, job.number)),
        )
    elif job.task.kind == work.PUBLISH:
        st.success(t("Edisi {id} terbit.", id=job.result))
        screen.show(t, ways(t, str(job.result)))
    elif isinstance(job.result, afar.Taken):
        st.success(faults.plain(f"{job.result.reports[0].file}: {acting.taken_in(t, job.result.reports)}"))
        if job.result.rest is not None:
            stem = Path(job.result.reports[0].file).stem
            st.download_button(
                t("Unduh baris {file} yang perlu diperbaiki", file=stem),
                data=guard.file(functools.partial(bytes, job.result.rest)),
                file_name=f"{stem}-sisa.xlsx",
                mime=XLSX,
                key=f"pekerjaan-sisa-{job.number}",
                on_click=guard.noticed(),
            )


@contextlib.contextmanager
def awaited(session: Session, kind: str, title: str) -> Iterator[None]:
    """What is done here and now: what it is, and about how long it usually takes on this machine where that is long enough to wonder."""
    t, usual = session.t, durations.expected(session.home, kind, 1)
    about = "" if usual is None else t("beberapa detik") if usual < FEW else _about(t, usual)
    said = t("{title} biasanya {about}", title=title, about=about) if about else title
    began = time.monotonic()
    with st.spinner(said, show_time=True):
        yield
    if (took := time.monotonic() - began) > WONDER:
        durations.note(session.home, kind, 1, took)


def _about(t: Words, seconds: float) -> str:
    """A time as people say it: never more exact than it is known."""
    if seconds < MINUTES_FROM:
        n = max(math.ceil(seconds / 5) * 5, 5)
        return t.n("sekitar {n} detik", "sekitar {n} detik", n)
    n = round(seconds / 60)
    return t.n("sekitar {n} menit", "sekitar {n} menit", n)
