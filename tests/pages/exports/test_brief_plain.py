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


def test_pages_of_which_nothing_is_known_are_left_out_and_the_first_is_full(grave):
    """A map without a score and a page of Ormas of whom nothing came said nothing; the first page ended in its middle."""
    said = brief.brief(grave, t)
    pages = pypdf.PdfReader(io.BytesIO(brief_pdf.render(t, said, grave))).pages
    slides = pptx.Presentation(io.BytesIO(brief_pptx.render(t, said, grave))).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles == ["Brief kondusivitas Kabupaten Bekasi", "Semua kecamatan", "Mutu data dan metode"]
    assert len(pages) == 3
    heights: list[float] = []
    pages[0].extract_text(
        visitor_text=lambda text, cm, tm, fonts, size: heights.append(tm[5] * cm[3] + cm[5]) if "Sinyal data, bukan" in text else None
    )
    assert 60 < heights[0] < float(pages[0].mediabox.height) / 3  # above the foot, in the lower third
    assert any("Sinyal data, bukan status keamanan resmi." in shape.text_frame.text for shape in slides[0].shapes if shape.has_text_frame)


def test_what_is_known_of_ormas_has_its_page(tmp_path):
    home = homes.alone("ormas", tmp_path / "rumah")
    with contextlib.closing(reading.open_edition(home)) as edition:
        said = brief.brief(edition, t)
        pages = pypdf.PdfReader(io.BytesIO(brief_pdf.render(t, said, edition))).pages
    assert len(pages) == 4
    assert "Kinerja Ormas dan kebutuhannya" in pages[1].extract_text()
