-- How incidents were handled; temporary views on a connection. Only verified rows.
-- The columns `penanganan` and `tanggal_selesai` of an incident are one step more (`kolom`): on the day on which it was settled where that
-- stands there, else on the day of the report. A case that is closed without a day is closed on a day that nobody knows, and is no step.

-- One row an incident and day: the step that went furthest. `tahap_langkah` (data/tables/langkah_penanganan.py) is put there by handling.py.
CREATE TEMP VIEW langkah AS
WITH tercatat AS (
  SELECT coalesce(n.kecamatan, l.kecamatan) AS kecamatan, coalesce(n.id_kejadian, l.id_kejadian) AS id_kejadian,
    l.id_baris, l.tanggal, l.keadaan, t.tahap, false AS kolom
  FROM langkah_penanganan_terverifikasi l JOIN tahap_langkah t USING (keadaan)
  LEFT JOIN kejadian_kini n ON n.dari_kecamatan = l.kecamatan AND n.dari_id = l.id_kejadian
  UNION ALL
  SELECT k.kecamatan, k.id_kejadian, k.id_baris, coalesce(k.tanggal_selesai, k.tanggal_lapor, k.tanggal), k.penanganan,
    CASE WHEN k.tanggal_selesai IS NULL THEN t.tahap ELSE 2 END, true
  FROM kejadian_terverifikasi k LEFT JOIN tahap_langkah t ON t.keadaan = k.penanganan
  WHERE k.tanggal_selesai IS NOT NULL OR t.tahap < 2
)
SELECT kecamatan, id_kejadian, tanggal, keadaan, tahap = 2 AS tutup, kolom FROM tercatat
QUALIFY row_number() OVER (PARTITION BY kecamatan, id_kejadian, tanggal ORDER BY tahap DESC, kolom, id_baris DESC) = 1;

-- Incidents as their steps leave them. A step that closes says when; else the row does, if it says so; else the last step holds.
CREATE TEMP VIEW kejadian_ditangani AS
SELECT k.* REPLACE (
    CASE WHEN l.tutup AND NOT l.kolom OR NOT k.tutup_kolom THEN coalesce(l.keadaan, k.penanganan) ELSE k.penanganan END AS penanganan,
    CASE WHEN l.tutup AND NOT l.kolom THEN l.tanggal ELSE k.tanggal_selesai END AS tanggal_selesai
  )
FROM (
  SELECT *, coalesce(tanggal_selesai IS NOT NULL OR penanganan IN (SELECT keadaan FROM tahap_langkah WHERE tahap = 2), false) AS tutup_kolom
  FROM kejadian_terverifikasi
) k LEFT JOIN (
  SELECT * FROM langkah
  QUALIFY row_number() OVER (PARTITION BY kecamatan, id_kejadian ORDER BY tutup AND NOT kolom DESC, tanggal DESC) = 1
) l USING (kecamatan, id_kejadian);
