"""The reference folder of the four squares, and a home that does not exist yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.boundary.drawing import (
    BPS,
    CORNERS,
    KODE,
    kecamatan,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "reference"
    path.mkdir()
    (path / "wilayah.toml").write_text(
        '[wilayah]\nkode = "33.01"\nkode_bps = "3301"\nnama = "Kabupaten Uji"\nnama_layar = "Uji"\n'
        'zona_waktu = "Asia/Jakarta"\n[kantor]\n[batas]\nsumber = "peta uji"\n'
    )
    rows = [f"{KODE[name]},{BPS[name]},{name},2,0,1,1,{y + 0.05:.2f},{x + 0.05:.2f}" for name, (x, y) in CORNERS.items()]
    header = "kode,kode_bps,nama,n_desa,n_kelurahan,luas_bps_km2,luas_poligon_km2,lat,lon"
    (path / "kecamatan.csv").write_text("\n".join([header, *rows, ""]))
    (path / "alias.csv").write_text("alias,kecamatan,catatan\nBunga,33.01.01,\nBunga,33.01.02,\n")
    kecamatan(kode=list(KODE.values())).to_file(path / "kecamatan.geojson")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"
