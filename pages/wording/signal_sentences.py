"""What a signal, a trend and a cluster say, composed by rules from their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data import numbers
from data.editions import figures
from data.words import N_, Words
from pages.facts import signals
from pages.facts.signals import Onset, Row, Signal, Trend
from pages.wording import formats, phrasing

LEVELS: Mapping[int, str] = {
    1: N_("Sinyal 1 – Perhatikan"),
    2: N_("Sinyal 2 – Telaah"),
    3: N_("Sinyal 3 – Tindak lanjuti segera"),
}
CLUSTERS: Mapping[str, str] = {
    "tinggi_tinggi": N_("tinggi di antara yang tinggi"),
    "rendah_rendah": N_("rendah di antara yang rendah"),
    "tinggi_rendah": N_("tinggi di antara yang rendah"),
    "rendah_tinggi": N_("rendah di antara yang tinggi"),
    "tidak_nyata": N_("tidak berbeda dari kebetulan"),
    "tanpa_tetangga": N_("tidak punya tetangga"),
}
TOO_FEW = "terlalu_sedikit"
DIRECTIONS: Mapping[str, str] = {
    "naik": N_("naik"),
    "turun": N_("turun"),
    "tidak_nyata": N_("tidak ada tren yang nyata"),
    TOO_FEW: N_("terlalu sedikit kejadian untuk diuji"),
}
# A month this rare or rarer is described as "less than once in so many months".
RAREST = 1000
GRAVEST = 3
FEW, MANY = 4, 10


def disclaimer(t: Words) -> str:
    """What must stand beside every signal."""
    return t("Sinyal data, bukan status keamanan resmi.")


def level(t: Words, signal: Signal) -> str:
    """The name of its level."""
    return t(LEVELS[signal.level])


def sentence(t: Words, signal: Signal, name: str, groups: Mapping[str, tuple[str, str]]) -> str:
    """The one sentence of a signal."""
    month = formats.month(t, signal.period)
    if signal.group == signals.INDEX:
        return t(
            "{name}, Indeks Kondusivitas Wilayah: turun dari {before} menjadi {now} dalam setahun sampai {month}.",
            name=name,
            before=formats.number(t, signal.index_before),
            now=formats.number(t, signal.index_now),
            month=month,
        )
    group = groups.get(signal.group, (signal.group, ""))[0]
    words_ = {"name": name, "group": group, "count": formats.whole(t, signal.count), "month": month}
    if "berat" in signal.rules:
        return _severe_sentence(t, signal, words_)
    seen = t.n(
        "{name}, {group}: {count} kejadian pada {month}", "{name}, {group}: {count} kejadian pada {month}", int(signal.count), **words_
    )
    if formats.absent(signal.expected):
        return t("{seen}; belum ada dasar pembanding.", seen=seen)
    return t(
        "{seen}; biasanya {usual}, batas wajar {bound}.",
        seen=seen,
        usual=usual(t, signal.expected),
        bound=formats.whole(t, signal.bound),
    )


def of_row(t: Words, row: Row, name: str, groups: Mapping[str, tuple[str, str]]) -> str:
    """The gravest signal of a row and, where that is older than the newest one, that the row goes on."""
    said = sentence(t, row.peak, name, groups)
    if row.newest.period > row.peak.period:
        said = t("{told} Masih ada sinyal pada {month}.", told=said, month=formats.month(t, row.newest.period))
    return said


def heading(t: Words, row: Row, name: str, groups: Mapping[str, tuple[str, str]]) -> str:
    """`Sinyal 3 – Tindak lanjuti segera. Cibitung: industri & limbah, Maret 2026.`, above the list that says the rest."""
    one = row.peak
    return t(
        "{level}. {name}: {group}, {month}.",
        level=level(t, one),
        name=name,
        group=t("Indeks Kondusivitas Wilayah") if one.group == signals.INDEX else groups.get(one.group, ("", one.group))[1].lower(),
        month=formats.month(t, one.period),
    )


def shown(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that are named one by one: all of the highest level, then the next ones up to a few; of very many, only the first."""
    return rows[: min(max(FEW, sum(row.level == GRAVEST for row in rows)), MANY)]


def rest(t: Words, rows: Sequence[Row]) -> str:
    """How many of each level aren't named one by one, and where they stand; empty where all are."""
    left = [row.level for row in rows[len(shown(rows)) :]]
    if not left:
        return ""
    levels = ", ".join(
        t("{n} Sinyal {level}", n=formats.whole(t, left.count(number)), level=number) for number in (3, 2, 1) if number in left
    )
    return t.n(
        "{n} sinyal lain ada di halaman Peringatan dini: {levels}.",
        "{n} sinyal lain ada di halaman Peringatan dini: {levels}.",
        len(left),
        n=formats.whole(t, len(left)),
        levels=levels,
    )


