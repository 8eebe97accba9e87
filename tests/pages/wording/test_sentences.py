"""What is said of which figures: every row is a case, both sides of every rule."""

import math
from dataclasses import replace

import pytest

from data.editions.figures import Value
from data.tables.figures import FIGURES
from data.words import Words
from pages.facts.views import Area, Score
from pages.wording import sentences
from tests.pages.speaking import in_english
from tests.reader import t

NAMES = ["Tidak kondusif", "Kurang kondusif", "Cukup kondusif", "Kondusif", "Sangat kondusif"]
CALM = Score(
    period="2026-10",
    assessed=True,
    lacking=(),
    score=71.4,
    low=69.8,
    high=73.0,
    band=4,
    band_prob=0.97,
    band_2=3,
    quality="A",
    change=1.2,
    change_class="tetap",
    provisional=False,
    estimated_population=False,
    likely=(4,),
)
NAN = math.nan
BLIND = replace(CALM, low=NAN, high=NAN, band_prob=NAN, band_2=None, change=NAN, change_class=None)
ABSENT = replace(BLIND, assessed=False, lacking=("kejadian",), score=NAN, band=None, quality=None, likely=())


@pytest.mark.parametrize(
    ("score", "hidden", "words"),
    [
        (CALM, False, ""),
        (replace(CALM, severe_left_out=0), False, ""),
        (replace(CALM, severe_left_out=1), False, "belum termasuk 1 kejadian berat"),
        (replace(CALM, severe_left_out=1), True, "belum termasuk kejadian berat"),
        (replace(ABSENT, severe_left_out=4), False, "4 kejadian berat tercatat"),
        (replace(ABSENT, severe_left_out=4), True, "ada kejadian berat"),
    ],
)
def test_a_score_says_what_it_does_not_take_in(score, hidden, words):
    assert sentences.left_out(t, score, (lambda _: None) if hidden else (lambda n: n)) == words


def test_what_a_score_does_not_take_in_stands_in_the_sentence_of_the_first_page():
    score = replace(CALM, severe_left_out=2)
    found = sentences.situation(t, "Kabupaten Bekasi", score, NAMES, *incidents(None, None))
    assert found.endswith("belum ada perubahan yang berarti. Belum termasuk 2 kejadian berat.")
    assert sentences.band_and_left_out(t, score, NAMES) == "Kondusif (4); belum termasuk 2 kejadian berat"


def incidents(now, before):
    """Of the twelve months to October 2026, and of the twelve before."""
    figure = FIGURES["kejadian"]
    return Value(figure, "32.16", "2026-10", now), Value(figure, "32.16", "2025-10", before)


def place(name, score):
    return Area("32.16.07", name, None, False, None, None, False, score)


@pytest.mark.parametrize(
    ("score", "counts", "sentence"),
    [
        (
            CALM,
            (42, 51),
            "Situasi Kabupaten Bekasi, IKW-12 sampai Oktober 2026: kondusif. Skor 71,4 dari 100 (rentang 90%: 69,8–73,0)."
            " Dibandingkan setahun lalu: belum ada perubahan yang berarti."
            " Dalam dua belas bulan terakhir tercatat 42 kejadian; dua belas bulan sebelumnya 51.",
        ),
        (
            replace(CALM, change_class="turun", change=-6.04),
            (42, None),
            "Situasi Kabupaten Bekasi, IKW-12 sampai Oktober 2026: kondusif. Skor 71,4 dari 100 (rentang 90%: 69,8–73,0)."
            " Dibandingkan setahun lalu: turun 6,0 poin. Dalam dua belas bulan terakhir tercatat 42 kejadian.",
        ),
        (
            BLIND,
            (None, None),
            "Situasi Kabupaten Bekasi, IKW-12 sampai Oktober 2026: kondusif. Skor 71,4 dari 100."
            " Dibandingkan setahun lalu: belum dapat dibandingkan.",
        ),
        (
            ABSENT,
            (0, 1234),
            "Situasi Kabupaten Bekasi, IKW-12 sampai Oktober 2026: belum dapat dinilai, data belum memadai."
            " Dalam dua belas bulan terakhir tercatat 0 kejadian; dua belas bulan sebelumnya 1.234.",
        ),
        (
            replace(CALM, likely=(3, 4)),
            (None, None),
            "Situasi Kabupaten Bekasi, IKW-12 sampai Oktober 2026: cukup kondusif (3) atau kondusif (4)."
            " Skor 71,4 dari 100 (rentang 90%: 69,8–73,0)."
            " Dibandingkan setahun lalu: belum ada perubahan yang berarti.",
        ),
    ],
)
def test_the_situation_is_one_paragraph_without_empty_brackets(score, counts, sentence):
    found = sentences.situation(t, "Kabupaten Bekasi", score, NAMES, *incidents(*counts))
    assert found == sentence


