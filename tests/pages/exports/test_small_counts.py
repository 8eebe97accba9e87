"""A count of one or two leaves the building nowhere: not in a card, a sentence, a table, a slide, a frame or a release."""

import contextlib
import re
from dataclasses import fields, is_dataclass
from datetime import date

import pytest

from data.editions import figures, reading
from data.workflow import publishing
from pages.exports.brief import brief, brief_pptx
from pages.exports.drawing.press_bodies import Bar
from pages.exports.press import press, release, tallies
from pages.wording import phrasing
from tests import homes, reader
from tests.pages.exports.press_edition import PressEdition
from tests.pages.exports.test_brief import slide_texts
from tests.pages.fake_edition import LAST
from tests.pages.test_figures_said import texts
from tests.reader import t

AFTER = date(2026, 11, 20)
FEW = r"(?<![\d.,–])[12] (kejadian|potensi|kegiatan|penyampaian|Ormas|selesai)"


def one_or_two(home):
    """Two incidents, two Ormas of which one is active and was trained, two activities of it."""
    homes.new(home, "nyata")
    homes.put(home, "kejadian", *(homes.incident(date(2026, 10, day)) for day in (2, 9)))
    homes.put(home, "ormas", homes.organisation(1), homes.organisation(2, status="tidak_aktif"))
    homes.put(home, "kegiatan", *(homes.activity(date(2026, 10, day)) for day in (3, 10)))
    homes.put(home, "pelatihan", homes.training(date(2026, 10, 18)))
    return home


@pytest.fixture(scope="module", params=[*homes.PUBLISHED, "sedikit"])
def edition(request, tmp_path_factory):
    home = tmp_path_factory.mktemp(request.param) / "rumah"
    if request.param == "sedikit":
        publishing.publish(homes.session(one_or_two(home), today=AFTER), homes.MONTH)
    else:
        homes.alone(request.param, home)
    with contextlib.closing(reading.open_edition(home)) as opened:
        yield opened


def bars(said):
    """Labels and values of bars, which a picture shows without a text."""
    if is_dataclass(said):
        if isinstance(said, Bar):
            yield said.value
        for one in fields(said):
            yield from bars(getattr(said, one.name))
    elif isinstance(said, (list, tuple)):
        for part in said:
            yield from bars(part)


def test_no_count_of_one_or_two_leaves_the_building(edition):
    reader.use("id")
    made = brief.brief(edition, t)
    frames = [press.frame(edition, t, kind) for kind in press.offered(edition, t, homes.MONTH)]
    said = [*texts(made), release.draft(edition, t).text, *(text for one in frames for text in (one.caption, *texts(one)))]
    said += slide_texts(brief_pptx.render(t, made, edition))
    assert [one for one in said if re.search(FEW, one)] == []
    assert {"1", "2"}.isdisjoint(card.value for card in made.cards)
    assert {"1", "2"}.isdisjoint(cell for row in (*made.table.rows, *made.needs.rows) for cell in row)
    assert {1, 2}.isdisjoint(value for one in (made.activity, *frames) for value in bars(one))


def test_a_figure_is_hidden_in_card_and_sentence_alike(edition):
    reader.use("id")
    made = brief.brief(edition, t)
    hidden = {card.label for card in made.cards if card.value == "disamarkan"}
    for one in ("kejadian", "kegiatan", "ormas_terdaftar", "ormas_dilatih"):
        value = figures.read(edition, one, homes.MONTH)
        unsaid = value.n is not None and tallies.publishable(edition, value) is None
        assert (phrasing.title(t, one) in hidden) == unsaid
        assert (phrasing.hidden(t, value) in made.sentence) == unsaid


def test_two_figures_beside_each_other_do_not_tell_the_one_or_two_between_them(edition):
    """Six on the register and five of them active are one that isn't."""
    reader.use("id")
    registered, active = (figures.read(edition, one, homes.MONTH) for one in ("ormas_terdaftar", "ormas_aktif"))
    said = " ".join(line for passage in brief.brief(edition, t).ormas for line in passage.lines)
    if active.n is None:  # no register: nothing is said of either, and nothing is hidden
        assert not re.search(r"\d[\d.]* Ormas|disamarkan", said)
        return
    assert tallies.differ_by_few(registered, active)
    assert phrasing.phrase(t, active) not in said
    assert phrasing.hidden(t, active) not in said


def test_a_hidden_number_is_no_word_in_a_title(edition):
    reader.use("id")
    for kind in press.offered(edition, t, homes.MONTH):
        assert not re.search(r"disamarkan (dari|kegiatan|kejadian|Ormas)", press.frame(edition, t, kind).title)


def test_the_brief_of_an_index_hides_two_incidents_in_card_and_sentence():
    reader.use("id")
    edition = PressEdition()
    with edition.rows("counts") as rows:
        rows[["n", "resolved"]] = 0
        rows.loc[rows.index[(rows["period"] == LAST) & (rows["kelas"] == "gangguan")][:2], "n"] = 1
    assert figures.read(edition, "kejadian", LAST).n == 2
    made = brief.brief(edition, t)
    assert [card.value for card in made.cards if card.label == "Kejadian, 12 bulan"] == ["disamarkan"]
    assert "kejadian" not in made.sentence
    assert "2 kejadian" not in release.draft(edition, t).text
