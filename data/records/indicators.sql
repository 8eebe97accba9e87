-- From event rows to indicator records: one view `indikator_*` a record, all with the same columns:
--   unit_type, unit, indicator, period (month), value, numerator, denominator, n, completeness
-- Only verified rows are read. No row = not reported; numerator 0 = reported, nil.
-- `bulan` (period, akhir, awal_12, awal_24) is made by indicators.py: every month from the first completeness report on
-- (without one, from the first verified row on). `pilihan` (daftar, anggota), `bobot_bukti` and `ambang_keparahan` are the
-- lists of `data/tables` and the numbers of the method files, put there by indicators.py and severity.py: none of them stands here
-- again. How severe an incident is, and of which class, says `dinilai` (severity.sql); how it was handled, its steps (handling.sql).
-- What several views read is a table, made once: as a view it was planned and read anew by each of them, half of the time of a build.

CREATE TEMP TABLE insiden AS
SELECT k.*,
  -- What isn't stated is unknown, never 0: a case that is `selesai` without a date is unknown as to its 30 days.
  tanggal_selesai IS NOT NULL OR coalesce(penanganan, 'selesai') <> 'selesai' AS penanganan_diketahui,
  coalesce(k.meninggal, k.luka, k.bangunan_rusak, k.pengungsi) IS NOT NULL AS akibat_diketahui,
  penanganan IN (SELECT anggota FROM pilihan WHERE daftar = 'teratasi') AS teratasi,
  peran_ormas IN (SELECT anggota FROM pilihan WHERE daftar = 'membantu') AS membantu,
  strftime(tanggal, '%Y-%m') AS period,
  -- A case is judged when its 30 days are over: the record of that month never changes with the day of asking.
  strftime(tanggal + INTERVAL 30 DAY, '%Y-%m') AS period_tuntas
FROM dinilai('kejadian_ditangani') k;

-- Exposure in person-years: population of that year (or the latest before it) × 1/12 × share of desa that reported.
CREATE TEMP TABLE paparan AS
SELECT k.kecamatan, k.bulan AS period,
  k.desa_melapor / k.desa_total AS completeness,
  p.jumlah / 12.0 * k.desa_melapor / k.desa_total AS person_years
FROM kelengkapan_terverifikasi k
JOIN bulan ON bulan.period = k.bulan
LEFT JOIN LATERAL (
  SELECT arg_max(jumlah, tahun) AS jumlah FROM penduduk_terverifikasi p
  WHERE p.kecamatan = k.kecamatan AND p.tahun <= CAST(left(k.bulan, 4) AS INTEGER)
) p ON true;

CREATE TEMP VIEW indikator_kejadian AS
SELECT 'kecamatan' AS unit_type, kecamatan AS unit, 'kejadian_' || keparahan AS indicator, period,
  n / nullif(person_years, 0) * 100000 AS value, n::DOUBLE AS numerator, person_years AS denominator, n, completeness
FROM (
  SELECT e.*, c.keparahan, count(i.id_baris) AS n
  FROM paparan e
  CROSS JOIN ambang_keparahan c
  LEFT JOIN insiden i ON i.kecamatan = e.kecamatan AND i.period = e.period
    AND i.keparahan = c.keparahan AND i.kelas = 'gangguan'
  WHERE e.completeness > 0
  GROUP BY ALL
);

-- Severe incidents from verified rows alone, whether or not the month was reported: what a score can't take in is said.
CREATE TEMP VIEW indikator_kejadian_berat AS
SELECT 'kecamatan' AS unit_type, kecamatan AS unit, 'kejadian_berat' AS indicator, period,
  NULL::DOUBLE AS value, count(*)::DOUBLE AS numerator, NULL::DOUBLE AS denominator, count(*) AS n,
  NULL::DOUBLE AS completeness
FROM insiden JOIN bulan USING (period)
WHERE kelas = 'gangguan' AND keparahan = 3
GROUP BY ALL;

