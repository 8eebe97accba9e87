"""Every page, in both languages and both themes, without a serious or critical fault; by keyboard; narrow; without motion."""

import os
import re

import pytest

from pages import navigation
from tests.browser import axe
from tests.browser.driving import HEADINGS, PATIENCE, VIEWS, grown, opened, photographed, runs_over, settled

PAGES = [navigation.name_of(module) for _, group in navigation.GROUPS for module, _ in group]
FOLDED = {
    "id": ("Lihat tabel", "Agenda 30 hari ke depan", "Catat keputusan rapat", "Perbarui keputusan", "Notulen rapat"),
    "en": ("Show table", "Agenda of the next 30 days", "Note what a meeting decided", "Follow a decision", "Minutes of the meeting"),
}
"""What is opened before it is looked at."""
STEPS = 60  # of Tab, before a thing counts as out of reach


@pytest.fixture(scope="module")
def axe_there():
    if not axe.SCRIPT.exists():
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("axe-core is not here yet (python -m tests.browser.axe)")


def address(server, name, **query):
    path = "" if name == "ringkasan" else name
    return f"{server}/{path}?" + "&".join(f"{key}={value}" for key, value in query.items())


def test_every_page_is_among_the_views():
    assert {path[1:].partition("?")[0] or "ringkasan" for path in VIEWS.values()} == set(PAGES)


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(("language", "schemes"), [("id", ("light", "dark")), ("en", ("dark", "light"))], ids=["id", "en"])
def test_a_page_has_no_serious_fault_in_either_language_or_theme_nor_runs_over_a_wide_screen(
    axe_there, server, visit, name, language, schemes
):
    """One visit for both themes and widths: a page that follows its reader into the dark, or is widened, looks like one
    opened there (below)."""
    first, then = schemes
    page = visit(f"{server}{VIEWS[name]}&lang={language}", scheme=first)
    opened(page, HEADINGS[name][language], language)
    dressed(page, first)
    photographed(page, f"{name}-1366-{first}-{language}")
    page.set_viewport_size({"width": 1920, "height": 900})
    settled(page)
    photographed(page, f"{name}-1920-{first}-{language}")
    page.emulate_media(color_scheme=then)
    page.set_viewport_size({"width": 1366, "height": 900})
    dressed(page, then)
    photographed(page, f"{name}-1366-{then}-{language}")
    for title in FOLDED[language]:
        for folded in page.get_by_text(title, exact=True).all():
            folded.click()
    settled(page)
    assert runs_over(page) <= 0
    for scheme in (then, first):
        page.emulate_media(color_scheme=scheme)
        dressed(page, scheme)
        page.evaluate(ALIKE)
        grown(page)
        assert axe.faults(page) == [], scheme


# Of the rows of a table that are built and dressed alike, three stay for axe: *Tren* has 24 months of 23 kecamatan in each of
# five, and a window of 52,000 pixels for them took most of the test. What differs in anything that a rule asks for, stays.
ALIKE = """() => {
    const dress = e => { const s = getComputedStyle(e); return [e.tagName, e.className, e.textContent === '', s.color, s.backgroundColor,
        s.backgroundImage, s.opacity, s.textShadow, s.fontSize, s.fontWeight,
        ...[...e.attributes].filter(one => one.name !== 'style').map(one => one.name)].join() };
    const alike = [];
    for (const table of document.querySelectorAll('[data-testid="stMain"] table')) {
        const seen = {};
        for (const row of table.tBodies[0].rows) {
            const like = [row, ...row.querySelectorAll('*')].map(dress).join(' ');
            seen[like] = (seen[like] || 0) + 1;
            alike.push([row, seen[like] > 3]);
        }
    }
    for (const [row, enough] of alike) row.style.display = enough ? 'none' : '';
    return alike.filter(([, enough]) => !enough).length;
}"""


def dressed(page, scheme):
    """Wait until the page wears a theme, its charts too, and no colour is on its way any more."""
    ground = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 24, 28)"}[scheme]
    page.wait_for_function(
        "ground => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor === ground", arg=ground
    )
    page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")
    settled(page)


def test_a_page_that_follows_its_reader_into_the_dark_looks_like_one_opened_there(server, visit):
    colours = (
        "() => [...document.querySelectorAll('[data-testid=\"stMain\"] *')].map(one => { const s = getComputedStyle(one);"
        " return [one.tagName, s.color, s.backgroundColor, s.fill, s.stroke].join(' ') })"
    )
    opened = visit(f"{server}{VIEWS['ringkasan']}", scheme="dark")
    followed = visit(f"{server}{VIEWS['ringkasan']}")
    in_the_light = followed.evaluate(colours)
    followed.emulate_media(color_scheme="dark")
    dressed(followed, "dark")
    assert followed.evaluate(colours) == opened.evaluate(colours) != in_the_light


