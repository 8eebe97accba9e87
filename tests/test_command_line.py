"""The command line as an operator uses it: sentences and exit status, never a traceback."""

import argparse
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from data import __main__ as data_program
from pages.exports import command as exports_program

pytestmark = pytest.mark.dear  # each starts a process

ROOT = Path(__file__).parents[1]


def run(*arguments, home, module="data", **environment):
    done = subprocess.run(
        [sys.executable, "-m", module, "--home", str(home), *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=300,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A simulated store with its first edition, as `make run` makes it."""
    home = tmp_path_factory.mktemp("rumah") / "data"
    done = run("start", "--until", "2026-10", home=home)
    assert done.returncode == 0, done.stderr
    return home, done.stdout


def test_start_says_what_it_does_and_publishes_the_first_edition(started):
    home, said = started
    assert "Membuat basis data simulasi" in said
    assert "Mengisi data simulasi" in said
    assert "Edisi 2026-10-r1 terbit." in said
    assert run("editions", "list", home=home).stdout == "2026-10-r1\n"


def test_a_second_start_leaves_everything_as_it_is(started):
    home, _ = started
    before = {path: path.read_bytes() for path in home.rglob("*.duckdb")}
    done = run("start", home=home)
    assert done.returncode == 0
    assert "Memakai data yang ada" in done.stdout
    assert {path: path.read_bytes() for path in home.rglob("*.duckdb")} == before


def test_real_files_do_not_enter_a_simulated_store(started, tmp_path):
    home, _ = started
    file = tmp_path / "kelengkapan.csv"
    file.write_text("bulan,kecamatan,desa_melapor,desa_total\n2026-10,32.16.07,7,7\n")
    done = run("import", "kelengkapan", file, home=home)
    assert done.returncode == 1
    assert "berjenis simulasi; data nyata tidak boleh masuk" in done.stderr


def test_from_an_empty_real_store_to_verified_rows(tmp_path):
    home = tmp_path / "nyata"
    assert run("init", "--nyata", home=home).returncode == 0
    file = tmp_path / "kelengkapan.csv"
    file.write_text("bulan,kecamatan,desa_melapor,desa_total\n2026-10,Cibitung,7,7\n")
    done = run("import", "kelengkapan", file, home=home)
    assert done.returncode == 0, done.stderr
    assert "kelengkapan.csv" in run("batches", "list", home=home).stdout
    done = run("verify", "--batch", 2, "--reason", "sesuai laporan", home=home)
    assert (done.returncode, done.stdout) == (0, "1 baris ditandai terverifikasi.\n")


def test_publishing_too_little_is_refused_with_the_reason_and_writes_nothing(tmp_path):
    home = tmp_path / "nyata"
    run("init", "--nyata", home=home)
    done = run("publish", "2026-10", home=home)
    assert done.returncode == 1
    assert "sedikitnya satu baris terverifikasi dari Kejadian" in done.stderr
    assert "laporan kelengkapan dua belas bulan" in done.stderr
    assert run("publish", "2099-01", home=home).stderr.startswith("Bulan Januari 2099 belum berakhir")
    assert "bukan bulan" in run("publish", "Oktober", home=home).stderr
    assert not list(home.glob("editions/*"))


def test_start_on_a_real_store_leaves_it_alone(tmp_path):
    home = tmp_path / "nyata"
    run("init", "--nyata", home=home)
    done = run("start", home=home)
    assert done.returncode == 1
    assert "Basis data nyata" in done.stderr


def test_a_store_that_is_not_there_is_a_sentence(tmp_path):
    done = run("batches", "list", home=tmp_path / "tiada")
    assert done.returncode == 1
    assert "belum ada basis data" in done.stderr


def test_a_mistyped_command_is_a_sentence(tmp_path):
    done = run("imprt", home=tmp_path)
    assert done.returncode == 2
    assert "Perintah tidak dikenali" in done.stderr


def test_the_exports_speak_their_own_words_only(tmp_path):
    """Streamlit is imported on the way, and says nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "pages.exports", "frame", "--kind", "peta"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("pemakaian: python -m pages.exports frame")
    assert "--kind: 'peta' tidak ada; pilih dari 'map'" in done.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["init"], "pilih salah satu: --simulasi --nyata"),
        (["publish"], "belum diisi: YYYY-MM"),
        (["publish", "2026-10", "2026-11"], "tidak dikenali: 2026-11"),
        (["template", "kejadian", "--format", "pdf"], "--format: 'pdf' tidak ada; pilih dari"),
        (["template", "--nama", "kejadian"], "tidak dikenali: --nama."),
        (["template", "--out"], "--out: nilainya belum diisi"),
        (["init", "--simulasi", "--nyata"], "--nyata tidak dapat dipakai bersama"),
    ],
)
def test_what_was_mistyped_is_said_in_indonesian(tmp_path, typed, said):
    done = run(*typed, home=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.startswith("pemakaian: python -m data")
    assert "argument" not in done.stderr


def leaves(parser, words=()):
    """Each verb of a program with its parser."""
    found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return [leaf for one in found for name, sub in one.choices.items() for leaf in leaves(sub, (*words, name))] or [words]


@pytest.mark.parametrize("program", [data_program, exports_program], ids=["data", "pages.exports"])
def test_an_option_that_a_verb_has_not_is_named_itself_and_the_folder_may_stand_anywhere(program, capsys):
    """`template --home X` said that table X isn't there, `--home X frame` that verb X isn't."""
    for words in leaves(program._parser()):
        for typed in ([*words, "--entah", "/rumah"], [words[0], "--entah=1", *words[1:]], ["--entah", *words]):
            with pytest.raises(SystemExit):
                program._parser().parse_args(typed)
            assert re.search(r": tidak dikenali: --entah(=1)?\. Bantuan", capsys.readouterr().err), typed
        for typed in (["--home", "/rumah", *words], [*words, "--home", "/rumah"]):
            try:
                assert str(program._parser().parse_args(typed).home) == "/rumah", typed
            except SystemExit:  # something else is missing
                said = capsys.readouterr().err.splitlines()[-1]
                assert re.search(r"belum diisi|pilih salah satu", said), typed
                assert "rumah" not in said


def test_a_busy_port_is_a_sentence(started):
    home, _ = started
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "dashboard.py", "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "KONDUSIF_HOME": str(home)},
        )
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_edition_is_refused_by_name(started, tmp_path):
    import shutil

    from data.editions import reading
    from data.errors import DataError

    home, _ = started
    copy = tmp_path / "salinan"
    shutil.copytree(home, copy)
    edition = copy / "editions" / "2026-10-r1.duckdb"
    edition.chmod(0o644)
    damaged = bytearray(edition.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    edition.write_bytes(damaged)
    with pytest.raises(DataError, match="Edisi 2026-10-r1 rusak"):
        reading.open_edition(copy)
