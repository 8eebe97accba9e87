"""How a cell is read, as a table: what people type, and what it means or why it is asked about."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.faults import Problem
from data.intake import cells, dates
from data.tables import TABLES, Column

OCTOBER_3 = date(2026, 10, 3)
DAY = Column("tanggal", "date", "Tanggal")
MONTH = Column("bulan", "month", "Bulan")
WHOLE = Column("peserta", "whole", "Jumlah peserta", minimum=0, maximum=100_000)
NUMBER = Column("nilai", "number", "Nilai", minimum=0, maximum=10_000)
KEJADIAN = TABLES["kejadian"]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-10-03",
        "2026/10/3",
        "3/10/2026",
        "03-10-26",
        "03.10.2026",
        "3 Okt 2026",
        "3 Oktober 2026",
        "3-Oct-26",
        "Sabtu, 3 Oktober 2026",
        "Oct 3, 2026",
        "20261003",
        "2026-10-03 21:30",
        "3/10/2026 21.30 WIB",
        " 3 / 10 / 2026 "[1:-1].replace(" ", ""),
        "46298",
        46298,
        46298.0,
        20261003,
        OCTOBER_3,
        datetime(2026, 10, 3, 21, 30),
    ],
    ids=str,
)
def test_a_date_in_any_usual_form(typed):
    assert cells.read(DAY, typed) == OCTOBER_3


@pytest.mark.parametrize(
    ("typed", "cause", "remedy"),
    [
        ("10/25/2026", "tanggal tidak ada di kalender", "mungkin bulan dan hari tertukar: tulis 2026-10-25"),
        ("31/02/2026", "tanggal tidak ada di kalender", "periksa tanggalnya; tulis tahun-bulan-hari"),
        ("2026-13-45", "tanggal tidak ada di kalender", "periksa tanggalnya; tulis tahun-bulan-hari"),
        ("3/10/1326", "tahun di luar 1900–2100", "periksa tahunnya"),
        ("Oktober", "bukan tanggal", "tulis tahun-bulan-hari"),
        ("3 Oktember 2026", "bukan tanggal", "tulis tahun-bulan-hari"),
        (2026, "bukan tanggal", "tulis tahun-bulan-hari"),
        (True, "bukan tanggal", "tulis tahun-bulan-hari"),
        ("kemarin", "bukan tanggal", "tulis tahun-bulan-hari"),
    ],
)
def test_what_is_no_date_says_the_likely_slip(typed, cause, remedy):
    problem = cells.read(DAY, typed)
    assert (str(problem.cause), str(problem.remedy)) == (cause, remedy)


def test_one_month_first_date_makes_the_doubtful_ones_of_its_column_questions():
    column = ["3/10/2026", "10/25/2026", "2026-10-03", "5/5/2026", "25/10/2026"]
    read = cells.read_column(DAY, column, {})
    assert str(read[0].cause).startswith("tanggal bermakna ganda")
    assert str(read[0].remedy) == "tulis 2026-10-03 atau 2026-03-10"
    assert isinstance(read[1], Problem)
    assert read[2:] == [OCTOBER_3, date(2026, 5, 5), date(2026, 10, 25)]
    assert cells.read_column(DAY, ["3/10/2026"], {}) == [OCTOBER_3]


@pytest.mark.parametrize(
    "typed",
    ["2026-10", "2026/10", "10/2026", "202610", 202610, "Okt 2026", "oktober 2026", "Okt-26", date(2026, 10, 1), "1/10/2026"],
    ids=str,
)
def test_a_month_in_any_usual_form(typed):
    assert cells.read(MONTH, typed) == "2026-10"


@pytest.mark.parametrize("typed", ["10-26", "13/2026", "2026", 2026, "Q3"], ids=str)
def test_what_may_be_another_month_is_asked_about(typed):
    assert isinstance(cells.read(MONTH, typed), Problem)


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        (WHOLE, "1.234", 1234),
        (WHOLE, "12.345", 12345),
        (WHOLE, "1 234", 1234),
        (WHOLE, "40", 40),
        (WHOLE, 40.0, 40),
        (WHOLE, "40,0", 40),
        (WHOLE, "+40", 40),
        (WHOLE, "0", 0),
        (NUMBER, "1.234,5", 1234.5),
        (NUMBER, "1,234.5", 1234.5),
        (NUMBER, "70,5", 70.5),
        (NUMBER, "70.5", 70.5),
        (NUMBER, "70", 70),
        (NUMBER, 70.5, 70.5),
        (NUMBER, "1.234.567,5", None),
        (Column("x", "number", "", minimum=1, maximum=4), "3.125", 3.125),
    ],
)
def test_numbers_as_indonesians_and_spreadsheets_write_them(column, typed, value):
    read = cells.read(column, typed)
    assert (None if isinstance(read, Problem) else read) == value


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("21", 21),
        (21, 21),
        ("21:30", 21),
        ("21.30", 21),
        ("21:30:00", 21),
        ("pukul 9.15 WIB", 9),
        ("00:05", 0),
    ],
)
def test_an_hour_is_read_off_a_clock(typed, hour):
    assert cells.read(KEJADIAN.column("jam"), typed) == hour


def test_an_hour_that_no_clock_shows_is_out_of_range():
    assert str(cells.read(KEJADIAN.column("jam"), "24:10").cause) == "di luar rentang"
    assert cells.read(TABLES["pelatihan"].column("jam"), "2,5") == 2.5


@pytest.mark.parametrize(
    ("column", "typed", "cause"),
    [
        (NUMBER, "1.234", "angka bermakna ganda: 1234 atau 1,234"),
        (NUMBER, "1,234", "angka bermakna ganda: 1234 atau 1,234"),
        (WHOLE, "2,5", "bukan bilangan bulat"),
        (WHOLE, 2.5, "bukan bilangan bulat"),
        (WHOLE, "-1", "di luar rentang"),
        (WHOLE, "10 orang", "bukan angka"),
        (WHOLE, "dua", "bukan angka"),
        (WHOLE, "1,2,3", "bukan angka"),
        (WHOLE, OCTOBER_3, "tanggal atau ya/tidak, bukan angka"),
        (WHOLE, "-", "tanda pengganti, bukan nilai"),
        (WHOLE, "n/a", "tanda pengganti, bukan nilai"),
        (WHOLE, "#REF!", "rumus Excel gagal"),
        (WHOLE, "1e9999", "bukan angka"),
    ],
)
def test_a_number_that_is_none_or_two_is_asked_about(column, typed, cause):
    assert str(cells.read(column, typed).cause) == cause


@pytest.mark.parametrize(
    "typed", ["32.16.07", "321607", 321607, "3216070", "id3216070", "Cibitung", "KEC. CIBITUNG", " kecamatan  cibitung "]
)
def test_a_kecamatan_by_code_or_any_known_spelling(typed):
    assert cells.read(KEJADIAN.column("kecamatan"), typed) == "32.16.07"


@pytest.mark.parametrize(
    ("typed", "cause", "remedy"),
    [
        ("Cibitng", "kecamatan tidak dikenal", "mungkin Cibitung (32.16.07)"),
        ("Tambun", "bermakna ganda", "tulis Tambun Utara (32.16.05) atau Tambun Selatan (32.16.06)"),
        ("Bekasi Timur", "kecamatan tidak dikenal", "lihat daftar kode di lembar Penjelasan"),
    ],
)
def test_a_kecamatan_that_is_not_sure_is_asked_about(typed, cause, remedy):
    problem = cells.read(KEJADIAN.column("kecamatan"), typed)
    assert (str(problem.cause), str(problem.remedy)) == (cause, remedy)


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        ("jenis", "Perselisihan Hubungan Industrial", "perselisihan_hubungan_industrial"),
        ("jenis", " TAWURAN ", "tawuran"),
        ("ricuh", "Ya", "ya"),
        ("ricuh", "T", "tidak"),
        ("ricuh", True, "ya"),
        ("ricuh", 0, "tidak"),
        ("sumber", "Polsek, kecamatan", "polsek;kecamatan"),
        ("sumber", "polsek dan fkdm", "polsek;fkdm"),
        ("sumber", "polsek;polsek", "polsek"),
        ("kode_desa", "32.16.07.2001", "32.16.07.2001"),
        ("kode_desa", "3216172001", "32.16.17.2001"),
        ("kode_ormas", "orm-017", "ORM-017"),
        ("jenis", "", None),
        ("jenis", "   ", None),
        ("jenis", None, None),
    ],
)
def test_choices_and_codes_are_matched_without_case_and_signs(column, typed, value):
    assert cells.read(KEJADIAN.column(column), typed) == value


@pytest.mark.parametrize(
    ("column", "typed", "part"),
    [
        ("jenis", "tawuran pelajar", "mungkin"),
        ("jenis", "xyz", "pilih dari daftar"),
        ("sumber", "polsek;tetangga", "pilih dari daftar"),
        ("kode_desa", "3216070001", "kode BPS"),
        ("kode_desa", "Wanasari", "32.16.07.2001"),
        ("kode_ormas", "x", "ORM-017"),
    ],
)
def test_what_is_not_in_a_list_gets_a_suggestion(column, typed, part):
    assert part in str(cells.read(KEJADIAN.column(column), typed).remedy)


@pytest.mark.parametrize("text", ["Ormas\x00Rekaan", "Ormas \u202eiduj", "a\x1bb"])
def test_signs_that_hide_or_turn_text_are_refused(text):
    assert "tak terlihat" in str(cells.read(TABLES["ormas"].column("nama"), text).cause)


def test_a_name_keeps_its_letters_and_markup_is_just_text():
    name = TABLES["ormas"].column("nama")
    assert cells.read(name, " <b>Ormas</b>  Rekaan é\u00a0") == "<b>Ormas</b> Rekaan é"
    assert cells.read(name, "'=1+1") == "=1+1"
    assert "200 huruf" in str(cells.read(name, "x" * 201).cause)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2068, 12, 31)))
def test_every_date_comes_back_from_every_form_that_we_name(day):
    months = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ]
    for text in (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day} {months[day.month - 1]} {day.year}",
        f"{day:%Y%m%d}",
        f"{day:%d.%m.%y}" if day.year >= 1969 else day.isoformat(),
    ):
        assert dates.read_date(text) == day


@given(st.integers(min_value=0, max_value=100_000))
def test_every_whole_number_comes_back_with_and_without_thousands_dots(number):
    assert cells.read(WHOLE, str(number)) == number
    assert cells.read(WHOLE, f"{number:,}".replace(",", ".")) == number


@given(
    st.sampled_from([column for table in TABLES.values() for column in table.columns]),
    st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.none()),
)
def test_whatever_stands_in_a_cell_is_a_value_of_its_column_or_a_problem_in_words(column, cell):
    read = cells.read(column, cell)
    if isinstance(read, Problem):
        assert read.cause
        assert read.expected
    elif column.kind == "date" and read is not None:
        assert date(1900, 1, 1) <= read <= date(2100, 12, 31)
    elif column.kind in ("choice", "yes_no"):
        assert read is None or read in column.choices
