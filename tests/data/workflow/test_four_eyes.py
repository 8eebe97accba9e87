"""Four eyes: who imported doesn't verify, who verified doesn't publish alone; and who may act for somebody who is away."""

import ast
import json
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.__main__ import main
from data.access.viewers import Viewer
from data.editions import reading
from data.errors import DataError
from data.safety import doctor
from data.store import audit, database
from data.tables import TABLES
from data.workflow import four_eyes, moving, publishing, verification
from data.workflow.four_eyes import FourEyesError
from data.workflow.verification import Filter
from tests import frozen, homes
from tests.reader import t

ROOT = Path(__file__).parents[3]
SECRET = "r" * 32
ACCESS = """[masuk]
cara = "proksi"
nama = "dasbor.example.go.id"
berkas_rahasia = "rahasia"
{switch}

[[akses]]
peran = "operator_kabupaten"
pengguna = ["ani", "Budi", "citra"]
{more}
"""
MONTH = "2026-10"
ALL = Filter()


def sign_in(home, switch="", more=""):
    (home / "rahasia").write_text(SECRET)
    (home / "rahasia").chmod(0o600)
    (home / "akses.toml").write_text(ACCESS.format(switch=switch, more=more))


def works(home, name, role="operator_kabupaten"):
    return homes.session(home, Viewer(name, role), today=date(2026, 11, 5))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    home = tmp_path_factory.mktemp("mata") / "rumah"
    homes.new(home, "nyata")
    return home


def quick(session, _period, snapshot, _say):
    """In place of the figures, which aren't the matter here: an edition that says what it was made from."""
    home = session.home
    made = publishing.files.next_id(home, MONTH)
    meta = {"edition": made, "period": MONTH, **publishing._fingerprints(home, snapshot)}
    told = {"audit_head": pd.DataFrame({"hash": [snapshot.audit_head]})}
    return publishing.Draft(made, meta, {name: frame for name, frame in frozen.frames(told).items() if name != "meta"})


@pytest.fixture
def home(empty, tmp_path, monkeypatch):
    """A real store into which people sign in, with four incidents that came from Ani and wait."""
    monkeypatch.setattr(publishing, "_draft", quick)
    monkeypatch.setattr(publishing.comparing, "before_publishing", lambda *_: [""])
    copy = tmp_path / "rumah"
    shutil.copytree(empty, copy)
    sign_in(copy)
    send(copy, 2, 9, 16, 23, by="ani")
    return copy


def send(home, *days, by):
    homes.put(home, "kejadian", *(homes.incident(date(2026, 10, day)) for day in days), verified=False, by=audit.Actor(by))


def decide(home, name, wanted=ALL, decision="terverifikasi"):
    return verification.decide(works(home, name), wanted, decision, reason="dicek", why="ganda" if decision == "ditolak" else None)


def waits(home):
    return int(verification.counted(homes.session(home), Filter())["n"].sum())


def publish(home, name):
    return publishing.publish(works(home, name), MONTH)


def approve(home, name):
    publishing.approve(works(home, name), MONTH)


def trail(home, action):
    with database.read(home) as con:
        return audit.entries(con, action=action).to_dict("records")


# --- who imported doesn't verify


@pytest.mark.parametrize("decision", ["terverifikasi", "ditolak"])
@pytest.mark.parametrize("name", ["ani", "ANI"])
def test_who_imported_does_not_decide_and_somebody_else_does(home, name, decision):
    with pytest.raises(FourEyesError, match=r"batch 2 Anda masukkan sendiri \((ani|ANI)\), jadi orang lain yang memutus"):
        decide(home, name, decision=decision)
    assert waits(home) == 4
    assert decide(home, "budi", decision=decision) == 4


def test_one_row_of_ones_own_among_others_refuses_them_all(home):
    send(home, 24, by="budi")
    with pytest.raises(FourEyesError, match="batch 3 Anda"):
        decide(home, "budi")
    assert waits(home) == 5
    assert decide(home, "budi", Filter(batch=2)) == 4
    assert decide(home, "ani", Filter(batch=3)) == 1


def test_on_the_command_line_it_is_the_account_of_the_machine(home, monkeypatch, capsys):
    monkeypatch.setattr(audit, "account", lambda: "kondusif")
    send(home, 24, by=audit.account())
    command = ["--home", str(home), "verify", "--batch", "3", "--reason", "dicek"]
    assert main(command) == 1
    assert "batch 3 Anda masukkan sendiri (pengguna mesin ini)" in capsys.readouterr().err
    assert main([*command[:4], "2", *command[5:]]) == 0, "what Ani sent is for the command line to decide"
    monkeypatch.setattr(audit, "account", lambda: "lain")
    assert main(command) == 0


