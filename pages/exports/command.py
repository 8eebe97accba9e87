"""The commands of `python -m pages.exports`. Options and verbs in English, messages in Indonesian."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from data import commands, session
from data.commands import Parser, day
from data.editions import reading
from data.editions.reading import Edition
from data.errors import DataError, because
from data.words import LANGUAGES, Words, house, msg
from data.workflow import clearance, meetings, noting, stores
from pages.exports.press import differences, district, press, release, rendering
from pages.exports.proof import checking, making
from pages.wording import formats

Command = Callable[[argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 refused with a sentence, 2 mistyped."""

    def run() -> None:
        options = _parser().parse_args(arguments)
        options.home = stores.home(options.home)
        options.session = session.of_the_machine(options.home)
        command: Command = options.command
        command(options)

    return commands.status(run)


def _frame(options: argparse.Namespace) -> None:
    edition = reading.open_edition(options.home, options.edition)
    t = Words(options.lang)
    form = options.format or _ending(options.out, rendering.FORMATS)
    named = True if options.name_low_bands else None
    made = making.make_frame(
        t, options.session, edition, _kind(options, edition), options.period, options.size, form, name_low_bands=named, logo=options.logo
    )
    _write(options.out, made.content)
    commands.say(made.frame.caption)
    if made.cleared is None:
        for warning in differences.warnings(t, options.session, edition, made.frame.kind, made.frame.period):
            print(t("Sebelum diizinkan: {warning}", warning=warning), file=sys.stderr)
    if made.cleared:
        clearance.note_taken(options.session, made.cleared, options.out.name)


def _kind(options: argparse.Namespace, edition: Edition) -> str:
    """The kind of frame, of one kecamatan where one is asked for."""
    if options.kecamatan is None:
        return str(options.kind)
    if options.kind != district.TREND:
        raise DataError(msg("Hanya bingkai {kind} yang dapat menggambar satu kecamatan.", kind=district.TREND))
    return district.kind(district.find(edition, options.kecamatan))


def _brief(options: argparse.Namespace) -> None:
    edition = reading.open_edition(options.home, options.edition)
    t = Words(options.lang)
    form = options.format or _ending(options.out, making.BRIEF_FORMATS)
    _write(options.out, making.make_brief(t, options.session, edition, options.period, form))
    if stores.exists(options.home):  # an edition may stand in a home without a store
        month = press.month_of(edition, options.period)
        taken = {"brief": form, "edisi": edition.id, "bulan": month, "berkas": options.out.name}
        noting.note(options.session, "unduh", taken)
    commands.say(t("Brief edisi {id} ditulis ke {out}.", id=edition.id, out=options.out))


def _minutes(options: argparse.Namespace) -> None:
    t = Words(options.lang)
    form = options.format or _ending(options.out, tuple(making.MINUTES_FORMATS))
    held = options.meeting or next(iter(meetings.days(meetings.listed(options.session))), options.session.clock.today())
    _write(options.out, making.make_minutes(t, options.session, held, form))
    noting.note(options.session, "unduh", {"notulen": form, "rapat": held.isoformat(), "berkas": options.out.name})
    commands.say(t("Notulen rapat {day} ditulis ke {out}.", day=formats.day(t, held), out=options.out))


def _release(options: argparse.Namespace) -> None:
    edition = reading.open_edition(options.home, options.edition)
    t = Words(options.lang)
    commands.say(release.draft(edition, t, options.period).text)
    for question, answer in release.questions(edition, t, options.period):
        commands.say(f"\n{question}\n{answer}")


def _check(options: argparse.Namespace) -> None:
    t = house
    by_id = None if options.file.exists() else checking.known_id(t, options.home, str(options.file))
    verdict = by_id or checking.check(t, options.home, options.file)
    commands.say("\n".join(verdict.lines))
    if not verdict.good:
        raise SystemExit(1)


def _ending(out: Path, known: Sequence[str]) -> str:
    """The format, by the ending of the file's name."""
    ending = out.suffix.lstrip(".").lower()
    if ending not in known:
        raise DataError(
            msg(
                "{out}: format tidak dikenali. Pilih salah satu dengan --format: {known}.",
                out=out,
                known=", ".join(known),
            )
        )
    return ending


def _write(out: Path, content: bytes) -> None:
    """Write the whole file or nothing."""
    partial = out.with_name(out.name + ".baru")
    try:
        partial.write_bytes(content)
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise DataError(msg("{out}: tidak dapat ditulis ({reason}).", out=out, reason=because(error))) from None


def _parser() -> argparse.ArgumentParser:
    t = house
    parser = Parser(prog="python -m pages.exports", description=t("Bingkai siaran pers dan brief dari satu edisi."))
    commands.add_home(parser, shown=False)
    verbs = parser.add_subparsers(required=True, metavar=t("PERINTAH"), parser_class=Parser)

    def verb(name: str, command: Command, explanation: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=explanation, description=explanation)
        made.set_defaults(command=command)
        commands.add_home(made, shown=True, again=True)
        return made

    def chosen(made: argparse.ArgumentParser) -> None:
        made.add_argument("--edition", metavar="ID", help=t("edisi (bawaan: yang berlaku)"))
        made.add_argument("--period", metavar="YYYY-MM", help=t("bulan (bawaan: yang terakhir)"))
        made.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])

    def source(made: argparse.ArgumentParser, formats: Sequence[str]) -> None:
        chosen(made)
        made.add_argument("--out", type=Path, required=True, metavar="FILE")
        made.add_argument("--format", choices=formats, help=t("bawaan: menurut nama berkas"))

    brief = verb("brief", _brief, t("susun brief untuk pimpinan"))
    source(brief, making.BRIEF_FORMATS)
    frame = verb("frame", _frame, t("gambar satu bingkai siaran pers"))
    source(frame, rendering.FORMATS)
    frame.add_argument("--kind", choices=tuple(press.KINDS), default="map")
    frame.add_argument("--kecamatan", metavar="KODE|NAMA", help=t("tren satu kecamatan di samping kabupaten (hanya --kind trend)"))
    frame.add_argument(
        "--name-low-bands",
        action="store_true",
        help=t("sebut juga golongan terendah per kecamatan yang tanpa izin tidak disebut; tetap bertanda sampai PPID mengizinkannya"),
    )
    frame.add_argument("--size", choices=tuple(rendering.SIZES), default="1080x1080")
    frame.add_argument("--logo", type=Path, metavar="FILE", help=t("logo PNG atau JPEG (bawaan: logo.png di folder data)"))
    minutes = verb("minutes", _minutes, t("susun notulen satu rapat"))
    minutes.add_argument("--meeting", type=day, metavar="YYYY-MM-DD", help=t("hari rapat (bawaan: yang terakhir)"))
    minutes.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    minutes.add_argument("--out", type=Path, required=True, metavar="FILE")
    minutes.add_argument("--format", choices=tuple(making.MINUTES_FORMATS), help=t("bawaan: menurut nama berkas"))
    draft = verb("release", _release, t("tulis rancangan siaran pers dan kartu tanya jawab"))
    chosen(draft)
    check = verb("check", _check, t("periksa apakah sebuah berkas dari sini, utuh, dan disetujui"))
    check.add_argument("file", type=Path, metavar="FILE", help=t("berkas, atau nomor izin yang tercetak pada gambar"))
    return parser