-- Resolved within 30 days, of the incidents whose handling is known; a case closed without a date stays unknown.
CREATE TEMP VIEW indikator_selesai_30_hari AS
SELECT 'kecamatan' AS unit_type, e.kecamatan AS unit, 'selesai_30_hari' AS indicator, e.period,
  avg(s.selesai) AS value, coalesce(sum(s.selesai), 0)::DOUBLE AS numerator,
  count(s.selesai)::DOUBLE AS denominator, count(s.selesai) AS n, e.completeness
FROM paparan e
LEFT JOIN (
  SELECT kecamatan, period_tuntas,
    CASE WHEN tanggal_selesai <= tanggal + INTERVAL 30 DAY THEN 1 ELSE 0 END AS selesai
  FROM insiden
  WHERE kelas = 'gangguan' AND penanganan_diketahui
) s ON s.kecamatan = e.kecamatan AND s.period_tuntas = e.period
WHERE e.completeness > 0
GROUP BY ALL;

-- Incidents of which the indicator above knows nothing (numerator), of all that it would judge (denominator).
CREATE TEMP VIEW indikator_penanganan_belum_diketahui AS
SELECT 'kecamatan' AS unit_type, e.kecamatan AS unit, 'penanganan_belum_diketahui' AS indicator, e.period,
  avg((NOT i.penanganan_diketahui)::INTEGER) AS value,
  count(*) FILTER (NOT i.penanganan_diketahui)::DOUBLE AS numerator,
  count(i.id_baris)::DOUBLE AS denominator, count(i.id_baris) AS n, e.completeness
FROM paparan e
LEFT JOIN insiden i ON i.kecamatan = e.kecamatan AND i.period_tuntas = e.period AND i.kelas = 'gangguan'
WHERE e.completeness > 0
GROUP BY ALL;

-- Incidents whose casualties and damage nobody stated: their severity 1 is no finding.
CREATE TEMP VIEW indikator_akibat_belum_diketahui AS
SELECT 'kecamatan' AS unit_type, e.kecamatan AS unit, 'akibat_belum_diketahui' AS indicator, e.period,
  avg((NOT i.akibat_diketahui)::INTEGER) AS value,
  count(*) FILTER (NOT i.akibat_diketahui)::DOUBLE AS numerator,
  count(i.id_baris)::DOUBLE AS denominator, count(i.id_baris) AS n, e.completeness
FROM paparan e
LEFT JOIN insiden i ON i.kecamatan = e.kecamatan AND i.period = e.period AND i.kelas = 'gangguan'
WHERE e.completeness > 0
GROUP BY ALL;

-- Survey waves: value on 25–100, numerator = variance of one answer on that scale, n = respondents.
CREATE TEMP VIEW indikator_survei AS
SELECT sasaran AS unit_type, kode AS unit, pertanyaan AS indicator, strftime(tanggal, '%Y-%m') AS period,
  25 * sum(rata_rata * n_responden) / sum(n_responden) AS value,
  625 * sum(standar_deviasi ** 2 * n_responden) / sum(n_responden) FILTER (standar_deviasi IS NOT NULL) AS numerator,
  NULL::DOUBLE AS denominator, sum(n_responden) AS n, NULL::DOUBLE AS completeness
FROM survei_terverifikasi
WHERE (pertanyaan, sasaran) IN (SELECT pertanyaan, sasaran FROM sasaran_pertanyaan)
GROUP BY ALL;

-- Activities are known from the month of the first verified one on: before it nobody reported any, and that isn't 0.
CREATE TEMP TABLE lapor_kegiatan AS
SELECT CAST(date_trunc('month', min(tanggal)) AS DATE) AS awal FROM kegiatan_terverifikasi;

-- A desa counts once in 12 months, so the record looks back by itself.
CREATE TEMP VIEW indikator_desa_tersentuh AS
SELECT 'kecamatan' AS unit_type, kode AS unit, 'desa_tersentuh' AS indicator, period,
  numerator / nullif(denominator, 0) AS value, numerator, denominator, n, NULL::DOUBLE AS completeness
