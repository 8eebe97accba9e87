"""What proves what: the witness proves the audit trail, the trail the rows and decisions of the store, both prove the editions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from data.editions import check, files, reading
from data.errors import DataError
from data.finding import Finding
from data.safety import backup, witness_key
from data.store import audit, database, ledger, moments, shape, witness
from data.tables import TABLES
from data.words import Words, msg
from data.workflow import erasing

# Digests that this process has recomputed; done again when the files of the store have changed.
_recomputed: dict[Path, tuple[tuple[tuple[int, ...], ...], ledger.Report]] = {}


def findings(t: Words, con: duckdb.DuckDBPyConnection, home: Path, *, deep: bool, folder: Path | None = None) -> Iterator[Finding]:
    """Everything that can be proved. `deep`: the signature of every line of the witness, else of the last. folder: where it lies."""
    place = folder or witness.folder_of(home)
    yield from _trail(t, con)
    yield from _kind(t, con)
    yield from _shape(t, con)
    yield from _witness(t, con, home, place, deep=deep)
    yield from _batches(t, con)
    yield from _digests(t, con, home)
    yield from _recorded_editions(t, con, home)
    yield from _signed_editions(t, con, home, place)
    yield from _backed_up(t, con, home)


def printed(t: Words, home: Path, text: str) -> str:
    """What a head of the trail or a digest of an edition, as printed in a brief, is here; its first twelve digits are enough.

    Raises DataError for what is no digest, and for one that nothing here has.
    """
    wanted = "".join(text.split()).lower()
    if not re.fullmatch(r"[0-9a-f]{12,64}", wanted):
        raise DataError(msg("{text}: bukan sidik. Ketik sedikitnya dua belas angka pertamanya (0–9, a–f).", text=text[:80]))
    with database.read(home) as con:
        found = con.execute(
            "SELECT urutan, waktu, (SELECT count(*) FROM audit) - urutan FROM audit WHERE starts_with(hash, ?)",
            [wanted],
        ).fetchone()
        editions = [one for one, digest in files.published(con).items() if digest.startswith(wanted)]
    if found:
        return t(
            "Sidik itu adalah baris {n} jejak audit, {when}; sesudahnya ada {later} baris.",
            n=found[0],
            when=moments.moment(t, found[1]),
            later=found[2],
        )
    if editions:
        return t("Sidik itu adalah edisi {id}, seperti tercatat di jejak audit.", id=editions[-1])
    raise DataError(
        msg(
            "Sidik {text} tidak ada di jejak audit: salah ketik, dari basis data lain, atau jejak audit ditulis ulang atau dipotong sesudah sidik itu dicetak. Simpan salinan basis data, dan jalankan: python -m data audit check",
            text=wanted,
        )
    )


def witnessed(home: Path, edition_id: str) -> tuple[witness.Line | None, witness.Line | None]:
    """What the witness holds of an edition, and the last head of the trail that it saw; None: nothing. Raises DataError."""
    folder = witness.folder_of(home)
    return witness.editions(folder).get(edition_id), witness.last_head(folder)


def _trail(t: Words, con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    subject, chain = t("Jejak audit"), audit.check(con)
    if chain.broken_at is not None:
        yield Finding(
            "rusak",
            subject,
            t("Rantai putus di baris {n}: baris itu atau yang sebelumnya diubah atau dihapus.", n=chain.broken_at),
            t("Simpan salinan basis data sebagai bukti, lapor kepada penanggung jawab, bandingkan dengan cadangan terakhir."),
        )
    else:
        yield Finding("baik", subject, t("Rantai {n} baris utuh.", n=chain.rows))
    if chain.clock_back_at is not None:
        yield Finding(
            "perhatian",
            subject,
            t("Jam komputer pernah mundur (baris {n}).", n=chain.clock_back_at),
            t("Urutan baris tetap benar; pastikan jam disetel otomatis (NTP)."),
        )


def _kind(t: Words, con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Is the store of the kind that its `init` wrote into the trail? What is shown and asked follows the trail."""
    found = con.execute(f"SELECT ({database.KIND_IN_TRAIL}), ({database.KIND_IN_META})").fetchall()[0]
    if found[0] is not None and found[0] != found[1]:
        yield Finding(
            "rusak",
            t("Basis data"),
            t(
                "Jenis basis data diubah: dibuat sebagai {trail} menurut jejak audit, di tabel store_meta tertulis {meta}.",
                trail=found[0],
                meta=found[1] or "–",
            ),
            t("Simpan salinan basis data sebagai bukti; bandingkan dengan cadangan, dan pulihkan yang terakhir sebelum kejadian ini."),
        )


