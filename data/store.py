"""The working database: locked short transactions, versioned migrations, batches, verification, audit.

The database is never held open. `read` and `write` take the lock file (flock: shared or exclusive), open, run one
short transaction, close. Rows are only ever added; what is in force is told by the views of `migrations/`.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal, cast

import duckdb
import pandas as pd

from data import territory
from data.errors import DataError, StoreBusyError
from data.tables import TABLES, Table
from data.words import t

StoreKind = Literal["simulasi", "nyata"]
RowStatus = Literal["masuk", "terverifikasi", "ditolak"]
Row = tuple[object, ...]

DATABASE = "kondusif.duckdb"
LOCK = "kondusif.lock"
MIGRATIONS = Path(__file__).parent / "migrations"
# Interactive writes wait for another one to finish; imports and publishing fail at once and say who is at work.
INTERACTIVE_WAIT = 5.0

# What DuckDB raises when the file itself is the trouble, not the statement.
_BROKEN = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)

_SAFE_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@dataclass(frozen=True)
class Batch:
    """What one import left behind: its number and how many rows came in."""

    batch_id: int
    rows: int


def resolve_home(option: str | Path | None = None) -> Path:
    """The home folder: the option, else `KONDUSIF_HOME`, else `data/local` beside this package."""
    chosen = option or os.environ.get("KONDUSIF_HOME") or Path(__file__).parent / "local"
    return Path(chosen).expanduser().resolve()


def exists(home: Path) -> bool:
    """Whether the folder holds a store."""
    return (home / DATABASE).exists()


def user() -> str:
    """Who is at work, for batches and the audit trail: the account on this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in a bare container
        return f"uid-{os.getuid()}"


def now() -> datetime:
    """UTC, to the second, without zone: how times stand in the store."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def init(home: Path, kind: StoreKind, reference: Path = territory.REFERENCE) -> None:
    """Create a store of a kind and fill in the territory.

    Raises DataError if the folder already holds a store or can't be written.
    """
    if exists(home):
        raise DataError(
            t(
                "{home}: sudah berisi data. Pilih folder lain dengan --home, atau pakai data yang ada.",
                home=home,
            )
        )
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(_cannot_write(home, error)) from None
    with _locked(home, exclusive=True, wait=0, doing="init"):
        partial = home / f"{DATABASE}.baru"
        for leftover in (partial, home / f"{partial.name}.wal"):
            leftover.unlink(missing_ok=True)
        with _opened(partial, read_only=False) as con:
            _migrate(con)
            con.begin()
            con.executemany(
                "INSERT INTO store_meta VALUES (?, ?)", [["jenis", kind], ["dibuat", now().isoformat()]]
            )
            _insert(con, "kecamatan", territory.load_kecamatan(reference))
            _insert(con, "polsek", territory.load_polsek(reference))
            append_audit(con, "init", {"jenis": kind})
            population = territory.load_population(reference)
            add_batch(
                con,
                TABLES["penduduk"],
                population.assign(baris=range(2, len(population) + 2)),
                file_name="penduduk.csv",
                sha256=hashlib.sha256((reference / "penduduk.csv").read_bytes()).hexdigest(),
                file_format="acuan",
                file_rows=len(population),
            )
            con.commit()
        partial.rename(home / DATABASE)


@contextlib.contextmanager
def read(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection under the shared lock; waits a moment for a writer to finish."""
    _require(home)
    with (
        _locked(home, exclusive=False, wait=INTERACTIVE_WAIT, doing="baca"),
        _opened(home / DATABASE, read_only=True) as con,
    ):
        yield con


