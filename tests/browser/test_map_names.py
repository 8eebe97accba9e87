"""The names of the kecamatan on the map: none over another, none cut off, at every width."""

import itertools

import pytest

from tests.browser.driving import SHOTS, settled

BOXES = """plot => {
    const box = e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
    return [box(plot), [...plot.querySelectorAll('.scattergeo text')].map(e => [e.textContent, box(e)])];
}"""
ROOM = 0.5  # pixels


def overlap(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > ROOM and min(a[3], b[3]) - max(a[1], b[1]) > ROOM


PAGES = {"ringkasan": "", "peta": "peta"}
MORE = {"ormas": "peta?lapis=ormas", "beda": "peta?banding=ya"}


@pytest.mark.parametrize("width", [1366, 1920, 360])
def test_the_names_on_the_map_are_all_there_apart_and_whole(server, visit, width):
    SHOTS.mkdir(exist_ok=True)
    for name, path in (PAGES | MORE if width == 1366 else PAGES).items():
        page = visit(f"{server}/{path}", width=width)
        page.locator(".choroplethlocation").first.wait_for()
        settled(page)
        for plot in page.locator(".js-plotly-plot:has(.choroplethlocation)").all():
            frame, drawn = plot.evaluate(BOXES)
            assert len(drawn) == 23
            assert [(a, b) for (a, p), (b, q) in itertools.combinations(drawn, 2) if overlap(p, q)] == []
            assert [
                one
                for one, b in drawn
                if b[0] < frame[0] or b[1] < frame[1] or b[2] > frame[2] or b[3] > frame[3]
            ] == []
            plot.screenshot(path=SHOTS / f"nama-{name}-{width}.png")
