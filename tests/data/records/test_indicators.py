"""From event rows to indicator records: small stores, records that a person can count."""

from datetime import date

import pandas as pd
import pytest

from data.records import indicators
from data.store import database
from data.tables import TABLES
from tests import homes

pytestmark = pytest.mark.home("simulasi")

CIBITUNG = "32.16.07"


def put(home, name, *rows, verified=True):
    """Rows of one table, verified unless told otherwise; unnamed columns stay empty."""
    table = TABLES[name]
    frame = pd.DataFrame([{"baris": n, **dict.fromkeys(table.column_names), **row} for n, row in enumerate(rows, 2)])
    with database.write(home, doing="uji") as con:
        batch = homes.add_batch(con, name, frame)
        if table.verified and verified:
            homes.verify(con, name, batch)


def reported(month="2026-10", reporting=7, total=7, kecamatan=CIBITUNG):
    return {"bulan": month, "kecamatan": kecamatan, "desa_melapor": reporting, "desa_total": total}


def incident(day, kind="tawuran", **more):
    defaults = {
        "tanggal": day,
        "kecamatan": CIBITUNG,
        "tahap": "peristiwa",
        "jenis": kind,
        "sumber": "polsek",
    }
    return {**defaults, **more}


def activity(day, organisation="ORM-001", **more):
    defaults = {"kode_ormas": organisation, "tanggal": day, "kecamatan": CIBITUNG, "jenis": "kamtibmas"}
    return {**defaults, "mitra": "tidak_ada", "tingkat_bukti": 3, "sumber": "ormas", **more}


def organisation(code="ORM-001", **more):
    defaults = {
        "kode_ormas": code,
        "nama": "Ormas Rekaan 001",
        "bentuk": "tidak_berbadan_hukum",
        "status": "aktif",
    }
    return {**defaults, "kecamatan": CIBITUNG, "tanggal_terdaftar": date(2024, 1, 1), **more}


def records(home, indicator, until="2026-10", **where):
    with database.read(home) as con:
        found = indicators.build(con, until)
    found = found[found["indicator"] == indicator]
    for column, value in where.items():
        found = found[found[column] == value]
    return found


def one(home, indicator, **where):
    found = records(home, indicator, **where)
    assert len(found) == 1
    return found.iloc[0]


# What an incident did, and how severe that is.
HARM = [
    ({}, 1),
    ({"luka": 0, "bangunan_rusak": 0, "ricuh": "tidak"}, 1),
    ({"luka": 1}, 2),
    ({"luka": 9}, 2),
    ({"luka": 10}, 3),
    ({"bangunan_rusak": 4}, 2),
    ({"bangunan_rusak": 5}, 3),
    ({"ricuh": "ya"}, 2),
    ({"dihentikan_aparat": "ya"}, 2),
    ({"meninggal": 1}, 3),
    ({"pengungsi": 1}, 3),
]


def test_severity_is_computed_from_harm(home):
    """Each in a kecamatan of its own, so that one store tells of all."""
    codes = [f"32.16.{n:02d}" for n in range(1, len(HARM) + 1)]
    put(home, "kelengkapan", *(reported(kecamatan=code) for code in codes))
    put(
        home,
        "kejadian",
        *(incident(date(2026, 10, 3), **{**harm, "kecamatan": code}) for code, (harm, _) in zip(codes, HARM, strict=True)),
    )
    with database.read(home) as con:
        built = indicators.build(con, "2026-10")
    october = built[built["period"] == "2026-10"].set_index(["unit", "indicator"])["numerator"]
    for code, (harm, severity) in zip(codes, HARM, strict=True):
        counts = {k: october[code, f"kejadian_{k}"] for k in (1, 2, 3)}
        assert counts == {k: float(k == severity) for k in (1, 2, 3)}, harm


@pytest.mark.parametrize(
    "row",
    [
        incident(date(2026, 10, 3), tahap="potensi", penanganan="dicegah"),
        incident(date(2026, 10, 3), tahap="potensi", meninggal=1),
        incident(date(2026, 10, 3), "unjuk_rasa", ricuh="tidak"),
        incident(date(2026, 10, 3), "unjuk_rasa"),
    ],
    ids=["prevented", "potential", "peaceful demonstration", "demonstration, violence not recorded"],
)
def test_what_did_not_happen_and_peaceful_demonstrations_are_no_incidents(home, row):
    put(home, "kelengkapan", reported())
    put(home, "kejadian", row)
    assert one(home, "kejadian_1")["numerator"] == 0
    assert one(home, "kejadian_3")["numerator"] == 0


def test_a_violent_demonstration_is_an_incident(home):
    put(home, "kelengkapan", reported())
    put(home, "kejadian", incident(date(2026, 10, 3), "unjuk_rasa", ricuh="ya"))
    assert one(home, "kejadian_2")["numerator"] == 1


def test_rows_that_are_not_verified_do_not_count(home):
    put(home, "kelengkapan", reported())
    put(home, "kejadian", incident(date(2026, 10, 3)), verified=False)
    assert one(home, "kejadian_1")["numerator"] == 0


