"""Press frames: exact pixels, the classes of the screen, words that stay in their boxes, and what must not be told."""

import functools
import io
import itertools
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import shapely
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.textpath import TextPath
from PIL import Image

from data import words
from data.editions import reading
from data.errors import DataError
from pages.exports.__main__ import main
from pages.exports.drawing import bodies, fonts, maps
from pages.exports.drawing import canvas as sheet
from pages.exports.drawing.press_bodies import Bar, BarsBody, scale_of
from pages.exports.press import district, press, rendering
from pages.facts import views
from pages.figures import map_figure, outline, palette
from tests import homes, reader
from tests.pages.exports.press_edition import PressEdition
from tests.pages.fake_edition import LAST, NOT_ASSESSED, ROSE
from tests.pages.speaking import in_english
from tests.reader import t

pytestmark = pytest.mark.dear  # each frame is drawn

KINDS = [*press.KINDS, district.kind(ROSE)]
SIZES = list(rendering.SIZES)
LONGEST = "Pangkalan Kertajaya Sukamakmur Wetan Tengah"


@pytest.fixture(scope="module")
def edition():
    return PressEdition()


@pytest.fixture(scope="module")
def large():
    """With the longest names and the largest numbers."""
    names = {unit: f"{LONGEST} {unit[-2:]}" for unit in PressEdition().tables("units")["units"]["unit"]}
    large = PressEdition(names=names, times=1_000_000)
    large.meta["territory_name"] = "Kabupaten Administrasi Kepulauan Pangkajene dan Kepulauan Sitaro"
    large.meta["boundary_source"] = "Badan Informasi Geospasial, Peta Rupabumi Indonesia skala 1:25.000"
    return large


def draw(edition, kind="map", size="1080x1080", **options):
    frame = press.frame(edition, t, kind)
    return frame, rendering.draw(edition, t, frame, rendering.SIZES[size], **options)


def picture(edition, kind="map", size="1080x1080", form="png", **options):
    frame, canvas = draw(edition, kind, size, **options)
    return rendering.render(canvas, frame, form, rendering.SIZES[size])


def written(canvas):
    return " ".join(text.get_text() for text, _ in canvas.placed)


@pytest.mark.parametrize("size", SIZES)
def test_a_png_has_exactly_the_pixels_of_its_size(edition, size):
    with Image.open(io.BytesIO(picture(edition, size=size))) as image:
        assert image.size == (rendering.SIZES[size].width, rendering.SIZES[size].height)


def test_a4_is_a_sheet_of_300_dots_an_inch():
    size = rendering.SIZES["a4"]
    assert abs(size.width / size.dpi * 25.4 - 210) < 0.1
    assert abs(size.height / size.dpi * 25.4 - 297) < 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_an_svg_has_the_same_size_its_description_and_no_font_of_the_machine(edition, kind):
    text = picture(edition, kind, "1200x675", "svg").decode()
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("1200", "675", "0 0 1200 675")
    assert root.find("{http://www.w3.org/2000/svg}desc").text == press.frame(edition, t, kind).alt
    assert "font-family" not in text
    assert "<text" not in text


