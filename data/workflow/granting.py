"""Giving an institution leave to see Ormas by name and score, by letter, and taking it back; what holds is read in `data/access/grants.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from data.access import clock_watch, grants
from data.access.viewers import INSTITUTIONS
from data.errors import DataError
from data.session import Session
from data.store import audit, clock, database, ledger, shape
from data.words import msg
from data.workflow import free_text

RIGHT = "izin_ormas"
LONGEST = timedelta(days=366)
_GIVE = "INSERT INTO izin_ormas (kode_ormas, peran, tujuan, surat, sampai, waktu, oleh) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING nomor"


def give(
    session: Session,
    role: str,
    codes: Sequence[str],
    *,
    purpose: str,
    letter: str,
    until: date,
) -> list[int]:
    """Let an institution see some Ormas by name and score until a day; returns the numbers of the grants.

    Raises DataError for an unknown institution or Ormas, a day that can't be, a purpose or letter that is missing or names a person;
    TimeInDoubtError where it isn't certain what day it is.
    """
    session.require(RIGHT)
    clock_watch.refuse(session.home)
    if role not in INSTITUTIONS:
        raise DataError(msg("{role} bukan peran instansi. Yang ada: {known}.", role=repr(role), known=", ".join(INSTITUTIONS)))
    facts = {msg("Tujuan"): purpose.strip(), msg("Nomor surat"): letter.strip()}
    for title, text in facts.items():
        if not text:
            raise DataError(msg("{title} harus diisi: ia tercatat pada izin dan di jejak audit.", title=title))
        free_text.accept(session, text, title)
    day = session.clock.today()
    if not day <= until <= day + LONGEST:
        raise DataError(
            msg("Tanggal berakhir harus antara hari ini dan {last}: izin paling lama satu tahun.", last=f"{day + LONGEST:%Y-%m-%d}")
        )
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    if not wanted:
        raise DataError(msg("Sebut sedikitnya satu kode Ormas, mis. ORM-017."))
    with database.write(session.home, doing="izin ormas", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        shape.require(con)
        known = {str(row[0]) for row in con.execute("SELECT kode_ormas FROM ormas_terverifikasi").fetchall()}
        if unknown := [code for code in wanted if code not in known]:
            raise DataError(msg("Kode {codes} tidak ada dalam daftar Ormas. Tidak ada yang diubah.", codes=", ".join(unknown)))
        given = [role, *facts.values(), until, clock.now(), session.user]
        numbers = [cast(int, con.execute(_GIVE, [code, *given]).fetchall()[0][0]) for code in wanted]
        details: dict[str, object] = {
            "izin": {str(number): code for number, code in zip(numbers, wanted, strict=True)},
            "peran": role,
            "tujuan": purpose.strip(),
            "surat": letter.strip(),
            "sampai": until.isoformat(),
            ledger.DIGEST: ledger.of(con, "izin_ormas", numbers),
        }
        audit.append(con, "izin_ormas", details, by=session.by)
    return numbers


def withdraw(session: Session, number: int, reason: str) -> grants.Grant:
    """End a grant now. Raises DataError without a reason, for an unknown grant, or one that is withdrawn."""
    session.require(RIGHT)
    if not reason.strip():
        raise DataError(msg("Alasan harus diisi: ia tercatat di jejak audit."))
    free_text.accept(session, reason, msg("Alasan"))
    with database.write(session.home, doing="izin ormas", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        found = next((one for one in grants.listed(con) if one.number == number), None)
        if found is None or found.withdrawn_at:
            raise DataError(msg("Izin {number} tidak ada atau sudah dicabut; tidak ada yang diubah.", number=number))
        con.execute(
            "INSERT INTO izin_ormas_cabut VALUES (?, ?, ?, ?)",
            [number, clock.now(), session.user, reason.strip()],
        )
        details: dict[str, object] = {"izin": number, "peran": found.role, "ormas": found.code, "alasan": reason.strip()}
        digest = ledger.of(con, "izin_ormas_cabut", [number])
        audit.append(con, "cabut_izin_ormas", {**details, ledger.DIGEST: digest}, by=session.by)
    return found
