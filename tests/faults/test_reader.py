"""The reader under attack: no crash, no hang, no partial take-in, memory under 1 GiB.

Short here; `make faults` makes 20,000 files.
"""

import io
import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DataError
from data.intake import importing, sheets
from data.store import database
from tests import homes
from tests.faults import hostile_files
from tests.faults.hostile_files import ROW, csv_file, workbook

ROOT = Path(__file__).parents[2]
SECONDS = 10
MEGABYTES = 1024
SHORT, FULL = 40, {"bytes": 4_000, "csv": 12_000, "xlsx": 4_000}
TOKENS = [
    b"\x00",
    b'"',
    b'""',
    b";",
    b",",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    "\u202e".encode(),
    "\u200b".encode(),
    b"=1+1",
    b"@SUM(A1)",
    b"-99",
    b"NaN",
    b"1e400",
    b"#REF!",
    b"32.16.99",
    b"99/99/9999",
    b"0000-00-00",
    b"9" * 400,
    b"x" * 3_000,
    b"CONTOH",
    b"DATA SIMULASI",
    b"sep=|\n",
    b"<script>alert(1)</script>",
    b"'; DROP TABLE kejadian; --",
    b"{0.__class__}",
    b"%s%n",
    b"\\N",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rumah") / "data"
    homes.new(folder, "nyata")
    return folder


def state(home):
    with database.read(home) as con:
        return con.execute(
            "SELECT (SELECT count(*) FROM batches), (SELECT count(*) FROM kejadian), (SELECT sum(baris_masuk) FROM batches WHERE tabel = 'kejadian')"
        ).fetchone()


def attack(home, name, content):
    """Import the content; returns the rows taken, None if refused. Anything but a sentence in time is a failure."""
    before, began = state(home), time.monotonic()
    try:
        taken = importing.take_in(homes.session(home), importing.check(homes.session(home), sheets.parse(name, content), "kejadian"))[
            0
        ].taken
    except DataError:
        assert state(home) == before
        taken = None
    else:
        batches, rows, counted = state(home)
        assert (batches, rows) == (before[0] + 1, before[1] + taken)
        assert counted == rows
    # Generous on a busy machine; the process that reads workbooks is stopped by processor time.
    assert time.monotonic() - began < SECONDS * 3
    return taken


MEASURE = """
import json, resource, sys
from pathlib import Path
from data.intake import importing, sheets
from data.errors import DataError
from data.session import of_the_machine
from tests.faults import hostile_files
import os
outcome, slowest, chosen = {}, 0.0, getattr(hostile_files, sys.argv[2])
for name, content in chosen():
    began = sum(os.times()[:4])
    try:
        candidate = importing.check(of_the_machine(Path(sys.argv[1])), sheets.parse(name, content), "kejadian")
        outcome[name] = importing.take_in(of_the_machine(Path(sys.argv[1])), candidate)[0].taken
    except DataError as error:
        outcome[name] = str(error)
    slowest = max(slowest, sum(os.times()[:4]) - began)
# Not ru_maxrss of the process itself: it remembers how large its parent was when it was made.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps([outcome, peak // 1024, slowest]))
"""


def measured(home, chosen):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(home), chosen],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    outcome, peak, slowest = json.loads(done.stdout)
    assert peak < MEGABYTES
    assert slowest < SECONDS  # of processor time: the machine may be busy
    return outcome, (peak, slowest)


def test_every_hostile_file_is_refused_with_a_sentence_and_bounded_memory(home):
    before = state(home)
    outcome, _ = measured(home, "refused")
    assert {name for name, said in outcome.items() if not isinstance(said, str)} == set()
    assert len(outcome) == len({*outcome}) > 20
    assert state(home) == before
    assert "root" not in outcome["entity-file.xlsx"]


def test_odd_but_good_files_come_in(tmp_path):
    for name, content in hostile_files.accepted():
        homes.new(tmp_path / name, "nyata")
        assert attack(tmp_path / name, name, content) == 1, name


def quick(test):
    return settings(max_examples=SHORT, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)(test)


def mutated(content, seed, times):
    """Bytes flipped, cut, doubled, moved, and bad tokens put in."""
    dice, data = random.Random(seed), bytearray(content)  # noqa: S311 - not for secrets
    for _ in range(times):
        at, far = sorted(dice.randrange(len(data) + 1) for _ in range(2))
        far = min(far, at + 40)
        match dice.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                del data[at:far]
            case 2:
                data[at:at] = data[at:far]
            case 3:
                data[at:at] = dice.choice(TOKENS)
            case _:
                data[at:far] = dice.choice(TOKENS)
    return bytes(data)


def mutated_sheet(content, seed, times):
    """The XML of the sheet mutated, in an intact zip: what gets past the zip reader."""
    sheet = zipfile.ZipFile(io.BytesIO(content)).read(hostile_files.SHEET)
    return hostile_files.repacked(content, **{hostile_files.SHEET: mutated(sheet, seed, times)})


@quick
@given(
    content=st.binary(max_size=2_000),
    head=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", csv_file() + b"\n"]),
)
def test_random_bytes_are_a_sentence(home, content, head):
    attack(home, "acak.csv", head + content)


@quick
@given(seed=st.integers(0, 2**32), times=st.integers(1, 6))
def test_a_mutated_csv_goes_in_whole_or_is_a_sentence(home, seed, times):
    rows = [[f"A{seed % 1000}-{n}", *ROW[1:]] for n in range(5)]
    attack(home, "mutasi.csv", mutated(csv_file(*rows), seed, times))


@quick
@given(seed=st.integers(0, 2**32), times=st.integers(1, 4), inside=st.booleans())
def test_a_mutated_workbook_goes_in_whole_or_is_a_sentence(home, seed, times, inside):
    content = workbook(*([f"B{seed % 1000}-{n}", *ROW[1:]] for n in range(3)))
    content = (mutated_sheet if inside else mutated)(content, seed, times)
    attack(home, "mutasi.xlsx", content)


@pytest.mark.faults
@pytest.mark.parametrize("kind", list(FULL))
def test_twenty_thousand_bad_files(home, kind):
    for seed in range(FULL[kind]):
        dice = random.Random(seed)  # noqa: S311
        if kind == "bytes":
            head = dice.choice([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", csv_file() + b"\n"])
            content = head + dice.randbytes(dice.randrange(4_000))
        elif kind == "csv":
            content = mutated(csv_file(*([f"C{seed}-{n}", *ROW[1:]] for n in range(5))), seed, dice.randrange(1, 8))
        else:
            content = workbook(*([f"D{seed}-{n}", *ROW[1:]] for n in range(3)))
            content = (mutated, mutated_sheet)[seed % 2](content, seed, dice.randrange(1, 5))
        attack(home, f"{kind}.csv", content)
