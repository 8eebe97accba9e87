"""Every published figure, recomputed in plain pandas from the event rows of the store; and what isn't known is not 0."""

import contextlib
from datetime import date

import pandas as pd
import pytest

from data import words
from data.access.viewers import Viewer
from data.editions import figures, files, reading, scoping
from data.store import database
from data.tables.figures import FIGURES
from data.workflow import publishing
from pages.wording import phrasing
from tests import frozen, homes, reader
from tests.data.records import test_indicators as rows_of
from tests.reader import t

LAST = "2026-10"
YEAR, TWO_YEARS = ("2025-11", LAST), ("2024-11", LAST)
CIBITUNG = "32.16.07"


@pytest.fixture(scope="module")
def edition(simulated_edition):
    return simulated_edition


@pytest.fixture(scope="module")
def rows(simulated_home):
    """The verified rows in force, as people sent them, with the month of each."""
    with database.read(simulated_home) as con:
        found = {name: con.execute(f"SELECT * FROM {name}_terverifikasi").df() for name in ("kejadian", "kegiatan", "pelatihan")}
        found["ormas"] = con.execute("SELECT * FROM ormas_berlaku").df()
    for name in ("kejadian", "kegiatan", "pelatihan"):
        found[name]["bulan"] = found[name]["tanggal"].astype("datetime64[ns]").dt.strftime("%Y-%m")
    return found


def within(frame, months):
    return frame[frame["bulan"].between(*months)]


def incidents(rows):
    """What happened and disturbed: no potential, and a demonstration only where it turned violent."""
    found = within(rows["kejadian"], YEAR)
    peaceful = (found["jenis"] == "unjuk_rasa") & (found["ricuh"] != "ya")
    return found[(found["tahap"] != "potensi") & ~peaceful]


def is_closed(found):
    return (found["penanganan"] == "selesai") | found["tanggal_selesai"].notna()


LAST_DAY = pd.Timestamp("2026-10-31")


def open_on_the_last_day(found):
    """Settled later, or known not to be."""
    return (found["tanggal_selesai"] > LAST_DAY) | (
        found["tanggal_selesai"].isna() & found["penanganan"].notna() & (found["penanganan"] != "selesai")
    )


HARM = ["meninggal", "pengungsi", "luka", "bangunan_rusak"]


def severe(found):
    harm = found[HARM].fillna(0)
    return (harm["meninggal"] >= 1) | (harm["pengungsi"] >= 1) | (harm["luka"] >= 10) | (harm["bangunan_rusak"] >= 5)


def potentials(rows):
    return within(rows["kejadian"], YEAR).query("tahap == 'potensi'")


def peaceful_demonstrations(rows):
    found = within(rows["kejadian"], YEAR).query("tahap != 'potensi' and jenis == 'unjuk_rasa'")
    return found[found["ricuh"] != "ya"]


def activities(rows):
    return within(rows["kegiatan"], YEAR)


def helped(rows):
    found = within(rows["kejadian"], YEAR)
    return found[found["peran_ormas"].isin(["mencegah", "memediasi"]) & found["kode_ormas"].notna()]


def active(rows):
    return rows["ormas"].query("status == 'aktif'")


def trained(rows):
    found = within(rows["pelatihan"], TWO_YEARS)
    return found[(found["pengurus_hadir"] >= 1) & found["kode_ormas"].isin(active(rows)["kode_ormas"])]


def registered(found, rows):
    """Trainings with what the register says of their Ormas."""
    return found.merge(rows["ormas"][["kode_ormas", "kecamatan", "ciri_khusus", "status"]], on="kode_ormas")


def with_part(rows):
    """The code of an Ormas that reported may have been erased; that one reported stays."""
    found = within(rows["kejadian"], YEAR)
    helping = found["peran_ormas"].isin(["mencegah", "memediasi"]) & found["kode_ormas"].notna()
    return found[(found["peran_ormas"] == "melapor") | helping]


def in_time(found):
    """With the week, day and hour of each."""
    day = found["tanggal"].astype("datetime64[ns]")
    monday = day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    return found.assign(week=monday.dt.strftime("%Y-%m-%d"), day=day.dt.day_of_week + 1, hour=found["jam"].astype("Int64"))


