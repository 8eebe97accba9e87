"""Clearance of press material: asked for, cleared or refused with a reason, held until a time, withdrawn.

What is cleared is one picture of one edition and month, by the fingerprint of all that it says; a picture that says
anything else isn't cleared. PPID decides, or the deputy; nobody decides on their own request, except where nobody signs in.
What the store says of a clearance counts only as far as the audit trail tells the same: a row put in outside the program clears nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, cast

import duckdb

from data.access import clock_watch, viewers
from data.errors import DataError
from data.session import Session
from data.store import audit, clock, database, ledger, shape
from data.words import Message, msg
from data.workflow import four_eyes, free_text, noting

State = Literal["diminta", "disetujui", "ditolak", "ditarik"]
_COLUMNS = (
    "izin, edisi, jenis, bulan, isi_sha256, golongan_rendah, waktu, oleh, catatan, status, embargo, diputus, diputus_oleh, sebagai, alasan"
)
# Whether the trail records the request and, as the last decision on it, this one. Programs from before digests recorded these facts too.
_TOLD = """
  EXISTS (FROM audit a WHERE a.tindakan = 'izin_diminta' AND a.oleh = k.oleh AND a.rincian->>'izin' = k.izin AND a.rincian->>'edisi' = k.edisi
    AND a.rincian->>'jenis' = k.jenis AND a.rincian->>'bulan' = k.bulan AND a.rincian->>'isi' = k.isi_sha256
    AND (a.rincian->>'golongan_rendah')::BOOLEAN = k.golongan_rendah)
  AND coalesce((SELECT arg_max(struct_pack(t := a.tindakan, o := a.oleh, e := (a.rincian->>'embargo')::TIMESTAMP), a.urutan) FROM audit a
    WHERE a.tindakan IN ('izin_disetujui', 'izin_ditolak', 'izin_ditarik') AND a.rincian->>'izin' = k.izin)
    IS NOT DISTINCT FROM CASE WHEN k.status <> 'diminta' THEN
      struct_pack(t := 'izin_' || k.status, o := k.diputus_oleh, e := k.embargo) END, false)
