"""The queue, decisions by filter, the share verified; batches taken back and brought in again."""

import json
import re
from datetime import date

import pandas as pd
import pytest

from data.access.viewers import AccessError, Viewer
from data.errors import DataError
from data.store import database
from data.tables import TABLES
from data.workflow import batches, trail_words, verification
from data.workflow.verification import Filter
from tests import homes
from tests.reader import t

KEJADIAN, KELENGKAPAN = TABLES["kejadian"], TABLES["kelengkapan"]
CIBITUNG, TAMBUN = "32.16.07", "32.16.06"
A1, A2, A3, REPORT = f"{CIBITUNG} A1", f"{TAMBUN} A2", f"{CIBITUNG} A3", f"2026-10 {CIBITUNG}"


@pytest.fixture
def home(tmp_path):
    """Batch 2: three incidents of two kecamatan and months; batch 3: one completeness report."""
    folder = tmp_path / "rumah"
    homes.new(folder, "simulasi")
    incidents = [
        (2, "A1", date(2026, 10, 3), CIBITUNG, "polsek"),
        (3, "A2", date(2026, 10, 9), TAMBUN, "kecamatan;fkdm"),
        (4, "A3", date(2026, 9, 1), CIBITUNG, "kecamatan"),
    ]
    frame = pd.DataFrame(
        [
            {
                **dict.fromkeys(KEJADIAN.column_names),
                "baris": baris,
                "id_kejadian": key,
                "tanggal": day,
                "kecamatan": where,
                "sumber": source,
                "tahap": "peristiwa",
                "jenis": "tawuran",
            }
            for baris, key, day, where, source in incidents
        ]
    )
    reports = pd.DataFrame(
        {"baris": [2], "bulan": ["2026-10"], "kecamatan": [CIBITUNG], "desa_melapor": [7], "desa_nihil": [None], "desa_total": [7]}
    )
    add(folder, KEJADIAN, frame)
    add(folder, KELENGKAPAN, reports)
    return folder


def add(home, table, frame):
    with database.write(home, doing="uji") as con:
        homes.add_batch(con, table.name, frame, sha256="0" * 64)


def keys(home, **wanted):
    return verification.waiting(homes.session(home), Filter(**wanted)).rows["kunci"].tolist()


def decide(home, decision="terverifikasi", reason="cocok dengan laporan", why=None, **wanted):
    why = why or ("ganda" if decision == "ditolak" else None)
    return verification.decide(homes.session(home), Filter(**wanted), decision, reason=reason, why=why)


def ask(home, sql):
    with database.read(home) as con:
        return con.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [A1, A2, A3, REPORT]),
        ({"table": "kejadian"}, [A1, A2, A3]),
        ({"batch": 3}, [REPORT]),
        ({"kecamatan": CIBITUNG, "table": "kejadian"}, [A1, A3]),
        ({"month": "2026-10"}, [A1, A2, REPORT]),
        ({"source": "kecamatan"}, [A2, A3]),
        ({"source": "fkdm"}, [A2]),
        ({"status": "ditolak"}, []),
        ({"status": None, "table": "kejadian", "month": "2026-09"}, [A3]),
    ],
)
def test_the_queue_is_filtered(home, wanted, expected):
    assert keys(home, **wanted) == expected


def test_rows_are_accepted_by_filter_and_only_they_count(home):
    assert decide(home, kecamatan=CIBITUNG, month="2026-10") == 2
    assert ask(home, "SELECT id_kejadian FROM kejadian_terverifikasi") == [("A1",)]
    assert ask(home, "SELECT count(*) FROM kelengkapan_terverifikasi") == [(1,)]
    assert keys(home) == [A2, A3]


def test_rows_are_rejected_one_by_one_with_a_reason_that_the_trail_keeps(home):
    ((row,),) = ask(home, "SELECT id_baris FROM kejadian WHERE id_kejadian = 'A2'")
    assert decide(home, "ditolak", "ganda dengan laporan Polsek", rows=(row,)) == 1
    assert ask(home, "SELECT status, alasan FROM verifikasi") == [("ditolak", "ganda dengan laporan Polsek")]
    ((details,),) = ask(home, "SELECT rincian FROM audit ORDER BY urutan DESC LIMIT 1")
    assert json.loads(details)["alasan"] == "ganda dengan laporan Polsek"


