"""Edisi & audit on a real home folder: editions, causes of a change, deliveries, trail, findings."""

import re
import shutil

import duckdb
import pytest

from data.access import viewers
from data.editions import files
from data.errors import DataError
from data.safety import backup
from data.store import audit, database, witness
from data.workflow import batches, publishing, taking, trail
from pages.panels import edition_views
from pages.session import context
from tests import homes
from tests.data.safety.test_provable import chain_anew, edit_edition
from tests.pages.showing import shown, text

PARTS = ["edisi", "bandingkan", "audit", "periksa", "server"]


@pytest.fixture(scope="module")
def two(simulated_home, tmp_path_factory):
    """Two editions, a backup, and a name that must be shown as text."""
    home = tmp_path_factory.mktemp("edisi") / "rumah"
    shutil.copytree(simulated_home, home)
    with database.read(home) as con:
        survey = con.execute("SELECT batch_id FROM batches WHERE tabel = 'survei'").fetchone()[0]
    batches.withdraw(homes.session(home), survey, "<script>alert(1)</script>")
    publishing.publish(homes.session(home), "2026-10")
    backup.create(homes.session(home))
    return home


@pytest.fixture
def home(at_home, two):
    """Two editions, of which the next test knows what was read."""
    return at_home(two, read_only=True)


@pytest.fixture
def home_anew(at_home, two):
    """For tests that replace what the page reads, or read what was written since."""
    return at_home(two)


def opened(part="edisi", language="id"):
    return shown("edisi", bagian=part, lang=language)


def test_the_page_says_in_one_sentence_whether_all_is_well(home):
    at = opened()
    assert [title.value for title in at.title] == ["Edisi & audit"]
    assert "Semua utuh: basis data, jejak audit, edisi, dan cadangan." in text(at)
    assert [title.value for title in opened(language="en").title] == ["Editions & audit"]


def test_a_damaged_thing_is_named_at_the_top(home_anew, monkeypatch):
    broken = edition_views.doctor.Finding("rusak", "Edisi", "Edisi 2026-01-r1 rusak.", "Pulihkan.")
    monkeypatch.setattr(edition_views.doctor, "examine", lambda t, home, deep: [broken])
    assert "1 hal rusak: Edisi 2026-01-r1 rusak." in text(opened())


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("rusak", "2 hal rusak; yang pertama: Belum ada edisi. Yang sudah ada (Survei) belum cukup."),
        ("perhatian", "Tidak ada yang rusak; 2 hal perlu perhatian; yang pertama: Belum ada edisi. Yang sudah ada (Survei) belum cukup."),
    ],
)
def test_two_sentences_of_the_first_are_not_taken_for_both(home_anew, monkeypatch, level, said):
    first = edition_views.doctor.Finding(level, "Edisi", "Belum ada edisi. Yang sudah ada (Survei) belum cukup.", "Isi templat.")
    second = edition_views.doctor.Finding(level, "Cadangan", "Belum ada cadangan yang dapat ditemukan.", "Buat cadangan.")
    monkeypatch.setattr(edition_views.doctor, "examine", lambda t, home, deep: [first, second])
    assert said in text(opened())


def test_editions_batches_and_shares_are_listed(home):
    written = text(opened("edisi"))
    for part in (
        "2026-10-r2",
        "2026-10-r1",
        "utuh",
        "ikw-2026-2, iko-2026-2",
        "simulasi-0-2026-10.kejadian",
        "Cibitung",
    ):
        assert part in written
    assert "simulasi-0-2026-10.survei" not in written  # withdrawn before r2


def test_a_comparison_says_why_and_what(home):
    written = text(opened("bandingkan"))
    assert "(Survei, simulasi-0-2026-10.survei) ditarik." in written
    assert "Skor bulan terakhir yang berubah dari setiap satuan" in written


def test_the_trail_is_filtered_and_markup_in_it_is_text(home):
    at = opened("audit")
    assert "&lt;script&gt;" in "".join(element.proto.body for element in at.get("html"))
    at.selectbox(key="w_tindakan").select("terbit").run()
    assert "edisi: 2026-10-r2" in text(at)
    assert "batch ditarik" not in text(at)
    at.text_input(key="w_memuat").input("tidak ada yang begini").run()
    assert "Tidak ada baris yang cocok" in at.info[0].value


