"""What is kept is made once, whoever asks at the same time, and nobody changes what another one is lent."""

import threading
import time

import pandas as pd
import pytest

from data.shelf import Shelf, forget


def test_many_who_ask_at_once_wait_for_one_who_makes_it():
    shelf, made = Shelf(most=8), []

    def make():
        made.append(1)
        time.sleep(0.05)
        return "Oktober"

    got = []
    people = [threading.Thread(target=lambda: got.append(shelf.lend("2026-10", make))) for _ in range(25)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert got == ["Oktober"] * 25
    assert len(made) == 1


def test_two_keys_are_made_at_the_same_time():
    shelf, both = Shelf(most=8), threading.Barrier(2, timeout=10)
    people = [threading.Thread(target=lambda key=key: shelf.lend(key, both.wait)) for key in ("Cibitung", "Cikarang Utara")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert not both.broken, "each waited for the other to be made"


def test_what_cannot_be_made_is_raised_and_tried_again():
    shelf, tries = Shelf(most=8), iter([ValueError("berkas terpotong"), None])

    def make():
        if fault := next(tries):
            raise fault
        return 68.79

    with pytest.raises(ValueError, match="berkas terpotong"):
        shelf.lend("IKW", make)
    assert shelf.lend("IKW", make) == 68.79


@pytest.mark.parametrize(
    ("made", "spoil"),
    [
        (["Babelan", "Cibitung"], lambda lent: lent.append("Cabangbungin")),
        ({"32.16.07": 30.2}, lambda lent: lent.update({"32.16.07": 0.0})),
        (pd.DataFrame({"unit": ["32.16.07"], "score": [30.2]}), lambda lent: lent.__setitem__("score", 0.0)),
        (pd.DataFrame({"unit": ["32.16.07"], "score": [30.2]}), lambda lent: lent.loc.__setitem__((0, "score"), 0.0)),
    ],
)
def test_whoever_spoils_what_was_lent_spoils_only_his_own(made, spoil):
    shelf, before = Shelf(most=8), str(made)
    spoil(shelf.lend("x", lambda: made))
    assert str(shelf.lend("x", lambda: pytest.fail("it was kept"))) == before


def test_the_least_used_goes_first():
    shelf = Shelf(most=2)
    for month in ("2026-08", "2026-09", "2026-08", "2026-10"):
        shelf.lend(month, lambda month=month: f"dari {month}")
    assert shelf.lend("2026-08", lambda: "anew") == "dari 2026-08"
    assert shelf.lend("2026-09", lambda: "anew") == "anew"


def test_everything_is_forgotten_when_asked():
    shelf = Shelf(most=2)
    shelf.lend("2026-10", lambda: "before")
    forget()
    assert shelf.lend("2026-10", lambda: "after") == "after"
