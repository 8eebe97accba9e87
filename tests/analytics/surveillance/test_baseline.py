"""What is usual, from the same season of earlier years: against R's `surveillance`, and by what a person expects."""

import numpy as np
import pytest

from analytics.surveillance.baseline import robust_baseline
from analytics.surveillance.predictive import quasi_nb

# 84 months with an outbreak in the 61st and 62nd (20 instead of 4) and a step ×3 from the 68th on, simulated in R 4.2.2 (set.seed(20261126)).
_MONTHS = (
    "3 6 2 4 4 6 3 6 3 6 9 4 2 2 7 10 5 4 6 2 8 5 5 8 3 3 3 3 2 2 6 12 8 3 8 12 1 3 2 3 6 7 4 3 3 2 4 1 0 8 5 3 2 2 5 3 6 9 2 11"
    " 19 21 3 9 4 1 5 8 11 14 7 12 1 10 3 5 3 6 10 11 14 13 5 24"
)
MONTHS = np.array([float(count) for count in _MONTHS.split()])
# Month → expected and upper bound of farringtonFlexible (surveillance 1.20.3): b 4, w 1, noPeriods 1, 3 months left out, reweighted, no
# trend, alpha .05, nbPlugin.
R = {
    64: (4.25, 9),
    67: (14 / 3, 10),
    69: (16 / 3, 11),
    70: (5.25, 10),
    72: (37 / 6, 17),
    73: (7.5, 21),
    76: (3.75, 7),
    81: (41 / 6, 15),
    84: (6.5, 18),
}


@pytest.mark.parametrize("month", R)
def test_what_is_expected_is_what_r_expects_and_the_bound_is_never_lower(month):
    """Ours holds the doubt about the mean as well: here at most one count more."""
    expected, upper = R[month]
    found = robust_baseline(MONTHS, month - 1, years=4, trend=False)
    assert found.mean == pytest.approx(expected, abs=1e-6)
    assert upper <= found.upper <= upper + 1
    assert (MONTHS[month - 1] > found.upper) == (month in (70, 84)), "the alarms of R"


def test_nothing_from_the_judged_month_on_is_looked_at():
    later = MONTHS.copy()
    later[72:] = 1000
    assert robust_baseline(later, 72) == robust_baseline(MONTHS, 72)
    assert robust_baseline(MONTHS[:72], 72) == robust_baseline(MONTHS, 72)


def test_an_outbreak_three_years_ago_does_not_hide_a_step_of_today():
    """Four a month, five times as many in one month of one year: with it at full weight 12 in that month would be nothing unusual."""
    calm = np.tile([4.0, 5, 3, 4, 6, 2, 4, 3, 5, 4, 4, 5], 5)
    calm[24] = 20
    weighed, plain = (robust_baseline(calm, 60, trend=False, reweight=reweight) for reweight in (True, False))
    assert weighed.upper < 12 < plain.upper
    assert weighed.mean < 5 < plain.mean


def test_the_last_months_are_not_their_own_measure():
    risen = np.concatenate([np.full(57, 4.0), [40.0, 40, 40]])
    assert robust_baseline(risen, 60, trend=False).mean == pytest.approx(4)
    assert robust_baseline(risen, 60, trend=False, half_width=3, leave_out=0).mean == pytest.approx(4), "windows end half a year before"


def test_a_trend_is_followed_where_five_years_show_it_and_never_beyond_what_was_seen():
    falling = np.round(40 * 0.8 ** (np.arange(60) / 12))
    assert robust_baseline(falling, 60).mean == pytest.approx(40 * 0.8**5, rel=0.05)
    assert robust_baseline(falling, 60, trend=False).mean > 1.4 * 40 * 0.8**5
    rising = np.round(4 * 1.5 ** (np.arange(60) / 12))
    assert robust_baseline(rising, 60) == robust_baseline(rising, 60, trend=False), "it would expect more than was ever seen"


def test_two_years_give_no_trend():
    falling = np.round(40 * 0.8 ** (np.arange(24) / 12))
    assert robust_baseline(falling, 24) == robust_baseline(falling, 24, trend=False)


def test_without_weights_and_trend_it_is_the_rule_of_the_twelve_months_before_on_other_months():
    """One formula for both: the same months give the same bound, whichever rule picked them."""
    window = MONTHS[[34, 35, 36, 46, 47, 48]]
    assert robust_baseline(MONTHS, 59, years=2, trend=False, reweight=False, alpha=0.01).upper == quasi_nb(window, 0.01).upper


def test_months_without_a_report_are_left_out_and_no_incident_at_all_has_a_bound():
    gaps = np.tile([2.0, 3, 1, 2, 4, 0, 2, 1, 3, 2, 2, 3], 4)
    gaps[24] = np.nan
    assert np.isfinite(robust_baseline(gaps, 48).mean)
    nothing = np.zeros(48)
    assert robust_baseline(nothing, 48) == quasi_nb(np.zeros(11), 0.05)


@pytest.mark.parametrize(
    ("counts", "at", "options", "said"),
    [
        ([1, 2, 3], 5, {}, "position 5 lies outside"),
        ([1, 2, 3], 3, {}, "has 0 known counts, needs 3"),
        ([-1] + [1] * 40, 40, {}, "negative count"),
        ([1] * 40, 40, {"half_width": 6}, "windows overlap"),
        ([1] * 40, 40, {"alpha": 1.0}, "alpha is 1.0"),
    ],
)
def test_what_it_cannot_use_is_said(counts, at, options, said):
    with pytest.raises(ValueError, match=said):
        robust_baseline(counts, at, **options)
