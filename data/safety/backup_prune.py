"""Old backups are taken away by rule, and none while the store contradicts its proofs: they may be all that is left of what was true."""

from __future__ import annotations

import shutil
from pathlib import Path

from data.errors import DataError
from data.safety import backup, proof
from data.session import Session
from data.store import audit, database, durable, locking
from data.words import msg


def retain(session: Session, folder: Path, keep: int) -> list[str]:
    """Take away all but the newest `keep` backups of this store in a folder; returns their names.

    Backups of other stores in the same folder stay. Raises DataError for a `keep` under 1, and where something that can be
    proved is broken; nothing is taken away then.
    """
    session.require("cadangan")
    home = session.home
    if keep < 1:
        raise DataError(msg("Sedikitnya satu cadangan harus tinggal: --keep 1 atau lebih."))
    with database.read(home) as con:
        identity = backup.identity_of(con)
        broken = [one.text for one in proof.findings(session.t, con, home, deep=True) if one.level == "rusak"]
    if broken:
        raise DataError(
            msg(
                "Tidak ada cadangan lama yang dihapus, karena yang baru menyalin basis data yang tidak terbukti utuh: {first} Jalankan: python -m data doctor",
                first=broken[0],
            )
        )
    old = [made for made in backup.listing(folder) if made.store == identity][keep:]
    for made in old:
        doomed = durable.temporary(made.path)
        try:
            made.path.rename(doomed)  # it stops being a backup first, then its files go
            shutil.rmtree(doomed)
        except OSError as error:
            raise DataError(locking.cannot_write(folder, error)) from None
    if old:
        with database.write(home, doing="backup", wait=database.INTERACTIVE_WAIT, who=session.user) as con:
            names = [made.path.name for made in old]
            audit.append(con, "hapus_cadangan", {"nama": names, "aturan": f"keep {keep}"}, by=session.by)
    return [made.path.name for made in old]
