"""Siaran pers as its roles use it: Humas asks, PPID or the deputy decides, only a cleared frame is clean; and the briefs."""

import json
import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.access import viewers
from data.store import audit, database
from data.workflow import clearance
from pages.exports.drawing import fonts
from pages.exports.proof import making
from pages.panels.press import press_desk
from pages.session import signin
from tests import homes

pytestmark = pytest.mark.home("contoh", known=True)

EDITION = "2026-10-r1"
MARK = "Berkas ini membawa tanda BELUM DISETUJUI PPID sampai izinnya berlaku."


def siaran_pers():
    from pages import siaran_pers

    siaran_pers.render()


def ringkasan():
    from pages import ringkasan

    ringkasan.render()


def shown(page=siaran_pers, **query):
    at = AppTest.from_function(page, default_timeout=60)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def text(at):
    raw = " ".join(element.proto.body for element in at.get("html") if "<style>" not in element.proto.body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", raw))


def press_button(at, label):
    next(button for button in at.button if button.label == label).click().run()
    assert not at.exception


def labels(at):
    return {button.label for button in at.button} | {one.proto.label for one in at.get("download_button")}


@pytest.mark.parametrize(("language", "heading"), [("id", "Siaran pers"), ("en", "Press release")])
def test_the_page_shows_its_heading_its_picture_and_the_words_to_paste(home, language, heading):
    at = shown(lang=language)
    assert [title.value for title in at.title] == [heading]
    assert len(at.get("image")) == 1
    said = [code.value for code in at.code]
    assert len(said) == 3
    assert all(EDITION in words for words in (said[0], said[2]))
    assert "Ormas Rekaan" not in " ".join(said)


def test_a_frame_is_asked_for_cleared_and_withdrawn(home):
    at = shown(bingkai="number")
    assert MARK in text(at)
    press_button(at, "Minta izin PPID")
    assert at.info[0].value == "Izin PPID-2026-10-0001: menunggu keputusan PPID."
    press_button(at, "Setujui")
    assert at.success[0].value.startswith("Izin PPID-2026-10-0001: disetujui")
    assert MARK not in text(at)
    at.text_input(key="w_alasan_tarik").set_value("angka dikoreksi")
    press_button(at, "Tarik izin")
    assert "DITARIK" in at.info[0].value
    assert MARK in text(at)
    assert [one.state for one in clearance.of_edition(home, EDITION)] == ["ditarik"]


def test_ppid_opens_on_what_waits_and_finds_every_other_request_by_a_link(home):
    """Of another month, another frame, with the low bands: they had to be found by trying."""
    assert "Tidak ada bingkai yang menunggu keputusan PPID." in text(shown(peran="ppid"))
    assert "menunggu keputusan" not in text(shown(ringkasan, peran="ppid"))
    for query in ({"bingkai": "trend", "period": "2026-08"}, {"bingkai": "number"}):
        press_button(shown(peran="humas", **query), "Minta izin PPID")
    first, second = clearance.waiting(homes.session(home))
    at = shown(peran="ppid")
    assert at.query_params["bingkai"] == "trend"
    assert at.query_params["period"] == "2026-08"
    assert "2 bingkai menunggu keputusan PPID." in text(at)
    assert f"Izin {first.id}: menunggu keputusan PPID." in at.info[0].value
    at.button(key=f"buka-{second.id}").click().run()
    assert (at.query_params["bingkai"], at.query_params["period"]) == ("number", "2026-10")
    assert f"Izin {second.id}: menunggu keputusan PPID." in at.info[0].value
    assert "menunggu keputusan PPID" not in text(shown(peran="humas"))
    for role, waits in (("ppid", True), ("ppid_pengganti", True), ("pimpinan", False)):  # on the page that opens first
        said = text(shown(ringkasan, peran=role))
        assert ("2 bingkai menunggu keputusan PPID. Lihat dan putuskan" in said) is waits


def test_refusing_without_a_reason_is_said_and_changes_nothing(home):
    at = shown(bingkai="trend")
    press_button(at, "Minta izin PPID")
    press_button(at, "Tolak")
    assert at.error[0].value == "Alasan harus diisi: ia tercatat di jejak audit."
    assert clearance.waiting(homes.session(home))
    at.text_input(key="w_alasan").set_value("judul keliru")
    press_button(at, "Tolak")
    assert "Alasan: judul keliru" in at.info[0].value


def test_under_embargo_the_frame_keeps_its_warning(home):
    at = shown(bingkai="trend")
    press_button(at, "Minta izin PPID")
    at.checkbox(key="w_embargo").set_value(True)
    press_button(at, "Setujui")
    assert "EMBARGO sampai" in at.info[0].value
    assert MARK in text(at)


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        ("humas", {"Minta izin PPID", "Unduh PNG"}, {"Setujui", "Tolak"}),
        ("ppid", {"Minta izin PPID", "Unduh PNG"}, set()),
        ("pimpinan", set(), {"Minta izin PPID", "Setujui", "Unduh PNG"}),
    ],
)
def test_each_role_finds_what_it_may_do(home, role, may, may_not):
    found = labels(shown(peran=role))
    assert may <= found
    assert not may_not & found


def test_ppid_decides_what_humas_asked_and_humas_does_not(home):
    press_button(shown(peran="humas"), "Minta izin PPID")
    assert "Setujui" not in labels(shown(peran="humas"))
    assert {"Setujui", "Tolak"} <= labels(shown(peran="ppid_pengganti"))


def test_the_lowest_bands_are_named_only_where_asked_and_that_is_cleared_apart(home):
    at = shown()
    press_button(at, "Minta izin PPID")
    press_button(at, "Setujui")
    assert MARK not in text(at)
    at.checkbox(key="w_golongan").set_value(True).run()
    assert MARK in text(at)
    press_button(at, "Minta izin PPID")
    assert [one.name_low_bands for one in clearance.of_edition(home, EDITION)] == [False, True]


