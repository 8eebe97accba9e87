"""Edisi & audit on a real home folder: editions, causes of a change, deliveries, trail, findings."""

import shutil

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import access, backup, batches, boundaries, edition_files, editions, store
from pages.components import edition_views
from tests.pages.test_pages import text

PARTS = ["edisi", "bandingkan", "audit", "periksa"]


@pytest.fixture(scope="module")
def two(simulated_home, tmp_path_factory):
    """Two editions, a backup, and a name that must be shown as text."""
    home = tmp_path_factory.mktemp("edisi") / "rumah"
    shutil.copytree(simulated_home, home)
    with store.write(home, doing="uji") as con:
        survey = con.execute("SELECT batch_id FROM batches WHERE tabel = 'survei'").fetchone()[0]
        batches.withdraw(con, survey, "<script>alert(1)</script>")
    editions.publish(home, "2026-10")
    backup.create(home)
    return home


@pytest.fixture
def at_home(two, monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("KONDUSIF_HOME", str(two))
    monkeypatch.setattr(boundaries, "publish_static", lambda *_: None)
    return two


def edisi():
    from pages import edisi

    edisi.render()


def shown(tab=None, language="id"):
    at = AppTest.from_function(edisi, default_timeout=60)
    at.query_params["lang"] = language
    if tab is not None:
        at.query_params["bagian"] = tab
    at.run()
    assert not at.exception
    return at


def test_the_page_says_in_one_sentence_whether_all_is_well(at_home):
    at = shown()
    assert [title.value for title in at.title] == ["Edisi & audit"]
    assert "Semua utuh: basis data, jejak audit, edisi, dan cadangan." in text(at)
    assert [title.value for title in shown(language="en").title] == ["Editions & audit"]


def test_a_damaged_thing_is_named_at_the_top(at_home, monkeypatch):
    broken = edition_views.doctor.Finding("rusak", "Edisi", "Edisi 2026-01-r1 rusak.", "Pulihkan.")
    monkeypatch.setattr(edition_views.doctor, "examine", lambda home, deep: [broken])
    assert "1 hal rusak: Edisi 2026-01-r1 rusak." in text(shown())


def test_editions_batches_and_shares_are_listed(at_home):
    written = text(shown("edisi"))
    for part in (
        "2026-10-r2",
        "2026-10-r1",
        "utuh",
        "ikw-2026, iko-2026",
        "simulasi-0-2026-10.kejadian",
        "Cibitung",
    ):
        assert part in written
    assert "simulasi-0-2026-10.survei" not in written  # withdrawn before r2


def test_a_comparison_says_why_and_what(at_home):
    written = text(shown("bandingkan"))
    assert "(survei, simulasi-0-2026-10.survei) ditarik." in written
    assert "Skor bulan terakhir yang berubah dari setiap satuan" in written


def test_the_trail_is_filtered_and_markup_in_it_is_text(at_home):
    at = shown("audit")
    assert "&lt;script&gt;" in "".join(element.proto.body for element in at.get("html"))
    at.selectbox(key="w_tindakan").select("terbit").run()
    assert "edisi: 2026-10-r2" in text(at)
    assert "tarik_batch" not in text(at)
    at.text_input(key="w_memuat").input("tidak ada yang begini").run()
    assert "Tidak ada baris yang cocok" in at.info[0].value


def test_findings_and_backups(at_home):
    written = text(shown("periksa"))
    assert "kondusif-20" in written
    assert "Rantai" in written


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_draws_in_both_languages(at_home, part, language):
    at = shown(part, language)
    assert not at.error
    assert len(text(at)) > 200


def test_the_page_opens_and_says_why_when_the_edition_in_force_is_damaged(two, tmp_path, monkeypatch):
    home = tmp_path / "rusak"
    shutil.copytree(two, home)
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("KONDUSIF_HOME", str(home))
    path = edition_files.path_of(home, "2026-10-r2")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-10])
    written = text(shown("edisi"))
    assert "Edisi 2026-10-r2 rusak" in written
    assert "Edisi 2026-10-r2 rusak: jumlah periksanya tidak cocok." in text(shown("periksa"))
    assert "2026-10-r1" in text(shown("periksa"))  # what is offered instead


def test_a_role_without_the_right_sees_no_trail_and_gets_no_package(at_home):
    access.acting_as(access.Viewer("humas@x", "humas"))
    try:
        with pytest.raises(access.AccessError):
            edition_views.trail(at_home)
        with pytest.raises(access.AccessError):
            edition_views.package(at_home, "2026-10-r1", access.Viewer("a@x", "admin"))
    finally:
        access.acting_as(None)


def test_the_package_is_recorded(at_home):
    packed = edition_views.package(at_home, "2026-10-r1", access.Viewer("op@x", "operator_kabupaten"))
    access.acting_as(None)
    assert packed[:2] == b"PK"
    with store.read(at_home) as con:
        last = edition_views.audit.entries(con, limit=1).iloc[0]
    assert (last["tindakan"], last["oleh"]) == ("ekspor_edisi", "op@x")