def waiting(t: Words, rows: Sequence[Row]) -> str:
    """`14 sinyal belum ditutup, 4 di antaranya Sinyal 3; tertua Juni 2026.`"""
    if not rows:
        return t("Tidak ada sinyal dua belas bulan terakhir yang belum ditutup.")
    n, gravest = len(rows), sum(row.level == GRAVEST for row in rows)
    last = max(row.newest.period for row in rows)
    listed = phrasing.phrase(t, figures.counted("sinyal_belum_ditutup", n, last=last))
    if gravest == n:
        listed = t("{listed}, semuanya Sinyal 3", listed=listed) if n > 1 else t("{listed}, yaitu Sinyal 3", listed=listed)
    elif gravest:
        listed = t(
            "{listed}, {gravest}", listed=listed, gravest=phrasing.phrase(t, figures.counted("sinyal_3_belum_ditutup", gravest, last=last))
        )
    return t("{listed}; tertua {month}.", listed=listed, month=formats.month(t, min(row.newest.since for row in rows)))


def since(t: Words, found: Sequence[Onset], groups: Mapping[str, tuple[str, str]]) -> str:
    """`Maret 2026: taraf kejadian naik (Maret 2026), sinyal indeks (Juli 2026)`: one answer, every reason once; oldest first.

    Of two rows of signals of one group the later is named: an earlier one that ended isn't what goes on.
    """
    if not found:
        return ""
    latest = {one.reason: one for one in sorted(found, key=lambda one: one.month)}
    found = sorted(latest.values(), key=lambda one: (one.month, one.reason))
    if len(found) == 1:
        return t("{month} ({reason})", month=formats.month(t, found[0].month), reason=_onset(t, found[0], groups))
    reasons_ = ", ".join(t("{reason} ({month})", reason=_onset(t, one, groups), month=formats.month(t, one.month)) for one in found)
    return t("{month}: {reasons}", month=formats.month(t, min(one.month for one in found)), reasons=reasons_)


def _onset(t: Words, one: Onset, groups: Mapping[str, tuple[str, str]]) -> str:
    if one.reason == signals.LEVEL:
        return t("taraf kejadian naik") if one.rises else t("taraf kejadian turun")
    if one.reason == signals.INDEX:
        return t("sinyal indeks")
    return t("sinyal {group}", group=groups.get(one.reason, ("", one.reason))[1].lower())


def state_of_row(t: Words, signal: Signal, severe_only: bool = False) -> str:
    """Whether its row goes on; nothing where the edition doesn't say. severe_only: `Row.severe_only`."""
    if signal.row_open is None:
        return ""
    if signal.row_open and not severe_only:
        return t("masih berlangsung")
    if signal.closed:
        return t("ditutup")
    # without a report or a bound nobody knows whether it is over, and what never left its bounds can neither be back nor go on
    unseen = severe_only or formats.absent(signal.completeness) or (signal.group != signals.INDEX and formats.absent(signal.bound))
    return t("tanpa sinyal baru") if unseen else t("sudah kembali ke batas wajar")


def _severe_sentence(t: Words, signal: Signal, words_: Mapping[str, str]) -> str:
    """The severe incidents come first, and never as if their number were compared with the usual one."""
    grave = t.n(
        "{name}, {group}: {severe} kejadian berat pada {month}",
        "{name}, {group}: {severe} kejadian berat pada {month}",
        int(signal.severe),
        severe=formats.whole(t, signal.severe),
        **words_,
    )
    every = t.n("seluruhnya {count} kejadian", "seluruhnya {count} kejadian", int(signal.count), count=words_["count"])
    if formats.absent(signal.completeness):
        compared = t("belum ada laporan desa untuk bulan itu")
    elif formats.absent(signal.expected):
        compared = t("belum ada dasar pembanding")
    else:
        compared = t("biasanya {usual}, batas wajar {bound}", usual=usual(t, signal.expected), bound=formats.whole(t, signal.bound))
    return t("{grave} ({every}; {compared}).", grave=grave, every=every, compared=compared)


def usual(t: Words, expected: float) -> str:
    """`sekitar 3`; one decimal under 2, words for next to nothing."""
    if expected < 0.1:
        return t("hampir tidak ada")
    rough = expected >= 2 or round(expected, 1) == round(expected)
    return t("sekitar {n}", n=formats.number(t, expected, 0 if rough else 1))


