"""The rows of an edition for the tests of pages, in a file that the definition of an edition makes: 23 kecamatan, 36 months, 200 Ormas.

Muaragembong is not assessed, Cibitung fell, Tambun Selatan rose; nothing is random but by seed. `intervals=False` is an
edition of a time before there was uncertainty.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from data.boundary import loading
from data.editions import analyses, formats, said, shape
from data.editions.reading import Edition
from data.reference import methods, territory
from data.tables.edition import TABLES
from pages.facts import periods
from tests import frozen

LAST = "2026-10"
MONTHS = periods.run("2023-11", LAST)
SCORED = MONTHS[11:]
NOT_ASSESSED, FELL, ROSE = "32.16.17", "32.16.07", "32.16.06"
DIMENSIONS = {"kejadian": (0.5, 4.0), "penanganan": (0.25, -3.0), "persepsi": (0.25, -5.0)}
WEAK_OVERLAY, REGENCY_WIDE = "32.16.13", 6


class FakeEdition(Edition):
    """A file made by the definition of an edition, as publishing makes it, from the rows of `build`; what is said by rule is
    worked out of them at every reading, so that a test may change rows."""

    def __init__(self, edition_id: str = "2026-10-r1", *, kind: str = "simulasi", intervals: bool = True) -> None:
        super().__init__(_file(edition_id, kind, intervals))

    def close(self) -> None:
        """Kept open: tests hand one edition to several pages."""

    def put(self, **tables: pd.DataFrame) -> None:
        """Other rows of some tables; what is unsaid of a column is missing, or nothing where it can't be."""
        for name, told in tables.items():
            frozen.add(self._con, f"lain_{name}", TABLES[name], frozen.whole(TABLES[name], told))
            self._relations[name] = f'memory."lain_{name}"'
        for kept in ("_filled", "_heard", "_silent_months", "_unknowns", "_verdict_rules"):
            vars(self).pop(kept, None)
        self._frames.clear()

    @contextlib.contextmanager
    def rows(self, name: str) -> Iterator[pd.DataFrame]:
        """The rows of a table, to be changed."""
        changed = self.tables(name)[name].copy()
        yield changed
        self.put(**{name: changed})

    def _kept(self, before: str, _now: str) -> str:
        return before

    def evidence(self, period: str) -> pd.DataFrame:
        return said.evidence(self, period)

    def decisions(self) -> pd.DataFrame:
        return said.decisions(self)


@functools.cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="edisi-"))
    atexit.register(shutil.rmtree, folder, True)
    return folder


@functools.cache
def _file(edition_id: str, kind: str, intervals: bool) -> Path:
    path = _folder() / kind / str(intervals) / f"{edition_id}.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    boundary, method = loading.current(territory.REFERENCE), methods.load_default()
    meta = {
        "edition": edition_id,
        "format": str(formats.FORMAT),
        "period": LAST,
        "revision": "1",
        "store_kind": kind,
        "published_at": "2026-11-03T02:00:00",
        "method_ikw": "ikw-2026-2",
        "method_iko": "iko-2026-2",
        "status_ikw": "usulan",
        "boundary_source": boundary.source,
        "boundary_note": boundary.note,
        "territory": "32.16",
        "territory_name": "Kabupaten Bekasi",
    }
    rules = {"IKW": method.ikw.id, "IKO": method.iko.id}
    told = {
        **build(intervals=intervals),
        "meta": pd.DataFrame(meta.items(), columns=["key", "value"]),
        "boundary": pd.DataFrame({"sha256": [boundary.sha256], "geojson": [boundary.geojson], "source": [boundary.source]}),
        "neighbours": analyses.borders(analyses.neighbours(boundary.geojson)),
        "method": pd.DataFrame([(index, one, methods.text(one)) for index, one in rules.items()], columns=["index", "id", "toml"]),
        "signal_rules": pd.DataFrame({"id": [methods.load_rules().version], "toml": [methods.rules_text()]}),
        "verdict_rules": pd.DataFrame({"id": [methods.load_verdict_rules().id], "toml": [methods.verdict_rules_text()]}),
        "audit_head": pd.DataFrame({"hash": [""]}),
    }
    with duckdb.connect(str(path)) as con:
        shape.fill(con, frozen.frames(told))
    return path


