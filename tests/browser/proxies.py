"""Real proxies on the very files of deploy/, with other ports, paths and secrets."""

import base64
import os
import secrets
import shutil
import subprocess
from contextlib import contextmanager

import pytest

from tests.browser import certificates
from tests.browser.driving import ROOT, free_port, running

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CADDY = shutil.which("caddy")
HAPROXY = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
DEPLOY = ROOT / "deploy"
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
}
PASSWORD = "sandi-uji"
# Addresses whose rest names something that no log may, and such a rest.
NAMING = ("_stcore/upload_file/", "media/", "oauth2callback?code=")
TELLING = "0a1b2c3d-rahasia-4e5f"
PEOPLE = ("kaban", "operator", "camat", "tanpa-peran")
AKSES = """
[masuk]
cara = "proksi"
nama = "dasbor.example.go.id"
berkas_rahasia = "rahasia-proksi"

[[akses]]
peran = "pimpinan"
pengguna = ["kaban", "kaban@bekasi.example"]

[[akses]]
peran = "operator_kabupaten"
pengguna = ["operator"]

[[akses]]
peran = "camat"
pengguna = ["camat"]
kecamatan = ["32.16.07"]

[[akses]]
peran = "humas"
grup = ["humas"]
"""


def needed(program, package):
    """For an autouse fixture: without the program the tests are skipped, but never where CI says so."""
    if not program:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"this sign-in is tested with a real proxy (sudo apt install {package})")


def make_secret(home):
    (home / "rahasia-proksi").write_text(secrets.token_hex(32), encoding="ascii")
    (home / "rahasia-proksi").chmod(0o600)


def basic(user, password=PASSWORD):
    """The header of a name and a password."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def secret_of(home):
    return (home / "rahasia-proksi").read_text(encoding="ascii")


def _written(folder, file, changes):
    """A file of deploy/ in the folder of a test, each change made once at least."""
    text = (DEPLOY / file).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, (file, old)
        text = text.replace(old, new)
    target = folder / file.rpartition("/")[2]
    target.write_text(text, encoding="utf-8")
    return target


def safe(headers):
    """Those of `HEADERS` that an answer has."""
    return {name: headers[name] for name in HEADERS if name in headers}


@contextmanager
def nginx(folder, dashboard, secret, name="kondusif.conf", changes=(), guesses=500, plain=None):
    """Run nginx on deploy/nginx/NAME as this account; gives its address. `changes`: what else to replace in the file.

    `guesses`: how many passwords at once; None: as the file says. `plain`: the port of HTTP, where a test needs it.
    """
    plain, tls = plain or free_port(), free_port()
    certificates.own(folder, "dasbor")
    run = ["openssl", "passwd", "-apr1", PASSWORD]
    hashed = subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()
    (folder / "pengguna").write_text("".join(f"{user}:{hashed}\n" for user in PEOPLE))
    (folder / "kondusif-rahasia.inc").write_text(
        f'proxy_set_header X-Kondusif-Secret "{secret}";\nsecure_link_md5 "$secure_link_expires $remote_user {secret}";\n'
    )
    listen = {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{tls} ssl",
        "server_name dasbor.example.go.id;": "server_name 127.0.0.1 localhost;",
    }
    if guesses is not None and name == "kondusif.conf":
        listen["tebakan burst=4"] = f"tebakan burst={guesses}"
    _written(folder, f"nginx/{name}", {"/etc/kondusif": str(folder), **listen, **dict(changes)})
    logs = {"/var/log/nginx": str(folder)}
    _written(folder, "nginx/kondusif-bersama.inc", {"http://127.0.0.1:8501": dashboard, **logs})
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    account = "user root;" if os.geteuid() == 0 else ""  # its workers must read the folder of this test
    (folder / "nginx.conf").write_text(
        f"{account} daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
        f"http {{ access_log {folder}/access.log; {temporary} include {folder}/{name}; }}\n"
    )
    with running(
        [NGINX, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")],
        folder / "nginx.log",
        up=("127.0.0.1", tls),
    ):
        yield f"https://127.0.0.1:{tls}"


@contextmanager
def caddy(folder, dashboard, secret, plain=None):
    """Run Caddy on deploy/Caddyfile as this account, with the people of `PEOPLE`; gives its address."""
    port, plain = free_port(), plain or free_port()
    certificates.own(folder, "dasbor")
    run = [CADDY, "hash-password", "--plaintext", PASSWORD]
    hashed = subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()
    nobody = "contoh $2a$14$AAAAAAAAAAAAAAAAAAAAAOAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    file = _written(
        folder,
        "Caddyfile",
        {
            "admin off": "admin off\n\tauto_https disable_redirects",
            "http:// {": f"http://:{plain} {{",
            "dasbor.example.go.id": f"localhost:{port}",
            "/etc/kondusif": str(folder),
            "/var/log/caddy": str(folder),
            nobody: "\n".join([nobody, *(f"{user} {hashed}" for user in PEOPLE)]),
            "127.0.0.1:8501": dashboard.removeprefix("http://"),
        },
    )
    with running(
        [CADDY, "run", "--config", str(file), "--adapter", "caddyfile"],
        folder / "caddy.log",
        up=("127.0.0.1", port),
        env={**os.environ, "KONDUSIF_SECRET": secret, "HOME": str(folder), "XDG_DATA_HOME": str(folder)},
    ):
        yield f"https://localhost:{port}"


@contextmanager
def haproxy(folder, dashboard):
    """Run haproxy on deploy/haproxy.cfg as this account, before one dashboard; gives its address. What it says goes into haproxy.log."""
    port = free_port()
    file = _written(
        folder,
        "haproxy.cfg",
        {
            "127.0.0.1:8500": f"127.0.0.1:{port}",
            "127.0.0.1:8501": dashboard.removeprefix("http://"),
            "127.0.0.1:8502": f"127.0.0.1:{free_port()}",
            "    user haproxy\n    group haproxy\n": "",
        },
    )
    with running([HAPROXY, "-db", "-f", str(file)], folder / "haproxy.log", up=("127.0.0.1", port)):
        yield f"http://127.0.0.1:{port}"