def test_a_refused_row_has_a_code_and_needs_no_words_beside_it(home):
    ((row,),) = ask(home, "SELECT id_baris FROM kejadian WHERE id_kejadian = 'A2'")
    assert decide(home, "ditolak", "", why="bukti_kurang", rows=(row,)) == 1
    assert ask(home, "SELECT status, sebab, alasan FROM verifikasi") == [("ditolak", "bukti_kurang", "")]
    ((details,),) = ask(home, "SELECT rincian FROM audit ORDER BY urutan DESC LIMIT 1")
    told = json.loads(details)
    assert told["sebab"] == "bukti_kurang"
    assert "alasan" not in told
    assert "sebab: Bukti tidak ada atau tidak cocok" in trail_words.details(t, details)


@pytest.mark.parametrize(
    ("decision", "reason", "why", "sentence"),
    [
        ("ditolak", "tidak cocok", None, "Pilih mengapa barisnya ditolak: bukti_kurang (Bukti tidak ada atau tidak cocok); ganda"),
        ("ditolak", "tidak cocok", "entah", "Pilih mengapa barisnya ditolak"),
        ("ditolak", " ", "lainnya", "Alasan harus diisi"),
        ("terverifikasi", "", None, "Alasan harus diisi"),
        ("terverifikasi", "cocok", "ganda", "Sebab penolakan hanya untuk baris yang ditolak."),
    ],
)
def test_a_decision_without_its_reason_changes_nothing(home, decision, reason, why, sentence):
    with pytest.raises(DataError, match=re.escape(sentence)):
        verification.decide(homes.session(home), Filter(), decision, reason=reason, why=why)
    assert ask(home, "SELECT count(*) FROM verifikasi") == [(0,)]


def test_whoever_sent_a_row_reads_why_it_was_refused(home):
    decide(home, "ditolak", "", why="ganda", table="kejadian", kecamatan=CIBITUNG, month="2026-10")
    decide(home, "ditolak", "tanggalnya Minggu", why="lainnya", table="kejadian", kecamatan=TAMBUN)

    def read(*own):
        role = "operator_kecamatan" if own else "operator_kabupaten"
        found = verification.refused(homes.session(home, Viewer("ani", role, frozenset(own))), "2026-10")
        return found[["kecamatan", "kunci", "sebab"]].to_numpy().tolist(), found["alasan"].fillna("–").tolist()

    assert read(CIBITUNG) == ([[CIBITUNG, "A1", "ganda"]], ["–"])
    assert read() == ([[TAMBUN, "A2", "lainnya"], [CIBITUNG, "A1", "ganda"]], ["tanggalnya Minggu", "–"])
    with pytest.raises(AccessError):
        verification.refused(homes.session(home, Viewer("ani", "pimpinan")), "2026-10")


def test_rows_refused_before_there_were_codes_say_so(home):
    decide(home, "ditolak", "ganda", table="kejadian", kecamatan=TAMBUN)
    with database.write(home, doing="uji") as con:
        con.execute("UPDATE verifikasi SET sebab = NULL")
    assert verification.refused(homes.session(home), "2026-10")["sebab"].isna().tolist() == [True]


def test_a_decision_can_be_changed_and_its_history_stays(home):
    decide(home, table="kejadian")
    decide(home, "ditolak", "ternyata di luar wilayah", table="kejadian", status="terverifikasi", month="2026-09")
    assert ask(home, "SELECT id_kejadian FROM kejadian_terverifikasi ORDER BY 1") == [("A1",), ("A2",)]
    assert ask(home, "SELECT count(*) FROM verifikasi") == [(4,)]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"table": "nilai_resmi"}, "tidak memerlukan verifikasi"),
        ({"batch": 1}, "penduduk tidak memerlukan verifikasi"),
        ({"batch": 99}, "Batch 99 tidak ada"),
        ({"kecamatan": "Cibitung"}, "Kecamatan 'Cibitung' tidak ada"),
        ({"source": "tetangga"}, "Sumber 'tetangga' tidak dikenal"),
        ({"month": "2031-01"}, "Tidak ada baris yang cocok"),
        ({"rows": (1, 2, 99_999)}, "99999"),
    ],
)
def test_a_filter_that_matches_nothing_is_a_sentence_and_changes_nothing(home, wanted, sentence):
    with pytest.raises(DataError, match=sentence):
        decide(home, **wanted)
    assert ask(home, "SELECT count(*) FROM verifikasi") == [(0,)]