@pytest.mark.parametrize("form", rendering.FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_input_gives_the_same_bytes(kind, form):
    assert picture(PressEdition(), kind, form=form) == picture(PressEdition(), kind, form=form)


def ink(canvas, text):
    """Left, top, right, bottom of the letters themselves, in pixels from the upper left corner."""
    extent = text.get_window_extent(canvas.figure.canvas.get_renderer())
    if text.get_rotation():
        return extent.x0, canvas.height - extent.y1, extent.x1, canvas.height - extent.y0
    reach = [reach_of(letter, text.get_fontproperties().get_file()) for letter in text.get_text() if letter.strip()]
    size, baseline = text.get_fontsize(), text.get_position()[1]
    top, bottom = baseline - size * max(high for _, high in reach), baseline - size * min(low for low, _ in reach)
    return extent.x0, top, extent.x1, bottom


@functools.cache
def reach_of(letter, file):
    """How far a letter goes below and above its baseline, in sizes of the font; its curves are followed once, not in every text."""
    box = TextPath((0, 0), letter, size=1, prop=FontProperties(fname=file)).get_extents()
    return box.y0, box.y1


def overflowing(canvas):
    """Texts that leave their box by more than a pixel."""
    out = []
    for text, box in canvas.placed:
        left, top, right, bottom = ink(canvas, text)
        inside = left >= box.left - 1 and right <= box.right + 1 and top >= box.top - 1 and bottom <= box.bottom + 1
        if not inside:
            out.append((text.get_text(), box, (left, top, right, bottom)))
    return out


PHONE, READABLE = 390, 6.4  # pixels: the screen of a phone as wide as which any frame is shown, and the smallest letters there


def smallest(canvas):
    """Pixels of the smallest letters of a frame on a phone, with a text that has them."""
    return min((text.get_fontsize() * PHONE / canvas.width, text.get_text()) for text, _ in canvas.placed)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_text_leaves_its_box_nor_the_sheet_nor_is_too_small_for_a_phone(edition, kind, size, language):
    def measure():
        reader.use(language)
        return draw(edition, kind, size)[1]

    canvas = reader.aside(measure)
    assert overflowing(canvas) == []
    assert smallest(canvas) >= (READABLE,)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_cleared_wide_frame_with_one_more_line_below_is_readable_too(edition, kind, language):
    frame = press.frame(edition, words.Words(language), kind)
    canvas = rendering.draw(edition, words.Words(language), frame, rendering.SIZES["1200x675"], clearance="PPID-2026-10-0001")
    assert smallest(canvas) >= (READABLE,)
    assert overflowing(canvas) == []


@pytest.mark.parametrize(("table", "kind"), [("kegiatan", "activity"), ("pelatihan", "training")])
def test_frames_of_one_table_are_readable_in_each_size_and_language(table, kind, tmp_path):
    """Most of their counts are 0 or withheld: other words stand where bars would be."""
    edition = reading.open_edition(homes.alone(table, tmp_path))
    for size, said in itertools.product(rendering.SIZES.values(), map(words.Words, words.LANGUAGES)):
        canvas = rendering.draw(edition, said, press.frame(edition, said, kind), size)
        assert smallest(canvas) >= (READABLE,)
        assert overflowing(canvas) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_names_and_the_largest_numbers_fit_too(large, kind, size):
    assert overflowing(draw(large, kind, size)[1]) == []


def test_names_on_the_map_do_not_cover_one_another(edition):
    _, canvas = draw(edition)
    names = {part for area in views.areas(edition, LAST) for part in area.name.split(" ")}
    boxes = [ink(canvas, text) for text, _ in canvas.placed if text.get_text() in names]
    assert len(boxes) >= 23
    covering = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1
    ]
    assert covering == []


