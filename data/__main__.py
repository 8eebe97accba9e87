"""The command line: `python -m data [--home DIR] …`. Options and verbs in English, messages in Indonesian."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from data import boundaries, editions, reading, sample, store
from data.errors import DataError
from data.tables import TABLES
from data.words import t, tn

Command = Callable[[argparse.Namespace], None]


class _Parser(argparse.ArgumentParser):
    """Says in Indonesian that a command was mistyped; the rest is argparse."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(
            2,
            t("Perintah tidak dikenali: {message}. Bantuan: {prog} --help", message=message, prog=self.prog)
            + "\n",
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 refused with a sentence, 2 mistyped."""
    options = _parser().parse_args(arguments)
    options.home = store.resolve_home(options.home)
    command: Command = options.command
    try:
        command(options)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `… | head`: the reader has left, there is nothing to report
        sys.stderr.close()
        return 0
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


def _start(options: argparse.Namespace) -> None:
    """From nothing to a first edition on simulated data; what is already there is left alone."""
    if not store.exists(options.home):
        _say(t("== Membuat basis data simulasi di {home}", home=options.home))
        store.init(options.home, "simulasi")
    elif reading.list_editions(options.home):
        _say(
            t(
                "== Memakai data yang ada di {home}, edisi {id}",
                home=options.home,
                id=reading.list_editions(options.home)[0],
            )
        )
        return
    with store.read(options.home) as con:
        kind = store.kind(con)
        filled = con.execute("SELECT count(*) FROM batches WHERE format = 'simulasi'").fetchone() != (0,)
    if kind == "nyata":
        raise DataError(
            t(
                "Basis data nyata di {home} belum punya edisi. Impor dan verifikasi data, lalu: python -m data publish PERIODE",
                home=options.home,
            )
        )
    until = options.until or editions.latest_complete_month()
    if not filled:
        _say(t("== Mengisi data simulasi 36 bulan sampai {until}", until=until))
        _say(sample.fill(options.home, until, seed=options.seed))
    _say(t("== Menerbitkan edisi pertama"))
    _say(t("Edisi {id} terbit.", id=editions.publish(options.home, until, say=_say)))


def _init(options: argparse.Namespace) -> None:
    store.init(options.home, options.kind)
    _say(t("Basis data {kind} dibuat di {home}.", kind=options.kind, home=options.home))


def _sample(options: argparse.Namespace) -> None:
    _say(sample.fill(options.home, options.until, seed=options.seed))


def _template(options: argparse.Namespace) -> None:
    from data import templates

    path = options.out or Path(f"templat-{options.table or 'semua'}.xlsx")
    templates.write_template(options.table, path)
    _say(t("Templat ditulis ke {path}.", path=path))


def _import(options: argparse.Namespace) -> None:
    from data import importing

    faults = 0
    for path in options.files:
        try:
            report = importing.import_file(options.home, options.table, path, file_format=options.format)
            _say(importing.describe(report))
        except DataError as error:
            faults += 1
            print(error, file=sys.stderr)
    if faults:
        total = len(options.files)
        raise DataError(
            t(
                "{faults} dari {total} berkas ditolak; tidak ada barisnya yang masuk.",
                faults=faults,
                total=total,
            )
        )


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
        status = "ditolak" if options.reject else "terverifikasi"
        count = store.verify_rows(con, table, [row[0] for row in waiting], status, reason=options.reason)
    _say(tn("{n} baris ditandai {status}.", "{n} baris ditandai {status}.", count, status=status))


def _batches(options: argparse.Namespace) -> None:
    with store.read(options.home) as con:
        rows = con.execute(
            "SELECT b.batch_id, b.tabel, b.baris_masuk, b.baris_dilewati, b.waktu, b.oleh, b.berkas,"
            " CASE WHEN a.batch_id IS NULL THEN 'ditarik' ELSE 'aktif' END"
            " FROM batches b LEFT JOIN batches_aktif a USING (batch_id) ORDER BY 1"
        ).fetchall()
    _say(t("batch  tabel         masuk  dilewati  keadaan  waktu (UTC)          oleh      berkas"))
    for batch, table, taken, skipped, when, who, file, state in rows:
        _say(f"{batch:>5}  {table:<12}  {taken:>5}  {skipped:>8}  {state:<7}  {when}  {who:<8}  {file}")


def _publish(options: argparse.Namespace) -> None:
    edition = editions.publish(options.home, options.period, say=_say)
    _say(t("Edisi {id} terbit.", id=edition))


def _editions(options: argparse.Namespace) -> None:
    for edition_id in reading.list_editions(options.home):
        _say(edition_id)


def _boundaries(options: argparse.Namespace) -> None:
    with store.write(options.home, doing="boundaries load") as con:
        report = boundaries.load(options.file, options.home)
        store.append_audit(con, "batas", {"berkas": report.source, "sha256": report.sha256})
    _say(boundaries.describe(report))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m data",
        description=t("Data Dasbor Kondusivitas: simpan, impor, verifikasi, terbitkan."),
    )
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help=t("folder data (bawaan: KONDUSIF_HOME atau data/local)")
    )
    verbs = parser.add_subparsers(required=True, metavar=t("PERINTAH"), parser_class=_Parser)

    def verb(name: str, command: Command, explanation: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=explanation, description=explanation)
        made.set_defaults(command=command)
        return made

    start = verb("start", _start, t("siapkan data simulasi dan edisi pertama bila belum ada"))
    start.add_argument("--until", metavar="YYYY-MM", help=t("bulan terakhir data simulasi"))
    start.add_argument("--seed", type=int, default=0)
    init = verb("init", _init, t("buat basis data kosong"))
    kinds = init.add_mutually_exclusive_group(required=True)
    kinds.add_argument("--simulasi", dest="kind", action="store_const", const="simulasi")
    kinds.add_argument("--nyata", dest="kind", action="store_const", const="nyata")
    filling = verb("sample", _sample, t("isi basis data simulasi dengan data rekaan"))
    filling.add_argument("--until", required=True, metavar="YYYY-MM")
    filling.add_argument("--seed", type=int, default=0)
    template = verb("template", _template, t("tulis templat isian"))
    template.add_argument("table", nargs="?", choices=sorted(TABLES))
    template.add_argument("--out", type=Path, metavar="FILE")
    taking = verb("import", _import, t("periksa dan masukkan berkas CSV atau XLSX"))
    taking.add_argument("table", choices=sorted(TABLES))
    taking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taking.add_argument("--format", choices=("cvew",), help=t("berkas dari sumber lain, bukan templat"))
    verify = verb("verify", _verify, t("verifikasi baris satu batch"))
    verify.add_argument("--batch", type=int, required=True)
    verify.add_argument("--reject", action="store_true", help=t("tolak, bukan terima"))
    verify.add_argument("--reason", required=True, help=t("alasan, tercatat di jejak audit"))
    batches = verb("batches", _batches, t("daftar batch"))
    batches.add_argument("action", choices=("list",))
    publish = verb("publish", _publish, t("hitung dan terbitkan edisi"))
    publish.add_argument("period", metavar="YYYY-MM")
    listing = verb("editions", _editions, t("daftar edisi"))
    listing.add_argument("action", choices=("list",))
    outline = verb("boundaries", _boundaries, t("muat batas wilayah"))
    outline.add_argument("action", choices=("load",))
    outline.add_argument("file", metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
