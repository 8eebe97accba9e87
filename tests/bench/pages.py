"""What people wait for: from a click to a painted figure in a real browser, and the server's part of a rerun."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.bench import Row, row
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.driving import ROOT, free_port, running, serving, settled

TIMES, LOADS, LOADED_WITHIN = 20, 5, 12
# Notes when a plotly figure was painted: the first time it is there, and after each of its later paintings.
WATCH = """(() => {
  window.painted = 0;
  const seen = new WeakSet();
  const look = () => {
    document.querySelectorAll('.js-plotly-plot').forEach(plot => {
      if (!plot.on || seen.has(plot)) return;
      seen.add(plot);
      window.painted = performance.now();
      plot.on('plotly_afterplot', () => { window.painted = performance.now(); });
    });
    requestAnimationFrame(look);
  };
  look();
})()"""
# When the frame ended in which the map was drawn: the first long one after its borders arrived.
PAINTED = """() => new Promise(done => new PerformanceObserver(list => {
  const borders = performance.getEntriesByType('resource').find(one => one.name.endsWith('.geojson')).responseEnd;
  done(Math.min(...list.getEntries().map(one => one.startTime + one.duration).filter(end => end > borders)));
}).observe({type: 'long-animation-frame', buffered: true}))"""


def _home(folder: str) -> Path:
    home = Path(folder) / "home"
    command = [sys.executable, "-m", "data", "--home", str(home), "start", "--until", "2026-10"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return home


@row
def in_the_browser() -> Iterator[Row]:
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = _home(folder)
        with serving(home, Path(folder) / "server.log") as address:
            _first_loads(playwright, f"{address}/peta", Path(folder) / "warming-up", 1)
            loads = [_first_loads(playwright, f"{address}/peta", Path(folder) / f"profile-{n}", 4) for n in range(LOADS)]
            cold, warm = (statistics.median(times) for times in ([one[0] for one in loads], [one[-1] for one in loads]))
            yield Row("first load to a painted map, cold browser cache", "s", cold, 3)
            yield Row("first load to a painted map, warm browser cache", "s", warm, 1.5)
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = chromium.new_page(viewport={"width": 1366, "height": 900})
            page.add_init_script(WATCH)
            page.goto(f"{address}/peta")
            settled(page)
            yield Row("a filter changed to a painted figure, median of 20", "ms", _filter(page), 400)
            yield Row("a page changed to its painted figures, median of 20", "ms", _walk(page), 700)
            chromium.close()


def _first_loads(playwright, address: str, profile: Path, times: int) -> list[float]:
    """Seconds to the painted map in new tabs of one browser with a new profile.

    Nothing is attached to a tab while it loads: a debugger makes Chromium read all scripts several times over. The
    browser's store of compiled scripts fills with the second visit and serves from the third.
    """
    port = free_port()
    command = [
        CHROMIUM,
        "--headless",
        *FLAGS,
        f"--remote-debugging-port={port}",
        f"--user-data-dir={profile}",
        "about:blank",
    ]
    with running(command, profile.with_suffix(".log"), up=f"http://127.0.0.1:{port}/json/version"):
        time.sleep(2)
        return [_load(playwright, f"http://127.0.0.1:{port}", address) for _ in range(times)]


def _load(playwright, browser: str, address: str) -> float:
    opened = urllib.request.Request(f"{browser}/json/new?{address}", method="PUT")
    urllib.request.urlopen(opened).close()
    time.sleep(LOADED_WITHIN)
    chromium = playwright.chromium.connect_over_cdp(browser)
    page = next(page for page in chromium.contexts[0].pages if page.url.startswith(address))
    took = page.evaluate(PAINTED)
    assert took < float("inf"), f"no map after {LOADED_WITHIN} s"
    page.close()
    chromium.close()
    return took / 1000


def _filter(page) -> float:
    page.get_by_role("slider").focus()
    took = []
    for turn in range(TIMES):
        start = page.evaluate("() => performance.now()")
        page.keyboard.press("ArrowLeft" if turn % 2 == 0 else "ArrowRight")
        page.wait_for_function("start => window.painted > start", arg=start)
        took.append(page.evaluate("() => window.painted") - start)
        settled(page)
    return statistics.median(took)


def _walk(page) -> float:
    took = []
    for turn in range(TIMES):
        name, heading = (("Kecamatan", "Kecamatan"), ("Peta", "Peta"))[turn % 2]
        start = time.perf_counter()
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=heading, level=1).wait_for()
        settled(page)
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


@row
def on_the_server() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KONDUSIF_HOME"] = str(_home(folder))
        from pages import navigation

        names = [navigation.name_of(module) for _, group in navigation.GROUPS for module, _ in group]
        took, sent = {}, {}
        for name in names:
            at = AppTest.from_string(f"from pages import {name}\n{name}.render()", default_timeout=120)
            at.run()
            runs = []
            for _ in range(7):
                start = time.perf_counter()
                at.run()
                runs.append(1000 * (time.perf_counter() - start))
            took[name] = statistics.median(runs)
            sent[name] = sum(len(chart.proto.spec) for chart in at.get("plotly_chart")) / 1024
        slowest, heaviest = max(took, key=took.__getitem__), max(sent, key=sent.__getitem__)
        yield Row(
            f"server part of a rerun, the slowest page ({slowest})",
            "ms",
            took[slowest],
            60,
            "the median page",
            statistics.median(took.values()),
        )
        yield Row(f"figure data of a rerun, the heaviest page ({heaviest})", "kB", sent[heaviest], 100)
