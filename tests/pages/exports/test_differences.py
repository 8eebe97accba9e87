"""Two editions, or two months that overlap: what their frames tell together is found before the second one is cleared."""

import re

import pytest

from data.access import viewers
from data.editions import reading
from data.workflow import clearance
from pages.exports.__main__ import main
from pages.exports.press import counted, differences, press
from pages.facts import periods
from tests import homes
from tests.pages.exports.press_edition import PressEdition
from tests.pages.fake_edition import LAST, hold
from tests.reader import t

pytestmark = pytest.mark.home("simulasi")

SMALL, PARTNER = "32.16.01", "32.16.02"
NAMES = {SMALL: "Kecil", PARTNER: "Teman"}
BEFORE = periods.back(LAST, 1)


def edition(revision, **activities):
    """An edition whose kecamatan have 40 activities each, but these."""
    made = PressEdition(f"2026-10-r{revision}")
    with made.rows("units") as units:
        units["name"] = units["unit"].map(NAMES).fillna(units["name"])
    for code in made.units("kecamatan")["unit"]:
        hold(made, code, {BEFORE: activities.get(code, 40)})
    return made


def test_every_frame_of_counts_is_compared_with_those_that_went_out():
    """A new one that nobody entered here would go out without a warning."""
    assert set(differences.COUNTED) == set(counted.COUNTED)


def given(home, one, period=LAST, kind="activity"):
    """Have a frame asked for and cleared."""
    said = press.fingerprint(one, kind, period, name_low_bands=False)
    asked = clearance.request(homes.session(home), one.id, kind, period, said)
    return clearance.clear(homes.session(home), asked.id)


def shown(one, period=LAST):
    """Bars and total as the frame has them."""
    frame = press.frame(one, t, "activity", period)
    total = re.search(r"mengadakan ([\d.]+) kegiatan", frame.title)
    return {bar.label: bar.value for bar in frame.body.bars}, int(total[1].replace(".", ""))


def by_subtraction(first, second):
    """What a reader of both frames gets who takes the second one's bars for those that the first one hides."""
    bars, total = first
    rest = total - sum(count for count in bars.values() if count is not None)
    hidden = {name for name, count in bars.items() if count is None}
    carried = {name: second[0][name] for name in hidden if second[0][name] is not None}
    return {name: rest - sum(n for other, n in carried.items() if other != name) for name in hidden if hidden - {name} <= set(carried)}


def test_a_small_count_is_recovered_from_two_revisions_and_ppid_is_warned(home, monkeypatch):
    first, second = edition(1, **{SMALL: 2, PARTNER: 3}), edition(2, **{SMALL: 8, PARTNER: 3})
    assert by_subtraction(shown(first), shown(second))["Kecil"] == 2
    monkeypatch.setattr(reading, "open_edition", lambda home, one: first)
    assert differences.warnings(t, homes.session(home), second, "activity", LAST) == []
    one = given(home, first)
    assert differences.warnings(t, homes.session(home), second, "activity", LAST) == [
        f"Bersama bingkai edisi 2026-10-r1, Oktober 2026 (izin {one.id}), pembaca dapat menghitung angka kecil yang disamarkan: Kecil."
    ]


def test_it_is_recovered_from_two_months_that_overlap_too(home, monkeypatch):
    one = edition(1, **{PARTNER: 3})
    hold(one, SMALL, {BEFORE: 2, LAST: 6})
    assert by_subtraction(shown(one, BEFORE), shown(one, LAST))["Kecil"] == 2
    monkeypatch.setattr(reading, "open_edition", lambda home, _: one)
    given(home, one, BEFORE)
    (said,) = differences.warnings(t, homes.session(home), one, "activity", LAST)
    assert said.endswith("angka kecil yang disamarkan: Kecil.")
    assert "September 2026" in said


def test_months_that_share_no_month_are_not_compared(home, monkeypatch):
    one = edition(1, **{SMALL: 8, PARTNER: 3})
    monkeypatch.setattr(reading, "open_edition", lambda home, _: pytest.fail("opened"))
    given(home, one, periods.back(LAST, 12))
    assert differences.warnings(t, homes.session(home), one, "activity", LAST) == []


