"""Tren, Peringatan dini and Pembinaan on a real edition of the simulated data: headings, findings, states, follow-up."""

import contextlib
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
from pages.facts.signals import Signal, Trend
from pages.wording import coverage, signal_sentences
from tests.pages import showing
from tests.pages.fake_edition import FakeEdition
from tests.pages.showing import text
from tests.pages.speaking import in_english

pytestmark = pytest.mark.home("contoh")

NAN = float("nan")


@pytest.fixture
def shown(at_home, home):
    at_home(home)
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


def test_a_kecamatan_without_reports_has_no_value_and_its_months_are_crossed_out(shown, home):
    assert "Muaragembong data belum memadai" in text(shown("tren"))
    edition = reading.open_edition(home)
    points = signals.series(edition, signals.INCIDENTS)[SILENT]
    assert any(point.value != point.value for point in points)


# ------------------------------------------------------------------ Peringatan dini


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


def test_no_signal_is_no_good_news_where_counts_could_not_be_judged(shown, home):
    """Reports begin in November 2023: October 2024 has an index, but only eleven complete months before it."""
    with contextlib.closing(reading.open_edition(home)) as edition:
        assert coverage.judged_from(edition) == "2024-11"
        assert "hanya kejadian berat" in coverage.signal_limits(edition, "2024-10")
        assert coverage.signal_limits(edition, "2024-11") == ""
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
    (passage,) = brief._signals(fake, "2025-12", [])
    assert passage.lines == (coverage.signal_limits(fake, "2025-12"),)


def test_a_camat_sees_the_signals_of_the_own_kecamatan_only(home):
    whole = reading.open_edition(home)
    own = scoping.scoped(whole, viewers.Viewer("camat", "camat", frozenset({WORSENING})))
    assert {one.code for one in signals.signals(own)} == {WORSENING}
    assert len(signals.signals(own)) < len(signals.signals(whole))
    assert signals.cells(own) == signals.cells(whole) == 92


OWN = f"2026-10-{WORSENING}-ikw"


def press(at, start):
    button = next(b for b in at.button if b.key == f"{start}{OWN}")
    return button.click().run()


def test_a_signal_is_acknowledged_assigned_and_closed_on_the_page(shown, home):
    at = shown("peringatan", period="2026-10")
    signal = f"2026-10/{WORSENING}/ikw"
    at = press(at, "terima-")
    assert not at.exception
    box = next(b for b in at.selectbox if b.key == f"tugas-{OWN}")
    at = box.set_value("polsek").run()
    at = press(at, "tekan-tugas-")
    assert "Ditugaskan kepada Polsek" in text(at)
    at = press(at, "tekan-tutup-")
    assert followup.states(home).set_index("sinyal").loc[signal, "hasil"] == "benar"
    assert "2026: 1 dari 1 sinyal yang ditutup ternyata benar" in text(at)
    with database.read(home) as con:
        assert audit.check(con).broken_at is None


def test_the_first_tab_tells_every_row_that_nobody_closed_and_a_closed_one_leaves_it(shown, home):
    at = shown("peringatan")
    told = re.search(r"(\d+) sinyal belum ditutup, (\d+) di antaranya Sinyal 3; tertua \w+ 202\d\.", text(at))
    assert int(told[2]) >= 3
    assert len([b for b in at.button if b.key and b.key.startswith("terima-")]) == int(told[1])
    edition = reading.open_edition(home)
    year = signals.signals(edition, "2025-11", "2026-10")
    grave = next(row for row in signals.waiting(year, {}) if row.level == 3)
    followup.acknowledge(home, grave.newest.id, edition.id)
    assert f"{told[1]} sinyal belum ditutup" in text(shown("peringatan"))  # acknowledged is not closed
    followup.close(home, grave.newest.id, edition.id, "benar")
    less = text(shown("ringkasan"))
    assert f"{int(told[1]) - 1} sinyal belum ditutup, {int(told[2]) - 1} di antaranya Sinyal 3" in less


def test_what_has_lasted_for_a_year_can_be_taken_as_the_new_level_on_the_page(shown, home, monkeypatch):
    at = press(shown("peringatan"), "terima-")
    assert not [b for b in at.button if b.key and b.key.startswith("taraf-")]
    monkeypatch.setattr(followup, "may_set_level", lambda signal, *_: signal.endswith("/ikw"))
    at = press(shown("peringatan"), "taraf-")
    assert not at.exception
    assert followup.states(home).set_index("sinyal").loc[f"2026-10/{WORSENING}/ikw", "keadaan"] == "taraf_baru"
    with database.read(home) as con:
        assert audit.check(con).broken_at is None


