"""The minutes of a meeting: what they say, one page as PDF and DOCX, signed, for use inside, noted when taken along."""

import contextlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pypdf
import pytest

from data.access.viewers import AccessError, Viewer
from data.editions import reading
from data.errors import DataError
from data.store import database
from data.workflow import meetings
from data.workflow.meetings import Resolution, Step
from pages.exports.__main__ import main
from pages.exports.minutes import content, minutes_docx, minutes_pdf
from pages.exports.proof import checking, making, seal
from tests import homes, reader
from tests.reader import t

pytestmark = pytest.mark.home("contoh")

EDITION = "2026-10-r1"
BEFORE, HELD = date(2026, 10, 6), date(2026, 11, 10)
FOUND = [
    Resolution(1, EDITION, "sinyal/32.16.07/industri", BEFORE, "tim_terpadu", "camat", date(2026, 10, 20), "Mediasi diadakan."),
    Resolution(
        2,
        EDITION,
        "laporan/2026-09",
        BEFORE,
        "bupati",
        "bakesbangpol",
        date(2026, 10, 9),
        "Laporan susulan diminta.",
        (Step("selesai", date(2026, 10, 12), None, ""),),
    ),
    Resolution(3, EDITION, "pelatihan/mediasi", HELD, "forkopimda", "fkub", date(2026, 12, 1), "Pelatihan dijadwalkan."),
    # Done after the meeting: its minutes don't know that.
    Resolution(
        4,
        EDITION,
        "laporan/2026-10",
        HELD,
        "kepala_bakesbangpol",
        "bakesbangpol",
        date(2026, 11, 14),
        "Laporan Setu diminta.",
        (Step("selesai", date(2026, 11, 13), None, ""),),
    ),
]


@pytest.fixture(scope="module")
def edition(simulated_edition):
    return simulated_edition


def words_of(document):
    opened = docx.Document(io.BytesIO(document))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    around = [one.text for section in opened.sections for part in (section.header, section.footer) for one in part.paragraphs]
    return "\n".join([*(one.text for one in opened.paragraphs), *cells, *around])


def pages_of(document):
    return [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(document)).pages]


def test_they_tell_what_became_of_earlier_decisions_and_what_this_meeting_decided(edition):
    said = content.minutes(edition, t, FOUND, HELD)
    assert [(one.subject, one.office, one.beside) for one in said.before.lines] == [
        ("1. Sinyal Cibitung: industri & limbah", "Camat Cibitung", "Belum selesai, lewat tenggat 21 hari."),
        ("2. Laporan September 2026 yang belum memadai", "Bakesbangpol", "Selesai 12 Oktober 2026, terlambat 3 hari."),
    ]
    assert [(one.subject, one.due, one.beside) for one in said.decided.lines] == [
        ("3. Pelatihan Ormas: mediasi", "1 Des 2026", "Forkopimda"),
        ("4. Laporan Oktober 2026 yang belum memadai", "14 Nov 2026", "Kepala Bakesbangpol"),
    ]
    assert said.subtitle == "10 November 2026"
    assert said.simulated


def test_the_first_meeting_has_nothing_before_it_and_a_day_without_a_meeting_no_minutes(edition):
    assert content.minutes(edition, t, FOUND, BEFORE).before.note == "Tidak ada keputusan yang masih menunggu."
    with pytest.raises(
        DataError, match=r"Tidak ada keputusan dari rapat 1 Januari 2026\. Rapat yang ada: 10 November 2026, 6 Oktober 2026"
    ):
        content.minutes(edition, t, FOUND, date(2026, 1, 1))


@pytest.mark.parametrize("language", ["id", "en"])
def test_both_files_say_all_of_it_on_one_page_in_both_languages(edition, language):
    reader.use(language)
    said = content.minutes(edition, t, FOUND, HELD)
    (page,) = pages_of(minutes_pdf.render(t, said, edition))
    word = words_of(minutes_docx.render(t, said, edition))
    simulated = {"id": "DATA SIMULASI", "en": "SIMULATED DATA"}[language]
    for one in (*said.before.lines, *said.decided.lines):
        for text in (one.subject, one.text, one.office, one.due, one.beside):
            assert text in word
            assert text.split()[-1] in page
    for told in (page, word):
        assert simulated in told
        assert EDITION in told
    assert said.restriction in word
    reader.use("id")


def test_eight_long_decisions_still_stand_on_one_page(edition):
    """As many as a page is promised for, each as long as may be; in LibreOffice the DOCX was looked at."""
    long = "Camat bersama Bakesbangpol mengumpulkan laporan lapangan setiap pekan. " * 4
    many = [replace(FOUND[2], number=n, text=long[:300]) for n in range(3, 9)]
    said = content.minutes(edition, t, [*FOUND[:2], *many], HELD)
    (page,) = pages_of(minutes_pdf.render(t, said, edition))
    assert page.count("Pelatihan Ormas") == len(many)
    assert minutes_docx._points(said) == minutes_docx.LETTERS[-1][1]


def test_the_same_input_gives_the_same_bytes_without_the_time_of_making(edition):
    said = content.minutes(edition, t, FOUND, HELD)
    assert minutes_docx.render(t, said, edition) == minutes_docx.render(t, said, edition)
    assert minutes_pdf.render(t, said, edition) == minutes_pdf.render(t, said, edition)


def test_a_heading_is_a_heading_and_a_header_row_is_repeated(edition):
    package = minutes_docx.render(t, content.minutes(edition, t, FOUND, HELD), edition)
    opened = docx.Document(io.BytesIO(package))
    assert [one.style.name for one in opened.paragraphs if one.style.name.startswith("Heading")] == ["Heading 1", "Heading 2", "Heading 2"]
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        assert parts.read("word/document.xml").count(b"<w:tblHeader") == 2


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_file_is_ours_and_says_that_it_is_for_use_inside(home, form):
    held = meetings.days(meetings.listed(homes.session(home)))[0]
    made = making.make_minutes(t, homes.session(home), held, form)
    verdict = checking.judge(t, home, made)
    assert verdict.lines[0].startswith("Asli:")
    assert "Notulen" in verdict.lines[1]
    assert verdict.lines[-1] == "Untuk kalangan internal; bukan bahan siaran pers."
    assert not verdict.good
    if form == "pdf":
        altered = made.replace(b"jenis=notulen", b"jenis=notulex")
        assert not seal.read(home, altered).genuine


@pytest.mark.parametrize("role", ["humas", "ppid", "pemilik_metode", "camat", "admin"])
def test_whoever_takes_no_briefs_or_reads_no_decisions_gets_no_minutes(home, role):
    viewer = Viewer("x", role, frozenset({homes.CIBITUNG}) if role == "camat" else frozenset())
    with pytest.raises(AccessError):
        making.make_minutes(t, homes.session(home, viewer), HELD, "pdf")


def test_minutes_by_the_command_line_are_noted_in_the_trail(home, tmp_path, capsys):
    out = tmp_path / "notulen.docx"
    assert main(["minutes", "--home", str(home), "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"PK")
    with contextlib.closing(reading.open_edition(home)), database.read(home) as con:
        (told,) = con.execute("SELECT rincian FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
    assert json.loads(told)["notulen"] == "docx"
    assert main(["minutes", "--home", str(home), "--meeting", "2020-01-01", "--out", str(tmp_path / "x.pdf")]) == 1
    assert "Tidak ada keputusan dari rapat 1 Januari 2020" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()
