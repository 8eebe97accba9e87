"""One number, one meaning: everything that pages, frames, brief, release and downloads of one edition say, held together."""

import io
import re
from collections import defaultdict
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from data import words
from data.editions import figures
from data.tables.figure import SPAN
from data.tables.figures import FIGURES
from pages.exports.brief import brief
from pages.exports.press import press, release
from pages.facts.areas import Kind
from pages.facts.ormas import Ormas
from pages.facts.trainings import Reach, Topic
from pages.facts.views import Area
from pages.panels import tables
from pages.wording import phrasing
from pages.wording.labels import label
from tests import reader
from tests.data.editions.test_figures_shown import ELSEWHERE
from tests.pages import showing
from tests.pages.showing import text
from tests.reader import t

ROOT = Path(__file__).parents[2]

LAST, CIBITUNG = "2026-10", "32.16.07"
# What is right in the simulated data of October 2026, in the words of the registry; tests/data/editions/test_figures.py counts them.
RIGHT = {
    "kegiatan_keamanan": "1.140",
    "kegiatan_bermitra": "709 dari 1.422",
    "ormas_dilatih": "71 dari 117",
    "ormas_dilatih_empat_topik": "62 dari 117",
    "ormas_terdaftar": "200",
    "ormas_layak_diapresiasi": "46",
    "ormas_perlu_dukungan": "4",
    "dibantu_ormas": "171",
    "teratasi_dengan_ormas": "130",
}


def texts(said):
    """Every text in a dataclass, however deep."""
    if isinstance(said, str):
        yield said
    elif is_dataclass(said):
        for one in fields(said):
            yield from texts(getattr(said, one.name))
    elif isinstance(said, (list, tuple)):
        for part in said:
            yield from texts(part)


@pytest.fixture(scope="module")
def edition(simulated_edition):
    return simulated_edition


@pytest.fixture(scope="module")
def exported(edition, simulated_brief):
    """What is said of the whole kabupaten on paper and in pictures."""
    reader.use("id")
    said = [release.draft(edition, t).text, *texts(release.questions(edition, t)), *texts(simulated_brief)]
    for kind in press.KINDS:
        frame = press.frame(edition, t, kind)
        said += [frame.caption, frame.alt, *texts(frame.body)]
    return " \n ".join(said)


@pytest.fixture
def heard(monkeypatch):
    """What is told through the registry while a test runs: values by figure, place and month; words by figure."""
    values, wordings = defaultdict(set), defaultdict(set)
    number, phrase, title = phrasing.number, phrasing.phrase, phrasing.title

    def key(value):
        return value.figure.id, value.scope, value.last, value.part

    def hear_number(t, value):
        values[key(value)].add(value.n)
        return number(t, value)

    def hear_phrase(t, value, **more):
        said = phrase(t, value, **more)
        values[key(value)].add(value.n)
        wordings[value.figure.id].add(re.sub(r"[\d.,]+( (dari|of) [\d.,]+)?", "{n}", said, count=1))
        return said

    def hear_title(t, figure_id):
        wordings[figure_id].add(title(t, figure_id))
        return title(t, figure_id)

    monkeypatch.setattr(phrasing, "number", hear_number)
    monkeypatch.setattr(phrasing, "phrase", hear_phrase)
    monkeypatch.setattr(phrasing, "title", hear_title)
    return values, wordings


@pytest.fixture
def shown(at_home, simulated_home):
    """A page, of which the next test knows what was read."""
    at_home(simulated_home, read_only=True)
    return showing.shown


@pytest.fixture
def shown_anew(at_home, simulated_home):
    """For tests that hear how a page is made: nothing is known beforehand."""
    at_home(simulated_home)
    return showing.shown


