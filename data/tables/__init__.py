"""The importable tables, in the order in which a new store is filled."""

from data.tables import (
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
    module.TABLE.name: module.TABLE for module in (penduduk, ormas, kegiatan, kejadian, survei, pelatihan, kelengkapan, nilai_resmi)
}

__all__ = ["TABLES", "Column", "Table"]
