"""What meetings decided: subject, decision, who decided and who is in charge (offices, never persons), until when, and every step after it.

A subject (`sinyal/32.16.07/industri`, `laporan/2026-10`, `pelatihan/mediasi`) is what the rules of an edition say needs a decision; it is
the same from edition to edition. A decision and its steps are rows that are only added, each with its row in the trail, which
holds no text of theirs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

import duckdb

from data.editions import reading
from data.editions.reading import Edition
from data.errors import DataError
from data.session import Session
from data.store import audit, clock, database, ledger, moments, shape
from data.words import N_, Message, joined, msg, written
from data.workflow import acts, free_text

RIGHT, READING = "keputusan", "baca_keputusan"
SIGNAL, REPORT, TRAINING = "sinyal", "laporan", "pelatihan"
DECIDERS: Mapping[str, str] = {
    "bupati": N_("Bupati"),
    "kepala_bakesbangpol": N_("Kepala Bakesbangpol"),
    "forkopimda": N_("Forkopimda"),
    "tim_terpadu": N_("Tim Terpadu Penanganan Konflik Sosial"),
}
OFFICES = acts.UNITS
State = Literal["terbuka", "selesai", "dibatalkan"]
OPEN, DONE, CANCELLED, POSTPONED = "terbuka", "selesai", "dibatalkan", "diundur"
STATES: Mapping[str, str] = {OPEN: N_("Belum selesai"), DONE: N_("Selesai"), CANCELLED: N_("Dibatalkan")}
STEPS: Mapping[str, str] = {
    DONE: N_("Sudah dilaksanakan"),
    POSTPONED: N_("Tenggat diundurkan"),
    CANCELLED: N_("Dibatalkan"),
}
LONGEST, LONGEST_REASON = 300, 200  # characters
PURPOSE = N_("Menindaklanjuti keputusan rapat sampai selesai, dan menyusun notulennya.")
KEPT = N_(
    "Selama basis data ada, sampai jadwal retensi arsip kabupaten menetapkan lain. Memuat jabatan dan instansi, bukan nama orang atau Ormas."
)


@dataclass(frozen=True)
class Step:
    """One step after a decision: done, put off until `due`, or cancelled."""

    kind: str
    day: date
    due: date | None
    reason: str


@dataclass(frozen=True)
class Resolution:
    """One decision of a meeting, and where it stands."""

    number: int
    edition: str
    """The edition on which it was decided."""
    subject: str
    held: date
    """The day of the meeting."""
    by: str
    """Who decided, of `DECIDERS`."""
    office: str
    """Who is in charge, of `OFFICES`."""
    first_due: date
    text: str
    steps: tuple[Step, ...] = ()
    """Oldest first."""

    @property
    def kind(self) -> str:
        """`SIGNAL`, `REPORT` or `TRAINING`."""
        return self.subject.partition("/")[0]

    @property
    def kecamatan(self) -> str | None:
        """Code of the kecamatan that it is about; None: the whole territory."""
        return self.subject.split("/")[1] if self.kind == SIGNAL else None

    @property
    def state(self) -> State:
        """Where it stands after its last step; put off is open."""
        last = self.steps[-1].kind if self.steps else OPEN
        return cast(State, OPEN if last == POSTPONED else last)

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor cancelled."""
        return self.state == OPEN

    @property
    def due(self) -> date:
        """Until when, as it was last put off."""
        return next((one.due for one in reversed(self.steps) if one.due), self.first_due)

    @property
    def closed(self) -> date | None:
        """The day on which it was done or cancelled."""
        return None if self.is_open else self.steps[-1].day

    def late(self, today: date) -> int:
        """Days beyond its due date: of an open one until today, of a done one until it was done; 0: in time, or cancelled."""
        until = today if self.is_open else self.closed
        return max((until - self.due).days, 0) if until and self.state != CANCELLED else 0

    def as_of(self, day: date) -> Resolution:
        """How it stood at the end of a day."""
        return replace(self, steps=tuple(one for one in self.steps if one.day <= day))


def subject_of(kind: str, key: str) -> str:
    """`laporan/2026-10`, `pelatihan/mediasi`."""
    return f"{kind}/{key}"


def subject_of_signal(signal: str) -> str:
    """`sinyal/32.16.07/industri` of `2026-10/32.16.07/industri`: the cell, whichever month its row has come to."""
    return subject_of(SIGNAL, signal.partition("/")[2])


def subjects(edition: Edition) -> tuple[str, ...]:
    """Everything that needs a decision by the rules of an edition, as the viewer may see it."""
    return tuple(dict.fromkeys(_subject(row) for row in edition.decisions().to_dict("records")))


