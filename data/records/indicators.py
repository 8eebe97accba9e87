"""Event rows to indicator records, by the views of `indicators.sql`.

An indicator is added by a view `indikator_<name>` there and a few lines in a method file: see CONTRIBUTING.md.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from data.errors import DataError
from data.records import handling, incoming, severity
from data.reference import methods
from data.tables.kegiatan import EVIDENCE, OFFICIAL_PARTNERS, SECURITY_KINDS
from data.tables.kejadian import HELPING, RESOLVED
from data.tables.pelatihan import CAPACITY_TOPICS
from data.tables.survei import TARGET_OF_QUESTION

SQL = Path(__file__).with_suffix(".sql")
SIGNALS_SQL = Path(__file__).with_name("signals.sql")
COLUMNS = (
    "unit_type",
    "unit",
    "indicator",
    "period",
    "value",
    "numerator",
    "denominator",
    "n",
    "completeness",
)
# The lists in table `pilihan` of the SQL, by the names that it uses.
LISTS = {
    "keamanan": SECURITY_KINDS,
    "mitra_resmi": OFFICIAL_PARTNERS,
    "topik_program": CAPACITY_TOPICS,
    "membantu": HELPING,
    "teratasi": RESOLVED,
}


def build(con: duckdb.DuckDBPyConnection, until: str) -> pd.DataFrame:
    """Indicator records of every month from the first verified report until `until` (month, `2026-10`).

    Returns one row = one unit, one indicator, one month; columns `COLUMNS`; missing is NaN. Where no
    completeness report is verified, the months begin with the first verified row, and nothing that needs an exposure has records.
    """
    prepare(con, until)
    views = [
        row[0]
        for row in con.execute(
            "SELECT view_name FROM duckdb_views() WHERE temporary AND view_name LIKE 'indikator\\_%' ESCAPE '\\' ORDER BY 1"
        ).fetchall()
    ]
    columns = ", ".join(COLUMNS)
    union = " UNION ALL ".join(f"SELECT {columns} FROM {view}" for view in views)  # noqa: S608 - our own view names
    return con.execute(f"SELECT * FROM ({union}) WHERE period <= ? ORDER BY 1, 2, 3, 4", [until]).df()  # noqa: S608


def prepare(con: duckdb.DuckDBPyConnection, until: str) -> None:
    """Create the temporary months and views on a connection; see `build`.

    `bulan`: the months for which indices are computed, from the first completeness report on. `bulan_edisi`: the months that an edition
    covers, from the first verified row of any kind on; with none, `until` alone.
    """
    incoming.prepare(con)
    found = con.execute(
        "SELECT min(bulan), min(bulan) FILTER (tabel = 'kelengkapan') FROM baris_diperiksa"
        " WHERE status_verifikasi = 'terverifikasi' AND bulan <= ?",
        [until],
    ).fetchone()
    first, first_report = found or (None, None)
    _months(con, "bulan_edisi", first or until, until)
    _months(con, "bulan", first_report or first or until, until)
    _lists(con)
    severity.prepare(con)
    handling.prepare(con)
    con.execute("CREATE TEMP TABLE kelompok_jenis (kelompok VARCHAR NOT NULL, jenis VARCHAR NOT NULL UNIQUE)")
    groups = [[group.code, kind] for group in methods.load_rules().groups for kind in group.types]
    con.executemany("INSERT INTO kelompok_jenis VALUES (?, ?)", groups)
    for path in (SQL, SIGNALS_SQL):
        con.execute(path.read_text(encoding="utf-8"))


def _lists(con: duckdb.DuckDBPyConnection) -> None:
    """The lists of `data.tables` and the numbers of the method in force, as temporary tables."""
    con.execute("CREATE TEMP TABLE pilihan (daftar VARCHAR NOT NULL, anggota VARCHAR NOT NULL)")
    members = [[name, member] for name, chosen in LISTS.items() for member in chosen]
    con.executemany("INSERT INTO pilihan VALUES (?, ?)", members)
    con.execute("CREATE TEMP TABLE sasaran_pertanyaan (pertanyaan VARCHAR NOT NULL, sasaran VARCHAR NOT NULL)")
    con.executemany("INSERT INTO sasaran_pertanyaan VALUES (?, ?)", [[*pair] for pair in TARGET_OF_QUESTION.items()])
    method = methods.load_default().iko
    con.execute("CREATE TEMP TABLE bobot_bukti (tingkat_bukti INTEGER NOT NULL, bobot DOUBLE NOT NULL)")
    _refuse_silent(method)
    con.executemany("INSERT INTO bobot_bukti VALUES (?, ?)", [[*pair] for pair in zip(EVIDENCE, method.evidence_weights, strict=True)])


def _refuse_silent(method: methods.IndexMethod) -> None:
    """DataError where a method file doesn't weigh each level of evidence in the tables."""
    if len(method.evidence_weights) != len(EVIDENCE):
        raise DataError(severity.silent(method.id, f"[evidence] weights = [{', '.join('…' for _ in EVIDENCE)}]", "IKO"))


def _months(con: duckdb.DuckDBPyConnection, name: str, first: str, last: str) -> None:
    con.execute(
        f"CREATE TEMP TABLE {name} AS SELECT strftime(awal, '%Y-%m') AS period, last_day(awal) AS akhir,"  # noqa: S608 - our own names
        " CAST(awal - INTERVAL 11 MONTH AS DATE) AS awal_12, CAST(awal - INTERVAL 23 MONTH AS DATE) AS awal_24"
        " FROM (SELECT CAST(unnest(generate_series(CAST(? AS DATE), CAST(? AS DATE), INTERVAL 1 MONTH)) AS DATE) AS awal)",
        [f"{first}-01", f"{last}-01"],
    )
