"""Tren, Peringatan dini and Pembinaan on a real edition of the simulated data: headings, findings, states, follow-up."""

import contextlib
import math
import re
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest

from data.access import viewers
from data.editions import reading, scoping
from data.simulation.dice import SILENT, WORSENING
from data.store import audit, database
from data.workflow import followup
from pages.exports.brief import brief
from pages.facts import periods, signals, trainings
from pages.wording import coverage, signal_sentences
from tests import homes
from tests.pages import showing
from tests.pages.fake_edition import FakeEdition
from tests.pages.showing import text
from tests.reader import t

pytestmark = pytest.mark.home("contoh", known=True)  # for those that write into it

NAN = float("nan")


@pytest.fixture
def shown(at_home, simulated_home):
    """A page, of which the next test knows what was read."""
    at_home(simulated_home, read_only=True)
    return showing.shown


@pytest.fixture
def shown_anew(at_home, simulated_home):
    """For tests that replace what pages read: nothing is known beforehand."""
    at_home(simulated_home)
    return showing.shown


@pytest.fixture
def shown_own(home):
    """A page on a store of the test's own, to act on."""
    return showing.shown


@pytest.mark.parametrize(
    ("page", "language", "heading"),
    [
        ("tren", "id", "Tren"),
        ("tren", "en", "Trends"),
        ("peringatan", "id", "Peringatan dini"),
        ("peringatan", "en", "Early warning"),
        ("pembinaan", "id", "Pembinaan Ormas"),
        ("pembinaan", "en", "Capacity building of Ormas"),
    ],
)
def test_a_page_shows_its_own_heading(shown, page, language, heading):
    at = shown(page, lang=language)
    assert [title.value for title in at.title] == [heading]
    assert {"id": "DATA SIMULASI", "en": "SIMULATED DATA"}[language] in text(at)
    assert not re.findall(r"\bnan\b|NaN|None|\{\w+\}", text(at))


# ------------------------------------------------------------------ Tren


def test_trends_name_both_stories_and_draw_every_kecamatan(shown):
    found = text(shown("tren", ukuran="kejadian"))
    assert "Cibitung (naik pada" in found
    assert "Tambun Selatan (turun pada" in found
    assert "Indeks turun dalam setahun: Cibitung" in text(shown("tren"))
    html = " ".join(e.proto.body for e in shown("tren").get("html"))
    assert html.count('<img class="k-panel-picture"') == 23
    assert "12 kecamatan diuji sekaligus" in found
    assert "11 kecamatan dengan terlalu sedikit kejadian tidak diuji" in found
    assert "uji ini jarang menemukan pola sekalipun ada" in found


def test_a_kecamatan_without_reports_has_no_value_and_its_months_are_crossed_out(shown, simulated_home):
    assert "Muaragembong data belum memadai" in text(shown("tren"))
    edition = reading.open_edition(simulated_home)
    points = signals.series(edition, signals.INCIDENTS)[SILENT]
    assert any(point.value != point.value for point in points)


# ------------------------------------------------------------------ Peringatan dini


def test_the_page_says_the_rules_of_its_edition_and_not_those_that_ship(shown_anew, monkeypatch):
    rules, verdicts, methods = reading.Edition.rules, reading.Edition.verdict_rules, reading.Edition.methods
    monkeypatch.setattr(reading.Edition, "rules", lambda self: replace(rules(self), repeats=4, repeat_months=7))
    monkeypatch.setattr(reading.Edition, "verdict_rules", lambda self: replace(verdicts(self), forerunner_months=9))
    monkeypatch.setattr(reading.Edition, "methods", lambda self: {k: replace(m, change_threshold=7.5) for k, m in methods(self).items()})
    found = text(shown_anew("peringatan"))
    assert "atau sedikitnya 4 sinyal dalam 7 bulan" in found
    assert "di kecamatan dan kelompok yang sama, paling lama 9 bulan" in found
    told = set(re.findall(r"turun lebih dari (\S+) poin", found)), set(re.findall(r"Sedikitnya (\d+ sinyal dalam \d+) bulan", found))
    assert told[0] <= {"7,5"}
    assert told[1] <= {"4 sinyal dalam 7"}
    assert any(told)


def test_signals_say_expected_seen_bound_and_that_they_are_no_official_status(shown):
    found = text(shown("peringatan", sinyal="setahun"))
    assert re.search(r"\d+ baris bulan, November 2025–Oktober 2026", found)  # a signal has one row a month
    assert not re.search(r"\d+ sinyal, \w+ \d{4}–", found)
    assert "Sinyal data, bukan status keamanan resmi." in found
    assert re.search(
        r"Cibitung, perselisihan hubungan industrial .*?: \d+ kejadian pada \w+ 2026; biasanya sekitar \d+, batas wajar \d+\.", found
    )
    assert "Sinyal 2 – Telaah" in found
    assert re.search(r"kira-kira sekali dalam \d+ bulan biasa", found)
    assert "Cibitung, Indeks Kondusivitas Wilayah: turun dari" in found


