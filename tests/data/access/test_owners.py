"""Keys have owners: who may write which row, what replaces what, and what is a move. Every importable table, every sender."""

import csv
import shutil
from datetime import date

import duckdb
import pytest

from data import session
from data.__main__ import main
from data.access.viewers import LIAISON, OWN_KECAMATAN, RIGHTS, ROLES, AccessError, Viewer
from data.errors import DataError
from data.intake import importing, sheets
from data.store import database
from data.tables import TABLES
from data.workflow import batches, corrections, verification
from data.workflow.verification import Filter
from tests import homes

CIBITUNG, SETU = homes.CIBITUNG, homes.SETU
OWN, KABUPATEN = (
    Viewer("op", "operator_kecamatan", frozenset({CIBITUNG})),
    Viewer("kab", "operator_kabupaten"),
)
DAY, OTHER_DAY = date(2026, 10, 3), date(2026, 10, 9)

# Of every table a row of a kecamatan; `more` says something else under the same key.
ROWS = {
    "kejadian": lambda area, more: homes.incident(DAY, id_kejadian="1", kecamatan=area, luka=int(more)),
    "kegiatan": lambda area, more: homes.activity(DAY, id_kegiatan="1", kecamatan=area, peserta=30 + more),
    "kelengkapan": lambda area, more: homes.report("2026-10", kecamatan=area, desa_nihil=7 - more),
    "penduduk": lambda area, more: {"kecamatan": area, "tahun": 2025, "jumlah": 9_000 + more, "mutu": "proyeksi", "sumber": "uji"},
    "ormas": lambda area, more: homes.organisation(18 if area == SETU else 7, kecamatan=area, status="tidak_aktif" if more else "aktif"),
    "survei": lambda area, more: {
        "putaran": "2026-2",
        "tanggal": DAY,
        "sasaran": "kecamatan",
        "kode": area,
        "pertanyaan": "rasa_aman",
        "rata_rata": 3 + more / 10,
        "n_responden": 80,
    },
    "pelatihan": lambda area, more: homes.training(
        DAY, id_pelatihan="1", kode_ormas="ORM-018" if area == SETU else "ORM-007", pengurus_hadir=3 + more
    ),
    "nilai_resmi": lambda area, more: {"indeks": "IKO", "tahun": 2024 if area == SETU else 2025, "nilai": 60 + more, "sumber": "uji"},
    "agenda": lambda area, more: {
        "id_agenda": "18" if area == SETU else "7",
        "mulai": DAY,
        "sampai": OTHER_DAY if more else DAY,
        "jenis": "pilkades",
        "kecamatan": area,
    },
    "langkah_penanganan": lambda area, more: {
        "kecamatan": area,
        "id_kejadian": "1",
        "tanggal": DAY,
        "keadaan": "proses",
        "kantor": "polsek" if more else "camat",
    },
    "wilayah_polsek": lambda area, more: {
        "kecamatan": area,
        "polsek": "Polsek Cibitung",
        "mulai": DAY,
        "dikonfirmasi": "ya" if more else "tidak",
    },
    "riwayat_ormas": lambda area, more: {
        "kode_ormas": "ORM-018" if area == SETU else "ORM-007",
        "perihal": "skt",
        "mulai": DAY,
        "sampai": date(2030, 10, 3) if more else None,
    },
}


def two(table):
    """Number 2, in tables that number their rows."""
    return {TABLES[table].number: "2"} if TABLES[table].number else {}


# The rows above, as somebody may send them again: corrected; of another kecamatan; moved to one's own; colliding numbers.
CASES = {
    "own key": lambda table: {**ROWS[table](CIBITUNG, more=True)},
    "foreign key": lambda table: {**ROWS[table](SETU, more=True)},
    "moved key": lambda table: {**ROWS[table](SETU, more=True), **({"kecamatan": CIBITUNG} if TABLES[table].owner else {}), **two(table)},
    "colliding numbers": lambda table: {**ROWS[table](CIBITUNG, more=True), **two(table), "tanggal": OTHER_DAY},
}
# What becomes of the file: it goes in and replaces; it goes in beside what is there; it is refused, by what is said.
IN, BESIDE = "replaces", "beside"
FOREIGN, KABUPATEN_S, TAKEN = (
    "bukan kecamatan Anda",
    "dikirim oleh kabupaten",
    "sudah terdaftar untuk kecamatan lain",
)
MOVED = "pindah kecamatan, atau kejadian lain"


