"""Each page draws its own heading in both languages, and every state of "nothing to show" is a designed one."""

import hashlib
import re
from html import unescape

import pytest

from data.editions import reading
from tests import homes
from tests.pages.fake_edition import FELL, NOT_ASSESSED, REGENCY_WIDE, WEAK_OVERLAY, FakeEdition
from tests.pages.showing import shown, text


@pytest.fixture
def offered(monkeypatch, at_home, tmp_path):
    """Offer editions to the pages; the outline goes inline, so that nothing is written. Returns how to offer."""
    at_home(tmp_path)

    def offer(*editions: FakeEdition) -> None:
        by_id = {edition.id: edition for edition in editions}
        monkeypatch.setattr(reading, "list_editions", lambda home: list(by_id))
        monkeypatch.setattr(reading, "open_edition", lambda home, one=None: by_id[one or next(iter(by_id))])

    return offer


PAGES = [
    pytest.param("ringkasan", "id", "Ringkasan", id="ringkasan-id"),
    pytest.param("ringkasan", "en", "Summary", id="ringkasan-en"),
    pytest.param("peta", "id", "Peta", id="peta-id"),
    pytest.param("peta", "en", "Map", id="peta-en"),
]


@pytest.mark.parametrize(("page", "language", "heading"), PAGES)
def test_a_page_shows_its_own_heading_and_the_header(offered, page, language, heading):
    offered(FakeEdition())
    at = shown(page, lang=language)
    assert [title.value for title in at.title] == [heading]
    expected = {
        "id": (
            "Edisi 2026-10-r1",
            "Oktober 2026, angka sementara",
            "(usulan)",
            "DATA SIMULASI – BUKAN DATA NYATA",
        ),
        "en": (
            "Edition 2026-10-r1",
            "October 2026, provisional",
            "(proposed)",
            "SIMULATED DATA – NOT REAL DATA",
        ),
    }
    assert [part for part in expected[language] if part not in text(at)] == []


def test_real_data_carries_no_badge(offered):
    offered(FakeEdition(kind="nyata"))
    assert "SIMULASI" not in text(shown("ringkasan"))


@pytest.mark.parametrize(("page", "language", "heading"), PAGES)
def test_without_an_edition_the_page_says_which_command_to_run(monkeypatch, tmp_path, page, language, heading):
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path / "kosong"))
    at = shown(page, lang=language)
    assert at.title[0].value == {"id": "Belum ada yang dapat ditampilkan", "en": "Nothing to show yet"}[language]
    assert [code.value for code in at.code] == [
        "python -m data start",
        "python -m data init --nyata\npython -m data template",
    ]


def test_without_an_edition_who_cannot_publish_is_told_to_wait_and_sees_no_folder_of_the_server(monkeypatch, tmp_path):
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path / "kosong"))
    at = shown("ringkasan", peran="pimpinan")
    assert "operator kabupaten menerbitkan edisi pertama" in at.info[0].value
    assert not at.code
    assert str(tmp_path) not in " ".join([at.info[0].value, text(at)])


@pytest.mark.parametrize(
    ("tables", "said", "where"),
    [
        ([], "Basis data masih kosong.", "Unggah & verifikasi"),
        (["nilai_resmi"], "Yang sudah ada (Nilai resmi) belum cukup", "Unggah & verifikasi"),
        (["ormas"], "Sudah ada: Daftar Ormas. Edisi", "Edisi & audit"),
        (
            ["kejadian"],
            "Sudah ada: Kejadian. Edisi Oktober 2026 dapat diterbitkan tanpa indeks",
            "Edisi & audit",
        ),
    ],
)
def test_a_store_without_an_edition_says_what_is_there_and_what_to_do(monkeypatch, tmp_path, tables, said, where):
    home = tmp_path / "rumah"
    homes.new(home, "nyata")
    for table in tables:
        homes.ONLY[table](home)
    monkeypatch.setenv("KONDUSIF_HOME", str(home))
    at = shown("ringkasan", peran="operator_kabupaten")
    assert said in at.info[0].value
    assert unescape(text(at)).rstrip().endswith(where)
    assert not at.code, "the operator works with pages, not with commands"


def test_from_a_damaged_edition_the_button_leads_to_one_that_opens(monkeypatch, tmp_path):
    """It led back to the damaged one, where that was the newest."""
    folder = tmp_path / "editions"
    folder.mkdir()
    for name, content in {"2026-10-r2": b"rusak", "2026-10-r1": b"utuh"}.items():
        (folder / f"{name}.duckdb").write_bytes(content)
        (folder / f"{name}.sha256").write_text(hashlib.sha256(b"utuh").hexdigest())
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path))
    at = shown("ringkasan")
    assert at.title[0].value == "Edisi ini tidak dapat dibuka"
    assert "Edisi 2026-10-r2 rusak" in at.warning[0].value
    at.button(key="w_utuh").click().run()
    assert at.query_params["edition"] == "2026-10-r1"


