"""The trend of one kecamatan: its line beside the kabupaten's, and silence where a low band would be told."""

import re

import pytest

from data.errors import DataError
from data.workflow import clearance
from pages.exports.__main__ import main
from pages.exports.press import district, press, rendering
from pages.exports.proof import checking, making
from pages.facts import views
from tests import homes
from tests.pages.exports.press_edition import PressEdition
from tests.pages.fake_edition import FELL, LAST, NOT_ASSESSED, ROSE, SCORED
from tests.pages.speaking import in_english
from tests.reader import t

KIND = district.kind(ROSE)


@pytest.fixture
def edition():
    return PressEdition()


def low(edition, code, month, **values):
    """Put one month of a kecamatan into a band."""
    with edition.rows("scores") as scores:
        scores.loc[(scores["unit"] == code) & (scores["period"] == month), list(values)] = list(values.values())


def test_the_frame_draws_the_scores_of_the_kecamatan_beside_those_of_the_kabupaten(edition):
    body, regency = press.frame(edition, t, KIND).body, views.regency(edition)
    scores = edition.scores("IKW", "kecamatan", unit=ROSE).set_index("period")
    assert body.months == tuple(SCORED[-24:])
    assert body.score == tuple(round(scores.loc[month, "score"], 1) for month in body.months)
    assert body.low == tuple(round(scores.loc[month, "low"], 1) for month in body.months)
    assert body.beside == tuple(regency[month].score for month in body.months)
    assert (body.name, body.beside_name) == ("Kecamatan Tambun Selatan", "Kabupaten Bekasi")


def test_the_frame_says_which_kecamatan_which_months_and_what_stands_beside_it(edition):
    frame = press.frame(edition, t, KIND)
    assert frame.title.startswith("Kondusivitas Kecamatan Tambun Selatan dibandingkan setahun lalu: naik")
    assert "–Oktober 2026, angka sementara" in frame.subtitle
    assert frame.direction == "Skor 0–100; semakin tinggi, semakin kondusif. Pita: rentang 90%."
    assert frame.source.startswith("Sumber: Bakesbangpol Kabupaten Bekasi, Dasbor Kondusivitas edisi 2026-10-r1")
    assert "Sebagai pembanding, Kabupaten Bekasi: " in frame.alt
    legend = [text.get_text() for text, _ in rendering.draw(edition, t, frame, rendering.SIZES["1080x1080"]).placed]
    assert {"Kecamatan Tambun Selatan", "Kabupaten Bekasi", "Rentang 90% Kecamatan Tambun Selatan"} <= set(legend)
    english, caption = in_english(lambda: (press.frame(edition, t, KIND), press.frame(edition, t, KIND).caption))
    assert english.title.startswith("Stability of Kecamatan Tambun Selatan compared with a year ago: rose")
    assert "For comparison, Kabupaten Bekasi: " in english.alt
    assert caption.startswith("SIMULATED DATA – NOT REAL DATA. Stability of Kecamatan Tambun Selatan")


def test_a_kecamatan_without_a_score_now_is_said_to_have_none(edition):
    low(edition, NOT_ASSESSED, SCORED[-20], status="dinilai", score=71.0, low=66.0, high=76.0, band=4)
    frame = press.frame(edition, t, district.kind(NOT_ASSESSED))
    assert frame.title == "Kondusivitas Kecamatan Muaragembong belum dapat dinilai: data belum memadai"
    assert "(data belum memadai)" in frame.alt
    rendering.draw(edition, t, frame, rendering.SIZES["1080x1080"])


def test_a_kecamatan_that_never_had_a_score_is_drawn_without_a_line(edition):
    with edition.rows("scores") as scores:
        scores.loc[scores["unit"] == NOT_ASSESSED, ["score", "low", "high"]] = float("nan")
    canvas = rendering.draw(edition, t, press.frame(edition, t, district.kind(NOT_ASSESSED)), rendering.SIZES["1080x1080"])
    scores = [one for text, _ in canvas.placed if re.fullmatch(r"\d+,\d", one := text.get_text())]
    assert len(scores) == 1  # that of the kabupaten


