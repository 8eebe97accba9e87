"""The register with its history, nil by table, areas of the police by date: what a store says of them, and that nothing is overwritten."""

from datetime import date

import pytest

from data.editions.reading import Edition
from data.intake import importing, sheets
from data.store import clock, database
from data.workflow import snapshots, submission
from pages.facts import ormas
from tests import homes

NOW = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: NOW)


def faults(home, table, header, *rows):
    source = sheets.SourceFile("isian.csv", "0" * 64, "csv", (sheets.Sheet("", [header, *map(list, rows)]),))
    groups = importing.check(homes.session(home), source, table).parts[0].checked.faults.groups
    return [(group.column, str(group.problem.cause)) for group in groups]


HISTORY = ["kode_ormas", "perihal", "mulai", "sampai", "status"]


@pytest.mark.parametrize(
    ("row", "column", "cause"),
    [
        (("ORM-001", "skt", date(2026, 3, 4), date(2026, 3, 3), None), "sampai, mulai", "berakhir sebelum mulai"),
        (("ORM-001", "skt", date(2026, 11, 28), None, None), "mulai", "tanggal di masa depan"),
        (
            ("ORM-001", "status", date(2026, 3, 4), None, None),
            "status, perihal",
            "status terisi, tetapi perihalnya lain; atau perihalnya status, tetapi statusnya kosong",
        ),
        (
            ("ORM-001", "skl", date(2026, 3, 4), None, "aktif"),
            "status, perihal",
            "status terisi, tetapi perihalnya lain; atau perihalnya status, tetapi statusnya kosong",
        ),
        (("ORM-099", "skt", date(2026, 3, 4), None, None), "kode_ormas", "Ormas tidak ada dalam daftar"),
    ],
)
def test_a_history_that_cannot_be_is_a_fault(home, row, column, cause):
    homes.put(home, "ormas", homes.organisation(1))
    assert faults(home, "riwayat_ormas", HISTORY, row) == [(column, cause)]


def test_an_area_of_the_police_ends_no_earlier_than_it_began_and_is_called_as_an_office(home):
    header = ["kecamatan", "polsek", "mulai", "sampai"]
    assert faults(home, "wilayah_polsek", header, (homes.SETU, "Polsek Setu", date(2026, 3, 4), date(2026, 3, 3))) == [
        ("sampai, mulai", "berakhir sebelum mulai")
    ]
    assert [column for column, _ in faults(home, "wilayah_polsek", header, (homes.SETU, "AKP Rekaan", date(2026, 3, 4), None))] == [
        "polsek"
    ]


def test_a_table_is_not_nil_where_desa_report_incidents(home):
    header = ["bulan", "kecamatan", "desa_melapor", "desa_nihil", "desa_total", "tabel_nihil"]
    cause = "kejadian disebut nihil, padahal ada desa yang melapor dan tidak nihil"
    assert faults(home, "kelengkapan", header, ("2026-10", homes.SETU, 7, 5, 7, "kegiatan;kejadian")) == [
        ("tabel_nihil, desa_nihil", cause)
    ]
    assert faults(home, "kelengkapan", header, ("2026-10", homes.SETU, 7, 5, 7, "kegiatan")) == []


@pytest.mark.parametrize(
    ("nil", "rows", "state"), [("kegiatan", 0, "nihil"), (None, 0, "tanpa_baris"), ("kejadian", 0, "tanpa_baris"), ("kegiatan", 1, "sudah")]
)
def test_who_reported_nil_for_which_table_stands_on_the_board(home, nil, rows, state):
    homes.put(home, "ormas", homes.organisation(1))
    homes.put(home, "kelengkapan", homes.report("2026-10", tabel_nihil=nil))
    if rows:
        homes.put(home, "kegiatan", homes.activity(date(2026, 10, 9)))
    board = submission.board(home, "2026-10").set_index(["kecamatan", "tabel"])["state"]
    assert board[homes.CIBITUNG, "kegiatan"] == state
    assert board[homes.SETU, "kegiatan"] == "tanpa_baris"  # who reported nothing reported no nil


def sectors(home, until="2026-10"):
    units = snapshots.read_snapshot(home, until).units.set_index("unit")
    return {code: (units.loc[code, "polsek"], bool(units.loc[code, "polsek_confirmed"])) for code in (homes.CIBITUNG, homes.SETU)}


