"""What a file says about itself: edition, method, clearance and a signature; and whether a file at hand is still that file.

The facts are one line, `kondusif:edisi=…;metode=…;…`; the signature, `tanda=…`, covers every byte of the file but its
own digits. PNG: tEXt chunks. SVG: the metadata element. Both also carry XMP (`xmp.py`). PDF: keywords, in the XMP too. PPTX, DOCX: core
properties.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.store import signing

EMPTY = "0" * 128
PNG = b"\x89PNG\r\n\x1a\n"
FACTS, MARK, TITLE, XMP = b"Kondusif", b"Kondusif-Tanda", b"Title", b"XML:com.adobe.xmp"
CORE = "docProps/core.xml"
MOST_PARTS, MOST_BYTES = 2_000, 100_000_000
_FACTS = re.compile(rb"kondusif:((?:[a-z]+=[^;<>()\\]*;)+)")
_MARK = re.compile(rb"tanda=([0-9a-f]{128})")
_PHYS = b"pHYs"


@dataclass(frozen=True)
class Found:
    """What a file says about itself, and whether that holds."""

    facts: Mapping[str, str]
    genuine: bool | None
    """The signature is of this installation and the file unaltered; None: signed by a key that isn't known here."""


def line(home: Path, facts: Mapping[str, str]) -> str:
    """The facts as one line, with the name of the key that will sign."""
    said = {**facts, "kunci": signing.name(home)}
    return "kondusif:" + "".join(f"{key}={_plain(value)};" for key, value in said.items())


def empty_mark() -> str:
    """What stands in a file until it is signed."""
    return f"tanda={EMPTY}"


def sign_png(home: Path, content: bytes, facts: str, *, title: str, alt: str, dpi: int, xmp: bytes) -> bytes:
    """The picture with its facts, title and description, XMP, resolution, and a signature."""
    per_metre = round(dpi / 0.0254)
    added = [
        _chunk(_PHYS, struct.pack(">IIB", per_metre, per_metre, 1)),
        _chunk(b"tEXt", FACTS + b"\0" + facts.encode("latin-1", "replace")),
        *(
            _chunk(b"iTXt", key + b"\0\0\0\0\0" + text)
            for key, text in ((TITLE, title.encode()), (b"Description", alt.encode()), (XMP, xmp))
        ),
    ]
    chunks = [(kind, raw) for kind, raw in _chunks(content) if kind != _PHYS]
    plain = PNG + chunks[0][1] + b"".join(added) + b"".join(raw for _, raw in chunks[1:])
    mark = f"tanda={signing.sign(home, _digest(plain))}".encode()
    end = len(plain) - len(chunks[-1][1])
    return plain[:end] + _chunk(b"tEXt", MARK + b"\0" + mark) + plain[end:]


def sign_text(home: Path, content: bytes) -> bytes:
    """A file (SVG, PDF) that holds its facts and empty marks in the clear, signed in place."""
    return content.replace(empty_mark().encode(), f"tanda={signing.sign(home, _digest(content))}".encode())


def sign_package(home: Path, content: bytes) -> bytes:
    """A PPTX or DOCX whose core properties hold its facts and an empty mark, signed in place."""
    mark = f"tanda={signing.sign(home, _package_digest(content))}".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            target.writestr(info, part.replace(empty_mark().encode(), mark) if info.filename == CORE else part)
    return out.getvalue()


def read(home: Path, content: bytes) -> Found | None:
    """What a file says about itself; None where it carries nothing of ours (or something removed it)."""
    try:
        said, digest = _said(content)
    except (
        ValueError,
        KeyError,
        struct.error,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        return None
    facts, mark = _FACTS.search(said), _MARK.search(said)
    if facts is None or mark is None:
        return None
    pairs = dict(one.split("=", 1) for one in facts[1].decode("latin-1").rstrip(";").split(";"))
    genuine = signing.verify(home, pairs.get("kunci", ""), digest, mark[1].decode())
    return Found(pairs, genuine)


def _said(content: bytes) -> tuple[bytes, bytes]:
    """The facts and signature of a file, and the digest that the signature covers."""
    if content.startswith(PNG):
        chunks = list(_chunks(content))
        said = b"\n".join(raw for kind, raw in chunks if kind == b"tEXt")
        return said, _digest(PNG + b"".join(raw for _, raw in chunks if not _is_mark(raw)))
    if content.startswith(b"PK"):
        digest = _package_digest(content)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.read(CORE), digest
    mark = _MARK.search(content)
    return content, _digest(content.replace(mark[0], empty_mark().encode()) if mark else content)


def _bounded(package: zipfile.ZipFile) -> None:
    """Refuse what would unpack to more than any brief: anybody may hand a file in to be checked."""
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise ValueError("package too large")


def _is_mark(chunk: bytes) -> bool:
    return chunk[4:8] == b"tEXt" and chunk[8:].startswith(MARK + b"\0")


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _package_digest(content: bytes) -> bytes:
    """Over the names and contents of all parts: compressing again changes nothing."""
    whole = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        _bounded(package)
        for name in sorted(package.namelist()):
            part = package.read(name)
            if name == CORE:
                part = _MARK.sub(empty_mark().encode(), part)
            whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(part).digest())
    return whole.digest()


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and whole bytes of each chunk of a PNG. Raises ValueError for one that is cut off or damaged."""
    out, at = [], len(PNG)
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        raw = content[at : at + 12 + size]
        if len(raw) < 12 + size or zlib.crc32(raw[4:-4]) != struct.unpack(">I", raw[-4:])[0]:
            raise ValueError("damaged PNG")
        out.append((raw[4:8], raw))
        at += len(raw)
    return out


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def _plain(value: str) -> str:
    """Only what stands unescaped in all four formats."""
    return re.sub(r"[^A-Za-z0-9 ._-]", "", value)
