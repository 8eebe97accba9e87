"""A real server on a free port with a home of its own, and Debian's Chromium that may talk to nobody else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser import proxies
from tests.browser.driving import ROOT, serving, settled
from tests.browser.signing_in import home_with

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
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
    """A simulated store with one published edition. KONDUSIF_TEST_HOME: take a copy of that one (quicker)."""
    folder = tmp_path_factory.mktemp("rumah") / "home"
    if ready := os.environ.get("KONDUSIF_TEST_HOME"):
        shutil.copytree(ready, folder)
    else:
        command = [sys.executable, "-m", "data", "--home", str(folder), "start", "--until", "2026-10"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


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


@pytest.fixture
def person(browser):
    """A browser profile of somebody, with options of Playwright."""
    contexts = []

    def new(**options):
        context = browser.new_context(viewport={"width": 1366, "height": 900}, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser):
    """Open a page in a browser of its own and wait until it is drawn; at the end, nobody else was asked for anything."""
    contexts, asked = [], []

    def open_page(url, *, width=1366, height=900, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.set_default_timeout(60_000)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(url)
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert {host for url in asked if (host := urlsplit(url).hostname)} <= {"127.0.0.1", "localhost"}
