"""What other weights would say about a month of an edition: the published figures to begin with, and only for some roles."""

import pytest

from data.access.viewers import AccessError, Viewer
from data.editions import reading, what_if
from tests import homes


@pytest.fixture(scope="module")
def edition(simulated_home):
    return reading.open_edition(simulated_home)


@pytest.fixture(scope="module")
def prepared(simulated_home, edition):
    return what_if.prepare(homes.session(simulated_home), edition, "2026-10")


def test_the_weights_in_force_give_the_published_scores_and_ranks(edition, prepared):
    answer = what_if.answer(prepared, {})
    published = edition.scores("IKW", "kecamatan", period="2026-10").set_index("unit")
    ours = answer.rows.set_index("unit")
    assert len(ours) == 23
    for column in ("score", "rank", "band"):
        for when in ("before", "after"):
            found = ours[f"{column}_{when}"].reindex(published.index)
            assert found.tolist() == pytest.approx(published[column].tolist(), nan_ok=True, abs=1e-9)
    assert (answer.mean_shift, answer.new_band, answer.beyond) == (0, (), ())
    whole = edition.scores("IKW", "kabupaten", period="2026-10")["score"].item()
    assert answer.regency == pytest.approx((whole, whole))


def test_all_weight_on_one_dimension_ranks_by_it(edition, prepared):
    answer = what_if.answer(prepared, {"penanganan": 0, "persepsi": 0})
    rows = edition.dimensions("IKW", "kecamatan", period="2026-10").query("dimension == 'kejadian'")
    events = rows.set_index("unit")["score"]
    after = answer.rows.set_index("unit")["score_after"].dropna()
    assert after.tolist() == pytest.approx(events[after.index].tolist())
    assert answer.mean_shift > 0
    changed = answer.rows.query("band_before != band_after and band_before.notna()")["unit"]
    assert answer.new_band == tuple(changed)


def test_ranks_beyond_their_interval_are_named(prepared):
    answer = what_if.answer(prepared, {"kejadian": 0, "persepsi": 0})
    rows = answer.rows.set_index("unit")
    for unit in answer.beyond:
        row = rows.loc[unit]
        assert not row["rank_low_before"] <= row["rank_after"] <= row["rank_high_before"]
    inside = rows.drop(index=list(answer.beyond)).dropna(subset=["rank_before", "rank_after"])
    assert (inside["rank_after"] >= inside["rank_low_before"]).all()
    assert (inside["rank_after"] <= inside["rank_high_before"]).all()


def test_an_unknown_dimension_is_refused(prepared):
    with pytest.raises(ValueError, match="unknown dimension 'agama'"):
        what_if.answer(prepared, {"agama": 1})


@pytest.mark.parametrize(("role", "allowed"), [("pemilik_metode", True), ("penghubung", False), ("humas", False)])
def test_only_roles_with_the_right_may_simulate(simulated_home, edition, role, allowed):
    session = homes.session(simulated_home, Viewer("uji", role))
    if allowed:
        assert what_if.prepare(session, edition, "2026-10").period == "2026-10"
    else:
        with pytest.raises(AccessError, match="tidak berhak"):
            what_if.prepare(session, edition, "2026-10")
