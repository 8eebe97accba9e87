"""Kecamatan and Kinerja Ormas on a real edition of the simulated data: their headings, figures and states."""

import re

import pytest

from data.editions import figures, reading
from data.simulation.dice import SILENT, WORSENING
from pages.facts import areas as area_views
from pages.facts import ormas, views
from pages.figures import layers
from pages.panels import ormas_profile
from pages.wording import measured
from tests.pages import showing
from tests.pages.showing import text
from tests.reader import t

PERIOD = "2026-10"


@pytest.fixture(scope="module")
def edition(simulated_home):
    opened = reading.open_edition(simulated_home)
    yield opened
    opened.close()


@pytest.fixture
def shown(at_home, simulated_home):
    at_home(simulated_home, read_only=True)
    return showing.shown


@pytest.mark.parametrize(
    ("page", "language", "heading"),
    [
        pytest.param("kecamatan", "id", "Kecamatan", id="kecamatan-id"),
        pytest.param("kecamatan", "en", "Kecamatan", id="kecamatan-en"),
        pytest.param("ormas", "id", "Kinerja Ormas", id="ormas-id"),
        pytest.param("ormas", "en", "Ormas performance", id="ormas-en"),
    ],
)
def test_a_page_shows_its_own_heading(shown, page, language, heading):
    at = shown(page, lang=language)
    assert [title.value for title in at.title] == [heading]
    badge = {"id": "DATA SIMULASI – BUKAN DATA NYATA", "en": "SIMULATED DATA – NOT REAL DATA"}[language]
    assert badge in text(at)


def test_the_kecamatan_that_worsens_is_told_with_its_reasons(shown):
    found = text(shown("kecamatan", kecamatan=WORSENING))
    assert re.search(r"Cibitung, setahun terakhir: turun \d+,\d poin", found)
    assert "di bawah Kabupaten Bekasi: yang menambah dan yang mengurangi" in found
    assert re.search(r"\d+ kejadian .*menurut jenis", found)  # chance explains the lead of the first kind
    assert "angka perkiraan, penduduk bukan hasil sensus" in found
    assert "Tidak menunjukkan sebab-akibat" in found


def test_a_kecamatan_without_enough_reports_says_so_and_shows_no_zero(shown):
    found = text(shown("kecamatan", kecamatan=SILENT))
    assert "Belum dapat dinilai: data Kejadian belum memadai." in found
    assert "poin di bawah" not in found
    assert "0,0 dari 100" not in found


def test_the_profile_of_an_ormas_names_the_indicators_and_the_training(shown):
    at = shown("ormas", ormas="ORM-016")
    found = text(at)
    for words in (
        "Ormas Rekaan 016",
        "Kegiatan kamtibmas terverifikasi",
        "Partisipasi masyarakat",
        "Konflik yang diselesaikan",
        "Kepuasan masyarakat",
        "Pelatihan: kepemimpinan",
        "Pelatihan yang disarankan",
    ):
        assert words in found
    assert at.query_params["ormas"] == "ORM-016"


def test_filters_narrow_the_ormas_and_stand_in_the_url(shown):
    at = shown("ormas", ciri="kepemudaan")
    assert at.selectbox(key="w_ciri").value == "kepemudaan"
    at.selectbox(key="w_ciri").set_value("kewanitaan").run()
    assert at.query_params["ciri"] == "kewanitaan"
    at.selectbox(key="w_ciri").set_value("").run()
    assert "ciri" not in at.query_params


def test_a_filter_that_nothing_matches_is_a_sentence(shown, edition):
    field = next(o.field for o in ormas.all_ormas(edition, PERIOD) if o.field)
    alone = {(o.kind, o.field, o.kecamatan) for o in ormas.all_ormas(edition, PERIOD)}
    kind, place = next((k, p) for k in {a[0] for a in alone} for p in {a[2] for a in alone} if (k, field, p) not in alone)
    at = shown("ormas", ciri=kind, bidang=field, kecamatan=place)
    assert "Tidak ada Ormas yang cocok" in at.info[0].value


def test_the_three_states_of_an_ormas_are_kept_apart(edition):
    everyone = ormas.all_ormas(edition, PERIOD)
    words = {ormas_profile.state(t, one, ["1", "2", "3", "4", "5"]).split(" (")[0] for one in everyone}
    assert {"Tidak dinilai", "Belum dapat dinilai"} < words
    assert not [one for one in everyone if not one.in_scope and one.score.assessed]
    assert {one.status for one in everyone if not one.in_scope} == {"tidak_aktif", "tidak_ditemukan"}


def test_nobody_both_does_well_and_needs_support(edition):
    everyone = ormas.all_ormas(edition, PERIOD)
    assert sum(one.does_well for one in everyone) > 0
    assert not [one for one in everyone if one.does_well and one.needs_support]
    assert all(one.score.score >= 60 for one in everyone if one.does_well)


@pytest.mark.parametrize("code", [WORSENING, SILENT, None])
def test_incidents_by_type_add_up_to_those_of_the_card(edition, code):
    kinds = area_views.kinds(edition, PERIOD, code)
    assert sum(kind.n for kind in kinds) == figures.read(edition, "kejadian", PERIOD, code).n
    assert all(sum(kind.by_handling.values()) == kind.n for kind in kinds)


