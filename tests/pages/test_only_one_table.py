"""Stores with one table filled, each in turn: no page, card, sentence, brief, frame or release claims anything of the others."""

import contextlib
import re

import pytest

from data import words
from data.access import viewers
from data.editions import reading
from pages.exports.brief import brief
from pages.exports.press import press, release
from pages.facts import ormas
from pages.figures import charts, trend_figures
from tests import homes, reader
from tests.pages import explaining, showing
from tests.pages.showing import text
from tests.pages.speech import spoken
from tests.pages.test_figures_said import texts
from tests.reader import t

NUMBER = r"\d[\d.,]*"
# What only a table can tell, as a claim: a number with its word, or what was counted out of nothing.
INDONESIAN = {
    "kejadian": rf"{NUMBER} (kejadian|selesai ditangani|potensi|penyampaian)|survei rasa aman|Kejadian, 12 bulan {NUMBER}",
    "ormas": rf"{NUMBER} Ormas|{NUMBER} dari {NUMBER} Ormas|Longgarkan",
    "kegiatan": rf"{NUMBER} kegiatan|Tidak ada kegiatan Ormas yang terverifikasi|ketertiban, 12 bulan {NUMBER}",
    "sinyal": r"Tidak ada sinyal|kecamatan belum punya laporan|Perlu keputusan 1\.",
    # No store with one table tells of these: nobody was scored or asked, nothing happened a year ago, no potential was kept.
    "indeks": rf"rentang 90%: {NUMBER}|setahun lalu|[Pp]erlu dukungan|[Ll]ayak diapresiasi|{NUMBER} Ormas dinilai|Apa yang diukur indeks|kabar baik|12 bulan sebelumnya \({NUMBER}|0 kejadian berat|0 potensi|rasa aman,|metode (IKW|IKO|ikw|iko)|ik[wo]-2026|\bnan\b",
    "pelatihan": rf"{NUMBER} (dari {NUMBER} )?Ormas aktif mengikuti|belum punya Ormas yang dilatih|mengikuti pembinaan",
}
ENGLISH = {
    "kejadian": rf"{NUMBER} (incidents?|closed|potentials?|expressions)\b|(incidents|potentials): {NUMBER}|sense-of-safety|Incidents, 12 months {NUMBER}",
    "ormas": rf"{NUMBER} Ormas|{NUMBER} of {NUMBER} (active )?Ormas|Loosen",
    "kegiatan": rf"{NUMBER} (Ormas )?activit|No verified Ormas activity|order, 12 months {NUMBER}",
    "sinyal": r"No signals? |kecamatan haven't sent|Decisions needed 1\.",
    "indeks": rf"90% (?:range|interval): {NUMBER}|a year ago|(?:deserve recognition|need support)[.;]|{NUMBER} Ormas assessed|What does this index|good news|the 12 months before \({NUMBER}|0 severe incidents|0 potentials|method (IKW|IKO|ikw|iko)|ik[wo]-2026|\bnan\b",
    "pelatihan": rf"{NUMBER} (of {NUMBER} )?active Ormas (?:took part|were trained)|have no trained Ormas yet",
}
# What is defined isn't claimed: the rules of signals, and what a method measures.
RULES = re.compile(r"(?:Sinyal 1: sedikitnya|Signal 1: at least) \d.*")
DEFINED = {"metodologi": {"kejadian", "indeks"}}
CLAIMS = {"id": INDONESIAN, "en": ENGLISH}
# Reports of completeness say nil for incidents; an activity or a training is that of an organisation on the register.
TELLS = {
    "kejadian": {"kejadian", "sinyal"},
    "kelengkapan": {"kejadian", "sinyal"},
    "ormas": {"ormas"},
    "kegiatan": {"ormas", "kegiatan"},
    "pelatihan": {"ormas", "pelatihan"},
}


@pytest.fixture(scope="module", params=homes.PUBLISHED)
def filled(request, tmp_path_factory):
    """A table, and a home with an edition of that table only."""
    return request.param, homes.alone(request.param, tmp_path_factory.mktemp("hanya") / "home")


def claims(said, table, language="id"):
    return {
        other: found[0] for other, pattern in CLAIMS[language].items() if other not in TELLS[table] and (found := re.search(pattern, said))
    }


