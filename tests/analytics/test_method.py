"""Method files: the four that ship are sound, and a wrong one is refused with file, table, key and reason."""

from pathlib import Path

import pytest

from analytics import method

METHODS = Path(__file__).parents[2] / "data" / "reference" / "method"
TOML = (METHODS / "ikw-2026.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(METHODS.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_methods_are_sound(path):
    found = method.parse(path.read_text(encoding="utf-8"), path.name)
    assert found.id == path.stem
    assert found.status == "usulan"
    assert found.band_edges == (20, 40, 60, 80)
    assert sum(dimension.weight for dimension in found.dimensions) == pytest.approx(1)


@pytest.mark.parametrize("path", sorted(METHODS.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_methods_say_what_they_measure_and_what_not_in_both_languages(path):
    found = method.parse(path.read_text(encoding="utf-8"), path.name)
    for one in found.indicators:
        for text in (one.concept, one.definition, one.formula, one.interpretation):
            assert text is not None
            assert min(len(text.id), len(text.en)) >= 10
            assert text.id != text.en
    assert len(found.not_measured) >= 3
    assert found.references


def test_texts_are_optional_but_come_in_both_languages():
    without = "\n".join(line for line in TOML.splitlines() if not line.startswith(("concept", "formula")))
    assert method.parse(without, "coba.toml").indicators[0].concept is None
    with pytest.raises(ValueError, match=r"\[indicator 1 \(kejadian_tertimbang\)\], key 'en': a text is needed"):
        method.parse(TOML.replace(', en = "How often', ', nl = "Hoe vaak'), "coba.toml")


def test_weights_of_the_core_index_are_those_of_the_method_paper():
    core = method.parse(TOML, "ikw-2026.toml")
    assert {d.code: d.weight for d in core.dimensions} == {
        "kejadian": 0.5,
        "penanganan": 0.25,
        "persepsi": 0.25,
    }
    assert not [i.code for i in method.parse(TOML, "ikw-2026.toml").indicators if "ormas" in i.code]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("weight = 0.5", "weight = 0.6", r"table \[dimension\], key 'weight': weights must sum to 1, they sum to 1.1"),
        ("weight = 0.5", "weight = -0.5", r"table \[dimension 1\], key 'weight': must be above 0, found -0.5"),
        ('dimension = "penanganan"', 'dimension = "lain"', "indicator selesai_30_hari.*unknown dimension 'lain'"),
        ("goalposts = [0.0, 120.0]", "goalposts = [120.0, 0.0]", "kejadian_tertimbang.*'goalposts': reversed or equal"),
        ("goalposts = [0.0, 120.0]", "goalposts = [0.0]", "'goalposts': two numbers are needed"),
        ("direction = -1", "direction = 0", "'direction': must be 1 or -1, found 0"),
        ('kind = "mean"', 'kind = "median"', "'kind': 'median' is none of event_rate"),
        ('code = "rasa_aman"', 'code = "selesai_30_hari"', "'selesai_30_hari' stands twice"),
        ('status = "usulan"', 'status = "resmi"', "key 'status': 'resmi' is none of usulan, disahkan"),
        ("edges = [20.0, 40.0, 60.0, 80.0]", "edges = [20.0, 60.0, 40.0, 80.0]", "'edges': must rise"),
        ('required = ["kejadian"]', 'required = ["damai"]', "'required': unknown dimension 'damai'"),
        ('optional = true\nname = { id = "Persepsi"', 'optionl = true\nname = { id = "Persepsi"', "'optionl': unknown key"),
        ("[bands]", "[bands", "not valid TOML"),
        ('en = "Perception"', 'nl = "Beleving"', r"\[dimension 3\], key 'en': a text is needed"),
        ("record_weights = [1.0, 4.0, 16.0]", "record_weights = [1.0, 4.0]", "'record_weights': one weight above 0 for each"),
        ('code = "kejadian"\n', 'code = "kejadian"\nparent = "kejadian"\n', r"\[dimension 1\], key 'parent': a cycle, kejadian → kejadian"),
        ('code = "kejadian"\n', 'code = "kejadian"\nparent = "IKW"\n', r"\[dimension 1\], key 'parent': dimensions stand under the index"),
        ("window_months = 18", "window_months = 0", "'window_months': a whole number of months is needed"),
    ],
)
def test_a_wrong_method_is_refused_by_file_table_and_key(old, new, words):
    assert old in TOML
    with pytest.raises(ValueError, match=r"^coba\.toml: ") as refused:
        method.parse(TOML.replace(old, new, 1), "coba.toml")
    refused.match(words)


def test_dimensions_that_are_each_other_s_parent_are_refused_as_a_cycle():
    turned = TOML.replace('code = "kejadian"\n', 'code = "kejadian"\nparent = "persepsi"\n', 1)
    turned = turned.replace('code = "persepsi"\n', 'code = "persepsi"\nparent = "kejadian"\n', 1)
    with pytest.raises(ValueError, match=r"coba\.toml: .*'parent': a cycle, kejadian → persepsi → kejadian"):
        method.parse(turned, "coba.toml")


def test_an_iko_file_in_the_place_of_the_ikw_is_refused():
    with pytest.raises(ValueError, match=r"iko\.toml: key 'index': expected 'IKO', found 'IKW'"):
        method.load(TOML, TOML)


def test_what_if_weights_are_rescaled_and_unknown_ones_refused():
    core = method.parse(TOML, "ikw-2026.toml")
    changed = core.with_weights({"persepsi": 0.75})
    assert [d.weight for d in changed.dimensions] == pytest.approx([0.5 / 1.5, 0.25 / 1.5, 0.75 / 1.5])
    with pytest.raises(ValueError, match="unknown dimension 'agama'"):
        core.with_weights({"agama": 1.0})