def test_no_decision_without_a_reason(home):
    with pytest.raises(DataError, match="Alasan"):
        decide(home, reason="  ", table="kejadian")


def test_a_correction_of_a_verified_row_is_marked_in_the_queue(home):
    decide(home, table="kejadian")
    frame = pd.DataFrame(
        [
            {
                **dict.fromkeys(KEJADIAN.column_names),
                "baris": 2,
                "id_kejadian": "A1",
                "tanggal": date(2026, 10, 3),
                "kecamatan": CIBITUNG,
                "sumber": "polsek",
                "tahap": "peristiwa",
                "jenis": "tawuran",
                "luka": 4,
            }
        ]
    )
    add(home, KEJADIAN, frame)
    ((first,),) = ask(home, "SELECT min(id_baris) FROM kejadian WHERE id_kejadian = 'A1'")
    waiting = verification.waiting(homes.session(home), Filter(table="kejadian"))
    assert waiting.rows[["kunci", "mengganti"]].to_numpy().tolist() == [[A1, first]]
    assert waiting.contents["luka"].tolist() == [4]


def test_the_share_verified_counts_waiting_rows_and_leaves_rejected_ones_out(home):
    decide(
        home,
        rows=tuple(row for (row,) in ask(home, "SELECT id_baris FROM kejadian WHERE id_kejadian = 'A1'")),
    )
    decide(
        home,
        "ditolak",
        rows=tuple(row for (row,) in ask(home, "SELECT id_baris FROM kejadian WHERE id_kejadian = 'A2'")),
    )
    with database.read(home) as con:
        shares = verification.share_of(verification.share(con)).set_index("kecamatan")["share"]
    assert shares[CIBITUNG] == pytest.approx(1 / 3)  # A1 verified; A3 and the report wait
    assert pd.isna(shares[TAMBUN])  # its only row was rejected: no data, not 0


def set_batch(home, action, batch, reason="salah kirim"):
    return action(homes.session(home), batch, reason)


def test_a_withdrawn_batch_doesn_t_count_and_comes_back_as_it_was(home):
    decide(home, table="kejadian")
    assert set_batch(home, batches.withdraw, 2) == 3
    assert ask(home, "SELECT count(*) FROM kejadian_terverifikasi") == [(0,)]
    assert ask(home, "SELECT count(*) FROM kejadian") == [(3,)]
    assert set_batch(home, batches.restore, 2) == 3
    assert ask(home, "SELECT count(*) FROM kejadian_terverifikasi") == [(3,)]
    assert [row[0] for row in ask(home, "SELECT tindakan FROM audit ORDER BY urutan")][-2:] == [
        "tarik_batch",
        "aktifkan_batch",
    ]


def test_what_a_withdrawn_batch_had_superseded_is_in_force_again(home):
    decide(home, table="kejadian")
    frame = pd.DataFrame(
        [
            {
                **dict.fromkeys(KEJADIAN.column_names),
                "baris": 2,
                "id_kejadian": "A1",
                "tanggal": date(2026, 10, 3),
                "kecamatan": CIBITUNG,
                "sumber": "polsek",
                "tahap": "peristiwa",
                "jenis": "sengketa_lahan",
            }
        ]
    )
    add(home, KEJADIAN, frame)
    decide(home, batch=4)
    kind = "SELECT jenis FROM kejadian_terverifikasi WHERE id_kejadian = 'A1'"
    assert ask(home, kind) == [("sengketa_lahan",)]
    set_batch(home, batches.withdraw, 4)
    assert ask(home, kind) == [("tawuran",)]


@pytest.mark.parametrize(
    ("action", "batch", "reason", "sentence"),
    [
        (batches.withdraw, 99, "x", "Batch 99 tidak ada"),
        (batches.restore, 2, "x", "sudah aktif"),
        (batches.withdraw, 2, " ", "Alasan"),
    ],
)
def test_a_batch_is_not_moved_without_sense_or_reason(home, action, batch, reason, sentence):
    with pytest.raises(DataError, match=sentence):
        set_batch(home, action, batch, reason)
    assert ask(home, "SELECT count(*) FROM batch_status") == [(0,)]
