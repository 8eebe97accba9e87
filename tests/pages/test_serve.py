"""Starting the dashboard: what goes wrong is one sentence, never a traceback."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.web.server.app_discovery import discover_asgi_app

import pages
from data.access import access_file
from data.store import database

pytestmark = pytest.mark.dear  # each starts a server

ROOT = Path(__file__).parents[2]
ENTRY, DEPLOY = ROOT / "dashboard.py", ROOT / "deploy"


def start(port=8501, *more, home=None):
    return subprocess.run(
        [sys.executable, str(ENTRY), "--port", str(port), *more],
        cwd="/",
        env={**os.environ, **({"KONDUSIF_HOME": str(home)} if home else {})},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_busy_port_is_one_sentence_and_status_1():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        done = start(port)
    assert done.returncode == 1
    assert done.stderr == (f"Port {port} sedang dipakai program lain. Pilih yang lain: python dashboard.py --port {port + 1}\n")


def test_a_port_that_is_none_is_refused():
    done = start("seribu")
    assert done.returncode == 2
    assert "'seribu' bukan nomor port (1–65535)" in done.stderr


def test_listening_to_the_network_without_sign_in_is_refused_before_anything_listens(tmp_path):
    done = start(8501, "--address", "0.0.0.0", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Server mendengarkan di 0.0.0.0, padahal akses belum diatur. Tulis akses.toml (lihat "
        "docs/administration.md), atau jalankan hanya untuk mesin ini: python dashboard.py\n"
    )


def test_a_proxy_is_believed_from_this_machine_only(tmp_path):
    (tmp_path / "rahasia-proksi").write_text("r" * 40)
    (tmp_path / "rahasia-proksi").chmod(0o600)
    (tmp_path / "akses.toml").write_text((DEPLOY / "akses-proksi.toml").read_text())
    done = start(8501, "--address", "192.0.2.7", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Masuk lewat proksi hanya dipercaya bila server mendengarkan di 127.0.0.1.")


def test_oidc_without_its_secrets_and_a_wrong_file_are_one_sentence(tmp_path):
    (tmp_path / "akses.toml").write_text((DEPLOY / "akses-oidc.toml").read_text())
    done = start(8501, home=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "masuk.toml belum ada" in done.stderr
    (tmp_path / "akses.toml").write_text("[masuk")
    assert "tidak dapat dibaca sebagai TOML" in start(8501, home=tmp_path).stderr


def test_an_address_that_this_machine_does_not_have_is_said(tmp_path):
    (tmp_path / "akses.toml").write_text((DEPLOY / "akses-oidc.toml").read_text())
    done = start(8501, "--address", "203.0.113.99", home=tmp_path)
    assert (done.returncode, done.stderr) == (1, "Mesin ini tidak punya alamat 203.0.113.99.\n")


@pytest.mark.parametrize("name", ["akses-proksi.toml", "akses-oidc.toml"])
def test_the_ready_files_are_right(tmp_path, name):
    (tmp_path / "akses.toml").write_text((DEPLOY / name).read_text())
    (tmp_path / "rahasia-proksi").write_text("r" * 40)
    (tmp_path / "rahasia-proksi").chmod(0o600)
    found = access_file.load(tmp_path)
    assert {rule.role for rule in found.rules} >= {"admin", "operator_kabupaten", "camat"}
    if found.mode == "oidc":
        text = (DEPLOY / "masuk.toml").read_text()
        secrets = tmp_path / "masuk.toml"
        secrets.write_text(text.replace('_secret = ""', f'_secret = "{"k" * 40}"'))
        secrets.chmod(0o600)
        assert access_file.secrets_of_oidc(tmp_path) == secrets


def test_streamlit_run_finds_the_same_app():
    assert discover_asgi_app(ENTRY).import_string == "dashboard:app"


def redirected(port, link):
    """Status, target, and what a browser may keep of it."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asking.request("GET", link)
    answer = asking.getresponse()
    asking.close()
    return answer.status, answer.headers["location"], answer.headers["cache-control"]


def test_the_name_of_the_first_page_leads_to_it_and_ctrl_c_ends_without_a_traceback(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(ENTRY), "--port", str(port)],
        cwd=tmp_path,
        env={**os.environ, "KONDUSIF_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.1)
    # Relative, so that it also holds behind a proxy that serves the dashboard under a path; never kept by a browser.
    assert redirected(port, "/ringkasan") == (307, "./", "no-store")
    assert redirected(port, "/ringkasan?period=2026-03&lang=en") == (
        307,
        "./?period=2026-03&lang=en",
        "no-store",
    )
    # What is no page is said on the first one, in its own words; what is one, or Streamlit's own, isn't sent anywhere.
    assert redirected(port, "/abc?lang=en") == (307, "./?lang=en&halaman=abc", "no-store")
    assert redirected(port, "/Peta%20%26%20tren") == (307, "./?halaman=Peta+%26+tren", "no-store")
    assert {redirected(port, path)[0] for path in ("/", "/peta", "/siaran_pers", "/_stcore/health")} == {200}
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=30)
    assert (process.returncode, complained) == (0, "")
    assert said.startswith(f"Dasbor dibuka di http://127.0.0.1:{port}")


def test_a_library_that_cannot_be_loaded_is_said_on_the_page(monkeypatch):
    monkeypatch.setitem(sys.modules, "pages.navigation", None)
    monkeypatch.delattr(pages, "navigation", raising=False)
    at = AppTest.from_file(str(ENTRY), default_timeout=60).run()
    assert not at.exception
    assert "Ada pustaka yang tidak dapat dimuat" in at.error[0].value


def test_a_store_that_another_program_made_is_said_on_the_page(home):
    """Whatever a page needs and can't get has a sentence with the remedy; it was 'a fault of the program', with a number for the admin."""
    with duckdb.connect(str(home / database.DATABASE)) as con:
        con.execute("INSERT INTO schema_migrations VALUES (999, '999_masa_depan', now()::TIMESTAMP)")
    at = AppTest.from_string("from pages import navigation\nnavigation.run()", default_timeout=60).run()
    assert not at.exception
    assert "versi Kondusif yang lebih baru" in " ".join(one.value for one in at.error)
    assert not any("kesalahan program" in one.value for one in at.error)
