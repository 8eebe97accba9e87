"""The tables of an edition: the one place that says which tables there are, whose their rows are, and what their columns mean.

Data, not code. From it: what publishing writes and checks (`data.editions.files`), what opening checks and a narrowed
viewer may read (`data.editions.reading`, `data.editions.scoping`), the dictionary of exports (`data.editions.exporting`), docs/edition.md, and
the editions in memory of the tests. A table or column that isn't here can't be published. Which counts are made from them is in the
registry of published figures, `data.tables.figures`.
"""

from __future__ import annotations

from data.tables import edition_about, edition_events, edition_indices, edition_verdicts, edition_warnings
from data.tables.frozen import Column, Scope, Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *edition_indices.TABLES,
        *edition_verdicts.TABLES,
        *edition_warnings.TABLES,
        *edition_events.TABLES,
        *edition_about.TABLES,
    )
}

__all__ = ["TABLES", "Column", "Scope", "Table"]
