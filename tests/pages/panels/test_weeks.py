"""Incidents by week: every verified one, marked where reports are missing, and all of them when nothing is narrowed."""

import re
from collections import Counter

import pytest

from data.editions import reading
from data.editions.reading import Edition
from pages.facts.views import Area
from pages.panels import weeks
from pages.panels.heat import Cell
from pages.panels.weeks import Week
from tests.pages.showing import shown, text
from tests.reader import t

OCTOBER = ["2026-10-05", "2026-10-12", "2026-10-19"]


@pytest.fixture(scope="module")
def edition(simulated_home):
    opened = reading.open_edition(simulated_home)
    yield opened
    opened.close()


def week(monday, code, n):
    return Week(monday, code, "tawuran", "selesai", n)


def test_the_weeks_shown_are_whole_and_the_last_twenty_six():
    assert weeks.mondays("2026-10", "2026-10") == OCTOBER  # the 26th runs into November
    assert weeks.mondays("2026-11", "2026-11")[-1] == "2026-11-23"  # ends on Sunday the 29th
    assert len(weeks.mondays("2026-10", "2020-01")) == 26


def test_a_row_adds_its_kecamatan_and_says_where_one_of_them_is_silent():
    rows = [
        week("2026-10-05", "32.16.06", 2),
        week("2026-10-05", "32.16.07", 1),
        week("2026-10-12", "32.16.07", 4),
    ]
    everywhere = {"32.16.06": frozenset({"2026-10"}), "32.16.07": frozenset({"2026-10"})}
    together = {"Polsek Tambun": ["32.16.06", "32.16.07"]}
    assert weeks.grid(rows, together, OCTOBER, everywhere) == {"Polsek Tambun": [Cell(3), Cell(4), Cell(0)]}
    assert weeks.grid(rows, together, OCTOBER, {"32.16.07": frozenset({"2026-10"})}) == {
        "Polsek Tambun": [Cell(n, ("2026-10",)) for n in (3, 4, None)]
    }


def test_a_polsek_of_which_one_kecamatan_did_not_report_shows_all_its_incidents():
    """20 in a kecamatan that reported, 2 in one that didn't: 22."""
    rows = [
        week("2026-10-05", "32.16.06", 12),
        week("2026-10-19", "32.16.06", 8),
        week("2026-10-05", "32.16.07", 2),
    ]
    cells = weeks.grid(rows, {"Polsek Tambun": ["32.16.06", "32.16.07"]}, OCTOBER, {"32.16.06": frozenset({"2026-10"})})
    assert sum(one.n or 0 for one in cells["Polsek Tambun"]) == 22


def test_a_kecamatan_without_a_polsek_is_a_row_of_its_own():
    somewhere, nowhere = (Area(code, code, polsek, False, None, None, False, None) for code, polsek in (("a", "Polsek Setu"), ("b", None)))
    assert weeks._members(t, [somewhere, nowhere], weeks.SECTOR) == {
        "Polsek Setu": ["a"],
        "Polsek belum tercatat": ["b"],
    }


def test_a_week_of_two_months_needs_the_reports_of_both():
    cells = weeks.grid([], {"Setu": ["32.16.17"]}, ["2026-09-28"], {"32.16.17": frozenset({"2026-10"})})
    assert cells == {"Setu": [Cell(None, ("2026-09",))]}


def test_weeks_add_up_to_the_incidents_of_the_edition(edition):
    """By type, over everything that the edition holds."""
    by_week = Counter[str]()
    for row in weeks.counted(edition, "0000-00-00", "9999-99-99"):
        by_week[row.kind] += row.n
    counts = edition.counts()
    expected = counts[counts["kelas"] == "gangguan"].groupby("jenis")["n"].sum().to_dict()
    assert dict(by_week) == expected


def test_the_page_narrows_by_type_state_and_sector(at_home, simulated_home):
    at_home(simulated_home, read_only=True)
    at = shown("tren", baris_minggu="polsek", jenis_minggu="tawuran", penanganan="selesai")
    rows = rows_of(at)
    assert rows
    assert {tuple(row[3:5]) for row in rows} == {("Tawuran", "Selesai ditangani")}


def test_an_older_edition_says_so_instead_of_showing_zero(at_home, simulated_home, monkeypatch):
    at_home(simulated_home)
    monkeypatch.setattr(Edition, "keeps_times", False)
    assert text(shown("tren")).count("Edisi ini terbit sebelum hitungan ini ada") == 2


def test_the_table_marks_the_rows_of_a_month_that_was_not_reported(at_home, simulated_home, edition):
    """Setu sent too few reports in June; the one incident of the week from the eighth is shown all the same."""
    at_home(simulated_home, read_only=True)
    rows = rows_of(shown("tren"))
    assert [row[-1] for row in rows if row[:2] == ["8 Jun 2026", "Setu"]] == ["belum lengkap"]
    assert {row[-1] for row in rows if row[:2] == ["6 Jul 2026", "Cibitung"]} == {"memadai"}
    assert {row[-1] for row in rows if row[0] == "26 Okt 2026"} == {"minggu belum penuh"}
    verified = edition.weeks(first="2026-04-27", last="2026-10-31")
    assert sum(int(row[-2]) for row in rows) == verified["n"].sum()


def test_a_choice_without_incidents_is_a_sentence(at_home, simulated_home):
    at_home(simulated_home, read_only=True)
    found = text(shown("tren", jenis_minggu="ekses_politik", penanganan="eskalasi"))
    assert "Tidak ada kejadian terverifikasi dengan pilihan ini, 27 Apr 2026–Oktober 2026." in found


def rows_of(at):
    table = next(e.proto.body for e in at.get("html") if "Minggu sejak" in e.proto.body)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in table.split("<tr")[2:]]
