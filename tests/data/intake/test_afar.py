"""A large file is checked and taken in by the worker: the same is said and the same comes in as here, and its rows stay there."""

import pickle

import pytest

from data.access import viewers
from data.access.viewers import Viewer
from data.intake import afar, candidates, importing, sheets
from data.jobs.line import Line
from data.jobs.task import Task
from data.store import database
from data.words import msg
from tests import homes, working
from tests.reader import t

HEADER = "id_kejadian;tanggal;kecamatan;tahap;jenis;sumber"
GOOD = "{n};2026-{month:02d}-{day:02d};{place};peristiwa;tawuran;polsek"
PLACES = ("Cibitung", "Setu")
OPERATOR = Viewer("op@x", "operator_kabupaten")


def file(*more, table="kejadian", rows=200):
    lines = [GOOD.format(n=n, month=n // 28 + 1, day=n % 28 + 1, place=PLACES[n % 2]) for n in range(rows)]
    return afar.File("isian.csv", "\n".join([HEADER, *lines, *more]).encode(), table, {})


def worked(home, work, given, viewer=OPERATOR, ask=None, **named):
    with working.line(Line) as line:
        session = homes.session(home, viewer)
        task = Task("impor", work, msg("Berkas uji"), (given,), named, size=len(given.content))
        return line.wait(line.submit(session, task, ask or (lambda: viewer)).number, 60)


def rows(home):
    with database.read(home) as con:
        return con.execute("SELECT id_kejadian, tanggal, kecamatan FROM kejadian ORDER BY ALL").fetchall()


def test_the_worker_finds_and_takes_in_what_is_found_and_taken_in_here(home, tmp_path):
    here, given = homes.new(tmp_path / "sini"), file("999;2026-10-03;Setu;peristiwa;gosip;polsek")
    session = homes.session(here, OPERATOR)
    candidate = importing.check(session, sheets.parse(given.name, given.content), "kejadian")
    told = worked(home, afar.examine, given).result
    assert told == afar.found(candidate)
    assert (told.rows, told.faulty, told.separable) == (201, True, True)
    assert len(pickle.dumps(told)) < len(given.content) / 4, "the rows came back"
    direct = importing.take_in(session, candidate, only_valid=True)
    taken = worked(home, afar.take_in, given, only_valid=True).result
    assert taken.reports == tuple(direct)
    assert taken.rest is not None
    assert len(rows(home)) == 200 == taken.reports[0].taken
    assert rows(home) == rows(here)


def test_a_faulty_file_is_refused_with_its_faults_and_nothing_comes_in(home):
    job = worked(home, afar.take_in, file("999;2026-10-03;Setu;peristiwa;gosip;polsek"), only_valid=False)
    assert job.state == "ditolak"
    assert "1 kesalahan; tidak ada baris yang masuk" in t(job.reason)
    assert rows(home) == []


@pytest.mark.parametrize(
    ("viewer", "why"),
    [(Viewer("a@x", "admin"), "Peran Admin tidak berhak"), (Viewer("k@x", "operator_kecamatan", frozenset({homes.SETU})), "kecamatan")],
    ids=lambda one: getattr(one, "role", ""),
)
def test_who_may_not_send_these_rows_is_refused_in_words(home, viewer, why):
    job = worked(home, afar.take_in, file(), viewer=viewer, only_valid=False)
    assert job.state == "ditolak"
    assert why in t(job.reason)
    assert rows(home) == []


def test_who_lost_the_right_while_the_file_was_checked_is_refused_before_a_row_comes_in(home):
    asked = iter([OPERATOR, Viewer("op@x", "admin")])  # when its turn comes, and in the transaction
    job = worked(home, afar.take_in, file(), ask=lambda: next(asked), only_valid=False)
    assert (job.state, job.reason) == ("ditolak", viewers.changed())
    assert rows(home) == []


def test_what_is_told_of_a_file_can_be_asked_about(home):
    told = worked(home, afar.examine, file(table=None, rows=0)).reason
    assert told, "a file of no table says so"
    assert isinstance(worked(home, afar.examine, file()).result.reports[0], candidates.Report)
