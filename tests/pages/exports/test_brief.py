"""Briefs: their words and figures, the same bytes, tags, native objects inside the slide, opened by LibreOffice."""

import fcntl
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import replace

import pypdf
import pytest
from pptx import Presentation

from data.__main__ import main as data_main
from data.editions import reading
from data.errors import DataError
from data.store import audit, database
from pages.exports.__main__ import main
from pages.exports.brief import brief, brief_parts, brief_pdf, brief_pptx
from pages.exports.press import tallies
from pages.exports.proof import making, queue
from pages.facts import periods, views
from pages.wording import formats
from tests import homes, reader
from tests.reader import t

LAST = "2026-10"


@pytest.fixture(scope="module")
def home(simulated_home):
    return simulated_home


@pytest.fixture(scope="module")
def edition(home):
    found = reading.open_edition(home)
    yield found
    found.close()


@pytest.fixture(scope="module")
def pdf(home, edition):
    return making.make_brief(t, homes.session(home), edition, None, "pdf")


@pytest.fixture(scope="module")
def pptx(home, edition):
    return making.make_brief(t, homes.session(home), edition, None, "pptx")


def in_language(language, make):
    def speak():
        reader.use(language)
        return make()

    return reader.aside(speak)


def pdf_text(content):
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"\s+", " ", text)


def slide_texts(content):
    """Text of each slide: boxes, tables, titles."""
    out = []
    for slide in Presentation(io.BytesIO(content)).slides:
        found = []
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if getattr(shape, "has_table", False) and shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
        out.append("\n".join(found))
    return out


def test_the_pdf_has_four_to_eight_landscape_a4_pages(pdf):
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert 4 <= len(pages) <= 8
    for page in pages:
        assert [round(float(x)) for x in (page.mediabox.width, page.mediabox.height)] == [842, 595]


