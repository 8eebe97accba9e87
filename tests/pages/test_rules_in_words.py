"""A number that is a rule is said as the rule has it: from the rules or the method of the edition, or from the constant that computes by it."""

import ast
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from data.editions import levels
from data.editions.reading import Edition
from data.errors import DataError
from data.reference import methods
from pages.figures.layers import Symbol
from pages.panels import area_table
from pages.panels.method import method_text
from pages.wording import coverage, harm, sentences
from tests import reader
from tests.reader import t

PAGES = Path(__file__).parents[2] / "pages"


def test_the_interval_that_is_said_is_the_one_that_is_computed(monkeypatch):
    monkeypatch.setattr(levels, "INTERVAL", 80)
    assert sentences.interval(t, 69.8, 73.0) == "rentang 80%: 69,8–73,0"
    reader.use("en")
    assert "80%" in sentences.interval(t, 69.8, 73.0)


def test_from_how_many_ormas_on_a_mean_is_told_is_said_as_it_is_computed(monkeypatch):
    few = Symbol("32.16.07", 2)
    assert area_table.ormas(t, few) == "2 Ormas; kurang dari 3 dinilai, tanpa rata-rata IKO"
    monkeypatch.setattr(levels, "MEAN_MINIMUM", 5)
    assert "kurang dari 5 dinilai" in area_table.ormas(t, few)


def test_what_is_severe_is_said_by_the_method_of_the_edition(simulated_edition, monkeypatch):
    said = "ada yang meninggal, sedikitnya 10 luka, sedikitnya 5 bangunan rusak atau ada yang mengungsi"
    assert harm.of_edition(t, simulated_edition) == said
    altered = {3: {"meninggal": 2, "luka": 25}, 2: {"luka": 1}}
    assert harm.severe(t, altered) == "sedikitnya 2 meninggal atau sedikitnya 25 luka"
    assert harm.severe(t, {}) == "menurut metode IKW"  # 2026.1 tells no numbers
    reader.use("en")
    assert harm.severe(t, altered) == "at least 2 dead or at least 25 injured"


def test_the_months_of_a_baseline_are_those_of_the_rules(simulated_edition, monkeypatch):
    as_kept = Edition.rules
    monkeypatch.setattr(Edition, "rules", lambda self: replace(as_kept(self), months=9))
    monkeypatch.setattr(coverage, "knows_incidents", lambda *_: True)
    monkeypatch.setattr(coverage, "judged_from", lambda _: None)
    assert "dari 9 bulan sebelumnya" in coverage.signal_limits(simulated_edition, t, simulated_edition.periods()[-1])


def test_how_many_must_answer_a_survey_is_said_as_it_is_computed(monkeypatch):
    monkeypatch.setattr(levels, "SURVEY_MINIMUM", 25)
    assert "Survei di bawah 25 responden tidak dipakai" in method_text.substitutes(t, {"survei_terlalu_kecil": 1}, "kecamatan")


@pytest.mark.parametrize(("rule", "index"), [("lowest_named", "IKW"), ("good_band", "IKO"), ("support_band", "IKO")])
def test_a_rule_names_no_band_that_the_index_does_not_have(tmp_path, monkeypatch, rule, index):
    shutil.copytree(methods.HERE, tmp_path / "reference")
    file = tmp_path / "reference" / "verdicts" / f"{methods.in_force('verdicts')}.toml"
    text = file.read_text(encoding="utf-8")
    monkeypatch.setattr(methods, "HERE", tmp_path / "reference")
    for value, fits in ((5, True), (6, False)):
        file.write_text(re.sub(rf'(code = "{rule}"\nvalue = )\d', rf"\g<1>{value}", text), encoding="utf-8")
        if fits:
            assert getattr(methods.load_verdict_rules(), rule) == value
            continue
        with pytest.raises(DataError, match=r"putusan-2026-3\.toml tidak dapat dipakai") as refused:
            methods.load_verdict_rules()
        assert f"rule '{rule}': 6 is missing or out of range: {index} has 5 bands" in str(refused.value)


# --- no rule stands in words

NUMBER = re.compile(
    r"(?<![\w-])(\d[\d.,]*\d|\d|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|separuh|setengah|sepertiga)(?![\w-])"
)
SAYING = {"t", "n", "N_", "Nn_", "msg", "msg_n"}
# What isn't a rule, and why a number stands there.
ALLOWED = {
    r"\{[^}]*\}": "filled in",
    r"(dua belas|12|24) bulan": "the window of a figure: part of its name and definition (data/tables/figures)",
    r"dari 100\b|0–100|bernilai 0, |bernilai 100|berjumlah 100%": "the scale of a score",
    r"\(0–3\)|0 hanya pernyataan, 1 foto.*": "the levels of the template of activities",
    r"([Ss]inyal|tingkat) [123]( atau [123])?\b": "the name of a level",
    r"golongan 1–|^1–": "the lowest band is the first",
    r"dua (rentang|golongan|edisi|bulan)|Perbandingan memerlukan dua|dua kekurangan": "it takes two to compare, or to say that one isn't sure",
    r"selisihnya hanya 1 atau 2": "the cells named are those",
    r"Peringkat 1 = |bukan 0\b|\b0, atau |di atas 0|0 berarti tidak ada pola|pada skala 0–|bagian dari 1": "what 0 and 1 mean",
    r"100\.000 orang": "the unit of a rate",
    r"pada 95 |\(P95\)": "what a percentile is",
    r"genap 30 hari": "the indicator selesai_30_hari is of so many days by its name and definition; of others it would be another one",
    r"UU \d+/\d{4}": "the name of a law",
    r"tidak dihitung dua kali": "once",
    r"satu dari empat topik": "the topics of the template of trainings",
    r"Dalam simulasi .*|melonjak dua kali lipat .*": "measured of these rules (docs/signals.md); said of the rules with which it was measured",
    r"\d+ × \d+|300 dpi": "the size of a picture",
    r"bawaan: [\d.]+|\(1–65535\)|127\.0\.0\.1|cukup 12 angka": "the machine",
    r"paling banyak 200 baris|setengah menit|tiga layar|Data rekaan 36 bulan": "what the page does",
}


def numbers_in_words():
    for path in sorted(PAGES.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in SAYING):
                continue
            for text in [one.value for one in call.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]:
                rest = text
                for allowed in ALLOWED:
                    rest = re.sub(allowed, " ", rest)
                if found := NUMBER.findall(rest):
                    yield f"{path.relative_to(PAGES)}: {found} in {text!r}"


def test_no_text_of_a_page_names_a_number_that_is_a_rule():
    """A new one is found here by itself, in digits or as a word: say it from the rule, or say above why it is none."""
    assert list(numbers_in_words()) == []


def test_what_the_tables_of_an_edition_say_of_intervals_is_what_is_computed():
    """The dictionary of an edition names the interval in its definitions, which know no edition."""
    tables = Path(__file__).parents[2] / "data" / "tables"
    said = {int(n) for path in tables.glob("*.py") for n in re.findall(r"rentang (\d+)\s?%", path.read_text(encoding="utf-8"))}
    assert said == {levels.INTERVAL}
