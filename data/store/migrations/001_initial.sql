-- The working database: territory, batches, the importable tables, verification, audit.
-- Rows of the importable tables are never updated or deleted: a correction is a new row in a new batch,
-- verification and withdrawal are rows of their own, so that every state can be told again.
-- Written once; a later change of shape is the next numbered file.

CREATE TABLE store_meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

CREATE TABLE kecamatan (
  kode VARCHAR PRIMARY KEY CHECK (regexp_full_match(kode, '\d{2}\.\d{2}\.\d{2}')),
  kode_bps VARCHAR NOT NULL UNIQUE CHECK (regexp_full_match(kode_bps, '\d{7}')),
  nama VARCHAR NOT NULL UNIQUE,
  n_desa INTEGER NOT NULL CHECK (n_desa >= 0),
  n_kelurahan INTEGER NOT NULL CHECK (n_kelurahan >= 0),
  luas_bps_km2 DOUBLE, luas_poligon_km2 DOUBLE, lat DOUBLE NOT NULL, lon DOUBLE NOT NULL
);

-- Which police sector covers a kecamatan, and since when; NULL = the date is not known.
CREATE TABLE polsek (
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  polsek VARCHAR NOT NULL,
  berlaku_mulai DATE, berlaku_sampai DATE CHECK (berlaku_sampai >= berlaku_mulai),
  status VARCHAR NOT NULL CHECK (status IN ('terverifikasi', 'belum_diverifikasi')),
  nama_lama VARCHAR
);

CREATE SEQUENCE nomor_batch;
CREATE TABLE batches (
  batch_id INTEGER PRIMARY KEY DEFAULT nextval('nomor_batch'),
  tabel VARCHAR NOT NULL,
  berkas VARCHAR NOT NULL,
  sha256 VARCHAR NOT NULL,
  format VARCHAR NOT NULL,
  waktu TIMESTAMP NOT NULL,
  oleh VARCHAR NOT NULL,
  baris_berkas INTEGER NOT NULL CHECK (baris_berkas >= baris_masuk + baris_dilewati),
  baris_masuk INTEGER NOT NULL CHECK (baris_masuk >= 0),
  baris_dilewati INTEGER NOT NULL CHECK (baris_dilewati >= 0),
  dilewati JSON NOT NULL
);
CREATE SEQUENCE nomor_status_batch;
CREATE TABLE batch_status (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_status_batch'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  status VARCHAR NOT NULL CHECK (status IN ('aktif', 'ditarik')),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL, alasan VARCHAR NOT NULL
);
CREATE VIEW batches_aktif AS
  SELECT b.* FROM batches b
  WHERE coalesce((SELECT arg_max(s.status, s.urutan) FROM batch_status s WHERE s.batch_id = b.batch_id), 'aktif') = 'aktif';

-- Times are UTC. Every row names the hash of the row before it, so that a missing or altered row shows.
CREATE TABLE audit (
  urutan INTEGER PRIMARY KEY CHECK (urutan > 0),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL, tindakan VARCHAR NOT NULL,
  rincian VARCHAR NOT NULL, hash_sebelum VARCHAR NOT NULL, hash VARCHAR NOT NULL UNIQUE
);

CREATE SEQUENCE nomor_verifikasi;
CREATE TABLE verifikasi (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_verifikasi'),
  tabel VARCHAR NOT NULL CHECK (tabel IN ('kegiatan', 'kejadian', 'survei', 'pelatihan', 'kelengkapan')),
  id_baris BIGINT NOT NULL,
  status VARCHAR NOT NULL CHECK (status IN ('masuk', 'terverifikasi', 'ditolak')),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL, alasan VARCHAR NOT NULL
);
CREATE VIEW verifikasi_terakhir AS
  SELECT tabel, id_baris, arg_max(status, urutan) AS status FROM verifikasi GROUP BY tabel, id_baris;

CREATE SEQUENCE nomor_baris;

CREATE TABLE penduduk (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  tahun INTEGER NOT NULL CHECK (tahun BETWEEN 1990 AND 2100),
  jumlah INTEGER NOT NULL CHECK (jumlah BETWEEN 1 AND 100000000),
  mutu VARCHAR NOT NULL
    CHECK (mutu IN ('sensus', 'proyeksi', 'estimasi_dpt', 'estimasi_kasar')),
  sumber VARCHAR NOT NULL
);