def test_a_quiet_month_is_a_designed_state(shown):
    at = shown("peringatan", period="2026-01", sinyal="bulan")
    assert "Tidak ada sinyal pada Januari 2026." in text(at)
    assert any("Bulan yang tenang" in info.value for info in at.info)


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        ("2024-11", "Tidak ada sinyal pada bulan mana pun sampai Oktober 2026."),
        ("2027-01", "Belum ada sinyal; sejauh ini hanya kejadian berat yang dapat memberinya."),
    ],
)
def test_an_edition_without_any_signal_says_one_thing_of_it(shown_anew, monkeypatch, judged, said):
    """ "None that can be worked out yet" stood below "no signal in October"."""
    monkeypatch.setattr(signals, "signals", lambda *_, **__: [])
    monkeypatch.setattr(signals, "yearly", lambda *_: pd.DataFrame())
    monkeypatch.setattr(coverage, "judged_from", lambda *_: judged)
    found = text(shown_anew("peringatan", sinyal="bulan"))
    assert said in found
    assert ("Tidak ada sinyal pada Oktober 2026." in found) == (judged == "2024-11")
    assert "Belum ada sinyal yang dapat dihitung" not in found


def test_no_signal_is_no_good_news_where_counts_could_not_be_judged(shown, simulated_home):
    """Reports begin in November 2023: October 2024 has an index, but only eleven complete months before it."""
    with contextlib.closing(reading.open_edition(simulated_home)) as edition:
        assert coverage.judged_from(edition) == "2024-11"
        assert "hanya kejadian berat" in coverage.signal_limits(edition, t, "2024-10")
        assert coverage.signal_limits(edition, t, "2024-11") == ""
    at = shown("peringatan", period="2024-10", sinyal="bulan")
    assert "tidak ada sinyal belum berarti tenang" in text(at)
    assert not [info for info in at.info if "kabar baik" in info.value]
    # year, three levels, what people did, months with a severe incident, how many were preceded, how long before
    assert re.search(r"\b2023 – – \d+ (\d+ ){6}– –", text(at))
    assert re.search(r"\b2026 (\d+ ){10}", text(at))


@pytest.mark.parametrize("months", [11, 12])
def test_a_first_year_says_what_could_not_be_judged_instead_of_no_signal(months, monkeypatch):
    fake = FakeEdition()
    first = pd.DataFrame(
        {"unit": "32.16.07", "period": periods.run("2025-01", periods.back("2025-01", 1 - months)), "completeness": 1.0, "complete": True}
    )
    monkeypatch.setattr(fake, "reports", lambda: first)
    assert coverage.judged_from(fake) == ("2026-01" if months == 12 else "")
    (passage,) = brief._signals(fake, t, "2025-12", [])
    assert passage.lines == (coverage.signal_limits(fake, t, "2025-12"),)


def test_a_camat_sees_the_signals_of_the_own_kecamatan_only(simulated_home):
    whole = reading.open_edition(simulated_home)
    own = scoping.scoped(whole, viewers.Viewer("camat", "camat", frozenset({WORSENING})))
    assert {one.code for one in signals.signals(own)} == {WORSENING}
    assert len(signals.signals(own)) < len(signals.signals(whole))
    assert signals.strata(own) == signals.strata(whole) == 92


OWN = f"2026-10-{WORSENING}-ikw"


def press(at, start):
    button = next(b for b in at.button if b.key == f"{start}{OWN}")
    return button.click().run()


def test_a_signal_is_acknowledged_assigned_and_closed_on_the_page(shown_own, home):
    at = shown_own("peringatan", period="2026-10")
    signal = f"2026-10/{WORSENING}/ikw"
    at = press(at, "terima-")
    assert not at.exception
    box = next(b for b in at.selectbox if b.key == f"tugas-{OWN}")
    at = box.set_value("polsek").run()
    at = press(at, "tekan-tugas-")
    assert "Ditugaskan kepada Polsek" in text(at)
    at = press(at, "tekan-tutup-")
    assert followup.states(home).set_index("perkara").loc[signal, "hasil"] == "benar"
    assert "2026: 1 dari 1 sinyal yang ditutup ternyata benar" in text(at)
    with database.read(home) as con:
        assert audit.check(con).broken_at is None


