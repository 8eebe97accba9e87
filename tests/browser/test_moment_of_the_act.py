"""Writes and files after a right has ended: a real server, and pages that were open before, as a forger would use them.

Every button of a page is pressed at once and every file asked for, whatever the page is about.
"""

import asyncio
import time

import pytest

from data.access import access_file
from data.store import audit, database
from tests.browser import proxies
from tests.browser.driving import free_port, serving
from tests.browser.signing_in import REFUSED, home_with
from tests.browser.test_signin_oidc import COOKIE, cookie, with_secrets
from tests.browser.without_browser import asked, talked

PEOPLE = """
[[akses]]
peran = "{role}"
pengguna = ["{user}"]
"""
ENTRY = proxies.AKSES.partition("[[akses]]")[0]
# A page with a role that has it, and another one, which may do the same where there is such a role.
WORK = (
    ("peringatan", "operator_kabupaten", "penghubung"),
    ("unggah?bagian=unggah", "operator_kabupaten", "humas"),
    ("edisi?bagian=edisi", "operator_kabupaten", "admin"),
    ("siaran_pers", "ppid", "ppid_pengganti"),
    ("ringkasan", "pimpinan", "penghubung"),
)
OIDC = """
[masuk]
cara = "oidc"
diam_menit = 900
[[akses]]
peran = "operator_kabupaten"
pengguna = ["kaban@bekasi.example"]
"""
LEFT = 5  # seconds of a session that ends while a page is open
SIGNED = ("masuk", "masuk_ditolak")


@pytest.fixture(scope="module")
def served(home, tmp_path_factory):
    """A home with sign-in by a proxy, and the address of its dashboard."""
    folder = home_with(
        ENTRY + PEOPLE.format(role="admin", user="penjaga"),
        home,
        tmp_path_factory.mktemp("saat-bertindak") / "home",
    )
    proxies.make_secret(folder)
    with serving(folder, tmp_path_factory.mktemp("log") / "server.log") as address:
        yield folder, address


@pytest.fixture
def people(served):
    """Says who has which role from now on; gives the headers of one of them."""
    folder, _ = served

    def are(**roles):
        people = "".join(PEOPLE.format(role=role, user=user) for user, role in {"penjaga": "admin", **roles}.items())
        (folder / access_file.FILE).write_text(ENTRY + people, encoding="utf-8")
        return lambda user: {
            "X-Kondusif-User": user,
            "X-Kondusif-Secret": proxies.secret_of(folder),
        }

    return are


def written(home):
    """Number of rows in the trail, signing in apart: whatever is written leaves one."""
    with database.read(home) as con:
        return int((~audit.entries(con, limit=100_000)["tindakan"].isin(SIGNED)).sum())


async def everything(talk, page):
    """Ask for every file of a page and press every button; the page after it, and the files that were handed over."""
    handed = [label for one, label in page.files.items() if await talk.file(one)]
    return await talk.press(*(one for one, label in page.buttons.items() if label != "Keluar")), handed


@pytest.mark.parametrize(("page", "role", "other"), WORK)
@pytest.mark.parametrize("how", ["taken away", "changed"])
def test_after_a_role_has_ended_no_button_writes_and_no_file_is_handed_over(served, people, page, role, other, how):
    later = {"ani": other} if how == "changed" else {}
    home, address = served
    headers = people(ani=role)
    before = written(home)

    async def conversation(talk):
        drawn = await talk.open()
        people(**later)
        return drawn, *await everything(talk, drawn)

    drawn, after, handed = talked(f"{address}/{page}", conversation, headers=headers("ani"))
    assert len(drawn.buttons) > 1
    assert drawn.files
    assert handed == []
    assert written(home) == before
    if later:
        assert "Akun, peran, atau wilayah Anda berubah sejak halaman ini dibuka" in after.text
    else:
        assert after.headings == [REFUSED]
        assert "Akun ani belum diberi peran." in after.text


def test_what_is_pressed_above_writes_and_hands_over_while_the_role_holds(served, people):
    """Otherwise it would prove nothing."""
    home, address = served
    headers = people(ani="operator_kabupaten")
    before = written(home)

    async def conversation(talk):
        drawn = await talk.open()
        return drawn, *await everything(talk, drawn)

    drawn, after, handed = talked(f"{address}/peringatan", conversation, headers=headers("ani"))
    assert after.headings == drawn.headings
    assert len(handed) == len(drawn.files) > 0
    assert written(home) > before


def test_the_session_of_somebody_else_is_not_resumed_and_ones_own_is(served, people):
    _, address = served
    headers = people(ani="operator_kabupaten", budi="operator_kabupaten")

    async def named(talk):
        await talk.open()
        return talk.session

    ani = talked(address, named, headers=headers("ani"))
    assert talked(address, named, headers=headers("budi"), session=ani) != ani
    assert talked(address, named, headers=headers("ani"), session=ani) == ani
    past_the_proxy = {**headers("ani"), "X-Kondusif-Secret": "x" * 64}
    assert talked(address, named, headers=past_the_proxy, session=ani) != ani


@pytest.mark.parametrize("what", ["role", "file"])
def test_an_open_page_clears_itself_when_the_role_or_the_access_file_is_gone(served, people, what):
    """The browser asks again by itself, within half a minute; nobody clicks."""
    home, address = served
    headers = people(ani="operator_kabupaten")

    async def conversation(talk):
        drawn = await talk.open()
        (watch, seconds), *others = drawn.watches.items()
        assert seconds <= 30
        assert not others
        quiet = await talk.again(watch)
        if what == "role":
            people(budi="operator_kabupaten")
        else:
            (home / access_file.FILE).unlink()
        return quiet, await talk.again(watch)

    quiet, after = talked(f"{address}/peta", conversation, headers=headers("ani"))
    assert quiet.headings == []
    assert after.headings == [REFUSED]
    assert after.links == []


@pytest.fixture(scope="module")
def oidc(home, tmp_path_factory):
    """The same with sign-in by OIDC. Nobody comes from the provider here: cookies are signed as the server would."""
    folder, port = home_with(OIDC, home, tmp_path_factory.mktemp("saat-oidc") / "home"), free_port()
    with_secrets(folder, port, "http://127.0.0.1:9")
    with serving(folder, tmp_path_factory.mktemp("log") / "server.log", port=port) as address:
        asked(f"{address}/peringatan", cookies={COOKIE: cookie(address, iat=int(time.time()))})  # soon drawn
        yield folder, address


@pytest.mark.parametrize("how", ["signed out in another tab", "expired"])
def test_after_a_session_has_ended_no_button_writes_and_no_file_is_handed_over(oidc, how):
    home, address = oidc
    since = int(time.time()) - (10 * 3600 - LEFT if how == "expired" else 0)
    cookies = {COOKIE: cookie(address, iat=since)}
    before = written(home)

    async def leave(talk):
        page = await talk.open()
        await talk.press(*(one for one, label in page.buttons.items() if label == "Keluar"))

    async def conversation(talk):
        drawn = await talk.open()
        if how == "expired":
            await asyncio.sleep(LEFT + 1)
        else:
            await asyncio.to_thread(talked, address, leave, cookies=cookies)
        return drawn, *await everything(talk, drawn)

    drawn, after, handed = talked(f"{address}/peringatan", conversation, cookies=cookies)
    assert "Terima sinyal ini" in drawn.buttons.values()
    assert drawn.files
    assert handed == []
    assert written(home) == before
    assert after.headings == ["Masuk"]
    assert {"expired": "Sesi berakhir setelah 10 jam.", "signed out in another tab": "Anda sudah keluar."}[how] in after.text
