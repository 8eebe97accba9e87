"""Publishing from the page Edisi & audit: what will count is said before, refusals in words, the new edition is opened."""

import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import shelf
from data.boundary import loading
from data.editions import reading
from data.workflow import publishing, verification
from tests import homes
from tests.pages.test_pages import text

pytestmark = pytest.mark.home("menunggu", known=True)


@pytest.fixture
def home(home, monkeypatch):
    monkeypatch.setattr(publishing, "latest_complete_month", lambda today=None: "2026-10")
    return home


def edisi():
    from pages import edisi

    edisi.render()


def shown(**query):
    at = AppTest.from_function(edisi, default_timeout=120)
    for key, value in {"bagian": "terbitkan", **query}.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def verify_what_waits(home):
    verification.decide(homes.session(home), verification.Filter(), "terverifikasi", reason="uji")


@pytest.mark.home("contoh", known=True)
def test_what_will_count_and_change_is_said_before_publishing(home):
    rows = tuple(verification.waiting(homes.session(home), verification.Filter(table="kejadian", month="2026-10")).rows["id_baris"])
    some = verification.Filter(table="kejadian", rows=rows[1:])
    assert verification.decide(homes.session(home), some, "terverifikasi", reason="uji") == 9
    at = shown()
    said = text(at)
    assert "8 baris sampai bulan itu masih menunggu verifikasi dan tidak akan dihitung." in said
    assert "Sudah ada 2026-10-r1; yang baru menjadi revisi berikutnya" in said
    assert "Yang berubah dibandingkan edisi 2026-10-r1:" in said
    assert "- Verifikasi" not in said, "a mark of the command line in a list of the page"
    assert re.search(r"Verifikasi batch \d+ \(Kejadian\): terverifikasi \+9", said)
    assert re.search(r"Dari 5600 skor di kedua edisi: [1-9]\d* skor berubah, \d+ golongan berubah", said)


def test_the_first_edition_of_a_month_is_compared_with_nothing(home):
    verify_what_waits(home)
    at = shown()
    assert "Yang berubah dibandingkan edisi 2026-10-r1:" in text(at)
    at.selectbox(key="w_bulan_terbit").set_value("2026-03").run()
    assert "Ini edisi pertama untuk bulan itu." in text(at)
    assert "Yang berubah" not in text(at)


def test_where_nothing_has_changed_there_is_nothing_to_publish_and_the_way_to_the_edition_is_offered(home):
    at = shown()
    assert at.button(key="terbitkan").disabled
    assert at.info[0].value.startswith("Tidak ada yang diterbitkan: sejak edisi 2026-10-r1 tidak ada yang berubah")
    assert "Lanjut ke edisi 2026-10-r1: Ringkasan dan brief · Peta · Siaran pers" in text(at)


def test_the_new_edition_is_published_and_opened_the_way_on_is_shown_and_the_button_rests(home):
    verify_what_waits(home)
    at = shown()
    at.button(key="terbitkan").click().run()
    assert not at.exception
    assert at.success[0].value == "Edisi 2026-10-r2 terbit."
    assert reading.list_editions(home) == ["2026-10-r2", "2026-10-r1"]
    assert at.query_params["edition"] == "2026-10-r2"
    assert not at.status, "the steps have gone with the work"
    assert "Lanjut ke edisi 2026-10-r2: Ringkasan dan brief · Peta · Siaran pers" in text(at)
    assert at.button(key="terbitkan").disabled


def test_a_store_without_rows_cannot_publish_and_is_told_what_is_needed(tmp_path, monkeypatch):
    st.cache_data.clear()
    shelf.forget()
    homes.new(tmp_path / "rumah", "nyata")
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path / "rumah"))
    at = shown()
    assert at.button(key="terbitkan").disabled
    assert at.info[0].value.startswith("Belum ada yang dapat diterbitkan untuk")
    assert "sedikitnya satu baris terverifikasi dari Kejadian" in at.info[0].value


def test_a_month_without_any_report_is_published_only_when_ticked_and_then_every_screen_says_so(tmp_path, monkeypatch):
    """Three empty months after the last rows were published without a word."""
    st.cache_data.clear()
    shelf.forget()
    home = homes.only(tmp_path / "rumah", "kelengkapan")
    monkeypatch.setenv("KONDUSIF_HOME", str(home))
    monkeypatch.setattr(loading, "publish_static", lambda *_: None)
    monkeypatch.setattr(publishing, "latest_complete_month", lambda today=None: "2027-01")
    at = shown()
    assert at.button(key="terbitkan").disabled
    assert "Untuk Januari 2027 tidak ada laporan apa pun." in at.warning[0].value
    at.checkbox(key="w_tanpa_laporan").check().run()
    at.button(key="terbitkan").click().run()
    assert at.success[0].value == "Edisi 2027-01-r1 terbit."
    assert "Untuk November 2026–Januari 2027 tidak ada laporan apa pun." in text(at)


def test_a_month_of_years_ago_is_offered_where_the_store_has_no_later_rows(tmp_path, monkeypatch):
    st.cache_data.clear()
    shelf.forget()
    home = homes.only(tmp_path / "rumah", "kelengkapan")
    monkeypatch.setenv("KONDUSIF_HOME", str(home))
    monkeypatch.setattr(publishing, "latest_complete_month", lambda today=None: "2029-05")
    assert shown().selectbox(key="w_bulan_terbit").options[-1] == "Oktober 2026"


@pytest.mark.parametrize("role", ["admin"])
def test_a_role_without_the_right_is_not_offered_to_publish(home, role):
    at = shown(peran=role)
    assert "terbitkan" not in [button.key for button in at.button]
    assert "Terbitkan" not in at.button_group(key="w_bagian").options
