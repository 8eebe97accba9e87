-- Keys have owners. The number of an incident or activity is unique within its kecamatan; a changed kecamatan is a row of
-- its own in `pindah`. What a kecamatan sends waits for verification in every table, the registers too.

-- Which kecamatan the sender was bound to (codes with `;`); NULL: the kabupaten. Batches of before: NULL.
ALTER TABLE kiriman ADD COLUMN wilayah VARCHAR;

-- Decisions are made on rows of every table. The checks of a table can't be changed, so its rows move to a new one.
CREATE TABLE verifikasi_baru (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_verifikasi'),
  tabel VARCHAR NOT NULL CHECK (tabel IN
    ('penduduk', 'ormas', 'kegiatan', 'kejadian', 'survei', 'pelatihan', 'kelengkapan', 'nilai_resmi')),
  id_baris BIGINT NOT NULL,
  status VARCHAR NOT NULL CHECK (status IN ('masuk', 'terverifikasi', 'ditolak')),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL, alasan VARCHAR NOT NULL
);
INSERT INTO verifikasi_baru SELECT * FROM verifikasi;
DROP TABLE verifikasi;
ALTER TABLE verifikasi_baru RENAME TO verifikasi;

-- One row: what stood under a number of one kecamatan stands as `id_baris` in another. The rows of before stay.
CREATE TABLE pindah (
  id_baris BIGINT PRIMARY KEY,
  tabel VARCHAR NOT NULL CHECK (tabel IN ('kegiatan', 'kejadian')),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  dari_kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  dari_id VARCHAR NOT NULL,
  ke_kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  alasan VARCHAR NOT NULL,
  CHECK (ke_kecamatan <> dari_kecamatan)
);
-- Moves that hold: neither withdrawn nor rejected. One that waits takes no verified row away, as a correction doesn't.
CREATE OR REPLACE VIEW pindah_berlaku AS
  SELECT p.*, coalesce(arg_max(v.status, v.urutan), 'masuk') AS status_verifikasi
  FROM pindah p LEFT JOIN verifikasi v ON v.tabel = p.tabel AND v.id_baris = p.id_baris
  LEFT JOIN batch_status b ON b.batch_id = p.batch_id
  GROUP BY ALL
  HAVING coalesce(arg_max(v.status, v.urutan), 'masuk') <> 'ditolak' AND coalesce(arg_max(b.status, b.urutan), 'aktif') = 'aktif';
-- Up to which row a number has left its kecamatan: by moves that hold, and by those that are verified too.
CREATE OR REPLACE VIEW pindah_asal AS
  SELECT tabel, dari_kecamatan, dari_id, max(id_baris) AS sampai,
    max(id_baris) FILTER (status_verifikasi = 'terverifikasi') AS sampai_terverifikasi
  FROM pindah_berlaku GROUP BY tabel, dari_kecamatan, dari_id;

-- `dipindah`: the row has left its kecamatan, or is about to. Only rows of before the move, so that none is ever lost unseen.
CREATE OR REPLACE VIEW kegiatan_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi, coalesce(r.id_baris < p.sampai, false) AS dipindah
  FROM kegiatan r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'kegiatan' AND v.id_baris = r.id_baris
  LEFT JOIN pindah_asal p ON p.tabel = 'kegiatan' AND p.dari_kecamatan = r.kecamatan AND p.dari_id = r.id_kegiatan;
CREATE OR REPLACE VIEW kegiatan_berlaku AS
  SELECT * FROM kegiatan_semua WHERE NOT dipindah
  QUALIFY row_number() OVER (PARTITION BY kecamatan, id_kegiatan ORDER BY id_baris DESC) = 1;
CREATE OR REPLACE VIEW kegiatan_terverifikasi AS
  SELECT r.*, v.status AS status_verifikasi
  FROM kegiatan r JOIN batches_aktif USING (batch_id)
  JOIN verifikasi_terakhir v ON v.tabel = 'kegiatan' AND v.id_baris = r.id_baris AND v.status = 'terverifikasi'
  LEFT JOIN pindah_asal p ON p.tabel = 'kegiatan' AND p.dari_kecamatan = r.kecamatan AND p.dari_id = r.id_kegiatan
  WHERE coalesce(r.id_baris > p.sampai_terverifikasi, true)
  QUALIFY row_number() OVER (PARTITION BY r.kecamatan, r.id_kegiatan ORDER BY r.id_baris DESC) = 1;