@contextlib.contextmanager
def write(home: Path, doing: str, wait: float = 0.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """One transaction under the exclusive lock: committed whole, or nothing.

    `doing` is shown to whoever finds the store locked. Raises StoreBusyError at once, or after `wait` seconds.
    """
    _require(home)
    with (
        _locked(home, exclusive=True, wait=wait, doing=doing),
        _opened(home / DATABASE, read_only=False) as con,
    ):
        _migrate(con)
        con.begin()
        try:
            yield con
        except BaseException:
            con.rollback()
            raise
        con.commit()


def kind(con: duckdb.DuckDBPyConnection) -> StoreKind:
    """`simulasi` or `nyata`, from the store's `init`."""
    return cast(StoreKind, _one(con, "SELECT value FROM store_meta WHERE key = 'jenis'")[0])


def require_kind(con: duckdb.DuckDBPyConnection, expected: StoreKind) -> None:
    """Refuse to mix real and simulated data."""
    found = kind(con)
    if found != expected:
        raise DataError(
            t(
                "Basis data ini berjenis {found}; data {expected} tidak boleh masuk ke dalamnya. "
                "Buat yang terpisah: python -m data --home FOLDER init --{expected}",
                found=found,
                expected=expected,
            )
        )


def add_batch(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    rows: pd.DataFrame,
    *,
    file_name: str,
    sha256: str,
    file_format: str,
    file_rows: int,
    skipped: Sequence[dict[str, object]] = (),
    by: str | None = None,
) -> Batch:
    """Put checked rows into the store as one batch.

    rows: one row a record, the columns of `table` plus `baris` (row in the file, as the person sees it).
    skipped: what was left out on purpose, `{"alasan": …, "baris": count}` each; counted, never silent.
    An empty generated id is filled from batch and row number. Missing values become NULL.
    """
    skipped_rows = sum(cast(int, group["baris"]) for group in skipped)
    batch_id = cast(
        int,
        _one(
            con,
            "INSERT INTO batches (tabel, berkas, sha256, format, waktu, oleh, baris_berkas, baris_masuk,"
            " baris_dilewati, dilewati) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING batch_id",
            [
                table.name,
                file_name,
                sha256,
                file_format,
                now(),
                by or user(),
                file_rows,
                len(rows),
                skipped_rows,
                json.dumps(list(skipped), ensure_ascii=False),
            ],
        )[0],
    )
    frame = rows.copy()
    if table.generated_id is not None:
        column, prefix = table.generated_id
        made = pd.Series(
            [f"{prefix}-{batch_id:05d}-{row:06d}" for row in frame["baris"]], index=frame.index, dtype="str"
        )
        frame[column] = frame[column].astype("str").fillna(made) if column in frame else made
    frame["batch_id"] = batch_id
    _insert(con, table.name, frame[["batch_id", "baris", *table.column_names]])
    details = {
        "batch": batch_id,
        "tabel": table.name,
        "berkas": file_name,
        "sha256": sha256,
        "baris": len(rows),
    }
    append_audit(con, "import", details, by=by)
    return Batch(batch_id, len(rows))


def verify_rows(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    row_ids: Sequence[int],
    status: RowStatus,
    *,
    reason: str,
    by: str | None = None,
) -> int:
    """Record the verification of rows; the rows themselves stay as they came. Returns how many."""
    frame = pd.DataFrame({"id_baris": list(row_ids)})
    frame = frame.assign(tabel=table.name, status=status, waktu=now(), oleh=by or user(), alasan=reason)
    _insert(con, "verifikasi", frame[["tabel", "id_baris", "status", "waktu", "oleh", "alasan"]])
    details = {"tabel": table.name, "baris": len(frame), "status": status, "alasan": reason}
    append_audit(con, "verifikasi", details, by=by)
    return len(frame)


def append_audit(
    con: duckdb.DuckDBPyConnection, action: str, details: dict[str, object], by: str | None = None
) -> str:
    """Add a row to the audit trail; its hash covers the row and the hash before it. Returns the hash."""
    found = con.execute("SELECT urutan, hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
    number, before = (cast(int, found[0]) + 1, str(found[1])) if found else (1, "0" * 64)
    when, who = now(), by or user()
    text = json.dumps(details, ensure_ascii=False, sort_keys=True, default=str)
    digest = audit_hash(number, when, who, action, text, before)
    con.execute(
        "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", [number, when, who, action, text, before, digest]
    )
    return digest


def audit_hash(number: int, when: datetime, who: str, action: str, details: str, before: str) -> str:
    """SHA-256 of one audit row, chained to the row before."""
    parts = [str(number), when.isoformat(), who, action, details, before]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _require(home: Path) -> None:
    if not exists(home):
        raise DataError(
            t(
                "{home}: belum ada basis data di sini. Buat dengan: python -m data --home {home} init --simulasi "
                "(atau --nyata)",
                home=home,
            )
        )


@contextlib.contextmanager
def _locked(home: Path, *, exclusive: bool, wait: float, doing: str) -> Iterator[None]:
    try:
        handle = (home / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise DataError(_cannot_write(home, error)) from None
    with handle:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise StoreBusyError(_busy(handle)) from None
                time.sleep(0.05)
        if exclusive:
            note = {"pid": os.getpid(), "oleh": user(), "sejak": now().isoformat(), "kerja": doing}
            handle.seek(0)
            handle.truncate()
            handle.write(json.dumps(note))
            handle.flush()
        yield


def _busy(handle: IO[str]) -> str:
    handle.seek(0)
    try:
        note = json.loads(handle.read())
        return t(
            "Basis data sedang dipakai ({kerja}, oleh {oleh}, proses {pid}, sejak {sejak} UTC). "
            "Tidak ada yang diubah; coba lagi setelah selesai.",
            **note,
        )
    except (json.JSONDecodeError, KeyError, TypeError):  # locked by a reader: readers leave no note
        return t("Basis data sedang dibaca proses lain. Tidak ada yang diubah; coba lagi sebentar lagi.")


@contextlib.contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        con = duckdb.connect(str(path), read_only=read_only, config=_SAFE_SETTINGS)
    except duckdb.Error as error:
        raise DataError(_unreadable(path, error)) from None
    try:
        yield con
    except _BROKEN as error:
        raise DataError(_unreadable(path, error)) from error
    finally:
        con.close()


def _unreadable(path: Path, error: duckdb.Error) -> str:
    if not os.access(path, os.R_OK):
        return t("{path}: tidak boleh dibaca oleh akun ini. Perbaiki izin berkasnya.", path=path)
    if "no space" in str(error).lower():
        return t("{path}: disk penuh; tidak ada yang disimpan. Kosongkan ruang, lalu ulangi.", path=path)
    if "lock" in str(error).lower():
        return t(
            "{path}: sedang dibuka program lain di luar Kondusif. Tutup program itu, lalu coba lagi.",
            path=path,
        )
    return t(
        "{path}: bukan basis data yang utuh (rusak, terpotong, atau bukan berkas DuckDB). "
        "Jangan dihapus: simpan salinannya, lalu pulihkan dari cadangan terakhir.",
        path=path,
    )


def _cannot_write(home: Path, error: OSError) -> str:
    return t(
        "{home}: tidak dapat ditulisi ({reason}). Periksa izin folder dan ruang disk.",
        home=home,
        reason=error.strerror or type(error).__name__,
    )


def _migrate(con: duckdb.DuckDBPyConnection) -> None:
    """Apply the numbered migrations that the store lacks, in order, each with its record in one transaction."""
    con.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied TIMESTAMP NOT NULL)"
    )
    files = {int(path.name[:3]): path for path in sorted(MIGRATIONS.glob("[0-9][0-9][0-9]_*.sql"))}
    done = {cast(int, row[0]) for row in con.execute("SELECT version FROM schema_migrations").fetchall()}
    if newer := done - set(files):
        raise DataError(
            t(
                "Basis data ini dibuat oleh versi Kondusif yang lebih baru (skema {version}). Perbarui program dulu.",
                version=max(newer),
            )
        )
    for version in sorted(set(files) - done):
        con.begin()
        con.execute(files[version].read_text(encoding="utf-8"))
        con.execute("INSERT INTO schema_migrations VALUES (?, ?, ?)", [version, files[version].stem, now()])
        con.commit()


def _insert(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    if frame.empty:
        return
    columns = ", ".join(frame.columns)
    # Not unregistered on an error: the transaction is over then, and the connection closes with it.
    con.register("masukan", frame)
    con.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM masukan")  # noqa: S608 - names from Table
    con.unregister("masukan")


def _one(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> Row:
    found = con.execute(sql, list(values)).fetchone()
    if found is None:
        raise LookupError(f"no row for: {sql}")
    return cast(Row, found)
