"""Publishing before there is an index, of one table alone, of a month without reports, and of what hasn't changed."""

from datetime import date

import pytest

from data.__main__ import main
from data.editions import inputs, reading
from data.errors import DataError
from data.reference import methods
from data.store import database
from data.workflow import batches, publishing, verification
from tests import homes
from tests.homes import MONTH, activity, incident, only, put, report


@pytest.fixture(scope="module", params=homes.PUBLISHED)
def published(request, tmp_path_factory):
    """Of each table alone that is enough: its name and the edition of October 2026."""
    edition = reading.open_edition(homes.alone(request.param, tmp_path_factory.mktemp("hanya") / "rumah"))
    yield request.param, edition
    edition.close()


def test_one_table_alone_is_published_without_an_index_and_nobody_is_assessed(published):
    table, edition = published
    scores = edition.tables()["scores"]
    assert not edition.has_index
    assert set(scores["status"]) <= {"belum_dapat_dinilai", "tidak_dinilai"}
    assert set(scores.loc[scores["status"] == "belum_dapat_dinilai", "reason"]) == {"belum_ada_indeks"}
    assert scores[["score", "low", "high", "band", "change"]].isna().all(axis=None)
    assert scores["unit_type"].value_counts()["kecamatan"] == 23 * len(edition.periods())
    assert table in edition.filled()
    assert edition.meta["index_from"] == ("2027-08" if table == "kelengkapan" else "")


def test_an_edition_without_index_has_the_shape_of_one_with_an_index(published, simulated_home):
    """Pages and exports read the same columns of both, and texts stay texts where no row has one."""
    _, edition = published
    whole = reading.open_edition(simulated_home)
    try:
        for name, frame in whole.tables().items():
            other = edition.tables()[name]
            assert list(other.columns) == list(frame.columns), name
            texts = [c for c in frame if frame[c].dtype in ("str", object) and other[c].dtype.kind in "iu"]
            assert texts == [], name
    finally:
        whole.close()


def test_the_months_begin_with_the_first_row(published):
    table, edition = published
    first = {"kejadian": "2026-03", "kelengkapan": "2026-09"}.get(table, MONTH)
    assert (edition.periods()[0], edition.periods()[-1]) == (first, MONTH)


@pytest.mark.parametrize(
    ("table", "held"), [("survei", "Penduduk, Survei"), ("penduduk", "Penduduk"), ("nilai_resmi", "Penduduk, Nilai resmi")]
)
def test_what_says_nothing_of_a_month_is_refused_with_what_is_needed(tmp_path, table, held):
    home = only(tmp_path / "rumah", table)
    with pytest.raises(DataError, match="Yang diperlukan: sedikitnya satu baris terverifikasi dari Kejadian") as refused:
        publishing.publish(homes.session(home), MONTH)
    assert f"Sudah ada, tetapi belum cukup: {held}." in str(refused.value)
    assert reading.list_editions(home) == []


def test_rows_that_wait_are_named_where_nothing_else_is_there(tmp_path):
    homes.new(tmp_path, "nyata")
    put(tmp_path, "kejadian", incident(date(2026, 10, 3)), incident(date(2026, 10, 4)), verified=False)
    with pytest.raises(DataError, match="2 baris menunggu verifikasi: verifikasi dulu"):
        publishing.publish(homes.session(tmp_path), MONTH)


def test_the_list_of_incidents_is_counted_though_nobody_said_how_complete_it_is(tmp_path):
    edition = reading.open_edition(homes.alone("kejadian", tmp_path / "rumah"))
    counted = edition.counts().groupby(["period", "kecamatan"])["n"].sum()
    assert counted.to_dict() == {("2026-03", homes.CIBITUNG): 1, (MONTH, homes.SETU): 4}
    edition.close()


def test_the_twelfth_month_of_reports_has_an_index_and_the_eleventh_has_none(tmp_path):
    homes.new(tmp_path, "nyata")
    places = [f"32.16.{n:02d}" for n in range(1, 24)]
    months = [f"2025-{n:02d}" for n in range(1, 13)]
    put(tmp_path, "kelengkapan", *(report(month, kecamatan=place) for month in months for place in places))
    for month, has_index in (("2025-11", False), ("2025-12", True)):
        edition = reading.open_edition(tmp_path, publishing.publish(homes.session(tmp_path), month))
        assert (edition.has_index, edition.meta["index_from"]) == (has_index, "2025-12")
        edition.close()


