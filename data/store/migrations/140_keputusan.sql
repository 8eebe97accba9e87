-- What was decided about what needed a decision, and every step after it. Rows are only added. A subject (kind/key) is the same in every
-- edition: the cell of a signal, the month of the reports, the topic of a training. Offices, never persons.
CREATE SEQUENCE nomor_keputusan;
CREATE TABLE keputusan (
  nomor INTEGER PRIMARY KEY DEFAULT nextval('nomor_keputusan'),
  edisi VARCHAR NOT NULL CHECK (regexp_full_match(edisi, '\d{4}-\d{2}-r\d+')),
  pokok VARCHAR NOT NULL CHECK (regexp_full_match(pokok, 'sinyal/\d{2}\.\d{2}\.\d{2}/[a-z_]+|laporan/\d{4}-\d{2}|pelatihan/[a-z_]+')),
  rapat DATE NOT NULL,
  pemutus VARCHAR NOT NULL CHECK (pemutus IN ('bupati', 'kepala_bakesbangpol', 'forkopimda', 'tim_terpadu')),
  penanggung_jawab VARCHAR NOT NULL,
  batas DATE NOT NULL,
  putusan VARCHAR NOT NULL CHECK (length(putusan) BETWEEN 1 AND 300),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL,
  CHECK (batas >= rapat)
);

CREATE SEQUENCE nomor_keputusan_langkah;
CREATE TABLE keputusan_langkah (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_keputusan_langkah'),
  nomor INTEGER NOT NULL REFERENCES keputusan (nomor),
  langkah VARCHAR NOT NULL CHECK (langkah IN ('selesai', 'diundur', 'dibatalkan')),
  tanggal DATE NOT NULL,
  batas DATE,
  alasan VARCHAR NOT NULL CHECK (length(alasan) <= 200),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL,
  CHECK ((langkah = 'diundur') = (batas IS NOT NULL)),
  CHECK (langkah = 'selesai' OR length(alasan) > 0)
);
