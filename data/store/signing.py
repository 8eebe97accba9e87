"""Keys of this installation: they sign what leaves the building and what must not be altered, and show later whether it was altered.

Ed25519. A private key is readable by its owner only; public keys stay beside it, so that what was signed with an
earlier key is still known. Signatures have no randomness: same message, same key, same signature.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from data.errors import DataError, because
from data.words import msg

FOLDER = "kunci"
PRIVATE = "ekspor.pem"


@dataclass(frozen=True)
class StagedKey:
    """A new private key that isn't in use yet; its public half lies in the folder already."""

    name: str
    path: Path


@dataclass(frozen=True)
class Keys:
    """The key for one purpose, `<stem>.pem`, and the public halves of every key it ever had, `<stem>-<name>.pub`."""

    folder: Path
    stem: str

    @property
    def private(self) -> Path:
        """Where the key in use lies."""
        return self.folder / f"{self.stem}.pem"

    def publics(self) -> Iterator[Path]:
        """The public halves, those of earlier keys too."""
        return self.folder.glob(f"{self.stem}-*.pub")

    def name(self) -> str:
        """Name of the key in use: 16 hexadecimal digits. Makes the key if there is none yet."""
        return _name(self._key().public_key())

    def sign(self, message: bytes) -> str:
        """Signature of a message, 128 hexadecimal digits. Makes the key if there is none yet.

        Raises DataError if the key can't be read or written, or others on this machine may read it.
        """
        return self._key().sign(message).hex()

    def verify(self, key_name: str, message: bytes, signature: str) -> bool | None:
        """Whether a key that was ever in use here signed exactly this message; None: no key of that name is known here."""
        path = self.folder / f"{self.stem}-{key_name}.pub"
        if not (key_name.isalnum() and path.is_file()):
            return None
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip())).verify(
                bytes.fromhex(signature), message
            )
        except (InvalidSignature, ValueError):
            return False
        return True

    def prepare(self) -> StagedKey:
        """Make a new key, its public half first: a private key without one would sign what nobody can check. Raises OSError."""
        made = Ed25519PrivateKey.generate()
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = _name(made.public_key())
        public = self.folder / f"{self.stem}-{name}.pub"
        public.write_text(made.public_key().public_bytes_raw().hex() + "\n", encoding="ascii")
        content = made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        partial = self.private.with_suffix(f".{os.getpid()}")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        return StagedKey(name, partial)

    def take(self, prepared: StagedKey) -> None:
        """Put a prepared key in place of the one in use, which is gone then."""
        prepared.path.replace(self.private)

    def _key(self) -> Ed25519PrivateKey:
        path = self.private
        try:
            if not path.exists():
                self._make()
            if path.stat().st_mode & 0o077:
                raise DataError(msg("{path}: kunci dapat dibaca akun lain. Jalankan: chmod 600 {path}", path=path))
            found = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except OSError as error:
            raise DataError(msg("{path}: kunci tidak dapat dibaca atau dibuat ({reason}).", path=path, reason=because(error))) from None
        except (ValueError, TypeError):
            found = None
        if not isinstance(found, Ed25519PrivateKey):
            raise DataError(msg("{path}: bukan kunci yang sah. Pulihkan dari cadangan, atau pindahkan agar kunci baru dibuat.", path=path))
        return found

    def _make(self) -> None:
        prepared = self.prepare()
        try:
            self.private.hardlink_to(prepared.path)  # whoever comes second keeps the key of the first
        except FileExistsError:
            (self.folder / f"{self.stem}-{prepared.name}.pub").unlink()
        finally:
            prepared.path.unlink()


def exports(home: Path) -> Keys:
    """The key that signs briefs and frames."""
    return Keys(home / FOLDER, "ekspor")


def name(home: Path) -> str:
    """Name of the key that signs briefs and frames, as `Keys.name`."""
    return exports(home).name()


def sign(home: Path, message: bytes) -> str:
    """Sign with the key of briefs and frames, as `Keys.sign`."""
    return exports(home).sign(message)


def verify(home: Path, key_name: str, message: bytes, signature: str) -> bool | None:
    """Whether a key of this installation signed exactly this brief or frame, as `Keys.verify`."""
    return exports(home).verify(key_name, message, signature)


def _name(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]