# Said only where there are any, and in the simulated October there are none.
NONE_OF_THEM = {"kejadian_berat_belum_termasuk", "ormas_bobot_kurang", "kecamatan_belum_melapor", "kecamatan_berubah"}
PAGES = [
    ("ringkasan", {}),
    ("kecamatan", {"kecamatan": CIBITUNG}),
    ("ormas", {}),
    ("pembinaan", {}),
    ("peta", {"lapis": "ormas"}),
    ("tren", {}),
    ("peringatan", {}),
]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_figure_has_one_value_and_one_wording_wherever_it_is_said(edition, shown_anew, heard, language):
    for page, choices in PAGES:
        shown_anew(page, lang=language, **choices)
    reader.use(language)
    release.draft(edition, t)
    brief.brief(edition, t)
    for kind in press.KINDS:
        press.frame(edition, t, kind)
    values, wordings = heard
    told_elsewhere = {figure for figure, *_ in values if FIGURES[figure].elsewhere}
    assert told_elsewhere == set(ELSEWHERE) - NONE_OF_THEM
    assert {key: found for key, found in values.items() if len(found) > 1} == {}
    for (figure, scope, last, part), found in values.items():
        if FIGURES[figure].elsewhere:
            assert found == {ELSEWHERE[figure](edition, part)}, figure
        elif FIGURES[figure].window != SPAN and not part:
            place = None if scope == edition.meta["territory"] else scope
            assert found == {figures.read(edition, figure, last, place).n}
    owners = defaultdict(set)
    for figure, said in wordings.items():
        assert len(said) <= 2  # a title and a phrase
        for one in said:
            owners[one.casefold()].add(figure)
    assert {one: found for one, found in owners.items() if len(found) > 1} == {}


def numbers(figure, said):
    """What stands before the words of a figure, wherever they stand."""
    rest = re.escape(FIGURES[figure].phrase.removeprefix("{n}"))
    return set(re.findall(rf"(\d[\d.]*(?: dari \d[\d.]*)?){rest}", said))


@pytest.mark.parametrize("figure", RIGHT)
def test_the_words_of_a_figure_never_follow_another_number(shown, exported, figure):
    """Also where somebody writes them without the registry."""
    said = exported + "".join(text(shown(page)) for page in ("ringkasan", "ormas", "pembinaan"))
    assert numbers(figure, said) == {RIGHT[figure]}


def test_closed_within_30_days_and_settled_are_three_figures_with_three_words(shown):
    card = text(shown("kecamatan", kecamatan=CIBITUNG))
    assert "180; 128 selesai ditangani, 12 belum diketahui penanganannya" in card
    assert re.search(r"Diketahui selesai dalam 30 hari \d+ persen dari \d+", card)
    assert "130 teratasi (tercegah atau selesai)" in text(shown("ormas"))
    assert not re.search(r"\d+ di antaranya selesai", card)


def test_the_three_have_three_words_in_english_too():
    """Closed; known resolved within 30 days; settled, that is prevented or closed."""
    said = {str(entry.id): str(entry.string) for entry in read_po(io.BytesIO(words.catalogue_path("en").read_bytes()), locale="en")}
    closed = {text: english for text, english in said.items() if re.search(r"selesai ditangani|[Tt]anggal selesai", text)}
    assert len(closed) >= 7
    assert {text: english for text, english in closed.items() if re.search(r"settle|resol|finish", english)} == {}
    assert {english for text, english in said.items() if "teratasi (" in text and "settled (" not in english} == set()


def test_two_counts_of_unknown_handling_name_their_windows(shown):
    """Of all incidents of the year, and of those that the score judges: their 30 days are over."""
    card = text(shown("kecamatan", kecamatan=CIBITUNG))
    assert "180; 128 selesai ditangani, 12 belum diketahui penanganannya" in card
    assert re.search(
        r"enanganan belum diketahui untuk 10 dari 162 kejadian yang genap 30 hari dalam 12 bulan itu",
        card,
    )


def test_a_score_is_called_a_score_beside_the_count_of_its_name(shown):
    card = text(shown("kecamatan", kecamatan=CIBITUNG))
    assert re.search(r"Skor Kejadian \d+,\d", card)
    assert "Kejadian, 12 bulan 180" in card
    assert not re.search(r"(?<!Skor )\bKejadian \d+,\d", card)


