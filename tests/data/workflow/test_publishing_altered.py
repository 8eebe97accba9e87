"""Nothing is decided on or published in a store that was altered beside the program: rows, decisions, or what rows are read through."""

import re
import shutil

import duckdb
import pytest

from data.__main__ import main
from data.editions import reading
from data.errors import DataError
from data.store import database
from data.workflow import batches, moving, publishing, verification
from data.workflow.verification import Filter
from tests import homes
from tests.data.workflow import test_four_eyes as eyes

empty, waiting = eyes.empty, eyes.home
# What is done with another program's hands, and the name by which it is refused.
BUILD = {
    "a view halves the injured": (
        "CREATE OR REPLACE VIEW kejadian_terverifikasi AS SELECT * REPLACE (luka // 2 AS luka) FROM kejadian_semua WHERE status_verifikasi = 'terverifikasi'",
        "Susunan basis data diubah di luar program: kejadian_terverifikasi.",
    ),
    "a function before DuckDB's own": ("CREATE FUNCTION strftime(day, form) AS '2026-10'", "strftime()"),
    "one of two parameters beside": ("CREATE FUNCTION concat_ws(sign, a, b) AS a", "concat_ws()"),
    "a function that hides every view": (
        "CREATE FUNCTION duckdb_views() AS TABLE SELECT '' AS database_name, false AS internal, '' AS schema_name, '' AS view_name, '' AS sql LIMIT 0",
        "duckdb_views()",
    ),
    "a function that hides itself": (
        "CREATE FUNCTION duckdb_functions() AS TABLE SELECT '' AS database_name, false AS internal, '' AS schema_name, '' AS function_name LIMIT 0",
        "duckdb_functions()",
    ),
    "a default": ("ALTER TABLE verifikasi ALTER status SET DEFAULT 'terverifikasi'", "verifikasi"),
    "a table": ("CREATE TABLE giat AS FROM kegiatan", "giat"),
    "a view in a schema of its own": ("CREATE SCHEMA lain; CREATE VIEW lain.kejadian AS SELECT 1 AS n", "lain.kejadian"),
}
ROWS = {
    "a row": ("UPDATE kejadian SET luka = 40 WHERE id_baris = (SELECT min(id_baris) FROM kejadian)", "Batch 2, Kejadian: barisnya diubah"),
    "a decision": ("UPDATE verifikasi SET status = 'ditolak'", "Baris verifikasi nomor 1–4 diubah"),
    "a batch beside the program": (
        "INSERT INTO batch_status VALUES (99, 2, 'ditarik', now(), 'budi', 'keliru')",
        "Baris penarikan batch yang tidak bersidik: ada 1",
    ),
}
HARMS = BUILD | ROWS


@pytest.fixture(scope="module")
def verified(empty, tmp_path_factory):
    """What Ani sent and Budi accepted, so that Citra could publish it."""
    patch = pytest.MonkeyPatch()
    home = waiting.__wrapped__(empty, tmp_path_factory.mktemp("utuh"), patch)
    eyes.decide(home, "budi")
    yield home
    patch.undo()


@pytest.fixture
def home(verified, tmp_path):
    shutil.copytree(verified, tmp_path / "rumah")
    return tmp_path / "rumah"


def harm(home, statement):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute(statement)


def trail(home):
    with duckdb.connect(str(home / database.DATABASE), read_only=True) as con:
        return con.execute("FROM audit ORDER BY urutan").fetchall()


def test_the_store_as_it_is_is_published(home):
    assert eyes.publish(home, "citra") == "2026-10-r1"


@pytest.mark.parametrize("case", HARMS)
def test_an_altered_store_is_not_published_in_words_and_nothing_changes(home, case, monkeypatch, capsys):
    statement, name = HARMS[case]
    harm(home, statement)
    before = trail(home)
    with pytest.raises(DataError) as refused:
        eyes.publish(home, "citra")
    assert name in str(refused.value)
    assert "Tidak ada yang diputuskan atau diterbitkan darinya" in str(refused.value)
    monkeypatch.setattr(publishing, "latest_complete_month", lambda today: eyes.MONTH)
    assert main(["--home", str(home), "publish", eyes.MONTH]) == 1
    assert name in capsys.readouterr().err
    assert reading.list_editions(home) == []
    assert list((home / "editions").glob("*")) == []
    assert trail(home) == before


def test_nobody_agrees_to_rows_that_were_altered(home):
    statement, name = ROWS["a row"]
    harm(home, statement)
    before = trail(home)
    with pytest.raises(DataError, match=name):
        eyes.approve(home, "citra")
    assert trail(home) == before


@pytest.mark.parametrize("case", BUILD)
def test_nobody_agrees_to_figures_that_are_read_through_something_else(home, case):
    harm(home, BUILD[case][0])
    before = trail(home)
    for ask in (lambda: eyes.approve(home, "citra"), lambda: publishing.standing(eyes.works(home, "citra"), eyes.MONTH)):
        with pytest.raises(DataError, match="Susunan basis data diubah"):
            ask()
    assert trail(home) == before


ACTS = {
    "verify": lambda who: verification.decide(who, Filter(status=None), "ditolak", reason="dicek"),
    "withdraw": lambda who: batches.withdraw(who, 2, "salah berkas"),
    "pindah": lambda who: moving.move(who, "kejadian", "KJ-00002-000002", origin=None, to=homes.SETU, reason="salah kecamatan"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("case", BUILD)
def test_nothing_is_decided_on_what_is_read_through_something_else(home, act, case):
    harm(home, BUILD[case][0])
    before = trail(home)
    with pytest.raises(DataError, match=re.escape(BUILD[case][1])):
        ACTS[act](eyes.works(home, "citra"))
    assert trail(home) == before


@pytest.mark.parametrize("act", ACTS)
def test_the_same_is_done_in_the_store_as_it_is(home, act):
    ACTS[act](eyes.works(home, "citra"))


@pytest.mark.parametrize("case", HARMS)
def test_what_is_altered_while_it_is_computed_is_not_published_either(home, case, monkeypatch):
    statement, name = HARMS[case]

    def draft(*facts):
        harm(home, statement)
        return eyes.quick(*facts)

    monkeypatch.setattr(publishing, "_draft", draft)
    with pytest.raises(DataError) as refused:
        eyes.publish(home, "citra")
    assert name in str(refused.value)
    assert reading.list_editions(home) == []
    assert list((home / "editions").glob("*")) == []
