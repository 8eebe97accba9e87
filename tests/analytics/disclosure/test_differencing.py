"""Two publications of nearly the same counts: what subtraction tells, and that all of it is found beforehand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.differencing import disclosed, publish_list, publish_table, small_changes
from analytics.disclosure.suppression import TOTAL, ContradictionError, what_can_be_known
from tests.analytics.disclosure.test_suppression import subtract


def listed(**counts):
    return publish_list(pd.Series(counts), "n")


def names(cells):
    return [row for row, _ in cells]


def recovered(one, other):
    """An attacker of our own: fill in what the other one shows, subtract until nothing moves; the sensitive cells won."""
    rows, columns = list(one.values.index), list(one.values.columns)
    cells = [(str(row), str(column)) for row in rows for column in columns]
    true, hidden = one.values.to_numpy().ravel(), one.hidden.to_numpy().ravel()
    carried, found = other.shown(), []
    for at in np.flatnonzero(one.sensitive.to_numpy().ravel()):
        values, unknown = true.copy(), hidden.copy()
        for i in np.flatnonzero(hidden):
            if i != at and cells[i] in carried:
                values[i], unknown[i] = carried[cells[i]], False
        known = subtract(values, unknown, one.equations)
        if known.get(int(at)) == true[at]:
            found.append(cells[at])
    return found


def test_a_partner_shown_in_the_other_edition_tells_the_small_count():
    """A = 2 hides B = 3 beside it, 45 in all. The next revision has A = 4: B is shown as 3, so A was 45 - 40 - 3 = 2."""
    first, second = listed(A=2, B=3, C=40), listed(A=4, B=3, C=40)
    assert names(disclosed(first, second)) == ["A"] == names(recovered(first, second))
    assert disclosed(second, first) == []


def test_a_count_that_became_small_is_told_by_what_was_shown_before():
    first, second = listed(A=4, B=9, C=40), listed(A=2, B=9, C=40)
    assert names(disclosed(second, first)) == ["A"] == names(recovered(second, first))


def test_the_same_cells_hidden_twice_tell_nothing():
    first, second = listed(A=2, B=3, C=40), listed(A=1, B=3, C=41)
    assert disclosed(first, second) == disclosed(second, first) == []


def test_a_partner_that_changed_leads_the_reader_astray_and_is_no_disclosure():
    """B was 3 and is 5 now: whoever carries 5 back finds A = 0, which is wrong."""
    first, second = listed(A=2, B=3, C=40), listed(A=4, B=5, C=40)
    assert disclosed(first, second) == []
    assert recovered(first, second) == []


def test_a_contradiction_is_no_disclosure_where_subtraction_ends_elsewhere():
    """B was 3 and is 9 now: 45 - 40 - 9 is below nothing."""
    first, second = listed(A=2, B=3, C=40), listed(A=4, B=9, C=40)
    assert disclosed(first, second) == []
    with pytest.raises(ContradictionError):
        what_can_be_known(np.array([2, 9, 40, 45]), np.array([True, False, False, False]), first.equations)


def test_a_hidden_total_keeps_the_secret():
    first, second = listed(A=0, B=2), listed(A=0, B=4)
    assert first.hidden.loc[TOTAL, "n"]
    assert disclosed(first, second) == []


def test_rows_that_only_one_of_them_has_are_left_out():
    first, second = listed(A=2, B=3, C=40), listed(A=4, B=3, D=7)
    assert names(disclosed(first, second)) == ["A"]
    assert names(disclosed(first, listed(D=7, E=9))) == []


def test_what_too_few_stand_behind_is_told_as_well():
    counts, few = pd.Series({"A": 90, "B": 30, "C": 40}), pd.Series({"A": True, "B": False, "C": False})
    first = publish_list(counts, "n", sensitive=few)
    assert names(disclosed(first, listed(A=90, B=30, C=40))) == ["A"]


def test_in_a_two_way_table_the_other_margin_helps_the_reader():
    before = pd.DataFrame({"done": [1, 9, 12], "open": [8, 7, 30]}, index=["A", "B", "C"])
    after = before.copy()
    after.loc["A", "done"] = 5
    one, other = publish_table(before), publish_table(after)
    assert ("A", "done") in disclosed(one, other)
    assert set(recovered(one, other)) <= set(disclosed(one, other))


@pytest.mark.parametrize(("count", "is_small"), [(10, False), (11, True), (12, True), (13, False)])
def test_only_differences_of_one_and_two_are_small(count, is_small):
    assert names(small_changes(listed(A=count, B=30), listed(A=10, B=30))) == (["A", TOTAL] if is_small else [])


def test_a_change_behind_a_hidden_cell_is_no_difference_that_is_shown():
    assert names(small_changes(listed(A=1, B=3, C=40), listed(A=2, B=3, C=40))) == [TOTAL]


counts = st.lists(st.integers(0, 6), min_size=3, max_size=8)


@settings(max_examples=60, deadline=None)
@given(counts, st.dictionaries(st.integers(0, 7), st.integers(0, 6), max_size=3))
def test_whatever_subtraction_recovers_from_two_lists_was_found(first, changes):
    second = [changes.get(i, n) for i, n in enumerate(first)]
    one, other = (publish_list(pd.Series(n, index=list("abcdefgh")[: len(n)]), "n") for n in (first, second))
    assert set(recovered(one, other)) <= set(disclosed(one, other))
    assert set(recovered(other, one)) <= set(disclosed(other, one))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=5), st.integers(0, 4), st.integers(0, 6))
def test_whatever_subtraction_recovers_from_two_tables_was_found(rows, place, value):
    before = pd.DataFrame(rows, columns=["done", "open"])
    after = before.copy()
    after.iloc[place % len(before), place % 2] = value
    one, other = publish_table(before), publish_table(after)
    assert set(recovered(one, other)) <= set(disclosed(one, other))
    assert set(recovered(other, one)) <= set(disclosed(other, one))


@settings(max_examples=40, deadline=None)
@given(counts)
def test_a_publication_and_itself_tell_nothing(first):
    one = publish_list(pd.Series(first), "n")
    assert disclosed(one, one) == small_changes(one, one) == []