def test_the_situation_in_english():
    names = ["", "", "", "Stable", ""]
    found = in_english(lambda: sentences.situation(t, "Kabupaten Bekasi", CALM, names, *incidents(42, 51)))
    assert found == (
        "Situation of Kabupaten Bekasi, IKW-12 to October 2026: stable. Score 71.4 of 100 (90% range: 69.8–73.0)."
        " Compared with a year ago: no change that matters yet. In the last twelve months 42 incidents were recorded; in the twelve months before, 51."
    )


@pytest.mark.parametrize(
    ("likely", "words_"),
    [
        ((4,), "Kondusif (4)"),
        ((4, 5), "Kondusif (4) atau Sangat kondusif (5)"),
        ((3, 4), "Cukup kondusif (3) atau Kondusif (4)"),
    ],
)
def test_a_band_has_word_and_number_and_its_neighbour_when_unsure(likely, words_):
    assert sentences.band(t, replace(CALM, likely=likely), NAMES) == words_


def test_no_score_has_no_band():
    assert sentences.band(t, ABSENT, NAMES) == "Data belum memadai"
    assert sentences.why_not_assessed(t, ABSENT, {"kejadian": "Kejadian"}) == "Belum dapat dinilai: data Kejadian belum memadai."


@pytest.mark.parametrize(
    ("change_class", "change", "words_"),
    [
        ("naik", 14.21, "naik 14,2 poin"),
        ("turun", -20.55, "turun 20,6 poin"),
        ("tetap", -9.4, "belum ada perubahan yang berarti"),
        (None, NAN, "belum dapat dibandingkan"),
    ],
)
def test_only_a_change_beyond_its_uncertainty_is_a_rise_or_a_fall(change_class, change, words_):
    assert sentences.change(t, replace(CALM, change_class=change_class, change=change)) == words_


def test_changes_are_listed_falls_first_and_steady_ones_not_at_all():
    areas = [
        place("Setu", replace(CALM, change=-9.4)),
        place("Tambun Selatan", replace(CALM, change=14.2, change_class="naik", score=76.8, low=NAN)),
        place("Cibitung", replace(CALM, change=-20.6, change_class="turun", score=43.4, low=32.0, high=51.4)),
    ]
    assert [sentences.one_change(t, area) for area in sentences.changed(areas)] == [
        "Cibitung turun 20,6 poin menjadi 43,4 (rentang 90%: 32,0–51,4).",
        "Tambun Selatan naik 14,2 poin menjadi 76,8.",
    ]


def test_no_change_is_said_and_differs_from_no_comparison():
    assert sentences.no_change(t, [place("Setu", CALM)]) == "Tidak ada kecamatan yang naik atau turun melebihi ketidakpastiannya."
    assert sentences.no_change(t, [place("Setu", BLIND)]) == "Perbandingan dengan setahun lalu belum tersedia untuk bulan ini."


def test_the_title_of_the_map_counts_the_most_frequent_band_among_the_assessed():
    areas = [place("A", CALM), place("B", CALM), place("C", replace(CALM, band=3)), place("D", ABSENT)]
    assert sentences.headline(t, areas, NAMES) == "2 dari 3 kecamatan yang dinilai tergolong Kondusif (4)"
    assert sentences.headline(t, areas, NAMES, 5) == "3 dari 3 kecamatan yang dinilai tergolong golongan 1–5"
    assert sentences.headline(t, [place("D", ABSENT)], NAMES) == "Belum ada kecamatan yang dapat dinilai"
    english = Words("en")
    assert sentences.headline(english, areas, NAMES) == "2 of 3 assessed kecamatan are in the band Kondusif (4)"
    assert sentences.headline(english, areas[2:], NAMES, 3) == "1 of 1 assessed kecamatan is in the bands 1–3"