def test_a_row_shows_its_gravest_signal_until_people_close_it_and_the_newest_beside_it():
    june = signal(id="2026-06/x/bentrok", period="2026-06", level=3, rules=("berat",), severe=1.0, since="2026-06")
    july = signal(id="2026-07/x/bentrok", period="2026-07", level=1, since="2026-06")
    (row,) = signals.rows([july, june], {})
    assert (row.newest, row.peak, row.level) == (july, june, 3)
    assert signal_sentences.of_row(row, "Setu", GROUPS) == (
        "Setu, bentrok antarwarga: 1 kejadian berat pada Juni 2026 (seluruhnya 9 kejadian; biasanya sekitar 3, batas wajar 7)."
        " Masih ada sinyal pada Juli 2026."
    )
    closed = signals.Step(followup.CLOSED)
    assert signals.rows([july, june], {june.id: closed})[0].level == 1
    assert signals.waiting([july, june], {july.id: closed}) == []


def test_rows_that_wait_are_told_by_level_then_by_age():
    old = signal(id="a", code="a", since="2026-02")
    young = signal(id="b", code="b", since="2026-09")
    grave = signal(id="c", code="c", since="2026-10", level=3, rules=("berat",), severe=1.0)
    found = signals.waiting([young, grave, old], {})
    assert [row.newest.id for row in found] == ["c", "a", "b"]
    assert signal_sentences.waiting(found) == "3 sinyal belum ditutup, 1 di antaranya Sinyal 3; tertua Februari 2026."
    assert signal_sentences.waiting(found[:1]) == "1 sinyal belum ditutup, yaitu Sinyal 3; tertua Oktober 2026."
    assert signal_sentences.waiting(found[:1] * 5).startswith("5 sinyal belum ditutup, semuanya Sinyal 3;")
    assert signal_sentences.waiting(found[1:]) == "2 sinyal belum ditutup; tertua Februari 2026."
    assert signal_sentences.waiting([]) == "Tidak ada sinyal dua belas bulan terakhir yang belum ditutup."
    assert in_english(lambda: signal_sentences.waiting(found[1:2])) == "1 signal not closed; the oldest of February 2026."


def test_every_row_of_the_highest_level_is_told_by_itself_and_the_others_by_level():
    grave = [signal(id=f"g{n}", code=f"g{n}", level=3, rules=("berat",), severe=1.0) for n in range(6)]
    milder = [signal(id=f"m{n}", code=f"m{n}", level=level) for n, level in enumerate((2, 1, 1))]
    found = signals.waiting([*milder, *grave], {})
    assert [row.level for row in signal_sentences.shown(found)] == [3] * 6
    assert signal_sentences.rest(found) == ("3 sinyal lain ada di halaman Peringatan dini: 1 Sinyal 2, 2 Sinyal 1.")
    few = found[5:]
    assert (list(signal_sentences.shown(few)), signal_sentences.rest(few)) == (few, "")
    assert len(signal_sentences.shown(found * 3)) == signal_sentences.MANY
    assert signal_sentences.heading(found[0], "Setu", {"bentrok": ("bentrok antarwarga", "Bentrok")}) == (
        "Sinyal 3 – Tindak lanjuti segera. Setu: bentrok, Oktober 2026."
    )


def test_a_signal_of_an_edition_of_before_says_nothing_of_its_row():
    assert signal_sentences.state_of_row(signal()) == ""
    assert signal_sentences.state_of_row(signal(row_open=True)) == "masih berlangsung"
    assert signal_sentences.state_of_row(signal(row_open=False, closed=True)) == "ditutup"


def test_a_row_is_back_within_its_bounds_only_where_somebody_reported():
    over = signal(row_open=False, closed=False)
    assert signal_sentences.state_of_row(over) == "sudah kembali ke batas wajar"
    unseen = signal(row_open=False, closed=False, completeness=float("nan"))
    assert signal_sentences.state_of_row(unseen) == "tanpa sinyal baru"


def test_a_row_of_severe_incidents_alone_neither_goes_on_nor_comes_back():
    """Three incidents where nine are usual never left the bounds; one incident is no state that lasts."""
    severe = signal(row_open=True, closed=False, rules=("berat",), period="2026-09", since="2026-09")
    (row,) = signals.rows([severe], {})
    assert signal_sentences.state_of_row(row.newest, row.severe_only) == "tanpa sinyal baru"
    (row,) = signals.rows([replace(severe, row_open=False)], {})
    assert signal_sentences.state_of_row(row.newest, row.severe_only) == "tanpa sinyal baru"
    risen = replace(severe, id="x", period="2026-08", since="2026-08", rules=("hitungan",))
    (mixed,) = signals.rows([replace(severe, since="2026-08"), risen], {})
    assert signal_sentences.state_of_row(mixed.newest, mixed.severe_only) == "masih berlangsung"
    (cut,) = signals.rows([replace(severe, since="2025-08")], {})
    assert not cut.severe_only


