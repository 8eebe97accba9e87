"""Which program this is: one number everywhere, and the commit for every account that runs it."""

import os
import re
import shutil
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import pytest

from data import __version__, version
from tests import homes
from tests.pages.showing import text
from tests.reader import t

ROOT = Path(__file__).parents[1]
RELEASE = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$", re.MULTILINE)


def test_pyproject_program_and_changelog_name_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    released = RELEASE.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert project["version"] == __version__
    assert released[0][0] == __version__


def test_releases_stand_in_the_changelog_newest_first_under_what_is_not_released():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "Unreleased"
    released = RELEASE.findall(text)
    assert len(released) == len(headings) - 1
    numbers = [tuple(int(part) for part in number.split(".")) for number, _ in released]
    assert numbers == sorted(set(numbers), reverse=True)
    assert all(date.fromisoformat(day) for _, day in released)


def test_the_version_is_said_on_the_command_line(capsys):
    from data.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("runuser"), reason="needs a second account")
def test_an_account_that_does_not_own_the_program_learns_the_commit_too(tmp_path, monkeypatch):
    """git refuses a repository of another account; the service runs as one, and editions would lack their commit."""
    root = tmp_path / "program"
    (root / "data").mkdir(parents=True)
    git = ["git", "-C", str(root), "-c", "user.name=uji", "-c", "user.email=uji@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "--allow-empty", "-m", "uji"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    commit = subprocess.run([*git, "rev-parse", "--short=12", "HEAD"], check=True, capture_output=True, text=True)
    for folder, _, files in os.walk(root):
        for name in (".", *files):
            os.chown(Path(folder) / name, 65534, 65534)
    monkeypatch.setattr(version, "__file__", str(root / "data" / "version.py"))
    assert version.commit.__wrapped__() == commit.stdout.strip()


def test_the_version_stands_in_the_side_bar_and_first_in_doctor(tmp_path):
    from streamlit.testing.v1 import AppTest

    from data.safety import doctor

    def side_bar():
        from data.access.viewers import Viewer
        from data.words import house as t
        from pages.panels import help as help_

        help_.button(t, Viewer("", "pimpinan", frozenset()))

    at = AppTest.from_function(side_bar).run()
    assert f"Program versi {__version__}" in text(at)
    homes.new(tmp_path / "rumah", "nyata")
    assert doctor.examine(t, tmp_path / "rumah")[0].text == f"Versi {version.full()}."
