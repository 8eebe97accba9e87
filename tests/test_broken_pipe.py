"""Where a command speaks to nobody (`… | head`) or can't be written (`… > file` on a full disk), it ends in no traceback."""

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
    if sys.argv[3] == "full":
        writing = os.open("/dev/full", os.O_WRONLY)
    else:
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


COMMANDS = {
    "data.__main__": [["--home", "HOME", "editions", "list"], ["--home", "HOME", "doctor"]],
    "pages.exports.command": [["release", "--home", "HOME"], ["check", "2026-10-0001", "--home", "HOME"]],
}


def ended(module, home, end):
    """What each command of a module ended with, by its words, and what they said to standard error."""
    here = json.dumps(COMMANDS[module]).replace("HOME", str(home))
    done = subprocess.run([sys.executable, "-c", SCRIPT, module, here, end], cwd=ROOT, capture_output=True, text=True, timeout=120)
    found = dict(line.rsplit("\t", 1) for line in done.stderr.splitlines() if "\t" in line)
    assert len(found) > len(COMMANDS[module]) + 3
    assert "Traceback" not in done.stderr
    return found, done.stderr


@pytest.mark.parametrize("module", COMMANDS)
def test_no_command_minds_that_its_reader_has_left(simulated_home, module):
    found, said = ended(module, simulated_home, "left")
    assert {command: end for command, end in found.items() if end not in ("0", "1")} == {}, said


@pytest.mark.parametrize("module", COMMANDS)
def test_what_can_not_be_written_is_said_in_a_sentence(simulated_home, module):
    found, said = ended(module, simulated_home, "full")
    assert {command: end for command, end in found.items() if end != "1"} == {}, said
    unsaid = said.count("Keluaran perintah ini tidak dapat ditulis (disk penuh)")
    assert unsaid >= len(found) - 1  # one file to check is not there, which is said to standard error
