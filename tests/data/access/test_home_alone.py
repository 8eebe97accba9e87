"""What pages read without a session: only what says the same to everybody who may open the page, or what comes before there is a viewer."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]
WAY_IN = "before there is a viewer: who it is, and whether anybody may come"
SAME = "the same for everybody who may open the page, which the navigation decides"
SIGN = "the key that signs what goes out: no row of the store"
# Functions of `data` that take a home and no session, as far as pages call them.
HOME_ALONE = {
    "access.access_file.latest": WAY_IN,
    "access.access_file.load": WAY_IN,
    "access.access_file.official_name": WAY_IN,
    "access.access_file.secrets_of_oidc": WAY_IN,
    "access.clock_watch.doubt": WAY_IN,
    "access.clock_watch.reached": SAME,
    "access.grants.codes": "of a role: what a liaison officer may see by name, asked for the sieve itself",
    "access.grants.in_force": "of a role: the own grants of who looks",
    "access.grants.of_home": SAME,
    "editions.check.identity_of": SAME,
    "editions.listing.overview": SAME,
    "editions.reading.intact_before": SAME,
    "editions.reading.list_editions": SAME,
    "editions.reading.open_edition": "the whole edition; who may open one: test_access",
    "jobs.durations.expected": SAME,
    "jobs.durations.note": "seconds and sizes of work, nobody's name",
    "safety.backup.folders": SAME,
    "safety.doctor.examine": SAME,
    "safety.first_steps.state": SAME,
    "safety.health.examine": WAY_IN,
    "safety.proof.witnessed": SAME,
    "session.of_the_machine": "the session of the command line",
    "store.signing.name": SIGN,
    "store.signing.sign": SIGN,
    "store.signing.verify": SIGN,
    "workflow.agenda.public": "days that everybody may know; notified demonstrations are asked for with the session",
    "workflow.clearance.find": "what a file says of itself: any office may ask whether it still is cleared",
    "workflow.clearance.gone_out": SAME,
    "workflow.clearance.in_force": SAME,
    "workflow.clearance.of_edition": SAME,
    "workflow.followup.history": "steps by signal; which signals are shown decides the edition, narrowed to the viewer",
    "workflow.followup.states": "states by signal; the same",
    "workflow.noting.note_refused": "who has no role has no session",
    "workflow.stores.kind": SAME,
    "workflow.submission.board": SAME,
}


def takes_home_alone(node):
    names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
    return "home" in names and "session" not in names


def called_with_a_home_alone():
    known = {}
    for path in (ROOT / "data").rglob("*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and takes_home_alone(node):
                known[f"{module}.{node.name}"] = node
    found = set()
    for path in (ROOT / "pages").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "data"]
        names = {one.asname or one.name: f"{node.module}.{one.name}" for node in imports for one in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
                found.add(f"{names[node.value.id]}.{node.attr}")
            elif isinstance(node, ast.Name) and node.id in names:
                found.add(names[node.id])
    return {one.removeprefix("data.") for one in found & set(known)}


def test_a_reading_that_depends_on_who_asks_takes_the_session():
    """A new function that takes a home alone is found here by itself: give it the session, or say why everybody may read the same."""
    assert called_with_a_home_alone() == set(HOME_ALONE)


# Which home it is, the process is told by its environment or an option; behind these everybody is handed it, pages in their session.
ASKING = {
    "pages/guarding.py",
    "pages/serve.py",
    "pages/session/signin.py",
    "pages/session/entrance.py",
    "pages/session/health.py",
    "pages/exports/command.py",
    "data/__main__.py",
}


def test_where_the_home_is_is_asked_at_the_ways_in_alone():
    files = [path for top in ("data", "pages") for path in (ROOT / top).rglob("*.py")]
    calls = ("stores.home(", "resolve_home(")
    asking = {path.relative_to(ROOT).as_posix() for path in files if any(call in path.read_text(encoding="utf-8") for call in calls)}
    assert asking - {"data/store/database.py"} == ASKING
