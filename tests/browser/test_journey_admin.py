"""The admin of one office server: sign-in and roles, serving, backup, damage, restore; and what a browser shows of it."""

import os
import re
import secrets
import shutil
import subprocess
import sys

import pytest

from tests.browser.driving import PATIENCE, ROOT, SHOTS, free_port, grown, serving, settled

ACCESS = """[masuk]
cara = "proksi"
nama = "dasbor.example.go.id"
berkas_rahasia = "rahasia-proksi"

[[akses]]
peran = "{role}"
pengguna = ["bu-admin"]

[[akses]]
peran = "pimpinan"
pengguna = ["kaban"]
"""


@pytest.fixture(scope="module")
def office(home, tmp_path_factory):
    """A home with an edition and nothing set up yet."""
    folder = tmp_path_factory.mktemp("admin") / "home"
    shutil.copytree(home, folder)
    return folder


@pytest.fixture
def signed_in(browser):
    """As the reverse proxy would pass a person on: with the secret and the name."""
    contexts = []

    def open_page(address, user, secret):
        context = browser.new_context(
            viewport={"width": 1366, "height": 900},
            extra_http_headers={"X-Kondusif-User": user, "X-Kondusif-Secret": secret},
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def run(folder, *arguments):
    """One command as the admin types it: exit status and everything that it said."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "KONDUSIF_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def configure(folder, role):
    (folder / "akses.toml").write_text(ACCESS.format(role=role), encoding="utf-8")
    (folder / "akses.toml").chmod(0o600)


def test_a_misspelt_role_is_one_sentence_and_nothing_is_served(office):
    (office / "rahasia-proksi").write_text(secrets.token_hex(32), encoding="ascii")
    (office / "rahasia-proksi").chmod(0o600)
    configure(office, "adminn")
    status, said = run(office, "dashboard.py", "--port", str(free_port()))
    assert status == 1
    assert re.search(r"akses\.toml.*adminn", said)
    assert len(said.strip().splitlines()) == 1


def test_from_roles_over_backup_and_damage_to_restore(office, signed_in, tmp_path):
    SHOTS.mkdir(exist_ok=True)
    configure(office, "admin")
    secret = (office / "rahasia-proksi").read_text()
    assert run(office, "-m", "data", "doctor")[0] == 0
    with serving(office, tmp_path / "server.log") as address:
        page = signed_in(f"{address}/edisi?bagian=periksa", "bu-admin", secret)
        assert page.get_by_text("Masuk sebagai bu-admin (Admin)").is_visible()
        menu = page.locator('[data-testid="stSidebar"] [data-testid="stPageLink"]').all_inner_texts()
        assert [one.strip() for one in menu] == ["Ringkasan", "Edisi & audit", "Metodologi"]
        assert page.get_by_text("Belum ada cadangan yang dapat ditemukan.").first.is_visible()

        status, said = run(office, "-m", "data", "backup", "--out", str(tmp_path / "cadangan"), "--keep", "3")
        assert status == 0
        name = re.search(r"kondusif-\d{8}T\d{6}Z", said).group()
        page.get_by_role("button", name="Periksa lagi").click()
        page.get_by_text(f"Cadangan terakhir {name}").wait_for()
        settled(page)
        assert page.get_by_text(f"Pulihkan di server dari cadangan {name}").is_visible()
        grown(page)
        page.screenshot(path=SHOTS / "admin-cadangan.png")

        damaged = office / "editions" / "2026-10-r1.duckdb"
        damaged.chmod(0o644)
        damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
        damaged.chmod(0o444)
        status, said = run(office, "-m", "data", "doctor")
        assert status == 1
        assert "Edisi 2026-10-r1 rusak" in said
        page.get_by_role("button", name="Periksa lagi").click()
        page.get_by_text("1 hal rusak: Edisi 2026-10-r1 rusak").wait_for()
        grown(page)
        page.screenshot(path=SHOTS / "admin-rusak.png")

        # The backup that the page names, by the command of docs/operations.md.
        status, said = run(office, "-m", "data", "restore", name, "--yes")
        assert status == 0, said
        assert run(office, "-m", "data", "doctor")[0] == 0
        page.get_by_role("button", name="Periksa lagi").click()
        page.get_by_text("Semua utuh").wait_for()
        leader = signed_in(address, "kaban", secret)
        assert leader.get_by_text("Masuk sebagai kaban (Pimpinan)").is_visible()
        assert leader.get_by_role("heading", level=1).inner_text() == "Ringkasan"
