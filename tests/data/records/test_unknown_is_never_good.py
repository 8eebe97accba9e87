"""What nobody stated is never 0, never "tidak berlaku", never good: small stores of one year, every desa reporting."""

import shutil
from datetime import date, timedelta
from itertools import product

import pytest

from analytics import method, pipeline
from data.reference import methods, territory
from data.store import database
from data.workflow import snapshots
from tests import homes
from tests.data.records.test_indicators import put

AREAS = tuple(territory.load_kecamatan()["kode"])
WHOLE = territory.load_territory().code
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
BLANK = {"penanganan": None, "tanggal_selesai": None}
OPEN = {"penanganan": "belum_ditangani", "tanggal_selesai": None}
HARM = dict.fromkeys(("meninggal", "luka", "bangunan_rusak", "pengungsi"), 0)


def closed(row):
    return {"penanganan": "selesai", "tanggal_selesai": row["tanggal"] + timedelta(days=2)}


def incidents(areas=AREAS, handling=None, **more):
    """Two fights in each kecamatan, one injured in each."""
    rows = [
        {"tanggal": date(2025, 1 + n % 11, 5), "kecamatan": area, "tahap": "peristiwa", "jenis": "tawuran"}
        | {"luka": 1, "sumber": "kecamatan", **more}
        for n, area in enumerate(areas * 2)
    ]
    return [row | (handling(row) if callable(handling) else handling or {}) for row in rows]


def scored(folder, rows, *, survey=(), late=(), version=None):
    """The scores of December 2025, by unit, and of which kecamatan what is known. late: kecamatan with a desa missing."""
    homes.new(folder, "simulasi")
    reports = [
        {"bulan": month, "kecamatan": area, "desa_melapor": 7 - (area in late), "desa_total": 7} for month, area in product(MONTHS, AREAS)
    ]
    put(folder, "kelengkapan", *reports)
    if rows:
        put(folder, "kejadian", *rows)
    answers = [
        {
            "putaran": "2025",
            "sumber": "lainnya",
            "sasaran": "kecamatan",
            "kode": area,
            "pertanyaan": "rasa_aman",
        }
        | {"tanggal": date(2025, 11, 1), "rata_rata": 3.4, "standar_deviasi": 0.7, "n_responden": 40}
        for area in survey
    ]
    if answers:
        put(folder, "survei", *answers)
    return computed(folder, version)


def computed(folder, version=None):
    snapshot = snapshots.read_snapshot(folder, "2025-12")
    chosen = methods.load_default()
    if version:
        chosen = method.load(methods.text("iko-2026"), methods.text(version))
    reference = pipeline.Reference(units=snapshot.units, whole=WHOLE)
    return pipeline.run(snapshot.records, reference, chosen, draws=100)


def whole(results):
    return results.scores.set_index("unit").loc[WHOLE]


def part(results, dimension, unit=WHOLE):
    rows = results.dimensions.set_index(["unit", "dimension"])
    return rows.loc[(unit, dimension)]


def indicator(results, code, unit=WHOLE):
    return results.indicators.set_index(["unit", "indicator"]).loc[(unit, code)]


@pytest.mark.parametrize(
    ("handling", "version", "score"),
    [
        (
            BLANK,
            "ikw-2026",
            95.1,
        ),  # the old version: nothing known of any case, and nearly the best of the three
        (OPEN, None, 38.9),
        (closed, None, 96.7),
    ],
)
def test_what_is_known_is_scored_as_before(tmp_path, handling, version, score):
    found = whole(scored(tmp_path, incidents(handling=handling), version=version))
    assert round(found["score"], 1) == score
    assert found["quality"] == "B"  # no survey
    assert found["weight_share"] == (1.0 if version else 0.75)


