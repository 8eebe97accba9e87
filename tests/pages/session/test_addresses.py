"""Where somebody wanted to go before signing in: kept for a while, given out once, never an address from outside."""

from pathlib import Path

import pytest

from pages import navigation
from pages.session import addresses, context
from pages.session.addresses import Waiting, address
from tests.pages.showing import shown, text

PAGES = Path(context.__file__).parents[1]
MAP, TREND = address("peta", {"period": "2026-10"}), address("tren", {})


def test_an_address_is_given_out_once_and_to_its_own_browser_only():
    waiting = Waiting()
    waiting.keep("a", MAP, now=0)
    assert waiting.take("b", now=1) is None
    assert waiting.take("a", now=1) == MAP
    assert waiting.take("a", now=1) is None


def test_the_last_link_counts():
    waiting = Waiting()
    waiting.keep("a", MAP, now=0)
    waiting.keep("a", TREND, now=1)
    assert waiting.take("a", now=2) == TREND


@pytest.mark.parametrize(("later", "found"), [(addresses.KEPT_SECONDS, MAP), (addresses.KEPT_SECONDS + 1, None)])
def test_an_address_is_forgotten_after_a_quarter_of_an_hour(later, found):
    waiting = Waiting()
    waiting.keep("a", MAP, now=0)
    assert waiting.take("a", now=later) == found


def test_who_never_comes_back_takes_no_room():
    waiting = Waiting()
    for number in range(addresses.MOST_BROWSERS + 1):
        waiting.keep(f"b{number}", MAP, now=0)
    assert waiting.take("b0", now=0) is None
    assert waiting.take("b1", now=0) == MAP
    assert waiting.take(f"b{addresses.MOST_BROWSERS}", now=0) == MAP


def test_only_choices_of_links_are_kept():
    query = {
        "kecamatan": "32.16.07",
        "lang": "en",
        "peran": "admin",
        "next": "https://lain.example",
        "period": "",
    }
    assert address("peta", query).choices == {"kecamatan": "32.16.07", "lang": "en"}
    assert address("peta", {"edition": "x" * (addresses.LONGEST_VALUE + 1)}).choices == {}


def test_a_choice_that_no_link_knows_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        context.choose("tujuan", "x")


def test_every_key_of_a_link_is_one_that_some_page_uses():
    others = [file.read_text(encoding="utf-8") for file in PAGES.rglob("*.py") if file.name != "addresses.py"]
    assert [key for key in addresses.KEYS if not any(f'"{key}"' in one for one in others)] == []


# Where each key is read, with what else the link needs for that, the title of the choice, and what is shown instead.
ASKED = {
    "lang": ("peta", {}, "Bahasa", "Bahasa Indonesia"),
    "halaman": ("ringkasan", {}, "Halaman", "halaman awal"),
    "period": ("ringkasan", {}, "Bulan", "Oktober 2026"),
    "kecamatan": ("kecamatan", {}, "Kecamatan", "seluruh kabupaten"),
    "lapis": ("peta", {}, "Lapisan", "Tanpa lapisan"),
    "ormas": ("ormas", {}, "Profil Ormas", "Pilih satu Ormas"),
    "ukuran": ("peta", {}, "Warna peta", "Indeks Kondusivitas Wilayah"),
    "polsek": ("peta", {}, "Wilayah Polsek", "tidak"),
    "banding": ("peta", {}, "Bandingkan dengan setahun sebelumnya", "tidak"),
    "deret": ("tren", {}, "Ukuran", "Indeks, 12 bulan"),
    "jenis": ("tren", {}, "Jenis kejadian", "Semua"),
    "sektor": ("tren", {}, "Polsek", "Semua"),
    "satuan": ("tren", {}, "Satuan waktu", "Bulan"),
    "jenis_minggu": ("tren", {}, "Jenis kejadian", "Semua"),
    "penanganan": ("tren", {}, "Keadaan penanganan", "Semua"),
    "baris_minggu": ("tren", {}, "Baris", "Kecamatan"),
    "ciri": ("ormas", {}, "Ciri khusus", "Semua"),
    "bidang": ("ormas", {}, "Bidang", "Semua"),
    "keadaan": ("ormas", {}, "Penilaian", "Semua"),
    "topik": ("pembinaan", {}, "Topik", "Semua"),
    "sinyal": ("peringatan", {}, "Tampilkan", "Sinyal yang belum ditutup, 12 bulan ("),
    "bagian": ("metodologi", {}, "Bagian", "IKW: wilayah"),
    "bingkai": ("siaran_pers", {}, "Bingkai", "Peta indeks"),
    "paparan": ("ringkasan", {}, "Mode paparan", "tidak"),
    "layar": ("ringkasan", {"paparan": "ya"}, "Layar", "1"),
    "tabel": ("unggah", {}, "Tabel", "Semua tabel"),
    "untuk": ("unggah", {"bagian": "kirim"}, "Bulan", ""),
    "antre": ("unggah", {"bagian": "verifikasi"}, "Tabel", ""),
    "bulan_antre": ("unggah", {"bagian": "verifikasi"}, "Bulan", "Semua"),
    "sumber": ("unggah", {"bagian": "verifikasi"}, "Sumber", "Semua"),
}


