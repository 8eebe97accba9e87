"""Before the first edition: each state of the work, and that the advice that is given works."""

from datetime import date

import pytest

from data.__main__ import main
from data.safety import doctor, first_steps
from tests import homes
from tests.homes import incident, put, report
from tests.reader import t

TODAY = date(2026, 11, 20)
YEAR = [f"2025-{n:02d}" for n in range(10, 13)] + [f"2026-{n:02d}" for n in range(1, 11)]


def fill(home, name):
    if name == "menunggu":
        put(home, "kejadian", incident(date(2026, 10, 3)), incident(date(2026, 10, 4)), verified=False)
    elif name == "setahun":
        put(home, "kelengkapan", *(report(month) for month in YEAR))
    elif name != "kosong":
        homes.ONLY[name](home)


STATES = {
    "kosong": ("kosong", "Basis data masih kosong.", "python -m data template"),
    "menunggu": ("menunggu", "2 baris sudah masuk dan menunggu verifikasi", "python -m data verify --list"),
    "survei": ("kurang", "Yang sudah ada (Survei) belum cukup", "python -m data template"),
    "penduduk": ("kurang", "Yang sudah ada (Penduduk) belum cukup", "python -m data template"),
    "nilai_resmi": ("kurang", "Yang sudah ada (Nilai resmi) belum cukup", "python -m data template"),
    "kejadian": (
        "siap",
        "tanpa indeks: peta, hitungan, dan tabel. Indeks mungkin mulai bulan kedua belas sejak laporan kelengkapan pertama.",
        "python -m data publish 2026-10",
    ),
    "ormas": ("siap", "Sudah ada: Daftar Ormas. Edisi Oktober 2026 dapat diterbitkan tanpa indeks", "python -m data publish 2026-10"),
    "kelengkapan": ("siap", "Indeks mungkin mulai Agustus 2027.", "python -m data publish 2026-10"),
    "setahun": ("siap", "Edisi Oktober 2026 dapat diterbitkan, dengan indeks.", "python -m data publish 2026-10"),
}


@pytest.mark.parametrize("name", STATES)
def test_every_state_of_the_work_is_told_with_what_to_do(home, name):
    kind, said, command = STATES[name]
    fill(home, name)
    found = first_steps.state(home, TODAY)
    assert found.kind == kind
    assert said in str(first_steps.describe(found))
    assert first_steps.command(found) == command


@pytest.mark.parametrize("name", ["kejadian", "ormas", "kelengkapan"])
def test_what_is_called_ready_can_be_published_by_the_command_that_is_named(home, name, monkeypatch):
    """The advice was to publish, and publishing was refused."""
    fill(home, name)
    command = first_steps.command(first_steps.state(home, TODAY)).removeprefix("python -m data ").split()
    assert main(["--home", str(home), *command]) == 0


def test_the_doctor_and_start_say_the_same(home, capsys):
    fill(home, "menunggu")
    (found,) = [one for one in doctor.examine(t, home, deep=False) if one.text.startswith("Belum ada edisi.")]
    assert "2 baris sudah masuk dan menunggu verifikasi" in found.text
    assert "halaman Unggah & verifikasi" in found.action
    assert main(["--home", str(home), "start"]) == 1
    said = capsys.readouterr()
    assert "2 baris sudah masuk dan menunggu verifikasi" in said.out + said.err
