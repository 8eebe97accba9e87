"""The draft release has its length and its parts; small counts can't be put together from two publications."""

import re

import numpy as np
import pandas as pd
import pytest

from analytics.disclosure.suppression import what_can_be_known
from data import words
from data.editions import reading
from pages.exports.__main__ import main
from pages.exports.brief import brief, brief_parts
from pages.exports.press import district, press, release, tallies
from pages.facts import views
from tests import reader
from tests.pages.exports.press_edition import PressEdition
from tests.pages.fake_edition import LAST, ROSE, hold
from tests.reader import t


@pytest.fixture(scope="module")
def edition(simulated_home):
    found = reading.open_edition(simulated_home)
    yield found
    found.close()


def in_language(language, make):
    def speak():
        reader.use(language)
        return make()

    return reader.aside(speak)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_draft_of_every_month_has_150_to_200_words(edition, language):
    lengths = in_language(language, lambda: [release.draft(edition, t, month).length for month in edition.periods()])
    assert len(lengths) > 20
    assert release.SHORTEST <= min(lengths) <= max(lengths) <= release.LONGEST


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [("id", 4, "Belum termasuk 4 kejadian berat."), ("id", 2, "Belum termasuk kejadian berat."), ("en", 4, "4 severe incidents")],
)
def test_what_goes_out_says_beside_a_score_that_severe_incidents_are_not_in_it(language, n, said):
    """Release and every frame of a score; no small number goes out."""
    edition = PressEdition()
    with edition.rows("scores") as scores:
        scores.loc[scores["status"] == "dinilai", "severe_left_out"] = n
    kinds = [kind for kind in press.KINDS if kind not in press.COUNTED] + [district.kind(ROSE)]
    told = in_language(language, lambda: [press.frame(edition, t, kind).caption for kind in kinds] + [release.draft(edition, t).text])
    assert [said in one for one in told] == [True] * 5
    with edition.rows("scores") as scores:
        scores["severe_left_out"] = 0
    told = in_language(language, lambda: [press.frame(edition, t, kind).caption for kind in kinds] + [release.draft(edition, t).text])
    assert not any("kejadian berat" in one or "severe" in one for one in told)


def without_a_score(edition):
    with edition.rows("scores") as scores:
        regency = scores["unit_type"] == "kabupaten"
        scores.loc[regency, "status"] = "belum_dapat_dinilai"
        scores.loc[regency, ["score", "low", "high", "change", "band"]] = np.nan


def without_figures(edition):
    edition.put(counts=edition.counts().iloc[:0])
    for code in edition.units("kecamatan")["unit"]:
        hold(edition, code, {})
    hold(edition, "32.16.01", {LAST: 1})
    edition.put(trainings=edition.tables("trainings")["trainings"].iloc[:2])


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("kind", ["simulasi", "nyata"])
@pytest.mark.parametrize(
    "changes",
    [(), (without_a_score,), (without_figures,), (without_a_score, without_figures)],
    ids=lambda changes: "+".join(change.__name__ for change in changes) or "everything",
)
def test_hidden_figures_and_a_missing_score_keep_the_length(language, kind, changes):
    made = PressEdition(kind=kind)
    for change in changes:
        change(made)
    draft = in_language(language, lambda: release.draft(made, t))
    assert release.SHORTEST <= draft.length <= release.LONGEST
    assert "nan" not in draft.text.lower().split()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_long_names_and_large_numbers_keep_the_length(language):
    made = PressEdition(times=1_000_000)
    made.meta["territory_name"] = "Kabupaten Administrasi Kepulauan Pangkajene dan Kepulauan Sitaro"
    assert in_language(language, lambda: release.draft(made, t)).length <= release.LONGEST


def test_the_draft_says_who_what_when_and_leaves_the_quotation_open(edition):
    made = release.draft(edition, t)
    assert re.fullmatch(r"Kondusivitas Kabupaten Bekasi sampai Oktober 2026: skor \d+,\d dari 100", made.title)
    assert made.paragraphs[0] == "DATA SIMULASI – BUKAN DATA NYATA"
    assert made.paragraphs[1].startswith("Badan Kesatuan Bangsa dan Politik Kabupaten Bekasi mengumumkan")
    assert "rentang 90 persen antara" in made.text
    assert "[kutipan diisi pejabat yang berwenang]" in made.text
    assert made.paragraphs[-1].startswith("Sumber: Bakesbangpol")


def test_no_score_of_a_kecamatan_is_announced_only_where_none_has_one():
    """The map of the same month shows those that have one."""
    made = PressEdition()
    without_a_score(made)
    without_figures(made)  # or the draft is long enough without its explanations
    assert "map" in press.offered(made, t, LAST)
    said = in_language("id", lambda: release.draft(made, t)).text
    assert "Selama kabupaten belum dapat dinilai, tidak ada skor dan golongan kabupaten yang diumumkan." in said
    with made.rows("scores") as scores:
        scores["status"] = "belum_dapat_dinilai"
        scores[["score", "low", "high", "change", "band"]] = np.nan
    said = in_language("id", lambda: release.draft(made, t)).text
    assert "baik untuk kabupaten maupun untuk kecamatan" in said


def test_no_index_is_said_to_be_computed_where_none_could_be_assessed():
    made = PressEdition()
    assert "Indeks dihitung" in release.draft(made, t).text
    without_a_score(made)
    said = " ".join([release.draft(made, t).text, *(answer for _, answer in release.questions(made, t))])
    assert "belum dapat dinilai" in said
    assert "Indeks dihitung" not in said
    assert "Metodenya IKW" in said


