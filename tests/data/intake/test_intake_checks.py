"""What must hold between columns, between rows, and against the store; warnings apart from faults."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from data.access import viewers
from data.errors import DataError
from data.intake import candidates, importing, marking, sheets, templates
from data.store import clock, database
from data.words import msg
from tests import homes
from tests.reader import t

INCIDENT = {
    "tanggal": "2026-10-03",
    "kecamatan": "32.16.07",
    "tahap": "peristiwa",
    "jenis": "tawuran",
    "sumber": "polsek",
}
ACTIVITY = {
    "kode_ormas": "ORM-001",
    "tanggal": "2026-10-03",
    "kecamatan": "32.16.07",
    "jenis": "sosial",
    "mitra": "polri",
    "tingkat_bukti": "2",
    "sumber": "ormas",
}
TRAINING = {
    "tanggal": "2026-05-18",
    "topik": "kepemimpinan",
    "kode_ormas": "ORM-001",
    "pengurus_hadir": "5",
    "pengurus_total": "12",
}
COMPLETE = {
    "bulan": "2026-10",
    "kecamatan": "32.16.07",
    "desa_melapor": "7",
    "desa_nihil": "5",
    "desa_total": "7",
}
ORMAS = {
    "kode_ormas": "ORM-001",
    "nama": "Ormas Rekaan 001",
    "bentuk": "yayasan_bh",
    "kecamatan": "32.16.07",
    "status": "aktif",
}
SURVEY = {
    "putaran": "2026-1",
    "tanggal": "2026-06-30",
    "sasaran": "kecamatan",
    "kode": "32.16.07",
    "pertanyaan": "rasa_aman",
    "n_responden": "60",
    "rata_rata": "3,1",
}
USUAL = {
    "kejadian": INCIDENT,
    "kegiatan": ACTIVITY,
    "pelatihan": TRAINING,
    "kelengkapan": COMPLETE,
    "ormas": ORMAS,
    "survei": SURVEY,
}


@pytest.fixture(scope="module")
def registered_home(tmp_path_factory):
    """A real store with one Ormas on the register."""
    folder = tmp_path_factory.mktemp("rumah") / "data"
    homes.new(folder, "nyata")
    take(folder, "ormas", [ORMAS])
    return folder


@pytest.fixture
def home(registered_home, tmp_path):
    folder = tmp_path / "rumah"
    folder.mkdir()
    for file in registered_home.glob("*.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def source(rows, name="isian.csv"):
    header = list(dict.fromkeys(column for row in rows for column in row))
    lines = [header, *([row.get(column) or "" for column in header] for row in rows)]
    return sheets.parse(name, "\n".join(";".join(line) for line in lines).encode())


def check(home, table, rows):
    return importing.check(homes.session(home), source(rows), table).parts[0].checked


def take(home, table, rows, **options):
    return importing.take_in(homes.session(home), importing.check(homes.session(home), source(rows), table), **options)[0]


def causes(findings):
    return [(group.column, str(group.problem.cause), group.rows) for group in findings.groups]


@pytest.mark.parametrize(
    ("table", "change", "column", "cause"),
    [
        ("kejadian", {"tanggal_selesai": "2026-10-02"}, "tanggal_selesai, tanggal", "selesai sebelum terjadi"),
        ("kejadian", {"tanggal_lapor": "2026-10-02"}, "tanggal_lapor, tanggal", "dilaporkan sebelum terjadi"),
        ("kejadian", {"kode_ormas": "ORM-001"}, "kode_ormas, peran_ormas", "kode Ormas terisi, peran_ormas kosong"),
        ("kejadian", {"penanganan": "dicegah"}, "penanganan, tahap", "dicegah, tetapi sudah terjadi"),
        (
            "kejadian",
            {"penanganan": "proses", "tanggal_selesai": "2026-10-09"},
            "tanggal_selesai, penanganan",
            "tanggal selesai terisi, tetapi penanganannya belum selesai",
        ),
        ("kejadian", {"tahap": "potensi", "luka": "2"}, "meninggal, tahap", "ada korban atau kerusakan, tetapi tahapnya potensi"),
        ("kejadian", {"kode_desa": "32.16.08.2001"}, "kode_desa, kecamatan", "desa tidak terletak di kecamatan itu"),
        ("kejadian", {"kode_ormas": "ORM-002", "peran_ormas": "melapor"}, "kode_ormas", "Ormas tidak ada dalam daftar"),
        ("kegiatan", {"peserta": "0"}, "peserta, tingkat_bukti", "ada bukti kegiatan, tetapi pesertanya 0"),
        ("kegiatan", {"kode_ormas": "ORM-010"}, "kode_ormas", "Ormas tidak ada dalam daftar"),
        ("pelatihan", {"pengurus_hadir": "13"}, "pengurus_hadir, pengurus_total", "yang hadir lebih banyak dari jumlah pengurus"),
        ("kelengkapan", {"desa_melapor": "8"}, "desa_melapor, desa_total", "yang melapor lebih banyak dari jumlah desa"),
        ("kelengkapan", {"desa_melapor": "4"}, "desa_nihil, desa_melapor", "yang nihil lebih banyak dari yang melapor"),
        ("kelengkapan", {"bulan": "2099-01"}, "bulan", "bulan di masa depan"),
        (
            "ormas",
            {"tanggal_terdaftar": "2026-01-02", "berlaku_sampai": "2026-01-01"},
            "berlaku_sampai, tanggal_terdaftar",
            "berakhir sebelum terdaftar",
        ),
        ("survei", {"kode": "ORM-001"}, "kode, sasaran", "bukan kode kecamatan, padahal sasarannya kecamatan"),
        ("survei", {"sasaran": "ormas", "kode": "ORM-003"}, "kode", "Ormas tidak ada dalam daftar"),
    ],
)
def test_a_row_that_contradicts_itself_or_the_register_is_a_fault(home, table, change, column, cause):
    usual = {**USUAL[table], **({"kode_ormas": "ORM-009"} if table == "ormas" else {})}
    assert len(check(home, table, [usual]).faults) == 0
    assert causes(check(home, table, [{**usual, **change}]).faults) == [(column, cause, [2])]


def test_a_date_after_today_is_a_fault_and_today_is_none(home):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    faults = check(home, "kejadian", [{**INCIDENT, "tanggal": tomorrow}]).faults
    assert causes(faults) == [("tanggal", "tanggal di masa depan", [2])]
    assert len(check(home, "kejadian", [{**INCIDENT, "tanggal": clock.today().isoformat()}]).faults) == 0


def test_a_survey_of_a_kecamatan_may_name_it(home):
    take(home, "survei", [{**SURVEY, "kode": "Kec. Cibitung"}])
    with database.read(home) as con:
        assert con.execute("SELECT kode FROM survei").fetchall() == [("32.16.07",)]


def test_an_unknown_ormas_gets_a_near_code_for_a_suggestion(home):
    (group,) = check(home, "kegiatan", [{**ACTIVITY, "kode_ormas": "ORM-0001"}]).faults.groups
    assert [str(one) for one in group.remedies] == ["mungkin ORM-001; daftarkan Ormasnya lebih dulu lewat tabel ormas"]


def test_the_same_row_twice_without_id_is_a_fault_and_ids_tell_them_apart(home):
    faults = check(home, "kejadian", [INCIDENT, {**INCIDENT, "jam": "9"}, INCIDENT]).faults
    assert causes(faults) == [("", "baris yang sama muncul dua kali", [4])]
    assert "sama dengan baris 2" in str(faults.groups[0].remedies[0])
    told_apart = [{**INCIDENT, "id_kejadian": "A"}, {**INCIDENT, "id_kejadian": "B"}]
    assert len(check(home, "kejadian", told_apart).faults) == 0


def test_a_cumulative_file_is_refused_for_the_rows_that_are_there_and_its_new_rows_can_be_taken(home):
    take(home, "kejadian", [INCIDENT])
    cumulative = [INCIDENT, {**INCIDENT, "tanggal": "2026-10-20"}]
    assert causes(check(home, "kejadian", cumulative).faults) == [("", "sudah ada di basis data", [2])]
    report = take(home, "kejadian", cumulative, only_valid=True)
    assert (report.taken, report.rows) == (1, 2)
    assert report.skipped == ({"alasan": msg("ada kesalahan; dikembalikan"), "baris": 1},)
    with database.read(home) as con:
        assert con.execute("SELECT baris, strftime(tanggal, '%d') FROM kejadian ORDER BY id_baris").fetchall() == [
            (2, "03"),
            (3, "20"),
        ]


def test_a_rejected_row_may_be_sent_again(home):
    batch = take(home, "kejadian", [INCIDENT]).batch_id
    with database.write(home, doing="uji") as con:
        homes.verify(con, "kejadian", batch, "ditolak")
    assert len(check(home, "kejadian", [INCIDENT, {**INCIDENT, "jam": "9"}]).faults) == 0


def test_rows_with_the_key_of_a_known_row_are_corrections_and_equal_ones_are_left_out(home):
    take(home, "kelengkapan", [COMPLETE, {**COMPLETE, "bulan": "2026-09"}])
    sent = [COMPLETE, {**COMPLETE, "bulan": "2026-09", "desa_nihil": "4"}, {**COMPLETE, "bulan": "2026-08"}]
    candidate = importing.check(homes.session(home), source(sent), "kelengkapan")
    assert causes(candidate.parts[0].checked.warnings) == [("bulan, kecamatan", "menggantikan baris yang sudah ada (kunci sama)", [3])]
    (report,) = importing.take_in(homes.session(home), candidate)
    assert (report.rows, report.taken) == (3, 2)
    assert report.skipped == ({"alasan": msg("sama persis dengan baris yang sudah ada"), "baris": 1},)


@pytest.mark.parametrize(
    ("change", "warned"),
    [
        ({"tanggal": "2026-10-04", "jam": "9"}, True),
        ({"tanggal": "2026-10-05"}, False),
        ({"jenis": "isu_sara"}, False),
        ({"kecamatan": "32.16.08"}, False),
        ({"jam": "9", "luka": "1"}, True),
    ],
    ids=["next day", "two days", "other kind", "elsewhere", "same day"],
)
def test_near_duplicates_are_warnings_in_the_file_and_against_the_store(home, change, warned):
    within = check(home, "kejadian", [INCIDENT, {**INCIDENT, **change}])
    assert (causes(within.warnings) != []) == warned
    assert len(within.faults) == 0
    take(home, "kejadian", [INCIDENT])
    against = check(home, "kejadian", [{**INCIDENT, **change}])
    assert (causes(against.warnings) != []) == warned
    if warned:
        assert "KJ-00003-000002 di basis data" in str(against.warnings.groups[0].remedies[0])


def filled_workbook(path: Path, **sheets_of_rows):
    templates.write_template(t, None, path)
    book = openpyxl.load_workbook(path)
    for name, rows in sheets_of_rows.items():
        place = {cell.value: cell.column for cell in book[name][1]}
        for number, row in enumerate(rows, 3):
            for column, value in row.items():
                book[name].cell(number, place[column], value)
    book.save(path)
    return path


def test_a_workbook_of_all_tables_goes_in_whole_with_references_between_its_sheets(home, tmp_path):
    file = filled_workbook(
        tmp_path / "semua.xlsx",
        kegiatan=[{**ACTIVITY, "kode_ormas": "ORM-777"}],
        ormas=[{**ORMAS, "kode_ormas": "ORM-777"}],
        kelengkapan=[COMPLETE],
    )
    reports = importing.import_workbook(homes.session(home), file)
    assert [(report.table, report.taken, report.batch_id) for report in reports] == [
        ("ormas", 1, 3),
        ("kegiatan", 1, 4),
        ("kelengkapan", 1, 5),
    ]
    with pytest.raises(DataError, match="sudah masuk sebagai batch 3"):
        importing.import_workbook(homes.session(home), file)


def test_a_fault_on_one_sheet_keeps_all_of_the_workbook_out(home, tmp_path):
    file = filled_workbook(
        tmp_path / "semua.xlsx",
        ormas=[{**ORMAS, "kode_ormas": "ORM-777"}],
        kelengkapan=[{**COMPLETE, "desa_melapor": 9}],
    )
    with pytest.raises(candidates.RefusedFileError) as refused:
        importing.import_workbook(homes.session(home), file)
    assert [len(report.faults) for report in refused.value.reports] == [0, 1]
    with database.read(home) as con:
        assert con.execute("SELECT count(*) FROM ormas").fetchone() == (1,)


def test_faults_of_the_file_itself_are_not_passed_over_by_taking_the_valid_rows(home):
    broken = source([{**INCIDENT, "keterangan": "x"}, INCIDENT])
    with pytest.raises(candidates.RefusedFileError):
        importing.take_in(homes.session(home), importing.check(homes.session(home), broken, "kejadian"), only_valid=True)
    all_wrong = source([{**INCIDENT, "jenis": "gosip"}])
    with pytest.raises(candidates.RefusedFileError):
        importing.take_in(homes.session(home), importing.check(homes.session(home), all_wrong, "kejadian"), only_valid=True)


def test_the_persons_own_workbook_comes_back_with_the_faulty_cells_marked(home, tmp_path):
    file = filled_workbook(tmp_path / "semua.xlsx", kejadian=[INCIDENT, {**INCIDENT, "jenis": "gosip", "kecamatan": "Cibitng"}])
    content = file.read_bytes()
    candidate = importing.check(homes.session(home), sheets.parse(file.name, content), "kejadian")
    book = openpyxl.load_workbook(io.BytesIO(marking.marked(t, candidate, content)))
    sheet = book["kejadian"]
    place = {cell.value: cell.column for cell in sheet[1]}
    wrong = sheet.cell(4, place["jenis"])
    assert wrong.value == "gosip"
    assert wrong.fill.start_color.rgb.endswith("FFC7CE")
    assert "tidak ada dalam daftar" in wrong.comment.text
    assert "Perbaikan: mungkin Cibitung (32.16.07)." in sheet.cell(4, place["kecamatan"]).comment.text
    assert sheet.cell(3, place["jenis"]).comment is None
    assert sheet.data_validations.dataValidation  # still their own workbook
    listed = [[cell.value for cell in row] for row in book["Kesalahan"].iter_rows(min_row=2)]
    assert book["Kesalahan"].auto_filter.ref == f"A1:H{len(listed) + 1}"
    assert book["Kesalahan"].oddHeader.left.text == "Kesalahan – semua.xlsx"
    assert [row[:4] for row in listed] == [
        ["kejadian", 4, "kecamatan", "Cibitng"],
        ["kejadian", 4, "jenis", "gosip"],
    ]


def test_a_csv_comes_back_as_a_marked_workbook_and_the_rest_holds_only_the_rows_to_mend(home):
    rows = [
        INCIDENT,
        {**INCIDENT, "jenis": "gosip", "id_kejadian": "=1+1"},
        {**INCIDENT, "tanggal": "2026-10-20"},
    ]
    given = source(rows)
    candidate = importing.check(homes.session(home), given, "kejadian")
    sheet = openpyxl.load_workbook(io.BytesIO(marking.marked(t, candidate, b"")))["kejadian"]
    assert sheet.max_row == 4
    assert "tidak ada dalam daftar" in sheet["D3"].comment.text
    assert (sheet["F3"].data_type, sheet["F3"].value) == ("s", "'=1+1")
    rest = marking.rest(t, candidate)
    sheet = openpyxl.load_workbook(io.BytesIO(rest))["kejadian"]
    assert [[cell.value for cell in row][:4] for row in sheet.iter_rows()] == [
        ["tanggal", "kecamatan", "tahap", "jenis"],
        ["2026-10-03", "32.16.07", "peristiwa", "gosip"],
    ]
    assert "tidak ada dalam daftar" in sheet["D2"].comment.text
    # Mended, it goes in.
    importing.take_in(homes.session(home), candidate, only_valid=True)
    book = openpyxl.load_workbook(io.BytesIO(rest))
    book["kejadian"]["D2"], book["kejadian"]["F2"] = "isu_sara", "LP-7"
    mended = io.BytesIO()
    book.save(mended)
    again = importing.check(homes.session(home), sheets.parse("sisa.xlsx", mended.getvalue()), "kejadian")
    assert importing.take_in(homes.session(home), again)[0].taken == 1


def test_a_kecamatan_sends_its_own_rows_only(home):
    candidate = importing.check(homes.session(home), source([INCIDENT]), "kejadian")
    own = viewers.Viewer("op", "operator_kecamatan", frozenset({"32.16.07"}))
    with pytest.raises(viewers.AccessError, match="kecamatannya sendiri"):
        importing.take_in(homes.session(home, replace(own, kecamatan=frozenset({"32.16.08"}))), candidate)
    with pytest.raises(viewers.AccessError, match="tidak berhak"):
        importing.take_in(homes.session(home, viewers.Viewer("humas", "humas")), candidate)
    assert importing.take_in(homes.session(home, own), candidate)[0].taken == 1
    with database.read(home) as con:
        assert con.execute("SELECT oleh FROM batches ORDER BY batch_id DESC LIMIT 1").fetchone() == ("op",)
