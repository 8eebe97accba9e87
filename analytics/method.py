"""The method as data: indicators, dimensions, goalposts, weights, bands, read from TOML text and checked.

A method is two indices: IKO (unit = Ormas) and IKW (unit = kecamatan). Every number that is a choice stands in
the TOML text; this module only refuses what can't be computed, naming file, table and key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, cast

from analytics import counting
from analytics.toml_tables import Reader

Kind = Literal["event_rate", "proportion", "mean", "count", "ratio", "share"]
KINDS: tuple[Kind, ...] = ("event_rate", "proportion", "mean", "count", "ratio", "share")
TRANSFORMS = ("linear", "log1p")
AGGREGATORS = ("amean", "gmean", "hmean", "rgmean")
STATES = ("usulan", "disahkan")
LEVEL = 0.90  # of every interval that is told with a score, a rank or an effect
SHARES = ("applicable", "original")

_TEXTS = ("concept", "definition", "formula", "interpretation")
_TOP_KEYS = {
    "id",
    "index",
    "version",
    "date",
    "author",
    "status",
    "unit_type",
    "name",
    "aggregation",
    "missing",
    "change",
    "trend",
    "bands",
    "dimension",
    "indicator",
    "not_measured",
    "references",
    *counting.KEYS,
}
_DIMENSION_KEYS = {"code", "weight", "optional", "name"}
_INDICATOR_KEYS = {
    "code",
    "dimension",
    "kind",
    "records",
    "record_weights",
    "per",
    "window_months",
    "transform",
    "goalposts",
    "direction",
    "optional",
    "prior",
    "weight",
    "name",
    "unit",
    "unknown",
    *_TEXTS,
}


@dataclass(frozen=True)
class Names:
    """A name in both languages."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """The name in `id` or `en`."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True)
class Indicator:
    """How one indicator is made from indicator records and put on 0–100.

    kind: event_rate (hierarchical gamma–Poisson per severity class, `per` person-years), proportion (beta-binomial),
    mean (survey, normal–normal), count, ratio, share (full counts: taken as they are).
    records: codes of the records that it is made of; record_weights: weight of each (severity 1/4/16).
    window_months: months that are summed, or the shelf life of a survey.
    goalposts: in the indicator's own unit, before `transform`. direction: +1 higher is better, −1 lower is better.
    optional (`bila_ada`): may be absent without counting as missing.
    prior: fixed (a, b) per record instead of the one estimated from all units; for checks by hand.
    weight: inside the dimension.
    unknown: record of the events behind the indicator about which nothing is known (numerator) of all of them
    (denominator); None: what isn't known drops out in silence (2026.1).
    concept, definition, formula, interpretation: in words, as Satu Data asks (None: not written).
    """

    code: str
    dimension: str
    kind: Kind
    records: tuple[str, ...]
    record_weights: tuple[float, ...]
    per: float
    window_months: int
    transform: str
    goalposts: tuple[float, float]
    direction: int
    optional: bool
    prior: tuple[tuple[float, float], ...] | None
    weight: float
    name: Names
    unit: Names
    concept: Names | None = None
    definition: Names | None = None
    formula: Names | None = None
    interpretation: Names | None = None
    unknown: str | None = None


@dataclass(frozen=True)
class Dimension:
    """A dimension of an index; weights of all dimensions sum to 1."""

    code: str
    weight: float
    optional: bool
    name: Names


