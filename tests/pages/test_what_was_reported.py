"""A real year of a small office: all desa report, the first seven months nil; six incidents from August on."""

from datetime import date
from itertools import product

import pytest

from data import editions, reading, store
from pages.components import heat, periods, views
from tests.data.test_indicators import put
from tests.data.test_unknown_is_never_good import AREAS, MONTHS
from tests.pages.showing import shown, text

DAYS = (
    date(2025, 8, 5),
    date(2025, 8, 6),
    date(2025, 9, 7),
    date(2025, 10, 8),
    date(2025, 11, 9),
    date(2025, 12, 9),
)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    home = tmp_path_factory.mktemp("tenang") / "rumah"
    store.init(home, "nyata")
    reports = [
        {"bulan": month, "kecamatan": area, "desa_melapor": 7, "desa_nihil": 7 if month < "2025-08" else 6, "desa_total": 7}
        for month, area in product(MONTHS, AREAS)
    ]  # fmt: skip
    put(home, "kelengkapan", *reports)
    rows = [
        {
            "tanggal": day,
            "kecamatan": area,
            "tahap": "peristiwa",
            "jenis": "tawuran",
            "luka": 1,
            "sumber": "kecamatan",
        }
        for day, area in zip(DAYS, AREAS, strict=False)
    ]
    put(home, "kejadian", *rows)
    editions.publish(home, "2025-12")
    return home


def test_a_quiet_month_that_was_reported_is_nought_and_no_gap(quiet):
    edition = reading.open_edition(quiet)
    assert views.first_reported(edition) == "2025-01"
    assert heat.first_month(edition) == "2025-01"
    monthly = views.incidents_by_month(edition, "2025-12", 24)
    assert monthly == dict(zip(periods.run("2025-01", "2025-12"), [0] * 7 + [2, 1, 1, 1, 1], strict=True))
    assert list(heat.groups("2025-12", heat.CATURWULAN, heat.first_month(edition))) == [
        "B04 2025",
        "B08 2025",
        "B12 2025",
    ]
    assert views.incidents(edition, "2024-12", "2025-11") is None


def test_the_first_page_counts_the_whole_year(quiet, at_home):
    at_home(quiet)
    assert "Kejadian, 12 bulan 6 kejadian" in text(shown("ringkasan"))
