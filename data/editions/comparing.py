"""What changed between two editions, and why: a figure that was quoted must be explained, not only replaced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from data import numbers
from data.editions import inputs, reading
from data.store import moments
from data.tables import TABLES
from data.words import N_, Words

DIGITS = 1  # scores are shown with one decimal: a smaller difference is nobody's news
_KEY = ["index", "unit_type", "unit", "period"]
# What a comparison looks at: scores, and what they are made of.
_READ = ("scores", "units", "records", "batches", "method", "signal_rules", "verdict_rules")
_FACTS = ("baris_masuk", "terverifikasi", "menunggu", "ditolak")


class Made(Protocol):
    """A published edition, or one that is computed and not yet written."""

    @property
    def id(self) -> str:
        """As in the name of its file."""

    @property
    def meta(self) -> dict[str, str]:
        """Facts about it, by key."""

    def tables(self, *only: str) -> dict[str, pd.DataFrame]:
        """Name → table, of all that it has or of those that are named; columns: `data.tables.edition.TABLES`."""


@dataclass(frozen=True)
class Comparison:
    """Two editions beside each other."""

    before: str
    after: str
    causes: list[str]
    """Every difference in what the editions were made of, in words; empty: made of the same."""
    changed: pd.DataFrame
    """One row = one unit, one month, one index whose shown score, state, band or verdict (naik, turun, tetap) differs:
    index, unit_type, unit, name, period, score_before, score_after, difference (points, between the scores as they are
    shown), band_before, band_after, status_before, status_after, change_class_before, change_class_after."""
    compared: int
    """Scores that both editions have."""
    only_before: list[str]
    """Months that only the first edition has."""
    only_after: list[str]

    @property
    def units_changed(self) -> int:
        """Units with any changed score."""
        return len(self.changed[["index", "unit_type", "unit"]].drop_duplicates())


def compare(t: Words, before: Made, after: Made) -> Comparison:
    """Compare the scores of the months that both editions have, and what each was made of."""
    first, second = (edition.tables(*_READ) for edition in (before, after))
    both = first["scores"].merge(second["scores"], on=_KEY, suffixes=("_before", "_after"))
    shown = both[["score_before", "score_after"]].astype("float64").round(DIGITS)
    same_score = (shown["score_before"] == shown["score_after"]) | shown.isna().all(axis=1)
    same_band = _same(both, "band")
    same_state = both["status_before"] == both["status_after"]
    both = both.assign(difference=(shown["score_after"] - shown["score_before"]).round(DIGITS))
    changed = both[~(same_score & same_band & same_state & _same(both, "change_class"))]
    names = second["units"].drop_duplicates(["unit_type", "unit"])[["unit_type", "unit", "name"]]
    changed = changed.merge(names, on=["unit_type", "unit"], how="left").assign(
        name=lambda rows: rows["name"].where(rows["unit_type"] != "kabupaten", after.meta.get("territory_name")).fillna(rows["unit"])
    )
    pairs = [f"{name}_{side}" for name in ("band", "status", "change_class") for side in ("before", "after")]
    months = [set(tables["scores"]["period"]) for tables in (first, second)]
    return Comparison(
        before=before.id,
        after=after.id,
        causes=_causes(t, before, after, first, second) + _spread_causes(t, first, second, changed),
        changed=changed[[*_KEY, "name", "score_before", "score_after", "difference", *pairs]].sort_values(
            ["index", "unit_type", "period", "unit"], ignore_index=True
        ),
        compared=len(both),
        only_before=sorted(months[0] - months[1]),
        only_after=sorted(months[1] - months[0]),
    )


def _same(both: pd.DataFrame, name: str) -> pd.Series:
    """Whether a column says the same in both editions; missing in both is the same."""
    pair = both[[f"{name}_before", f"{name}_after"]]
    return (pair.iloc[:, 0] == pair.iloc[:, 1]) | pair.isna().all(axis=1)


def what_changes(t: Words, result: Comparison) -> list[str]:
    """The differences of a month's two editions in sentences: scores, bands, verdicts, states; rows are a cause."""
    changed = result.changed
    if changed.empty:
        return [t("Tidak ada skor yang berubah.")]
    differs = {name: ~_same(changed, name) for name in ("band", "status", "change_class")}
    scored = changed[["score_before", "score_after"]].notna().all(axis=1)
    parts = [
        t.n("{n} skor berubah", "{n} skor berubah", int((scored & (changed["difference"].round(DIGITS) != 0)).sum())),
        t.n("{n} golongan berubah", "{n} golongan berubah", int((differs["band"] & scored).sum())),
        t.n("{n} putusan naik atau turun berubah", "{n} putusan naik atau turun berubah", int(differs["change_class"].sum())),
        t.n("{n} menjadi dinilai atau belum dapat dinilai", "{n} menjadi dinilai atau belum dapat dinilai", int(differs["status"].sum())),
    ]
    return [t("Dari {n} skor di kedua edisi: {parts}.", n=result.compared, parts=", ".join(parts))]


