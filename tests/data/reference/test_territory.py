"""The reference folder as data, and names and codes in every spelling that offices use."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DataError
from data.reference.territory import (
    REFERENCE,
    explain,
    load_kecamatan,
    load_polsek,
    load_population,
    load_territory,
    match_kecamatan,
    normalise_name,
    polsek_on,
)
from data.words import said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped folder that a test may spoil."""
    copy = tmp_path / "reference"
    shutil.copytree(REFERENCE, copy)
    return copy


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- the folder ---


def test_territory_is_kabupaten_bekasi():
    territory = load_territory()
    assert (territory.code, territory.bps_code, territory.name) == ("32.16", "3216", "Kabupaten Bekasi")
    assert str(territory.time_zone) == "Asia/Jakarta"
    assert territory.offices["polres"] == "Polres Metro Bekasi"


def test_kecamatan_are_23_with_187_desa_and_text_codes():
    frame = load_kecamatan()
    assert len(frame) == 23
    assert (frame["n_desa"].sum(), frame["n_kelurahan"].sum()) == (179, 8)
    assert frame.loc[0, ["kode", "kode_bps", "nama"]].tolist() == ["32.16.01", "3216100", "Tarumajaya"]


def test_population_2020_adds_up_to_the_census():
    frame = load_population()
    assert frame["jumlah"].sum() == 3_113_017
    assert frame["tahun"].unique().tolist() == [2020]
    assert set(frame["mutu"]) == {"sensus", "estimasi_dpt", "estimasi_kasar"}


def test_polsek_keep_open_dates_and_missing_old_names_missing():
    frame = load_polsek()
    assert frame["berlaku_mulai"].isna().all()
    assert pd.api.types.is_datetime64_any_dtype(frame["berlaku_mulai"])
    assert frame.set_index("kecamatan")["nama_lama"].isna()["32.16.01"]


def test_polsek_changes_on_its_first_day(folder: Path):
    replace_in(
        folder / "polsek.csv",
        "32.16.05,Polsek Tambun Selatan,,,",
        "32.16.05,Polsek Tambun Selatan,,2026-10-31,terverifikasi,\n32.16.05,Polsek Tambun Utara,2026-11-01,,",
    )
    assert polsek_on(date(2026, 10, 31), folder)["32.16.05"] == "Polsek Tambun Selatan"
    assert polsek_on(date(2026, 11, 1), folder)["32.16.05"] == "Polsek Tambun Utara"


def test_two_polsek_on_one_day_are_refused(folder: Path):
    replace_in(folder / "polsek.csv", "32.16.05,Polsek", "32.16.05,Polsek Baru,,,terverifikasi,\n32.16.05,Polsek")
    with pytest.raises(DataError, match=r"dua Polsek berlaku pada 2026-11-01: 32\.16\.05"):
        polsek_on(date(2026, 11, 1), folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("wilayah.toml", 'kode = "32.16"', "kode = ", "bukan TOML yang sah"),
        ("wilayah.toml", "nama = ", "nma = ", "isian 'nama' tidak ada"),
        ("wilayah.toml", "Asia/Jakarta", "Asia/Bekasi", "zona waktu tidak dikenal"),
        ("kecamatan.csv", "kode,kode_bps", "kode,bps", "kolom tidak ada: kode_bps"),
        ("kecamatan.csv", "32.16.02", "32.16.01", "kode muncul dua kali: 32.16.01"),
        ("kecamatan.csv", "32.16.02", "321602", "harus berpola 12.34.56 dan berawalan 32.16.: 321602"),
        ("kecamatan.csv", "3216090", "321609", "kode BPS harus 7 angka: 321609"),
        ("kecamatan.csv", ",Babelan,", ",,", "kolom nama kosong pada baris: 3"),
        ("kecamatan.csv", "107.0341", "107,0341", "bukan CSV"),
        ("penduduk.csv", "32.16.03,", "32.16.99,", "kode tidak ada di kecamatan.csv: 32.16.99"),
        ("penduduk.csv", "32.16.03,", "32.16.02,", "muncul dua kali: 32.16.02"),
        ("penduduk.csv", "60851", "banyak", "penduduk.csv, kolom jumlah"),
        ("polsek.csv", "Polsek Babelan,,", "Polsek Babelan,7 Maret 2024,", "polsek.csv, kolom berlaku_mulai"),
    ],
)
def test_a_spoilt_reference_file_is_named_with_its_fault(folder: Path, file: str, old: str, new: str, message: str):
    replace_in(folder / file, old, new)
    load = {
        "wilayah": load_territory,
        "kecamatan": load_kecamatan,
        "penduduk": load_population,
        "polsek": load_polsek,
    }
    with pytest.raises(DataError) as refusal:
        load[file.split(".")[0]](folder)
    assert file in str(refusal.value)
    assert message in str(refusal.value)


def test_a_missing_reference_file_is_named(folder: Path):
    (folder / "penduduk.csv").unlink()
    with pytest.raises(DataError, match=r"penduduk\.csv tidak ada"):
        load_population(folder)


# --- matching ---


