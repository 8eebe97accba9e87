"""Who tells on whom: an Ormas that reported an incident, through every reading there is. Only who verifies may see the pair."""

import contextlib
import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from data.access import viewers
from data.access.viewers import ROLES, AccessError, Viewer
from data.editions import exporting, reading
from data.editions.reading import Edition
from data.editions.scoping import scoped
from data.intake import candidates, importing, marking, sheets, templates
from data.workflow import publishing, verification
from data.workflow.verification import Filter
from tests import frozen, homes
from tests.data.editions.test_scoping import reads
from tests.reader import t

INFORMANT, MEDIATOR = "ORM-001", "ORM-002"
REPORTED = homes.incident(
    date(2026, 10, 9), kecamatan=homes.SETU, jenis="sengketa_lahan", peran_ormas="melapor", kode_ormas=INFORMANT, penanganan="proses"
)
MEDIATED = homes.incident(date(2026, 10, 12), kecamatan=homes.SETU, peran_ormas="memediasi", kode_ormas=MEDIATOR, penanganan="selesai")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Both Ormas have their seat in Cibitung; what they had a part in happened in Setu, where neither was ever active."""
    home = tmp_path_factory.mktemp("pelapor") / "home"
    homes.new(home, "nyata")
    homes.put(home, "ormas", homes.organisation(1), homes.organisation(2))
    homes.put(home, "kejadian", REPORTED, MEDIATED)
    homes.put(home, "kejadian", homes.incident(date(2026, 10, 20), **{**REPORTED, "tanggal": date(2026, 10, 20)}), verified=False)
    publishing.publish(homes.session(home, today=date(2026, 11, 20)), homes.MONTH)
    return home


@pytest.fixture(scope="module")
def edition(home):
    edition = reading.open_edition(home)
    yield edition
    edition.close()


@pytest.fixture(scope="module")
def old_edition(edition, tmp_path_factory):
    """As an older program wrote it: with the code of the Ormas beside place, month and kind."""
    path = tmp_path_factory.mktemp("dulu") / "2026-10-r1.duckdb"
    tables = edition.tables()
    tables["meta"] = tables["meta"].query("key != 'format'")
    columns = ["period", "kecamatan", "unit", "jenis", "kelas", "peran_ormas", "n", "resolved"]
    tables["parts"] = pd.DataFrame(
        [
            ("2026-10", homes.SETU, INFORMANT, "sengketa_lahan", "gangguan", "melapor", 1, 0),
            ("2026-10", homes.SETU, MEDIATOR, "tawuran", "gangguan", "memediasi", 1, 1),
        ],
        columns=columns,
    )
    counts = tables["counts"]
    beside = counts[counts["peran_ormas"].isna()]  # as many of the same key without a part, in a row of their own
    tables["counts"] = pd.concat(
        [counts.assign(peran_ormas=counts["peran_ormas"].fillna("melapor")), beside.assign(peran_ormas="tidak_ada")]
    )
    tables["sources"] = tables["sources"].assign(sumber="ormas;polsek")
    frozen.write_as_it_was(path, tables)
    old = Edition(path)
    yield old
    old.close()


def joined(frame):
    """The rows in which one of the two Ormas stands with the place of what it had a part in; and the reports with a place."""
    lines = ["|".join(map(str, row)) for row in frame.itertuples(index=False)]
    pairs = [line for line in lines if homes.SETU in line and (INFORMANT in line or MEDIATOR in line)]
    return pairs + [line for line in lines if homes.SETU in line and "melapor" in line]


@pytest.mark.parametrize("role", [viewers.LOCAL, *ROLES])
@pytest.mark.parametrize("which", ["edition", "old_edition"])
def test_no_reading_of_an_edition_joins_an_ormas_with_what_it_reported(which, role, request):
    own = frozenset({homes.SETU}) if role in viewers.OWN_KECAMATAN else frozenset()
    seen = scoped(request.getfixturevalue(which), Viewer("x", role, own))
    assert {label: joined(frame) for label, frame in reads(seen) if joined(frame)} == {}


@pytest.mark.parametrize("which", ["edition", "old_edition"])
def test_how_often_ormas_reported_and_mediated_is_still_told(which, request):
    rows = request.getfixturevalue(which).involvement(first=homes.MONTH, last=homes.MONTH).dropna(subset="peran_ormas")
    assert dict(zip(rows["peran_ormas"], rows["n"], strict=True)) == {"melapor": 1, "memediasi": 1}
    assert dict(zip(rows["peran_ormas"], rows["kecamatan"].fillna(""), strict=True)) == {"melapor": "", "memediasi": homes.SETU}
    told = rows[rows["peran_ormas"] == "melapor"]
    assert told[["kecamatan", "jenis", "kelas", "resolved"]].isna().all(axis=None)


def published(home, *incidents):
    homes.new(home, "nyata")
    homes.put(home, "ormas", homes.organisation(1), homes.organisation(2))
    homes.put(home, "kejadian", MEDIATED, *incidents)
    publishing.publish(homes.session(home, today=date(2026, 11, 20)), homes.MONTH)
    with contextlib.closing(reading.open_edition(home)) as edition:
        return edition.tables()


def test_what_was_reported_differs_by_nothing_from_what_ormas_had_no_part_in(tmp_path):
    """Else it is told by elimination: a value, or a row, that only reports have says as much as `melapor` itself."""
    same = {**REPORTED, "peran_ormas": "tidak_ada", "kode_ormas": None}
    unsaid = {**same, "peran_ormas": None}
    told = published(tmp_path / "a", REPORTED, {**same, "sumber": "lainnya"}, {**REPORTED, "sumber": "ormas;polsek"})
    untold = published(tmp_path / "b", same, {**unsaid, "sumber": "lainnya"}, {**unsaid, "sumber": "lainnya;polsek"})
    for name in ("counts", "sources", "hours", "weeks"):
        pd.testing.assert_frame_equal(told[name], untold[name])
    (row,) = told["counts"].query("jenis == 'sengketa_lahan'").itertuples()
    assert row.n == 3
    assert told["parts"]["n"].sum() == 3
    assert untold["parts"].dropna(subset="peran_ormas")["n"].sum() == 1
    (unsaid,) = untold["parts"][untold["parts"]["peran_ormas"].isna()].to_dict("records")  # of the whole, never by place
    assert (unsaid["n"], pd.isna([unsaid["kecamatan"], unsaid["jenis"], unsaid["kelas"]]).all()) == (2, True)


def test_of_an_older_edition_too_the_rows_of_one_key_are_one(old_edition, edition):
    old, new = old_edition.counts(), edition.counts()
    mediated = (new["peran_ormas"] == "memediasi").to_numpy()
    assert old["n"].tolist() == [n if one else 2 * n for n, one in zip(new["n"], mediated, strict=True)]
    pd.testing.assert_frame_equal(old.drop(columns=["n", "resolved", "harm_unknown"]), new.drop(columns=["n", "resolved", "harm_unknown"]))
    pd.testing.assert_frame_equal(old, old_edition.tables("counts")["counts"])
    assert set(old_edition.sources(first=homes.MONTH, last=homes.MONTH)["sumber"]) == {("lainnya", "polsek")}


def test_the_package_of_an_older_edition_has_no_pair(old_edition):
    files = exporting._files(old_edition)
    for name, content in files.items():
        if name.startswith("csv/"):
            lines = content.decode("utf-8-sig").splitlines()
            assert not [line for line in lines if homes.SETU in line and ("ORM-" in line or "melapor" in line)], name


@pytest.mark.parametrize("role", ROLES)
def test_single_rows_are_for_those_who_verify(role, home):
    session = homes.session(home, Viewer("x", role, frozenset({homes.SETU}) if role in viewers.OWN_KECAMATAN else frozenset()))
    if role in viewers.RIGHTS["verifikasi"]:
        row = verification.waiting(session, Filter(table="kejadian")).contents.iloc[0]
        assert (row["peran_ormas"], row["kode_ormas"]) == ("melapor", INFORMANT)
        return
    for wanted in (Filter(), Filter(table="kejadian"), Filter(rows=(1, 2, 3))):
        with pytest.raises(AccessError, match="tidak berhak"):
            verification.waiting(session, wanted)


def test_what_is_said_of_a_file_names_no_ormas_that_stands_only_in_the_store(home, tmp_path):
    """Near the incident that was reported: the warning and the marked file tell that there is one, not who told of it."""
    path = tmp_path / "kejadian.xlsx"
    mine = homes.incident(date(2026, 10, 10), kecamatan=homes.SETU, jenis="sengketa_lahan")
    templates.write_rows(t, {"kejadian": pd.DataFrame([mine])}, path, simulated=False)
    candidate = importing.check(
        homes.session(home, Viewer("x", "operator_kecamatan", frozenset({homes.SETU}))), sheets.read(path), "kejadian"
    )
    book = openpyxl.load_workbook(io.BytesIO(marking.marked(t, candidate, path.read_bytes())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    said = [str(cell.value) for cell in cells] + [cell.comment.text for cell in cells if cell.comment]
    said.append(t(candidates.describe(candidates.report(candidate, candidate.parts[0]))))
    assert any("mungkin sama dengan baris lain" in one for one in said)
    assert not [one for one in said if INFORMANT in one or "Ormas Rekaan 001" in one]
