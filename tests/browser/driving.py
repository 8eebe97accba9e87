"""Start the dashboard as people do, and wait until a page is drawn."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image
from playwright.sync_api import TimeoutError as Late

ROOT = Path(__file__).parents[2]
SHOTS = Path(__file__).parent / "shots"
START_SECONDS = 60
# Milliseconds that a person in a test waits for anything. Beside other tests the worker, which gives way to everybody, gets a twentieth of
# a processor: an edition that takes 3 s alone took more than a minute.
PATIENCE = 300_000
# Every page, with choices that fill it: name, path, and the choices in the URL.
VIEWS = {
    "ringkasan": "/?",
    "hari_ini": "/hari_ini?",
    "peta": "/peta?kecamatan=32.16.07&lapis=ormas",
    "kecamatan": "/kecamatan?kecamatan=32.16.07",
    "ormas": "/ormas?ormas=ORM-016",
    "tren": "/tren?deret=kejadian",
    "peringatan": "/peringatan?sinyal=setahun",
    "pembinaan": "/pembinaan?",
    "siaran_pers": "/siaran_pers?",
    "unggah": "/unggah?bagian=kirim",
    "edisi": "/edisi?",
    "metodologi": "/metodologi?bagian=ikw",
    "metodologi-iko": "/metodologi?bagian=iko",
    "metodologi-dasar": "/metodologi?bagian=dasar",
    "metodologi-simulasi": "/metodologi?bagian=simulasi",
}
HEADINGS = {
    "ringkasan": {"id": "Ringkasan", "en": "Summary"},
    "hari_ini": {"id": "Papan hari ini", "en": "Today's board"},
    "peta": {"id": "Peta", "en": "Map"},
    "kecamatan": {"id": "Kecamatan Cibitung", "en": "Kecamatan Cibitung"},
    "ormas": {"id": "Kinerja Ormas", "en": "Ormas performance"},
    "tren": {"id": "Tren", "en": "Trends"},
    "peringatan": {"id": "Peringatan dini", "en": "Early warning"},
    "pembinaan": {"id": "Pembinaan Ormas", "en": "Capacity building of Ormas"},
    "siaran_pers": {"id": "Siaran pers", "en": "Press release"},
    "unggah": {"id": "Unggah & verifikasi", "en": "Upload & verification"},
    "edisi": {"id": "Edisi & audit", "en": "Editions & audit"},
    **{f"metodologi{part}": {"id": "Metodologi", "en": "Methodology"} for part in ("", "-iko", "-dasar", "-simulasi")},
}
FAULT = re.compile(r"Traceback|Exception|Error|NaN|\bnan\b|undefined|kesalahan program|\{\w+\}")
BADGE = {"id": "DATA SIMULASI – BUKAN DATA NYATA", "en": "SIMULATED DATA – NOT REAL DATA"}
# Pictures are taken only when asked for, those of the guides and those to look at (shots/): KONDUSIF_GAMBAR=1 pytest tests/browser -k journey
GUIDES, ASKED = ROOT / "docs" / "gambar", "KONDUSIF_GAMBAR"
GUIDE_BYTES = 80_000


def free_port(address="127.0.0.1"):
    with socket.create_server((address, 0)) as probe:
        return probe.getsockname()[1]


_usual: list[int] = []


def usual_port():
    """A free port where a server of this process stood before, if there is one: a browser that was there has read its scripts."""
    for port in _usual:
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    _usual.append(free_port())
    return _usual[-1]


@contextmanager
def serving(folder, log_file, *, port=None):
    """Run `python dashboard.py` on its usual port, from another folder; gives its address."""
    port = port or usual_port()
    with running(
        [sys.executable, str(ROOT / "dashboard.py"), "--port", str(port)],
        log_file,
        up=f"http://127.0.0.1:{port}/_stcore/health",
        cwd=folder.parent,
        env={**os.environ, "KONDUSIF_HOME": str(folder)},
    ):
        yield f"http://127.0.0.1:{port}"
    assert "Traceback" not in log_file.read_text(), log_file.read_text()


@contextmanager
def running(command, log_file, *, up, **options):
    """Run a server until the block is left; `up` (a URL, or host and port) answers once it serves."""
    with log_file.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **options)
        try:
            _wait_until_up(process, up, log_file)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_up(process, url, log):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            if isinstance(url, tuple):
                socket.create_connection(url, timeout=1).close()
            else:
                urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no server after {START_SECONDS} s: {log.read_text()}")


def settled(page):
    """Wait until the script has run and, where there are charts, they are drawn. No fixed waiting."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_selector('h1, [data-testid="stAlert"]')
    page.wait_for_function(
        "() => [...document.querySelectorAll('.js-plotly-plot')].every("
        "plot => (plot.data || []).some(trace => trace.type === 'choropleth')"
        " ? plot.querySelectorAll('.choroplethlocation').length === 23"
        " : plot.querySelector('.trace, .points, .barlayer, .heatmaplayer') !== null)"
        " && document.fonts.status === 'loaded'"
        " && !document.querySelector('[data-stale=\"true\"]')",
        polling=50,  # at every frame it would keep a processor busy
    )
    # Streamlit mounts what it has received piece by piece: wait until the page stops growing.
    page.wait_for_function(
        "() => { const n = document.body.innerText.length, same = n > 0 && window.lastLength === n;"
        " window.lastLength = n; return same && document.querySelector('.k') !== null; }",
        polling=100,
    )