def expected(table, case, sender):
    """By the definition of the table, not table by table."""
    what = TABLES[table]
    another = case == "colliding numbers" and (what.number or "tanggal" in what.key)  # it is of another day
    if sender is OWN:
        if what.owner is None:
            return KABUPATEN_S
        if case == "foreign key":
            return FOREIGN
        if case == "moved key" and what.owner not in what.key:
            return TAKEN
        # Its own row of that month, year or number: what is another's under that number is another's.
        return BESIDE if another or (case == "moved key" and what.number) else IN
    if case == "moved key" and what.number:
        return MOVED
    return BESIDE if another else IN


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Cibitung and Setu have a row of every table in force; incident and activity number 1 stand in both, 2 in Setu only."""
    home = tmp_path_factory.mktemp("pemilik") / "rumah"
    homes.new(home, "nyata")
    homes.put(home, "ormas", homes.organisation(1, cakupan="kabupaten"))
    for table in ("ormas", *(name for name in ROWS if name != "ormas")):
        homes.put(home, table, ROWS[table](CIBITUNG, more=False), ROWS[table](SETU, more=False))
    homes.put(home, "kejadian", homes.incident(DAY, id_kejadian="2", kecamatan=SETU))
    homes.put(home, "kegiatan", homes.activity(DAY, id_kegiatan="2", kecamatan=SETU))
    return home


@pytest.fixture
def home(base, tmp_path):
    shutil.copytree(base, tmp_path / "rumah")
    return tmp_path / "rumah"


@pytest.fixture(scope="module")
def before(base):
    return {table: in_force(base, table) for table in TABLES}


def in_force(home, table):
    """Rows that count, by key: everything but where they were written."""
    with database.read(home) as con:
        rows = con.execute(f"SELECT {', '.join(TABLES[table].column_names)} FROM {table}_terverifikasi").fetchall()
    places = [TABLES[table].column_names.index(name) for name in TABLES[table].key]
    return {tuple(row[place] for place in places): row for row in rows}


def write(folder, table, *rows):
    columns = [name for name in TABLES[table].column_names if any(row.get(name) is not None for row in rows)]
    path = folder / f"{table}.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([["" if row.get(name) is None else row[name] for name in columns] for row in rows])
    return path


def by_page(home, table, path, sender):
    """As the page does it; returns what refused the file."""
    at_work = homes.session(home, sender)
    candidate = importing.check(at_work, sheets.parse(path.name, path.read_bytes()), table)
    try:
        importing.take_in(at_work, candidate)
    except DataError as refused:
        return str(refused)
    return None


def by_command(home, table, path, sender, capsys, monkeypatch):
    """As if the account of the machine had the rights of the sender."""
    monkeypatch.setattr(session, "of_the_machine", lambda home: homes.session(home, sender))
    status = main(["--home", str(home), "import", table, str(path)])
    said = capsys.readouterr()
    return said.err if status else None


def send(home, folder, table, *rows, sender=KABUPATEN):
    return by_page(home, table, write(folder, table, *rows), sender)


def verify(home, **wanted):
    """Accept all that waits, as the kabupaten."""
    return verification.decide(homes.session(home, KABUPATEN), Filter(**wanted), "terverifikasi", reason="uji")


def waiting(home, table):
    return verification.waiting(homes.session(home), Filter(table=table)).rows


@pytest.mark.parametrize("way", ["page", "command line"])
@pytest.mark.parametrize("sender", [OWN, KABUPATEN], ids=["kecamatan", "kabupaten"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("table", TABLES)
def test_who_may_write_what(home, before, tmp_path, capsys, monkeypatch, table, case, sender, way):
    row, known = CASES[case](table), before[table]
    path = write(tmp_path, table, row)
    refused = by_page(home, table, path, sender) if way == "page" else by_command(home, table, path, sender, capsys, monkeypatch)
    outcome = expected(table, case, sender)
    if outcome not in (IN, BESIDE):
        assert outcome in refused
        assert in_force(home, table) == known
        return
    assert refused is None
    if TABLES[table].verified or sender is OWN:
        assert in_force(home, table) == known  # it waits
        verify(home)
    after = in_force(home, table)
    changed = {one for one in known.keys() | after.keys() if known.get(one) != after.get(one)}
    assert [tuple(map(str, one)) for one in changed] == [tuple(str(row[name]) for name in TABLES[table].key)]
    assert len(after) == len(known) + (outcome == BESIDE)
    if sender is OWN:  # whatever a kecamatan sent, nothing of another is touched
        assert of_others(after, table) == of_others(known, table)


def of_others(rows, table):
    place = TABLES[table].column_names.index(TABLES[table].owner)
    return {key: row for key, row in rows.items() if row[place] != CIBITUNG}


@pytest.mark.parametrize("table", TABLES)
def test_a_role_that_does_not_send_writes_nothing_of_any_table(base, tmp_path, table):
    path = write(tmp_path, table, ROWS[table](CIBITUNG, more=True))
    candidate = importing.check(homes.session(base), sheets.parse(path.name, path.read_bytes()), table)
    for role in [role for role in ROLES if role not in RIGHTS["unggah"]]:
        sender = Viewer("orang", role, frozenset({CIBITUNG}) if role in (*OWN_KECAMATAN, *LIAISON) else frozenset())
        with pytest.raises(AccessError, match="tidak berhak"):
            importing.take_in(homes.session(base, sender), candidate)


def test_whose_a_row_is_is_asked_again_when_it_is_decided_on_and_brought_back(home, tmp_path):
    setu = Viewer("op2", "operator_kecamatan", frozenset({SETU}))
    assert send(home, tmp_path, "ormas", homes.organisation(50, kecamatan=SETU), sender=setu) is None
    assert send(home, tmp_path, "ormas", homes.organisation(50), sender=OWN) is None
    first, second = waiting(home, "ormas")["id_baris"]
    with pytest.raises(DataError, match=f"Baris {second} dari kiriman kecamatan akan menggantikan"):
        verify(home, table="ormas")  # both at once
    verify(home, rows=(first,))
    with pytest.raises(DataError, match="akan menggantikan"):
        verify(home, rows=(second,))
    assert in_force(home, "ormas")["ORM-050",][13] == SETU
    batch = int(waiting(home, "ormas")["kiriman"].iloc[0])
    batches.withdraw(homes.session(home), batch, "uji")
    with pytest.raises(DataError, match="akan menggantikan"):
        batches.restore(homes.session(home), batch, "uji")


def test_the_kabupaten_s_change_of_kecamatan_of_an_organisation_is_pointed_out(home, tmp_path):
    path = write(tmp_path, "ormas", homes.organisation(7, kecamatan=SETU))
    found = importing.check(homes.session(home), sheets.parse(path.name, path.read_bytes()), "ormas").parts[0].checked
    assert [str(group.problem.cause) for group in found.warnings.groups][-1] == "pindah kecamatan: sampai sekarang Cibitung"


@pytest.mark.parametrize("code", ["ORM-7", "ORM-0007"])
def test_a_code_that_only_zeros_tell_from_another_is_pointed_out(home, tmp_path, code):
    """`kode_ormas` is one key for all: ORM-7 beside ORM-007 would count one Ormas as two."""
    path = write(tmp_path, "ormas", {**homes.organisation(7), "kode_ormas": code}, homes.organisation(70))
    found = importing.check(homes.session(home), sheets.parse(path.name, path.read_bytes()), "ormas").parts[0].checked
    said = [group for group in found.warnings.groups if "nol di depan" in str(group.problem.cause)]
    assert [(str(group.problem.cause), group.rows) for group in said] == [
        ("hanya beda nol di depan dengan ORM-007: akan dihitung sebagai dua", [2])
    ]


def test_a_number_that_only_zeros_tell_from_another_of_its_kecamatan_is_pointed_out(home, tmp_path):
    rows = [homes.incident(OTHER_DAY, id_kejadian="01", kecamatan=area) for area in (CIBITUNG, "32.16.01")]
    path = write(tmp_path, "kejadian", *rows)
    found = importing.check(homes.session(home), sheets.parse(path.name, path.read_bytes()), "kejadian").parts[0].checked
    said = [group for group in found.warnings.groups if "nol di depan" in str(group.problem.cause)]
    assert [group.rows for group in said] == [[2]]


def test_the_queue_shows_before_and_after_and_where_the_row_is(home, tmp_path):
    assert send(home, tmp_path, "kejadian", homes.incident(DAY, id_kejadian="1", luka=4), sender=OWN) is None
    assert send(home, tmp_path, "ormas", homes.organisation(7, status="tidak_aktif"), sender=OWN) is None
    found = {}
    for table in ("kejadian", "ormas"):
        queue = waiting(home, table)
        with database.read(home) as con:
            (found[table],) = corrections.before(con, table, queue).values()
            when, batch = con.execute(
                f"SELECT waktu, batch_id FROM {table}_terverifikasi JOIN batches USING (batch_id) WHERE kecamatan = ? ORDER BY id_baris",
                [CIBITUNG],
            ).fetchall()[-1]
        assert (found[table].kecamatan, found[table].batch, found[table].when) == (CIBITUNG, batch, when)
    assert found["kejadian"].changes == (("luka", 0, 4),)
    assert ("status", "aktif", "tidak_aktif") in found["ormas"].changes


def test_the_queue_of_the_command_line_says_it_too(home, tmp_path, capsys):
    send(home, tmp_path, "kejadian", homes.incident(DAY, id_kejadian="1", luka=4), sender=OWN)
    assert main(["--home", str(home), "verify", "--list"]) == 0
    assert "terverifikasi): luka 0 → 4" in capsys.readouterr().out


def test_nothing_of_another_kecamatan_is_told_to_a_sender(home, tmp_path):
    told = send(home, tmp_path, "ormas", homes.organisation(18), sender=OWN)
    assert "ORM-018" in told
    assert "Setu" not in told
    assert SETU not in told
    path = write(tmp_path, "kejadian", homes.incident(DAY, id_kejadian="2", jenis="isu_sara"))
    found = importing.check(homes.session(home, OWN), sheets.parse(path.name, path.read_bytes()), "kejadian").parts[0].checked
    assert [len(told) for told in (found.faults, found.warnings, found.notes)] == [0, 0, 0]


def test_a_store_of_before_shows_what_it_showed_and_both_of_two_kecamatan_with_one_number(base, before, tmp_path):
    """As the program before left it: its own tables and views, filled with the same rows."""
    home = tmp_path / "lama"
    home.mkdir()
    con = duckdb.connect(str(home / database.DATABASE))
    con.execute("CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name VARCHAR, applied TIMESTAMP)")
    for path in sorted(database.MIGRATIONS.glob("0[0-4]*.sql")):
        con.execute(path.read_text(encoding="utf-8"))
        con.execute(
            "INSERT INTO schema_migrations VALUES (?, ?, ?)",
            [int(path.name[:3]), path.stem, date(2026, 1, 1)],
        )
    con.execute(f"ATTACH '{base / database.DATABASE}' AS baru (READ_ONLY)")
    had = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name <> 'baru'").fetchall()}
    known = {name: table for name, table in TABLES.items() if name in had}
    for name in ("store_meta", "kecamatan", "polsek", "batches", "audit", "kiriman", *known, "verifikasi"):
        columns = ", ".join(row[0] for row in con.execute(f"DESCRIBE {name}").fetchall())
        kept = f" WHERE tabel IN {tuple(known)}" if name == "verifikasi" else ""
        con.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM baru.{name}{kept}")
    showed = {}
    for name, table in known.items():
        view = f"{name}_terverifikasi" if table.verified else f"{name}_berlaku"
        there = {row[0] for row in con.execute(f"DESCRIBE {view}").fetchall()}  # a column that came later is empty
        columns = ", ".join(column if column in there else "NULL" for column in table.column_names)
        showed[name] = set(con.execute(f"SELECT {columns} FROM {view}").fetchall())
    con.close()
    shows = {name: set(in_force(home, name).values()) for name in known}
    assert shows == {name: set(before[name].values()) for name in known}
    hidden = {name: len(shows[name] - showed[name]) for name in known}
    assert all(showed[name] <= shows[name] for name in known)
    assert hidden == {**dict.fromkeys(known, 0), "kejadian": 1, "kegiatan": 1}  # number 1 of Cibitung
    assert list((home / "backups").glob("sebelum-skema-050-*"))
