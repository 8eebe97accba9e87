"""Older and newer editions: what each says, what is refused, and with which remedy. `editions/0.3.0.duckdb.gz` was published by 0.3.0."""

import contextlib
import gzip
from pathlib import Path

import duckdb
import pytest

from data import words
from data.access.viewers import Viewer
from data.editions import exporting, figures, files, formats, listing, reading
from data.editions.reading import Edition
from data.editions.scoping import scoped
from data.errors import DataError
from data.tables.edition import TABLES
from data.tables.figures import FIGURES
from tests import frozen, homes

MONTH = "2026-10"
# As 0.3.0 itself told them of this edition, but for `kejadian_jam`: 0 there, though nobody had stated an hour.
FIGURES_OF_0_3_0 = {
    "kejadian": 38,
    "kejadian_selesai": 25,
    "kejadian_tanpa_penanganan": 0,
    "kejadian_terbuka": 13,
    "kejadian_berat": 0,
    "kejadian_tanpa_akibat": 2,
    "kejadian_bulan": 5,
    "kejadian_jam": None,
    "potensi_dicegah": None,
    "penyampaian_pendapat": None,
    "peran_ormas": 2,
    "dibantu_ormas": 1,
    "teratasi_dengan_ormas": 1,
    "kegiatan": 3,
    "kegiatan_keamanan": 3,
    "kegiatan_bermitra": 3,
    "ormas_berkegiatan": 1,
    "peserta_kegiatan": 90,
    "ormas_terdaftar": 6,
    "ormas_aktif": 5,
    "ormas_dinilai": 0,
    "ormas_layak_diapresiasi": None,
    "ormas_perlu_dukungan": None,
    "ormas_dilatih": 1,
    "ormas_dilatih_empat_topik": 1,
    "ormas_diundang": 1,
    "pengurus_dilatih": 3,
    "pengurus_hadir": 3,
}


def kept(version, folder):
    """The file of an edition that this version published."""
    path = folder / "2026-10-r1.duckdb"
    path.write_bytes(gzip.decompress((Path(__file__).parents[1] / "editions" / f"{version}.duckdb.gz").read_bytes()))
    return path


@pytest.fixture(scope="module")
def of_0_3_0(tmp_path_factory):
    with contextlib.closing(Edition(kept("0.3.0", tmp_path_factory.mktemp("0.3.0")))) as edition:
        yield edition


def test_an_edition_of_0_4_0_says_in_lists_what_it_said_in_texts(tmp_path):
    """The simulated one of October 2026, cut to two kecamatan and four Ormas; what stands here was read by 0.4.0 itself."""
    with contextlib.closing(Edition(kept("0.4.0", tmp_path))) as edition:
        assert edition.format == 2
        figures_ = ("kejadian", "kejadian_selesai", "peran_ormas")
        assert [figures.read(edition, one, MONTH, "32.16.07").n for one in figures_] == [180, 128, 36]
        scores = edition.scores("IKO", "ormas", period=MONTH).set_index("unit")
        # bobot_dialihkan:kepuasan;bobot_dialihkan:kapasitas, and kurang:kapasitas
        assert scores["fallbacks"].tolist() == [("bobot_dialihkan",), (), ("bobot_dialihkan",), ()]
        assert scores.loc["ORM-039", ["reason", "reason_dimensions"]].tolist() == ["kurang", ("kapasitas",)]
        told = edition.unknowns("IKO", "ormas").query("unit == 'ORM-002'")  # kegiatan:partisipasi:1/12
        assert told[["dimension", "indicator", "unknown", "events"]].to_numpy().tolist() == [["kegiatan", "partisipasi", 1, 12]]
        signal = edition.signals().set_index("signal").loc["2025-12/32.16.07/industri"]
        assert signal["rules"] == ("hitungan", "kumulatif")
        assert signal["neighbours"] == ("32.16.18",)
        basis = edition.tables("baselines")["baselines"]
        assert basis.groupby("signal").size().unique().tolist() == [12]
        sources = edition.sources(first=MONTH, last=MONTH, unit="32.16.07")
        assert dict(zip(sources["sumber"], sources["n"], strict=True))["kecamatan", "polsek"] == 5
        assert edition.silent_months == []


def test_an_edition_of_0_3_0_shows_the_same_figures(of_0_3_0):
    assert of_0_3_0.format == 1
    assert set(FIGURES_OF_0_3_0) <= set(FIGURES)
    assert {one: figures.read(of_0_3_0, one, MONTH).n for one in FIGURES_OF_0_3_0} == FIGURES_OF_0_3_0
    scored = of_0_3_0.scores("IKW", "kecamatan", period=MONTH).dropna(subset="score")
    assert scored[["unit", "score", "low", "high", "band"]].round(9).to_numpy().tolist() == [
        ["32.16.07", 41.910435369, 38.251864433, 46.111796188, 3.0]
    ]


