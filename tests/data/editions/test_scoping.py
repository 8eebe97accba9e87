"""An edition as each role sees it, through every read there is: no row of another kecamatan, no Ormas where none may be."""

import inspect
import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from data.access.viewers import INSTITUTIONS, LIAISON, LOCAL, NO_ORMAS, OWN_KECAMATAN, RIGHTS, ROLES, Viewer
from data.editions import figures, reading
from data.editions.reading import Edition
from data.editions.scoping import ScopedEdition, scoped
from data.tables.edition import TABLES
from data.tables.figure import SPAN
from data.tables.figures import FIGURES

ROOT = Path(__file__).parents[3]
OWN = "32.16.07"
FIRST, LAST = "2023-11", "2026-10"
# What fills the parameters that have no default. A new accessor with another one makes this test fail: add it here.
VALUES = {
    "index": ("IKW", "IKO"),
    "unit_type": ("kecamatan", "kabupaten", "ormas"),
    "period": (LAST,),
    "first": (FIRST,),
    "last": (LAST,),
    "name": ("kejadian", "ikw_3"),
    "tables": (("kejadian", "kelengkapan"),),
    "unit": ("ORM-001", "ORM-002", "ORM-003"),
}
PUBLIC_GEOMETRY = {"boundary"}  # outlines and official codes of all kecamatan: no figure of any
NOT_READING = {"close"}


def accessors():
    for name, method in inspect.getmembers(Edition, inspect.isfunction):
        if not name.startswith("_") and name not in NOT_READING:
            yield name, method


def reads(edition):
    """Everything that can be read, as name and frame."""
    for name, method in accessors():
        needed = [
            parameter.name
            for parameter in list(inspect.signature(method).parameters.values())[1:]
            if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL
        ]
        calls = [{}]
        for parameter in needed:
            calls = [{**call, parameter: value} for call in calls for value in VALUES[parameter]]
        for call in calls:
            found = getattr(edition, name)(**call)
            label = f"{name}({', '.join(map(str, call.values()))})"
            if isinstance(found, pd.DataFrame):
                yield label, found
            elif isinstance(found, dict):
                yield from ((f"{label}[{key}]", value) for key, value in found.items() if isinstance(value, pd.DataFrame))


def cells(frame):
    """Every text in a frame, also those inside lists and JSON."""
    for column in frame.columns:
        if frame[column].dtype == object or pd.api.types.is_string_dtype(frame[column]):
            yield from (str(value) for value in frame[column].dropna().unique())


def without_gaps(frame):
    """With an empty text for what is missing: a column in which nothing is left has no type."""
    return frame.astype(object).where(frame.notna(), "")


def blanked(role):
    """The columns that hold less for a role than for the whole house."""
    kept = [] if role in RIGHTS["audit"] else [column.name for column in TABLES["batches"].columns if column.senders]
    return ("neighbours", "drop_unit", *(["unit"] if role in (*NO_ORMAS, *LIAISON) else []), *kept)


def rows(frame, role):
    """Each row as text, counted; without what is blanked for the role."""
    kept = frame.drop(columns=list(blanked(role)), errors="ignore")
    return Counter("|".join(map(str, row)) for row in without_gaps(kept).itertuples(index=False)) if len(kept) else Counter()


@pytest.fixture(scope="module")
def whole(simulated_home):
    edition = reading.open_edition(simulated_home)
    yield edition
    edition.close()


@pytest.fixture(scope="module")
def all_of_it(whole):
    """What every accessor gives of the whole edition, read once: label and frame."""
    return list(reads(whole))


@pytest.fixture(scope="module")
def counted():
    """`rows` of the whole edition, counted once for all roles for which the same is blanked."""
    known = {}

    def count(label, frame, role):
        if (label, blanked(role)) not in known:
            known[label, blanked(role)] = rows(frame, role)
        return known[label, blanked(role)]

    return count


def seen_by(role, whole):
    own = frozenset({OWN}) if role in OWN_KECAMATAN else frozenset()
    return scoped(whole, Viewer("x", role, own))


def test_every_accessor_is_tried(whole, all_of_it):
    tried = {label.split("(")[0] for label, _ in all_of_it}
    # These give no frame; what is in them is the same for everybody, or tells a month and no more.
    assert {name for name, _ in accessors()} - tried == {
        "audit_head",
        "boundary",
        "filled",
        "heard",
        "methods",
        "neighbours",
        "periods",
        "rules",
        "verdict_rules",
    }


