-- Papan hari ini: incidents in force that the edition in force doesn't tell of, verified or waiting; temporary views on a connection.
-- `sejak` (one row) is put there by data/workflow/board.py: `akhir`, the last day that the edition covers; `batch`, the last that it knows;
-- `waktu`, until when it knows decisions; `menunggu`, whether rows that wait belong here whenever they happened. NULL: nothing is later.

-- `baru`: not counted in the edition. A row whose decision was taken back and given again was counted in it all the same.
CREATE TEMP VIEW kejadian_dikenal AS
SELECT k.*, coalesce(k.tanggal > s.akhir OR k.batch_id > s.batch OR (s.menunggu AND k.status_verifikasi = 'masuk')
  OR v.pertama > s.waktu, false) AS baru
FROM kejadian_semua k CROSS JOIN sejak s
LEFT JOIN (
  SELECT id_baris, min(waktu) AS pertama FROM verifikasi WHERE tabel = 'kejadian' AND status = 'terverifikasi' GROUP BY id_baris
) v USING (id_baris)
WHERE k.status_verifikasi <> 'ditolak';

-- Of each number that isn't leaving its kecamatan the row that is verified, and a later one that waits. `koreksi`: of an incident that the
-- edition, or a verified row, tells of already, so that nobody counts it twice.
CREATE TEMP VIEW kejadian_papan AS
WITH dikenal AS MATERIALIZED (  -- few columns: of a store full of incidents nearly all rows are left out again
  SELECT id_baris, kecamatan, id_kejadian, status_verifikasi, dipindah, baru FROM kejadian_dikenal
), pindahan AS (
  SELECT p.id_baris FROM pindah p
  JOIN dikenal a ON a.kecamatan = p.dari_kecamatan AND a.id_kejadian = p.dari_id AND a.id_baris < p.id_baris
  WHERE p.tabel = 'kejadian' AND a.status_verifikasi = 'terverifikasi' AND NOT a.baru
), nomor AS (
  SELECT kecamatan, id_kejadian, max(id_baris) AS terakhir,
    max(id_baris) FILTER (status_verifikasi = 'terverifikasi') AS sah,
    bool_or((status_verifikasi = 'terverifikasi' AND NOT baru) OR id_baris IN (SELECT id_baris FROM pindahan)) AS termuat
  FROM dikenal SEMI JOIN (FROM dikenal WHERE baru) USING (kecamatan, id_kejadian)
  WHERE NOT dipindah GROUP BY kecamatan, id_kejadian
), terpilih AS (
  SELECT d.id_baris, d.status_verifikasi, n.termuat OR (d.status_verifikasi = 'masuk' AND n.sah IS NOT NULL) AS koreksi
  FROM dikenal d JOIN nomor n USING (kecamatan, id_kejadian)
  WHERE d.baru AND NOT d.dipindah
    AND d.id_baris = CASE d.status_verifikasi WHEN 'terverifikasi' THEN n.sah ELSE n.terakhir END
)
SELECT k.*, t.status_verifikasi, t.koreksi FROM kejadian k JOIN terpilih t USING (id_baris);

CREATE TEMP TABLE papan AS FROM dinilai('kejadian_papan');
