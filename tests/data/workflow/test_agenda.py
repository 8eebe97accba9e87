"""The agenda: who may read of notified demonstrations, that nothing else does, that no edition holds any of it, and that they go in time."""

import re
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.access.viewers import LIAISON, OWN_KECAMATAN, ROLES, AccessError, Viewer
from data.editions import exporting, reading
from data.errors import DataError
from data.safety import doctor
from data.store import audit, clock, database, durable, ledger
from data.tables import TABLES, agenda, edition
from data.workflow import agenda as entries
from data.workflow import batches, erasing, four_eyes, publishing, snapshots
from tests import homes
from tests.reader import t

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 27)
IN_CHARGE = {"pimpinan", *LIAISON, "camat", "operator_kabupaten"}
REASON = "masa simpan lewat"
TRACE = "90817263"
LAST_KEPT, FIRST_OVERDUE = date(2026, 10, 28), date(2026, 10, 27)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("agenda") / "home"
    homes.new(home, "nyata")
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 3)))
    homes.put(
        home,
        "agenda",
        homes.entry(date(2026, 11, 28)),
        homes.entry(date(2026, 12, 6), "pilkades", kecamatan=homes.SETU),
        homes.demonstration(date(2026, 12, 1), ukuran="51_200"),
        homes.demonstration(date(2026, 12, 2), kecamatan=homes.SETU),
        homes.demonstration(LAST_KEPT),
        homes.demonstration(FIRST_OVERDUE),
        homes.demonstration(date(2026, 9, 1), sampai=date(2026, 9, 2), ukuran="lebih_1000", id_agenda=TRACE),
    )
    return home


