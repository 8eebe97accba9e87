"""The first page of a brief of an edition without an index: counts, what is severe among them, why there is no score."""

import contextlib
import io
from datetime import date

import pptx
import pypdf
import pytest

from data.editions import reading
from data.workflow import publishing
from pages.exports.brief import brief, brief_pdf, brief_pptx
from tests import homes
from tests.reader import t


@pytest.fixture(scope="module")
def grave(tmp_path_factory):
    """Four incidents in which people died and three without harm, and no report of completeness."""
    home = homes.new(tmp_path_factory.mktemp("berat") / "rumah")
    days = [date(2026, 10, day) for day in range(1, 8)]
    homes.put(home, "kejadian", *(homes.incident(day, meninggal=int(day.day < 5), luka=0, bangunan_rusak=0, pengungsi=0) for day in days))
    publishing.publish(homes.session(home, today=date(2026, 11, 20)), homes.MONTH)
    with contextlib.closing(reading.open_edition(home)) as edition:
        yield edition


def test_severe_incidents_have_a_card_of_their_own(grave):
    said = brief.brief(grave, t)
    assert [(card.label, card.value) for card in said.cards] == [("Kejadian, 12 bulan", "7"), ("Kejadian berat (tingkat 3), 12 bulan", "4")]
    assert "Tanpa indeks" not in said.sentence
    assert [passage.title for passage in said.first] == ["Mengapa, dan mulai kapan", "Isi edisi ini"]


def test_the_first_page_says_why_there_is_no_index_and_what_is_there(grave):
    said = brief.brief(grave, t)
    page = pypdf.PdfReader(io.BytesIO(brief_pdf.render(t, said, grave))).pages[0].extract_text()
    slide = pptx.Presentation(io.BytesIO(brief_pptx.render(t, said, grave))).slides[0]
    for text in (page, "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)):
        told = " ".join(text.split())
        assert "Edisi ini tanpa indeks" in told
        assert "Indeks mungkin mulai bulan kedua belas" in told
        assert "Yang ada: Kejadian." in told
