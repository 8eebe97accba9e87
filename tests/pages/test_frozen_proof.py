"""One edition says the same everywhere, byte for byte, whatever the files of method, signals and verdicts say today."""

import io
import re
import shutil
import zipfile
from dataclasses import asdict

import pytest

from data.editions import exporting, reading
from data.reference import methods
from pages.exports.brief import brief, brief_pdf, brief_pptx
from pages.exports.press import district, press, release, rendering
from pages.session import guard
from tests import reader
from tests.pages import showing
from tests.reader import t

LAST, CIBITUNG = "2026-10", "32.16.07"
# All pages that tell of an edition; Edisi & audit says besides what publishing would change today, by the files of today.
PAGES = [
    ("ringkasan", {}),
    ("peta", {"lapis": "sinyal"}),
    ("kecamatan", {"kecamatan": CIBITUNG}),
    ("tren", {"deret": "kejadian"}),
    ("ormas", {"ormas": "ORM-033"}),
    ("pembinaan", {}),
    ("peringatan", {}),
    ("siaran_pers", {}),
    ("metodologi", {"bagian": "iko"}),
    ("metodologi", {"bagian": "putusan"}),
]
KEPT = (
    "weight",
    "record_weights",
    "direction",
    "date",
    "level",
    "per",
    "prior",
)  # a method with others of these is none
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


def altered(text):
    """A file of rules with every threshold another one, and still one that can be read."""
    lines = []
    for line in text.splitlines():
        key, sign, value = line.partition(" = ")
        value, _, _ = value.partition(" #")
        if sign and key.strip() not in KEPT and not value.startswith(('"', "{")):
            value = NUMBER.sub(lambda found: other(found[0]), value)
        lines.append(key + sign + value)
    return "\n".join(lines)


def other(number):
    if "." not in number:
        return str(int(number) + 1)
    return f"{float(number) * 0.8 + 0.05:.4f}" if float(number) <= 1 else f"{float(number) + 1.5:.2f}"


@pytest.fixture
def other_files(tmp_path):
    """Puts altered files in the place of those that ship; a function, for what was said before is needed first."""

    def put(monkeypatch):
        # What people did since, and what is due, isn't the edition's: that clock runs by the rules of today, here as there.
        today = methods.verdict_rules_text()
        monkeypatch.setattr(methods, "verdict_rules_text", lambda: today)
        here = shutil.copytree(methods.HERE, tmp_path / "reference")
        for one in here.glob("*/*.toml"):
            one.write_text(altered(one.read_text(encoding="utf-8")), encoding="utf-8")
        monkeypatch.setattr(methods, "HERE", here)

    return put


def content(file):
    """A download; of a workbook every part but the one with the moment at which it was made."""
    if not (isinstance(file, bytes) and file.startswith(b"PK")):
        return file
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}


def elements(block):
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        else:
            yield child.type, child.proto.SerializeToString(deterministic=True)


def said(home, monkeypatch):
    """All that pages, downloads, brief, frames, release and package say of the edition, by name."""
    handed = []
    monkeypatch.setattr(guard, "file", lambda make: handed.append(content(make())) or b"")
    found = {}
    for page, choices in PAGES:
        at = showing.shown(page, **choices)
        found[page, *choices.values()] = [*elements(at.main), *elements(at.sidebar)]
    found["downloads"] = handed
    edition = reading.open_edition(home)
    reader.use("id")
    told = brief.brief(edition, t)
    found |= {"pdf": brief_pdf.render(t, told, edition), "pptx": brief_pptx.render(t, told, edition)}
    kinds = [*press.KINDS, district.kind("32.16.06")]
    for kind in kinds:
        frame = press.frame(edition, t, kind)
        found[kind] = asdict(frame), frame.caption
    canvas = rendering.draw(edition, t, press.frame(edition, t, "map"), rendering.SIZES["1080x1080"])
    found["png"] = rendering.render(canvas, press.frame(edition, t, "map"), "png", rendering.SIZES["1080x1080"])
    found["release"] = release.draft(edition, t).text, repr(release.questions(edition, t))
    found["leave"] = {code: district.needs_leave(edition, code, LAST) for code in edition.units("kecamatan")["unit"]}
    found["package"] = exporting.to_zip(edition)
    edition.close()
    return found


def test_an_edition_says_the_same_under_files_of_which_every_threshold_was_altered(at_home, simulated_home, other_files, monkeypatch):
    at_home(simulated_home)
    before = said(simulated_home, monkeypatch)
    rules, method = methods.load_verdict_rules(), methods.load_default()
    other_files(monkeypatch)
    changed = methods.load_verdict_rules()
    assert all(getattr(changed, one.code) != one.value for one in rules.entries if not isinstance(one.value, tuple))
    assert methods.load_default().iko.good_weight != method.iko.good_weight
    assert methods.load_rules().alpha_1 != 0.05
    at_home(simulated_home)  # with empty caches
    after = said(simulated_home, monkeypatch)
    assert before.keys() == after.keys()
    assert len(before["downloads"]) > 10
    assert [name for name in before if before[name] != after[name]] == []
