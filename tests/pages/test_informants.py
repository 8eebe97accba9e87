"""Who tells on whom, as people could find it: every page of every kind of role with all its downloads, and the brief.

In the simulated data one Ormas more, with its seat and an activity in Cibitung, reports an incident in Muaragembong: nowhere
may it stand in one row, sentence or figure with that place or that day. A second such row waits for verification.
"""

import contextlib
import io
import re
import shutil
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
import streamlit as st

from data.access import viewers
from data.access.viewers import Viewer
from data.editions import reading, scoping
from data.store import clock
from data.workflow import granting, publishing
from pages.exports.brief import brief
from tests import homes
from tests.pages.test_figures_said import texts
from tests.pages.test_roles import opened, screen
from tests.reader import t

PLACE, NAME, CODE = "32.16.17", "Kenari Rekaan", "ORM-900"
DAY = date(2026, 10, 9)
OF_REPORT = (
    "Muaragembong",
    PLACE,
    "2026-10-09",
    "9 Okt 2026",
    "09/10/2026",
    "sengketa lahan",
    "sengketa_lahan",
)
# One of each scope and set of pages; the officer of Polri holds a grant for the very Ormas.
VIEWERS = (
    "pimpinan",
    "penghubung_polri",
    "camat",
    "operator_kecamatan",
    "humas",
    "operator_kabupaten",
    "admin",
)
PARTS = {"edisi": ("edisi", "bandingkan", "audit", "izin"), "unggah": ("unggah", "kirim"), "metodologi": ("iko", "dasar")}


@pytest.fixture(scope="module")
def home(simulated_home, tmp_path_factory):
    home = tmp_path_factory.mktemp("pelapor") / "home"
    shutil.copytree(simulated_home, home)
    homes.put(home, "ormas", homes.organisation(900, nama=NAME, kode_ormas=CODE))
    homes.put(home, "kegiatan", homes.activity(date(2026, 10, 3), kode_ormas=CODE))
    told = homes.incident(DAY, kecamatan=PLACE, jenis="sengketa_lahan", peran_ormas="melapor", kode_ormas=CODE)
    homes.put(home, "kejadian", told)
    homes.put(home, "kejadian", {**told, "id_kejadian": "KJ-KENARI"}, verified=False)
    publishing.publish(homes.session(home), homes.MONTH)
    until = clock.today() + timedelta(days=30)
    granting.give(homes.session(home), "penghubung_polri", [CODE], purpose="pembinaan bersama", letter="B/1/2026", until=until)
    return home


@pytest.fixture
def handed(at_home, home, monkeypatch):
    """What download buttons would hand over, written at once, as text."""
    at_home(home, read_only=True)
    found = []
    button = st.download_button

    def noting(label, data=None, **options):
        if re.search(r"\.(csv|xlsx|zip|txt)$", options.get("file_name", "")):
            found.extend(plain(data() if callable(data) else data))
        return button(label, data=b"-", **options)

    monkeypatch.setattr(st, "download_button", noting)
    return found


def plain(content):
    """Rows of a CSV, a workbook or a zip file of them."""
    if isinstance(content, str):
        return content.splitlines()
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig").splitlines()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            return [
                line
                for name in archive.namelist()
                if name.endswith((".csv", ".md"))
                for line in archive.read(name).decode("utf-8-sig").splitlines()
            ]
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return ["|".join(str(cell) for cell in row) for sheet in book for row in sheet.iter_rows(values_only=True)]


def pieces(shown):
    """A screen in rows of tables and, where there is none, in texts between tags, quotes and line ends."""
    rows = re.findall(r"<tr\b.*?</tr>", shown, flags=re.DOTALL)
    return rows + re.split(r"<(?!/?(?:b|br|small|strong|span)\b)[^>]*>|\"|\n", re.sub(r"<tr\b.*?</tr>", "", shown, flags=re.DOTALL))


def pairs(some):
    return [one[:300] for one in some if (NAME in one or CODE in one) and any(word in one for word in OF_REPORT)]