def test_release_brief_and_frames_claim_nothing_of_other_tables(filled):
    table, home = filled
    reader.use("id")
    with contextlib.closing(reading.open_edition(home)) as edition:
        said = [release.draft(edition, t).text, *texts(release.questions(edition, t)), *texts(brief.brief(edition, t))]
        for kind in press.offered(edition, t, homes.MONTH):
            frame = press.frame(edition, t, kind)
            said += [frame.caption, frame.alt, *texts(frame.body)]
        offered, draft = set(press.offered(edition, t, homes.MONTH)), release.draft(edition, t)
        for kind in set(press.KINDS) - offered:
            with pytest.raises(press.NotReportedError, match=r"belum ada data yang terverifikasi|^Tanpa indeks"):
                press.frame(edition, t, kind)
    assert {one: claims(one, table) for one in said if claims(one, table)} == {}
    assert explaining.offered(said, "id") == []
    assert ("activity" in offered, "training" in offered) == (table == "kegiatan", table == "pelatihan")
    assert release.SHORTEST <= draft.length <= release.LONGEST
    assert ("Ormas" in draft.text) == (table in ("ormas", "kegiatan", "pelatihan"))


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("page", viewers.ALL_PAGES)
def test_pages_claim_nothing_of_other_tables(filled, at_home, page, language):
    table, home = filled
    at_home(home, read_only=True)
    at = showing.shown(page, kecamatan=homes.CIBITUNG, lang=language)
    said = " ".join([text(at), *(one.value for one in (*at.info, *at.warning))])
    claimed = claims(RULES.sub("", said), table, language)
    assert claimed.keys() - DEFINED.get(page, set()) == set(), claimed
    assert explaining.offered(spoken(at), language) == []


def test_what_is_looked_for_is_said_where_it_is_known(simulated_home, at_home):
    """A pattern that fits nothing would find nothing."""
    at_home(simulated_home, read_only=True)
    for language, patterns in CLAIMS.items():
        said = " ".join(
            text(showing.shown(page, lang=language, kecamatan=homes.CIBITUNG)) for page in ("ringkasan", "kecamatan", "pembinaan")
        )
        assert {name for name, pattern in patterns.items() if re.search(pattern, said)} >= {
            "kejadian",
            "ormas",
            "kegiatan",
            "indeks",
            "pelatihan",
        }


@pytest.mark.parametrize("filled", ["kejadian"], indirect=True)
def test_nothing_is_said_of_handling_of_which_nothing_is_known(filled, at_home):
    at_home(filled[1], read_only=True)
    said = text(showing.shown("kecamatan", kecamatan=homes.SETU))
    assert "Kejadian, 12 bulan 4" in said
    assert "selesai ditangani" not in said


def test_the_index_sentence_names_only_what_was_measured(simulated_home):
    with contextlib.closing(reading.open_edition(simulated_home)) as edition:
        assert (
            "Indeks dihitung dari laporan kejadian yang terverifikasi, catatan penanganannya, dan survei rasa aman,"
            in release.draft(edition, t).text
        )
        whole = type(edition).dimensions
        try:
            type(edition).dimensions = lambda self, *a, **k: whole(self, *a, **k).query("dimension == 'kejadian'")
            assert "Indeks dihitung hanya dari laporan kejadian yang terverifikasi," in release.draft(edition, t).text
            type(edition).dimensions = lambda self, *a, **k: whole(self, *a, **k).iloc[:0]
            assert "dihitung dari" not in release.draft(edition, t).text
        finally:
            type(edition).dimensions = whole


def test_what_one_table_can_not_tell_of_signals_and_reports_is_said(filled, at_home):
    table, home = filled
    at_home(home, read_only=True)
    pages = {page: showing.shown(page) for page in ("ringkasan", "peringatan")}
    said = {page: " ".join([text(at), *(one.value for one in at.info)]) for page, at in pages.items()}
    limits = {
        "kejadian": "Sampai ada laporan kelengkapan dari 12 bulan sebelumnya, hanya kejadian berat yang dapat memberi sinyal",
        "kelengkapan": "Sampai ada laporan kelengkapan dari 12 bulan sebelumnya, hanya kejadian berat yang dapat memberi sinyal",
    }.get(table, "Sinyal belum dapat dihitung: belum ada laporan kejadian.")
    assert limits in said["ringkasan"]
    assert limits in said["peringatan"]
    decided = {
        "kejadian": "1. Belum ada laporan kelengkapan dari satu kecamatan pun.",
        "kelengkapan": "1. 22 kecamatan belum punya laporan terverifikasi yang memadai",
    }.get(table, "Belum ada laporan kejadian yang menjadi dasar keputusan.")
    assert decided in said["ringkasan"]