def _shape(t: Words, con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Is the store built as the program builds it? Through an altered view, untouched rows read differently."""
    if found := shape.altered(con):
        yield Finding(
            "rusak",
            t("Basis data"),
            t(shape.describe(found)),
            t("Simpan salinan basis data sebagai bukti; bandingkan dengan cadangan, dan pulihkan yang terakhir sebelum kejadian ini."),
        )


def _witness(t: Words, con: duckdb.DuckDBPyConnection, home: Path, folder: Path, *, deep: bool) -> Iterator[Finding]:
    """Is the trail the one that was witnessed, to its end?"""
    subject = t("Saksi jejak audit")
    evidence = t(
        "Simpan salinan basis data dan folder saksi sebagai bukti, lapor kepada penanggung jawab, bandingkan dengan cadangan terakhir."
    )
    try:
        last = witness.last_head(folder)
        lines = witness.heads(folder)
    except DataError as error:
        yield Finding("rusak", subject, t(error.message), evidence)
        return
    rows = {int(n): str(digest) for n, digest in con.execute("SELECT urutan, hash FROM audit").fetchall()}
    if last is None:
        signed = _published_with_key(con)
        lost = [one for one, number in signed.items() if number < len(rows) or one in files.ids(home)]
        if lost:
            yield Finding(
                "rusak",
                subject,
                t(
                    "Catatan saksi hilang: edisi {id} terbit dengan kunci saksi, tetapi tidak ada baris jejak audit yang disaksikan.",
                    id=lost[0],
                ),
                _bring_back(t),
            )
            return
        yield Finding("perhatian", subject, t("Belum ada yang disaksikan: jejak audit baru dibuktikan mulai penulisan berikutnya."))
        return
    forged = [one for one in (lines if deep else [last]) if not witness.is_signed(folder, one)]
    contradicted = witness.contradiction(lines, rows)
    if forged:
        yield Finding(
            "rusak",
            subject,
            t("Catatan saksi diubah: tanda tangan baris {n} tidak cocok.", n=f"{forged[0].kind} {forged[0].subject}"),
            evidence,
        )
    if contradicted:
        yield Finding("rusak", subject, t(contradicted), evidence)
    if forged or contradicted:
        return
    key = list(witness_key.check(t, home, subject))
    yield from key
    if (behind := len(rows) - last.number) > 0:
        yield Finding(
            "perhatian",
            subject,
            t.n("{n} baris terakhir jejak audit belum disaksikan.", "{n} baris terakhir jejak audit belum disaksikan.", behind),
            t("Baris berikutnya menyusulkannya sendiri; bila tidak, periksa layanan saksi (docs/operations.md).") if not key else "",
        )
    else:
        yield Finding(
            "baik",
            subject,
            t("Jejak audit adalah yang disaksikan, terakhir baris {n} pada {when}.", n=last.number, when=moments.moment(t, last.when)),
        )


def _batches(t: Words, con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    erased = {} if database.pending_migrations(con) else erasing.erased_rows(con)
    here = [name for name in ledger.present(con) if name in TABLES]
    counted = " UNION ALL ".join(f"SELECT '{name}' AS tabel, batch_id, count(*) AS n FROM {name} GROUP BY batch_id" for name in here)  # noqa: S608 - names from Table
    found = con.execute(
        f"SELECT batch_id, baris_masuk - coalesce(n, 0) FROM batches LEFT JOIN ({counted}) USING (tabel, batch_id)"  # noqa: S608 - names from Table
        " WHERE baris_masuk <> coalesce(n, 0) ORDER BY batch_id"
    ).fetchall()
    torn = [str(batch) for batch, lacking in found if lacking != erased.get(batch)]
    total = con.execute("SELECT count(*) FROM batches").fetchone()
    if torn:
        yield Finding(
            "rusak",
            t("Batch"),
            t("Batch {ids} tidak utuh: jumlah barisnya tidak sama dengan catatannya.", ids=", ".join(torn)),
            t("Pulihkan cadangan terakhir sebelum kejadian ini."),
        )
    else:
        yield Finding("baik", t("Batch"), t("{n} batch utuh.", n=total[0] if total else 0))


def _digests(t: Words, con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[Finding]:
    """Are rows and decisions still what the trail told of them? Recomputed when the files of the store have changed."""
    state = database.state(home)
    if home not in _recomputed or _recomputed[home][0] != state:
        _recomputed[home] = (state, ledger.check(con))
    subject, found = t("Sidik baris"), _recomputed[home][1]
    for fault in found.faults:
        yield Finding(
            "rusak",
            subject,
            t(fault),
            t("Simpan salinan basis data sebagai bukti; bandingkan dengan cadangan, dan pulihkan yang terakhir sebelum kejadian ini."),
        )
    if not found.faults:
        old = (
            t.n(
                "{n} batch masuk sebelum ada sidik; isinya tidak dapat dibuktikan.",
                "{n} batch masuk sebelum ada sidik; isinya tidak dapat dibuktikan.",
                found.old_batches,
            )
            if found.old_batches
            else ""
        )
        agree = t("{n} sidik baris dan keputusan cocok dengan jejak audit.", n=found.digests)
        yield Finding("baik", subject, f"{agree} {old}".strip())


def _recorded_editions(t: Words, con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[Finding]:
    """Do the trail and the folder tell the same story?"""
    subject = t("Edisi")
    recorded, gone, kept, present = files.published(con), files.pruned(con), files.kept(con), files.ids(home)
    hashes = {str(row[0]) for row in con.execute("SELECT hash FROM audit").fetchall()} | {""}
    for edition_id in sorted(set(recorded) - gone - set(present)):
        yield Finding(
            "rusak",
            subject,
            t("Edisi {id} tercatat terbit, tetapi berkasnya tidak ada.", id=edition_id),
            t("Bila penerbitannya terputus, publish berikutnya menyelesaikannya; bila terhapus, pulihkan dari cadangan."),
        )
    for edition_id in present:
        path = files.path_of(home, edition_id)
        if edition_id not in recorded:
            yield Finding(
                "rusak",
                subject,
                t("Edisi {id} tidak tercatat di jejak audit; ia tidak ditampilkan.", id=edition_id),
                t("Pastikan asalnya, dan pindahkan dari folder editions."),
            )
        elif files.recorded_checksum(path) != recorded[edition_id]:
            yield Finding(
                "rusak",
                subject,
                t("Edisi {id}: sidiknya bukan yang tercatat saat terbit; ia tidak ditampilkan.", id=edition_id),
                t("Pulihkan berkasnya dari cadangan."),
            )
        if edition_id not in kept and not _head_of(path) <= hashes:
            yield Finding(
                "rusak",
                subject,
                t("Edisi {id} mengenal baris audit yang tidak ada lagi: akhir jejak audit terpotong.", id=edition_id),
                t("Simpan salinan basis data sebagai bukti; bandingkan dengan cadangan."),
            )


def _signed_editions(t: Words, con: duckdb.DuckDBPyConnection, home: Path, folder: Path) -> Iterator[Finding]:
    """Does the witness know every edition, by the digest that it has?"""
    subject = t("Tanda tangan edisi")
    try:
        signed = witness.editions(folder)
    except DataError as error:
        yield Finding("rusak", subject, t(error.message), t("Pulihkan folder saksi dari cadangan."))
        return
    present, unsigned = files.ids(home), []
    for edition_id in present:
        line = signed.get(edition_id)
        if line is None:
            unsigned.append(edition_id)
        elif line.digest != files.recorded_checksum(files.path_of(home, edition_id)):
            yield Finding(
                "rusak",
                subject,
                t("Edisi {id}: sidiknya bukan yang ditandatangani saksi; ia tidak ditampilkan.", id=edition_id),
                t("Pulihkan berkasnya dari cadangan."),
            )
        elif not witness.is_signed(folder, line):
            yield Finding(
                "rusak", subject, t("Edisi {id}: tanda tangan saksi tidak cocok.", id=edition_id), t("Pulihkan folder saksi dari cadangan.")
            )
    for edition_id, digest in files.published(con).items():
        if edition_id in signed and edition_id not in present and signed[edition_id].digest != digest:
            yield Finding(
                "rusak",
                subject,
                t("Edisi {id}: jejak audit mencatat sidik lain daripada saksi.", id=edition_id),
                t("Simpan salinan basis data sebagai bukti; bandingkan dengan cadangan."),
            )
    told = list(_published_with_key(con))
    # Publishing first has the witness told of earlier editions, and a file gets its name after its own line: what a kill leaves is the last
    # one, unnamed.
    lost = [one for one in told if one not in signed and (one in present or one != told[-1])]
    if lost:
        yield Finding(
            "rusak",
            subject,
            t(
                "Catatan saksi hilang: terbit dengan kunci saksi, tetapi tidak ada barisnya di {log}: {ids}.",
                log=witness.EDITIONS,
                ids=", ".join(lost),
            ),
            _bring_back(t),
        )
    unsigned = [one for one in unsigned if one not in lost]
    if unsigned:
        yield Finding(
            "perhatian",
            subject,
            t("Belum ditandatangani saksi: {ids}.", ids=", ".join(unsigned)),
            t("Terbit sebelum ada saksi, atau terputus saat terbit; publish berikutnya menandatanganinya."),
        )
    elif present and not lost:
        yield Finding("baik", subject, t.n("{n} edisi ditandatangani saksi.", "{n} edisi ditandatangani saksi.", len(present)))


def _backed_up(t: Words, con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[Finding]:
    """Does the trail still hold the heads that backups of it have? Backups from before a restore may know what it took away."""
    hashes = {str(row[0]) for row in con.execute("SELECT hash FROM audit").fetchall()}
    last = con.execute("SELECT max(waktu) FROM audit WHERE tindakan = 'pulih'").fetchall()[0][0]
    identity = backup.identity_of(con)
    for made in [one for folder in backup.folders(home) for one in backup.listing(folder)]:
        is_later = last is None or datetime.fromisoformat(made.made_at) > last
        if made.store == identity and is_later and made.head not in hashes:
            yield Finding(
                "rusak",
                t("Saksi jejak audit"),
                t(
                    "Cadangan {name} mengenal kepala jejak audit yang tidak ada lagi: jejak audit ditulis ulang atau dipotong sesudahnya.",
                    name=made.path.name,
                ),
                t("Simpan salinan basis data dan cadangan itu sebagai bukti; lapor kepada penanggung jawab."),
            )


def _published_with_key(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Number of the row of each edition whose publication named the key of the witness, by id, the oldest first."""
    rows = con.execute(
        "SELECT rincian->>'edisi', urutan FROM audit WHERE tindakan = 'terbit' AND rincian->>'kunci' IS NOT NULL ORDER BY urutan"
    ).fetchall()
    return {str(edition): int(number) for edition, number in rows}


def _bring_back(t: Words) -> str:
    return t(
        "Simpan salinan basis data dan folder saksi sebagai bukti, lapor kepada penanggung jawab; pulihkan folder saksi dari cadangan. Bila layanan saksi mati tepat saat terbit, publish berikutnya menuliskan baris edisinya."
    )


def _head_of(path: Path) -> set[str]:
    """Hash of the audit row that an edition was computed at; nothing where it can't be read."""
    if not check.is_intact(path):
        return set()
    try:
        edition = reading.Edition(path)
        try:
            return {edition.audit_head()}
        finally:
            edition.close()
    except (duckdb.Error, DataError):
        return set()
