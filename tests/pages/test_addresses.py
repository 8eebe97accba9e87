"""Where somebody wanted to go before signing in: kept for a while, given out once, never an address from outside."""

from pathlib import Path

import pytest

from pages.components import addresses, context
from pages.components.addresses import Waiting, address

PAGES = Path(context.__file__).parents[1]
MAP, TREND = address("peta", {"period": "2026-10"}), address("tren", {})


def test_an_address_is_given_out_once_and_to_its_own_browser_only():
    waiting = Waiting()
    waiting.keep("a", MAP, now=0)
    assert waiting.take("b", now=1) is None
    assert waiting.take("a", now=1) == MAP
    assert waiting.take("a", now=1) is None


def test_the_last_link_counts():
    waiting = Waiting()
    waiting.keep("a", MAP, now=0)
    waiting.keep("a", TREND, now=1)
    assert waiting.take("a", now=2) == TREND


@pytest.mark.parametrize(
    ("later", "found"), [(addresses.KEPT_SECONDS, MAP), (addresses.KEPT_SECONDS + 1, None)]
)
def test_an_address_is_forgotten_after_a_quarter_of_an_hour(later, found):
    waiting = Waiting()
    waiting.keep("a", MAP, now=0)
    assert waiting.take("a", now=later) == found


def test_who_never_comes_back_takes_no_room():
    waiting = Waiting()
    for number in range(addresses.MOST_BROWSERS + 1):
        waiting.keep(f"b{number}", MAP, now=0)
    assert waiting.take("b0", now=0) is None
    assert waiting.take("b1", now=0) == MAP
    assert waiting.take(f"b{addresses.MOST_BROWSERS}", now=0) == MAP


def test_only_choices_of_links_are_kept():
    query = {
        "kecamatan": "32.16.07",
        "lang": "en",
        "peran": "admin",
        "next": "https://lain.example",
        "period": "",
    }
    assert address("peta", query).choices == {"kecamatan": "32.16.07", "lang": "en"}
    assert address("peta", {"edition": "x" * (addresses.LONGEST_VALUE + 1)}).choices == {}


def test_a_choice_that_no_link_knows_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        context.choose("tujuan", "x")


def test_every_key_of_a_link_is_one_that_some_page_uses():
    others = [file.read_text(encoding="utf-8") for file in PAGES.rglob("*.py") if file.name != "addresses.py"]
    assert [key for key in addresses.KEYS if not any(f'"{key}"' in one for one in others)] == []