def test_incidents_whose_handling_nobody_stated_give_no_index(tmp_path):
    results = scored(tmp_path, incidents(handling=BLANK))
    for unit in (WHOLE, AREAS[0]):
        found = results.scores.set_index("unit").loc[unit]
        assert found["status"] == "belum_dapat_dinilai"
        assert found[["score", "band", "rank"]].isna().all()
        assert (found["reason"], found["reason_dimensions"]) == ("kurang", ("penanganan",))
        assert (found["weight_share"], found["quality"]) == (0.5, "C")
        assert part(results, "penanganan", unit)["status"] == "data_belum_memadai"
        assert part(results, "kejadian", unit)["status"] == "terukur"
    unknown = indicator(results, "selesai_30_hari")
    assert (unknown["unknown"], unknown["events"]) == (46, 46)
    assert indicator(results, "selesai_30_hari", AREAS[0])["events"] == 2


def test_a_case_that_is_closed_without_a_date_is_not_known_to_be_closed_within_30_days(tmp_path):
    results = scored(tmp_path, incidents(handling={"penanganan": "selesai"}))
    assert whole(results)["status"] == "belum_dapat_dinilai"
    assert indicator(results, "selesai_30_hari")["unknown"] == 46


@pytest.mark.parametrize(
    ("unknown", "status", "letter"), [(2, "dinilai", "B"), (12, "dinilai", "C"), (23, "dinilai", "C"), (24, "belum_dapat_dinilai", "C")]
)
def test_a_share_of_unknown_handling_costs_a_letter_and_above_one_half_the_score(tmp_path, unknown, status, letter):
    rows = [row | BLANK if n < unknown else row for n, row in enumerate(incidents(handling=closed))]
    results = scored(tmp_path, rows)
    assert (whole(results)["status"], whole(results)["quality"]) == (status, letter)
    assert indicator(results, "selesai_30_hari")["unknown"] == unknown


def test_a_quiet_year_reported_in_full_is_scored_and_one_with_gaps_is_not(tmp_path):
    noisy, gaps = AREAS[:10], AREAS[20:]
    results = scored(tmp_path, incidents(noisy, closed), late=gaps)
    scores = results.scores.set_index("unit")
    assert part(results, "penanganan", AREAS[15])["status"] == "tidak_berlaku"
    assert tuple(scores.loc[AREAS[15], ["status", "weight_share"]]) == ("dinilai", 0.75)
    assert part(results, "penanganan", gaps[0])["status"] == "tidak_berlaku"
    assert tuple(scores.loc[gaps[0], ["status", "reason", "reason_dimensions", "weight_share"]]) == (
        "belum_dapat_dinilai",
        "perlu",
        ("penanganan", "persepsi"),
        0.5,
    )


def test_with_a_survey_a_quiet_year_with_gaps_has_its_second_dimension(tmp_path):
    found = scored(tmp_path, [], survey=AREAS[:1], late=AREAS[:1]).scores.set_index("unit").loc[AREAS[0]]
    assert (found["status"], found["weight_share"]) == ("dinilai", 0.75)


def test_casualties_that_nobody_stated_are_no_light_incident(tmp_path):
    results = scored(tmp_path, incidents(handling=closed, luka=None))
    assert whole(results)["status"] == "belum_dapat_dinilai"
    assert whole(results)["reason_dimensions"] == ("kejadian",)
    assert indicator(results, "kejadian_tertimbang")["unknown"] == 46


@pytest.mark.parametrize("survey", [(), AREAS], ids=["no survey", "survey"])
def test_no_column_left_blank_ever_scores_higher_than_the_honest_file(tmp_path, survey):
    more = {**HARM, "luka": 2, "ricuh": "tidak", "jam": 9, "tanggal_lapor": date(2025, 12, 5)}
    honest = [*incidents(AREAS[:12], OPEN, **more), *incidents(AREAS[8:], closed, **more)]
    best = scored(tmp_path / "jujur", honest, survey=survey).scores.set_index("unit")["score"]
    assert best.notna().all()
    blanked = [("penanganan",), ("tanggal_selesai",), tuple(BLANK), ("jam", "tanggal_lapor"), tuple(HARM)]
    for columns in blanked:
        copy = shutil.copytree(tmp_path / "jujur", tmp_path / "-".join(columns))
        with database.write(copy, doing="uji") as con:
            con.execute("UPDATE kejadian SET " + ", ".join(f"{column} = NULL" for column in columns))
        found = computed(copy).scores.set_index("unit")["score"]
        assert not (found > best + 1e-9).any(), columns
