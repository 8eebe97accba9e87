"""What docs/administration.md says about roles, files and keys is what the code does."""

import re
from pathlib import Path

import pytest

from data.access import access_file
from data.access.viewers import LIAISON, NO_ORMAS, OWN_KECAMATAN, PAGES, RIGHTS, ROLES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "administration.md").read_text(encoding="utf-8")


def rows():
    for line in TEXT.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0] in ROLES:
            yield cells


def listed(cell):
    return tuple(part.strip() for part in cell.split(",") if part.strip())


def test_the_table_of_roles_is_that_of_the_code():
    found = {role: (listed(pages), listed(rights)) for role, pages, rights, _ in rows()}
    assert found == {role: (PAGES[role], tuple(right for right, roles in RIGHTS.items() if role in roles)) for role in ROLES}


def test_the_limits_of_the_table_are_those_of_the_code():
    limits = {role: limit for role, *_, limit in rows()}
    assert {role for role, limit in limits.items() if "own kecamatan" in limit} == set(OWN_KECAMATAN)
    assert {role for role, limit in limits.items() if "no Ormas" in limit} == set(NO_ORMAS)
    assert {role for role, limit in limits.items() if "without names" in limit} == set(LIAISON)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\bdeploy/[\w./-]*\w", TEXT))))
def test_every_ready_file_that_is_named_exists(path):
    assert (ROOT / path).exists()


def test_every_key_of_the_file_is_in_the_text_or_in_an_example():
    examples = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "deploy").glob("akses-*.toml"))
    keys = {*access_file._OF_OIDC, *access_file._OF_PROXY, *access_file._OF_RULE}
    assert not {key for key in keys if key not in TEXT + examples}
