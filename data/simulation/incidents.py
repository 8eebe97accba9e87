"""Simulated completeness, incidents, demonstrations and prevented events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.simulation.dice import (
    EFFECT,
    IMPROVING,
    MONTHS,
    SILENT,
    WORSENING,
    Row,
    character,
    day,
    pick,
    stream,
)
from data.tables.kejadian import PHASES

# Incidents per 100,000 people and year, by character of the kecamatan; the shares of types follow the same.
RATES = {"industri": (22.0, 42.0), "kota": (9.0, 16.0), "desa": (3.0, 9.0)}
TYPES: dict[str, dict[str, float]] = {
    "industri": {
        "perselisihan_hubungan_industrial": 0.34,
        "perebutan_limbah_proyek": 0.24,
        "tawuran": 0.10,
        "sengketa_lahan": 0.09,
        "konflik_ormas": 0.09,
        "bentrok_antarwarga": 0.05,
        "isu_keamanan": 0.05,
        "lainnya": 0.04,
    },
    "kota": {
        "tawuran": 0.30,
        "bentrok_antarwarga": 0.16,
        "sengketa_lahan": 0.14,
        "konflik_ormas": 0.10,
        "perselisihan_hubungan_industrial": 0.10,
        "isu_keamanan": 0.08,
        "kesenjangan_sosial": 0.06,
        "lainnya": 0.06,
    },
    "desa": {
        "sengketa_lahan": 0.32,
        "bentrok_antarwarga": 0.22,
        "tawuran": 0.14,
        "isu_keamanan": 0.12,
        "konflik_lingkungan_pendidikan": 0.08,
        "ekses_politik": 0.05,
        "lainnya": 0.07,
    },
}
PLACES = {
    "perselisihan_hubungan_industrial": "kawasan_industri",
    "perebutan_limbah_proyek": "kawasan_industri",
    "tawuran": "jalan",
    "unjuk_rasa": "kantor_pemerintah",
    "konflik_lingkungan_pendidikan": "sekolah",
}
RUNNING = 8
"""Incidents of the month after the last."""
# Wages are set from October to December; school brawls follow the school year.
SEASON = {
    "perselisihan_hubungan_industrial": {10: 1.5, 11: 1.9, 12: 1.6},
    "tawuran": {1: 0.8, 6: 0.6, 7: 0.5, 9: 1.3, 10: 1.3, 12: 0.7},
}


def completeness(desa: dict[str, list[str]], months: Sequence[str], seed: int) -> pd.DataFrame:
    """Which desa reported, month by month: mostly nearly all, sometimes few, in `SILENT` hardly any. Rows of `kelengkapan` without
    `desa_nihil`.
    """
    rows: list[Row] = []
    for area, villages in desa.items():
        total = len(villages)
        never = int(stream(seed, "tak-pernah-lapor", area).random() < 0.3)
        for position, month in enumerate(months):
            rng = stream(seed, "kelengkapan", area, month)
            chance = 0.95 if rng.random() > 0.06 else 0.6
            if month == months[-1]:
                chance = 0.85
            if area == SILENT and position >= MONTHS - 20:
                chance = 0.28
            if area == SILENT and position in (MONTHS - 9, MONTHS - 6):
                continue  # no report at all
            reporting = int(rng.binomial(total - never, chance))
            rows.append(
                {
                    "bulan": month,
                    "kecamatan": area,
                    "desa_melapor": reporting,
                    "desa_total": total,
                }
            )
    return pd.DataFrame(rows)


def with_nil(completeness: pd.DataFrame, incidents: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """The rows of `kelengkapan` with `desa_nihil`: all desa that reported but those of which there are rows of `kejadian`; and with
    `tabel_nihil`, which two of three kecamatan fill in.
    """
    month = pd.to_datetime(incidents["tanggal"]).dt.strftime("%Y-%m")
    places = incidents.assign(bulan=month, desa=incidents["kode_desa"].fillna("?"))
    seen = places.groupby(["kecamatan", "bulan"])["desa"].nunique()
    keys = pd.MultiIndex.from_frame(completeness[["kecamatan", "bulan"]])
    noisy = seen.reindex(keys, fill_value=0).to_numpy()
    active = pd.MultiIndex.from_arrays([activities["kecamatan"], pd.to_datetime(activities["tanggal"]).dt.strftime("%Y-%m")])
    none, forgotten = ~keys.isin(active), completeness["kecamatan"].str[-1].isin(list("369"))
    return completeness.assign(
        desa_nihil=(completeness["desa_melapor"] - noisy).clip(lower=0),
        tabel_nihil=pd.Series("kegiatan", keys).where(none & ~forgotten.to_numpy()).to_numpy(),
    )


def incidents(
    organisations: pd.DataFrame,
    desa: dict[str, list[str]],
    population: dict[str, int],
    completeness: pd.DataFrame,
    months: Sequence[str],
    seed: int,
) -> pd.DataFrame:
    """Rows of `kejadian`: incidents, demonstrations and prevented events; what happens where nobody reports isn't in the data."""
    reported = completeness.set_index(["kecamatan", "bulan"])
    share = (reported["desa_melapor"] / reported["desa_total"]).to_dict()
    active = organisations[organisations["giat"] > 0]
    rows: list[Row] = []
    for area, villages in desa.items():
        kind = character(area)
        low, high = RATES[kind]
        base = float(stream(seed, "tingkat", area).uniform(low, high))
        helpers = active.loc[active["kecamatan"] == area, "kode_ormas"].tolist()
        for position, month in enumerate(months):
            rng = stream(seed, "kejadian", area, month)
            level = _story(area, position)
            people = population[area] / 100_000 / 12
            for name, weight in TYPES[kind].items():
                season = SEASON.get(name, {}).get(int(month[5:]), 1.0)
                grown = level if area != WORSENING or "industrial" in name or "limbah" in name else 1.0
                mean = base * people * weight * season * grown * float(rng.gamma(4.0, 0.25))
                for _ in range(rng.poisson(mean * share.get((area, month), 0.5))):
                    rows.append(_incident(area, villages, name, month, position, helpers, rng))
            for _ in range(rng.poisson(base * people * 0.25)):
                rows.append(_demonstration(area, villages, month, rng))
            trained = area == IMPROVING and position >= MONTHS - EFFECT
            for _ in range(rng.poisson(people * (6.0 if trained else 2.0) * (1 if helpers else 0.3))):
                rows.append(_prevented(area, villages, kind, month, helpers, rng))
    return pd.DataFrame(rows).sort_values(["tanggal", "kecamatan"], kind="stable", ignore_index=True)