def test_the_draft_names_no_kecamatan_no_ormas_and_no_code_of_the_administration(edition):
    text = release.draft(edition, t).text
    assert [name for name in edition.units("kecamatan")["name"] if name in text] == []
    assert "Ormas Rekaan" not in text
    assert not re.search(r"\bB(04|08|12)\b", text)


def test_the_card_says_what_the_index_is_not(edition):
    card = dict(release.questions(edition, t))
    assert "Bukan status keamanan resmi" in card["Apa yang bukan indeks ini"]
    assert len(card) == 6


def test_the_command_line_prints_draft_and_card(simulated_home, capsys):
    assert main(["release", "--home", str(simulated_home), "--lang", "en"]) == 0
    reader.use("id")
    said = capsys.readouterr().out
    assert "What this index is not" in said
    assert "The territorial stability index stands at" in said


@pytest.fixture
def small():
    """An edition in which many counts are 1 or 2."""
    made, dice = PressEdition(), np.random.default_rng(11)
    for code in made.units("kecamatan")["unit"]:
        hold(made, code, {LAST: int(dice.integers(0, 9))}, ormas=int(dice.integers(1, 7)))
    made.put(counts=made.counts(first="2026-08"))
    return made


def shown_activities(edition):
    """What the public sees in the frame: cells by name, None where hidden, and the total in the title."""
    frame = press.frame(edition, t, "activity")
    cells = {bar.label: bar.value for bar in frame.body.bars}
    total = re.search(r"mengadakan ([\d.]+) kegiatan", frame.title)
    return cells, int(total[1].replace(".", "")) if total else None


def test_a_frame_and_a_brief_together_do_not_tell_a_small_count(small):
    """Two publications of one edition, everything that both say put into one system of equations."""
    cells, total = shown_activities(small)
    table = brief._table(small, t, LAST, views.areas(small, LAST))
    column = {row[0]: row[7] for row in table.rows}
    true = dict(tallies_truth(small))
    names = list(true)
    values = np.array([*true.values(), sum(true.values())], dtype=float)
    seen_in_brief = {name for name, text in column.items() if text not in (brief_parts.HIDDEN, "–")}
    hidden = np.array([cells[name] is None and name not in seen_in_brief for name in names] + [total is None])
    small_ones = [i for i, name in enumerate(names) if 0 < true[name] < 3]
    assert small_ones
    known = what_can_be_known(values, hidden, [(len(names), tuple(range(len(names))))])
    for cell in small_ones:
        low, high = known[cell]
        assert high - low >= 2


def tallies_truth(edition):
    names = dict(zip(edition.units("kecamatan")["unit"], edition.units("kecamatan")["name"], strict=True))
    held = edition.tables("deeds")["deeds"].groupby("kecamatan")["n"].sum()
    yield from ((name, int(held.get(code, 0))) for code, name in names.items())


def test_resolved_open_and_all_incidents_do_not_tell_one_another(small):
    tally = tallies.incidents(small, LAST)
    shown = pd.DataFrame({row: tally.cells[row] for row in tally.cells}).T
    assert tally.hides
    for _, row in shown.iterrows():
        hidden = row.isna().sum()
        assert hidden != 1
    for column in shown:
        assert shown[column].isna().sum() != 1


def test_what_fewer_than_three_ormas_did_is_hidden_even_if_it_is_much(small):
    hold(small, "32.16.01", {LAST: 300}, ormas=2)
    assert tallies.activities(small, LAST).get("32.16.01", "kegiatan") is None


@pytest.mark.parametrize(
    ("unknown", "why"),
    [
        (
            46,
            "penanganan belum diketahui untuk 46 dari 46 kejadian yang genap 30 hari dalam 12 bulan itu",
        ),
        (2, "penanganan kejadian belum semuanya diketahui"),
    ],
)
def test_release_and_brief_say_why_a_month_has_no_score(unknown, why):
    edition = PressEdition()
    with edition.rows("scores") as scores:
        whole = (scores["unit_type"] == "kabupaten") & (scores["period"] == LAST)
        scores.loc[whole, ["score", "low", "high", "band", "change"]] = np.nan
        scores.loc[whole, ["status", "reason"]] = ["belum_dapat_dinilai", "kurang"]
        scores["reason_dimensions"] = [
            ("penanganan",) if hidden else cell for hidden, cell in zip(whole, scores["reason_dimensions"], strict=True)
        ]
    asked = {"indicator": "selesai_30_hari", "dimension": "penanganan", "unknown": unknown, "events": 46}
    edition.put(indicators=pd.DataFrame([{"index": "IKW", "unit_type": "kabupaten", "unit": "32.16", "period": LAST, **asked}]))
    draft = in_language("id", lambda: release.draft(edition, t))
    assert f"Alasannya: {why}." in draft.text
    assert release.SHORTEST <= draft.length <= release.LONGEST
    assert f"belum dapat dinilai, {why}." in in_language("id", lambda: brief.brief(edition, t)).sentence
    card = in_language("id", lambda: press.frame(edition, t, "number"))
    assert card.title == f"Kondusivitas {edition.meta['territory_name']} belum dapat dinilai: {why}"
    assert (card.body.value, card.body.unit) == ("belum dinilai", "")  # and no dash as large as a number
    assert in_language("id", lambda: press.frame(edition, t, "trend")).title == card.title