CREATE TABLE ormas (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  kode_ormas VARCHAR NOT NULL CHECK (regexp_full_match(kode_ormas, '[A-Z0-9][A-Z0-9.\-]{1,19}')),
  nama VARCHAR NOT NULL,
  singkatan VARCHAR,
  bentuk VARCHAR NOT NULL
    CHECK (bentuk IN ('perkumpulan_bh', 'yayasan_bh', 'tidak_berbadan_hukum')),
  jenjang VARCHAR
    CHECK (jenjang IN ('pusat', 'cabang')),
  no_ahu VARCHAR,
  no_skt VARCHAR,
  no_skl VARCHAR,
  tanggal_terdaftar DATE,
  berlaku_sampai DATE,
  masa_bakti_sampai DATE,
  ciri_khusus VARCHAR
    CHECK (ciri_khusus IN ('keagamaan', 'kewanitaan', 'kepemudaan', 'kesamaan_profesi', 'kesamaan_kegiatan', 'kesamaan_bidang', 'mitra_kl')),
  bidang VARCHAR,
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  cakupan VARCHAR
    CHECK (cakupan IN ('desa', 'kecamatan', 'kabupaten')),
  status VARCHAR NOT NULL
    CHECK (status IN ('aktif', 'tidak_aktif', 'tidak_ditemukan')),
  CHECK (berlaku_sampai >= tanggal_terdaftar)
);

CREATE TABLE kegiatan (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  id_kegiatan VARCHAR NOT NULL,
  kode_ormas VARCHAR NOT NULL CHECK (regexp_full_match(kode_ormas, '[A-Z0-9][A-Z0-9.\-]{1,19}')),
  tanggal DATE NOT NULL,
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  kode_desa VARCHAR CHECK (regexp_full_match(kode_desa, '\d{2}\.\d{2}\.\d{2}\.\d{4}')),
  jenis VARCHAR NOT NULL
    CHECK (jenis IN ('kamtibmas', 'deteksi_dini', 'mediasi', 'literasi_antihoaks', 'toleransi_kerukunan', 'sosial', 'lainnya')),
  peserta INTEGER CHECK (peserta BETWEEN 0 AND 100000),
  mitra VARCHAR NOT NULL
    CHECK (mitra IN ('tidak_ada', 'pemerintah', 'polri', 'tni', 'fkub', 'lainnya')),
  tingkat_bukti INTEGER NOT NULL CHECK (tingkat_bukti BETWEEN 0 AND 3),
  sumber VARCHAR NOT NULL
    CHECK (regexp_full_match(sumber, '(kecamatan|polsek|fkdm|ormas|media|lainnya)(;(kecamatan|polsek|fkdm|ormas|media|lainnya))*'))
);

CREATE TABLE kejadian (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  id_kejadian VARCHAR NOT NULL,
  tanggal DATE NOT NULL,
  jam INTEGER CHECK (jam BETWEEN 0 AND 23),
  tanggal_lapor DATE,
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  kode_desa VARCHAR CHECK (regexp_full_match(kode_desa, '\d{2}\.\d{2}\.\d{2}\.\d{4}')),
  lokasi VARCHAR
    CHECK (lokasi IN ('permukiman', 'jalan', 'kawasan_industri', 'sekolah', 'pasar', 'kantor_pemerintah', 'lainnya')),
  tahap VARCHAR NOT NULL
    CHECK (tahap IN ('potensi', 'peristiwa')),
  jenis VARCHAR NOT NULL
    CHECK (jenis IN ('bentrok_antarwarga', 'isu_keamanan', 'isu_sara', 'kesenjangan_sosial', 'konflik_lingkungan_pendidikan', 'tawuran', 'konflik_ormas', 'sengketa_lahan', 'ekses_politik', 'perselisihan_hubungan_industrial', 'perebutan_limbah_proyek', 'pendirian_rumah_ibadat', 'unjuk_rasa', 'lainnya')),
  ricuh VARCHAR
    CHECK (ricuh IN ('ya', 'tidak')),
  sumber_konflik VARCHAR
    CHECK (sumber_konflik IN ('ipoleksosbud', 'sara', 'batas_wilayah', 'sda_lahan', 'distribusi_sda', 'tidak_jelas')),
  konflik_sosial VARCHAR
    CHECK (konflik_sosial IN ('ya', 'tidak')),
  fase VARCHAR
    CHECK (fase IN ('pencegahan', 'penghentian', 'pemulihan')),
  meninggal INTEGER CHECK (meninggal BETWEEN 0 AND 10000),
  luka INTEGER CHECK (luka BETWEEN 0 AND 100000),
  bangunan_rusak INTEGER CHECK (bangunan_rusak BETWEEN 0 AND 100000),
  pengungsi INTEGER CHECK (pengungsi BETWEEN 0 AND 1000000),
  dihentikan_aparat VARCHAR
    CHECK (dihentikan_aparat IN ('ya', 'tidak')),
  penanganan VARCHAR
    CHECK (penanganan IN ('dicegah', 'dimediasi', 'proses', 'selesai', 'belum_ditangani', 'eskalasi')),
  tanggal_selesai DATE,
  peran_ormas VARCHAR
    CHECK (peran_ormas IN ('tidak_ada', 'melapor', 'mencegah', 'memediasi')),
  kode_ormas VARCHAR CHECK (regexp_full_match(kode_ormas, '[A-Z0-9][A-Z0-9.\-]{1,19}')),
  sumber VARCHAR NOT NULL
    CHECK (regexp_full_match(sumber, '(kecamatan|polsek|fkdm|ormas|media|lainnya)(;(kecamatan|polsek|fkdm|ormas|media|lainnya))*')),
  CHECK (tanggal_lapor >= tanggal),
  CHECK (tanggal_selesai >= tanggal),
  CHECK (peran_ormas IS NOT NULL OR kode_ormas IS NULL)
);

