"""`… | head`: whoever reads what a command says may leave early, and no command ends in a traceback for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Each command with a standard output that nobody reads: what it ends with, and what came to standard error.
SCRIPT = """
import argparse, importlib, json, os, sys
module = importlib.import_module(sys.argv[1])
kept = os.dup(2)
def leaves(parser, path=()):
    below = [one.choices for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not below:
        yield path
    for name, child in (below[0] if below else {}).items():
        yield from leaves(child, (*path, name))
commands = [[*path, "--help"] for path in leaves(module._parser())] + json.loads(sys.argv[2])
for command in commands:
    reading, writing = os.pipe()
    os.close(reading)
    sys.stdout = open(writing, "w")
    os.dup2(kept, 2)
    try:
        ended = module.main(command)
    except SystemExit as end:
        ended = end.code
    except BaseException as error:
        ended = repr(error)
    try:
        sys.stdout.close()
    except BrokenPipeError as error:
        ended = f"left over: {error!r}"
    os.write(kept, f"{' '.join(command)}\\t{ended}\\n".encode())
"""


@pytest.mark.parametrize(
    ("module", "more"),
    [
        ("data.__main__", [["--home", "HOME", "editions", "list"], ["--home", "HOME", "doctor"]]),
        ("pages.exports.command", [["release", "--home", "HOME"], ["check", "2026-10-0001", "--home", "HOME"]]),
    ],
)  # fmt: skip
def test_no_command_minds_that_its_reader_has_left(simulated_home, module, more):
    here = json.dumps(more).replace("HOME", str(simulated_home))
    done = subprocess.run([sys.executable, "-c", SCRIPT, module, here], cwd=ROOT, capture_output=True, text=True, timeout=120)  # fmt: skip
    ended = dict(line.rsplit("\t", 1) for line in done.stderr.splitlines() if "\t" in line)
    assert len(ended) > len(more) + 3
    assert {command: end for command, end in ended.items() if end not in ("0", "1")} == {}, done.stderr
    assert "Traceback" not in done.stderr
