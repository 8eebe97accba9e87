"""Templates: what is filled in comes back as the same rows; examples never become data."""

import csv
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.errors import DataError
from data.intake import importing, templates
from data.simulation import sample
from data.store import database
from data.tables import TABLES
from tests import homes
from tests.reader import t


@pytest.fixture(scope="module")
def simulated_rows():
    rows = sample.generate("2026-06")
    rows["penduduk"] = pd.DataFrame(
        {
            "kecamatan": ["32.16.07"],
            "tahun": [2024],
            "jumlah": [251_000],
            "mutu": ["proyeksi"],
            "sumber": ["BPS 2024"],
        }
    )
    rows["nilai_resmi"] = pd.DataFrame(
        {"indeks": ["IKO", "IKN"], "tahun": [2025, 2025], "nilai": [70.5, None], "target": [72.0, 81.25], "sumber": ["LKjIP 2025", "=1+1"]}
    )
    assert set(rows) == set(TABLES)
    return rows


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rumah") / "data"
    homes.new(folder, "simulasi")
    return folder


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("name", list(TABLES))
def test_simulated_rows_come_back_through_the_template(name, suffix, simulated_rows, tmp_path):
    home = tmp_path / "data"
    homes.new(home, "simulasi")
    if name in (
        "kegiatan",
        "kejadian",
        "pelatihan",
        "survei",
        "langkah_penanganan",
        "riwayat_ormas",
    ):  # their Ormas must be on the register
        register = tmp_path / "ormas.csv"
        templates.write_rows(t, {"ormas": simulated_rows["ormas"]}, register, simulated=True)
        importing.import_file(homes.session(home), "ormas", register)
    if name == "langkah_penanganan":  # and their incidents in the store, under the numbers that they name
        incidents = simulated_rows["kejadian"].reindex(columns=TABLES["kejadian"].column_names)
        numbered = incidents.assign(id_kejadian=[str(place) for place in range(len(incidents))])
        templates.write_rows(t, {"kejadian": numbered}, tmp_path / "kejadian.csv", simulated=True)
        importing.import_file(homes.session(home), "kejadian", tmp_path / "kejadian.csv")
    file = tmp_path / f"isian{suffix}"
    sent = simulated_rows[name].reindex(columns=TABLES[name].column_names)
    templates.write_rows(t, {name: sent}, file, simulated=True)
    report = importing.import_file(homes.session(home), name, file)
    assert report.taken == len(sent)
    with database.read(home) as con:
        got = con.execute(f"SELECT * FROM {name} WHERE batch_id = {report.batch_id} ORDER BY baris").df()
    if TABLES[name].generated_id:
        column, prefix = TABLES[name].generated_id
        empty = sent[column].isna().to_numpy()
        assert got.loc[empty, column].str.startswith(f"{prefix}-").all()
        got.loc[empty, column] = None
    for column in TABLES[name].columns:
        pd.testing.assert_series_equal(comparable(got[column.name], column), comparable(sent[column.name], column), check_index=False)


def comparable(values, column):
    values = values.reset_index(drop=True)
    if column.kind == "date":
        return pd.to_datetime(values).astype("datetime64[s]")
    if column.kind in ("whole", "number"):
        return values.astype("float64")
    return values.astype("str")


def test_the_workbook_of_all_tables_has_a_sheet_each_and_explanations(tmp_path):
    file = tmp_path / "templat.xlsx"
    templates.write_template(t, None, file)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [*TABLES, "Penjelasan", "Daftar"]
    assert book["Daftar"].sheet_state == "hidden"
    explained = {row[1].value for row in book["Penjelasan"].iter_rows()}
    for name, table in TABLES.items():
        assert [cell.value for cell in book[name][1]] == list(table.column_names)
        assert explained >= set(table.column_names)


def test_every_list_of_choices_is_a_drop_down(tmp_path):
    file = tmp_path / "templat.xlsx"
    templates.write_template(t, "kejadian", file)
    book = openpyxl.load_workbook(file)
    offered = {}
    for rule in book["kejadian"].data_validations.dataValidation:
        if rule.type == "list":
            column = book["kejadian"][f"{str(rule.sqref)[0]}1"].value
            sheet, cells = rule.formula1.split("!")
            offered[column] = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
    assert offered["tahap"] == ["potensi", "peristiwa"]
    assert len(offered["kecamatan"]) == 23
    listed = {c.name for c in TABLES["kejadian"].columns if c.choices or c.kind == "kecamatan"}
    assert set(offered) == listed


def test_forms_print_on_a4_with_their_header_on_every_page_and_rows_can_be_filtered(tmp_path):
    templates.write_template(t, None, tmp_path / "isian.xlsx", simulated=True)
    rows = {"pelatihan": pd.DataFrame({"tanggal": [date(2026, 10, 3)], "jam": [4.0]})}
    templates.write_rows(t, rows, tmp_path / "baris.xlsx", simulated=False)
    form = openpyxl.load_workbook(tmp_path / "isian.xlsx")["pelatihan"]
    filled = openpyxl.load_workbook(tmp_path / "baris.xlsx")["pelatihan"]
    assert (form.print_title_rows, form.freeze_panes, form.auto_filter.ref) == ("$1:$2", "A3", None)
    assert (filled.print_title_rows, filled.freeze_panes) == ("$1:$1", "A2")
    assert filled.auto_filter.ref.startswith("A1:")
    for book in ("isian.xlsx", "baris.xlsx"):
        seen = [one for one in openpyxl.load_workbook(tmp_path / book).worksheets if one.sheet_state == "visible"]
        assert {one.page_setup.orientation for one in seen} == {"landscape"}
        assert all(one.sheet_properties.pageSetUpPr.fitToPage for one in seen)
    for sheet, mark in ((form, "DATA SIMULASI – BUKAN DATA NYATA"), (filled, None)):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.oddHeader.left.text == TABLES["pelatihan"].label(t)
        assert sheet.oddHeader.right.text == mark


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_an_untouched_template_takes_in_nothing(home, tmp_path, suffix):
    for name in TABLES:
        file = tmp_path / f"{name}{suffix}"
        templates.write_template(t, name, file, simulated=True)
        with pytest.raises(DataError, match="belum ada baris isian"):
            importing.import_file(homes.session(home), name, file)


