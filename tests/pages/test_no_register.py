"""An edition with an index and no register: no page tells anything of organisations."""

import re

import pytest

from data import words
from data.access import viewers
from data.workflow import publishing
from tests import homes
from tests.pages import showing
from tests.pages.showing import text
from tests.pages.test_only_one_table import CLAIMS

# Claims that need a register though they hold no number.
SILENT = {
    "id": "perlu diundang|Belum cukup Ormas|belum punya Ormas|Dibandingkan dengan dua belas bulan sampai",
    "en": "needs to be invited|not yet enough trained|have no trained|Compared with the twelve months to",
}


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """A year of complete reports of every kecamatan without an incident, published with an index."""
    home = homes.new(tmp_path_factory.mktemp("tanpa-daftar") / "rumah", "nyata")
    months = [f"2025-{n:02d}" for n in range(1, 13)]
    homes.put(home, "kelengkapan", *(homes.report(month, kecamatan=f"32.16.{n:02d}") for month in months for n in range(1, 24)))
    publishing.publish(homes.session(home), "2025-12")
    return home


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("page", ["ringkasan", "kecamatan", "ormas", "pembinaan"])
def test_nothing_is_told_of_organisations(reported, at_home, page, language):
    assert page in viewers.ALL_PAGES
    at_home(reported, read_only=True)
    at = showing.shown(page, kecamatan=homes.CIBITUNG, lang=language)
    said = " ".join([text(at), *(one.value for one in (*at.info, *at.warning))])
    patterns = [SILENT[language], *(CLAIMS[language][table] for table in ("ormas", "kegiatan", "pelatihan"))]
    assert [found[0] for pattern in patterns if (found := re.search(pattern, said))] == []


@pytest.mark.parametrize("page", ["ringkasan", "peta", "tren", "peringatan"])
def test_months_without_reports_at_the_end_of_an_edition_are_said(reported, tmp_path, at_home, page):
    """Published because somebody asked for it: each page opens on the last month that was reported, and names those after it."""
    home = homes.copied(reported, tmp_path / "rumah")
    publishing.publish(homes.session(home), "2026-02", without_reports=True)
    at_home(home, read_only=True)
    assert "Untuk Januari–Februari 2026 tidak ada laporan apa pun." in text(showing.shown(page))
