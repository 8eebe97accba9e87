"""Who has sent what for a month, and what the reminder says."""

import pandas as pd
import pytest

from data.reference import territory
from data.store import clock
from data.tables import TABLES
from data.workflow import batches, submission
from tests import homes
from tests.data.workflow.test_verification import CIBITUNG, TAMBUN, add, decide, home  # noqa: F401 - the fixture
from tests.reader import t

COLUMNS = ["baris", "bulan", "kecamatan", "desa_melapor", "desa_nihil", "desa_total"]


def states(home, month="2026-10"):  # noqa: F811
    rows = submission.board(home, month)
    return rows.pivot_table("state", "kecamatan", "tabel", aggfunc="first")


def test_the_board_has_every_kecamatan_and_table(home):  # noqa: F811
    found = states(home)
    assert found.shape == (23, len(submission.MONTHLY))
    assert found.loc[CIBITUNG].to_dict() == {
        "kelengkapan": "sudah",
        "kejadian": "sudah",
        "kegiatan": "tanpa_baris",
    }
    assert found.loc[TAMBUN].to_dict() == {
        "kelengkapan": "belum",
        "kejadian": "sudah",
        "kegiatan": "tanpa_baris",
    }
    others = found.drop([CIBITUNG, TAMBUN])
    assert (others[["kelengkapan", "kejadian"]] == "belum").all(axis=None)
    assert (others["kegiatan"] == "tanpa_baris").all()


def test_no_incident_but_a_nil_report_is_nil_not_missing(home):  # noqa: F811
    add(home, TABLES["kelengkapan"], pd.DataFrame([[2, "2026-10", "32.16.01", 8, 8, 8]], columns=COLUMNS))
    assert states(home).loc["32.16.01", "kejadian"] == "nihil"
    assert states(home).loc["32.16.01", "kegiatan"] == "tanpa_baris"


@pytest.mark.parametrize(
    ("reporting", "nil", "state"),
    [
        (8, 8, "nihil"),
        (8, 7, "ada_kejadian"),
        (2, 2, "nihil_sebagian"),
        (8, 0, "ada_kejadian"),
        (8, None, "belum"),
        (0, 0, "belum"),
    ],
)
def test_an_area_is_nil_only_where_every_desa_said_so(home, reporting, nil, state):  # noqa: F811
    add(
        home,
        TABLES["kelengkapan"],
        pd.DataFrame([[2, "2026-10", "32.16.01", reporting, nil, 8]], columns=COLUMNS),
    )
    assert states(home).loc["32.16.01", "kejadian"] == state
    absent = submission.missing(submission.board(home, "2026-10"))
    assert absent.get("Setu", []) == ["kelengkapan", "kejadian"]
    name = dict(zip(territory.load_kecamatan()["kode"], territory.load_kecamatan()["nama"], strict=True))["32.16.01"]
    assert absent.get(name, []) == ([] if state == "nihil" else ["kejadian"])


def test_rows_of_incidents_that_were_all_rejected_leave_the_report_of_them_open(home):  # noqa: F811
    report = pd.DataFrame([[2, "2026-10", TAMBUN, 8, 6, 8]], columns=COLUMNS)
    add(home, TABLES["kelengkapan"], report)
    assert states(home).loc[TAMBUN, "kejadian"] == "sudah"
    decide(home, "ditolak", table="kejadian", kecamatan=TAMBUN)
    assert states(home).loc[TAMBUN, "kejadian"] == "ada_kejadian"


def test_a_withdrawn_or_rejected_delivery_was_not_sent(home):  # noqa: F811
    decide(home, "ditolak", table="kejadian", kecamatan=TAMBUN)
    assert states(home).loc[TAMBUN, "kejadian"] == "belum"
    batches.withdraw(homes.session(home), 3, "uji")
    assert states(home).loc[CIBITUNG, "kelengkapan"] == "belum"


def test_rows_that_wait_are_counted_with_the_time_of_the_last_delivery(home):  # noqa: F811
    row = submission.board(home, "2026-10").query("kecamatan == @CIBITUNG and tabel == 'kejadian'").iloc[0]
    assert (row["rows"], row["waiting"]) == (1, 1)
    assert pd.Timestamp(row["last_sent"]) <= pd.Timestamp(clock.now())


def test_the_reminder_names_what_is_missing(home):  # noqa: F811
    absent = submission.missing(submission.board(home, "2026-10"))
    assert "Cibitung" not in absent  # nothing says that there were activities
    assert len(absent) == 22
    text = submission.reminder(t, "Tambun Selatan", absent["Tambun Selatan"], "Oktober 2026")
    for part in ("Tambun Selatan", TABLES["kelengkapan"].title, "Oktober 2026"):
        assert part in text
    for absent_table in ("kejadian", "kegiatan"):
        assert TABLES[absent_table].title not in text


@pytest.mark.parametrize("month", ["2030-01", "2020-02"])
def test_a_month_without_anything_is_missing_everywhere(home, month):  # noqa: F811
    assert (states(home, month)[["kelengkapan", "kejadian"]] == "belum").all(axis=None)
