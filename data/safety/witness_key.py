"""The key of the witness: is it there, and is it one of its own?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.errors import DataError
from data.finding import Finding
from data.store import witness
from data.words import Words


def check(t: Words, home: Path, subject: str) -> Iterator[Finding]:
    """Can the witness sign the next line, with a key that was its own before? Otherwise only the next signature would show it."""
    try:
        name = witness.key_name(home)
    except DataError as reason:
        yield Finding("perhatian", subject, t(reason.message))
        return
    if not witness.knows_key(witness.folder_of(home), name):
        yield Finding(
            "rusak",
            subject,
            t("Kunci saksi diganti di luar program: {name} bukan salah satu kuncinya.", name=name),
            t("Pulihkan saksi.pem dari salinannya; bila tidak ada, pindahkan berkas itu, lalu: python -m data witness rotate --lost"),
        )
