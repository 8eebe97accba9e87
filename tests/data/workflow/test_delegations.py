"""Plh.: who acts for somebody who is away has that role from a day to a day, stays who they are, and every row names the letter."""

import json
import re
from datetime import date

import pytest

from data.access import access_file
from data.errors import DataError
from data.workflow import publishing, verification
from data.workflow.four_eyes import FourEyesError
from data.workflow.verification import Filter
from tests import homes
from tests.data.workflow import test_four_eyes as eyes
from tests.data.workflow.test_four_eyes import MONTH, publish, send, sign_in, trail

empty, home = eyes.empty, eyes.home

PLH = """
[[plh]]
pengguna = "Dewi"
menggantikan = "budi"
peran = "operator_kabupaten"
dari = 2026-11-03
sampai = 2026-11-07
surat = "800.1.11/123/Bakesbangpol"

[[akses]]
peran = "humas"
pengguna = ["dewi"]
"""


@pytest.mark.parametrize(
    ("day", "role"),
    [
        (date(2026, 11, 2), "humas"),
        (date(2026, 11, 3), "operator_kabupaten"),
        (date(2026, 11, 7), "operator_kabupaten"),
        (date(2026, 11, 8), "humas"),
        (None, "humas"),
    ],
)
def test_a_delegation_gives_the_role_of_who_is_away_from_its_first_to_its_last_day(home, day, role):
    sign_in(home, more=PLH)
    assert access_file.load(home).viewer("dewi", day=day).role == role


def acts(home, name):
    return homes.session(home, access_file.load(home).viewer(name, day=date(2026, 11, 5)), today=date(2026, 11, 5))


def test_an_illness_stops_nothing_and_every_row_names_the_letter(home):
    """Ani imported, Budi is ill and Citra on leave: Dewi, by letter, decides and Ani publishes."""
    sign_in(home, more=PLH)
    dewi = acts(home, "dewi")
    assert str(dewi.viewer.title) == "Plh. Operator kabupaten"
    verification.decide(dewi, Filter(), "terverifikasi", reason="dicek")
    with pytest.raises(FourEyesError):
        publishing.publish(dewi, MONTH)
    assert publish(home, "ani") == "2026-10-r1"
    (row,) = trail(home, "verifikasi")
    told = json.loads(row["rincian"])
    assert (row["oleh"], told["plh_untuk"], told["surat"]) == ("dewi", "budi", "800.1.11/123/Bakesbangpol")
    assert "surat" not in json.loads(trail(home, "terbit")[0]["rincian"])


def test_who_acts_for_somebody_stays_who_they_are(home):
    """What Dewi brought in she doesn't verify as Plh.; what Budi, for whom she acts, brought in she may."""
    sign_in(home, more=PLH)
    dewi = acts(home, "dewi")
    send(home, 24, by="dewi")
    with pytest.raises(FourEyesError):
        verification.decide(dewi, Filter(batch=3), "terverifikasi", reason="dicek")
    send(home, 25, by="budi")
    assert verification.decide(dewi, Filter(batch=4), "terverifikasi", reason="dicek") == 1


MISTAKES = {
    "a day in quotes": (("2026-11-03", '"2026-11-03"'), "dari harus tanggal tanpa tanda kutip"),
    "no letter": (('surat = "800.1.11/123/Bakesbangpol"', 'surat = " "'), "surat harus teks yang tidak kosong"),
    "no last day": (("sampai = 2026-11-07", ""), "sampai harus tanggal"),
    "ends before it begins": (("2026-11-07", "2026-11-01"), "sampai tidak boleh sebelum dari"),
    "for oneself": (('menggantikan = "budi"', 'menggantikan = "dewi"'), "harus dua orang"),
    "an unknown role": (('peran = "operator_kabupaten"\ndari', 'peran = "bupati"\ndari'), "peran 'bupati' tidak dikenal"),
    "an unknown key": (("sampai = 2026-11-07", "sampai = 2026-11-07\nsampay = 1"), "kunci sampay tidak dikenal"),
    "a role of one kecamatan without it": (('peran = "operator_kabupaten"\ndari', 'peran = "camat"\ndari'), "kecamatan wajib untuk"),
    "an unknown kecamatan": (("surat =", 'kecamatan = ["99.99.99"]\nsurat ='), "kode kecamatan 99.99.99 tidak ada"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_in_a_delegation_is_named_and_gives_nobody_a_right(home, case):
    (right, wrong), sentence = MISTAKES[case]
    assert right in PLH
    sign_in(home, more=PLH.replace(right, wrong, 1))
    with pytest.raises(DataError, match=rf"(?s)\[\[plh\]\] ke-1: .*{re.escape(sentence)}"):
        access_file.load(home)


def test_nobody_acts_for_two_at_a_time(home):
    second = (
        PLH.partition("[[akses]]")[0]
        .replace("budi", "citra")
        .replace("2026-11-03", "2026-11-07")
        .replace("sampai = 2026-11-07", "sampai = 2026-11-09")
    )
    sign_in(home, more=second + PLH)
    with pytest.raises(DataError, match=r"dewi sudah menjadi Plh\. pada hari yang sama"):
        access_file.load(home)