def test_each_frame_of_the_whole_edition_has_rows_to_lose(all_of_it):
    """Otherwise the tests below would prove nothing."""
    assert {label for label, frame in all_of_it if len(frame)} >= {
        "scores(IKO, ormas)",
        "scores(IKW, kecamatan)",
        f"overlay({LAST})",
        "counts()",
        f"activities({FIRST}, {LAST})",
        f"involvement({FIRST}, {LAST})",
        f"trainings({FIRST}, {LAST})",
        "units(ormas)",
        "verification()",
        "tables()[records]",
    }


@pytest.mark.parametrize("role", OWN_KECAMATAN)
def test_no_row_of_another_kecamatan_reaches_the_roles_of_one(role, whole):
    areas = whole.units("kecamatan")
    foreign_codes = set(areas["unit"]) - {OWN}
    foreign_names = set(areas["name"]) - set(areas.loc[areas["unit"] == OWN, "name"])
    ormas = whole.units("ormas")
    foreign_codes |= set(ormas.loc[ormas["kecamatan"].isin(foreign_codes), "name"])
    for label, frame in reads(seen_by(role, whole)):
        if label in ("tables()[boundary]", "tables()[neighbours]"):  # the map is public
            continue
        found = set(cells(frame))
        assert not found & (foreign_codes | foreign_names), label
        assert not [text for text in found if any(f'"{code}"' in text for code in foreign_codes)], label


@pytest.mark.parametrize("role", OWN_KECAMATAN)
def test_the_own_kecamatan_is_seen_wholly_and_the_regency_too(role, whole):
    seen = seen_by(role, whole)
    for index_type in (("IKW", "kecamatan"), ("IKW", "kabupaten")):
        expected = whole.scores(*index_type)
        if index_type[1] == "kecamatan":
            expected = expected[expected["unit"] == OWN].reset_index(drop=True)
        pd.testing.assert_frame_equal(without_gaps(seen.scores(*index_type)), without_gaps(expected))
    assert set(seen.units("ormas")["kecamatan"]) == {OWN}
    assert seen.periods() == whole.periods()


@pytest.mark.parametrize("role", OWN_KECAMATAN)
def test_of_another_kecamatan_no_month_was_heard_of(role, whole):
    seen, other = seen_by(role, whole), next(one for one in whole.units("kecamatan")["unit"] if one != OWN)
    assert whole.heard(["kejadian"], other)
    assert seen.heard(["kejadian"], other) == frozenset()
    assert seen.heard(["kejadian"]) == seen.heard(["kejadian"], OWN) == whole.heard(["kejadian"], OWN)


@pytest.mark.parametrize("role", NO_ORMAS)
def test_no_ormas_by_name_code_or_score_reaches_the_roles_without_them(role, whole):
    ormas = whole.units("ormas")
    hidden = set(ormas["unit"]) | set(ormas["name"])
    for label, frame in reads(seen_by(role, whole)):
        assert "ormas" not in set(frame.get("unit_type", ())), label
        texts = set(cells(frame))
        assert not texts & hidden, label
        assert not [text for text in texts if any(name in text for name in hidden)], label


@pytest.mark.parametrize("role", NO_ORMAS)
def test_the_roles_without_ormas_see_every_kecamatan(role, whole):
    pd.testing.assert_frame_equal(seen_by(role, whole).scores("IKW", "kecamatan"), whole.scores("IKW", "kecamatan"))


@pytest.mark.parametrize("role", ROLES)
def test_the_sieve_never_adds_a_row_and_changes_no_figure(role, whole, all_of_it, counted):
    seen = seen_by(role, whole)
    found = dict(all_of_it if seen is whole else reads(seen))
    for label, frame in all_of_it:
        sieved = found[label]
        if sieved.equals(frame):  # the same rows, none counted one by one
            continue
        assert list(sieved.columns) == list(frame.columns), label
        assert not rows(sieved, role) - counted(label, frame, role), label
        assert len(sieved) <= len(frame), label


def test_who_verifies_is_handed_the_edition_itself(whole):
    assert {role for role in (LOCAL, *ROLES) if scoped(whole, Viewer("x", role)) is whole} == {LOCAL, "operator_kabupaten"}


@pytest.mark.parametrize("role", ["pimpinan", "pemilik_metode"])
def test_other_roles_without_limits_read_everything_but_who_sent(role, whole, all_of_it):
    found = dict(reads(scoped(whole, Viewer("x", role))))
    told = {label for label, frame in all_of_it if not frame.equals(found[label])}
    assert told == {"batches()", "tables()[batches]", "tables()[meta]"}


