"""What a table of an edition is; the tables themselves stand in `data.tables.edition`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.words import N_

Type = Literal["VARCHAR", "VARCHAR[]", "BOOLEAN", "TINYINT", "INTEGER", "BIGINT", "DOUBLE", "TIMESTAMP"]
TEXT: Type = "VARCHAR"
TEXTS: Type = "VARCHAR[]"
YES_NO: Type = "BOOLEAN"
TINY: Type = "TINYINT"
WHOLE: Type = "INTEGER"
COUNT: Type = "BIGINT"
NUMBER: Type = "DOUBLE"
MOMENT: Type = "TIMESTAMP"


@dataclass(frozen=True)
class Column:
    """One column of a table of an edition.

    name: as in the file. type: of DuckDB. meaning, unit, missing: for people, in Indonesian, each with a translation.
    unit: of the number, or the range that it lies in; empty where it has none.
    missing: what an empty cell means; a column without it is never empty.
    others: names units other than that of the row (kecamatan around a signal): empty for a viewer who doesn't see everything.
    senders: tells who sent a file, when, or what it was called: empty for a viewer who can't read the trail (right `audit`).
    since: the format that it came with, or that it has had this type from (`data.editions.formats`).
    """

    name: str
    type: Type
    meaning: str
    unit: str = ""
    missing: str = ""
    others: bool = False
    senders: bool = False
    since: int = 1

    @property
    def required(self) -> bool:
        """Whether every row has a value."""
        return not self.missing


@dataclass(frozen=True)
class Scope:
    """Which columns tie a row to a kecamatan or an Ormas, and so to those who may read it (`data.editions.scoping`).

    public: no column does; everybody who opens an edition may read every row. typed: `unit` is what `unit_type` says.
    kecamatan: the column with the kecamatan of the row; a row where it is empty is of the whole, and hidden from roles of one kecamatan.
    ormas: the column with the code of an Ormas; beside a kecamatan the row is that kecamatan's, and only the code is hidden.
    senders: rows that say who did something, by the value of the first column of their key: only for those who read the trail.
    """

    public: bool = False
    typed: bool = False
    kecamatan: str = ""
    ormas: str = ""
    senders: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns without which nobody can tell whose a row is."""
        return ("unit_type", "unit") if self.typed else tuple(filter(None, (self.kecamatan, self.ormas)))


PUBLIC = Scope(public=True)
BY_TYPE = Scope(typed=True)
BY_KECAMATAN = Scope(kecamatan="kecamatan")
BY_ORMAS = Scope(ormas="unit")
BY_KECAMATAN_NAMING_ORMAS = Scope(kecamatan="kecamatan", ormas="unit")


@dataclass(frozen=True)
class Table:
    """One table of an edition.

    purpose: what it is for, in Indonesian, with a translation. key: columns that together no two rows share (an empty
    cell is a value). scope: whose the rows are; None: nobody's, and only those who see everything read them.
    since: the format that it came with.
    """

    name: str
    purpose: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    scope: Scope | None = None
    since: int = 1

    @property
    def column_names(self) -> tuple[str, ...]:
        """In the order of the file."""
        return tuple(column.name for column in self.columns)


# What an empty cell means.
NOT_ASSESSED = N_("Belum dapat dinilai")
NOT_KNOWN = N_("Tidak diketahui")
NOT_COMPUTED = N_("Tidak dihitung: datanya terlalu sedikit atau tidak berlaku di sini")
NO_INDEX_RULE = N_("Sinyal ini tidak memakai aturan itu")
NOT_STATED = N_("Tidak dinyatakan")
NO_REPORT = N_("Tidak ada laporan")
NO_EXPOSURE = N_("Sinyal indeks, atau penduduk dan laporan bulan itu tidak ada")
ASSESSED = N_("Tidak ada: satuan ini dinilai")
NO_YEAR = N_("Tidak ada skor dua belas bulan sebelumnya")
REGENCY = N_("Bukan satuan yang diurutkan")
OTHER_UNIT = N_("Tidak berlaku bagi satuan jenis ini")
NOBODY_COUNTED = N_("Tidak ada yang menghitung")
ANY_TOPIC = N_("Pelatihan apa pun")
NEVER = N_("Belum pernah")
HAS_FIGURE = N_("Tidak ada: angkanya ada")
REPORTED_BY = N_("Dilaporkan Ormas: tempat dan jenisnya tidak disebut")
NO_PART = N_("Selain mencegah atau memediasi, tanpa membedakan melapor dan tidak berperan")
UNREGISTERED = N_("Ormasnya tidak ada dalam daftar")
ISLAND = N_("Tidak berbatasan dengan kecamatan lain")
NOT_NAMED = N_("Ormas, yang tidak pernah disebut dalam siaran pers, atau belum dapat dinilai")
NO_SIGNAL = N_("Bukan tentang sinyal")
NOT_A_TRAINING = N_("Bukan tentang pelatihan")
NOBODY_BESIDE = N_("Tidak ada yang mendampingi")
NO_VERDICT = N_("Tidak satu pun putusan berlaku")
WIDE = N_("Ormas berlingkup kabupaten sendiri")
NO_TEST = N_("Tidak diuji: nilainya kurang dari 10")
NOT_ASKED = N_("Metode tidak menanyakannya")
NO_TARGET = N_("Tidak ada target")
NOT_REPORTED_VALUE = N_("Tidak ada yang dilaporkan untuk dihitung")
FEW = N_("Kurang dari 3 Ormas dinilai")
NOT_A_DIMENSION = N_("Bukan dimensi, atau tidak ada yang dapat diurutkan")
NO_CHANGE_POINT = N_("Tidak diuji atau tidak ada titik perubahan")
NO_HANDLING = N_("Penanganannya tidak dinyatakan")
NO_STATE_THEN = N_("Keadaannya waktu itu tidak diketahui, atau penanganannya tidak dinyatakan")
NOT_MEASURED = N_("Tidak terukur")
NOTHING_MEASURED = N_("Tidak satu pun terukur")
NO_SCORE = N_("Tidak ada skor")
FULL_COUNT = N_("Belum dapat dinilai, atau cacahan penuh tanpa galat sampel")
NOTHING_CAME = N_("Tidak ada yang masuk")
NO_POPULATION = N_("Tanpa angka penduduk")
NO_MARK = N_("Tidak ada nilai ujian")

# Columns of more than one table.
INDEX = Column("index", TEXT, N_("Indeks: IKW (kondusivitas wilayah) atau IKO (kinerja Ormas)"))
UNIT_TYPE = Column("unit_type", TEXT, N_("Jenis satuan: kecamatan, kabupaten, ormas"))
UNIT = Column("unit", TEXT, N_("Kode Kemendagri kecamatan/kabupaten atau kode Ormas"))
PERIOD = Column("period", TEXT, N_("Bulan, 2026-10"), unit=N_("bulan"))
KECAMATAN = Column("kecamatan", TEXT, N_("Kode Kemendagri kecamatan"))
