-- Rows of incidents with what is computed of each, never typed: `dinilai('kejadian_ditangani')`, or of another view of the same table.
-- `ambang_keparahan` are the numbers of the method in force, put there by severity.py.
-- A demonstration disturbs only when it turned violent; potentials never do.
CREATE TEMP MACRO dinilai(asal) AS TABLE
SELECT k.*,
  CASE
    WHEN k.meninggal >= a3.meninggal OR k.luka >= a3.luka OR k.bangunan_rusak >= a3.bangunan_rusak OR k.pengungsi >= a3.pengungsi
      THEN 3
    WHEN k.meninggal >= a2.meninggal OR k.luka >= a2.luka OR k.bangunan_rusak >= a2.bangunan_rusak OR k.pengungsi >= a2.pengungsi
      OR k.ricuh = 'ya' OR k.dihentikan_aparat = 'ya' THEN 2
    ELSE 1
  END AS keparahan,
  CASE
    WHEN tahap = 'potensi' AND penanganan = 'dicegah' THEN 'dicegah'
    WHEN tahap = 'potensi' THEN 'potensi'
    WHEN jenis = 'unjuk_rasa' AND ricuh IS DISTINCT FROM 'ya' THEN 'penyampaian_pendapat'
    ELSE 'gangguan'
  END AS kelas
FROM query_table(asal) k, (FROM ambang_keparahan WHERE keparahan = 2) a2, (FROM ambang_keparahan WHERE keparahan = 3) a3;