def test_peta_without_a_year_before_says_so_and_shows_the_month_alone(offered):
    offered(FakeEdition())
    at = shown("peta", banding="ya", period=FakeEdition().periods()[0])
    assert "belum memuat setahun sebelum" in at.info[0].value
    assert len(at.get("plotly_chart")) == 1


def test_an_unknown_edition_is_said_and_the_current_one_offered(monkeypatch, tmp_path):
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path))
    monkeypatch.setattr(reading, "list_editions", lambda home: ["2026-10-r1"])
    at = shown("ringkasan", edition="2020-01-r1")
    assert at.warning[0].value == "Edisi 2020-01-r1 tidak ada. Yang ada: 2026-10-r1."
    assert [button.label for button in at.button] == ["Buka edisi yang berlaku"]


def test_ringkasan_says_the_situation_the_changes_and_all_kecamatan(offered):
    offered(FakeEdition())
    at = shown("ringkasan")
    found = text(at)
    assert "Situasi Kabupaten Bekasi, IKW-12 sampai Oktober 2026: kondusif." in found
    assert re.search(r"Dalam dua belas bulan terakhir tercatat \d+ kejadian; dua belas bulan sebelumnya \d+\.", found)
    assert "Cibitung turun 20,6 poin menjadi 43,4" in found
    assert "Muaragembong – – Data belum memadai" in found


def test_ringkasan_of_an_edition_without_intervals_shows_no_empty_bracket(offered):
    offered(FakeEdition(intervals=False))
    found = text(shown("ringkasan"))
    assert "rentang 90%:" not in found.replace("Rentang 90%:", "")
    assert "Perbandingan dengan setahun lalu belum tersedia untuk bulan ini." in found
    assert "Dibandingkan dengan dua belas bulan sampai" not in found
    assert "()" not in found
    assert "nan" not in found.lower().split()


def test_a_month_of_the_url_is_shown_and_an_unknown_one_falls_back(offered):
    offered(FakeEdition())
    assert "IKW-12 sampai Maret 2026" in text(shown("ringkasan", period="2026-03"))
    at = shown("ringkasan", period="1999-01")
    assert "IKW-12 sampai Oktober 2026" in text(at)
    assert at.query_params["period"] == "2026-10"


def test_an_older_edition_says_that_there_is_a_newer_one(offered):
    offered(FakeEdition("2026-10-r2"), FakeEdition("2026-10-r1"))
    at = shown("peta", edition="2026-10-r1")
    assert "2026-10-r2" in at.info[0].value
    assert at.selectbox(key="w_edisi").options == ["2026-10-r2", "2026-10-r1"]
    at.button(key="w_terbaru").click().run()
    assert at.query_params["edition"] == "2026-10-r2"


def test_peta_shows_the_card_of_the_kecamatan_in_the_url(offered):
    offered(FakeEdition())
    found = text(shown("peta", kecamatan=FELL))
    assert re.search(r"Cibitung 43,4 dari 100 rentang 90%: 37,4–49,4 Cukup kondusif \(3\) .* turun 20,6 poin", found)
    assert "249.280 jiwa (2020, angka perkiraan)" in found
    assert "Polsek Cibitung" in found


def test_peta_says_why_a_kecamatan_is_not_assessed(offered):
    offered(FakeEdition())
    found = text(shown("peta", kecamatan=NOT_ASSESSED))
    assert "Muaragembong Data belum memadai Belum dapat dinilai: data Kejadian belum memadai." in found


def test_peta_chooses_by_the_box_and_keeps_it_in_the_url(offered):
    offered(FakeEdition())
    at = shown("peta")
    at.selectbox(key="w_kecamatan").set_value(FELL).run()
    assert at.query_params["kecamatan"] == FELL
    at.selectbox(key="w_kecamatan").set_value("").run()
    assert "kecamatan" not in at.query_params


def test_peta_lays_the_ormas_over_it_and_lists_the_regency_wide_ones(offered):
    offered(FakeEdition())
    at = shown("peta", kecamatan=WEAK_OVERLAY)
    assert "sebab-akibat" not in text(at)
    at.selectbox(key="w_lapis").set_value("ormas").run()
    assert at.query_params["lapis"] == "ormas"
    found = text(at)
    assert f"{REGENCY_WIDE} Ormas berlingkup kabupaten berkegiatan, rata-rata IKO" in found
    assert "tidak menunjukkan sebab-akibat" in found
    assert "2 Ormas; kurang dari 3 dinilai" in found


def test_peta_changes_the_month_by_the_slider(offered):
    offered(FakeEdition())
    at = shown("peta")
    at.select_slider(key="w_bulan_peta").set_value("2025-12").run()
    assert at.query_params["period"] == "2025-12"
    assert "Desember 2025" in text(at)


def test_the_language_switch_is_kept_in_the_url(offered):
    offered(FakeEdition())
    at = shown("peta")
    at.button_group(key="w_bahasa").set_value("en").run()
    assert at.query_params["lang"] == "en"
    assert at.title[0].value == "Map"
