"""Subjects of commits: at most 60 letters, since the last tag. Where there is no git, or no tag, nothing is asked."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST = 60


def git(folder, *arguments):
    """What git says; nothing where there is none, or where the folder is no repository of its own."""
    try:
        return subprocess.run(["git", "-C", folder, *arguments], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def too_long(folder):
    """Subjects since the last tag that are longer than they may be."""
    top, tag = git(folder, "rev-parse", "--show-toplevel"), git(folder, "describe", "--tags", "--abbrev=0")
    if not tag or Path(top).resolve() != Path(folder).resolve():
        return []
    return [one for one in git(folder, "log", "--format=%s", f"{tag}..HEAD").splitlines() if len(one) > LONGEST]


def test_a_subject_says_what_changes_in_60_letters():
    assert too_long(ROOT) == []


def test_a_longer_one_is_found_and_what_was_tagged_is_left(tmp_path):
    assert too_long(tmp_path) == []
    who = ["-c", "user.name=Rekaan", "-c", "user.email=rekaan@contoh.invalid"]
    git(tmp_path, "init")
    git(tmp_path, *who, "commit", "--allow-empty", "-m", "x" * 61)
    assert too_long(tmp_path) == []  # no tag yet
    git(tmp_path, "tag", "v0")
    for subject in ("y" * 60, "z" * 61):
        git(tmp_path, *who, "commit", "--allow-empty", "-m", subject)
    assert too_long(tmp_path) == ["z" * 61]
