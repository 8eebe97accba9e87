"""The simulated data are of one regency: elsewhere they are refused in words."""

import pytest

from data.errors import DataError
from data.reference import territory
from data.simulation import sample

AREAS, PEOPLE = territory.load_kecamatan(), territory.load_population()


@pytest.mark.parametrize(
    ("areas", "people", "said"),
    [
        (AREAS.assign(kode=AREAS["kode"].str.replace("32.16", "32.15")), PEOPLE, "hanya tersusun untuk kabupaten bawaan"),
        (AREAS, PEOPLE.iloc[0:0], "penduduk.csv tidak memuat: "),
        (AREAS, PEOPLE[PEOPLE["kecamatan"] != "32.16.18"], "penduduk.csv tidak memuat: Setu."),
    ],
)
def test_other_kecamatan_and_a_missing_population_are_a_sentence(monkeypatch, areas, people, said):
    monkeypatch.setattr(territory, "load_kecamatan", lambda: areas)
    monkeypatch.setattr(territory, "load_population", lambda: people)
    with pytest.raises(DataError, match=said):
        sample.generate("2026-06")
