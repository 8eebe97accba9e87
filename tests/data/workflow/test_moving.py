"""*Pindah*: what belongs to another kecamatan is moved by the kabupaten, waits, and can be undone; nothing counts twice."""

import json
from datetime import date

import pytest

from data.__main__ import main
from data.access import viewers
from data.access.viewers import AccessError, Viewer
from data.errors import DataError
from data.intake import candidates, importing, sheets
from data.store import database
from data.workflow import batches, moving, verification
from data.workflow.verification import Filter
from tests import homes

CIBITUNG, SETU, BABELAN = homes.CIBITUNG, homes.SETU, "32.16.02"
OWN, KABUPATEN = Viewer("op", "operator_kecamatan", frozenset({SETU})), Viewer("kab", "operator_kabupaten")
DAY = date(2026, 10, 3)
HEADER = "id_kejadian;tanggal;kecamatan;kode_desa;tahap;jenis;luka;sumber"
ROW = "17;2026-10-03;32.16.18;32.16.18.2001;peristiwa;tawuran;2;polsek"


@pytest.fixture
def home(tmp_path):
    """Incident 17 of Setu counts, and so does that of Cibitung, another one."""
    homes.new(tmp_path / "rumah", "nyata")
    setu = homes.incident(DAY, id_kejadian="17", kecamatan=SETU, kode_desa="32.16.18.2001", luka=2)
    homes.put(tmp_path / "rumah", "kejadian", setu, homes.incident(date(2026, 3, 9), id_kejadian="17"))
    return tmp_path / "rumah"


def counted(home):
    """Day and kecamatan of what counts."""
    with database.read(home) as con:
        return con.execute("SELECT tanggal, kecamatan FROM kejadian_terverifikasi ORDER BY 1, 2").fetchall()


QUIET = (date(2026, 3, 9), CIBITUNG)


def move(home, to=CIBITUNG, number="17", origin=SETU, viewer=None, **more):
    return moving.move(homes.session(home, viewer), "kejadian", number, origin=origin, to=to, **{"reason": "salah kecamatan", **more})


def decide(home, decision="terverifikasi", **wanted):
    return verification.decide(
        homes.session(home), Filter(**wanted), decision, reason="uji", why="salah_tempat" if decision == "ditolak" else None
    )


def send(home, *rows, viewer=OWN):
    source = sheets.parse("k.csv", "\n".join([HEADER, *rows]).encode())
    return importing.take_in(homes.session(home, viewer), importing.check(homes.session(home, viewer), source, "kejadian"))[0]


def test_a_move_waits_and_then_counts_there_and_no_longer_here(home):
    moved = move(home)
    assert counted(home) == [QUIET, (DAY, SETU)]
    assert decide(home, batch=moved.batch) == 1
    assert counted(home) == [QUIET, (DAY, CIBITUNG)]
    with database.read(home) as con:
        assert con.execute(
            "SELECT luka, kode_desa, sumber FROM kejadian_terverifikasi WHERE id_kejadian = ?", [moved.number]
        ).fetchall() == [(2, None, "polsek")]
        assert verification.share(con).query("tabel == 'kejadian'")["rows"].sum() == 2
        (details,) = con.execute("SELECT rincian FROM audit WHERE tindakan = 'pindah'").fetchone()
    said = {
        "batch": 3,
        "tabel": {"kejadian": 1},
        "baris": 1,
        "dari": SETU,
        "id": "17",
        "ke": CIBITUNG,
        "id_baru": moved.number,
    }
    assert {**json.loads(details), "sidik": None} == {**said, "alasan": "salah kecamatan", "sidik": None}


@pytest.mark.parametrize("undo", ["rejected", "withdrawn"])
def test_a_move_that_is_rejected_or_withdrawn_is_undone(home, undo):
    moved = move(home)
    if undo == "withdrawn":
        decide(home, batch=moved.batch)
        batches.withdraw(homes.session(home), moved.batch, "keliru")
    else:
        decide(home, "ditolak", batch=moved.batch)
    assert counted(home) == [QUIET, (DAY, SETU)]
    assert move(home, BABELAN).batch == moved.batch + 1  # and it can move elsewhere


def test_the_queue_says_from_where(home):
    moved = move(home, desa="32.16.07.2001")
    (before,) = verification.waiting(homes.session(home), Filter(table="kejadian")).before.values()
    assert (before.kecamatan, before.batch, before.counts) == (SETU, 2, True)
    assert before.changes == (
        ("id_kejadian", "17", moved.number),
        ("kecamatan", SETU, CIBITUNG),
        ("kode_desa", "32.16.18.2001", "32.16.07.2001"),
    )


