"""What the page *Edisi & audit* shows, as plain rows: editions, comparison, findings, backups, audit, deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from data.access.viewers import Viewer
from data.editions import comparing, exporting, listing, reading, scoping
from data.editions.comparing import Comparison
from data.editions.reading import Edition
from data.errors import DataError
from data.finding import Finding
from data.safety import backup, doctor
from data.safety import proof as proofs
from data.session import Session
from data.words import N_, Language, Words
from data.workflow import submission, trail, trail_words, verification
from pages.panels.tables import Record
from pages.wording import formats

LEVEL_MARKS = {"baik": "✓", "perhatian": "!", "rusak": "✕"}
STATES = {
    "sudah": N_("sudah"),
    "nihil": N_("nihil"),
    "nihil_sebagian": N_("nihil dari {n} dari {total} desa"),
    "ada_kejadian": N_("dilaporkan ada kejadian, barisnya belum masuk"),
    "tanpa_baris": N_("belum ada baris"),
    "belum": N_("belum"),
}
FRESH = 60  # seconds for which an examination is believed


@dataclass(frozen=True)
class AuditRow:
    """One row of the trail, its details in words."""

    number: int
    when: datetime
    """UTC, without zone."""
    who: str
    action: str
    details: str


@dataclass(frozen=True)
class Delivery:
    """What one kecamatan has sent for one month."""

    name: str
    states: dict[str, str]
    rows: dict[str, int]
    last: str
    nil: tuple[int, int] = (0, 0)
    """How many desa said that nothing happened, of how many."""


@dataclass(frozen=True)
class Share:
    """Rows in force of one kecamatan and how many of them are verified."""

    name: str
    rows: int
    verified: int
    waiting: int
    rejected: int
    share: float


@st.cache_data(ttl=FRESH, show_spinner=False)
def findings(home: str, language: Language) -> list[Finding]:
    """The doctor's findings, at most a minute old; without reading backups through. `language` is part of the key."""
    return doctor.examine(Words(language), Path(home), deep=False)


def editions(home: Path) -> list[listing.EditionFacts]:
    """All editions, the current one first."""
    return listing.overview(home)


@st.cache_data(max_entries=32, show_spinner=False)
def comparison(home: str, before: str, after: str, language: Language, scope: str, _viewer: Viewer) -> Comparison:
    """Two editions compared, as the viewer may see them; done once, because editions never change.

    `language` and `scope` (what the viewer may see) are part of the key.
    """
    opened = [reading.open_edition(Path(home), one) for one in (before, after)]
    try:
        return comparing.compare(Words(language), *(scoping.scoped(edition, _viewer) for edition in opened))
    finally:
        for edition in opened:
            edition.close()


def proof(t: Words, home: Path, edition: Edition) -> list[str]:
    """What proves an edition: its digest, who signed it when, the head of the trail then and the last that was witnessed."""
    if not edition.digest:
        return []
    try:
        line, last = proofs.witnessed(home, edition.id)
    except DataError:  # the findings at the top say it
        line = last = None
    signed = (
        t("ditandatangani saksi {when}, kunci {key}", when=formats.moment(t, datetime.fromisoformat(line.when)), key=line.key)
        if line
        else t("belum ditandatangani saksi")
    )
    said = [t("Edisi {id}: sidik {digest}; {signed}.", id=edition.id, digest=edition.digest, signed=signed)]
    said.append(t("Kepala jejak audit saat edisi ini dihitung: {head}.", head=edition.audit_head()))
    if last:
        said.append(
            t(
                "Kepala yang terakhir disaksikan: baris {n}, {when}, {head}.",
                n=last.number,
                when=formats.moment(t, datetime.fromisoformat(last.when)),
                head=last.digest,
            )
        )
    return said


def batches(edition: Edition) -> list[Record]:
    """The batches that an edition was made of."""
    return edition.batches().astype("object").to_dict("records")


def shares(edition: Edition) -> list[Share]:
    """The share verified by kecamatan, the lowest first."""
    names = dict(zip(edition.units("kecamatan")["unit"], edition.units("kecamatan")["name"], strict=True))
    summed = verification.share_of(edition.verification()).sort_values(["share", "kecamatan"])
    return [
        Share(
            str(names.get(row["kecamatan"], row["kecamatan"])),
            int(row["rows"]),
            int(row["verified"]),
            int(row["waiting"]),
            int(row["rejected"]),
            float(row["share"]),
        )
        for row in summed.to_dict("records")
    ]


def package_name(edition: Edition) -> str:
    """The name of the zip file."""
    return f"{exporting.name_of(edition)}.zip"


def trail_rows(session: Session, **wanted: str | None) -> list[AuditRow]:
    """The newest rows of the trail by filter, at most 200. Raises AccessError."""
    t = session.t
    rows = trail.entries(session, limit=200, **wanted)
    return [
        AuditRow(
            int(row["urutan"]),
            row["waktu"].to_pydatetime(),
            formats.person(t, str(row["oleh"])),
            trail_words.action(t, str(row["tindakan"])),
            trail_words.details(t, str(row["rincian"])),
        )
        for row in rows.to_dict("records")
    ]


def backups(home: Path) -> list[backup.Backup]:
    """Backups in the folders that the trail names, the newest first."""
    return [one for folder in backup.folders(home) for one in backup.listing(folder)]


def deliveries(t: Words, home: Path, month: str) -> tuple[list[Delivery], dict[str, list[str]]]:
    """Who has sent what for a month, and what is missing, by kecamatan."""
    rows = submission.board(home, month)
    board = []
    for name, group in rows.groupby("name", sort=False):
        last = group["last_sent"].max()
        board.append(
            Delivery(
                str(name),
                dict(zip(group["tabel"], group["state"], strict=True)),
                {table: int(n) for table, n in zip(group["tabel"], group["rows"], strict=True)},
                formats.moment(t, None if pd.isna(last) else last.to_pydatetime()),
                (int(group["desa_nihil"].fillna(0).max()), int(group["desa_total"].fillna(0).max())),
            )
        )
    return board, submission.missing(rows)


def state_word(t: Words, state: str, desa: tuple[int, int] = (0, 0)) -> str:
    """A state of the board in the language of the page. desa: how many reported nil, out of how many."""
    return t(STATES[state], n=formats.whole(t, desa[0]), total=formats.whole(t, desa[1]))
