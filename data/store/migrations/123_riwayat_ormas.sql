-- What was known of an Ormas since when. The rows of `ormas` count as well, also those that a later one replaced: nothing is overwritten.
CREATE TABLE riwayat_ormas (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  kode_ormas VARCHAR NOT NULL CHECK (regexp_full_match(kode_ormas, '[A-Z0-9][A-Z0-9.\-]{1,19}')),
  perihal VARCHAR NOT NULL CHECK (perihal IN ('status', 'kepengurusan', 'ahu', 'skt', 'skl')),
  mulai DATE NOT NULL,
  sampai DATE,
  status VARCHAR CHECK (status IN ('aktif', 'tidak_aktif', 'tidak_ditemukan')),
  CHECK (sampai >= mulai),
  CHECK ((perihal = 'status') = (status IS NOT NULL))
);

CREATE VIEW riwayat_ormas_semua AS
  SELECT r.*, coalesce(v.status, CASE WHEN k.wilayah IS NULL THEN 'terverifikasi' ELSE 'masuk' END) AS status_verifikasi
  FROM riwayat_ormas r JOIN batches_aktif USING (batch_id) LEFT JOIN kiriman k USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'riwayat_ormas' AND v.id_baris = r.id_baris;
CREATE VIEW riwayat_ormas_berlaku AS
  SELECT * FROM riwayat_ormas_semua QUALIFY row_number() OVER (PARTITION BY kode_ormas, perihal, mulai ORDER BY id_baris DESC) = 1;
CREATE VIEW riwayat_ormas_terverifikasi AS
  SELECT * FROM riwayat_ormas_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY kode_ormas, perihal, mulai ORDER BY id_baris DESC) = 1;

-- All of it: what was sent as history, and what each verified row of the register said when it came. `dicatat`: the day of that row (UTC).
CREATE VIEW ormas_menurut_tanggal AS
  SELECT kode_ormas, perihal, mulai, sampai, status, NULL::DATE AS dicatat FROM riwayat_ormas_terverifikasi
  UNION
  SELECT kode_ormas, perihal, mulai, sampai, keadaan, min(dicatat) FROM (
    SELECT kode_ormas, unnest(['status', 'kepengurusan', 'ahu', 'skt', 'skl']) AS perihal,
      unnest([NULL, NULL, CASE WHEN no_ahu IS NOT NULL THEN tanggal_terdaftar END, CASE WHEN no_skt IS NOT NULL THEN tanggal_terdaftar END, NULL]) AS mulai,
      unnest([NULL, masa_bakti_sampai, NULL, CASE WHEN no_skt IS NOT NULL THEN berlaku_sampai END, NULL]) AS sampai,
      unnest([r.status, NULL, NULL, NULL, NULL]) AS keadaan,
      unnest([true, masa_bakti_sampai IS NOT NULL, no_ahu IS NOT NULL, no_skt IS NOT NULL, no_skl IS NOT NULL]) AS ada,
      CAST(b.waktu AS DATE) AS dicatat
    FROM ormas_semua r JOIN batches b USING (batch_id) WHERE r.status_verifikasi = 'terverifikasi'
  ) WHERE ada GROUP BY kode_ormas, perihal, mulai, sampai, keadaan;
