"""A file of steps of handling: each fault by its name with its remedy; a refusal changes nothing, whoever sends it and however."""

from datetime import date

import pytest

from data.access.viewers import AccessError, Viewer
from data.errors import DataError
from data.intake import importing, sheets
from data.store import clock, database
from data.workflow import verification
from data.workflow.verification import Filter
from tests import homes
from tests.reader import t

TODAY = date(2026, 11, 27)
CASE = homes.incident(date(2026, 10, 3), id_kejadian="17", tanggal_lapor=date(2026, 10, 5))
OWN = Viewer("op", "operator_kecamatan", frozenset({homes.CIBITUNG}))


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def home(home):
    homes.put(home, "kejadian", CASE)
    return home


def step(on, state, office="camat", number="17", kecamatan=homes.CIBITUNG):
    return {"kecamatan": kecamatan, "id_kejadian": number, "tanggal": on, "keadaan": state, "kantor": office}


def source(*rows):
    lines = [list(rows[0]), *([row[column] or "" for column in rows[0]] for row in rows)]
    return sheets.parse("langkah.csv", "\n".join(";".join(line) for line in lines).encode())


def check(home, *rows, viewer=None):
    return importing.check(homes.session(home, viewer), source(*rows), "langkah_penanganan")


def send(home, *rows, viewer=None):
    return importing.take_in(homes.session(home, viewer), check(home, *rows, viewer=viewer))[0]


def faults(candidate):
    groups = candidate.parts[0].checked.faults.groups
    return [(group.column, str(group.problem.cause), [str(one) for one in group.remedies], group.rows) for group in groups]


BEFORE = (step("2026-10-05", "belum_ditangani"), step("2026-10-08", "proses"))
CLOSED = (*BEFORE, step("2026-10-20", "selesai"))


@pytest.mark.parametrize(
    ("known", "row", "column", "cause", "remedy"),
    [
        ((), step("2026-10-02", "proses"), "tanggal", "langkah sebelum kejadiannya", "kejadiannya 3 Okt 2026; periksa kedua tanggal"),
        (
            BEFORE,
            step("2026-10-07", "proses"),
            "tanggal",
            "langkah mundur waktu: sudah ada langkah yang lebih kemudian",
            "langkah terakhir 8 Okt 2026; periksa tanggalnya; bila langkah itu keliru, mintalah Bakesbangpol menolaknya, lalu kirim keduanya",
        ),
        (
            BEFORE,
            step("2026-10-09", "belum_ditangani"),
            "keadaan",
            "langkah mundur keadaan",
            "sejak 8 Okt 2026 sudah: Dalam proses; perbaiki keadaan atau tanggalnya",
        ),
        (
            CLOSED,
            step("2026-10-25", "proses"),
            "keadaan",
            "kasusnya sudah ditutup",
            "ditutup 20 Okt 2026; bila terjadi lagi, laporkan sebagai kejadian baru; bila penutupannya keliru, mintalah Bakesbangpol menolaknya",
        ),
        (
            CLOSED,
            step("2026-10-21", "selesai"),
            "keadaan",
            "kasusnya sudah ditutup",
            "ditutup 20 Okt 2026; bila terjadi lagi, laporkan sebagai kejadian baru; bila penutupannya keliru, mintalah Bakesbangpol menolaknya",
        ),
        (
            (),
            step("2026-10-09", "proses", number="71"),
            "id_kejadian",
            "kejadian dengan nomor itu tidak ada di kecamatan ini, ditolak, atau sudah dipindahkan",
            "periksa nomor dan kecamatannya, atau kirim kejadiannya lebih dulu",
        ),
        ((), step("2026-10-09", "dicegah"), "keadaan", "dicegah, tetapi sudah terjadi", "perbaiki keadaan, atau tahap kejadiannya"),
        ((), step("2026-11-28", "proses"), "tanggal", "tanggal di masa depan", "periksa tahunnya"),
    ],
    ids=["before its event", "back in time", "back in state", "closed", "closed twice", "unknown", "prevented, yet it happened", "future"],
)
def test_what_cannot_be_is_a_fault_with_its_remedy_and_changes_nothing(home, known, row, column, cause, remedy):
    if known:
        send(home, *known)
    candidate = check(home, row)
    assert faults(candidate) == [(column, cause, [remedy], [2])]
    with pytest.raises(DataError, match=cause):
        importing.take_in(homes.session(home), candidate)
    with database.read(home) as con:
        assert con.execute("SELECT count(*) FROM langkah_penanganan").fetchone() == (len(known),)


def test_a_whole_course_goes_in_at_once_in_whatever_order_its_rows_stand(home):
    report = send(home, *reversed(CLOSED))
    assert (report.taken, report.waits) == (3, True)


def test_within_one_file_a_step_that_goes_back_is_found_too(home):
    assert [(column, rows) for column, _, _, rows in faults(check(home, *CLOSED, step("2026-10-21", "eskalasi")))] == [("keadaan", [5])]
    back = faults(check(home, BEFORE[1], step("2026-10-10", "belum_ditangani")))
    assert [(column, cause) for column, cause, _, _ in back] == [("keadaan", "langkah mundur keadaan")]


def test_a_file_that_is_sent_again_with_one_step_more_brings_that_one(home):
    send(home, *BEFORE)
    report = send(home, *CLOSED)
    assert (report.taken, [(str(one["alasan"]), one["baris"]) for one in report.skipped]) == (
        1,
        [("sama persis dengan baris yang sudah ada", 2)],
    )


