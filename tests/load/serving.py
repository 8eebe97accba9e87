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

from tests.browser.driving import ROOT, free_port, running

UNTIL = "2026-10"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    address: str
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
    command = [sys.executable, str(tree / "dashboard.py"), "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "KONDUSIF_HOME": str(own)}
    with running(command, folder / "server.log", up=f"{address}/_stcore/health", cwd=tree, env=environment) as process:
        time.sleep(1)
        yield Served(address, (process.pid,))


def _memory(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
