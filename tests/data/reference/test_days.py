"""National and religious days: official dates with their decree, computed ones marked, none invented."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.errors import DataError
from data.reference import days
from data.reference.territory import REFERENCE

YEARS = range(2019, 2029)
# What the decrees of the three ministers name in every year; Paskah since 2024 only.
EVERY_YEAR = set(days.NAMES) - {"pemilu", "pilkada", "paskah"}


def of(year, code):
    return [one for one in days.load() if one.first.year == year and one.code == code]


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_its_days_and_says_which_it_lacks(year):
    known = {one.code for one in days.load() if one.first.year == year}
    assert EVERY_YEAR - known == ({"nyepi"} if year > 2026 else set())
    assert set(days.missing(year)) == ({"nyepi"} if year > 2026 else {"paskah"} if year < 2024 else set())


@pytest.mark.parametrize(
    ("year", "code", "day"),
    [
        (2019, "idul_fitri", "2019-06-05"),
        (2020, "ramadan", "2020-04-24"),
        (2021, "nyepi", "2021-03-14"),
        (2022, "waisak", "2022-05-16"),
        (2023, "idul_adha", "2023-06-29"),
        (2024, "pilkada", "2024-11-27"),
        (2025, "maulid", "2025-09-05"),
        (2026, "idul_fitri", "2026-03-21"),
    ],
)
def test_an_official_day_stands_where_its_decree_puts_it(year, code, day):
    (one,) = of(year, code)
    assert (one.first.isoformat(), one.is_computed) == (day, False)
    assert re.search(r"SKB Tiga Menteri Nomor \d|Keputusan (Presiden Nomor \d|Menteri Agama)", one.source)


def test_nothing_is_called_official_before_a_decree_named_it():
    """Of 2027 and 2028 only what the law fixes for every year; of 2026 not the beginning of Ramadan, which the decree leaves open."""
    official = {one.code for one in days.load() if one.first.year > 2026 and not one.is_computed}
    assert official == {"tahun_baru", "hari_buruh", "pancasila", "kemerdekaan", "natal"}
    assert [one.code for one in days.load() if one.first.year <= 2026 and one.is_computed] == ["ramadan"]
    assert all(one.source.startswith("perhitungan") == one.is_computed for one in days.load())


def easter(year):
    """Meeus' way, written apart from the one by which the table was made: golden number, century, epact."""
    golden, century = year % 19 + 1, year // 100 + 1
    skipped, synced = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + synced - skipped) % 30
    epact += (epact == 25 and golden > 11) or epact == 24
    full = 44 - epact
    full += 30 * (full < 21)
    sunday = full + 7 - (5 * year // 4 - skipped - 10 + full) % 7
    return date(year, 3, 1) + timedelta(days=sunday - 1)


@pytest.mark.parametrize("year", YEARS)
def test_the_days_around_easter_follow_easter(year):
    assert [one.first for one in of(year, "wafat_yesus")] == [easter(year) - timedelta(days=2)]
    assert [one.first for one in of(year, "kenaikan_yesus")] == [easter(year) + timedelta(days=39)]
    assert [one.first for one in of(year, "paskah")] in ([], [easter(year)])


@pytest.mark.parametrize("year", YEARS)
def test_hijri_days_are_as_far_apart_as_their_months_allow(year):
    """Ramadan ends where Idul Fitri begins; Idul Adha is two months and nine days after it."""
    (ramadan,), (fitri,), (adha,) = of(year, "ramadan"), of(year, "idul_fitri"), of(year, "idul_adha")[-1:]
    assert ramadan.last + timedelta(days=1) == fitri.first
    assert (ramadan.last - ramadan.first).days + 1 in (29, 30)
    assert (adha.first - fitri.first).days in range(29 + 29 + 9 - 1, 30 + 30 + 9 + 1)
    muharam = [one for one in of(year, "tahun_baru_islam") if one.first > adha.first]
    assert [(one.first - adha.first).days in (19, 20, 21) for one in muharam] == [True]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("natal,resmi", "natal,mungkin", "dasar harus resmi atau dihitung"),
        ("natal,resmi", "natalan,resmi", "kode hari tidak dikenal: natalan"),
        ("2019-12-25,2019-12-25,", "2019-12-25,2019-12-24,", "berakhir sebelum mulai: natal"),
        ("2019-12-25,2019-12-25,natal", "2020-12-25,2020-12-25,natal", "hari yang sama muncul dua kali: natal"),
        ("2019-12-25,2019-12-25", "25 Desember,2019-12-25", "kalender.csv, kolom mulai"),
    ],
)
def test_a_spoilt_calendar_is_named_with_its_fault(tmp_path: Path, old, new, message):
    shutil.copy(REFERENCE / "kalender.csv", tmp_path)
    text = (tmp_path / "kalender.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "kalender.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as refusal:
        days.load(tmp_path)
    assert message in str(refusal.value)
