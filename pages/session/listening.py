"""On which addresses the server may listen, and which requests came from elsewhere."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

from data.access import access_file
from data.access.access_file import Access
from data.words import Message, msg

# Headers that a proxy adds: a request that has one, to a server without sign-in, came from elsewhere.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


def refuses_address(address: str | None, rules: Access) -> Message | None:
    """Why the server may not listen at an address, in words; None if it may."""
    if is_loopback(address):
        return None
    if rules.mode is None:
        return msg(
            "Server mendengarkan di {address}, padahal akses belum diatur. Tulis {file} (lihat docs/administration.md), "
            "atau jalankan hanya untuk mesin ini: python dashboard.py",
            address=address or "0.0.0.0",  # noqa: S104 - what Streamlit does without an address
            file=access_file.FILE,
        )
    if rules.mode == access_file.PROXY:
        return msg("Masuk lewat proksi hanya dipercaya bila server mendengarkan di 127.0.0.1. Jalankan: python dashboard.py")
    return None


def refuses_forwarded(headers: Collection[str], rules: Access) -> Message | None:
    """Why a request with these headers (names, lower case) isn't served, in words; None if it may be."""
    name = next((name for name in FORWARDED if name.lower() in headers), None)
    if rules.mode is not None or name is None:
        return None
    return msg(
        "Permintaan ini diteruskan oleh proksi (kepala {name}), padahal akses belum diatur. Tulis {file} (lihat docs/administration.md).",
        name=name,
        file=access_file.FILE,
    )


def is_loopback(host: str | None) -> bool:
    """Whether an address can be reached from this machine only.

    >>> [is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "", None, "dasbor.example")]
    [True, True, True, False, False, False, False]
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
