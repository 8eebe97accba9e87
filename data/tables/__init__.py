"""What comes in, what an edition holds, which figures are published: definitions, no rows; here the importable tables in the order of filling.

Public: `agenda`, `column`, `edition`, `figure`, `figures`, `frozen`, `kegiatan`, `kejadian`, `pelatihan`, `survei`, `titles`.
"""

from data.tables import (
    agenda,
    kegiatan,
    kejadian,
    kelengkapan,
    nilai_resmi,
    ormas,
    pelatihan,
    penduduk,
    survei,
)
from data.tables.column import Column, Table

TABLES: dict[str, Table] = {
    module.TABLE.name: module.TABLE for module in (penduduk, ormas, kegiatan, kejadian, survei, pelatihan, kelengkapan, nilai_resmi, agenda)
}

APART = tuple(name for name, table in TABLES.items() if not table.published)
"""Tables of which nothing enters an edition."""

__all__ = ["APART", "TABLES", "Column", "Table"]
