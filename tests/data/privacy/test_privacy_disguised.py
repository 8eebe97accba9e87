"""The gate on strings that are disguised, by habit or on purpose: letters for digits, digits for letters, an office before a name.

Made by one rule from the strings of both lists, so that the gate isn't tuned on a word of theirs. The figures stand in
docs/disclosure.md beside those of the plain strings; a change of the gate that moves one fails here.
"""

import random

import pytest

from data.privacy import gate, names
from tests.data.privacy import frozen_strings as frozen
from tests.data.privacy import personal_strings as strings
from tests.data.privacy.test_privacy_measured import DOCUMENT, KINDS, judged, shares

# As people name who does what; none of these is a name.
OFFICES = (
    "Koordinator Lapangan", "Ketua Umum", "Wakil Ketua Satu", "Wakil Sekretaris Jenderal", "Kepala Seksi Pemerintahan", "Kepala Desa",
    "Ketua Bidang Hukum dan Advokasi", "Bendahara Umum", "Penasihat", "Dewan Penasihat", "Staf Khusus", "Juru Bicara", "Komandan Regu",
    "Anggota Dewan", "Tokoh Pemuda", "Warga", "Warga Desa", "Toko", "Toko Kelontong", "Pemilik Warung", "Sopir Ambulans", "Kuasa Hukum",
    "Dokter Puskesmas", "Guru Honorer", "Pedagang Kaki Lima", "Saksi Mata", "Humas", "Plt. Lurah", "Bengkel Motor", "Kontak Darurat",
)  # fmt: skip
NUMBERS = [*KINDS][:3]
NAMES = "names in a short field"


def with_letters(number):
    return number.translate(str.maketrans("01", "Ol"))


def with_digits(name):
    """The first vowel inside each word as the digit that looks like it."""
    return " ".join(spelled(word) for word in name.split(" "))


def spelled(word):
    place = next((n for n, sign in enumerate(word) if n and sign in "aeio"), None)
    return word if place is None else word[:place] + word[place].translate(str.maketrans("aeio", "4310")) + word[place + 1 :]


def with_office(words):
    """Offices before names of one word that no list of the gate knows."""
    dice = random.Random("office")  # noqa: S311 - the same dice every time is what is wanted
    unknown = sorted(word.title() for word in words if word not in names.known())
    offices = [one for one in OFFICES if one not in ("Warga Desa",)]  # after it a place is meant
    return [f"{dice.choice(offices)} {dice.choice(unknown)}" for _ in range(500)]


def lists(kind, which):
    return strings.many(KINDS[kind][1]) if which == "mended on" else frozen.many(kind)


def words(which):
    return {word.lower() for word in (*strings.GIVEN, *strings.FAMILY)} if which == "mended on" else frozen.words()


# Kind as the document calls it: column, how it is made for a list, least share caught.
DISGUISED = {
    **{
        f"{kind}, O and l for 0 and 1": ("bidang", lambda which, kind=kind: [*map(with_letters, lists(kind, which))], 0.97)
        for kind in NUMBERS
    },
    "names in a short field, 4, 3, 1, 0 for a, e, i, o": ("bidang", lambda which: [*map(with_digits, lists(NAMES, which))], 0.85),
    "offices and unknown names in a short field": ("bidang", lambda which: with_office(words(which)), 0.85),
    "offices and unknown names instead of the name of an Ormas": ("nama", lambda which: with_office(words(which)), 0.85),
}


@pytest.fixture(scope="module")
def measured():
    return {
        (kind, which): shares(column, make(which)) for kind, (column, make, _) in DISGUISED.items() for which in ("mended on", "frozen")
    }


@pytest.mark.parametrize("which", ["mended on", "frozen"])
@pytest.mark.parametrize("kind", DISGUISED)
def test_disguised_strings_are_refused_or_asked_about(measured, which, kind):
    assert measured[kind, which]["refused"] + measured[kind, which]["asked"] >= DISGUISED[kind][2]


def test_the_published_figures_are_the_measured_ones(measured):
    published = DOCUMENT.read_text(encoding="utf-8").splitlines()
    for kind in DISGUISED:
        both = [share for which in ("mended on", "frozen") for share in measured[kind, which].values()]
        row = f"| {kind} | " + " | ".join(f"{share:.1%}" for share in both) + " |"
        assert [line for line in published if line.startswith(f"| {kind} |")] == [row]


@pytest.mark.parametrize("column", ["bidang", "nama"])
def test_offices_and_callings_without_a_name_pass(column):
    assert [one for one in OFFICES if judged(column, one) != "passed"] == []


@pytest.mark.parametrize("column", ["bidang", "nama"])
@pytest.mark.parametrize(
    "text",
    [
        "Koordinator Lapangan Velda",
        "KETUA UMUM VELDA",
        "ketua umum velda",
        "Penasihat Velda",
        "Toko Velda",
        "Warga Velda",
        "Velda (Ketua Umum)",
        "Velda, koordinator lapangan",
    ],
)
def test_who_holds_an_office_is_asked_about_whatever_the_letters(column, text):
    assert judged(column, text) == "asked"


@pytest.mark.parametrize(
    "text",
    [
        "Forum Guru Velda", "Ikatan Dokter Cibitung", "Warga Desa Velda", "Paguyuban Warga Perumahan Velda", "Guru Honorer Bersatu",
        "Petani Muda Mandiri", "Toko Bangunan Bersama",
    ],
)  # fmt: skip
def test_an_organisation_of_people_of_one_calling_passes(text):
    assert judged("nama", text) == "passed"


@pytest.mark.parametrize("text", ["Sut4rjo", "Bud1 Sut4rjo", "Bpk. Sutarj0", "5utarjo", "V3lda K1rana"])
def test_a_name_that_is_spelled_with_digits_does_not_pass(text):
    assert judged("bidang", text) != "passed"
    assert gate.storable_file_name(f"laporan {text}.xlsx") == "berkas.xlsx"


@pytest.mark.parametrize(
    "text",
    [
        "pengolahan sampah 3R", "PAUD 4", "SD1 Setu", "tahap2", "kelompok1 tani", "P3K", "4H", "S1 pendidikan", "RW012", "Covid19",
        "KJ-00002-000017", "B2SA", "A4L0", "pangan B2SA", "220/123/II/2020", "SKT-0I2/III/2020",
    ],
)  # fmt: skip
def test_numbers_of_offices_and_short_codes_are_no_disguise(text):
    assert judged("bidang", text) == "passed"
    assert gate.find(text) is None


@pytest.mark.parametrize(
    "name",
    ["galat.xlsx", "hasil.csv", "salinan.ods", "unduhan.xlsx", "gabungan.xlsx", "coba.csv", "isian (2).xlsx", "backup.xlsx", "Book1.xlsx"],
)
def test_a_file_that_is_called_by_one_ordinary_word_keeps_its_name(name):
    assert gate.storable_file_name(name) == name