def test_what_a_page_offers_and_misses_is_that_of_the_table(filled, at_home):
    """No dot to click where there is no picture, no 24 months without training where none could be told, no empty table."""
    table, home = filled
    at_home(home, read_only=True)
    assert "klik titiknya" not in text(showing.shown("ormas"))
    training = text(showing.shown("pembinaan"))
    assert "Belum ada pelatihan yang terverifikasi" not in training
    assert ("Belum ada data pelatihan dalam edisi ini." in training) == (table != "pelatihan")
    nothing = "Edisi ini tidak memuat baris yang memerlukan verifikasi."
    assert (nothing in text(showing.shown("edisi"))) == (table == "ormas")
    with contextlib.closing(reading.open_edition(home)) as edition:
        assert brief.brief(edition, t).method == ""
        assert {press.frame(edition, t, kind).method for kind in press.offered(edition, t, homes.MONTH)} <= {""}


@pytest.mark.parametrize("filled", ["ormas"], indirect=True)
def test_a_register_counts_no_activities_and_has_no_past(filled, at_home):
    with contextlib.closing(reading.open_edition(filled[1])) as edition:
        assert {one.activities for one in ormas.all_ormas(edition, homes.MONTH)} == {None}
        assert [(card.value, card.lines) for card in brief.brief(edition, t).cards] == [("6", ())]
        assert "Tercatat 6 Ormas terdaftar." in release.draft(edition, t).text
    at_home(filled[1], read_only=True)
    assert "Belum ada Ormas yang dapat dinilai." in text(showing.shown("ringkasan"))
    assert "dalam pilihan ini" not in text(showing.shown("ormas"))
    area = text(showing.shown("kecamatan", kecamatan=homes.CIBITUNG))
    assert "Belum ada laporan tentang potensi." in area


@pytest.mark.parametrize("filled", ["kejadian"], indirect=True)
def test_counts_are_drawn_with_whole_numbers_and_no_picture_says_only_zero(filled, at_home):
    at_home(filled[1], read_only=True)
    said = text(showing.shown("tren"))
    assert "4 kejadian menurut minggu, 27 Apr 2026–25 Okt 2026" in said
    assert "Tidak satu pun kejadian dua belas bulan ini diketahui jamnya; gambar ini perlu sedikitnya 30." in said
    heat = trend_figures.heat_map(t, ["Setu"], ["2 Okt"], [[2]], "%{z}")
    assert heat["data"][0]["colorbar"]["dtick"] == 1
    assert heat["layout"]["separators"] == ",."
    one_bar = charts.stacked(t, ["Setu"], {"selesai": [1], "eskalasi": [1]}, height=84)["layout"]
    assert one_bar["xaxis"]["dtick"] == 1
    assert one_bar["height"] >= charts.LOWEST  # or its numbers are cut off
    assert "dtick" not in charts.stacked(t, ["Setu"], {"selesai": [3], "eskalasi": [4]}, height=90)["layout"]["xaxis"]


@pytest.mark.parametrize("filled", ["pelatihan"], indirect=True)
def test_one_trained_ormas_is_hidden_on_paper_and_one_topic_is_not_every_topic(filled, at_home):
    with contextlib.closing(reading.open_edition(filled[1])) as edition:
        card = brief.brief(edition, t).cards[1]
    assert (card.label, card.value) == ("Ormas aktif yang dilatih, 24 bulan", "disamarkan")
    at_home(filled[1], read_only=True)
    said = text(showing.shown("pembinaan"))
    assert "Kepemimpinan dihadiri 1 dari 5 Ormas aktif" in said
    assert "Di setiap kecamatan yang punya Ormas aktif ada yang sudah dilatih" in said


@pytest.mark.parametrize("filled", ["kegiatan"], indirect=True)
def test_a_picture_read_aloud_names_no_empty_bar_as_the_longest(filled):
    reader.use("id")
    with contextlib.closing(reading.open_edition(filled[1])) as edition:
        alt = press.frame(edition, t, "activity").alt
    assert alt == "Diagram batang kegiatan keamanan dan ketertiban menurut kecamatan."


@pytest.mark.parametrize("filled", ["kejadian"], indirect=True)
def test_the_brief_says_who_told_of_the_incidents(filled):
    reader.use("id")
    with contextlib.closing(reading.open_edition(filled[1])) as edition:
        (notes,) = brief.brief(edition, t).quality
    assert "Kejadian dua belas bulan ini hanya dari laporan Polsek." in notes.lines
