"""What tests of sign-in look at, whatever the way in."""

import json
import shutil

from data.store import audit, database
from tests.browser.driving import settled

REFUSED = "Tidak tersedia untuk Anda"


def home_with(akses, home, folder):
    """A copy of a home, for signing in writes into the audit trail, with this `akses.toml`."""
    shutil.copytree(home, folder)
    (folder / "akses.toml").write_text(akses, encoding="utf-8")
    return folder


def opened(context, url):
    """A new tab at a URL, drawn; `answer` is what the server said, `complaints` what the console says."""
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.answer = page.goto(url)
    settled(page)
    return page


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def links(page):
    """The menu."""
    return [one.strip() for one in page.locator('[data-testid="stSidebar"] [data-testid="stPageLink"]').all_inner_texts()]


def text(page):
    return page.locator('[data-testid="stApp"]').inner_text()


def trail(home, action, **which):
    """Details of the rows of an action in the audit trail."""
    with database.read(home) as con:
        return [json.loads(row) for row in audit.entries(con, action=action, **which)["rincian"]]