def pictured(page, name, *around, margin=16):
    """What lies around some places (all of the page without any) is there; where asked, a picture of it is kept, for the guides too."""
    boxes = [place.bounding_box() for place in around]
    clip = None
    if boxes:
        left, top = (max(0, min(box[side] for box in boxes) - margin) for side in ("x", "y"))
        right = max(box["x"] + box["width"] for box in boxes) + margin
        bottom = max(box["y"] + box["height"] for box in boxes) + margin
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    if os.environ.get(ASKED):
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", clip=clip)
        GUIDES.mkdir(exist_ok=True)
        with Image.open(SHOTS / f"{name}.png") as shot:
            shot.convert("RGB").quantize(64).save(GUIDES / f"{name}.png", optimize=True)
        assert (GUIDES / f"{name}.png").stat().st_size < GUIDE_BYTES


def grown(page):
    """Make the window as high as the page, so that a picture can show any part of it."""
    tall = page.locator('[data-testid="stMain"]').evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": max(900, tall + 10)})
    settled(page)


def opened(page, heading, language):
    """A page of simulated data is there in a language, without a trace of a fault."""
    assert page.get_by_role("heading", level=1).inner_text() == heading
    body = page.locator('[data-testid="stApp"]').inner_text()
    assert FAULT.findall(body) == []
    assert BADGE[language] in body.replace("\u2060", "")


BROKEN = """() => [...document.querySelectorAll(".k-table :is(td, th)")].flatMap(cell => {
  const found = [], texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text; (text = texts.nextNode()); )
    for (const word of text.data.matchAll(/\\p{L}+/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
    }
  return found;
})"""


def runs_over(page):
    """By how many pixels the page is wider than its window."""
    return page.locator('[data-testid="stMain"]').evaluate("e => e.scrollWidth - e.clientWidth")


def words_broken(page):
    """Words in cells of tables that begin on one line and end on the next."""
    return page.evaluate(BROKEN)


def photographed(page, name):
    """Nothing runs over the right edge; where asked, the whole page goes into `shots/`."""
    assert runs_over(page) <= 0
    if not os.environ.get(ASKED):
        return
    tall = page.locator('[data-testid="stMain"]').evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": tall + 10})
    settled(page)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def taken(page, button):
    """The file behind a button; a second click, as a person would, where the first met a page that was still settling."""
    for last in (False, True):
        try:
            with page.expect_download(timeout=PATIENCE if last else 60_000) as waiting:
                button.click()
            return waiting.value
        except Late:
            if last:
                raise
    raise AssertionError
