-- What an edition keeps beside the indices, from the views of indicators.sql: every verified row of its months (`bulan_edisi`).

-- That an Ormas reported (`melapor`) is kept in no row that names a place: where few Ormas are at work it names the informant.
-- It is one value and one group with none and unknown: a value that only it lacks would tell it again.
CREATE TEMP VIEW potret_counts AS
SELECT i.period, i.kecamatan, i.jenis, i.kelas, i.keparahan, i.penanganan,
  CASE WHEN i.membantu THEN i.peran_ormas END AS peran_ormas, count(*) AS n,
  count(*) FILTER (i.penanganan = 'selesai' OR i.tanggal_selesai IS NOT NULL) AS resolved,
  count(*) FILTER (NOT i.akibat_diketahui) AS harm_unknown
FROM insiden i JOIN bulan_edisi USING (period)
GROUP BY ALL ORDER BY ALL;

-- When in the week incidents happen: ISO day (1 = Monday) and hour, only where the hour is known.
CREATE TEMP VIEW potret_hours AS
SELECT i.period, i.kecamatan, isodow(i.tanggal)::INTEGER AS day, i.jam AS hour, count(*) AS n
FROM insiden i JOIN bulan_edisi USING (period)
WHERE i.kelas = 'gangguan' AND i.jam IS NOT NULL
GROUP BY ALL ORDER BY ALL;

-- Incidents by week (its Monday), type and state of handling: what liaison officers compare.
CREATE TEMP VIEW potret_weeks AS
SELECT strftime(date_trunc('week', i.tanggal), '%Y-%m-%d') AS week, i.kecamatan, i.jenis, i.penanganan, count(*) AS n
FROM insiden i JOIN bulan_edisi USING (period)
WHERE i.kelas = 'gangguan'
GROUP BY ALL ORDER BY ALL;

-- In which state of handling the incidents of twelve months were when a month ended, as far as their steps and rows tell: settled by then,
-- known to be open, or neither (closed on a day that nobody knows, or handling not stated). A case isn't opened again: one that is open
-- was open before.
CREATE TEMP VIEW potret_handling AS
WITH kasus AS (
  SELECT b.period, b.akhir, i.kecamatan, i.id_kejadian, i.penanganan,
    CASE WHEN i.tanggal_selesai IS NOT NULL THEN i.tanggal_selesai <= b.akhir
      WHEN i.penanganan NOT IN (SELECT anggota FROM pilihan WHERE daftar = 'teratasi') THEN false END AS selesai
  FROM bulan_edisi b JOIN insiden i ON i.tanggal >= b.awal_12 AND i.tanggal <= b.akhir
  WHERE i.kelas = 'gangguan'
), saat AS (
  SELECT k.*, CASE WHEN NOT l.tutup THEN l.keadaan END AS langkah
  FROM kasus k ASOF LEFT JOIN langkah l ON l.kecamatan = k.kecamatan AND l.id_kejadian = k.id_kejadian AND k.akhir >= l.tanggal
)
SELECT period, kecamatan, CASE WHEN selesai THEN penanganan WHEN NOT selesai THEN langkah END AS keadaan,
  count(*) AS n, count(*) FILTER (selesai) AS resolved, count(*) FILTER (NOT selesai) AS unresolved
FROM saat GROUP BY ALL ORDER BY ALL;

-- Incidents by those who told of them (a set in one order), for each kecamatan and for the whole: a viewer of one
-- kecamatan may know how the whole was reported, and can't add it up. Ormas stand among the others, here and there: of
-- a month with one such incident the row of the whole would tell what that of the kecamatan hides.
CREATE TEMP VIEW potret_sources AS
SELECT i.period, CASE WHEN u.whole THEN 'kabupaten' ELSE 'kecamatan' END AS unit_type,
  CASE WHEN u.whole THEN getvariable('wilayah') ELSE i.kecamatan END AS unit,
  list_sort(list_distinct(string_split(replace(i.sumber, 'ormas', 'lainnya'), ';'))) AS sumber, count(*) AS n
FROM insiden i JOIN bulan_edisi USING (period) CROSS JOIN (VALUES (false), (true)) u (whole)
WHERE i.kelas = 'gangguan'
GROUP BY ALL ORDER BY ALL;

-- Which Ormas were at work where in the twelve months to a period, by the place of the activity.
CREATE TEMP VIEW potret_activity AS
SELECT b.period, g.kecamatan, g.kode_ormas AS unit, coalesce(o.cakupan = 'kabupaten', false) AS regency_wide,
  count(*) AS activities
FROM bulan_edisi b
JOIN giat g ON g.tanggal >= b.awal_12 AND g.tanggal <= b.akhir
JOIN ormas_terverifikasi o USING (kode_ormas)
GROUP BY ALL ORDER BY ALL;

-- What the Ormas did, by month, kecamatan of activity, kind, partner and evidence; peserta is NULL where nobody counted.
CREATE TEMP VIEW potret_deeds AS
SELECT g.period, g.kecamatan, g.kode_ormas AS unit, g.jenis, g.mitra, g.tingkat_bukti,
  count(*) AS n, sum(g.peserta)::BIGINT AS peserta, count(g.peserta) AS n_peserta
