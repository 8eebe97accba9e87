"""What people see when there is nothing to show, or not yet: each state in words and in a picture, and never a traceback."""

import fcntl
import re
import shutil
import subprocess
import sys

import pytest

from data.workflow import verification
from pages.exports.proof import queue
from tests import homes
from tests.browser.driving import ROOT, SHOTS, serving, settled

FAULT = re.compile(r"Traceback|Exception|\bError\b|\bNaN\b|\bnan\b|kesalahan program")
FIRST = "2024-10"  # the first month that the simulated data allow


@pytest.fixture(scope="module")
def changing(tmp_path_factory):
    """One server; what is in its home is changed under it, as an admin does."""
    folder = tmp_path_factory.mktemp("keadaan") / "home"
    folder.mkdir()
    with serving(folder, folder.parent / "server.log") as address:
        yield folder, address


def put(folder, *sources):
    """Make the home hold what is in others, and nothing else."""
    for old in folder.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for source in sources:
        shutil.copytree(source, folder, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def one_month(home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sebulan") / "home"
    shutil.copytree(home, folder, ignore=shutil.ignore_patterns("*-r1.*"))
    command = [sys.executable, "-m", "data", "--home", str(folder), "publish", FIRST]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def words(page):
    return page.locator('[data-testid="stApp"]').inner_text().replace("\u2060", "")


def kept(page, name):
    """Keep the picture; whatever the state, no fault of ours is on screen."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"keadaan-{name}.png")
    assert FAULT.findall(words(page)) == []


def test_first_run_says_the_commands_to_who_may_run_them_and_to_wait_to_all_others(changing, visit):
    folder, address = changing
    put(folder)
    page = visit(f"{address}/peta")
    assert heading(page) == "Belum ada yang dapat ditampilkan"
    page.get_by_text("python -m data template").wait_for()
    assert page.locator("code").all_inner_texts() == [
        "python -m data start",
        "python -m data init --nyata\npython -m data template",
    ]
    kept(page, "pertama")
    page = visit(f"{address}/?peran=humas")
    page.get_by_text("Halaman ini terisi begitu operator kabupaten menerbitkan edisi pertama.").first.wait_for()
    assert str(folder) not in words(page)
    kept(page, "pertama-humas")


def test_a_store_without_an_edition_leads_to_the_files_and_to_publishing(changing, visit):
    folder, address = changing
    put(folder)
    homes.new(folder, "nyata")
    page = visit(f"{address}/?peran=operator_kabupaten")
    page.get_by_text("Basis data masih kosong.").first.wait_for()
    kept(page, "tanpa-edisi")
    page.get_by_role("link", name="Unggah & verifikasi").last.click()
    page.get_by_role("heading", name="Unggah & verifikasi", level=1).wait_for()
    settled(page)
    kept(page, "tanpa-edisi-unggah")


ONE_MONTH = {
    "": "Perbandingan dengan setahun lalu belum tersedia untuk bulan ini.",
    "kecamatan?kecamatan=32.16.07": "Edisi ini baru memuat indeks satu bulan, Oktober 2024.",
    "tren": "Edisi ini baru memuat indeks satu bulan, Oktober 2024.",
    "peta?banding=ya": "Belum dapat dibandingkan: edisi ini belum memuat setahun sebelum Oktober 2024.",
    "siaran_pers?bingkai=trend": "Bingkai tren memerlukan sedikitnya dua bulan",
}


def test_with_one_month_only_no_page_draws_a_line_or_compares(changing, one_month, visit):
    folder, address = changing
    put(folder, one_month)
    for path, sentence in ONE_MONTH.items():
        page = visit(f"{address}/{path}")
        page.get_by_text(sentence).first.wait_for()
        if path.startswith("peta"):
            page.locator(".choroplethlocation").first.wait_for()
        kept(page, "sebulan-" + (re.match(r"\w*", path).group() or "ringkasan"))


def test_a_damaged_edition_is_named_and_the_newest_whole_one_is_a_click_away(changing, one_month, home, visit):
    folder, address = changing
    put(folder, one_month)
    for suffix in ("duckdb", "sha256"):
        shutil.copy(home / "editions" / f"2026-10-r1.{suffix}", folder / "editions")
    newest = folder / "editions" / "2026-10-r1.duckdb"
    newest.chmod(0o644)
    newest.write_bytes(newest.read_bytes()[:-1] + b"x")
    page = visit(f"{address}/?peran=pimpinan")
    assert heading(page) == "Edisi ini tidak dapat dibuka"
    page.get_by_text("Beri tahu admin").first.wait_for()
    kept(page, "rusak")
    page.get_by_role("button", name="Buka edisi 2024-10-r1").click()
    page.get_by_role("heading", name="Ringkasan", level=1).wait_for()
    settled(page)
    page.get_by_text("Ada edisi yang lebih baru: 2026-10-r1.").first.wait_for()


NOTHING = {
    "ormas?kecamatan=32.16.23&ciri=kesamaan_profesi": "Tidak ada Ormas yang cocok dengan pilihan ini.",
    "tren?jenis=ekses_politik&sektor=Polsek Cikarang Barat": "Tidak ada kejadian terverifikasi dengan pilihan ini",
    "unggah?bagian=verifikasi&antre=survei": "Di tabel Survei tidak ada yang menunggu.",
    "peringatan?period=2026-01&sinyal=bulan": "Tidak ada sinyal dalam pilihan ini.",
}


def test_a_choice_with_nothing_in_it_says_so_instead_of_an_empty_picture(server, visit):
    for path, sentence in NOTHING.items():
        page = visit(f"{server}/{path}")
        page.get_by_text(sentence).scroll_into_view_if_needed()
        kept(page, "kosong-" + re.match(r"\w*", path).group())
    page = visit(f"{server}/ormas?kecamatan=32.16.23&ciri=kesamaan_profesi")
    page.get_by_role("button", name="Hapus semua pilihan").click()
    page.wait_for_url(lambda url: "ciri=" not in url and "kecamatan=" not in url)
    page.get_by_role("heading", name="Praktik baik dan dukungan").wait_for()


def test_a_page_without_the_right_says_where_the_own_pages_are(server, visit):
    page = visit(f"{server}/ormas?peran=camat")
    assert heading(page) == "Tidak tersedia untuk Anda"
    page.get_by_text("Halaman untuk peran Anda ada di menu kiri.").first.wait_for()
    assert "Edisi 2026" not in words(page)
    kept(page, "tanpa-hak")


def test_long_work_shows_what_is_being_done(changing, home, visit):
    """On a server that has done none of it yet."""
    folder, address = changing
    put(folder, home)
    page = visit(f"{address}/edisi?bagian=terbitkan")
    with (folder / queue.LOCK).open("w") as taken:
        fcntl.flock(taken, fcntl.LOCK_EX)  # somebody else is drawing
        page.goto(f"{address}/siaran_pers?bingkai=map")
        page.get_by_text("Menggambar bingkai").wait_for()
        kept(page, "menggambar")
    page.get_by_role("img", name="kecamatan").first.wait_for()
    assert page.get_by_text("Menggambar bingkai").count() == 0
    verification.decide(homes.session(folder), verification.Filter(), "terverifikasi", reason="uji")
    page.goto(f"{address}/edisi?bagian=terbitkan")
    page.get_by_role("button", name=re.compile("Terbitkan edisi")).click()
    page.get_by_text(re.compile(r"Menghitung indeks dari \d+ catatan indikator")).wait_for()
    kept(page, "menerbitkan")
    page.get_by_text(re.compile(r"Edisi \d{4}-\d\d-r\d terbit\.")).wait_for()
    settled(page)
    kept(page, "terbit")
