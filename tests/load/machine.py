"""How fast this computer is, by two fixed loops: figures of two machines compare only beside these."""

from __future__ import annotations

import time

import numpy as np

SIZE, TURNS, BEST_OF = 400, 400_000, 5


def numpy_ms() -> float:
    """Milliseconds for products of two fixed matrices of 400 × 400 numbers, best of five."""
    left = np.random.default_rng(0).random((SIZE, SIZE))
    return _best(lambda: [left @ left for _ in range(8)])


def python_ms() -> float:
    """Milliseconds for a fixed loop of 400,000 turns of plain Python over a dictionary, best of five."""

    def loop() -> int:
        seen: dict[int, int] = {}
        for turn in range(TURNS):
            seen[turn % 1009] = seen.get(turn % 1009, 0) + turn
        return len(seen)

    return _best(loop)


def _best(work) -> float:
    took = []
    for _ in range(BEST_OF):
        start = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - start))
    return min(took)
