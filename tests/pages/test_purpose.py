"""What the data are for, and for how long: where people meet it, in both languages."""

import contextlib
import io

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from data import words
from data.editions import exporting, reading
from data.intake import templates
from data.privacy import purpose
from data.tables import TABLES, titles
from data.workflow import followup, meetings
from pages.exports.press import wording
from tests import reader
from tests.pages.showing import shown, text
from tests.reader import t

OFFER = """
from data.words import house, msg
from pages.session import entrance, signin
entrance.offer(house, signin.NotSignedIn(msg("Masuk untuk membuka dasbor.")), "ringkasan")
"""


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_metodologi_tells_of_every_table_and_every_column_that_is_erased(language, at_home, simulated_home):
    at_home(simulated_home, read_only=True)
    said = text(shown("metodologi", bagian="data", lang=language)).replace("&#x27;", "'")
    reader.use(language)
    assert purpose.sentence(t) in said
    for table in TABLES.values():
        assert all(one in said for one in (table.label(t), reader.t(table.purpose), reader.t(table.kept)))
        for column in table.risky:
            assert f"{table.label(t)}: {titles.title(t, column.name)}" in said
            assert reader.t(column.risk) in said
        if table.passing:
            assert reader.t(table.passing.risk) in said
            assert reader.t.n("{n} hari", "{n} hari", table.passing.days) in said
    assert all(reader.t(one) in said for one in (followup.PURPOSE, followup.KEPT))
    assert all(one in said for one in (reader.t("Keputusan rapat"), reader.t(meetings.PURPOSE), reader.t(meetings.KEPT)))
    assert {"id": "2 tahun", "en": "2 years"}[language] in said


def test_the_page_of_sign_in_says_it(at_home, simulated_home):
    at_home(simulated_home, read_only=True)
    at = AppTest.from_string(OFFER).run()
    assert not at.exception
    assert purpose.sentence(t) in text(at)


def test_the_sheet_of_explanations_says_it_of_each_table_and_column(tmp_path):
    templates.write_template(t, None, tmp_path / "templat.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "templat.xlsx").read_bytes()))["Penjelasan"]
    told = {(row[0], row[1] or ""): row[3] for row in sheet.iter_rows(values_only=True) if row[0] in TABLES}
    for table in TABLES.values():
        assert f"Untuk: {table.purpose} Disimpan: {table.kept}" in told[table.name, ""]
    assert told["kejadian", "kode_ormas"].endswith("Dihapus setelah 2 tahun.")
    assert told["kejadian", "jenis"] == "Jenis kejadian"


def test_the_brief_and_the_package_of_an_edition_say_it(simulated_home):
    assert wording.what_it_is_not(t, has_ranges=True)[-1] == purpose.sentence(t)
    with contextlib.closing(reading.open_edition(simulated_home)) as edition:
        assert purpose.TEXT in exporting._readme(edition)
