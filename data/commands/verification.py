"""`verify`, `batches`: what came in, and what of it counts."""

from __future__ import annotations

import argparse

from data import store
from data.commands import Verbs, say
from data.errors import DataError
from data.tables import TABLES
from data.words import t, tn


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    verify = verbs.verb("verify", _verify, t("verifikasi baris satu batch"))
    verify.add_argument("--batch", type=int, required=True)
    verify.add_argument("--reject", action="store_true", help=t("tolak, bukan terima"))
    verify.add_argument("--reason", required=True, help=t("alasan, tercatat di jejak audit"))
    batches = verbs.group("batches", t("daftar batch"))
    batches.verb("list", _list, t("daftar batch"))


def _verify(options: argparse.Namespace) -> None:
    """Accept or reject every waiting row of a batch."""
    with store.write(options.home, doing="verifikasi", wait=store.INTERACTIVE_WAIT) as con:
        found = con.execute("SELECT tabel FROM batches_aktif WHERE batch_id = ?", [options.batch]).fetchone()
        if found is None:
            raise DataError(
                t(
                    "Batch {batch} tidak ada atau sudah ditarik. Lihat: python -m data batches list",
                    batch=options.batch,
                )
            )
        table = TABLES[found[0]]
        if not table.verified:
            raise DataError(t("Tabel {table} tidak memerlukan verifikasi.", table=table.name))
        waiting = con.execute(
            f"SELECT id_baris FROM {table.name}_semua WHERE batch_id = ? AND status_verifikasi = 'masuk' ORDER BY 1",  # noqa: S608
            [options.batch],
        ).fetchall()
        status: store.RowStatus = "ditolak" if options.reject else "terverifikasi"
        count = store.verify_rows(con, table, [row[0] for row in waiting], status, reason=options.reason)
    say(tn("{n} baris ditandai {status}.", "{n} baris ditandai {status}.", count, status=status))


def _list(options: argparse.Namespace) -> None:
    with store.read(options.home) as con:
        rows = con.execute(
            "SELECT b.batch_id, b.tabel, b.baris_masuk, b.baris_dilewati, b.waktu, b.oleh, b.berkas,"
            " CASE WHEN a.batch_id IS NULL THEN 'ditarik' ELSE 'aktif' END"
            " FROM batches b LEFT JOIN batches_aktif a USING (batch_id) ORDER BY 1"
        ).fetchall()
    say(t("batch  tabel         masuk  dilewati  keadaan  waktu (UTC)          oleh      berkas"))
    for batch, table, taken, skipped, when, who, file, state in rows:
        say(f"{batch:>5}  {table:<12}  {taken:>5}  {skipped:>8}  {state:<7}  {when}  {who:<8}  {file}")