def test_the_account_is_that_of_the_process_whatever_its_environment_says(monkeypatch):
    before = audit.account()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "orang-lain")
    assert audit.account() == before


# --- the switch


@pytest.mark.parametrize(
    ("kind", "signed", "switch", "on"),
    [
        ("nyata", True, "", True),
        ("nyata", True, "empat_mata = false", False),
        ("nyata", False, "", False),
        ("simulasi", True, "", False),
        ("simulasi", True, "empat_mata = true", True),
        ("simulasi", False, "", False),
    ],
)
def test_it_is_on_by_itself_for_real_stores_with_sign_in_only(tmp_path, kind, signed, switch, on):
    copy = tmp_path / "rumah"
    homes.new(copy, kind)
    if signed:
        sign_in(copy, switch)
    with database.read(copy) as con:
        assert four_eyes.is_on(con, copy) is on
        assert ("Empat mata:" in str(four_eyes.describe(con, copy))) is on
    send(copy, 2, by="ani")
    if on:
        with pytest.raises(FourEyesError):
            decide(copy, "ani")
    else:
        assert decide(copy, "ani") == 1


def test_a_wrong_access_file_switches_nothing_off(home):
    sign_in(home, 'empat_mata = "tidak"')
    with pytest.raises(DataError, match="empat_mata harus true atau false"):
        decide(home, "ani")
    assert waits(home) == 4


# --- who verified doesn't publish alone


def test_who_verified_does_not_publish_alone_and_somebody_else_does(home):
    decide(home, "budi")
    with pytest.raises(FourEyesError, match="Orang lain menerbitkannya, atau menyetujuinya lebih dulu"):
        publish(home, "BUDI")
    assert reading.list_editions(home) == []
    assert trail(home, "terbit") == []
    assert publish(home, "citra") == "2026-10-r1"
    (row,) = trail(home, "terbit")
    assert row["oleh"] == "citra"
    assert json.loads(row["rincian"])["disetujui"] == []


def test_with_somebodys_word_who_verified_publishes_and_the_trail_names_both(home):
    decide(home, "budi")
    approve(home, "budi")
    with pytest.raises(FourEyesError):
        publish(home, "budi")
    with pytest.raises(FourEyesError, match="sudah menyetujui"):
        approve(home, "Budi")
    approve(home, "citra")
    assert publish(home, "budi") == "2026-10-r1"
    (row,) = trail(home, "terbit")
    assert (row["oleh"], json.loads(row["rincian"])["disetujui"]) == ("budi", ["citra"])
    assert [one["oleh"] for one in trail(home, "setuju_terbit")] == ["citra", "budi"]


def test_a_word_is_for_exactly_what_it_was_given_for(home):
    decide(home, "budi", Filter(rows=tuple(numbers(home)[:3])))
    approve(home, "citra")
    decide(home, "budi")
    with pytest.raises(FourEyesError):
        publish(home, "budi")


def numbers(home):
    return verification.waiting(homes.session(home), Filter()).rows["id_baris"].tolist()


def test_only_what_is_new_in_an_edition_counts(home):
    decide(home, "budi")
    publish(home, "citra")
    send(home, 25, by="ani")
    decide(home, "citra")
    with pytest.raises(FourEyesError):
        publish(home, "citra")
    assert publish(home, "budi") == "2026-10-r2"


def test_a_row_of_a_later_month_is_new_when_its_month_is_published(home):
    homes.put(home, "kejadian", homes.incident(date(2026, 11, 2)), verified=False, by=audit.Actor("ani"))
    decide(home, "budi", Filter(batch=3))
    decide(home, "citra", Filter(batch=2))
    assert publish(home, "budi") == "2026-10-r1", "what Budi accepted isn't in October"
    with pytest.raises(FourEyesError):
        publishing.publish(homes.session(home, Viewer("budi", "operator_kabupaten"), today=date(2026, 12, 5)), "2026-11")


def test_older_editions_count_by_their_time(home):
    decide(home, "budi")
    publish(home, "citra")
    with database.write(home, doing="uji") as con:
        con.execute("UPDATE audit SET rincian = json_object('edisi', rincian->>'edisi') WHERE tindakan = 'terbit'")
        content = four_eyes.Content("2026-10", "x", *four_eyes.marks(con))
        assert four_eyes.publishing(con, home, content).verifiers == ()