def test_a_page_that_is_widened_looks_like_one_opened_on_a_wide_screen(server, visit):
    places = (
        "() => [...document.querySelectorAll('[data-testid=\"stMain\"] *')].map(one => { const b = one.getBoundingClientRect();"
        " return [one.tagName, ...[b.x, b.y, b.width, b.height].map(Math.round)].join(' ') })"
    )
    opened = visit(f"{server}{VIEWS['peta']}", width=1920)
    widened = visit(f"{server}{VIEWS['peta']}")
    narrow = widened.evaluate(places)
    widened.set_viewport_size({"width": 1920, "height": 900})
    settled(widened)
    assert widened.evaluate(places) == opened.evaluate(places) != narrow


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_main_button_of_a_page_reads_also_under_the_mouse_and_the_keyboard(axe_there, server, visit, scheme):
    """Those of the other pages are there only when there is something to do."""
    page = visit(address(server, "edisi", bagian="terbitkan"), scheme=scheme)
    month = page.get_by_role("combobox", name=re.compile("Bulan yang diterbitkan"))
    month.fill("September 2026")  # without an edition: there is something to publish
    month.press("Enter")
    button = page.get_by_role("button", name="Terbitkan edisi September 2026")
    button.wait_for()
    settled(page)  # while the script runs, Streamlit's own buttons fade
    for reach in (lambda: None, button.hover, button.focus):
        reach()
        page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")
        assert axe.faults(page) == []


def test_axe_would_find_a_fault(axe_there, server, visit):
    page = visit(address(server, "metodologi"))
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"x.png\">')")
    assert [rule for rule, _ in axe.faults(page)] == ["image-alt"]


def test_a_row_that_reads_badly_is_found_among_many_alike(axe_there, server, visit):
    page = visit(address(server, "metodologi"))
    rows = [f'<tr><td style="color: {"#bbb" if n == 30 else "inherit"}">dua</td></tr>' for n in range(40)]
    page.evaluate(
        "rows => document.querySelector('h1').insertAdjacentHTML('afterend', `<table><tbody>${rows}</tbody></table>`)", "".join(rows)
    )
    page.evaluate(ALIKE)
    assert page.locator("h1 + table tr:visible").count() == 4
    assert [rule for rule, _ in axe.faults(page)] == ["color-contrast"]


@pytest.mark.parametrize("role", ["camat", "humas"])
def test_axe_finds_no_serious_fault_where_a_page_is_refused(axe_there, server, visit, role):
    page = visit(address(server, "ormas", peran=role))
    assert page.get_by_role("heading", level=1).inner_text() == "Tidak tersedia untuk Anda"
    assert axe.faults(page) == []


def test_the_language_of_the_document_is_that_of_its_words(server, visit):
    page = None
    for language in ("id", "en"):
        page = visit(address(server, "ringkasan", lang=language), over=page)
        assert page.locator(".k").first.get_attribute("lang") == language


def tab_to(page, reached):
    """Press Tab until the focus is on something; every stop on the way shows where it is."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => {{ const e = document.activeElement; return Boolean({reached}) }}"):
            return
    raise AssertionError(f"not reached by Tab: {reached}")


def test_a_journey_by_keyboard_alone(server, visit):
    """From the summary to the map by the menu, choose a kecamatan, open the table."""
    page = visit(address(server, "ringkasan"))
    tab_to(page, "e.closest('[data-testid=\"stPageLink\"]') && e.innerText.trim() === 'Peta'")
    ring = page.evaluate("() => getComputedStyle(document.activeElement).outline")
    assert "solid 2px" in ring, "who uses the keyboard must see where it is"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Peta", level=1).wait_for()
    settled(page)
    tab_to(
        page,
        "e.getAttribute('role') === 'combobox' && (e.getAttribute('aria-label') || '').includes('Kecamatan')",
    )
    page.keyboard.type("Setu")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "kecamatan=32.16.18" in url)
    settled(page)
    tab_to(page, "e.tagName === 'SUMMARY' && e.innerText.includes('Lihat tabel')")
    page.keyboard.press("Enter")
    page.get_by_role("table").first.wait_for()


@pytest.mark.parametrize("name", PAGES)
def test_at_360_pixels_nothing_runs_over_the_edge_and_letters_stay_readable(server, visit, name):
    page = visit(address(server, name, kecamatan="32.16.07"), width=360, height=740)
    photographed(page, f"{name}-360-light-id")
    main = page.locator('[data-testid="stMain"]')
    small = main.evaluate(
        "e => [...e.querySelectorAll('.k *')].filter(one => one.childElementCount === 0 && one.innerText.trim()"
        " && parseFloat(getComputedStyle(one).fontSize) < 12).map(one => one.innerText)"
    )
    assert small == []
    cut = main.evaluate(
        "e => [...e.querySelectorAll('.k p, .k h3, .k dd, .k li')].filter(one => one.getBoundingClientRect().right"
        " > innerWidth && !one.closest('.k-scroll')).map(one => one.innerText.slice(0, 60))"
    )
    assert cut == []


def test_who_asks_for_less_motion_gets_none(server, browser):
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address(server, "peta"))
    settled(page)
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter(one => { const s = getComputedStyle(one);"
        " return [...s.transitionDuration.split(','), ...(s.animationName === 'none' ? [] : s.animationDuration.split(','))]"
        " .some(text => parseFloat(text) > 0.01) }).map(one => one.tagName + '.' + one.className)"
    )
    assert moving == []
    context.close()
