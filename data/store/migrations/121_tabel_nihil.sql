-- For which tables a kecamatan reports that there was nothing in a month; empty: it doesn't say. A column with a check can't be added, so
-- the rows move to a new table.
CREATE TABLE kelengkapan_baru (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  bulan VARCHAR NOT NULL CHECK (regexp_full_match(bulan, '\d{4}-(0[1-9]|1[0-2])')),
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  desa_melapor INTEGER NOT NULL CHECK (desa_melapor BETWEEN 0 AND 200),
  desa_nihil INTEGER CHECK (desa_nihil BETWEEN 0 AND 200),
  desa_total INTEGER NOT NULL CHECK (desa_total BETWEEN 1 AND 200),
  tabel_nihil VARCHAR CHECK (regexp_full_match(tabel_nihil, '(kejadian|kegiatan)(;(kejadian|kegiatan))*')),
  CHECK (desa_melapor <= desa_total),
  CHECK (desa_nihil <= desa_melapor)
);
INSERT INTO kelengkapan_baru SELECT *, NULL FROM kelengkapan;
DROP TABLE kelengkapan;
ALTER TABLE kelengkapan_baru RENAME TO kelengkapan;

CREATE OR REPLACE VIEW kelengkapan_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi
  FROM kelengkapan r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'kelengkapan' AND v.id_baris = r.id_baris;
CREATE OR REPLACE VIEW kelengkapan_berlaku AS
  SELECT * FROM kelengkapan_semua QUALIFY row_number() OVER (PARTITION BY bulan, kecamatan ORDER BY id_baris DESC) = 1;
CREATE OR REPLACE VIEW kelengkapan_terverifikasi AS
  SELECT * FROM kelengkapan_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY bulan, kecamatan ORDER BY id_baris DESC) = 1;
