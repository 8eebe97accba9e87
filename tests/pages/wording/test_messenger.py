"""The four lines of Papan hari ini for a messenger: small counts hidden, no Ormas, no kecamatan of the lowest bands, not to be passed on."""

import re
from datetime import date, datetime
from itertools import product

import pytest

from data.workflow.board import Board, Cell, Since
from pages.wording import messenger
from tests import reader
from tests.reader import t

NAMES = {"32.16.07": "Cibitung", "32.16.18": "Setu", "32.16.01": "Tarumajaya"}
SINCE = Since("2026-10-r1", date(2026, 10, 31))
WHEN = datetime(2026, 11, 20, 2, 5)


def board(*cells, since=SINCE):
    """Cells: kecamatan, severe, verified, waiting."""
    return Board(since, (), tuple(Cell(code, "tawuran", "gangguan", severe, v, w) for code, severe, v, w in cells), ())


def said(board, named=NAMES, *, simulated=False, place="Kabupaten Bekasi"):
    told = messenger.told(board, frozenset(named))
    return messenger.lines(t, board, told, place=place, names=NAMES, when=WHEN, simulated=simulated).splitlines()


BUSY = board(("32.16.07", False, 9, 4), ("32.16.18", False, 6, 3), ("32.16.01", True, 3, 4))


def test_four_lines_say_what_when_how_many_where_and_that_they_stay_here():
    assert said(BUSY) == [
        "Papan hari ini, Kabupaten Bekasi, 20 Nov 2026 09.05 WIB: angka sementara, bukan angka terbitan.",
        "Belum termuat dalam edisi 2026-10-r1: kejadian terverifikasi 18, menunggu verifikasi 11; berat 7.",
        "Terbanyak dari yang boleh disebut: Cibitung 13, Setu 9, dan Tarumajaya 7.",
        "JANGAN DITERUSKAN. Hanya untuk penerima yang berwenang; rinciannya di dasbor.",
    ]


def test_simulated_data_say_so_first():
    first, *_ = said(BUSY, simulated=True)
    assert first.startswith("DATA SIMULASI – BUKAN DATA NYATA. Papan hari ini")


def test_in_english_too():
    reader.use("en")
    first, second, _, last = said(BUSY, simulated=True)
    assert first.startswith("SIMULATED DATA – NOT REAL DATA. Today's board, Kabupaten Bekasi, 20 Nov 2026 09:05 WIB")
    assert "18 verified" in second
    assert last.startswith("DO NOT FORWARD.")


@pytest.mark.parametrize("severe", [1, 2])
def test_one_or_two_are_hidden_and_so_is_what_would_tell_them(severe):
    _, counts, _, _ = said(board(("32.16.07", True, severe, 0), ("32.16.07", False, 9, 0)))
    assert counts.endswith("berat disamarkan.")
    assert not {"1", "2"} & set(re.findall(r"\d+", counts.partition(": ")[2]))


def test_a_kecamatan_that_may_not_be_named_is_neither_named_nor_to_be_worked_out():
    """One alone beside those that are named is what the sum leaves over."""
    *_, areas, _ = said(BUSY, named={"32.16.07", "32.16.18"})
    assert "Tarumajaya" not in areas
    assert sum(name in areas for name in NAMES.values()) <= 1
    assert said(BUSY, named=set())[2] == "Kecamatan tidak disebut satu per satu."


def test_the_two_tables_of_one_sum_never_tell_together_what_either_hides():
    """Every small board: with the sum of line two and the kecamatan of line three nobody learns of a 1 or a 2."""
    for a, b, c, waiting in product(range(5), range(5), range(5), (0, 4)):
        found = board(("32.16.07", False, a, 0), ("32.16.18", False, b, 0), ("32.16.01", True, c, waiting))
        told = messenger.told(found, frozenset(NAMES))
        assert not {told.verified, told.waiting, told.severe, *dict(told.areas).values()} & {1, 2}
        shown, counts = dict(told.areas), {one.code: one.all for one in found.counts("kecamatan")}
        if told.verified is not None and told.waiting is not None and told.areas:
            hidden = set(counts) - set(shown)
            assert len(hidden) != 1 or told.verified + told.waiting - sum(shown.values()) not in (1, 2)


def test_where_nothing_came_in_no_zero_is_told():
    assert said(board())[1] == "Belum termuat dalam edisi 2026-10-r1: belum ada baris kejadian yang masuk."


def test_without_an_edition_it_says_from_which_day_on():
    found = board(("32.16.07", False, 9, 4), since=Since("", date(2026, 10, 20)))
    assert said(found, named=())[1].startswith("Sesudah 20 Okt 2026: kejadian terverifikasi 9")
