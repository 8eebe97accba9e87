"""What people wait for: from a click to a painted figure in a real browser, and the server's part of a rerun."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.bench import Row, row
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.driving import ROOT, serving, settled

TIMES = 20
# Watches every repaint of a plotly figure, also of one that comes later.
WATCH = """() => {
  window.painted = 0;
  const watch = plot => { if (!plot.watched) { plot.watched = true; plot.on('plotly_afterplot', () => { window.painted = performance.now(); }); } };
  setInterval(() => document.querySelectorAll('.js-plotly-plot').forEach(plot => plot.on && watch(plot)), 20);
}"""


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
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with serving(home, Path(folder) / "server.log") as address:
            _load(chromium.new_context(), f"{address}/peta")  # the server warms up
            cold, warm = [], []
            for _ in range(5):
                context = chromium.new_context(viewport={"width": 1366, "height": 900})
                cold.append(_load(context, f"{address}/peta"))
                warm.append(_load(context, f"{address}/peta"))
                context.close()
            yield Row("first load to a painted map, cold browser cache", "s", statistics.median(cold), 3)
            yield Row("first load to a painted map, warm browser cache", "s", statistics.median(warm), 1.5)
            page = chromium.new_page(viewport={"width": 1366, "height": 900})
            page.goto(f"{address}/peta")
            settled(page)
            page.evaluate(WATCH)
            yield Row("a filter changed to a painted figure, median of 20", "ms", _filter(page), 400)
            yield Row("a page changed to its painted figures, median of 20", "ms", _walk(page), 700)
        chromium.close()


def _load(context, address: str) -> float:
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    settled(page)
    took = time.perf_counter() - start
    page.close()
    return took


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
        yield Row(f"server part of a rerun, the slowest page ({slowest})", "ms", took[slowest], 60, "the median page", statistics.median(took.values()))  # fmt: skip
        yield Row(f"figure data of a rerun, the heaviest page ({heaviest})", "kB", sent[heaviest], 100)
