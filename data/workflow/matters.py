"""What has a clock: severe incidents, signals, decisions; of each the five times, what is due next, and whose turn it is.

Happened, reported, received, checked, first act: the first ones are known from the rows and the edition, the others from rows and from the
steps of `followup` too. Days count from the report, by the one table of due dates (`[[deadline]]` of the verdict rules in force).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from data.access.viewers import AccessError
from data.editions.reading import Edition
from data.records import reported
from data.records.reported import SEVERE, Incident, Reported
from data.reference import methods
from data.reference.methods import Turn, VerdictRules
from data.session import Session
from data.shelf import Shelf
from data.store import database, moments
from data.words import msg
from data.workflow import acts, followup, meetings

RIGHT = "papan"
"""Of those who see severe incidents one by one, before anybody has verified them."""
DAYS = 366
"""So long after its report a matter that nobody acted on is still told."""
_kept, _whole = Shelf(most=4), Shelf(most=64)


@dataclass(frozen=True)
class Subject:
    """What has a clock, before anybody did something about it."""

    id: str
    """As in `followup`."""
    kind: str
    """`kejadian`, `sinyal` or `keputusan`."""
    what: str
    """Kind of incident, group of a signal, or what a decision is about."""
    level: int | None
    kecamatan: str | None
    """None: the whole territory."""
    happened: date
    """Of a signal the last day of its month."""
    reported: date
    received: date | None = None
    checked: date | None = None
    acted: date | None = None
    """Of a signal that severe incidents alone raised: when all of them had been acted on."""
    is_carried: bool = False
    """Whether the severe incidents that alone raised a signal have its clock: what is due is due for them."""
    office: str | None = None
    """The office that a meeting named; None: as the table of due dates has it."""
    until: date | None = None
    """The day that a meeting set for acting; None: as the table has it."""
    is_superseded: bool = False
    """Whether a newer signal of the same row stands in its place: counted, but no longer waiting."""
    is_over: bool = False
    """Whether a decision was carried out."""


@dataclass(frozen=True)
class Course:
    """What people did about a matter so far; days by the calendar of the territory. None: not yet."""

    state: str = followup.NEW
    office: str | None = None
    """To which it is assigned."""
    received: date | None = None
    checked: date | None = None
    acted: date | None = None
    closed: date | None = None
    outcome: str | None = None
    """What the last act or the closing said of the warning."""


@dataclass(frozen=True)
class Matter:
    """A subject with its five times, and what is due next."""

    subject: Subject
    state: str
    """Of `followup.STATES`."""
    received: date | None
    checked: date | None
    acted: date | None
    outcome: str | None
    turn: Turn | None
    """None: nothing is due any more."""

    @property
    def is_open(self) -> bool:
        """Whether nobody closed it."""
        return self.state not in followup.ENDED and not (self.subject.is_superseded or self.subject.is_over)

    @property
    def may_be_closed(self) -> bool:
        """Whether it was acted on, and nobody closed it."""
        return self.is_open and self.acted is not None

    @property
    def is_late(self) -> bool:
        """Whether something is overdue."""
        return self.is_open and self.turn is not None and self.turn.late > 0

    @property
    def days(self) -> dict[str, int | None]:
        """Days from the report to each step of `data.reference.methods.STEPS`; None: not taken. What came before the report counts as 0."""
        taken = {"received": self.received, "checked": self.checked, "acted": self.acted}
        return {step: None if day is None else max((day - self.subject.reported).days, 0) for step, day in taken.items()}


@dataclass(frozen=True)
class Known:
    """What the store tells of all matters."""

    reported: Reported
    courses: dict[str, Course]


@dataclass(frozen=True)
class Alert:
    """A signal of an edition, as far as its clock needs it."""

    id: str
    level: int
    rules: frozenset[str]
    """By which rules it was raised; `SEVERE` among them: by a severe incident."""
    published: date
    """The day of the edition: nothing is known earlier of a signal of whose month no report is there any more."""
    is_superseded: bool = False


def published(edition: Edition) -> date:
    """The day of an edition."""
    return moments.local(datetime.fromisoformat(edition.meta["published_at"])).date()


def alerts(edition: Edition, first: str | None = None, last: str | None = None) -> list[Alert]:
    """The signals of an edition, as far as the viewer to whom it is narrowed sees them; of the last twelve months, else from month to month."""
    last = last or edition.meta["period"]
    day = published(edition)
    rows = edition.signals(first=first or f"{int(last[:4]) - 1}{last[4:]}", last=last)
    newest = rows.groupby(["unit", "group", "since"])["period"].transform("max")
    return [
        Alert(str(one), int(level), frozenset(rules), day, period != end)
        for one, level, rules, period, end in zip(rows["signal"], rows["level"], rows["rules"], rows["period"], newest, strict=True)
    ]


def known(session: Session) -> Known:
    """What the store tells, read once until its next commit. Nothing without a store."""
    home = session.home
    if not database.exists(home):
        return Known(Reported((), {}, {}, {}), {})
    return _kept.lend((home, database.state(home)), lambda: _read(home))


def of_incidents(session: Session) -> list[Subject]:
    """The severe incidents in the kecamatan that the viewer sees; for the roles that see rows nobody has verified (`RIGHT`)."""
    session.require(RIGHT)
    found = known(session).reported.incidents
    return [
        Subject(
            id=_id(one),
            kind=followup.INCIDENT,
            what=one.kind,
            level=3,
            kecamatan=one.kecamatan,
            happened=one.happened,
            reported=one.reported,
            received=one.received,
            checked=one.checked,
        )
        for one in found
        if session.bound is None or one.kecamatan in session.bound
    ]


def of_signals(session: Session, alerts: Iterable[Alert]) -> list[Subject]:
    """Signals that the viewer sees in an edition."""
    told = known(session)
    return [_of_signal(one, told) for one in alerts]


def _of_signal(one: Alert, told: Known) -> Subject:
    period, kecamatan, group = one.id.split("/")
    severe = told.reported.severe(one.id) if SEVERE in one.rules else []
    found = Subject(
        id=one.id,
        kind=followup.SIGNAL,
        what=group,
        level=one.level,
        kecamatan=kecamatan,
        happened=_last_of(period),
        reported=min(told.reported.of_signal(one.id, one.rules) or one.published, one.published),
        is_superseded=one.is_superseded,
    )
    if one.rules != {SEVERE} or not severe:
        return found
    courses = [(each, told.courses.get(_id(each), Course())) for each in severe]
    return replace(
        found,
        is_carried=True,
        received=_last([course.received for _, course in courses]),
        checked=_last([_first(each.checked, course.checked) for each, course in courses]),
        acted=_last([course.acted for _, course in courses]),
    )


def of_decisions(session: Session) -> list[Subject]:
    """What meetings decided, as far as the viewer may read it; none that was taken back.

    The meeting itself is report, receipt and check: who is in charge sits at the table. What is due is the first act, until the day that it set.
    """
    if not session.may(meetings.READING):
        return []
    return [
        Subject(
            id=f"{followup.DECISION}/{one.number}",
            kind=followup.DECISION,
            what=one.subject,
            level=None,
            kecamatan=one.kecamatan,
            happened=_last_of(one.edition[:7]),
            reported=one.held,
            received=one.held,
            checked=one.held,
            acted=one.closed,
            office=one.office,
            until=one.due,
            is_over=not one.is_open,
        )
        for one in meetings.listed(session)
        if one.state != meetings.CANCELLED
    ]


def of_all(session: Session, edition: Edition | None) -> tuple[Matter, ...]:
    """Severe incidents, the signals of an edition (narrowed to the viewer) and decisions of the last twelve months; read once until the next
    commit.
    """
    today = session.clock.today()
    key = (session.home, database.state(session.home), session.viewer.scope, edition.id if edition else "", today)
    session.require(RIGHT)
    return _whole.lend(key, lambda: _of_all(session, edition, today))


def of_regency(session: Session, edition: Edition) -> tuple[Matter, ...]:
    """For the account of the whole territory: all severe incidents and decisions there ever were, and the signals of twelve months.

    Raises AccessError for viewers with kecamatan of their own: what they see is no account of the whole.
    """
    if session.bound is not None:
        raise AccessError(msg("Peran {role} hanya untuk kecamatannya sendiri. Tidak ada yang diubah.", role=session.viewer.title))
    today = session.clock.today()
    key = ("semua", session.home, database.state(session.home), edition.id, today)
    return _whole.lend(
        key, lambda: tuple(read(session, [*of_incidents(session), *of_signals(session, alerts(edition)), *of_decisions(session)]))
    )


def _of_all(session: Session, edition: Edition | None, today: date) -> tuple[Matter, ...]:
    signals = of_signals(session, alerts(edition)) if edition else []
    first = today - timedelta(days=DAYS)
    return tuple(read(session, [one for one in (*of_incidents(session), *signals, *of_decisions(session)) if one.reported >= first]))


def read(session: Session, subjects: Iterable[Subject]) -> list[Matter]:
    """Each subject with what people did about it, what is due next and whose turn it is today; by the rules in force."""
    courses, today = known(session).courses, session.clock.today()
    rules = methods.parse_stored_verdict_rules(methods.verdict_rules_text())  # kept, as long as the file stays as it is
    return [_matter(one, courses.get(one.id, Course()), rules, today) for one in subjects]


def waiting(matters: Iterable[Matter]) -> list[Matter]:
    """Those that nobody closed: the highest level first, then what is due first."""
    found = [one for one in matters if one.is_open]
    return sorted(found, key=lambda one: (-(one.subject.level or 0), one.turn.due if one.turn else date.max, one.subject.id))


def late(matters: Iterable[Matter]) -> list[Matter]:
    """Those of `waiting` of which something is overdue."""
    return [one for one in waiting(matters) if one.is_late]


def mine(session: Session, matters: Iterable[Matter]) -> list[Matter]:
    """Those whose turn it is for an office of the viewer."""
    own = acts.own(session.viewer)
    return [one for one in matters if one.turn is not None and one.turn.office in own]


def _matter(one: Subject, course: Course, rules: VerdictRules, today: date) -> Matter:
    acted = _first(one.acted, course.acted)
    checked = _first(one.checked, course.checked)
    received = _first(one.received, course.received, course.checked, acted)
    done = {"received": received, "checked": checked, "acted": acted}
    is_due = course.state not in followup.ENDED and not (one.is_superseded or one.is_carried or one.is_over)
    turn = rules.deadline(one.kind, one.level).turn(one.reported, done, today, course.office or one.office, one.until) if is_due else None
    return Matter(one, course.state, received, checked, acted, course.outcome, turn)


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _last(days: Sequence[date | None]) -> date | None:
    """The last of some days; None where one of them isn't known."""
    return None if None in days else max(day for day in days if day)


