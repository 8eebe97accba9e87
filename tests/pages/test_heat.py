"""The heat map of incidents: whole periods only, gaps where reports are missing, narrowed by type and police sector."""

import pytest

from data import figures, reading
from pages.components import heat, signal_views


def test_a_caturwulan_is_shown_only_when_it_is_whole():
    found = heat.groups("2026-10", heat.CATURWULAN, "2025-03")
    assert list(found) == ["B08 2025", "B12 2025", "B04 2026", "B08 2026"]
    assert found["B08 2026"] == ["2026-05", "2026-06", "2026-07", "2026-08"]


def test_months_are_the_last_twenty_four():
    found = heat.groups("2026-10", heat.MONTH, "2023-11")
    assert len(found) == 24
    assert list(found)[-1] == "Okt 2026"


@pytest.mark.parametrize(("reported", "expected"), [(4, 10), (3, 9), (2, None), (0, None)])
def test_a_period_with_too_many_silent_months_is_crossed_out(reported, expected):
    months = ["2026-05", "2026-06", "2026-07", "2026-08"]
    counts = {"2026-05": 4, "2026-06": 3, "2026-07": 2, "2026-08": 1}
    assert heat.cell(counts, frozenset(months[:reported]), months) == expected


def test_types_add_up_to_all_incidents(simulated_home):
    edition = reading.open_edition(simulated_home)
    kinds = edition.counts()["jenis"].unique()
    whole = signal_views.incidents_by_month(edition, "2025-11", "2026-10")
    by_kind = [signal_views.incidents_by_month(edition, "2025-11", "2026-10", kind) for kind in kinds]
    total = sum(n for row in whole.values() for n in row.values())
    assert sum(n for part in by_kind for row in part.values() for n in row.values()) == total
    assert total == figures.read(edition, "kejadian", "2026-10").n
    edition.close()
