"""A file tells that it is ours, unaltered and cleared; and a clean one is made under a clearance only."""

import contextlib
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from datetime import timedelta

import pytest
from PIL import Image

from data.editions import reading
from data.store import audit, clock, database
from data.workflow import clearance
from pages.exports.__main__ import main
from pages.exports.press import press, rendering
from pages.exports.proof import checking, making, seal, xmp
from tests import homes, reader
from tests.reader import t

pytestmark = pytest.mark.home("contoh")

WARNING = "BELUM DISETUJUI PPID – JANGAN DISEBARLUASKAN"


@pytest.fixture
def edition(home):
    found = reading.open_edition(home)
    yield found
    found.close()


def frame(home, edition, form="png", kind="number", size="1080x1080"):
    return making.make_frame(t, homes.session(home), edition, kind, None, size, form)


def cleared(home, edition, kind="number", **options):
    one = making.ask(t, homes.session(home), edition, kind, "2026-10", name_low_bands=False, note="")
    return clearance.clear(homes.session(home), one.id, **options)


def verdict(home, content):
    return checking.judge(t, home, content).lines[-1]


@pytest.fixture(scope="module")
def every_format(tmp_path_factory):
    """A file of each format, and the home whose key signed them."""
    home = homes.copy("contoh", tmp_path_factory.mktemp("berkas") / "home")
    reader.use("id")
    return home, made_in(home)


def made_in(home):
    with contextlib.closing(reading.open_edition(home)) as edition:
        frames = {form: frame(home, edition, form).content for form in ("png", "svg")}
        return frames | {form: making.make_brief(t, homes.session(home), edition, None, form) for form in ("pdf", "pptx")}


def test_every_format_carries_edition_method_and_a_signature_that_holds(every_format):
    home, made = every_format
    for content in made.values():
        found = seal.read(home, content)
        assert found.genuine
        assert found.facts["edisi"] == "2026-10-r1"
        assert found.facts["metode"] == "IKW 2026.2"
        assert found.facts["data"] == "simulasi"


def altered(form, content):
    """One small change that a person could make: a pixel, a digit, a word."""
    if form == "png":
        with Image.open(io.BytesIO(content)) as image:
            facts = dict(image.text)
            image.putpixel((5, 5), (255, 0, 0, 255))
            from PIL.PngImagePlugin import PngInfo

            info, out = PngInfo(), io.BytesIO()
            for key, text in facts.items():
                info.add_text(key, text)
            image.save(out, "png", pnginfo=info)
            return out.getvalue()
    if form == "pptx":
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                part = source.read(name)
                target.writestr(name, part.replace(b"Cibitung", b"Sukatani") if "slide2.xml" in name else part)
        return out.getvalue()
    return content.replace(b"edisi=2026-10-r1", b"edisi=2026-10-r9")


def test_an_alteration_is_noticed_in_every_format(every_format):
    home, made = every_format
    for form, content in made.items():
        changed = altered(form, content)
        assert changed != content
        assert "SUDAH DIUBAH" in verdict(home, changed), form


