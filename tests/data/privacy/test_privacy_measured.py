"""The gate on made-up strings: how many personal ones it catches, how many others it refuses or asks about.

On two lists: the one it is mended on, and one that was frozen before its author had opened the gate: measured once, never
tuned on. The figures of both stand in docs/disclosure.md; a change of the gate that moves one fails here and shows the row
to write there.
"""

from collections import Counter
from pathlib import Path

import pytest

from data.faults import Problem
from data.intake import cells
from data.intake.cells import Question
from data.privacy import gate, names
from data.tables import TABLES
from tests.data.privacy import frozen_strings as frozen
from tests.data.privacy import personal_strings as strings

ORMAS = TABLES["ormas"]
DOCUMENT = Path(__file__).parents[3] / "docs" / "disclosure.md"
# Every string of every kind of the frozen list. One that has to change is another list, with its own name and figures.
FROZEN_SHA256 = "445bdcaf077bdbf6fa89fcd30947bcbb1806e651d2084d3a8233fefa240a3902"
# Kind as the document calls it: column (None: the name of a file), maker, least share caught or, if it must pass, None.
KINDS = {
    "identity numbers (NIK, KK)": ("bidang", strings.identity_number, 0.97),
    "telephone numbers": ("bidang", strings.telephone, 0.97),
    "account numbers": ("bidang", strings.account, 0.97),
    "e-mail addresses": ("bidang", strings.e_mail, 0.97),
    "names in a short field": ("bidang", strings.person, 0.85),
    "names instead of the name of an Ormas": ("nama", strings.person, 0.85),
    "names without title among ordinary words": ("bidang", strings.person_in_words, 0.85),
    "names in the name of a file": (None, strings.file_of_person, 0.85),
    "names of organisations": ("nama", strings.organisation, None),
    "fields of work": ("bidang", strings.field_of_work, None),
    "document numbers (AHU, SKT, SKL)": ("no_", strings.document_number, None),
    "names of files of an office": (None, strings.file_of_office, None),
}


def judged(column, text):
    """`refused`, `asked` or `passed`, for a cell of the register; a file's name isn't asked about but stored without its stem."""
    if column is None:
        if gate.find_in_file_name(text):
            return "refused"
        return "passed" if gate.storable_file_name(text) == text else "asked"
    value = cells.read(ORMAS.column(column), text)
    return "asked" if isinstance(value, Question) else "refused" if isinstance(value, Problem) else "passed"


def shares(column, given):
    pairs = given if column == "no_" else [(column, text) for text in given]
    counts = Counter(judged(*pair) for pair in pairs)
    return {one: counts[one] / len(pairs) for one in ("refused", "asked", "passed")}


@pytest.fixture(scope="module")
def measured():
    """List and kind: shares."""
    found = {("mended on", kind): shares(column, strings.many(make)) for kind, (column, make, _) in KINDS.items()}
    return found | {("frozen", kind): shares(KINDS[kind][0], frozen.many(kind)) for kind in frozen.LISTS}


def test_the_frozen_list_is_the_one_that_was_written_before_the_gate_was_mended():
    assert frozen.digest() == FROZEN_SHA256
    assert set(frozen.LISTS) == set(KINDS)


@pytest.mark.parametrize("one", ["mended on", "frozen"])
@pytest.mark.parametrize("kind", [kind for kind, (_, _, least) in KINDS.items() if least is not None])
def test_personal_strings_are_refused_or_asked_about(measured, one, kind):
    assert measured[one, kind]["refused"] + measured[one, kind]["asked"] >= KINDS[kind][2]


@pytest.mark.parametrize("one", ["mended on", "frozen"])
@pytest.mark.parametrize("kind", [kind for kind, (_, _, least) in KINDS.items() if least is None])
def test_what_is_not_personal_is_hardly_ever_refused_and_seldom_asked_about(measured, one, kind):
    assert measured[one, kind]["refused"] <= 0.01
    assert measured[one, kind]["asked"] <= 0.05


def test_the_published_figures_are_the_measured_ones(measured):
    published = DOCUMENT.read_text(encoding="utf-8").splitlines()
    for kind in KINDS:
        both = [share for one in ("mended on", "frozen") for share in measured[one, kind].values()]
        row = f"| {kind} | " + " | ".join(f"{share:.1%}" for share in both) + " |"
        assert [line for line in published if line.startswith(f"| {kind} |")] == [row]