FROM (
  SELECT k.kode, b.period, (k.n_desa + k.n_kelurahan)::DOUBLE AS denominator,
    count(DISTINCT g.kode_desa)::DOUBLE AS numerator, count(g.id_baris) AS n
  FROM bulan b JOIN lapor_kegiatan l ON b.akhir >= l.awal CROSS JOIN kecamatan k
  LEFT JOIN kegiatan_terverifikasi g
    ON g.kecamatan = k.kode AND g.kode_desa IS NOT NULL AND g.tanggal >= b.awal_12 AND g.tanggal <= b.akhir
  GROUP BY ALL
);

-- Ormas on the register, from their first month: registered, or first seen in an activity, whichever came earlier.
CREATE TEMP TABLE ormas_bulan AS
SELECT o.*, b.period, b.awal_12, b.awal_24, b.akhir
FROM ormas_terverifikasi o
LEFT JOIN (SELECT kode_ormas, min(tanggal) AS mulai FROM kegiatan_terverifikasi GROUP BY kode_ormas) g USING (kode_ormas)
JOIN bulan b ON b.akhir >= least(coalesce(o.tanggal_terdaftar, DATE '0001-01-01'), coalesce(g.mulai, o.tanggal_terdaftar))
WHERE o.status = 'aktif';

CREATE TEMP VIEW giat AS
SELECT g.*, strftime(tanggal, '%Y-%m') AS period,
  jenis IN (SELECT anggota FROM pilihan WHERE daftar = 'keamanan') AS pencegahan,
  mitra IN (SELECT anggota FROM pilihan WHERE daftar = 'mitra_resmi') AS bermitra,
  b.bobot AS bobot_bukti
FROM kegiatan_terverifikasi g LEFT JOIN bobot_bukti b USING (tingkat_bukti);

CREATE TEMP VIEW indikator_kegiatan AS
WITH jumlah AS (
  SELECT o.kode_ormas AS unit, o.period,
    coalesce(sum(g.bobot_bukti) FILTER (g.pencegahan), 0)::DOUBLE AS tertimbang,
    count(g.id_baris) FILTER (g.pencegahan) AS n_pencegahan,
    coalesce(sum(g.peserta) FILTER (g.tingkat_bukti >= 1), 0)::DOUBLE AS peserta,
    count(g.peserta) FILTER (g.tingkat_bukti >= 1) AS n_peserta,
    count(g.id_baris) FILTER (g.tingkat_bukti >= 1) AS n_berbukti,
    count(g.id_baris) FILTER (g.bermitra) AS n_mitra,
    count(g.id_baris) AS n_semua
  FROM ormas_bulan o JOIN lapor_kegiatan l ON o.akhir >= l.awal
  LEFT JOIN giat g ON g.kode_ormas = o.kode_ormas AND g.period = o.period
  GROUP BY ALL
)
SELECT 'ormas' AS unit_type, unit, 'kegiatan_kamtibmas' AS indicator, period, tertimbang AS value,
  tertimbang AS numerator, NULL::DOUBLE AS denominator, n_pencegahan AS n, NULL::DOUBLE AS completeness FROM jumlah
UNION ALL
SELECT 'ormas', unit, 'partisipasi', period, peserta / nullif(n_peserta, 0), peserta, n_peserta, n_peserta, NULL FROM jumlah
UNION ALL
SELECT 'ormas', unit, 'peserta_belum_diketahui', period, (n_berbukti - n_peserta) / nullif(n_berbukti, 0),
  n_berbukti - n_peserta, n_berbukti, n_berbukti, NULL FROM jumlah
UNION ALL
SELECT 'ormas', unit, 'sinergi', period, n_mitra / nullif(n_semua, 0), n_mitra, n_semua, n_semua, NULL FROM jumlah;

-- Conflicts that the Ormas prevented or mediated; resolved = prevented, settled, or closed within the 30 days.
CREATE TEMP VIEW indikator_konflik_diselesaikan AS
SELECT 'ormas' AS unit_type, o.kode_ormas AS unit, 'konflik_diselesaikan' AS indicator, o.period,
  avg(i.tuntas) AS value, coalesce(sum(i.tuntas), 0)::DOUBLE AS numerator,
  count(i.tuntas)::DOUBLE AS denominator, count(i.tuntas) AS n, NULL::DOUBLE AS completeness
