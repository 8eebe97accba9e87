"""The names of the kecamatan on the map: none over another, none cut off, at every width; its circles answer for their own."""

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
    page = None
    for name, path in (PAGES | MORE if width == 1366 else PAGES).items():
        page = visit(f"{server}/{path}", width=width, over=page)
        page.locator(".choroplethlocation").first.wait_for()
        settled(page)
        for plot in page.locator(".js-plotly-plot:has(.choroplethlocation)").all():
            frame, drawn = plot.evaluate(BOXES)
            assert len(drawn) == 23
            assert [(a, b) for (a, p), (b, q) in itertools.combinations(drawn, 2) if overlap(p, q)] == []
            assert [one for one, b in drawn if b[0] < frame[0] or b[1] < frame[1] or b[2] > frame[2] or b[3] > frame[3]] == []
            plot.screenshot(path=SHOTS / f"nama-{name}-{width}.png")


CIRCLES = """plot => plot.data.filter(trace => trace.mode === 'markers').flatMap(trace => {
    const drawn = [...plot.querySelectorAll('.scattergeo path.point')].filter(e => getComputedStyle(e).opacity !== '0');
    return drawn.slice(-trace.customdata.length).map((e, i) => {
        const b = e.getBoundingClientRect();
        return [trace.customdata[i], trace.text[i], b.left + b.width / 2, b.top + b.height / 2, b.width / 2];
    });
})"""
HOVERED = "text => [...document.querySelectorAll('.hoverlayer .hovertext')].some(e => e.textContent.includes(text))"


@pytest.mark.parametrize("width", [1366, 360])
def test_a_circle_is_hovered_and_clicked_as_its_own_kecamatan(server, visit, width):
    """Its middle and its rim, also where it reaches over a border."""
    page = visit(f"{server}/peta?lapis=ormas", width=width, height=1600)
    plot = page.locator(".js-plotly-plot:has(.choroplethlocation)")
    circles = plot.evaluate(CIRCLES)
    assert len(circles) == 23
    for _, text, x, y, radius in circles:
        for off in (0, -0.8 * radius, 0.8 * radius):
            hovered(page, text, x + off, y)
    for wanted in [code for code, *_ in circles[3::9]]:
        code, text, x, y, radius = next(one for one in plot.evaluate(CIRCLES) if one[0] == wanted)
        hovered(page, text, x + 0.8 * radius, y)
        page.mouse.down()
        page.mouse.up()
        page.wait_for_url(lambda url, code=code: f"kecamatan={code}" in url)
        settled(page)


def hovered(page, text, x, y):
    """Move the mouse to a place and wait until the map says a text there."""
    page.mouse.move(x, y)
    page.wait_for_function(HOVERED, arg=text.removeprefix("<b>").partition("</b>")[0], timeout=5_000)


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(230, 235, 238)")])
def test_maps_and_legends_lie_on_a_light_paper_in_both_themes(server, visit, scheme, paper):
    """The colours of the classes are chosen against it (palette.PAPERS)."""
    page = visit(f"{server}/peta?banding=ya", scheme=scheme)
    lies_on = (
        "e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (c !== 'rgba(0, 0, 0, 0)') return c; } }"
    )
    drawn = page.locator(".js-plotly-plot:has(.choroplethlocation)")
    drawn.nth(2).wait_for()
    maps = drawn.all()
    legends = page.locator(".k-legend").all()
    assert (len(maps), len(legends)) == (3, 2)
    assert {place.evaluate(lies_on) for place in maps + legends} == {paper}