def _subject(row: Mapping[Hashable, object]) -> str:
    kind = str(row["kind"])
    if kind == SIGNAL:
        return subject_of_signal(str(row["signal"]))
    return subject_of(kind, str(row["period"] if kind == REPORT else row["topic"]))


def decide(session: Session, edition_id: str, subject: str, *, held: date, by: str, office: str, due: date, text: str) -> int:
    """Note what a meeting decided; returns the number of the decision.

    Raises AccessError without the right; DataError for an edition, subject or office that there isn't, days that can't be, a subject on which
    an open decision stands, and a text that is missing, too long, or names a person or an Ormas.
    """
    session.require(RIGHT)
    text = _text(session, text, msg("Putusan"), LONGEST)
    _known(by, DECIDERS, msg("Pemutus"))
    _known(office, OFFICES, msg("Penanggung jawab"))
    _not_ahead(session, held, msg("Hari rapat"))
    if due < held:
        raise DataError(
            msg(
                "Tenggat {due} mendahului rapat {held}. Tulis hari rapat atau sesudahnya.",
                due=_day(due),
                held=_day(held),
            )
        )
    with contextlib.closing(reading.open_edition(session.home, edition_id)) as edition:
        known = subjects(edition)
    if subject not in known:
        raise DataError(
            msg(
                "{subject} bukan hal yang perlu keputusan menurut edisi {edition}. Yang ada: {known}.",
                subject=repr(subject),
                edition=edition_id,
                known=", ".join(known[-12:]) or "–",
            )
        )
    with database.write(session.home, doing="keputusan", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        shape.require(con)
        _refuse_ormas(con, text)
        if same := [one for one in _read(con) if one.subject == subject and one.is_open]:
            raise DataError(
                msg(
                    "Tentang hal ini masih berlaku keputusan nomor {number} dari rapat {held}. Selesaikan, undurkan, atau batalkan keputusan itu dulu. Tidak ada yang diubah.",
                    number=same[0].number,
                    held=_day(same[0].held),
                )
            )
        row = [edition_id, subject, held, by, office, due, text, clock.now(), session.user]
        made = con.execute(
            "INSERT INTO keputusan (edisi, pokok, rapat, pemutus, penanggung_jawab, batas, putusan, waktu, oleh) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING nomor",
            row,
        ).fetchall()
        number = int(made[0][0])
        details = {"nomor": number, "edisi": edition_id, "pokok": subject, "rapat": held.isoformat(), "sebagai": by, "ke": office}
        digest = {"batas": due.isoformat(), ledger.DIGEST: ledger.of(con, "keputusan", [number])}
        audit.append(con, "keputusan", {**details, **digest}, by=session.by)
    return number


def finish(session: Session, number: int, day: date) -> None:
    """Note that a decision was carried out on a day. Raises as `decide`, and for a decision that is closed."""
    _step(session, number, DONE, day)


def postpone(session: Session, number: int, day: date, due: date, reason: str) -> None:
    """Put a decision off, on a day, until a later one than so far, with a reason. Raises as `finish`."""
    _step(session, number, POSTPONED, day, due, _text(session, reason, msg("Alasan"), LONGEST_REASON))


def cancel(session: Session, number: int, day: date, reason: str) -> None:
    """Take a decision back, on a day, with a reason; it stays in the minutes. Raises as `finish`."""
    _step(session, number, CANCELLED, day, None, _text(session, reason, msg("Alasan"), LONGEST_REASON))


def listed(session: Session) -> list[Resolution]:
    """Every decision that the viewer may read, oldest first: all, or those about the own kecamatan. Empty without a store.

    Raises AccessError for a role that reads none.
    """
    session.require(READING)
    if not database.exists(session.home):
        return []
    with database.read(session.home) as con:
        found = _read(con)
    return [one for one in found if session.bound is None or one.kecamatan in session.bound]


def settled(found: Iterable[Resolution], edition_id: str) -> frozenset[str]:
    """Subjects of an edition on which nothing is to be decided now: a decision is open, or was carried out on this edition or a later one."""
    month = edition_id[:7]
    return frozenset(one.subject for one in found if one.is_open or (one.state == DONE and one.edition[:7] >= month))


def standing(found: Iterable[Resolution], today: date) -> list[Resolution]:
    """What comes first at the next meeting: what is open, the latest of all first, then what was closed of the last meeting and of today's."""
    every = list(found)
    last = max((one.held for one in every if one.held < today), default=today)
    open_ = sorted((one for one in every if one.is_open), key=lambda one: (one.due, one.number))
    closed = [one for one in every if not one.is_open and one.held in (last, today)]
    return open_ + closed


def days(found: Iterable[Resolution]) -> list[date]:
    """The days of meetings that decided something, the last first."""
    return sorted({one.held for one in found}, reverse=True)


def _step(session: Session, number: int, kind: str, day: date, due: date | None = None, reason: str = "") -> None:
    session.require(RIGHT)
    _not_ahead(session, day, msg("Hari langkah ini"))
    with database.write(session.home, doing="keputusan", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        shape.require(con)
        _refuse_ormas(con, reason)
        found = next((one for one in _read(con) if one.number == number), None)
        if found is None:
            raise DataError(msg("Keputusan nomor {number} tidak ada. Daftarnya: python -m data decisions list", number=number))
        _follows(found, day, due)
        made = con.execute(
            "INSERT INTO keputusan_langkah (nomor, langkah, tanggal, batas, alasan, waktu, oleh) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING urutan",
            [number, kind, day, due, reason, clock.now(), session.user],
        ).fetchall()
        details = {"nomor": number, "langkah": kind, "tanggal": day.isoformat(), "batas": due.isoformat() if due else None}
        audit.append(con, "langkah_keputusan", {**details, ledger.DIGEST: ledger.of(con, "keputusan_langkah", made[0])}, by=session.by)


def _follows(found: Resolution, day: date, due: date | None) -> None:
    """Refuse a step on what is closed, one that goes back, and a due date that isn't later."""
    if not found.is_open:
        raise DataError(
            msg(
                "Keputusan nomor {number} sudah berkeadaan {state}; yang ditutup tidak dapat diubah. Catat keputusan baru bila halnya muncul lagi. Tidak ada yang diubah.",
                number=found.number,
                state=msg(STATES[found.state]),
            )
        )
    if day < found.held:
        raise DataError(
            msg(
                "{day} mendahului rapat {held} yang memutuskannya. Tulis hari rapat atau sesudahnya. Tidak ada yang diubah.",
                day=_day(day),
                held=_day(found.held),
            )
        )
    if found.steps and day < found.steps[-1].day:
        raise DataError(
            msg(
                "{day} mendahului langkah terakhirnya, {last}. Tulis hari itu atau sesudahnya. Tidak ada yang diubah.",
                day=_day(day),
                last=_day(found.steps[-1].day),
            )
        )
    if due is not None and due <= max(found.due, day):
        raise DataError(
            msg(
                "Tenggat baru {due} harus sesudah {earlier}. Tidak ada yang diubah.",
                due=_day(due),
                earlier=_day(max(found.due, day)),
            )
        )


def _text(session: Session, text: str, where: Message, most: int) -> str:
    """A text that may be stored, without blanks around it."""
    session.require(RIGHT)
    kept = " ".join(text.split())
    if not kept:
        raise DataError(msg("{where} harus diisi.", where=where))
    if len(kept) > most:
        raise DataError(msg("{where} paling panjang {most} huruf; yang ditulis {n}. Persingkat.", where=where, most=most, n=len(kept)))
    free_text.accept(session, kept, where)
    return kept


def _refuse_ormas(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Decisions are read by roles that see no Ormas by name."""
    rows = con.execute(
        "SELECT count(*) FROM ormas_berlaku WHERE contains(lower($text), lower(kode_ormas)) OR (length(nama) > 4 AND contains(lower($text), lower(nama)))",
        {"text": text},
    ).fetchone()
    if text and rows != (0,):
        raise DataError(
            msg(
                "Teks ini menyebut Ormas dari daftar. Tulis tanpa nama atau kode Ormas: keputusan dibaca juga oleh peran yang tidak melihat nama Ormas. Tidak ada yang diubah."
            )
        )


def _known(code: str, offered: Mapping[str, str], what: Message) -> None:
    if code not in offered:
        listed_ = joined(", ", [msg("{code} ({name})", code=one, name=msg(name)) for one, name in offered.items()])
        raise DataError(msg("{what} {code} tidak dikenal. Pilihannya: {known}.", what=what, code=repr(code), known=listed_))


def _not_ahead(session: Session, day: date, what: Message) -> None:
    if day > (today := session.clock.today()):
        raise DataError(
            msg(
                "{what}, {day}, belum tiba; hari ini {today}. Periksa tanggalnya. Tidak ada yang diubah.",
                what=what,
                day=_day(day),
                today=_day(today),
            )
        )


def _day(day: date) -> Message:
    return written(moments.day, day)


def _read(con: duckdb.DuckDBPyConnection) -> list[Resolution]:
    rows = con.execute(
        "SELECT nomor, edisi, pokok, rapat, pemutus, penanggung_jawab, batas, putusan FROM keputusan ORDER BY nomor"
    ).fetchall()
    steps: dict[int, list[Step]] = {}
    for number, *step in con.execute("SELECT nomor, langkah, tanggal, batas, alasan FROM keputusan_langkah ORDER BY urutan").fetchall():
        steps.setdefault(number, []).append(Step(*step))
    return [replace(Resolution(*row), steps=tuple(steps.get(row[0], ()))) for row in rows]
