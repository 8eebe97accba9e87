"""The log of a service: a real server, people who sign in, send a file, are refused and meet a fault, and nothing in it of any of them."""

import asyncio
import json
import os
import secrets
import sys
import textwrap

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from data import logbook
from data.access.access_file import FILE
from pages import serve
from tests import homes
from tests.browser.driving import ROOT, free_port, running
from tests.browser.without_browser import ran
from tests.pages.session.test_uploading import session
from tests.pages.test_guarding import from_us, sent

OPERATOR, LEADER, STRANGER = "siti.rahmawati", "kaban.sulaiman", "tamu.tak-dikenal"
DOCUMENT, WRITTEN = "daftar hadir Rahmawati Cibitung.csv", "dilaporkan-oleh-Sulaiman"
ACCESS = f"""[masuk]
cara = "proksi"
nama = "dasbor.example"
berkas_rahasia = "rahasia-proksi"
[[akses]]
peran = "pimpinan"
pengguna = ["{LEADER}"]
[[akses]]
peran = "operator_kabupaten"
pengguna = ["{OPERATOR}"]
"""
# The program as it is, but for a page that fails with words of somebody, and for what every page has, which fails where the link says so.
BROKEN = f"""
import runpy, sys
sys.path.insert(0, {str(ROOT)!r})
from pages import serve
serve.begin_log()
from pages import navigation, tren
from pages.panels import shell
def broken(session):
    try:
        {{}}[{OPERATOR!r}]
    except KeyError as reason:
        raise ValueError({WRITTEN!r}) from reason
broken.__module__ = "pages.tren"
whole = navigation.tab
def tab(title):
    if navigation.st.query_params.get("rusak"):
        raise ValueError({WRITTEN!r})
    return whole(title)
navigation.tab = tab
tren.render = shell.work_page(broken)
runpy.run_path({str(ROOT / "dashboard.py")!r}, run_name="__main__")
"""
BODY = (
    f"--batas\r\nContent-Disposition: form-data; name=berkas; filename={DOCUMENT}\r\n"
    f"Content-Type: text/csv\r\n\r\nkecamatan;{WRITTEN}\nCibitung;{WRITTEN}\n\r\n--batas--\r\n"
).encode()


