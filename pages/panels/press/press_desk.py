"""The desk of Siaran pers: preview, download, words to paste, draft, check of a file. Frames hold only what may be published."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import streamlit as st

from data.access import clock_watch
from data.editions.reading import Edition
from data.errors import DataError
from data.jobs.task import Task
from data.session import Session
from data.words import Words, msg
from data.workflow import clearance
from data.workflow.clearance import Clearance
from pages.exports.press import differences, district, press, release
from pages.exports.proof import checking, making
from pages.exports.proof.making import Made
from pages.figures import markup
from pages.panels import tables, work_panel
from pages.session import context, guard, screen, uploading, work
from pages.session.context import Context

KIND = "bingkai"
MIME = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Choice:
    """What was chosen: kind of frame, size, format, and whether the lowest bands are to be named."""

    kind: str
    size: str
    form: str
    named: bool


def whole(view: Context) -> Edition:
    """The edition without the limits of the role: a frame shows sums of all Ormas, small counts hidden, and no names."""
    return context.opened(view.session.home, view.edition.id)


@st.cache_data(max_entries=256, show_spinner=False)
def _said(edition_id: str, published: str, kind: str, period: str, named: bool, _edition: Edition) -> str:
    return press.fingerprint(_edition, kind, period, name_low_bands=named)


def said(view: Context, kind: str, named: bool) -> str:
    """Fingerprint of what a frame says."""
    edition = whole(view)
    return _said(edition.id, edition.meta.get("published_at", ""), kind, view.period, named, edition)


def standing(view: Context, choice: Choice) -> Clearance | None:
    """The clearance under which the chosen frame may go out clean now (as `making.standing`, but remembered)."""
    now, kind = clock_watch.reached(view.session.home), choice.kind
    for one in reversed(asked(view)):
        same = (one.kind, one.period, one.name_low_bands) == (kind, view.period, choice.named)
        if same and one.in_force(now) and one.fingerprint == said(view, kind, choice.named):
            return one
    return None


def needs_leave(view: Context, kind: str) -> bool:
    """Whether a frame draws a kecamatan for which PPID's leave is needed."""
    code = district.code_in(kind)
    return code is not None and context.kept(district.needs_leave)(whole(view), code, view.period)


def warnings(view: Context, kind: str) -> list[str]:
    """What the frame would tell together with those that went out before it."""
    return differences.warnings(view.t, view.session, whole(view), kind, view.period)


def asked(view: Context) -> list[Clearance]:
    """Every clearance of the edition, oldest first."""
    return context.kept(clearance.of_edition)(view.session.home, view.edition.id)


@st.cache_data(max_entries=12, show_spinner=False)
def _made(
    t: Words,
    home: str,
    edition_id: str,
    published: str,
    spoken: str,
    period: str,
    choice: Choice,
    cleared: str | None,
    _session: Session,
    _edition: Edition,
) -> Made:
    return making.make_frame(t, _session, _edition, choice.kind, period, choice.size, choice.form, name_low_bands=choice.named)


def picture(view: Context, choice: Choice) -> Made | None:
    """Draw the frame as it will be and show it; None, and why, where it can't be drawn."""
    t = view.t
    edition, home = whole(view), view.session.home
    try:
        cleared = standing(view, choice)
        with work_panel.awaited(view.session, "bingkai", t("Menggambar bingkai …")):
            made = _made(
                t,
                str(home),
                edition.id,
                edition.meta.get("published_at", ""),
                t.language,
                view.period,
                choice,
                cleared.id if cleared else None,
                view.session,
                edition,
            )
    except district.NotNamedError as reason:
        st.info(t(reason.message))
        return None
    except DataError as reason:
        st.warning(t(reason.message))
        return None
    st.image(made.content if choice.form == "png" else made.content.decode(), width="stretch", alt=made.frame.alt)
    return made


