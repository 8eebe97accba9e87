"""No page decides: what is said by rule is frozen in the edition. A page that compares with a number says here why that is no rule."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

from analytics.method import IndexMethod
from analytics.surveillance.signals import Rules
from analytics.verdicts.rules import VerdictRules

PAGES = Path(__file__).parents[2] / "pages"
RULES = {one.name for shape in (IndexMethod, Rules, VerdictRules) for one in fields(shape)}
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)

ROOM = "room on paper or screen"
SAFETY = "what a server bears: bytes, files, seconds, connections"
MODULES = {
    **dict.fromkeys(
        (
            "exports/drawing/bodies",
            "exports/brief/brief_pptx",
            "exports/drawing/canvas",
            "exports/press/rendering",
            "exports/drawing/maps",
            "exports/brief/pptx_shapes",
            "figures/label_layout",
            "panels/workbook",
        ),
        ROOM,
    ),
    **dict.fromkeys(
        (
            "guarding",
            "serve",
            "exports/proof/seal",
            "session/addresses",
            "session/messages",
            "session/mistakes",
            "session/proof",
            "session/uploading",
            "session/collecting",
            "session/health",
            "session/pulse",
            "session/work",
        ),
        SAFETY,
    ),
    "figures/palette": "the contrast of WCAG 2.2",
    "exports/press/release": "words that a release has at least and at most",
    "exports/press/tallies": "disclosure (analytics.disclosure.suppression): tightened for every edition at once, docs/disclosure.md",
}
EXPRESSIONS = {
    ("figures/charts", "max((value for value in values if value is not None), default=1) <= SMALL"): "no halves on an axis of counts",
    ("session/context", "len(asked) <= LONGEST_SHOWN"): ROOM,
    ("facts/marks", "one.first <= other.last + CLOSE"): "one feast by two calendars",
    ("facts/marks", "other.first <= one.last + CLOSE"): "one feast by two calendars",
    ("facts/marks", "(self.last - self.first).days + 1 >= SPAN"): "a field or a stroke of a drawing",
    ("exports/drawing/beside", "2 * int(room.height / made.row) >= len(names)"): "whether names find room at two sides of a map",
    ("exports/drawing/beside", "_widest(lines, size) + REACH * size <= most"): "whether a name finds room beside a map",
    ("panels/intake/queue_panel", "len(rows) > CORRECTIONS"): ROOM,
    ("panels/intake/upload_panel", "len(asked) > ASKED"): ROOM,
    ("panels/intake/upload_panel", "len(given.content) >= afar.LARGE"): SAFETY,
    ("panels/work_panel", "seconds < MINUTES_FROM"): "seconds or minutes",
    ("panels/work_panel", "usual < FEW"): "a few seconds or how many",
    ("panels/work_panel", "(took := (time.monotonic() - began)) > WONDER"): "whether one wonders how long",
    ("wording/formats", "value < RAREST"): "below what three digits can tell",
    ("figures/markup", "len([v for v in values if not math.isnan(v)]) < 2"): "a line needs two points",
    ("figures/trend_figures", "len(points) < 2"): "a line needs two points",
    ("panels/method/method_text", "abs(value - round(value)) < 0.05"): "how many decimals",
    ("panels/method/method_text", "method.quiet_completeness >= 1"): "`seluruh` in place of `sedikitnya 100%`",
    ("wording/sentences", "len(parts) < 3"): "how a list is read",
    ("wording/signal_sentences", "expected < 0.1"): "words for a number that rounds to 0",
    ("wording/signal_sentences", "expected >= 2"): "how many decimals",
    ("wording/signal_sentences", "share > 0.99"): "a share that rounds to all",
    ("wording/signal_sentences", "times >= RAREST"): "a number too long to be read",
    ("edisi", "len(known) < 2"): "two editions are compared",
    ("edisi", "len(rows) > SHOWN"): ROOM,
    ("exports/drawing/press_bodies", "large > FLATTENS * next_one"): ROOM,
    ("exports/drawing/press_bodies", "end - start < 2"): ROOM,
    ("exports/drawing/press_bodies", "stop >= min(high, 100)"): "the end of the scale",
    ("ormas", "(more := (len(chosen) - LISTED)) > 0"): ROOM,
    ("ormas", "len(rated) <= NAMED"): ROOM,
    ("ormas", "len(rated) < 2"): "a picture of one against another",
    ("pembinaan", "len(rows) > NAMED"): ROOM,
    ("peringatan", "len(chosen) > SHOWN"): ROOM,
    ("peta", "len(months) < 2"): "nothing to play",
    ("peta", "len(later) < 2"): "nothing to play",
}


def decides(node):
    """Whether a comparison looks like a rule: by order, with a number, a constant of the module, or a rule of the method."""
    if not (isinstance(node, ast.Compare) and any(isinstance(one, ORDER) for one in node.ops)):
        return False
    cut = {id(inside) for part in ast.walk(node) if isinstance(part, ast.Slice) for inside in ast.walk(part)}
    for part in ast.walk(node):
        if id(part) in cut:
            continue
        if isinstance(part, ast.Constant) and type(part.value) in (int, float) and part.value not in (0, 1):
            return True
        name = part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""
        if (name.isupper() and len(name) > 1) or (isinstance(part, ast.Attribute) and name in RULES):
            return True
    return False


def comparisons(module):
    tree = ast.parse((PAGES / f"{module}.py").read_text(encoding="utf-8"))
    return [ast.unparse(node) for node in ast.walk(tree) if decides(node)]


MODULES_OF_PAGES = sorted(path.relative_to(PAGES).with_suffix("").as_posix() for path in PAGES.rglob("*.py"))


@pytest.mark.parametrize("module", [one for one in MODULES_OF_PAGES if one not in MODULES])
def test_no_page_compares_with_a_number_that_is_a_rule(module):
    assert [one for one in comparisons(module) if (module, one) not in EXPRESSIONS] == []


def test_every_reason_is_still_needed():
    assert {(module, one) for module in MODULES_OF_PAGES for one in comparisons(module)} >= EXPRESSIONS.keys()
    assert all(comparisons(module) for module in MODULES)


@pytest.mark.parametrize(
    "rule",
    [
        "total < 30",
        "share >= ENOUGH",
        "missing <= MISSING_SHARE * len(months)",
        "q < 0.05",
        "x >= method.good_weight",
        "min(likely, default=3) < 3",
    ],
)
def test_what_stood_in_pages_would_be_found(rule):
    assert decides(ast.parse(rule, mode="eval").body)
