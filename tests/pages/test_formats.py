import math

import pytest

from pages.components import formats
from pages.components.periods import Caturwulan, last_caturwulan
from tests.pages.speaking import in_english


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        (lambda: formats.number(71.44), "71,4", "71.4"),
        (lambda: formats.number(math.nan), "–", "–"),
        (lambda: formats.number(None), "–", "–"),
        (lambda: formats.number(-0.04), "0,0", "0.0"),
        (lambda: formats.whole(1234.0), "1.234", "1,234"),
        (lambda: formats.signed(3.24), "+3,2", "+3.2"),
        (lambda: formats.signed(-3.26), "−3,3", "−3.3"),
        (lambda: formats.signed(-0.04), "0,0", "0.0"),
        (lambda: formats.span(69.8, 73.0), "69,8–73,0", "69.8–73.0"),
        (lambda: formats.span(math.nan, 73.0), "–", "–"),
        (lambda: formats.month("2026-10"), "Oktober 2026", "October 2026"),
        (lambda: formats.caturwulan(Caturwulan(2026, 8)), "B08 (Mei–Agustus) 2026", "B08 (May–August) 2026"),
    ],
)
def test_numbers_and_months_as_people_write_them(text, indonesian, english):
    assert text() == indonesian
    assert in_english(text) == english


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2026-03", "2025-09", "2025-12"),
        ("2026-04", "2026-01", "2026-04"),
        ("2026-07", "2026-01", "2026-04"),
        ("2026-08", "2026-05", "2026-08"),
        ("2026-12", "2026-09", "2026-12"),
    ],
)
def test_the_last_caturwulan_is_over_at_the_end_of_the_month(month, first, last):
    found = last_caturwulan(month)
    assert (found.first, found.last) == (first, last)
