"""The tour has a word for every role, and the glossary the words that the pages use."""

import pytest

from data.access import viewers
from pages.panels import help as help_


@pytest.mark.parametrize("role", viewers.ROLES)
def test_every_role_has_a_tour(role):
    assert 1 <= len(help_.TOURS[role]) <= 7


def test_no_tour_is_for_a_role_that_does_not_exist():
    assert set(help_.TOURS) == set(viewers.ROLES)


def test_the_glossary_has_the_words_that_the_pages_use():
    words = {word for word, _ in help_.GLOSSARY}
    assert {"IKO", "IKW", "ATHG", "B04, B08, B12", "Sinyal", "Edisi"} <= words
