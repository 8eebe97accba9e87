"""Acts on a matter: who may report which, in which order, and what is refused in words; nothing is free text."""

from datetime import date

import pytest

from data.access.viewers import RIGHTS, ROLES, AccessError, Viewer
from data.errors import DataError
from data.store import audit, database, ledger
from data.workflow import acts, followup
from data.workflow.acts import Act
from tests import homes
from tests.homes import CIBITUNG, SETU, incident
from tests.reader import t

TODAY = date(2026, 11, 20)
HAPPENED = date(2026, 11, 3)
SIGNAL, EDITION = f"2026-10/{CIBITUNG}/industri", "2026-10-r1"
DEATH = f"kejadian/{CIBITUNG}/KJ-1"
MEDIATED = Act("mediasi", "camat", "benar", date(2026, 11, 4))

CAMAT = Viewer("camat", "camat", frozenset({CIBITUNG}))
OFFICE = Viewer("budi", "operator_kabupaten")
POLICE = Viewer("dewi", "penghubung_polri")


@pytest.fixture
def store(home):
    homes.put(home, "kejadian", incident(HAPPENED, meninggal=1, id_kejadian="KJ-1"), verified=False)
    return home


def by(home, viewer=None):
    return homes.session(home, viewer, today=TODAY)


def told(home, matter=DEATH):
    return [followup.describe(t, row) for row in followup.history(home, matter).to_dict("records")]


def test_camat_acknowledges_and_acts_police_act_and_bakesbangpol_closes(store):
    followup.acknowledge(by(store, CAMAT), DEATH)
    followup.act(by(store, CAMAT), DEATH, None, MEDIATED)
    followup.act(by(store, POLICE), DEATH, None, Act("patroli", "polsek", "tidak_jelas", date(2026, 11, 5)))
    followup.close(by(store, OFFICE), DEATH, None, "benar")
    assert told(store) == [
        "Diterima",
        "Mediasi oleh Camat, 4 Nov 2026: Benar: memang ada yang berkembang",
        "Patroli oleh Polsek, 5 Nov 2026: Belum jelas",
        "Ditutup: Benar: memang ada yang berkembang",
    ]
    found = followup.states(store).set_index("perkara").loc[DEATH]
    assert (found["keadaan"], found["tindakan"], found["hasil"]) == ("ditutup", "patroli", "benar")
    with database.read(store) as con:
        assert audit.check(con).broken_at is None
        assert ledger.check(con).faults == ()
        rows = con.execute("SELECT rincian FROM audit WHERE tindakan = 'tindak_lanjut' ORDER BY urutan").fetchall()
        assert followup.ended(con) == []  # publishing takes signals alone
    assert '"lembaga": "camat"' in rows[1][0]
    assert f'"perkara": "{DEATH}"' in rows[1][0]


@pytest.mark.parametrize("role", ["camat", "penghubung_polri", "penghubung_tni", "penghubung_bin", "penghubung"])
def test_who_reports_acts_does_not_close_assign_or_open_again(store, role):
    viewer = Viewer("x", role, frozenset({CIBITUNG}) if role == "camat" else frozenset())
    session = by(store, viewer)
    followup.acknowledge(session, DEATH)
    for step in (
        lambda: followup.close(session, DEATH, None, "benar"),
        lambda: followup.assign(session, DEATH, None, "polsek"),
        lambda: followup.reopen(session, DEATH),
        lambda: followup.set_level(session, SIGNAL, EDITION, "2025-01"),
    ):
        with pytest.raises(AccessError, match="tidak berhak"):
            step()
    assert told(store) == ["Diterima"]


def test_a_camat_acts_in_the_own_kecamatan_alone(store):
    elsewhere = by(store, Viewer("x", "camat", frozenset({SETU})))
    for step in (
        lambda: followup.acknowledge(elsewhere, DEATH),
        lambda: followup.acknowledge(elsewhere, SIGNAL, EDITION),
        lambda: followup.acknowledge(elsewhere, "keputusan/1"),  # of the whole regency
    ):
        with pytest.raises(AccessError, match="hanya untuk kecamatannya sendiri"):
            step()
    assert followup.states(store).empty


@pytest.mark.parametrize(("viewer", "office"), [(CAMAT, "bakesbangpol"), (CAMAT, "polres"), (POLICE, "camat"), (POLICE, "kodim")])
def test_nobody_tells_of_the_acts_of_an_office_that_is_not_theirs(store, viewer, office):
    followup.acknowledge(by(store), DEATH)
    with pytest.raises(AccessError, match="hanya mencatat tindakan"):
        followup.act(by(store, viewer), DEATH, None, Act("patroli", office, "benar", TODAY))
    assert told(store) == ["Diterima"]


