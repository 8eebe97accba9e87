"""Every page, brief, frame and release on stores of which one table alone is filled: nothing fails, nothing is claimed of the others."""

import contextlib
import re
from datetime import date

import pytest

from data import words
from data.access import viewers
from data.editions import reading
from data.tables.figures import FIGURES
from data.workflow import publishing
from pages.exports.brief import brief
from pages.exports.press import press, release
from pages.exports.proof import making
from pages.facts import views
from pages.panels import tables, without_index
from tests import homes, reader
from tests.pages.fake_edition import LAST, FakeEdition
from tests.pages.showing import shown, text
from tests.reader import t


@pytest.fixture(scope="module", params=homes.PUBLISHED)
def only(request, tmp_path_factory):
    """The table that is filled, and a home with one edition of it."""
    return request.param, homes.alone(request.param, tmp_path_factory.mktemp("hanya") / "rumah")


@pytest.fixture
def table(only, at_home):
    """The name of the table; pages look at its home."""
    at_home(only[1], read_only=True)
    return only[0]


@pytest.fixture
def edition(only):
    opened = reading.open_edition(only[1])
    yield opened
    opened.close()


# What would be a claim about tables of which nothing ever came.
FALSE = {
    "kegiatan": [r"\b0 kegiatan\b", r"Tidak ada kegiatan Ormas yang terverifikasi"],
    "pelatihan": [r"0 dari \d+ Ormas", r"Tidak ada Ormas yang perlu diundang"],
    "ormas": [r"\b0 Ormas\b", r"0 dari 0"],
    "kejadian": [r"\b0 kejadian\b", r"Kejadian, 12 bulan 0\b"],
}
HELD = {
    "kejadian": {"kejadian"},
    "kelengkapan": {"kelengkapan", "kejadian"},  # all villages reported nil: no incident is known
    "ormas": {"ormas"},
    "kegiatan": {"ormas", "kegiatan"},
    "pelatihan": {"ormas", "pelatihan"},
}


def refuse_false(table, said):
    for name in FALSE.keys() - HELD[table]:
        for claim in FALSE[name]:
            assert not re.search(claim, said), f"{claim}: {said}"
    assert not re.search(r"\bnan\b|\bNone\b", said)
    assert not re.search(r"\d,\d dari 100", said), "a score"


@pytest.mark.parametrize("page", viewers.ALL_PAGES)
def test_every_page_works_says_that_there_is_no_index_and_claims_nothing_of_other_tables(table, page):
    at = shown(page, kecamatan=homes.CIBITUNG) if page == "kecamatan" else shown(page)
    said = text(at) + " ".join(box.value for box in (*at.info, *at.warning))
    assert "Tanpa indeks:" in said
    if page not in ("edisi", "unggah", "metodologi"):
        refuse_false(table, said)


def test_the_first_page_counts_what_is_there_in_sentence_cards_map_and_table(table):
    at = shown("ringkasan")
    said = text(at)
    expected = {
        "kejadian": [
            "5 kejadian (catatan mulai Maret 2026; tanpa laporan: April–September 2026; 5 belum diketahui korban dan kerusakannya)",
            "Kejadian, 12 bulan 5 kejadian catatan mulai Maret 2026; tanpa laporan: April–September 2026 5 belum diketahui korban",
            "Tercatat di 2 kecamatan, paling banyak 4 kejadian di satu kecamatan",  # 4 and 1: chance
            "Setu 4",
        ],
        "kelengkapan": ["0 kejadian (catatan mulai September 2026; baru 1 dari 23 kecamatan pernah melapor)"],
        "ormas": ["6 Ormas terdaftar", "Cibitung: 6 Ormas"],
        "kegiatan": ["3 kegiatan Ormas dari semua jenis", "6 Ormas terdaftar"],
        "pelatihan": ["1 Ormas aktif mengikuti sedikitnya satu pelatihan", "6 Ormas terdaftar"],
    }[table]
    assert [part for part in expected if part not in said] == []
    assert "Indeks Kondusivitas Wilayah –" not in said, "an empty card"
    assert len(at.get("plotly_chart")) == 1


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((3, 2, 2, 2, 2, 2, 0), "Tercatat di 6 kecamatan, paling banyak 3 kejadian di satu kecamatan"),
        ((30, 4, 2, 0, 0, 0, 0), "Terbanyak: {first}, 30 kejadian"),
    ],
)
def test_a_kecamatan_has_the_most_only_where_chance_does_not_explain_it(counts, said):
    areas = views.areas(FakeEdition(), LAST)[: len(counts)]
    by_code = {area.code: n for area, n in zip(areas, counts, strict=True)}
    assert without_index._headline(t, areas, by_code, "kejadian") == said.format(first=areas[0].name)


def test_signals_are_a_layer_of_the_map_where_incidents_are_reported(table):
    offered = next(box for box in shown("peta").selectbox if box.label == "Lapisan").options
    assert ("Sinyal bulan ini" in offered) == (table in ("kejadian", "kelengkapan"))


