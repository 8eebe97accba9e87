"""Start the dashboard as people do, and wait until a page is drawn."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOTS = Path(__file__).parent / "shots"
START_SECONDS = 60


@contextmanager
def serving(folder, port_file):
    """Run `python dashboard.py` on a free port, from another folder; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with port_file.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "dashboard.py"), "--port", str(port)],
            cwd=folder.parent,
            env={**os.environ, "KONDUSIF_HOME": folder.name},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(process, port, port_file)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Traceback" not in port_file.read_text(), port_file.read_text()


def _wait_until_up(process, port, log):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
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
        " && !document.querySelector('[data-stale=\"true\"]')"
    )