@pytest.fixture
def home(made, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    shutil.copytree(made, tmp_path / "home")
    return tmp_path / "home"


def ask(home, sql):
    with database.read(home) as con:
        return con.execute(sql).fetchall()


def session(home, role):
    return homes.session(home, Viewer("x", role, frozenset({homes.SETU}) if role in OWN_KECAMATAN else frozenset()), today=TODAY)


# ------------------------------------------------------------------ who may read it


def test_what_everybody_may_know_holds_no_demonstration(home):
    assert entries.public(home) == [
        entries.Entry(date(2026, 11, 28), date(2026, 11, 28), "penetapan_umk", None),
        entries.Entry(date(2026, 12, 6), date(2026, 12, 6), "pilkades", homes.SETU),
    ]


@pytest.mark.parametrize("role", ROLES)
def test_notified_demonstrations_are_read_by_roles_in_charge_only(role, home):
    if role not in IN_CHARGE:
        with pytest.raises(AccessError, match="tidak berhak"):
            entries.notified(session(home, role))
        return
    found = entries.notified(session(home, role))
    assert {one.kind for one in found} == {agenda.NOTIFIED}
    assert {one.kecamatan for one in found} == ({homes.SETU} if role == "camat" else {homes.CIBITUNG, homes.SETU})


def test_a_liaison_officer_of_one_kecamatan_reads_of_that_one(home):
    officer = Viewer("x", "penghubung_polri", frozenset({homes.SETU}))
    assert [one.kecamatan for one in entries.notified(homes.session(home, officer))] == [homes.SETU]


def test_a_home_without_a_store_has_no_agenda(tmp_path):
    assert entries.public(tmp_path) == entries.notified(homes.session(tmp_path)) == []


# ------------------------------------------------------------------ nothing else reads it


def sources(suffix):
    return [path for folder in ("data", "pages", "analytics") for path in (ROOT / folder).rglob(f"*{suffix}")]


def test_one_module_and_one_panel_know_of_notified_demonstrations():
    """Whoever adds a search, a frame, an export or a picture that reads them has to change this list, and the issue forbids it."""
    knows = re.compile(
        r"agenda_(diberitahukan|semua|berlaku|terverifikasi)\b|\bagenda\.notified\b|\bNOTIFIED\b|unjuk_rasa_diberitahukan|FROM agenda\b"
    )
    found = {
        path.relative_to(ROOT).as_posix() for suffix in (".py", ".sql") for path in sources(suffix) if knows.search(path.read_text("utf-8"))
    }
    assert found == {
        "data/tables/agenda.py",  # the word
        "data/labels.py",  # its name
        "data/store/migrations/090_agenda.sql",  # the views
        "data/intake/rules.py",  # faults of a file
        "data/simulation/agenda.py",  # made-up rows
        "data/workflow/agenda.py",  # who may read it
        "pages/panels/agenda_panel.py",  # the list
    }
    assert "agenda.notified" not in (ROOT / "pages/panels/marked.py").read_text("utf-8")


def test_an_edition_holds_nothing_of_the_agenda(home, tmp_path):
    """Neither table nor column nor word, in the file and in what is exported of it; not even that a batch of it came."""
    publishing.publish(homes.session(home, today=TODAY), "2026-10")
    assert [name for name in edition.TABLES if "agenda" in name] == []
    opened = reading.open_edition(home)
    for name, frame in opened.tables().items():
        text = frame.to_csv()
        assert not re.search(r"agenda|unjuk_rasa_diberitahukan|penetapan_umk|pilkades", text), name
    assert set(opened.batches()["tabel"]) == {"penduduk", "kejadian"}
    folder = exporting.to_folder(opened, tmp_path / "keluar")
    opened.close()
    raw = b"".join(path.read_bytes() for path in [*folder.rglob("*"), home / "editions" / "2026-10-r1.duckdb"] if path.is_file())
    for word in (agenda.NOTIFIED, "pilkades", "lebih_1000"):
        assert word.encode() not in raw


def test_what_would_be_published_is_the_same_with_and_without_an_agenda(home):
    before = snapshots.read_snapshot(home, "2026-10")
    homes.put(home, "agenda", homes.entry(date(2026, 10, 2), "pilkada"), homes.demonstration(date(2026, 12, 9)))
    after = snapshots.read_snapshot(home, "2026-10")
    assert after.fingerprint == before.fingerprint
    assert after.batches.equals(before.batches)


def test_who_keeps_the_agenda_has_no_hand_in_an_edition(home, monkeypatch):
    monkeypatch.setattr(four_eyes, "is_on", lambda *_: True)
    homes.put(home, "agenda", homes.entry(date(2026, 12, 24), "natal_tahun_baru"), by=audit.Actor("citra"))
    with database.read(home) as con:
        number = con.execute("SELECT max(kiriman) FROM kiriman").fetchall()[0][0]
    batches.withdraw(homes.session(home, Viewer("citra", "operator_kabupaten")), number, "keliru")
    with database.read(home) as con:
        content = four_eyes.Content("2026-10", "x", *four_eyes.marks(con))
        assert "citra" not in four_eyes.publishing(con, home, content).verifiers


# ------------------------------------------------------------------ erased 30 days after


def proven(home):
    with database.read(home) as con:
        return audit.check(con).broken_at is None and ledger.check(con).faults == ()


def retention(home):
    return [(one.level, one.text) for one in doctor.examine(t, home) if one.subject == "Masa simpan"]


def test_the_doctor_lists_demonstrations_that_are_more_than_30_days_past(home):
    ((level, text),) = retention(home)
    assert level == "perhatian"
    assert "Agenda, Penyampaian pendapat yang diberitahukan: 2 baris yang berakhir sebelum 28 Okt 2026, yang tertua 2 Sep 2026." in text


def test_they_are_erased_whole_by_the_verb_that_erases_and_the_rest_stays(home):
    durable.sync(home / database.DATABASE)
    assert TRACE.encode() in (home / database.DATABASE).read_bytes()
    erasing.erase_overdue(homes.session(home, today=TODAY), REASON)
    assert ask(home, f"SELECT mulai FROM agenda WHERE jenis = '{agenda.NOTIFIED}' ORDER BY 1") == [
        (LAST_KEPT,),
        (date(2026, 12, 1),),
        (date(2026, 12, 2),),
    ]
    assert len(entries.public(home)) == 2
    assert ask(home, "SELECT tabel, kolom, baris, sebelum, alasan FROM penghapusan") == [("agenda", "*", 2, LAST_KEPT, REASON)]
    assert TRACE.encode() not in b"".join(path.read_bytes() for path in home.glob("kondusif.duckdb*"))
    assert proven(home)
    assert [one.level for one in doctor.examine(t, home) if one.subject in ("Masa simpan", "Batch", "Sidik baris")] == ["baik"] * 3
    with pytest.raises(DataError, match="Tidak ada yang melewati masa simpannya"):
        erasing.erase_overdue(homes.session(home, today=TODAY), REASON)


def test_a_batch_of_which_a_part_was_erased_can_be_withdrawn_brought_back_and_erased(home):
    erasing.erase_overdue(homes.session(home, today=TODAY), REASON)
    ((number,),) = ask(home, "SELECT kiriman FROM kiriman JOIN batches USING (batch_id) WHERE tabel = 'agenda'")
    batches.withdraw(homes.session(home), number, "keliru")
    assert entries.public(home) == []
    batches.restore(homes.session(home), number, "ternyata benar")
    assert len(entries.public(home)) == 2
    batches.withdraw(homes.session(home), number, "keliru")
    assert [due.rows for due in erasing.erase_batch(homes.session(home), number, REASON)] == [5]
    assert [one.level for one in doctor.examine(t, home) if one.subject in ("Batch", "Sidik baris")] == ["baik"] * 2
    with pytest.raises(DataError, match="sudah dihapus dan tidak dapat diaktifkan"):
        batches.restore(homes.session(home), number, "kembali")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM agenda WHERE jenis = 'pilkades'",
        "UPDATE agenda SET kecamatan = '32.16.01' WHERE jenis = 'pilkades'",
        "UPDATE penghapusan SET baris = 3",
    ],
)
def test_no_tampering_passes_for_an_erasure(sql, home):
    erasing.erase_overdue(homes.session(home, today=TODAY), REASON)
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute(sql)
    assert not proven(home)
    assert [one for one in doctor.examine(t, home) if one.level == "rusak"]


def test_the_table_has_no_place_for_a_name():
    """No organiser, no Ormas, no free text: every column is a day, a choice or a kecamatan, and the number is digits."""
    table = TABLES["agenda"]
    assert {column.name: column.kind for column in table.columns if column.name != "id_agenda"} == {
        "mulai": "date",
        "sampai": "date",
        "jenis": "choice",
        "kecamatan": "kecamatan",
        "ukuran": "choice",
    }
    number = table.column("id_agenda").pattern
    assert number
    assert re.fullmatch(number, "AG-00008-000012")
    for text in ("SPSI", "AG-SPSI", "ORM-017", "3216071201900001", "081234567890123"):
        assert not re.fullmatch(number, text)
