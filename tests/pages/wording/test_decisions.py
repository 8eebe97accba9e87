"""What needs a decision: by rules, at most three, each with an action, a unit in charge and a date."""

from dataclasses import replace
from datetime import date

import pytest

from data.editions.figures import Value
from data.tables.figures import FIGURES
from pages.facts.signals import Row, Signal, Step
from pages.facts.trainings import Candidate
from pages.wording import decisions
from pages.wording.decisions import Due, Frozen
from tests.reader import t

DAY = {3: date(2026, 11, 4), 2: date(2026, 11, 6), 1: date(2026, 11, 10)}
NAMES = {"32.16.07": "Cibitung", "32.16.18": "Setu", "32.16.17": "Muaragembong"}
GROUPS = {"industri": ("perselisihan hubungan industrial", "Industri & limbah")}


def row(level, code="32.16.07", **step):
    one = signal(level, code)
    return Row(one, one, Step(**step))


def signal(level, code="32.16.07", p=0.004):
    nothing = float("nan")
    return Signal(
        id=f"2026-10/{code}/industri",
        period="2026-10",
        code=code,
        group="industri",
        level=level,
        rules=("hitungan",),
        count=9,
        severe=0,
        expected=3.1,
        bound=7,
        p=p,
        q=0.05,
        run_count=nothing,
        run_expected=nothing,
        run_months=nothing,
        index_now=nothing,
        index_before=nothing,
        p_fall=nothing,
        completeness=0.97,
        provisional=False,
        since="2026-10",
        neighbours=(),
    )


def candidate(number, topic):
    return Candidate(f"ORM-{number:03d}", f"Ormas Rekaan {number:03d}", "32.16.07", "sinergi", 31.0, topic, None)


def decide(waiting=(), quiet=(), candidates=(), beside=None, **other):
    """What is decided where signals are due on the day that stands for their level, and all else on the third."""
    frozen = Frozen(
        signals={row.peak.id: Due(DAY[row.level], "camat", "bakesbangpol") for row in waiting},
        quiet={code: Due(date(2026, 11, 8), "bakesbangpol", beside) for code in quiet},
        unheard=None,
        training=Due(date(2026, 12, 3), "bakesbangpol", None),
        most=3,
    )
    return decisions.decisions(t, waiting, candidates, NAMES, GROUPS, replace(frozen, **other))


def test_nothing_to_decide_is_an_empty_list():
    assert decide() == []


def test_a_signal_names_level_place_group_month_unit_and_date_and_leaves_its_counts_to_the_list_beside():
    (one,) = decide([row(2)])
    assert one.matter == "Sinyal 2 – Telaah. Cibitung: industri & limbah, Oktober 2026."
    assert one.unit == "Camat Cibitung dengan Bakesbangpol"
    assert one.due == date(2026, 11, 6)


@pytest.mark.parametrize("level", [3, 2, 1])
def test_a_signal_is_due_when_the_edition_says(level):
    assert decide([row(level)])[0].due == DAY[level]


def test_nobody_was_ever_heard_of_is_told_once_for_all():
    (one,) = decide(unheard=Due(date(2026, 11, 8), "bakesbangpol", "fkdm"))
    assert one.matter == "Belum ada laporan kelengkapan dari satu kecamatan pun."
    assert (one.unit, one.due) == ("Bakesbangpol dengan FKDM", date(2026, 11, 8))


def test_no_more_are_told_than_the_rules_of_the_edition_allow():
    assert [one.matter[:8] for one in decide([row(2), row(1, "32.16.18")], most=1)] == ["Sinyal 2"]


def test_kecamatan_without_reports_and_training_are_told_once_each():
    found = decide(
        quiet=["32.16.17", "32.16.18"],
        candidates=[candidate(1, "kepemimpinan"), candidate(2, "komunikasi_efektif"), candidate(3, "komunikasi_efektif")],
    )
    assert [one.matter for one in found] == [
        "2 kecamatan belum punya laporan terverifikasi yang memadai: Muaragembong, Setu.",
        "2 Ormas perlu pelatihan komunikasi efektif.",
    ]


def test_a_report_that_waits_is_not_called_unsent_and_the_score_that_stands_there_all_the_same_is_not_denied():
    (one,) = decide(quiet=["32.16.18"])
    assert one.matter == "1 kecamatan belum punya laporan terverifikasi yang memadai: Setu."
    assert one.action == (
        "Minta laporan susulan, juga bila nihil, dan verifikasi yang sudah masuk; bulan tanpa laporan itu tidak masuk hitungan skor."
    )


