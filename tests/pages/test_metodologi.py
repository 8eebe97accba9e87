"""Metodologi: the method in words, the law, and a what-if that changes nothing."""

import re

import pytest

from data.editions import reading
from data.reference import legal, methods
from tests.pages.showing import shown, text

PARTS = ("ikw", "iko", "dasar", "simulasi", "data")


@pytest.fixture
def home(at_home, simulated_home):
    return at_home(simulated_home, read_only=True)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_shown_in_both_languages(home, part, language):
    at = shown("metodologi", bagian=part, lang=language)
    assert at.title[0].value == {"id": "Metodologi", "en": "Methodology"}[language]
    said = text(at)
    assert len(said) > 400
    assert not re.findall(r"\bnan\b|NaN|None|\{\w+\}", said)


@pytest.mark.parametrize("index", ["IKW", "IKO"])
def test_every_indicator_is_told_in_the_terms_of_satu_data(home, index):
    said = text(shown("metodologi", bagian=index.lower()))
    method = reading.open_edition(home).methods()[index]
    for one in method.indicators:
        for words in (one.name, one.concept, one.definition, one.unit, one.interpretation):
            assert words.id in said.replace("&#x27;", "'").replace("&amp;", "&")
    for word in (
        "Konsep",
        "Definisi",
        "Rumus",
        "Satuan",
        "Cara membaca",
        "Usulan",
        *("Yang tidak diukur",) * 0,
    ):
        assert word in said
    for name in method.band_names:
        assert name.id in said
    for one in method.not_measured:
        assert one.id in said


def test_bounds_are_told_from_worst_to_best(home):
    said = text(shown("metodologi", bagian="ikw"))
    assert "120 bernilai 0, 0 bernilai 100" in said
    assert "0 bernilai 0, 1 bernilai 100" in said


def test_the_fall_backs_of_the_month_are_counted(home):
    assert re.search(r"Penduduk tahun sebelumnya dipakai 23", text(shown("metodologi", bagian="ikw")))


def test_the_real_influence_of_each_dimension_stands_beside_its_weight(home):
    said = text(shown("metodologi", bagian="ikw"))
    assert re.search(r"Kejadian 50% \d+% \d+,\d \d+%", said)
    assert re.search(r"Cara menggabungkan dimensi – – – \d+%", said)


def test_the_legal_basis_names_each_law_and_the_misquotation(home):
    said = text(shown("metodologi", bagian="dasar"))
    for number in (
        "UU 17/2013 jo. UU 16/2017",
        "PP 58/2016",
        "PP 59/2016",
        "UU 7/2012",
        "PP 2/2015",
        "UU 27/2022",
        "UU 14/2008",
    ):
        assert number in said
    assert "“UU 11/2017” yang kadang disebut adalah salah kutip" in said
    assert "Belum ada nilai resmi IKO, IKN, atau IHaI dalam edisi ini" in said


def test_laws_are_written_in_both_languages():
    for law in legal.load():
        for words in (law.title, law.asks):
            assert words.id != words.en
            assert min(len(words.id), len(words.en)) > 10


def test_the_weights_in_force_give_what_was_published(home):
    at = shown("metodologi", bagian="simulasi")
    edition = reading.open_edition(home)
    score = edition.scores("IKW", "kabupaten", period="2026-10")["score"].item()
    said = text(at)
    assert "SIMULASI Hitungan ini hanya ada di layar Anda" in said
    assert f"skor Kabupaten Bekasi {score:.1f}".replace(".", ",") in said
    assert [slider.value for slider in at.slider] == [50, 25, 25]


def test_moving_a_weight_tells_what_follows_and_changes_nothing(home):
    before = {path: path.read_bytes() for path in (home / "editions").iterdir()}
    at = shown("metodologi", bagian="simulasi")
    at.slider[0].set_value(0).run()
    assert not at.exception
    said = text(at)
    assert re.search(
        r"Skor Kabupaten Bekasi menjadi \d+,\d \(kini \d+,\d\)\. Peringkat bergeser rata-rata \d+,\d tempat\.",
        said,
    )
    assert re.search(r"Golongan berubah di \d+ kecamatan|Tidak ada kecamatan yang pindah golongan", said)
    assert "Kejadian: 0% (berlaku 50%)" in said
    next(b for b in at.button if b.label == "Kembalikan ke bobot yang berlaku").click().run()
    assert [slider.value for slider in at.slider] == [50, 25, 25]
    assert "seperti yang terbit" in text(at)
    assert {path: path.read_bytes() for path in (home / "editions").iterdir()} == before


def test_no_weight_at_all_is_a_sentence(home):
    at = shown("metodologi", bagian="simulasi")
    for slider in at.slider:
        slider.set_value(0)
    at.run()
    assert not at.exception
    assert [w.value for w in at.warning] == ["Sedikitnya satu dimensi harus berbobot di atas 0."]


def test_the_texts_of_the_edition_are_those_it_was_published_with(home):
    frozen = reading.open_edition(home).methods()["IKW"]
    assert frozen == methods.load_default().ikw
