"""Sign-in by client certificate: a real nginx runs deploy/nginx/kondusif-sertifikat.conf, a CA of the test signs."""

import pytest

from tests.browser import certificates, proxies
from tests.browser.certificates import DAY, NOW, Authority, name
from tests.browser.without_browser import asked, got, unchecked_tls

BY_EMAIL = {"set $kondusif_user $kondusif_cn;": "set $kondusif_user $kondusif_email;"}
WITH_LIST = {"#ssl_crl ": "ssl_crl "}


@pytest.fixture(scope="module", autouse=True)
def _nginx_there():
    proxies.needed(proxies.NGINX, "nginx-light")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sertifikat")


@pytest.fixture(scope="module")
def office(folder):
    return Authority(folder)


@pytest.fixture(scope="module")
def front(office, folder, proxied_home, behind):
    secret = proxies.secret_of(proxied_home)
    with proxies.nginx(folder, behind, secret, name="kondusif-sertifikat.conf") as address:
        yield address


@pytest.fixture
def tls(office):
    """TLS as somebody whom the office gave a certificate."""

    def of(*common, **subject):
        return unchecked_tls(office.gives("orang", name(common, **subject)))

    return of


def test_the_name_in_a_certificate_gives_the_role(front, tls):
    answer = asked(front, tls=tls("kaban"))
    assert answer.headings == ["Ringkasan"]
    assert "Masuk sebagai kaban (Pimpinan)" in answer.text


def test_a_camat_is_kept_to_the_own_kecamatan_and_pages(front, tls):
    answer = asked(f"{front}/kecamatan?kecamatan=32.16.18&peran=pimpinan", tls=tls("camat"))
    assert "Cibitung" in answer.text
    assert "Setu" not in answer.text
    assert asked(f"{front}/peta", tls=tls("camat")).headings == ["Tidak tersedia untuk Anda"]


def test_a_certificate_without_a_role_is_refused_in_words(front, tls):
    answer = asked(front, tls=tls("tanpa-peran"))
    assert "Akun tanpa-peran belum diberi peran." in answer.text
    assert "Edisi" not in answer.text


def test_headers_that_a_client_makes_up_are_replaced(front, tls, proxied_home):
    made_up = {
        "X-Kondusif-User": "kaban",
        "X-Kondusif-Groups": "humas",
        "X-Kondusif-Secret": proxies.secret_of(proxied_home),
    }
    assert "Akun tanpa-peran belum diberi peran." in asked(front, tls=tls("tanpa-peran"), headers=made_up).text
    assert "Masuk sebagai camat (Camat)" in asked(f"{front}/kecamatan", tls=tls("camat"), headers=made_up).text


@pytest.fixture
def strangers(office, tmp_path):
    """Certificates that must open nothing, by what is wrong with them."""
    like_ours = Authority(tmp_path)  # of the same name as the office's
    lent = office.gives("meminjamkan", name(["kaban"]))
    return {
        "none": None,
        "another authority": like_ours.gives("lain", name(["kaban"])),
        "expired": office.gives("lama", name(["kaban"]), until=NOW - DAY),
        "not yet valid": office.gives("nanti", name(["kaban"]), until=NOW + 3 * DAY),
        "signed by a person": certificates.signed_by(lent, tmp_path, name(["kaban"])),
        "by itself": certificates.own(tmp_path, "sendiri"),
    }


def test_without_a_valid_certificate_nothing_of_the_dashboard_is_served(front, strangers):
    for what, pair in strangers.items():
        for path in ("/", "/peta", "/_stcore/health", "/_stcore/stream", "/app/static/icon.svg"):
            status, headers, body = got(f"{front}{path}", tls=unchecked_tls(pair))
            assert status == 400, (what, path)
            assert "nginx" in body
            assert "streamlit" not in body.lower()
            assert proxies.safe(headers) == proxies.HEADERS


@pytest.mark.parametrize(
    "subject",
    [
        name([], email=["kaban@bekasi.example"]),
        name(["camat", "kaban"]),
        name(["kaban"], organisation="Pemkab,CN=camat"),
        name([], organisation="Pemkab,CN=kaban"),
        name([], organisation="Pemkab+CN=kaban"),
        name([], organisation="Pemkab\\,CN=kaban"),
        name(["orang,CN=kaban"]),
        name(["kaban,"]),
        name(["kaban\n"]),
        name(["kaban\0"]),
        name(["kabán"]),
    ],
    ids=lambda subject: repr(subject.rfc4514_string()),
)
def test_a_certificate_that_names_nobody_clearly_is_refused(front, office, subject):
    tls = unchecked_tls(office.gives("aneh", subject))
    status, _, body = got(f"{front}/_stcore/health", tls=tls)
    assert (status, body.strip() == "ok") == (403, False)


def test_the_e_mail_can_be_the_name_and_a_lost_certificate_taken_back(office, folder, proxied_home, behind, tmp_path):
    good, lost = (office.gives(stem, name(["orang"], email=["kaban@bekasi.example"])) for stem in ("baik", "hilang"))
    office.takes_back(lost)
    for file in folder.glob("ca-pengguna.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    secret = proxies.secret_of(proxied_home)
    changes = {**BY_EMAIL, **WITH_LIST}
    with proxies.nginx(tmp_path, behind, secret, name="kondusif-sertifikat.conf", changes=changes) as front:
        assert "Masuk sebagai kaban@bekasi.example (Pimpinan)" in asked(front, tls=unchecked_tls(good)).text
        assert got(f"{front}/_stcore/health", tls=unchecked_tls(lost))[0] == 400
        without = office.gives("tanpa", name(["kaban"]))
        assert got(f"{front}/_stcore/health", tls=unchecked_tls(without))[0] == 403
