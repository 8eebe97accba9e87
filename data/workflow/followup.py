"""Follow-up of what has a clock: new → acknowledged → assigned → acts and notes → closed. Rows are only added; nothing is free text.

A row of signals that has lasted for a year ends in another way too: a person takes it as the new usual level. What ended is
read at publishing (`ended`): a later rise begins a new row.

A matter is named by its id: a signal by that of the edition (`period/kecamatan/group`), the same in every edition; a severe incident by
`kejadian/kecamatan/number`; a decision by `keputusan/number`. Only what people did about it is kept here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import duckdb
import pandas as pd

from data.access.viewers import AccessError
from data.errors import DataError
from data.records.reported import Number
from data.reference import methods
from data.session import Session
from data.store import audit, clock, database, ledger, moments, shape
from data.words import N_, Message, Words, joined, msg, written
from data.workflow.acts import ACTS, NOT_NEEDED, OF_NOTES, OUTCOMES, REASONS, UNITS, Act, offices

NEW, ACKNOWLEDGED, ASSIGNED, ACTED, CLOSED, LEVELLED = "baru", "diterima", "ditugaskan", "tindakan", "ditutup", "taraf_baru"
ENDED = frozenset({CLOSED, LEVELLED})
STATES: Mapping[str, str] = {
    NEW: N_("Baru"),
    ACKNOWLEDGED: N_("Diterima"),
    ASSIGNED: N_("Ditugaskan"),
    ACTED: N_("Ditindaklanjuti"),
    CLOSED: N_("Ditutup"),
    LEVELLED: N_("Taraf baru ditetapkan"),
}
NOTES: Mapping[str, str] = {
    "dikonfirmasi": N_("Sudah dikonfirmasi ke lapangan"),
    "dipantau": N_("Dipantau bulan berikutnya"),
    "dimediasi": N_("Mediasi dimulai"),
    "dikoordinasikan": N_("Dikoordinasikan dengan aparat setempat"),
    "ormas_dilibatkan": N_("Ormas setempat dilibatkan"),
    "laporan_ganda": N_("Ada laporan ganda"),
    "salah_catat": N_("Ada salah catat"),
    "terlambat_lapor": N_("Laporan bulan lain masuk terlambat"),
}
CHECKS = frozenset({"dikonfirmasi", "laporan_ganda", "salah_catat", "terlambat_lapor"})
"""Notes that say that somebody checked."""
OFFERED: Mapping[str, str] = {code: text for code, text in NOTES.items() if code not in OF_NOTES}
"""Notes that are still written; what the others told stands as an act."""
RIGHT, CLOSING = "tindak_lanjut", "tutup"
INCIDENT, SIGNAL, DECISION = "kejadian", "sinyal", "keputusan"
PURPOSE = N_("Memastikan setiap peringatan diterima, diperiksa, dan ditindaklanjuti pada waktunya, dan belajar dari hasilnya.")
KEPT = N_(
    "Selama basis data ada, sampai jadwal retensi arsip kabupaten menetapkan lain. Hanya kode, tanggal, dan lembaga; tanpa teks bebas, Ormas, atau orang di luar nama akun petugas."
)
_OPEN = {ACKNOWLEDGED, ASSIGNED, ACTED}
_COLUMNS = [
    "perkara",
    "keadaan",
    "ditugaskan_ke",
    "catatan",
    "tindakan",
    "hasil",
    "waktu_terima",
    "oleh_terima",
    "waktu_akhir",
    "oleh_akhir",
]
_STEPS = ["perkara", "langkah", "kode", "waktu", "oleh", "edisi", "tanggal", "lembaga", "hasil", "sebab"]


@dataclass(frozen=True)
class Named:
    """The id of a matter in its parts."""

    id: str
    kind: str
    """`sinyal`, `kejadian` or `keputusan`."""
    kecamatan: str | None
    since: date | None
    """The day before which nothing can have been done about it, where the id tells."""

    @property
    def number(self) -> Number:
        """Kecamatan and number of an incident."""
        return str(self.kecamatan), self.id.split("/", 2)[2]


def parse(matter: str) -> Named:
    """The parts of an id. Raises DataError for what is none."""
    if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])/(\d{2}\.\d{2}\.\d{2})/[a-z_]+", matter):
        return Named(matter, SIGNAL, found[3], date(int(found[1]), int(found[2]), 1))
    if found := re.fullmatch(rf"{INCIDENT}/(\d{{2}}\.\d{{2}}\.\d{{2}})/.+", matter):
        return Named(matter, INCIDENT, found[1], None)
    if re.fullmatch(rf"{DECISION}/.+", matter):
        return Named(matter, DECISION, None, None)
    raise DataError(
        msg(
            "{matter} bukan perkara. Tulis seperti dalam daftar (followup list), mis. 2026-10/32.16.07/industri atau kejadian/32.16.07/KJ-1.",
            matter=repr(matter),
        )
    )


def acknowledge(session: Session, matter: str, edition: str | None = None) -> None:
    """Somebody has seen the matter. Refused unless it is new: a step never goes back.

    matter: its id. edition: the edition in which a signal was seen; None for everything else.
    """
    _step(session, RIGHT, matter, edition, "diterima", None, {NEW}, office=offices(session.viewer)[0])


def assign(session: Session, matter: str, edition: str | None, unit: str) -> None:
    """Assign the matter to an office of `UNITS`; it can be reassigned as long as it isn't closed."""
    _known(unit, UNITS)
    _step(session, CLOSING, matter, edition, "ditugaskan", unit, _OPEN)