def test_an_older_edition_has_every_table_and_column_of_now(of_0_3_0):
    for name, frame in of_0_3_0.tables().items():
        assert tuple(frame.columns) == TABLES[name].column_names
    assert not of_0_3_0.keeps_neighbours
    assert len(of_0_3_0.neighbours()) == 23  # worked out
    assert "Edisi ini terbit sebelum ada: nomor bentuk edisi" in exporting._readme(of_0_3_0)


def test_a_camat_reads_an_older_edition_by_the_same_rules(of_0_3_0):
    seen = scoped(of_0_3_0, Viewer("x", "camat", frozenset({homes.SETU})))
    assert set(seen.counts()["kecamatan"]) == {homes.SETU}
    assert seen.units("ormas").empty


def test_each_step_says_what_it_adds_and_the_definition_names_no_other():
    assert [step.number for step in formats.STEPS] == list(range(1, formats.FORMAT + 1))
    assert all(step.adds and words.translated(step.adds, "en") != step.adds for step in formats.STEPS)
    known = {one.since for table in TABLES.values() for one in (table, *table.columns)}
    assert known <= {step.number for step in formats.STEPS}


@pytest.fixture
def altered(simulated_home, tmp_path):
    """The simulated edition, changed, with the number of a format; None: from before there were any."""

    def alter(*changes, number=formats.FORMAT):
        path, source = tmp_path / "2026-10-r1.duckdb", files.path_of(simulated_home, "2026-10-r1")
        if number is None:
            frozen.of_before(source, path)
        else:
            path.write_bytes(source.read_bytes())
        with duckdb.connect(str(path)) as con:
            con.execute("UPDATE meta SET value = ? WHERE key = 'format'", [str(number)])
            for change in changes:
                con.execute(change)
        return path

    return alter


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("DROP TABLE weeks", "weeks.jenis"),
        ("ALTER TABLE scores RENAME COLUMN unit TO satuan", "scores.satuan, scores.unit"),
        ("ALTER TABLE scores ALTER score TYPE VARCHAR", "scores.score"),
        ("ALTER TABLE hours ALTER n DROP NOT NULL", "hours.n"),
        ("CREATE TABLE desa AS SELECT 'x' AS name", "desa.name"),
    ],
)
def test_what_is_not_of_the_format_that_it_names_is_not_opened(change, named, altered):
    with pytest.raises(DataError, match=rf"tidak sesuai dengan bentuk edisi {formats.FORMAT} .*\({named}.*pulihkan dari cadangan"):
        Edition(altered(change))


def test_an_edition_in_which_two_rows_share_a_key_is_not_opened(altered):
    path = altered("INSERT INTO hours FROM hours LIMIT 2", "INSERT INTO parts SELECT * FROM parts WHERE peran_ormas = 'melapor' LIMIT 1")
    with pytest.raises(DataError, match=r"2026-10-r1 memuat baris ganda \(hours: 2, parts: 1\): .*pulihkan dari cadangan"):
        Edition(path)


def test_an_edition_of_a_newer_program_is_refused_with_the_remedy(altered):
    with pytest.raises(DataError, match=rf"lebih baru \(bentuk edisi 9; program ini membaca sampai {formats.FORMAT}\)\. Perbarui program"):
        Edition(altered("CREATE TABLE desa AS SELECT 'x' AS name", number=9))


def test_a_list_of_editions_says_which_are_of_a_newer_program(tmp_path, monkeypatch):
    homes.copy("terbit", tmp_path)
    monkeypatch.setattr(formats, "FORMAT", 1)
    (facts,) = listing.overview(tmp_path)
    assert "Perbarui program ini" in str(facts.fault)
    with pytest.raises(DataError, match="Perbarui program ini"):
        reading.open_edition(tmp_path)


def test_one_of_before_lacks_what_came_later_and_says_nothing_of_it(altered):
    path = altered("DROP TABLE weeks", "DROP TABLE sources", "ALTER TABLE batches DROP COLUMN kiriman", number=None)
    with contextlib.closing(Edition(path)) as old:
        assert (old.format, old.keeps_sources) == (0, False)
        assert old.weeks(first="2026-10-01", last="2026-10-31").empty
        assert old.batches()["kiriman"].equals(old.batches()["batch_id"])
        assert old.counts()["n"].sum() > 0
        assert "kiriman" in exporting.dictionary(old, "id")["kolom"].tolist()


def test_publishing_names_the_format(simulated_edition):
    assert simulated_edition.meta["format"] == str(formats.FORMAT)
    assert simulated_edition.format == formats.FORMAT
    assert "terbit sebelum ada" not in exporting._readme(simulated_edition)
    assert simulated_edition._relations["scores"] == 'edisi."scores"'  # read as it lies there