@pytest.fixture
def at(at_home, simulated_home):
    at_home(simulated_home, read_only=True)


@pytest.mark.parametrize("key", [key for key in addresses.KEYS if key != "edition"])  # that one has a page: test_pages
def test_what_a_link_asks_for_in_vain_is_said_with_what_is_shown_instead(at, key):
    page, others, title, instead = ASKED[key]
    found = text(shown(page, **{key: "tak-ada", **others}))
    assert f"{title} “tak-ada” dalam tautan ini tidak tersedia; yang ditampilkan: {instead}" in found


def test_what_a_link_asks_for_and_finds_is_not_talked_about(at):
    links = ("peta", {"period": "2026-03", "kecamatan": "32.16.07", "polsek": "ya"}), ("tren", {})
    assert [text(shown(page, **query)).count("tautan ini") for page, query in links] == [0, 0]


def test_a_camat_who_follows_a_link_to_another_kecamatan_is_told(at):
    own = {"peran": "camat", "peran_kecamatan": "32.16.07"}
    said = "Kecamatan “32.16.18” dalam tautan ini tidak tersedia; yang ditampilkan: Cibitung."
    assert said in text(shown("kecamatan", kecamatan="32.16.18", **own))


def test_it_stays_until_something_is_chosen_and_markup_in_it_is_text(at):
    found = shown("peta", period="<b>9</b>")
    assert "Bulan “&lt;b&gt;9&lt;/b&gt;” dalam tautan ini tidak tersedia" in text(found)
    assert "tidak tersedia" in text(found.run())
    found.selectbox(key="w_kecamatan").set_value("32.16.07").run()
    assert "tidak tersedia" not in text(found)


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        ("tren", {"kecamatan": "32.16.07"}, "Tren · Cibitung · Okt 2026"),
        ("tren", {"kecamatan": "32.16.07", "period": "2026-08", "lang": "en"}, "Tren · Cibitung · Aug 2026"),
        ("peta", {}, "Tren · Okt 2026"),
        ("peringatan", {"kecamatan": "32.16.07"}, "Tren · Okt 2026"),
        ("metodologi", {"bagian": "iko"}, "Tren · IKO: Ormas"),
        ("unggah", {"bagian": "kirim"}, "Tren · Sudah/belum kirim"),
    ],
)
def test_the_tab_of_the_browser_names_what_is_seen(at, monkeypatch, page, query, said):
    found = shown(page, **query)
    monkeypatch.setattr(context, "breadcrumbs", lambda: found.session_state[context._VIEW])
    assert navigation.tab("Tren") == said