def test_a_nil_report_is_a_zero_and_a_missing_report_is_no_row(home):
    put(home, "kelengkapan", reported("2026-09"), reported("2026-10", kecamatan="32.16.08"))
    assert one(home, "kejadian_1", unit=CIBITUNG)["period"] == "2026-09"
    assert one(home, "kejadian_1", unit=CIBITUNG)["numerator"] == 0


def test_exposure_is_people_times_a_twelfth_of_a_year_times_reports_received(home):
    # Cibitung 249,280 people (2020), 3 of 7 desa reported
    put(home, "kelengkapan", reported(reporting=3))
    row = one(home, "kejadian_1")
    assert row["denominator"] == pytest.approx(249_280 / 12 * 3 / 7)
    assert row["completeness"] == pytest.approx(3 / 7)


@pytest.mark.parametrize(
    ("closed", "state", "resolved", "known"),
    [
        (date(2026, 9, 10), "selesai", 1, 1),
        (date(2026, 10, 3), "selesai", 1, 1),
        (date(2026, 10, 4), "selesai", 0, 1),
        (None, "proses", 0, 1),
        (None, "selesai", 0, 0),
        (None, None, 0, 0),
    ],
    ids=["soon", "day 30", "day 31", "still open", "closed, date unknown", "handling unknown"],
)
def test_an_incident_is_judged_when_its_thirty_days_are_over(home, closed, state, resolved, known):
    put(home, "kelengkapan", reported("2026-09"), reported("2026-10"))
    put(home, "kejadian", incident(date(2026, 9, 3), penanganan=state, tanggal_selesai=closed))
    assert one(home, "selesai_30_hari", period="2026-09")["denominator"] == 0
    row = one(home, "selesai_30_hari", period="2026-10")
    assert (row["numerator"], row["denominator"]) == (resolved, known)


def test_activities_weigh_by_evidence_and_only_prevention_counts(home):
    put(home, "kelengkapan", reported())
    put(home, "ormas", organisation())
    rows = [activity(date(2026, 10, day), tingkat_bukti=day - 1) for day in (1, 2, 3, 4)]
    put(home, "kegiatan", *rows, activity(date(2026, 10, 9), jenis="sosial"))
    row = one(home, "kegiatan_kamtibmas")
    assert row["numerator"] == pytest.approx(0 + 0.5 + 0.8 + 1)
    assert row["n"] == 4


def test_participation_leaves_out_bare_statements_and_unknown_numbers(home):
    put(home, "kelengkapan", reported())
    put(home, "ormas", organisation())
    day = date(2026, 10, 5)
    put(
        home,
        "kegiatan",
        activity(day, peserta=30, tingkat_bukti=1),
        activity(day, peserta=50),
        activity(day),
        activity(day, peserta=900, tingkat_bukti=0),
    )
    row = one(home, "partisipasi")
    assert (row["numerator"], row["denominator"], row["value"]) == (80, 2, 40)


def test_synergy_is_the_share_held_with_government_police_army_or_fkub(home):
    put(home, "kelengkapan", reported())
    put(home, "ormas", organisation())
    partners = ("tidak_ada", "pemerintah", "polri", "tni", "fkub", "lainnya")
    put(home, "kegiatan", *[activity(date(2026, 10, 5), mitra=partner) for partner in partners])
    row = one(home, "sinergi")
    assert (row["numerator"], row["denominator"]) == (4, 6)


def test_an_active_ormas_without_activities_is_a_zero_and_an_inactive_one_has_no_row(home):
    put(home, "kelengkapan", reported())
    put(
        home,
        "ormas",
        organisation("ORM-001"),
        organisation("ORM-002", status="tidak_aktif"),
        organisation("ORM-003"),
    )
    put(home, "kegiatan", activity(date(2026, 10, 3), "ORM-003"))
    assert records(home, "kegiatan_kamtibmas")["unit"].tolist() == ["ORM-001", "ORM-003"]
    assert one(home, "kegiatan_kamtibmas", unit="ORM-001")["numerator"] == 0


def test_where_nobody_ever_reported_activities_none_is_not_zero(home):
    put(home, "kelengkapan", reported("2026-08"), reported("2026-09"), reported("2026-10"))
    put(home, "ormas", organisation("ORM-001"))
    for indicator in (
        "kegiatan_kamtibmas",
        "partisipasi",
        "sinergi",
        "peserta_belum_diketahui",
        "desa_tersentuh",
    ):
        assert records(home, indicator).empty
    put(home, "kegiatan", activity(date(2026, 9, 3)))
    assert records(home, "kegiatan_kamtibmas")["period"].tolist() == ["2026-09", "2026-10"]
    assert set(records(home, "desa_tersentuh")["period"]) == {"2026-09", "2026-10"}


