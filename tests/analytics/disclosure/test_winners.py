"""The largest count is told only where chance doesn't explain it."""

import numpy as np
import pytest

from analytics.disclosure.winners import LEVEL, p_of_winner


def test_by_hand():
    """9 against 1 of ten: P(9 or more of 10) = 11/1024, twice that."""
    assert p_of_winner([1, 9, 0]) == pytest.approx(22 / 1024)


def test_a_shared_first_place_has_no_winner():
    assert p_of_winner([5, 5, 2]) == 1
    assert p_of_winner([0, 0]) == 1


def test_one_of_two_alone_needs_eight_to_nothing():
    """2 · (1/2)^7 = 0.016 and 2 · (1/2)^8 = 0.008: on both sides of one in a hundred."""
    assert p_of_winner([0, 7]) > LEVEL
    assert p_of_winner([0, 8]) < LEVEL


def test_order_does_not_matter_and_other_counts_do_not_help():
    assert p_of_winner([3, 20, 7]) == p_of_winner([20, 7, 3]) == p_of_winner([20, 7, 0, 0, 0])


def test_nothing_to_compare_with_is_refused():
    with pytest.raises(ValueError, match="at least two"):
        p_of_winner([4])


def test_where_all_days_are_alike_a_day_is_named_less_than_once_in_a_hundred():
    weeks = np.random.default_rng(11).multinomial(512, [1 / 7] * 7, size=2_000)
    named = np.mean([p_of_winner(week.tolist()) < LEVEL for week in weeks])
    assert named < LEVEL
