"""Reading editions: what pages and exports call. An edition never changes, so it may be kept open, and cached by id."""

from __future__ import annotations

import functools
from pathlib import Path

import duckdb
import pandas as pd

from data.editions import analyses, check, claims, files, said
from data.editions.known import Known
from data.errors import DataError
from data.reference.methods import IndexMethod, Rules, parse_stored, parse_stored_rules
from data.words import Message, joined, msg


def list_editions(home: Path) -> list[str]:
    """Ids of the editions in a home folder, the current one first: highest period, then highest revision."""
    return files.ids(home)


def open_edition(home: Path, edition_id: str | None = None) -> Edition:
    """Open an edition after comparing its file with its checksum and with the audit trail; without id the current one.

    Raises DataError: no edition, unknown id, or a file that isn't what was published (named, with the previous one offered).
    """
    known = list_editions(home)
    if not known:
        raise DataError(
            msg(
                "Belum ada edisi di {home}. Apa yang sudah ada dan langkah berikutnya: python -m data doctor",
                home=home / "editions",
            )
        )
    chosen = edition_id or known[0]
    if chosen not in known:
        raise DataError(msg("Edisi {id} tidak ada. Yang ada: {known}.", id=chosen, known=", ".join(known[:6])))
    if fault := check.fault_of(home, chosen):
        raise DataError(joined(" ", [fault, _offer(home, known, chosen)]))
    path = files.path_of(home, chosen)
    try:
        opened = Edition(path)
    except duckdb.Error:
        raise DataError(
            msg(
                "Edisi {id} tidak dapat dibuka oleh versi program ini. {offer}",
                id=chosen,
                offer=_offer(home, known, chosen),
            )
        ) from None
    opened.digest = files.recorded_checksum(path) or ""
    return opened


def newest_of(home: Path, period: str) -> str | None:
    """The newest edition of a month whose file is what was published; None where the month has none."""
    revisions = [one for one in list_editions(home) if files.split(one)[0] == period]
    return next((one for one in revisions if check.fault_of(home, one) is None), None)


def intact_before(home: Path, edition_id: str) -> str | None:
    """The edition to offer instead of a damaged one: the newest intact one before it, else the newest after it."""
    known = list_editions(home)
    place = known.index(edition_id)
    others = [*known[place + 1 :], *known[:place]]
    return next((one for one in others if check.fault_of(home, one) is None), None)


def _offer(home: Path, known: list[str], chosen: str) -> Message:
    other = intact_before(home, chosen)
    return msg("Edisi sebelumnya: {id}.", id=other) if other else msg("Pulihkan dari cadangan.")