def test_every_role_with_the_right_has_an_office_and_no_other():
    assert {role for role in ROLES if acts.own(Viewer("x", role))} == set(RIGHTS[followup.RIGHT])
    assert set(acts.offices(OFFICE)) == set(acts.UNITS)
    assert acts.offices(OFFICE)[0] == "bakesbangpol"


@pytest.mark.parametrize(
    ("done", "reason"),
    [
        (Act("patroli", "camat", "benar", date(2026, 11, 2)), "2 Nov 2026, sebelum kejadiannya sendiri.*3 Nov 2026.*Perbaiki tanggal"),
        (Act("patroli", "camat", "benar", date(2026, 11, 21)), "21 Nov 2026 belum tiba. Isi tanggal tindakan yang sudah dilakukan"),
        (Act("tidak_perlu", "camat", "keliru", TODAY), "Sebutkan alasannya bila tidak perlu tindakan: reda, ditangani_lain"),
        (Act("patroli", "camat", "benar", TODAY, "reda"), "Alasan hanya untuk tidak perlu tindakan"),
        (Act("tidak_perlu", "camat", "benar", TODAY, "Pak Budi tidak mau"), "tidak dikenal. Pilihannya: reda"),
        (Act("razia", "camat", "benar", TODAY), "'razia' tidak dikenal. Pilihannya: patroli"),
        (Act("patroli", "camat", "mungkin", TODAY), "'mungkin' tidak dikenal. Pilihannya: benar"),
        (Act("patroli", "lurah", "benar", TODAY), "'lurah' tidak dikenal. Pilihannya: camat"),
    ],
)
def test_an_act_that_can_not_be_is_refused_with_the_remedy_and_changes_nothing(store, done, reason):
    followup.acknowledge(by(store), DEATH)
    with pytest.raises(DataError, match=reason):
        followup.act(by(store), DEATH, None, done)
    assert told(store) == ["Diterima"]


def test_an_act_on_a_signal_can_not_lie_before_its_month(home):
    followup.acknowledge(by(home), SIGNAL, EDITION)
    with pytest.raises(DataError, match="30 Sep 2026, sebelum kejadiannya"):
        followup.act(by(home), SIGNAL, EDITION, Act("patroli", "camat", "benar", date(2026, 9, 30)))
    followup.act(by(home), SIGNAL, EDITION, Act("patroli", "camat", "benar", date(2026, 10, 1)))
    assert told(home, SIGNAL)[-1].startswith("Patroli oleh Camat, 1 Okt 2026")


def test_not_needed_says_why(store):
    followup.acknowledge(by(store), DEATH)
    followup.act(by(store), DEATH, None, Act("tidak_perlu", "camat", "keliru", TODAY, "data_keliru"))
    assert told(store)[-1] == "Tidak perlu tindakan (datanya keliru) oleh Camat, 20 Nov 2026: Keliru: data atau kebetulan"


def test_what_is_new_is_received_first_and_what_is_closed_is_opened_first(store):
    with pytest.raises(DataError, match=r"belum diterima\. Terima dahulu"):
        followup.act(by(store), DEATH, None, MEDIATED)
    followup.acknowledge(by(store), DEATH)
    followup.close(by(store), DEATH, None, "keliru")
    for step in (
        lambda: followup.act(by(store, CAMAT), DEATH, None, MEDIATED),
        lambda: followup.acknowledge(by(store, CAMAT), DEATH),
        lambda: followup.note(by(store, CAMAT), DEATH, None, "dipantau"),
        lambda: followup.close(by(store), DEATH, None, "benar"),
    ):
        with pytest.raises(DataError, match=r"berstatus Ditutup.*Minta Bakesbangpol membukanya kembali"):
            step()
    followup.reopen(by(store), DEATH)
    followup.act(by(store, CAMAT), DEATH, None, MEDIATED)
    assert len(told(store)) == 4


def test_a_step_never_goes_back(store):
    followup.acknowledge(by(store), DEATH)
    followup.act(by(store), DEATH, None, MEDIATED)
    with pytest.raises(DataError, match=r"berstatus Ditindaklanjuti.*langkah tidak dapat mundur"):
        followup.acknowledge(by(store), DEATH)


@pytest.mark.parametrize("matter", ["", "32.16.07", "kejadian/32.16.07", "2026-13/32.16.07/industri", "keputusan/", "x' OR 1=1"])
def test_what_is_no_matter_is_refused_with_an_example(home, matter):
    with pytest.raises(DataError, match=r"bukan perkara\. Tulis seperti dalam daftar"):
        followup.acknowledge(by(home), matter)


def test_an_incident_that_is_not_there_is_named(home):
    with pytest.raises(DataError, match="Kejadian KJ-1 tidak ada di basis data"):
        followup.acknowledge(by(home), DEATH)
