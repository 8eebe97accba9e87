"""The doctor reads `akses.toml` as the dashboard would, and says what to do before somebody stands before a closed door."""

import os
from pathlib import Path

import pytest

from data.__main__ import main
from data.safety import doctor
from tests import homes
from tests.reader import t

DEPLOY = Path(__file__).parents[3] / "deploy"
SECRET = "k3rahasiaan-yang-cukup-panjang-0123456789"
RULE = '[[akses]]\nperan = "pimpinan"\npengguna = ["kaban"]\n'
PROXY = f'[masuk]\ncara = "proksi"\nnama = "dasbor.example"\nberkas_rahasia = "rahasia-proksi"\n{RULE}'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("rumah") / "home"
    homes.new(home, "nyata")
    return home


@pytest.fixture
def home(made):
    yield made
    for name in ("akses.toml", "masuk.toml", "rahasia-proksi"):
        path = made / name
        if path.is_dir():
            path.rmdir()
        path.unlink(missing_ok=True)


def written(home, name, text, mode=0o600):
    path = home / name
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def said(home):
    return [one for one in doctor.examine(t, home) if one.subject == "Hak akses"]


def test_without_the_file_it_says_that_nobody_signs_in(home):
    (one,) = said(home)
    assert (one.level, one.text) == (
        "baik",
        "Tanpa akses.toml: hanya untuk mesin ini, tidak ada yang masuk dengan nama.",
    )


def test_a_file_in_order_is_told_in_numbers_without_names(home):
    written(home, "rahasia-proksi", SECRET)
    written(home, "akses.toml", PROXY + '[[akses]]\nperan = "pemilik_metode"\ngrup = ["fkub", "polres"]\n')
    (one,) = said(home)
    assert (one.level, one.text) == (
        "baik",
        "akses.toml: 1 nama dan 2 grup diberi peran; masuk lewat proksi.",
    )


def test_a_liaison_officer_without_an_institution_is_advised_about_and_still_signs_in(home):
    written(home, "rahasia-proksi", SECRET)
    written(home, "akses.toml", PROXY + '[[akses]]\nperan = "penghubung"\ngrup = ["fkub"]\n')
    odd, fine = said(home)
    assert (odd.level, fine.level) == ("perhatian", "baik")
    assert "belum menyebut instansinya" in odd.text
    assert odd.action.startswith("Ganti dengan penghubung_polri, penghubung_tni, penghubung_bin, dan tulis kecamatan")


FAULTS = {
    "no TOML": ("[masuk", "tidak dapat dibaca sebagai TOML"),
    "unknown key": (PROXY.replace("peran", "role"), "kunci role tidak dikenal"),
    "unknown role": (PROXY.replace('"pimpinan"', '"bupati"'), "peran 'bupati' tidak dikenal. Yang ada: pimpinan"),
    "unknown way": (PROXY.replace('"proksi"\nn', '"ldap"\nn'), "cara harus salah satu dari oidc, proksi"),
    "unknown kecamatan": (PROXY.replace('"pimpinan"', '"camat"') + 'kecamatan = ["32.16.99"]\n', "kode kecamatan 32.16.99 tidak ada"),
    "no rule": (PROXY.replace(RULE, ""), "belum ada [[akses]]"),
    "no secret": (PROXY.replace("rahasia-proksi", "hilang"), "berkas_rahasia harus menunjuk berkas yang ada"),
    "OIDC without its secrets": (f'[masuk]\ncara = "oidc"\n{RULE}', "masuk.toml belum ada"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_mistake_is_named_with_its_remedy_and_the_command_fails(home, fault, capsys):
    text, sentence = FAULTS[fault]
    written(home, "rahasia-proksi", SECRET)
    written(home, "akses.toml", text)
    (one,) = said(home)
    assert one.level == "rusak"
    assert sentence in one.text
    assert "akses.toml" in one.text or "masuk.toml" in one.text
    assert "docs/administration.md" in one.action
    assert main(["--home", str(home), "doctor"]) == 1
    assert sentence in capsys.readouterr().out


def test_what_cannot_be_read_at_all_is_said_without_a_traceback(home):
    (home / "akses.toml").mkdir(mode=0o700)
    (one,) = said(home)
    assert (one.level, one.text) == (
        "rusak",
        f"{home / 'akses.toml'}: tidak dapat dibaca (ini folder, bukan berkas).",
    )


def test_a_file_that_all_may_change_is_refused_with_the_command_that_mends_it(home):
    written(home, "rahasia-proksi", SECRET)
    path = written(home, "akses.toml", PROXY, 0o666)
    (one,) = said(home)
    assert one.level == "rusak"
    assert f"chmod o-w {path}" in one.text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("name", ["akses.toml", "rahasia-proksi"])
def test_a_file_of_another_account_than_the_home_asks_for_attention(home, name):
    written(home, "rahasia-proksi", SECRET)
    written(home, "akses.toml", PROXY)
    os.chown(home / name, 65534, 65534)
    found = {one.level: one for one in said(home)}
    assert f"{home / name}: pemiliknya bukan pemilik folder data" in found["perhatian"].text
    assert found["perhatian"].action == f"Samakan pemiliknya: chown --reference={home} {home / name}"
    assert "baik" in found


@pytest.mark.parametrize("name", ["akses-oidc.toml", "akses-proksi.toml"])
def test_the_ready_files_are_in_order(home, name):
    """As docs/administration.md copies them: what is missing afterwards is only the secret to fill in."""
    written(home, "rahasia-proksi", SECRET)
    written(home, "akses.toml", (DEPLOY / name).read_text(encoding="utf-8"))
    filled = (DEPLOY / "masuk.toml").read_text(encoding="utf-8").replace('secret = ""', f'secret = "{SECRET}"')
    written(home, "masuk.toml", filled)
    assert [one.level for one in said(home)] == ["baik"]


def test_a_sign_in_that_does_not_ask_for_the_password_anew_is_named(home):
    """A certified provider refused what Streamlit sends without it, and nothing on the page said why."""
    written(home, "akses.toml", f'[masuk]\ncara = "oidc"\n{RULE}')
    ready = (DEPLOY / "masuk.toml").read_text(encoding="utf-8").replace('secret = ""', f'secret = "{SECRET}"')
    written(home, "masuk.toml", ready)
    assert not any("prompt" in one.text for one in said(home))
    written(home, "masuk.toml", ready.replace('prompt = "login"', ""))
    (one,) = [one for one in said(home) if "prompt" in one.text]
    assert (one.level, "deploy/masuk.toml" in one.action) == ("perhatian", True)
