"""An edition of 0.3.0 says by rule what it said then, word for word, and that this is worked out when it is opened."""

import pytest

from data.editions import figures
from data.editions.reading import Edition
from pages.exports.press import district
from pages.facts import ormas as ormas_views
from pages.facts import signals, trainings, views
from pages.panels import heat
from pages.wording import coverage, decisions, measured, sentences
from tests import homes, reader
from tests.pages import of_before, showing
from tests.reader import t

LAST = "2026-10"
SAID = of_before.said()


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    opened = Edition(of_before.write(tmp_path_factory.mktemp("edisi")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ormas(edition):
    return ormas_views.all_ormas(edition, LAST)


def test_the_same_ormas_do_well_and_need_support(ormas):
    assert [one.code for one in ormas if one.does_well] == SAID["well"]
    assert [one.code for one in ormas if one.needs_support] == SAID["support"]
    assert [one.code for one in ormas if one.lacks_weight] == SAID["too_little"]
    assert [one.code for one in ormas if one.score.assessed and one.weak_evidence] == SAID["weak"]


def test_the_same_bands_are_named_alone_or_together(edition, ormas):
    iko, ikw = (views.band_names(edition, index, "id") for index in ("IKO", "IKW"))
    found = {one.code: sentences.band(t, one.score, iko) for one in ormas}
    found |= {area.code: sentences.band(t, area.score, ikw) for area in views.areas(edition, LAST)}
    assert found == SAID["bands"]


def test_survey_values_have_the_same_grades(edition, ormas):
    surveys = {one.code for one in edition.methods()["IKO"].indicators if one.kind == "mean"}
    found = {
        one.code: [
            measured.value(t, part, "mean", "")
            for part in ormas_views.indicators(edition, "IKO", "ormas", one.code, LAST)
            if part.code in surveys
        ]
        for one in ormas
    }
    assert found == SAID["grades"]


def decided(edition, waiting, period):
    found = decisions.decisions(
        t,
        waiting,
        trainings.candidates(edition),
        {area.code: area.name for area in views.areas(edition, period)},
        signals.group_names(edition, "id"),
        decisions.of(edition, period),
    )
    return [[one.matter, one.unit, one.due.isoformat()] for one in found]


def test_the_same_is_due_until_the_same_day(edition):
    waiting = signals.waiting(signals.signals(edition, "2025-11", LAST), {})
    assert decided(edition, waiting[:3], LAST) == SAID["decisions"][LAST]
    assert decided(edition, [], "2025-11") == SAID["decisions"]["2025-11"]
    assert [decided(edition, [row], LAST)[0] for row in waiting] == SAID["each_signal"]


def test_the_same_kecamatan_did_not_report_and_may_not_be_named(edition):
    assert {month: [*decisions.of(edition, month).quiet] for month in edition.periods()} == SAID["silent"]
    assert {code: sorted(months) for code, months in heat.reported(edition).items()} == SAID["reported"]
    assert {code: district.needs_leave(edition, code, LAST) for code in SAID["needs_leave"]} == SAID["needs_leave"]


def test_the_same_levels_have_changed_and_the_same_is_known_of_harm(edition):
    tests = signals.trends(edition, "kejadian")
    assert sorted(code for code, test in tests.items() if test.has_changed) == SAID["changed"]
    onsets = signals.onsets(edition, LAST)
    assert {code: [[one.month, one.reason, one.rises] for one in found] for code, found in onsets.items()} == SAID["onsets"]
    assert coverage.judged_from(edition) == SAID["judged_from"]
    assert figures.read(edition, "kejadian_berat", LAST).n == SAID["severe"]


@pytest.mark.parametrize(("language", "mark"), [("id", "Putusan dihitung saat dibuka"), ("en", "Verdicts worked out when opened")])
def test_every_page_says_that_this_is_worked_out_when_the_edition_is_opened(at_home, tmp_path, language, mark):
    at_home(of_before.publish(homes.new(tmp_path / "home", "simulasi")))
    assert mark in showing.text(showing.shown("ormas", lang=language))
    reader.use("id")


def test_an_edition_of_now_needs_no_such_mark(at_home, simulated_home):
    at_home(simulated_home)
    assert "Putusan dihitung saat dibuka" not in showing.text(showing.shown("metodologi"))