def _id(one: Incident) -> str:
    return f"{followup.INCIDENT}/{one.kecamatan}/{one.number}"


def _last_of(period: str) -> date:
    year, month = int(period[:4]), int(period[5:])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _read(home: Path) -> Known:
    with database.read(home) as con:
        told = reported.read(con)
        steps = followup.steps(con)
    courses: dict[str, Course] = {}
    columns: Sequence[str] = ("perkara", "langkah", "kode", "waktu", "tanggal", "hasil")
    for matter, step, code, when, day, outcome in steps[list(columns)].astype("object").where(steps[list(columns)].notna(), None).values:
        key = _now(matter, told)
        courses[key] = _after(courses.get(key, Course()), step, code, when, day, outcome)
    return Known(told, courses)


def _now(matter: str, told: Reported) -> str:
    """The id of a matter today: an incident may have moved to another kecamatan since."""
    about = followup.parse(matter)
    if about.kind != followup.INCIDENT:
        return matter
    kecamatan, number = told.now_at(about.number)
    return f"{followup.INCIDENT}/{kecamatan}/{number}"


def _after(course: Course, step: str, code: str | None, when: datetime, day: datetime | None, outcome: str | None) -> Course:
    """A course with one step more."""
    here = day.date() if day else moments.local(when).date()
    if step == "diterima":
        return replace(course, state=followup.ACKNOWLEDGED, received=_first(course.received, here))
    if step == "ditugaskan":
        return replace(course, state=followup.ASSIGNED, office=code)
    if step == "catatan":
        checked = _first(course.checked, here if code in followup.CHECKS else None)
        return replace(course, checked=checked, acted=_first(course.acted, here if code in acts.OF_NOTES else None))
    if step == followup.ACTED:
        checked = _first(course.checked, here if outcome != "tidak_jelas" else None)
        return replace(course, state=step, acted=_first(course.acted, here), checked=checked, outcome=outcome)
    if step == "dibuka_kembali":
        return replace(course, state=followup.ACKNOWLEDGED, closed=None)
    ended = replace(course, state=step, closed=here, checked=_first(course.checked, here))
    return replace(ended, outcome=code) if step == followup.CLOSED else ended
