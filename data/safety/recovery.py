"""Restore: a backup proves itself on a copy before it takes the place of the store, and what it replaces is kept.

The swap is one rename at the very end. Editions are only added or, where damaged, replaced: one that went out after the
backup was made stays, and the trail says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.editions import files
from data.errors import DataError
from data.safety import backup, losses
from data.safety.backup import Backup
from data.safety.losses import Losses
from data.session import Session
from data.store import audit, clock, database_file, durable, ledger, locking, moments, shape, witness
from data.store import database as store
from data.words import Words, joined, msg

Say = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What a restore did."""

    backup: Backup
    aside: Path | None
    """Where the replaced store lies; None where there was none."""
    added: list[str]
    """Files of editions that came from the backup."""
    kept: list[str]
    """Editions that are newer than the backup and stayed."""


def restore(session: Session, source: Path, *, say: Say = lambda _: None, agreed: Losses | None = None) -> Report:
    """Put a backup in force. Fails at once where somebody is writing.

    agreed: what people were told that they would lose; if more has come in since, nothing is done.
    Raises AccessError, and DataError with nothing changed: the backup isn't whole, its database doesn't hold what its manifest says,
    its audit trail is broken, it is of a newer program or of the other kind (simulasi, nyata), the witness refuses.
    """
    t = session.t
    session.require("cadangan")
    say(t("Memeriksa cadangan {name} …", name=source.name))
    made = backup.check(t, source)
    home = session.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        with locking.held(home, exclusive=True, wait=0, doing="restore", who=session.user):
            return _restore(session, made, say, agreed)
    except OSError as error:
        raise DataError(locking.cannot_write(home, error)) from None


def _restore(session: Session, made: Backup, say: Say, agreed: Losses | None) -> Report:
    t = session.t
    home = session.home
    database = home / store.DATABASE
    partial = durable.temporary(database)
    try:
        say(t("Membuka salinannya dan mencocokkan isinya …"))
        durable.copy(made.path / store.DATABASE, partial)
        _prove(partial, made)
        lost = _lost(database, made)
        if agreed is not None and agreed.head != lost.head:
            raise DataError(msg("Basis data berubah sejak ditanyakan; tidak ada yang dipulihkan. Ulangi."))
        if not _bring_witness(home, made):
            witness.restored(home, *lost.common)
        aside = _set_aside(home, made) if database.exists() else None
        added = _bring_editions(home, made, aside)
        kept = [one for one in files.ids(home) if f"editions/{one}.duckdb" not in made.files]
        head = _record(partial, session, made, lost, kept)
        _bring_boundary(home, made)
        say(t("Menukar basis data …"))
        database_file.wal(database).unlink(missing_ok=True)  # it belongs to the old file, of which a copy was set aside
        partial.replace(database)
        durable.sync(home)
        witness.follow(home, *head)
    finally:
        for leftover in (partial, database_file.wal(partial)):
            durable.remove(leftover)
    return Report(made, aside, added, kept)


def _prove(copy: Path, made: Backup) -> None:
    with database_file.opened(copy, read_only=True) as con:
        store.pending_migrations(con)  # raises for a store of a newer program
        chain, counts = audit.check(con), backup.counts_of(con)
        altered = [*([shape.describe(found)] if (found := shape.altered(con)) else []), *ledger.check(con).faults]
    if chain.broken_at is not None or chain.head != made.head or counts != made.counts:
        raise DataError(
            msg(
                "Isi cadangan {name} tidak cocok dengan manifest-nya (jejak audit atau jumlah baris). "
                "Pakai cadangan lain; basis data tidak diubah.",
                name=made.path.name,
            )
        )
    if altered:
        raise DataError(
            msg(
                "Cadangan {name} dibuat dari basis data yang diubah di luar program, atau diubah sesudah dibuat: {faults} Pakai cadangan yang lebih lama; basis data tidak diubah.",
                name=made.path.name,
                faults=joined(" ", altered[:3]),
            )
        )


def accepted(home: Path, source: Path) -> Backup:
    """Have the witness accept that a backup will be restored, where its service asks root for that. Raises as `restore`."""
    made = backup.read_manifest(source)
    witness.restored(home, *losses.of(home, made).common)
    return made


def _lost(database: Path, made: Backup) -> Losses:
    """What the store holds and the backup doesn't. Refuses to mix kinds; takes in the old log."""
    if not database.exists():
        return Losses(None)
    try:
        with database_file.opened(database, read_only=False) as con:
            kind, lost = store.kind(con), losses.read(con, made)
            con.execute("CHECKPOINT")
    except (DataError, duckdb.Error):
        return Losses(None, damaged=True)  # a broken store is why people restore
    if kind != made.kind:
        raise DataError(
            msg(
                "Cadangan ini berjenis {kind}, basis data di {home} berjenis {found}. Pulihkan ke folder lain dengan --home.",
                kind=made.kind,
                home=database.parent,
                found=kind,
            )
        )
    return lost


