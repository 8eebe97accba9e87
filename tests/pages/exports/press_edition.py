"""The edition in memory with what press frames need besides: trainings of Ormas, their kinds, small counts."""

import numpy as np
import pandas as pd

from tests.pages.fake_edition import LAST, SCORED, FakeEdition

KINDS = ["keagamaan", "kewanitaan", "kepemudaan", "kesamaan_profesi", "kesamaan_kegiatan", "kesamaan_bidang"]


class PressEdition(FakeEdition):
    """`names`: other names of kecamatan by code; `times`: every count so many times larger."""

    def __init__(self, *args, names=None, times=1, **options) -> None:
        super().__init__(*args, **options)
        units, dice = self.tables("units")["units"], np.random.default_rng(5)
        ormas = units["unit_type"] == "ormas"
        units.loc[ormas, "ciri_khusus"] = dice.choice(KINDS, int(ormas.sum()))
        small = units.index[ormas & (units["status"] == "aktif")][:2]
        units.loc[small, "ciri_khusus"] = "mitra_kl"
        if names:
            units["name"] = units["unit"].map(names).fillna(units["name"])
        self.put(units=units, trainings=_trained(units[ormas & (units["status"] == "aktif")], dice))
        if times > 1:
            with self.rows("counts") as counts, self.rows("deeds") as deeds:
                counts[["n", "resolved"]] *= times
                deeds[["n"]] *= times


def _trained(ormas: pd.DataFrame, dice: np.random.Generator) -> pd.DataFrame:
    """Three in five were trained in a topic of the programme; the rest was invited, and nobody came."""
    came = np.where(dice.random(len(ormas)) < 0.6, 4, 0)
    came[:2] = [4, 0]
    parts = [
        pd.DataFrame(
            {
                "period": month,
                "unit": ormas["unit"],
                "topik": "kepemimpinan",
                "n": 1,
                "jam": 8.0,
                "hadir": came,
                "total": 12,
                "nilai_pre": np.nan,
                "nilai_post": np.nan,
            }
        )
        for month in (SCORED[0], LAST)
    ]
    return pd.concat(parts, ignore_index=True)