FROM giat g JOIN bulan_edisi USING (period)
GROUP BY ALL ORDER BY ALL;

-- What Ormas had a part in: reported, prevented or mediated, and how many of those were resolved. No edition says which
-- Ormas it was, nor where or what an Ormas reported (with `counts` that would tell where): that is only for those who verify rows.
-- For how many the part of Ormas isn't stated is counted only for the whole, 0 included: by place, subtraction would leave those
-- for which it is stated, and where people state it only when there is something to say, those are the ones that an Ormas reported.
CREATE TEMP VIEW potret_parts AS
SELECT i.period, CASE WHEN told THEN NULL ELSE i.kecamatan END AS kecamatan, CASE WHEN told THEN NULL ELSE i.jenis END AS jenis,
  CASE WHEN told THEN NULL ELSE i.kelas END AS kelas, i.peran_ormas, count(*) AS n,
  sum(CASE WHEN NOT told THEN coalesce(i.teratasi, false) OR i.tanggal_selesai IS NOT NULL END)::BIGINT AS resolved
FROM (SELECT *, peran_ormas = 'melapor' AS told FROM insiden) i JOIN bulan_edisi USING (period)
WHERE told OR (i.membantu AND i.kode_ormas IS NOT NULL)  -- the code of a report is erased in time
GROUP BY ALL
UNION ALL
SELECT i.period, NULL, NULL, NULL, NULL, count(*) FILTER (i.peran_ormas IS NULL), NULL
FROM insiden i JOIN bulan_edisi USING (period)
GROUP BY i.period
ORDER BY ALL;

-- Who was invited to which training and how many came; trainings of one month, Ormas and topic together.
CREATE TEMP VIEW potret_trainings AS
SELECT strftime(p.tanggal, '%Y-%m') AS period, p.kode_ormas AS unit, p.topik, count(*) AS n,
  sum(p.jam) AS jam, sum(p.pengurus_hadir)::BIGINT AS hadir, arg_max(p.pengurus_total, p.tanggal) AS total,
  avg(p.nilai_pre) AS nilai_pre, avg(p.nilai_post) AS nilai_post
FROM pelatihan_terverifikasi p JOIN bulan_edisi ON bulan_edisi.period = strftime(p.tanggal, '%Y-%m')
GROUP BY ALL ORDER BY ALL;

CREATE TEMP VIEW potret_units AS
WITH jiwa AS (
  SELECT kecamatan, arg_max(jumlah, tahun) AS jumlah, max(tahun) AS tahun, arg_max(mutu, tahun) AS mutu
  FROM penduduk_terverifikasi GROUP BY kecamatan
), sektor AS (  -- on the last day of the edition: the area that began last, unless it is over
  SELECT * EXCLUDE (hari) FROM (
    FROM polsek_menurut_tanggal p, (SELECT max(akhir) AS hari FROM bulan_edisi) h WHERE coalesce(p.mulai <= h.hari, true)
    QUALIFY row_number() OVER (PARTITION BY p.kecamatan ORDER BY p.mulai DESC NULLS LAST, p.kantor DESC) = 1
  ) WHERE coalesce(sampai >= hari, true)
)
SELECT 'kecamatan' AS unit_type, k.kode AS unit, k.nama AS name, k.kode AS kecamatan, w.polsek, w.dikonfirmasi AS polsek_confirmed,
  j.jumlah AS population, j.tahun AS population_year, j.mutu AS population_quality,
  NULL::VARCHAR AS status, NULL::VARCHAR AS ciri_khusus, NULL::VARCHAR AS bidang, NULL::VARCHAR AS cakupan
FROM kecamatan k LEFT JOIN jiwa j ON j.kecamatan = k.kode LEFT JOIN sektor w ON w.kecamatan = k.kode
UNION ALL
SELECT 'ormas', kode_ormas, nama, kecamatan, NULL, NULL, NULL, NULL, NULL, status, ciri_khusus, bidang, cakupan
FROM ormas_terverifikasi
ORDER BY unit_type, unit;

-- What is known of each Ormas of the register since when; nothing that a later row said takes it away.
CREATE TEMP VIEW potret_register AS
SELECT DISTINCT kode_ormas AS unit, perihal AS topic, CAST(coalesce(mulai, CASE perihal WHEN 'status' THEN dicatat END) AS VARCHAR) AS first,
  CAST(sampai AS VARCHAR) AS last, status, CAST(dicatat AS VARCHAR) AS noted
FROM ormas_menurut_tanggal SEMI JOIN ormas_terverifikasi USING (kode_ormas) ORDER BY ALL;

-- Official yearly values and targets; never part of a score.
CREATE TEMP VIEW potret_official AS
SELECT indeks AS index, tahun AS year, nilai AS value, target, sumber AS source
FROM nilai_resmi_terverifikasi ORDER BY indeks, tahun;
