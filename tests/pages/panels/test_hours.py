"""Day × hour: every incident whose hour is known, once; nothing is drawn from too few."""

import pytest

from data.editions import reading
from pages.panels import hours
from tests.pages.showing import shown, text


@pytest.fixture(scope="module")
def edition(simulated_home):
    opened = reading.open_edition(simulated_home)
    yield opened
    opened.close()


def test_each_incident_with_a_known_hour_is_counted_once(edition):
    codes = tuple(edition.units("kecamatan")["unit"])
    grid = hours.counted(edition, "2026-10", codes)
    assert [len(row) for row in grid] == [24] * 7
    total = sum(map(sum, grid))
    assert total == edition.hours(first="2025-11", last="2026-10")["n"].sum()
    incidents = edition.counts(first="2025-11", last="2026-10").query("kelas == 'gangguan'")["n"].sum()
    assert 0.6 * incidents < total < incidents  # the simulated reports leave a fifth of the hours out


def test_kecamatan_add_up_to_the_regency(edition):
    codes = tuple(edition.units("kecamatan")["unit"])
    whole = hours.counted(edition, "2026-10", codes)
    parts = [hours.counted(edition, "2026-10", (code,)) for code in codes]
    assert [[sum(p[d][h] for p in parts) for h in range(24)] for d in range(7)] == whole


def test_the_hours_are_those_that_were_reported(edition):
    """The simulated hours lie between eight in the morning and one at night."""
    grid = hours.counted(edition, "2026-10", tuple(edition.units("kecamatan")["unit"]))
    assert all(sum(row[hour] for row in grid) == 0 for hour in range(2, 8))
    assert all(sum(row) > 0 for row in grid)


def test_a_day_is_named_only_where_chance_does_not_explain_its_lead(at_home, simulated_home, monkeypatch):
    """Of 512 incidents of a year 82 fell on the busiest day: as many as chance gives."""
    at_home(simulated_home)
    week = [70, 68, 82, 77, 75, 72, 68]
    monkeypatch.setattr(hours, "counted", lambda *_: [[n] + [0] * 23 for n in week])
    found = text(shown("tren"))
    assert "512 kejadian yang diketahui jamnya; antarhari tidak berbeda nyata" in found
    assert "Terbanyak pada hari" not in found
    at_home(simulated_home)
    week[2] += 60
    assert "Terbanyak pada hari Rabu: 142 dari 572 kejadian yang diketahui jamnya" in text(shown("tren"))
