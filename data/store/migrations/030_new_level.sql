-- A row of signals that has lasted for a year may be taken as the new usual level: step `taraf_baru`, with the month in
-- which the row began. The checks of a table can't be changed, so its rows move to a new one.
CREATE TABLE tindak_lanjut_baru (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_tindak_lanjut'),
  sinyal VARCHAR NOT NULL CHECK (regexp_full_match(sinyal, '\d{4}-\d{2}/\d{2}\.\d{2}\.\d{2}/[a-z_]+')),
  edisi VARCHAR NOT NULL CHECK (regexp_full_match(edisi, '\d{4}-\d{2}-r\d+')),
  langkah VARCHAR NOT NULL
    CHECK (langkah IN ('diterima', 'ditugaskan', 'catatan', 'ditutup', 'taraf_baru', 'dibuka_kembali')),
  kode VARCHAR,
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL,
  CHECK ((langkah IN ('ditugaskan', 'catatan', 'ditutup', 'taraf_baru')) = (kode IS NOT NULL)),
  CHECK (langkah <> 'ditutup' OR kode IN ('benar', 'keliru', 'tidak_jelas')),
  CHECK (langkah <> 'taraf_baru' OR regexp_full_match(kode, '\d{4}-\d{2}'))
);
INSERT INTO tindak_lanjut_baru SELECT * FROM tindak_lanjut;
DROP TABLE tindak_lanjut;
ALTER TABLE tindak_lanjut_baru RENAME TO tindak_lanjut;