def of_running_month(desa: dict[str, list[str]], month: str, seed: int) -> pd.DataFrame:
    """Rows of `kejadian` from the first days of the month after the last: what *Papan hari ini* shows beside an edition. Two are severe, one
    of them among those that came last.
    """
    rng = stream(seed, "kejadian-berjalan", month)
    first = date.fromisoformat(f"{month}-01")
    severe: dict[int, Row] = {1: {"luka": 12}, RUNNING - 2: {"meninggal": 1, "luka": 3}}
    rows: list[Row] = []
    for position in range(RUNNING):
        area = WORSENING if position == RUNNING - 2 else str(rng.choice(list(desa)))
        row = _incident(area, desa[area], pick(rng, TYPES[character(area)]), month, 0, (), rng)
        when = first + timedelta(days=position)
        open_: Row = {"tanggal": when, "tanggal_lapor": when, "penanganan": "proses", "tanggal_selesai": None}
        rows.append(row | open_ | {"meninggal": 0, "luka": 0, "bangunan_rusak": 0} | severe.get(position, {}))
    return pd.DataFrame(rows)


def _story(area: str, position: int) -> float:
    """By how much the level of a kecamatan is multiplied in a month: the two planted stories."""
    if area == WORSENING:
        return 0.7 if position < MONTHS - 12 else 1.0 + 2.8 * (position - (MONTHS - 12)) / 11
    if area == IMPROVING:
        return 2.6 if position < MONTHS - EFFECT else 0.6
    return 1.0


def _place(villages: Sequence[str], name: str, month: str, rng: np.random.Generator) -> Row:
    when = day(month, rng)
    late = int(min(rng.geometric(0.25) - 1, 20))
    return {
        "tanggal": when,
        "jam": int(rng.choice([*range(8, 24), 0, 1])) if rng.random() < 0.8 else np.nan,
        "tanggal_lapor": when + timedelta(days=late),
        "kode_desa": str(rng.choice(villages)) if rng.random() < 0.85 else None,
        "lokasi": PLACES.get(name, pick(rng, {"permukiman": 0.6, "jalan": 0.25, "pasar": 0.15})),
        "sumber": pick(
            rng,
            {"kecamatan": 0.3, "polsek": 0.25, "kecamatan;polsek": 0.25, "fkdm": 0.1, "kecamatan;fkdm": 0.1},
        ),
    }


