"""Whatever somebody wrote into a name, a file name or a reason is shown as text: no tag, script, link or formula of it lives."""

import re
import shutil

import pytest

from data.editions import reading
from data.intake import importing
from data.intake.checking import SIMULATED
from data.store import database
from data.workflow import publishing, verification
from pages.exports.proof import making
from tests import homes
from tests.browser.driving import serving, settled
from tests.reader import t

# One name tries HTML, an attribute's end, a template, and Markdown with a picture from elsewhere.
NAME = """<b>Tebal</b> <img src=x onerror="window.terkena=1"> "' {0} [klik](http://contoh.invalid/) ![g](http://contoh.invalid/g.png) :red[merah] $x$"""
SCRIPT = "<script>window.terkena=1</script>"
# A name with a script in it is no longer kept at all ("berkas.csv"); this one passes the gate for personal data.
FILE = "ormas <img src=x> ![a](b).csv"
PLACES = [
    ("/ormas?keadaan=dinilai&ciri=kepemudaan&ormas={ormas}", NAME),
    ("/ormas?ormas={ormas}&lang=en", NAME),
    ("/pembinaan?", NAME),
    ("/unggah?bagian=unggah", None),
    ("/unggah?bagian=kirim", None),
    ("/unggah?bagian=verifikasi", None),
    ("/unggah?bagian=batch", FILE),
    ("/edisi?bagian=edisi", None),
    ("/edisi?bagian=bandingkan", None),
    ("/edisi?bagian=audit", SCRIPT),
    ("/edisi?bagian=periksa", None),
    ("/siaran_pers?", SCRIPT),
    ("/?", None),
    ("/peta?lapis=ormas", None),
    ("/kecamatan?kecamatan=32.16.07", None),
    ("/tren?", None),
    ("/peringatan?sinyal=setahun", None),
    ("/metodologi?", None),
]


@pytest.fixture(scope="module")
def poisoned(simulated_home, tmp_path_factory):
    """The simulated set with such a name for every Ormas, such a file name, and such reasons; published again."""
    home = tmp_path_factory.mktemp("nama") / "home"
    shutil.copytree(simulated_home, home)
    with database.read(home) as con:
        ormas = con.execute("SELECT * EXCLUDE (batch_id, baris, id_baris) FROM ormas_berlaku ORDER BY kode_ormas").df()
    ormas["nama"], ormas["singkatan"], ormas["bidang"] = (
        NAME + " " + ormas["kode_ormas"],
        SCRIPT,
        "<i>olahraga</i>",
    )
    file = tmp_path_factory.mktemp("kirim") / FILE
    file.write_text(SIMULATED + "\n" + ormas.to_csv(index=False), encoding="utf-8")
    assert importing.import_file(homes.session(home), "ormas", file).taken == len(ormas)
    verification.decide(
        homes.session(home),
        verification.Filter(table="kegiatan", kecamatan="32.16.07", status=None),
        "ditolak",
        reason=SCRIPT,
        why=verification.OTHER,
    )
    edition = reading.open_edition(home, publishing.publish(homes.session(home), "2026-10"))
    making.ask(t, homes.session(home), edition, "map", edition.meta["period"], name_low_bands=False, note=SCRIPT)
    yield home
    edition.close()


@pytest.fixture(scope="module")
def address(poisoned, tmp_path_factory):
    with serving(poisoned, tmp_path_factory.mktemp("log") / "server.log") as url:
        yield url


def test_no_page_takes_a_name_for_anything_but_text(address, visit):
    page, named = visit(f"{address}/?"), 0
    for path, expected in PLACES:
        page.goto(address + path.format(ormas="ORM-016"))
        settled(page)
        assert page.evaluate("() => window.terkena") is None, path
        living = page.locator("b:text-is('Tebal'), img[src='x'], img[src='b'], a[href*='contoh.invalid'], script:has-text('terkena')")
        assert living.count() == 0, path
        drawn = page.locator(".js-plotly-plot text").filter(has_text="Tebal").all_text_contents()
        assert all("<b>Tebal</b>" in text for text in drawn), path  # plotly takes tags in its words for markup
        named += len(drawn)
        written = page.evaluate("() => document.body.textContent")
        assert not re.search(r"Traceback|StreamlitAPIException", written), path
        if expected:
            assert expected in written, path
    assert named > 0