def _set_aside(home: Path, made: Backup) -> Path:
    """Keep what is about to be replaced."""
    aside = home / backup.FOLDER / f"sebelum-pulih-{clock.now():%Y%m%dT%H%M%SZ}-{os.getpid()}"
    aside.mkdir(parents=True)
    database = home / store.DATABASE
    for path in (database, database_file.wal(database)):
        if path.exists():
            durable.copy(path, aside / path.name)
    if (home / "boundaries").is_dir():
        shutil.copytree(home / "boundaries", aside / "boundaries")
    durable.sync(aside)
    return aside


def _bring_editions(home: Path, made: Backup, aside: Path | None) -> list[str]:
    added = []
    for name, (digest, _) in made.files.items():
        if not name.startswith("editions/"):
            continue
        target = home / name
        if target.exists() and durable.checksum(target) == digest:
            continue
        target.parent.mkdir(exist_ok=True)
        if target.exists() and aside is not None:
            (aside / "editions").mkdir(exist_ok=True)
            durable.copy(target, aside / name)
        partial = durable.temporary(target)
        try:
            durable.copy(made.path / name, partial)
            partial.chmod(0o444 if target.suffix == ".duckdb" else 0o644)
            partial.replace(target)
        finally:
            durable.remove(partial)
        added.append(target.name)
    if added:
        durable.sync(home / files.FOLDER)
    return added


def _bring_witness(home: Path, made: Backup) -> bool:
    """On a new machine, bring what was witnessed on the old one; a witness that is there stays. Returns whether anything came."""
    folder = witness.folder_of(home)
    names = [name for name in made.files if name.startswith(f"{witness.FOLDER}/")]
    if folder.exists() or not names:
        return False
    folder.mkdir()
    for name in names:
        durable.write(home / name, (made.path / name).read_bytes())
    return True


def _bring_boundary(home: Path, made: Backup) -> None:
    """The boundary of the next edition becomes that of the backup, or the shipped one again."""
    names = [name for name in made.files if name.startswith("boundaries/")]
    kept = home / "boundaries"
    if kept.is_dir():
        for path in kept.iterdir():
            if path.is_file() and f"boundaries/{path.name}" not in names:
                path.unlink()
    for name in names:
        kept.mkdir(exist_ok=True)
        durable.write(home / name, (made.path / name).read_bytes())


def _record(copy: Path, session: Session, made: Backup, lost: Losses, kept: list[str]) -> tuple[int, str]:
    """Write into the copy, before it is in force, that it was restored, what is lost by it and which later editions stay.

    Returns number and hash of the last row then.
    """
    with database_file.opened(copy, read_only=False) as con:
        con.begin()
        details: dict[str, object] = {
            "cadangan": made.path.name,
            "folder": str(made.path.parent.resolve()),  # the trail that came back was copied before it could name the backup that holds it
            "kepala_lama": lost.head,
            "kepala": made.head,
            "hilang": lost.noted(),
        }
        digests = {edition_id: durable.checksum(files.path_of(session.home, edition_id)) for edition_id in kept}
        if stay := {one: digest for one, digest in digests.items() if digest == files.recorded_checksum(files.path_of(session.home, one))}:
            details[files.KEPT] = stay
        audit.append(con, "pulih", details, by=session.by)
        con.commit()
        con.execute("CHECKPOINT")
        chain = audit.check(con)
    durable.sync(copy)
    return chain.rows, chain.head


def describe(t: Words, report: Report) -> str:
    """A restore in words."""
    made = report.backup
    rows = sum(made.counts.values())
    lines = [
        t(
            "Cadangan {name} ({made}) sudah berlaku: {n} baris cocok dengan manifest, jejak audit utuh.",
            name=made.path.name,
            made=moments.moment(t, made.made_at),
            n=rows,
        )
    ]
    if report.added:
        lines.append(t("Berkas edisi yang dipulihkan: {names}.", names=", ".join(report.added)))
    if report.kept:
        lines.append(
            t(
                "Edisi yang terbit sesudah cadangan dibuat tetap ada: {names}.",
                names=", ".join(report.kept),
            )
        )
    if report.aside is not None:
        lines.append(t("Yang digantikan disimpan di {path}.", path=report.aside))
    return "\n".join(lines)


def find(home: Path, name: str) -> Path:
    """A backup by path, or by its name in a folder into which backups went. Raises DataError naming what there is."""
    folders = backup.folders(home)
    for path in (Path(name), *(folder / name for folder in folders)):
        with contextlib.suppress(OSError):
            if path.is_dir():
                return path.resolve()
    known = ", ".join(made.path.name for folder in folders for made in backup.listing(folder)[:5]) or "–"
    raise DataError(msg("Cadangan {name} tidak ada. Yang ada: {known}.", name=name, known=known))
