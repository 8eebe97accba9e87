"""The units of deploy/systemd: how much they leave open, and whether the program works in what they leave."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.jobs.worker import NICE
from data.tables import TABLES
from tests.browser.driving import ROOT, free_port, running
from tests.browser.without_browser import asked
from tests.confined import directives
from tests.test_deploy import DEPLOY, PYTHON, program

pytestmark = pytest.mark.home("contoh")

SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
DASHBOARD, BACKUP = DEPLOY / "systemd" / "kondusif@.service", DEPLOY / "systemd" / "kondusif-backup.service"
SERVE = ("-m", "data", "witness", "serve")
# Tried one after the other under the restrictions of a unit: what a stranger would do in a process of ours.
ATTEMPTS = """
import ctypes, mmap, os, socket, sys
libc, outside, own = ctypes.CDLL(None, use_errno=True), sys.argv[1], sys.argv[2]
def call(name, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)
attempts = {
    "write outside": lambda: open(outside, "w"),
    "write at home": lambda: open(own, "w").close(),
    "code that it wrote": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC),
    "another owner": lambda: os.chown(own, 1, 1),
    "a namespace": lambda: call("unshare", 0x10000000),
    "a mount": lambda: call("mount", b"x", b"/", b"tmpfs", 0, None),
    "another process": lambda: call("ptrace", 16, os.getppid(), 0, 0),
    "raw packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "the internet": lambda: socket.socket(),
    "a local socket": lambda: socket.socketpair(),
}
for name, attempt in attempts.items():
    try:
        attempt()
        print("done:", name)
    except OSError:
        print("refused:", name)
"""
WORKER = """
import os
from pathlib import Path
from data.jobs.line import Line
from data.jobs.task import Task
from data.session import of_the_machine
from data.words import msg
from tests.data.jobs import pieces

line, session = Line(), of_the_machine(Path(os.environ["KONDUSIF_HOME"]))
job = line.wait(line.submit(session, Task("uji", pieces.about_itself, msg("uji")), lambda: session.viewer).number, 60)
print(job.state, job.result[1])
line.close()
"""
EXPORTS = """
import tempfile
from pathlib import Path
from data.editions import files as edition_files, reading; from data.intake import sheets, templates; from data.store import database as store
from data.session import of_the_machine; from data.words import house as t
from pages.exports.proof import making
home = store.resolve_home()
edition = reading.Edition(edition_files.path_of(home, edition_files.ids(home)[0]))
for form in ("pdf", "pptx"):
    assert len(making.make_brief(t, of_the_machine(home), edition, "2026-10", form)) > 50_000, form