def test_where_nobody_sent_anything_that_is_said_and_no_list_of_all_names():
    (one,) = decide(quiet=list(NAMES), month="2026-11")
    assert one.matter == "Seluruh 3 kecamatan belum punya laporan terverifikasi yang memadai untuk November 2026."


def test_never_more_than_three_and_the_other_two_kinds_keep_their_place():
    waiting = [row(2), row(1, "32.16.18"), row(1, "32.16.17")]
    assert len(decide(waiting)) == 3
    found = decide(waiting, ["32.16.17"], [candidate(1, "kepemimpinan")])
    assert len(found) == 3
    assert found[0].matter.startswith("Sinyal 2")
    assert "belum punya laporan" in found[1].matter
    assert "pelatihan kepemimpinan" in found[2].matter


@pytest.mark.parametrize(
    ("step", "action"),
    [
        ({}, "Terima sinyal ini dan tugaskan pemeriksaan lapangan."),
        ({"state": "diterima"}, "Tugaskan pemeriksaan lapangan."),
        (
            {"state": "ditugaskan", "unit": "polsek"},
            "Minta hasil pemeriksaan dari Polsek, lalu tutup sinyal ini.",
        ),
    ],
)
def test_what_is_suggested_follows_from_what_was_done(step, action):
    assert decide([row(2, **step)])[0].action == action


def test_what_was_prevented_is_told_with_the_year_before():
    def prevented(n, last="2026-10", since=None):
        return Value(FIGURES["potensi_dicegah"], "32.16", last, n, since)

    now, unknown = prevented(58), prevented(None, "2025-10")
    nobody = unsaid(0)
    assert decisions.prevented_sentence(t, now, prevented(43, "2025-10"), nobody) == (
        "58 potensi dicegah dalam dua belas bulan (setahun sebelumnya 43)."
    )
    assert decisions.prevented_sentence(t, now, unknown, nobody) == "58 potensi dicegah dalam dua belas bulan."
    assert decisions.prevented_sentence(t, prevented(0), unknown, nobody) == "0 potensi dicegah dalam dua belas bulan."
    assert decisions.prevented_sentence(t, unknown, unknown, unsaid(None)) == "Belum ada laporan tentang potensi."
    assert decisions.prevented_sentence(t, prevented(3, since="2026-05"), unknown, nobody) == (
        "3 potensi dicegah (catatan mulai Mei 2026)."
    )


def unsaid(n):
    return Value(FIGURES["potensi_tanpa_penanganan"], "32.16", "2026-10", n)


def test_potentials_of_which_nobody_said_what_was_done_are_told_and_no_zero():
    now, nothing = (Value(FIGURES["potensi_dicegah"], "32.16", "2026-10", n) for n in (2, None))
    assert decisions.prevented_sentence(t, nothing, nothing, unsaid(3)) == "3 potensi belum diketahui penanganannya."
    assert decisions.prevented_sentence(t, now, nothing, unsaid(3)) == (
        "2 potensi dicegah dalam dua belas bulan. 3 potensi belum diketahui penanganannya."
    )


def test_a_part_of_ormas_that_is_stated_of_some_says_of_how_many_it_is_not():
    def value(figure, n):
        return Value(FIGURES[figure], "32.16", "2026-10", n)

    helped, unsaid = value("dibantu_ormas", 4), value("tanpa_peran_ormas", 15)
    told = "15 kejadian atau potensi belum diketahui peran Ormasnya di seluruh kabupaten; jumlah dengan peran Ormas dapat lebih besar."
    assert decisions.part_unknown(t, helped, unsaid) == told
    assert decisions.part_unknown(t, helped, value("tanpa_peran_ormas", 0)) == ""
    assert decisions.part_unknown(t, helped, value("tanpa_peran_ormas", None)) == ""  # an older edition doesn't know
    assert decisions.part_unknown(t, value("dibantu_ormas", None), unsaid) == ""
    # Who sees one kecamatan reads no number of the whole, and no figure without its limit.
    limit = "Yang dihitung hanya yang peran Ormasnya dicatat dalam laporan."
    assert decisions.part_unknown(t, helped, value("tanpa_peran_ormas", 0), narrowed=True) == limit
    assert decisions.part_unknown(t, value("dibantu_ormas", 0), unsaid, narrowed=True) == ""
