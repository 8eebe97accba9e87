"""The edition in memory with what press frames need besides: training of Ormas, their kinds, small counts."""

import numpy as np
import pandas as pd

from tests.pages.fake_edition import LAST, SCORED, FakeEdition

KINDS = ["keagamaan", "kewanitaan", "kepemudaan", "kesamaan_profesi", "kesamaan_kegiatan", "kesamaan_bidang"]


class PressEdition(FakeEdition):
    """`names`: other names of kecamatan by code; `times`: every count so many times larger."""

    def __init__(self, *args, names=None, times=1, **options) -> None:
        super().__init__(*args, **options)
        units, dice = self._tables["units"], np.random.default_rng(5)
        ormas = units["unit_type"] == "ormas"
        units.loc[ormas, "ciri_khusus"] = dice.choice(KINDS, int(ormas.sum()))
        small = units.index[ormas & (units["status"] == "aktif")][:2]
        units.loc[small, "ciri_khusus"] = "mitra_kl"
        if names:
            units["name"] = units["unit"].map(names).fillna(units["name"])
        counts, overlay = self._tables["counts"], self._tables["overlay"]
        counts[["n", "resolved"]] *= times
        overlay[["activities"]] *= times
        self._tables["indicators"] = _trained(units[ormas & (units["status"] == "aktif")], dice)


def _trained(ormas: pd.DataFrame, dice: np.random.Generator) -> pd.DataFrame:
    trained = np.where(dice.random(len(ormas)) < 0.6, "terukur", "data_belum_memadai")
    trained[:2] = ["terukur", "data_belum_memadai"]
    parts = [
        pd.DataFrame(
            {
                "index": "IKO",
                "unit_type": "ormas",
                "unit": ormas["unit"],
                "period": month,
                "indicator": "pengurus_terlatih",
                "status": trained,
            }
        )
        for month in (SCORED[0], LAST)
    ]
    return pd.concat(parts, ignore_index=True)