"""


@dataclass(frozen=True)
class Clearance:
    """One clearance and its state. Times are UTC, to the second, without zone."""

    id: str
    edition: str
    kind: str
    period: str
    fingerprint: str
    name_low_bands: bool
    asked: datetime
    asked_by: str
    note: str
    state: State
    embargo: datetime | None
    """No clean file before this time; None: at once."""
    decided: datetime | None
    decided_by: str | None
    decided_as: str | None
    """`ppid`, `ppid_pengganti` or `lokal` (nobody signs in on this machine)."""
    reason: str | None
    told: bool
    """Whether the audit trail tells the same; where not, the store was altered outside the program, and it clears nothing."""

    def in_force(self, now: datetime) -> bool:
        """Whether a clean file may be made. now: `clock_watch.reached`, here and below."""
        return self.told and self.state == "disetujui" and not self.under_embargo(now)

    def under_embargo(self, now: datetime) -> bool:
        """Whether it is cleared, but only from a later time on."""
        return self.state == "disetujui" and self.embargo is not None and now < self.embargo


def request(
    session: Session,
    edition: str,
    kind: str,
    period: str,
    fingerprint: str,
    *,
    name_low_bands: bool = False,
    note: str = "",
) -> Clearance:
    """Ask for the clearance of one picture. Asking again for the same one returns the clearance that there is.

    Raises AccessError for a role that takes no press material, DataError for a note with personal data and for a store whose build
    was altered, StoreBusyError.
    """
    session.require("ekspor_pers")
    free_text.accept(session, note, msg("Catatan"))
    with database.write(session.home, doing="izin", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        shape.require(con)
        same = [
            one
            for one in _select(con, "edisi = ? AND jenis = ? AND bulan = ?", [edition, kind, period])
            if one.told and one.fingerprint == fingerprint and one.state in ("diminta", "disetujui")
        ]
        if same:
            return same[-1]
        number = cast(tuple[int], con.execute("SELECT nextval('nomor_izin')").fetchone())[0]
        clearance_id = f"PPID-{period}-{number:04d}"
        row = [number, clearance_id, edition, kind, period, fingerprint, name_low_bands, clock.now(), session.user, note.strip()]
        con.execute("INSERT INTO izin VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        details: dict[str, object] = {
            "izin": clearance_id,
            "edisi": edition,
            "jenis": kind,
            "bulan": period,
            "isi": fingerprint,
        }
        details |= {"golongan_rendah": name_low_bands, ledger.DIGEST: ledger.of(con, "izin", [number])}
        audit.append(con, "izin_diminta", details, by=session.by)
        return _get(con, clearance_id)


def clear(session: Session, clearance_id: str, *, reason: str = "", embargo: datetime | None = None) -> Clearance:
    """Clear what was asked for; `embargo` (UTC): no clean file before that time.

    Raises AccessError for everybody but PPID and the deputy, and for whoever asked; DataError if it was decided before.
    """
    return _decide(session, clearance_id, "disetujui", reason, embargo, before=("diminta",))


def refuse(session: Session, clearance_id: str, *, reason: str) -> Clearance:
    """Refuse what was asked for, with a reason. Raises as `clear`, and DataError without a reason."""
    return _decide(session, clearance_id, "ditolak", _given(reason), None, before=("diminta",))


def withdraw(session: Session, clearance_id: str, *, reason: str) -> Clearance:
    """Withdraw a clearance, with a reason; files that went out are reported as withdrawn from now on.

    Raises AccessError for everybody but PPID and the deputy; DataError where there is nothing to withdraw.
    """
    return _decide(session, clearance_id, "ditarik", _given(reason), None, before=("disetujui",))


def find(home: Path, clearance_id: str) -> Clearance | None:
    """One clearance by its id, None if there is none."""
    found = _read(home, "izin = ?", [clearance_id])
    return found[0] if found else None


def of_edition(home: Path, edition: str) -> list[Clearance]:
    """Every clearance of an edition, oldest first."""
    return _read(home, "edisi = ?", [edition])


def waiting(session: Session) -> list[Clearance]:
    """The requests that wait for a decision, oldest first. Raises AccessError for who decides none."""
    session.require("izin")
    return _read(session.home, "status = 'diminta'", [])


def gone_out(home: Path, kind: str) -> list[Clearance]:
    """Every clearance of a kind that was given, withdrawn ones too: their files may be anywhere."""
    return _read(home, "jenis = ? AND status IN ('disetujui', 'ditarik')", [kind])


def in_force(home: Path, edition: str, kind: str, period: str) -> list[Clearance]:
    """The clearances under which a clean file may be made now, the latest first; none that the audit trail doesn't tell of.

    Raises DataError where the build of the store was altered: what is read through it may be anything.
    """
    now = clock_watch.reached(home)
    found = _read(home, "edisi = ? AND jenis = ? AND bulan = ?", [edition, kind, period])
    standing = [one for one in reversed(found) if one.in_force(now)]
    if standing:
        with database.read(home) as con:
            shape.require(con)
    return standing


def _decide(
    session: Session,
    clearance_id: str,
    state: State,
    reason: str,
    embargo: datetime | None,
    *,
    before: Sequence[State],
) -> Clearance:
    session.require("izin")
    free_text.accept(session, reason, msg("Alasan"))
    with database.write(session.home, doing="izin", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        if state != "ditarik":  # to take something back is always possible
            shape.require(con)
        found = _get(con, clearance_id)
        if not found.told and state != "ditarik":
            raise DataError(msg("{fault} Tidak ada yang diubah.", fault=untold(found)))
        if found.state not in before:
            raise DataError(
                msg(
                    "Izin {id} sudah berkeadaan {state}; tidak ada yang diubah.",
                    id=clearance_id,
                    state=state_name(found.state),
                )
            )
        acting = viewers.LOCAL if session.viewer.local else session.viewer.role
        if acting != viewers.LOCAL and state != "ditarik" and four_eyes.same(found.asked_by, session.user):
            raise viewers.AccessError(msg("Yang meminta izin tidak memutusnya sendiri: mintalah PPID atau PPID pengganti yang lain."))
        made = con.execute(
            "INSERT INTO izin_status (izin, status, embargo, waktu, oleh, sebagai, alasan) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING urutan",
            [clearance_id, state, embargo, clock.now(), session.user, acting, reason.strip()],
        ).fetchall()
        details: dict[str, object] = {
            "izin": clearance_id,
            "alasan": reason.strip(),
            "sebagai": acting,
            ledger.DIGEST: ledger.of(con, "izin_status", made[0]),
        }
        audit.append(con, f"izin_{state}", {**details, "embargo": embargo.isoformat() if embargo else None}, by=session.by)
        return _get(con, clearance_id)


def note_taken(session: Session, taken: Clearance, file: str) -> None:
    """Write into the audit trail that a clean file was taken out."""
    noting.note(session, "ambil_siaran", {"izin": taken.id, "edisi": taken.edition, "jenis": taken.kind, "berkas": file})


def state_name(state: str) -> Message:
    """The name of a state in the language of the reader."""
    return {
        "diminta": msg("menunggu keputusan"),
        "disetujui": msg("disetujui"),
        "ditolak": msg("ditolak"),
        "ditarik": msg("ditarik"),
    }[state]


def untold(one: Clearance) -> Message:
    """What is said of a clearance that isn't what the trail tells."""
    return msg(
        "Izin {id}: TIDAK COCOK dengan jejak audit; barisnya dimasukkan atau diubah di luar program. Jangan disebarluaskan; jalankan python -m data doctor.",
        id=one.id,
    )


def _given(reason: str) -> str:
    if not reason.strip():
        raise DataError(msg("Alasan harus diisi: ia tercatat di jejak audit."))
    return reason


def _get(con: duckdb.DuckDBPyConnection, clearance_id: str) -> Clearance:
    found = _select(con, "izin = ?", [clearance_id])
    if not found:
        raise DataError(msg("Izin {id} tidak ada.", id=clearance_id))
    return found[0]


def _read(home: Path, where: str, values: list[object]) -> list[Clearance]:
    """An edition may stand in a home without a store, and a store may be older than clearances: then there are none."""
    if not database.exists(home):
        return []
    with database.read(home) as con:
        known = con.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = 'izin_keadaan'").fetchone()
        return _select(con, where, values) if known != (0,) else []


def _select(con: duckdb.DuckDBPyConnection, where: str, values: list[object]) -> list[Clearance]:
    rows = con.execute(
        f"SELECT {_COLUMNS}, {_TOLD} FROM izin_keadaan k WHERE {where} ORDER BY nomor",  # noqa: S608 - our own conditions
        values,
    ).fetchall()
    return [Clearance(*row) for row in rows]