def test_an_edition_of_before_tells_its_rows_and_knows_nothing_of_their_state(home, monkeypatch):
    newer = ["row_open", "closed", "row_count", "row_expected", "row_bound", "row_months"]
    edition = reading.open_edition(home)
    whole = edition.signals()
    monkeypatch.setattr(edition, "signals", lambda **_: whole.drop(columns=newer))
    found = signals.signals(edition)
    assert {(one.row_open, one.closed) for one in found} == {(None, None)}
    assert signals.frozen_steps(found) == {}
    assert len(signals.waiting(found, {})) == len(signals.rows(found, {})) > 0
    assert signals.onsets(edition, "2026-10")[WORSENING]


def test_a_step_that_somebody_else_took_meanwhile_is_refused_in_words(shown, home):
    at = shown("peringatan", period="2026-10")
    followup.acknowledge(home, f"2026-10/{WORSENING}/ikw", "2026-10-r1")
    at = press(at, "terima-")
    assert any("mungkin oleh orang lain" in warning.value for warning in at.warning)


def test_without_a_store_signals_are_shown_and_nothing_can_be_pressed(shown, home):
    (home / database.DATABASE).unlink()
    at = shown("peringatan", period="2026-10")
    assert not [b for b in at.button if b.key and b.key.startswith("terima-")]
    assert "Cibitung, Indeks Kondusivitas Wilayah" in text(at)


# ------------------------------------------------------------------ Pembinaan


def test_training_effect_has_n_interval_and_its_caveat(shown):
    found = text(shown("pembinaan"))
    assert re.search(r"Sesudah pelatihan [\w ]+: \+\d,\d poin .* \(\d+ dilatih, \d+ pembanding\)", found)
    assert "Selisih dari selisih" in found
    assert "terlalu sedikit" in found
    assert "dimensi terlemah: " in found


def test_candidates_narrow_by_topic(shown, home):
    edition = reading.open_edition(home)
    everyone = trainings.candidates(edition)
    some = [one for one in everyone if one.topic == "kepemimpinan"]
    assert 0 < len(some) < len(everyone)
    assert f"{len(some)} Ormas perlu pelatihan, keadaan Oktober 2026" in text(shown("pembinaan", topik="kepemimpinan"))


# ------------------------------------------------------------------ sentences

GROUPS = {"bentrok": ("bentrok antarwarga", "Bentrok")}


def signal(**facts):
    usual = {
        "id": "2026-10/32.16.07/bentrok",
        "period": "2026-10",
        "code": "32.16.07",
        "group": "bentrok",
        "level": 1,
        "rules": ("hitungan",),
        "count": 9.0,
        "severe": 0.0,
        "expected": 3.2,
        "bound": 7.0,
        "p": 0.004,
        "q": 0.2,
        "run_count": NAN,
        "run_expected": NAN,
        "run_months": NAN,
        "index_now": NAN,
        "index_before": NAN,
        "p_fall": NAN,
        "completeness": 1.0,
        "provisional": False,
        "since": "2026-10",
        "neighbours": (),
    }
    return Signal(**{**usual, **facts})


def test_the_sentence_of_a_signal_in_both_languages():
    one = signal()
    assert signal_sentences.sentence(one, "Cibitung", GROUPS) == (
        "Cibitung, bentrok antarwarga: 9 kejadian pada Oktober 2026; biasanya sekitar 3, batas wajar 7."
    )
    english = in_english(lambda: signal_sentences.sentence(signal(count=1.0), "Cibitung", {"bentrok": ("clashes", "")}))
    assert english == "Cibitung, clashes: 1 incident in October 2026; usually about 3, upper bound 7."
    assert signal_sentences.sentence(signal(expected=NAN), "Setu", GROUPS).endswith("belum ada dasar pembanding dua belas bulan.")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"count": 1.0}, "1 kejadian berat pada Oktober 2026 (seluruhnya 1 kejadian; biasanya sekitar 3, batas wajar 7)."),
        (
            {"expected": NAN, "bound": NAN},
            "1 kejadian berat pada Oktober 2026 (seluruhnya 9 kejadian; belum ada dasar pembanding dua belas bulan).",
        ),
        (
            {"expected": NAN, "bound": NAN, "completeness": NAN},
            "1 kejadian berat pada Oktober 2026 (seluruhnya 9 kejadian; belum ada laporan desa untuk bulan itu).",
        ),
    ],
)
def test_a_severe_incident_is_named_so_and_not_compared_with_the_usual_number(facts, sentence):
    grave = signal(rules=("berat",), severe=1.0, level=3, **facts)
    assert signal_sentences.sentence(grave, "Cibitung", GROUPS) == f"Cibitung, bentrok antarwarga: {sentence}"


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (0.0, "hampir tidak ada"),
        (0.34, "sekitar 0,3"),
        (0.98, "sekitar 1"),
        (1.46, "sekitar 1,5"),
        (3.4, "sekitar 3"),
    ],
)
def test_what_is_usual_is_told_roughly(expected, words):
    assert signal_sentences.usual(expected) == words


