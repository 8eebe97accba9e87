"""Simulated follow-up of severe incidents: most are acted on in time, some late, a few of the last months not at all, as in life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from numpy.random import Generator

from data.records import reported
from data.records.reported import Incident
from data.simulation.dice import stream
from data.store import ledger
from data.store.audit import Actor
from data.workflow.acts import ACTS, NOT_NEEDED, OUTCOMES, REASONS

LATE, NEVER = 0.2, 0.4
"""Share of acts that come too late; and, of the last three months, of incidents on which nobody acted."""
IN_TIME, LATEST = 14, 45
RECENT = 92
_SHARES = (0.3, 0.25, 0.1, 0.2, 0.1, 0.05)  # of ACTS
Step = tuple[str, str | None, date, str | None, str | None, str | None]
"""Step, code, day, office, outcome, reason."""


def fill(con: Any, until: date, today: date, seed: int, by: Actor) -> dict[str, str]:
    """Put the steps into an open store of simulated rows; returns their digests. Nothing lies after `today`.

    until: the last day of the last month; of what happened later nobody has taken up anything yet.
    """
    made: list[int] = []
    for one in reported.read(con).incidents:
        if one.happened > until:
            continue
        rng = stream(seed, "tindak-lanjut", one.number)
        for step, code, day, office, outcome, reason in _steps(one, rng, until):
            if day > today:
                break
            row = con.execute(
                "INSERT INTO tindak_lanjut (perkara, langkah, kode, waktu, oleh, tanggal, lembaga, hasil, sebab)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING urutan",
                [
                    f"kejadian/{one.kecamatan}/{one.number}",
                    *(step, code, datetime.combine(day, time(3)), by.name),
                    *((day if step == "tindakan" else None), office, outcome, reason),
                ],
            ).fetchone()
            made.append(row[0])
    return ledger.of(con, "tindak_lanjut", made)


def _steps(one: Incident, rng: Generator, until: date) -> Iterator[Step]:
    """Received, checked, acted on, closed."""
    received = one.reported + timedelta(days=int(rng.choice((0, 0, 1, 1, 2, 4))))
    yield "diterima", None, received, "camat", None, None
    checked = received + timedelta(days=int(rng.choice((0, 1, 1, 2, 3, 6))))
    yield "catatan", "dikonfirmasi", checked, None, None, None
    if (until - one.happened).days < RECENT and rng.random() < NEVER:
        return
    days = int(rng.integers(IN_TIME + 1, LATEST)) if rng.random() < LATE else int(rng.integers(1, IN_TIME))
    acted = max(one.reported + timedelta(days=days), checked)
    code, outcome = str(rng.choice(list(ACTS), p=_SHARES)), str(rng.choice(list(OUTCOMES), p=(0.75, 0.1, 0.15)))
    reason = str(rng.choice(list(REASONS))) if code == NOT_NEEDED else None
    yield "tindakan", code, acted, str(rng.choice(("camat", "camat", "polsek", "bakesbangpol", "satpol_pp"))), outcome, reason
    if rng.random() < 0.85:
        yield "ditutup", outcome, acted + timedelta(days=int(rng.integers(1, 20))), None, None, None