FROM ormas_bulan o
LEFT JOIN (
  SELECT kode_ormas, period_tuntas,
    CASE WHEN penanganan = 'dicegah' OR tanggal_selesai <= tanggal + INTERVAL 30 DAY THEN 1 ELSE 0 END AS tuntas
  FROM insiden
  WHERE membantu AND kode_ormas IS NOT NULL
    AND penanganan_diketahui
) i ON i.kode_ormas = o.kode_ormas AND i.period_tuntas = o.period
GROUP BY ALL;

CREATE TEMP VIEW indikator_konflik_belum_diketahui AS
SELECT 'ormas' AS unit_type, o.kode_ormas AS unit, 'konflik_belum_diketahui' AS indicator, o.period,
  avg((NOT i.penanganan_diketahui)::INTEGER) AS value,
  count(*) FILTER (NOT i.penanganan_diketahui)::DOUBLE AS numerator,
  count(i.id_baris)::DOUBLE AS denominator, count(i.id_baris) AS n, NULL::DOUBLE AS completeness
FROM ormas_bulan o
LEFT JOIN insiden i ON i.kode_ormas = o.kode_ormas AND i.period_tuntas = o.period
  AND i.membantu
GROUP BY ALL;

-- Officers trained in the last 24 months, averaged over the four topics of the programme; an officer can't count twice
-- in a topic, so attendances of a topic are capped at the number of officers. Never invited = not known, no row.
CREATE TEMP VIEW indikator_pengurus_terlatih AS
WITH hadir AS (
  SELECT o.kode_ormas AS unit, o.period, p.topik,
    sum(p.pengurus_hadir) AS hadir, arg_max(p.pengurus_total, p.tanggal) AS total, max(p.tanggal) AS terakhir
  FROM ormas_bulan o
  JOIN pelatihan_terverifikasi p ON p.kode_ormas = o.kode_ormas AND p.tanggal >= o.awal_24 AND p.tanggal <= o.akhir
    AND p.topik IN (SELECT anggota FROM pilihan WHERE daftar = 'topik_program')
  GROUP BY ALL
), per_ormas AS (
  SELECT unit, period, arg_max(total, terakhir) AS officers, list(hadir) AS attendances FROM hadir GROUP BY unit, period
)
SELECT 'ormas' AS unit_type, unit, 'pengurus_terlatih' AS indicator, period,
  numerator / officers AS value, numerator, officers::DOUBLE AS denominator, officers AS n, NULL::DOUBLE AS completeness
FROM (
  SELECT *, list_sum(list_transform(attendances, lambda x: least(x, officers)))
    / (SELECT count(*)::DOUBLE FROM pilihan WHERE daftar = 'topik_program') AS numerator FROM per_ormas
);

-- Duties that were due at the end of the month: document in force, board term in force, report of activities in the
-- last 12 months, notice of presence for a branch. A date that isn't known is not due.
CREATE TEMP VIEW indikator_tata_kelola AS
WITH kewajiban AS (
  SELECT o.kode_ormas AS unit, o.period,
    [
      CASE WHEN bentuk <> 'tidak_berbadan_hukum' THEN (no_ahu IS NOT NULL)::INTEGER
           WHEN no_skt IS NULL THEN 0
           WHEN berlaku_sampai IS NULL THEN NULL
           ELSE (berlaku_sampai >= o.akhir)::INTEGER END,
      (masa_bakti_sampai >= o.akhir)::INTEGER,
      (EXISTS (SELECT 1 FROM giat g WHERE g.kode_ormas = o.kode_ormas AND g.tanggal >= o.awal_12 AND g.tanggal <= o.akhir
               AND list_contains(string_split(g.sumber, ';'), 'ormas')))::INTEGER,
      CASE WHEN jenjang = 'cabang' THEN (no_skl IS NOT NULL)::INTEGER END
    ] AS butir
  FROM ormas_bulan o
)
SELECT 'ormas' AS unit_type, unit, 'tata_kelola' AS indicator, period,
  list_avg(butir) AS value, list_sum(butir)::DOUBLE AS numerator,
  list_count(butir)::DOUBLE AS denominator, list_count(butir) AS n, NULL::DOUBLE AS completeness
FROM kewajiban;
