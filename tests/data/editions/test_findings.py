"""The first edition of the simulated data: both planted stories are found, and little else is called out."""

import pytest

from data.access.viewers import Viewer
from data.editions import analyses, files, reading
from data.editions.scoping import scoped
from data.reference import methods
from data.simulation.dice import IMPROVING, WORSENING
from data.tables.kejadian import KINDS
from tests import frozen

JUDGED = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)][10:34]


@pytest.fixture(scope="module")
def edition(simulated_home):
    opened = reading.open_edition(simulated_home)
    yield opened
    opened.close()


def test_every_type_of_incident_is_watched_in_one_group():
    groups = methods.load_rules().groups
    assert sorted(kind for group in groups for kind in group.types) == sorted(KINDS)
    assert len(groups) * 23 == 92


def test_the_records_of_the_groups_add_up_to_those_of_the_classes(edition):
    records = edition.tables()["records"]
    incidents = records[(records["unit_type"] == "kecamatan") & records["completeness"].notna()]
    total = incidents.groupby("indicator")["numerator"].sum()
    groups = [f"kelompok_{group.code}" for group in edition.rules().groups]
    assert total[groups].sum() == total[["kejadian_1", "kejadian_2", "kejadian_3"]].sum() > 1000
    assert total[[f"{code}_berat" for code in groups]].sum() == total["kejadian_3"]


def test_the_groups_hold_every_verified_incident_also_of_months_without_a_report(edition):
    records = edition.tables()["records"].groupby("indicator")["numerator"].sum()
    counts = edition.counts().query("kelas == 'gangguan'")
    groups = [f"kelompok_{group.code}" for group in edition.rules().groups]
    assert records[groups].sum() == counts["n"].sum()
    assert records["kejadian_berat"] == counts.query("keparahan == 3")["n"].sum()


def raised_by(signals, *rules):
    return signals["rules"].map(lambda cell: not set(rules).isdisjoint(cell))


def test_the_worsening_kecamatan_is_called_out(edition):
    here = edition.signals(first="2025-11").query("unit == @WORSENING")
    of_counts = here[(here["group"] == "industri") & raised_by(here, "hitungan", "kumulatif")]
    assert of_counts["level"].max() >= 2
    assert "2026-10" in here.loc[here["group"] == "ikw", "period"].tolist()
    change = edition.trends("kejadian").set_index("unit").loc[WORSENING]
    assert change["change_q"] < 0.05
    assert change["after"] > change["before"]
    assert "2025-08" <= change["change_period"] <= "2026-04"


def test_the_improving_kecamatan_is_found_to_have_changed(edition):
    tests = edition.trends("kejadian").set_index("unit")
    found = tests.loc[IMPROVING]
    assert found["change_q"] < 0.05
    assert found["after"] < found["before"] / 2
    assert "2025-09" <= found["change_period"] <= "2026-01"
    assert found["slope_high"] < 0
    others = tests.drop(index=[WORSENING, IMPROVING, edition.meta["territory"]])
    assert (others["change_q"].dropna() >= 0.05).all()  # few incidents: not tested
    assert set(others["direction"].dropna()) == {"tidak_nyata", "terlalu_sedikit"}


def test_nothing_else_is_claimed_beyond_the_expected_rate(edition):
    found = edition.signals(first=JUDGED[0])
    elsewhere = found[found["unit"] != WORSENING]
    second = elsewhere[raised_by(elsewhere, "kuat", "berulang")]
    assert len(second) / len(JUDGED) <= 0.6
    first = elsewhere[raised_by(elsewhere, "hitungan", "kumulatif", "indeks")]
    assert len(first) / len(JUDGED) <= 4


def test_the_last_month_is_marked_provisional_where_reports_lack(edition):
    last = edition.signals(first=edition.meta["period"])
    assert (last["provisional"] == (last["completeness"] < 1)).all()
    assert not edition.signals(last="2026-09")["provisional"].any()


def test_neighbours_come_from_the_boundary_of_the_edition(edition):
    links = analyses.neighbours(edition.boundary())
    assert len(links) == 23
    assert all(unit in links[other] for unit, others in links.items() for other in others)
    assert "32.16.08" in links[WORSENING]
    assert len(edition.clusters("2026-10")) == 23
    assert edition.neighbours() == {area: tuple(sorted(others)) for area, others in links.items()}


def test_neighbours_are_kept_and_worked_out_only_for_an_older_edition(edition, simulated_home, tmp_path, monkeypatch):
    before = tmp_path / "2026-10-r1.duckdb"
    frozen.of_before(files.path_of(simulated_home, edition.id), before, tables=("neighbours",))
    old = reading.Edition(before)
    assert (edition.keeps_neighbours, old.keeps_neighbours) == (True, False)
    assert old.neighbours() == edition.neighbours()
    old.close()
    monkeypatch.setattr(analyses, "neighbours", lambda _: pytest.fail("worked out again"))
    again = reading.open_edition(simulated_home)
    camat = scoped(again, Viewer("x", "camat", frozenset({WORSENING})))
    assert len(camat.neighbours()) == 23  # who borders whom is public
    again.close()


def test_an_area_that_borders_none_is_kept_as_such():
    assert analyses.borders({"A": ("B",), "B": ("A",), "C": ()}).isna().sum().to_dict() == {
        "area": 0,
        "neighbour": 1,
    }


def test_the_effect_of_training_is_told_with_n_and_interval_or_not_at_all(edition):
    found = edition.training_effect()
    told = found[found["reason"].isna()]
    assert (told["low"] <= told["effect"]).all()
    assert (told["effect"] <= told["high"]).all()
    assert (told[["n_trained", "n_control"]] >= 10).all().all()
    assert found.loc[found["reason"].notna(), ["effect", "low", "high"]].isna().all().all()
    planted = found[(found["measure"] == "iko_tanpa_kapasitas") & (found["topic"] == "penyelesaian_konflik")].iloc[0]
    assert planted["low"] > 0
    candidates = edition.training_next()
    assert candidates["unit"].is_unique
    assert candidates["topic"].isin(list(analyses.TOPIC_OF_DIMENSION.values())).all()