def test_one_bit_anywhere_in_a_picture_is_noticed(home, edition):
    content = frame(home, edition, "svg").content
    for at in range(200, len(content), len(content) // 40):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert not checking.judge(t, home, changed).good
        assert "Asli" not in " ".join(checking.judge(t, home, changed).lines)


def test_a_file_without_a_signature_is_not_called_ours(home, edition, tmp_path):
    with Image.open(io.BytesIO(frame(home, edition).content)) as image:
        image.save(tmp_path / "tanpa.png")
    for content in (
        (tmp_path / "tanpa.png").read_bytes(),
        b"",
        b"PK\x03\x04rusak",
        seal.PNG + b"\0\0",
        b"teks",
    ):
        assert "Tidak membawa tanda instalasi ini" in verdict(home, content)


def test_a_file_of_another_installation_is_not_called_ours(home, edition, tmp_path):
    other = tmp_path / "lain"
    homes.new(other, "simulasi")
    assert "kunci yang tidak dikenal" in verdict(other, frame(home, edition).content)


def test_without_a_clearance_the_frame_carries_the_warning_and_check_says_so(home, edition):
    made = frame(home, edition)
    assert made.cleared is None
    assert verdict(home, made.content) == WARNING + "."


def test_check_says_in_words_what_a_file_is(home, edition):
    lines = checking.judge(t, home, frame(home, edition).content).lines
    assert lines[1].startswith(f"Kartu satu angka, Oktober 2026; edisi {edition.id}, metode ")
    assert "; bahasa Indonesia. DATA SIMULASI" in lines[1]


def test_check_names_the_kecamatan_of_a_trend():
    assert checking.kind_name(t, "trend-32.16.07") == "Tren indeks: Kecamatan Cibitung"
    assert checking.kind_name(t, "trend") == "Tren indeks"
    assert checking.kind_name(t, "brief") == "Brief"


def test_a_cleared_frame_is_clean_in_every_size_and_both_languages(home, edition):
    one = cleared(home, edition)
    for size in rendering.SIZES:
        made = frame(home, edition, size=size)
        assert made.cleared.id == one.id
        assert checking.judge(t, home, made.content).good
    text = frame(home, edition, "svg").content.decode()
    assert f"izin={one.id};" in text
    reader.use("en")
    try:
        assert frame(home, edition).cleared.id == one.id
    finally:
        reader.use("id")


def test_a_clearance_is_for_what_was_seen_and_for_nothing_else(home, edition, monkeypatch):
    cleared(home, edition)
    assert frame(home, edition, kind="trend").cleared is None
    real = press.KINDS["number"]

    def other_words(*args):
        from dataclasses import replace

        return replace(real(*args), title="Judul yang lain")

    monkeypatch.setitem(press.KINDS, "number", other_words)
    assert frame(home, edition).cleared is None


def test_under_embargo_no_clean_file_and_after_withdrawal_check_reports_it(home, edition):
    one = cleared(home, edition, embargo=clock.now() + timedelta(hours=2))
    assert frame(home, edition).cleared is None
    clearance.withdraw(homes.session(home), one.id, reason="jadwal berubah")
    again = cleared(home, edition)
    made = frame(home, edition)
    assert made.cleared.id == again.id
    clearance.withdraw(homes.session(home), again.id, reason="angka dikoreksi")
    found = checking.judge(t, home, made.content)
    assert not found.good
    assert "DITARIK" in found.lines[-1]
    assert "angka dikoreksi" in found.lines[-1]


def test_a_clean_file_made_before_the_embargo_was_set_is_reported_until_the_time(home, edition, monkeypatch):
    one = cleared(home, edition, embargo=clock.now() + timedelta(hours=2))
    later = clock.now() + timedelta(hours=3)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        content = frame(home, edition).content
        assert checking.judge(t, home, content).good
    assert f"Izin {one.id}: disetujui, EMBARGO sampai" in verdict(home, content)


def test_a_picture_has_its_dots_an_inch_its_title_and_its_description(home, edition):
    made = frame(home, edition, size="a4")
    with Image.open(io.BytesIO(made.content)) as image:
        assert [round(one) for one in image.info["dpi"]] == [300, 300]
        assert image.text["Title"] == made.frame.title
        assert image.text["Description"] == made.frame.alt


def xmp_of(form, content):
    """The XMP as any reader finds it: in the chunk of a PNG that the standard names, in the metadata of an SVG."""
    if form == "svg":
        metadata = ET.fromstring(content).find("{http://www.w3.org/2000/svg}metadata")  # noqa: S314 - our own
        return metadata.find("{adobe:ns:meta/}xmpmeta")
    with Image.open(io.BytesIO(content)) as image:
        packet = image.info["xmp"].decode()
    assert packet.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    return ET.fromstring(packet[packet.index("<x:xmpmeta") : packet.index("<?xpacket end")])  # noqa: S314 - our own


def said_in(described, name):
    short, local = name.split(":")
    element = described.find(f".//{{{xmp.NAMESPACES[short]}}}{local}")
    return "".join(element.itertext()) if len(element) == 0 else [one.text for one in element[0]]


@pytest.mark.parametrize("form", rendering.FORMATS)
@pytest.mark.parametrize("is_cleared", [True, False])
def test_a_picture_describes_itself_in_xmp(home, edition, form, is_cleared):
    one = cleared(home, edition) if is_cleared else None
    made = frame(home, edition, form)
    described = xmp_of(form, made.content)
    facts = {key: said_in(described, f"kondusif:{key}") for key in ("edisi", "bulan", "jenis", "metode", "izin")}
    assert facts == {
        "edisi": "2026-10-r1",
        "bulan": "2026-10",
        "jenis": "number",
        "metode": "IKW 2026.2",
        "izin": one.id if one else "",
    }
    assert said_in(described, "dc:title") == [made.frame.title] * 2
    assert said_in(described, "Iptc4xmpCore:AltTextAccessibility") == [made.frame.alt] * 2
    assert said_in(described, "dc:creator") == ["Bakesbangpol Kabupaten Bekasi"]
    assert said_in(described, "xmpRights:Marked") == "True"
    terms = f"Izin siar: {one.id}." if one else WARNING + "."
    assert said_in(described, "xmpRights:UsageTerms") == [f"DATA SIMULASI – BUKAN DATA NYATA. {terms}"] * 2
    assert said_in(described, "xmp:CreateDate") == edition.meta["published_at"] + "Z"
    assert checking.judge(t, home, made.content).good == is_cleared


@pytest.mark.parametrize("form", rendering.FORMATS)
def test_words_of_the_xmp_cannot_be_exchanged_unnoticed(home, edition, form):
    """Somebody who writes a clearance into the XMP of a picture that has none, checksums and all."""
    content = frame(home, edition, form).content
    if form == "svg":
        forged = content.replace(b"<kondusif:izin>", b"<kondusif:izin>PPID-2026-10-0001")
    else:
        chunks = seal._chunks(content)
        forged = seal.PNG + b"".join(
            seal._chunk(kind, raw[8:-4].replace(b"<kondusif:izin>", b"<kondusif:izin>PPID-2026-10-0001")) for kind, raw in chunks
        )
    assert forged != content
    assert "SUDAH DIUBAH" in verdict(home, forged)


def test_names_with_signs_of_xml_keep_the_picture_readable(home, edition):
    edition.meta["territory_name"] = 'Kabupaten "A" <B> & C'
    described = xmp_of("svg", frame(home, edition, "svg").content)
    assert said_in(described, "dc:title")[0] == 'Indeks Kondusivitas Wilayah Kabupaten "A" <B> & C'


def test_a_package_that_would_fill_the_memory_is_not_unpacked(home, monkeypatch):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(seal.CORE, b"kondusif:edisi=x;" + seal.empty_mark().encode() + b" " * 120_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert len(out.getvalue()) < 1_000_000
    assert "Tidak membawa tanda instalasi ini" in verdict(home, out.getvalue())


def test_the_id_on_a_printed_frame_tells_its_state(home, edition, capsys):
    one = cleared(home, edition)
    assert main(["check", "--home", str(home), one.id]) == 0
    clearance.withdraw(homes.session(home), one.id, reason="angka dikoreksi")
    with pytest.raises(SystemExit):
        main(["check", "--home", str(home), one.id])
    assert "DITARIK" in capsys.readouterr().out


def test_the_same_input_gives_the_same_signed_bytes(every_format):
    home, made = every_format
    assert made_in(home) == made


def test_the_command_checks_a_file_and_a_clean_one_is_in_the_audit(home, edition, tmp_path, capsys):
    out = tmp_path / "angka.png"
    order = ["frame", "--home", str(home), "--kind", "number", "--out", str(out)]
    assert main(order) == 0
    with pytest.raises(SystemExit) as left:
        main(["check", "--home", str(home), str(out)])
    assert left.value.code == 1
    assert WARNING in capsys.readouterr().out
    one = cleared(home, edition)
    assert main(order) == 0
    assert main(["check", "--home", str(home), str(out)]) == 0
    assert f"Izin {one.id}: disetujui" in capsys.readouterr().out
    with database.read(home) as con:
        (row,) = audit.entries(con, action="ambil_siaran").itertuples()
    assert json.loads(row.rincian) == {
        "izin": one.id,
        "edisi": "2026-10-r1",
        "jenis": "number",
        "berkas": "angka.png",
    }
    assert main(["check", "--home", str(home), str(tmp_path / "tidak-ada.png")]) == 1
    assert "tidak dapat dibaca" in capsys.readouterr().err
