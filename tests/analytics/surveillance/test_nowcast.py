"""Late reports: what is known, what will be known, against R's `surveillance` and against truth."""

import numpy as np
import pandas as pd
import pytest

from analytics.surveillance.nowcast import chain_ladder

# 240 made-up incidents of 61 days from 1 August 2026 on, by the delays of their reports in days; a space parts the days. From R 4.2.2
# (set.seed(7), geometric delays of mean 5).
DELAYS = (
    "5.6.15.0 10.2.2.1.2 1.1.1 5.0.2.12 7 0.0.1 2 2.0.6.5.0.4.2.8.2.5 7.3.3 3.6.0.0.5 4.2.6.18.0 1.3.2 6.4.1 8.20.2.4 0.0.6.16.2.0 14.14.0"
    " 9.2.16.0 0.5.15.1.10.9 0.9 6 4.4.3.1.12 0.3.4.8.1.6 3.2.16.8 8.22.5.2.7.9 0.1 4.2.1.4 - 0.8.1.1.1.0 2.12 10.11 2.9.5.1.6.3.1.3"
    " 0.0.1.10.5 10.9 5.12.2.7.1.11 27.1.12 14.2.5 1.5 5.5.2.3.5 5.1.6.7 3.1.0.11.14.1 1.4.8.11.1 1 0.2.9.2.4.15.0 9.1.0.10.1.11 1.8.5.2.6"
    " 13 3.0.5 1.19.1.8 10.7 1.3.4.2.4 0 1.0.1.1 8.4.14 5.2.7.7 5.6.1.4 8.0.7.3 3.4.2 16.6.9.0.1.8.3 6.5.11.2.1.0 4.0.12.0.6 4.1.0"
)
# Of the last fourteen days: reported by 30 September, in the end, and the estimate of nowcast(method = "lawless", D = 14), surveillance 1.20.3.
REPORTED = [3, 2, 5, 1, 4, 2, 4, 4, 2, 3, 3, 3, 2, 1]
FINAL = [4, 2, 5, 1, 4, 3, 4, 4, 4, 3, 7, 6, 5, 3]
LAWLESS = [4, 2, 6, 1, 5, 3, 6, 6, 3, 6, 7, 7, 7, 6]
NOW = "2026-09-30"


def incidents():
    first = pd.Timestamp("2026-08-01")
    rows = [(day, int(delay)) for day, told in enumerate(DELAYS.split()) for delay in told.split(".") if delay != "-"]
    occurred = first + pd.to_timedelta([day for day, _ in rows], unit="D")
    return occurred, occurred + pd.to_timedelta([delay for _, delay in rows], unit="D")


def test_what_is_recorded_and_what_is_to_come_is_what_r_says():
    found = chain_ladder(*incidents(), now=NOW, max_delay=14)
    assert found["recorded"].tolist() == REPORTED
    assert (found.index[0], found.index[-1]) == (pd.Timestamp("2026-09-17"), pd.Timestamp(NOW))
    np.testing.assert_allclose(found["estimate"], LAWLESS, atol=1.2)  # R gives whole numbers
    assert ((found["low"] <= LAWLESS) & (found["high"] >= LAWLESS)).all()
    assert ((found["low"] <= FINAL) & (found["high"] >= FINAL)).all()


def test_the_share_reported_in_time_is_the_product_of_the_hazards_by_hand():
    """Two days old enough for a delay of one: 3 of 4 reports came on the day itself, so what came today is multiplied by 4/3."""
    occurred = pd.to_datetime(["2026-09-28", "2026-09-28", "2026-09-29", "2026-09-29", "2026-09-30", "2026-09-30", "2026-09-30"])
    reported = pd.to_datetime(["2026-09-28", "2026-09-29", "2026-09-29", "2026-09-29", "2026-09-30", "2026-09-30", "2026-09-30"])
    found = chain_ladder(occurred, reported, now=NOW, max_delay=1)
    assert found.loc[NOW, ["recorded", "estimate"]].tolist() == [3, pytest.approx(4)]


def test_reports_that_come_later_are_not_known_yet():
    occurred, reported = incidents()
    known = reported <= pd.Timestamp(NOW)
    pd.testing.assert_frame_equal(
        chain_ladder(occurred, reported, now=NOW, max_delay=14), chain_ladder(occurred[known], reported[known], now=NOW, max_delay=14)
    )


def test_a_report_without_a_date_counts_as_recorded_and_says_nothing_about_delays():
    occurred, reported = incidents()
    whole = chain_ladder(occurred, reported, now=NOW, max_delay=14)
    one_more = chain_ladder(occurred.append(pd.DatetimeIndex([NOW])), reported.append(pd.DatetimeIndex([pd.NaT])), now=NOW, max_delay=14)
    assert one_more.loc[NOW, "recorded"] == whole.loc[NOW, "recorded"] + 1
    assert one_more.loc[NOW, "estimate"] == pytest.approx(2 * whole.loc[NOW, "estimate"])


def test_without_a_single_known_delay_there_is_no_estimate_and_no_upper_end():
    days = pd.to_datetime(["2026-09-10", "2026-09-29"])
    found = chain_ladder(days, pd.DatetimeIndex([pd.NaT, pd.NaT]), now=NOW, max_delay=5)
    assert found["estimate"].isna().all()
    assert np.isinf(found["high"]).all()
    assert found["low"].tolist() == found["recorded"].tolist()


@pytest.mark.parametrize("mean", [3, 10])
def test_nine_of_ten_intervals_hold_the_number_that_comes_out(mean):
    """Twenty a day, geometric delays: 90 % intervals of the last five days, 60 times. (With two a day 99 % hold: whole numbers.)"""
    held, rng = [], np.random.default_rng(mean)
    for seed in range(60):
        day = np.repeat(np.arange(120), rng.poisson(20, 120))
        occurred = pd.Timestamp("2026-01-01") + pd.to_timedelta(day, unit="D")
        delay = np.minimum(rng.geometric(1 / (mean + 1), len(day)) - 1, 30)
        found = chain_ladder(occurred, occurred + pd.to_timedelta(delay, unit="D"), now="2026-04-30", max_delay=30, draws=400, seed=seed)
        last, final = found.iloc[-5:], np.bincount(day, minlength=120)[-5:]
        held.append(((last["low"] <= final) & (final <= last["high"])).mean())
    assert 0.87 <= np.mean(held) <= 0.97


@pytest.mark.parametrize(
    ("occurred", "reported", "options", "said"),
    [
        (["2026-09-10"], ["2026-09-09"], {}, "reported on 2026-09-09, before it happened on 2026-09-10"),
        (["2026-10-02"], [None], {}, "happened on 2026-10-02, after 2026-09-30"),
        ([None], ["2026-09-09"], {}, "event 0 has no day"),
        (["2026-09-10"], [], {}, "1 events, but 0 days of report"),
        (["2026-09-10"], ["2026-09-12"], {"max_delay": 0}, "max_delay 0"),
    ],
)
def test_what_it_cannot_use_is_said(occurred, reported, options, said):
    with pytest.raises(ValueError, match=said):
        chain_ladder(pd.to_datetime(occurred), pd.to_datetime(reported), now=NOW, **{"max_delay": 5, **options})
