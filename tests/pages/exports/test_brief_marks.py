"""The trend of a brief marks the calendar and the public agenda of the kabupaten; a frame for the press marks nothing."""

import io
from datetime import date

import pypdf
import pytest
from pptx import Presentation

from data.words import msg
from data.workflow.agenda import Entry
from pages.exports.brief import brief, brief_pdf, brief_pptx
from pages.exports.drawing import bodies
from pages.exports.drawing.canvas import Box, Canvas
from pages.exports.proof import making
from tests import homes
from tests.reader import t

UMK = Entry(date(2025, 11, 28), date(2025, 11, 28), "penetapan_umk", None)
PILKADES = Entry(date(2025, 8, 15), date(2025, 8, 15), "pilkades", "32.16.07")


@pytest.fixture(scope="module")
def said(simulated_edition):
    return brief.brief(simulated_edition, t, agenda=[UMK, PILKADES])


def test_it_says_what_is_marked_with_dates_and_leaves_out_what_is_one_kecamatan_s(said):
    assert "Penetapan UMK 28 Nov 2025" in said.trend_note
    assert "19 Feb–20 Mar 2026 (dihitung)" in said.trend_note
    assert "Pilkades" not in said.trend_note
    assert len(said.trend_marks) > 10
    assert all(-0.5 <= one.start <= one.end <= 23.5 for one in said.trend_marks)


def test_both_files_have_the_marks_and_their_words(said, simulated_edition):
    first = pypdf.PdfReader(io.BytesIO(brief_pdf.render(t, said, simulated_edition))).pages[0].extract_text()
    assert "Penetapan UMK 28 Nov 2025" in " ".join(first.split())
    slide = Presentation(io.BytesIO(brief_pptx.render(t, said, simulated_edition))).slides[0]
    assert any(one.has_text_frame and "Penetapan UMK 28 Nov 2025" in one.text_frame.text for one in slide.shapes)
    (chart,) = [one for one in slide.shapes if one.has_chart]
    behind = list(slide.shapes).index(chart)
    left, right = chart.left, chart.left + chart.width
    before = [one for one in list(slide.shapes)[:behind] if not one.is_placeholder and not one.text_frame.text]
    drawn = [one for one in before if chart.top < one.top and left <= one.left and one.left + one.width <= right]
    assert len(drawn) == len(said.trend_marks)


def test_only_who_hands_marks_in_gets_them_drawn(said, simulated_edition):
    """As a frame for the press is drawn: what was cleared stays as it was."""

    def strokes(marked):
        on = Canvas(800, 400)
        bodies.draw(t, on, said.trend, simulated_edition, Box(0, 0, 800, 400), marked=marked)
        return len(on.axes.lines) + len(on.axes.patches)

    assert strokes(said.trend_marks) == strokes(()) + len(said.trend_marks)


def test_without_a_store_that_can_be_read_the_brief_says_so(simulated_edition, tmp_path):
    lacking = brief.brief(simulated_edition, t, without=msg("uji"))
    assert lacking.trend_note.endswith("Tanpa penanda agenda kantor: uji")
    assert making._agenda(tmp_path)[0] == []
    home = homes.new(tmp_path / "rumah", "simulasi")
    (home / "kondusif.duckdb").write_bytes(b"rusak")
    entries, reason = making._agenda(home)
    assert entries == []
    assert reason
