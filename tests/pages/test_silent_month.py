"""A month of which nothing came, among months that were reported: no page, paper or file takes it for a month without incidents.

Fourteen months of reports by all kecamatan, September 2026 silent, and Setu silent in March; no activity came in June.
"""

import contextlib
import re
from datetime import date
from itertools import product

import pytest

from data import words
from data.editions import figures, reading
from data.editions.reading import Edition
from data.store.moments import run
from data.workflow import publishing
from pages.exports.brief import brief
from pages.exports.press import press, release
from pages.exports.proof import making
from pages.facts import areas, views
from pages.panels import tables
from pages.wording import coverage, formats, phrasing
from tests import homes, reader
from tests.data.records.test_unknown_is_never_good import AREAS
from tests.pages.showing import shown, text
from tests.pages.test_figures_said import texts
from tests.reader import t

SILENT, NO_ACTIVITY, SETU_SILENT = "2026-09", "2026-06", "2026-03"
FIRST, LAST = "2024-08", "2026-10"
STATED = {"meninggal": 0, "luka": 0, "bangunan_rusak": 0, "pengungsi": 0, "penanganan": "proses"}
GAP = {"id": "tanpa laporan: September 2026", "en": "without reports: September 2026"}
NOTHING_CAME = {"id": "Untuk September 2026 tidak ada laporan apa pun.", "en": "Nothing was reported for September 2026."}


def a_day(month, day):
    return date.fromisoformat(f"{month}-{day:02d}")


@pytest.fixture(scope="module")
def gap(tmp_path_factory):
    home = tmp_path_factory.mktemp("jeda") / "rumah"
    homes.new(home, "nyata")
    months = [month for month in run(FIRST, LAST) if month != SILENT]
    told_of = [pair for pair in product(months, AREAS) if pair != (SETU_SILENT, homes.SETU)]
    homes.put(home, "kelengkapan", *(homes.report(month, kecamatan=area, desa_nihil=6) for month, area in told_of))
    homes.put(home, "kejadian", *(homes.incident(a_day(month, 5), kecamatan=area, **STATED) for month, area in product(months, AREAS[:6])))
    homes.put(home, "ormas", *(homes.organisation(n) for n in range(1, 8)))
    held = [month for month in months if month != NO_ACTIVITY]
    homes.put(home, "kegiatan", *(homes.activity(a_day(month, 6), kode_ormas=f"ORM-{n:03d}") for month in held for n in range(1, 5)))
    homes.put(home, "pelatihan", *(homes.training(date(2026, 8, 18), kode_ormas=f"ORM-{n:03d}") for n in range(1, 4)))
    publishing.publish(homes.session(home, today=date(2026, 11, 20)), LAST)
    return home


@pytest.fixture
def edition(gap):
    with contextlib.closing(reading.open_edition(gap)) as opened:
        yield opened


def test_a_silent_month_has_no_count_and_its_year_says_so(edition):
    month = figures.read(edition, "kejadian_bulan", SILENT)
    year = figures.read(edition, "kejadian", LAST)
    assert (month.n, figures.split(edition, "kejadian_bulan", SILENT, "jenis")) == (None, None)
    assert figures.read(edition, "kejadian_bulan", LAST).n == 6
    assert (year.n, year.silent, year.is_whole) == (66, (SILENT,), False)
    assert phrasing.since(t, year) == GAP["id"]
    assert figures.read(edition, "kejadian", "2026-08").is_whole


def test_eleven_months_are_never_set_against_twelve(edition):
    now, before = (figures.read(edition, "kejadian", month) for month in (LAST, "2025-10"))
    assert (now.n, before.n) == (66, 72)
    assert phrasing.against(t, now, before) == ""
    kinds = {one.code: one.before for one in areas.kinds(edition, LAST, AREAS[0])}
    assert kinds == {"tawuran": None}
    assert {one.before for one in areas.kinds(edition, "2026-08", AREAS[0])} == {12}


def test_a_series_has_a_gap_where_nothing_came(edition):
    monthly = views.incidents_by_month(edition, LAST, 24)
    assert SILENT not in monthly
    assert len(monthly) == 23
    assert set(monthly.values()) == {6}
    activities = figures.history(edition, "kegiatan_keamanan", ["2026-05", NO_ACTIVITY, "2026-07", LAST])
    assert activities == {"2026-05": 48}


@pytest.mark.parametrize(
    ("figure", "quiet"),
    [
        ("kegiatan", (NO_ACTIVITY, SILENT)),
        ("ormas_berkegiatan", (NO_ACTIVITY, SILENT)),
        ("ormas_dilatih", (SILENT,)),  # a month without training is nothing unusual
        ("ormas_terdaftar", ()),
        ("kejadian_terbuka", (SILENT,)),
    ],
)
def test_each_table_has_its_own_silent_months(edition, figure, quiet):
    assert figures.read(edition, figure, LAST).silent == quiet


