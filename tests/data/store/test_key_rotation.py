"""The key of the witness as docs/operations.md says it is changed, lost and put back: each of its steps, by its own commands."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from data.__main__ import main
from data.editions import files, reading
from data.errors import DataError
from data.safety import backup, doctor
from data.store import audit, database, signing, witness
from tests import homes
from tests.reader import t

pytestmark = pytest.mark.home("terbit")

DOCS = (Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
R1, R2 = "2026-10-r1", "2026-10-r2"


def step(title):
    """The text of a step of the section."""
    found = re.search(rf"^- \*{re.escape(title)}\*.*?(?=^- |^\n?##|\Z)", DOCS, re.MULTILINE | re.DOTALL)
    assert found, title
    return " ".join(found[0].split())


def follow(home, title, command, status=0):
    """Run what a step says, as it stands there, but for the folder."""
    assert f"`{command}`" in step(title)
    words = shlex.split(command.removeprefix(".venv/bin/").removeprefix("python -m data ").removeprefix("--home /srv/kondusif "))
    assert main(["--home", str(home), *words]) == status


def work(home):
    """What people do next: a row in the trail, and an edition."""
    with database.write(home, doing="uji") as con:
        audit.append(con, "uji", {"n": 1}, by=homes.BY)
    homes.write_edition(home, R2)


def said(home, level="rusak"):
    return [one.text for one in doctor.examine(t, home) if one.level == level and "Cadangan" not in one.subject]


def is_proved(home, capsys):
    """Doctor and `audit check` find nothing, both editions open, and every line of the witness is signed by a key that is known."""
    assert said(home) == []
    assert main(["--home", str(home), "audit", "check"]) == 0
    assert "baris utuh" in capsys.readouterr().out
    for one in (R1, R2):
        reading.open_edition(home, one).close()
    folder = witness.folder_of(home)
    lines = [*witness.heads(folder), *witness.editions(folder).values()]
    return all(witness.is_signed(folder, line) for line in lines)


def key_of(home, edition):
    return witness.editions(witness.folder_of(home))[edition].key


def test_another_key(home, capsys):
    old, before = witness.key_name(home), (home / "saksi" / "saksi.pem").read_bytes()
    follow(home, "Another key", ".venv/bin/python -m data --home /srv/kondusif witness rotate")
    work(home)
    new = witness.key_name(home)
    assert (key_of(home, R1), key_of(home, R2)) == (old, new)
    assert is_proved(home, capsys)
    assert (home / "saksi" / f"saksi-{old}.pub").exists()
    assert before not in [path.read_bytes() for path in (home / "saksi").iterdir() if path.is_file()]  # the old key is gone
    (change,) = [line for line in witness.heads(witness.folder_of(home)) if line.kind == witness.KEY]
    assert (change.subject, change.key, change.digest) == (witness.CHANGED, old, new)


def test_a_lost_key_of_which_there_is_a_copy(home, tmp_path, capsys):
    old = witness.key_name(home)
    shutil.copy(home / "saksi" / "saksi.pem", tmp_path / "salinan.pem")
    (home / "saksi" / "saksi.pem").unlink()
    assert any("kunci saksi hilang" in text for text in said(home, "perhatian")), "doctor says so before it is needed"
    with pytest.raises(DataError, match="kunci saksi hilang"):
        files.write(home, R2, {}, homes.BY)
    assert "Put the copy back, mode 600" in step("The key is lost")
    shutil.copy(tmp_path / "salinan.pem", home / "saksi" / "saksi.pem")
    (home / "saksi" / "saksi.pem").chmod(0o600)
    work(home)
    assert key_of(home, R2) == old
    assert is_proved(home, capsys)


def test_a_lost_key_without_a_copy(home, capsys):
    old = witness.key_name(home)
    (home / "saksi" / "saksi.pem").unlink()
    assert "`witness rotate --lost`" in step("The key is lost")
    assert main(["--home", str(home), "witness", "rotate", "--lost"]) == 0
    work(home)
    assert (key_of(home, R1), key_of(home, R2)) == (old, witness.key_name(home))
    assert is_proved(home, capsys)
    assert "`kunci hilang`" in step("The key is lost")
    assert " kunci hilang " in (home / "saksi" / witness.HEADS).read_text()


def test_a_key_that_somebody_read(home, tmp_path, capsys):
    made = backup.create(homes.session(home), tmp_path / "cadangan")
    stolen = signing.Keys(home / "saksi", "saksi")
    assert main(["--home", str(home), "witness", "rotate"]) == 0
    work(home)
    assert is_proved(home, capsys)
    assert "earlier ones are in the earlier backups" in step("The key was read by somebody")
    name = next(line.key for line in witness.heads(made.path / "saksi"))
    assert stolen.name() != name
    assert name in [path.stem.rpartition("-")[2] for path in (made.path / "saksi").glob("*.pub")]


def test_lost_lines_come_from_the_newest_backup(home, tmp_path, capsys):
    made = backup.create(homes.session(home), tmp_path / "cadangan")
    for log in (witness.HEADS, witness.EDITIONS):
        (home / "saksi" / log).unlink()
    assert "Catatan saksi hilang" in step("The lines are lost")
    assert main(["--home", str(home), "audit", "check"]) == 1
    assert "Catatan saksi hilang" in capsys.readouterr().err
    shutil.copytree(made.path / "saksi", home / "saksi", dirs_exist_ok=True)
    work(home)
    assert is_proved(home, capsys)


def test_the_key_of_briefs_and_frames(home):
    old, mark = signing.name(home), signing.sign(home, b"brief")
    assert "`kunci/ekspor.pem`" in step("The key of briefs and frames")
    (home / "kunci" / "ekspor.pem").rename(home / "ekspor.lama")
    assert signing.name(home) != old
    assert signing.verify(home, old, b"brief", mark) is True
    assert signing.verify(home, signing.name(home), b"brief", signing.sign(home, b"brief")) is True
