"""The working database: locked short transactions, versioned migrations, batches, verification, audit.

The database is never held open. `read` and `write` take the lock file (flock: shared or exclusive), open, run one
short transaction, close. Rows are only ever added; what is in force is told by the views of `migrations/`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

import duckdb
import pandas as pd

from data.errors import DataError
from data.reference import territory
from data.store import anchor, audit, clock, database_file, durable, ledger, locking, witness
from data.store.audit import Actor
from data.tables import TABLES, Table
from data.words import msg

StoreKind = Literal["simulasi", "nyata"]
RowStatus = Literal["masuk", "terverifikasi", "ditolak"]

DATABASE = "kondusif.duckdb"
KIND_IN_TRAIL = "SELECT rincian->>'jenis' FROM audit WHERE tindakan = 'init' ORDER BY urutan LIMIT 1"
KIND_IN_META = "SELECT value FROM store_meta WHERE key = 'jenis'"
MIGRATIONS = Path(__file__).parent / "migrations"
# Interactive writes wait for another one to finish; imports and publishing fail at once and say who is at work.
INTERACTIVE_WAIT = 5.0


@dataclass(frozen=True)
class Batch:
    """Rows of one table that came in together. The act that brought them names it in its row of the trail (`details`)."""

    batch_id: int
    table: str
    rows: int
    delivery: int
    """The first batch of the same file: the number under which people know all of them."""
    digests: Mapping[str, str]


def resolve_home(option: str | Path | None = None) -> Path:
    """The home folder: the option, else `KONDUSIF_HOME`, else `data/local` beside this package."""
    chosen = option or os.environ.get("KONDUSIF_HOME") or Path(__file__).parents[1] / "local"
    return Path(chosen).expanduser().resolve()


def exists(home: Path) -> bool:
    """Whether the folder holds a store."""
    return (home / DATABASE).exists()


def state(home: Path) -> tuple[tuple[int, int, int, int], ...]:
    """What changes with every commit, without opening the store: inode, size and times of its files. Empty without a store.

    The last time is that of the inode, which nobody sets back: what was altered doesn't pass for unchanged where the other is put back.
    """
    facts = [path.stat() for path in (home / DATABASE, database_file.wal(home / DATABASE)) if path.exists()]
    return tuple((one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in facts)


def init(home: Path, kind: StoreKind, reference: Path = territory.REFERENCE) -> None:
    """Create a store of a kind and fill in the territory; its trail names the account of the machine, since nobody can have signed in.

    Raises DataError if the folder already holds a store or can't be written.
    """
    _refuse_second(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(locking.cannot_write(home, error)) from None
    with locking.held(home, exclusive=True, wait=0, doing="init"):
        _refuse_second(home)  # another init may have been faster to the lock
        witness.begin_anew(home)
        partial = home / f"{DATABASE}.baru"
        for leftover in (partial, database_file.wal(partial)):
            leftover.unlink(missing_ok=True)
        with database_file.opened(partial, read_only=False) as con:
            migrate(con)
            with database_file.whole(con):
                _fill(con, kind, reference)
        durable.sync(partial)
        partial.rename(home / DATABASE)
        durable.sync(home)


def _refuse_second(home: Path) -> None:
    if exists(home):
        raise DataError(
            msg(
                "{home}: sudah berisi data. Pilih folder lain dengan --home, atau pakai data yang ada.",
                home=home,
            )
        )


def _fill(con: duckdb.DuckDBPyConnection, kind: StoreKind, reference: Path) -> None:
    con.executemany("INSERT INTO store_meta VALUES (?, ?)", [["jenis", kind], ["dibuat", clock.now().isoformat()]])
    _insert(con, "kecamatan", territory.load_kecamatan(reference))
    _insert(con, "polsek", territory.load_polsek(reference))
    by = Actor(audit.account())
    population = territory.load_population(reference)
    batch = add_batch(
        con,
        TABLES["penduduk"],
        population.assign(baris=range(2, len(population) + 2)),
        file_name="penduduk.csv",
        sha256=hashlib.sha256((reference / "penduduk.csv").read_bytes()).hexdigest(),
        file_format="acuan",
        file_rows=len(population),
        by=by,
    )
    audit.append(con, "init", {"jenis": kind, **details([batch], ledger.of_once(con))}, by=by)


@contextlib.contextmanager
def read(home: Path, wait: float = INTERACTIVE_WAIT) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection under the shared lock; waits a moment for a writer to finish.

    A store of an older program is migrated first; one of a newer program is refused.
    """
    require(home)
    with contextlib.ExitStack() as stack:
        con = _enter_reading(stack, home, wait)
        if pending_migrations(con):
            stack.close()
            with exclusive(home, doing="migrasi", wait=INTERACTIVE_WAIT):
                _upgrade(home)
            con = _enter_reading(stack, home, wait)
        yield con


