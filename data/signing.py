"""The key of this installation: signs what leaves the building, and tells later whether a file is ours and unaltered.

Ed25519. The private key lies in the home folder, readable by its owner only; public keys stay beside it, so that files
signed with an earlier key are still known. Signatures have no randomness: same file, same key, same signature.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from data.errors import DataError
from data.words import t

FOLDER = "kunci"
PRIVATE, PUBLIC = "ekspor.pem", "ekspor-{name}.pub"


def name(home: Path) -> str:
    """Name of the key in use: 16 hexadecimal digits. Makes the key if there is none yet."""
    return _name(_key(home).public_key())


def sign(home: Path, message: bytes) -> str:
    """Signature of a message, 128 hexadecimal digits. Makes the key if there is none yet.

    Raises DataError if the key can't be read or written, or others on this machine may read it.
    """
    return _key(home).sign(message).hex()


def verify(home: Path, key_name: str, message: bytes, signature: str) -> bool | None:
    """Whether a key of this installation signed exactly this message; None: no key of that name is known here."""
    path = home / FOLDER / PUBLIC.format(name=key_name)
    if not (key_name.isalnum() and path.is_file()):
        return None
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip())).verify(
            bytes.fromhex(signature), message
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(home: Path) -> Ed25519PrivateKey:
    path = home / FOLDER / PRIVATE
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise DataError(t("{path}: kunci dapat dibaca akun lain. Jalankan: chmod 600 {path}", path=path))
        found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DataError(t("{path}: kunci tidak dapat dibaca atau dibuat ({reason}).", path=path, reason=reason)) from None  # fmt: skip
    except (ValueError, TypeError):
        found = None
    if not isinstance(found, Ed25519PrivateKey):
        raise DataError(t("{path}: bukan kunci yang sah. Pulihkan dari cadangan, atau pindahkan agar kunci baru dibuat.", path=path))  # fmt: skip
    return found


def _make(path: Path) -> None:
    """A new key, its public half first: a private key without one would sign what nobody can check."""
    made = Ed25519PrivateKey.generate()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    public = path.parent / PUBLIC.format(name=_name(made.public_key()))
    public.write_text(made.public_key().public_bytes_raw().hex() + "\n", encoding="ascii")
    content = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    partial = path.with_suffix(f".{os.getpid()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    try:
        path.hardlink_to(partial)  # whoever comes second keeps the key of the first
    except FileExistsError:
        public.unlink()
    finally:
        partial.unlink()


def _name(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]