def build(*, intervals: bool = True) -> dict[str, pd.DataFrame]:
    """Every table that pages read."""
    dice = np.random.default_rng(0)
    kecamatan = _kecamatan()
    level = dict(zip(kecamatan["unit"], dice.uniform(45, 88, len(kecamatan)), strict=True))
    rows = [
        _score("kecamatan", code, month, _level(code, level[code], month, dice), intervals)
        for code in kecamatan["unit"]
        for month in SCORED
    ]
    rows += [_score("kabupaten", "32.16", month, 69 + dice.normal(0, 0.4), intervals) for month in SCORED]
    scores = pd.DataFrame(rows)
    return {
        "scores": scores,
        "dimensions": _dimensions(scores),
        "overlay": _overlay(kecamatan["unit"], dice),
        "counts": _counts(kecamatan["unit"], dice),
        "sources": _sources(kecamatan["unit"]),
        "units": pd.concat([kecamatan, _ormas(kecamatan["unit"], dice)], ignore_index=True),
        "deeds": deeds_of({code: _at_work(code, dice) for code in kecamatan["unit"]}),
        "records": _reports(kecamatan["unit"]),
        "verification": _verified(kecamatan["unit"]),
    }


def _level(code: str, usual: float, month: str, dice: np.random.Generator) -> float:
    if code == NOT_ASSESSED:
        return np.nan
    planted = {FELL: (64.0, 43.4), ROSE: (62.6, 76.8)}.get(code)
    if planted and month in (LAST, periods.back(LAST, 12)):
        return planted[month == LAST]
    return usual + dice.normal(0, 0.6)


def _score(unit_type: str, unit: str, month: str, score: float, intervals: bool) -> dict[str, object]:
    assessed = not np.isnan(score)
    half = {"kecamatan": 6.0, "kabupaten": 1.7}[unit_type] if intervals else np.nan
    band = int(np.searchsorted([20, 40, 60, 80], score, side="right")) + 1 if assessed else np.nan
    near = band + 1 if assessed and score % 20 > 14 else band - 1
    year_ago = month >= periods.back(LAST, 12)
    change = {FELL: -20.6, ROSE: 14.2}.get(unit, 0.7) if assessed and year_ago and intervals else np.nan
    if month != LAST and unit in (FELL, ROSE):
        change = 0.7 if not np.isnan(change) else np.nan
    return {
        "index": "IKW",
        "unit_type": unit_type,
        "unit": unit,
        "period": month,
        "status": "dinilai" if assessed else "belum_dapat_dinilai",
        "reason": None if assessed else "kurang",
        "reason_dimensions": None if assessed else ("kejadian",),
        "score": score,
        "low": np.clip(score - half, 0, 100),
        "high": np.clip(score + half, 0, 100),
        "band": band,
        "band_prob": (0.6 if score % 20 > 14 or score % 20 < 3 else 0.93) if assessed and intervals else np.nan,
        "band_2": near if assessed and intervals else np.nan,
        "quality": ("C" if unit == "32.16.12" else "B") if assessed else None,
        "change": change,
        "change_class": None if np.isnan(change) else {-20.6: "turun", 14.2: "naik"}.get(change, "tetap"),
        "provisional": month == LAST,
        "estimated_population": True,
    }


