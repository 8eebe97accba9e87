"""Four eyes: who imported doesn't verify, and who decided on rows or withdrew them doesn't publish alone.

On by itself for a real store into which people sign in; `empat_mata` in `[masuk]` of `akses.toml` says otherwise. Without
sign-in one person does everything, and the pages say so. Checked inside the write transaction, for persons by the name with which they sign
in (on the command line the account of the machine), whatever role or delegation they act in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from data.access import access_file
from data.errors import DataError
from data.records import incoming
from data.session import Session
from data.store import audit, database
from data.tables import APART
from data.words import Message, msg

APPROVED = "setuju_terbit"

# Who decided what is new in an edition of the month, with the last decision and the last withdrawal of theirs: rows of a month up
# to its own that were accepted or rejected, batches with such rows that were withdrawn or brought back, rows brought in where
# nothing needs accepting; all after every edition that covered their month. A batch whose rows were erased, and a
# register, have no month. Older editions didn't note how far they had read.
_NEW = """
WITH terbit AS (
  SELECT left(a.rincian->>'edisi', 7) AS bulan,
    coalesce((a.rincian->>'keputusan')::BIGINT, (SELECT max(urutan) FROM verifikasi WHERE waktu <= a.waktu), 0) AS keputusan,
    coalesce((a.rincian->>'batch')::BIGINT, (SELECT max(batch_id) FROM batches WHERE waktu <= a.waktu), 0) AS batch,
    coalesce((a.rincian->>'status_batch')::BIGINT, (SELECT max(urutan) FROM batch_status WHERE waktu <= a.waktu), 0) AS status
  FROM audit a WHERE a.tindakan = 'terbit'
), putusan AS (
  SELECT tabel, id_baris, max(urutan) AS urutan, arg_max(oleh, urutan) AS oleh
  FROM verifikasi WHERE urutan <= $keputusan GROUP BY tabel, id_baris
), isi AS (
  SELECT batch_id, strftime(tanggal, '%Y-%m') AS bulan FROM kegiatan
  UNION SELECT batch_id, strftime(tanggal, '%Y-%m') FROM kejadian
  UNION SELECT batch_id, strftime(tanggal, '%Y-%m') FROM survei
  UNION SELECT batch_id, strftime(tanggal, '%Y-%m') FROM pelatihan
  UNION SELECT batch_id, bulan FROM kelengkapan
), tangan AS (
  SELECT p.oleh, p.urutan AS keputusan, 0 AS status FROM putusan p JOIN baris_masuk m USING (tabel, id_baris)
  WHERE coalesce(m.bulan, '') <= $bulan
    AND NOT EXISTS (FROM terbit t WHERE coalesce(m.bulan, '') <= t.bulan AND p.urutan <= t.keputusan)
  UNION
  SELECT s.oleh, 0, s.urutan FROM batch_status s JOIN batches b USING (batch_id) LEFT JOIN isi m USING (batch_id)
  WHERE NOT list_contains($terpisah, b.tabel) AND s.urutan <= $status_batch AND coalesce(m.bulan, '') <= $bulan
    AND NOT EXISTS (FROM terbit t WHERE coalesce(m.bulan, '') <= t.bulan AND s.urutan <= t.status)
  UNION
  SELECT b.oleh, 0, 0 FROM batches_aktif b
  WHERE b.batch_id <= $batch AND b.format <> 'acuan' AND b.baris_masuk > 0
    AND NOT list_contains($terpisah, b.tabel)
    AND NOT EXISTS (FROM baris_diperiksa m WHERE m.batch_id = b.batch_id)
    AND NOT EXISTS (FROM terbit t WHERE b.batch_id <= t.batch)
)
SELECT oleh, max(keputusan), max(status) FROM tangan GROUP BY oleh ORDER BY oleh
"""


class FourEyesError(DataError):
    """One person may not do this alone; nothing was changed."""


@dataclass(frozen=True)
class Content:
    """What is published or approved: a month, exactly these figures, and how far the store was read for them."""

    period: str
    digest: str
    """SHA-256 of all that the figures come from."""
    decisions: int
    """Number of the last decision that was read."""
    batches: int
    """Number of the last batch that was read."""
    statuses: int
    """Number of the last withdrawal of a batch, or bringing back of one, that was read."""


@dataclass(frozen=True)
class Publishing:
    """Who has had a hand in what would be published."""

    on: bool
    verifiers: tuple[str, ...]
    """Who accepted or rejected rows since its month was published, withdrew batches or brought them back, or brought in rows that
    need no accepting."""
    approvals: tuple[tuple[str, datetime], ...]
    """Who agreed to exactly this content, knowing all that the verifiers did, and when (UTC), the first one first."""

    def lacks(self, who: str) -> bool:
        """Whether this person needs somebody else's agreement first."""
        return self.on and is_in(who, self.verifiers) and all(same(who, name) for name, _ in self.approvals)


def is_on(con: duckdb.DuckDBPyConnection, home: Path) -> bool:
    """Whether it holds for a store. Raises DataError for a wrong `akses.toml`."""
    rules = access_file.load(home)
    if rules.mode is None:
        return False
    return database.kind(con) == "nyata" if rules.four_eyes is None else rules.four_eyes


def describe(con: duckdb.DuckDBPyConnection, home: Path) -> Message:
    """Whether it holds and what that means, in a sentence for people."""
    if is_on(con, home):
        return msg("Empat mata: yang memasukkan berkas tidak memverifikasinya, dan yang memverifikasi tidak menerbitkan sendirian.")
    if access_file.load(home).mode is None:
        return msg("Tanpa masuk dengan akun, satu orang dapat memasukkan, memverifikasi, dan menerbitkan; empat mata tidak berlaku.")
    return msg("Empat mata tidak berlaku di sini: satu orang dapat memasukkan, memverifikasi, dan menerbitkan.")