CASES = [
    (role, page, part)
    for role in VIEWERS
    for page in Viewer("x", role).pages
    for part in PARTS.get(page, ("",))
    # The operator of the kabupaten sees the same rows as leaders do: only what those don't have.
    if role != "operator_kabupaten" or page not in viewers.PAGES["pimpinan"]
]


@pytest.mark.parametrize(("role", "page", "part"), CASES)
def test_no_page_and_no_download_joins_the_ormas_with_what_it_reported(role, page, part, handed):
    links = {"kecamatan": PLACE, "ormas": CODE, **({"bagian": part} if part else {})}
    shown = screen(opened(page, role, peran_kecamatan=PLACE, **links))
    assert pairs(pieces(shown)) == []
    assert pairs(handed) == []


def test_what_is_looked_for_is_there_for_those_who_verify(handed):
    """Otherwise the test above would prove nothing: the row that waits, and the Ormas on pages and in downloads."""
    at = opened("unggah", "operator_kabupaten", bagian="verifikasi", antre="kejadian")
    (queue,) = at.dataframe
    lines = ["|".join(map(str, row)) for row in queue.value.itertuples(index=False)]
    assert len(pairs(lines)) == 1
    assert NAME in screen(opened("ormas", "pimpinan", ormas=CODE))
    assert NAME in screen(opened("ormas", "penghubung_polri", ormas=CODE))
    assert any(NAME in line for line in handed)


@pytest.mark.parametrize("role", ["pimpinan", "penghubung_polri"])
def test_the_brief_says_no_pair_and_the_same_counts_to_both(role, home):
    with contextlib.closing(reading.open_edition(home)) as whole:
        seen = scoping.scoped(whole, Viewer("x", role), lambda: frozenset({CODE}))
        said = list(texts(brief.brief(seen, t)))
        assert pairs(said) == []
        assert not [one for one in said if NAME in one or CODE in one]
        assert said == list(texts(brief.brief(whole, t)))


def test_without_a_grant_a_kecamatan_tells_how_many_and_lists_nobody(at_home, home):
    at_home(home, read_only=True)
    shown = screen(opened("kecamatan", "penghubung_tni", kecamatan=homes.CIBITUNG))
    assert re.search(r"\d+ Ormas[^<]* di sini dalam dua belas bulan", shown)
    assert "hanya ditampilkan kepada TNI dengan izin" in shown
    assert "Kegiatan di sini" not in shown
    decisions = screen(opened("ringkasan", "penghubung_tni"))
    assert "perlu pelatihan" not in decisions


def test_a_file_that_was_offered_under_a_grant_is_refused_when_it_is_over(at_home, home, monkeypatch):
    at_home(home)
    offered = []
    button = st.download_button

    def noting(label, data=None, **options):
        offered.append(data)
        return button(label, data=b"-", **options)

    monkeypatch.setattr(st, "download_button", noting)
    monkeypatch.setattr("pages.session.guard.file", lambda make: make)  # who it is hasn't changed
    opened("kecamatan", "penghubung_polri", kecamatan=homes.CIBITUNG)
    assert any(NAME in line for make in offered for line in plain(make()))
    later = clock.today() + timedelta(days=31)
    monkeypatch.setattr(clock, "today", lambda: later)
    for make in offered:
        with pytest.raises(viewers.AccessError, match="Izin melihat Ormas berubah"):
            make()


def test_when_the_grant_ends_the_page_names_the_ormas_no_more(handed, monkeypatch):
    assert NAME in screen(opened("ormas", "penghubung_polri"))
    later = clock.today() + timedelta(days=31)
    monkeypatch.setattr(clock, "today", lambda: later)
    shown = screen(opened("ormas", "penghubung_polri", ormas=CODE))
    assert NAME not in shown
    assert "Ormas ditampilkan tanpa nama" in shown
    assert "berakhir" in screen(opened("edisi", "admin", bagian="izin"))
    assert viewers.Viewer("x", "admin").may(granting.RIGHT)