def note(session: Session, matter: str, edition: str | None, code: str) -> None:
    """Add a coded note of `OFFERED` to a matter that somebody acknowledged."""
    _known(code, OFFERED)
    _step(session, RIGHT, matter, edition, "catatan", code, _OPEN)


def act(session: Session, matter: str, edition: str | None, done: Act) -> None:
    """Report an act about a matter that somebody acknowledged.

    Raises AccessError for another office than those of the viewer (`acts.offices`); DataError for an unknown code, a day that hasn't come
    or lies before what happened, an act that needs a reason and has none, or a matter that is new or closed.
    """
    for code, offered in ((done.code, ACTS), (done.outcome, OUTCOMES), (done.office, UNITS)):
        _known(code, offered)
    if done.code == NOT_NEEDED and not done.reason:
        raise DataError(msg("Sebutkan alasannya bila tidak perlu tindakan: {known}.", known=", ".join(REASONS)))
    if done.code != NOT_NEEDED and done.reason:
        raise DataError(msg("Alasan hanya untuk tidak perlu tindakan. Kosongkan alasannya, atau pilih tindakan itu."))
    if done.reason:
        _known(done.reason, REASONS)
    if done.office not in offices(session.viewer):
        raise AccessError(
            msg(
                "Peran {role} hanya mencatat tindakan {offices}. Tidak ada yang diubah.",
                role=session.viewer.title,
                offices=joined(", ", [msg(UNITS[one]) for one in offices(session.viewer)]),
            )
        )
    if done.day > session.clock.today():
        raise DataError(
            msg(
                "Tanggal tindakan {day} belum tiba. Isi tanggal tindakan yang sudah dilakukan. Tidak ada yang diubah.",
                day=written(moments.day, done.day),
            )
        )
    _step(
        session,
        RIGHT,
        matter,
        edition,
        ACTED,
        done.code,
        _OPEN,
        day=done.day,
        office=done.office,
        outcome=done.outcome,
        reason=done.reason,
    )


def close(session: Session, matter: str, edition: str | None, outcome: str) -> None:
    """Close the matter as true, false or unclear (`OUTCOMES`)."""
    _known(outcome, OUTCOMES)
    _step(session, CLOSING, matter, edition, "ditutup", outcome, _OPEN)


def may_set_level(signal: str, since: str, months: int) -> bool:
    """Whether the row of a signal, which began in the month `since`, has lasted so many months that it may be the new usual level.

    >>> [may_set_level("2026-10/32.16.07/industri", since, 12) for since in ("2025-11", "2025-10")]
    [False, True]
    """
    (year, month), (first_year, first_month) = (map(int, text.split("-")) for text in (signal[:7], since))
    return 12 * (year - first_year) + month - first_month >= months


def set_level(session: Session, signal: str, edition: str | None, since: str) -> None:
    """Take what has lasted since the month `since` as the new usual level: the row ends, and later months are judged by that level.

    Raises DataError for a row that is younger than the rules in force allow (`new_level_months`); it is these that judge the next edition.
    """
    months = methods.load_rules().new_level_months
    if not may_set_level(signal, since, months):
        raise DataError(
            msg(
                "Taraf baru hanya dapat ditetapkan untuk sinyal yang sudah berlangsung {n} bulan.",
                n=months,
            )
        )
    _step(session, CLOSING, signal, edition, LEVELLED, since, _OPEN)