_STATES = {
    "dinilai": N_("dinilai"),
    "belum_dapat_dinilai": N_("belum dapat dinilai"),
    "tidak_dinilai": N_("tidak dinilai"),
}
_VERDICTS = {"naik": N_("naik"), "turun": N_("turun"), "tetap": N_("tetap")}
MOST_VERDICTS = 8


def verdicts(t: Words, result: Comparison) -> list[str]:
    """Whose band, verdict or state changed in the last month of both, one line a unit, at most `MOST_VERDICTS`."""
    rows = result.changed[result.changed["period"] == result.changed["period"].max()]
    lines = []
    for row in rows.to_dict("records"):
        moved = [
            t("golongan {before} → {after}", before=_band(row["band_before"]), after=_band(row["band_after"]))
            if not _equal(row, "band")
            else "",
            _moved(t, row, "change_class", _VERDICTS),
            _moved(t, row, "status", _STATES),
        ]
        if any(moved):
            lines.append(
                t(
                    "{name} ({index}, {period}): {moved}",
                    name=row["name"],
                    index=row["index"],
                    period=moments.month(t, row["period"]),
                    moved="; ".join(filter(None, moved)),
                )
            )
    more = len(lines) - MOST_VERDICTS
    return lines[:MOST_VERDICTS] + ([t("… dan {n} satuan lagi.", n=more)] if more > 0 else [])


def _equal(row: dict[Any, Any], name: str) -> bool:
    before, after = row[f"{name}_before"], row[f"{name}_after"]
    return bool(pd.isna(before) and pd.isna(after)) or bool(before == after)


def _moved(t: Words, row: dict[Any, Any], name: str, words: dict[str, str]) -> str:
    if _equal(row, name):
        return ""
    before, after = (row[f"{name}_{side}"] for side in ("before", "after"))
    told = [t(words[one]) if one in words else t("belum dapat dibandingkan") for one in (before, after)]
    return " → ".join(told)


def _band(number: float) -> str:
    return "–" if pd.isna(number) else str(int(number))


def before_publishing(t: Words, home: Path, newest: str, made: Made) -> list[str]:
    """How this differs from the newest edition of the month, and why: a heading, and the lines of a list under it."""
    edition = reading.open_edition(home, newest)
    try:
        result = compare(t, edition, made)
    finally:
        edition.close()
    return [
        t("Yang berubah dibandingkan edisi {id}:", id=newest),
        *result.causes,
        *what_changes(t, result),
        *verdicts(t, result),
    ]


def describe(t: Words, result: Comparison, *, most: int = 40) -> str:
    """A comparison in words for the command line; of the changed scores the latest month of each unit."""
    lines = [t("{before} → {after}", before=result.before, after=result.after), ""]
    lines += [f"- {cause}" for cause in result.causes] or [
        t("Bahan kedua edisi sama: batch, verifikasi, metode, batas, penduduk, program.")
    ]
    for edition, months in ((result.before, result.only_before), (result.after, result.only_after)):
        if months:
            lines.append(
                t(
                    "- Hanya di {id}: bulan {months}.",
                    id=edition,
                    months=numbers.between(moments.month(t, months[0]), moments.month(t, months[-1])),
                )
            )
    lines += [
        "",
        t("{n} dari {m} skor berbeda setelah dibulatkan.", n=len(result.changed), m=result.compared),
    ]
    latest = latest_by_unit(result)
    for row in latest.head(most).to_dict("records"):
        scores = ["–" if pd.isna(row[side]) else numbers.decimal(t, row[side], DIGITS) for side in ("score_before", "score_after")]
        lines.append(f"{row['index']}  {row['period']}  {row['unit']:<10} {scores[0]:>6} → {scores[1]:>6}  {row['name']}")
    if len(latest) > most:
        lines.append(t("… dan {n} satuan lagi.", n=len(latest) - most))
    return "\n".join(lines)


