"""No page, brief or frame counts by itself: what it tells of an edition is a figure of `data/tables/figures.py`."""

import ast
import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "pages"
# Rows to be counted; `sources` is read for who told of incidents, never for a number.
ROWS = {"counts", "deeds", "parts", "trainings", "hours", "weeks"}
# A number of what figures count.
NUMBERS = re.compile(
    r"\{(?:n|total|count|severe|most|fewest)\} (?:\w+ )?(?:kejadian|kegiatan|Ormas|kecamatan|[Ss]inyal|potensi|pengurus|konflik|\{unit\})"
)
# Where numbers are no published figures, and why: as in the head of `data/tables/figures.py`.
OTHERWISE = {
    "wording/unknowns.py": "what stands behind a score",
    "panels/today_waiting.py": "whose turn it is today, of the store, in no edition",
    "panels/today_incidents.py": "rows of the store that no edition contains: never published, docs/contracts.md",
    "panels/ormas_profile.py": "officers as they were reported",
    "wording/signal_sentences.py": "what stands behind a signal, signals that a list leaves out",
    "panels/method/weights_view.py": "under other weights",
    "exports/brief/brief_pptx.py": "hidden cells",
    "tren.py": "what stands behind a test",
    "peringatan.py": "the rules of signals; signals on a tab, by its name, and those that a list leaves out",
}
# What is put around numbers of figures, and what else may stand there.
AROUND = {
    "{n} {unit}": "a circle or a kecamatan on the map, in the unit of what it shows",
    "{n} kecamatan": "`kecamatan_golongan` in the legend of a frame",
    "Peta {n} kecamatan menurut golongan indeks. Jumlah kecamatan: {listed}.": "how many kecamatan there are",
    "{n} Ormas; rata-rata IKO {iko}, tanpa yang berlingkup kabupaten": "under the title of `ormas_berkegiatan`",
    "{n} Ormas; kurang dari {least} dinilai, tanpa rata-rata IKO": "the same",
    "{topic} dihadiri {n} dari {total} Ormas aktif": "`ormas_dilatih` by topic, of `ormas_aktif`",
    "Setiap topik yang diadakan dihadiri {n} dari {total} Ormas aktif": "the same",
    "Satu topik dihadiri {fewest} sampai {most} dari {total} Ormas aktif": "the same",
    "{n} Ormas lain ada di daftar lengkap.": "what a list leaves out",
    "{n} Ormas lain ada di unduhan.": "the same",
}


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.py")), ids=lambda path: str(path.relative_to(PAGES)))
def test_a_page_reads_no_rows_to_count(path):
    """`data.editions.figures` does, where tests recompute it: counts by topic, role, week and hour were made beside the registry."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    asked = [call.func for call in calls if isinstance(call.func, ast.Attribute)]
    assert [
        f"{path.name}:{one.lineno} .{one.attr}()"
        for one in asked
        if one.attr in ROWS and isinstance(one.value, ast.Name) and one.value.id == "edition"
    ] == []


def messages():
    """Texts of pages with a number in them: module, text."""
    for path in sorted(PAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and name_of(node) in ("t", "n", "msg", "msg_n", "N_"):
                text = getattr(node.args[0], "value", None)
                if isinstance(text, str) and NUMBERS.search(text):
                    yield str(path.relative_to(PAGES)), text


def test_a_sentence_with_a_number_is_the_phrase_of_a_figure():
    """Who writes another says here why its number is no published figure; what is no longer said leaves the list."""
    beside = {text for module, text in messages() if not module.startswith(tuple(OTHERWISE))}
    assert beside == set(AROUND)
    assert {one for one in OTHERWISE if not any(module.startswith(one) for module, _ in messages())} == set()


# What counts: a call by name, a method, an attribute of a frame.
COUNTS, METHODS, SHAPES = {"len", "sum", "Counter"}, {"sum", "nunique", "count", "size", "value_counts"}, {"shape", "size"}
# Ways of a figure, whose number is one of the registry's, and calls that give words.
REGISTRY = {"counted", "read", "split", "cells", "_of_choice", "beside", "parts", "part", "numbered", "phrase", "number"}
WORDS = {"t", "n", "msg", "msg_n", "label", "month", "month_short", "listed", "title", "join", "escape"}
# Where a count is said that is no published figure, and why: the head of `data/tables/figures.py`.
COUNTED_OTHERWISE = {
    "panels/tables.py html_table": "columns that a cell spans",
    "panels/today_incidents.py _severe": "harm of one row, on a board that is never published",
    "panels/today_waiting.py _rows": "rows of the intake",
    "wording/messenger.py _areas": "counts of that board, small ones hidden",
    "panels/today_waiting.py _matters": "whose turn it is, on a board that is never published",
    "panels/meeting_panel.py show": "what a list leaves out",
    "panels/today_waiting.py _decided": "what a list leaves out",
    "exports/minutes/content.py minutes": "what a list leaves out",
    "hari_ini.py _place": "kecamatan of an officer, in place of their names",
    "panels/editions/eyes_panel.py note": "the book-keeping of those who verify",
    "panels/heat.py _incomplete": "names of periods and of their months, no number",
    "panels/intake/board_panel.py _sentence": "`kecamatan_belum_kirim` of all that there are",
    "panels/intake/board_panel.py _refused": "rows of the intake",
    "panels/intake/queue_panel.py show": "rows of the intake",
    "panels/intake/queue_panel.py _overview": "rows of the intake",
    "panels/intake/queue_panel.py _decide": "rows of the intake",
    "panels/intake/upload_panel.py _checked": "files of the intake",
    "panels/intake/upload_panel.py _ask": "questions of the intake",
    "panels/intake/upload_panel.py _report": "rows and faults of the intake",
    "panels/intake/upload_panel.py _take_buttons": "files of the intake",
    "panels/hours.py show": "`kejadian_jam` by day: a replaced value of the figure",
    "panels/paparan.py show": "screens of a picture",
    "panels/press/press_desk.py download": "the size of a picture",
    "panels/editions/publish_panel.py _what_will_count": "rows that an edition takes in",
    "wording/signal_sentences.py rest": "signals that a list leaves out",
    "wording/signal_sentences.py trend_finding": "kecamatan that were tested: what stands behind a test",
    "panels/method/weights_view.py _sliders": "the share of a weight",
    "panels/method/weights_view.py _meaning": "kecamatan that another weight moves",
    "edisi.py _verdict": "faults that the doctor finds",
    "edisi.py _compare": "scores that differ between two editions",
    "edisi.py _changed": "what a list leaves out",
    "exports/brief/brief_pptx.py _ormas_slide": "hidden cells",
    "exports/brief/brief_pptx.py _table_slide": "hidden cells",
    "exports/press/district.py refuse_low": "months of a picture",
    "exports/press/press.py _map": "kecamatan on the map",
    "pembinaan.py _candidates": "what a list leaves out",
    "peringatan.py _list": "what a list leaves out",
    "peringatan.py _table": "rows of a table",
    "panels/editions/eyes_panel.py show": "what a person may do, not a count",
    "figures/markup.py sparkline": "a place in a drawing",
    "figures/trend_figures.py panel": "a place in a drawing",
    "exports/command.py _release": "an answer to a question, not a count",
    "exports/proof/seal.py line": "a field of a file, not a count",
    "exports/proof/xmp.py describe": "a field of a file, not a count",
    "wording/harm.py severe": "the least harm by the method, not a count",
    "panels/work_panel.py others": "files that others wait for: the line of the server",
    "tren.py _tests": "kecamatan that were tested: what stands behind a test",
    "tren.py _neighbours": "kecamatan that were tested: what stands behind a test",
}


def name_of(call):
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def counts(node):
    """Whether an expression counts, outside of what makes a value of a figure or asks whether something is so."""
    if isinstance(node, ast.Compare) or (isinstance(node, ast.Call) and name_of(node) in REGISTRY):
        return False
    if isinstance(node, ast.Call) and (name_of(node) in COUNTS or (isinstance(node.func, ast.Attribute) and node.func.attr in METHODS)):
        return True
    if isinstance(node, ast.Attribute) and node.attr in SHAPES:
        return True
    parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else ast.iter_child_nodes(node)
    return any(counts(part) for part in parts)


def numbers_in(function):
    """Names of a function that hold what it counted, or the second of pairs such as code and number."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and counts(node.value):
            yield from (one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name))
        if isinstance(node, (ast.comprehension, ast.For)) and isinstance(node.target, ast.Tuple) and len(node.target.elts) == 2:
            iterated = ast.unparse(node.iter)
            if isinstance(node.target.elts[1], ast.Name) and not iterated.startswith(("enumerate(", "zip(")):
                yield node.target.elts[1].id


