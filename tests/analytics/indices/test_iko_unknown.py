"""The IKO of an Ormas of which some or all is unknown: every pattern of missing records, low and high values."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analytics import method, pipeline
from data.reference import methods
from tests.analytics.by_hand import kecamatan, organisation, reference, score_of

# What may be missing, as `organisation` takes it, in months with little and with much; and its indicator.
GIVEN = {
    "activities": (0.4, 11.0, "kegiatan_kamtibmas"),
    "people": ((12, 4), (900, 6), "partisipasi"),
    "conflicts": ((1, 9), (8, 9), "konflik_diselesaikan"),
    "satisfaction": (1.4, 3.8, "kepuasan_ormas"),
    "trained": ((1, 12), (11, 12), "pengurus_terlatih"),
    "duties": ((1, 4), (4, 4), "tata_kelola"),
    "partners": ((1, 9), (8, 9), "sinergi"),
}
PATTERNS = list(product((False, True), repeat=len(GIVEN)))


def name(much, known):
    return f"{'M' if much else 'L'}{''.join('+' if one else '-' for one in known)}"


def records(much, known):
    unit = name(much, known)
    values = {key: value[much] for key, value in GIVEN.items()}
    rows = organisation(unit, **values)
    gone = [indicator for (_, _, indicator), one in zip(GIVEN.values(), known, strict=True) if not one]
    return rows[~rows["indicator"].isin(gone)]


@pytest.fixture(scope="module")
def results():
    chosen = method.load(methods.text("iko-2026-2"), methods.text("ikw-2026-2"))
    units = [(much, known) for much in (False, True) for known in PATTERNS if any(known)]
    rows = pd.concat([kecamatan("K1"), *(records(*unit) for unit in units)])
    names = tuple(name(*unit) for unit in units)
    return pipeline.run(rows, reference(ormas_units=names), chosen, draws=400)


def measured(results, unit):
    found = results.indicators.query("unit == @unit").set_index("indicator")["score"]
    return found.reindex([indicator for *_, indicator in GIVEN.values()])


@pytest.mark.parametrize("much", [False, True], ids=["little", "much"])
def test_what_is_missing_has_no_score_and_is_never_zero(results, much):
    for known in PATTERNS:
        if any(known):
            scores = measured(results, name(much, known))
            assert list(scores.notna()) == list(known), known


@pytest.mark.parametrize("much", [False, True], ids=["little", "much"])
def test_a_score_lies_between_what_was_measured_however_much_is_missing(results, much):
    """So no unknown counts as 0, none as good, and a low one that turns unknown lifts the score at most to the others."""
    for known in PATTERNS:
        if any(known) and not np.isnan(score := score_of(results, name(much, known))["score"]):
            there = measured(results, name(much, known)).dropna()
            assert there.min() - 1e-6 <= score <= there.max() + 1e-6, known


def test_too_little_measured_is_not_assessed_and_never_gains_a_score_by_losing_more(results):
    """A score needs three quarters of the weight of what applies; whoever has none has none with still less known."""
    for much in (False, True):
        scores = {known: score_of(results, name(much, known)) for known in PATTERNS if any(known)}
        for known, row in scores.items():
            assert np.isnan(row["score"]) == (row["status"] != "dinilai")
            if row["weight_share"] < 0.5:
                assert np.isnan(row["score"]), known
            fewer = [tuple(one and n != place for n, one in enumerate(known)) for place in range(len(known))]
            for less in (one for one in fewer if any(one) and one != known):
                assert scores[less]["weight_share"] <= row["weight_share"] + 1e-9
                if np.isnan(row["score"]):
                    assert np.isnan(scores[less]["score"]), (known, less)
