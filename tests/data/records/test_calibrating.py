"""Calibration: the shipped methods use their scale on the simulated base period; one that doesn't can't be in force."""

from dataclasses import replace

import pytest

from analytics import pipeline
from data.__main__ import main
from data.errors import DataError
from data.records import calibrating
from data.reference import methods
from data.workflow import snapshots
from tests import homes
from tests.pages.speaking import in_english
from tests.reader import t

SHIPPED = ["ikw-2026", "ikw-2026-lengkap", "ikw-2026-2", "ikw-2026-2-lengkap"]


@pytest.fixture(scope="module")
def snapshot(simulated_home):
    return snapshots.read_snapshot(simulated_home, "2026-10")


def test_the_shipped_ikw_spreads_the_base_period_over_three_bands_with_neither_end_out_of_reach(snapshot):
    for _, found in calibrating.calibrate(snapshot.records, snapshot.units, SHIPPED):
        assert sum(count > 0 for count in found.months_in_band) >= 3
        assert sum(share > 0.05 for share in found.share_in_band) >= 2
        assert max(found.share_in_band) <= 0.70
        assert found.lowest < 20
        assert found.highest >= 80
        assert found.calm >= 80
        assert found.lowest_seen < 40
        assert found.reasons == ()


def test_the_command_prints_bands_reach_and_the_index_of_a_calm_kecamatan(simulated_home, capsys):
    assert main(["--home", str(simulated_home), "kalibrasi", "--until", "2026-10"]) == 0
    said = capsys.readouterr().out
    assert "== ikw-2026-2 (usulan), masa dasar Oktober 2024–Oktober 2026" in said
    for words in ("Tidak kondusif", "Sangat kondusif", "kecamatan-bulan", "== iko-2026-2", "Ormas-bulan"):
        assert words in said
    assert "Indeks terendah dan tertinggi yang dapat dicapai: 0,0 dan 100,0" in said
    assert "Indeks kecamatan tanpa satu pun kejadian: 81,1" in said
    assert said.count("Tidak ada halangan untuk mengesahkan metode ini.") == 2


def test_in_english_it_prints_english_numbers_and_months(snapshot):
    ((method, found),) = calibrating.calibrate(snapshot.records, snapshot.units, ["ikw-2026-2"])
    said = in_english(lambda: calibrating.describe(t, method, found))
    assert "== ikw-2026-2 (proposed), base period October 2024–October 2026" in said
    assert "0.0 and 100.0" in said
    assert ": 81.1" in said


def test_without_any_ormas_the_ikw_is_judged_and_the_iko_said_to_have_nothing_to_judge_by(snapshot):
    """A list of incidents alone is enough for an office that begins; it ended in an English sentence."""
    places = {name: frame[frame["unit_type"] != "ormas"] for name, frame in {"records": snapshot.records, "units": snapshot.units}.items()}
    ikw, iko = (calibrating.describe(t, *one) for one in calibrating.calibrate(**places))
    assert ikw.startswith("== ikw-2026-2 (usulan), masa dasar")
    assert iko == "== iko-2026-2 (usulan): belum dapat dikalibrasi, karena belum ada Ormas yang dinilai."


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["2026-09", "2026-10"], "Kalibrasi memerlukan catatan dua belas bulan; yang ada baru September 2026–Oktober 2026."),
        ([], "Kalibrasi memerlukan catatan dua belas bulan; belum ada catatan yang terverifikasi."),
    ],
)
def test_too_few_months_are_refused_in_a_sentence(tmp_path, capsys, months, said):
    """It ended in "12 months of records are needed"."""
    homes.new(tmp_path, "nyata")
    homes.put(tmp_path, "kelengkapan", *(homes.report(month) for month in months)) if months else None
    assert main(["--home", str(tmp_path), "kalibrasi", "--until", "2026-10"]) == 1
    assert said in capsys.readouterr().err


def test_an_unknown_method_is_refused_with_those_that_there_are(simulated_home, capsys):
    assert main(["--home", str(simulated_home), "kalibrasi", "ikw-2030", "--until", "2026-10"]) == 1
    assert "Metode ikw-2030 tidak ada. Yang tersedia: iko-2026" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("goalposts", "edges", "said"),
    [
        (
            (0.0, 4000.0),
            (20.0, 40.0, 60.0, 80.0),
            "masa dasar berada dalam satu golongan; paling banyak 70%.",
        ),
        ((0.0, 120.0), (20.0, 40.0, 60.0, 99.0), r"Golongan tertinggi \(mulai 99\) tidak dapat dicapai."),
        ((0.0, 120.0), (0.0, 40.0, 60.0, 80.0), r"Golongan terendah \(di bawah 0\) tidak dapat dicapai."),
    ],
)
def test_a_method_in_force_that_does_not_use_its_scale_is_refused(snapshot, goalposts, edges, said):
    default = methods.load_default()
    events, *others = default.ikw.indicators
    bad = replace(
        default.ikw,
        status="disahkan",
        band_edges=edges,
        indicators=(replace(events, goalposts=goalposts), *others),
    )
    method = replace(default, ikw=bad)
    reference = pipeline.Reference(units=snapshot.units, whole="32.16")
    results = pipeline.run(snapshot.records, reference, method, draws=20)
    with pytest.raises(DataError, match=said):
        calibrating.refuse_unfit(method, results)
    proposal = replace(default, ikw=replace(bad, status="usulan"))
    calibrating.refuse_unfit(proposal, results)
