"""How many of the lowest bands aren't named without leave is a rule of the edition: maps, frames, slides and sentences follow it."""

import inspect
import io
from dataclasses import asdict, replace

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from pptx import Presentation
from pptx.util import Mm

from data.editions.reading import Edition
from data.words import Words
from pages.exports.brief import brief_pptx
from pages.exports.press import district, press, rendering
from pages.figures import layers, map_figure, palette
from pages.panels import map_panel
from tests.pages import showing
from tests.pages.exports.press_edition import PressEdition
from tests.pages.fake_edition import LAST, ROSE, SCORED
from tests.reader import t

KIND = district.kind(ROSE)
PLACES = dict(zip(("32.16.01", "32.16.02", "32.16.03", "32.16.04", "32.16.05"), (1, 2, 3, 4, 5), strict=True))
SAID = {2: "golongan terendah", 3: "2 golongan terendah", 4: "3 golongan terendah"}
SPOKEN = {2: "the lowest band", 3: "the 2 lowest bands", 4: "the 3 lowest bands"}


@pytest.fixture
def ruled(monkeypatch):
    """Every edition that is opened has a rule of its own on what isn't named without leave."""
    as_kept = Edition.verdict_rules

    def put(lowest):
        monkeypatch.setattr(Edition, "verdict_rules", lambda self: replace(as_kept(self), lowest_named=lowest))

    return put


@pytest.fixture(scope="module")
def edition():
    """Five kecamatan in five bands, one of them in the lowest for a month of its line."""
    made = PressEdition()
    with made.rows("scores") as scores:
        for code, band in PLACES.items():
            scores.loc[(scores["period"] == LAST) & (scores["unit"] == code), "band"] = band
        scores.loc[(scores["period"] == SCORED[-3]) & (scores["unit"] == ROSE), "band"] = 1
    return made


@pytest.fixture(scope="module")
def cleared(edition):
    """What PPID cleared: fingerprints of the frames, under the rule as it ships."""
    return {kind: press.fingerprint(edition, kind, LAST, name_low_bands=True) for kind in (*press.KINDS, KIND)}


def is_low(colour):
    return str(colour).removeprefix("#").lower() == palette.LOW_LINE[1:]


@pytest.mark.parametrize("lowest", [1, 2, 3, 4])
def test_the_frame_and_its_legend_outline_the_bands_below_the_rule(edition, ruled, lowest):
    ruled(lowest)
    frame = press.frame(edition, t, "map", name_low_bands=True)
    patches = rendering.draw(edition, t, frame, rendering.SIZES["1080x1080"], clearance="X").axes.patches
    drawn = {}
    for one in patches:
        drawn.setdefault(isinstance(one, Rectangle), []).append(one)
    for shapes in drawn.values():
        for number, colour in enumerate(palette.BANDS, start=1):
            lines = {
                is_low(to_hex(one.get_edgecolor())) for one in shapes if to_hex(one.get_facecolor()) == colour and one.get_linewidth() > 0
            }
            assert lines == {number < lowest}


@pytest.mark.parametrize("lowest", [1, 2, 3, 4])
def test_a_frame_without_leave_outlines_nothing(edition, ruled, lowest):
    ruled(lowest)
    frame = press.frame(edition, t, "map")
    assert [entry.number for entry in frame.body.legend] == [*range(lowest, 6), None]
    patches = rendering.draw(edition, t, frame, rendering.SIZES["1080x1080"], clearance="X").axes.patches
    assert not [one for one in patches if is_low(to_hex(one.get_edgecolor()))]


@pytest.mark.parametrize("lowest", [1, 3])
def test_the_slide_outlines_the_bands_below_the_rule(simulated_brief, simulated_edition, ruled, lowest):
    ruled(lowest)
    classes = dict(zip(sorted(simulated_brief.map.classes), PLACES.values(), strict=False))
    changed = replace(simulated_brief, map=replace(simulated_brief.map, classes=classes))
    deck = Presentation(io.BytesIO(brief_pptx.render(t, changed, simulated_edition)))
    (slide,) = [one for one in deck.slides if any(shape.name == changed.map_title for shape in one.shapes)]
    group = next(shape for shape in slide.shapes if shape.name == changed.map_title)
    lines = {part.name: is_low(part.line.color.rgb) for part in group.shapes}
    assert {number: lines[changed.map.names[code]] for code, number in classes.items()} == {n: n < lowest for n in PLACES.values()}
    swatches = [shape for shape in slide.shapes if shape.width == Mm(7) and shape.height == Mm(5)]
    said = [entry.number is not None and entry.number < lowest for entry in changed.map.legend]
    assert [is_low(shape.line.color.rgb) for shape in swatches] == said


@pytest.mark.parametrize("lowest", [1, 3])
def test_the_map_of_the_page_and_its_legend_outline_the_bands_below_the_rule(edition, ruled, lowest):
    ruled(lowest)
    drawn = inspect.unwrap(map_panel._figure)(edition, t, LAST, "id", layers.INDEX, layers.NONE, False, 500)
    outlined = [trace for trace in drawn["data"] if is_low((trace.get("line") or {}).get("color"))]
    assert len(outlined) == (lowest > 1)


@pytest.mark.home("contoh")
@pytest.mark.parametrize("lowest", [1, 2, 3, 4])
def test_the_pages_say_how_many_bands_are_held_back_and_ask_only_where_some_are(home, ruled, lowest):
    ruled(lowest)
    legend = next(one.proto.body for one in showing.shown("peta").get("html") if "k-legend" in one.proto.body)
    assert legend.count("k-low") == lowest - 1
    at = showing.shown("siaran_pers", bingkai="map")
    asked = [box.label for box in at.checkbox if box.key == "w_golongan"]
    assert asked == ([f"Sebut {SAID[lowest]}"] if lowest > 1 else [])
    notes = [one for one in showing.text(at).split(". ") if "hanya disebut bila PPID" in one]
    assert all(SAID[lowest] in note.lower() and f"golongan 1–{lowest} digambar sebagai satu" in note for note in notes)
    assert bool(notes) == (lowest > 1)


@pytest.mark.parametrize("lowest", [2, 3, 4])
def test_a_frame_that_would_tell_a_low_band_is_refused_with_the_number_of_the_rule(edition, ruled, lowest):
    ruled(lowest)
    with pytest.raises(district.NotNamedError) as refused:
        press.frame(edition, t, KIND)
    assert f"tergolong, {SAID[lowest]} pada " in str(refused.value)
    assert f"hanya dibuat bila {SAID[lowest]} boleh disebut" in str(refused.value)
    assert Words("en")(refused.value.message).count(f"in {SPOKEN[lowest]} in ") == 1


def test_where_every_band_may_be_named_no_frame_is_refused(edition, ruled):
    ruled(1)
    assert not district.needs_leave(edition, ROSE, LAST)
    assert asdict(press.frame(edition, t, KIND)) == asdict(press.frame(edition, t, KIND, name_low_bands=True))
    assert asdict(press.frame(edition, t, "map")) == asdict(press.frame(edition, t, "map", name_low_bands=True))


@pytest.mark.parametrize("lowest", [1, 4])
def test_a_frame_with_leave_says_the_same_under_any_rule_so_that_its_clearance_stands(edition, cleared, ruled, lowest):
    ruled(lowest)
    assert cleared == {kind: press.fingerprint(edition, kind, LAST, name_low_bands=True) for kind in cleared}


def test_a_map_of_something_else_than_bands_outlines_nothing():
    assert inspect.signature(map_figure.figure).parameters["lowest"].default == 1
