"""Follow-up of a signal: who did what when, in order, in the audit trail; and what a year of it says."""

import pandas as pd
import pytest

from data.access.viewers import AccessError, Viewer
from data.errors import DataError
from data.store import audit, database
from data.workflow import followup, hindsight
from tests import homes
from tests.reader import t

pytestmark = pytest.mark.home("simulasi")

SIGNAL, EDITION = "2026-07/32.16.07/industri", "2026-10-r1"


def state(home):
    table = followup.states(home).set_index("perkara")
    return table.loc[SIGNAL]


def test_a_signal_goes_its_way_and_every_step_is_kept(home):
    dewi, budi = homes.session(home, Viewer("dewi", "penghubung")), homes.session(home, Viewer("budi", "operator_kabupaten"))
    followup.acknowledge(dewi, SIGNAL, EDITION)
    followup.assign(budi, SIGNAL, EDITION, "polsek")
    followup.assign(budi, SIGNAL, EDITION, "disnaker")
    followup.note(dewi, SIGNAL, EDITION, "dipantau")
    assert state(home)["keadaan"] == "ditugaskan"
    followup.close(budi, SIGNAL, EDITION, "benar")
    found = state(home)
    assert (found["keadaan"], found["ditugaskan_ke"], found["catatan"], found["hasil"]) == (
        "ditutup",
        "disnaker",
        "dipantau",
        "benar",
    )
    assert (found["oleh_terima"], found["oleh_akhir"]) == ("dewi", "budi")
    steps = followup.history(home, SIGNAL)
    assert steps["langkah"].tolist() == ["diterima", "ditugaskan", "ditugaskan", "catatan", "ditutup"]
    assert steps["oleh"].tolist() == ["dewi", "budi", "budi", "dewi", "budi"]
    assert [followup.describe(t, row) for row in steps.to_dict("records")][-2:] == [
        "Catatan: Dipantau bulan berikutnya",
        "Ditutup: Benar: memang ada yang berkembang",
    ]
    with database.read(home) as con:
        rows = con.execute("SELECT oleh, rincian FROM audit WHERE tindakan = 'tindak_lanjut' ORDER BY urutan").fetchall()
        assert audit.check(con).broken_at is None
    assert len(rows) == 5
    assert '"kode": "benar"' in rows[-1][1]


def test_reopening_takes_the_outcome_back_and_keeps_it_in_the_history(home):
    followup.acknowledge(homes.session(home), SIGNAL, EDITION)
    followup.close(homes.session(home), SIGNAL, EDITION, "keliru")
    followup.reopen(homes.session(home), SIGNAL, EDITION)
    assert state(home)["keadaan"] == "diterima"
    assert pd.isna(state(home)["hasil"])
    assert "ditutup" in followup.history(home, SIGNAL)["langkah"].tolist()


@pytest.mark.parametrize(
    ("before", "step"),
    [
        ((), lambda h: followup.assign(homes.session(h), SIGNAL, EDITION, "polsek")),
        ((), lambda h: followup.close(homes.session(h), SIGNAL, EDITION, "benar")),
        (("terima",), lambda h: followup.acknowledge(homes.session(h), SIGNAL, EDITION)),
        (("terima", "tutup"), lambda h: followup.note(homes.session(h), SIGNAL, EDITION, "dipantau")),
        (("terima",), lambda h: followup.reopen(homes.session(h), SIGNAL, EDITION)),
    ],
)
def test_a_step_that_does_not_follow_is_refused_and_changes_nothing(home, before, step):
    if "terima" in before:
        followup.acknowledge(homes.session(home), SIGNAL, EDITION)
    if "tutup" in before:
        followup.close(homes.session(home), SIGNAL, EDITION, "benar")
    known = len(followup.history(home, SIGNAL))
    with pytest.raises(DataError, match="Tidak ada yang diubah"):
        step(home)
    assert len(followup.history(home, SIGNAL)) == known


def test_codes_are_checked_and_there_is_no_free_text(home):
    followup.acknowledge(homes.session(home), SIGNAL, EDITION)
    for call in (followup.assign, followup.note, followup.close):
        with pytest.raises(DataError, match="tidak dikenal"):
            call(homes.session(home), SIGNAL, EDITION, "Pak Budi melihat kerumunan")


@pytest.mark.parametrize("role", ["humas", "pemilik_metode", "admin"])
def test_roles_without_the_right_change_nothing(home, role):
    with pytest.raises(AccessError):
        followup.acknowledge(homes.session(home, Viewer("x", role)), SIGNAL, EDITION)
    assert followup.states(home).empty


def test_without_a_store_there_is_nothing_to_tell(tmp_path):
    assert followup.states(tmp_path).empty
    assert followup.history(tmp_path).empty


def signals(*rows):
    frame = pd.DataFrame(rows, columns=["period", "unit", "group", "level", "rules"])
    frame["rules"] = [tuple(text.split()) for text in frame["rules"]]
    return frame.assign(signal=frame["period"] + "/" + frame["unit"] + "/" + frame["group"])


