-- Which rows came in and what became of them, by table, kecamatan and month; temporary views on a connection.
-- `kunci` is the whole key: numbers are unique within a kecamatan. Rows of a register belong to no month.
-- Training belongs to the kecamatan of the Ormas, a survey of an Ormas too; NULL: the Ormas isn't in the register.

CREATE TEMP VIEW baris_semua AS
SELECT 'kegiatan' AS tabel, id_baris, batch_id, baris, kecamatan, strftime(tanggal, '%Y-%m') AS bulan, sumber,
  concat_ws(' ', kecamatan, id_kegiatan) AS kunci, status_verifikasi, dipindah FROM kegiatan_semua
UNION ALL
SELECT 'kejadian', id_baris, batch_id, baris, kecamatan, strftime(tanggal, '%Y-%m'), sumber,
  concat_ws(' ', kecamatan, id_kejadian), status_verifikasi, dipindah FROM kejadian_semua
UNION ALL
SELECT 'survei', s.id_baris, s.batch_id, s.baris, CASE s.sasaran WHEN 'kecamatan' THEN s.kode ELSE o.kecamatan END,
  strftime(s.tanggal, '%Y-%m'), s.sumber, concat_ws(' ', s.putaran, s.kode, s.pertanyaan), s.status_verifikasi, false
FROM survei_semua s LEFT JOIN ormas_terverifikasi o ON s.sasaran = 'ormas' AND o.kode_ormas = s.kode
UNION ALL
SELECT 'pelatihan', p.id_baris, p.batch_id, p.baris, o.kecamatan, strftime(p.tanggal, '%Y-%m'), p.sumber,
  concat_ws(' ', p.id_pelatihan, p.kode_ormas), p.status_verifikasi, false
FROM pelatihan_semua p LEFT JOIN ormas_terverifikasi o USING (kode_ormas)
UNION ALL
SELECT 'kelengkapan', id_baris, batch_id, baris, kecamatan, bulan, NULL, concat_ws(' ', bulan, kecamatan),
  status_verifikasi, false FROM kelengkapan_semua
UNION ALL
SELECT 'langkah_penanganan', id_baris, batch_id, baris, kecamatan, strftime(tanggal, '%Y-%m'), NULL,
  concat_ws(' ', kecamatan, id_kejadian, tanggal, keadaan), status_verifikasi, false FROM langkah_penanganan_semua
UNION ALL
SELECT 'ormas', id_baris, batch_id, baris, kecamatan, NULL, NULL, kode_ormas, status_verifikasi, false FROM ormas_semua
UNION ALL
SELECT 'penduduk', id_baris, batch_id, baris, kecamatan, NULL, NULL, concat_ws(' ', kecamatan, tahun), status_verifikasi, false
FROM penduduk_semua;

-- What is decided on: all but the kabupaten's own registers, and but what has moved to another kecamatan.
CREATE TEMP VIEW baris_diperiksa AS
SELECT s.* FROM baris_semua s JOIN kiriman k USING (batch_id) WHERE s.bulan IS NOT NULL OR k.wilayah IS NOT NULL;
CREATE TEMP VIEW baris_masuk AS SELECT * EXCLUDE (dipindah) FROM baris_diperiksa WHERE NOT dipindah;

-- The row in force of each key: the one that came last.
CREATE TEMP VIEW baris_berlaku AS
SELECT * FROM baris_masuk QUALIFY row_number() OVER (PARTITION BY tabel, kunci ORDER BY id_baris DESC) = 1;

CREATE TEMP VIEW bagian_terverifikasi AS
SELECT bulan AS period, kecamatan, tabel, count(*) AS rows,
  count(*) FILTER (status_verifikasi = 'terverifikasi') AS verified,
  count(*) FILTER (status_verifikasi = 'masuk') AS waiting,
  count(*) FILTER (status_verifikasi = 'ditolak') AS rejected
FROM baris_berlaku WHERE bulan IS NOT NULL GROUP BY ALL;

CREATE TEMP VIEW keadaan_batch AS
SELECT b.batch_id, k.kiriman, b.tabel, b.berkas, b.sha256, b.format, b.waktu, b.oleh, b.baris_masuk,
  coalesce(m.terverifikasi, 0) AS terverifikasi, coalesce(m.menunggu, 0) AS menunggu,
  coalesce(m.ditolak, 0) AS ditolak, (a.batch_id IS NOT NULL) AS aktif
FROM batches b JOIN kiriman k USING (batch_id) LEFT JOIN batches_aktif a USING (batch_id)
LEFT JOIN (
  SELECT batch_id, count(*) FILTER (status_verifikasi = 'terverifikasi') AS terverifikasi,
    count(*) FILTER (status_verifikasi = 'masuk' AND NOT dipindah) AS menunggu,
    count(*) FILTER (status_verifikasi = 'ditolak') AS ditolak
  FROM baris_diperiksa GROUP BY batch_id
) m USING (batch_id)
ORDER BY b.batch_id;

-- One row a file that somebody sent.
CREATE TEMP VIEW keadaan_kiriman AS
SELECT k.kiriman, list(k.tabel ORDER BY batch_id) AS tabel, any_value(k.berkas) AS berkas, min(k.waktu) AS waktu,
  any_value(k.oleh) AS oleh, sum(k.baris_masuk)::INTEGER AS baris_masuk, sum(b.baris_dilewati)::INTEGER AS baris_dilewati,
  sum(k.menunggu)::INTEGER AS menunggu, bool_or(k.aktif) AS aktif, bool_and(k.aktif) AS utuh
FROM keadaan_batch k JOIN batches b USING (batch_id) GROUP BY k.kiriman ORDER BY k.kiriman;