WELL, SUPPORT = 46, 4
SECURITY = ["kamtibmas", "deteksi_dini", "mediasi", "literasi_antihoaks", "toleransi_kerukunan"]
OFFICIAL = ["pemerintah", "polri", "tni", "fkub"]
TOPICS = ["manajemen_organisasi", "kepemimpinan", "penyelesaian_konflik", "komunikasi_efektif"]
EACH, ORMAS = "each row", "different Ormas"
# Figure: the rows that it counts, what of them is counted, and what that is in the simulated data of October 2026.
RECOMPUTED = {
    "kejadian": (incidents, EACH, 650),
    "kejadian_selesai": (lambda rows: incidents(rows)[is_closed(incidents(rows))], EACH, 496),
    "kejadian_selesai_akhir_bulan": (lambda rows: incidents(rows)[incidents(rows)["tanggal_selesai"] <= LAST_DAY], EACH, 464),
    "kejadian_belum_selesai_akhir_bulan": (lambda rows: incidents(rows)[open_on_the_last_day(incidents(rows))], EACH, 158),
    "kejadian_tanpa_penanganan": (
        lambda rows: incidents(rows)[incidents(rows)["penanganan"].isna() & incidents(rows)["tanggal_selesai"].isna()],
        EACH,
        28,
    ),
    "kejadian_terbuka": (lambda rows: incidents(rows)[~is_closed(incidents(rows))], EACH, 154),
    "kejadian_berat": (lambda rows: incidents(rows)[severe(incidents(rows))], EACH, 5),
    "kejadian_tanpa_akibat": (lambda rows: incidents(rows)[incidents(rows)[HARM].isna().all(axis=1)], EACH, 0),
    "kejadian_bulan": (lambda rows: within(incidents(rows), (LAST, LAST)), EACH, 59),
    "kejadian_jam": (lambda rows: in_time(incidents(rows)).dropna(subset="hour"), EACH, 512),
    "potensi_dicegah": (lambda rows: potentials(rows).query("penanganan == 'dicegah'"), EACH, 58),
    "potensi_tanpa_penanganan": (lambda rows: potentials(rows).query("penanganan.isna() and tanggal_selesai.isna()"), EACH, 0),
    "penyampaian_pendapat": (peaceful_demonstrations, EACH, 133),
    "kegiatan": (activities, EACH, 1422),
    "kegiatan_keamanan": (lambda rows: activities(rows).query("jenis in @SECURITY"), EACH, 1140),
    "kegiatan_bermitra": (lambda rows: activities(rows).query("mitra in @OFFICIAL"), EACH, 709),
    "ormas_berkegiatan": (activities, ORMAS, 101),
    "peserta_kegiatan": (activities, "peserta", 45_804),
    "kegiatan_berpeserta": (lambda rows: activities(rows).dropna(subset="peserta"), EACH, 1301),
    "ormas_terdaftar": (lambda rows: rows["ormas"], EACH, 200),
    "ormas_aktif": (active, EACH, 117),
    "ormas_dilatih": (lambda rows: registered(trained(rows), rows), ORMAS, 71),
    "ormas_dilatih_empat_topik": (lambda rows: registered(trained(rows), rows).query("topik in @TOPICS"), ORMAS, 62),
    "ormas_diundang": (lambda rows: registered(within(rows["pelatihan"], TWO_YEARS), rows).query("status == 'aktif'"), ORMAS, 76),
    "pengurus_dilatih": (lambda rows: registered(trained(rows), rows), "pengurus_hadir", 1651),
    "pengurus_hadir": (lambda rows: registered(within(rows["pelatihan"], TWO_YEARS), rows), "pengurus_hadir", 1651),
    "peran_ormas": (with_part, EACH, 207),
    "tanpa_peran_ormas": (lambda rows: within(rows["kejadian"], YEAR).query("peran_ormas.isna()"), EACH, 0),
    "dibantu_ormas": (helped, EACH, 171),
    "teratasi_dengan_ormas": (
        lambda rows: helped(rows)[is_closed(helped(rows)) | (helped(rows)["penanganan"] == "dicegah")],
        EACH,
        130,
    ),
}
# Recomputed from scores below.
BY_HAND = {"ormas_dinilai", "ormas_layak_diapresiasi", "ormas_perlu_dukungan"}
# Of the months or weeks that are shown.
SHOWN = {
    "kejadian_waktu": lambda rows: incidents(rows),
    "kejadian_minggu": lambda rows: in_time(incidents(rows)).query("week >= '2025-11-03'"),
}
NAMES = {
    "unit": "kode_ormas",
    "period": "bulan",
}  # columns of an edition that are called otherwise in the rows
SPLITS = [(figure, column) for figure in RECOMPUTED for column in FIGURES[figure].by]


