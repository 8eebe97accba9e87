-- What people did about a signal: one row a step, only ever added. A signal is named by its id (period/kecamatan/group),
-- which stays the same from edition to edition. Notes are codes, never free text.
CREATE SEQUENCE nomor_tindak_lanjut;
CREATE TABLE tindak_lanjut (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_tindak_lanjut'),
  sinyal VARCHAR NOT NULL CHECK (regexp_full_match(sinyal, '\d{4}-\d{2}/\d{2}\.\d{2}\.\d{2}/[a-z_]+')),
  edisi VARCHAR NOT NULL CHECK (regexp_full_match(edisi, '\d{4}-\d{2}-r\d+')),
  langkah VARCHAR NOT NULL CHECK (langkah IN ('diterima', 'ditugaskan', 'catatan', 'ditutup', 'dibuka_kembali')),
  kode VARCHAR,
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL,
  CHECK ((langkah IN ('ditugaskan', 'catatan', 'ditutup')) = (kode IS NOT NULL)),
  CHECK (langkah <> 'ditutup' OR kode IN ('benar', 'keliru', 'tidak_jelas'))
);
