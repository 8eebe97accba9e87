"""The figures that take more than rows to count, recomputed in plain pandas; and that no figure is recomputed nowhere."""

import contextlib
from datetime import date

import pandas as pd

from data.access.viewers import Viewer
from data.editions import reading
from data.store import database
from data.tables.figures import FIGURES
from data.workflow import publishing
from pages.facts import trainings, views
from pages.panels import edition_views, without_index
from pages.panels.intake import board_panel
from pages.wording import phrasing, sentences
from tests import homes, reader
from tests.data.editions import test_figures as by_rows
from tests.reader import t

LAST = "2026-10"


def rows_of_signals(edition):
    """Highest level of each unbroken row of twelve months, none of them closed."""
    year = edition.signals(first="2025-11", last=LAST)
    assert not year["closed"].any()
    return year.groupby(["unit", "group", "since"])["level"].max()


def rated(edition):
    found = edition.scores("IKO", "ormas", period=LAST).dropna(subset="score").set_index("unit")
    return found.assign(low=found["band"].where(found["band_prob"] >= 0.8, found[["band", "band_2"]].min(axis=1)))


def evidence(edition):
    done = edition.activities(first="2025-11", last=LAST)
    return (done["tingkat_bukti"] * done["n"]).groupby(done["unit"]).sum() / done.groupby("unit")["n"].sum()


def areas(edition):
    return edition.scores("IKW", "kecamatan", period=LAST)


def in_band(edition, name):
    bands = areas(edition)["band"].dropna()
    names = [one.in_language(reader.t.language) for one in edition.methods()["IKW"].band_names]
    return int((bands == names.index(name) + 1).sum()) if name else len(bands)


def untrained(edition, place):
    """Active Ormas of whom nobody came to a training, by kecamatan."""
    units = edition.units("ormas").query("status == 'aktif'")
    came = edition.trainings(first="2024-11", last=LAST).query("hadir > 0")["unit"]
    own = units[~units["unit"].isin(came)]
    return len(own) if not place else int((own["kecamatan"] == place).sum())


def without_training(edition):
    units = edition.units("ormas").query("status == 'aktif'")
    return sum(untrained(edition, place) == len(own) for place, own in units.groupby("kecamatan"))


def absent(edition, topic):
    """Active Ormas that were invited to a topic and never came."""
    held = edition.trainings(first="2024-11", last=LAST).query("topik == @topic")
    held = held[held["unit"].isin(edition.units("ormas").query("status == 'aktif'")["unit"])]
    return int((held.groupby("unit")["hadir"].sum() == 0).sum())


def weakest(edition, dimension):
    """Assessed Ormas by the dimension of the measured indicator with the lowest score."""
    rows = edition.indicators("IKO", "ormas", period=LAST).query("status == 'terukur'")
    rows = rows[rows["unit"].isin(rated(edition).index)].reset_index(drop=True)
    lowest = rows.loc[rows.groupby("unit")["score"].idxmin()]
    return int((lowest["dimension"] == dimension).sum())


def regency_wide(edition):
    wide = set(edition.units("ormas").query("cakupan == 'kabupaten'")["unit"])
    return len(wide & set(edition.activities(first="2025-11", last=LAST)["unit"]))


def of_month(edition, level):
    return sum(level in ("", str(one)) for one in edition.signals(first=LAST, last=LAST)["level"])


# By the code of the part where it is one; tests/pages/test_figures_said.py holds what pages and exports say against these.
ELSEWHERE = {
    "sinyal_belum_ditutup": lambda edition, _: len(rows_of_signals(edition)),
    "sinyal_3_belum_ditutup": lambda edition, _: int((rows_of_signals(edition) == 3).sum()),
    "sinyal_bulan": of_month,
    "sinyal_setahun": lambda edition, _: len(rows_of_signals(edition)),
    "calon_pelatihan": lambda edition, topic: sum(topic in ("", one) for one in edition.training_next()["topic"]),
    "ormas_belum_dinilai": lambda edition, _: int((edition.scores("IKO", "ormas", period=LAST)["status"] == "belum_dapat_dinilai").sum()),
    "ormas_bobot_kurang": lambda edition, _: int(((rated(edition)["low"] >= 4) & (rated(edition)["weight_share"] < 2 / 3 - 1e-9)).sum()),
    "ormas_tanpa_bukti": lambda edition, _: int((evidence(edition).reindex(rated(edition).index) < 1).sum()),
    "ormas_lingkup_kabupaten": lambda edition, _: regency_wide(edition),
    "ormas_dimensi_terlemah": weakest,
    "kecamatan_golongan": in_band,
    "kecamatan_berubah": lambda edition, _: int(areas(edition)["change_class"].isin(["naik", "turun"]).sum()),
    "kecamatan_mutu": lambda edition, letter: int((areas(edition)["quality"] == letter).sum()),
    "kecamatan_tanpa_survei": lambda edition, _: int(areas(edition)["without_survey"].fillna(False).sum()),
    "kecamatan_belum_melapor": lambda edition, _: 23 - int((edition.reported(LAST)["completeness"] >= 0.5).sum()),
    "kecamatan_tidak_diuji": lambda edition, _: int(
        (edition.trends("kejadian").query("unit_type == 'kecamatan'")["direction"] == "terlalu_sedikit").sum()
    ),
    "kecamatan_tanpa_pelatihan": lambda edition, _: without_training(edition),
    "kejadian_berat_belum_termasuk": lambda edition, _: int(edition.scores("IKW", "kabupaten", period=LAST)["severe_left_out"].iloc[0]),
}
# What the simulated data never says: each has a store of its own below, or is only drawn.
OWN_STORES = {
    "kejadian_berat_tanpa_skor",
    "kecamatan_belum_kirim",
    "kecamatan_pernah_melapor",
    "kecamatan_tercatat",
}
DRAWN = {"ormas_tidak_hadir", "ormas_belum_dilatih"}