def measured(found, what):
    if what == EACH:
        return len(found)
    return found["kode_ormas"].nunique() if what == ORMAS else int(found[what].sum())


@pytest.mark.parametrize("figure", RECOMPUTED)
def test_a_figure_is_what_the_rows_say(edition, rows, figure):
    select, what, expected = RECOMPUTED[figure]
    assert measured(select(rows), what) == expected
    assert figures.read(edition, figure, LAST).n == expected


@pytest.mark.parametrize(("figure", "column"), SPLITS)
def test_each_part_of_a_figure_is_what_the_rows_say(edition, rows, figure, column):
    """By every column by which it may be told."""
    select, what, _ = RECOMPUTED[figure]
    groups = select(rows).groupby(NAMES.get(column, column))
    expected = {str(code): measured(part, what) for code, part in groups}
    found = figures.split(edition, figure, LAST, column)
    assert {code: n for code, n in found.items() if n} == {code: n for code, n in expected.items() if n}


@pytest.mark.parametrize("figure", SHOWN)
def test_the_cells_of_a_picture_are_what_the_rows_say(edition, rows, figure):
    by = FIGURES[figure].by
    known = SHOWN[figure](rows)
    codes = [known[NAMES.get(column, column)].astype(object).fillna("").astype(str) for column in by]
    first = "2025-11-03" if figure == "kejadian_minggu" else YEAR[0]
    found = figures.cells(edition, figure, first, f"{LAST}-31", by)
    assert found == {tuple(code): len(part) for code, part in known.groupby(codes)}


def test_what_is_not_published_by_a_column_cannot_be_split_by_it(edition):
    with pytest.raises(ValueError, match="peran_ormas is not published by kecamatan"):
        figures.split(edition, "peran_ormas", LAST, "kecamatan")


def test_assessed_ormas_are_those_with_a_score(edition):
    scores = edition.scores("IKO", "ormas", period=LAST)
    assert figures.read(edition, "ormas_dinilai", LAST).n == scores["score"].notna().sum() > 0


def test_verdicts_are_counted_from_the_bands_that_each_ormas_may_be_in(edition):
    rated = edition.scores("IKO", "ormas", period=LAST).dropna(subset="score")
    low = rated["band"].where(rated["band_prob"] >= 0.8, rated[["band", "band_2"]].min(axis=1))
    well = (low >= 4) & (rated["weight_share"] >= 2 / 3 - 1e-9)
    assert figures.read(edition, "ormas_layak_diapresiasi", LAST).n == well.sum() == WELL
    assert figures.read(edition, "ormas_perlu_dukungan", LAST).n == (low <= 2).sum() == SUPPORT


def test_by_place_means_by_place_also_what_regency_wide_ormas_did(edition, rows):
    here = activities(rows).query("jenis in @SECURITY").groupby("kecamatan").size()
    said = figures.split(edition, "kegiatan_keamanan", LAST, "kecamatan")
    assert said == here.to_dict()
    assert sum(said.values()) == 1140
    everywhere = rows["ormas"].query("cakupan == 'kabupaten'")["kode_ormas"]
    assert activities(rows)["kode_ormas"].isin(everywhere).sum() == 71  # they stand where they were held
    at_work = activities(rows).groupby("kecamatan")["kode_ormas"].nunique()
    assert figures.read(edition, "ormas_berkegiatan", LAST, CIBITUNG).n == at_work[CIBITUNG] == 13