def drawn_extent(png, colours):
    """Left, top, right, bottom of all pixels of some colours."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    wanted = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours]
    rows, columns = np.nonzero(np.any([(pixels == one).all(axis=2) for one in wanted], axis=0))
    return columns.min(), rows.min(), columns.max(), rows.max()


def test_the_map_takes_more_than_two_thirds_of_the_height_of_a_square(edition):
    """Colours of the classes and of no data occur in the legend too, which stands lower than the map begins."""
    _, top, _, bottom = drawn_extent(picture(edition, "map"), [*palette.BANDS, palette.NO_DATA])
    assert bottom - top > 1080 * 2 / 3


@pytest.mark.parametrize("size", ["1080x1080", "1080x1350"])
def test_the_names_of_the_map_can_be_read_on_a_telephone(edition, size):
    """On a screen of 390 pixels the picture is drawn at 390/1080: 22 pixels become 8."""
    frame, canvas = draw(edition, "map", size)
    names = {part for name in frame.body.names.values() for part in name.split(" ")}
    written_at = [text.get_fontsize() for text, _ in canvas.placed if text.get_text() in names]
    assert len(written_at) >= 23
    assert min(written_at) * 390 / 1080 >= 7.9


def test_every_name_of_the_map_begins_in_its_own_kecamatan(edition):
    body = press.frame(edition, t, "map").body
    names = json.dumps(sorted(body.names.items()))
    shapes = maps._shapes(edition.boundary())
    for room in ((480.0, 850.0), (560.0, 720.0)):
        points = maps._label_places(names, edition.boundary(), room, 1.0).places
        assert points.keys() == body.names.keys()
        assert [code for code, at in points.items() if not shapely.contains_xy(shapes[code], *at)] == []


def test_names_beside_the_wide_map_have_lines_that_end_in_their_own_kecamatan_and_do_not_cross(edition):
    """Letters that can be read leave no room for 23 names on a map so low; each stands beside it, in one line."""
    frame, canvas = draw(edition, "map", "1200x675")
    codes = {name: code for code, name in frame.body.names.items()}
    said = [text for text, _ in canvas.placed if text.get_text() in codes]
    lines = [line for line in canvas.axes.lines if len(line.get_xdata()) == 2 and line.get_color() == sheet.INK]
    assert sorted(text.get_text() for text in said) == sorted(codes)
    filled = [p.get_path() for p in canvas.axes.patches if isinstance(p, PathPatch) and p.get_facecolor()[3]]
    drawn = dict(zip(maps.low_last(frame.body, maps._shapes(edition.boundary()), 3), filled, strict=True))
    for text, line in zip(said, lines, strict=True):
        start, end = line.get_xydata()
        assert drawn[codes[text.get_text()]].contains_point(end), text.get_text()
        left, top, right, bottom = ink(canvas, text)
        assert top - 6 < start[1] < bottom + 6
        assert 0 < max(left - start[0], start[0] - right) < 12
    paths = [shapely.LineString(line.get_xydata()) for line in lines]
    assert [(i, j) for i, j in itertools.combinations(range(len(paths)), 2) if paths[i].crosses(paths[j])] == []


def test_the_legend_counts_its_classes_and_an_empty_one_names_nobody():
    edition = PressEdition()
    with edition.rows("scores") as scores:
        now = (scores["period"] == LAST) & (scores["unit_type"] == "kecamatan") & scores["band"].notna()
        scores.loc[now, "band"] = 4
    frame, canvas = draw(edition)
    assert [entry.said.replace("\u00a0", " ") for entry in frame.body.legend] == [
        "1–3 sampai dengan cukup kondusif (0–60): tidak ada",
        "4 Kondusif (60–80): 22 kecamatan",
        "5 Sangat kondusif (80–100): tidak ada",
        "Data belum memadai: 1 kecamatan",
    ]
    assert set(frame.body.classes.values()) == {4, None}
    said = " ".join(written(canvas).replace("\u00a0", " ").split())
    assert "(0–60): tidak ada" in said


def bars(*counts):
    return BarsBody("Kegiatan", tuple(Bar(f"K{i}", n, str(n)) for i, n in enumerate(counts)))


def bar_lengths(body):
    """Pixels of each bar, the largest first, in a sheet with one column."""
    canvas = sheet.Canvas(1080, 1080)
    bodies._bars(t, canvas, body, sheet.Box(50, 50, 980, 900))
    return [p.get_width() for p in canvas.axes.patches if p.get_facecolor()[:3] == pytest.approx(to_rgb(sheet.ACCENT))], written(canvas)


def test_one_bar_does_not_flatten_the_others():
    """343 beside 81: drawn to scale, 81 would be a quarter of the width; cut, it is four fifths."""
    lengths, said = bar_lengths(bars(343, 81, 55, 8))
    assert lengths[1] == pytest.approx(0.8 * lengths[0], rel=0.01)
    assert lengths[2] / lengths[1] == pytest.approx(55 / 81, rel=0.01)
    assert "Kegiatan (batang terputus: melampaui skala)" in said
    assert "343" in said


def test_bars_of_one_order_are_drawn_to_scale_and_nothing_is_said():
    lengths, said = bar_lengths(bars(100, 81, 55))
    assert [length / lengths[0] for length in lengths] == pytest.approx([1, 0.81, 0.55], rel=0.01)
    assert "terputus" not in said


@pytest.mark.parametrize(
    ("counts", "scale"),
    [((250, 100), 250), ((251, 100), 125), ((900, 800, 100, 90), 125), ((5, 0, 0), 5), ((7,), 7), ((), 1)],
)
def test_a_bar_is_cut_only_beyond_two_and_a_half_times_the_next_one(counts, scale):
    assert scale_of(bars(*counts).bars) == scale


def test_parts_of_a_whole_are_never_cut():
    assert scale_of([Bar("a", 10, "10", whole=400), Bar("b", 9, "9", whole=20)]) == 400


def screen_classes(edition, static):
    """Code → class and colour, out of the figure that the pages show."""
    areas = views.areas(edition, LAST)
    figure = map_figure.figure(areas, outline.of(edition, static=static), {}, height=500)
    found = {}
    for trace in figure["data"]:
        if trace["type"] == "choropleth":
            scale = trace["colorscale"]
            for code, z in zip(trace["locations"], trace["z"], strict=True):
                share = (z - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
                found[code] = (z or None, [colour for edge, colour in scale if edge <= max(share, 0)][-1])
    return found


def test_the_map_has_the_classes_and_colours_of_the_screen(edition, tmp_path):
    body = press.frame(edition, t, "map", name_low_bands=True).body
    drawn = {code: (number, maps.fill_of(number)) for code, number in body.classes.items()}
    assert drawn == screen_classes(edition, tmp_path)
    assert drawn[NOT_ASSESSED] == (None, palette.NO_DATA)


def test_a_swatch_has_the_outline_that_its_class_has_on_the_map(edition):
    """The legend explains what is drawn: a dark border means a band that isn't named without leave, there and here."""
    frame = press.frame(edition, t, "map", name_low_bands=True)
    canvas = rendering.draw(edition, t, frame, rendering.SIZES["a4"], clearance="X")
    swatches = [one for one in canvas.axes.patches if isinstance(one, Rectangle) and one.get_linewidth() > 0]
    assert [to_hex(one.get_edgecolor()) for one in swatches if to_hex(one.get_facecolor()) in palette.BANDS] == [
        palette.LOW_LINE if number < 3 else palette.BORDER for number in range(1, 6)
    ]