def test_the_pdf_is_tagged_and_says_so(pdf):
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def tags(pdf):
    """Kind and element of every tag, in the order in which a screen reader meets them."""
    out = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            out.append((str(node.get("/S", "")).lstrip("/"), node))
            if "/K" in node and not isinstance(node["/K"], int):
                walk(node["/K"])

    walk(pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return out


def test_every_figure_is_described_and_every_table_has_heads_of_columns(pdf):
    found = tags(pdf)
    described = [node["/Alt"] for kind, node in found if kind == "Figure"]
    assert [alt.split(" ")[0] for alt in described] == ["Garis", "Peta", "Diagram"]
    kinds = [kind for kind, _ in found]
    assert {"Table", "THead", "TBody", "TD", "L", "LI", "LBody", "P"} <= set(kinds)
    assert kinds.count("Table") == kinds.count("THead") == 2
    heads = [node for kind, node in found if kind == "TH"]
    assert len(heads) == 3 + 9
    assert all("/Column" in str(node["/A"]) for node in heads)


def test_headings_stand_in_order_and_right_before_what_belongs_to_them(pdf):
    levels = [int(kind[1]) for kind, _ in tags(pdf) if re.fullmatch("H[1-6]", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert levels[-7:] == [2, 3, 3, 3, 2, 3, 3]  # data quality with its three, method with its two


def test_both_files_say_what_the_edition_says(edition, pdf, pptx):
    regency = views.regency(edition)[LAST]
    expected = [
        "Brief kondusivitas Kabupaten Bekasi",
        "Oktober 2026, angka sementara · Edisi 2026-10-r1",
        f"Skor {formats.number(t, regency.score)} dari 100",
        f"rentang 90%: {formats.span(t, regency.low, regency.high)}",
        "Cibitung turun",
        "Kebutuhan pembinaan",
        "Kecamatan menurut mutu data",
        "Apa yang bukan indeks ini",
        "DATA SIMULASI – BUKAN DATA NYATA",
        "bukan bahan siaran pers",
        f"Dasbor Kondusivitas edisi 2026-10-r1, metode IKW {edition.methods()['IKW'].version} (usulan).",
    ]
    slides = re.sub(r"\s+", " ", " ".join(slide_texts(pptx)))
    for text in (pdf_text(pdf), slides):
        assert [part for part in expected if part not in text] == []
        assert "nan" not in text.lower().split()
        assert "Ormas Rekaan" not in text


def test_every_page_carries_the_mark_of_simulated_data(pdf, pptx):
    mark = "DATA SIMULASI – BUKAN DATA NYATA"
    assert all(mark in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert all(mark in text for text in slide_texts(pptx))


def test_the_table_lists_every_kecamatan_with_its_score(edition, pdf, pptx):
    areas = views.areas(edition, LAST)
    assert len(areas) == 23
    for text in (pdf_text(pdf), slide_texts(pptx)[3]):
        assert [a.name for a in areas if a.name not in text] == []
        assert [a.name for a in areas if a.score.assessed and formats.number(t, a.score.score) not in text] == []


def test_the_english_brief_has_no_indonesian_sentence(home, edition):
    made = in_language("en", lambda: making.make_brief(t, homes.session(home), edition, None, "pdf"))
    text = pdf_text(made)
    assert "Stability brief" in text
    assert "What this index is not" in text
    found = {"yang", "tidak", "belum", "kejadian"} & set(re.findall(r"[a-z]+", text.lower()))
    assert found == set()
    assert pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize("form", making.BRIEF_FORMATS)
def test_the_same_input_gives_the_same_bytes(home, edition, pdf, pptx, form):
    time.sleep(2.1)  # a ZIP keeps times to two seconds: enough for a forgotten clock to show
    assert making.make_brief(t, homes.session(home), edition, None, form) == {"pdf": pdf, "pptx": pptx}[form]


def test_the_pptx_dates_from_the_day_of_the_edition(edition, pptx):
    core = Presentation(io.BytesIO(pptx)).core_properties
    assert core.created.isoformat() == edition.meta["published_at"]
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(pptx)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_shape_lies_inside_its_slide(pptx):
    deck = Presentation(io.BytesIO(pptx))
    outside = [
        (number, shape.name)
        for number, slide in enumerate(deck.slides, start=1)
        for shape in slide.shapes
        if shape.left < 0 or shape.top < 0 or shape.left + shape.width > deck.slide_width or shape.top + shape.height > deck.slide_height
    ]
    assert outside == []


def crowded(edition):
    """A month in which everything moves and every signal is up: twice as many lines, twice as long."""
    said = brief.brief(edition, t)
    long = tuple(replace(p, lines=tuple(" ".join([line] * 2) for line in p.lines * 2)) for p in said.beside_map)
    return replace(said, beside_map=long)


def test_a_crowded_month_stays_on_its_pages(edition):
    made = brief_pdf.render(t, crowded(edition), edition)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 5
    lowest = []
    pages[1].extract_text(visitor_text=lambda text, cm, tm, fonts, size: lowest.append(tm[5] * cm[3] + cm[5]) if text.strip() else None)
    foot = 40  # points; below it stand source and page number
    assert min(y for y in lowest if y > foot) > 49
    assert len([y for y in lowest if y <= foot]) == 2
    assert "Sinyal data, bukan status keamanan resmi." in re.sub(r"\s+", " ", pages[1].extract_text())


def test_a_card_with_much_to_say_ends_above_the_picture_below(edition):
    made = brief.brief(edition, t)
    long = replace(
        made.cards[2],
        lines=(*made.cards[2].lines, "Kalimat lain yang juga perlu tempat di kartu ini.", "AKHIR"),
    )
    made = replace(made, cards=(*made.cards[:2], long, made.cards[3]))
    lines = {}
    pypdf.PdfReader(io.BytesIO(brief_pdf.render(t, made, edition))).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, fonts, size: lines.setdefault(text.strip(), tm[5] * cm[3] + cm[5])
    )
    title = next(y for text, y in lines.items() if text.startswith(made.trend_title[:20]))
    last = next(y for text, y in lines.items() if text.endswith("AKHIR"))
    assert last > title + 14  # points from foot to foot


def test_a_crowded_month_stays_on_its_slides(edition):
    deck = Presentation(io.BytesIO(brief_pptx.render(t, crowded(edition), edition)))
    for shape in deck.slides[1].shapes:
        assert shape.top + shape.height <= deck.slide_height


def test_lists_on_slides_are_native_and_the_note_is_none(pptx):
    slides = Presentation(io.BytesIO(pptx)).slides
    texts = [p for slide in slides for shape in slide.shapes if shape.has_text_frame for p in shape.text_frame.paragraphs]
    listed = [p for p in texts if p._p.xpath("./a:pPr/a:buChar")]
    assert len(listed) > 20
    assert not [p for p in listed if p.text.startswith(("•", "="))]
    assert [p.text for p in texts if p.text.startswith("• = disamarkan") and "Tanda – berarti tidak diketahui, bukan nol." in p.text]


def test_without_any_score_the_brief_says_so_in_both_files(edition):
    said = brief.brief(edition, t)
    nothing = (float("nan"),) * len(said.trend.months)
    said = replace(said, trend=replace(said.trend, score=nothing, low=nothing, high=nothing))
    assert len(pypdf.PdfReader(io.BytesIO(brief_pdf.render(t, said, edition))).pages) == 5
    assert "Data belum memadai" in slide_texts(brief_pptx.render(t, said, edition))[0]


def test_the_signals_that_were_not_closed_are_told_without_small_counts(edition):
    from pages.facts import signals
    from pages.wording import signal_sentences

    found = signals.waiting(signals.signals(edition, periods.back(LAST, 11), LAST), {})
    (passage,) = brief._signals(edition, t, LAST, views.areas(edition, LAST))
    assert passage.lines[-1] == "Sinyal data, bukan status keamanan resmi."
    assert re.match(
        rf"{len(found)} sinyal belum ditutup, \d+ di antaranya Sinyal 3; tertua .* Keadaan saat edisi terbit\.$", passage.lines[0]
    )
    shown = signal_sentences.shown(found)
    assert len(passage.lines) == len(shown) + (len(found) > len(shown)) + 2
    assert not re.search(r": [12] kejadian", " ".join(passage.lines))


def test_charts_tables_and_map_are_native(edition, pptx):
    shapes = [shape for slide in Presentation(io.BytesIO(pptx)).slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert len(charts) == 2
    trend = list(charts[0].plots[0].series[0].values)
    assert len(trend) == 24
    assert trend[-1] == pytest.approx(views.regency(edition)[LAST].score, abs=0.005)
    assert sum(shape.has_table for shape in shapes) == 2
    group = next(shape for shape in shapes if shape.shape_type == 6)
    assert {shape.name for shape in group.shapes} == {area.name for area in views.areas(edition, LAST)}
    described = [s._element.xpath(".//p:cNvPr")[0].get("descr") for s in shapes if s.has_chart or s.has_table or s is group]
    assert all(described)


def test_each_slide_has_a_title(pptx):
    assert all(slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(pptx)).slides)


def test_libreoffice_opens_the_pptx_with_all_its_slides(pptx, tmp_path):
    if not shutil.which("soffice"):
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("needs LibreOffice Impress (sudo apt install libreoffice-impress)")
    source = tmp_path / "brief.pptx"
    source.write_bytes(pptx)
    profile = f"-env:UserInstallation=file://{tmp_path / 'profil'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source],
        check=True,
        capture_output=True,
        timeout=180,
    )
    opened = pypdf.PdfReader(tmp_path / "brief.pdf")
    assert len(opened.pages) == 5
    assert "Cibitung" in opened.pages[3].extract_text()


def test_small_counts_are_hidden_in_the_table(edition):
    tally, said = tallies.incidents(edition, LAST), brief.brief(edition, t)
    names = {area.code: area.name for area in views.areas(edition, LAST)}
    cells = {row[0]: row for row in said.table.rows}
    assert tally.hides
    for code in tally.rows:
        shown = [cells[names[code]][i] for i in (5, 6)]
        wanted = [tally.get(code, tallies.TOTAL), tally.get(code, "selesai")]
        assert shown == [brief_parts.HIDDEN if n is None else formats.whole(t, n) for n in wanted]
        assert not {"1", "2"} & set(shown)


def test_ten_who_ask_at_once_are_served_one_after_another(tmp_path):
    at_work, most, served = [], [], []

    def ask():
        with queue.turn(tmp_path):
            at_work.append(1)
            most.append(len(at_work))
            time.sleep(0.02)
            at_work.pop()
            served.append(1)

    asking = [threading.Thread(target=ask) for _ in range(10)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert (len(served), max(most)) == (10, 1)


def test_a_picture_does_not_wait_for_a_brief_of_another_process(tmp_path):
    """The worker makes briefs at a low priority; who looks at a frame meanwhile gets it."""
    with (tmp_path / queue.BRIEFS).open("w") as taken:
        fcntl.flock(taken, fcntl.LOCK_EX)
        with queue.turn(tmp_path, 0.3):
            pass
        with pytest.raises(DataError, match="Antrean pembuatan berkas terlalu lama"), queue.turn(tmp_path, 0.3, queue.BRIEFS):
            pass


def test_another_process_is_waited_for_and_the_wait_ends(tmp_path):
    hold = "import sys, time, pathlib; from pages.exports.proof import queue\nwith queue.turn(pathlib.Path(sys.argv[1])): print('ya', flush=True); time.sleep(5)"
    with subprocess.Popen([sys.executable, "-c", hold, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        other.stdout.readline()
        with (
            pytest.raises(DataError, match="Antrean pembuatan berkas terlalu lama"),
            queue.turn(tmp_path, 0.3),
        ):
            pass
        other.kill()


def test_a_renderer_that_is_there_and_cannot_be_loaded_is_said(home, edition, tmp_path, monkeypatch, capsys):
    (tmp_path / "typst.py").write_text("raise ImportError('libtypst.so: cannot open shared object file')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    assert main(["brief", "--home", str(home), "--out", str(tmp_path / "brief.pdf")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Ada pustaka yang tidak dapat dimuat (libtypst.so: cannot open shared object file).")
    assert not (tmp_path / "brief.pdf").exists()


def test_the_command_line_says_that_the_library_for_pictures_is_missing(home, tmp_path):
    (tmp_path / "matplotlib.py").write_text("raise ImportError('No module named matplotlib')")
    command = [sys.executable, "-m", "pages.exports", "frame", "--home", str(home), "--out", str(tmp_path / "a.png")]
    run = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr == "Ada pustaka yang tidak dapat dimuat (No module named matplotlib). Pasang ulang pustaka: make run.\n"


@pytest.fixture
def own_home(home, tmp_path):
    shutil.copytree(home, tmp_path / "home")
    return tmp_path / "home"


def taken(home):
    with database.read(home) as con:
        return [json.loads(row) for row in audit.entries(con, action="unduh")["rincian"]]


def test_a_brief_that_is_taken_along_stands_in_the_audit_trail(own_home, tmp_path):
    out = tmp_path / "brief.pptx"
    assert main(["brief", "--home", str(own_home), "--lang", "en", "--out", str(out)]) == 0
    assert taken(own_home) == [{"brief": "pptx", "edisi": "2026-10-r1", "bulan": LAST, "berkas": "brief.pptx"}]
    assert main(["brief", "--home", str(own_home), "--period", "1999-01", "--out", str(out)]) == 1
    assert len(taken(own_home)) == 1


def test_without_a_store_a_brief_is_written_and_nothing_is_noted(own_home, tmp_path):
    (own_home / "kondusif.duckdb").unlink()
    assert main(["brief", "--home", str(own_home), "--out", str(tmp_path / "brief.pptx")]) == 0
    assert not database.exists(own_home)


def test_the_command_line_writes_a_brief(own_home, tmp_path, capsys):
    home, out = own_home, tmp_path / "brief.pptx"
    assert main(["brief", "--home", str(home), "--edition", "2026-10-r1", "--out", str(out)]) == 0
    assert "Brief edisi 2026-10-r1 ditulis ke" in capsys.readouterr().out
    assert len(Presentation(str(out)).slides) == 5
    assert main(["brief", "--home", str(home), "--edition", "2020-01-r1", "--out", str(out)]) == 1
    assert "Edisi 2020-01-r1 tidak ada" in capsys.readouterr().err


def test_an_edition_that_does_not_record_closing_is_not_said_to_have_open_signals(edition, monkeypatch):
    whole = edition.signals()
    monkeypatch.setattr(edition, "signals", lambda **_: whole.assign(closed=None, row_open=None))  # as an older edition is read
    (passage,) = brief._signals(edition, t, LAST, views.areas(edition, LAST))
    assert passage.title == "Sinyal, 12 bulan"
    assert "belum ditutup" not in passage.lines[0]


def test_digest_and_head_stand_on_the_last_page_and_slide_and_are_found_again(home, edition, pdf, pptx, capsys):
    digest, head = edition.digest, edition.audit_head()
    last = pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    for said in (last, slide_texts(pptx)[-1]):
        assert f"Sidik edisi (SHA-256): {digest}" in said
        assert f"Kepala jejak audit saat dihitung: {head}" in said
    for printed in (digest, head, head[:12]):
        assert data_main(["--home", str(home), "doctor", "--kepala", printed]) == 0
        assert "Sidik itu adalah" in capsys.readouterr().out
