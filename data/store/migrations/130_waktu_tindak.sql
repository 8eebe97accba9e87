-- Steps of all that has a clock: signals, severe incidents and decisions; and acts, each with day, office, outcome and, where nothing was
-- done, why. Rows of before keep what they say. The checks of a table can't be changed, so its rows move to a new one.
CREATE TABLE tindak_lanjut_baru (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_tindak_lanjut'),
  sinyal VARCHAR CHECK (regexp_full_match(sinyal, '\d{4}-\d{2}/\d{2}\.\d{2}\.\d{2}/[a-z_]+')),
  edisi VARCHAR CHECK (regexp_full_match(edisi, '\d{4}-\d{2}-r\d+')),
  langkah VARCHAR NOT NULL
    CHECK (langkah IN ('diterima', 'ditugaskan', 'catatan', 'tindakan', 'ditutup', 'taraf_baru', 'dibuka_kembali')),
  kode VARCHAR,
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL,
  -- What isn't a signal: a severe incident by kecamatan and number, a decision by its number.
  perkara VARCHAR CHECK (regexp_full_match(perkara, 'kejadian/\d{2}\.\d{2}\.\d{2}/.+|keputusan/.+')),
  tanggal DATE,
  lembaga VARCHAR,
  hasil VARCHAR CHECK (hasil IN ('benar', 'keliru', 'tidak_jelas')),
  sebab VARCHAR,
  CHECK ((sinyal IS NULL) <> (perkara IS NULL)),
  CHECK (sinyal IS NULL OR edisi IS NOT NULL),
  CHECK ((langkah IN ('ditugaskan', 'catatan', 'tindakan', 'ditutup', 'taraf_baru')) = (kode IS NOT NULL)),
  CHECK (langkah <> 'ditutup' OR kode IN ('benar', 'keliru', 'tidak_jelas')),
  CHECK (langkah <> 'taraf_baru' OR regexp_full_match(kode, '\d{4}-\d{2}')),
  CHECK ((langkah = 'tindakan') = (hasil IS NOT NULL)),
  CHECK (langkah <> 'tindakan' OR (tanggal IS NOT NULL AND lembaga IS NOT NULL)),
  CHECK ((coalesce(kode, '') = 'tidak_perlu') = (sebab IS NOT NULL))
);
INSERT INTO tindak_lanjut_baru (urutan, sinyal, edisi, langkah, kode, waktu, oleh)
  SELECT urutan, sinyal, edisi, langkah, kode, waktu, oleh FROM tindak_lanjut;
DROP TABLE tindak_lanjut;
ALTER TABLE tindak_lanjut_baru RENAME TO tindak_lanjut;
