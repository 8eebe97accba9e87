"""What the documents name is there: pictures with words for those who can't see them, links, and every command."""

import re
import shlex
import subprocess
import textwrap
from pathlib import Path

import pytest
from PIL import Image

from data import __main__ as data_main
from pages.exports import command

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*(set(ROOT.glob("*.md")) - {ROOT / "CHANGELOG.md"}), *(ROOT / "docs").glob("*.md")])
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
    used = {(document.parent / target).resolve() for document in DOCUMENTS for _, target in pictures(document)}
    assert picture.resolve() in used


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_section_tells_a_point_of_its_list_twice(document):
    """The press desk's guide had the list for PPID twice, in two wordings."""
    for section in re.split(r"^#+ ", document.read_text(encoding="utf-8"), flags=re.MULTILINE):
        points = [re.findall(r"\w+", head)[:1] for head in re.findall(r"^[-*] \*\*(.+?)\*\*", section, re.MULTILINE)]
        assert [one for one in points if points.count(one) > 1] == [], section[:40]


def test_the_way_in_is_short():
    assert len((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_places_that_the_way_in_names_are_there():
    """Where a stranger is sent to change something must be what is there today."""
    named = set(
        re.findall(r"`((?:analytics|data|pages|tests|docs)/[\w./*-]+)`", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    )
    named -= {"data/local"}  # the home folder, made at the first start
    assert len(named) > 15
    assert [one for one in sorted(named) if not [*ROOT.glob(one.rstrip("/"))]] == []


# Commands: what a reader types must be there.

BLOCK = re.compile(r"(?:^(?: {4}| {7})\S.*\n)(?:^(?: {4,}.*)?\n)*", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
ENDS = re.compile(r"\s+(?:#|&&|\|\|?|;|>)\s?.*|[;)]$")


def blocks(document):
    """Indented blocks of commands, without what is indented for another reason: a list, a picture, a table."""
    text = document.read_text(encoding="utf-8")
    found = (textwrap.dedent(one.group()) for one in BLOCK.finditer(text))
    return [one for one in found if re.search(r"^(\.venv/|python|make|git|apt|cd|openssl|\(umask)", one, re.MULTILINE)]


def lines(document):
    """Each command line of the blocks, and each `code` in the text; a line that goes on is one."""
    joined = "\n".join(blocks(document)).replace("\\\n", " ")
    return [*joined.splitlines(), *CODE.findall(document.read_text(encoding="utf-8"))]


def calls(document, program):
    """The arguments with which a program is called, each as a list of words."""
    for line in lines(document):
        for rest in line.split(program)[1:]:
            words = ENDS.sub("", rest).strip().split("  #")[0]
            if words and not words.startswith(("`", ",")):
                first, *others = shlex.split(words)
                yield from ([one, *others] for one in first.split("|") if one != "…")


def test_blocks_of_commands_are_found():
    assert len(blocks(ROOT / "docs" / "administration.md")) >= 7
    assert sum(1 for document in DOCUMENTS for _ in calls(document, "-m data")) > 40


def mistyped(parser, words, capsys):
    """What the program would say to these arguments; "" where it takes them, or where a text only names the verb."""
    try:
        parser.parse_args(words)
    except SystemExit as ended:
        said = capsys.readouterr().err
        return "" if ended.code == 0 or "belum diisi" in said or "pilih salah satu" in said else f"{words}: {said}"
    return ""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_of_ours_has_the_verbs_and_options_that_are_typed(document, capsys):
    for program, parser in (("-m data", data_main._parser()), ("-m pages.exports", command._parser())):
        assert [said for words in calls(document, program) if (said := mistyped(parser, words, capsys))] == []
    options = {word for words in calls(document, "dashboard.py") for word in words if word.startswith("--")}
    assert options <= {"--port", "--address", "--server.address"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_has_the_targets_and_deploy_the_files_that_are_named(document):
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = "\n".join(lines(document))
    named = {word for run in re.findall(r"^make ((?:[a-z]+ ?)+)", text, re.MULTILINE) for word in run.split()}
    assert named <= targets
    missing = [one for one in re.findall(r"\bdeploy/[\w@.*/-]+", text) if not list(ROOT.glob(one.rstrip("/.")))]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_shell_can_read_every_block(document):
    for block in blocks(document):
        done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), block


def test_administration_makes_each_folder_and_the_certificate_before_they_are_needed():
    """It copied into /etc/kondusif before that was there, and asked nginx to take a certificate that came later."""
    typed = "\n".join(blocks(ROOT / "docs" / "administration.md"))
    for folder in ("/etc/kondusif", "/srv/kondusif", "/var/backups/kondusif"):
        first = next(line for line in typed.splitlines() if re.search(rf"{folder}\b", line) and "useradd" not in line)
        assert first.startswith("install -d "), first
    assert typed.index("-out /etc/kondusif/dasbor.crt") < typed.index("nginx -t")
    installed = set(typed[typed.index("apt ") :].splitlines()[0].split())
    assert {"git", "curl", "python3-venv", "openssl", "nginx-light", "apache2-utils"} <= installed


def test_the_certificate_comes_out_as_described(tmp_path):
    """The office's request, and the one line for a self-signed certificate."""
    typed = [b for b in blocks(ROOT / "docs" / "administration.md") if "dasbor.key" in b and "openssl" in b]
    script = "\n".join(typed).replace("/etc/kondusif", str(tmp_path))
    subprocess.run(["sh", "-e"], input=script, text=True, check=True, capture_output=True)
    assert (tmp_path / "dasbor.key").stat().st_mode & 0o077 == 0
    shown = subprocess.run(
        ["openssl", "x509", "-in", tmp_path / "dasbor.crt", "-noout", "-ext", "subjectAltName"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "DNS:dasbor.example.go.id" in shown.stdout


def test_both_readmes_say_the_same_commands_figures_links_and_pictures():
    """Words differ between the languages; what is typed, counted and linked doesn't."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.en.md")]
    typed = [
        [line.split("  #")[0].strip() for block in blocks(ROOT / name) for line in block.splitlines()]
        for name in ("README.md", "README.en.md")
    ]
    assert typed[0] == typed[1]
    assert len(typed[0]) > 25
    figures, code = ([re.findall(pattern, text) for text in texts] for pattern in (r"\d+(?:\.\d+)*", r"`([^`\n]+)`"))
    assert sorted(figures[0]) == sorted(figures[1])
    assert set(code[0]) == set(code[1])
    targets = [{target for _, target in PICTURE.findall(text)} | set(LINK.findall(text)) for text in texts]
    assert targets[0] ^ targets[1] == {"README.md", "README.en.md", "docs/architecture.md"} - (targets[0] & targets[1])


def test_the_first_commands_of_the_readme_do_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KONDUSIF_HOME", str(tmp_path / "rumah"))
    for words in calls(ROOT / "README.md", "-m data"):
        if words[0] in ("init", "template", "batches"):
            assert data_main.main(words) == 0
    assert len(list(tmp_path.glob("*.xlsx"))) >= 2
