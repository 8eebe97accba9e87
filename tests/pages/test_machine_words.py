"""People read words: no code, no missing value of a program, no command, no time of a machine, no account of a server."""

import contextlib
import getpass
import re
import shutil
from unittest import mock

import pytest

from data.access import viewers
from data.editions import reading
from data.simulation import meetings as simulated
from data.store import audit, database, ledger
from data.words import LANGUAGES
from data.workflow import batches, followup, publishing, trail_words, verification
from pages.exports.proof import making
from pages.panels.tables import Column
from tests import homes, reader
from tests.pages.showing import sections, shown
from tests.pages.speech import spoken
from tests.reader import t
from tests.vocabulary import OTHER, words

MACHINE = {
    "code": re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b"),
    "missing value": re.compile(r"\b(?:None|nan|NaN|NaT|null|undefined)\b"),
    "truth value": re.compile(r"\b(?:True|False)\b"),
    "command": re.compile(r"python -m|python dashboard|--[a-z]+|chmod|\.py\b"),
    "time of a machine": re.compile(r"\bUTC\b|\d{4}-\d{2}-\d{2}T|\d{2}:\d{2}:\d{2}"),
    "month of a machine": re.compile(r"(?<![\w-])\d{4}-\d{2}(?![\w-])"),
    "account": re.compile(rf"\b{re.escape(getpass.getuser())}\b"),
}
# What may look like it, and why.
ALLOWED = {
    r"[\w.-]+@[\w.-]+": "an e-mail address, by which somebody signed in",
    r"[\w-]+-\d{4}-\d{2}(?:-r\d+)?[\w.-]*": "the name of a file that was given or is handed out",
    r"\d{4}-\d{2}/[\d.]+/\w+": "the id of a signal, by which the trail names it",
    r"sinyal/[\d.]+/\w+|laporan/\d{4}-\d{2}": "the subject of a decision, by which the trail names it",
    **{re.escape(one): "what a meeting decided, as it was typed" for one in simulated.TEXTS},
    r"cahyadsn/wilayah_boundaries": "the name of the source of the boundary, which its licence asks for",
    r"None of the[m ]": "an English sentence",
    r"%\{[^}]*\}": "where plotly puts a number",
}
# Choices that lead to what no row of choices leads to; each section of each page is found by itself.
MORE = {
    "ringkasan": [{"paparan": "ya", "layar": "3"}],
    "peta": [{"lapis": "sinyal", "kecamatan": "32.16.07"}, {"lapis": "ormas"}],
    "kecamatan": [{"kecamatan": "32.16.17"}],
    "tren": [{"deret": "kejadian"}],
    "ormas": [{"ormas": "ORM-016"}],
    "siaran_pers": [{"bingkai": "number"}],
    "unggah": [
        {"bagian": "kirim", "untuk": "2026-10"},
        *({"bagian": "verifikasi", "antre": table} for table in verification.VERIFIED_TABLES),
    ],
}


# Of the Indonesian words of an English page, those that stand for what somebody typed or for a name.
QUOTED = {
    "names of kecamatan and Ormas": {"pusat", "baru", "rekaan"},
    "fields of work, as the register has them": {"kepemudaan", "lingkungan", "pendidikan", "sosial"},
    "reasons": {"bukti", "tidak", "cocok", "simulasi", "uji"},
    "the switch of languages": {"bahasa"},
    "who proposes a method": {"tim"},
}


def without_names(text):
    """The text without what may look like something for machines."""
    for pattern in ALLOWED:
        text = re.sub(pattern, " ", text)
    return text


def found(texts):
    """What of the texts is for machines, by kind, with the text around it."""
    for rest in map(without_names, texts):
        for kind, pattern in MACHINE.items():
            for hit in pattern.finditer(rest):
                yield f"{kind} {hit.group()!r} in {rest[max(0, hit.start() - 60) : hit.end() + 40].strip()!r}"


@contextlib.contextmanager
def headers():
    """The header of every column that is made meanwhile, of tables on the page and of files alike."""
    titles, made = set(), Column.__init__

    def hear(column, title, *rest, **more):
        titles.add(title)
        made(column, title, *rest, **more)

    with mock.patch.object(Column, "__init__", hear):
        yield titles


@pytest.fixture(scope="module")
def busy(simulated_home, tmp_path_factory):
    """A home in which people work: rows of every table wait, a batch is withdrawn, a second edition is out, a signal is followed up."""
    home = tmp_path_factory.mktemp("kata") / "rumah"
    shutil.copytree(simulated_home, home)
    session = homes.session(home)
    wanted = [verification.Filter(table=table, status="terverifikasi") for table in verification.VERIFIED_TABLES]
    some = {one.table: verification.waiting(session, one, limit=6).rows["id_baris"].tolist() for one in wanted}
    with database.write(home, doing="uji") as con:
        for table, rows in some.items():
            by = audit.Actor("operator@uji.example")
            digest = database.verify_rows(con, [(table, row) for row in rows], "masuk", reason="uji", by=by)
            audit.append(con, "verifikasi", {"tabel": {table: len(rows)}, "baris": len(rows), ledger.DIGEST: digest}, by=by)
        states = verification.batch_states(con)
    batches.withdraw(session, int(states.loc[states["tabel"] == "survei", "batch_id"].iloc[0]), "uji")
    publishing.publish(homes.session(home), "2026-10")
    edition = reading.open_edition(home)
    signal = edition.signals(first="2025-11")["signal"].iloc[0]
    making.ask(t, homes.session(home), edition, "number", "2026-10", name_low_bands=False, note="")
    edition.close()
    followup.acknowledge(homes.session(home), signal, "2026-10-r2")
    return home


