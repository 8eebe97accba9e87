"""Publishing from the page Edisi & audit: what will count is said before, refusals in words, the new edition is opened."""

import shutil

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import boundaries, editions, reading, store
from tests.pages.test_pages import text


@pytest.fixture
def home(simulated_home, tmp_path, monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    folder = tmp_path / "rumah"
    shutil.copytree(simulated_home, folder)
    monkeypatch.setenv("KONDUSIF_HOME", str(folder))
    monkeypatch.setattr(boundaries, "publish_static", lambda *_: None)
    monkeypatch.setattr(editions, "latest_complete_month", lambda today=None: "2026-10")
    return folder


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


def test_what_will_count_is_said_before_publishing(home):
    at = shown()
    assert "17 baris sampai bulan itu masih menunggu verifikasi dan tidak akan dihitung." in text(at)
    assert "Sudah ada 2026-10-r1; yang baru menjadi revisi berikutnya" in text(at)
    at.selectbox(key="w_bulan_terbit").set_value("2026-03").run()
    assert "Ini edisi pertama untuk bulan itu." in text(at)


def test_the_new_edition_is_published_and_opened(home):
    at = shown()
    at.button(key="terbitkan").click().run()
    assert not at.exception
    assert at.success[0].value == "Edisi 2026-10-r2 terbit."
    assert reading.list_editions(home) == ["2026-10-r2", "2026-10-r1"]
    assert at.query_params["edition"] == "2026-10-r2"
    assert not at.status, "the steps have gone with the work"


def test_a_month_that_cannot_be_published_is_refused_in_words_and_nothing_comes_to_be(tmp_path, monkeypatch):
    st.cache_data.clear()
    store.init(tmp_path / "rumah", "nyata")
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path / "rumah"))
    at = shown()
    at.button(key="terbitkan").click().run()
    assert not at.exception
    assert at.warning[0].value.startswith("Belum ada laporan kelengkapan yang terverifikasi sampai 2026-10")
    assert reading.list_editions(tmp_path / "rumah") == []


@pytest.mark.parametrize("role", ["admin"])
def test_a_role_without_the_right_is_not_offered_to_publish(home, role):
    at = shown(peran=role)
    assert "terbitkan" not in [button.key for button in at.button]
    assert "Terbitkan" not in at.button_group(key="w_bagian").options
