"""Two editions compared: what a reader subtracts comes out, everything has its name, and every move has its reason."""

from dataclasses import dataclass, field

import pandas as pd

from data.editions import comparing
from tests.reader import t

AREAS = {"32.16.07": "Cibitung", "32.16.13": "Pebayuran", "32.16.18": "Setu"}


@dataclass
class Edition:
    """As much of an edition as a comparison reads."""

    id: str
    scores: dict[str, float]
    incidents: dict[str, int]
    """Of Cibitung, Pebayuran and Setu in October."""
    meta: dict[str, str] = field(default_factory=lambda: {"territory_name": "Kabupaten Bekasi", "period": "2026-10"})

    def tables(self, *only):
        kinds = {unit: "kecamatan" if unit in AREAS else "kabupaten" for unit in self.scores}
        return {
            "scores": pd.DataFrame(
                [
                    {
                        "index": "IKW",
                        "unit_type": kinds[unit],
                        "unit": unit,
                        "period": "2026-10",
                        "status": "dinilai",
                        "score": score,
                        "band": 3,
                        "change_class": "tetap",
                    }
                    for unit, score in self.scores.items()
                ]
            ),
            "units": pd.DataFrame({"unit_type": "kecamatan", "unit": list(AREAS), "name": list(AREAS.values()), "population": 100_000.0}),
            "records": pd.DataFrame(
                [
                    {
                        "unit_type": "kecamatan",
                        "unit": unit,
                        "indicator": "w1",
                        "period": "2026-10",
                        "value": float(n),
                        "numerator": n,
                        "denominator": 1.0,
                        "n": n,
                        "completeness": 1.0,
                    }
                    for unit, n in self.incidents.items()
                ]
            ),
            "method": pd.DataFrame({"index": ["IKW", "IKO"], "toml": ["a", "b"]}),
            "batches": pd.DataFrame(
                {
                    "batch_id": [4],
                    "tabel": ["kejadian"],
                    "berkas": ["kejadian.xlsx"],
                    "baris_masuk": [6],
                    "terverifikasi": [sum(self.incidents.values())],
                    "menunggu": [0],
                    "ditolak": [0],
                }
            ),
        }


BEFORE = Edition(
    "2026-10-r1",
    {"32.16.07": 71.36, "32.16.13": 60.0, "32.16.18": 50.0, "32.16": 65.04},
    {"32.16.07": 2, "32.16.13": 2, "32.16.18": 2},
)
# One more incident in Cibitung; Pebayuran and the regency move with it, Setu by less than anybody sees.
AFTER = Edition(
    "2026-10-r2",
    {"32.16.07": 71.24, "32.16.13": 59.9, "32.16.18": 49.99, "32.16": 64.9},
    {"32.16.07": 3, "32.16.13": 2, "32.16.18": 2},
)


def changed():
    return comparing.latest_by_unit(comparing.compare(t, BEFORE, AFTER)).set_index("name")


def test_the_difference_is_what_a_reader_computes_from_the_two_scores_beside_it():
    """71.36 and 71.24 are shown as 71.4 and 71.2: 0.2 apart for a reader, though 0.12 apart; it said 0.1."""
    assert changed()["difference"].to_dict() == {
        "Cibitung": -0.2,
        "Kabupaten Bekasi": -0.1,
        "Pebayuran": -0.1,
    }


def test_the_regency_has_its_name_and_nothing_is_called_nan():
    assert "Kabupaten Bekasi" in changed().index
    said = comparing.describe(t, comparing.compare(t, BEFORE, AFTER))
    assert "nan" not in said
    assert "65,0 →   64,9  Kabupaten Bekasi" in said


def test_why_other_scores_move_though_their_data_are_the_same_is_said():
    causes = comparing.compare(t, BEFORE, AFTER).causes
    assert causes[0] == "Verifikasi batch 4 (Kejadian): terverifikasi +1, ditolak 0, menunggu 0."
    assert causes[1].startswith("IKW: data 1 kecamatan berubah, dan skor 1 kecamatan lain ikut bergeser.")
    assert "ditarik ke rata-rata" in causes[1]


def test_where_only_units_with_other_data_move_there_is_nothing_to_explain():
    alone = Edition("2026-10-r2", {**BEFORE.scores, "32.16.07": 70.0}, AFTER.incidents)
    assert len(comparing.compare(t, BEFORE, alone).causes) == 1


def test_only_the_tables_that_a_comparison_needs_are_read():
    """Before publishing every table of an edition was read, more than half of it for nothing."""
    asked = []

    class Watched(Edition):
        def tables(self, *only):
            asked.append(only)
            return {name: frame for name, frame in super().tables().items() if name in only}

    before, after = (Watched(one.id, one.scores, one.incidents) for one in (BEFORE, AFTER))
    watched, whole = comparing.compare(t, before, after), comparing.compare(t, BEFORE, AFTER)
    assert comparing.describe(t, watched) == comparing.describe(t, whole)
    assert comparing.verdicts(t, watched) == comparing.verdicts(t, whole)
    assert len(asked) == 2
    assert all(asked)