CREATE TABLE survei (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  putaran VARCHAR NOT NULL,
  tanggal DATE NOT NULL,
  sasaran VARCHAR NOT NULL
    CHECK (sasaran IN ('kecamatan', 'ormas')),
  kode VARCHAR NOT NULL,
  pertanyaan VARCHAR NOT NULL
    CHECK (pertanyaan IN ('kepuasan_ormas', 'rasa_aman')),
  n_responden INTEGER NOT NULL CHECK (n_responden BETWEEN 1 AND 1000000),
  rata_rata DOUBLE NOT NULL CHECK (rata_rata BETWEEN 1 AND 4),
  standar_deviasi DOUBLE CHECK (standar_deviasi BETWEEN 0 AND 1.5),
  sumber VARCHAR
    CHECK (regexp_full_match(sumber, '(kecamatan|polsek|fkdm|ormas|media|lainnya)(;(kecamatan|polsek|fkdm|ormas|media|lainnya))*'))
);

CREATE TABLE pelatihan (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  id_pelatihan VARCHAR NOT NULL,
  tanggal DATE NOT NULL,
  topik VARCHAR NOT NULL
    CHECK (topik IN ('manajemen_organisasi', 'kepemimpinan', 'penyelesaian_konflik', 'komunikasi_efektif', 'regulasi', 'wawasan_kebangsaan')),
  jam DOUBLE CHECK (jam BETWEEN 0.5 AND 400),
  kode_ormas VARCHAR NOT NULL CHECK (regexp_full_match(kode_ormas, '[A-Z0-9][A-Z0-9.\-]{1,19}')),
  pengurus_hadir INTEGER NOT NULL CHECK (pengurus_hadir BETWEEN 0 AND 1000),
  pengurus_total INTEGER NOT NULL CHECK (pengurus_total BETWEEN 1 AND 1000),
  nilai_pre DOUBLE CHECK (nilai_pre BETWEEN 0 AND 100),
  nilai_post DOUBLE CHECK (nilai_post BETWEEN 0 AND 100),
  sumber VARCHAR
    CHECK (regexp_full_match(sumber, '(kecamatan|polsek|fkdm|ormas|media|lainnya)(;(kecamatan|polsek|fkdm|ormas|media|lainnya))*')),
  CHECK (pengurus_hadir <= pengurus_total)
);

CREATE TABLE kelengkapan (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  bulan VARCHAR NOT NULL CHECK (regexp_full_match(bulan, '\d{4}-(0[1-9]|1[0-2])')),
  kecamatan VARCHAR NOT NULL REFERENCES kecamatan (kode),
  desa_melapor INTEGER NOT NULL CHECK (desa_melapor BETWEEN 0 AND 200),
  desa_nihil INTEGER CHECK (desa_nihil BETWEEN 0 AND 200),
  desa_total INTEGER NOT NULL CHECK (desa_total BETWEEN 1 AND 200),
  CHECK (desa_melapor <= desa_total),
  CHECK (desa_nihil <= desa_melapor)
);