def test_a_filled_in_template_goes_in_and_its_example_stays_out(home, tmp_path):
    file = tmp_path / "kejadian.xlsx"
    templates.write_template(t, "kejadian", file, simulated=True)
    book = openpyxl.load_workbook(file)
    place = {cell.value: cell.column for cell in book["kejadian"][2]}
    assert book["kejadian"].cell(3, 1).value.startswith("CONTOH")
    for name, value in {
        "tanggal": date(2026, 10, 3),
        "jam": 21,
        "kecamatan": "Cibitung",
        "tahap": "peristiwa",
        "jenis": "tawuran",
        "sumber": "polsek; kecamatan",
    }.items():
        book["kejadian"].cell(4, place[name], value)
    book.save(file)
    report = importing.import_file(homes.session(home), "kejadian", file)
    assert (report.taken, report.examples) == (1, 1)
    with database.read(home) as con:
        got = con.execute(
            "SELECT baris, tanggal, jam, kecamatan, luka, sumber, status_verifikasi FROM kejadian_semua WHERE batch_id = ?",
            [report.batch_id],
        ).fetchall()
    assert got == [(4, date(2026, 10, 3), 21, "32.16.07", None, "polsek;kecamatan", "masuk")]


def test_a_template_never_overwrites_a_file_that_may_be_filled_in(tmp_path):
    file = tmp_path / "templat.xlsx"
    file.write_text("isian")
    with pytest.raises(DataError, match="tidak ditimpa"):
        templates.write_template(t, "kejadian", file)
    assert file.read_text() == "isian"


def test_what_a_template_cannot_be_is_a_sentence(tmp_path):
    with pytest.raises(DataError, match="satu CSV memuat satu tabel"):
        templates.write_template(t, None, tmp_path / "semua.csv")
    with pytest.raises(DataError, match=r"\.xlsx atau \.csv"):
        templates.write_template(t, "kejadian", tmp_path / "templat.pdf")
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(DataError, match="tidak dapat ditulis"):
        templates.write_template(t, "kejadian", tmp_path / "berkas" / "templat.xlsx")


@pytest.mark.parametrize("text", ["=1+1", "+62", "-x", "@SUM(A1)"])
def test_text_that_would_run_as_a_formula_is_written_as_text(tmp_path, text):
    rows = {"nilai_resmi": pd.DataFrame({"indeks": ["IKO"], "tahun": [2025], "sumber": [text]})}
    templates.write_rows(t, rows, tmp_path / "nilai.csv", simulated=False)
    templates.write_rows(t, rows, tmp_path / "nilai.xlsx", simulated=False)
    with (tmp_path / "nilai.csv").open(encoding="utf-8-sig", newline="") as source:
        assert list(csv.reader(source, delimiter=";"))[1][4] == f"'{text}"
    cell = openpyxl.load_workbook(tmp_path / "nilai.xlsx")["nilai_resmi"]["E2"]
    assert (cell.data_type, cell.value) == ("s", f"'{text}")


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_a_template_that_another_program_saved_is_read_as_if_it_were_ours(tmp_path, ending):
    """LibreOffice opens our workbook and saves it in its own way: dates, times and numbers are cells of its kind."""
    if not shutil.which("soffice") or not Path("/usr/lib/libreoffice/program/libsclo.so").exists():
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("needs LibreOffice Calc: sudo apt install libreoffice-calc")
    rows = pd.DataFrame(
        {
            "id_kejadian": ["LP-1", "LP-2"],
            "tanggal": pd.to_datetime(["2026-10-03", "2026-09-30"]),
            "jam": [21, None],
            "kecamatan": ["32.16.07", "32.16.22"],
            "tahap": ["peristiwa", "potensi"],
            "jenis": ["tawuran", "sengketa_lahan"],
            "luka": [1_234, 0],
            "sumber": ["polsek;kecamatan", "polsek"],
        }
    )
    templates.write_rows(t, {"kejadian": rows}, tmp_path / "isian.xlsx", simulated=True)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless", "--convert-to", ending, "isian.xlsx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    stored = {}
    for kind in ("xlsx", ending):
        homes.new(tmp_path / kind, "simulasi")
        report = importing.import_file(homes.session(tmp_path / kind), "kejadian", tmp_path / f"isian.{kind}")
        assert (report.format, report.taken) == (kind, 2)
        with database.read(tmp_path / kind) as con:
            stored[kind] = con.execute("SELECT * EXCLUDE (batch_id, id_baris) FROM kejadian ORDER BY id_kejadian").df()
    pd.testing.assert_frame_equal(stored["xlsx"], stored[ending])
    assert stored[ending]["tanggal"].dt.strftime("%d-%m-%Y").tolist() == ["03-10-2026", "30-09-2026"]
    assert stored[ending]["luka"].tolist() == [1_234, 0]