def test_humas_without_a_view_on_ormas_gets_the_same_figures(home):
    assert [code.value for code in shown(peran="humas", bingkai="training").code] == [code.value for code in shown(bingkai="training").code]


def test_a_size_a_format_and_a_month_are_chosen(home):
    at = shown()
    at.selectbox(key="w_ukuran").set_value("a4")
    at.button_group(key="w_format").set_value("svg").run()
    assert not at.exception
    assert "Unduh SVG" in labels(at)
    at.selectbox(key="w_bulan").set_value("2026-03").run()
    assert "Maret 2026" in at.code[0].value


@pytest.mark.home("contoh")
def test_a_missing_font_is_said_instead_of_a_picture(home, monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    fonts.properties.cache_clear()
    at = shown()
    assert "Berkas huruf" in at.warning[0].value
    assert "Rancangan siaran pers dan tanya jawab" in [one.value for one in at.subheader]
    fonts.properties.cache_clear()


def test_the_briefs_are_offered_on_ringkasan_to_those_who_may(home):
    assert {"Brief PDF", "Brief PPTX"} <= labels(shown(ringkasan))
    assert not {"Brief PDF", "Brief PPTX"} & labels(shown(ringkasan, peran="humas"))


@pytest.mark.home("contoh")
def test_a_missing_library_disables_its_button_and_says_which(home, monkeypatch):
    monkeypatch.setitem(making.MAKERS, "pdf", "tidak_terpasang")
    at = shown(ringkasan)
    button = next(one.proto for one in at.get("download_button") if one.proto.label == "Brief PDF")
    assert button.disabled
    assert "Pustaka tidak_terpasang untuk berkas PDF belum terpasang" in button.help
    assert button.help in [one.value for one in at.warning]


def test_the_desk_and_the_maker_agree_on_what_is_cleared(home):
    """The page remembers fingerprints; the maker computes them afresh."""
    from data.editions import reading

    at = shown(bingkai="number")
    press_button(at, "Minta izin PPID")
    edition = reading.open_edition(home)
    wanted = press_desk.press.fingerprint(edition, "number", "2026-10", name_low_bands=False)
    edition.close()
    assert [one.fingerprint for one in clearance.of_edition(home, EDITION)] == [wanted]


@pytest.fixture
def offered(monkeypatch):
    """What the download buttons of a page hold, by label, for somebody who signed in."""

    def by(page, viewer):
        held = {}
        for asking in ("here", "look"):
            monkeypatch.setattr(signin, asking, lambda: viewer)
        monkeypatch.setattr(st, "download_button", lambda label, **button: held.update({label: button}))
        shown(page)
        return held

    return by


def taken(home):
    with database.read(home) as con:
        rows = audit.entries(con, action="unduh")
    return [(by, json.loads(row)) for by, row in zip(rows["oleh"], rows["rincian"], strict=True)]


def test_a_brief_that_is_taken_along_stands_in_the_trail(home, offered, monkeypatch):
    monkeypatch.setattr(making, "make_brief", lambda *_: b"%PDF")
    buttons = offered(ringkasan, viewers.Viewer("kaban", "pimpinan"))
    assert buttons["Brief PDF"]["data"]() == b"%PDF"
    assert taken(home) == [("kaban", {"brief": "pdf", "edisi": EDITION, "bulan": "2026-10"})]


def test_a_frame_without_clearance_that_is_taken_along_stands_in_the_trail(home, offered):
    button = offered(siaran_pers, viewers.Viewer("ani", "humas"))["Unduh PNG"]
    assert taken(home) == []
    button["on_click"](*button["args"])
    assert taken(home) == [
        ("ani", {"bingkai": button["file_name"], "edisi": EDITION, "bulan": "2026-10"}),
    ]


def test_the_trend_of_a_kecamatan_is_chosen_cleared_and_listed_by_name(home):
    at = shown(bingkai="trend")
    at.selectbox(key="w_wilayah").set_value("32.16.06").run()
    assert at.code[0].value.startswith("DATA SIMULASI – BUKAN DATA NYATA. Kondusivitas Kecamatan Tambun Selatan")
    assert not [box for box in at.checkbox if box.key == "w_golongan"]
    press_button(at, "Minta izin PPID")
    press_button(at, "Setujui")
    assert MARK not in text(at)
    assert "Tren indeks: Kecamatan Tambun Selatan" in text(at)
    at.selectbox(key="w_wilayah").set_value("").run()
    assert MARK in text(at)


def test_a_kecamatan_in_a_low_band_is_drawn_only_where_the_low_bands_may_be_named(home):
    at = shown(bingkai="trend", kecamatan="32.16.07")
    assert "hanya PPID yang dapat mengizinkannya" in at.info[0].value
    assert not at.get("image")
    at.checkbox(key="w_golongan").set_value(True).run()
    assert len(at.get("image")) == 1
    assert MARK in text(at)
    press_button(at, "Minta izin PPID")
    assert [one.name_low_bands for one in clearance.of_edition(home, EDITION)] == [True]


def test_ppid_reads_before_the_decision_what_two_frames_would_tell_together(home, monkeypatch):
    told = "Bersama bingkai edisi 2026-09-r1: Setu."
    monkeypatch.setattr(press_desk.differences, "warnings", lambda *_: [told])
    press_button(shown(peran="humas", bingkai="activity"), "Minta izin PPID")
    assert told in [one.value for one in shown(peran="ppid", bingkai="activity").warning]
    assert told not in [one.value for one in shown(peran="humas", bingkai="activity").warning]