def test_the_area_of_a_police_sector_is_that_of_the_day_and_unconfirmed_until_somebody_says_so(home):
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 3)))
    brought_along = {homes.CIBITUNG: ("Polsek Cikarang Barat", False), homes.SETU: ("Polsek Setu", True)}
    assert sectors(home) == brought_along
    new = {"kecamatan": homes.CIBITUNG, "polsek": "Polsek Cibitung", "mulai": date(2026, 10, 31), "dikonfirmasi": "ya"}
    homes.put(home, "wilayah_polsek", new, {**new, "kecamatan": homes.SETU, "mulai": date(2026, 11, 1)})
    assert sectors(home) == {homes.CIBITUNG: ("Polsek Cibitung", True), homes.SETU: ("Polsek Setu", True)}
    assert sectors(home, "2026-11")[homes.SETU] == ("Polsek Cibitung", True)
    homes.put(home, "wilayah_polsek", {**new, "dikonfirmasi": None})
    assert sectors(home)[homes.CIBITUNG] == ("Polsek Cibitung", False)


def history(home):
    rows = snapshots.read_snapshot(home, "2026-10").register
    return [tuple(None if one != one else one for one in row) for row in rows.astype("object").itertuples(index=False)]


def test_what_a_later_row_of_the_register_says_takes_nothing_away(home):
    paper = {
        "no_skt": "SKT-REKAAN-1",
        "tanggal_terdaftar": date(2022, 3, 14),
        "berlaku_sampai": date(2025, 3, 14),
        "masa_bakti_sampai": date(2025, 1, 1),
    }
    homes.put(home, "ormas", homes.organisation(1, bentuk="tidak_berbadan_hukum", **paper))
    homes.put(home, "ormas", homes.organisation(1, bentuk="tidak_berbadan_hukum", status="tidak_aktif"))
    found = {(topic, first, last, status) for _, topic, first, last, status, _ in history(home)}
    assert ("skt", "2022-03-14", "2025-03-14", None) in found
    assert ("kepengurusan", None, "2025-01-01", None) in found
    assert {status for topic, _, _, status in found if topic == "status"} == {"aktif", "tidak_aktif"}


class _Told(Edition):
    """An edition that knows the history of one Ormas."""

    def __init__(self, home):
        self._rows = snapshots.read_snapshot(home, "2026-10").register

    def register(self, unit):
        return self._rows[self._rows["unit"] == unit]


def test_what_held_when_a_month_ended_is_read_off_the_history(home):
    homes.put(home, "ormas", homes.organisation(1, tanggal_terdaftar=None))
    said = [
        ("kepengurusan", date(2020, 1, 1), date(2024, 12, 31), None),
        ("kepengurusan", date(2025, 6, 1), date(2030, 5, 31), None),
        ("status", date(2022, 3, 14), None, "aktif"),
        ("status", date(2025, 2, 1), None, "tidak_aktif"),
    ]
    homes.put(home, "riwayat_ormas", *(dict(zip(HISTORY, ("ORM-001", *row), strict=True)) for row in said))
    edition = _Told(home)

    def at(period):
        return [(one.topic, one.state) for one in ormas.history(edition, "ORM-001", period) if one.noted is None]

    assert at("2024-06") == [("status", "belum"), ("status", "berlaku"), ("kepengurusan", "belum"), ("kepengurusan", "berlaku")]
    assert at("2025-03") == [("status", "berlaku"), ("status", "digantikan"), ("kepengurusan", "belum"), ("kepengurusan", "berakhir")]
    assert at("2025-07")[2:] == [("kepengurusan", "berlaku"), ("kepengurusan", "berakhir")]


def test_history_carries_no_number_of_a_paper(home):
    homes.put(home, "ormas", homes.organisation(1, no_skt="SKT-REKAAN-1", tanggal_terdaftar=date(2022, 3, 14)))
    assert "REKAAN" not in str(history(home))
    with database.read(home) as con:
        assert not {
            name for (name,) in con.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = 'riwayat_ormas'").fetchall()
        } & {"no_skt", "no_ahu", "no_skl", "nama"}
