"""An incident that a neighbour told of already is pointed out in the queue; what only looks like it is not."""

from datetime import date

import pandas as pd
import pytest

from data.boundary import loading
from data.editions import analyses
from data.store import database
from data.tables import TABLES
from data.workflow import corrections, verification
from tests import homes

DAY = date(2026, 10, 3)
FAR = "32.16.14"  # Muaragembong, on the coast: no neighbour of Cibitung
BORDER = "32.16.18.2003"


def told(home, mine, theirs):
    """What is pointed out of a waiting incident of Setu, where one of Cibitung is in force."""
    homes.put(home, "kejadian", homes.incident(DAY, id_kejadian="LP-1017", **theirs))
    homes.put(
        home,
        "kejadian",
        homes.incident(DAY, **{"id_kejadian": "88", "kecamatan": homes.SETU, "sumber": "kecamatan"} | mine),
        verified=False,
    )
    return list(verification.waiting(homes.session(home), verification.Filter(table="kejadian")).alike.values())


@pytest.mark.parametrize(
    ("mine", "theirs", "shares"),
    [
        ({"jam": 21}, {"jam": 21}, ("jam",)),
        ({"jam": 20}, {"jam": 21}, ("jam",)),
        ({"kode_desa": BORDER}, {"kode_desa": BORDER}, ("kode_desa",)),
        ({"luka": 3, "meninggal": 0}, {"luka": 3, "meninggal": 0}, ("korban",)),
        ({"id_kejadian": "LP/01017"}, {}, ()),  # one more 0 in the middle is another number
        ({"id_kejadian": "lp 1017"}, {}, ("id_kejadian",)),
        ({"jam": 21, "luka": 3, "sumber": "polsek"}, {"jam": 22, "luka": 3}, ("jam", "korban")),
    ],
)
def test_two_who_tell_of_one_incident_share_more_than_day_and_kind(home, mine, theirs, shares):
    found = told(home, mine, theirs)
    assert [(one.kecamatan, one.number, one.shares) for one in found] == ([(homes.CIBITUNG, "LP-1017", shares)] if shares else [])


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({}, {}),  # a day and a kind
        ({"id_kejadian": "LP-1018"}, {}),  # the next number of one numbering through the regency
        ({"luka": 0, "meninggal": 0}, {"luka": 0, "meninggal": 0}),  # nobody hurt, as mostly
        ({"jam": 9}, {"jam": 21}),
        ({"jam": 9, "kode_desa": BORDER}, {"jam": 21, "kode_desa": BORDER}),  # two of one day
        ({"jam": 21, "kecamatan": FAR}, {"jam": 21}),
        ({"jam": 21, "jenis": "sengketa_lahan"}, {"jam": 21}),
        ({"jam": 21, "tahap": "potensi"}, {"jam": 21}),
        ({"jam": 21, "kecamatan": homes.CIBITUNG}, {"jam": 21}),  # its own: the check of the file tells of those
    ],
)
def test_what_is_common_is_no_hint(home, mine, theirs):
    assert told(home, mine, theirs) == []


def test_a_short_number_is_a_running_one_of_which_each_kecamatan_has_its_own(home):
    homes.put(home, "kejadian", homes.incident(DAY, id_kejadian="003"))
    homes.put(home, "kejadian", homes.incident(DAY, id_kejadian="3", kecamatan=homes.SETU), verified=False)
    assert verification.waiting(homes.session(home), verification.Filter(table="kejadian")).alike == {}


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """The simulated store, and forty incidents of it told again by a neighbour: of his own number, some an hour apart."""
    home = homes.copy("contoh", tmp_path_factory.mktemp("kembar") / "rumah")
    links = analyses.neighbours(loading.current(home).geojson)
    with database.read(home) as con:
        rows = con.execute("FROM kejadian_terverifikasi WHERE jam BETWEEN 1 AND 22 ORDER BY hash(id_baris) LIMIT 40").df()
    again = [
        {name: None if pd.isna(row[name]) else row[name] for name in TABLES["kejadian"].column_names}
        | {
            "kecamatan": min(links[row["kecamatan"]]),
            "id_kejadian": f"T{n}",
            "jam": row["jam"] + n % 2,
            "kode_desa": None,
            "sumber": "fkdm",
        }
        for n, row in enumerate(rows.to_dict("records"))
    ]
    homes.put(home, "kejadian", *again, verified=False)
    return home


def test_twins_are_found_and_hardly_anything_else_is(twins):
    """Numbers of the simulated store run through the whole regency; three of its ten waiting incidents were marked once."""
    with database.read(twins) as con:
        every = con.execute("SELECT id_baris, id_kejadian FROM kejadian_semua").df()
        planted = set(every.loc[every["id_kejadian"].str.fullmatch(r"T\d+"), "id_baris"])
        found = corrections.alike(twins, con, "kejadian", every)
    queued = verification.waiting(homes.session(twins), verification.Filter(table="kejadian"), limit=500).alike
    assert len(planted) == 40
    assert planted <= queued.keys()
    assert queued.keys() == planted  # of the ten others that wait none is pointed out
    assert len(found.keys() - planted) < 0.01 * len(every)  # of 2,589 told once 21 were: a neighbour's of the same hour by chance
