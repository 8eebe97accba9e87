"""Simulated organisations, their trainings, activities and surveys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.simulation.dice import (
    EFFECT,
    IMPROVING,
    MONTHS,
    NO_SURVEY,
    ORMAS,
    Row,
    character,
    day,
    pick,
    stream,
)
from data.tables.pelatihan import CAPACITY_TOPICS, TOPICS

FIELDS = (
    "lingkungan",
    "kepemudaan",
    "pendidikan",
    "sosial",
    "kebudayaan",
    "kewirausahaan",
    "olahraga",
    "bela negara",
)


def organisations(areas: Sequence[str], population: dict[str, int], first: str, seed: int) -> pd.DataFrame:
    """Rows of `ormas`, the register; `giat` (activities a month, 0 = not active) and `mutu` (0–1, quality of its work) drive the rest."""
    share = np.sqrt([population[area] for area in areas])
    rows: list[Row] = []
    for number in range(1, ORMAS + 1):
        rng = stream(seed, "ormas", str(number))
        form = pick(rng, {"perkumpulan_bh": 0.35, "yayasan_bh": 0.25, "tidak_berbadan_hukum": 0.40})
        status = pick(rng, {"aktif": 0.62, "tidak_aktif": 0.26, "tidak_ditemukan": 0.12})
        incorporated = form != "tidak_berbadan_hukum"
        begun = date(int(first[:4]) - int(rng.integers(1, 9)), int(rng.integers(1, 13)), int(rng.integers(1, 28)))
        valid = begun + timedelta(days=int(rng.integers(3, 12)) * 365)
        active = status == "aktif" and rng.random() < 0.85
        rows.append(
            {
                "kode_ormas": f"ORM-{number:03d}",
                "nama": f"Ormas Rekaan {number:03d}",
                "bentuk": form,
                "jenjang": pick(rng, {"pusat": 0.5, "cabang": 0.5}),
                "no_ahu": f"AHU-REKAAN-{number:04d}" if incorporated and rng.random() < 0.9 else None,
                "no_skt": f"SKT-REKAAN-{number:04d}" if not incorporated and rng.random() < 0.75 else None,
                "no_skl": f"SKL-REKAAN-{number:04d}" if rng.random() < 0.6 else None,
                "tanggal_terdaftar": begun,
                "berlaku_sampai": valid if not incorporated else None,
                "masa_bakti_sampai": valid + timedelta(days=200) if rng.random() < 0.8 else None,
                "ciri_khusus": pick(
                    rng,
                    {
                        "keagamaan": 0.14,
                        "kewanitaan": 0.12,
                        "kepemudaan": 0.24,
                        "kesamaan_profesi": 0.12,
                        "kesamaan_kegiatan": 0.20,
                        "kesamaan_bidang": 0.14,
                        "mitra_kl": 0.04,
                    },
                ),
                "bidang": str(rng.choice(FIELDS)),
                "kecamatan": IMPROVING if number % 16 == 0 else str(rng.choice(areas, p=share / share.sum())),
                "cakupan": "kabupaten" if number % 20 == 7 else pick(rng, {"kecamatan": 0.7, "desa": 0.3}),
                "status": "aktif" if number % 16 == 0 else status,
                "giat": float(rng.gamma(2.0, 0.45)) + 0.15 if active or number % 16 == 0 else 0.0,
                "mutu": float(rng.beta(3, 2)),
            }
        )
    return pd.DataFrame(rows)


def active_rows(organisations: pd.DataFrame) -> list[Row]:
    """The Ormas that do anything (`giat` above 0), as rows of `organisations`."""
    chosen = organisations[organisations["giat"] > 0]
    return [{str(name): value for name, value in row.items()} for row in chosen.to_dict("records")]


def trainings(organisations: pd.DataFrame, months: Sequence[str], seed: int) -> pd.DataFrame:
    """Rows of `pelatihan`: who came to which training; the Ormas of `IMPROVING` all four topics."""
    rows: list[Row] = []
    for one in active_rows(organisations):
        rng = stream(seed, "pelatihan", one["kode_ormas"])
        planted = one["kecamatan"] == IMPROVING
        officers = int(rng.integers(8, 26))
        if not planted and rng.random() > 0.62:
            continue
        chosen = list(CAPACITY_TOPICS) if planted else [str(x) for x in rng.permutation(TOPICS)[: int(rng.integers(1, 5))]]
        for topic in chosen:
            position = MONTHS - int(rng.integers(13, 18)) if planted else int(rng.integers(4, MONTHS))
            came = int(rng.binomial(officers, 0.75 if planted else 0.45)) if planted or rng.random() > 0.15 else 0
            tested = rng.random() < 0.5
            before = round(float(rng.uniform(45, 65)), 1)
            rows.append(
                {
                    "tanggal": day(months[position], rng),
                    "topik": topic,
                    "jam": float(rng.integers(4, 17)),
                    "kode_ormas": one["kode_ormas"],
                    "pengurus_hadir": came,
                    "pengurus_total": officers,
                    "nilai_pre": before if tested else np.nan,
                    "nilai_post": round(before + float(rng.uniform(4, 24)), 1) if tested else np.nan,
                    "sumber": "kecamatan",
                }
            )
    return pd.DataFrame(rows)


def activities(organisations: pd.DataFrame, desa: dict[str, list[str]], months: Sequence[str], seed: int) -> pd.DataFrame:
    """Rows of `kegiatan`: what the active Ormas did, month by month."""
    rows: list[Row] = []
    areas = list(desa)
    for one in active_rows(organisations):
        for position, month in enumerate(months):
            rng = stream(seed, "kegiatan", one["kode_ormas"], month)
            trained = one["kecamatan"] == IMPROVING and position >= MONTHS - EFFECT
            quality = min(0.95, one["mutu"] + 0.25 * trained)
            for _ in range(rng.poisson(one["giat"] * (2.0 if trained else 1.0))):
                away = one["cakupan"] == "kabupaten" or rng.random() < 0.08
                area = str(rng.choice(areas)) if away else one["kecamatan"]
                evidence = int(rng.binomial(3, quality))
                rows.append(
                    {
                        "kode_ormas": one["kode_ormas"],
                        "tanggal": day(month, rng),
                        "kecamatan": area,
                        "kode_desa": str(rng.choice(desa[area])) if rng.random() < 0.9 else None,
                        "jenis": pick(
                            rng,
                            {
                                "kamtibmas": 0.30,
                                "deteksi_dini": 0.14,
                                "mediasi": 0.10,
                                "literasi_antihoaks": 0.12,
                                "toleransi_kerukunan": 0.14,
                                "sosial": 0.14,
                                "lainnya": 0.06,
                            },
                        ),
                        "peserta": int(np.exp(rng.normal(3.3, 0.7))) if rng.random() < 0.93 else np.nan,
                        "mitra": pick(
                            rng,
                            {"tidak_ada": 1.3 - quality, "pemerintah": 0.30, "polri": 0.22, "tni": 0.12, "fkub": 0.08, "lainnya": 0.08},
                        ),
                        "tingkat_bukti": evidence,
                        "sumber": "ormas;kecamatan" if evidence == 3 else "ormas",
                    }
                )
    return pd.DataFrame(rows).sort_values(["tanggal", "kode_ormas"], kind="stable", ignore_index=True)


def surveys(organisations: pd.DataFrame, areas: Sequence[str], months: Sequence[str], seed: int) -> pd.DataFrame:
    """Rows of `survei`: satisfaction and sense of safety, once a year, only for some."""
    rows: list[Row] = []

    def wave(target: str, code: str, question: str, month: str, mean: float, rng: np.random.Generator) -> None:
        n = int(rng.integers(7, 90))
        rows.append(
            {
                "putaran": f"{month[:4]}-{'1' if month[5:] <= '06' else '2'}",
                "tanggal": day(month, rng),
                "sasaran": target,
                "kode": code,
                "pertanyaan": question,
                "n_responden": n,
                "rata_rata": round(float(np.clip(mean + rng.normal(0, 0.75 / np.sqrt(n)), 1.2, 3.95)), 2),
                "standar_deviasi": round(float(rng.uniform(0.55, 0.9)), 2) if rng.random() < 0.95 else np.nan,
                "sumber": "lainnya",
            }
        )

    surveyed = sorted(stream(seed, "survei").permutation(areas)[NO_SURVEY:])
    for month in [m for m in months if m[5:] == "06"]:
        for area in surveyed:
            rng = stream(seed, "rasa-aman", area)
            base = {"industri": 2.7, "kota": 2.9, "desa": 3.2}[character(area)] + float(rng.normal(0, 0.15))
            wave("kecamatan", area, "rasa_aman", month, base, stream(seed, "rasa-aman", area, month))
        for one in active_rows(organisations):
            rng = stream(seed, "kepuasan", one["kode_ormas"], month)
            if rng.random() < 0.4:
                wave("ormas", one["kode_ormas"], "kepuasan_ormas", month, 2.3 + 1.2 * one["mutu"], rng)
    return pd.DataFrame(rows)
