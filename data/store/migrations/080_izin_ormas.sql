-- Which Ormas an institution may see by name and score: for what, by which letter, until when. Rows are only added; a grant
-- that was withdrawn has a row in the second table.
CREATE SEQUENCE nomor_izin_ormas;
CREATE TABLE izin_ormas (
  nomor INTEGER PRIMARY KEY DEFAULT nextval('nomor_izin_ormas'),
  peran VARCHAR NOT NULL CHECK (peran IN ('penghubung_polri', 'penghubung_tni', 'penghubung_bin')),
  kode_ormas VARCHAR NOT NULL,
  tujuan VARCHAR NOT NULL, surat VARCHAR NOT NULL, sampai DATE NOT NULL,
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL
);
CREATE TABLE izin_ormas_cabut (
  nomor INTEGER PRIMARY KEY REFERENCES izin_ormas (nomor),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL, alasan VARCHAR NOT NULL
);
