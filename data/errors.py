"""Errors that people read. Everything that is not a `DataError` is a bug of ours and keeps its traceback."""

from __future__ import annotations

import errno
import re

from data.words import t


class DataError(Exception):
    """A whole sentence for a person: where, what was found, what is allowed, what to do next."""


class StoreBusyError(DataError):
    """Another process holds the store; nothing was changed."""


def not_loaded(error: ImportError) -> str:
    """What to say where a library is missing, or is there and can't be loaded."""
    return t("Ada pustaka yang tidak dapat dimuat ({reason}). Pasang ulang pustaka: make run.", reason=error)


def because(error: Exception) -> str:
    """Why a file could not be read or written, in the reader's language; of what has no words here, the system's code."""
    if at := re.search(r"line (\d+), column (\d+)", str(error)):  # tomllib tells it in English
        return t("baris {line}, kolom {column}", line=at[1], column=at[2])
    if "at end of document" in str(error):
        return t("isinya terputus di akhir")
    if isinstance(error, ValueError):
        return t("isinya bukan teks yang sah")
    number = error.errno if isinstance(error, OSError) else None
    words = {
        errno.ENOENT: t("berkas atau foldernya tidak ada"),
        errno.EACCES: t("tidak diizinkan"),
        errno.EPERM: t("tidak diizinkan"),
        errno.EISDIR: t("ini folder, bukan berkas"),
        errno.ENOTDIR: t("bukan folder"),
        errno.EEXIST: t("sudah ada"),
        errno.ENOTEMPTY: t("folder tidak kosong"),
        errno.ENOSPC: t("disk penuh"),
        errno.EDQUOT: t("jatah disk habis"),
        errno.EFBIG: t("berkas terlalu besar"),
        errno.EROFS: t("disk hanya dapat dibaca"),
        errno.EIO: t("disk tidak dapat dibaca atau ditulis"),
        errno.ENAMETOOLONG: t("nama terlalu panjang"),
        errno.ELOOP: t("tautan melingkar"),
        errno.EBUSY: t("sedang dipakai"),
        errno.EMFILE: t("terlalu banyak berkas terbuka"),
        errno.ENFILE: t("terlalu banyak berkas terbuka"),
        errno.EADDRINUSE: t("alamat sedang dipakai"),
        errno.ECONNREFUSED: t("tidak ada yang menjawab"),
    }
    code = errno.errorcode.get(number or 0) or type(error).__name__
    return words.get(number or 0) or t("kesalahan sistem {code}", code=code)