CREATE OR REPLACE VIEW kejadian_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi, coalesce(r.id_baris < p.sampai, false) AS dipindah
  FROM kejadian r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'kejadian' AND v.id_baris = r.id_baris
  LEFT JOIN pindah_asal p ON p.tabel = 'kejadian' AND p.dari_kecamatan = r.kecamatan AND p.dari_id = r.id_kejadian;
CREATE OR REPLACE VIEW kejadian_berlaku AS
  SELECT * FROM kejadian_semua WHERE NOT dipindah
  QUALIFY row_number() OVER (PARTITION BY kecamatan, id_kejadian ORDER BY id_baris DESC) = 1;
CREATE OR REPLACE VIEW kejadian_terverifikasi AS
  SELECT r.*, v.status AS status_verifikasi
  FROM kejadian r JOIN batches_aktif USING (batch_id)
  JOIN verifikasi_terakhir v ON v.tabel = 'kejadian' AND v.id_baris = r.id_baris AND v.status = 'terverifikasi'
  LEFT JOIN pindah_asal p ON p.tabel = 'kejadian' AND p.dari_kecamatan = r.kecamatan AND p.dari_id = r.id_kejadian
  WHERE coalesce(r.id_baris > p.sampai_terverifikasi, true)
  QUALIFY row_number() OVER (PARTITION BY r.kecamatan, r.id_kejadian ORDER BY r.id_baris DESC) = 1;

-- Registers: rows of the kabupaten count as they enter, those of a kecamatan once they are verified.
CREATE OR REPLACE VIEW penduduk_semua AS
  SELECT r.*, coalesce(v.status, CASE WHEN k.wilayah IS NULL THEN 'terverifikasi' ELSE 'masuk' END) AS status_verifikasi
  FROM penduduk r JOIN batches_aktif USING (batch_id) LEFT JOIN kiriman k USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'penduduk' AND v.id_baris = r.id_baris;
CREATE OR REPLACE VIEW penduduk_berlaku AS
  SELECT * FROM penduduk_semua QUALIFY row_number() OVER (PARTITION BY kecamatan, tahun ORDER BY id_baris DESC) = 1;
CREATE OR REPLACE VIEW penduduk_terverifikasi AS
  SELECT * FROM penduduk_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY kecamatan, tahun ORDER BY id_baris DESC) = 1;

CREATE OR REPLACE VIEW ormas_semua AS
  SELECT r.*, coalesce(v.status, CASE WHEN k.wilayah IS NULL THEN 'terverifikasi' ELSE 'masuk' END) AS status_verifikasi
  FROM ormas r JOIN batches_aktif USING (batch_id) LEFT JOIN kiriman k USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'ormas' AND v.id_baris = r.id_baris;
CREATE OR REPLACE VIEW ormas_berlaku AS
  SELECT * FROM ormas_semua QUALIFY row_number() OVER (PARTITION BY kode_ormas ORDER BY id_baris DESC) = 1;
CREATE OR REPLACE VIEW ormas_terverifikasi AS
  SELECT * FROM ormas_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY kode_ormas ORDER BY id_baris DESC) = 1;

CREATE OR REPLACE VIEW nilai_resmi_semua AS
  SELECT r.*, coalesce(v.status, CASE WHEN k.wilayah IS NULL THEN 'terverifikasi' ELSE 'masuk' END) AS status_verifikasi
  FROM nilai_resmi r JOIN batches_aktif USING (batch_id) LEFT JOIN kiriman k USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'nilai_resmi' AND v.id_baris = r.id_baris;
CREATE OR REPLACE VIEW nilai_resmi_berlaku AS
  SELECT * FROM nilai_resmi_semua QUALIFY row_number() OVER (PARTITION BY indeks, tahun ORDER BY id_baris DESC) = 1;
CREATE OR REPLACE VIEW nilai_resmi_terverifikasi AS
  SELECT * FROM nilai_resmi_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY indeks, tahun ORDER BY id_baris DESC) = 1;
