"""`python -m data kalibrasi`: does a method use its scale, judged by the months that the store holds.

It computes, as publishing does, because a method is judged before anything is published with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analytics import pipeline
from analytics.indices import calibration
from analytics.indices.calibration import CROWDED, Calibration
from data import causes, numbers
from data.errors import DataError
from data.reference import methods, territory
from data.reference.methods import IndexMethod, Method
from data.store import moments
from data.words import Message, Words, joined, msg, written

# Calibration reads scores, not their intervals: a few draws are enough.
DRAWS = 100


def calibrate(records: pd.DataFrame, units: pd.DataFrame, method_ids: Sequence[str] = ()) -> list[tuple[IndexMethod, Calibration | None]]:
    """Judge methods by every month of the records that can be scored; without ids those in force.

    records, units: the tables `records` and `units` as an edition of the last of these months would hold them. Returns None for a method by
    which nothing was assessed, as before the first register of Ormas: there is nothing to judge it by. Raises DataError for an unknown
    method, too few months, or unusable records.
    """
    refuse_too_short(records)
    reference = pipeline.Reference(units=units, whole=territory.load_territory().code)
    wanted = [methods.load_one(one) for one in method_ids]
    default = methods.load_default()
    found: list[tuple[IndexMethod, Calibration | None]] = []
    for one in wanted or [default.ikw, default.iko]:
        method = replace(default, **{one.index.lower(): one})
        try:
            results = pipeline.run(records, reference, method, draws=DRAWS)
            judged = _is_assessed(results.scores, one)
            found.append((one, calibration.calibrate(results.scores, results.indicators, one) if judged else None))
        except ValueError as error:
            raise DataError(
                msg("{id} tidak dapat dikalibrasi dengan catatannya. Sebabnya: {reason}", id=one.id, reason=causes.describe(error))
            ) from None
    return found


def refuse_too_short(records: pd.DataFrame) -> None:
    """No month has a score before twelve months have records (rows with `period`). Raises DataError."""
    months = sorted(records["period"].unique())
    if not months:
        raise DataError(msg("Kalibrasi memerlukan catatan dua belas bulan; belum ada catatan yang terverifikasi."))
    if not pipeline.has_scored_month(records):
        raise DataError(
            msg(
                "Kalibrasi memerlukan catatan dua belas bulan; yang ada baru {months}.",
                months=written(moments.from_to, months[0], months[-1]),
            )
        )


def _is_assessed(scores: pd.DataFrame, method: IndexMethod) -> bool:
    own = scores[(scores["index"] == method.index) & (scores["unit_type"] == method.unit_type)]
    return bool((own["status"] == "dinilai").any())


def describe(t: Words, method: IndexMethod, found: Calibration | None) -> str:
    """A calibration in words for people, line by line."""
    if found is None:
        units = t("Ormas") if method.unit_type == "ormas" else t("kecamatan")
        return t(
            "== {id} ({status}): belum dapat dikalibrasi, karena belum ada {units} yang dinilai.",
            id=method.id,
            status=_state(t, method),
            units=units,
        )
    unit = t("Ormas-bulan") if method.unit_type == "ormas" else t("kecamatan-bulan")
    lines = [
        t(
            "== {id} ({status}), masa dasar {months}",
            id=method.id,
            status=_state(t, method),
            months=moments.from_to(t, found.first, found.last),
        )
    ]
    edges = (0.0, *method.band_edges, 100.0)
    for number, (name, count, share) in enumerate(zip(method.band_names, found.months_in_band, found.share_in_band, strict=True)):
        span = f"{numbers.plain(t, edges[number])}–{numbers.plain(t, edges[number + 1])}"
        lines.append(
            f"   {name.in_language(t.language):<24} {span:<8} {numbers.decimal(t, count, 0):>6} {unit}  {numbers.percent(t, share):>5}"
        )
    lines.append(
        t(
            "   Indeks terendah dan tertinggi yang dapat dicapai: {low} dan {high}",
            low=numbers.decimal(t, found.lowest),
            high=numbers.decimal(t, found.highest),
        )
    )
    lines.append(
        t(
            "   Terendah dan tertinggi pada masa dasar: {low} dan {high}",
            low=numbers.decimal(t, found.lowest_seen),
            high=numbers.decimal(t, found.highest_seen),
        )
    )
    if method.unit_type == "kecamatan":
        lines.append(
            t("   Indeks kecamatan tanpa satu pun kejadian: {calm}", calm=numbers.decimal(t, found.calm))
            if found.calm == found.calm
            else t("   Tidak ada kecamatan tanpa kejadian pada masa dasar.")
        )
    lines += [f"   {t(reason)}" for reason in reasons(method, found)]
    lines.append(t("   Metode ini belum dapat disahkan.") if found.reasons else t("   Tidak ada halangan untuk mengesahkan metode ini."))
    return "\n".join(lines)


def _state(t: Words, method: IndexMethod) -> str:
    return {"usulan": t("usulan"), "disahkan": t("disahkan")}[method.status]


def refuse_unfit(method: Method, results: pipeline.Results) -> None:
    """A method that is `disahkan` must use its scale: DataError with the reasons if it doesn't."""
    for one in (method.ikw, method.iko):
        if one.status != "disahkan" or not _is_assessed(results.scores, one):
            continue
        found = calibration.calibrate(results.scores, results.indicators, one)
        if found.reasons:
            raise DataError(
                msg(
                    "Metode {id} berstatus disahkan, tetapi: {reasons} Ubah metodenya atau kembalikan statusnya menjadi usulan.",
                    id=one.id,
                    reasons=joined(" ", reasons(one, found)),
                )
            )


def reasons(method: IndexMethod, found: Calibration) -> list[Message]:
    """Why the method can't be `disahkan`, in sentences."""
    edges = method.band_edges
    words = {
        "lowest_band": msg("Golongan terendah (di bawah {edge}) tidak dapat dicapai.", edge=written(numbers.plain, edges[0])),
        "highest_band": msg("Golongan tertinggi (mulai {edge}) tidak dapat dicapai.", edge=written(numbers.plain, edges[-1])),
        "crowded": msg(
            "{share} masa dasar berada dalam satu golongan; paling banyak {limit}.",
            share=written(numbers.percent, max(found.share_in_band)),
            limit=written(numbers.percent, CROWDED),
        ),
    }
    return [words[reason] for reason in found.reasons]
