"""Papan hari ini as people see it: which rows, which counts, what waits for whom, what may be copied, and what it isn't."""

import re
from datetime import date

import pytest

from data import words
from data.access.viewers import OWN_KECAMATAN, PAGES, ROLES
from data.errors import DataError
from data.reference import territory
from data.words import msg
from data.workflow import board, followup
from pages import hari_ini
from pages.panels import today_waiting
from pages.session import entrance, signin
from tests import homes
from tests.homes import CIBITUNG, SETU
from tests.pages.showing import shown, text
from tests.pages.test_roles import screen

ON_THE_BOARD = [role for role in ROLES if "hari_ini" in PAGES[role]]
PLACES = dict(territory.load_kecamatan()[["kode", "nama"]].itertuples(index=False))
COPIED = re.compile(r"^(?:.+\n){3}.+$")


def copied(at):
    (code,) = at.code
    assert COPIED.match(code.value), "four lines"
    return code.value


@pytest.fixture
def sample(at_home, simulated_home):
    at_home(simulated_home, read_only=True)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "id",
            (
                "Bukan angka terbitan",
                "2 kejadian berat, 1 belum diverifikasi.",
                "belum termuat dalam edisi 2026-10-r1",
                "1 meninggal dan 3 luka. belum diverifikasi",
                "12 luka. terverifikasi",
                "Kejadian menurut kecamatan, sementara",
                "Kejadian menurut jenis, sementara",
                "baris menunggu verifikasi",
                "sinyal menunggu Anda,",
                "Lewat tenggat",
                "Laporan bulan lalu",
            ),
        ),
        (
            "en",
            (
                "No published figures",
                "2 severe incidents, 1 not verified yet.",
                "not in edition 2026-10-r1",
                "1 dead and 3 injured. not verified yet",
                "Incidents by kecamatan, provisional",
                "waiting for verification",
            ),
        ),
    ],
)
def test_the_board_of_a_fresh_sample_says_what_came_in_and_that_it_is_no_published_figure(sample, language, expected):
    at = shown("hari_ini", lang=language)
    said = text(at)
    assert [one for one in expected if one not in said] == []
    assert words.translated("DATA SIMULASI – BUKAN DATA NYATA", language) in copied(at)


@pytest.mark.parametrize("role", ON_THE_BOARD)
def test_each_role_reads_what_waits_for_it_and_of_its_own_kecamatan_alone(sample, role):
    said = text(shown("hari_ini", peran=role, peran_kecamatan=CIBITUNG))
    verifies, follows = role == "operator_kabupaten", "peringatan" in PAGES[role]
    assert ("baris menunggu verifikasi" in said) == verifies
    assert ("Tindak lanjut kejadian berat" in said) == follows
    if role in OWN_KECAMATAN:
        assert [name for code, name in PLACES.items() if code != CIBITUNG and name in said] == []


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ON_THE_BOARD])
def test_who_publishes_or_keeps_the_server_has_no_board_and_no_line_to_it(sample, role):
    assert "papan" not in text(shown("ringkasan", peran=role)).lower().replace("papan tulis", "")


@pytest.mark.parametrize("role", ["pimpinan", "penghubung_bin", "operator_kabupaten"])
def test_ringkasan_has_one_line_that_leads_there(sample, role):
    at = shown("ringkasan", peran=role)
    told = r"Sejak edisi terakhir: 2 kejadian berat, 1 belum diverifikasi\. \d+ perkara lewat tenggat\. Papan hari ini"
    assert re.search(told, text(at))
    assert 'href="hari_ini?' in screen(at)


def test_what_waits_has_the_way_to_where_it_is_done(sample):
    sent = screen(shown("hari_ini", peran="operator_kabupaten"))
    for way in ("unggah?bagian=verifikasi&amp;antre=kejadian", "unggah?bagian=kirim", "peringatan?"):
        assert way in sent


@pytest.mark.home("contoh", known=True)
def test_a_signal_waits_for_the_office_whose_turn_it_is(home):
    signal, session = "2026-10/32.16.07/industri", homes.session(home)
    camat = {"peran": "camat", "peran_kecamatan": CIBITUNG}
    waiting = int(re.search(r"(\d+) sinyal menunggu Anda", text(shown("hari_ini", **camat)))[1])
    followup.acknowledge(session, signal, "2026-10-r1")
    followup.assign(session, signal, "2026-10-r1", "polsek")
    assert f"{waiting - 1} sinyal menunggu Anda" in text(shown("hari_ini", **camat))
    assert "1 sinyal menunggu Anda" in text(shown("hari_ini", peran="penghubung_polri"))


# ------------------------------------------------------------------ between two looks


def test_it_looks_again_within_half_a_minute():
    assert hari_ini.SECONDS <= 30


