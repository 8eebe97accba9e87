-- What is known beforehand. Nothing of it goes into an edition; notified demonstrations are erased 30 days after they ended.
CREATE TABLE agenda (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  id_agenda VARCHAR NOT NULL,
  mulai DATE NOT NULL,
  sampai DATE NOT NULL,
  jenis VARCHAR NOT NULL CHECK (jenis IN (
    'hari_buruh', 'penetapan_umk', 'ramadan', 'idul_fitri', 'kemerdekaan', 'natal_tahun_baru', 'pemilu', 'pilkada', 'pilkades',
    'unjuk_rasa_diberitahukan', 'perubahan_formulir', 'polsek_baru')),
  kecamatan VARCHAR REFERENCES kecamatan (kode),
  ukuran VARCHAR CHECK (ukuran IN ('sampai_50', '51_200', '201_1000', 'lebih_1000')),
  CHECK (sampai >= mulai),
  CHECK (jenis <> 'unjuk_rasa_diberitahukan' OR kecamatan IS NOT NULL),
  CHECK (jenis = 'unjuk_rasa_diberitahukan' OR ukuran IS NULL)
);

CREATE VIEW agenda_semua AS
  SELECT r.*, coalesce(v.status, CASE WHEN k.wilayah IS NULL THEN 'terverifikasi' ELSE 'masuk' END) AS status_verifikasi
  FROM agenda r JOIN batches_aktif USING (batch_id) LEFT JOIN kiriman k USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'agenda' AND v.id_baris = r.id_baris;
CREATE VIEW agenda_berlaku AS
  SELECT * FROM agenda_semua QUALIFY row_number() OVER (PARTITION BY id_agenda ORDER BY id_baris DESC) = 1;
CREATE VIEW agenda_terverifikasi AS
  SELECT * FROM agenda_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY id_agenda ORDER BY id_baris DESC) = 1;
-- What pictures may mark and everybody may know.
CREATE VIEW agenda_umum AS
  SELECT mulai, sampai, jenis, kecamatan FROM agenda_terverifikasi WHERE jenis <> 'unjuk_rasa_diberitahukan';
-- Only for the list of the next days, and only for roles in charge (data/workflow/agenda.py).
CREATE VIEW agenda_diberitahukan AS
  SELECT mulai, sampai, jenis, kecamatan, ukuran FROM agenda_terverifikasi WHERE jenis = 'unjuk_rasa_diberitahukan';