def latest_by_unit(result: Comparison) -> pd.DataFrame:
    """For each unit and index the changed score of its latest month, the largest difference first.

    Columns of `Comparison.changed`, among them `index`, `unit_type`, `unit`, `period`, `difference`.
    """
    latest = result.changed.sort_values("period").groupby(_KEY[:3], as_index=False).tail(1)
    order = latest["difference"].abs().fillna(float("inf")).sort_values(ascending=False, kind="stable").index
    return latest.loc[order].reset_index(drop=True)


def _causes(t: Words, before: Made, after: Made, first: dict[str, pd.DataFrame], second: dict[str, pd.DataFrame]) -> list[str]:
    causes = _batch_causes(t, first.get("batches"), second.get("batches"))
    changed = {key for key in {*before.meta, *after.meta} if before.meta.get(key) != after.meta.get(key)}
    texts = [dict(tables["method"].set_index("index")["toml"]) for tables in (first, second)]
    for index in ("IKW", "IKO"):
        old, new = (edition.meta.get(f"method_{index.lower()}", "?") for edition in (before, after))
        if old != new:
            causes.append(t("Metode {index}: {old} → {new}.", index=index, old=old, new=new))
        elif texts[0].get(index) != texts[1].get(index):
            causes.append(t("Isi metode {id} berubah.", id=new))
    rules = [tuple(tables["signal_rules"]["toml"]) for tables in (first, second) if "signal_rules" in tables]
    if len(set(rules)) > 1:
        causes.append(t("Aturan sinyal berubah."))
    said = [tuple(tables["verdict_rules"]["toml"]) for tables in (first, second) if "verdict_rules" in tables]
    if len(set(said)) > 1:
        causes.append(t("Aturan putusan berubah."))
    if "boundary_sha256" in changed:
        causes.append(
            t(
                "Batas wilayah: {old} → {new}.",
                old=before.meta.get("boundary_source", "?"),
                new=after.meta.get("boundary_source", "?"),
            )
        )
    causes += _population_causes(t, first["units"], second["units"])
    if changed & {"code_version", "code_commit"}:
        old, new = (
            " ".join(filter(None, (edition.meta.get("code_version"), edition.meta.get("code_commit")))) for edition in (before, after)
        )
        causes.append(t("Versi program: {old} → {new}.", old=old, new=new))
    elif inputs.PROGRAM in changed and inputs.PROGRAM in before.meta:
        causes.append(t("Bagian program yang menghitung berubah."))
    if changed & {"seed", "draws"}:
        causes.append(t("Benih atau banyaknya simulasi ketidakpastian berubah."))
    if "period" in changed:
        causes.append(
            t(
                "Bulan terakhir: {old} → {new}.",
                old=_month(t, before),
                new=_month(t, after),
            )
        )
    if not causes and inputs.DATA in changed and inputs.DATA in before.meta:
        causes.append(t("Isi data rujukan berubah."))
    if not causes and any(key not in one.meta for one in (before, after) for key in inputs.FINGERPRINTS):
        causes.append(t("Edisi yang lama belum mencatat sidik bahannya, sehingga tidak dapat dipastikan bahannya sama."))
    return causes


