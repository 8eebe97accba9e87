"""What an edition says by rule stays what it said: under other rules, under a later program; and rules that can't be used."""

import shutil
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.verdicts import scores as verdicts
from data.editions.reading import Edition
from data.errors import DataError
from data.reference import methods
from data.tables import edition_verdicts
from tests import frozen

LAST = "2026-10"
SAID = ["unit", "likely_low", "likely_high", "verdict", "named"]


@pytest.fixture
def other_rules(tmp_path, monkeypatch):
    """The rules in force and the defaults, both with a band and a probability that nobody would choose."""

    shutil.copytree(methods.HERE, tmp_path / "reference")
    for path in (tmp_path / "reference" / "verdicts").glob("*.toml"):
        text = path.read_text(encoding="utf-8").replace("value = 0.8\n", "value = 0.31\n").replace("value = 4\n", "value = 5\n")
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(methods, "HERE", tmp_path / "reference")


@pytest.fixture
def of_before(simulated_home, tmp_path):
    """The simulated edition as a program without frozen verdicts would have written it."""
    source = simulated_home / "editions" / "2026-10-r1.duckdb"
    tables = tuple(table.name for table in edition_verdicts.TABLES)
    path = frozen.of_before(source, tmp_path / source.name, tables=tables)
    edition = Edition(path)
    yield edition
    edition.close()


def said(edition):
    """All that an edition says by rule, as texts."""
    frames = [
        *(edition.scores(*of, period=LAST)[SAID] for of in (("IKO", "ormas"), ("IKW", "kecamatan"))),
        *(edition.indicators(*of, period=LAST)[["unit", "indicator", "grade"]] for of in (("IKO", "ormas"), ("IKW", "kecamatan"))),
        edition.reports(),
        edition.evidence(LAST)[["unit", "level", "weak"]],
        edition.trends("kejadian")[["unit", "changed"]],
        edition.decisions().sort_values(["kind", "period", "unit", "signal"], ignore_index=True),
    ]
    return [frame.astype("object").where(frame.notna(), "-").map(str) for frame in frames]


def test_other_rules_change_nothing_that_an_edition_says(simulated_home, simulated_edition, other_rules):
    again = Edition(simulated_home / "editions" / "2026-10-r1.duckdb")
    for before, after in zip(said(simulated_edition), said(again), strict=True):
        pd.testing.assert_frame_equal(before, after)
    assert again.verdict_rules() == simulated_edition.verdict_rules() != methods.load_verdict_rules()
    again.close()


def test_the_other_rules_would_say_something_else(simulated_edition, other_rules):
    scores = simulated_edition.scores("IKO", "ormas", period=LAST)
    other = verdicts.of_scores(scores, methods.load_verdict_rules(), 0.0)
    assert not other["verdict"].equals(simulated_edition.scores("IKO", "ormas", period=LAST)["verdict"])


def test_an_older_edition_says_the_same_by_the_defaults(simulated_edition, of_before):
    assert simulated_edition.keeps_verdicts
    assert not of_before.keeps_verdicts
    for now, before in zip(said(simulated_edition), said(of_before), strict=True):
        pd.testing.assert_frame_equal(now.drop(columns="due", errors="ignore"), before.drop(columns="due", errors="ignore"))


def test_in_an_older_edition_days_count_from_publication_and_now_from_the_report(simulated_edition, of_before):
    published = date.fromisoformat(simulated_edition.meta["published_at"][:10])
    first = {
        edition: edition.decisions()[lambda rows: rows["kind"] == "laporan"].iloc[0][["period", "due"]].tolist()
        for edition in (simulated_edition, of_before)
    }
    assert first[of_before][1] == str(published + timedelta(days=5))
    assert first[simulated_edition] == ["2024-10", "2024-11-05"]


def test_a_rule_file_without_a_rule_is_refused_with_the_remedy(tmp_path, monkeypatch):
    shutil.copytree(methods.HERE, tmp_path / "reference")
    short = methods.verdict_rules_text().partition("[[rule]]")[0]
    (tmp_path / "reference" / "verdicts" / "putusan-2026-3.toml").write_text(short, encoding="utf-8")
    monkeypatch.setattr(methods, "HERE", tmp_path / "reference")
    with pytest.raises(DataError) as caught:
        methods.load_verdict_rules()
    assert str(caught.value).startswith(
        "Berkas aturan putusan putusan-2026-3.toml tidak dapat dipakai: lengkapi aturan yang kurang seperti pada"
        " putusan-bawaan.toml dari paket program, lalu ulangi. Edisi yang sudah terbit tidak berubah."
    )
    assert "rules are missing: sure_of_band" in str(caught.value)


@pytest.mark.parametrize("named", ['verdicts = "putusan-2099"', "", "verdicts = ["])
def test_what_is_in_force_must_be_named_and_be_there(tmp_path, monkeypatch, named):
    shutil.copytree(methods.HERE, tmp_path / "reference")
    (tmp_path / "reference" / "in_force.toml").write_text(named, encoding="utf-8")
    monkeypatch.setattr(methods, "HERE", tmp_path / "reference")
    with pytest.raises(DataError, match=r"^Berkas in_force\.toml tidak menyebut .* Perbaiki seperti pada paket program, lalu ulangi\."):
        methods.load_verdict_rules()
