-- What was erased by rule or by request: tombstones, so that counts and the audit trail stay whole. kolom `*`: the rows themselves.
CREATE SEQUENCE nomor_penghapusan;
CREATE TABLE penghapusan (
  nomor INTEGER PRIMARY KEY DEFAULT nextval('nomor_penghapusan'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  tabel VARCHAR NOT NULL, kolom VARCHAR NOT NULL,
  baris INTEGER NOT NULL CHECK (baris > 0),
  -- Rows of days before this one; NULL: of the batch, whatever its days.
  sebelum DATE,
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL, alasan VARCHAR NOT NULL
);
