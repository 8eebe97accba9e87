"""Is a file at hand ours, unaltered, and may it be shown? The answer in words, for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from data.access import clock_watch
from data.errors import DataError, because
from data.reference import territory
from data.words import N_, Words, msg
from data.workflow import clearance
from data.workflow.clearance import Clearance
from pages.exports.press import content, district
from pages.exports.proof import seal
from pages.exports.proof.seal import Found
from pages.wording import formats

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Verdict:
    """What a check found: sentences, and whether the file is ours, unaltered and may be shown now."""

    lines: tuple[str, ...]
    good: bool


def check(t: Words, home: Path, path: Path) -> Verdict:
    """Check one file against the keys and clearances of a home. Raises DataError if it can't be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(msg("{path}: tidak dapat dibaca ({reason}).", path=path, reason=because(error))) from None
    return judge(t, home, content)


def known_id(t: Words, home: Path, text: str) -> Verdict | None:
    """The state of the clearance whose id stands on a printed or photographed frame; None if no such id was given here."""
    one = clearance.find(home, text.strip())
    return Verdict((state_line(t, home, one),), one.in_force(clock_watch.reached(home))) if one else None


def judge(t: Words, home: Path, content: bytes) -> Verdict:
    """Check the content of one file."""
    found = seal.read(home, content)
    if found is None:
        return Verdict(
            (
                t(
                    "Tidak membawa tanda instalasi ini: bukan berkas asli dari sini, atau tandanya dihapus (misalnya oleh aplikasi pesan atau penyunting gambar)."
                ),
            ),
            good=False,
        )
    if found.genuine is None:
        return Verdict((t("Ditandai dengan kunci yang tidak dikenal di sini: bukan dari instalasi ini."),), good=False)
    if not found.genuine:
        return Verdict((t("SUDAH DIUBAH: berkas mengaku dari sini, tetapi isinya tidak cocok dengan tandanya."),), good=False)
    lines, good = _clearance(t, home, found)
    return Verdict((t("Asli: dibuat oleh instalasi ini dan tidak diubah."), _facts(t, found), *lines), good)


def state_line(t: Words, home: Path, one: Clearance) -> str:
    """The state of a clearance in a sentence."""
    now = clock_watch.reached(home)
    if not one.told:
        return t(clearance.untold(one))
    if one.state == "diminta":
        return t("Izin {id}: menunggu keputusan PPID.", id=one.id)
    when, who = formats.moment(t, one.decided or now), formats.person(t, one.decided_by)
    if one.state == "ditolak":
        return t("Izin {id}: DITOLAK {when} oleh {who}. Alasan: {reason}", id=one.id, when=when, who=who, reason=one.reason)
    if one.state == "ditarik":
        return t(
            "Izin {id}: DITARIK {when} oleh {who}. Jangan disebarluaskan lagi. Alasan: {reason}",
            id=one.id,
            when=when,
            who=who,
            reason=one.reason,
        )
    if one.under_embargo(now):
        return t(
            "Izin {id}: disetujui, EMBARGO sampai {until}.",
            id=one.id,
            until=formats.moment(t, one.embargo or now),
        )
    return t("Izin {id}: disetujui {when} oleh {who}.", id=one.id, when=when, who=who)


def _facts(t: Words, found: Found) -> str:
    facts = found.facts
    period = facts.get("bulan", "")
    said = t(
        "{kind}, {month}; edisi {edition}, metode {method}; {language}.",
        kind=kind_name(t, facts.get("jenis", "?")),
        month=formats.month(t, period) if _MONTH.fullmatch(period) else "?",
        edition=facts.get("edisi", "?"),
        method=facts.get("metode", "?") or formats.NOTHING,
        language={"id": t("bahasa Indonesia"), "en": t("bahasa Inggris")}.get(facts.get("bahasa", ""), "?"),
    )
    return said + (" " + t("DATA SIMULASI – BUKAN DATA NYATA") + "." if facts.get("data") == "simulasi" else "")


def kind_name(t: Words, code: str) -> str:
    """`Tren indeks: Kecamatan Cibitung` of `trend-32.16.07`; the edition itself may no longer be here."""
    frame, place = code.partition("-")[0], district.code_in(code)
    names = {"brief": N_("Brief"), "notulen": N_("Notulen"), **content.KIND_NAMES}
    name = t(names[frame]) if frame in names else code
    if place is None:
        return name
    known = territory.load_kecamatan()
    places = dict(zip(known["kode"], known["nama"], strict=True))
    area = t("Kecamatan {name}", name=places.get(place, place))
    return f"{name}: {area}"


def _clearance(t: Words, home: Path, found: Found) -> tuple[list[str], bool]:
    if found.facts.get("jenis") in ("brief", "notulen"):
        return [t("Untuk kalangan internal; bukan bahan siaran pers.")], False
    wanted = found.facts.get("izin", "")
    if not wanted:
        return [t("BELUM DISETUJUI PPID – JANGAN DISEBARLUASKAN") + "."], False
    one = clearance.find(home, wanted)
    if one is None:
        return [t("Izin {id} tidak tercatat di sini.", id=wanted)], False
    return [state_line(t, home, one)], one.in_force(clock_watch.reached(home))