def test_the_map_paints_every_kecamatan_in_its_colour(edition):
    """Read the colour off the picture beside the label point, where neither name nor border lies."""
    body = press.frame(edition, t, "map", name_low_bands=True).body
    frame = press.frame(edition, t, "map", name_low_bands=True)
    canvas = rendering.draw(edition, t, frame, rendering.SIZES["a4"], clearance="X")
    pixels = np.asarray(Image.open(io.BytesIO(rendering.render(canvas, frame, "png", rendering.SIZES["a4"]))).convert("RGB"))
    for number in {n for n in body.classes.values() if n}:
        wanted = [int(palette.BANDS[number - 1][i : i + 2], 16) for i in (1, 3, 5)]
        assert (pixels == wanted).all(axis=2).sum() > 2000


def test_the_two_lowest_bands_are_not_told_apart_by_kecamatan_unless_allowed():
    edition = PressEdition()
    with edition.rows("scores") as scores:
        for code, band in (("32.16.01", 1), ("32.16.02", 2), ("32.16.03", 3)):
            scores.loc[(scores["period"] == LAST) & (scores["unit"] == code), "band"] = band
    shown = press.frame(edition, t, "map").body
    assert {shown.classes[code] for code in ("32.16.01", "32.16.02", "32.16.03")} == {3}
    assert shown.legend[0].text == "1–3 sampai dengan cukup kondusif (0–60)"
    assert "Kurang kondusif" not in written(draw(edition)[1])
    allowed = press.frame(edition, t, "map", name_low_bands=True).body
    assert [allowed.classes[code] for code in ("32.16.01", "32.16.02", "32.16.03")] == [1, 2, 3]
    assert len(allowed.legend) == 6


def test_simulated_data_says_so_whatever_is_cleared(edition):
    assert written(draw(edition, clearance="PPID-2026-10-0001")[1]).count("DATA SIMULASI – BUKAN DATA NYATA") == 2
    assert "SIMULASI" not in written(draw(PressEdition(kind="nyata"))[1])


