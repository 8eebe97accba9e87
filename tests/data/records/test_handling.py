"""Steps of handling: what holds today, what held when a month ended, and that the column of an incident is one step more."""

from datetime import date

import pytest

from data.records import indicators
from data.store import database
from data.workflow import moving, snapshots, verification
from data.workflow.verification import Filter
from tests import homes

DAY, REPORTED = date(2026, 8, 3), date(2026, 8, 6)


@pytest.fixture
def home(home):
    homes.put(home, "kelengkapan", *(homes.report(month) for month in ("2026-08", "2026-09", "2026-10")))
    return home


def case(number="17", **more):
    return homes.incident(DAY, id_kejadian=number, tanggal_lapor=REPORTED, **more)


def step(on, state, number="17", kecamatan=homes.CIBITUNG):
    return {"kecamatan": kecamatan, "id_kejadian": number, "tanggal": on, "keadaan": state}


def at_the_end_of(home, *months):
    """State, incidents, settled, known to be open; of each month."""
    rows = snapshots.read_snapshot(home, "2026-10").handling.astype({"keadaan": "object"}).fillna({"keadaan": "?"})
    return [
        [tuple(row) for row in rows.loc[rows["period"] == month, ["keadaan", "n", "resolved", "unresolved"]].itertuples(index=False)]
        for month in months
    ]


def now(home):
    with database.read(home) as con:
        indicators.prepare(con, "2026-10")
        return con.execute("SELECT penanganan, tanggal_selesai, period_tuntas FROM insiden").fetchall()


@pytest.mark.parametrize(
    ("columns", "august", "september"),
    [
        ({}, ("?", 1, 0, 0), ("?", 1, 0, 0)),
        ({"penanganan": "proses"}, ("proses", 1, 0, 1), ("proses", 1, 0, 1)),
        ({"penanganan": "selesai", "tanggal_selesai": date(2026, 9, 2)}, ("?", 1, 0, 1), ("selesai", 1, 1, 0)),
        ({"penanganan": "selesai"}, ("?", 1, 0, 0), ("?", 1, 0, 0)),
        ({"penanganan": "dimediasi", "tanggal_selesai": date(2026, 8, 31)}, ("dimediasi", 1, 1, 0), ("dimediasi", 1, 1, 0)),
    ],
    ids=["not stated", "in process", "closed in September: open in August, how isn't known", "closed, nobody knows when", "mediated"],
)
def test_the_column_is_one_step(home, columns, august, september):
    homes.put(home, "kejadian", case(**columns))
    assert at_the_end_of(home, "2026-08", "2026-09") == [[august], [september]]


def test_a_past_month_tells_the_state_at_its_end(home):
    homes.put(home, "kejadian", case(penanganan="belum_ditangani"))
    homes.put(
        home,
        "langkah_penanganan",
        step(date(2026, 8, 20), "proses"),
        step(date(2026, 9, 4), "eskalasi"),
        step(date(2026, 9, 20), "dimediasi"),
        step(date(2026, 10, 31), "selesai"),
    )
    assert at_the_end_of(home, "2026-08", "2026-09", "2026-10") == [[("proses", 1, 0, 1)], [("dimediasi", 1, 0, 1)], [("selesai", 1, 1, 0)]]
    assert now(home) == [("selesai", date(2026, 10, 31), "2026-09")]


def test_steps_of_two_cases_on_one_day_and_two_of_one_case_are_each_its_own(home):
    homes.put(home, "kejadian", case(), case("18"))
    both = [step(date(2026, 8, 20), state, number) for number in ("17", "18") for state in ("belum_ditangani", "proses")]
    homes.put(home, "langkah_penanganan", *both, step(date(2026, 8, 20), "selesai", "18"))
    assert sorted(now(home)) == [("proses", None, "2026-09"), ("selesai", date(2026, 8, 20), "2026-09")]
    assert at_the_end_of(home, "2026-08") == [[("proses", 1, 0, 1), ("selesai", 1, 1, 0)]]


