"""akses.toml: who has which role. A mistake in it is one sentence that names file, table and key, and gives nobody a right."""

import re

import pytest

from data.access import access_file, viewers
from data.access.access_file import load, official_name, secrets_of_oidc
from data.errors import DataError

OIDC = """
[masuk]
cara = "oidc"

[[akses]]
peran = "pimpinan"
pengguna = ["Kaban@bekasi.example"]

[[akses]]
peran = "camat"
pengguna = ["camat.cibitung@bekasi.example"]
kecamatan = ["32.16.07"]

[[akses]]
peran = "penghubung"
grup = ["Kesbangpol", "FKUB"]
"""
SECRET = "k3rahasiaan-yang-cukup-panjang-0123456789"


def written(home, text, mode=0o600, name=access_file.FILE):
    path = home / name
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def refusal(home, read=load):
    with pytest.raises(DataError) as caught:
        read(home)
    return str(caught.value)


def with_proxy(home, *, secret=SECRET, mode=0o600, more=""):
    written(home, secret, mode, "rahasia-proksi")
    written(
        home,
        f'[masuk]\ncara = "proksi"\nnama = "dasbor.example"\nberkas_rahasia = "rahasia-proksi"\n{more}\n'
        '[[akses]]\nperan = "admin"\npengguna = ["admin"]\n',
    )


def test_without_the_file_nobody_signs_in(tmp_path):
    assert load(tmp_path).mode is None


def test_a_user_has_the_role_of_the_rule_that_names_them_whatever_the_case(tmp_path):
    written(tmp_path, OIDC)
    found = load(tmp_path).viewer("kaban@BEKASI.example")
    assert (found.user, found.role, found.kecamatan) == ("kaban@BEKASI.example", "pimpinan", frozenset())


def test_a_rule_for_the_user_wins_over_one_for_a_group(tmp_path):
    written(tmp_path, OIDC)
    found = load(tmp_path).viewer("camat.cibitung@bekasi.example", ["kesbangpol"])
    assert (found.role, found.kecamatan) == ("camat", frozenset({"32.16.07"}))


def test_a_member_of_a_group_has_its_role(tmp_path):
    written(tmp_path, OIDC)
    assert load(tmp_path).viewer("baru@bekasi.example", ["tamu", "fkub"]).role == "penghubung"


@pytest.mark.parametrize(("own", "scope"), [('["semua"]', frozenset()), ('["32.16.07", "32.16.18"]', {"32.16.07", "32.16.18"})])
def test_a_liaison_officer_has_the_regency_or_kecamatan_of_their_own(own, scope, tmp_path):
    written(tmp_path, OIDC.replace('"penghubung"', f'"penghubung_tni"\nkecamatan = {own}'))
    found = load(tmp_path).viewer("baru@bekasi.example", ["fkub"])
    assert (found.role, found.kecamatan, found.narrowed) == ("penghubung_tni", scope, bool(scope))
    assert found.may("ekspor_brief") != found.narrowed


def test_the_scope_of_a_liaison_officer_is_never_taken_for_granted(tmp_path):
    written(tmp_path, OIDC.replace('"penghubung"', '"penghubung_bin"'))
    assert refusal(tmp_path).endswith(
        '[[akses]] ke-3: kecamatan wajib untuk penghubung_bin: kode kecamatannya, atau ["semua"] untuk seluruh kabupaten.'
    )


@pytest.mark.parametrize("user", ["orang@lain.example", "", "k", "kaban@bekasi.example.jahat.example"])
def test_an_account_that_no_rule_names_is_refused_by_name(tmp_path, user):
    written(tmp_path, OIDC)
    with pytest.raises(viewers.AccessError) as caught:
        load(tmp_path).viewer(user, ["tamu"])
    assert str(caught.value) == (f"Akun {user} belum diberi peran. Minta admin menambahkannya di akses.toml.")