def test_two_viewers_share_what_is_kept_only_where_they_see_the_same(whole):
    scopes = {
        name: Viewer("x", role, frozenset(own)).scope
        for name, role, own in (
            ("camat 07", "camat", {"32.16.07"}),
            ("operator 07", "operator_kecamatan", {"32.16.07"}),
            ("camat 08", "camat", {"32.16.08"}),
            ("humas", "humas", ()),
            ("admin", "admin", ()),
            ("ppid", "ppid", ()),
            ("pimpinan", "pimpinan", ()),
            ("pemilik metode", "pemilik_metode", ()),
            ("operator kabupaten", "operator_kabupaten", ()),
        )
    }
    assert scopes["camat 07"] == scopes["operator 07"]
    assert scopes["humas"] == scopes["ppid"]
    assert scopes["pimpinan"] == scopes["pemilik metode"]
    assert len(set(scopes.values())) == 6
    assert scopes["operator kabupaten"] == whole.scope


def test_of_another_kecamatan_a_camat_does_not_even_read_which_tables_were_filled(whole):
    seen = seen_by("camat", whole)
    assert whole.filled(OWN) == seen.filled(OWN) != {}
    assert whole.filled("32.16.08") != {}
    assert seen.filled("32.16.08") == {}
    assert seen.filled() == whole.filled()


def test_the_boundary_holds_no_figure(whole):
    properties = {key for feature in json.loads(whole.boundary())["features"] for key in feature["properties"]}
    assert properties <= {"kode", "kode_bps", "nama"}


def test_a_sieved_edition_is_an_edition(whole):
    assert isinstance(seen_by("camat", whole), ScopedEdition)


# An institution's officer may have a kecamatan; the older role has none.
@pytest.mark.parametrize(
    ("role", "own"), [*((role, frozenset()) for role in LIAISON), *((role, frozenset({OWN})) for role in LIAISON if role in INSTITUTIONS)]
)
def test_a_liaison_officer_reads_no_ormas_by_name_code_or_score(role, own, whole):
    hidden = set(whole.units("ormas")["unit"]) | set(whole.units("ormas")["name"])
    seen = scoped(whole, Viewer("x", role, own))
    for label, frame in reads(seen):
        assert "ormas" not in set(frame.get("unit_type", ())), label
        assert not set(cells(frame)) & hidden, label
    assert set(seen.scores("IKW", "kecamatan")["unit"]) == (own or set(whole.units("kecamatan")["unit"]))


@pytest.mark.parametrize("role", [*LIAISON, *NO_ORMAS])
def test_who_sees_no_ormas_by_name_reads_how_complete_the_reports_of_kecamatan_are(role, whole):
    """A liaison officer read that no kecamatan had reported: the rows looked like those of Ormas."""
    seen = scoped(whole, Viewer("x", role))
    pd.testing.assert_frame_equal(seen.reports(), whole.reports())
    pd.testing.assert_frame_equal(seen.reported(LAST), whole.reported(LAST))
    assert len(seen.reported(LAST)) == 23


def test_a_grant_shows_one_ormas_with_its_score_as_long_as_it_lasts_and_in_the_own_kecamatan(whole):
    ormas = whole.units("ormas")
    assessed = set(whole.scores("IKO", "ormas", period=LAST).query("status == 'dinilai'")["unit"])
    here, there = (
        next(code for code in ormas.loc[(ormas["kecamatan"] == OWN) == own, "unit"] if code in assessed) for own in (True, False)
    )
    held = {here, there}
    seen = scoped(whole, Viewer("x", "penghubung_tni"), lambda: frozenset(held))
    narrow = scoped(whole, Viewer("x", "penghubung_tni", frozenset({OWN})), lambda: frozenset(held))
    assert set(seen.units("ormas")["unit"]) == set(seen.scores("IKO", "ormas")["unit"]) == held
    assert set(narrow.units("ormas")["unit"]) == {here}
    assert set(seen.activities(first=FIRST, last=LAST)["unit"].dropna()) <= held
    under_grant = seen.scope
    held.clear()
    assert seen.scores("IKO", "ormas").empty
    assert seen.scope != under_grant


def test_counts_are_the_same_with_and_without_names(whole):
    seen = scoped(whole, Viewer("x", "penghubung_bin"))
    for one in (one for one, figure in FIGURES.items() if figure.window != SPAN and not figure.elsewhere):
        assert figures.read(seen, one, LAST) == figures.read(whole, one, LAST), one
    assert figures.weakest_dimensions(seen, LAST) == figures.weakest_dimensions(whole, LAST)
    assert figures.read(seen, "ormas_perlu_dukungan", LAST, kecamatan=OWN).n is None


def test_only_the_figures_count_over_what_is_not_seen():
    using = {
        path.name
        for folder in ("data", "pages", "analytics")
        for path in (ROOT / folder).rglob("*.py")
        if ".counting" in path.read_text(encoding="utf-8")
    }
    assert using == {"figures.py", "means.py"}
