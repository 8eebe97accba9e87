"""Small counts stay hidden: nobody works them out by subtraction, from totals or from a second picture."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.suppression import (
    THRESHOLD,
    TOTAL,
    suppress_list,
    suppress_table,
    table_equations,
    what_can_be_known,
    with_totals,
)


def subtract(values, hidden, equations):
    """What a patient reader gets by subtracting again and again: cells that end up known."""
    known = dict(enumerate(values))
    for cell in np.flatnonzero(hidden):
        known.pop(int(cell))
    while True:
        before = len(known)
        for total, parts in equations:
            unknown = [cell for cell in (total, *parts) if cell not in known]
            if len(unknown) == 1:
                rest = sum(known[p] for p in parts if p in known)
                known[unknown[0]] = rest if unknown[0] == total else known[total] - rest
        if len(known) == before:
            return known


def test_a_single_small_count_takes_a_second_one_with_it():
    hidden = suppress_list(pd.Series({"A": 2, "B": 30, "C": 5}))
    assert hidden.to_dict() == {"A": True, "B": False, "C": True, TOTAL: False}


@pytest.mark.parametrize(("count", "is_hidden"), [(0, False), (1, True), (2, True), (3, False)])
def test_only_one_and_two_are_small(count, is_hidden):
    assert suppress_list(pd.Series({"A": count, "B": 30, "C": 40}))["A"] == is_hidden


def test_a_total_that_is_small_itself_is_hidden_too():
    assert suppress_list(pd.Series({"A": 0, "B": 2}))[TOTAL]


def test_two_ones_alone_would_be_told_by_their_sum():
    """1 + 1 = 2 is told by a published total of 2 + 40: whoever subtracts knows that both are 1 or 0 and 2."""
    hidden = suppress_list(pd.Series({"A": 1, "B": 1, "C": 40}))
    assert hidden.tolist() == [True, True, True, False]


def test_what_too_few_stand_behind_is_hidden_whatever_its_size():
    counts = pd.Series({"A": 90, "B": 30, "C": 40})
    hidden = suppress_list(counts, sensitive=pd.Series({"A": True, "B": False, "C": False}))
    assert hidden.tolist() == [True, True, False, False]


def test_nothing_small_nothing_hidden():
    table = pd.DataFrame({"a": [0, 5, 9], "b": [7, 3, 0]})
    assert not suppress_table(table).to_numpy().any()


@pytest.mark.parametrize("wrong", [[1, -1], [1, np.nan], [1, 0.5]])
def test_what_is_no_count_is_refused(wrong):
    with pytest.raises(ValueError, match="whole numbers"):
        suppress_list(pd.Series(wrong))


tables = st.integers(2, 6).flatmap(
    lambda rows: st.integers(2, 4).flatmap(
        lambda columns: st.lists(st.lists(st.integers(0, 12), min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_small_count_can_be_recovered_from_totals(rows):
    table = pd.DataFrame(rows)
    full, hidden = with_totals(table), suppress_table(table).to_numpy().ravel()
    values, equations = full.to_numpy().ravel(), table_equations(*full.shape)
    small = np.flatnonzero((values > 0) & (values < THRESHOLD))
    assert hidden[small].all()
    assert not set(small) & set(subtract(values, hidden, equations))
    for low, high in what_can_be_known(values, hidden, equations, cells=small).values():
        assert high - low >= 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=24))
def test_no_small_count_of_a_list_can_be_recovered_from_its_total(counts):
    values = np.array([*counts, sum(counts)])
    hidden = suppress_list(pd.Series(counts)).to_numpy()
    equation = [(len(counts), tuple(range(len(counts))))]
    small = np.flatnonzero((values > 0) & (values < THRESHOLD))
    assert not set(small) & set(subtract(values, hidden, equation))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=6).map(lambda small: [*small, 40]))
def test_three_values_of_each_small_count_of_a_list_stay_possible_for_who_knows_that_zeros_are_shown(counts):
    """By trying all numbers from 1 on that add up, not by what the code does: k hidden counts of the sum s leave s − k + 1 values."""
    hidden = suppress_list(pd.Series(counts)).to_numpy()[:-1]
    told = [count for count, is_hidden in zip(counts, hidden, strict=True) if is_hidden]
    if 0 in told or not any(0 < count < THRESHOLD for count in told):
        return
    fits = [found for found in itertools.product(range(1, 8), repeat=len(told)) if sum(found) == sum(told)] if max(told) < 40 else None
    assert fits is None or all(len({found[at] for found in fits}) >= 3 for at, count in enumerate(told) if count < THRESHOLD)


def test_three_ones_are_not_told_by_their_sum():
    """The total says that the hidden ones are 3 together; nobody hides a 0, so each of them would be 1."""
    hidden = suppress_list(pd.Series([1, 1, 1, 40, 12]))
    assert hidden.tolist() == [True, True, True, False, True, False]


def test_the_same_counts_are_hidden_whatever_the_order():
    counts = pd.Series({"A": 1, "B": 30, "C": 5, "D": 8})
    shuffled = counts[["D", "B", "A", "C"]]
    assert suppress_list(counts).sort_index().equals(suppress_list(shuffled).sort_index())
