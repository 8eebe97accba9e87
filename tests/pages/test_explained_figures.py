"""What explains a figure stands where the figure is: an index without a score explains no range, draws no empty picture, has no false "belum"."""

import contextlib
import html
from datetime import date

import pytest

from data import words
from data.access import viewers
from data.editions import reading
from data.workflow import publishing
from pages.exports.brief import brief
from pages.exports.press import press, release
from tests import homes, reader
from tests.pages import explaining, showing
from tests.pages.showing import text
from tests.pages.speech import spoken
from tests.pages.test_figures_said import texts
from tests.reader import t

YEAR = [f"2025-{n:02d}" for n in range(1, 13)]
EVERYWHERE = [f"32.16.{n:02d}" for n in range(1, 24)]


def _published(home, *incidents):
    homes.new(home, "nyata")
    nil = 6 if incidents else 7
    homes.put(home, "kelengkapan", *(homes.report(month, kecamatan=code, desa_nihil=nil) for month in YEAR for code in EVERYWHERE))
    if incidents:
        homes.put(home, "kejadian", *incidents)
    publishing.publish(homes.session(home), "2025-12")
    return home


@pytest.fixture(scope="module")
def unscored(tmp_path_factory):
    """A year of reports, an incident in each kecamatan, of which nobody said how it was handled or who was hurt: no score anywhere."""
    told = (homes.incident(date(2025, n % 12 + 1, 5), kecamatan=code) for n, code in enumerate(EVERYWHERE))
    return _published(tmp_path_factory.mktemp("tanpa-skor") / "rumah", *told)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """A year of complete reports without an incident."""
    return _published(tmp_path_factory.mktemp("tenang") / "rumah")


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("page", viewers.ALL_PAGES)
def test_a_page_without_a_score_explains_no_range(unscored, at_home, page, language):
    at_home(unscored, read_only=True)
    assert explaining.offered(spoken(showing.shown(page, lang=language, kecamatan=homes.CIBITUNG)), language) == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_brief_and_a_release_without_a_score_explain_no_range(unscored, language):
    reader.use(language)
    with contextlib.closing(reading.open_edition(unscored)) as edition:
        said = [release.draft(edition, t).text, *texts(release.questions(edition, t)), *texts(brief.brief(edition, t))]
    assert explaining.offered(said, language) == []


def test_where_there_are_scores_their_ranges_are_explained(simulated_home, simulated_edition, at_home):
    """A test that finds nothing looks for nothing: each text is said somewhere."""
    at_home(simulated_home, read_only=True)
    visits = [(page, {}) for page in ("ringkasan", "kecamatan", "tren", "ormas", "pembinaan")] + [("tren", {"deret": "ikw_3"})]
    said = [one for page, more in visits for one in spoken(showing.shown(page, kecamatan=homes.CIBITUNG, **more))]
    said += [*texts(release.questions(simulated_edition, t)), *texts(brief.brief(simulated_edition, t))]
    said += [press.frame(simulated_edition, t, "trend").direction]
    found = set(explaining.offered(said, "id"))
    only_in_short_releases = {one for one in explaining.explanations() if one.startswith("Nilai sebenarnya diperkirakan berada di dalam")}
    assert explaining.explanations() - found == only_in_short_releases


def test_a_quiet_year_is_drawn_at_zero(quiet, at_home):
    """The scale of the rates ended at the highest of them: at 0 the page failed."""
    at_home(quiet, read_only=True)
    assert "Kejadian per 100.000 orang-tahun" in text(showing.shown("tren", deret="kejadian"))


def test_handling_of_which_there_was_none_is_not_called_too_few_data(quiet, at_home):
    at_home(quiet, read_only=True)
    summary = html.unescape(text(showing.shown("ringkasan")))
    assert "Skor Penanganan kejadian (oleh pemerintah & aparat) – dari 100 Tidak berlaku: tidak ada yang perlu ditangani" in summary
    area = html.unescape(text(showing.shown("kecamatan", kecamatan=homes.CIBITUNG)))
    assert "Skor Penanganan kejadian (oleh pemerintah & aparat) tidak berlaku: tidak ada yang perlu ditangani" in area
    assert "Skor Persepsi tanpa survei" in area
    with contextlib.closing(reading.open_edition(quiet)) as edition:
        card = next(one for one in brief.brief(edition, t).cards if "Penanganan" in one.label)
    assert card.lines[0] == "Tidak berlaku: tidak ada yang perlu ditangani"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_signals_that_can_not_arise_are_not_explained(tmp_path, at_home, language):
    home = homes.alone("ormas", tmp_path / "rumah")
    at_home(home, read_only=True)
    said = " ".join(one for page in ("ringkasan", "peringatan") for one in spoken(showing.shown(page, lang=language)))
    for one in ("Sinyal data, bukan status keamanan resmi.", "Kapan sinyal dinyalakan, dan seberapa sering keliru"):
        assert words.Words(language)(one) not in said


def test_weeks_of_which_nothing_is_known_are_no_picture(tmp_path, at_home):
    at_home(homes.alone("kelengkapan", tmp_path / "rumah"), read_only=True)
    said = " ".join(spoken(showing.shown("tren", baris_minggu="polsek")))
    assert "Laporannya belum memadai, sehingga belum diketahui apakah memang tidak ada." in said
    assert "0 kejadian menurut minggu" not in said
