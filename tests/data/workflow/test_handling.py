"""Steps of handling entered on screen: the cases that are open, their steps, one more; by those who send, each for their own."""

from datetime import date

import pytest

from data.access.viewers import RIGHTS, ROLES, AccessError, Viewer
from data.errors import DataError
from data.store import audit, database
from data.workflow import handling, verification
from data.workflow.verification import Filter
from tests import homes

DAY = date(2026, 10, 3)
CIBITUNG, SETU = homes.CIBITUNG, homes.SETU
OWN = Viewer("op", "operator_kecamatan", frozenset({CIBITUNG}))


@pytest.fixture
def home(home):
    homes.put(
        home,
        "kejadian",
        homes.incident(DAY, id_kejadian="1", penanganan="proses", tanggal_lapor=date(2026, 10, 4)),
        homes.incident(date(2026, 10, 9), id_kejadian="2"),
        homes.incident(DAY, id_kejadian="3", penanganan="selesai"),
        homes.incident(DAY, id_kejadian="1", kecamatan=SETU),
    )
    return home


def open_(home, viewer=None):
    rows = handling.open_cases(homes.session(home, viewer)).astype("object")
    return [(row.kecamatan, row.id_kejadian, row.keadaan if isinstance(row.keadaan, str) else None) for row in rows.itertuples()]


def counts(home):
    with database.read(home) as con:
        return con.execute("SELECT (SELECT count(*) FROM langkah_penanganan), (SELECT count(*) FROM audit)").fetchone()


def test_what_no_step_closes_is_open_and_a_kecamatan_sees_its_own(home):
    assert open_(home) == [(CIBITUNG, "2", None), (CIBITUNG, "1", "proses"), (SETU, "1", None)]
    assert open_(home, OWN) == [(CIBITUNG, "2", None), (CIBITUNG, "1", "proses")]


def test_a_step_waits_stands_among_the_others_and_closes_once_it_is_accepted(home):
    session = homes.session(home, OWN)
    number = handling.add(session, CIBITUNG, "1", date(2026, 10, 20), "selesai", "camat")
    assert open_(home, OWN) == [(CIBITUNG, "2", None)]  # it waits, but nobody need be asked again
    rows = handling.steps(session, CIBITUNG, "1")
    assert [(row.tanggal.date(), row.keadaan, row.status, row.kolom) for row in rows.itertuples()] == [
        (date(2026, 10, 4), "proses", "terverifikasi", True),
        (date(2026, 10, 20), "selesai", "masuk", False),
    ]
    verification.decide(homes.session(home), Filter(batch=number), "ditolak", why="bukti_kurang")
    assert open_(home, OWN)[-1] == (CIBITUNG, "1", "proses")
    with database.read(home) as con:
        assert audit.check(con).broken_at is None


@pytest.mark.parametrize(
    ("number", "on", "state", "said"),
    [
        ("3", date(2026, 11, 30), "proses", "tanggal di masa depan"),
        ("9", date(2026, 10, 9), "proses", "kejadian dengan nomor itu tidak ada"),
        ("1", date(2026, 10, 2), "proses", "langkah sebelum kejadiannya"),
    ],
)
def test_what_a_file_would_be_refused_for_is_refused_here_in_one_sentence(home, number, on, state, said):
    before = counts(home)
    with pytest.raises(DataError, match=rf"^Langkah tidak dicatat: {said}.*Tidak ada yang diubah\.$"):
        handling.add(homes.session(home, today=date(2026, 11, 27)), CIBITUNG, number, on, state, None)
    assert counts(home) == before


def test_the_same_step_twice_is_said_and_changes_nothing(home):
    session = homes.session(home)
    handling.add(session, CIBITUNG, "1", date(2026, 10, 9), "eskalasi", "polsek")
    before = counts(home)
    with pytest.raises(DataError, match="sudah"):
        handling.add(session, CIBITUNG, "1", date(2026, 10, 9), "eskalasi", "polsek")
    assert counts(home) == before


@pytest.mark.parametrize("role", [role for role in ROLES if role not in RIGHTS["unggah"]])
def test_who_does_not_send_neither_reads_nor_writes_steps(home, role):
    session, before = homes.session(home, Viewer("x", role, frozenset({CIBITUNG}) if role == "camat" else frozenset())), counts(home)
    for attempt in (
        lambda: handling.open_cases(session),
        lambda: handling.steps(session, CIBITUNG, "1"),
        lambda: handling.add(session, CIBITUNG, "1", date(2026, 10, 9), "eskalasi", None),
    ):
        with pytest.raises(AccessError):
            attempt()
    assert counts(home) == before


def test_a_kecamatan_neither_reads_nor_writes_steps_of_another(home):
    with pytest.raises(AccessError):
        handling.steps(homes.session(home, OWN), SETU, "1")
    before = counts(home)
    with pytest.raises(DataError):
        handling.add(homes.session(home, OWN), SETU, "1", date(2026, 10, 9), "proses", None)
    assert counts(home) == before


def test_a_simulated_store_takes_steps_on_screen_as_simulated_ones(tmp_path):
    home = homes.new(tmp_path / "latihan", "simulasi")
    homes.put(home, "kejadian", homes.incident(DAY, id_kejadian="1"))
    assert handling.add(homes.session(home), CIBITUNG, "1", date(2026, 10, 9), "proses", None)
