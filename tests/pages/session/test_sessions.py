"""How long a sign-in holds, on a clock that the test sets."""

from pages.session.sessions import Sessions

MINUTE, HOUR = 60.0, 3600.0
LIMITS = {"idle": 60 * MINUTE, "longest": 10 * HOUR}


def used(sessions, *moments, since=0.0):
    for moment in moments:
        assert sessions.ended("a", since, moment, **LIMITS) is None
        sessions.use("a", since, moment, longest=LIMITS["longest"])
    return sessions


def test_a_sign_in_that_is_used_holds_until_its_longest_time():
    sessions = used(Sessions(), *(half * HOUR for half in range(11)))
    assert sessions.ended("a", 0.0, 10 * HOUR + 1, **LIMITS) == "lama"


def test_an_unused_sign_in_ends_after_the_idle_time_to_the_second():
    sessions = used(Sessions(), 30 * MINUTE)
    assert sessions.ended("a", 0.0, 90 * MINUTE, **LIMITS) is None
    assert sessions.ended("a", 0.0, 90 * MINUTE + 1, **LIMITS) == "diam"


def test_what_this_process_has_not_met_counts_as_last_used_when_it_was_made():
    assert Sessions().ended("a", 0.0, 59 * MINUTE, **LIMITS) is None
    assert Sessions().ended("a", 0.0, 61 * MINUTE, **LIMITS) == "diam"


def test_asking_is_no_use():
    sessions = used(Sessions(), 0.0)
    for minute in range(60):
        sessions.ended("a", 0.0, minute * MINUTE, **LIMITS)
    assert sessions.ended("a", 0.0, 61 * MINUTE, **LIMITS) == "diam"


def test_who_signed_out_stays_out_and_nobody_else_does():
    sessions = used(Sessions(), 0.0)
    sessions.use("b", 0.0, 0.0, longest=LIMITS["longest"])
    sessions.end("a", 0.0)
    assert sessions.ended("a", 0.0, 1.0, **LIMITS) == "keluar"
    assert sessions.ended("b", 0.0, 1.0, **LIMITS) is None


def test_sign_ins_that_are_over_are_forgotten_and_stay_refused():
    sessions = used(Sessions(), 0.0)
    sessions.use("b", 11 * HOUR, 11 * HOUR, longest=LIMITS["longest"])
    assert not sessions.knows("a")
    assert sessions.ended("a", 0.0, 11 * HOUR, **LIMITS) == "lama"
