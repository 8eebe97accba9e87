"""Edisi & audit, Server: what the admin is told of this process, and nobody else."""

import re
import time
from datetime import datetime

import pytest

from data.access.viewers import PAGES, AccessError, Viewer
from data.safety import machine
from pages.session import watch
from pages.session.pulse import Fault, Pulse
from tests import homes
from tests.pages.showing import shown, text


@pytest.fixture
def pulse(monkeypatch, home):
    """That of a process which has just begun, with three open pages."""
    found = Pulse()
    found.open_pages = 3
    monkeypatch.setattr(watch, "pulse", found)
    return found


def test_a_process_that_has_just_begun_says_what_isnt_known_yet(pulse):
    said = shown("edisi", bagian="server")
    words = text(said)
    assert "Halaman terbuka 3 sambungan peramban sekarang, paling banyak 200" in words
    assert "Antrean pekerjaan 0 pekerjaan menunggu atau sedang berjalan, dari semua orang" in words
    assert "Waktu tanggap – tidak ada halaman lain yang digambar dalam 15 menit terakhir" in words
    assert {one.value for one in said.info} >= {
        "Tidak ada halaman lain yang digambar dalam 15 menit terakhir.",
        "Tidak ada kesalahan program sejak proses ini berjalan.",
    }


def test_times_by_page_and_the_last_faults_stand_beside_memory_and_room(pulse):
    now = time.perf_counter()
    for ms in range(1, 101):
        pulse.note("tren", now, float(ms))
    pulse.note("peta", now, 1234.0)
    pulse.note_fault(Fault(datetime(2026, 11, 27, 1, 5), "ValueError", "tren", "3f2a9c1e"))
    said = text(shown("edisi", bagian="server"))
    assert (
        "Waktu tanggap 96 ms atau kurang pada 95 dari 100 kali (P95) 101 kali dalam 15 menit terakhir, separuhnya paling lama 51 ms" in said
    )
    assert "Halaman Kali Median P95 Terlama /peta 1 1.234 – 1.234 /tren 100 50 95 100" in said
    assert "Waktu Halaman Jenis Nomor 27 Nov 2026 08.05 WIB /tren ValueError 3f2a9c1e" in said
    assert re.search(r"Memori proses [\d.]+ MB tertinggi sejauh ini [\d.]+ MB", said)
    assert re.search(r"Ruang disk [\d.]+,\d GB masih kosong dari [\d.]+,\d GB", said)


def test_of_few_reruns_no_p95_is_told(pulse):
    """Of four the one in twenty is the longest, which says nothing of the others."""
    for ms in (10.0, 20.0, 30.0, 900.0):
        pulse.note("tren", time.perf_counter(), ms)
    said = text(shown("edisi", bagian="server"))
    assert "Waktu tanggap – P95 disebut mulai 20 kali 4 kali dalam 15 menit terakhir, separuhnya paling lama 20 ms" in said


def test_in_english_too(pulse):
    assert "Response time – no other page was drawn in the last 15 minutes" in text(shown("edisi", bagian="server", lang="en"))


@pytest.mark.parametrize("role", [role for role, pages in PAGES.items() if "edisi" in pages])
def test_it_is_for_the_admin(pulse, role):
    """Who isn't, has no such part, and is refused below the page as well."""
    offered = shown("edisi", peran=role).segmented_control(key="w_bagian").options
    assert ("Server" in offered) == (role == "admin")


def test_the_machine_is_asked_for_nobody_else(home):
    with pytest.raises(AccessError):
        machine.look(homes.session(home, Viewer("operator", "operator_kabupaten")))
    found = machine.look(homes.session(home, Viewer("admin", "admin")))
    assert 0 < found.memory <= found.most
    assert 0 <= found.free <= found.disk