class Edition(Known):
    """One published edition, open for reading; each query uses its own cursor, so threads may share it."""

    narrowed = False
    """Whether rows of some kecamatan are left out: sums over all that is seen are no sums of the whole territory."""
    scope = "*|ormas"
    """What of it is seen (`access.Viewer.scope`); part of the key of whatever is kept of it."""
    sees_ormas = True
    """Whether the viewer sees Ormas at all: without, an edition lacks them because of the role, not for want of data."""

    names_ormas = True
    """Whether every Ormas that is in it is seen by name and score; else counts, means, and those there is a grant for."""
    digest = ""
    """SHA-256 of its file, which was compared when it was opened."""

    @property
    def counting(self) -> Edition:
        """The edition to count from, for `data.editions.figures` and `data.editions.means` alone: with every Ormas of the viewer's kecamatan, seen or not.

        Only counts over it may be handed on.
        """
        return self

    @property
    def keeps_sources(self) -> bool:
        """Whether it was written down who reported the incidents; an edition from before 0.3 need not have it."""
        return self.format >= 1

    @property
    def keeps_times(self) -> bool:
        """Whether incidents were counted by week and hour; an edition from before 0.3 need not have it."""
        return self.format >= 1

    @property
    def has_index(self) -> bool:
        """Whether indices were computed; without one every unit of every month is `belum_dapat_dinilai`."""
        return self.meta.get("index", "ya") == "ya"

    @property
    def silent_months(self) -> list[str]:
        """Months for which nothing came, oldest first; empty for an edition from before this was recorded."""
        return self._silent_months

    @functools.cached_property
    def _silent_months(self) -> list[str]:
        return self._frame("SELECT period FROM {silent_months} ORDER BY 1")["period"].tolist()

    def periods(self) -> list[str]:
        """Months that can be looked at, oldest first: those with an index; without one, all from the first row on."""
        return self._frame("SELECT DISTINCT period FROM {scores} WHERE index = 'IKW' ORDER BY 1")["period"].tolist()

    def scores(self, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None) -> pd.DataFrame:
        """Rows of `scores`: one unit, one period, with what is said of it: `likely_low`, `likely_high`, `verdict`, `named`."""
        return said.scores(self, self._of(self._kept("{scores}", said.SCORES), index, unit_type, period, unit))

    def dimensions(self, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None) -> pd.DataFrame:
        """Rows of `dimensions`: one unit, one period, one dimension."""
        return self._of("{dimensions}", index, unit_type, period, unit)

    def indicators(self, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None) -> pd.DataFrame:
        """Rows of `indicators`: one unit, one period, one indicator; of a survey with its `grade`."""
        return said.indicators(self, self._of(self._kept("{indicators}", said.INDICATORS), index, unit_type, period, unit))

    def unknowns(self, index: str, unit_type: str) -> pd.DataFrame:
        """About how many of the `events` behind an indicator nothing is known: `unit`, `period`, `dimension`, `indicator`, `unknown`,
        `events`. Cached: don't change it. No row = all is known, or the method doesn't ask.
        """
        known: dict[tuple[str, str, str], pd.DataFrame] = vars(self).setdefault("_unknowns", {})
        key = self.scope, index, unit_type
        if key not in known:
            known[key] = self._frame(
                "SELECT unit, period, dimension, indicator, unknown, events FROM {indicators}"
                " WHERE index = ? AND unit_type = ? AND unknown > 0 ORDER BY ALL",
                [index, unit_type],
            )
        return known[key]

    def contributions(self, index: str, unit_type: str, *, period: str | None = None, unit: str | None = None) -> pd.DataFrame:
        """Rows of `contributions`: points by indicator; they add up to score − reference."""
        return self._of("{contributions}", index, unit_type, period, unit)

    def overlay(self, period: str) -> pd.DataFrame:
        """Rows of `overlay`: Ormas by kecamatan of activity in the twelve months to a period; missing `kecamatan` = regency-wide."""
        return self._frame("SELECT * FROM {overlay} WHERE period = ? ORDER BY kecamatan", [period])

    def counts(self, *, first: str | None = None, last: str | None = None, kecamatan: str | None = None) -> pd.DataFrame:
        """Verified incidents by month, kecamatan, type and class: `n`, and among them `resolved` and `harm_unknown` (nobody
        stated casualties and damage; missing in an edition of an older program). `peran_ormas` only where one prevented or mediated. No row = none.
        """
        return self._frame(
            "SELECT * FROM {counts} WHERE ($first IS NULL OR period >= $first) AND ($last IS NULL OR period <= $last)"
            " AND ($kecamatan IS NULL OR kecamatan = $kecamatan) ORDER BY ALL",
            {"first": first, "last": last, "kecamatan": kecamatan},
        )

    def hours(self, *, first: str, last: str) -> pd.DataFrame:
        """Incidents whose hour is known: `kecamatan`, `day` (1 = Monday), `hour` (0–23), `n`. No row = none."""
        return self._frame(
            "SELECT kecamatan, day, hour, sum(n)::BIGINT AS n FROM {hours} WHERE period BETWEEN $first AND $last GROUP BY ALL ORDER BY ALL",
            {"first": first, "last": last},
        )

    def weeks(self, *, first: str, last: str) -> pd.DataFrame:
        """Incidents by `week` (its Monday, `2026-10-05`), `kecamatan`, `jenis`, `penanganan`: `n`. No row = none."""
        return self._frame(
            "SELECT * FROM {weeks} WHERE week BETWEEN $first AND $last ORDER BY ALL",
            {"first": first, "last": last},
        )

    def handling(self, period: str, *, kecamatan: str | None = None) -> pd.DataFrame:
        """Incidents of the twelve months to a month, by the state in which they were when it ended: `kecamatan`, `keadaan` (missing: not
        known), `n`, and among them `resolved` and `unresolved`; of the others it isn't known. No row = none, or an edition before format 4.
        """
        return self._frame(
            "SELECT * FROM {handling} WHERE period = $period AND ($kecamatan IS NULL OR kecamatan = $kecamatan) ORDER BY ALL",
            {"period": period, "kecamatan": kecamatan},
        )

    def sources(self, *, first: str, last: str, unit: str | None = None) -> pd.DataFrame:
        """Incidents by `period`, `unit_type` (kecamatan, or kabupaten for the whole), `unit` and `sumber` (kecamatan, polsek): `n`.

        Ormas stand among the others (`lainnya`).
        """
        return self._frame(
            "SELECT * FROM {sources} WHERE period BETWEEN $first AND $last AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"first": first, "last": last, "unit": unit},
        )

    def reported(self, period: str) -> pd.DataFrame:
        """Share of desa that reported in one month: `unit` (kecamatan), `completeness` 0–1. No row = no report."""
        return self._frame(
            "SELECT unit, completeness FROM {records} WHERE unit_type = 'kecamatan' AND indicator = 'kejadian_1'"
            " AND period = ? ORDER BY unit",
            [period],
        )

    def reports(self) -> pd.DataFrame:
        """Share of desa that reported: `unit_type`, `unit` (kecamatan), `period`, `completeness` 0–1, and what that is enough
        for: `sufficient`, `complete`, `silent`. No row = no report.
        """
        before = "(SELECT unit_type, unit, period, completeness FROM {records} WHERE unit_type = 'kecamatan' AND indicator = 'kejadian_1')"
        table = self._kept(before, "{reports}")
        return said.reports(self, self._frame(f"SELECT * FROM {table} ORDER BY unit, period"))  # noqa: S608

    def evidence(self, period: str) -> pd.DataFrame:
        """How well the activities of twelve months are documented: `unit` (Ormas), `level` (mean, 0–3), `weak`. No row = no activity."""
        if not self.keeps_verdicts:
            return said.evidence(self, period)
        return self._frame("SELECT * FROM {evidence} WHERE period = ? ORDER BY unit", [period])

    def decisions(self) -> pd.DataFrame:
        """What is due for a decision: `kind` (sinyal, laporan, pelatihan), `period`, whose it is, `due`, `office` and `beside`."""
        return self._frame("SELECT * FROM {decisions} ORDER BY ALL") if self.keeps_verdicts else said.decisions(self)

    def activities(self, *, first: str, last: str, kecamatan: str | None = None, unit: str | None = None) -> pd.DataFrame:
        """Activities of Ormas: one row per `period`, `kecamatan` of activity, `unit` (Ormas), `jenis`, `mitra` and `tingkat_bukti`."""
        return self._between("deeds", first, last, kecamatan, unit)

    def involvement(self, *, first: str, last: str, kecamatan: str | None = None) -> pd.DataFrame:
        """Incidents and potentials that some Ormas reported, prevented or mediated: `n`, and `resolved` among them.

        Never which Ormas; where it reported, all but month and number is missing.
        """
        return self._frame(
            "SELECT * FROM {parts} WHERE period BETWEEN $first AND $last AND ($kecamatan IS NULL OR kecamatan = $kecamatan) ORDER BY ALL",
            {"first": first, "last": last, "kecamatan": kecamatan},
        )

    def register(self, unit: str) -> pd.DataFrame:
        """What is known of one Ormas since when: `topic` (status, kepengurusan, ahu, skt, skl), `first`, `last` (days, `2026-10-05`; missing: not
        known, or still), `status`, `noted` (day on which a row of the register said so). No row = nothing, or an edition before format 4.
        """
        return self._frame("SELECT * FROM {register} WHERE unit = ? ORDER BY topic, first NULLS FIRST, last", [unit])

    def trainings(self, *, first: str, last: str, unit: str | None = None) -> pd.DataFrame:
        """Trainings: one row per month, invited Ormas and topic; officers who came (`hadir`) of `total`."""
        return self._frame(
            "SELECT * FROM {trainings} WHERE period BETWEEN $first AND $last AND ($unit IS NULL OR unit = $unit) ORDER BY ALL",
            {"first": first, "last": last, "unit": unit},
        )

    def signals(self, *, first: str | None = None, last: str | None = None) -> pd.DataFrame:
        """Rows of `signals`: early warnings, newest month and highest level first."""
        return self._frame(
            "SELECT * FROM {signals} WHERE ($first IS NULL OR period >= $first) AND ($last IS NULL OR period <= $last)"
            " ORDER BY period DESC, level DESC, p, signal",
            {"first": first, "last": last},
        )

    def rules(self) -> Rules:
        """The signal rules that this edition was made with: groups with their names, thresholds."""
        return parse_stored_rules(str(self._frame("SELECT toml FROM {signal_rules}")["toml"].iloc[0]))

    def series(self, name: str, *, unit: str | None = None) -> pd.DataFrame:
        """Rows of a series that is tested for trend (`kejadian` by month, `ikw_3` by quarter), unit by unit."""
        return self._frame(
            "SELECT * FROM {series} WHERE series = $name AND ($unit IS NULL OR unit = $unit) ORDER BY unit, period",
            {"name": name, "unit": unit},
        )

    def trends(self, name: str) -> pd.DataFrame:
        """Rows of `trends`: the tests of a series, one row a unit, the regency among them (`unit_type` kabupaten)."""
        table = self._kept("{trends}", said.TRENDS)
        return said.trends(self, self._frame(f"SELECT * FROM {table} WHERE series = ? ORDER BY unit", [name]))  # noqa: S608

    def clusters(self, period: str) -> pd.DataFrame:
        """Rows of `clusters`: local clusters of the IKW in a month, one row a kecamatan, with Moran's I of the whole in each."""
        return self._frame("SELECT * FROM {clusters} WHERE period = ? ORDER BY unit", [period])

    def training_effect(self) -> pd.DataFrame:
        """Rows of `training_effect`: by `measure` (iko, iko_tanpa_kapasitas) and `topic` (missing = any)."""
        return self._frame("SELECT * FROM {training_effect} ORDER BY measure, topic NULLS FIRST")

    def training_next(self) -> pd.DataFrame:
        """Ormas to invite next, lowest score first: `unit`, `dimension`, `score`, `topic`, `trained_before`."""
        return self._frame("SELECT * FROM {training_next} ORDER BY score, unit")

    def units(self, unit_type: str) -> pd.DataFrame:
        """Rows of `units`: those of one `unit_type` with their names and attributes."""
        return self._frame("SELECT * FROM {units} WHERE unit_type = ? ORDER BY unit", [unit_type])

    def batches(self) -> pd.DataFrame:
        """The batches in force at publishing: `batch_id`, `kiriman` (the first of the same file; missing in old editions), `tabel`, `berkas`,
        `sha256`, `format`, `waktu` (UTC), `oleh`, `baris_masuk`, `terverifikasi`, `menunggu`, `ditolak` (rows; 0 for registers).
        """
        return self._frame("SELECT * FROM {batches} ORDER BY batch_id")

    def verification(self) -> pd.DataFrame:
        """Rows in force by `period`, `kecamatan` and `tabel` at publishing: `rows`, `verified`, `waiting`, `rejected`."""
        return self._frame("SELECT * FROM {verification} ORDER BY ALL")

    def audit_head(self) -> str:
        """Hash of the last row of the audit trail when the edition was computed; empty if there was none."""
        return str(self._frame("SELECT hash FROM {audit_head}")["hash"].iloc[0])

    def tables(self, *only: str) -> dict[str, pd.DataFrame]:
        """Name → whole table, for all in the edition, or for those that are named and that it has; columns:
        `data.tables.edition.TABLES`.
        """
        texts = {name: f"SELECT * FROM {{{name}}} ORDER BY ALL" for name in sorted(self._relations)}  # noqa: S608
        read_as = self._read_as()  # whole tables are for files, and too large to be kept
        return {
            name: self._true(name, self._asked(text.format_map(read_as), None)) for name, text in texts.items() if not only or name in only
        }

    def influence(self, index: str) -> pd.DataFrame:
        """Rows of `influence`: what moves the ranks of an index in the month of the edition; one row a dimension, and `agregasi`."""
        return self._frame("SELECT * FROM {influence} WHERE index = ? ORDER BY weight DESC NULLS LAST", [index])

    def records(self, unit_type: str) -> pd.DataFrame:
        """Rows of `records`: the indicator records of one `unit_type`, from which everything was computed."""
        text = "SELECT * FROM {records} WHERE unit_type = ? ORDER BY unit, indicator, period"
        return self._asked(text.format_map(self._read_as()), [unit_type])

    def official(self) -> pd.DataFrame:
        """Official yearly values and targets: `index` (IKO, IKN, IHaI), `year`, `value`, `target`, `source`."""
        return self._frame("SELECT * FROM {official} ORDER BY index, year")

    def boundary(self) -> str:
        """The boundary as GeoJSON text; feature property `kode`."""
        return str(self._frame("SELECT geojson FROM {boundary}")["geojson"].iloc[0])

    def neighbours(self) -> dict[str, tuple[str, ...]]:
        """Kecamatan → those that it borders, in order of code, empty for an island; the same for every viewer.

        As kept at publishing; an older edition keeps none, and they are worked out from its boundary (`keeps_neighbours`).
        """
        return self._neighbours

    @functools.cached_property
    def keeps_neighbours(self) -> bool:
        """Whether neighbours were worked out at publishing; for an older edition they are when it is opened."""
        return self.format >= 2

    @functools.cached_property
    def _neighbours(self) -> dict[str, tuple[str, ...]]:
        kept = (
            self._frame("SELECT area, neighbour FROM {neighbours} ORDER BY ALL")
            if self.keeps_neighbours
            else analyses.borders(analyses.neighbours(self.boundary()))
        )
        return {str(area): tuple(others.dropna()) for area, others in kept.groupby("area", sort=True)["neighbour"]}

    def methods(self) -> dict[str, IndexMethod]:
        """The method of each index, as frozen into this edition."""
        return self._methods

    @functools.cached_property
    def _methods(self) -> dict[str, IndexMethod]:
        rows = self._frame("SELECT index, id, toml FROM {method}")
        return {
            index: parse_stored(method_id, toml) for index, method_id, toml in zip(rows["index"], rows["id"], rows["toml"], strict=True)
        }

    def _of(self, source: str, index: str, unit_type: str, period: str | None, unit: str | None) -> pd.DataFrame:
        return self._true(source.strip("{}"), super()._of(source, index, unit_type, period, unit))

    def _true(self, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Without the false claims of an older edition (`data.editions.claims`): one that keeps no neighbours."""
        return rows if self.keeps_neighbours or table not in claims.TABLES else claims.withdrawn(table, rows, self.methods())