def test_the_invited_who_did_not_come_are_not_trained(edition, rows):
    invited = within(rows["pelatihan"], TWO_YEARS).query("topik in @TOPICS")["kode_ormas"]
    assert len(set(invited) & set(active(rows)["kode_ormas"])) == 66
    assert figures.read(edition, "ormas_dilatih_empat_topik", LAST).n == 62


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("part", ["title", "phrase", "definition"])
def test_no_two_figures_share_their_words(language, part):
    def said():
        reader.use(language)
        return [reader.t(getattr(figure, part)) for figure in FIGURES.values()]

    found = reader.aside(said)
    assert len({text.casefold() for text in found}) == len(FIGURES)


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_a_heading_names_its_window(figure):
    if figure.window > 1:
        assert figure.title.endswith(f", {figure.window} bulan")


# Twelve months of reports from one kecamatan, six incidents of which nothing more is known, and no Ormas anywhere.
MONTHS = pd.period_range("2025-01", "2025-12", freq="M").astype(str)


@pytest.fixture(scope="module")
def incidents_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("kejadian") / "home"
    homes.new(home, "nyata")
    rows_of.put(home, "kelengkapan", *(rows_of.reported(month) for month in MONTHS))
    days = [f"2025-{month:02d}-10" for month in (8, 8, 9, 10, 11, 12)]
    rows_of.put(home, "kejadian", *(rows_of.incident(day) for day in pd.to_datetime(days).date))
    publishing.publish(homes.session(home), "2025-12")
    return home


@pytest.fixture(scope="module")
def incidents_only(incidents_home):
    opened = reading.open_edition(incidents_home)
    yield opened
    opened.close()


def test_what_was_never_reported_is_not_known(incidents_only):
    known = {
        name: figures.read(incidents_only, name, "2025-12").n
        for name, figure in FIGURES.items()
        if name not in SHOWN and not figure.elsewhere
    }
    assert {name: n for name, n in known.items() if n is not None} == {
        "kejadian": 6,
        "kejadian_tanpa_penanganan": 6,
        "kejadian_tanpa_akibat": 6,
        "kejadian_bulan": 1,
    }


STATED = {"meninggal": 0, "luka": 0, "bangunan_rusak": 0, "pengungsi": 0}


@pytest.mark.parametrize(
    ("rows", "severe", "unknown"),
    [
        ([{}, {}, {}], None, 3),
        ([STATED, {}, {}], None, 2),
        ([STATED, STATED, {}], 0, 1),
        ([STATED, {}], 0, 1),
        ([{"luka": 0}], 0, 0),
        ([{"meninggal": 1}, {}, {}], 1, 2),
        ([{"jenis": "unjuk_rasa", "ricuh": "tidak"}, STATED], 0, 0),
    ],
    ids=[
        "nothing stated",
        "too few stated",
        "one of three unknown",
        "half unknown",
        "one column is enough",
        "a death always counts",
        "no incident, no question",
    ],
)
def test_no_severe_incident_is_known_only_where_harm_was_stated(tmp_path, rows, severe, unknown):
    """A list without casualties said "0 kejadian berat"."""
    homes.new(tmp_path, "nyata")
    rows_of.put(tmp_path, "kejadian", *(rows_of.incident(date(2026, 10, 3), **row) for row in rows))
    publishing.publish(homes.session(tmp_path), LAST)
    with contextlib.closing(reading.open_edition(tmp_path)) as opened:
        for place in (None, CIBITUNG):
            assert figures.read(opened, "kejadian_berat", LAST, place).n == severe
            assert figures.read(opened, "kejadian_tanpa_akibat", LAST, place).n == unknown
        by_place = figures.split(opened, "kejadian_berat", LAST, "kecamatan")
        assert by_place == ({} if severe is None else {CIBITUNG: severe})


def test_of_two_types_the_one_whose_harm_was_stated_has_a_zero(tmp_path):
    homes.new(tmp_path, "nyata")
    stated = rows_of.incident(date(2026, 10, 3), **STATED)
    rows_of.put(tmp_path, "kejadian", stated, stated, stated, rows_of.incident(date(2026, 10, 4), "lainnya"))
    publishing.publish(homes.session(tmp_path), LAST)
    with contextlib.closing(reading.open_edition(tmp_path)) as opened:
        assert figures.split(opened, "kejadian_berat", LAST, "jenis") == {"tawuran": 0}
        assert figures.read(opened, "kejadian_berat", LAST, part=("jenis", "lainnya")).n is None
        assert figures.read(opened, "kejadian_berat", LAST).n == 0


