-- Indicator records of the early warning: incidents of each group of types (`kelompok_jenis`, from the signal rules), and
-- among them the severe ones. Exposure as in indicators.sql; a month without a report has no row.
CREATE TEMP VIEW indikator_kelompok AS
WITH bulan_sel AS (
  SELECT kecamatan, period, person_years, completeness FROM paparan WHERE completeness > 0
  UNION ALL
  SELECT DISTINCT i.kecamatan, i.period, NULL::DOUBLE, NULL::DOUBLE
  FROM insiden i JOIN bulan USING (period)
  LEFT JOIN paparan p ON p.kecamatan = i.kecamatan AND p.period = i.period AND p.completeness > 0
  WHERE i.kelas = 'gangguan' AND p.kecamatan IS NULL
), jumlah AS (
  SELECT e.kecamatan, e.period, e.person_years, e.completeness, k.kelompok,
    count(i.id_baris) AS n, count(i.id_baris) FILTER (i.keparahan = 3) AS n_berat
  FROM bulan_sel e
  CROSS JOIN (SELECT DISTINCT kelompok FROM kelompok_jenis) k
  LEFT JOIN (
    SELECT i.*, j.kelompok FROM insiden i JOIN kelompok_jenis j USING (jenis) WHERE i.kelas = 'gangguan'
  ) i ON i.kecamatan = e.kecamatan AND i.period = e.period AND i.kelompok = k.kelompok
  GROUP BY ALL
)
SELECT 'kecamatan' AS unit_type, kecamatan AS unit, 'kelompok_' || kelompok AS indicator, period,
  n / nullif(person_years, 0) * 100000 AS value, n::DOUBLE AS numerator, person_years AS denominator, n, completeness
FROM jumlah
UNION ALL
SELECT 'kecamatan', kecamatan, 'kelompok_' || kelompok || '_berat', period,
  n_berat / nullif(person_years, 0) * 100000, n_berat::DOUBLE, person_years, n_berat, completeness
FROM jumlah;
