"""What is killed: one piece of work on a home folder, in a process of its own. It says when it begins and when it is done."""

from datetime import date, timedelta
from pathlib import Path

from data.editions import files, reading
from data.intake import importing
from data.intake.checking import SIMULATED
from data.safety import backup, recovery
from data.store import clock
from data.tables.langkah_penanganan import OFFICES
from data.workflow import erasing, followup, handling, meetings, publishing, verification
from data.workflow.acts import Act
from tests import homes

ROWS = 1_500  # of an imported file


def write_incidents(path: Path, number: int, rows: int = ROWS) -> None:
    """A file of simulated incidents like none before it."""
    lines = [SIMULATED, "id_kejadian,tanggal,kecamatan,tahap,jenis,luka,sumber"]
    lines += [
        f"F{number}-{row},2026-09-{row % 28 + 1:02d},32.16.{row % 23 + 1:02d},peristiwa,tawuran,{row % 5},polsek" for row in range(rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def take_in(home: Path, number: int) -> None:
    file = home.parent / f"kejadian-{number}.csv"
    write_incidents(file, number)
    importing.import_file(homes.session(home), "kejadian", file)


def write_agenda(path: Path, number: int) -> None:
    """Notified demonstrations of the next days among other entries, in a simulated file."""
    day = clock.today() + timedelta(days=number % 20)
    lines = [SIMULATED, "mulai,sampai,jenis,kecamatan,ukuran"]
    lines += [f"{day},{day},unjuk_rasa_diberitahukan,32.16.{row % 23 + 1:02d},51_200" for row in range(23)]
    lines += [f"{day},{day + timedelta(days=number)},pilkades,32.16.{row % 23 + 1:02d}," for row in range(23)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def take_in_agenda(home: Path, number: int) -> None:
    file = home.parent / f"agenda-{number}.csv"
    write_agenda(file, number)
    importing.import_file(homes.session(home), "agenda", file)


def write_steps(home: Path, path: Path, number: int) -> int:
    """A step today of each of twenty open cases, others for every number; how many."""
    cases = handling.open_cases(homes.session(home)).iloc[number : number + 20]
    office = OFFICES[number % len(OFFICES)]
    lines = [SIMULATED, "kecamatan,id_kejadian,tanggal,keadaan,kantor"]
    lines += [f"{one.kecamatan},{one.id_kejadian},{clock.today()},eskalasi,{office}" for one in cases.itertuples()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(cases)


def take_in_steps(home: Path, number: int) -> None:
    file = home.parent / f"langkah-{number}.csv"
    write_steps(home, file, number)
    importing.import_file(homes.session(home), "langkah_penanganan", file)


def erase(home: Path, _: int) -> None:
    erasing.erase_overdue(homes.session(home), "uji", table="agenda")


def something_overdue(home: Path, number: int) -> None:
    """A demonstration that was notified longer ago than it may be kept."""
    homes.put(home, "agenda", homes.demonstration(clock.today() - timedelta(days=31 + number)))


def decide(home: Path, _: int) -> None:
    """What a meeting decided on the newest subject of the edition, or that it was carried out."""
    session = homes.session(home)
    if own := [one for one in meetings.listed(session) if one.is_open and one.text == "Uji."]:
        meetings.finish(session, own[0].number, clock.today())
        return
    edition = reading.open_edition(home, "2026-10-r1")
    subject = meetings.subjects(edition)[-1]
    edition.close()
    today = clock.today()
    meetings.decide(session, "2026-10-r1", subject, held=today, by="bupati", office="bakesbangpol", due=today, text="Uji.")


def verify(home: Path, number: int) -> None:
    decision = "ditolak" if number % 2 else "terverifikasi"
    wanted = verification.Filter(table="kejadian", status=None)
    verification.decide(homes.session(home), wanted, decision, reason=f"uji {number}", why="ganda" if number % 2 else None)


MATTER, EDITION = "2026-10/32.16.07/industri", "2026-10-r1"


def something_received(home: Path, _: int) -> None:
    """A signal that somebody acknowledged: only of such a one an act is reported."""
    if followup.history(home, MATTER).empty:
        followup.acknowledge(homes.session(home), MATTER, EDITION)


def act(home: Path, _: int) -> None:
    followup.act(homes.session(home), MATTER, EDITION, Act("patroli", "camat", "benar", date(2026, 10, 20)))


def publish(home: Path, _: int) -> None:
    """The part of publishing that writes, with the tables of a real edition."""
    with_tables = reading.open_edition(home, "2026-10-r1")
    tables = with_tables.tables()
    with_tables.close()
    files.finish_interrupted(home)
    files.write(home, files.next_id(home, "2026-10"), tables, homes.BY)


def something_new(home: Path, number: int) -> None:
    """Another incident that counts: of a month in which nothing has changed no second edition is published."""
    homes.put(home, "kejadian", homes.incident(date(2026, 9, number % 28 + 1), id_kejadian=f"BARU-{number}"))


def publish_whole(home: Path, _: int) -> None:
    publishing.publish(homes.session(home), "2026-10")


def save(home: Path, _: int) -> None:
    backup.create(homes.session(home))


def restore(home: Path, _: int) -> None:
    recovery.restore(homes.session(home), backup.listing(home / backup.FOLDER)[-1].path)


WORK = {
    "import": take_in,
    "import agenda": take_in_agenda,
    "import steps": take_in_steps,
    "erase": erase,
    "decide": decide,
    "verify": verify,
    "act": act,
    "publish": publish,
    "publish whole": publish_whole,
    "backup": save,
    "restore": restore,
}


# What has to be there before the work can be done, made by whoever kills.
BEFORE = {"publish whole": something_new, "erase": something_overdue, "act": something_received}


def run(kind: str, home: str, number: int, begun: object, done: object) -> None:
    """In the child: begin, work, done."""
    begun.set()
    WORK[kind](Path(home), number)
    done.set()