def test_the_office_of_a_step_can_be_corrected(home):
    send(home, *CLOSED)
    assert send(home, step("2026-10-08", "proses", "polsek")).taken == 1
    with database.read(home) as con:
        assert con.execute("SELECT kantor FROM langkah_penanganan_berlaku WHERE keadaan = 'proses'").fetchall() == [("polsek",)]
        assert con.execute("SELECT count(*) FROM langkah_penanganan WHERE keadaan = 'proses'").fetchone() == (2,)  # nothing is overwritten


def test_a_step_that_was_refused_is_in_the_way_of_none(home):
    send(home, *CLOSED)
    with database.read(home) as con:
        (closing,) = con.execute("SELECT id_baris FROM langkah_penanganan WHERE keadaan = 'selesai'").fetchone()
    verification.decide(homes.session(home), Filter(table="langkah_penanganan", rows=(closing,)), "ditolak", why="bukti_kurang")
    assert send(home, step("2026-10-25", "eskalasi", "polsek")).taken == 1


def test_the_column_of_the_incident_is_one_step_more(home):
    homes.put(home, "kejadian", {**CASE, "id_kejadian": "18", "penanganan": "selesai", "tanggal_selesai": date(2026, 10, 12)})
    assert send(home, step("2026-10-07", "proses", number="18"), step("2026-10-12", "selesai", number="18")).taken == 2
    for late in (step("2026-10-13", "eskalasi", number="18"), step("2026-10-11", "selesai", number="18")):
        assert [cause for _, cause, _, _ in faults(check(home, late))] == ["kasusnya sudah ditutup"]


def test_a_case_that_was_closed_on_a_day_that_nobody_wrote_down_can_get_its_day(home):
    homes.put(home, "kejadian", {**CASE, "penanganan": "selesai"})
    assert send(home, step("2026-10-20", "selesai")).taken == 1


def test_an_incident_comes_in_the_same_workbook_as_its_steps(home):
    header, row = (
        ["id_kejadian", "tanggal", "kecamatan", "tahap", "jenis", "sumber"],
        ["99", date(2026, 10, 9), "32.16.07", "peristiwa", "tawuran", "polsek"],
    )
    steps = [
        ["kecamatan", "id_kejadian", "tanggal", "keadaan"],
        ["32.16.07", "99", date(2026, 10, 10), "proses"],
        ["32.16.07", "99", date(2026, 10, 8), "proses"],
    ]
    book = sheets.SourceFile(
        "buku.xlsx", "0" * 64, "xlsx", (sheets.Sheet("kejadian", [header, row]), sheets.Sheet("langkah_penanganan", steps))
    )
    candidate = importing.check(homes.session(home), book, None)
    assert [len(part.checked.faults.groups) for part in candidate.parts] == [0, 1]
    assert faults(importing.check(homes.session(home), book, "langkah_penanganan"))[0][0] == "id_kejadian"  # without its incident
    reports = importing.take_in(homes.session(home), candidate, only_valid=True)
    assert [(report.table, report.taken) for report in reports] == [("kejadian", 1), ("langkah_penanganan", 1)]


def test_an_incident_that_is_corrected_does_not_happen_after_its_first_step_and_says_what_holds(home):
    send(home, *CLOSED)
    header = ["id_kejadian", "tanggal", "kecamatan", "tahap", "jenis", "sumber", "penanganan"]
    found = [
        importing.check(homes.session(home), sheets.SourceFile("k.csv", "0" * 64, "csv", (sheets.Sheet("", [header, row]),)), "kejadian")
        .parts[0]
        .checked
        for row in (
            ["17", date(2026, 10, 6), "32.16.07", "peristiwa", "tawuran", "polsek", None],
            ["17", date(2026, 10, 3), "32.16.07", "peristiwa", "tawuran", "polsek", "proses"],
        )
    ]
    assert [str(group.problem.cause) for group in found[0].faults.groups] == ["terjadi sesudah langkah penanganannya yang pertama"]
    assert "berbeda dari langkah penutupnya: langkah itu yang berlaku" in [str(group.problem.cause) for group in found[1].warnings.groups]
    assert len(found[1].faults) == 0


def test_a_kecamatan_sends_steps_of_its_own_incidents_and_learns_nothing_of_others(home):
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 3), id_kejadian="3", kecamatan=homes.SETU))
    assert send(home, *BEFORE, viewer=OWN).waits
    for number in ("3", "4"):  # whether it is there or not
        found = faults(check(home, step("2026-10-09", "proses", number=number, kecamatan=homes.SETU), viewer=OWN))
        assert [cause for _, cause, _, _ in found] == ["kecamatan lain, bukan kecamatan Anda"]
    candidate = check(home, step("2026-10-09", "eskalasi"))
    with pytest.raises(AccessError):
        importing.take_in(homes.session(home, Viewer("c", "camat", frozenset({homes.CIBITUNG}))), candidate)


def test_two_who_close_a_case_at_the_same_time_close_it_once(home):
    first, second = (check(home, step(day, "selesai")) for day in ("2026-10-20", "2026-10-22"))
    importing.take_in(homes.session(home), first)
    with pytest.raises(DataError, match="kasusnya sudah ditutup"):
        importing.take_in(homes.session(home), second)


def test_words_are_taken_as_well_as_codes(home):
    assert send(home, step("2026-10-09", t("Dalam proses"), "Tim Terpadu Penanganan Konflik Sosial")).taken == 1