def test_the_card_and_the_table_count_the_same_ormas(shown):
    said = text(shown("kecamatan", kecamatan=CIBITUNG))
    assert "Ormas yang berkegiatan, 12 bulan 13 Ormas" in said
    assert "13 Ormas berkegiatan di sini dalam dua belas bulan" in said


@pytest.mark.parametrize(("page", "choices"), PAGES)
def test_a_column_that_is_headed_by_a_figure_holds_that_figure(edition, shown_anew, monkeypatch, page, choices):
    """In the tables on the page and in what is downloaded."""
    kept = []
    download = tables.download

    def keep(name, columns, rows, *more):
        kept.append((columns, list(rows)))
        return download(name, columns, rows, *more)

    monkeypatch.setattr(tables, "download", keep)
    shown_anew(page, **choices)
    by_title = {figure.title: figure.id for figure in FIGURES.values()}
    for columns, rows in kept:
        for column in columns:
            if column.title in by_title:
                for row in rows:
                    assert (column.value(row) or 0) == (of_row(edition, by_title[column.title], row) or 0)


def of_row(edition, figure, row):
    if isinstance(row, Kind):
        return figures.read(edition, figure, LAST, CIBITUNG, None, ("jenis", row.code)).n
    if isinstance(row, Topic):
        return figures.split(edition, figure, LAST, "topik").get(row.code, 0)
    if isinstance(row, tuple):  # activities by type or partner, called by its name
        named = {label(t, code): n for by in ("jenis", "mitra") for code, n in figures.split(edition, figure, LAST, by).items()}
        return named[row[0]]
    if isinstance(row, Ormas):
        return figures.read(edition, figure, LAST, None, row.code).n
    if isinstance(row, (Area, Reach)):
        return figures.read(edition, figure, LAST, row.code).n
    value = figures.read(edition, figure, row)  # the row is a month
    return value.n if value.is_whole else None


def test_one_is_told_as_one_in_english():
    def said(n, **more):
        return phrasing.phrase(t, figures.Value(FIGURES["kejadian"], "32.16", LAST, n), **more)

    reader.use("en")
    assert (said(1), said(2), said(0)) == ("1 incident", "2 incidents", "0 incidents")
    of = figures.Value(FIGURES["kegiatan"], "32.16", LAST, 3)
    joint = figures.Value(FIGURES["kegiatan_bermitra"], "32.16", LAST, 1)
    assert phrasing.phrase(t, joint, of=of) == "1 of 3 activities with government, police, army or FKUB"


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.id)
def test_the_unit_beside_or_under_a_number_agrees_with_it_in_english(figure):
    """A card with a 1 and "incidents" under it: the unit of each figure has both forms."""

    def said(n):
        return phrasing.unit(t, figures.Value(figure, "32.16", LAST, n))

    reader.use("en")
    same = {"kecamatan", "Ormas"}  # one form in English too
    assert said(0) == said(2) == said(None)
    assert said(1) != said(2) or said(1) in same
    assert not re.search(r"(?:incident|potential|activitie|signal|expression|officer)s\b|\bpeople\b", said(1))
    assert phrasing.counted(t, figure.id, 1) == f"1 {said(1)}"
    reader.use("id")
    assert figure.unit == f"{{n}} {said(1)}" == f"{{n}} {said(2)}"


def test_the_unit_of_a_figure_is_said_by_one_function():
    """Whoever takes it from the registry says it in the plural beside a one."""
    taken = [path.name for path in (ROOT / "pages").rglob("*.py") if re.search(r"(figure|FIGURES\[\w+\])\.unit\b", path.read_text())]
    assert taken == ["phrasing.py"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_release_tells_the_same_figures_in_both_languages(edition, language):
    """Where a language needs more words than a release may have, its last figures are left out."""
    reader.use(language)
    said = release.draft(edition, t).text
    assert {"650", "663", "62"} <= set(re.findall(r"\d+", said))
