"""The worker is killed while it publishes: nothing is half, whoever asked reads that it was interrupted, and the next one publishes."""

import os
import random
import signal
import time

import pytest

from data.editions import files
from data.jobs import task
from data.jobs.line import Line
from data.jobs.task import Task
from data.words import msg
from data.workflow import publishing, verification
from tests import homes
from tests.faults.test_killed import must_be_whole, state

pytestmark = pytest.mark.home("contoh")

SEED = 20261127


def ask(line, home):
    session = homes.session(home)
    return line.submit(session, Task("terbit", publishing.publish, msg("Terbit"), (homes.MONTH,)), lambda: session.viewer).number


@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.faults)])
def test_a_worker_killed_while_it_publishes_leaves_all_or_nothing_and_the_next_goes_on(home, times):
    verification.decide(homes.session(home), verification.Filter(), "terverifikasi", reason="uji")
    dice, line = random.Random(SEED), Line()  # noqa: S311 - moments, not secrets
    try:
        for _ in range(times):
            before = state(home)
            number = ask(line, home)
            while line.of(homes.session(home).viewer)[-1].step == "":
                time.sleep(0.01)
            time.sleep(dice.uniform(0, 4))
            os.kill(line._worker.pid, signal.SIGKILL)
            job = line.wait(number, 120)
            finished = must_be_whole(home)
            if job.state == "selesai" or finished or files.ids(home)[0] != "2026-10-r1":  # it had been recorded
                return
            assert (job.state, job.reason) == ("terputus", task.interrupted())
            assert state(home) == before
        job = line.wait(ask(line, home), 240)
        assert (job.state, job.result) == ("selesai", "2026-10-r2"), str(job.reason)
        must_be_whole(home)
    finally:
        line.close()
