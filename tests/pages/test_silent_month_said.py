"""What is said of a silent month beside the pages of the day: in downloads, on paper, in the meeting, in English."""

import csv
import io
from types import SimpleNamespace

import openpyxl
import pypdf
import pytest
from pptx import Presentation

from data import words
from pages.exports.proof import checking, making
from pages.panels import edition_views, tables
from tests import homes, reader
from tests.pages.showing import shown, text
from tests.pages.test_silent_month import AREAS, GAP, LAST, NOTHING_CAME, SILENT, edition, gap  # noqa: F401
from tests.reader import t


def test_downloads_leave_the_cell_of_the_silent_month_empty(gap, at_home, monkeypatch):  # noqa: F811
    kept = {}
    monkeypatch.setattr(tables, "beside", lambda name, *given: kept.update({name: given}))
    at_home(gap, read_only=True)
    shown("ringkasan")
    caption, columns, rows, context = kept["ringkasan-kartu"]
    lines = list(csv.reader(io.StringIO(tables.csv_text(columns, rows, context))))
    sheet = openpyxl.load_workbook(io.BytesIO(tables._workbook(caption, columns, rows, context))).worksheets[0]
    column = len([one for one in columns if one.in_csv]) - 2
    silent, last = (rows.index(month) for month in (SILENT, LAST))
    assert (lines[silent + 1][column], lines[last + 1][column]) == ("", "6")
    values = [row for row in sheet.iter_rows(values_only=True) if 6 in row]
    assert len(values) == len(rows) - 1  # every month but the silent one has six
    assert 0 not in [row[column] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_paper_and_slides_hold_the_words(gap, edition, language):  # noqa: F811
    reader.use(language)
    pdf, pptx = (making.make_brief(t, homes.session(gap), edition, LAST, form) for form in ("pdf", "pptx"))
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    slides = " ".join(
        shape.text_frame.text for slide in Presentation(io.BytesIO(pptx)).slides for shape in slide.shapes if shape.has_text_frame
    )
    for said in (paper, slides):
        flat = " ".join(said.split())
        assert NOTHING_CAME[language] in flat
        assert GAP[language] in flat


@pytest.mark.parametrize("screen", ["1", "2"])
def test_the_meeting_sees_it_too(gap, at_home, screen):  # noqa: F811
    at_home(gap, read_only=True)
    assert "tanpa laporan" in (said := text(shown("ringkasan", paparan="ya", layar=screen)).lower()) or NOTHING_CAME["id"].lower() in said


@pytest.mark.parametrize("page", ["kecamatan", "tren", "peta"])
def test_pages_say_it_in_english(gap, at_home, page):  # noqa: F811
    at_home(gap, read_only=True)
    place = {"kecamatan": AREAS[0]} if page == "kecamatan" else {}
    said = text(shown(page, lang="en", **place))
    assert NOTHING_CAME["en"] in said
    assert NOTHING_CAME["id"] not in said


def test_all_that_sent_nothing_are_told_as_all(gap, at_home):  # noqa: F811
    at_home(gap, read_only=True)
    said = text(shown("ringkasan", period=SILENT))
    assert "Seluruh 23 kecamatan belum punya laporan terverifikasi yang memadai untuk September 2026." in said


@pytest.mark.parametrize(("language", "said"), [("id", "nihil dari 2 dari 7 desa"), ("en", "nil from 2 of 7 villages")])
def test_the_board_says_from_how_few_nil_came(language, said):
    reader.use(language)
    assert edition_views.state_word(t, "nihil_sebagian", (2, 7)) == said


def test_a_file_of_an_edition_without_a_method_names_it_by_a_dash():
    facts = {"jenis": "activity", "bulan": LAST, "edisi": "2026-10-r1", "metode": "", "bahasa": "id", "data": "nyata"}
    assert "metode –;" in checking._facts(t, SimpleNamespace(facts=facts))
