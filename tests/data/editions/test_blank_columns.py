"""No figure is built on a column that nobody ever filled in: not known is never 0."""

import contextlib

import pandas as pd
import pytest

from data.editions import figures, reading
from data.tables.figures import FIGURES
from data.workflow import publishing
from tests import homes

LAST = "2025-12"
DAYS = pd.date_range("2024-01-01", periods=24, freq="MS").date
# What rests on a column that may be left blank, or on what nobody reported: trainings and demonstrations. The rest is known.
UNKNOWN = {
    "kejadian_selesai",
    "kejadian_selesai_akhir_bulan",
    "kejadian_belum_selesai_akhir_bulan",
    "kejadian_terbuka",
    "kejadian_berat",
    "kejadian_jam",
    "potensi_dicegah",
    "peran_ormas",
    "dibantu_ormas",
    "teratasi_dengan_ormas",
    "peserta_kegiatan",
    "kegiatan_berpeserta",
    "ormas_dilatih",
    "ormas_dilatih_empat_topik",
    "ormas_diundang",
    "pengurus_dilatih",
    "pengurus_hadir",
    "penyampaian_pendapat",
}
# Told of the whole alone, so that nobody can tell where an Ormas reported.
OF_THE_WHOLE = {"tanpa_peran_ormas"}
READABLE = sorted(name for name, figure in FIGURES.items() if not figure.elsewhere and figure.table != "scores" and figure.window >= 0)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Two years of reports of which every column that may be left blank is blank."""
    home = tmp_path_factory.mktemp("kosong") / "rumah"
    homes.new(home, "nyata")
    homes.put(home, "kelengkapan", *(homes.report(f"{day:%Y-%m}", desa_nihil=6) for day in DAYS))
    potentials = (homes.incident(day, tahap="potensi") for day in DAYS[-3:])
    homes.put(home, "kejadian", *(homes.incident(day) for day in DAYS), *potentials)
    homes.put(home, "ormas", homes.organisation(1, ciri_khusus=None))
    homes.put(home, "kegiatan", *(homes.activity(day, peserta=None) for day in DAYS))
    publishing.publish(homes.session(home, today=DAYS[-1].replace(year=2026, month=1, day=20)), LAST)
    with contextlib.closing(reading.open_edition(home)) as opened:
        yield opened


@pytest.mark.parametrize("place", [None, homes.CIBITUNG])
@pytest.mark.parametrize("figure", READABLE)
def test_a_figure_of_a_blank_column_is_not_known_and_no_other_is_unknown(bare, figure, place):
    n = figures.read(bare, figure, LAST, place).n
    assert (n is None) == (figure in UNKNOWN or (figure in OF_THE_WHOLE and place is not None))
    assert n != 0


@pytest.mark.parametrize("figure", [name for name in READABLE if name in UNKNOWN and FIGURES[name].by and not FIGURES[name].handling])
def test_nor_is_any_part_of_it(bare, figure):
    for column in FIGURES[figure].by:
        assert not figures.split(bare, figure, LAST, column)


@pytest.mark.parametrize(
    ("figure", "n"),
    [("kejadian_tanpa_penanganan", 12), ("kejadian_tanpa_akibat", 12), ("potensi_tanpa_penanganan", 3), ("tanpa_peran_ormas", 15)],
)
def test_of_how_many_nothing_is_known_is_counted(bare, figure, n):
    assert figures.read(bare, figure, LAST).n == n