def test_the_first_tab_tells_every_row_that_nobody_closed_and_a_closed_one_leaves_it(shown_own, home):
    at = shown_own("peringatan")
    told = re.search(r"(\d+) sinyal belum ditutup, (\d+) di antaranya Sinyal 3; tertua \w+ 202\d\.", text(at))
    assert int(told[2]) >= 3
    assert len([b for b in at.button if b.key and b.key.startswith("terima-")]) == int(told[1])
    edition = reading.open_edition(home)
    year = signals.signals(edition, "2025-11", "2026-10")
    grave = next(row for row in signals.waiting(year, {}) if row.level == 3)
    followup.acknowledge(homes.session(home), grave.newest.id, edition.id)
    assert f"{told[1]} sinyal belum ditutup" in text(shown_own("peringatan"))  # acknowledged is not closed
    followup.close(homes.session(home), grave.newest.id, edition.id, "benar")
    less = text(shown_own("ringkasan"))
    assert f"{int(told[1]) - 1} sinyal belum ditutup, {int(told[2]) - 1} di antaranya Sinyal 3" in less


@pytest.mark.home("contoh")
def test_what_has_lasted_for_a_year_can_be_taken_as_the_new_level_on_the_page(shown_own, home, monkeypatch):
    at = press(shown_own("peringatan"), "terima-")
    assert not [b for b in at.button if b.key and b.key.startswith("taraf-")]
    monkeypatch.setattr(followup, "may_set_level", lambda signal, *_: signal.endswith("/ikw"))
    at = press(shown_own("peringatan"), "taraf-")
    assert not at.exception
    assert followup.states(home).set_index("perkara").loc[f"2026-10/{WORSENING}/ikw", "keadaan"] == "taraf_baru"
    with database.read(home) as con:
        assert audit.check(con).broken_at is None


def test_an_older_edition_tells_its_rows_and_knows_nothing_of_their_state(simulated_home, monkeypatch):
    edition = reading.open_edition(simulated_home)
    numbers = dict.fromkeys(["row_count", "row_expected", "row_bound", "row_months"], math.nan)
    before = edition.signals().assign(**numbers, row_open=None, closed=None)  # as `data.editions.formats` reads it
    monkeypatch.setattr(edition, "signals", lambda **_: before)
    found = signals.signals(edition)
    assert {(one.row_open, one.closed) for one in found} == {(None, None)}
    assert signals.frozen_steps(found) == {}
    assert len(signals.waiting(found, {})) == len(signals.rows(found, {})) > 0
    assert signals.onsets(edition, "2026-10")[WORSENING]


def test_a_step_that_somebody_else_took_meanwhile_is_refused_in_words(shown_own, home):
    at = shown_own("peringatan", period="2026-10")
    followup.acknowledge(homes.session(home), f"2026-10/{WORSENING}/ikw", "2026-10-r1")
    at = press(at, "terima-")
    assert any("mungkin oleh orang lain" in warning.value for warning in at.warning)


def test_without_a_store_signals_are_shown_and_nothing_can_be_pressed(shown_own, home):
    (home / database.DATABASE).unlink()
    at = shown_own("peringatan", period="2026-10")
    assert not [b for b in at.button if b.key and b.key.startswith("terima-")]
    assert "Cibitung, Indeks Kondusivitas Wilayah" in text(at)


# ------------------------------------------------------------------ Pembinaan


def test_training_effect_has_n_interval_and_its_caveat(shown):
    found = text(shown("pembinaan"))
    assert re.search(r"Sesudah pelatihan [\w ]+: \+\d,\d poin .* \(\d+ dilatih, \d+ pembanding\)", found)
    assert "Selisih dari selisih" in found
    assert "terlalu sedikit" in found
    assert "dimensi terlemah: " in found


def test_candidates_narrow_by_topic(shown, simulated_home):
    edition = reading.open_edition(simulated_home)
    everyone = trainings.candidates(edition)
    some = [one for one in everyone if one.topic == "kepemimpinan"]
    assert 0 < len(some) < len(everyone)
    assert f"{len(some)} Ormas perlu pelatihan, keadaan Oktober 2026" in text(shown("pembinaan", topik="kepemimpinan"))


def test_every_page_gives_the_same_answer_to_since_when(shown, simulated_home):
    edition = reading.open_edition(simulated_home)
    found = signals.onsets(edition, "2026-10")[WORSENING]
    assert {one.reason for one in found} >= {signals.LEVEL, signals.INDEX, "industri"}
    told = signal_sentences.since(t, found, signals.group_names(edition, "id"))
    assert told.startswith(re.search(r"\w+ 20\d\d", told)[0])
    for page in (
        shown("ringkasan"),
        shown("kecamatan", kecamatan=WORSENING),
        shown("peringatan"),
        shown("tren"),
    ):
        assert told in unescape(text(page))