def test_how_many_of_the_words_of_these_names_the_gate_knows_is_told():
    known, told = names.known(), DOCUMENT.read_text(encoding="utf-8")
    mended = {word.lower() for word in (*strings.GIVEN, *strings.FAMILY)}
    for words in (mended, frozen.words()):
        assert f"{len(words & known) / len(words):.0%} of {len(words)}" in told


def test_a_name_that_stands_in_a_list_of_a_table_is_asked_about_all_the_same():
    """`idul_fitri` among the kinds of the agenda had made Fitri a word of the language."""
    told = {word for table in TABLES.values() for one in table.columns for text in (one.name, *one.choices) for word in text.split("_")}
    assert "fitri" in told & names.known()
    assert names.judge("Fitri") is not None
    assert names.judge("Fitri Handayani") is not None


@pytest.mark.parametrize(
    "text",
    ["imam masjid", "kesehatan ibu dan anak", "budi daya ikan", "Budi Daya Lele", "haji dan umrah", "pembinaan imam", "yoga", "bapak asuh"],
)
def test_words_that_are_also_names_or_titles_pass_in_a_field_of_work(text):
    assert judged("bidang", text) == "passed"


@pytest.mark.parametrize(
    "text",
    ["Kades Warsinem", "Pak RT Darmo", "camat Velda", "sekdes warsinem", "Ketua RW Velda", "Babinsa Kelvin"],
)
def test_a_name_after_a_local_office_is_asked_about(text):
    assert judged("bidang", text) != "passed"


@pytest.mark.parametrize(
    "text",
    ["Camat Setu", "Ketua RT 05", "Kapolsek Cibitung", "forum RT dan RW", "guru honorer", "imam masjid"],
)
def test_a_local_office_without_a_name_passes(text):
    assert judged("bidang", text) == "passed"


@pytest.mark.parametrize("source", ["Dukcapil", "Bappeda", "LAKIP 2025", "BPS Kabupaten Bekasi", "DKB Kemendagri"])
def test_offices_and_their_papers_pass_as_a_source(source):
    value = cells.read(TABLES["penduduk"].column("sumber"), source)
    assert value == source


@pytest.mark.parametrize("column", ["no_ahu", "no_skt", "no_skl"])
def test_a_document_number_may_be_digits_only_but_no_identity_number_and_no_telephone(column):
    assert judged(column, "5024101032000123") == "passed"
    assert judged(column, "2024000123456") == "passed"
    assert cells.read(ORMAS.column(column), "220000112020") == "220000112020"
    for personal in (
        "3216070101800001",
        "32.16.07.010180.0001",
        "0812-0000-0000",
        "81200000000",
        "(021) 8899000",
    ):
        assert judged(column, personal) == "refused"


@pytest.mark.parametrize(
    "name",
    [
        "Bank Sampah Mandiri RW 012 Blok 3 No. 45",
        "Bank Sampah Induk 17081945",
        "Bank Sampah 07 RT 003 RW 012",
        "Bank Sampah Mandiri 2019-2024",
    ],
)
def test_a_waste_bank_with_numbers_in_its_name_passes(name):
    assert judged("nama", name) == "passed"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3216,0701,0180,0001", "NIK atau nomor KK"),
        ("3216_0701_0180_0001", "NIK atau nomor KK"),
        ("3216\u20130701\u20130180\u20130001", "NIK atau nomor KK"),
        ("3216\u200b0701\u200b0180\u200b0001", "NIK atau nomor KK"),
        ("３２１６０７０１０１８００００１", "NIK atau nomor KK"),
        ("(0812) 0000 0000", "nomor telepon"),
        ("0062 812 0000 0000", "nomor telepon"),
        ("(+62) 812-0000-0000", "nomor telepon"),
        ("021-8899000", "nomor telepon"),
        ("0267 889900", "nomor telepon"),
        ("B\u00adpk. Sutarjo", "nama orang"),
        ("H. Sutarjo", "nama orang"),
    ],
)
def test_signs_between_and_inside_hide_nothing_in_fields_or_free_text(text, kind):
    assert (gate.find(text) or gate.find_name(text)) == kind
    assert judged("bidang", text) == "refused"
    with pytest.raises(gate.DataError, match="berisi " + kind):
        gate.refuse(text, "Alasan")
