"""Nothing is decided on or published in a store that was altered beside the program: rows, decisions, or what rows are read through."""

import json
import re
import shutil

import duckdb
import pytest

from data.__main__ import main
from data.editions import reading
from data.errors import DataError
from data.intake import importing, sheets
from data.store import database, ledger
from data.workflow import batches, four_eyes, moving, noting, publishing, verification
from data.workflow.verification import Filter
from tests import homes
from tests.data.safety.test_provable import chain_anew
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
AGREED = "json_object('bulan', '2026-10', 'bahan', '{content}', 'keputusan', 9, 'batch', 9, 'status_batch', 9)"


def an_agreement(home):
    """That Citra agreed, in the trail, by a hand that doesn't reckon with the hashes."""
    content = publishing.standing(eyes.works(home, "budi"), eyes.MONTH).content.digest
    harm(
        home,
        f"INSERT INTO audit SELECT urutan + 1, waktu, 'citra', '{four_eyes.APPROVED}', {AGREED.format(content=content)}, hash, sha256('x')"
        " FROM audit ORDER BY urutan DESC LIMIT 1",
    )


def a_row_and_the_trail(home):
    """Ten times the injured, and a trail that says so, with all its hashes recomputed."""
    harm(home, "UPDATE kejadian SET luka = 40 WHERE id_baris = (SELECT min(id_baris) FROM kejadian)")
    with duckdb.connect(str(home / database.DATABASE)) as con:
        found = ledger.of(con, "kejadian", [2])
        con.execute(
            "UPDATE audit SET rincian = json_merge_patch(rincian, ?) WHERE (rincian->'sidik') IS NOT NULL AND rincian->>'batch' = '2'"
            " AND tindakan = 'import'",
            [json.dumps({ledger.DIGEST: found})],
        )
        chain_anew(con)


def the_end(home):
    """A download that is in the trail no more."""
    noting.note(eyes.works(home, "budi"), "ekspor_edisi", {"edisi": "2026-09-r1"})
    harm(home, "DELETE FROM audit WHERE tindakan = 'ekspor_edisi'")


TRAIL = {
    "an agreement": (an_agreement, "Jejak audit: rantai putus di baris"),
    "a row with the trail": (a_row_and_the_trail, "Jejak audit ditulis ulang: baris"),
    "the end of the trail": (the_end, "Akhir jejak audit terpotong"),
}


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


@pytest.mark.parametrize("case", TRAIL)
def test_nothing_is_published_by_a_trail_that_was_altered(home, case):
    change, name = TRAIL[case]
    change(home)
    before = trail(home)
    for act in (lambda: eyes.publish(home, "budi"), lambda: eyes.publish(home, "citra"), lambda: eyes.approve(home, "citra")):
        with pytest.raises(DataError, match=name):
            act()
    assert trail(home) == before
    assert reading.list_editions(home) == []


@pytest.mark.parametrize("case", BUILD)
def test_nobody_agrees_to_figures_that_are_read_through_something_else(home, case):
    harm(home, BUILD[case][0])
    before = trail(home)
    for ask in (lambda: eyes.approve(home, "citra"), lambda: publishing.standing(eyes.works(home, "citra"), eyes.MONTH)):
        with pytest.raises(DataError, match="Susunan basis data diubah"):
            ask()
    assert trail(home) == before


KELENGKAPAN = "bulan;kecamatan;desa_melapor;desa_nihil;desa_total\n2026-10;Cibitung;7;7;7\n"


def send(who, *, altered=None):
    """A file of the office; altered between the check and the taking in, or before."""
    file = who.home / "kelengkapan.csv"
    file.write_text(KELENGKAPAN)
    checked = importing.check(who, sheets.read(file), "kelengkapan")
    if altered:
        harm(who.home, altered)
    importing.take_in(who, checked)


ACTS = {
    "import": send,
    "verify": lambda who: verification.decide(who, Filter(status=None), "ditolak", reason="dicek", why="ganda"),
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


def test_a_file_that_was_checked_before_is_not_taken_in_either(home):
    statement, name = BUILD["a view halves the injured"]
    with pytest.raises(DataError, match=re.escape(name)):
        send(eyes.works(home, "citra"), altered=statement)
    with duckdb.connect(str(home / database.DATABASE), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM kelengkapan").fetchall() == [(0,)]


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
