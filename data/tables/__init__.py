"""What comes in, what an edition holds, which figures are published: definitions, no rows; here the importable tables in the order of filling.

Public: `agenda`, `column`, `edition`, `figure`, `figures`, `frozen`, `kegiatan`, `kejadian`, `langkah_penanganan`, `pelatihan`, `riwayat_ormas`, `survei`, `titles`, `wilayah_polsek`.
"""

from data.tables import (
    agenda,
    kegiatan,
    kejadian,
    kelengkapan,
    langkah_penanganan,
    nilai_resmi,
    ormas,
    pelatihan,
    penduduk,
    riwayat_ormas,
    survei,
    wilayah_polsek,
)
from data.tables.column import Column, Table

TABLES: dict[str, Table] = {
    module.TABLE.name: module.TABLE
    for module in (
        penduduk,
        ormas,
        kegiatan,
        kejadian,
        survei,
        pelatihan,
        kelengkapan,
        nilai_resmi,
        agenda,
        langkah_penanganan,
        wilayah_polsek,
        riwayat_ormas,
    )
}

APART = tuple(name for name, table in TABLES.items() if not table.published)
"""Tables of which nothing enters an edition."""

__all__ = ["APART", "TABLES", "Column", "Table"]
