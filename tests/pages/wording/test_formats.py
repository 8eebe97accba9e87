import math

import pytest

from pages.wording import formats
from tests.pages.speaking import in_english
from tests.reader import t


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        (lambda: formats.number(t, 71.44), "71,4", "71.4"),
        (lambda: formats.number(t, math.nan), "–", "–"),
        (lambda: formats.number(t, None), "–", "–"),
        (lambda: formats.number(t, -0.04), "0,0", "0.0"),
        (lambda: formats.whole(t, 1234.0), "1.234", "1,234"),
        (lambda: formats.signed(t, 3.24), "+3,2", "+3.2"),
        (lambda: formats.signed(t, -3.26), "−3,3", "−3.3"),
        (lambda: formats.signed(t, -0.04), "0,0", "0.0"),
        (lambda: formats.span(t, 69.8, 73.0), "69,8–73,0", "69.8–73.0"),
        (lambda: formats.span(t, math.nan, 73.0), "–", "–"),
        (lambda: formats.span(t, 69.98, 70.02), "70,0", "70.0"),
        (lambda: formats.from_to(t, "2025-11", "2026-10"), "November 2025–Oktober 2026", "November 2025–October 2026"),
        (lambda: formats.from_to(t, "2026-10", "2026-10"), "Oktober 2026", "October 2026"),
        (lambda: formats.probability(t, 0.0124), "0,012", "0.012"),
        (lambda: formats.probability(t, 0.0004), "< 0,001", "< 0.001"),
        (lambda: formats.probability(t, 0.0), "< 0,001", "< 0.001"),
        (lambda: formats.probability(t, math.nan), "–", "–"),
        (lambda: formats.month(t, "2026-10"), "Oktober 2026", "October 2026"),
    ],
)
def test_numbers_and_months_as_people_write_them(text, indonesian, english):
    assert text() == indonesian
    assert in_english(text) == english