def test_a_kecamatan_that_missed_a_month_says_so_where_the_others_do_not(edition):
    assert figures.read(edition, "kejadian", "2026-08", homes.SETU).silent == (SETU_SILENT,)
    assert figures.read(edition, "kejadian_bulan", SETU_SILENT, homes.SETU).n is None
    assert figures.read(edition, "kejadian_bulan", SETU_SILENT).n == 6
    assert coverage.partly_silent(edition, t, "2026-08") == "Sebagian bulan tanpa laporan kejadian: Setu."


@pytest.mark.parametrize("page", ["ringkasan", "kecamatan", "tren", "peta", "ormas", "pembinaan", "peringatan"])
def test_every_page_names_the_silent_month_of_its_year(gap, at_home, page):
    at_home(gap, read_only=True)
    said = text(shown(page, kecamatan=AREAS[0]) if page == "kecamatan" else shown(page))
    assert NOTHING_CAME["id"] in said


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_card_sentence_and_table_of_the_first_page(gap, at_home, language, monkeypatch):
    kept = {}
    monkeypatch.setattr(tables, "beside", lambda name, _, columns, rows, *__: kept.update({name: (columns, rows)}))
    at_home(gap, read_only=True)
    said = text(shown("ringkasan", **({"lang": "en"} if language == "en" else {})))
    assert NOTHING_CAME[language] in said
    assert f"({GAP[language]})" in said  # the sentence
    assert re.search(rf"66 (kejadian|incidents) {GAP[language]}", said)  # the card
    assert "dibandingkan 12 bulan sebelumnya" not in said
    columns, rows = kept["ringkasan-kartu"]
    counts = {month: columns[-2].value(month) for month in rows}
    assert (counts[SILENT], counts[LAST]) == (None, 6)


def test_the_silent_month_itself_has_no_signal_to_tell_of(gap, at_home):
    at_home(gap, read_only=True)
    first = text(shown("ringkasan", period=SILENT))
    warned = shown("peringatan", period=SILENT)
    limit = "Untuk September 2026 tidak ada laporan kejadian; sinyal bulan itu tidak dapat dihitung."
    assert limit in first
    assert limit in " ".join([text(warned), *(box.value for box in warned.info)])
    assert "Tidak ada sinyal pada September" not in text(warned)
    assert "kabar baik" not in " ".join(box.value for box in warned.info)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_papers_say_it_in_both_languages(gap, edition, language):
    reader.use(language)
    made = brief.brief(edition, t)
    assert made.sentence.startswith(NOTHING_CAME[language])
    assert [card.lines for card in made.cards if card.value == "66"] == [(GAP[language],)]
    assert homes.SETU not in made.table.note
    assert "Setu" in made.table.note
    assert NOTHING_CAME[language] in release.draft(edition, t).text
    once = {"id": "Tanpa laporan: Juni 2026, September 2026.", "en": "Without reports: June 2026, September 2026."}
    for kind in press.offered(edition, t, LAST):
        silent = [note for note in press.frame(edition, t, kind).notes if "September" in note]
        assert len(silent) == 1
        assert GAP[language].split(": ")[0] in silent[0].lower() or silent == [NOTHING_CAME[language]]
    assert once[language] in press.frame(edition, t, "activity").notes
    assert not re.search(r"[−+]\d+ (dibandingkan|compared)", " ".join(texts(made)))
    for form, begins in (("pdf", b"%PDF"), ("pptx", b"PK")):
        assert making.make_brief(t, homes.session(gap), edition, LAST, form).startswith(begins)


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["2026-09"], "September 2026"),
        (["2026-04", "2026-05", "2026-06", "2026-09"], "April–Juni 2026, September 2026"),
        (["2025-12", "2026-01"], "Desember 2025–Januari 2026"),
        ([], ""),
    ],
)
def test_months_that_follow_each_other_are_a_span(months, said):
    assert formats.months(t, months) == said


def test_an_older_edition_knows_its_silent_months_from_its_rows(edition):
    """Editions from before *without_reports* keep no list of silent months; what was verified in each month is in all of them."""
    vars(edition)["_silent_months"] = []
    assert isinstance(edition, Edition)
    assert figures.read(edition, "kejadian_bulan", SILENT).n is None


@pytest.mark.parametrize(
    ("language", "said"),
    [("id", "Belum ada kecamatan yang deretnya dapat diuji"), ("en", "No kecamatan has a series that can be tested yet")],
)
def test_a_series_too_short_for_a_test_is_not_told_as_one_without_a_trend(gap, at_home, language, said):
    at_home(gap, read_only=True)
    page = text(shown("tren", deret="ikw_3", lang=language))
    assert said in page
    assert not re.search(r"\b0 kecamatan|– … –", page)