def reasons(t: Words, signal: Signal, cells: int, *, repeats: int, repeat_months: int, fall: float) -> list[str]:
    """Which rules raised it, in words. repeats, repeat_months: from the signal rules; fall: points that count as a fall under the
    method.
    """
    out = []
    if "berat" in signal.rules:
        out.append(t.n("{n} kejadian berat (tingkat 3).", "{n} kejadian berat (tingkat 3).", int(signal.severe)))
    if "hitungan" in signal.rules or "kuat" in signal.rules:
        out.append(how_unusual(t, signal.p))
    if "kuat" in signal.rules:
        out.append(
            t(
                "Tetap tidak lazim setelah dikoreksi untuk {n} sel yang diperiksa bulan itu (q {q}).",
                n=cells,
                q=formats.probability(t, signal.q),
            )
        )
    if "kumulatif" in signal.rules:
        out.append(
            t.n(
                "Menumpuk: {count} kejadian dalam {n} bulan, biasanya {usual}.",
                "Menumpuk: {count} kejadian dalam {n} bulan, biasanya {usual}.",
                int(signal.run_months),
                count=formats.whole(t, signal.run_count),
                usual=usual(t, signal.run_expected),
            )
        )
    if "bertahan" in signal.rules:
        out.append(
            t.n(
                "Masih di atas batas wajar: {count} kejadian dalam {n} bulan terakhir; sebelum {month} biasanya {usual}, batas wajar {bound}.",
                "Masih di atas batas wajar: {count} kejadian dalam {n} bulan terakhir; sebelum {month} biasanya {usual}, batas wajar {bound}.",
                int(signal.row_months),
                count=formats.whole(t, signal.row_count),
                month=formats.month(t, signal.since),
                usual=usual(t, signal.row_expected),
                bound=formats.whole(t, signal.row_bound),
            )
        )
    if "berulang" in signal.rules:
        out.append(t("Sedikitnya {times} sinyal dalam {n} bulan.", times=repeats, n=repeat_months))
    if "indeks" in signal.rules:
        out.append(
            t(
                "Peluang indeks memang turun lebih dari {points} poin: {percent} persen.",
                points=numbers.plain(t, fall),
                percent=_percent(t, signal.p_fall),
            )
        )
    return out


def _percent(t: Words, share: float) -> str:
    return t("lebih dari {n}", n=99) if share > 0.99 else formats.whole(t, 100 * share)


def how_unusual(t: Words, p: float) -> str:
    """How often a usual month would bring this many."""
    times = round(1 / p) if p > 0 else RAREST
    if times >= RAREST:
        return t("Sebanyak itu terjadi kurang dari sekali dalam {n} bulan biasa.", n=formats.whole(t, RAREST))
    return t("Sebanyak itu terjadi kira-kira sekali dalam {n} bulan biasa.", n=formats.whole(t, times))


def around(t: Words, signal: Signal, names: Mapping[str, str]) -> str:
    """Neighbours with the same signal."""
    return ", ".join(names[code] for code in signal.neighbours if code in names) or t("tidak ada")


def summary(t: Words, found: Sequence[Signal], month: str) -> str:
    """How many signals of each level, as the sentence on top."""
    counts = signals.by_level(list(found))
    if not counts:
        return t("Tidak ada sinyal pada {month}.", month=month)
    last = found[0].period
    levels = {str(number): counts[number] for number in (3, 2, 1) if counts[number]}
    listed = phrasing.beside(t, "sinyal_bulan", levels, lambda number: t("Sinyal {level}", level=number) + ":", last)
    return t(
        "{month}: {signals} ({levels}).",
        month=month,
        signals=phrasing.phrase(t, figures.counted("sinyal_bulan", len(found), last=last)),
        levels=listed,
    )


def none_ever(t: Words, last: str, *, judges: bool) -> str:
    """In place of the yearly account of an edition without any signal. judges: whether counts could have raised one in any month."""
    if judges:
        return t("Tidak ada sinyal pada bulan mana pun sampai {month}.", month=formats.month(t, last))
    return t("Belum ada sinyal; sejauh ini hanya kejadian berat yang dapat memberinya.")


def trend_finding(t: Words, tests: Mapping[str, Trend], names: Mapping[str, str]) -> str:
    """Which kecamatan have a trend or a changed level, after correction for all of them."""
    own = [test for code, test in tests.items() if code in names]
    parts = []
    for direction, words_ in (("naik", t("naik")), ("turun", t("turun"))):
        if some := [names[test.code] for test in own if test.direction == direction]:
            parts.append(t("tren {word}: {names}", word=words_, names=", ".join(some)))
    changed = [
        t(
            "{name} ({word} pada {month})",
            name=names[test.code],
            word=t("naik") if test.after > test.before else t("turun"),
            month=formats.month(t, test.change_period),
        )
        for test in own
        if test.has_changed and test.change_period
    ]
    if changed:
        parts.append(t("taraf berubah: {names}", names=", ".join(changed)))
    tested = sum(test.direction not in (None, TOO_FEW) for test in own)
    if changed and len(parts) == 1:
        parts.insert(0, t("tidak ada tren yang nyata"))
    few = sum(test.direction == TOO_FEW for test in own)
    if not parts and few and not tested:
        return t("Terlalu sedikit kejadian untuk diuji")
    if not parts and not tested:
        return t("Belum ada kecamatan yang deretnya dapat diuji")
    if not parts:
        parts = [t("Tidak satu pun dari {n} kecamatan menunjukkan tren yang nyata", n=tested)]
    if few:
        parts.append(phrasing.phrase(t, figures.counted("kecamatan_tidak_diuji", few)))
    text = "; ".join(parts)
    return text[0].upper() + text[1:]


def direction(t: Words, test: Trend) -> str:
    """The outcome of a test in words."""
    return t(DIRECTIONS[test.direction]) if test.direction else t("data belum memadai")


def changed(t: Words, test: Trend) -> str:
    """The change of level, or a dash."""
    if not test.has_changed or not test.change_period:
        return formats.NOTHING
    return t(
        "{month}: dari {before} menjadi {after}",
        month=formats.month_short(t, test.change_period),
        before=formats.number(t, test.before),
        after=formats.number(t, test.after),
    )
