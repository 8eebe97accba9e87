"""Lists of the command line are read by people: no account of the machine, no JSON, no code where there is a word."""

import pytest

from data.__main__ import main
from data.store import audit
from data.workflow import trail_words
from tests import homes
from tests.pages.test_machine_words import found
from tests.reader import t

LISTS = (["audit", "list"], ["batches", "list"], ["verify", "--list"], ["erase", "list"], ["grants", "list"], ["editions", "list"])


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_a_list_is_in_words(simulated_home, capsys, command):
    assert main(["--home", str(simulated_home), *command]) == 0
    out = capsys.readouterr().out
    assert list(found(out.splitlines())) == []
    assert "{" not in out


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("audit", "list", "--contains", "tidak tertulis di mana pun"), "Tidak ada baris yang cocok dengan pilihan ini."),
        (("verify", "--list"), "0 baris menunggu verifikasi, 0 ditampilkan."),
        (("erase", "list"), "Tidak ada yang melewati masa simpannya."),
        (("grants", "list"), "0 izin."),
        (("editions", "list"), "Belum ada edisi yang terbit."),
    ],
    ids=lambda one: " ".join(one[:2]) if isinstance(one, tuple) else "",
)
def test_a_list_of_nothing_says_so(home, capsys, command, expected):
    assert main(["--home", str(home), *command]) == 0
    assert capsys.readouterr().out.strip() == expected


def test_the_trail_is_asked_by_the_words_that_it_is_listed_in(simulated_home, capsys):
    def listed(*more):
        status = main(["--home", str(simulated_home), "audit", "list", *more])
        told = capsys.readouterr()
        return status, told.out.splitlines(), told.err

    status, published, _ = listed("--action", "Edisi terbit", "--who", "pengguna mesin ini")
    assert status == 0
    assert published == listed("--action", "terbit", "--who", audit.account())[1]
    assert "edisi terbit" in published[0]
    assert "edisi: 2026-10-r1; " in published[0]
    status, nothing, said = listed("--action", "terbitan")
    assert (status, nothing) == (1, [])
    assert "Tindakan 'terbitan' tidak ada. Yang ada: basis data dibuat, data masuk, " in said


@pytest.mark.parametrize("code", ["terbit", "import", "izin_disetujui"])
def test_every_kind_of_action_is_found_by_its_words_and_by_its_code(code):
    assert trail_words.code_of(t, trail_words.ACTIONS[code]) == trail_words.code_of(t, code) == code


def test_what_a_correction_would_change_is_in_words(home, capsys):
    told = homes.incident(homes.date(2026, 10, 3), id_kejadian="KJ-7", penanganan="proses")
    homes.put(home, "kejadian", told)
    homes.put(home, "kejadian", {**told, "penanganan": "selesai", "sumber": "fkdm"}, verified=False)
    assert main(["--home", str(home), "verify", "--list"]) == 0
    out = capsys.readouterr().out
    assert "Kejadian" in out
    assert "Cibitung" in out
    assert "penanganan Dalam proses → Selesai ditangani" in out
    assert "sumber Polsek → FKDM" in out
