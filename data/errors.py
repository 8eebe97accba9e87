"""Errors that people read. Everything that is not a `DataError` is a bug of ours and keeps its traceback."""

from __future__ import annotations

import errno
import re

from data.words import Message, msg, said


class DataError(Exception):
    """A whole sentence for a person: where, what was found, what is allowed, what to do next.

    It is raised in no language; `t(error.message)` says it to the reader. As text (a log, a traceback) it is Indonesian.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return said(self.message, "id")


class StoreBusyError(DataError):
    """Another process holds the store; nothing was changed."""


def not_loaded(error: ImportError) -> Message:
    """What to say where a library is missing, or is there and can't be loaded."""
    return msg("Ada pustaka yang tidak dapat dimuat ({reason}). Pasang ulang pustaka: make run.", reason=error)


def because(error: Exception) -> Message:
    """Why a file could not be read or written, in the reader's language; for a reason without words here, the system's code."""
    if at := re.search(r"line (\d+), column (\d+)", str(error)):  # tomllib tells it in English
        return msg("baris {line}, kolom {column}", line=at[1], column=at[2])
    if "at end of document" in str(error):
        return msg("isinya terputus di akhir")
    if isinstance(error, ValueError):
        return msg("isinya bukan teks yang sah")
    number = error.errno if isinstance(error, OSError) else None
    words = {
        errno.ENOENT: msg("berkas atau foldernya tidak ada"),
        errno.EACCES: msg("tidak diizinkan"),
        errno.EPERM: msg("tidak diizinkan"),
        errno.EISDIR: msg("ini folder, bukan berkas"),
        errno.ENOTDIR: msg("bukan folder"),
        errno.EEXIST: msg("sudah ada"),
        errno.ENOTEMPTY: msg("folder tidak kosong"),
        errno.ENOSPC: msg("disk penuh"),
        errno.EDQUOT: msg("jatah disk habis"),
        errno.EFBIG: msg("berkas terlalu besar"),
        errno.EROFS: msg("disk hanya dapat dibaca"),
        errno.EIO: msg("disk tidak dapat dibaca atau ditulis"),
        errno.ENAMETOOLONG: msg("nama terlalu panjang"),
        errno.ELOOP: msg("tautan melingkar"),
        errno.EBUSY: msg("sedang dipakai"),
        errno.EMFILE: msg("terlalu banyak berkas terbuka"),
        errno.ENFILE: msg("terlalu banyak berkas terbuka"),
        errno.EADDRINUSE: msg("alamat sedang dipakai"),
        errno.ECONNREFUSED: msg("tidak ada yang menjawab"),
    }
    code = errno.errorcode.get(number or 0) or type(error).__name__
    return words.get(number or 0) or msg("kesalahan sistem {code}", code=code)