def _spread_causes(t: Words, first: dict[str, pd.DataFrame], second: dict[str, pd.DataFrame], changed: pd.DataFrame) -> list[str]:
    """Why scores of units whose own data are the same have moved; nothing where none have.

    The value of every unit is estimated together with all others: small counts are drawn towards the mean of all, and one
    corrected row moves that mean.
    """
    causes = []
    for index, unit_type in (("IKW", "kecamatan"), ("IKO", "ormas")):
        rows = changed[(changed["index"] == index) & (changed["unit_type"] == unit_type)]
        if rows.empty:
            continue
        own = _units_with_other_records(first["records"], second["records"], unit_type)
        others = set(rows["unit"]) - own
        if not own or not others:
            continue
        causes.append(
            t(
                "{index}: data {own} {units} berubah, dan skor {others} {units} lain ikut bergeser. Nilai setiap satuan "
                "diperkirakan bersama-sama: angka yang kecil ditarik ke rata-rata seluruhnya, dan rata-rata itu berubah bila "
                "satu baris saja berubah.",
                index=index,
                own=len(own),
                others=len(others),
                units=t("Ormas") if unit_type == "ormas" else t("kecamatan"),
            )
        )
    return causes


def _units_with_other_records(first: pd.DataFrame, second: pd.DataFrame, unit_type: str) -> set[str]:
    """Units with any record added, taken out or changed in a month that both editions have."""
    key = ["unit", "indicator", "period"]
    facts = ["value", "numerator", "denominator", "n", "completeness"]
    old, new = (frame[frame["unit_type"] == unit_type].set_index(key)[facts] for frame in (first, second))
    months = set(old.index.get_level_values("period")) & set(new.index.get_level_values("period"))
    old, new = (frame[frame.index.get_level_values("period").isin(months)] for frame in (old, new))
    old, new = old.align(new, join="outer")
    same = (old == new) | (old.isna() & new.isna())
    return set(same.index[~same.all(axis=1)].get_level_values("unit"))


def _batch_causes(t: Words, first: pd.DataFrame | None, second: pd.DataFrame | None) -> list[str]:
    if first is None or second is None:
        return [t("Edisi yang lama belum mencatat batch-nya.")]
    old, new = (frame.set_index("batch_id") for frame in (first, second))
    causes = [
        t.n(
            "Batch {batch} ({table}, {file}) masuk: {n} baris.",
            "Batch {batch} ({table}, {file}) masuk: {n} baris.",
            int(row["baris_masuk"]),
            batch=row["kiriman"],
            table=TABLES[row["tabel"]].label(t),
            file=row["berkas"],
        )
        for batch, row in new[~new.index.isin(old.index)].iterrows()
    ]
    causes += [
        t(
            "Batch {batch} ({table}, {file}) ditarik.",
            batch=row["kiriman"],
            table=TABLES[row["tabel"]].label(t),
            file=row["berkas"],
        )
        for batch, row in old[~old.index.isin(new.index)].iterrows()
    ]
    for batch in old.index.intersection(new.index):
        moved = {name: int(new.loc[batch, name]) - int(old.loc[batch, name]) for name in _FACTS[1:]}
        if any(moved.values()):
            causes.append(
                t(
                    "Verifikasi batch {batch} ({table}): terverifikasi {verified}, ditolak {rejected}, menunggu {waiting}.",
                    batch=new.loc[batch].get("kiriman", batch),
                    table=TABLES[new.loc[batch, "tabel"]].label(t),
                    verified=_signed(moved["terverifikasi"]),
                    rejected=_signed(moved["ditolak"]),
                    waiting=_signed(moved["menunggu"]),
                )
            )
    return causes


def _month(t: Words, edition: Made) -> str:
    period = edition.meta.get("period")
    return moments.month(t, period) if period else "?"


def _signed(n: int) -> str:
    return f"{n:+d}".replace("-", "−") if n else "0"


def _population_causes(t: Words, first: pd.DataFrame, second: pd.DataFrame) -> list[str]:
    old, new = (frame[frame["unit_type"] == "kecamatan"].set_index("unit")["population"] for frame in (first, second))
    shared = old.index.intersection(new.index)
    n = int((old[shared].fillna(-1) != new[shared].fillna(-1)).sum())
    return [t.n("Penduduk {n} kecamatan berubah.", "Penduduk {n} kecamatan berubah.", n)] if n else []
