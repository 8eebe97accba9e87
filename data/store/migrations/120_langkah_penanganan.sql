-- How an incident was handled, step by step. A step is a row that is only added; the columns `penanganan` and `tanggal_selesai` of
-- `kejadian` count as one more step (data/records/handling.sql).
CREATE TABLE langkah_penanganan (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  id_kejadian VARCHAR NOT NULL,
  tanggal DATE NOT NULL,
  keadaan VARCHAR NOT NULL
    CHECK (keadaan IN ('dicegah', 'dimediasi', 'proses', 'selesai', 'belum_ditangani', 'eskalasi')),
  kantor VARCHAR
    CHECK (kantor IN ('camat', 'polsek', 'koramil', 'satpol_pp', 'disnaker', 'fkdm', 'fkub', 'bakesbangpol', 'tim_terpadu', 'lainnya'))
);

CREATE VIEW langkah_penanganan_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi
  FROM langkah_penanganan r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'langkah_penanganan' AND v.id_baris = r.id_baris;
CREATE VIEW langkah_penanganan_berlaku AS
  SELECT * FROM langkah_penanganan_semua
  QUALIFY row_number() OVER (PARTITION BY kecamatan, id_kejadian, tanggal, keadaan ORDER BY id_baris DESC) = 1;
CREATE VIEW langkah_penanganan_terverifikasi AS
  SELECT * FROM langkah_penanganan_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY kecamatan, id_kejadian, tanggal, keadaan ORDER BY id_baris DESC) = 1;

-- Where the number of an incident stands now: moves that hold and are verified, followed to their end.
CREATE VIEW kejadian_kini AS
  WITH RECURSIVE pindahan AS (
    SELECT p.dari_kecamatan, p.dari_id, k.kecamatan, k.id_kejadian
    FROM pindah_berlaku p JOIN kejadian k USING (id_baris) WHERE p.tabel = 'kejadian' AND p.status_verifikasi = 'terverifikasi'
  ), jalan AS (
    SELECT *, 1 AS ke FROM pindahan
    UNION ALL
    SELECT j.dari_kecamatan, j.dari_id, p.kecamatan, p.id_kejadian, j.ke + 1
    FROM jalan j JOIN pindahan p ON p.dari_kecamatan = j.kecamatan AND p.dari_id = j.id_kejadian
  )
  SELECT dari_kecamatan, dari_id, arg_max(kecamatan, ke) AS kecamatan, arg_max(id_kejadian, ke) AS id_kejadian
  FROM jalan GROUP BY dari_kecamatan, dari_id;

-- Decisions are made on rows of every table whose rows may wait; which these are, the program knows (`verification.VERIFIED_TABLES`). The
-- checks of a table can't be changed, so its rows move to a new one.
CREATE TABLE verifikasi_baru (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_verifikasi'),
  tabel VARCHAR NOT NULL CHECK (regexp_full_match(tabel, '[a-z_]+')),
  id_baris BIGINT NOT NULL,
  status VARCHAR NOT NULL CHECK (status IN ('masuk', 'terverifikasi', 'ditolak')),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL, alasan VARCHAR NOT NULL,
  sebab VARCHAR
);
INSERT INTO verifikasi_baru SELECT * FROM verifikasi;
DROP TABLE verifikasi;
ALTER TABLE verifikasi_baru RENAME TO verifikasi;
