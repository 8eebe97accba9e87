"""The worker as it is: a process of its own, beside which the dashboard stands still."""

import os
import signal
import subprocess
import sys
import time
from datetime import date

import pandas as pd
import pytest

from data.editions import reading
from data.jobs import line as lines
from data.jobs import process, task, worker
from data.jobs.line import Line
from data.workflow import publishing
from tests import homes
from tests.data.jobs import pieces
from tests.data.jobs.test_line import OPERATOR, asked, over, until


@pytest.fixture
def line():
    line = Line()
    yield line
    line.close()


def test_a_killed_worker_is_said_and_the_next_job_gets_a_new_one_at_a_low_priority(line, home, tmp_path):
    before = over(line, asked(line, home, pieces.about_itself)).result
    assert before[0] != os.getpid()
    assert before[1] == min(os.nice(0) + worker.NICE, 19)
    number = asked(line, home, pieces.wait_for, tmp_path / "nie")
    until(lambda: line.of(OPERATOR)[-1].step == "menunggu berkas")
    os.kill(before[0], signal.SIGKILL)
    job = over(line, number)
    assert (job.state, job.reason) == ("terputus", task.interrupted())
    after = over(line, asked(line, home, pieces.about_itself)).result
    assert after[0] != before[0]
    os.kill(after[0], signal.SIGKILL)  # while it rests: nobody's work was lost, so nobody hears of it
    until(lambda: not line._worker.alive)
    assert over(line, asked(line, home, pieces.about_itself)).state == "selesai"


def test_a_worker_that_grew_is_not_used_again_and_one_without_work_ends(line, home, monkeypatch):
    monkeypatch.setattr(lines, "GROWN", 0.0)
    first, second = (over(line, asked(line, home, pieces.about_itself)).result[0] for _ in range(2))
    assert first != second
    monkeypatch.setattr(lines, "GROWN", 1e9)
    first, second = (over(line, asked(line, home, pieces.about_itself)).result[0] for _ in range(2))
    assert first == second
    monkeypatch.setattr(lines, "REST", 0.05)
    over(line, asked(line, home, pieces.about_itself))
    until(lambda: line._worker is None)


def test_what_is_taken_back_in_the_midst_is_killed_and_the_next_goes_on(line, home, tmp_path):
    number = asked(line, home, pieces.wait_for, tmp_path / "nie")
    until(lambda: line.of(OPERATOR)[-1].step == "menunggu berkas")
    line.drop(OPERATOR, number)
    assert line.wait(number, 60) is None
    assert over(line, asked(line, home, pieces.begin_and_end, "a")).state == "selesai"


ASKED_FOR = """
import resource, sys
from pathlib import Path
from data.jobs.line import Line
from data.jobs.task import Task
from data.words import msg
from data.workflow import publishing
from tests import homes

def processor(of_whom):
    used = resource.getrusage(of_whom)
    return used.ru_utime + used.ru_stime

line, session = Line(), homes.session(Path(sys.argv[1]))
here = processor(resource.RUSAGE_SELF)
number = line.submit(session, Task("terbit", publishing.publish, msg("Terbit"), (homes.MONTH,)), lambda: session.viewer).number
job = line.wait(number, 300)
line.close()
print(job.state, job.result, processor(resource.RUSAGE_SELF) - here, processor(resource.RUSAGE_CHILDREN))
"""


def test_the_edition_is_the_same_as_published_directly_and_the_dashboard_does_next_to_nothing_meanwhile(tmp_path):
    """One process does the work: the interpreter that serves pages is free all the while."""
    direct, home = homes.only(tmp_path / "langsung", "kejadian"), homes.only(tmp_path / "antre", "kejadian")
    publishing.publish(homes.session(direct, today=date(2026, 11, 20)), homes.MONTH)
    # In a process of its own: what other tests left running in this one would count for the dashboard.
    told = subprocess.run([sys.executable, "-c", ASKED_FOR, str(home)], capture_output=True, text=True, check=True, cwd=process.ROOT).stdout
    state, result, here, there = told.split()
    assert (state, result) == ("selesai", f"{homes.MONTH}-r1")
    assert float(here) < 0.25 * float(there), told
    tables = []
    for each in (direct, home):
        edition = reading.open_edition(each, result)
        tables.append(edition.tables())
        edition.close()
    assert tables[0].keys() == tables[1].keys()
    for name in tables[0].keys() - {"meta", "audit_head"}:
        one, other = (each[name].drop(columns="waktu", errors="ignore") for each in tables)  # two stores, filled one after the other
        pd.testing.assert_frame_equal(one, other, obj=name)


def test_a_worker_ends_with_its_dashboard_however_that_ends(home, tmp_path):
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from data.jobs.line import Line\n"
        "from tests.data.jobs import pieces\n"
        "from tests.data.jobs.test_line import asked\n"
        "line = Line()\n"
        "asked(line, Path(sys.argv[1]), pieces.wait_for, sys.argv[2])\n"
        "while line._worker is None or not next(iter(line._entries.values())).job.step: time.sleep(0.01)\n"
        "print(line._worker.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, "-c", script, str(home), str(tmp_path / "nie")]
    with subprocess.Popen(command, cwd=process.ROOT, stdout=subprocess.PIPE, text=True) as dashboard:
        pid = int(dashboard.stdout.readline())
        dashboard.kill()
    assert dashboard.returncode == -signal.SIGKILL
    for _ in range(600):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError("the worker went on")
