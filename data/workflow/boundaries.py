"""Loading the outline that the next edition will use."""

from __future__ import annotations

from pathlib import Path

from data.boundary import loading
from data.boundary.loading import BoundaryReport
from data.session import Session
from data.store import audit, database


def load(session: Session, file: str | Path) -> BoundaryReport:
    """Load a file of boundaries, as `boundary.loading.load`, with its row in the trail. Raises AccessError too."""
    session.require("cadangan")
    with database.write(session.home, doing="boundaries load", who=session.user) as con:
        report = loading.load(file, session.home)
        audit.append(con, "batas", {"berkas": report.source, "sha256": report.sha256}, by=session.by)
    return report