# --- a month of which nothing came


def test_a_month_without_any_report_is_refused_unless_asked_for_and_then_it_is_recorded(tmp_path, capsys):
    """Three empty months after the last rows were published without a word."""
    home = only(tmp_path / "rumah", "kejadian")
    assert main(["--home", str(home), "publish", MONTH]) == 0
    assert main(["--home", str(home), "publish", "2026-09"]) == 1
    said = capsys.readouterr()
    assert "Untuk 2026-09 tidak ada laporan apa pun yang terverifikasi" in said.out + said.err
    assert "--without-reports" in said.out + said.err
    assert main(["--home", str(home), "publish", "2026-09", "--without-reports"]) == 0
    edition = reading.open_edition(home, "2026-09-r1")
    assert edition.silent_months == ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"]
    edition.close()


def test_rows_that_wait_or_were_rejected_are_no_report(tmp_path):
    home = only(tmp_path / "rumah", "kelengkapan")
    put(home, "kejadian", incident(date(2026, 11, 3)), verified=False)
    with pytest.raises(DataError, match="Untuk 2026-11 tidak ada laporan apa pun"):
        publishing.publish(homes.session(home, today=date(2026, 12, 5)), "2026-11")


def test_a_register_alone_has_no_month_that_could_be_missing(tmp_path):
    home = only(tmp_path / "rumah", "ormas")
    assert not publishing.standing(homes.session(home), MONTH).silent


# --- nothing has changed


def test_the_same_again_is_refused_and_a_verified_row_is_a_change(tmp_path):
    home = homes.alone("kegiatan", tmp_path / "rumah")
    with pytest.raises(DataError, match="Tidak ada yang diterbitkan: sejak edisi 2026-10-r1 tidak ada yang berubah"):
        publishing.publish(homes.session(home), MONTH)
    put(home, "kegiatan", activity(date(2026, 10, 21)), verified=False)
    assert publishing.standing(homes.session(home), MONTH).unchanged, "a row that waits changes no figure"
    verification.decide(homes.session(home), verification.Filter(), "terverifikasi", reason="uji")
    assert publishing.standing(homes.session(home), MONTH).changed == [inputs.DATA]
    said: list[str] = []
    assert publishing.publish(homes.session(home), MONTH, say=said.append) == "2026-10-r2"
    assert "Yang berubah dibandingkan edisi 2026-10-r1:" in said
    assert any("kegiatan" in line and "masuk: 1 baris" in line for line in said)
    assert "- Tidak ada skor yang berubah." in said


def test_rows_that_are_withdrawn_and_come_again_are_no_change(tmp_path):
    home = homes.alone("kelengkapan", tmp_path / "rumah")
    with database.read(home) as con:
        (batch,) = con.execute("SELECT batch_id FROM batches WHERE tabel = 'kelengkapan'").fetchone()
    batches.withdraw(homes.session(home), batch, "uji")
    put(home, "kelengkapan", report("2026-09"), report(MONTH))
    assert publishing.standing(homes.session(home), MONTH).unchanged


@pytest.mark.parametrize(
    ("what", "part"),
    [("rules", inputs.METHOD), ("program", inputs.PROGRAM), ("older", None)],
)
def test_other_rules_another_program_and_an_edition_that_recorded_nothing_are_a_change(tmp_path, monkeypatch, what, part):
    if what == "older":
        home = only(tmp_path / "rumah", "kelengkapan")
        with monkeypatch.context() as before:
            before.setattr(inputs, "fingerprints", lambda *_: dict.fromkeys(inputs.FINGERPRINTS, ""))
            publishing.publish(homes.session(home), MONTH)
    else:
        home = homes.alone("kelengkapan", tmp_path / "rumah")
    if what == "rules":
        text = methods.rules_text()
        monkeypatch.setattr(methods, "rules_text", lambda: text + "# lain\n")
    if what == "program":
        monkeypatch.setattr(inputs, "_program", lambda: "lain")
    found = publishing.standing(homes.session(home), MONTH)
    assert found.changed == ([part] if part else list(inputs.FINGERPRINTS))