def reopen(session: Session, matter: str, edition: str | None = None) -> None:
    """Take back a closing or a new level; it stays in the history."""
    _step(session, CLOSING, matter, edition, "dibuka_kembali", None, set(ENDED))


def ended(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Signals that people closed, or whose level they took as the new usual one."""
    table = _states(con, "sinyal IS NOT NULL")
    return sorted(table.loc[table["keadaan"].isin(ENDED), "perkara"])


def states(home: Path) -> pd.DataFrame:
    """The state of every matter on which somebody has acted.

    Returns one row a matter: `perkara` (its id), `keadaan` (`STATES`), `ditugaskan_ke`, `catatan` and `tindakan` (the last ones), `hasil`,
    `waktu_terima` and `oleh_terima` (first acknowledged), `waktu_akhir` and `oleh_akhir` (last step). Times are UTC. Empty without a store.
    """
    if not database.exists(home):
        return pd.DataFrame(columns=_COLUMNS)
    with database.read(home) as con:
        return _states(con)


def history(home: Path, matter: str | None = None) -> pd.DataFrame:
    """Every step of one matter, or of all, oldest first: `perkara`, `langkah`, `kode`, `waktu` (UTC), `oleh`, `edisi`; of an act also
    `tanggal`, `lembaga`, `hasil` and `sebab`. What isn't known is missing.
    """
    if not database.exists(home):
        return pd.DataFrame(columns=_STEPS)
    with database.read(home) as con:
        return steps(con, matter)


def steps(con: duckdb.DuckDBPyConnection, matter: str | None = None) -> pd.DataFrame:
    """As `history`, from an open store: `perkara`, `langkah`, `kode`, `waktu`, `oleh`, `edisi`, `tanggal`, `lembaga`, `hasil`, `sebab`."""
    return con.execute(
        "SELECT coalesce(sinyal, perkara) AS perkara, * EXCLUDE (perkara, sinyal, urutan) FROM tindak_lanjut"
        " WHERE $matter IS NULL OR coalesce(sinyal, perkara) = $matter ORDER BY urutan",
        {"matter": matter},
    ).df()[_STEPS]


def describe(t: Words, row: Mapping[Any, Any]) -> str:
    """A step of the history in words; row: of `history`."""
    step, code = row["langkah"], str(row["kode"])
    if step == "ditugaskan":
        return t("Ditugaskan kepada {unit}", unit=t(UNITS[code]))
    if step == "catatan":
        return t("Catatan: {note}", note=t(NOTES[code]))
    if step == ACTED:
        return _act(t, code, row)
    if step == "ditutup":
        return t("Ditutup: {outcome}", outcome=t(OUTCOMES[code]))
    if step == LEVELLED:
        return t(STATES[LEVELLED])
    return t("Dibuka kembali") if step == "dibuka_kembali" else t("Diterima")


def _act(t: Words, code: str, row: Mapping[Any, Any]) -> str:
    """`Mediasi oleh Camat, 3 Nov 2026: belum jelas`."""
    return t(
        "{act} oleh {office}, {day}: {outcome}",
        act=t(ACTS[code]) if code != NOT_NEEDED else f"{t(ACTS[code])} ({t(REASONS[str(row['sebab'])]).lower()})",
        office=t(UNITS[str(row["lembaga"])]),
        day=moments.day(t, cast(date, row["tanggal"])),
        outcome=t(OUTCOMES[str(row["hasil"])]),
    )


def _states(con: duckdb.DuckDBPyConnection, where: str = "true") -> pd.DataFrame:
    return con.execute(
        f"""
        SELECT coalesce(sinyal, perkara) AS perkara,
          CASE arg_max(langkah, urutan) FILTER (langkah <> 'catatan')
            WHEN 'dibuka_kembali' THEN 'diterima' ELSE arg_max(langkah, urutan) FILTER (langkah <> 'catatan')
          END AS keadaan,
          arg_max(kode, urutan) FILTER (langkah = 'ditugaskan') AS ditugaskan_ke,
          arg_max(kode, urutan) FILTER (langkah = 'catatan') AS catatan,
          arg_max(kode, urutan) FILTER (langkah = 'tindakan') AS tindakan,
          CASE WHEN arg_max(langkah, urutan) FILTER (langkah <> 'catatan') = 'ditutup'
            THEN arg_max(kode, urutan) FILTER (langkah = 'ditutup') END AS hasil,
          min(waktu) FILTER (langkah = 'diterima') AS waktu_terima,
          arg_min(oleh, urutan) FILTER (langkah = 'diterima') AS oleh_terima,
          max(waktu) AS waktu_akhir, arg_max(oleh, urutan) AS oleh_akhir
        FROM tindak_lanjut t WHERE {where} GROUP BY coalesce(t.sinyal, t.perkara) ORDER BY 1
        """  # noqa: S608 - our own conditions
    ).df()[_COLUMNS]


def _step(
    session: Session,
    right: str,
    matter: str,
    edition: str | None,
    step: str,
    code: str | None,
    allowed: Collection[str],
    *,
    day: date | None = None,
    office: str | None = None,
    outcome: str | None = None,
    reason: str | None = None,
) -> None:
    """Check right, place and state and add the row, with its line in the audit trail, in one transaction."""
    session.require(right)
    about = parse(matter)
    if about.kecamatan:
        session.require_kecamatan(about.kecamatan)
    elif session.bound is not None:
        raise AccessError(msg("Peran {role} hanya untuk kecamatannya sendiri. Tidak ada yang diubah.", role=session.viewer.title))
    if about.kind == SIGNAL and edition is None:
        raise ValueError(f"{matter}: a signal is seen in an edition")
    with database.write(session.home, doing="tindak lanjut", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
        shape.require(con)
        table = _states(con).set_index("perkara")
        state = cast(str, table.loc[matter, "keadaan"]) if matter in table.index else NEW
        since = _since(con, about)
        if state not in allowed:
            raise DataError(_refused(state))
        if day and since and day < since:
            raise DataError(_too_early(day, since))
        made = con.execute(
            "INSERT INTO tindak_lanjut (sinyal, perkara, edisi, langkah, kode, waktu, oleh, tanggal, lembaga, hasil, sebab)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING urutan",
            [
                *((matter, None, edition) if about.kind == SIGNAL else (None, matter, None)),
                *(step, code, clock.now(), session.user, day, office, outcome, reason),
            ],
        ).fetchall()
        details = {"sinyal" if about.kind == SIGNAL else "perkara": matter, "edisi": edition, "langkah": step, "kode": code}
        told = {"tanggal": day and day.isoformat(), "lembaga": office, "hasil": outcome, "sebab": reason}
        details |= {name: value for name, value in told.items() if value}
        audit.append(con, "tindak_lanjut", {**details, ledger.DIGEST: ledger.of(con, "tindak_lanjut", made[0])}, by=session.by)


def _since(con: duckdb.DuckDBPyConnection, about: Named) -> date | None:
    """The day before which nothing can have been done about a matter. Raises DataError for an incident that isn't there."""
    if about.kind != INCIDENT:
        return about.since
    row = con.execute("SELECT min(tanggal) FROM kejadian WHERE (kecamatan, id_kejadian) = (?, ?)", list(about.number)).fetchone()
    if row is None or row[0] is None:
        raise DataError(msg("Kejadian {number} tidak ada di basis data. Lihat daftarnya: followup list.", number=about.number[1]))
    return cast(date, row[0])


def _refused(state: str) -> Message:
    """Why a step doesn't follow on a state, and what to do."""
    if state == NEW:
        return msg("Perkara ini belum diterima. Terima dahulu, lalu ulangi. Tidak ada yang diubah.")
    if state in ENDED:
        return msg(
            "Perkara ini sudah berstatus {state}, mungkin oleh orang lain. Minta Bakesbangpol membukanya kembali bila masih ada yang perlu dicatat. Tidak ada yang diubah; muat ulang halaman.",
            state=msg(STATES[state]),
        )
    return msg(
        "Perkara ini sudah berstatus {state}, mungkin oleh orang lain; langkah tidak dapat mundur. Tidak ada yang diubah; muat ulang halaman.",
        state=msg(STATES[state]),
    )


def _too_early(day: date, since: date) -> Message:
    return msg(
        "Tindakan bertanggal {day}, sebelum kejadiannya sendiri ({since}). Perbaiki tanggal tindakannya. Tidak ada yang diubah.",
        day=written(moments.day, day),
        since=written(moments.day, since),
    )


def _known(code: str, offered: Mapping[str, str]) -> None:
    if code not in offered:
        raise DataError(msg("{code} tidak dikenal. Pilihannya: {known}.", code=repr(code), known=", ".join(offered)))
