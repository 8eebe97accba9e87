-- When what has a clock was reported: severe incidents one by one, the reports of a month; temporary views on a connection.
-- Of a store full of incidents nearly all rows are left out before anything is asked of them.
CREATE TEMP VIEW kejadian_berat AS
WITH semua AS MATERIALIZED (
  SELECT id_baris, batch_id, kecamatan, id_kejadian, tanggal, tanggal_lapor, jenis, kelas, keparahan = 3 AND tahap = 'peristiwa' AS berat
  FROM dinilai('kejadian')
), baris AS MATERIALIZED (
  SELECT * FROM semua SEMI JOIN (FROM semua WHERE berat) USING (kecamatan, id_kejadian)
), putusan AS (
  SELECT id_baris, arg_max(status, urutan) AS status, min(waktu) FILTER (status = 'terverifikasi') AS diperiksa
  FROM verifikasi SEMI JOIN baris USING (id_baris) WHERE tabel = 'kejadian' GROUP BY id_baris
), berlaku AS (
  SELECT b.*, a.waktu, coalesce(p.status, 'masuk') AS status, p.diperiksa
  FROM baris b JOIN batches_aktif a USING (batch_id) LEFT JOIN putusan p USING (id_baris)
  LEFT JOIN pindah_asal s ON s.tabel = 'kejadian' AND s.dari_kecamatan = b.kecamatan AND s.dari_id = b.id_kejadian
  WHERE coalesce(p.status, 'masuk') <> 'ditolak' AND coalesce(b.id_baris > s.sampai, true)
)
SELECT kecamatan, id_kejadian, arg_max(jenis, id_baris) AS jenis, arg_max(tanggal, id_baris) AS tanggal,
  min(tanggal_lapor) AS tanggal_lapor, min(waktu) AS masuk, min(diperiksa) AS diperiksa,
  bool_or(status = 'terverifikasi') AS terverifikasi, arg_max(kelas, id_baris) = 'gangguan' AS mengganggu
FROM berlaku GROUP BY kecamatan, id_kejadian HAVING arg_max(berat, id_baris);

-- The first report of completeness of each month and kecamatan: the day from which its counts are known.
CREATE TEMP VIEW laporan_pertama AS
SELECT k.bulan, k.kecamatan, min(b.waktu) AS waktu FROM kelengkapan k JOIN batches_aktif b USING (batch_id) GROUP BY ALL;

-- Where a number stands now that has left its kecamatan: old kecamatan and number, the new ones.
CREATE TEMP VIEW kejadian_pindah AS
SELECT p.dari_kecamatan, p.dari_id, k.kecamatan, k.id_kejadian
FROM pindah_berlaku p JOIN kejadian k USING (id_baris) WHERE p.tabel = 'kejadian';
