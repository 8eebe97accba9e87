-- Which police sector covers a kecamatan from a day on; rows of the office beside what the program brought along (`polsek`).
CREATE TABLE wilayah_polsek (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  polsek VARCHAR NOT NULL,
  mulai DATE NOT NULL,
  sampai DATE,
  dikonfirmasi VARCHAR CHECK (dikonfirmasi IN ('ya', 'tidak')),
  CHECK (sampai >= mulai)
);

CREATE VIEW wilayah_polsek_semua AS
  SELECT r.*, coalesce(v.status, CASE WHEN k.wilayah IS NULL THEN 'terverifikasi' ELSE 'masuk' END) AS status_verifikasi
  FROM wilayah_polsek r JOIN batches_aktif USING (batch_id) LEFT JOIN kiriman k USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'wilayah_polsek' AND v.id_baris = r.id_baris;
CREATE VIEW wilayah_polsek_berlaku AS
  SELECT * FROM wilayah_polsek_semua QUALIFY row_number() OVER (PARTITION BY kecamatan, mulai ORDER BY id_baris DESC) = 1;
CREATE VIEW wilayah_polsek_terverifikasi AS
  SELECT * FROM wilayah_polsek_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY kecamatan, mulai ORDER BY id_baris DESC) = 1;

-- Every area with its days (NULL: not known, or still) and whether the police confirmed it. A row holds until the next one begins; what was
-- brought along comes first.
CREATE VIEW polsek_menurut_tanggal AS
  SELECT kecamatan, polsek, berlaku_mulai AS mulai, berlaku_sampai AS sampai, status = 'terverifikasi' AS dikonfirmasi, false AS kantor FROM polsek
  UNION ALL
  SELECT kecamatan, polsek, mulai, sampai, coalesce(dikonfirmasi = 'ya', false), true FROM wilayah_polsek_terverifikasi;
