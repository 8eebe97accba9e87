"""The edition in memory, on which the page tests stand, has the shape of a published one."""

import pytest

from data.editions import reading
from tests.pages.fake_edition import FakeEdition

READS = {
    "scores": lambda edition: edition.scores("IKW", "kecamatan"),
    "dimensions": lambda edition: edition.dimensions("IKW", "kabupaten"),
    "overlay": lambda edition: edition.overlay("2026-10"),
    "counts": lambda edition: edition.counts(),
    "sources": lambda edition: edition.sources(first="2025-11", last="2026-10"),
    "kecamatan": lambda edition: edition.units("kecamatan"),
    "ormas": lambda edition: edition.units("ormas"),
}


@pytest.fixture(scope="module")
def published(home):
    edition = reading.open_edition(home)
    yield edition
    edition.close()


@pytest.mark.parametrize("name", READS)
def test_the_fake_has_no_column_that_a_published_edition_lacks(published, name):
    fake, real = READS[name](FakeEdition()), READS[name](published)
    assert set(fake) - set(real) == set()
    assert len(fake) > 0
    assert len(real) > 0


def test_the_fake_has_no_meta_that_a_published_edition_lacks(published):
    assert set(FakeEdition().meta) - set(published.meta) == set()
