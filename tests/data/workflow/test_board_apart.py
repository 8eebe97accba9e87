"""Nothing of Papan hari ini is published: what makes editions, indices, frames, briefs and files neither reads it nor changes by it."""

import contextlib
from datetime import date

import pytest

from data.editions import reading
from data.workflow import board, publishing, snapshots
from tests import homes
from tests.homes import incident
from tests.test_rooms import FILES, imports

BOARD = {
    "data.workflow.board",
    "pages.wording.messenger",
    "pages.panels.today_incidents",
    "pages.panels.today_waiting",
    "pages.panels.today_matters",
    "pages.hari_ini",
}
PUBLISHING = [
    name
    for name in FILES
    if name.startswith(("analytics", "data.editions", "data.records", "data.commands", "pages.exports", "pages.facts", "pages.figures"))
    or name
    in ("data.workflow.publishing", "data.workflow.snapshots", "data.workflow.clearance", "pages.panels.tables", "pages.panels.workbook")
    or name.startswith(("pages.panels.press", "pages.panels.editions", "data.jobs"))
]


def reached(name, found=None):
    """Every module that one imports, and what those import."""
    found = set() if found is None else found
    for one in imports(FILES[name]) - found:
        found.add(one)
        reached(one, found)
    return found


@pytest.mark.parametrize("name", sorted(PUBLISHING))
def test_what_publishes_does_not_know_the_board(name):
    assert reached(name) & BOARD == set()


def test_the_board_is_read_by_its_page_and_the_line_that_leads_there_alone():
    readers = {name for name, path in FILES.items() if imports(path) & BOARD} - BOARD
    assert readers == {"pages.navigation", "pages.ringkasan"}
    assert "data.records.severity" in reached("data.workflow.board") & reached("data.workflow.publishing"), (
        "the search finds what is shared"
    )


def test_no_row_of_the_board_moves_a_figure_of_the_edition(home):
    homes.put(home, "kejadian", incident(date(2026, 10, 3)), incident(date(2026, 10, 9)))
    session = homes.session(home, today=date(2026, 11, 20))
    before = snapshots.read_snapshot(home, "2026-10").fingerprint
    publishing.publish(session, "2026-10")
    homes.put(home, "kejadian", incident(date(2026, 10, 12), meninggal=2), verified=False)
    homes.put(home, "kejadian", incident(date(2026, 11, 3), meninggal=1))
    with contextlib.closing(reading.open_edition(home)) as edition:
        assert board.read(session, board.since(edition, date(2026, 11, 20))).rows() == 2
    assert snapshots.read_snapshot(home, "2026-10").fingerprint == before
    assert publishing.standing(session, "2026-10").unchanged
