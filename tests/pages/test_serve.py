"""Starting the dashboard: what goes wrong is one sentence, never a traceback."""

import socket
import subprocess
import sys
from pathlib import Path

ENTRY = Path(__file__).parents[2] / "dashboard.py"


def start(port):
    return subprocess.run(
        [sys.executable, str(ENTRY), "--port", str(port)],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_busy_port_is_one_sentence_and_status_1():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        done = start(port)
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} sedang dipakai program lain. Pilih yang lain: python dashboard.py --port {port + 1}\n"
    )


def test_a_port_that_is_none_is_refused():
    done = start("seribu")
    assert done.returncode == 2
    assert "'seribu' bukan nomor port (1–65535)" in done.stderr