def _enter_reading(stack: contextlib.ExitStack, home: Path, wait: float) -> duckdb.DuckDBPyConnection:
    stack.enter_context(locking.held(home, exclusive=False, wait=wait, doing="baca"))
    return stack.enter_context(database_file.opened(home / DATABASE, read_only=True))


@contextlib.contextmanager
def write(home: Path, doing: str, wait: float = 0.0, who: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """One transaction under the exclusive lock: committed whole, or nothing.

    `doing` and `who` (None: the account of the process) are shown to whoever finds the store locked. Raises StoreBusyError
    at once, or after `wait` seconds.
    """
    with exclusive(home, doing, wait, who), transaction(home) as con:
        yield con


@contextlib.contextmanager
def exclusive(home: Path, doing: str, wait: float = 0.0, who: str | None = None) -> Iterator[None]:
    """The exclusive lock alone, for work that has files beside its `transaction`."""
    require(home)
    with locking.held(home, exclusive=True, wait=wait, doing=doing, who=who):
        yield


@contextlib.contextmanager
def transaction(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """One transaction, by somebody who holds the `exclusive` lock: committed at the end, or nothing.

    The clock is compared with the trail first: the rows added now would hide that it is wrong.
    """
    _upgrade(home)
    with database_file.opened(home / DATABASE, read_only=False) as con:
        with database_file.whole(con):
            anchor.look(home, clock.reading(), anchor.last_entry(con))
            yield con
        head = con.execute("SELECT urutan, hash FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
    if head:
        witness.follow(home, *head)


def kind(con: duckdb.DuckDBPyConnection) -> StoreKind:
    """`simulasi` or `nyata`, as the trail says of the store's `init`; by `store_meta`, which nothing proves, only where the trail doesn't
    say.
    """
    return cast(StoreKind, database_file.one(con, f"SELECT coalesce(({KIND_IN_TRAIL}), ({KIND_IN_META}))")[0])


def home_of(con: duckdb.DuckDBPyConnection) -> Path:
    """The home folder of an open store."""
    found = database_file.one(con, "SELECT path FROM duckdb_databases() WHERE database_name = current_database()")
    return Path(str(found[0])).parent


def require_kind(con: duckdb.DuckDBPyConnection, expected: StoreKind) -> None:
    """Refuse to mix real and simulated data. Raises DataError where the store is of the other kind."""
    found = kind(con)
    if found != expected:
        raise DataError(
            msg(
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
    by: Actor,
    skipped: Sequence[dict[str, object]] = (),
    delivery: int | None = None,
    bound: Collection[str] | None = None,
) -> Batch:
    """Put checked rows into the store as one batch, for an act that tells of it in its own row of the trail (`details`).

    rows: one row a record, the columns of `table` (`data.tables.TABLES`) plus `baris` (row in the file, as the person sees it).
    skipped: what was left out on purpose, `{"alasan": …, "baris": count}` each; counted, never silent.
    delivery: the first batch of the same file; None = this is the first.
    bound: the kecamatan that the sender is bound to; None = the kabupaten, whose registers need no verification.
    An empty generated id is filled from batch and row number. Missing values become NULL.
    """
    skipped_rows = sum(cast(int, group["baris"]) for group in skipped)
    batch_id = cast(
        int,
        database_file.one(
            con,
            "INSERT INTO batches (tabel, berkas, sha256, format, waktu, oleh, baris_berkas, baris_masuk,"
            " baris_dilewati, dilewati) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING batch_id",
            [
                table.name,
                file_name,
                sha256,
                file_format,
                clock.now(),
                by.name,
                file_rows,
                len(rows),
                skipped_rows,
                json.dumps(list(skipped), ensure_ascii=False),
            ],
        )[0],
    )
    wilayah = None if bound is None else ";".join(sorted(bound))
    con.execute("INSERT INTO kiriman VALUES (?, ?, ?)", [batch_id, delivery or batch_id, wilayah])
    frame = rows.copy()
    if table.generated_id is not None:
        column, prefix = table.generated_id
        made = pd.Series([f"{prefix}-{batch_id:05d}-{row:06d}" for row in frame["baris"]], index=frame.index, dtype="str")
        frame[column] = frame[column].astype("str").fillna(made) if column in frame else made
    frame["batch_id"] = batch_id
    _insert(con, table.name, frame[["batch_id", "baris", *table.column_names]])
    digests = {one: digest for name in (table.name, "batches", "kiriman") for one, digest in ledger.of(con, name, [batch_id]).items()}
    return Batch(batch_id, table.name, len(rows), delivery or batch_id, digests)


def details(batches: Sequence[Batch], more: Mapping[str, str] = MappingProxyType({})) -> dict[str, object]:
    """What the row of the trail says of the batches of one act: their number, rows by table, digests (`more`: of what else the act wrote)."""
    return {
        "batch": batches[0].delivery,
        "tabel": {one.table: one.rows for one in batches},
        "baris": sum(one.rows for one in batches),
        ledger.DIGEST: {**{key: digest for one in batches for key, digest in one.digests.items()}, **more},
    }


def verify_rows(
    con: duckdb.DuckDBPyConnection,
    rows: Sequence[tuple[str, int]],
    status: RowStatus,
    *,
    reason: str,
    by: Actor,
    why: str | None = None,
) -> dict[str, str]:
    """Record the verification of rows (table, `id_baris`), which stay as they came, for an act that tells of it in its own row of the trail.

    why: the code for which rows are refused. Returns the digest of the decisions, for `ledger.DIGEST`.
    """
    frame = pd.DataFrame(rows, columns=["tabel", "id_baris"]).assign(
        status=status, waktu=clock.now(), oleh=by.name, alasan=reason, sebab=why
    )
    return ledger.of(con, "verifikasi", _insert(con, "verifikasi", frame, "urutan"))


def require(home: Path) -> None:
    """Raise DataError, saying how to make one, where a folder holds no store."""
    if not exists(home):
        raise DataError(
            msg(
                "{home}: belum ada basis data di sini. Buat dengan: python -m data --home {home} init --simulasi (atau --nyata)",
                home=home,
            )
        )


def pending_migrations(con: duckdb.DuckDBPyConnection) -> list[int]:
    """Numbers of the migrations that the store lacks. Raises DataError for a store of a newer program."""
    known = {int(path.name[:3]) for path in _migration_files()}
    has_table = database_file.one(con, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_migrations'")[0]
    rows = con.execute("SELECT version FROM schema_migrations").fetchall() if has_table else []
    done = {cast(int, row[0]) for row in rows}
    if newer := done - known:
        raise DataError(
            msg(
                "Basis data ini dibuat oleh versi Kondusif yang lebih baru (skema {version}). Perbarui program dulu.",
                version=max(newer),
            )
        )
    return sorted(known - done)


def _migration_files() -> list[Path]:
    return sorted(MIGRATIONS.glob("[0-9][0-9][0-9]_*.sql"))


def _upgrade(home: Path) -> None:
    """Migrate a store, keeping a copy of what it was: the way back to the older program."""
    path = home / DATABASE
    with database_file.opened(path, read_only=True) as con:
        pending = pending_migrations(con)
    if not pending:
        return
    aside = home / "backups" / f"sebelum-skema-{pending[0]:03d}-{clock.now():%Y%m%dT%H%M%S}.duckdb"
    try:
        aside.parent.mkdir(exist_ok=True)
        for source, target in ((path, aside), (database_file.wal(path), database_file.wal(aside))):
            if source.exists():
                durable.copy(source, target)
    except OSError as error:
        raise DataError(locking.cannot_write(aside.parent, error)) from None
    with database_file.opened(path, read_only=False) as con:
        migrate(con)


def migrate(con: duckdb.DuckDBPyConnection, only: Collection[int] | None = None) -> None:
    """Apply the numbered migrations that the store lacks (of `only` these), in order, each with its record in one transaction."""
    con.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied TIMESTAMP NOT NULL)"
    )
    pending = pending_migrations(con)
    for path in _migration_files():
        if int(path.name[:3]) in pending and (only is None or int(path.name[:3]) in only):
            with database_file.whole(con):
                con.execute(path.read_text(encoding="utf-8"))
                con.execute(
                    "INSERT INTO schema_migrations VALUES (?, ?, ?)",
                    [int(path.name[:3]), path.stem, clock.now()],
                )


def _insert(con: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame, returning: str | None = None) -> list[object]:
    """Add rows; returns what the column `returning` says of each, if one is named."""
    if frame.empty:
        return []
    columns = ", ".join(frame.columns)
    back = f" RETURNING {returning}" if returning else ""
    # Not unregistered on an error: the transaction is over then, and the connection closes with it.
    con.register("masukan", frame)
    made = con.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM masukan{back}")  # noqa: S608 - names from Table
    found = [row[0] for row in made.fetchall()] if returning else []
    con.unregister("masukan")
    return found
