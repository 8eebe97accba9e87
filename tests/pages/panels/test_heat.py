"""The heat map of incidents: whole periods only, gaps where reports are missing, narrowed by type and police sector."""

import pytest

from data.editions import figures, reading
from data.reference import methods
from pages.facts import signals
from pages.figures import trend_figures
from pages.panels import heat
from tests.reader import t


def test_a_caturwulan_is_shown_only_when_it_is_whole():
    found = heat.groups(t, "2026-10", heat.CATURWULAN, "2025-03")
    assert list(found) == ["B08 2025", "B12 2025", "B04 2026", "B08 2026"]
    assert found["B08 2026"] == ["2026-05", "2026-06", "2026-07", "2026-08"]


def test_months_are_the_last_twenty_four():
    found = heat.groups(t, "2026-10", heat.MONTH, "2023-11")
    assert len(found) == 24
    assert list(found)[-1] == "Okt 2026"


RULES = methods.load_verdict_rules()
MONTHS = ["2026-05", "2026-06", "2026-07", "2026-08"]


@pytest.mark.parametrize(("reported", "whole", "told"), [(4, True, "10"), (3, False, "10*"), (2, False, "10*"), (0, False, "10*")])
def test_a_verified_incident_is_counted_whether_or_not_its_month_was_reported(reported, whole, told):
    counts = {"2026-05": 4, "2026-06": 3, "2026-07": 2, "2026-08": 1}
    found = heat.cell(counts, frozenset(MONTHS[:reported]), MONTHS, RULES)
    assert found == heat.Cell(10, tuple(MONTHS[reported:]))
    assert found.is_whole is whole
    assert heat.shown(t, found) == told


@pytest.mark.parametrize(("reported", "n", "told"), [(4, 0, "0"), (3, 0, "0 (tanpa Agu 2026)"), (2, None, "–"), (0, None, "–")])
def test_nothing_recorded_and_too_little_reported_is_not_zero(reported, n, told):
    found = heat.cell({}, frozenset(MONTHS[:reported]), MONTHS, RULES)
    assert (found.n, heat.shown(t, found)) == (n, told)


def test_the_table_by_month_holds_every_verified_incident_of_the_edition(simulated_home):
    edition = reading.open_edition(simulated_home)
    months = heat.groups(t, "2026-10", heat.MONTH, "2023-11")
    counts = signals.incidents_by_month(edition, "2024-11", "2026-10")
    known = heat.reported(edition)
    shown = [heat.cell(counts[code], known.get(code, frozenset()), span, RULES) for code in counts for span in months.values()]
    rows = edition.counts(first="2024-11", last="2026-10").query("kelas == 'gangguan'")
    assert sum(one.n or 0 for one in shown) == rows["n"].sum()
    assert any(one.is_partial for one in shown)
    edition.close()


def test_the_picture_circles_what_may_still_grow_and_crosses_what_is_not_known():
    figure = trend_figures.heat_map(t, ["Setu"], ["Jun", "Jul", "Agu"], [[2, None, 1]], "%{z}", partial=[["Apr 2026", "", ""]])
    heat_, crosses, circles = figure["data"]
    assert (crosses["x"], circles["x"]) == (["Jul"], ["Jun"])
    assert heat_["text"] == [["<br>laporan belum lengkap: Apr 2026", "", ""]]


def test_types_add_up_to_all_incidents(simulated_home):
    edition = reading.open_edition(simulated_home)
    kinds = edition.counts()["jenis"].unique()
    whole = signals.incidents_by_month(edition, "2025-11", "2026-10")
    by_kind = [signals.incidents_by_month(edition, "2025-11", "2026-10", kind) for kind in kinds]
    total = sum(n for row in whole.values() for n in row.values())
    assert sum(n for part in by_kind for row in part.values() for n in row.values()) == total
    assert total == figures.read(edition, "kejadian", "2026-10").n
    edition.close()
