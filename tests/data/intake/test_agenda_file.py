"""A file of the agenda: each fault by its name with its remedy; names have no column, and a code that could be one is refused."""

from datetime import date, timedelta

import pytest

from data.errors import DataError
from data.intake import importing, sheets
from data.store import clock, database
from data.tables.agenda import NOTIFIED
from data.workflow import agenda
from tests import homes

TODAY = date(2026, 11, 27)
UMK = {"mulai": "2026-11-30", "sampai": "2026-11-30", "jenis": "penetapan_umk"}
MARCH = {"mulai": "2026-12-03", "sampai": "2026-12-03", "jenis": NOTIFIED, "kecamatan": "32.16.07", "ukuran": "51_200"}


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def source(rows):
    header = list(dict.fromkeys(column for row in rows for column in row))
    lines = [header, *([row.get(column) or "" for column in header] for row in rows)]
    return sheets.parse("isian.csv", "\n".join(";".join(line) for line in lines).encode())


def checked(home, *rows):
    return importing.check(homes.session(home), source(rows), "agenda").parts[0].checked


def told(findings):
    return [(group.column, str(group.problem.cause), [str(one) for one in group.remedies], group.rows) for group in findings.groups]


@pytest.mark.parametrize(
    ("row", "column", "cause", "remedy"),
    [
        ({**UMK, "sampai": "2026-11-29"}, "sampai, mulai", "agenda berakhir sebelum mulai", "periksa kedua tanggal"),
        ({**MARCH, "kecamatan": ""}, "jenis, kecamatan", "penyampaian pendapat tanpa kecamatan", "isi kecamatan"),
        (
            {**UMK, "ukuran": "51_200"},
            "ukuran, jenis",
            "ukuran terisi, tetapi bukan penyampaian pendapat",
            "kosongkan ukuran, atau perbaiki jenis",
        ),
        (
            {**MARCH, "mulai": "2026-10-27", "sampai": "2026-10-27"},
            "sampai, jenis",
            "pemberitahuan yang sudah lewat lebih dari 30 hari tidak disimpan",
            "hapus barisnya",
        ),
    ],
)
def test_what_cannot_be_is_a_fault_with_its_remedy(home, row, column, cause, remedy):
    assert told(checked(home, row).faults) == [(column, cause, [remedy], [2])]
    with pytest.raises(DataError, match=cause):
        importing.take_in(homes.session(home), importing.check(homes.session(home), source([row]), "agenda"))
    with database.read(home) as con:
        assert con.execute("SELECT count(*) FROM agenda").fetchone() == (0,)


def test_an_unknown_kind_a_missing_end_and_a_code_of_letters_are_faults(home):
    rows = ({**UMK, "jenis": "demo_buruh"}, {**UMK, "sampai": ""}, {**UMK, "id_agenda": "SPSI-BEKASI"}, {**UMK, "kecamatan": "Tambun"})
    assert [(group.column, group.rows) for group in checked(home, *rows).faults.groups] == [
        ("id_agenda", [4]),
        ("jenis", [2]),
        ("kecamatan", [5]),
        ("sampai", [3]),
    ]


@pytest.mark.parametrize("column", ["penyelenggara", "kode_ormas", "keterangan"])
def test_a_column_for_who_organises_is_not_taken(home, column):
    found = checked(home, {**MARCH, column: "Serikat Rekaan"}).faults
    assert told(found) == [
        (column, "kolom tidak ada di templat", ["hapus kolom ini; keterangan bebas tidak disimpan, demi data pribadi"], [1])
    ]


def test_more_than_a_year_is_a_warning(home):
    found = checked(home, {**UMK, "sampai": "2027-12-01"})
    assert len(found.faults) == 0
    assert told(found.warnings)[0][:2] == ("sampai, mulai", "berlangsung lebih dari setahun")


def test_words_are_taken_as_well_as_codes_and_the_last_day_of_30_is_kept(home):
    last = TODAY - timedelta(days=30)
    rows = [
        {**MARCH, "jenis": "Penyampaian pendapat yang diberitahukan", "kecamatan": "Kec. Cibitung", "ukuran": "51–200 orang"},
        {**MARCH, "mulai": last.isoformat(), "sampai": last.isoformat()},
    ]
    report = importing.take_in(homes.session(home), importing.check(homes.session(home), source(rows), "agenda"))[0]
    assert (report.taken, report.waits) == (2, False)
    assert agenda.notified(homes.session(home))[-1] == agenda.Entry(date(2026, 12, 3), date(2026, 12, 3), NOTIFIED, "32.16.07", "51_200")


def test_a_corrected_entry_takes_the_place_of_the_one_under_its_number(home):
    for first in ("2026-11-30", "2026-12-01"):
        row = {**UMK, "id_agenda": "12", "mulai": first, "sampai": first}
        importing.take_in(homes.session(home), importing.check(homes.session(home), source([row]), "agenda"))
    assert [one.first for one in agenda.public(home)] == [date(2026, 12, 1)]