def refuse_own(con: duckdb.DuckDBPyConnection, rows: Collection[int], who: str) -> None:
    """Refuse decisions of a person on rows that they imported. Raises FourEyesError naming the batches."""
    if not is_on(con, database.home_of(con)):
        return
    own = own_batches(con, who, rows)
    if own:
        raise FourEyesError(
            msg(
                "Empat mata: batch {batches} Anda masukkan sendiri ({who}), jadi orang lain yang memutus barisnya. Tidak ada yang diubah.",
                batches=", ".join(map(str, own)),
                who=audit.person(who),
            )
        )


def own_batches(con: duckdb.DuckDBPyConnection, who: str, rows: Collection[int] | None = None) -> list[int]:
    """Numbers of the deliveries of a person that hold some of the rows (None: any row that waits)."""
    incoming.prepare(con)
    found = con.execute(
        "SELECT DISTINCT kiriman, oleh FROM baris_masuk m JOIN batches b USING (batch_id) JOIN kiriman USING (batch_id)"
        " WHERE CASE WHEN $rows IS NULL THEN m.status_verifikasi = 'masuk' ELSE list_contains($rows, m.id_baris) END ORDER BY 1",
        {"rows": None if rows is None else list(rows)},
    ).fetchall()
    return [int(number) for number, by in found if same(str(by), who)]


def marks(con: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """Numbers of the last decision, of the last batch, and of the last withdrawal of one or bringing back."""
    ((decisions, batches, statuses),) = con.execute(
        "SELECT (SELECT coalesce(max(urutan), 0) FROM verifikasi), (SELECT coalesce(max(batch_id), 0) FROM batches),"
        " (SELECT coalesce(max(urutan), 0) FROM batch_status)"
    ).fetchall()
    return int(decisions), int(batches), int(statuses)


def publishing(con: duckdb.DuckDBPyConnection, home: Path, content: Content) -> Publishing:
    """Who has had a hand in it so far."""
    if not is_on(con, home):
        return Publishing(False, (), ())
    incoming.prepare(con)
    known = con.execute(_NEW, {"bulan": content.period, "terpisah": list(APART), **_read_to(content)}).fetchall()
    decisions, statuses = (max((row[at] for row in known), default=0) for at in (1, 2))
    # Keeping something out may leave the figures as they were, so an agreement also covers how far the store had been read.
    agreed = con.execute(
        "SELECT oleh, waktu FROM audit WHERE tindakan = ? AND rincian->>'bulan' = ? AND rincian->>'bahan' = ?"
        " AND (rincian->>'keputusan')::BIGINT >= ? AND (rincian->>'status_batch')::BIGINT >= ? ORDER BY urutan",
        [APPROVED, content.period, content.digest, decisions, statuses],
    ).fetchall()
    return Publishing(True, tuple(str(row[0]) for row in known), tuple((str(who), when) for who, when in agreed))


def require(con: duckdb.DuckDBPyConnection, session: Session, content: Content) -> Mapping[str, object]:
    """Refuse to let people publish alone what they verified; returns what the trail is to say about it.

    Raises FourEyesError, saying who else may.
    """
    found, who = publishing(con, session.home, content), session.user
    if found.lacks(who):
        raise FourEyesError(alone())
    noted: dict[str, object] = {**_read_to(content)}
    if found.on:
        noted["disetujui"] = sorted({name for name, _ in found.approvals if not same(name, who)})
    return noted


def approve(con: duckdb.DuckDBPyConnection, session: Session, content: Content) -> None:
    """Note that whoever acts agrees to exactly this being published. Raises FourEyesError where nobody needs to."""
    session.require_still("terbit")
    found, who = publishing(con, session.home, content), session.user
    if not found.on:
        raise FourEyesError(describe(con, session.home))
    if is_in(who, [name for name, _ in found.approvals]):
        raise FourEyesError(msg("Anda sudah menyetujui penerbitan ini. Tidak ada yang diubah."))
    audit.append(con, APPROVED, {"bulan": content.period, "bahan": content.digest, **_read_to(content)}, by=session.by)


def of_waiting(session: Session) -> tuple[Message, list[int]]:
    """The rule in a sentence (`describe`), and where it holds, the deliveries that wait and are the viewer's own."""
    with database.read(session.home) as con:
        on = is_on(con, session.home)
        return describe(con, session.home), own_batches(con, session.user) if on else []


def of_publishing(session: Session, content: Content) -> tuple[Publishing, Message]:
    """`publishing`, and the rule in a sentence. Raises AccessError."""
    session.require("terbit")
    with database.read(session.home) as con:
        return publishing(con, session.home, content), describe(con, session.home)


def _read_to(content: Content) -> dict[str, int]:
    """How far the store was read, as written in the trail."""
    return {"keputusan": content.decisions, "batch": content.batches, "status_batch": content.statuses}


def alone() -> Message:
    """Why somebody doesn't publish this alone, and the two ways on."""
    return msg(
        "Empat mata: Anda ikut menerima, menolak, menarik, atau mengaktifkan kembali yang baru di edisi ini. Orang lain menerbitkannya, atau menyetujuinya lebih dulu; setelah itu Anda dapat menerbitkan."
    )


def same(one: str, other: str) -> bool:
    """Whether two names are of one person: providers don't agree about capital letters."""
    return one.casefold() == other.casefold()


def is_in(who: str, names: Collection[str]) -> bool:
    """Whether a person is among the names."""
    return any(same(who, name) for name in names)