RULE = '[masuk]\ncara = "oidc"\n[[akses]]\n'
FAULTS = {
    "no TOML": ("[masuk", "tidak dapat dibaca sebagai TOML"),
    "no way in": (
        '[[akses]]\nperan = "admin"\npengguna = ["a"]',
        "[masuk] cara harus salah satu dari oidc, proksi.",
    ),
    "a way that doesn't exist": (
        '[masuk]\ncara = "ldap"',
        "[masuk] cara harus salah satu dari oidc, proksi.",
    ),
    "masuk is no table": ('masuk = "oidc"', "tulis [masuk] sebagai tabel TOML."),
    "an unknown table": (OIDC + "[akes]\n", "kunci akes tidak dikenal di sini. Yang ada: masuk, akses, plh."),
    "a misspelt key": (
        OIDC.replace('"oidc"', '"oidc"\ndiam_menitt = 5'),
        "[masuk] kunci diam_menitt tidak dikenal di sini. Yang ada: cara, diam_menit, empat_mata, klaim_pengguna, klaim_grup,",
    ),
    "a time-out that the proxy holds": (
        '[masuk]\ncara = "proksi"\npaling_lama_jam = 5',
        "[masuk] kunci paling_lama_jam tidak dikenal di sini. Yang ada: cara, diam_menit, empat_mata, nama, berkas_rahasia,",
    ),
    "minutes that are none": (
        OIDC.replace('"oidc"', '"oidc"\ndiam_menit = 0'),
        "[masuk] diam_menit harus bilangan bulat 1 atau lebih.",
    ),
    "hours as text": (
        OIDC.replace('"oidc"', '"oidc"\npaling_lama_jam = "8"'),
        "[masuk] paling_lama_jam harus bilangan bulat 1 atau lebih.",
    ),
    "an empty claim": (
        OIDC.replace('"oidc"', '"oidc"\nklaim_pengguna = ""'),
        "[masuk] klaim_pengguna harus teks yang tidak kosong.",
    ),
    "no rule": ('[masuk]\ncara = "oidc"', "belum ada [[akses]]; tanpa itu tidak ada yang dapat masuk."),
    "a rule that is no table": (
        'akses = ["a"]\n[masuk]\ncara = "oidc"',
        "[[akses]] ke-1: tulis sebagai tabel TOML.",
    ),
    "no role": (RULE + 'pengguna = ["a"]', "[[akses]] ke-1: peran '' tidak dikenal. Yang ada: pimpinan,"),
    "the local role": (
        RULE + 'peran = "lokal"\npengguna = ["a"]',
        "[[akses]] ke-1: peran 'lokal' tidak dikenal.",
    ),
    "a user as plain text": (
        RULE + 'peran = "admin"\npengguna = "budi"',
        '[[akses]] ke-1: pengguna harus daftar teks, mis. pengguna = ["…"].',
    ),
    "an empty user": (
        RULE + 'peran = "admin"\npengguna = [" "]',
        "[[akses]] ke-1: pengguna harus daftar teks",
    ),
    "nobody": (RULE + 'peran = "admin"', "[[akses]] ke-1: isi pengguna atau grup."),
    "a misspelt key of a rule": (
        RULE + 'peran = "admin"\npengguna = ["a"]\ngroup = ["b"]',
        "[[akses]] ke-1: kunci group tidak dikenal. Yang ada: peran, pengguna, grup, kecamatan.",
    ),
    "a camat of nowhere": (
        RULE + 'peran = "camat"\npengguna = ["a"]',
        "[[akses]] ke-1: kecamatan wajib untuk camat, operator_kecamatan dan peran instansi, dan hanya untuk peran itu.",
    ),
    "a kecamatan of humas": (
        RULE + 'peran = "humas"\npengguna = ["a"]\nkecamatan = ["32.16.07"]',
        "[[akses]] ke-1: kecamatan wajib untuk camat, operator_kecamatan dan peran instansi, dan hanya untuk peran itu.",
    ),
    "a kecamatan that doesn't exist": (
        RULE + 'peran = "camat"\npengguna = ["a"]\nkecamatan = ["32.16.99"]',
        "[[akses]] ke-1: kode kecamatan 32.16.99 tidak ada. Tulis mis. 32.16.07.",
    ),
    "a user twice": (
        OIDC + '[[akses]]\nperan = "admin"\npengguna = ["KABAN@bekasi.example"]',
        "[[akses]] ke-4: pengguna kaban@bekasi.example sudah disebut di [[akses]] ke-1.",
    ),
    "a group twice": (
        OIDC + '[[akses]]\nperan = "admin"\ngrup = ["fkub"]',
        "[[akses]] ke-4: grup fkub sudah disebut di [[akses]] ke-3.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_mistake_is_a_sentence_that_says_where(tmp_path, fault):
    text, said = FAULTS[fault]
    path = written(tmp_path, text)
    found = refusal(tmp_path)
    assert found.startswith(f"{path}: ")
    assert said in found


def test_a_file_that_anybody_may_change_is_refused_with_the_command_that_mends_it(tmp_path):
    path = written(tmp_path, OIDC, 0o666)
    assert refusal(tmp_path) == f"{path}: dapat diubah siapa saja. Jalankan: chmod o-w {path}"


def test_the_secret_of_the_proxy_is_read_from_its_file_and_never_shown(tmp_path):
    with_proxy(tmp_path, secret=SECRET + "\n")
    found = load(tmp_path)
    assert (found.mode, found.secret) == ("proksi", SECRET)
    assert SECRET not in repr(found)


def test_the_official_name_is_that_of_the_proxy_or_of_the_way_back_from_the_provider(tmp_path):
    assert official_name(tmp_path, load(tmp_path)) is None
    with_proxy(tmp_path)
    assert official_name(tmp_path, load(tmp_path)) == "dasbor.example"
    written(tmp_path, OIDC)
    written(tmp_path, SECRETS, name="masuk.toml")
    assert official_name(tmp_path, load(tmp_path)) == "dasbor.example"
    written(tmp_path, SECRETS.replace("https://dasbor.example/", "dasbor.example/"), name="masuk.toml")
    with pytest.raises(DataError, match="redirect_uri harus alamat lengkap"):
        official_name(tmp_path, load(tmp_path))


@pytest.mark.parametrize("name", ["", "https://dasbor.example", "dasbor.example:443", "dasbor.example/", "*"])
def test_a_name_that_no_browser_would_send_is_refused(tmp_path, name):
    with_proxy(tmp_path)
    path = tmp_path / access_file.FILE
    path.write_text(path.read_text().replace("dasbor.example", name))
    assert "[masuk] nama harus nama resmi dasbor tanpa https:// dan port" in refusal(tmp_path)


def test_behind_a_proxy_the_official_name_is_needed(tmp_path):
    with_proxy(tmp_path)
    path = tmp_path / access_file.FILE
    path.write_text(path.read_text().replace('nama = "dasbor.example"\n', ""))
    assert "[masuk] nama harus nama resmi dasbor" in refusal(tmp_path)


def test_names_of_the_headers_can_be_chosen(tmp_path):
    with_proxy(tmp_path, more='kepala_pengguna = "X-Remote-User"')
    assert load(tmp_path).user_header == "X-Remote-User"


def test_a_secret_that_is_short_open_or_absent_is_refused(tmp_path):
    with_proxy(tmp_path, secret="rahasia")
    assert "rahasia terlalu pendek; pakai sedikitnya 32 huruf acak" in refusal(tmp_path)
    with_proxy(tmp_path, mode=0o644)
    assert re.search(r"rahasia-proksi: dapat dibaca siapa saja\. Jalankan: chmod 600 ", refusal(tmp_path))
    (tmp_path / "rahasia-proksi").unlink()
    assert "[masuk] berkas_rahasia harus menunjuk berkas yang ada." in refusal(tmp_path)


SECRETS = f"""
[auth]
redirect_uri = "https://dasbor.example/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "kondusif"
client_secret = "x"
server_metadata_url = "https://akun.example/.well-known/openid-configuration"
"""


def test_the_secrets_of_oidc_are_checked_before_the_server_starts(tmp_path):
    assert refusal(tmp_path, secrets_of_oidc).endswith("Contohnya: deploy/masuk.toml")
    path = written(tmp_path, SECRETS, name="masuk.toml")
    assert secrets_of_oidc(tmp_path) == path
    written(tmp_path, SECRETS.replace("client_id", "klien"), name="masuk.toml")
    assert refusal(tmp_path, secrets_of_oidc) == f"{path}: [auth] belum berisi client_id."
    written(tmp_path, SECRETS.replace(SECRET, "pendek"), name="masuk.toml")
    assert "rahasia terlalu pendek" in refusal(tmp_path, secrets_of_oidc)
    written(tmp_path, SECRETS, 0o644, "masuk.toml")
    assert "dapat dibaca siapa saja" in refusal(tmp_path, secrets_of_oidc)
    written(tmp_path, 'auth = "x"', name="masuk.toml")
    assert "[auth] belum berisi redirect_uri, cookie_secret," in refusal(tmp_path, secrets_of_oidc)