@pytest.mark.parametrize("month", [LAST, SCORED[-24]])
@pytest.mark.parametrize("values", [{"band": 2}, {"band": 1}, {"band": 3, "band_2": 2, "band_prob": 0.7}])
def test_a_low_band_in_any_month_drawn_silences_the_frame(edition, month, values):
    low(edition, ROSE, month, **values)
    with pytest.raises(district.NotNamedError, match=r"tergolong, 2 golongan terendah pada 1 dari 24 bulan"):
        press.frame(edition, t, KIND)
    with pytest.raises(DataError):
        press.fingerprint(edition, KIND, LAST, name_low_bands=False)
    assert district.needs_leave(edition, ROSE, LAST)
    assert press.frame(edition, t, KIND, name_low_bands=True).body.name == "Kecamatan Tambun Selatan"


@pytest.mark.parametrize("values", [{"band": 3}, {"band": 3, "band_2": 2, "band_prob": 0.8}])
def test_the_third_band_may_be_named(edition, values):
    low(edition, ROSE, LAST, **values)
    assert not district.needs_leave(edition, ROSE, LAST)
    assert press.frame(edition, t, KIND).kind == KIND


def test_a_low_month_that_is_not_drawn_silences_nothing(edition):
    low(edition, ROSE, SCORED[0], band=1)
    assert SCORED[0] not in district.months(LAST)
    assert not district.needs_leave(edition, ROSE, LAST)


def test_an_svg_has_no_more_digits_than_are_printed(edition):
    """An exact score by month, out of the path of an SVG, would tell a reader of the method single incidents."""
    body = press.frame(edition, t, KIND).body
    for values in (body.score, body.low, body.high):
        assert all(value == round(value, 1) for value in values)


def test_every_kecamatan_has_a_fingerprint_of_its_own(edition):
    kinds = [district.TREND, *(district.kind(code) for code in edition.units("kecamatan")["unit"])]
    said = {press.fingerprint(edition, kind, LAST, name_low_bands=True) for kind in kinds}
    assert len(said) == 24


def test_a_kecamatan_is_found_by_code_and_by_name(edition):
    assert district.find(edition, "32.16.06") == district.find(edition, "tambun selatan") == ROSE
    with pytest.raises(DataError, match="Kecamatan Bandung tidak ada dalam edisi 2026-10-r1"):
        district.find(edition, "Bandung")


def test_a_line_with_a_gap_is_not_bridged_by_its_ribbon():
    from pages.exports.drawing.bodies import _runs

    nan = float("nan")
    assert _runs([1.0, 2.0, nan, 3.0, nan, nan, 4.0, 5.0]) == [[0, 1], [3], [6, 7]]


def test_the_command_line_draws_one_kecamatan_and_names_a_low_one_only_with_a_warning(simulated_home, tmp_path, capsys):
    out = tmp_path / "tren.svg"
    order = ["frame", "--home", str(simulated_home), "--kind", "trend", "--out", str(out)]
    assert main([*order, "--kecamatan", "Tambun Selatan"]) == 0
    assert "Kecamatan Tambun Selatan" in capsys.readouterr().out
    assert "jenis=trend-32.16.06;" in out.read_text()
    assert main([*order, "--kecamatan", FELL]) == 1
    assert "hanya PPID yang dapat mengizinkannya" in capsys.readouterr().err
    assert main([*order, "--kecamatan", FELL, "--name-low-bands"]) == 0
    verdict = checking.check(t, simulated_home, out)
    assert verdict.lines[-1] == "BELUM DISETUJUI PPID – JANGAN DISEBARLUASKAN."
    assert main([*order[:-4], "--kind", "map", "--out", str(out), "--kecamatan", FELL]) == 1
    assert "Hanya bingkai trend" in capsys.readouterr().err


def test_a_clearance_is_for_one_kecamatan_and_for_the_low_bands_only_where_given(simulated_home, tmp_path):
    import shutil

    from data.editions import reading

    home = tmp_path / "home"
    shutil.copytree(simulated_home, home)
    edition = reading.open_edition(home)
    with pytest.raises(district.NotNamedError):
        making.ask(t, homes.session(home), edition, district.kind(FELL), LAST, name_low_bands=False, note="")
    asked = making.ask(t, homes.session(home), edition, district.kind(FELL), LAST, name_low_bands=True, note="")
    assert (asked.kind, asked.name_low_bands) == ("trend-32.16.07", True)
    clearance.clear(homes.session(home), asked.id)
    made = making.make_frame(t, homes.session(home), edition, district.kind(FELL), None, "1080x1080", "png")
    assert made.cleared.id == asked.id
    assert checking.judge(t, home, made.content).good
    other = making.make_frame(t, homes.session(home), edition, district.kind(ROSE), None, "1080x1080", "png")
    assert other.cleared is None
    edition.close()
