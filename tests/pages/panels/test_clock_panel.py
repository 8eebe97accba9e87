"""While the time is in doubt: who signed in waits, the admin answers, and without sign-in one reads on."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.errors import DataError
from data.store import anchor, audit, clock, database
from data.workflow import publishing, timekeeping
from pages.session import signin
from tests import homes
from tests.pages.test_pages import text

pytestmark = pytest.mark.home("contoh", known=True)

SECRET = "r" * 32
ACCESS = """[masuk]
cara = "proksi"
nama = "dasbor.example.go.id"
berkas_rahasia = "rahasia"

[[akses]]
peran = "admin"
pengguna = ["admin"]

[[akses]]
peran = "operator_kabupaten"
pengguna = ["operator"]

[[akses]]
peran = "pimpinan"
pengguna = ["kaban"]
"""
WAIT = "Jam server sedang diragukan, sehingga sesi berhenti sampai admin memastikannya."


@pytest.fixture
def home(home, monkeypatch):
    """A home whose clock was two hours behind when this start of the machine was met."""
    monkeypatch.setattr(publishing, "latest_complete_month", lambda today=None: "2026-10")
    now = clock.reading()
    anchor.settle(home, replace(now, wall=now.wall - 7200))
    return home


@pytest.fixture
def as_user(home, monkeypatch):
    """Sign-in by a proxy, and who it names."""
    (home / "rahasia").write_text(SECRET)
    (home / "rahasia").chmod(0o600)
    (home / "akses.toml").write_text(ACCESS)

    def name(user):
        headers = {"X-Kondusif-Secret": SECRET, "X-Kondusif-User": user}
        monkeypatch.setattr(type(st.context), "headers", property(lambda self: headers))

    return name


def shown(page, **query):
    at = AppTest.from_string(f"from pages import {page}\n{page}.render()\n", default_timeout=120)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def signed_in(home):
    with database.read(home) as con:
        return audit.entries(con, action="masuk")["oleh"].tolist()


@pytest.mark.parametrize("user", ["operator", "kaban"])
def test_a_session_is_neither_begun_nor_prolonged_and_shows_no_figure(home, as_user, user):
    as_user(user)
    at = shown("ringkasan")
    assert at.warning[0].value.startswith(WAIT)
    assert "Edisi 2026-10-r1" not in text(at)
    assert signed_in(home) == []
    assert not signin._sessions.knows(f"proksi:{user}")


def test_the_admin_comes_in_sees_the_question_alone_and_answers_it(home, as_user):
    as_user("admin")
    at = shown("edisi")
    assert "Jam komputer bergeser" in at.warning[0].value
    assert at.title.len == 0
    at.text_input(key="w_catatan_jam").set_value("jam dinding")
    at.button[0].click().run()
    assert not at.exception
    assert [title.value for title in at.title] == ["Edisi & audit"]
    with database.read(home) as con:
        assert audit.entries(con, action="jam_dipastikan")["oleh"].tolist() == ["admin"]
    as_user("kaban")
    assert "Edisi 2026-10-r1" in text(shown("ringkasan"))


def test_an_oidc_session_waits_too(home, as_user, monkeypatch):
    oidc = ACCESS.replace('"proksi"', '"oidc"').replace('nama = "dasbor.example.go.id"\nberkas_rahasia = "rahasia"\n', "")
    (home / "akses.toml").write_text(oidc.replace('"kaban"', '"kaban@bekasi.example"'))
    claims = {"email": "kaban@bekasi.example", "email_verified": True, "iat": clock.seconds() - 60}

    class User(SimpleNamespace):
        def __contains__(self, _):
            return True

    monkeypatch.setattr(signin.st, "user", User(is_logged_in=True, to_dict=lambda: claims))
    with pytest.raises(DataError, match="sesi berhenti sampai admin memastikannya"):
        signin.identify(home)
    timekeeping.confirm(homes.session(home))
    assert signin.identify(home).role == "pimpinan"


def test_without_sign_in_one_reads_on_under_the_question_and_may_answer_it(home):
    for role in ("lokal", "humas"):
        at = shown("ringkasan", peran=role)
        assert at.warning[0].value.startswith("Jam komputer diragukan: embargo tidak terbuka")
        assert "Edisi 2026-10-r1" in text(at)
    at = shown("edisi")
    assert "Jam komputer bergeser" in at.warning[0].value
    assert any("Jam benar" in button.label for button in at.button)
    at = shown("edisi", peran="operator_kabupaten")
    assert "Jam komputer bergeser" in at.warning[0].value
    assert not any("Jam benar" in button.label for button in at.button)


def test_publishing_rests_on_the_page(home):
    at = shown("edisi", bagian="terbitkan")
    assert at.button(key="terbitkan").disabled
    assert at.info[0].value == "Penerbitan menunggu sampai jam komputer dipastikan."