def download(view: Context, choice: Choice, made: Made) -> None:
    """The button that hands the file over, noted in the trail: always for a clean file, otherwise where people sign in."""
    t = view.t
    if not view.viewer.may("ekspor_pers"):
        screen.show(t, markup.tag("p", t("Peran Anda dapat melihat bingkai, tidak mengunduhnya."), "k-note"))
        return
    simulated = "-simulasi" if made.frame.simulated else ""
    state = "" if made.cleared else t("-belum-disetujui")
    name = f"{choice.kind}-{view.period}-edisi-{view.edition.id}-{choice.size}-{view.language}{simulated}{state}.{choice.form}"
    st.download_button(
        t("Unduh {form}", form=choice.form.upper()),
        data=guard.file(functools.partial(bytes, made.content)),
        file_name=name,
        mime=MIME[choice.form],
        key="unduh-bingkai",
        type="primary" if made.cleared else "secondary",
        on_click=guard.act(_taken) if made.cleared or not view.viewer.local else guard.noticed(),
        args=(view, made.cleared, name),
    )
    if not made.cleared:
        note = t("Berkas ini membawa tanda BELUM DISETUJUI PPID sampai izinnya berlaku.")
        screen.show(t, markup.tag("p", note, "k-note"))


def _taken(view: Context, cleared: Clearance | None, name: str) -> None:
    if cleared:
        clearance.note_taken(view.session, cleared, name)
    else:
        tables.note_taken(view, "bingkai", name)


def words_to_paste(t: Words, made: Made) -> None:
    """Caption and alternative text, each with its copy button."""
    screen.show(t, markup.tag("h3", t("Keterangan gambar untuk ditempel")))
    _to_copy("keterangan", made.frame.caption)
    screen.show(t, markup.tag("h3", t("Teks alternatif")))
    _to_copy("alternatif", made.frame.alt)


def _to_copy(name: str, text: str) -> None:
    with st.container(key=f"salin-{name}"):
        st.code(text, language=None, wrap_lines=True)


@context.kept
def _draft(edition: Edition, t: Words, period: str) -> tuple[str, int, tuple[tuple[str, str], ...]]:
    made = release.draft(edition, t, period)
    return made.text, made.length, release.questions(edition, t, period)


def draft(view: Context) -> None:
    """The draft release and the question-and-answer card."""
    t = view.t
    text, length, card = _draft(whole(view), t, view.period)
    left, right = st.columns(2, gap="large")
    with left:
        _to_copy("rancangan", text)
        screen.show(t, markup.tag("p", t("Rancangan {n} kata, disusun dari angka edisi; kutipan diisi sendiri.", n=length), "k-note"))
    with right:
        screen.show(t, "".join(markup.tag("h3", question) + markup.tag("p", answer) for question, answer in card))


def check(session: Session) -> None:
    """Upload a file and read whether it is ours, unaltered and cleared; it is examined and not kept."""
    t = session.t
    given = uploading.choice(
        session,
        lambda now: "siaran_pers" in now.pages,
        t(
            "PNG, SVG, PDF, PPTX, atau DOCX, paling besar {n} MB. Berkas hanya diperiksa, tidak disimpan.",
            n=uploading.LARGEST,
        ),
        type=["png", "svg", "pdf", "pptx", "docx"],
        key="w_periksa",
    )
    if given is None:
        return
    verdict = checking.judge(t, session.home, given.getvalue())
    text = "\n\n".join(verdict.lines)
    if verdict.good:
        st.success(text)
    else:
        st.warning(text)


def brief_buttons(view: Context) -> None:
    """Brief PDF and Brief PPTX, made by the worker when asked for; in words what is missing where one can't be made."""
    t = view.t
    if not view.viewer.may("ekspor_brief"):
        return
    edition, period, spoken = view.edition, view.period, t.language
    simulated = "-simulasi" if view.is_simulated else ""
    lacking = []
    for form, mime in (("pdf", "application/pdf"), ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")):
        missing = making.what_is_missing(form)
        name = f"brief-{period}-edisi-{edition.id}-{spoken}{simulated}.{form}"
        task = Task(
            f"{work.BRIEF}-{form}",
            making.brief_of,
            msg("Brief {form}", form=form.upper()),
            (edition.id, period, form),
            key=name,
            about=work.File(name, mime),
        )
        st.download_button(
            t("Brief {form}", form=form.upper()),
            data=guard.file(functools.partial(work.fetch, view.session, task)),
            file_name=name,
            mime=mime,
            key=f"unduh-brief-{form}",
            on_click=guard.act(work.expect),
            disabled=missing is not None,
            help=t(missing) if missing else t("Disusun saat diminta; perlu beberapa detik."),
        )
        lacking += [missing] if missing and missing not in lacking else []
    for missing in lacking:  # a disabled button can't be reached by keyboard, so the reason is shown beside it too
        st.warning(t(missing))
