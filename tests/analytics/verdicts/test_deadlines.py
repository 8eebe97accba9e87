"""The one table of due dates: what is due next, how late it is, whose turn it is; and tables that can't be used."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics.verdicts import deadlines, rules

TEXT = (Path(__file__).parents[3] / "data/reference/verdicts/putusan-2026-3.toml").read_text(encoding="utf-8")
RULES = rules.parse(TEXT, "putusan.toml")
INCIDENT = RULES.deadline("kejadian", 3)
REPORTED = date(2026, 11, 2)


def day(n):
    return REPORTED + timedelta(days=n)


def turn(row=INCIDENT, today=REPORTED, owner=None, until=None, **done):
    found = row.turn(REPORTED, done, today, owner, until)
    return found and (found.step, found.due, found.late, found.office, found.passed_on)


def test_received_in_a_day_checked_in_three_acted_on_in_fourteen_from_the_report_on():
    assert dict(INCIDENT.days) == {"received": 1, "checked": 3, "acted": 14}
    assert turn() == ("received", day(1), 0, "bakesbangpol", False)
    assert turn(received=REPORTED) == ("checked", day(3), 0, "bakesbangpol", False)
    assert turn(received=REPORTED, checked=day(1)) == ("acted", day(14), 0, "camat", False)
    assert turn(received=REPORTED, checked=day(1), acted=day(2)) is None


def test_the_last_day_is_in_time_and_the_next_one_is_late():
    assert turn(today=day(14), checked=day(1))[2] == 0
    assert turn(today=day(15), checked=day(1))[2] == 1


@pytest.mark.parametrize(
    ("late", "office"),
    [(1, "camat"), (3, "camat"), (4, "bakesbangpol"), (6, "bakesbangpol"), (7, "pimpinan"), (400, "pimpinan")],
)
def test_what_is_late_goes_to_the_next_office_after_three_days_and_stays_with_the_last_one(late, office):
    assert turn(today=day(14 + late), checked=day(1))[2:] == (late, office, office != "camat")


def test_whoever_it_was_assigned_to_comes_first_and_the_table_goes_on_behind_them():
    assert turn(checked=day(1), owner="polsek")[3] == "polsek"
    assert turn(today=day(18), checked=day(1), owner="polsek")[3] == "camat"
    assert turn(today=day(18), checked=day(1), owner="bakesbangpol")[3] == "camat"  # and nobody stands there twice
    assert INCIDENT.chain("acted", "bakesbangpol") == ("bakesbangpol", "camat", "pimpinan")


def test_a_day_that_a_meeting_set_holds_for_acting_alone():
    decision = RULES.deadline("keputusan")
    assert turn(decision, until=day(40)) == ("received", day(1), 0, "bakesbangpol", False)
    assert turn(decision, until=day(40), checked=day(1))[1] == day(40)


def test_what_was_acted_on_needs_no_receipt_any_more():
    assert turn(acted=REPORTED) is None


def test_every_kind_of_matter_has_its_row_and_its_source():
    assert {(one.kind, one.level) for one in RULES.deadlines} == {
        ("kejadian", 3),
        *(("sinyal", level) for level in (1, 2, 3)),
        ("keputusan", None),
        ("laporan", None),
        ("pelatihan", None),
    }
    assert all(one.source.id and one.source.en for one in RULES.deadlines)
    with pytest.raises(KeyError):
        RULES.deadline("kejadian", 2)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('kind = "keputusan"', 'kind = "rapat"', "deadline 5: key 'kind': one of kejadian"),
        ("level = 3\ndays", "level = 4\ndays", "deadline 1: key 'level': 1, 2 or 3"),
        ("acted = 14 }", "acted = 0 }", "deadline 1: key 'days': whole days by step"),
        ("checked = 3, acted = 14", "checked = 30, acted = 14", "no step is due after a later one"),
        ('checked = ["bakesbangpol", "pimpinan"], acted', "acted", "a list of offices for each step"),
        ('["bakesbangpol", "pimpinan"], checked', '["bakesbangpol", "bakesbangpol"], checked', "a list of offices"),
        ("passed_on = 3", "passed_on = 0.5", "key 'passed_on': whole days"),
        ("passed_on = 3", "passed_on = 3\ngoes_to = 1", "unknown key 'goes_to'; known: days, kind"),
        ("level = 2\ndays", "level = 1\ndays", "deadline sinyal 1 stands twice"),
        ('kind = "pelatihan"', 'kind = "laporan"', "deadline laporan stands twice"),
    ],
)
def test_a_table_that_can_not_be_used_is_refused_naming_row_and_key(old, new, reason):
    assert old in TEXT
    with pytest.raises(ValueError, match=reason.replace("[", r"\[")):
        rules.parse(TEXT.replace(old, new, 1), "putusan.toml")


def test_a_table_that_lacks_a_kind_is_refused():
    short = TEXT.partition('[[deadline]]\nkind = "pelatihan"')[0]
    with pytest.raises(ValueError, match=r"putusan\.toml: deadlines are missing: pelatihan"):
        rules.parse(short, "putusan.toml")


def test_rules_of_before_keep_their_days_as_days_until_the_check():
    old = (Path(__file__).parents[3] / "data/reference/verdicts/putusan-2026-2.toml").read_text(encoding="utf-8")
    found = rules.parse(old, "putusan-2026-2.toml")
    assert [found.deadline("sinyal", level).days for level in (1, 2, 3)] == [{"checked": 7}, {"checked": 3}, {"checked": 1}]
    assert not found.counts_from_report
    assert found.entries == tuple(one for one in found.entries if one.code != "timely_minimum")
    with pytest.raises(ValueError, match="unknown or stands twice"):  # one table, not two
        rules.parse(TEXT + old[old.index('[[rule]]\ncode = "report_days"') : old.index('[[rule]]\ncode = "report_offices"')], "x")


def test_steps_stand_in_the_order_in_which_they_happen():
    assert deadlines.STEPS == ("received", "checked", "acted")