@dataclass(frozen=True)
class IndexMethod:
    """One index: framework, rules for missing values, bands.

    within_dimension, across_dimensions: least available weight share. required: dimensions without which there is no
    score. dimensions_minimum: dimensions that must be measured for a score, of all that the index has; a dimension that
    doesn't apply counts if its unit reported at least quiet_completeness of the window. original_weight: weight_share is
    of the whole index (False: of what applies), and it and the letter stand beside units without a score too.
    unknown_maximum: share of events about which nothing is known, above which an indicator isn't measured and its unit isn't scored;
    unknown_flag: share above which a letter of quality is lost. good_weight: share of the original weight that must be
    measured before a unit is said to do well. trend_events: incidents that a series needs before it is tested for a trend.
    completeness_minimum: share of reports below which a unit's events are no measurement.
    change_threshold: points that count as a change; change_probability: how sure one must be to say so.
    evidence_weights: what an activity counts for, by level of evidence from 0 on. severity: degree → harm → least number of
    it that makes an incident that severe (`ricuh` and a stop by the authorities are of the second degree as well). Both are empty where a
    file doesn't say; no records can be made by such a file. band_edges: lower bound included. not_measured: what belongs to the notion and
    isn't part of the index, in words.
    """

    id: str
    index: str
    version: str
    date: date
    author: str
    status: str
    unit_type: str
    name: Names
    within: str
    across: str
    within_dimension: float
    across_dimensions: float
    required: tuple[str, ...]
    completeness_minimum: float
    completeness_flag: float
    dimensions_minimum: int
    quiet_completeness: float
    original_weight: bool
    unknown_maximum: float
    unknown_flag: float
    good_weight: float
    trend_events: int
    change_threshold: float
    change_probability: float
    band_edges: tuple[float, ...]
    band_names: tuple[Names, ...]
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    not_measured: tuple[Names, ...] = ()
    references: tuple[str, ...] = ()
    evidence_weights: tuple[float, ...] = ()
    severity: Mapping[int, Mapping[str, int]] = field(default_factory=dict)

    def weights(self) -> dict[str, float]:
        """Weight of each dimension by its code."""
        return {dimension.code: dimension.weight for dimension in self.dimensions}

    def with_weights(self, weights: Mapping[str, float]) -> IndexMethod:
        """The same method with other dimension weights (what-if), rescaled to sum to 1.

        Raises ValueError for an unknown dimension, a negative weight, or weights that are all 0.
        """
        known = {dimension.code for dimension in self.dimensions}
        if unknown := set(weights) - known:
            raise ValueError(f"{self.id}: unknown dimension {sorted(unknown)[0]!r}; known: {sorted(known)}")
        raw = {d.code: float(weights.get(d.code, d.weight)) for d in self.dimensions}
        total = sum(raw.values())
        if not total > 0 or min(raw.values()) < 0:
            raise ValueError(f"{self.id}: weights must be 0 or more and not all 0, got {raw}")
        return replace(self, dimensions=tuple(replace(d, weight=raw[d.code] / total) for d in self.dimensions))


@dataclass(frozen=True)
class Method:
    """The two indices of an edition."""

    iko: IndexMethod
    ikw: IndexMethod


def load(iko_text: str, ikw_text: str, *, iko_file: str = "iko.toml", ikw_file: str = "ikw.toml") -> Method:
    """Read both indices from TOML text. Raises ValueError naming file, table, key and reason."""
    iko, ikw = parse(iko_text, iko_file), parse(ikw_text, ikw_file)
    for found, expected, file in ((iko, "IKO", iko_file), (ikw, "IKW", ikw_file)):
        if found.index != expected:
            raise ValueError(f"{file}: key 'index': expected {expected!r}, found {found.index!r}")
    return Method(iko=iko, ikw=ikw)