def test_a_small_difference_of_two_revisions_is_told_and_that_of_two_months_is_not(home, monkeypatch):
    first, second = edition(1), edition(2, **{SMALL: 41})
    monkeypatch.setattr(reading, "open_edition", lambda home, one: first)
    one = given(home, first)
    assert differences.warnings(t, homes.session(home), second, "activity", LAST) == [
        f"Dibandingkan bingkai edisi 2026-10-r1, Oktober 2026 (izin {one.id}), selisihnya hanya 1 atau 2: Kecil, Jumlah semua."
    ]
    clearance.withdraw(homes.session(home), one.id, reason="angka dikoreksi")
    assert differences.warnings(t, homes.session(home), second, "activity", LAST) != []  # withdrawn, but it may be anywhere
    monkeypatch.setattr(differences.clearance, "gone_out", lambda *_: [])
    given(home, first, BEFORE)
    assert differences.warnings(t, homes.session(home), second, "activity", LAST) == []


def test_what_was_only_asked_for_or_refused_has_not_gone_out(home, monkeypatch):
    first, second = edition(1, **{SMALL: 2, PARTNER: 3}), edition(2, **{SMALL: 8, PARTNER: 3})
    monkeypatch.setattr(reading, "open_edition", lambda home, one: first)
    one = clearance.request(homes.session(home), first.id, "activity", LAST, "a" * 64)
    assert differences.warnings(t, homes.session(home), second, "activity", LAST) == []
    clearance.refuse(homes.session(home), one.id, reason="angka kecil")
    assert differences.warnings(t, homes.session(home), second, "activity", LAST) == []


def test_an_edition_that_cannot_be_opened_is_said(home):
    one = given(home, edition(1))
    assert differences.warnings(t, homes.session(home), edition(2), "activity", LAST) == [
        f"Bingkai edisi 2026-10-r1, Oktober 2026 (izin {one.id}) tidak dapat dibandingkan: edisinya tidak dapat dibuka."
    ]


def test_frames_without_counts_need_no_comparison(home):
    given(home, edition(1), kind="map")
    assert differences.warnings(t, homes.session(home), edition(2), "map", LAST) == []


def test_who_may_not_clear_is_not_told_what_is_hidden(home):
    with pytest.raises(viewers.AccessError):
        differences.warnings(t, homes.session(home, viewers.Viewer("humas@kantor", "humas")), edition(1), "activity", LAST)


def test_the_command_line_warns_before_the_clearance(home, monkeypatch, tmp_path, capsys):
    first, second = edition(1, **{SMALL: 2, PARTNER: 3}), edition(2, **{SMALL: 8, PARTNER: 3})
    monkeypatch.setattr(reading, "open_edition", lambda home, one=None: first if one == first.id else second)
    given(home, first)
    assert main(["frame", "--home", str(home), "--kind", "activity", "--out", str(tmp_path / "a.svg")]) == 0
    assert "Sebelum diizinkan: Bersama bingkai edisi 2026-10-r1" in capsys.readouterr().err


def test_a_frame_that_said_something_else_than_this_program_counts_is_named_instead(home, monkeypatch):
    """A frame cleared before activities were counted by place has other cells than its edition gives now."""
    first, second = edition(1, **{SMALL: 2, PARTNER: 3}), edition(2, **{SMALL: 8, PARTNER: 3})
    monkeypatch.setattr(reading, "open_edition", lambda home, one: first)
    asked = clearance.request(homes.session(home), first.id, "activity", LAST, "a" * 64)
    one = clearance.clear(homes.session(home), asked.id)
    (said,) = differences.warnings(t, homes.session(home), second, "activity", LAST)
    assert said.startswith(f"Bingkai edisi 2026-10-r1, Oktober 2026 (izin {one.id}) berisi angka lain daripada yang dihitung program ini")
