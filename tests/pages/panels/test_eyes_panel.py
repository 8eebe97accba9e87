"""Four eyes on the pages: said where one works, agreed to with a button, and who acts for whom is listed."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.access.viewers import Viewer
from data.editions import reading
from data.store import audit, database
from data.workflow import publishing, verification
from tests import homes
from tests.pages.test_pages import text

pytestmark = pytest.mark.home("menunggu", known=True)

SECRET = "r" * 32
ACCESS = """[masuk]
cara = "proksi"
nama = "dasbor.example.go.id"
berkas_rahasia = "rahasia"
empat_mata = true

[[akses]]
peran = "operator_kabupaten"
pengguna = ["ani", "budi"]

[[plh]]
pengguna = "dewi"
menggantikan = "budi"
peran = "operator_kabupaten"
dari = 2020-01-01
sampai = 2099-12-31
surat = "800.1.11/123/Bakesbangpol"
"""


@pytest.fixture
def home(home, monkeypatch):
    monkeypatch.setattr(publishing, "latest_complete_month", lambda today=None: "2026-10")
    return home


@pytest.fixture
def as_user(home, monkeypatch):
    """Sign-in by a proxy with four eyes switched on, and who it names."""
    (home / "rahasia").write_text(SECRET)
    (home / "rahasia").chmod(0o600)
    (home / "akses.toml").write_text(ACCESS)

    def name(user):
        headers = {"X-Kondusif-Secret": SECRET, "X-Kondusif-User": user}
        monkeypatch.setattr(type(st.context), "headers", property(lambda self: headers))

    return name


def shown(page, part):
    at = AppTest.from_string(f"from pages import {page}\n{page}.render()\n", default_timeout=120)
    at.query_params["bagian"] = part
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize(("page", "part"), [("unggah", "unggah"), ("unggah", "verifikasi"), ("edisi", "terbitkan")])
def test_without_sign_in_it_is_said_that_one_person_may_do_everything(home, page, part):
    accept_what_waits(home, "uji")
    said = text(shown(page, part))
    assert "Tanpa masuk dengan akun, satu orang dapat memasukkan, memverifikasi, dan menerbitkan" in said


def accept_what_waits(home, name):
    verification.decide(
        homes.session(home, Viewer(name, "operator_kabupaten")), verification.Filter(table="kejadian"), "terverifikasi", reason="uji"
    )


def test_who_verified_finds_the_button_at_rest_until_somebody_agrees(home, as_user):
    accept_what_waits(home, "budi")
    as_user("budi")
    at = shown("edisi", "terbitkan")
    assert "Yang baru di edisi ini diterima, ditolak, ditarik, atau diaktifkan kembali oleh: budi." in text(at)
    assert at.button(key="terbitkan").disabled
    assert "Anda ikut menerima, menolak, menarik" in at.info[0].value
    as_user("ani")
    at = shown("edisi", "terbitkan")
    assert not at.button(key="terbitkan").disabled
    at.button(key="setujui").click().run()
    assert not at.exception
    assert at.success[0].value.startswith("Penerbitan Oktober 2026 disetujui")
    assert "Disetujui oleh ani," in text(at)
    as_user("budi")
    at = shown("edisi", "terbitkan")
    at.button(key="terbitkan").click().run()
    assert not at.exception
    assert reading.list_editions(home)[0] == "2026-10-r2"
    with database.read(home) as con:
        assert audit.entries(con, action="terbit", limit=1)["oleh"].tolist() == ["budi"]


def test_the_page_of_verification_names_the_rule_and_refuses_ones_own_rows_in_a_sentence(home, as_user):
    with database.write(home, doing="uji") as con:
        con.execute("UPDATE batches SET oleh = 'ani'")
    as_user("ani")
    at = shown("unggah", "verifikasi")
    assert "Empat mata: yang memasukkan berkas tidak memverifikasinya" in text(at)
    assert "Menunggu keputusan orang lain, karena Anda yang memasukkannya: batch" in text(at)
    as_user("budi")
    assert "karena Anda yang memasukkannya" not in text(shown("unggah", "verifikasi"))


def test_delegations_are_listed_with_their_letter_and_days(home, as_user):
    as_user("dewi")
    said = text(shown("edisi", "audit"))
    for cell in ("dewi", "budi", "Operator kabupaten", "800.1.11/123/Bakesbangpol", "berlaku"):
        assert cell in said
    with database.read(home) as con:
        (row,) = audit.entries(con, action="masuk").to_dict("records")
    assert row["oleh"] == "dewi"
    assert '"surat": "800.1.11/123/Bakesbangpol"' in row["rincian"]
