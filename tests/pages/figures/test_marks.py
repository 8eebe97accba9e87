"""What is marked in pictures of a course stands at its date, behind the values, and is said in words."""

from datetime import date

import pytest

from pages.facts import marks, signals
from pages.facts.marks import Mark, Place
from pages.figures import charts, markup, trend_figures
from pages.wording import marking
from tests.reader import t, use

RAMADAN = Mark(date(2026, 2, 19), date(2026, 3, 20), "ramadan", is_computed=True)
LABOUR = Mark(date(2026, 5, 1), date(2026, 5, 1), "hari_buruh")
MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]


def test_a_month_reaches_from_half_before_its_value_to_half_after():
    (span, day) = marks.by_month([RAMADAN, LABOUR], MONTHS)
    assert span == Place(pytest.approx(0.5 + 18 / 28), pytest.approx(1.5 + 20 / 31), True)
    assert (day.start, day.end, day.lasts) == (pytest.approx(3.5), pytest.approx(3.5 + 1 / 31), False)


def test_of_a_quarter_that_is_named_by_its_last_month_the_first_two_count_too():
    (span,) = marks.by_month([RAMADAN], ["2026-03", "2026-06"])
    assert span.start == pytest.approx((1 + 18 / 28) / 3 - 0.5)
    assert marks.first_of(["2026-03", "2026-06"]) == "2026-01"


def test_what_lies_beyond_the_axis_is_cut_off_or_left_out():
    assert marks.by_month([RAMADAN, LABOUR], ["2026-03", "2026-04"]) == [Place(-0.5, pytest.approx(20 / 31 - 0.5), True)]
    assert marks.by_month([RAMADAN], []) == marks.by_week([RAMADAN], []) == []


def test_a_week_begins_on_its_monday():
    (span,) = marks.by_week([RAMADAN], ["2026-02-16", "2026-02-23"])
    assert (span.start, span.end) == (pytest.approx(3 / 7 - 0.5), 1.5)


def test_spans_are_fields_and_days_strokes_behind_what_is_drawn():
    places = marks.by_month([RAMADAN, LABOUR], MONTHS)
    points = [signals.Point(month, 50.0, 45.0, 55.0, float("nan")) for month in MONTHS]
    for picture in (trend_figures.panel(points, 100, (), places), markup.sparkline([1.0, 2, 3, 4, 5], marked=places)):
        assert picture.count("%3Crect") == 1
        assert picture.index("%3Crect") < picture.index("%3Cpolygon")
    assert "%3Crect" not in trend_figures.panel(points, 100)
    figure = charts.trend(t, MONTHS, [1.0] * 5, [1.0] * 5, [1.0] * 5, [""] * 5, edges=(40,), marks=places)
    field, stroke, edge = figure["layout"]["shapes"]
    assert (field["type"], field["layer"], stroke["type"], edge["line"]["dash"]) == ("rect", "below", "line", "dot")
    assert stroke["x0"] == stroke["x1"] == pytest.approx(places[1].middle)


def test_a_heat_map_has_its_marks_in_a_strip_above_the_columns():
    places = marks.by_month([RAMADAN, LABOUR], MONTHS)
    layout = trend_figures.heat_map(t, ["Setu"], MONTHS, [[1, 2, 3, 4, 5]], "%{z}", marks=places)["layout"]
    assert [(one["yanchor"], one["ysizemode"]) for one in layout["shapes"]] == [(1, "pixel")] * 2
    assert all(0 < one[edge] < layout["margin"]["t"] for one in layout["shapes"] for edge in ("y0", "y1"))
    assert "shapes" not in trend_figures.heat_map(t, ["Setu"], MONTHS, [[1, 2, 3, 4, 5]], "%{z}")["layout"]


def test_every_mark_is_named_with_its_dates_and_a_computed_one_as_such():
    assert marking.note(t, [LABOUR, RAMADAN]) == (
        "Penanda kalender (bidang: sepekan atau lebih; garis pendek: beberapa hari saja): "
        "Ramadan 19 Feb–20 Mar 2026 (dihitung); Hari Buruh 1 Mei 2026."
    )
    assert marking.note(t, []) == marking.fields(t, []) == ""
    use("en")
    assert "Ramadan 19 Feb–20 Mar 2026 (computed); Labour Day 1 May 2026." in marking.note(t, [RAMADAN, LABOUR])


def test_a_religious_day_is_calendar_and_never_a_risk():
    text = marking.note(t, marks.official(date(2019, 1, 1), date(2028, 12, 31))).lower()
    assert "kalender" in text
    assert not any(word in text for word in ("rawan", "risiko", "ancaman", "waspada"))


def test_what_the_office_says_takes_the_place_of_a_computed_date_and_an_official_one_its_place():
    own = [Mark(date(2026, 2, 18), date(2026, 3, 20), "ramadan"), Mark(date(2026, 5, 1), date(2026, 5, 1), "hari_buruh")]
    here = Mark(date(2026, 5, 2), date(2026, 5, 2), "pilkades", kecamatan="32.16.07")
    assert marks.together([RAMADAN, LABOUR], [*own, here]) == [own[0], LABOUR, here]


def test_a_mark_of_one_kecamatan_names_it():
    here = Mark(date(2026, 5, 2), date(2026, 5, 2), "pilkades", kecamatan="32.16.07")
    assert marking.note(t, [here], {"32.16.07": "Cibitung"}).endswith(": Pilkades 2 Mei 2026 (Cibitung).")
