"""What isn't known is said in words, with its numbers where they may be told; sentences of old editions stay."""

from dataclasses import replace

import pytest

from pages.facts import views
from pages.panels import area_table
from pages.wording import sentences, unknowns
from tests import reader
from tests.pages.wording.test_sentences import CALM
from tests.reader import t

NAMES = {"kejadian": "Kejadian", "penanganan": "Penanganan", "persepsi": "Persepsi"}
ALL = views.Unknown("penanganan", "selesai_30_hari", 46, 46)


def score(reason, *unknown):
    """Not assessed for a reason with its dimensions: `kurang kejadian penanganan`."""
    code, *dimensions = (reason or "-").split()
    which = {"kurang": "lacking", "perlu": "needs"}.get(code)
    return replace(views.unscored("2025-12"), unknown=unknown, **({which: tuple(dimensions)} if which else {}))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "id",
            "Belum dapat dinilai: penanganan belum diketahui untuk 46 dari 46 kejadian yang genap 30 hari dalam 12 bulan itu.",
        ),
        (
            "en",
            "Cannot be assessed yet: handling not known of 46 of 46 incidents that passed 30 days in those 12 months.",
        ),
    ],
)
def test_the_reason_of_a_missing_score_says_of_how_many_nothing_is_known(language, said):
    reader.use(language)
    assert sentences.why_not_assessed(t, score("kurang penanganan", ALL), NAMES) == said


@pytest.mark.parametrize(
    ("reason", "unknown", "said"),
    [
        ("kurang kejadian", (), "data Kejadian belum memadai"),
        (
            "kurang kejadian penanganan",
            (ALL,),
            "penanganan belum diketahui untuk 46 dari 46 kejadian yang genap 30 hari dalam 12 bulan itu; data Kejadian belum memadai",
        ),
        (
            "perlu penanganan persepsi",
            (),
            "baru satu dimensi yang terukur; yang lain: Penanganan, Persepsi (setahun tanpa kejadian terhitung bila semua laporannya masuk)",
        ),
        (None, (), "data belum memadai"),
        ("kurang kegiatan", (views.Unknown("kegiatan", "partisipasi", 3, 4),), "jumlah peserta tidak dicatat untuk 3 dari 4 kegiatan"),
    ],
)
def test_every_reason_has_its_words(reason, unknown, said):
    assert unknowns.reason(t, score(reason, *unknown), NAMES) == said


def test_small_numbers_are_hidden_where_they_must_be():
    few = score("kurang penanganan", replace(ALL, n=2, events=3))
    hidden = sentences.why_not_assessed(t, few, NAMES, lambda n: None if 0 < n < 3 else n)
    assert hidden == "Belum dapat dinilai: penanganan kejadian belum semuanya diketahui."


def test_map_table_and_card_of_a_kecamatan_say_the_same():
    one = score("kurang penanganan", replace(ALL, n=2, events=2))
    area = views.Area("32.16.01", "Setu", None, False, 100, 2020, True, one)
    said = "penanganan belum diketahui untuk 2 dari 2 kejadian yang genap 30 hari dalam 12 bulan itu"
    assert said in area_table.hover(t, area, ["a"] * 5)
    assert sentences.band_and_left_out(t, one, ["a"] * 5) == f"Data belum memadai: {said}"
    assert said in area_table.card(t, "Setu", one, ["a"] * 5, NAMES, {}, (20, 40, 60, 80), area_table.unknown_facts(t, one))


def test_a_score_that_stands_says_beside_it_what_it_does_not_know():
    known = replace(CALM, unknown=(replace(ALL, n=3),))
    assert area_table.unknown_facts(t, known) == [
        (
            "Belum diketahui",
            "Penanganan belum diketahui untuk 3 dari 46 kejadian yang genap 30 hari dalam 12 bulan itu",
        )
    ]
    assert area_table.unknown_facts(t, CALM) == []