async def shown(link, page, chosen=None, query=""):
    """Ids of the choices of files on a page, and all that it says. `chosen`: the choice in which the browser has the file that it sent."""
    message, found, texts = BackMsg(), [], []
    message.rerun_script.page_name, message.rerun_script.query_string = page, query
    if chosen:
        files = message.rerun_script.widget_states.widgets.add(id=chosen).file_uploader_state_value.uploaded_file_info
        files.add(file_id="berkas", name=DOCUMENT, size=40).file_urls.file_id = "berkas"
    await link.send(message.SerializeToString())
    async for received in link:
        told = ForwardMsg.FromString(received)
        element = told.delta.new_element
        if element.WhichOneof("type") == "file_uploader":
            found.append(element.file_uploader.id)
        texts.append(told.delta.SerializeToString().decode("utf-8", errors="ignore"))
        if told.WhichOneof("type") == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return found, "\n".join(texts)
    raise AssertionError("the dashboard hung up")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What people did read and hear, and all lines that the server wrote from start to end."""
    home, secret, log = tmp_path_factory.mktemp("catatan") / "home", secrets.token_hex(32), tmp_path_factory.mktemp("log") / "server.log"
    homes.new(home, "simulasi")
    (home / "rahasia-proksi").write_text(secret)
    (home / FILE).write_text(ACCESS)
    for name in ("rahasia-proksi", FILE):
        (home / name).chmod(0o600)
    port, answers = free_port(), {}
    address = f"http://127.0.0.1:{port}"

    def of(user):
        return {"X-Kondusif-User": user, "X-Kondusif-Secret": secret, "X-Forwarded-For": "198.51.100.23"}

    def put(found, token):
        cookie = (f"Cookie: _streamlit_xsrf={token}", f"X-Xsrftoken: {token}")
        kind = "Content-Type: multipart/form-data; boundary=batas"
        return sent(address, "PUT", f"/_stcore/upload_file/{found}/berkas", *from_us(address), *cookie, kind, body=BODY)[0]

    async def people():
        token = generate_xsrf_token_string()
        async with session(address, "unggah", of(OPERATOR), token) as (link, found):
            answers["session"] = found
            (choice, *_), _ = await shown(link, "unggah")
            answers["file"] = await asyncio.to_thread(put, found, token)
            _, answers["checked"] = await shown(link, "unggah", choice)
            _, answers["fault"] = await shown(link, "tren")
        async with session(address, "ringkasan", of(LEADER), token, query="ormas=ORM-016&kecamatan=32.16.07") as (link, found):
            _, answers["refused"] = await shown(link, "unggah")
            answers["no right"] = await asyncio.to_thread(put, found, token)
            await shown(link, "ringkasan", query=f"rusak={WRITTEN}")
        async with session(address, "", of(STRANGER), token) as (link, _):
            _, answers["stranger"] = await shown(link, "")

    environment = {**os.environ, "KONDUSIF_HOME": str(home), "KONDUSIF_LOG": "json"}
    command = [sys.executable, "-c", textwrap.dedent(BROKEN), "--port", str(port)]
    with running(command, log, up=f"{address}/_stcore/health", env=environment, cwd=home):
        ran(people())
        answers["other host"] = sent(address, "GET", f"/{OPERATOR}", "Host: penyerang.example")[0]
        sent(address, "GET", "/tren/_stcore/health", "Host: dasbor.example")  # as a browser does first: no line
        answers["nothing there"] = sent(address, "GET", f"/media/{OPERATOR}.csv", "Host: dasbor.example")[0]
    return answers, log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def lines(told):
    """Every line is JSON, also those of Streamlit and uvicorn, of the start and of the end."""
    found = [json.loads(line) for line in told[1].splitlines()]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in found)
    return found


def test_people_did_what_the_log_is_looked_through_for(told):
    answers, _ = told
    assert (answers["file"], answers["no right"], answers["other host"], answers["nothing there"]) == (204, 403, 421, 404)
    assert "Nama berkas memuat nama orang" in answers["checked"]
    assert "kesalahan program" in answers["fault"]
    assert "tidak tersedia untuk peran" in answers["refused"]
    assert "tidak punya peran" in answers["stranger"] or "Tidak tersedia untuk Anda" in answers["stranger"]


def test_no_person_stands_in_the_log(told, lines):
    """No account, no address, no file name, nothing that was typed or looked for, no session of Streamlit, no place of the home."""
    answers, log = told
    personal = (OPERATOR, LEADER, STRANGER, "ahmawati", "ulaiman", "198.51.100.23", "127.0.0.1", "penyerang")
    for word in (*personal, DOCUMENT, WRITTEN, "ORM-016", "32.16.07", answers["session"], "/home"):
        assert word not in log, word


def test_libraries_write_their_lines_alike(lines):
    assert "uvicorn.access" not in {line["logger"] for line in lines}  # a line for each request says nothing that is needed
    assert {"uvicorn.error", "pages.serve", "pages.guarding", "pages.session.watch", "pages.navigation"} <= {
        line["logger"] for line in lines
    }


def test_a_number_ties_the_lines_of_a_rerun_to_each_other_and_to_what_the_person_read(told, lines):
    fault, uncaught = [line for line in lines if "traceback" in line]
    assert (fault["kind"], fault["page"], fault["level"]) == ("ValueError", "tren", "error")
    assert fault["traceback"].index("KeyError") < fault["traceback"].index("pages/navigation.py")
    of_it = [line for line in lines if line.get("request") == fault["request"]]
    assert [(line["message"], line.get("outcome")) for line in of_it] == [("page failed", None), ("rerun", "fault")]
    assert fault["request"] in told[0]["fault"]
    assert (uncaught["logger"], uncaught["kind"]) == ("streamlit.error_util", "ValueError")
    of_it = [line for line in lines if line.get("request") == uncaught["request"]]
    assert [(line["message"], line.get("outcome")) for line in of_it] == [("rerun", "fault"), ("Uncaught app execution", None)]


def test_reruns_say_page_duration_and_how_they_ended_and_belong_to_a_connection(lines):
    reruns = [line for line in lines if line["message"] == "rerun"]
    assert [(line.get("page"), line["outcome"]) for line in reruns] == [
        ("unggah", "ok"),
        ("unggah", "ok"),
        ("unggah", "ok"),
        ("tren", "fault"),
        ("ringkasan", "ok"),
        ("unggah", "refused"),
        ("ringkasan", "fault"),
        (None, "refused"),
        (None, "refused"),
    ]
    assert all(line["ms"] > 0 for line in reruns)
    assert len({line["request"] for line in reruns}) == len(reruns)
    opened = [line["session"] for line in lines if line["message"] == "opened"]
    assert [line["session"] for line in reruns] == [one for one, n in zip(opened, (4, 3, 2), strict=True) for _ in range(n)]


def test_requests_that_failed_and_files_that_came_say_what_kind_of_address_it_was(lines):
    assert [(line["route"], line["status"]) for line in lines if line["message"] == "request"] == [
        ("_stcore/upload_file", 204),
        ("_stcore/upload_file", 403),
        ("other", 421),
        ("media", 404),
    ]


def test_a_start_that_is_refused_is_a_line_too(tmp_path, monkeypatch, caplog, capsys):
    monkeypatch.setenv("KONDUSIF_LOG", "json")
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path))
    assert serve.serve(None, ["--address", "0.0.0.0"]) == 1
    assert capsys.readouterr() == ("", "")
    (record,) = caplog.records
    assert (record.levelname, record.name) == ("ERROR", "pages.serve")
    assert logbook.message_of(record).startswith("Server mendengarkan di …, padahal akses belum diatur.")
