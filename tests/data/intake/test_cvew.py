"""CVEW: the real file, read as it is; nothing invented, nothing dropped in silence."""

from datetime import date
from pathlib import Path

import pytest

from data.errors import DataError
from data.intake import candidates, cvew, importing
from data.intake.sheets import Sheet
from data.store import database
from tests import homes

REAL = Path(__file__).parents[4] / "shared" / "real" / "cvew_2021_2022_indonesia.csv"
HEADER = list(cvew.COLUMNS)


def ask(home, sql):
    with database.read(home) as con:
        return con.execute(sql).fetchall()


@pytest.mark.skipif(not REAL.exists(), reason="the CVEW file lies beside the checkout, in ../shared/real")
def test_the_real_file_gives_13_rows_and_says_why_1208_are_left_out(home):
    report = importing.import_file(homes.session(home), "kejadian", REAL, "cvew")
    assert (report.rows, report.taken) == (1221, 13)
    assert sorted(group["baris"] for group in report.skipped) == [74, 1134]
    said = str(candidates.describe(report))
    assert "13 baris untuk Kabupaten Bekasi" in said
    assert "1.208 baris dilewati" in said
    assert "1.134: di luar Kabupaten Bekasi" in said
    assert "74: tanpa kecamatan" in said
    assert ask(home, "SELECT status_verifikasi, tahap, sumber, count(*) FROM kejadian_semua GROUP BY ALL") == [
        ("masuk", "peristiwa", "media", 13)
    ]
    # Read off the source and the crosswalk by hand.
    assert ask(home, "SELECT kecamatan, count(*) FROM kejadian GROUP BY 1 ORDER BY 1") == [
        ("32.16.01", 1),
        ("32.16.02", 1),
        ("32.16.05", 1),
        ("32.16.06", 1),
        ("32.16.08", 1),
        ("32.16.09", 3),
        ("32.16.10", 2),
        ("32.16.12", 1),
        ("32.16.15", 1),
        ("32.16.20", 1),
    ]
    assert ask(home, "SELECT sum(meninggal), count(meninggal), sum(luka), count(luka) FROM kejadian") == [(5, 5, 8, 6)]
    assert ask(home, "SELECT tanggal, kecamatan, meninggal, luka FROM kejadian ORDER BY baris LIMIT 1") == [
        (date(2021, 8, 18), "32.16.01", 1, None)
    ]
    # Two incidents of 24 October share their id there and lie in different kecamatan.
    doubled = ask(home, "SELECT id_kejadian, tanggal FROM kejadian WHERE id_kejadian LIKE '32AS24102101-%'")
    assert len(doubled) == len(set(doubled)) == 2
    assert ask(home, "SELECT count(jam), count(lokasi), count(ricuh), count(kode_desa), count(penanganan) FROM kejadian") == [
        (0, 0, 0, 0, 0)
    ]
    with pytest.raises(DataError, match="sudah masuk sebagai batch 2"):
        importing.import_file(homes.session(home), "kejadian", REAL, "cvew")
    assert ask(home, "SELECT count(*) FROM kejadian") == [(13,)]


@pytest.mark.skipif(not REAL.exists(), reason="the CVEW file lies beside the checkout, in ../shared/real")
def test_the_real_file_does_not_enter_a_simulated_store(tmp_path):
    homes.new(tmp_path / "rumah", "simulasi")
    with pytest.raises(DataError, match="berjenis simulasi"):
        importing.import_file(homes.session(tmp_path / "rumah"), "kejadian", REAL, "cvew")


def row(**changes):
    usual = {
        "incident_id": "32AS24102101",
        "date": "24/10/21",
        "sub_district_id": "3216061",
        "issue_type1": "ISU KRIMINAL",
        "num_death": None,
        "num_injured": "2",
        "intervene": "TIDAK",
    }
    return list({**usual, **changes}.values())


def translated(*rows):
    sheet, skipped = cvew.translate(Sheet("", [HEADER, *rows]), "cvew.csv")
    return [dict(zip(sheet.rows[0], cells, strict=True)) if cells else {} for cells in sheet.rows[1:]], skipped


def test_a_row_says_only_what_is_certain():
    (got,), skipped = translated(row())
    assert got == {
        "id_kejadian": "32AS24102101-32.16.09",
        "tanggal": "2021-10-24",
        "kecamatan": "32.16.09",
        "tahap": "peristiwa",
        "jenis": "lainnya",
        "meninggal": None,
        "luka": "2",
        "dihentikan_aparat": "tidak",
        "sumber": "media",
    }
    assert skipped == ()


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"num_death": "-99"}, "meninggal", None),
        ({"num_injured": "-99"}, "luka", None),
        ({"intervene": "IYA"}, "dihentikan_aparat", None),
        ({"intervene": "TIDAK JELAS"}, "dihentikan_aparat", None),
        ({"issue_type1": "ISU PEMILIHAN DAN JABATAN"}, "jenis", "ekses_politik"),
        ({"issue_type1": "ISU IDENTITAS"}, "jenis", "lainnya"),
        ({"date": "05/04/21"}, "tanggal", "2021-04-05"),
    ],
)
def test_what_each_of_their_values_becomes(change, column, value):
    (got,), _ = translated(row(**change))
    assert got[column] == value


def test_rows_outside_or_without_a_place_are_counted_and_row_numbers_stay():
    rows, skipped = translated(row(sub_district_id="1276020"), row(), row(sub_district_id=None), row(sub_district_id="-99"))
    assert [bool(one) for one in rows] == [False, True, False, False]
    assert [group["baris"] for group in skipped] == [1, 2]


def test_a_kecamatan_that_the_crosswalk_lacks_and_a_wrong_date_are_faults_with_their_row(home, tmp_path):
    file = tmp_path / "cvew.csv"
    lines = [HEADER, row(), row(sub_district_id="3216999"), row(incident_id="32AS1", date="2021.10")]
    file.write_text("\n".join(",".join(cell or "" for cell in line) for line in lines), encoding="utf-8")
    with pytest.raises(candidates.RefusedFileError) as refused:
        importing.import_file(homes.session(home), "kejadian", file, "cvew")
    places = {(group.column, *group.rows) for group in refused.value.reports[0].faults}
    assert places == {("kecamatan", 3), ("tanggal", 4)}
    assert ask(home, "SELECT count(*) FROM kejadian") == [(0,)]


def test_cvew_goes_into_no_other_table(home, tmp_path):
    file = tmp_path / "cvew.csv"
    file.write_text(",".join(HEADER) + "\n" + ",".join(cell or "" for cell in row()), encoding="utf-8")
    with pytest.raises(DataError, match="Impor sebagai tabel kejadian"):
        importing.import_file(homes.session(home), "kegiatan", file, "cvew")


def test_a_file_that_is_not_cvew_is_a_sentence():
    with pytest.raises(DataError, match="bukan berkas CVEW; kolom date, sub_district_id"):
        cvew.translate(Sheet("", [["incident_id"], ["x"]]), "lain.csv")
    with pytest.raises(DataError, match=r"tidak ada baris untuk Kabupaten Bekasi \(1 di luar"):
        translated(row(sub_district_id="1276020"))