def test_what_is_drawn_offered_tabled_and_asked_is_all_listened_to(at_home, busy):
    """A test that hears nothing finds nothing."""
    at_home(busy, read_only=True)
    with headers() as titles:
        heard = spoken(shown("peta", lapis="ormas"))
    assert "Kecamatan" in titles
    for said in (
        "Pebayuran",
        "Lapisan",
        "Tanpa lapisan",
        "Unduh CSV",
        "Oktober 2026",
        "Klik kecamatan pada peta",
    ):
        assert any(said in one for one in heard), said
    queue = shown("unggah", bagian="verifikasi", antre="kejadian")
    assert {"Nomor batch", "Kode desa"} <= set(spoken(queue)) & {*queue.dataframe[0].value.columns}
    assert list(found(["bentrok_antarwarga", "10.00 UTC", f"Oleh: {getpass.getuser()}", "nan", "edisi 2026-10-r1"])) != []
    assert list(found(["edisi 2026-10-r1", "op@bekasi.example", "kejadian-2026-10.xlsx"])) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", viewers.ALL_PAGES)
def test_a_page_speaks_to_people(at_home, busy, page, language):
    at_home(busy, read_only=True)
    more = MORE.get(page, []) if language == "id" else []  # in English the same words, translated
    with headers() as titles:
        visits = [*sections(page, lang=language), *((one, shown(page, lang=language, **one)) for one in more)]
    heard = [(choices, list(found(spoken(at)))) for choices, at in visits]
    assert [(choices, words_) for choices, words_ in heard if words_] == []
    titles |= {str(name) for _, at in visits for table in at.dataframe for name in table.value.columns}
    assert [one for one in sorted(titles) if words([one]) & OTHER[language]] == []
    if language == "en" and page != "edisi":  # the trail quotes what people typed
        foreign = OTHER[language].difference(*QUOTED.values())
        assert [one for _, at in visits for one in spoken(at) if words([without_names(one)]) & foreign] == []
    if page in SECTIONS:
        assert {choices.get("bagian") for choices, _ in heard} >= SECTIONS[page]


# A test that finds nothing visits nothing; None is the first section.
SECTIONS = {
    "metodologi": {None, "iko", "dasar", "data", "simulasi"},
    "unggah": {None, "langkah", "kirim", "verifikasi", "pindah", "batch"},
    "edisi": {None, "bandingkan", "terbitkan", "izin", "audit", "periksa"},
}


def test_the_english_trail_has_no_indonesian_keys(at_home, busy):
    with database.read(busy) as con:
        details = con.execute("SELECT DISTINCT unnest(json_keys(rincian)) FROM audit").fetchall()
    assert {key for (key,) in details} - set(trail_words.KEYS) == set()
    reader.use("en")
    said = trail_words.details(t, '{"alasan": "uji", "baris": 3, "status": "ditolak", "tabel": "kejadian"}')
    assert said == "reason: uji; rows: 3; status: refused; table: Incidents"


STATES = {
    "no store": lambda home: None,
    "empty store": lambda home: homes.new(home, "nyata"),
    "damaged edition": lambda home: (shutil.copytree(home.parent / "contoh", home), _damage(home)),
}


def _damage(home):
    newest = home / "editions" / "2026-10-r1.duckdb"
    newest.chmod(0o644)
    newest.write_bytes(b"rusak")


# Where there is no store, who installs is told the two commands that make one: no page can.
@pytest.mark.parametrize(
    ("state", "role"),
    [
        (state, role)
        for state in STATES
        for role in ("admin", "operator_kabupaten", "pimpinan", "camat")
        if state != "no store" or role in ("pimpinan", "camat")
    ],
)
def test_a_page_with_nothing_to_show_speaks_to_people(at_home, simulated_home, tmp_path, state, role):
    (tmp_path / "contoh").symlink_to(simulated_home)
    STATES[state](tmp_path / "rumah")
    at_home(tmp_path / "rumah")
    page = "kecamatan" if role == "camat" else "ringkasan"
    assert list(found(spoken(shown(page, peran=role)))) == []


@pytest.mark.parametrize("page", ["edisi", "unggah"])
def test_a_page_that_is_not_for_the_role_speaks_to_people(at_home, busy, page):
    at_home(busy, read_only=True)
    assert list(found(spoken(shown(page, peran="humas", period="2031-01", lapis="tak_ada")))) == []
