"""docs/edition.md, written from the definition of an edition: `python -m data.editions.document` (`make edition`)."""

from __future__ import annotations

from pathlib import Path

from data.editions import formats as edition_formats
from data.tables.edition import TABLES, Column, Scope, Table
from data.tables.figures import FIGURES
from data.words import Words, translated

PATH = Path(__file__).parents[2] / "docs" / "edition.md"
_HEAD = """# Tables of an edition

Written by `make edition` from `data/tables/edition.py`; a test asks that it is up to date. Where rows come from and what reads them:
[contracts.md](contracts.md). Times are UTC, months are text (`2026-10`), places are codes of Kemendagri. Empty is unknown, never 0.

Whose a row is decides who may read it (`data/access/row_security.py`): *public*, everybody; *by kecamatan*, of those bound to a
kecamatan only they; *by Ormas*, who sees that Ormas by name; *by type*, what `unit_type` says. What is *of others* is
empty for who doesn't see everything, what is *of senders* for who doesn't read the trail.
"""


def text() -> str:
    """The whole page."""
    steps = "\n".join(f"- **{step.number}**: {translated(step.adds, 'en')}" for step in edition_formats.STEPS)
    parts = [_table(table) for table in sorted(TABLES.values(), key=lambda table: table.name)]
    formats = f"## Formats\n\nWhat each added; 0 is what lacks any of 1.\n\n{steps}\n"
    return "\n".join([_HEAD, formats, *parts, *_figures(), ""])


def _figures() -> list[str]:
    """The registry of published figures: every count that is made from these tables."""
    rows = [
        _line(
            f"`{one.id}`",
            translated(one.title, "en"),
            one.title,
            f"`{one.table}`",
            Words("en").n(one.unit, one.unit, 2, n="").strip(),
            translated(one.definition, "en"),
        )
        for one in sorted(FIGURES.values(), key=lambda one: one.id)
    ]
    head = ["| figure | title | in Indonesian | table | unit | definition |", "|---|---|---|---|---|---|"]
    return [
        "## Published figures",
        "",
        "Counted by `data/editions/figures.py`, defined in `data/tables/figures.py`.",
        "",
        *head,
        *rows,
    ]


def _table(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    since = f"; since format {table.since}" if table.since > 1 else ""
    lines = [
        f"## {table.name}",
        "",
        f"{translated(table.purpose, 'en')}. *{translated(table.purpose, 'id')}.* Key: {key}; rows {_whose(table.scope)}{since}.",
        "",
        "| column | type | unit | meaning | in Indonesian | empty means |",
        "|---|---|---|---|---|---|",
        *(_row(column, table.since) for column in table.columns),
        "",
    ]
    return "\n".join(lines)


def _row(column: Column, since: int) -> str:
    meaning = translated(column.meaning, "en") + (" (of others)" if column.others else "") + (" (of senders)" if column.senders else "")
    added = f" (format {column.since})" if column.since > since else ""
    return _line(
        f"`{column.name}`{added}",
        column.type,
        translated(column.unit, "en"),
        meaning,
        translated(column.meaning, "id"),
        translated(column.missing, "en") or "never",
    )


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _whose(scope: Scope | None) -> str:
    if scope is None:
        return "nobody's"
    if scope.public:
        return "public"
    if scope.typed:
        return "by type (`unit_type`, `unit`)"
    ormas = f"by Ormas (`{scope.ormas}`)" if scope.ormas else ""
    return f"by kecamatan (`{scope.kecamatan}`)" + (f", naming Ormas (`{scope.ormas}`)" if ormas else "") if scope.kecamatan else ormas


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
