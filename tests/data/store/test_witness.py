"""The witness: a second, signed copy of the head of the trail and of the digests of editions, which a page process can't alter."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from data.__main__ import main
from data.editions import files, reading
from data.errors import DataError
from data.safety import backup, doctor, recovery
from data.store import audit, database, witness, witness_service
from tests import homes
from tests.data.safety.test_provable import R1, chain_anew, edit_edition
from tests.reader import t

pytestmark = pytest.mark.home("terbit")

ROOT = Path(__file__).parents[3]
NOBODY = 65534


def sql(home, *statements):
    with duckdb.connect(str(home / database.DATABASE)) as con:
        for statement in statements:
            con.execute(statement)


def note(home, key="uji"):
    with database.write(home, doing="uji", wait=5) as con:
        audit.append(con, "uji", {"kunci": key}, by=homes.BY)


def head_of(home):
    with database.read(home) as con:
        return audit.check(con)


def said(home, level="rusak", **more):
    return [one.text for one in doctor.examine(t, home, **{"deep": False, **more}) if one.level == level]


def checked(home, capsys, *options):
    """Exit status of `audit check`, and what it said."""
    status = main(["--home", str(home), "audit", "check", *options])
    out = capsys.readouterr()
    return status, out.out + out.err


# --- what is witnessed


def test_every_commit_and_every_edition_has_a_signed_line_outside_the_store(home):
    folder = witness.folder_of(home)
    note(home)
    chain, last = head_of(home), witness.last_head(folder)
    assert (last.number, last.digest) == (chain.rows, chain.head)
    assert witness.editions(folder)[R1].digest == files.recorded_checksum(files.path_of(home, R1))
    lines = [*witness.heads(folder), *witness.editions(folder).values()]
    assert all(witness.is_signed(folder, one) for one in lines)
    assert (folder / "saksi.pem").stat().st_mode & 0o077 == 0
    assert said(home) == said(home, "rusak", deep=True) == []


def rewrite(home):
    """Another name in the trail, and all hashes from there on recomputed."""
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("UPDATE audit SET oleh = 'orang lain' WHERE urutan = 9")
        chain_anew(con)


def rewrite_all(home):
    """An edition with another score, and everything in the home folder that speaks of its digest made to fit."""
    edit_edition(home)
    digest = files.recorded_checksum(files.path_of(home, R1))
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("UPDATE audit SET rincian = json_merge_patch(rincian, json_object('sha256', ?)) WHERE tindakan = 'terbit'", [digest])
        chain_anew(con)


TAMPERED = {
    "chain recomputed": (rewrite, "Jejak audit ditulis ulang: baris"),
    "tail cut off": (lambda home: sql(home, "DELETE FROM audit WHERE urutan > 8"), "Akhir jejak audit terpotong"),
    "last row cut off": (
        lambda home: sql(home, "DELETE FROM audit WHERE urutan = (SELECT max(urutan) FROM audit)"),
        "Akhir jejak audit terpotong",
    ),
    "edition, checksum and trail": (rewrite_all, f"Edisi {R1}: sidiknya bukan yang ditandatangani saksi"),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_each_tampering_is_named_by_doctor_and_audit_check(home, case, capsys):
    harm, sentence = TAMPERED[case]
    harm(home)
    with database.read(home) as con:
        assert audit.check(con).broken_at is None  # the chain itself is whole
    assert any(sentence in text for text in said(home))
    status, told = checked(home, capsys)
    assert status == 1
    assert sentence in told


def test_an_edition_that_fits_the_rewritten_trail_is_still_refused(home):
    rewrite_all(home)
    with pytest.raises(DataError, match=f"Edisi {R1} diubah: sidiknya bukan yang ditandatangani saksi"):
        reading.open_edition(home)


def test_what_is_written_after_a_cut_does_not_hide_it(home):
    TAMPERED["tail cut off"][0](home)
    for number in range(5):
        note(home, number)
    assert any("ditulis ulang: baris 9" in text for text in said(home, deep=True))
    assert said(home)


def test_an_altered_line_of_the_witness_is_named(home):
    log = witness.folder_of(home) / witness.HEADS
    lines = log.read_text().splitlines()
    parts = lines[-1].split(" ")
    log.write_text("\n".join([*lines[:-1], " ".join([*parts[:3], "0" * 64, *parts[4:]])]) + "\n")
    assert any("Catatan saksi diubah: tanda tangan baris kepala" in text for text in said(home))
    log.write_text("bukan catatan saksi\n")
    note(home)  # nothing is stopped by it
    assert any("bukan baris catatan saksi" in text for text in said(home))


@pytest.mark.parametrize("deep", [True, False])
def test_an_altered_line_in_the_middle_is_named_on_the_page_too(home, deep):
    log = witness.folder_of(home) / witness.HEADS
    note(home)
    lines = log.read_text().splitlines()
    parts = lines[3].split(" ")
    lines[3] = " ".join([*parts[:3], "0" * 64, *parts[4:]])
    log.write_text("\n".join(lines) + "\n")
    assert any(f"Jejak audit ditulis ulang: baris {parts[2]} bukan yang disaksikan" in text for text in said(home, deep=deep))
    assert any("Catatan saksi diubah" in text for text in said(home, deep=True))


def test_what_a_crash_kept_from_being_told_is_told_with_the_next_commit(home, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(witness, "follow", lambda *_: None)
        note(home)
    assert said(home) == []
    assert any("1 baris terakhir jejak audit belum disaksikan" in text for text in said(home, "perhatian"))
    log = witness.folder_of(home) / witness.HEADS
    log.write_bytes(log.read_bytes() + b"2026-11-26T23:0")  # and half a line
    note(home)
    assert not any("belum disaksikan" in text for text in said(home, "perhatian"))
    assert said(home, deep=True) == []


def test_a_store_of_before_opens_and_is_witnessed_from_its_next_commit_on(home):
    shutil.rmtree(witness.folder_of(home))
    sql(
        home,
        "UPDATE audit SET rincian = json_merge_patch(rincian, '{\"kunci\": null}') WHERE tindakan = 'terbit'",
    )
    with duckdb.connect(str(home / database.DATABASE)) as con:
        chain_anew(con)
    reading.open_edition(home).close()
    assert said(home) == []
    assert any("Belum ada yang disaksikan" in text for text in said(home, "perhatian"))
    assert any(f"Belum ditandatangani saksi: {R1}" in text for text in said(home, "perhatian"))
    note(home)
    files.have_witnessed(home)
    assert [text for text in said(home, "perhatian") if "aksi" in text] == []


def test_a_backup_elsewhere_knows_the_head_that_was_taken_away(home, tmp_path):
    """Even of somebody who could alter the lines of the witness too, as on a single-user machine."""
    made = backup.create(homes.session(home), tmp_path / "cadangan")
    assert said(home) == []
    sql(home, "UPDATE audit SET oleh = 'orang lain' WHERE urutan = 9")
    with duckdb.connect(str(home / database.DATABASE)) as con:
        chain_anew(con)
    shutil.rmtree(witness.folder_of(home))
    note(home)
    assert any(f"Cadangan {made.path.name} mengenal kepala" in text for text in said(home))


# --- printed heads


def test_a_printed_head_is_found_or_said_to_be_gone(home, capsys):
    head = head_of(home)
    note(home)
    assert main(["--home", str(home), "doctor", "--kepala", head.head.upper()[:4] + " " + head.head[4:16]]) == 0
    assert f"baris {head.rows} jejak audit" in capsys.readouterr().out
    digest = files.recorded_checksum(files.path_of(home, R1))
    assert main(["--home", str(home), "doctor", "--kepala", digest]) == 0
    assert f"adalah edisi {R1}" in capsys.readouterr().out
    rewrite(home)
    assert main(["--home", str(home), "doctor", "--kepala", head.head]) == 1
    assert "ditulis ulang atau dipotong sesudah sidik itu dicetak" in capsys.readouterr().err
    assert main(["--home", str(home), "doctor", "--kepala", "tujuh"]) == 1
    assert "bukan sidik" in capsys.readouterr().err


# --- restore


def test_a_restore_goes_back_with_the_witness_and_says_what_it_loses(home, capsys, monkeypatch):
    made = backup.create(homes.session(home))
    with database.write(home, doing="uji") as con:
        con.execute(
            "INSERT INTO verifikasi (tabel, id_baris, status, waktu, oleh, alasan) SELECT tabel, id_baris, 'ditolak', waktu, oleh, 'uji' FROM verifikasi LIMIT 3"
        )
        audit.append(con, "uji", {}, by=homes.BY)
    before = head_of(home)
    asked = ["--home", str(home), "restore", made.path.name]
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(asked) == 1
    out = capsys.readouterr()
    assert "- 0 baris dalam 0 batch" in out.out
    assert "- 3 putusan" in out.out
    assert "edisi:" not in out.out  # none is lost, so none is named
    assert "tambahkan --yes" in out.err
    assert head_of(home) == before
    assert main([*asked, "--yes"]) == 0
    assert said(home, deep=True) == []
    note(home)
    assert said(home, deep=True) == []
    with database.read(home) as con:
        trail = audit.entries(con, action="pulih")["rincian"].iloc[0]
    assert '"putusan": 3' in trail


@pytest.mark.parametrize(("answer", "status"), [("ya", 0), ("tidak", 1), ("", 1)])
def test_a_person_is_asked_before_a_restore(home, monkeypatch, capsys, answer, status):
    made = backup.create(homes.session(home))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert main(["--home", str(home), "restore", made.path.name]) == status
    assert ("Dibatalkan" in capsys.readouterr().err) is bool(status)


def test_what_comes_in_between_question_and_restore_is_not_lost(home):
    made = backup.create(homes.session(home))
    agreed = recovery.losses.of(home, made)
    note(home)
    with pytest.raises(DataError, match="berubah sejak ditanyakan"):
        recovery.restore(homes.session(home), made.path, agreed=agreed)


def test_a_crash_between_witness_and_swap_leaves_a_store_that_is_proved(home, monkeypatch):
    made = backup.create(homes.session(home))
    note(home)

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(recovery, "_bring_editions", crash)
        with pytest.raises(KeyboardInterrupt):
            recovery.restore(homes.session(home), made.path)
    assert said(home, deep=True) == []
    note(home)
    assert said(home, deep=True) == []


def test_a_new_machine_knows_what_was_witnessed_and_asks_for_the_key(home, tmp_path, capsys):
    made = backup.create(homes.session(home), tmp_path / "cadangan")
    assert not [name for name in made.files if name.endswith(".pem")]
    new = tmp_path / "baru"
    recovery.restore(homes.session(new), made.path)
    assert said(new, deep=True) == []
    with pytest.raises(DataError, match=r"kunci saksi hilang.*rotate --lost"):
        files.write(new, "2026-10-r2", {}, homes.BY)
    assert main(["--home", str(new), "witness", "rotate", "--lost"]) == 0
    note(new)
    assert said(new, deep=True) == []


def test_a_store_begun_anew_in_the_same_home_is_not_taken_for_the_old_one(home):
    (home / database.DATABASE).unlink()
    shutil.rmtree(home / "editions")
    database.init(home, "simulasi")
    note(home)
    assert said(home, deep=True) == []


# --- the key


def test_after_a_change_of_key_old_signatures_hold_and_new_lines_have_the_new_one(home, capsys):
    folder = witness.folder_of(home)
    old = witness.key_name(home)
    assert main(["--home", str(home), "witness", "rotate"]) == 0
    new = witness.key_name(home)
    assert old != new
    note(home)
    keys = [one.key for one in witness.heads(folder)]
    assert keys[-1] == new
    change = next(one for one in witness.heads(folder) if one.kind == witness.KEY)
    assert (change.key, change.digest) == (old, new)  # the old key vouches for the new one
    assert said(home, deep=True) == []
    reading.open_edition(home).close()
    capsys.readouterr()
    assert main(["--home", str(home), "witness", "show"]) == 0
    assert new in capsys.readouterr().out


def test_a_key_that_is_there_is_not_called_lost(home, capsys):
    assert main(["--home", str(home), "witness", "rotate", "--lost"]) == 1
    assert "kuncinya ada" in capsys.readouterr().err


# --- as a service


@contextlib.contextmanager
def served(folder):
    """The service in this process, so that the page process is the same account; `trusted` is judged by the account."""
    door = witness_service.listen(folder)
    stop = threading.Event()

    def work():
        while not stop.is_set():
            witness_service.answer_one(folder, door)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        with contextlib.suppress(DataError):
            witness._ask(folder, {"jenis": "nama"})  # one more, to let it go
        thread.join(5)
        door.close()
        (folder / witness.SOCKET).unlink()


def test_through_the_service_lines_are_written_and_contradictions_refused(home):
    folder = witness.folder_of(home)
    with served(folder):
        note(home)
        assert witness.last_head(folder).number == head_of(home).rows
        with pytest.raises(DataError, match="dengan sidik lain"):
            witness.tell(home, witness.HEAD, "3", "a" * 64)
        with pytest.raises(DataError, match=f"mengenal edisi {R1} dengan sidik lain"):
            witness.tell(home, witness.EDITION, R1, "a" * 64)
        for kind, subject in (("kepala", "x"), ("edisi", "../r1"), ("apa", "1"), ("kunci", "diganti")):
            with pytest.raises(DataError, match="tidak mengenal permintaan"):
                witness.tell(home, kind, subject, "a" * 64)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_a_service_of_another_account_keeps_key_and_lines_from_the_page_process(home, tmp_path_factory):
    """The dashboard's account asks; it can neither read the key, nor alter a line, nor make the witness forget."""
    public = Path("/tmp") / f"saksi-{os.getpid()}"  # noqa: S108 - somewhere both accounts may go
    public.mkdir(mode=0o755)
    try:
        copy = public / "rumah"
        shutil.copytree(home, copy)
        folder = public / "saksi"
        shutil.move(copy / "saksi", folder)
        (copy / "saksi").symlink_to(folder)
        for path in (folder, *folder.iterdir()):
            os.chown(path, 0, NOBODY)
        for path in (copy, *copy.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        with subprocess.Popen(
            [sys.executable, "-m", "data", "--home", str(copy), "witness", "serve"], cwd=ROOT, group=NOBODY, extra_groups=[], umask=0o027
        ) as service:
            try:
                wait_for(folder / witness.SOCKET)
                page = subprocess.run(
                    [sys.executable, "-c", PAGE, str(copy), str(NOBODY)], cwd=ROOT, capture_output=True, text=True, check=False
                )
                assert page.stdout.splitlines() == [
                    "disaksikan",
                    "kunci: PermissionError",
                    "catatan: PermissionError",
                    "lupa: ditolak",
                    "kunci baru: ditolak",
                ], page.stderr
            finally:
                service.terminate()
        assert said(copy, deep=True) == []
    finally:
        shutil.rmtree(public)


def wait_for(path):
    for _ in range(1200):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(path)


# The libraries may lie where only this account reads: they are loaded before it becomes the other one.
PAGE = """
import os, sys
from pathlib import Path
from data.store import audit, database as store, witness
from data.errors import DataError
home, account = Path(sys.argv[1]), int(sys.argv[2])
with store.write(home, doing="uji") as con:
    audit.append(con, "uji", {}, by=audit.Actor("uji"))
for path in home.iterdir():
    os.chown(path, account, account, follow_symlinks=False)
os.setgroups([]), os.setgid(account), os.setuid(account)
with store.write(home, doing="uji") as con:
    head = audit.append(con, "uji", {}, by=audit.Actor("uji"))
print("disaksikan" if witness.last_head(home / "saksi").digest == head else "tidak")
for name, attempt in {
    "kunci": lambda: (home / "saksi" / "saksi.pem").read_bytes(),
    "catatan": lambda: (home / "saksi" / "kepala.log").open("a"),
}.items():
    try:
        attempt()
        print(name, "boleh")
    except OSError as error:
        print(f"{name}: {type(error).__name__}")
for name, attempt in {
    "lupa": lambda: witness.restored(home, 3, "a" * 64),
    "kunci baru": lambda: witness.rotate(home, "diganti"),
}.items():
    try:
        attempt()
        print(name, "boleh")
    except DataError as error:
        print(f"{name}: {'ditolak' if 'root' in str(error) else error}")
"""