CREATE TABLE nilai_resmi (
  id_baris BIGINT PRIMARY KEY DEFAULT nextval('nomor_baris'),
  batch_id INTEGER NOT NULL REFERENCES batches (batch_id),
  baris INTEGER NOT NULL CHECK (baris > 0),
  indeks VARCHAR NOT NULL
    CHECK (indeks IN ('IKO', 'IKN', 'IHaI')),
  tahun INTEGER NOT NULL CHECK (tahun BETWEEN 2000 AND 2100),
  nilai DOUBLE CHECK (nilai BETWEEN 0 AND 100),
  target DOUBLE CHECK (target BETWEEN 0 AND 100),
  sumber VARCHAR NOT NULL
);

-- What is in force: the latest row of each key among the batches that were not withdrawn. For event tables
-- `*_berlaku` shows every row's state, `*_terverifikasi` the latest *verified* row of each key, so that a
-- correction that still waits for verification doesn't take the verified figure away.

CREATE VIEW penduduk_berlaku AS
  SELECT r.* FROM penduduk r JOIN batches_aktif USING (batch_id)
  QUALIFY row_number() OVER (PARTITION BY kecamatan, tahun ORDER BY r.id_baris DESC) = 1;

CREATE VIEW ormas_berlaku AS
  SELECT r.* FROM ormas r JOIN batches_aktif USING (batch_id)
  QUALIFY row_number() OVER (PARTITION BY kode_ormas ORDER BY r.id_baris DESC) = 1;

CREATE VIEW kegiatan_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi
  FROM kegiatan r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'kegiatan' AND v.id_baris = r.id_baris;
CREATE VIEW kegiatan_berlaku AS
  SELECT * FROM kegiatan_semua QUALIFY row_number() OVER (PARTITION BY id_kegiatan ORDER BY id_baris DESC) = 1;
CREATE VIEW kegiatan_terverifikasi AS
  SELECT * FROM kegiatan_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY id_kegiatan ORDER BY id_baris DESC) = 1;

CREATE VIEW kejadian_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi
  FROM kejadian r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'kejadian' AND v.id_baris = r.id_baris;
CREATE VIEW kejadian_berlaku AS
  SELECT * FROM kejadian_semua QUALIFY row_number() OVER (PARTITION BY id_kejadian ORDER BY id_baris DESC) = 1;
CREATE VIEW kejadian_terverifikasi AS
  SELECT * FROM kejadian_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY id_kejadian ORDER BY id_baris DESC) = 1;

CREATE VIEW survei_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi
  FROM survei r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'survei' AND v.id_baris = r.id_baris;
CREATE VIEW survei_berlaku AS
  SELECT * FROM survei_semua QUALIFY row_number() OVER (PARTITION BY putaran, sasaran, kode, pertanyaan ORDER BY id_baris DESC) = 1;
CREATE VIEW survei_terverifikasi AS
  SELECT * FROM survei_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY putaran, sasaran, kode, pertanyaan ORDER BY id_baris DESC) = 1;

CREATE VIEW pelatihan_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi
  FROM pelatihan r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'pelatihan' AND v.id_baris = r.id_baris;
CREATE VIEW pelatihan_berlaku AS
  SELECT * FROM pelatihan_semua QUALIFY row_number() OVER (PARTITION BY id_pelatihan, kode_ormas ORDER BY id_baris DESC) = 1;
CREATE VIEW pelatihan_terverifikasi AS
  SELECT * FROM pelatihan_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY id_pelatihan, kode_ormas ORDER BY id_baris DESC) = 1;

CREATE VIEW kelengkapan_semua AS
  SELECT r.*, coalesce(v.status, 'masuk') AS status_verifikasi
  FROM kelengkapan r JOIN batches_aktif USING (batch_id)
  LEFT JOIN verifikasi_terakhir v ON v.tabel = 'kelengkapan' AND v.id_baris = r.id_baris;
CREATE VIEW kelengkapan_berlaku AS
  SELECT * FROM kelengkapan_semua QUALIFY row_number() OVER (PARTITION BY bulan, kecamatan ORDER BY id_baris DESC) = 1;
CREATE VIEW kelengkapan_terverifikasi AS
  SELECT * FROM kelengkapan_semua WHERE status_verifikasi = 'terverifikasi'
  QUALIFY row_number() OVER (PARTITION BY bulan, kecamatan ORDER BY id_baris DESC) = 1;

CREATE VIEW nilai_resmi_berlaku AS
  SELECT r.* FROM nilai_resmi r JOIN batches_aktif USING (batch_id)
  QUALIFY row_number() OVER (PARTITION BY indeks, tahun ORDER BY r.id_baris DESC) = 1;
