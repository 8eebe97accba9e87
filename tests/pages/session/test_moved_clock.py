"""Sessions under each way in which a clock can be wrong: none begins or goes on until the admin has confirmed the time, then all do."""

import json
from types import SimpleNamespace

import pytest
import streamlit as st

from data.access.viewers import Viewer
from data.errors import DataError
from data.store import audit, clock, database
from data.workflow import timekeeping
from pages.session import signin
from tests import homes
from tests.data.store import test_clock as clocks
from tests.pages.panels.test_clock_panel import ACCESS, SECRET

machine, made, home = clocks.machine, clocks.made, clocks.home
OIDC = ACCESS.replace('"proksi"', '"oidc"').replace('nama = "dasbor.example.go.id"\nberkas_rahasia = "rahasia"\n', "")


class User(SimpleNamespace):
    """Whoever the provider has let in, as `st.user`."""

    def __contains__(self, _):
        return True


@pytest.fixture(params=["proksi", "oidc"])
def comes(request, home, monkeypatch):
    """How a person asks for a page: by the header of the proxy, or by claims of the provider."""
    (home / "rahasia").write_text(SECRET)
    (home / "rahasia").chmod(0o600)
    (home / "akses.toml").write_text(ACCESS if request.param == "proksi" else OIDC.replace('"kaban"', '"kaban@bekasi.example"'))

    def ask():
        headers = {"X-Kondusif-Secret": SECRET, "X-Kondusif-User": "kaban"}
        claims = {"email": "kaban@bekasi.example", "email_verified": True, "iat": clock.seconds() - 60}
        monkeypatch.setattr(type(st.context), "headers", property(lambda self: headers))
        monkeypatch.setattr(signin.st, "user", User(is_logged_in=True, to_dict=lambda: claims))
        return signin.identify(home)

    return ask


@pytest.mark.parametrize("case", clocks.MOVED)
def test_a_session_waits_for_the_admin_and_goes_on(home, machine, comes, case):
    assert comes().role == "pimpinan"
    clocks.row(home)
    clocks.MOVED[case][0](machine)
    for _ in range(2):
        with pytest.raises(DataError, match="sesi berhenti sampai admin memastikannya"):
            comes()
        machine.passes(clocks.DAY)  # waiting answers nothing
    timekeeping.confirm(homes.session(home, Viewer("admin", "admin")), "jam dinding")
    assert comes().role == "pimpinan"
    with database.read(home) as con:
        (told,) = audit.entries(con, action="jam_dipastikan").to_dict("records")
    assert told["oleh"] == "admin"
    assert json.loads(told["rincian"])["catatan"] == "jam dinding"


@pytest.mark.parametrize("case", ["put right by a minute a day, for two months", "off over a week-end"])
def test_what_clocks_do_by_themselves_stops_nobody(machine, comes, case):
    assert comes().role == "pimpinan"
    clocks.BELIEVED[case](machine)
    assert comes().role == "pimpinan"
