"""`verify`, `pindah`, `batches`: what came in, which of it counts, and where it belongs."""

from __future__ import annotations

import argparse
from datetime import date

from data.access import owners
from data.commands import Verbs, say
from data.errors import DataError
from data.labels import label, of_choice
from data.session import Session
from data.store import moments
from data.tables import TABLES, titles
from data.tables.column import SOURCES
from data.words import house as t
from data.words import msg
from data.workflow import batches, corrections, moving, trail, trail_words, verification


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    verify = verbs.verb("verify", _verify, t("verifikasi baris menurut saringan, atau tampilkan antreannya"))
    verify.add_argument("--table", choices=verification.VERIFIED_TABLES)
    verify.add_argument("--batch", type=int)
    verify.add_argument("--kecamatan", metavar="KODE")
    verify.add_argument("--month", metavar="YYYY-MM")
    verify.add_argument("--source", choices=SOURCES)
    verify.add_argument(
        "--status",
        choices=("masuk", "terverifikasi", "ditolak"),
        default="masuk",
        help=t("keadaan sekarang (bawaan: masuk); lainnya untuk mengubah keputusan"),
    )
    verify.add_argument("--rows", type=_numbers, metavar="ID,ID,…", help=t("nomor baris dari daftar"))
    verify.add_argument("--list", action="store_true", help=t("tampilkan antrean saja"))
    verify.add_argument("--reject", action="store_true", help=t("tolak, bukan terima"))
    verify.add_argument("--why", choices=verification.REFUSALS, help=t("sebab penolakan (bawaan: lainnya, seperti alasannya)"))
    verify.add_argument("--reason", help=t("alasan, tercatat di jejak audit"))
    moved = verbs.verb("pindah", _move, t("pindahkan kejadian atau kegiatan ke kecamatan lain"))
    moved.add_argument("table", choices=moving.MOVABLE)
    moved.add_argument("number", metavar="NOMOR", help=t("id_kejadian atau id_kegiatan"))
    moved.add_argument("--from", dest="origin", metavar="KODE", help=t("kecamatan asal; perlu bila nomornya dipakai beberapa kecamatan"))
    moved.add_argument("--to", required=True, metavar="KODE", help=t("kecamatan tujuan, mis. 32.16.07"))
    moved.add_argument("--desa", metavar="KODE", help=t("desa di kecamatan tujuan; bawaan: tidak diketahui"))
    moved.add_argument("--reason", required=True, help=t("alasan, tercatat di jejak audit"))
    group = verbs.group("batches", t("daftar batch, tarik, aktifkan lagi"))
    group.verb("list", _list, t("daftar batch"))
    for name, command, explanation in (
        ("withdraw", _withdraw, t("tarik satu batch: barisnya tidak lagi dihitung")),
        ("restore", _restore, t("aktifkan lagi batch yang ditarik")),
    ):
        made = group.verb(name, command, explanation)
        made.add_argument("batch", type=int, metavar="BATCH")
        made.add_argument("--reason", required=True, help=t("alasan, tercatat di jejak audit"))


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(t("{text} bukan daftar nomor seperti 12,13", text=repr(text))) from None


def _verify(options: argparse.Namespace) -> None:
    """Show the waiting rows of a filter, or accept or reject them all."""
    wanted = verification.Filter(
        table=options.table,
        batch=options.batch,
        kecamatan=options.kecamatan,
        month=options.month,
        source=options.source,
        status=options.status,
        rows=options.rows,
    )
    if options.list:
        _show_queue(options.session, wanted)
        return
    if options.reason is None and not options.reject:
        raise DataError(msg("Beri alasan dengan --reason, atau lihat antrean dengan --list."))
    if wanted == verification.Filter(status=options.status):
        raise DataError(msg("Saring dulu barisnya: --batch, --table, --kecamatan, --month, --source, --rows."))
    decision: verification.Decision = "ditolak" if options.reject else "terverifikasi"
    count = verification.decide(
        options.session, wanted, decision, reason=options.reason or "", why=options.why or (verification.OTHER if options.reject else None)
    )
    say(t.n("{n} baris ditandai {status}.", "{n} baris ditandai {status}.", count, status=t(trail_words.VALUES[decision])))