def _dimensions(scores: pd.DataFrame) -> pd.DataFrame:
    parts = [
        scores[["index", "unit_type", "unit", "period"]].assign(
            dimension=code,
            score=scores["score"] + shift,
            low=scores["low"] + shift,
            high=scores["high"] + shift,
            weight=weight,
            status="terukur",
        )
        for code, (weight, shift) in DIMENSIONS.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _at_work(code: str, dice: np.random.Generator) -> list[tuple[str, str, str, int]]:
    """Every Ormas at work in a kecamatan once a month: twelve activities each in twelve months."""
    ormas = {WEAK_OVERLAY: 2, ROSE: 25}.get(code, int(dice.integers(3, 13)))
    return [(month, f"ORM-{number:03d}", "kamtibmas", 1) for month in MONTHS for number in range(1, ormas + 1)]


def deeds_of(held: dict[str, list[tuple[str, str, str, int]]]) -> pd.DataFrame:
    """Activities by kecamatan: (month, Ormas, kind, how many)."""
    rows = [(month, code, unit, kind, "polri", 2, n, None, 0) for code, some in held.items() for month, unit, kind, n in some]
    columns = ["period", "kecamatan", "unit", "jenis", "mitra", "tingkat_bukti", "n", "peserta", "n_peserta"]
    return pd.DataFrame(rows, columns=columns)


def hold(edition: FakeEdition, code: str, by_month: dict[str, int], ormas: int = 9) -> None:
    """Make these the security-and-order activities of a kecamatan, so many a month, shared out among so many Ormas."""
    deeds = edition.tables("deeds")["deeds"]
    rows = [
        (month, f"ORM-{number + 1:03d}", "kamtibmas", n // ormas + (number < n % ormas))
        for month, n in by_month.items()
        for number in range(ormas)
        if n // ormas + (number < n % ormas)
    ]
    others = deeds[deeds["kecamatan"] != code]
    edition.put(deeds=pd.concat([others, deeds_of({code: rows})], ignore_index=True) if rows else others)


def _overlay(codes: pd.Series, dice: np.random.Generator) -> pd.DataFrame:
    rows = []
    for month in SCORED:
        for code in [*codes, None]:
            active = {WEAK_OVERLAY: 2, None: REGENCY_WIDE, ROSE: 25}.get(code, int(dice.integers(3, 13)))
            mean = np.nan if code == WEAK_OVERLAY else dice.uniform(35, 78)
            rows.append((month, code, active, mean, active, active * 12))
    return pd.DataFrame(rows, columns=["period", "kecamatan", "active_ormas", "mean_iko", "n_assessed", "activities"])


def _counts(codes: pd.Series, dice: np.random.Generator) -> pd.DataFrame:
    rows = []
    for month in MONTHS:
        for code in codes:
            n = int(dice.poisson(1.6 if code != FELL else 6))
            closed = int(n * 0.8)
            rows += [(month, code, "tawuran", "gangguan", 1, "selesai", closed, closed)] if closed else []
            rows += [(month, code, "tawuran", "gangguan", 1, "proses", n - closed, 0)] if n > closed else []
            rows += [(month, code, "unjuk_rasa", "penyampaian_pendapat", 1, "selesai", 1, 1)] if dice.random() < 0.3 else []
            rows += [(month, code, "tawuran", "dicegah", 1, "dicegah", 1, 1)] if dice.random() < 0.2 else []
    columns = ["period", "kecamatan", "jenis", "kelas", "keparahan", "penanganan", "n", "resolved"]
    return pd.DataFrame(rows, columns=columns).assign(peran_ormas=None, harm_unknown=0)


def _reports(codes: pd.Series) -> pd.DataFrame:
    """Every kecamatan but one reported nearly all of its villages."""
    cells = [(code, month) for month in MONTHS for code in codes if code != NOT_ASSESSED]
    rows = pd.DataFrame(cells, columns=["unit", "period"])
    return rows.assign(unit_type="kecamatan", indicator="kejadian_1", completeness=0.95)


def _verified(codes: pd.Series) -> pd.DataFrame:
    """Four tables were filled from the first month on."""
    tables = ("kejadian", "kelengkapan", "kegiatan", "pelatihan")
    cells = [(month, code, table) for month in MONTHS for code in codes for table in tables]
    return pd.DataFrame(cells, columns=["period", "kecamatan", "tabel"]).assign(rows=1, verified=1)


def _sources(codes: pd.Series) -> pd.DataFrame:
    units = [("kabupaten", "32.16"), *(("kecamatan", code) for code in codes)]
    rows = [(month, kind, unit, ("kecamatan", "polsek"), 3) for month in MONTHS for kind, unit in units]
    return pd.DataFrame(rows, columns=["period", "unit_type", "unit", "sumber", "n"])


def _kecamatan() -> pd.DataFrame:
    places, people = territory.load_kecamatan(), territory.load_population()
    joined = places.merge(people, left_on="kode", right_on="kecamatan")
    return pd.DataFrame(
        {
            "unit_type": "kecamatan",
            "unit": joined["kode"],
            "name": joined["nama"],
            "kecamatan": joined["kode"],
            "polsek": "Polsek " + joined["nama"],
            "population": joined["jumlah"],
            "population_year": joined["tahun"],
            "population_quality": joined["mutu"],
        }
    )


def _ormas(codes: pd.Series, dice: np.random.Generator) -> pd.DataFrame:
    units = [f"ORM-{number:03d}" for number in range(1, 201)]
    return pd.DataFrame(
        {
            "unit_type": "ormas",
            "unit": units,
            "name": [f"Ormas Rekaan {unit[-3:]}" for unit in units],
            "kecamatan": dice.choice(codes, len(units)),
            "status": dice.choice(["aktif", "tidak_aktif", "tidak_ditemukan"], len(units), p=[0.6, 0.3, 0.1]),
        }
    )
