"""Long work above every page: what one asked for is followed, found again in another tab, and seen by nobody else."""

import threading

import pytest
from streamlit.testing.v1 import AppTest

from data.jobs.line import Line
from data.jobs.task import Task
from data.words import msg
from data.workflow import stores
from pages.session import signin, work
from pages.wording import coverage
from tests import homes, working
from tests.data.jobs import pieces
from tests.data.jobs.test_line import until
from tests.pages.showing import shown
from tests.pages.test_pages import text

pytestmark = pytest.mark.home("contoh", known=True)


@pytest.fixture
def line(monkeypatch):
    """As on a server: whoever asks goes on."""
    with working.line(Line) as line:
        monkeypatch.setattr(work, "line", line)
        yield line


@pytest.fixture
def waiting(home, line, tmp_path):
    """Somebody at this machine, trying the role of an operator, asked for two things; the first goes on until `go`."""
    viewer = homes.session(home, signin.Viewer(stores.account(), "operator_kabupaten", local=True)).viewer
    session = homes.session(home, viewer)

    def asked(title, work_, *args, **more):
        return line.submit(session, Task("uji", work_, msg(title), args, **more), lambda: viewer)

    path = tmp_path / "mulai"
    first = asked("Pekerjaan panjang", pieces.wait_for, path)
    second = asked("Berkas rahasia", pieces.a_file, about=work.File("rahasia.pdf", "application/pdf"))
    until(lambda: line.of(viewer)[0].step)
    yield path, first, second
    path.touch()


def test_what_is_asked_for_is_followed_on_every_page_and_in_every_tab(line, waiting):
    go, _, second = waiting
    for page in ("ringkasan", "unggah"):
        said = text(shown(page, peran="operator_kabupaten"))
        assert "Pekerjaan panjang menunggu berkas" in said
        assert "lamanya belum pernah diukur di komputer ini" in said
        assert "Berkas rahasia menunggu giliran, 1 pekerjaan di depannya" in said
        assert "Halaman ini boleh ditutup" in said
    english = text(shown("ringkasan", peran="operator_kabupaten", lang="en"))
    assert "waiting its turn, 1 job before it" in english
    go.touch()
    line.wait(second.number, 60)
    at = shown("ringkasan", peran="operator_kabupaten")
    assert "menunggu giliran" not in text(at)
    (button,) = [one for one in at.get("download_button") if "rahasia.pdf" in one.proto.label]
    assert button.proto.label == "Berkas rahasia siap: unduh rahasia.pdf"


def place(block, said, path=()):
    """Where the text stands: the numbers of the blocks down to it, by which the browser tells what is new from what has moved."""
    for number, node in block.children.items():
        body = getattr(getattr(node, "proto", None), "body", "") or getattr(node, "value", "")
        if isinstance(body, str) and said in body:
            return (*path, number)
        if found := place(node, said, (*path, number)) if hasattr(node, "children") else None:
            return found
    return None


@pytest.mark.home("contoh")
def test_what_came_of_it_and_the_page_stay_where_they_are(line, waiting, monkeypatch):
    """What moves is on the screen at its old and its new place until the run has ended: a sentence is read twice."""
    go, _, second = waiting

    def stands(role):
        return place(shown("peta", peran=role).main, "Peta")

    nobodys, going = stands("pimpinan"), stands("operator_kabupaten")
    go.touch()
    line.wait(second.number, 60)
    over = stands("operator_kabupaten")
    monkeypatch.setattr(coverage, "notices", lambda *_: ["Pemberitahuan.", "Satu lagi."])
    assert (stands("pimpinan"), going, over) == (nobodys,) * 3
    assert nobodys, "the title was found"


def test_another_role_sees_how_many_wait_and_nothing_of_what(line, waiting):
    at = shown("edisi", peran="lokal", bagian="terbitkan")
    assert "2 pekerjaan orang lain menunggu atau sedang berjalan." in text(at)
    for role in ("admin", "pimpinan", "lokal"):
        said = text(shown("ringkasan", peran=role))
        assert "rahasia" not in said
        assert "Pekerjaan panjang" not in said


def test_what_waits_can_be_taken_back_and_what_is_over_be_closed(line, waiting):
    go, first, second = waiting
    at = shown("ringkasan", peran="operator_kabupaten")
    assert f"pekerjaan-tutup-{first.number}" not in [one.key for one in at.button], "what is being done isn't taken back by a slip"
    at.button(key=f"pekerjaan-tutup-{second.number}").click().run()
    assert "Berkas rahasia" not in text(at)
    go.touch()
    line.wait(first.number, 60)


def test_a_refused_and_an_interrupted_job_say_why(home, line):
    viewer = signin.Viewer(stores.account(), "operator_kabupaten", local=True)
    session = homes.session(home, viewer)
    refused = line.submit(session, Task("uji", pieces.refuse, msg("Menerbitkan edisi")), lambda: viewer)
    gone = line.submit(session, Task("uji", pieces.wait_for, msg("Brief PDF"), (home / "nie",)), lambda: viewer)
    line.wait(refused.number, 60)
    until(lambda: line.of(viewer)[1].step)
    line._worker.kill()
    line.wait(gone.number, 60)
    at = shown("ringkasan", peran="operator_kabupaten")
    assert at.warning[0].value.replace("\\", "") == "Menerbitkan edisi: Tidak ada yang dapat diterbitkan."
    assert (
        at.error[0]
        .value.replace("\\", "")
        .startswith("Brief PDF: Pekerjaan ini terputus: proses yang mengerjakannya berhenti di tengah jalan.")
    )
    at.button(key=f"pekerjaan-tutup-{refused.number}").click().run()
    assert not at.warning


def test_a_file_is_handed_over_once_and_one_that_was_made_for_a_closed_tab_is_not_made_again(home, line):
    viewer = signin.Viewer(stores.account(), "operator_kabupaten", local=True)
    session = homes.session(home, viewer)
    task = Task("uji", pieces.a_file, msg("Berkas"), key="berkas")
    job = line.wait(line.submit(session, task, lambda: viewer).number, 60)
    assert line.of(viewer) == [job], "nobody fetched it"
    found = []
    asking = AppTest.from_function(lambda: None)  # a page, so that there is somebody to ask
    asking.run()
    thread = threading.Thread(target=lambda: found.append(work.fetch(session, task)))
    thread.start()
    thread.join()
    assert found == [b"berkas"]
    assert line.of(viewer) == []
