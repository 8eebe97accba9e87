"""What simulated meetings decided: carried out in time, late, not at all, put off. DATA SIMULASI – BUKAN DATA NYATA."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from data.editions import reading
from data.session import Session
from data.workflow import meetings

FIRST, SECOND = timedelta(days=35), timedelta(days=14)
"""How long ago the two meetings were."""
# Days ago of the meeting, who decided, who is in charge, days until it was due, days after which it was done, what was decided.
_DECIDED = (
    (FIRST, "tim_terpadu", "camat", 14, 12, "Mediasi diadakan; hasilnya dilaporkan ke rapat berikutnya."),
    (FIRST, "kepala_bakesbangpol", "bakesbangpol", 7, 16, "Laporan lapangan dikumpulkan lagi dan dibandingkan dengan laporan polsek."),
    (FIRST, "forkopimda", "satpol_pp", 14, None, "Patroli bersama pada malam hari sampai keadaan kembali seperti biasa."),
    (SECOND, "bupati", "fkdm", 7, None, "Peringatan dini di tingkat desa diaktifkan dan dilaporkan setiap pekan."),
)
_PUT_OFF = (timedelta(days=3), timedelta(days=11), "Pertemuan ditunda sampai laporan desa lengkap.")

TEXTS = (*(one[-1] for one in _DECIDED), _PUT_OFF[-1])
"""Everything that is typed in."""


def fill(session: Session, edition_id: str) -> int:
    """Decisions on the oldest signals of an edition, which nothing else is told of; returns how many."""
    with contextlib.closing(reading.open_edition(session.home, edition_id)) as edition:
        rows = edition.decisions()
    signals = rows[rows["kind"] == meetings.SIGNAL].sort_values(["period", "signal"])["signal"]
    last: dict[str, str] = {meetings.subject_of_signal(one): one[:7] for one in signals}
    oldest = sorted(last, key=lambda subject: (last[subject], subject))
    today, number = session.clock.today(), 0
    for subject, (ago, by, office, until, after, text) in zip(oldest, _DECIDED, strict=False):
        held = today - ago
        number = meetings.decide(session, edition_id, subject, held=held, by=by, office=office, due=held + timedelta(days=until), text=text)
        if after is not None:
            meetings.finish(session, number, held + timedelta(days=after))
    if number == len(_DECIDED):
        before, later, why = _PUT_OFF
        meetings.postpone(session, number, today - before, today + later, why)
    return number