def test_without_clearance_the_frame_says_that_it_must_not_go_out(edition):
    warning = "BELUM DISETUJUI PPID – JANGAN DISEBARLUASKAN"
    assert written(draw(edition)[1]).count(warning) == 2
    cleared = written(draw(edition, clearance="PPID-2026-10-0001")[1])
    assert warning not in cleared
    assert "Izin siar: PPID-2026-10-0001." in re.sub(r"\s+", " ", cleared)


@pytest.mark.parametrize("kind", KINDS)
def test_no_frame_names_an_ormas(edition, kind):
    frame, canvas = draw(edition, kind)
    assert "Ormas Rekaan" not in written(canvas) + frame.caption + frame.alt


def test_title_subtitle_source_and_caption_in_both_languages(edition):
    frame = press.frame(edition, t, "map")
    assert re.fullmatch(r"\d+ dari 22 kecamatan yang dinilai tergolong (.+ \(\d\)|golongan 1–3)", frame.title)
    assert frame.subtitle.endswith("dua belas bulan sampai Oktober 2026, angka sementara")
    assert frame.source == ("Sumber: Bakesbangpol Kabupaten Bekasi, Dasbor Kondusivitas edisi 2026-10-r1, metode IKW 2026.2 (usulan).")
    assert any("batas digeneralisasi" in note for note in frame.notes)
    assert frame.caption.startswith("DATA SIMULASI – BUKAN DATA NYATA. ")
    english = in_english(lambda: press.frame(edition, t, "map").caption)
    assert english.startswith("SIMULATED DATA – NOT REAL DATA. ")
    assert "generalised boundaries" in english


def test_the_fonts_have_every_letter_of_every_frame(edition):
    from fontTools.ttLib import TTFont

    for bold in (False, True):
        known = set(TTFont(fonts.path(bold)).getBestCmap())
        for kind in KINDS:
            _, canvas = draw(edition, kind)
            said = in_english(lambda kind=kind: written(draw(edition, kind)[1])) + written(canvas)
            assert {letter for letter in said if ord(letter) not in known} == set()


def test_a_missing_font_is_said_and_nothing_else_is_used(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(DataError, match=r"NotoSans-Bold\.ttf tidak ada"):
        fonts.path(True)


def test_a_damaged_font_is_said_too(monkeypatch, tmp_path):
    whole = fonts.path(True).read_bytes()
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    (tmp_path / "NotoSans-Bold.ttf").write_bytes(whole[:20_000])
    with pytest.raises(DataError, match=r"static/fonts/NotoSans-Bold\.ttf rusak"):
        fonts.path(True)


def test_a_logo_takes_its_place_and_another_file_is_refused(edition, tmp_path):
    logo = tmp_path / "logo.png"
    Image.new("RGB", (300, 100), "#d00000").save(logo)
    pixels = np.asarray(Image.open(io.BytesIO(picture(edition, "number", logo=logo))).convert("RGB"))
    red = np.argwhere((pixels == [208, 0, 0]).all(axis=2))
    assert len(red) > 4000
    assert red.max(axis=0)[0] < 200
    logo.write_text("bukan gambar")
    with pytest.raises(DataError, match="bukan gambar PNG atau JPEG"):
        draw(edition, logo=logo)


def test_a_month_that_the_edition_lacks_is_refused(edition):
    with pytest.raises(DataError, match="tidak memuat bulan 1999-01"):
        press.frame(edition, t, "map", "1999-01")


def test_the_command_line_writes_the_picture_or_says_why_not(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(reading, "open_edition", lambda home, one=None: PressEdition())
    out = tmp_path / "peta.png"
    home = ["--home", str(tmp_path)]
    assert main(["frame", "--out", str(out), "--size", "1200x675", "--lang", "en", *home]) == 0
    with Image.open(out) as image:
        assert image.size == (1200, 675)
    assert "Source: Bakesbangpol" in capsys.readouterr().out
    reader.use("id")
    assert main(["frame", "--out", str(tmp_path / "peta.gif"), *home]) == 1
    assert "format tidak dikenali" in capsys.readouterr().err
    assert main(["frame", "--out", str(tmp_path / "tidak" / "ada.png"), *home]) == 1
    assert "tidak dapat ditulis" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ekspor.lock", "kunci", "peta.png"]
