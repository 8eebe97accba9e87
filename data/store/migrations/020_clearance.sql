-- Clearance of press material: what was asked for, and every decision on it. Rows are only added: the state of a
-- clearance is that of its last decision, and one without a decision waits.

CREATE SEQUENCE nomor_izin;
CREATE TABLE izin (
  nomor INTEGER PRIMARY KEY DEFAULT nextval('nomor_izin'),
  izin VARCHAR NOT NULL UNIQUE,
  edisi VARCHAR NOT NULL, jenis VARCHAR NOT NULL,
  bulan VARCHAR NOT NULL CHECK (regexp_full_match(bulan, '\d{4}-(0[1-9]|1[0-2])')),
  -- SHA-256 over all that the frame says, in both languages: this is what is cleared, and nothing else.
  isi_sha256 VARCHAR NOT NULL CHECK (regexp_full_match(isi_sha256, '[0-9a-f]{64}')),
  -- Whether the two lowest bands may be told by kecamatan.
  golongan_rendah BOOLEAN NOT NULL,
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL, catatan VARCHAR NOT NULL
);

CREATE SEQUENCE nomor_izin_status;
CREATE TABLE izin_status (
  urutan INTEGER PRIMARY KEY DEFAULT nextval('nomor_izin_status'),
  izin VARCHAR NOT NULL REFERENCES izin (izin),
  status VARCHAR NOT NULL CHECK (status IN ('disetujui', 'ditolak', 'ditarik')),
  embargo TIMESTAMP CHECK (embargo IS NULL OR status = 'disetujui'),
  waktu TIMESTAMP NOT NULL, oleh VARCHAR NOT NULL,
  sebagai VARCHAR NOT NULL CHECK (sebagai IN ('ppid', 'ppid_pengganti', 'lokal')),
  alasan VARCHAR NOT NULL
);

CREATE VIEW izin_keadaan AS
  SELECT i.*, coalesce(s.status, 'diminta') AS status, s.embargo, s.waktu AS diputus, s.oleh AS diputus_oleh,
    s.sebagai, s.alasan
  FROM izin i LEFT JOIN izin_status s ON s.izin = i.izin
  QUALIFY row_number() OVER (PARTITION BY i.izin ORDER BY s.urutan DESC NULLS LAST) = 1;