def parse(text: str, file: str) -> IndexMethod:
    """One index from TOML text; `file` is only named in errors."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: not valid TOML: {error}") from None
    reader = Reader(file, raw)
    reader.known_keys("", raw, _TOP_KEYS)
    _refuse_deeper_tree(reader)
    dimensions = tuple(_dimension(reader, number, row) for number, row in enumerate(reader.tables("dimension"), 1))
    indicators = tuple(_indicator(reader, number, row) for number, row in enumerate(reader.tables("indicator"), 1))
    _check_framework(reader, dimensions, indicators)
    missing, change, bands = reader.table("missing"), reader.table("change"), reader.table("bands")
    aggregation = reader.table("aggregation")
    edges = tuple(reader.number("bands", bands, f"edges[{i}]", value) for i, value in enumerate(bands.get("edges", ())))
    band_names = tuple(_names(reader, "bands", {"name": row}, "name") for row in bands.get("names", ()))
    if list(edges) != sorted(set(edges)) or len(band_names) != len(edges) + 1:
        reader.refuse("bands", "edges", f"must rise and have one name more than edges; got {edges}")
    required = tuple(missing.get("required", ()))
    if unknown := set(required) - {d.code for d in dimensions}:
        reader.refuse("missing", "required", f"unknown dimension {sorted(unknown)[0]!r}")
    return IndexMethod(
        id=reader.text("", raw, "id"),
        index=reader.one_of("", raw, "index", ("IKO", "IKW")),
        version=reader.text("", raw, "version"),
        date=cast(date, raw["date"]) if isinstance(raw.get("date"), date) else reader.refuse("", "date", "a date is needed"),
        author=reader.text("", raw, "author"),
        status=reader.one_of("", raw, "status", STATES),
        unit_type=reader.one_of("", raw, "unit_type", ("kecamatan", "ormas")),
        name=_names(reader, "", raw, "name"),
        within=reader.one_of("aggregation", aggregation, "within", AGGREGATORS),
        across=reader.one_of("aggregation", aggregation, "across", AGGREGATORS),
        within_dimension=reader.number("missing", missing, "within_dimension"),
        across_dimensions=reader.number("missing", missing, "across_dimensions"),
        required=required,
        completeness_minimum=float(missing.get("completeness_minimum", 0.5)),
        completeness_flag=float(missing.get("completeness_flag", 0.8)),
        # keys that 2026.1 lacks default to what it did
        dimensions_minimum=int(missing.get("dimensions_minimum", 0)),
        quiet_completeness=float(missing.get("quiet_completeness", 0.0)),
        original_weight=reader.one_of("missing", missing, "weight_share_of", SHARES) == "original"
        if "weight_share_of" in missing
        else False,
        unknown_maximum=float(missing.get("unknown_maximum", 1.0)),
        unknown_flag=float(missing.get("unknown_flag", 1.0)),
        good_weight=float(missing.get("good_weight", 0.0)),
        trend_events=int(reader.table("trend").get("minimum_events", 0)) if "trend" in raw else 0,
        change_threshold=reader.number("change", change, "threshold"),
        change_probability=reader.number("change", change, "probability"),
        band_edges=edges,
        band_names=band_names,
        dimensions=dimensions,
        indicators=indicators,
        not_measured=tuple(_names(reader, "", {"not_measured": row}, "not_measured") for row in raw.get("not_measured", ())),
        references=tuple(str(text) for text in raw.get("references", ())),
        evidence_weights=counting.evidence(reader),
        severity=counting.severity(reader),
    )


def _names(reader: Reader, table: str, row: Mapping[str, Any], key: str) -> Names:
    found = row.get(key)
    if not isinstance(found, Mapping):
        reader.refuse(table, key, "needs a name in both languages: { id = …, en = … }")
    pair = cast(Mapping[str, Any], found)
    return Names(id=reader.text(table, pair, "id"), en=reader.text(table, pair, "en"))


def _refuse_deeper_tree(reader: Reader) -> None:
    """A method has three levels, so no dimension has a parent; a parent that leads back to itself is named."""
    rows = reader.tables("dimension")
    parents = {row.get("code"): row["parent"] for row in rows if "parent" in row}
    for number, row in enumerate(rows, 1):
        if "parent" not in row:
            continue
        chain = [row.get("code")]
        while chain[-1] in parents:
            chain.append(parents[chain[-1]])
            if chain[-1] in chain[:-1]:
                reader.refuse(f"dimension {number}", "parent", f"a cycle, {' → '.join(map(str, chain))}")
        reader.refuse(f"dimension {number}", "parent", "dimensions stand under the index, they have no parent")


def _dimension(reader: Reader, number: int, row: Mapping[str, Any]) -> Dimension:
    table = f"dimension {number}"
    reader.known_keys(table, row, _DIMENSION_KEYS)
    weight = reader.number(table, row, "weight")
    if weight <= 0:
        reader.refuse(table, "weight", f"must be above 0, found {weight:g}")
    return Dimension(
        reader.text(table, row, "code"),
        weight,
        bool(row.get("optional", False)),
        _names(reader, table, row, "name"),
    )


def _indicator(reader: Reader, number: int, row: Mapping[str, Any]) -> Indicator:
    table = f"indicator {number} ({row.get('code', '?')})"
    reader.known_keys(table, row, _INDICATOR_KEYS)
    records = tuple(row.get("records", ()))
    if not records or not all(isinstance(code, str) for code in records):
        reader.refuse(table, "records", "a list of record codes is needed")
    record_weights = tuple(float(w) for w in row.get("record_weights", [1.0] * len(records)))
    if len(record_weights) != len(records) or min(record_weights) <= 0:
        reader.refuse(table, "record_weights", "one weight above 0 for each of 'records' is needed")
    posts = row.get("goalposts", ())
    if len(posts) != 2:
        reader.refuse(table, "goalposts", "two numbers are needed: [worst or lowest, highest]")
    low, high = (reader.number(table, row, f"goalposts[{i}]", value) for i, value in enumerate(posts))
    if low >= high:
        reader.refuse(
            table,
            "goalposts",
            f"reversed or equal: {low:g} is not below {high:g}; use direction = -1 to turn it",
        )
    direction = row.get("direction")
    if direction not in (1, -1):
        reader.refuse(table, "direction", f"must be 1 or -1, found {direction!r}")
    window, transform = row.get("window_months"), row.get("transform", "linear")
    if not isinstance(window, int) or window < 1:
        reader.refuse(table, "window_months", f"a whole number of months is needed, found {window!r}")
    if transform not in TRANSFORMS:
        reader.refuse(table, "transform", f"{transform!r} is none of {', '.join(TRANSFORMS)}")
    prior = row.get("prior")
    if prior is not None and (len(prior) != len(records) or any(len(p) != 2 or min(p) <= 0 for p in prior)):
        reader.refuse(table, "prior", "one pair [a, b] above 0 for each of 'records' is needed")
    weight = reader.number(table, row, "weight", row.get("weight", 1.0))
    if weight <= 0:
        reader.refuse(table, "weight", f"must be above 0, found {weight:g}")
    return Indicator(
        code=reader.text(table, row, "code"),
        dimension=reader.text(table, row, "dimension"),
        kind=cast(Kind, reader.one_of(table, row, "kind", KINDS)),
        records=records,
        record_weights=record_weights,
        per=reader.number(table, row, "per", row.get("per", 1.0)),
        window_months=cast(int, window),
        transform=cast(str, transform),
        goalposts=(low, high),
        direction=cast(int, direction),
        optional=bool(row.get("optional", False)),
        prior=None if prior is None else tuple((float(a), float(b)) for a, b in prior),
        weight=weight,
        name=_names(reader, table, row, "name"),
        unit=_names(reader, table, row, "unit"),
        unknown=reader.text(table, row, "unknown") if "unknown" in row else None,
        **{key: _names(reader, table, row, key) if key in row else None for key in _TEXTS},
    )


def _check_framework(reader: Reader, dimensions: Sequence[Dimension], indicators: Sequence[Indicator]) -> None:
    total = sum(d.weight for d in dimensions)
    if abs(total - 1) > 1e-9:
        reader.refuse("dimension", "weight", f"weights must sum to 1, they sum to {total:g}")
    codes = [d.code for d in dimensions]
    for table, seen in (("dimension", codes), ("indicator", [i.code for i in indicators])):
        if doubled := sorted({code for code in seen if seen.count(code) > 1}):
            reader.refuse(table, "code", f"{doubled[0]!r} stands twice")
    for indicator in indicators:
        if indicator.dimension not in codes:
            reader.refuse(
                f"indicator {indicator.code}",
                "dimension",
                f"unknown dimension {indicator.dimension!r}; known: {codes}",
            )
    if empty := [code for code in codes if code not in {i.dimension for i in indicators}]:
        reader.refuse("dimension", "code", f"{empty[0]!r} has no indicator")
