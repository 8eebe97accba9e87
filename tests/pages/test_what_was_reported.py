"""A real year of a small office: all desa report, the first seven months nil; six incidents from August on."""

from datetime import date
from itertools import product

import pytest

from data.access.viewers import Viewer
from data.editions import reading, scoping
from data.workflow import publishing
from pages.exports.brief import brief
from pages.exports.press import release
from pages.facts import periods, views
from pages.panels import heat
from pages.wording import origins
from tests import homes
from tests.data.records.test_indicators import put
from tests.data.records.test_unknown_is_never_good import AREAS, MONTHS
from tests.pages.showing import shown, text
from tests.reader import t

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
    homes.new(home, "nyata")
    reports = [
        {"bulan": month, "kecamatan": area, "desa_melapor": 7, "desa_nihil": 7 if month < "2025-08" else 6, "desa_total": 7}
        for month, area in product(MONTHS, AREAS)
    ]
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
    publishing.publish(homes.session(home), "2025-12")
    return home


def test_a_quiet_month_that_was_reported_is_zero_and_no_gap(quiet):
    edition = reading.open_edition(quiet)
    assert views.first_reported(edition) == "2025-01"
    assert heat.first_month(edition) == "2025-01"
    monthly = views.incidents_by_month(edition, "2025-12", 24)
    assert monthly == dict(zip(periods.run("2025-01", "2025-12"), [0] * 7 + [2, 1, 1, 1, 1], strict=True))
    assert list(heat.groups(t, "2025-12", heat.CATURWULAN, heat.first_month(edition))) == [
        "B04 2025",
        "B08 2025",
        "B12 2025",
    ]


def test_the_first_page_counts_the_whole_year(quiet, at_home):
    at_home(quiet, read_only=True)
    assert "Kejadian, 12 bulan 6 kejadian" in text(shown("ringkasan"))


def test_where_all_incidents_come_from_is_said_on_every_page_and_paper(quiet, at_home):
    at_home(quiet, read_only=True)
    said = "Kejadian dua belas bulan ini hanya dari laporan kecamatan, tanpa laporan Polsek."
    edition = reading.open_edition(quiet)
    assert said in text(shown("ringkasan"))
    assert said in text(shown("metodologi"))
    assert "hanya laporan kecamatan; tanpa laporan Polsek" in text(shown("kecamatan", kecamatan=AREAS[0]))
    assert "Sumber kejadian, 12 bulan tidak ada kejadian" in text(shown("kecamatan", kecamatan=AREAS[20]))
    assert said in [line for passage in brief.brief(edition, t).quality for line in passage.lines]
    told = release.draft(edition, t).text
    assert said not in told, (
        "one incident each in five kecamatan follows from their sum: the release has no count whose origin is to be said"
    )
    assert "5 kejadian" not in told.replace("5 dari 5 kejadian", "")


def test_a_viewer_of_one_kecamatan_sees_its_sources_and_those_of_the_whole(quiet):
    edition = scoping.scoped(reading.open_edition(quiet), Viewer("c@x.id", "camat", frozenset({AREAS[1]})))
    rows = edition.sources(first="2025-01", last="2025-12")
    assert set(rows["unit"]) == {AREAS[1], "32.16"}
    assert rows.loc[rows["unit"] == "32.16", "n"].sum() == 6


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"media"}, "Kejadian dua belas bulan ini hanya dari pemberitaan media, tanpa laporan Polsek."),
        ({"polsek"}, "Kejadian dua belas bulan ini hanya dari laporan Polsek."),
        (
            {"lainnya"},
            "Kejadian dua belas bulan ini hanya dari Ormas atau sumber lain, tanpa laporan Polsek.",
        ),
        ({"media", "kecamatan"}, "Kejadian dua belas bulan ini tanpa laporan Polsek."),
        ({"media", "polsek"}, ""),
        (set(), ""),
        (None, ""),
    ],
)
def test_the_sentence_on_sources_is_said_only_where_it_holds(told, said):
    assert origins.sentence(t, None if told is None else frozenset(told)) == said
