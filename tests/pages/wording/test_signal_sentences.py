"""What a signal, the beginning of a worsening and the tests for a trend are told as, word for word."""

from dataclasses import replace

import pytest

from data.workflow import followup
from pages.facts import signals
from pages.facts.signals import Signal, Trend
from pages.wording import signal_sentences
from tests.pages.speaking import in_english
from tests.reader import t

NAN = float("nan")
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
    assert signal_sentences.sentence(t, one, "Cibitung", GROUPS) == (
        "Cibitung, bentrok antarwarga: 9 kejadian pada Oktober 2026; biasanya sekitar 3, batas wajar 7."
    )
    english = in_english(lambda: signal_sentences.sentence(t, signal(count=1.0), "Cibitung", {"bentrok": ("clashes", "")}))
    assert english == "Cibitung, clashes: 1 incident in October 2026; usually about 3, upper bound 7."
    assert signal_sentences.sentence(t, signal(expected=NAN), "Setu", GROUPS).endswith("belum ada dasar pembanding.")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"count": 1.0}, "1 kejadian berat pada Oktober 2026 (seluruhnya 1 kejadian; biasanya sekitar 3, batas wajar 7)."),
        (
            {"expected": NAN, "bound": NAN},
            "1 kejadian berat pada Oktober 2026 (seluruhnya 9 kejadian; belum ada dasar pembanding).",
        ),
        (
            {"expected": NAN, "bound": NAN, "completeness": NAN},
            "1 kejadian berat pada Oktober 2026 (seluruhnya 9 kejadian; belum ada laporan desa untuk bulan itu).",
        ),
    ],
)
def test_a_severe_incident_is_named_so_and_not_compared_with_the_usual_number(facts, sentence):
    grave = signal(rules=("berat",), severe=1.0, level=3, **facts)
    assert signal_sentences.sentence(t, grave, "Cibitung", GROUPS) == f"Cibitung, bentrok antarwarga: {sentence}"


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
    assert signal_sentences.usual(t, expected) == words


@pytest.mark.parametrize(
    ("p", "words"), [(0.004, "sekali dalam 250 bulan"), (1e-7, "kurang dari sekali dalam 1.000 bulan"), (0.0, "1.000")]
)
def test_how_unusual_a_month_is(p, words):
    assert words in signal_sentences.how_unusual(t, p)


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
    found = signal_sentences.reasons(t, every, 92, repeats=3, repeat_months=4, fall=7.5)
    assert len(found) == 7
    assert found[5] == "Sedikitnya 3 sinyal dalam 4 bulan."
    assert found[6] == "Peluang indeks memang turun lebih dari 7,5 poin: 97 persen."
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
    assert signal_sentences.since(t, onsets, GROUPS) == (
        "Agustus 2025: taraf kejadian naik (Agustus 2025), sinyal bentrok (Oktober 2025), sinyal indeks (Desember 2025)"
    )
    again = [*onsets, signals.Onset("2026-03", "bentrok")]  # the row of October ended, another one began
    assert signal_sentences.since(t, again, GROUPS) == (
        "Agustus 2025: taraf kejadian naik (Agustus 2025), sinyal indeks (Desember 2025), sinyal bentrok (Maret 2026)"
    )
    assert signal_sentences.since(t, [], GROUPS) == ""
    better = signals.Onset("2025-09", signals.LEVEL, rises=False)
    assert signals.one_direction([better, *onsets]) == onsets
    assert signal_sentences.since(t, [better], GROUPS) == "September 2025 (taraf kejadian turun)"


def test_the_finding_of_the_trend_tests():
    names = {"a": "Setu", "b": "Cibitung"}
    none = {"a": trend("a", "tidak_nyata"), "b": trend("b", None)}
    assert signal_sentences.trend_finding(t, none, names) == "Tidak satu pun dari 1 kecamatan menunjukkan tren yang nyata"
    nobody = {"a": trend("a", None), "b": trend("b", None)}  # not "none of 0 kecamatan"
    assert signal_sentences.trend_finding(t, nobody, names) == "Belum ada kecamatan yang deretnya dapat diuji"
    few = {"a": trend("a", "tidak_nyata"), "b": trend("b", "terlalu_sedikit")}
    assert signal_sentences.trend_finding(t, few, names) == (
        "Tidak satu pun dari 1 kecamatan menunjukkan tren yang nyata; 1 kecamatan dengan terlalu sedikit kejadian tidak diuji"
    )
    assert signal_sentences.trend_finding(t, {"b": few["b"]}, names) == "Terlalu sedikit kejadian untuk diuji"
    assert signal_sentences.direction(t, few["b"]) == "terlalu sedikit kejadian untuk diuji"
    some = {"a": trend("a", "naik"), "b": trend("b", "tidak_nyata", changed=True)}
    assert signal_sentences.trend_finding(t, some, names) == "Tren naik: Setu; taraf berubah: Cibitung (turun pada November 2025)"