def test_who_brings_in_rows_that_need_no_verification_counts_as_who_verified(home):
    decide(home, "budi")
    homes.put(
        home,
        "nilai_resmi",
        {"indeks": "IKO", "tahun": 2025, "nilai": 68.4, "target": 70.0, "sumber": "LKjIP 2025"},
        by=audit.Actor("citra"),
    )
    with pytest.raises(FourEyesError):
        publish(home, "citra")
    assert publish(home, "ani") == "2026-10-r1"


def test_a_move_waits_for_somebody_else_and_makes_nobody_a_verifier(home):
    """Citra moved Ani's incident: Budi decides on the move and doesn't publish alone, Citra may publish."""
    decide(home, "budi")
    publish(home, "citra")
    with database.read(home) as con:
        ((number,),) = con.execute("SELECT min(id_kejadian) FROM kejadian").fetchall()
    moved = moving.move(works(home, "citra"), "kejadian", number, origin=homes.CIBITUNG, to=homes.SETU, reason="keliru")
    with pytest.raises(FourEyesError):
        decide(home, "citra", Filter(batch=moved.batch))
    decide(home, "budi", Filter(batch=moved.batch))
    with pytest.raises(FourEyesError):
        publish(home, "budi")
    assert publish(home, "citra") == "2026-10-r2"


def test_on_the_command_line_approving_and_publishing_are_of_the_account(home, monkeypatch, capsys):
    decide(home, "budi")
    monkeypatch.setattr(publishing, "latest_complete_month", lambda today: MONTH)
    monkeypatch.setattr(audit, "account", lambda: "budi")
    assert main(["--home", str(home), "publish", MONTH]) == 1
    assert "Empat mata" in capsys.readouterr().err
    monkeypatch.setattr(audit, "account", lambda: "kondusif")
    assert main(["--home", str(home), "approve", MONTH]) == 0
    monkeypatch.setattr(audit, "account", lambda: "budi")
    assert main(["--home", str(home), "publish", MONTH]) == 0


def test_it_is_asked_in_the_transaction_that_records_the_edition(home, monkeypatch):
    sign_in(home, "empat_mata = false")
    decide(home, "budi")

    def draft(*facts):
        sign_in(home)
        return quick(*facts)

    monkeypatch.setattr(publishing, "_draft", draft)
    with pytest.raises(FourEyesError):
        publish(home, "budi")
    assert reading.list_editions(home) == []
    assert not list((home / "editions").glob("*"))


def test_where_four_eyes_do_not_hold_nobody_needs_to_agree(home):
    sign_in(home, "empat_mata = false")
    decide(home, "ani")
    with pytest.raises(FourEyesError, match="tidak berlaku di sini"):
        approve(home, "budi")
    assert publish(home, "ani") == "2026-10-r1"


def test_the_doctor_says_when_there_are_no_two(home):
    assert not any("hanya satu orang" in one.text for one in doctor.examine(t, home, deep=False))
    text = (home / "akses.toml").read_text().replace('["ani", "Budi", "citra"]', '["ani"]')
    (home / "akses.toml").write_text(text)
    assert any("hanya satu orang" in one.text for one in doctor.examine(t, home, deep=False))


@pytest.mark.parametrize(
    ("function", "callers"),
    [("verify_rows", {"verification.py", "sample.py"}), ("files.write", {"publishing.py"})],
)
def test_no_other_way_leads_to_a_decision_or_an_edition(function, callers):
    found = {
        path.name
        for top in ("data", "pages")
        for path in (ROOT / top).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(function)
    }
    assert found == callers
    texts = {name: (ROOT / "data" / "workflow" / name).read_text() for name in ("verification.py", "publishing.py")}
    assert "four_eyes.refuse_own(" in texts["verification.py"]
    assert "four_eyes.require(" in texts["publishing.py"]


def test_a_big_queue_is_asked_about_quickly(home):
    """What four eyes cost is one query: the rows don't come to Python one by one."""
    ani = audit.Actor("ani")
    frame = pd.DataFrame([homes.incident(date(2026, 10, 1 + n % 28), baris=n + 2) for n in range(3000)])
    frame = frame.reindex(columns=["baris", *TABLES["kejadian"].column_names])
    with database.write(home, doing="uji") as con:
        homes.add_batch(con, "kejadian", frame, by=ani, sha256="1")
    with database.read(home) as con:
        assert [four_eyes.own_batches(con, who) for who in ("ani", "budi")] == [[2, 3], []]
