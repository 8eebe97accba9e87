"""A real server on a free port with a home of its own, and Debian's Chromium that may talk to nobody else."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import homes
from tests.browser import proxies
from tests.browser.driving import PATIENCE, serving, settled
from tests.browser.signing_in import home_with

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--process-per-site",  # tabs of one profile share the scripts that are read: a new one takes 1.3 s of a processor, not 3.7
    "--host-resolver-rules=MAP cdn.jsdelivr.net ~NOTFOUND",  # where the OIDC server of the tests has its style
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    missing = []
    if not Path(CHROMIUM).exists():
        missing.append("Chromium (sudo apt install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        missing.append("playwright (make test installs it)")
    if missing:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"browser tests need {' and '.join(missing)}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """A simulated store with one published edition, that servers of tests may write into."""
    return homes.copy("contoh", tmp_path_factory.mktemp("rumah") / "home")


@pytest.fixture(scope="session")
def server(home, tmp_path_factory):
    with serving(home, tmp_path_factory.mktemp("log") / "server.log") as address:
        yield address


@pytest.fixture
def fresh_server(home, tmp_path):
    with serving(home, tmp_path / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def proxied_home(home, tmp_path_factory):
    """A home with sign-in by proxy."""
    folder = home_with(proxies.AKSES, home, tmp_path_factory.mktemp("proksi-home") / "home")
    proxies.make_secret(folder)
    return folder


@pytest.fixture(scope="session")
def behind(proxied_home, tmp_path_factory):
    """The dashboard itself, on loopback, as a proxy reaches it."""
    with serving(proxied_home, tmp_path_factory.mktemp("log") / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def known_browsers(browser):
    """Profiles of people who were here before; each keeps a tab, and with it the scripts that were read: half the work of a page."""
    contexts = []
    yield contexts
    for context in contexts:
        context.close()


@pytest.fixture
def person(browser, known_browsers):
    """A browser profile of somebody, with options of Playwright; without options one that was emptied after somebody else."""
    contexts = []

    def new(**options):
        free = [one for one in known_browsers if one not in contexts and not options]
        context = free[0] if free else browser.new_context(viewport={"width": 1366, "height": 900}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if not free and not options:
            known_browsers.append(context)
        return context

    yield new
    for context in contexts:
        if context in known_browsers:
            emptied(context)
        else:
            context.close()


def emptied(context):
    """Of one person the next knows only what was loaded: what pages keep in a browser is cleared, and all tabs but one, a blank one, close."""
    kept, *others = context.pages or [context.new_page()]
    for page in [kept, *others]:
        if page.url.startswith("http"):
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    for page in others:
        page.close()
    kept.goto("about:blank")
    context.clear_cookies()


@pytest.fixture(scope="session")
def profile(browser):
    """The browser of somebody who was here before, with a tab open: it has Streamlit's scripts ready, half the work of a page."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def visit(profile):
    """Open a page in a tab of its own and wait until it is drawn; at the end, nobody else was asked for anything.

    The first visit of every test is in the same tab, where a page takes least; so is one that is put `over` another.
    """
    asked, kept = [], profile.pages[0]

    def note(request):
        asked.append(request.url)

    def open_page(url, *, width=1366, height=900, scheme="light", over=None):
        page = over or (kept if kept.url == "about:blank" else profile.new_page())
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.goto(url)
        settled(page)
        return page

    profile.on("request", note)
    yield open_page
    emptied(profile)
    profile.remove_listener("request", note)
    assert {host for url in asked if (host := urlsplit(url).hostname)} <= {"127.0.0.1", "localhost"}