assert len(making.make_frame(t, of_the_machine(home), edition, "map", "2026-10", "1080x1080", "png").content) > 50_000
path = Path(tempfile.mkdtemp()) / "templat.xlsx"
templates.write_template(t, None, path, simulated=True)
print(len(sheets.read(path).sheets), "sheets")
"""


@pytest.fixture
def confined(tmp_path):
    """A command under a unit, with its paths in the folder of the test."""
    temporary = tmp_path / "sementara"
    temporary.mkdir()

    def under(unit, home, command, *, writable=()):
        folders = ",".join(map(str, (home, temporary, *writable)))
        start = [
            sys.executable,
            str(ROOT / "tests" / "confined.py"),
            str(unit),
            folders,
            "--",
            *map(str, command),
        ]
        kept = ("PATH", "LANG", "HOME")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        return start, environment | {"KONDUSIF_HOME": str(home), "TMPDIR": str(temporary)}

    return under


def done(start, environment):
    return subprocess.run(start, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize(
    ("unit", "dropped"),
    [(unit, "") for unit in SERVICES] + [(DASHBOARD, "IPAddressDeny=any\n")],
    ids=[unit.name for unit in SERVICES] + ["with OIDC"],
)
def test_systemd_finds_little_left_open(unit, dropped, tmp_path):
    instance = tmp_path / unit.name.replace("@", "@8501")
    assert dropped in unit.read_text(encoding="utf-8")
    instance.write_text(unit.read_text(encoding="utf-8").replace(dropped, ""), encoding="utf-8")
    check = [program("systemd-analyze", "systemd"), "security", "--offline=true", "--threshold=30", instance]
    said = subprocess.run(check, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout[-200:]
    assert float(re.search(r"exposure level for .*: ([\d.]+)", said.stdout)[1]) <= 3.0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_every_unit_has_limits_to_what_it_may_spend(unit):
    limits = ("MemoryHigh", "MemoryMax", "MemorySwapMax", "TasksMax", "LimitNOFILE", "LimitCORE")
    assert set(limits) <= set(directives(unit))


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_the_restrictions_hold_while_we_try(unit, confined, tmp_path):
    """Else what follows would show nothing."""
    own = tmp_path / "rumah"
    own.mkdir()
    start, environment = confined(unit, own, [sys.executable, "-c", ATTEMPTS, tmp_path / "luar", own / "dalam"])
    tried = done(start, environment)
    allowed = [line.removeprefix("done: ") for line in tried.stdout.splitlines() if line.startswith("done: ")]
    is_online = "AF_INET" in directives(unit)["RestrictAddressFamilies"][0]
    inside = ["write at home", *(["the internet"] if is_online else []), "a local socket"]
    assert (allowed, tried.returncode) == (inside, 0), tried.stderr
    assert tried.stdout.count("refused: ") == 10 - len(inside)


def test_the_dashboard_works_under_its_unit(confined, home, tmp_path):
    port, log = free_port(), tmp_path / "server.log"
    (command,) = directives(DASHBOARD)["ExecStart"]
    command = command.replace(PYTHON, sys.executable).replace("%i", str(port)).split()
    start, environment = confined(DASHBOARD, home, command, writable=[ROOT / "static"])
    address = f"http://127.0.0.1:{port}"
    with running(start, log, up=("127.0.0.1", port), cwd=ROOT, env=environment) as process:
        for page, title in {"": "Ringkasan", "peta": "Peta", "unggah": "Unggah & verifikasi"}.items():
            assert asked(f"{address}/{page}").headings == [title]
        tasks = len(list(Path(f"/proc/{process.pid}/task").iterdir()))
    assert tasks < int(directives(DASHBOARD)["TasksMax"][0]) / 2
    assert "Traceback" not in log.read_text()


def test_exports_work_under_the_unit_of_the_dashboard(confined, home, tmp_path):
    made = done(*confined(DASHBOARD, home, [sys.executable, "-c", EXPORTS]))
    assert (made.returncode, made.stdout) == (0, f"{len(TABLES) + 1} sheets\n"), made.stderr
    handed = [sys.executable, "-m", "data", "editions", "export", "2026-10-r1", "--out", tmp_path / "luar"]
    (tmp_path / "luar").mkdir()
    made = done(*confined(DASHBOARD, home, handed, writable=[tmp_path / "luar"]))
    assert (made.returncode, made.stderr) == (0, "")


def test_the_worker_works_under_the_unit_of_the_dashboard_and_lowers_its_priority(confined, home):
    made = done(*confined(DASHBOARD, home, [sys.executable, "-c", WORKER]))
    assert (made.returncode, made.stdout, made.stderr) == (0, f"selesai {min(os.nice(0) + NICE, 19)}\n", "")


def test_the_backup_works_under_its_unit(confined, home, tmp_path):
    backups = tmp_path / "backups"
    backups.mkdir()
    for name in ("ExecStart", "ExecStartPost"):
        (command,) = directives(BACKUP)[name]
        command = command.replace(PYTHON, sys.executable).replace("/var/backups/kondusif", str(backups)).split()
        made = done(*confined(BACKUP, home, command, writable=[backups]))
        assert (made.returncode, made.stderr) == (0, ""), made.stdout
    assert len(list(backups.iterdir())) == 1


def test_the_witness_works_under_its_units(confined, home, tmp_path):
    folder, units = home / "saksi", DEPLOY / "systemd"
    folder.mkdir(exist_ok=True)
    start, environment = confined(units / "kondusif-saksi.service", folder, [sys.executable, *SERVE])
    with subprocess.Popen(start, env=environment | {"KONDUSIF_HOME": str(home)}, cwd=ROOT) as witness:
        try:
            until = time.monotonic() + 60
            while not (folder / "saksi.sock").exists() and time.monotonic() < until:
                time.sleep(0.1)
            asked_it = [sys.executable, "-m", "data", "--home", home, "audit", "check", "--saksi", folder]
            made = done(*confined(units / "kondusif-saksi-periksa.service", folder, asked_it))
            assert (made.returncode, made.stderr) == (0, "")
            assert " baris utuh." in made.stdout
        finally:
            witness.terminate()