@pytest.mark.parametrize("verified", [True, False], ids=["moved", "about to move"])
def test_its_kecamatan_sends_it_again_and_it_does_not_count_twice(home, verified):
    moved = move(home)
    if verified:
        decide(home, batch=moved.batch)
    new = ROW.replace("17;2026-10-03", "18;2026-10-20")
    told = send(home, ROW, new)  # a monthly file with all that was sent before
    assert told.taken == 1
    assert [str(group["alasan"]) for group in told.skipped] == ["sama persis dengan baris yang sudah dipindahkan ke kecamatan lain"]
    with pytest.raises(candidates.RefusedFileError, match="sudah dipindahkan ke kecamatan lain oleh kabupaten") as refused:
        send(home, ROW.replace(";2;", ";5;"))
    assert "Cibitung" not in str(refused.value)
    with pytest.raises(candidates.RefusedFileError, match="sudah dipindahkan ke Cibitung"):
        send(home, ROW.replace(";2;", ";6;"), viewer=KABUPATEN)
    decide(home, table="kejadian")
    assert counted(home) == [QUIET, (DAY, CIBITUNG), (date(2026, 10, 20), SETU)]


def test_a_row_without_number_that_moved_is_known_when_it_is_sent_again(home):
    bare = ROW.replace("17;2026-10-03", ";2026-10-25")
    send(home, bare)
    decide(home, table="kejadian")
    with database.read(home) as con:
        ((number,),) = con.execute("SELECT id_kejadian FROM kejadian WHERE tanggal = '2026-10-25'").fetchall()
    decide(home, batch=move(home, number=number).batch)
    with pytest.raises(candidates.RefusedFileError, match="sudah ada di basis data"):
        send(home, bare + " ")


def test_it_can_move_on_and_back_and_only_the_last_move_is_undone(home):
    moved = move(home)
    decide(home, batch=moved.batch)
    again = move(home, BABELAN, number=moved.number, origin=CIBITUNG)
    decide(home, batch=again.batch)
    assert counted(home) == [QUIET, (DAY, BABELAN)]
    decide(home, batch=move(home, SETU, number=again.number, origin=None).batch)
    assert counted(home) == [QUIET, (DAY, SETU)]
    with pytest.raises(DataError, match=f"oleh batch {again.batch}. Tarik dulu"):
        batches.withdraw(homes.session(home), moved.batch, "keliru")
    with pytest.raises(DataError, match="Tidak ada baris yang cocok"):
        verification.decide(
            homes.session(home), Filter(batch=moved.batch, status="terverifikasi"), "ditolak", reason="uji", why="salah_tempat"
        )


def test_of_two_moves_of_one_row_only_one_can_hold(home):
    first = move(home)
    decide(home, "ditolak", batch=first.batch)
    second = move(home, BABELAN)
    with pytest.raises(DataError, match="sudah dipindahkan lagi"):
        verification.decide(homes.session(home), Filter(batch=first.batch, status="ditolak"), "terverifikasi", reason="uji")
    decide(home, batch=second.batch)
    assert counted(home) == [QUIET, (DAY, BABELAN)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "99"}, "Nomor 99 tidak ada di tabel kejadian"),
        (
            {"origin": None},
            r"dipakai 2 kecamatan \(Cibitung 32.16.07, Setu 32.16.18\). Sebut kecamatan asalnya",
        ),
        ({"to": SETU}, "sudah tercatat di Setu"),
        ({"to": "Cibitung"}, "Kecamatan 'Cibitung' tidak ada"),
        ({"desa": "32.16.18.2001"}, "tidak terletak di Cibitung"),
        ({"reason": " "}, "Alasan harus diisi"),
        ({"reason": "kata 0812-3456-7890"}, "Alasan"),
    ],
)
def test_a_move_without_sense_is_a_sentence_and_changes_nothing(home, wrong, sentence):
    with pytest.raises(DataError, match=sentence):
        move(home, **wrong)
    with database.read(home) as con:
        assert con.execute("SELECT max(batch_id) FROM batches").fetchone() == (2,)


def test_only_the_kabupaten_moves(home):
    for role in set(viewers.ROLES) - set(viewers.RIGHTS["verifikasi"]):
        viewer = Viewer("x", role, frozenset({SETU, CIBITUNG}) if role in viewers.OWN_KECAMATAN else frozenset())
        with pytest.raises(AccessError, match="tidak berhak"):
            move(home, viewer=viewer)


def test_it_is_a_verb(home, capsys):
    assert (
        main(
            [
                "--home",
                str(home),
                "pindah",
                "kejadian",
                "17",
                "--from",
                SETU,
                "--to",
                CIBITUNG,
                "--reason",
                "keliru",
            ]
        )
        == 0
    )
    assert "Dipindahkan ke Cibitung sebagai nomor KJ-00003-000001, batch 3. Menunggu verifikasi" in capsys.readouterr().out
    assert main(["--home", str(home), "verify", "--list"]) == 0
    assert "mengganti batch 2 (Setu," in capsys.readouterr().out
