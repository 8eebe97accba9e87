"""Whether everything in the home folder is as it should be, and what to do where it isn't. Changes nothing."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
from babel.numbers import format_decimal

from data import version
from data.access import access_file, clock_watch
from data.access.viewers import INSTITUTIONS
from data.boundary import loading
from data.editions import check, files, reading
from data.errors import DataError
from data.finding import Finding, Level
from data.safety import backup, first_steps, proof
from data.store import clock, database, database_file, durable, locking
from data.words import N_, Words
from data.workflow import erasing, four_eyes, publishing

BACKUP_AGE = timedelta(days=2)
LOCK_AGE = timedelta(minutes=30)
ROOM, LITTLE_ROOM = 2_000_000_000, 200_000_000  # bytes
LEVELS: dict[Level, str] = {"baik": N_("baik"), "perhatian": N_("perhatian"), "rusak": N_("rusak")}


def examine(t: Words, home: Path, *, deep: bool = True) -> list[Finding]:
    """Examine everything; never raises for what it finds. `deep` also reads the newest backup through."""
    if not database.exists(home):
        return [
            Finding(
                "rusak",
                t("Basis data"),
                t("Tidak ada basis data di {home}.", home=home),
                t("Periksa KONDUSIF_HOME atau --home; buat yang baru dengan init, atau pulihkan cadangan dengan restore."),
            )
        ]
    return [
        Finding("baik", t("Program"), t("Versi {version}.", version=version.full())),
        *_folder(t, home),
        *_access(t, home),
        *_lock(t, home),
        *_clock(t, home),
        *_store(t, home, deep=deep),
        *_editions(t, home),
        *_boundary(t, home),
        *_leftovers(t, home),
        *_backups(t, home, deep=deep),
    ]


def worst(findings: list[Finding]) -> Level:
    """The gravest level among the findings."""
    order: tuple[Level, ...] = ("rusak", "perhatian", "baik")
    return next((level for level in order if any(one.level == level for one in findings)), "baik")


def _folder(t: Words, home: Path) -> Iterator[Finding]:
    subject = t("Ruang dan izin")
    free = shutil.disk_usage(home).free
    size = str(format_decimal(free / 1e9, format="#,##0.0", locale=t.language))
    if free < max(LITTLE_ROOM, 3 * (home / database.DATABASE).stat().st_size):
        yield Finding(
            "rusak",
            subject,
            t("Ruang disk tinggal {gb} GB.", gb=size),
            t("Kosongkan ruang sebelum impor atau penerbitan berikutnya; pindahkan cadangan lama ke disk lain."),
        )
    elif free < ROOM:
        yield Finding("perhatian", subject, t("Ruang disk tinggal {gb} GB.", gb=size), t("Kosongkan ruang."))
    else:
        yield Finding("baik", subject, t("Ruang disk {gb} GB.", gb=size))
    unwritable = [path for path in (home, home / database.DATABASE) if not os.access(path, os.W_OK)]
    if unwritable:
        yield Finding(
            "rusak",
            subject,
            t("{path}: tidak dapat ditulisi akun ini.", path=unwritable[0]),
            t("Jadikan akun layanan pemilik folder data (chown -R), atau jalankan dengan akun itu."),
        )
    open_to_all = [
        path for path in (home, home / database.DATABASE, home / files.FOLDER) if path.exists() and path.stat().st_mode & stat.S_IWOTH
    ]
    if open_to_all:
        yield Finding(
            "perhatian",
            subject,
            t("{path}: semua akun boleh mengubahnya.", path=open_to_all[0]),
            t("Cabut izin itu: chmod o-w {path}", path=open_to_all[0]),
        )
    changeable = [p for p in (home / files.FOLDER).glob("*.duckdb") if p.stat().st_mode & 0o222]
    if changeable:
        yield Finding(
            "perhatian",
            subject,
            t("{n} berkas edisi boleh ditulisi.", n=len(changeable)),
            t("Jadikan hanya-baca: chmod a-w {path}", path=home / files.FOLDER / "*.duckdb"),
        )


def _access(t: Words, home: Path) -> Iterator[Finding]:
    """Whether people can sign in as `akses.toml` says; the service reads it as the owner of the home."""
    subject = t("Hak akses")
    try:
        access = access_file.load(home)
        access_file.official_name(home, access)
    except DataError as error:
        yield Finding(
            "rusak",
            subject,
            t(error.message),
            t(
                "Selama berkas itu keliru, tidak seorang pun dapat masuk. Betulkan, atau mulai lagi dari deploy/akses-oidc.toml atau deploy/akses-proksi.toml (docs/administration.md)."
            ),
        )
        return
    if access.mode is None:
        yield Finding("baik", subject, t("Tanpa {file}: hanya untuk mesin ini, tidak ada yang masuk dengan nama.", file=access_file.FILE))
        return
    owner = home.stat().st_uid
    foreign = [path for path in access_file.files(home, access) if path.stat().st_uid != owner]
    if foreign:
        yield Finding(
            "perhatian",
            subject,
            t("{path}: pemiliknya bukan pemilik folder data, sehingga layanan mungkin tidak dapat membacanya.", path=foreign[0]),
            t("Samakan pemiliknya: chown --reference={home} {path}", home=home, path=foreign[0]),
        )
    if access.mode == access_file.OIDC and not access_file.asks_anew(home):
        yield Finding(
            "perhatian",
            subject,
            t(
                '{file}: tanpa prompt = "login" sebagian penyedia akun menolak permintaan masuk, dan yang lain tidak menanyakan sandi lagi.',
                file=access_file.SECRETS_FILE,
            ),
            t("Tambahkan bagian [auth.client_kwargs] seperti di deploy/masuk.toml."),
        )
    if any(rule.role == "penghubung" for rule in access.rules):
        yield Finding(
            "perhatian",
            subject,
            t(
                "{file}: peran penghubung belum menyebut instansinya; pemegangnya melihat Ormas tanpa nama dan tidak dapat diberi izin.",
                file=access_file.FILE,
            ),
            t(
                'Ganti dengan {roles}, dan tulis kecamatan = ["semua"] atau kode kecamatannya (docs/administration.md).',
                roles=", ".join(INSTITUTIONS),
            ),
        )
    people, groups = (sum(len(names) for names in of) for of in zip(*((r.users, r.groups) for r in access.rules), strict=True))
    yield Finding(
        "baik",
        subject,
        t(
            "{file}: {people} nama dan {groups} grup diberi peran; masuk lewat {way}.",
            file=access_file.FILE,
            people=people,
            groups=groups,
            way=access.mode,
        ),
    )


def _lock(t: Words, home: Path) -> Iterator[Finding]:
    try:
        note = locking.holder(home)
    except DataError as error:
        yield Finding("rusak", t("Kunci"), t(error.message))
        return
    if note is None:
        return
    text = t(
        "Sedang dipakai: {kerja}, oleh {oleh}, proses {pid}, sejak {sejak}.",
        **locking.describe(note),
    )
    try:
        is_old = clock.now() - datetime.fromisoformat(note["sejak"]) > LOCK_AGE
    except (KeyError, ValueError):
        is_old = False
    action = t("Periksa proses {pid}; bila macet, hentikan: yang belum selesai dibatalkan sendiri.", pid=note.get("pid", "?"))
    yield Finding("perhatian" if is_old else "baik", t("Kunci"), text, action if is_old else "")


def _clock(t: Words, home: Path) -> Iterator[Finding]:
    subject = t("Jam")
    if found := clock_watch.doubt(home, remember=False):
        yield Finding("perhatian", subject, t(clock_watch.describe(found)), f"{t(clock_watch.waits())} {t(clock_watch.to_do())}")
    else:
        yield Finding("baik", subject, t("Jam komputer cocok dengan waktu sejak mesin dinyalakan dan dengan jejak audit."))


def _store(t: Words, home: Path, *, deep: bool) -> Iterator[Finding]:
    """Everything that needs the database open, without migrating it."""
    try:
        with (
            locking.held(home, exclusive=False, wait=database.INTERACTIVE_WAIT, doing="doctor"),
            database_file.opened(home / database.DATABASE, read_only=True) as con,
        ):
            yield from _schema(t, con)
            yield from proof.findings(t, con, home, deep=deep)
            if not database.pending_migrations(con):
                yield from _retention(t, con, home)
            yield from _four_eyes(t, con, home)
            if not files.ids(home) and not database.pending_migrations(con):
                yield _first_edition(t, con)
    except DataError as error:
        yield Finding(
            "rusak",
            t("Basis data"),
            t(error.message),
            t("Bila rusak: pulihkan dari cadangan (docs/operations.md). Yang lama disimpan di samping."),
        )
    except duckdb.Error as error:
        yield _unreadable(t, error)


def _unreadable(t: Words, error: duckdb.Error) -> Finding:
    return Finding(
        "rusak",
        t("Basis data"),
        t("Isinya tidak dapat dibaca ({kind}).", kind=type(error).__name__),
        t("Bila rusak: pulihkan dari cadangan (docs/operations.md). Yang lama disimpan di samping."),
    )


def proofs(t: Words, home: Path, folder: Path | None = None) -> list[Finding]:
    """What can be proved and what can't: the trail by the witness, rows and decisions by the trail, the editions by both.

    folder: where the witness lies, if not where the home says. Raises DataError where the store can't be read.
    """
    try:
        with database.read(home) as con:
            return list(proof.findings(t, con, home, deep=True, folder=folder))
    except duckdb.Error as error:
        return [_unreadable(t, error)]


def _schema(t: Words, con: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    pending = database.pending_migrations(con)
    if pending:
        yield Finding(
            "perhatian",
            t("Skema"),
            t("Skema basis data tertinggal (perlu {n}).", n=", ".join(map(str, pending))),
            t("Dinaikkan sendiri pada pemakaian berikutnya; salinan yang lama disimpan di backups/."),
        )
    else:
        yield Finding("baik", t("Skema"), t("Basis data terbuka, skemanya sesuai program."))


def _retention(t: Words, con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[Finding]:
    """What is kept longer than it may be, and backups that still hold what was erased."""
    subject = t("Masa simpan")
    if database.kind(con) != "nyata":
        yield Finding("baik", subject, t("Data rekaan: masa simpan tidak diperiksa."))
    elif found := erasing.overdue(con, clock.today()):
        yield Finding(
            "perhatian",
            subject,
            t("Melewati masa simpannya. {lines}", lines=" ".join(erasing.describe(t, found))),
            t("Hapus di server, dengan alasan (docs/operations.md)."),
            "python -m data erase overdue --reason ALASAN --yes",
        )
    else:
        yield Finding("baik", subject, t("Tidak ada yang melewati masa simpannya."))
    last = erasing.last(con)
    old = [one for folder in backup.folders(home) for one in backup.listing(folder) if last and datetime.fromisoformat(one.made_at) < last]
    if old:
        yield Finding(
            "perhatian",
            subject,
            t.n(
                "{n} cadangan dibuat sebelum penghapusan terakhir dan masih memuat yang dihapus.",
                "{n} cadangan dibuat sebelum penghapusan terakhir dan masih memuat yang dihapus.",
                len(old),
            ),
            t("Dengan jadwal bawaan cadangan itu hilang setelah 30 hari; yang disimpan di tempat lain dihapus sendiri oleh admin."),
        )


def _four_eyes(t: Words, con: duckdb.DuckDBPyConnection, home: Path) -> Iterator[Finding]:
    """Where two are needed, there should be two."""
    try:
        rules = access_file.load(home)
        is_on = four_eyes.is_on(con, home)
    except DataError:  # named under its own subject
        return
    who = [rule for rule in rules.rules if rule.role == "operator_kabupaten"]
    day = None if clock_watch.doubt(home, remember=False) else clock.today()
    acting = {one.user: one.role for one in rules.delegations if one.covers(day)}
    named = {name.casefold() for rule in who for name in rule.users} - acting.keys()
    named |= {name for name, role in acting.items() if role == "operator_kabupaten"}
    if is_on and not any(rule.groups for rule in who) and len(named) < 2:
        yield Finding(
            "perhatian",
            t("Empat mata"),
            t("Empat mata berlaku, tetapi hanya satu orang berperan Operator kabupaten: bila ia berhalangan, tidak ada yang terbit."),
            t("Beri peran itu kepada dua orang, atau tunjuk Plh. dalam {file} (docs/administration.md).", file=access_file.FILE),
        )


def _first_edition(t: Words, con: duckdb.DuckDBPyConnection) -> Finding:
    found = first_steps.of_store(con, publishing.latest_complete_month(clock.today()))
    return Finding(
        "perhatian",
        t("Edisi"),
        t("Belum ada edisi.") + " " + t(first_steps.describe(found)),
        t(first_steps.action(found)),
        first_steps.command(found),
    )


def _editions(t: Words, home: Path) -> Iterator[Finding]:
    known = files.ids(home)
    damaged = [one for one in known if not check.is_intact(files.path_of(home, one))]
    for edition_id in damaged:
        offer = reading.intact_before(home, edition_id)
        yield Finding(
            "rusak",
            t("Edisi"),
            t("Edisi {id} rusak: jumlah periksanya tidak cocok.", id=edition_id),
            t("Pulihkan berkasnya dari cadangan. Sementara itu tersedia: {other}.", other=offer or "–"),
        )
    if known and not damaged:
        yield Finding("baik", t("Edisi"), t("{n} edisi utuh; yang berlaku {id}.", n=len(known), id=known[0]))


def _boundary(t: Words, home: Path) -> Iterator[Finding]:
    try:
        loading.current(home)
    except DataError as error:
        yield Finding("rusak", t("Batas wilayah"), t(error.message))


def _leftovers(t: Words, home: Path) -> Iterator[Finding]:
    """Temporary files of processes that are gone."""
    places = (home, home / files.FOLDER, home / "boundaries", home / backup.FOLDER)
    left = [path for place in places for path in durable.leftovers(place)]
    orphans = [path for path in (home / files.FOLDER).glob("*.sha256") if not path.with_suffix(".duckdb").exists()]
    if left or orphans:
        yield Finding(
            "perhatian",
            t("Sisa berkas"),
            t("{n} berkas sementara dari proses yang terputus, mis. {name}.", n=len(left) + len(orphans), name=(left + orphans)[0].name),
            t("Tidak berbahaya; publish dan backup berikutnya membersihkannya."),
        )
    if database_file.wal(home / database.DATABASE).exists() and locking.holder(home) is None:
        yield Finding(
            "perhatian",
            t("Sisa berkas"),
            t("Proses terakhir terputus; catatannya (kondusif.duckdb.wal) akan dibaca pada pembukaan berikutnya."),
            t("Jangan dihapus: isinya perubahan yang sudah disimpan."),
        )


def _backups(t: Words, home: Path, *, deep: bool) -> Iterator[Finding]:
    subject = t("Cadangan")
    made = backup.folders(home)
    found = next((one for folder in made for one in backup.listing(folder)), None)
    if found is None:
        yield Finding(
            "perhatian",
            subject,
            t("Belum ada cadangan yang dapat ditemukan."),
            t("Buat cadangan, dan jadwalkan (docs/operations.md)."),
        )
        return
    age = clock.now() - datetime.fromisoformat(found.made_at)
    text = t("Cadangan terakhir {name} di {folder}.", name=found.path.name, folder=found.path.parent)
    if deep:
        try:
            backup.check(t, found.path)
        except DataError as error:
            yield Finding("rusak", subject, t(error.message), t("Buat cadangan baru sekarang (docs/operations.md)."))
            return
    if age > BACKUP_AGE:
        yield Finding("perhatian", subject, text, t("Umurnya {n} hari: periksa jadwal cadangan.", n=age.days))
    else:
        yield Finding("baik", subject, text)
