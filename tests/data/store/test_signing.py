"""The key of the installation: made once, kept to its owner, known again after another one took its place."""

import os
import stat

import pytest

from data.errors import DataError
from data.store import signing


def key_file(home):
    return home / signing.FOLDER / signing.PRIVATE


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = signing.sign(tmp_path, b"isi")
    assert first == signing.sign(tmp_path, b"isi")
    assert stat.S_IMODE(key_file(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file(tmp_path).parent.stat().st_mode) == 0o700
    assert len(first) == 128


def test_a_signature_holds_for_its_message_alone(tmp_path):
    name, mark = signing.name(tmp_path), signing.sign(tmp_path, b"isi")
    assert signing.verify(tmp_path, name, b"isi", mark) is True
    assert signing.verify(tmp_path, name, b"isi lain", mark) is False
    assert signing.verify(tmp_path, name, b"isi", "0" * 128) is False
    assert signing.verify(tmp_path, name, b"isi", "bukan heksadesimal") is False


def test_another_installation_does_not_know_the_key(tmp_path):
    here, there = tmp_path / "sini", tmp_path / "sana"
    here.mkdir()
    there.mkdir()
    name, mark = signing.name(there), signing.sign(there, b"isi")
    assert signing.verify(here, name, b"isi", mark) is None
    assert signing.verify(here, "../../etc/passwd", b"isi", mark) is None


def test_files_of_an_earlier_key_are_still_known(tmp_path):
    name, mark = signing.name(tmp_path), signing.sign(tmp_path, b"isi")
    key_file(tmp_path).unlink()
    assert signing.name(tmp_path) != name
    assert signing.verify(tmp_path, name, b"isi", mark) is True


def test_a_key_that_others_may_read_is_refused(tmp_path):
    signing.name(tmp_path)
    key_file(tmp_path).chmod(0o644)
    with pytest.raises(DataError, match="chmod 600"):
        signing.sign(tmp_path, b"isi")


def test_a_damaged_key_is_said(tmp_path):
    signing.name(tmp_path)
    handle = os.open(key_file(tmp_path), os.O_WRONLY | os.O_TRUNC)
    os.close(handle)
    with pytest.raises(DataError, match="bukan kunci yang sah"):
        signing.sign(tmp_path, b"isi")
