"""How tables of an edition are read so that none tells which Ormas told of an incident."""

from __future__ import annotations

from data.tables.kejadian import HELPING

# Which Ormas told of an incident, where and of what kind is read out of no edition: those of before keep it, and it is left
# out here as `snapshot.sql` leaves it out, in rows of one key. Older editions of `counts` have fewer columns.
NAMELESS = {
    "counts": "SELECT COLUMNS('^(period|kecamatan|jenis|kelas|keparahan|penanganan)$'),"
    " CASE WHEN list_contains(HELPING, peran_ormas) THEN peran_ormas END AS peran_ormas,"
    r" sum(COLUMNS('^(n|resolved|harm_unknown)$'))::BIGINT AS '\0' FROM counts GROUP BY ALL".replace(
        "HELPING", str([*HELPING])
    ),
    "parts": "SELECT period, kecamatan, jenis, kelas, peran_ormas, sum(n)::BIGINT AS n, sum(resolved)::BIGINT AS resolved FROM"
    r" (SELECT period, n, peran_ormas, CASE WHEN peran_ormas <> 'melapor' THEN COLUMNS('^(kecamatan|jenis|kelas|resolved)$') END AS '\0'"
    " FROM parts) GROUP BY ALL",
    "sources": "SELECT period, unit_type, unit, list_aggregate(list_sort(list_distinct(string_split("
    "replace(sumber, 'ormas', 'lainnya'), ';'))), 'string_agg', ';') AS sumber, sum(n)::BIGINT AS n FROM sources GROUP BY ALL",
}
