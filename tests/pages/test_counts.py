"""No page, brief or frame counts by itself: what it tells of an edition is a figure of `data/tables/figures.py`."""

import ast
import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "pages"
# Rows to be counted; `sources` is read for who told of incidents, never for a number.
ROWS = {"counts", "deeds", "parts", "trainings", "hours", "weeks"}
# A number of what figures count.
NUMBERS = re.compile(r"\{(?:n|total|count|severe|most|fewest)\} (?:\w+ )?(?:kejadian|kegiatan|Ormas|kecamatan|[Ss]inyal|potensi|pengurus|konflik|\{unit\})")  # fmt: skip
# Where numbers are no published figures, and why: as in the head of `data/tables/figures.py`.
OTHERWISE = {
    "components/unknowns.py": "what stands behind a score",
    "components/ormas_profile.py": "officers as they were reported",
    "components/signal_sentences.py": "what stands behind a signal, signals that a list leaves out",
    "components/weights_view.py": "under other weights",
    "exports/brief_pptx.py": "hidden cells",
    "tren.py": "what stands behind a test",
    "peringatan.py": "the rules of signals; signals on a tab, by its name, and those that a list leaves out",
}
# What is put around numbers of figures, and what else may stand there.
AROUND = {
    "{name}: {n} {unit}": "a part of a figure by its name",
    "{n} {unit}": "a circle or a kecamatan on the map, in the unit of what it shows",
    "Terbanyak: {name}, {n} {unit}": "the same",
    "{places}, paling banyak {most} {unit} di satu kecamatan": "the same",
    "{n} kecamatan": "`kecamatan_golongan` in the legend of a frame",
    "Peta {n} kecamatan menurut golongan indeks. Jumlah kecamatan: {listed}.": "how many kecamatan there are",
    "{n} Ormas, rata-rata IKO {iko}": "`ormas_lingkup_kabupaten` beside its mean",
    "{n} Ormas; rata-rata IKO {iko}, tanpa yang berlingkup kabupaten": "under the title of `ormas_berkegiatan`",
    "{n} Ormas; kurang dari 3 dinilai, tanpa rata-rata IKO": "the same",
    "{topic} dihadiri {n} dari {total} Ormas aktif": "`ormas_dilatih` by topic, of `ormas_aktif`",
    "Setiap topik yang diadakan dihadiri {n} dari {total} Ormas aktif": "the same",
    "Satu topik dihadiri {fewest} sampai {most} dari {total} Ormas aktif": "the same",
    "{n} Ormas lain ada di daftar lengkap.": "what a list leaves out",
    "{n} Ormas lain ada di unduhan.": "the same",
}


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.py")), ids=lambda path: str(path.relative_to(PAGES)))
def test_a_page_reads_no_rows_to_count(path):
    """`data.figures` does, where tests recompute it: counts by topic, role, week and hour were made beside the registry."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    asked = [call.func for call in calls if isinstance(call.func, ast.Attribute)]
    assert [f"{path.name}:{one.lineno} .{one.attr}()" for one in asked if one.attr in ROWS and isinstance(one.value, ast.Name) and one.value.id == "edition"] == []  # fmt: skip


def messages():
    """Texts of pages with a number in them: module, text."""
    for path in sorted(PAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("t", "tn", "N_"):
                text = getattr(node.args[0], "value", None)
                if isinstance(text, str) and NUMBERS.search(text):
                    yield str(path.relative_to(PAGES)), text


def test_a_sentence_with_a_number_is_the_phrase_of_a_figure():
    """Who writes another says here why its number is no published figure; what is no longer said leaves the list."""
    beside = {text for module, text in messages() if not module.startswith(tuple(OTHERWISE))}
    assert beside == set(AROUND)
    assert {one for one in OTHERWISE if not any(module.startswith(one) for module, _ in messages())} == set()