def test_training_averages_four_topics_and_never_counts_an_officer_twice_in_a_topic(home):
    # 12 officers: kepemimpinan 8 + 8 → 12 at most, komunikasi 6; (12 + 6 + 0 + 0) / 4 = 4.5 of 12; regulasi isn't counted
    put(home, "kelengkapan", reported())
    put(home, "ormas", organisation())
    base = {"kode_ormas": "ORM-001", "pengurus_total": 12}
    put(
        home,
        "pelatihan",
        {**base, "tanggal": date(2025, 3, 1), "topik": "kepemimpinan", "pengurus_hadir": 8},
        {**base, "tanggal": date(2026, 3, 1), "topik": "kepemimpinan", "pengurus_hadir": 8},
        {**base, "tanggal": date(2026, 4, 1), "topik": "komunikasi_efektif", "pengurus_hadir": 6},
        {**base, "tanggal": date(2026, 5, 1), "topik": "regulasi", "pengurus_hadir": 12},
        {**base, "tanggal": date(2024, 10, 31), "topik": "manajemen_organisasi", "pengurus_hadir": 12},
    )
    row = one(home, "pengurus_terlatih")
    assert (row["numerator"], row["denominator"]) == (4.5, 12)


def test_an_ormas_that_was_never_invited_has_no_training_record(home):
    put(home, "kelengkapan", reported())
    put(home, "ormas", organisation())
    assert records(home, "pengurus_terlatih").empty


@pytest.mark.parametrize(
    ("fields", "met", "due"),
    [
        ({}, 0, 2),
        ({"no_skt": "SKT-REKAAN-1", "berlaku_sampai": date(2026, 10, 31)}, 1, 2),
        ({"no_skt": "SKT-REKAAN-1", "berlaku_sampai": date(2026, 10, 30)}, 0, 2),
        ({"no_skt": "SKT-REKAAN-1"}, 0, 1),
        ({"bentuk": "yayasan_bh", "no_ahu": "AHU-REKAAN-1", "masa_bakti_sampai": date(2027, 1, 1)}, 2, 3),
        ({"jenjang": "cabang", "no_skl": "SKL-REKAAN-1"}, 1, 3),
    ],
    ids=[
        "no papers, no report",
        "document in force",
        "document out of force",
        "date not known",
        "foundation",
        "branch",
    ],
)
def test_governance_is_the_share_of_duties_that_are_due(home, fields, met, due):
    put(home, "kelengkapan", reported())
    put(home, "ormas", organisation(**fields))
    row = one(home, "tata_kelola")
    assert (row["numerator"], row["denominator"]) == (met, due)


def test_a_report_of_its_own_meets_the_reporting_duty(home):
    put(home, "kelengkapan", reported())
    put(home, "ormas", organisation())
    put(home, "kegiatan", activity(date(2025, 11, 1), sumber="kecamatan;ormas"))
    assert one(home, "tata_kelola", period="2026-10")["numerator"] == 1


def test_a_survey_keeps_its_mean_its_spread_and_its_respondents(home):
    put(home, "kelengkapan", reported())
    put(
        home,
        "survei",
        {
            "putaran": "2026-1",
            "tanggal": date(2026, 10, 1),
            "sasaran": "kecamatan",
            "kode": CIBITUNG,
            "pertanyaan": "rasa_aman",
            "n_responden": 60,
            "rata_rata": 3.1,
            "standar_deviasi": 0.8,
        },
    )
    row = one(home, "rasa_aman")
    assert (row["value"], row["numerator"], row["n"]) == (pytest.approx(77.5), pytest.approx(400), 60)


def test_desa_with_activity_count_once_in_twelve_months(home):
    put(home, "kelengkapan", reported())
    put(home, "ormas", organisation())
    put(
        home,
        "kegiatan",
        *[
            activity(day, kode_desa=f"32.16.07.200{n}")
            for day, n in ((date(2025, 11, 1), 1), (date(2026, 10, 31), 1), (date(2026, 1, 1), 2), (date(2025, 10, 31), 3))
        ],
    )
    row = one(home, "desa_tersentuh", period="2026-10", unit=CIBITUNG)
    assert (row["numerator"], row["denominator"]) == (2, 7)


def test_conflicts_are_the_ones_that_the_ormas_prevented_or_mediated(home):
    put(home, "kelengkapan", reported("2026-09"), reported())
    put(home, "ormas", organisation())
    day = date(2026, 9, 3)
    mine = {"kode_ormas": "ORM-001"}
    put(
        home,
        "kejadian",
        incident(day, **mine, peran_ormas="mencegah", tahap="potensi", penanganan="dicegah"),
        incident(day, **mine, peran_ormas="memediasi", penanganan="selesai", tanggal_selesai=date(2026, 9, 20)),
        incident(day, **mine, peran_ormas="memediasi", penanganan="proses"),
        incident(day, **mine, peran_ormas="melapor", penanganan="selesai", tanggal_selesai=date(2026, 9, 20)),
    )
    row = one(home, "konflik_diselesaikan", period="2026-10")
    assert (row["numerator"], row["denominator"]) == (2, 3)


def test_without_a_completeness_report_an_incident_has_no_exposure_and_so_no_record_of_a_rate(home):
    put(home, "kejadian", incident(date(2026, 10, 3)))
    assert records(home, "kejadian_1").empty
