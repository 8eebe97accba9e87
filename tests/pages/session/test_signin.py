"""Without sign-in only this machine is served, whoever passes the request on; the page says what to configure."""

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from data import shelf
from data.access.access_file import Access
from pages.session import listening, mistakes

PROXY = Access(mode="proksi", secret="x" * 32)
OIDC = Access(mode="oidc")


@pytest.fixture(autouse=True)
def _home(monkeypatch, simulated_home):
    st.cache_data.clear()
    shelf.forget()
    st.cache_resource.clear()
    monkeypatch.setenv("KONDUSIF_HOME", str(simulated_home))
    before = config.get_option("server.address")
    yield
    config.set_option("server.address", before)


def ringkasan():
    at = AppTest.from_string("from pages import ringkasan\nringkasan.render()\n", default_timeout=60)
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize("address", ["0.0.0.0", "", "192.0.2.7", "::", "dasbor.example"])
def test_a_server_that_listens_to_the_network_without_sign_in_shows_a_refusal_and_no_data(address, caplog):
    """Why stands in the log."""
    mistakes._written.clear()
    config.set_option("server.address", address)
    at = ringkasan()
    assert [title.value for title in at.title] == ["Tidak tersedia untuk Anda"]
    told = "Dasbor belum dapat dibuka: pengaturan masuknya keliru. Hubungi admin."
    assert at.warning[0].value == told
    assert caplog.messages[-1:] == [
        f"Server mendengarkan di {address or '0.0.0.0'}, padahal akses belum diatur. Tulis akses.toml (lihat "
        "docs/administration.md), atau jalankan hanya untuk mesin ini: python dashboard.py"
    ]
    assert "Edisi" not in " ".join(element.proto.body for element in at.get("html"))


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
@pytest.mark.parametrize("rules", [Access(), PROXY, OIDC])
def test_loopback_is_always_allowed(address, rules):
    assert listening.refuses_address(address, rules) is None


@pytest.mark.parametrize("address", ["0.0.0.0", None, "192.0.2.7", "::"])
def test_the_network_is_for_oidc_only_for_a_proxy_is_believed_from_this_machine(address):
    assert "akses belum diatur" in str(listening.refuses_address(address, Access()))
    assert "hanya dipercaya bila server mendengarkan di 127.0.0.1" in str(listening.refuses_address(address, PROXY))
    assert listening.refuses_address(address, OIDC) is None