def test_the_yearly_account_counts_no_signals_that_could_not_be_raised(at_home, tmp_path):
    home = at_home(tmp_path / "rumah")
    homes.new(home, "nyata")
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 4), meninggal=1))
    publishing.publish(homes.session(home), homes.MONTH)
    said = " ".join(part.proto.body for part in shown("peringatan").get("html"))
    heads = set(re.findall(r"<th[^>]*>([^<]*)</th>", said))
    assert "Sinyal 3" in heads
    assert not {"Sinyal 1", "Sinyal 2", "Didahului sinyal 1 atau 2"} & heads


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_brief_and_release_are_made_and_say_what_there_is(only, edition, language):
    reader.use(language)
    made = brief.brief(edition, t)
    assert {"id": "Tanpa indeks:", "en": "Without an index:"}[language] in str(made.first)
    for said in (f"{made.sentence} {made.first}", release.draft(edition, t).text):
        if language == "id":
            refuse_false(only[0], said)
    for form, begins in (("pdf", b"%PDF"), ("pptx", b"PK")):
        assert making.make_brief(t, homes.session(only[1]), edition, homes.MONTH, form).startswith(begins)


def test_frames_of_what_is_there_are_drawn_and_those_of_an_index_refused_in_words(only, edition):
    table, home = only
    offered = press.offered(edition, t, homes.MONTH)
    assert set(offered) == {"kegiatan": {"activity"}, "pelatihan": {"training"}}.get(table, set())
    for kind in offered:
        assert making.make_frame(t, homes.session(home), edition, kind, homes.MONTH, "1080x1080", "svg", name_low_bands=False).content
    for kind in ("map", "trend", "number", "trend-32.16.07"):
        with pytest.raises(press.NotReportedError, match="Tanpa indeks"):
            press.frame(edition, t, kind)


def test_other_weights_can_not_be_tried_without_an_index_and_that_is_said(table):
    assert "Tanpa indeks" in shown("metodologi", bagian="simulasi").info[0].value


def test_brief_frames_and_release_of_a_month_without_reports_say_so(simulated_home):
    edition = reading.open_edition(simulated_home)
    vars(edition)["_silent_months"] = [homes.MONTH]
    said = "Untuk Oktober 2026 tidak ada laporan apa pun."
    assert brief.brief(edition, t).sentence.startswith(said)
    for kind in press.offered(edition, t, homes.MONTH):  # once: by the note of the figure, or by the sentence
        notes = [note for note in press.frame(edition, t, kind).notes if "Oktober 2026" in note]
        assert notes in ([said], ["Tanpa laporan: Oktober 2026."])
    assert said in release.draft(edition, t).text
    before = edition.periods()[-2]
    assert said not in brief.brief(edition, t, before).sentence + release.draft(edition, t, before).text
    edition.close()


def test_severe_incidents_are_not_zero_where_nobody_stated_the_harm(at_home, tmp_path, monkeypatch):
    """On pages, in their tables and downloads, and in the brief: a list without casualties said "Berat (tingkat 3): 0"."""
    home = at_home(tmp_path / "rumah")
    homes.new(home, "nyata")
    stated = {"meninggal": 0, "luka": 0, "bangunan_rusak": 0, "pengungsi": 0}
    blank = [homes.incident(date(2026, 10, day)) for day in (3, 4, 5, 6)]
    homes.put(
        home,
        "kejadian",
        *blank,
        homes.incident(date(2026, 10, 7), jenis="lainnya", **stated),
        homes.incident(date(2026, 10, 8), kecamatan=homes.SETU, **stated),
    )
    publishing.publish(homes.session(home), homes.MONTH)
    kept = {}
    monkeypatch.setattr(tables, "download", lambda name, columns, rows, *_: kept.update({name: (columns, list(rows))}))
    first = text(shown("ringkasan"))
    assert "6 kejadian (catatan mulai Oktober 2026; 4 belum diketahui korban dan kerusakannya)" in first
    told = r"\d kejadian berat|Kejadian berat \(tingkat 3\)"
    assert not re.search(told, first)
    card = text(shown("kecamatan", kecamatan=homes.CIBITUNG))
    assert "Kejadian, 12 bulan 5; 4 belum diketahui korban dan kerusakannya" in card
    assert "4 belum diketahui korban dan kerusakannya; garis: karena itu belum diketahui ada yang berat." in card
    columns, rows = kept[f"kejadian-{homes.CIBITUNG}"]
    severe = next(one for one in columns if one.title == FIGURES["kejadian_berat"].title)
    assert [(row.code, severe.value(row), severe.shown(row)) for row in rows] == [("tawuran", None, "–"), ("lainnya", 0, "0")]
    with contextlib.closing(reading.open_edition(home)) as opened:
        assert not re.search(told, brief.brief(opened, t).sentence)


def test_where_the_harm_was_stated_that_none_was_severe_is_said(at_home, tmp_path):
    home = at_home(tmp_path / "rumah")
    homes.new(home, "nyata")
    homes.put(home, "kejadian", *(homes.incident(date(2026, 10, day), luka=0) for day in (3, 4, 5)))
    publishing.publish(homes.session(home), homes.MONTH)
    assert "3 kejadian (catatan mulai Oktober 2026); 0 kejadian berat (catatan mulai" in text(shown("ringkasan"))
