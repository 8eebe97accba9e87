"""The PPTX brief as an office opens it: 16:9, a master with head and foot, letters that its machines have, nothing hidden in silence."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Inches, Mm

from data.reference import methods
from pages.exports.brief import brief, brief_notes, brief_parts, brief_pptx
from pages.figures import palette
from tests import reader
from tests.pages.fake_edition import LAST, FakeEdition
from tests.reader import t

MARK = "DATA SIMULASI – BUKAN DATA NYATA"
FOOT = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}


@pytest.fixture(scope="module")
def edition(simulated_edition):
    return simulated_edition


@pytest.fixture(scope="module")
def said(simulated_brief):
    return simulated_brief


@pytest.fixture(scope="module")
def package(said, edition):
    return brief_pptx.render(t, said, edition)


@pytest.fixture(scope="module")
def deck(package):
    return Presentation(io.BytesIO(package))


def placeholders(part):
    return {shape.placeholder_format.type: shape for shape in part.placeholders}


def text_of(part):
    return "\n".join(shape.text_frame.text for shape in part.shapes if shape.has_text_frame)


def field(shape):
    return [one.get("type") for one in shape._element.iter(qn("a:fld"))]


def test_slides_are_as_wide_as_a_projector(deck):
    assert (deck.slide_width, deck.slide_height) == pytest.approx((Inches(40 / 3), Inches(7.5)), abs=400)


def test_head_and_foot_are_the_masters(deck, edition):
    """Edition, method, mark and page number: placeholders and a field, not texts painted on each slide."""
    for part in (deck.slide_master, deck.slide_layouts[0]):
        found = placeholders(part)
        assert set(found) >= FOOT
        foot = found[PP_PLACEHOLDER.FOOTER].text_frame.text
        assert foot.startswith(f"{MARK} · ")
        method = edition.methods()["IKW"]
        assert f"edisi 2026-10-r1, metode IKW {method.version} ({method.status})." in foot
        assert "bukan bahan siaran pers" in foot
        assert "Oktober 2026, angka sementara · Edisi 2026-10-r1" in found[PP_PLACEHOLDER.DATE].text_frame.text
        assert field(found[PP_PLACEHOLDER.SLIDE_NUMBER]) == ["slidenum"]
    own = [s.text_frame.text for s in deck.slide_master.shapes if not s.is_placeholder]
    assert own == [MARK, "Badan Kesatuan Bangsa dan Politik Kabupaten Bekasi"]


def test_every_slide_takes_head_and_foot_from_there(deck):
    for number, slide in enumerate(deck.slides, start=1):
        found = placeholders(slide)
        assert {PP_PLACEHOLDER.TITLE, *FOOT} == set(found)
        assert all(found[kind]._element.spPr.find(qn("a:xfrm")) is None for kind in FOOT)  # where the master says
        assert MARK in found[PP_PLACEHOLDER.FOOTER].text_frame.text  # goes along into another deck
        assert field(found[PP_PLACEHOLDER.SLIDE_NUMBER]) == ["slidenum"]
        assert found[PP_PLACEHOLDER.SLIDE_NUMBER].text_frame.text == str(number)
        identifiers = slide.shapes._spTree.xpath(".//p:cNvPr/@id")
        assert len(identifiers) == len(set(identifiers))


def test_a_slide_that_somebody_adds_has_them_too(package):
    deck = Presentation(io.BytesIO(package))
    assert [layout.name for layout in deck.slide_layouts] == ["Judul dan isi"]
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    assert slide.shapes.title.left == deck.slides[0].shapes.title.left
    assert MARK in text_of(slide.slide_layout.slide_master)


def test_letters_are_the_themes_and_the_theme_names_calibri(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    named = {
        (name, face)
        for name, content in parts.items()
        if name.startswith(("ppt/slides/", "ppt/charts/", "ppt/slideMasters/", "ppt/slideLayouts/"))
        for face in re.findall(r'<a:latin typeface="([^"]*)"', content)
    }
    assert {face for _, face in named} <= {"+mn-lt", "+mj-lt"}
    assert "Noto" not in "".join(parts.values())
    (theme,) = (content for name, content in parts.items() if name.startswith("ppt/theme/"))
    assert re.findall(r'<a:latin typeface="([^"]*)"', theme)[:2] == ["Calibri", "Calibri"]


def test_the_master_speaks_the_language_of_the_brief(edition):
    def made():
        reader.use("en")
        return brief_pptx.render(t, brief.brief(edition, t), edition)

    for content, language in ((made, "en"), (None, "id")):
        package = reader.aside(content) if content else brief_pptx.render(t, brief.brief(edition, t), edition)
        master = Presentation(io.BytesIO(package)).slide_master
        told = text_of(master)
        assert "Click to edit" not in told
        assert ("SIMULATED DATA" in told) == (language == "en")
        spoken = {run.get("lang") for run in master.element.iter(qn("a:rPr"))}
        assert spoken == {brief_pptx.LANGUAGES[language]}


def test_real_data_carry_no_mark(said, edition):
    package = brief_pptx.render(t, replace(said, simulated=False), edition)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert not any("SIMULASI" in archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml"))


def test_hidden_kecamatan_are_told_where_their_bars_are_missing(said, edition):
    bars = said.activity.bars
    names = set(said.map.names.values())
    small = [bar.label for bar in bars if bar.label in names][-3:]
    hidden = replace(
        said.activity,
        bars=tuple(replace(bar, value=None, text="disamarkan") if bar.label in small else bar for bar in bars),
    )
    slides = Presentation(io.BytesIO(brief_pptx.render(t, replace(said, activity=hidden), edition))).slides
    assert "3 kecamatan disamarkan. Angka di bawah 3" in text_of(slides[2])
    (chart,) = (shape.chart for shape in slides[2].shapes if shape.has_chart)
    assert not set(small) & set(chart.plots[0].categories)


def test_the_table_says_how_many_kecamatan_have_a_hidden_figure(said, deck):
    rows = sum(brief_parts.HIDDEN in cells for cells in said.table.rows)
    assert rows > 0
    assert f"Angka {rows} kecamatan disamarkan." in text_of(deck.slides[3])


def test_a_card_keeps_figure_and_unit_on_one_line(said, deck):
    boxes = [s.text_frame.paragraphs for s in deck.slides[0].shapes if s.has_text_frame]
    figures = [p[1].text for p in boxes if len(p) > 2 and p[0].text in {card.label for card in said.cards}]
    assert figures == [f"{card.value} {card.unit}" for card in said.cards]


def test_a_table_of_many_areas_stays_above_the_foot(said, edition):
    table = replace(said.table, rows=said.table.rows * 2)
    slide = Presentation(io.BytesIO(brief_pptx.render(t, replace(said, table=table), edition))).slides[3]
    (grid,) = (shape for shape in slide.shapes if shape.has_table)
    foot = placeholders(slide)[PP_PLACEHOLDER.FOOTER]
    assert grid.top + grid.height < foot.top


def test_nothing_is_drawn_of_what_is_empty_and_no_heading_stands_alone(said, edition):
    """A first month: an empty grid, an empty chart and a heading without a line under it looked like a fault."""
    bars = tuple(replace(bar, value=None) for bar in said.activity.bars)
    first = replace(
        said,
        needs=replace(said.needs, rows=(), note="Belum ada data."),
        activity=replace(said.activity, bars=bars),
        beside_map=brief._movers(edition, t, said.period, []),
    )
    assert all(passage.lines for passage in (*first.beside_map, *first.ormas, *first.quality, *first.method_text))
    slide = Presentation(io.BytesIO(brief_pptx.render(t, first, edition))).slides[2]
    assert not any(shape.has_chart or shape.has_table for shape in slide.shapes)
    assert "Belum ada data." in text_of(slide)
    assert "23 kecamatan disamarkan." in text_of(slide)


@pytest.mark.parametrize(
    ("version", "lacking"),
    [
        ("ikw-2026", "Bila sebuah dimensi tidak ada datanya, bobotnya dibagi ke yang lain."),
        (
            "ikw-2026-2",
            "Hanya Persepsi boleh tanpa data; bobotnya lalu dibagi ke yang lain. Skor memerlukan sedikitnya 2 dimensi terukur dari susunan aslinya.",
        ),
    ],
)
def test_the_method_is_told_as_its_own_version_has_it(version, lacking, monkeypatch):
    fake = FakeEdition()
    monkeypatch.setattr(fake, "methods", lambda: {"IKW": methods.load_one(version)})
    first, _ = brief_notes.method(fake, t, LAST)
    assert first.lines[0].endswith("%. " + lacking)


def test_without_an_index_the_brief_tells_no_method(monkeypatch):
    fake = FakeEdition()
    fake.meta["index"] = "tidak"
    said = " ".join(f"{one.title} {' '.join(one.lines)}" for one in brief_notes.method(fake, t, LAST))
    assert "Bukan nilai resmi Kementerian Dalam Negeri." in said
    assert not [word for word in ("Metode", "metode", "indeks ini", "rentang", "dimensi") if word in said]


def test_what_cannot_be_assessed_is_one_line_a_reason():
    assert brief_notes.by_reason(t, {"data belum memadai": ["Setu", "Cibitung"]}, 2) == ("Semua kecamatan: data belum memadai",)
    assert brief_notes.by_reason(t, {"tanpa laporan": ["Setu"], "tanpa penduduk": ["Babelan", "Cibitung"]}, 23) == (
        "Setu: tanpa laporan",
        "Babelan, Cibitung: tanpa penduduk",
    )
    assert brief_notes.by_reason(t, {}, 23) == ("Tidak ada.",)


def test_the_two_lowest_bands_have_their_outline_on_the_slide_and_in_its_legend(said, edition):
    """As on the screen and in the frames, where a dark area needs a border that is darker still."""
    low, calm = sorted(said.map.classes)[:2]
    changed = replace(said, map=replace(said.map, classes={**said.map.classes, low: 2, calm: 4}))
    slides = Presentation(io.BytesIO(brief_pptx.render(t, changed, edition))).slides
    slide = next(one for one in slides if any(shape.name == said.map_title for shape in one.shapes))
    group = next(shape for shape in slide.shapes if shape.name == said.map_title)
    lines = {part.name: part.line for part in group.shapes}
    outlined, thin = lines[said.map.names[low]], lines[said.map.names[calm]]
    assert str(outlined.color.rgb) == palette.LOW_LINE[1:].upper()
    assert outlined.width > 2 * thin.width
    assert str(thin.color.rgb) == palette.BORDER[1:].upper()
    swatches = [shape for shape in slide.shapes if shape.width == Mm(7) and shape.height == Mm(5)]
    drawn = [str(shape.line.color.rgb) == palette.LOW_LINE[1:].upper() for shape in swatches]
    assert drawn == [entry.number in (1, 2) for entry in said.map.legend]
    assert any(drawn)


def test_a_bar_that_would_flatten_the_others_is_cut_and_says_so_with_its_number(said, deck):
    (chart,) = (shape.chart for shape in deck.slides[2].shapes if shape.has_chart)
    values = dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    largest, next_one = sorted(values.values(), reverse=True)[:2]
    assert largest > 2.5 * next_one
    assert chart.value_axis.maximum_scale == pytest.approx(1.25 * next_one)
    assert [name for name, value in values.items() if value == largest] == ["Tambun Selatan (343, terpotong)"]
    assert sum("terpotong" in name for name in values) == 1