def test_findings_and_backups(home):
    written = text(opened("periksa"))
    assert "kondusif-20" in written
    assert "Rantai" in written


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_draws_in_both_languages(home, part, language):
    at = opened(part, language)
    assert not at.error
    assert len(text(at)) > 200


def test_the_page_opens_and_says_why_when_the_edition_in_force_is_damaged(two, tmp_path, at_home):
    home = at_home(shutil.copytree(two, tmp_path / "rusak"))
    path = files.path_of(home, "2026-10-r2")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-10])
    written = text(opened("edisi"))
    assert "Edisi 2026-10-r2 rusak" in written
    assert "Edisi 2026-10-r2 rusak: jumlah periksanya tidak cocok." in text(opened("periksa"))
    assert "2026-10-r1" in text(opened("periksa"))  # what is offered instead


def test_a_role_without_the_right_sees_no_trail_and_gets_no_package(home):
    humas = homes.session(home, viewers.Viewer("humas@x", "humas"))
    for ask in (edition_views.trail_rows, trail.choices, trail.chain):
        with pytest.raises(viewers.AccessError):
            ask(humas)
    with pytest.raises(viewers.AccessError):
        taking.to_zip(homes.session(home, viewers.Viewer("a@x", "admin")), "2026-10-r1")


def test_where_nothing_was_published_that_is_said_and_no_table_of_headers(at_home, tmp_path):
    at_home(homes.new(tmp_path / "kosong"))
    at = shown("edisi", bagian="edisi")
    assert not at.exception
    assert "Belum ada edisi yang terbit." in [box.value for box in at.info]
    assert "Edisi pertama dibuat di bagian Terbitkan." in text(at)
    assert "Revisi" not in text(at)
    at = shown("edisi", bagian="bandingkan")
    assert [box.value for box in at.info] == ["Belum ada edisi yang dapat dibuka. Perbandingan memerlukan dua."]


def test_the_package_is_recorded(home_anew):
    packed = taking.to_zip(homes.session(home_anew, viewers.Viewer("op@x", "operator_kabupaten")), "2026-10-r1")
    assert packed[:2] == b"PK"
    with database.read(home_anew) as con:
        last = audit.entries(con, limit=1).iloc[0]
    assert (last["tindakan"], last["oleh"]) == ("ekspor_edisi", "op@x")


def test_each_tampering_is_named_on_the_page_and_the_edition_is_shown_nowhere(two, at_home, tmp_path):
    """Edition with its checksum, raw row, decision, trail with all its hashes recomputed, and its last row cut off."""
    home = tmp_path / "rumah"
    shutil.copytree(two, home)
    edit_edition(home, "2026-10-r2")
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("UPDATE kejadian SET luka = 40 WHERE id_baris = (SELECT min(id_baris) FROM kejadian)")
        con.execute("UPDATE verifikasi SET status = 'ditolak' WHERE urutan = 7")
        con.execute("UPDATE audit SET oleh = 'orang lain' WHERE urutan = (SELECT max(urutan) FROM audit)")
        chain_anew(con)
    at_home(home)
    written = text(opened("periksa"))
    for sentence in (
        "Jejak audit ditulis ulang: baris",
        "Kejadian: barisnya diubah, tidak cocok dengan sidiknya",
        "Baris verifikasi nomor",
        "Edisi 2026-10-r2: sidiknya bukan yang tercatat saat terbit",
        "Edisi 2026-10-r2: sidiknya bukan yang ditandatangani saksi",
    ):
        assert sentence in written
    assert re.search(r"\d+ hal rusak", written)
    assert "diubah" in text(opened("edisi"))
    with pytest.raises(DataError, match="Edisi 2026-10-r2 diubah bersama jumlah periksanya"):
        context.load(homes.session(home))
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("DELETE FROM audit WHERE urutan = (SELECT max(urutan) FROM audit)")
    edition_views.findings.clear()
    assert "Akhir jejak audit terpotong" in text(opened("periksa"))


def test_digest_signature_and_heads_stand_under_the_editions(home_anew):
    written = text(opened("edisi"))
    digest = files.recorded_checksum(files.path_of(home_anew, "2026-10-r2"))
    assert f"Edisi 2026-10-r2: sidik {digest}; ditandatangani saksi" in written
    assert "Kepala jejak audit saat edisi ini dihitung:" in written
    assert f"Kepala yang terakhir disaksikan: baris {witness.last_head(home_anew / 'saksi').number}" in written
