"""Which rows and cells of a table of an edition somebody may read, by what the table says of its scope.

It fails closed: only those who see everything can read a table that isn't defined or says no scope, one whose scope names a column that it
lacks, a row whose scope is empty or of a kind that isn't known here, and a column that isn't defined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.tables.edition import Column, Scope, Table

# In place of what isn't seen, by type.
_NOTHING = {"VARCHAR": "''", "VARCHAR[]": "[]::VARCHAR[]"}


@dataclass(frozen=True)
class Sees:
    """What a viewer with limits sees; None: no limit.

    kecamatan: those whose rows are seen. ormas: those whose own rows are seen. named: those whose codes may stand in rows of something
    else. without_names: of tables with a row for each Ormas all rows are seen, and none of the codes. senders: who sent and published, and
    what their files were called, is seen too.
    """

    kecamatan: frozenset[str] | None
    ormas: frozenset[str] | None
    named: frozenset[str] | None
    without_names: bool = False
    senders: bool = False

    @property
    def every_row(self) -> bool:
        """Whether nothing is kept from them but, perhaps, who sent."""
        return self.kecamatan is None and self.ormas is None and self.named is None


def seen(table: Table | None, source: str, sees: Sees) -> str:
    """What a query reads in place of a table: of `source`, which gives all of its rows, those that are seen."""
    if table is None or table.scope is None or not set(table.scope.columns) <= set(table.column_names):
        return f"(SELECT * FROM {source} WHERE false)"  # noqa: S608 - our own text
    told = table.scope.senders or any(column.senders for column in table.columns)
    if sees.every_row and (sees.senders or not told):
        return source
    cells = ", ".join(_cell(column, table.scope, sees) for column in table.columns)
    hidden = () if sees.senders else table.scope.senders
    kept = f" AND NOT {_among(_quoted(table.key[0]), hidden)}" if hidden else ""
    return f"(SELECT {cells} FROM {source} WHERE {_rows(table.scope, sees)}{kept})"  # noqa: S608 - our own text


def _rows(scope: Scope, sees: Sees) -> str:
    if scope.public:
        return "true"
    if scope.typed:
        return (
            "coalesce(CASE unit_type WHEN 'kabupaten' THEN true"
            f" WHEN 'kecamatan' THEN {_among('unit', sees.kecamatan)}"
            f" WHEN 'ormas' THEN {_among('unit', sees.ormas)} END, false)"
        )
    if scope.kecamatan:
        return _among(f'"{scope.kecamatan}"', sees.kecamatan)
    if scope.ormas:
        return "true" if sees.without_names else _among(f'"{scope.ormas}"', sees.ormas)
    return "false"


def _cell(column: Column, scope: Scope, sees: Sees) -> str:
    name = f'"{column.name}"'
    if (column.others and not sees.every_row) or (column.senders and not sees.senders):
        return f"{_NOTHING.get(column.type, 'NULL')} AS {name}"
    if column.name == scope.ormas and sees.named is not None:
        return f"CASE WHEN {_among(name, sees.named)} THEN {name} END AS {name}"
    return name


def _quoted(name: str) -> str:
    return f'"{name}"'


def _among(name: str, codes: Iterable[str] | None) -> str:
    """Whether a cell is one of the codes; None: whatever it is."""
    if codes is None:
        return "true"
    texts = ", ".join("'" + code.replace("'", "''") + "'" for code in sorted(codes))
    return f"coalesce({name} IN ({texts}), false)" if texts else "false"
