"""Which program this is: the version, and the commit where the program stands in a git checkout."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

from data import __version__


@functools.cache
def commit() -> str:
    """The commit, `-dirty` added where files differ from it; empty where it isn't known (no git, no checkout)."""
    root = Path(__file__).parents[1]
    if not (root / ".git").exists():
        return ""
    try:
        # The service doesn't own the program's folder, and git would refuse a folder of another account.
        done = subprocess.run(
            [
                "git",
                "-c",
                f"safe.directory={root}",
                "-C",
                str(root),
                "describe",
                "--always",
                "--dirty",
                "--abbrev=12",
                "--exclude=*",
            ],
            capture_output=True,
            text=True,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def full() -> str:
    """`0.2.0 (a1b2c3d4e5f6)`, or the version alone."""
    known = commit()
    return f"{__version__} ({known})" if known else __version__