def test_what_came_in_and_what_was_rejected_is_seen_at_the_next_look(home):
    at = shown("hari_ini")
    assert "Belum ada baris kejadian berat yang masuk." in text(at)
    homes.put(home, "kejadian", homes.incident(date(2026, 11, 3), meninggal=1), verified=False)
    assert "1 kejadian berat, 1 belum diverifikasi." in text(at.run())


def test_while_somebody_writes_it_says_so_and_goes_on(home, monkeypatch):
    def busy(*_):
        raise DataError(msg("Basis data sedang dipakai."))

    monkeypatch.setattr(board, "read", busy)
    assert shown("hari_ini").warning[0].value == "Basis data sedang dipakai."


# ------------------------------------------------------------------ without an edition, and elsewhere


@pytest.fixture
def no_edition(home):
    rows = [homes.incident(date(2026, 11, 3), kecamatan=SETU) for _ in range(7)]
    homes.put(home, "kejadian", *rows, homes.incident(date(2026, 11, 4), luka=12), verified=False)


@pytest.mark.parametrize("role", ON_THE_BOARD)
def test_without_an_edition_it_says_what_it_counts_instead(no_edition, role):
    at = shown("hari_ini", peran=role, peran_kecamatan=CIBITUNG)
    said = text(at)
    assert "Belum ada edisi yang dapat dibuka. Yang dihitung: kejadian sesudah" in said
    assert "1 kejadian berat, 1 belum diverifikasi." in said
    assert [name for name in PLACES.values() if name in copied(at)] == []
    assert "SIMULASI" not in copied(at)


def test_where_no_row_came_in_nothing_is_claimed(home):
    said = text(shown("hari_ini"))
    assert "Belum ada baris kejadian berat yang masuk." in said
    assert not re.search(r"\b0\b|[Tt]idak ada kejadian", said)


def test_where_no_kecamatan_reported_none_is_listed(home):
    said = text(shown("hari_ini"))
    assert re.search(r"Belum ada kecamatan yang laporannya untuk \w+ \d{4} lengkap\.", said)
    assert "Setu" not in said


def test_what_waits_stands_beside_rows_and_below_a_single_sentence(home):
    head_alone = len(shown("hari_ini").main.columns)
    homes.put(home, "kejadian", homes.incident(date.today()))
    assert len(shown("hari_ini").main.columns) == head_alone + 2


def test_the_names_are_those_of_the_territory_whichever_it_is(no_edition, monkeypatch):
    areas = territory.load_kecamatan()
    monkeypatch.setattr(territory, "load_kecamatan", lambda *_: areas.assign(nama=areas["nama"] + " Lain"))
    assert "Setu Lain" in text(shown("hari_ini"))


# ------------------------------------------------------------------ where a role begins


class Arriving:
    """Streamlit, as far as `entrance.arrival` asks it."""

    def __init__(self, monkeypatch, path="", **query):
        self.page = type("Page", (), {"url_path": path})()
        monkeypatch.setattr(entrance.st, "session_state", {})
        monkeypatch.setattr(entrance.st, "query_params", query)
        monkeypatch.setattr(signin, "browser", lambda: None)

    def as_(self, role):
        found = entrance.arrival(self.page, entrance.Viewer("x@uji.example", role, frozenset()))
        return found.page if found else None


@pytest.mark.parametrize("role", ["penghubung_polri", "penghubung_tni", "penghubung_bin", "operator_kabupaten"])
def test_who_begins_at_the_board_is_taken_there_once(monkeypatch, role):
    arriving = Arriving(monkeypatch)
    assert arriving.as_(role) == "hari_ini"
    assert arriving.as_(role) is None, "Ringkasan is at the same address, and can be gone back to"


def test_a_link_with_choices_leads_where_it_says(monkeypatch):
    assert Arriving(monkeypatch, edition="2026-10-r1").as_("penghubung_polri") is None
    assert Arriving(monkeypatch, "peta").as_("penghubung_polri") is None


@pytest.mark.parametrize("role", ["pimpinan", "humas", "camat", "operator_kecamatan"])
def test_who_begins_at_the_first_address_stays(monkeypatch, role):
    assert Arriving(monkeypatch).as_(role) is None


@pytest.mark.parametrize("role", [role for role in ON_THE_BOARD if role != "pimpinan"])
def test_it_is_the_first_page_of_those_who_act(role):
    assert PAGES[role][0] == "hari_ini"


def test_a_kecamatan_hears_of_its_own_report_alone(at_home, simulated_home):
    at_home(simulated_home, read_only=True)
    session = homes.session(simulated_home, entrance.Viewer("x", "camat", frozenset({CIBITUNG})), today=date(2026, 11, 20))
    found = board.read(session, board.since(None, date(2026, 11, 20)))
    assert today_waiting._reports(session, found) == "Kelengkapan dan kejadian Oktober 2026 sudah masuk dari Cibitung."