def _show_queue(session: Session, wanted: verification.Filter) -> None:
    total = int(verification.counted(session, wanted)["n"].sum())
    waiting = verification.waiting(session, wanted, limit=200)
    rows = waiting.rows
    names = owners.names()
    for row in rows.astype("object").where(rows.notna(), None).to_dict("records"):
        table, place = TABLES[row["tabel"]].label(t), names.get(row["kecamatan"], "–")
        sources = ", ".join(label(t, code) for code in (row["sumber"] or "").split(";") if code)
        month = moments.month(t, row["bulan"]) if row["bulan"] else "–"
        key = " ".join(label(t, part) for part in row["kunci"].split(" "))
        say(f"{row['id_baris']:>8}  {table:<19}  {row['kiriman']:>5}  {place:<16}  {month:<14}  {key}  {sources}".rstrip())
        if found := waiting.before.get(row["id_baris"]):
            say(f"{'':10}{_before(found)}")
    say(
        t.n(
            "{n} baris menunggu verifikasi, {shown} ditampilkan.",
            "{n} baris menunggu verifikasi, {shown} ditampilkan.",
            total,
            shown=len(rows),
        )
    )


def _before(found: corrections.Before) -> str:
    """`mengganti batch 12 (Setu, 3 Nov 2026 09.15 WIB, terverifikasi): luka 0 → 4`."""
    state = t("terverifikasi") if found.counts else t("masih menunggu")
    where = owners.names().get(found.kecamatan or "", t("kabupaten"))
    changes = "; ".join(
        f"{titles.title(t, column).lower()} {_cell(column, was)} → {_cell(column, now)}" for column, was, now in found.changes
    )
    return t(
        "mengganti batch {batch} ({where}, {when}, {state}): {changes}",
        batch=found.batch,
        where=where,
        when=moments.moment(t, found.when),
        state=state,
        changes=changes or "–",
    )


def _cell(column: str, value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return t("ya") if value else t("tidak")
    if isinstance(value, date):
        return moments.day(t, value)
    return owners.names().get(str(value), str(value)) if column == "kecamatan" else of_choice(t, column, str(value))


def _move(options: argparse.Namespace) -> None:
    moved = moving.move(
        options.session,
        options.table,
        options.number,
        origin=options.origin,
        to=options.to,
        desa=options.desa,
        reason=options.reason,
    )
    say(moving.describe(t, moved, owners.names()[options.to]))
    say(t("Lalu: python -m data verify --batch {batch} --reason ALASAN", batch=moved.batch))


def _list(options: argparse.Namespace) -> None:
    sent = verification.deliveries(options.session)
    say(t("batch  masuk  dilewati  keadaan   waktu                   oleh                berkas: tabel"))
    for one in sent.to_dict("records"):
        state = t("aktif") if one["utuh"] else t("sebagian") if one["aktif"] else t("ditarik")
        say(
            f"{one['kiriman']:>5}  {one['baris_masuk']:>5}  {one['baris_dilewati']:>8}  {state:<8}  {moments.moment(t, one['waktu']):<22}"
            f"  {t(trail.person(one['oleh'])):<18}  {one['berkas']}: {', '.join(TABLES[name].label(t) for name in one['tabel'])}"
        )


def _withdraw(options: argparse.Namespace) -> None:
    rows = batches.withdraw(options.session, options.batch, options.reason)
    say(
        t(
            "Batch {batch} ditarik ({n} baris). Berlaku mulai edisi berikutnya; edisi yang sudah terbit tidak berubah.",
            batch=options.batch,
            n=rows,
        )
    )


def _restore(options: argparse.Namespace) -> None:
    rows = batches.restore(options.session, options.batch, options.reason)
    say(
        t(
            "Batch {batch} aktif lagi ({n} baris). Berlaku mulai edisi berikutnya.",
            batch=options.batch,
            n=rows,
        )
    )