@pytest.mark.parametrize(
    ("p", "words"), [(0.004, "sekali dalam 250 bulan"), (1e-7, "kurang dari sekali dalam 1.000 bulan"), (0.0, "1.000")]
)
def test_how_unusual_a_month_is(p, words):
    assert words in signal_sentences.how_unusual(p)


def test_every_rule_has_its_reason():
    every = signal(
        rules=("berat", "hitungan", "kuat", "kumulatif", "bertahan", "berulang", "indeks"),
        severe=2.0,
        run_count=12.0,
        run_expected=4.0,
        run_months=3.0,
        p_fall=0.97,
        since="2026-06",
        row_count=17.0,
        row_expected=6.0,
        row_bound=11.0,
        row_months=3.0,
    )
    found = signal_sentences.reasons(every, 92)
    assert len(found) == 7
    assert found[4] == (
        "Masih di atas batas wajar: 17 kejadian dalam 3 bulan terakhir; sebelum Juni 2026 biasanya sekitar 6, batas wajar 11."
    )
    assert found[0] == "2 kejadian berat (tingkat 3)."
    assert found[3] == "Menumpuk: 12 kejadian dalam 3 bulan, biasanya sekitar 4."


def trend(code, direction, *, changed=False):
    return Trend(
        code,
        36,
        0.01,
        0.02,
        1.0,
        0.5,
        2.0,
        0.1,
        0.0,
        direction,
        "2025-11",
        0.01 if changed else 1.0,
        changed,
        10.0,
        5.0,
    )


def test_since_when_is_one_answer_with_every_reason():
    onsets = [
        signals.Onset("2025-08", signals.LEVEL),
        signals.Onset("2025-10", "bentrok"),
        signals.Onset("2025-12", signals.INDEX),
    ]
    assert signal_sentences.since(onsets, GROUPS) == (
        "Agustus 2025: taraf kejadian naik (Agustus 2025), sinyal bentrok (Oktober 2025), sinyal indeks (Desember 2025)"
    )
    again = [*onsets, signals.Onset("2026-03", "bentrok")]  # the row of October ended, another one began
    assert signal_sentences.since(again, GROUPS) == (
        "Agustus 2025: taraf kejadian naik (Agustus 2025), sinyal indeks (Desember 2025), sinyal bentrok (Maret 2026)"
    )
    assert signal_sentences.since([], GROUPS) == ""
    better = signals.Onset("2025-09", signals.LEVEL, rises=False)
    assert signals.one_direction([better, *onsets]) == onsets
    assert signal_sentences.since([better], GROUPS) == "September 2025 (taraf kejadian turun)"


def test_every_page_gives_the_same_answer_to_since_when(shown, home):
    edition = reading.open_edition(home)
    found = signals.onsets(edition, "2026-10")[WORSENING]
    assert {one.reason for one in found} >= {signals.LEVEL, signals.INDEX, "industri"}
    told = signal_sentences.since(found, signals.group_names(edition, "id"))
    assert told.startswith(re.search(r"\w+ 20\d\d", told)[0])
    for page in (
        shown("ringkasan"),
        shown("kecamatan", kecamatan=WORSENING),
        shown("peringatan"),
        shown("tren"),
    ):
        assert told in unescape(text(page))


def test_the_finding_of_the_trend_tests():
    names = {"a": "Setu", "b": "Cibitung"}
    none = {"a": trend("a", "tidak_nyata"), "b": trend("b", None)}
    assert signal_sentences.trend_finding(none, names) == "Tidak satu pun dari 1 kecamatan menunjukkan tren yang nyata"
    nobody = {"a": trend("a", None), "b": trend("b", None)}  # not "none of 0 kecamatan"
    assert signal_sentences.trend_finding(nobody, names) == "Belum ada kecamatan yang deretnya dapat diuji"
    few = {"a": trend("a", "tidak_nyata"), "b": trend("b", "terlalu_sedikit")}
    assert signal_sentences.trend_finding(few, names) == (
        "Tidak satu pun dari 1 kecamatan menunjukkan tren yang nyata; 1 kecamatan dengan terlalu sedikit kejadian tidak diuji"
    )
    assert signal_sentences.trend_finding({"b": few["b"]}, names) == "Terlalu sedikit kejadian untuk diuji"
    assert signal_sentences.direction(few["b"]) == "terlalu sedikit kejadian untuk diuji"
    some = {"a": trend("a", "naik"), "b": trend("b", "tidak_nyata", changed=True)}
    assert signal_sentences.trend_finding(some, names) == "Tren naik: Setu; taraf berubah: Cibitung (turun pada November 2025)"