# ------------------------------------------------------------------ rows of signals


def test_a_row_shows_its_gravest_signal_until_people_close_it_and_the_newest_beside_it():
    june = signal(id="2026-06/x/bentrok", period="2026-06", level=3, rules=("berat",), severe=1.0, since="2026-06")
    july = signal(id="2026-07/x/bentrok", period="2026-07", level=1, since="2026-06")
    (row,) = signals.rows([july, june], {})
    assert (row.newest, row.peak, row.level) == (july, june, 3)
    assert signal_sentences.of_row(t, row, "Setu", GROUPS) == (
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
    assert signal_sentences.waiting(t, found) == "3 sinyal belum ditutup, 1 di antaranya Sinyal 3; tertua Februari 2026."
    assert signal_sentences.waiting(t, found[:1]) == "1 sinyal belum ditutup, yaitu Sinyal 3; tertua Oktober 2026."
    assert signal_sentences.waiting(t, found[:1] * 5).startswith("5 sinyal belum ditutup, semuanya Sinyal 3;")
    assert signal_sentences.waiting(t, found[1:]) == "2 sinyal belum ditutup; tertua Februari 2026."
    assert signal_sentences.waiting(t, []) == "Tidak ada sinyal dua belas bulan terakhir yang belum ditutup."
    assert in_english(lambda: signal_sentences.waiting(t, found[1:2])) == "1 signal not closed; the oldest of February 2026."


def test_every_row_of_the_highest_level_is_told_by_itself_and_the_others_by_level():
    grave = [signal(id=f"g{n}", code=f"g{n}", level=3, rules=("berat",), severe=1.0) for n in range(6)]
    milder = [signal(id=f"m{n}", code=f"m{n}", level=level) for n, level in enumerate((2, 1, 1))]
    found = signals.waiting([*milder, *grave], {})
    assert [row.level for row in signal_sentences.shown(found)] == [3] * 6
    assert signal_sentences.rest(t, found) == ("3 sinyal lain ada di halaman Peringatan dini: 1 Sinyal 2, 2 Sinyal 1.")
    few = found[5:]
    assert (list(signal_sentences.shown(few)), signal_sentences.rest(t, few)) == (few, "")
    assert len(signal_sentences.shown(found * 3)) == signal_sentences.MANY
    assert signal_sentences.heading(t, found[0], "Setu", {"bentrok": ("bentrok antarwarga", "Bentrok")}) == (
        "Sinyal 3 – Tindak lanjuti segera. Setu: bentrok, Oktober 2026."
    )


def test_a_signal_of_an_older_edition_says_nothing_of_its_row():
    assert signal_sentences.state_of_row(t, signal()) == ""
    assert signal_sentences.state_of_row(t, signal(row_open=True)) == "masih berlangsung"
    assert signal_sentences.state_of_row(t, signal(row_open=False, closed=True)) == "ditutup"


def test_a_row_is_back_within_its_bounds_only_where_somebody_reported():
    over = signal(row_open=False, closed=False)
    assert signal_sentences.state_of_row(t, over) == "sudah kembali ke batas wajar"
    unseen = signal(row_open=False, closed=False, completeness=float("nan"))
    assert signal_sentences.state_of_row(t, unseen) == "tanpa sinyal baru"


def test_a_row_of_severe_incidents_alone_neither_goes_on_nor_comes_back():
    """Three incidents where nine are usual never left the bounds; one incident is no state that lasts."""
    severe = signal(row_open=True, closed=False, rules=("berat",), period="2026-09", since="2026-09")
    (row,) = signals.rows([severe], {})
    assert signal_sentences.state_of_row(t, row.newest, row.severe_only) == "tanpa sinyal baru"
    (row,) = signals.rows([replace(severe, row_open=False)], {})
    assert signal_sentences.state_of_row(t, row.newest, row.severe_only) == "tanpa sinyal baru"
    risen = replace(severe, id="x", period="2026-08", since="2026-08", rules=("hitungan",))
    (mixed,) = signals.rows([replace(severe, since="2026-08"), risen], {})
    assert signal_sentences.state_of_row(t, mixed.newest, mixed.severe_only) == "masih berlangsung"
    (cut,) = signals.rows([replace(severe, since="2025-08")], {})
    assert not cut.severe_only