@pytest.mark.parametrize(
    ("value", "code"),
    [
        # Kemendagri
        ("32.16.01", "32.16.01"),
        ("321601", "32.16.01"),
        (321601, "32.16.01"),
        (321601.0, "32.16.01"),
        (" 32.16.01 ", "32.16.01"),
        # BPS: not in the order of Kemendagri
        ("3216090", "32.16.02"),
        ("id3216090", "32.16.02"),
        ("ID3216090", "32.16.02"),
        (3216010, "32.16.18"),
        (np.float64(3216010), "32.16.18"),
        # names
        ("Karang Bahagia", "32.16.10"),
        ("Karangbahagia", "32.16.10"),
        ("KEDUNGWARINGIN", "32.16.12"),
        ("Kedung Waringin", "32.16.12"),
        ("Muaragembong", "32.16.17"),
        ("Muara  Gembong", "32.16.17"),
        ("Muara-Gembong", "32.16.17"),
        ("Kec. Setu", "32.16.18"),
        ("KEC.SETU", "32.16.18"),
        ("kec setu", "32.16.18"),
        ("Kecamatan Setu", "32.16.18"),
        ("Serang\u00a0Baru", "32.16.21"),
        # aliases
        ("Tamsel", "32.16.06"),
        ("Kec. Cikbar", "32.16.08"),
    ],
)
def test_a_kecamatan_is_found_in_every_spelling(value: object, code: str):
    assert match_kecamatan(value).code == code


@pytest.mark.parametrize(
    ("value", "reason", "first_suggestion"),
    [
        ("Cibarusa", "tak_dikenal", "Cibarusah"),
        ("Kec. Bojongmanggu", "tak_dikenal", "Bojongmangu"),
        ("32-16-01", "tak_dikenal", "Tarumajaya"),
        ("Tambun", "ambigu", "Tambun Utara"),
        ("Cikarang", "ambigu", "Cikarang Barat"),
        ("32.16.24", "tak_dikenal", None),
        ("3215010", "tak_dikenal", None),
        ("3216", "tak_dikenal", None),
        ("Kecamatan", "tak_dikenal", None),
        ("Wonosobo", "tak_dikenal", None),
        ("", "kosong", None),
        (None, "kosong", None),
        (float("nan"), "kosong", None),
        (pd.NA, "kosong", None),
    ],
)
def test_what_does_not_match_has_no_code_but_a_reason(value: object, reason: str, first_suggestion: str | None):
    match = match_kecamatan(value)
    assert (match.code, match.reason) == (None, reason)
    assert [name for _, name in match.suggestions[:1]] == ([first_suggestion] if first_suggestion else [])


def test_an_ambiguous_name_lists_every_candidate():
    assert {code for code, _ in match_kecamatan("Tambun").suggestions} == {"32.16.05", "32.16.06"}
    assert len(match_kecamatan("Cikarang").suggestions) == 5


def test_the_reason_is_a_sentence_in_both_languages():
    assert said(explain(match_kecamatan("Cibarusa")), "id") == '"Cibarusa" tidak dikenal; mungkin Cibarusah (32.16.22)'
    assert said(explain(match_kecamatan("32.16.24")), "id") == '"32.16.24" tidak dikenal'
    assert said(explain(match_kecamatan("Tambun")), "id").startswith('"Tambun" bermakna ganda: Tambun Utara (32.16.05) atau')
    assert not explain(match_kecamatan("Setu"))
    assert said(explain(match_kecamatan("Cibarusa")), "en") == '"Cibarusa" is not known; perhaps Cibarusah (32.16.22)'


@given(
    row=st.sampled_from(list(load_kecamatan()[["kode", "kode_bps", "nama"]].itertuples(index=False, name=None))),
    title=st.sampled_from(["", "Kec. ", "KECAMATAN ", "kec "]),
    gap=st.sampled_from([" ", "", "  ", "-", "\t"]),
    change=st.sampled_from([str, str.upper, str.lower]),
)
def test_title_case_and_gaps_never_change_the_match(row, title, gap, change):
    code, bps, name = row
    assert match_kecamatan(change(title + name.replace(" ", gap))).code == code
    assert match_kecamatan("id" + bps).code == match_kecamatan(code.replace(".", "")).code == code


@given(st.text())
def test_any_text_is_matched_or_explained(text: str):
    match = match_kecamatan(text)
    assert (match.code is None) == bool(explain(match))
    assert normalise_name(text) == "" or normalise_name(text).isalnum()


def test_another_folder_is_another_territory(tmp_path: Path):
    """A province with two kecamatan of one name: the name alone is ambiguous, the codes are not."""
    (tmp_path / "wilayah.toml").write_text(
        '[wilayah]\nkode = "32"\nkode_bps = "32"\nnama = "Jawa Barat"\nnama_layar = "x"\n'
        'zona_waktu = "Asia/Jakarta"\n[kantor]\n[batas]\nsumber = "x"\n'
    )
    (tmp_path / "kecamatan.csv").write_text(
        "kode,kode_bps,nama,n_desa,n_kelurahan,luas_bps_km2,luas_poligon_km2,lat,lon\n"
        "32.14.03,3214060,Sukatani,14,0,1,1,-6.6,107.4\n"
        "32.16.15,3216120,Sukatani,7,0,1,1,-6.2,107.2\n"
    )
    (tmp_path / "alias.csv").write_text("alias,kecamatan,catatan\n")
    match = match_kecamatan("Kec. Sukatani", tmp_path)
    assert (match.code, match.reason, len(match.suggestions)) == (None, "ambigu", 2)
    assert match_kecamatan("3214060", tmp_path).code == "32.14.03"
    assert match_kecamatan("32.16.01", tmp_path).reason == "tak_dikenal"