def _incident(
    area: str,
    villages: Sequence[str],
    name: str,
    month: str,
    position: int,
    helpers: Sequence[str],
    rng: np.random.Generator,
) -> Row:
    row = _place(villages, name, month, rng)
    dice = rng.random()
    harm: Row = {"meninggal": 0, "luka": 0, "bangunan_rusak": 0, "pengungsi": 0}
    if dice < 0.012:
        harm["meninggal" if rng.random() < 0.5 else "luka"] = 1 if rng.random() < 0.5 else 11
    elif dice < 0.13:
        harm["luka" if rng.random() < 0.7 else "bangunan_rusak"] = int(rng.integers(1, 4))
    speed = {"industri": 0.62, "kota": 0.7, "desa": 0.78}[character(area)]
    helped = bool(helpers) and rng.random() < (0.5 if area == IMPROVING and position >= MONTHS - EFFECT else 0.18)
    return {
        **row,
        **harm,
        "kecamatan": area,
        "tahap": "peristiwa",
        "jenis": name,
        "ricuh": "ya" if dice < 0.09 else "tidak",
        "sumber_konflik": pick(rng, {"ipoleksosbud": 0.6, "sda_lahan": 0.15, "batas_wilayah": 0.05, "tidak_jelas": 0.2}),
        "konflik_sosial": "ya" if dice < 0.05 else "tidak",
        "fase": PHASES[1],
        "dihentikan_aparat": "ya" if dice < 0.06 else "tidak",
        **_handling(row["tanggal"], speed, rng),
        "peran_ormas": ("memediasi" if rng.random() < 0.7 else "melapor") if helped else "tidak_ada",
        "kode_ormas": str(rng.choice(helpers)) if helped else None,
    }


def _handling(when: date, speed: float, rng: np.random.Generator) -> Row:
    dice = rng.random()
    if dice < speed:
        return {"penanganan": "selesai", "tanggal_selesai": when + timedelta(days=int(rng.integers(0, 29)))}
    if dice < speed + 0.12:
        return {"penanganan": "selesai", "tanggal_selesai": when + timedelta(days=int(rng.integers(31, 90)))}
    if dice < speed + 0.16:
        return {"penanganan": None, "tanggal_selesai": None}
    return {
        "penanganan": pick(rng, {"proses": 0.6, "dimediasi": 0.2, "belum_ditangani": 0.15, "eskalasi": 0.05}),
        "tanggal_selesai": None,
    }


def _demonstration(area: str, villages: Sequence[str], month: str, rng: np.random.Generator) -> Row:
    violent = rng.random() < 0.04
    row = _place(villages, "unjuk_rasa", month, rng)
    return {
        **row,
        "kecamatan": area,
        "tahap": "peristiwa",
        "jenis": "unjuk_rasa",
        "ricuh": "ya" if violent else "tidak",
        "konflik_sosial": "tidak",
        "meninggal": 0,
        "luka": 0,
        "bangunan_rusak": 0,
        "pengungsi": 0,
        "dihentikan_aparat": "tidak",
        "penanganan": "selesai",
        "tanggal_selesai": row["tanggal"],
        "peran_ormas": "tidak_ada",
    }


def _prevented(
    area: str,
    villages: Sequence[str],
    kind: str,
    month: str,
    helpers: Sequence[str],
    rng: np.random.Generator,
) -> Row:
    row = _place(villages, "potensi", month, rng)
    averted = rng.random() < 0.75
    return {
        **row,
        "kecamatan": area,
        "tahap": "potensi",
        "jenis": pick(rng, TYPES[kind]),
        "ricuh": "tidak",
        "konflik_sosial": "tidak",
        "fase": PHASES[0],
        "penanganan": "dicegah" if averted else "proses",
        "tanggal_selesai": row["tanggal"] + timedelta(days=int(rng.integers(0, 10))) if averted else None,
        "peran_ormas": ("mencegah" if rng.random() < 0.7 else "memediasi") if helpers else "melapor",
        "kode_ormas": str(rng.choice(helpers)) if helpers else None,
    }
