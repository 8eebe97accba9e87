"""Why a file could not be read or written is said in the reader's language, not in that of the operating system."""

import os
import tomllib
from pathlib import Path

import pytest

from analytics.method import parse
from analytics.surveillance.signals import parse_rules
from data import causes, words
from data.errors import because
from data.reference import methods
from data.words import said

ROOT = Path(__file__).parents[2]


def refused(act):
    with pytest.raises((OSError, ValueError)) as caught:
        act()
    return caught.value


@pytest.mark.parametrize(
    ("act", "indonesian", "english"),
    [
        (lambda: Path("/tidak/ada").read_bytes(), "berkas atau foldernya tidak ada", "no such file or folder"),
        (lambda: Path("/").write_bytes(b""), "ini folder, bukan berkas", "it is a folder, not a file"),
        (lambda: Path("x" * 300).mkdir(), "nama terlalu panjang", "the name is too long"),
        (lambda: Path("/dev/full").write_bytes(b"x"), "disk penuh", "the disk is full"),
        (lambda: os.close(999_999), "kesalahan sistem EBADF", "system error EBADF"),
        (lambda: tomllib.loads("[masuk]\ncara oidc"), "baris 2, kolom 6", "line 2, column 6"),
        (lambda: tomllib.loads("[masuk"), "isinya terputus di akhir", "its content breaks off at the end"),
        (lambda: b"\xff".decode(), "isinya bukan teks yang sah", "its content is no valid text"),
    ],
)
def test_a_reason_is_in_the_language_of_the_reader(act, indonesian, english):
    error = refused(act)
    for language, reason in (("id", indonesian), ("en", english)):
        assert words.said(because(error), language) == reason


def test_no_sentence_takes_the_words_of_the_operating_system():
    """`strerror` is English whatever the language of the reader: `because` is asked instead."""
    files = [path for room in ("data", "pages") for path in (ROOT / room).rglob("*.py")]
    assert [path.name for path in files if ".strerror" in path.read_text(encoding="utf-8")] == []


def altered(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


IKW = methods.text("ikw-2026-2")


@pytest.mark.parametrize(
    ("act", "indonesian", "english"),
    [
        (lambda: parse("[indeks", "ikw.toml"), "bukan TOML yang sah (untuk", "not valid TOML (for"),
        (
            lambda: parse('index = "IKW"\n' * 2, "ikw.toml"),
            "baris 2, kolom 14: bukan TOML yang sah (untuk",
            "line 2, column 14: not valid TOML (for",
        ),
        (lambda: parse(f"lain = 1\n{IKW}", "ikw.toml"), "kunci lain: tidak dikenal", "key lain: unknown"),
        (
            lambda: parse_rules(altered(methods.rules_text(), "alpha = 0.05", "alpha = 7")),
            "kurang atau di luar batas (untuk",
            "missing or out of bounds (for",
        ),
    ],
)
def test_what_the_analytics_refuse_is_said_in_words_and_their_text_stands_behind_them(act, indonesian, english):
    error = refused(act)
    for language, told in (("id", indonesian), ("en", english)):
        text = said(causes.describe(error), language)
        assert told in text
        assert text.endswith(f": {error})")
