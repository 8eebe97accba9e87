"""Free text (reasons, notes): what may be a name is asked about there too, once, and the answer stands in the trail without the text."""

import json
from datetime import date

import pytest

from data.__main__ import main
from data.access.viewers import Viewer
from data.errors import DataError
from data.privacy import gate
from data.store import audit, database
from data.words import msg
from data.workflow import batches, free_text
from data.workflow.free_text import NameQuestionError
from tests import homes
from tests.data.privacy import free_strings as free
from tests.data.privacy.test_privacy_disguised import with_office, words
from tests.data.privacy.test_privacy_measured import DOCUMENT, judged

ASKED = "apakah ini memuat nama orang"


def judged_free(text):
    try:
        gate.refuse(text, msg("Alasan"))
    except DataError:
        return "refused"
    return "asked" if gate.is_doubtful(text) else "passed"


def shares(texts):
    found = [judged_free(one) for one in texts]
    return {one: found.count(one) / len(found) for one in ("refused", "asked", "passed")}


@pytest.fixture(scope="module")
def measured():
    people = {which: shares(free.of(with_office(words(which)))) for which in ("mended on", "frozen")}
    return {"offices and unknown names in a reason": people, "reasons in which there is nobody": {"mended on": shares(free.ordinary())}}


def test_who_is_told_of_is_asked_about_and_who_tells_of_nobody_hardly_ever(measured):
    for which in measured["offices and unknown names in a reason"].values():
        assert which["refused"] + which["asked"] >= 0.85
    nobody = measured["reasons in which there is nobody"]["mended on"]
    assert nobody["refused"] <= 0.01
    assert nobody["asked"] <= 0.05


def test_the_published_figures_are_the_measured_ones(measured):
    published = DOCUMENT.read_text(encoding="utf-8").splitlines()
    for kind, lists in measured.items():
        both = [f"{share:.1%}" for which in ("mended on", "frozen") for share in lists.get(which, {}).values()]
        row = f"| {kind} | " + " | ".join([*both, *["–"] * (6 - len(both))]) + " |"
        assert [line for line in published if line.startswith(f"| {kind} |")] == [row]


@pytest.mark.parametrize("text", ["Ketua Umum Velda", "menurut Bendahara Makmur", "Dewan Pembina Velda", "kata Velda"])
def test_an_office_and_a_name_are_asked_about_in_free_text(text):
    assert judged_free(text) != "passed"


@pytest.mark.parametrize(
    "text",
    [
        "uji",
        "B/1234/X/IPP.2/2026/Intelkam",
        "R/45/Kesbangpol",
        "dicek; cocok dengan laporan Polsek",
        "ketua RT setempat",
        "angka dikoreksi",
    ],
)
def test_numbers_of_letters_and_plain_reasons_pass(text):
    assert judged_free(text) == "passed"


@pytest.mark.parametrize("column", ["bidang", "nama"])
@pytest.mark.parametrize(
    "text",
    ["Ketua Umum Makmur", "Bendahara Budi", "Vel da", "Ve l da", "Dewan Pembina Velda", "Dewan Penasihat Makmur", "Wakil Ketua Dua Teguh"],
)
def test_words_people_are_called_by_and_broken_names_are_asked_about(column, text):
    assert judged(column, text) == "asked"


@pytest.mark.parametrize("text", ["sosial Velda", "sosial velda", "pelatihan warsinem"])
def test_a_single_unknown_word_is_asked_about_where_fields_of_work_stand(text):
    assert judged("bidang", text) == "asked"


@pytest.mark.parametrize(
    "text",
    [
        "Dewan Pengurus Cabang Makmur", "Dewan Pembina Yayasan", "Pimpinan Cabang", "Ketua Bidang Hukum dan Advokasi", "Forum Ketua RT Makmur",
        "Laskar Makmur Jaya", "Karya Tani Makmur", "RW 05 Maju", "GM KB FKPPI", "Air Mata Ibu",
    ],
)  # fmt: skip
def test_bodies_and_what_is_short_pass_as_the_name_of_an_ormas(text):
    assert judged("nama", text) == "passed"


# --- the question


@pytest.fixture
def clock(monkeypatch):
    """Seconds, as the test lets them go by."""
    now = [1000.0]
    monkeypatch.setattr(free_text.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(free_text, "_asked", {})
    return now


def answers(home):
    with database.read(home) as con:
        return [(one.oleh, json.loads(one.rincian)) for one in audit.entries(con, action="jawaban_nama").itertuples()]


REASON = "keliru menurut Ketua Umum Velda"


def test_the_same_text_again_is_the_answer_and_is_noted_without_it(home, clock):
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 2)))
    ani, budi = (homes.session(home, Viewer(name, "operator_kabupaten")) for name in ("ani", "budi"))
    with pytest.raises(NameQuestionError, match=ASKED):
        batches.withdraw(ani, 2, REASON)
    with pytest.raises(NameQuestionError):  # a double click hasn't read it
        batches.withdraw(ani, 2, REASON)
    clock[0] += 5
    with pytest.raises(NameQuestionError):  # another text, another person: asked too
        batches.withdraw(ani, 2, f"{REASON} dan bendahara")
    with pytest.raises(NameQuestionError):
        batches.withdraw(budi, 2, REASON)
    assert answers(home) == []
    batches.withdraw(ani, 2, f"  {REASON} ")
    batches.restore(ani, 2, REASON)  # once for a text
    assert answers(home) == [("ani", {"bukan_nama": 1})]
    clock[0] += free_text.HOLDS + 1
    with pytest.raises(NameQuestionError):
        batches.withdraw(ani, 2, REASON)


def test_what_surely_is_a_name_is_refused_however_often_it_is_sent(home, clock):
    for _ in range(3):
        with pytest.raises(DataError, match="Alasan: berisi nama orang") as refused:
            batches.withdraw(homes.session(home), 2, "keliru menurut Bpk. Sutarjo")
        assert not isinstance(refused.value, NameQuestionError)
        clock[0] += 60


@pytest.mark.parametrize(("answer", "status"), [("bukan", 0), ("ya", 1), ("", 1)])
def test_at_a_terminal_the_question_is_asked_at_once(home, clock, monkeypatch, capsys, answer, status):
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 2)))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert main(["--home", str(home), "batches", "withdraw", "2", "--reason", REASON]) == status
    assert ASKED in capsys.readouterr().err
    assert len(answers(home)) == (1 if status == 0 else 0)


def test_without_a_terminal_nobody_can_answer(home, clock, monkeypatch, capsys):
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 2)))
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(["--home", str(home), "batches", "withdraw", "2", "--reason", REASON]) == 1
    assert "Jalankan perintahnya di terminal untuk menjawab." in capsys.readouterr().err