def test_no_figure_is_recomputed_nowhere():
    """Whoever adds a figure recomputes it: from the rows in test_figures, else here."""
    told_elsewhere = {*ELSEWHERE, *OWN_STORES, *DRAWN}
    assert set(FIGURES) - told_elsewhere == {*by_rows.RECOMPUTED, *by_rows.SHOWN, *by_rows.BY_HAND}
    assert {one for one, figure in FIGURES.items() if figure.elsewhere} == told_elsewhere


def test_what_is_drawn_of_trainings_is_what_the_register_and_the_trainings_say(simulated_edition):
    topics = trainings.topics(simulated_edition, LAST)
    assert {one.code: one.absent for one in topics} == {one.code: absent(simulated_edition, one.code) for one in topics}
    reach = trainings.reach(simulated_edition, LAST)
    assert {one.code: one.untrained for one in reach} == {one.code: untrained(simulated_edition, one.code) for one in reach}
    assert sum(one.untrained for one in reach) == untrained(simulated_edition, "") == 117 - 71


@contextlib.contextmanager
def published(home, month, today=date(2026, 11, 20)):
    publishing.publish(homes.session(home, today=today), month)
    with contextlib.closing(reading.open_edition(home)) as edition:
        yield edition


def incidents(home):
    with database.read(home) as con:
        return con.execute("SELECT * FROM kejadian_terverifikasi").df()


def test_severe_incidents_where_nobody_is_assessed_are_told(tmp_path):
    """Cibitung reported once, a year ago: its three deaths are in no score."""
    database.init(tmp_path, "nyata")
    homes.put(tmp_path, "kelengkapan", homes.report("2025-11"))
    homes.put(tmp_path, "kejadian", *(homes.incident(date(2026, 10, day), meninggal=day % 2) for day in (3, 4, 5)))
    with published(tmp_path, LAST) as edition:
        (area,) = [one for one in views.areas(edition, LAST) if one.code == homes.CIBITUNG]
    n = int((incidents(tmp_path)["meninggal"] >= 1).sum())
    assert not area.score.assessed
    assert sentences.left_out(t, area.score) == f"{n} kejadian berat tercatat" == "2 kejadian berat tercatat"


def test_kecamatan_with_a_record_are_counted_where_no_index_is(tmp_path):
    home = homes.only(tmp_path / "home", "kejadian")
    with published(home, LAST) as edition:
        by_code = {
            row["kecamatan"]: int(row["n"]) for row in edition.counts().groupby("kecamatan", as_index=False)["n"].sum().to_dict("records")
        }
        said = without_index._headline(t, views.areas(edition, LAST), by_code, "kejadian")
    n = incidents(home)["kecamatan"].nunique()
    assert said == f"Tercatat di {n} kecamatan, paling banyak 4 kejadian di satu kecamatan"
    assert n == 2


def test_kecamatan_that_ever_reported_are_those_with_a_row(tmp_path):
    home = homes.only(tmp_path / "home", "kelengkapan")
    with database.read(home) as con:
        reports = con.execute("SELECT * FROM kelengkapan_terverifikasi").df()
    n = pd.concat([reports["kecamatan"], incidents(home)["kecamatan"]]).nunique()
    with published(home, LAST) as edition:
        assert phrasing.since(t, by_rows.figures.read(edition, "kejadian", LAST)).endswith(f"baru {n} dari 23 kecamatan pernah melapor")
    assert n == 1


def test_who_has_not_sent_a_month_whole_is_counted_from_what_came(tmp_path):
    """Cibitung reported nil, Setu five desa with incidents of which no row came."""
    database.init(tmp_path, "nyata")
    setu = homes.report(LAST, kecamatan=homes.SETU, desa_melapor=9, desa_nihil=4, desa_total=11)
    homes.put(tmp_path, "kelengkapan", homes.report(LAST), setu, verified=False)
    with database.read(tmp_path) as con:
        reports, places = (con.execute(f"SELECT * FROM {name}").df() for name in ("kelengkapan", "kecamatan"))
    whole = reports[reports["desa_nihil"] == reports["desa_melapor"]]["kecamatan"].nunique()
    board, missing = edition_views.deliveries(t, tmp_path, LAST)
    said = board_panel._sentence(t, Viewer("op", "operator_kabupaten"), board, list(missing), "Oktober 2026")
    n = len(places) - whole
    assert said == f"{n} dari 23 kecamatan belum lengkap mengirim laporan Oktober 2026."
    assert n == 22
