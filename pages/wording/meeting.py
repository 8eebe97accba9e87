"""What meetings decided, in words: the subject, the office in charge, where a decision stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from data.words import Words
from data.workflow import meetings
from data.workflow.meetings import Resolution
from pages.facts import signals
from pages.wording import formats
from pages.wording.labels import label


def subject(t: Words, one: Resolution, names: Mapping[str, str], groups: Mapping[str, tuple[str, str]]) -> str:
    """`Sinyal Cibitung: industri & limbah`. names: of kecamatan by code; groups: long and short name of each watched group."""
    *_, key = one.subject.split("/")
    if one.kind == meetings.REPORT:
        return t("Laporan {month} yang belum memadai", month=formats.month(t, key))
    if one.kind == meetings.TRAINING:
        return t("Pelatihan Ormas: {topic}", topic=label(t, key).lower())
    code = one.kecamatan or ""
    group = t("Indeks Kondusivitas Wilayah") if key == signals.INDEX else groups.get(key, ("", key))[1].lower()
    return t("Sinyal {name}: {group}", name=names.get(code, code), group=group)


def office(t: Words, one: Resolution, names: Mapping[str, str]) -> str:
    """`Camat Cibitung`: who is in charge."""
    if one.office == "camat" and (place := names.get(one.kecamatan or "")):
        return t("Camat {name}", name=place)
    return t(meetings.OFFICES[one.office])


def decided(t: Words, one: Resolution) -> str:
    """Who decided, and when."""
    return t("Diputuskan {by}, rapat {day}.", by=t(meetings.DECIDERS[one.by]), day=formats.day(t, one.held))


def state(t: Words, one: Resolution, today: date) -> str:
    """`Belum selesai, lewat tenggat 21 hari.`: where it stands, and what was said of its last step."""
    late, last = one.late(today), one.steps[-1] if one.steps else None
    if last and one.state == meetings.CANCELLED:
        return t("Dibatalkan {day}: {reason}", day=formats.day(t, last.day), reason=_closed(last.reason))
    if last and one.state == meetings.DONE:
        done = t("Selesai {day}", day=formats.day(t, last.day))
        return done + (t.n(", terlambat {n} hari.", ", terlambat {n} hari.", late) if late else t(", tepat waktu."))
    said = t.n("Belum selesai, lewat tenggat {n} hari.", "Belum selesai, lewat tenggat {n} hari.", late) if late else t("Belum selesai.")
    if last:
        said += " " + t("Diundur dari {day}: {reason}", day=formats.day(t, one.first_due), reason=_closed(last.reason))
    return said


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
