"""What the documents name is there: pictures with words for those who can't see them, and links."""

import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
PICTURES = sorted((ROOT / "docs" / "gambar").glob("*"))
PICTURE = re.compile(r"!\[(.*?)\]\((.+?)\)", re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]+)")
LARGEST = 80_000  # bytes


def pictures(document):
    return PICTURE.findall(document.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_picture_exists_and_is_told_in_words(document):
    found = pictures(document)
    assert [target for _, target in found if not (document.parent / target).is_file()] == []
    assert [target for words, target in found if len(words.split()) < 4] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document):
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("name", ["panduan-operator.md", "panduan-humas.md"])
def test_the_guides_show_what_they_speak_of(name):
    assert len(pictures(ROOT / "docs" / name)) >= 4


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_pictures_are_small_and_used(picture):
    assert picture.stat().st_size < LARGEST
    with Image.open(picture) as opened:
        assert (opened.format, opened.mode) == ("PNG", "P")
    used = {target for document in DOCUMENTS for _, target in pictures(document)}
    assert f"gambar/{picture.name}" in used
