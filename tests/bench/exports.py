"""Frames and briefs: how long each takes, how much memory, and how long the last of ten waits."""

from __future__ import annotations

import functools
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from data.editions import reading
from pages.exports.press import district, press
from pages.exports.proof import making
from tests import homes
from tests.bench import Row, best, peak_memory, row
from tests.reader import t


@row
def frames_and_briefs() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        # In a process of its own: publishing takes more memory than anything here.
        subprocess.run([sys.executable, "-m", "data", "--home", str(home), "start", "--until", "2026-10"], check=True, capture_output=True)
        before = peak_memory()
        edition = reading.open_edition(home)

        def slowest(size: str, form: str) -> tuple[float, float]:
            return max(
                best(lambda kind=kind: making.make_frame(t, homes.session(home), edition, kind, None, size, form), 3)  # type: ignore[misc]
                for kind in (*press.KINDS, district.kind("32.16.06"))
            )

        for size, form in (("1080x1080", "png"), ("1080x1080", "svg"), ("a4", "png")):
            wall, processor = slowest(size, form)
            yield Row(f"the slowest frame, {size} {form.upper()}", "s", wall, 2, processor=processor)
        for form, goal in (("pdf", 8), ("pptx", 6)):
            wall, processor = best(functools.partial(making.make_brief, t, homes.session(home), edition, None, form), 3)
            yield Row(f"brief as {form.upper()}", "s", wall, goal, processor=processor)
        start = time.perf_counter()
        with ThreadPoolExecutor(10) as people:
            asking = [people.submit(making.make_brief, t, homes.session(home), edition, None, "pdf") for _ in range(10)]
            assert all(one.result() for one in asking)
        yield Row("ten PDF briefs asked for at once: the last one", "s", time.perf_counter() - start, 80)
        yield Row("most memory, all of that", "MiB", peak_memory(), 600, "of it for the libraries", before)
        edition.close()