def test_a_step_that_came_months_later_changes_what_is_told_of_its_own_time_and_not_before(home):
    homes.put(home, "kejadian", case(penanganan="proses"))
    before = at_the_end_of(home, "2026-08", "2026-09", "2026-10")
    homes.put(home, "langkah_penanganan", step(date(2026, 9, 30), "selesai"))
    assert at_the_end_of(home, "2026-08", "2026-09", "2026-10") == [before[0], *[[("selesai", 1, 1, 0)]] * 2]


def test_the_thirty_days_of_the_score_count_to_the_step_that_closed(home):
    homes.put(home, "kejadian", case(penanganan="selesai"))  # nobody wrote when
    homes.put(home, "langkah_penanganan", step(date(2026, 9, 2), "selesai"))
    with database.read(home) as con:
        found = indicators.build(con, "2026-10").set_index(["indicator", "period"])
    assert tuple(found.loc[("selesai_30_hari", "2026-09"), ["numerator", "denominator"]]) == (1, 1)
    assert found.loc[("penanganan_belum_diketahui", "2026-09"), "numerator"] == 0


@pytest.mark.parametrize(
    ("columns", "held"),
    [
        ({"penanganan": "proses", "tanggal_selesai": None}, ("selesai", date(2026, 9, 2))),
        ({"penanganan": "selesai", "tanggal_selesai": date(2026, 9, 9)}, ("selesai", date(2026, 9, 2))),
    ],
)
def test_a_step_that_closes_holds_against_a_row_that_says_otherwise(home, columns, held):
    homes.put(home, "kejadian", case(**columns))
    homes.put(home, "langkah_penanganan", step(date(2026, 9, 2), "selesai"))
    assert now(home)[0][:2] == held


def test_history_before_the_closing_of_the_row_takes_nothing_from_it(home):
    homes.put(home, "kejadian", case(penanganan="selesai", tanggal_selesai=date(2026, 9, 9)))
    homes.put(home, "langkah_penanganan", step(date(2026, 8, 20), "proses"))
    assert now(home)[0][:2] == ("selesai", date(2026, 9, 9))
    assert at_the_end_of(home, "2026-08", "2026-09") == [[("proses", 1, 0, 1)], [("selesai", 1, 1, 0)]]


def test_a_potential_that_a_step_calls_prevented_is_prevented(home):
    homes.put(home, "kejadian", case(tahap="potensi", penanganan="proses"))
    homes.put(home, "langkah_penanganan", step(date(2026, 8, 9), "dicegah"))
    counts = snapshots.read_snapshot(home, "2026-10").counts
    assert counts[["kelas", "penanganan", "resolved"]].values.tolist() == [["dicegah", "dicegah", 1]]
    assert at_the_end_of(home, "2026-08") == [[]]  # no incident


def test_only_verified_steps_hold(home):
    homes.put(home, "kejadian", case(penanganan="proses"))
    homes.put(home, "langkah_penanganan", step(date(2026, 9, 2), "selesai"), verified=False)
    assert now(home)[0][:2] == ("proses", None)
    verification.decide(homes.session(home), Filter(table="langkah_penanganan"), "terverifikasi", reason="uji")
    assert now(home)[0][:2] == ("selesai", date(2026, 9, 2))


def test_steps_go_with_an_incident_that_moves_to_another_kecamatan(home):
    homes.put(home, "kejadian", case(penanganan="proses"))
    homes.put(home, "langkah_penanganan", step(date(2026, 9, 2), "selesai"))
    moved = moving.move(homes.session(home), "kejadian", "17", origin=homes.CIBITUNG, to=homes.SETU, desa="", reason="salah kecamatan")
    verification.decide(homes.session(home), Filter(table="kejadian", batch=moved.batch), "terverifikasi", reason="uji")
    rows = snapshots.read_snapshot(home, "2026-10").handling
    assert set(rows["kecamatan"]) == {homes.SETU}
    assert at_the_end_of(home, "2026-08", "2026-09") == [[("proses", 1, 0, 1)], [("selesai", 1, 1, 0)]]