def test_contributions_add_up_to_the_difference_from_the_regency(edition):
    score = area_views.history(edition, WORSENING)[PERIOD].score
    parts = area_views.contributions(edition, WORSENING, PERIOD)
    assert sum(part.points for part in parts) == pytest.approx(score - parts[0].reference)
    assert parts[0].reference == pytest.approx(views.regency(edition)[PERIOD].score)


def test_neighbours_are_mutual_and_those_of_the_map(edition):
    around = edition.neighbours()
    assert all(code in around[other] for code, others in around.items() for other in others)
    assert "32.16.02" in around["32.16.01"]  # Tarumajaya lies beside Babelan
    assert "32.16.17" not in around["32.16.21"]  # Muaragembong in the north, Serang Baru in the south


@pytest.mark.parametrize(
    ("value", "grade", "expected"),
    [(64.99, "D", "65,0 (D)"), (88.31, "A", "88,3 (A)"), (70.0, None, "70,0 (–)")],
)
def test_survey_values_carry_the_letter_that_the_edition_gave_them(value, grade, expected):
    assert measured.ikm(t, value, grade) == expected


def test_activities_by_kind_and_by_partner_are_the_same_activities(edition):
    by_kind = ormas.activities(edition, PERIOD, "jenis")
    by_partner = ormas.activities(edition, PERIOD, "mitra")
    assert sum(d.n for d in by_kind.values()) == sum(d.n for d in by_partner.values())
    everyone = ormas.all_ormas(edition, PERIOD)
    assert sum(one.activities for one in everyone) == sum(d.n for d in by_kind.values())


@pytest.mark.parametrize("layer", ["ormas", "giat-mediasi", "mitra-polri", "pelatihan", "sinyal"])
def test_every_layer_of_the_map_is_drawn_and_told_in_the_table(shown, edition, layer):
    found = text(shown("peta", lapis=layer))
    assert "tidak menunjukkan sebab-akibat" in found
    assert layers.layer(edition, t, layer, PERIOD).title in layers.options(edition, t, PERIOD).values()


def test_a_layer_counts_what_the_edition_says(edition):
    mediation = ormas.activities(edition, PERIOD, "jenis")["mediasi"].n
    assert sum(s.active for s in layers.layer(edition, t, "giat-mediasi", PERIOD).symbols) == mediation
    assert sum(s.active for s in layers.layer(edition, t, "pelatihan", PERIOD).symbols) == 71  # as Pembinaan says


def test_the_map_of_an_indicator_shows_its_scores_and_hatches_what_is_missing(edition):
    areas = {area.code: area.score for area in layers.areas(edition, PERIOD, "rasa_aman")}
    rows = edition.indicators("IKW", "kecamatan", period=PERIOD).query("indicator == 'rasa_aman'")
    expected = rows.set_index("unit")["score"]
    for code, score in areas.items():
        assert score.assessed == bool(expected.notna()[code])
        assert not score.assessed or score.score == pytest.approx(expected[code])
    assert not all(score.assessed for score in areas.values())


def test_two_maps_a_year_apart_stand_beside_their_difference(shown):
    at = shown("peta", banding="ya")
    assert len(at.get("plotly_chart")) == 3
    assert "naik atau turun melebihi ketidakpastiannya" in text(at)


def test_where_the_edition_does_not_reach_back_a_year_the_comparison_says_so(shown, edition):
    at = shown("peta", banding="ya", period=edition.periods()[0])
    assert "belum memuat setahun sebelum" in at.info[0].value


def test_escape_or_the_button_gives_the_choice_up(shown):
    at = shown("peta", kecamatan=WORSENING)
    at.button(key="w_hapus_pilihan").click().run()
    assert "kecamatan" not in at.query_params


def test_ringkasan_tells_what_to_decide_and_what_was_prevented(shown):
    found = text(shown("ringkasan"))
    assert "Perlu keputusan" not in found  # a heading of Streamlit, not of ours
    assert "Sinyal data, bukan status keamanan resmi." in found
    assert re.search(r"\d+ potensi dicegah dalam dua belas bulan \(setahun sebelumnya \d+\)\.", found)
    assert re.search(r"\d+ Ormas dinilai: \d+ layak diapresiasi, \d+ perlu dukungan\.", found)
    assert re.search(r"Penanggung jawab: .+\. Paling lambat \d+ \w+ 2026\.", found)


def test_the_press_desk_sees_neither_signals_nor_ormas_on_ringkasan(shown):
    at = shown("ringkasan", peran="humas")
    found = text(at)
    assert "Situasi Kabupaten Bekasi" in found
    assert "Sinyal" not in found
    assert "Ormas dinilai" not in found
    assert "Perlu keputusan" not in [heading.value for heading in at.subheader]


@pytest.mark.parametrize(
    ("screen", "heading"), [("1", "Situasi"), ("2", "Di mana, dan yang berubah"), ("3", "Peringatan dan keputusan"), ("9", "Situasi")]
)
def test_the_three_screens_of_the_briefing_room(shown, screen, heading):
    at = shown("ringkasan", paparan="ya", layar=screen)
    assert at.title[0].value == heading
    assert "Ormas Rekaan" not in text(at)


def test_the_screens_are_walked_and_left_by_buttons(shown):
    at = shown("ringkasan", paparan="ya", layar="1")
    at.button(key="w_layar_kanan").click().run()
    assert at.query_params["layar"] == "2"
    at.button(key="w_layar_tutup").click().run()
    assert "paparan" not in at.query_params
    assert at.title[0].value == "Ringkasan"