def is_said(node, numbers):
    """Whether a count is in what is put into a text."""
    if isinstance(node, ast.Compare) or (isinstance(node, ast.Call) and name_of(node) in REGISTRY | WORDS):
        return False
    if isinstance(node, ast.Name):
        return node.id in numbers
    if isinstance(node, (ast.Call, ast.Attribute)) and counts(node):
        return True
    if isinstance(node, ast.Attribute):  # of a thing, not the count itself
        return False
    parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else ast.iter_child_nodes(node)
    return any(is_said(part, numbers) for part in parts)


def told_by_counting():
    """Functions of pages that put what they counted into a text, however: `f"{len(rows)}"`, `t(…, n=rows.shape[0])`."""
    for path in sorted(PAGES.rglob("*.py")):
        for function in [one for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, ast.FunctionDef)]:
            numbers = set(numbers_in(function))
            for node in ast.walk(function):
                said = []
                if isinstance(node, ast.FormattedValue):
                    said = [node.value]
                elif isinstance(node, ast.Call) and name_of(node) in ("t", "n", "msg", "msg_n", "sentence", "format"):
                    said = [*node.args[1:], *(one.value for one in node.keywords)]
                if any(is_said(one, numbers) for one in said):
                    yield f"{path.relative_to(PAGES)} {function.name}"


def test_no_text_is_given_a_number_that_a_page_counted():
    """`Di antaranya: tawuran 3` and `Bulan ini (3)` were counted out of frames and lists, beside the registry."""
    assert set(told_by_counting()) == set(COUNTED_OTHERWISE)


@pytest.mark.parametrize(
    "text",
    [
        'f"{len(rows)} kejadian"',
        't("{n} kejadian", n=formats.whole(rows["n"].sum()))',
        't("{n} Ormas", n=frame.shape[0])',
        't.n("{n} Ormas", "{n} Ormas", len(rows))',
        '", ".join(f"{label(kind)} {n}" for kind, n in kinds)',
        '"{n}".format(n=sum(one.open for one in rows))',
    ],
)
def test_every_way_of_counting_into_a_text_is_found(tmp_path, monkeypatch, text):
    (tmp_path / "page.py").write_text(f"def show(rows, frame, kinds):\n    return {text}\n")
    monkeypatch.setattr("tests.pages.test_counts.PAGES", tmp_path)
    assert set(told_by_counting()) == {"page.py show"}
