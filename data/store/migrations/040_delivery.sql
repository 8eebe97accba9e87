-- One file is one delivery (kiriman) to whoever sent it, though it makes a batch a table: it is listed, verified and
-- withdrawn as one. A delivery is called by the number of its first batch, and "batch" without more means a delivery.
CREATE TABLE kiriman (
  batch_id INTEGER PRIMARY KEY REFERENCES batches (batch_id),
  kiriman INTEGER NOT NULL CHECK (kiriman <= batch_id)
);
-- Batches of before: those of the same file by the same person. The same file again (after it was withdrawn) is another one.
INSERT INTO kiriman
  SELECT batch_id, min(batch_id) OVER (PARTITION BY sha256, berkas, oleh, ke) FROM (
    SELECT *, row_number() OVER (PARTITION BY sha256, berkas, oleh, tabel ORDER BY batch_id) AS ke FROM batches
  );
