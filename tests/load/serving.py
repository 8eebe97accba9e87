"""The server that people come to, and what it takes of the machine."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.browser import proxies
from tests.browser.driving import ROOT, free_port, running
from tests.load.clients import Place

UNTIL, NAME, PERSON = "2026-10", "dasbor.example.go.id", "kaban"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    place: Place
    processes: tuple[int, ...]

    @property
    def memory(self) -> float:
        """MiB that its processes hold."""
        return sum(_memory(one) for one in self.processes)

    @property
    def processor(self) -> float:
        """Seconds of processor time that its processes took so far."""
        return sum(_processor(one) for one in self.processes)


def simulated(home: Path) -> Path:
    """A home with the simulated edition."""
    command = [sys.executable, "-m", "data", "--home", str(home), "start", "--until", UNTIL]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return home


@contextlib.contextmanager
def one_process(tree: Path, home: Path, folder: Path) -> Iterator[Served]:
    """A fresh server of the program in `tree` on a copy of a home; nothing is in its caches."""
    own, port = folder / "home", free_port()
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(home, own)
    with _dashboard(tree, own, port, folder / "server.log") as process:
        time.sleep(1)
        yield Served(Place(f"http://127.0.0.1:{port}"), (process.pid,))


@contextlib.contextmanager
def two_processes(tree: Path, home: Path, folder: Path) -> Iterator[Served]:
    """Two fresh servers on one home behind haproxy with its ready file, as somebody whom the proxy in front of it named."""
    own, ports, front = folder / "home", (free_port(), free_port()), free_port()
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(home, own)
    (own / "akses.toml").write_text(proxies.AKSES, encoding="utf-8")
    (own / "akses.toml").chmod(0o600)
    proxies.make_secret(own)
    text = (proxies.DEPLOY / "haproxy.cfg").read_text(encoding="utf-8").replace("    user haproxy\n    group haproxy\n", "")
    for old, new in zip(("8500", "8501", "8502"), (front, *ports), strict=True):
        text = text.replace(f"127.0.0.1:{old}", f"127.0.0.1:{new}")
    (folder / "haproxy.cfg").write_text(text, encoding="utf-8")
    command = [proxies.HAPROXY, "-db", "-f", str(folder / "haproxy.cfg")]
    with (
        _dashboard(tree, own, ports[0], folder / "first.log") as first,
        _dashboard(tree, own, ports[1], folder / "second.log") as second,
        running(command, folder / "haproxy.log", up=("127.0.0.1", front)),
    ):
        time.sleep(4)  # until haproxy has seen that both answer
        headers = {"X-Kondusif-Secret": proxies.secret_of(own), "X-Kondusif-User": PERSON, "X-Forwarded-Proto": "https"}
        yield Served(Place(f"http://127.0.0.1:{front}", NAME, headers), (first.pid, second.pid))


def _dashboard(tree: Path, home: Path, port: int, log: Path) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    command = [sys.executable, str(tree / "dashboard.py"), "--port", str(port)]
    environment = {**os.environ, "KONDUSIF_HOME": str(home)}
    return running(command, log, up=("127.0.0.1", port), cwd=tree, env=environment)


def _memory(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