def test_an_older_edition_tells_its_severe_incidents_and_never_that_there_are_none(incidents_home, simulated_home, tmp_path):
    """Its `counts` doesn't say of how many incidents harm was stated."""
    known = {}
    for name, path in {"none": files.path_of(incidents_home, "2025-12-r1"), "some": files.path_of(simulated_home, f"{LAST}-r1")}.items():
        before = frozen.of_before(path, tmp_path / f"{name}.duckdb", columns=(("counts", "harm_unknown"),))
        with contextlib.closing(reading.Edition(before)) as old:
            month = old.periods()[-1]
            known[name] = [figures.read(old, one, month).n for one in ("kejadian", "kejadian_berat", "kejadian_tanpa_akibat")]
    assert known == {"none": [6, None, None], "some": [650, 5, None]}


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ({"tahap": "potensi", "penanganan": "dicegah"}, {"potensi_dicegah": 1}),
        ({"tahap": "potensi", "penanganan": "proses"}, {"potensi_dicegah": 0}),
        ({"jenis": "unjuk_rasa", "ricuh": "tidak"}, {"penyampaian_pendapat": 1}),
        ({"jenis": "unjuk_rasa", "ricuh": "ya"}, {"penyampaian_pendapat": 0}),
    ],
)
def test_none_is_told_only_where_somebody_reports_such_things(tmp_path, row, known):
    """A list of incidents that never had a potential said "0 potensi dicegah"."""
    homes.new(tmp_path, "nyata")
    rows_of.put(tmp_path, "kejadian", rows_of.incident(date(2026, 9, 3)), rows_of.incident(date(2026, 10, 3), **row))
    publishing.publish(homes.session(tmp_path), LAST)
    with contextlib.closing(reading.open_edition(tmp_path)) as opened:
        found = {one: figures.read(opened, one, LAST).n for one in ("potensi_dicegah", "penyampaian_pendapat")}
        before = [figures.read(opened, one, "2026-09").n for one in found]
    assert {one: n for one, n in found.items() if n is not None} == known
    assert before == [None, None]


def test_a_zero_of_incidents_says_how_few_kecamatan_ever_reported(tmp_path):
    homes.new(tmp_path, "nyata")
    rows_of.put(tmp_path, "kelengkapan", rows_of.reported("2025-11"), rows_of.reported("2025-12"))
    publishing.publish(homes.session(tmp_path), "2025-12")
    with contextlib.closing(reading.open_edition(tmp_path)) as edition:
        whole = figures.read(edition, "kejadian", "2025-12")
        assert (whole.n, whole.reporting, whole.is_whole) == (0, (1, 23), False)
        own = figures.read(edition, "kejadian", "2025-12", CIBITUNG)
        assert (own.n, own.reporting) == (0, None)


def test_a_kecamatan_that_never_reported_has_no_count(incidents_only):
    assert figures.read(incidents_only, "kejadian", "2025-12", CIBITUNG).n == 6
    assert figures.read(incidents_only, "kejadian", "2025-12", "32.16.06").n is None


def test_a_window_that_begins_before_the_reports_says_since_when(incidents_only):
    whole = figures.read(incidents_only, "kejadian", "2025-12")
    assert (whole.is_whole, whole.since) == (True, None)
    part = figures.read(incidents_only, "kejadian", "2025-09")
    assert (part.n, part.is_whole, part.since) == (3, False, "2025-01")
    assert figures.read(incidents_only, "kejadian", "2024-12").n is None
    assert figures.history(incidents_only, "kejadian", ["2025-11", "2025-12"]) == {"2025-12": 6}


def test_a_viewer_of_one_kecamatan_is_told_that_a_sum_is_of_his_own(edition):
    camat = scoping.scoped(edition, Viewer("camat", "camat", kecamatan=frozenset({CIBITUNG})))
    whole, own = (figures.read(camat, "kejadian", LAST, place) for place in (None, CIBITUNG))
    assert (whole.n, whole.narrowed) == (180, True)
    assert (own.n, own.narrowed) == (180, False)
    assert not figures.read(edition, "kejadian", LAST).narrowed
    assert phrasing.phrase(t, whole) == "180 kejadian (di kecamatan Anda)"