def test_a_year_of_hits_false_alarms_and_lead_time():
    found = signals(
        ("2025-03", "32.16.07", "industri", 1, "hitungan"),
        ("2025-05", "32.16.07", "industri", 2, "kumulatif berulang"),
        ("2025-07", "32.16.07", "industri", 3, "berat"),  # four months after the first signal
        (
            "2025-08",
            "32.16.08",
            "industri",
            3,
            "hitungan berat",
        ),  # a signal of the same month is no forerunner
        ("2025-12", "32.16.09", "bentrok", 3, "berat"),
        ("2025-01", "32.16.09", "bentrok", 1, "hitungan"),  # eleven months before: too long ago
        ("2026-01", "32.16.09", "sosial", 1, "hitungan"),
    )
    closed = {"2025-03/32.16.07/industri": "benar", "2025-01/32.16.09/bentrok": "keliru"}
    steps = pd.DataFrame(
        [(s, "ditutup", None, None, None, o, pd.Timestamp("2026-01-01"), "a", pd.Timestamp("2026-01-02"), "a") for s, o in closed.items()],
        columns=followup._COLUMNS,
    )
    year = hindsight.yearly(found, steps, 6).set_index("year")
    assert year.index.tolist() == ["2026", "2025"]
    one = year.loc["2025"]
    assert one[["level_1", "level_2", "level_3"]].tolist() == [2, 1, 3]
    assert one[["acknowledged", "closed", "hits", "false_alarms", "unclear"]].tolist() == [2, 2, 1, 1, 0]
    assert one[["severe", "preceded", "lead_months"]].tolist() == [3, 1, 4.0]
    assert pd.isna(year.loc["2026", "lead_months"])
    assert hindsight.yearly(found.iloc[:0], steps, 6).empty


OLD = "2025-10"  # a year before SIGNAL's month and longer
LASTING = "2026-10/32.16.07/industri"


def test_what_has_lasted_for_a_year_may_be_taken_as_the_new_level_and_that_is_audited(home):
    followup.acknowledge(homes.session(home), LASTING, EDITION)
    followup.set_level(homes.session(home), LASTING, EDITION, OLD)
    assert followup.states(home).set_index("perkara").loc[LASTING, "keadaan"] == "taraf_baru"
    last = followup.history(home, LASTING).iloc[-1]
    assert (last["langkah"], last["kode"]) == ("taraf_baru", OLD)
    assert followup.describe(t, last.to_dict()) == "Taraf baru ditetapkan"
    with database.read(home) as con:
        (details,) = con.execute("SELECT rincian FROM audit ORDER BY urutan DESC LIMIT 1").fetchone()
        assert audit.check(con).broken_at is None
        assert followup.ended(con) == [LASTING]
    assert '"langkah": "taraf_baru"' in details
    followup.reopen(homes.session(home), LASTING, EDITION)
    with database.read(home) as con:
        assert followup.ended(con) == []


def test_a_younger_row_can_not_be_the_usual_level(home):
    followup.acknowledge(homes.session(home), LASTING, EDITION)
    with pytest.raises(DataError, match="sudah berlangsung 12 bulan"):
        followup.set_level(homes.session(home), LASTING, EDITION, "2025-11")
    assert followup.states(home).set_index("perkara").loc[LASTING, "keadaan"] == "diterima"


def test_a_new_level_needs_a_signal_that_somebody_acknowledged_and_the_right(home):
    with pytest.raises(DataError, match="Tidak ada yang diubah"):
        followup.set_level(homes.session(home), LASTING, EDITION, OLD)
    with pytest.raises(AccessError):
        followup.set_level(homes.session(home, Viewer("tamu", "camat", frozenset({"32.16.07"}))), LASTING, EDITION, OLD)


def test_what_is_closed_or_levelled_ends_at_publishing_and_nothing_else(home):
    for signal in (SIGNAL, LASTING):
        followup.acknowledge(homes.session(home), signal, EDITION)
    followup.close(homes.session(home), SIGNAL, EDITION, "keliru")
    with database.read(home) as con:
        assert followup.ended(con) == [SIGNAL]


def test_a_store_of_before_keeps_its_steps_and_learns_the_new_one(home):
    followup.acknowledge(homes.session(home), SIGNAL, EDITION)
    followup.close(homes.session(home), SIGNAL, EDITION, "benar")
    said = "SELECT urutan, sinyal, edisi, langkah, kode, waktu, oleh FROM tindak_lanjut ORDER BY urutan"
    with database.read(home) as con:
        before = con.execute(said).fetchall()
    old = (database.MIGRATIONS / "010_followup.sql").read_text().split("CREATE TABLE", 1)[1]
    with database.write(home, doing="uji") as con:  # the table as the schema before had it
        con.execute("ALTER TABLE tindak_lanjut RENAME TO disisihkan")
        con.execute("CREATE TABLE" + old)
        con.execute("INSERT INTO tindak_lanjut SELECT urutan, sinyal, edisi, langkah, kode, waktu, oleh FROM disisihkan")
        con.execute("DROP TABLE disisihkan")
        con.execute("DELETE FROM schema_migrations WHERE version IN (30, 130)")
    followup.acknowledge(homes.session(home), LASTING, EDITION)
    followup.set_level(homes.session(home), LASTING, EDITION, OLD)
    with database.read(home) as con:
        rows = con.execute(said).fetchall()
    assert rows[:2] == before
    assert [row[0] for row in rows] == [1, 2, 3, 4]
