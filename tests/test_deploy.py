"""The ready files of deploy/ that no other test runs: what systemd, cron and haproxy make of them."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from data.intake import sheets
from pages.session import uploading

pytestmark = pytest.mark.dear  # cron makes a backup of the simulated home

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
PYTHON = "/opt/kondusif/.venv/bin/python"


def program(name, package):
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if not found:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"{name} is needed to read the file (sudo apt install {package})")
    return found


def test_systemd_takes_the_units_as_they_are(tmp_path):
    for file in (DEPLOY / "systemd").iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name.replace("@", "@8501")).write_text(text.replace(PYTHON, sys.executable))
    done = subprocess.run(
        [program("systemd-analyze", "systemd"), "verify", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if "kondusif" in line] == []
    assert done.returncode == 0


def test_haproxy_takes_its_file_as_it_is():
    done = subprocess.run(
        [program("haproxy", "haproxy"), "-c", "-f", DEPLOY / "haproxy.cfg"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_may_be_as_large_everywhere():
    """A proxy lets through what stands around a file besides; a smaller limit anywhere would cut files off unexplained."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] == sheets.LARGEST_MB == uploading.LARGEST
    assert sheets.MAX_BYTES == sheets.LARGEST_MB * 1024**2
    around = sheets.MAX_BYTES + uploading.ENVELOPE
    said = {
        "nginx/kondusif-bersama.inc": (r"client_max_body_size (\d+)m;", 1024**2),
        "Caddyfile": (r"max_size (\d+)MiB", 1024**2),
        "./Caddyfile": (r"Content-Length}\) > (\d+)", 1),
        "haproxy.cfg": (r"req\.body_size gt (\d+) ", 1),
    }
    for file, (pattern, unit) in said.items():
        text = (DEPLOY / file).read_text(encoding="utf-8")
        assert [int(number) * unit for number in re.findall(pattern, text)] == [around], file
    for document in ("administration.md", "contracts.md"):
        assert f"{sheets.LARGEST_MB} MB" in (ROOT / "docs" / document).read_text(encoding="utf-8")


def test_the_line_of_cron_makes_a_backup(simulated_home, tmp_path):
    shutil.copytree(simulated_home, tmp_path / "home")
    file = (DEPLOY / "cron" / "kondusif").read_text(encoding="utf-8")
    (line,) = (one for one in file.splitlines() if one[:1].isdigit())
    *_, account, command = line.split(maxsplit=6)
    assert account == "kondusif"
    for here, there in {
        "/opt/kondusif": str(ROOT),
        ".venv/bin/python": sys.executable,
        "/var/backups/kondusif": str(tmp_path / "backups"),
    }.items():
        assert here in command
        command = command.replace(here, there)
    environment = {**os.environ, "KONDUSIF_HOME": str(tmp_path / "home")}
    done = subprocess.run(["/bin/sh", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert len(list((tmp_path / "backups").iterdir())) == 1
    assert done.stderr == ""
    assert "[baik]" not in done.stdout
