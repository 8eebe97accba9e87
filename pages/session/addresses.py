"""What a link can say, and where somebody wanted to go before signing in, because a provider brings everybody back to `/`.

The address waits in this process for a quarter of an hour, by browser, and is given out once. It is the name of one of our pages and the
choices of a link, never an address as somebody wrote it, so it can't lead elsewhere.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

NO_PAGE = "halaman"  # the key under which an address that isn't a page is handed on (`pages.serve`)
# Every key that a link may have: what isn't here can't be chosen, and doesn't outlive a sign-in.
KEYS = (
    *("lang", "edition", "period", "kecamatan", "lapis", "ormas"),  # kept from page to page
    NO_PAGE,
    *("ukuran", "polsek", "banding", "deret", "jenis", "sektor", "satuan"),  # peta, tren
    *("jenis_minggu", "penanganan", "baris_minggu"),  # tren
    *("ciri", "bidang", "keadaan", "topik", "sinyal"),  # ormas, pembinaan, peringatan
    *("bagian", "bingkai", "paparan", "layar"),  # metodologi, siaran_pers, ringkasan
    *("tabel", "untuk", "antre", "bulan_antre", "sumber"),  # unggah
)
KEPT_SECONDS = 900
MOST_BROWSERS, LONGEST_VALUE = 1000, 200  # bounded, because nobody has to sign in to be remembered


@dataclass(frozen=True)
class Address:
    """A page by name (`navigation`), and the choices of the link to it."""

    page: str
    choices: Mapping[str, str]


def address(page: str, query: Mapping[str, str]) -> Address:
    """The address of one of our pages, with those parts of the query that our links can have.

    >>> address("peta", {"period": "2026-10", "peran": "admin", "next": "//evil.example", "edition": "x" * 201})
    Address(page='peta', choices={'period': '2026-10'})
    """
    known = {key: query[key] for key in KEYS if len(query.get(key, "")) in range(1, LONGEST_VALUE + 1)}
    return Address(page, known)


class Waiting:
    """The address to which each browser has yet to be taken. Times in seconds of the caller's clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Address]] = {}  # the oldest first

    def keep(self, browser: str, wanted: Address, now: float) -> None:
        """Keep the address for which a browser asked, in place of an earlier one."""
        with self._lock:
            self._kept.pop(browser, None)
            self._kept[browser] = (now, wanted)
            if len(self._kept) > MOST_BROWSERS:
                del self._kept[next(iter(self._kept))]

    def take(self, browser: str, now: float) -> Address | None:
        """The address for which a browser asked, if it was kept recently; only once."""
        with self._lock:
            since, wanted = self._kept.pop(browser, (now, None))
        return wanted if now - since <= KEPT_SECONDS else None
