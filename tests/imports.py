"""The imports of the program as numbers and as lines, by grimp (import-linter's graph): `make imports`.

A *room* is a folder of a layer; before there were rooms, and where a file stands in no folder, the file is its own.
"""

from __future__ import annotations

import functools
import sys
from itertools import groupby

import grimp
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

LAYERS = ("analytics", "data", "pages")


def room_of(module: str) -> str:
    """`data.store` of `data.store.database`."""
    return ".".join(module.split(".")[:2])


def tangles(arrows: set[tuple[str, str]]) -> dict[str, int]:
    """Which strongly connected part each belongs to; two of one part import each other, perhaps by others."""
    names = sorted({one for arrow in arrows for one in arrow})
    place = {name: at for at, name in enumerate(names)}
    ends = np.array([[place[a], place[b]] for a, b in arrows], dtype=int).reshape(-1, 2)
    _, part = connected_components(coo_matrix((np.ones(len(ends)), ends.T), shape=(len(names),) * 2), connection="strong")
    return dict(zip(names, map(int, part), strict=True))


def circles(arrows: set[tuple[str, str]]) -> int:
    parts = [*tangles(arrows).values()]
    return sum(parts.count(one) > 1 for one in set(parts))


def longest(arrows: set[tuple[str, str]]) -> int:
    """Modules in the longest chain of imports, a circle counted once."""
    part = tangles(arrows)
    after: dict[int, set[int]] = {}
    for a, b in arrows:
        if part[a] != part[b]:
            after.setdefault(part[a], set()).add(part[b])

    @functools.cache
    def length(one: int) -> int:
        return 1 + max(map(length, after.get(one, ())), default=0)

    return max(map(length, set(part.values())), default=0)


def picture(layer: str) -> tuple[str, list[str]]:
    """A line of numbers for a layer, and a line a room with the rooms that it imports."""
    graph = grimp.build_graph(layer, cache_dir=None)
    modules = {one for one in graph.modules if one != layer}
    arrows = {(one, other) for one in modules for other in graph.find_modules_directly_imported_by(one) if other != layer}
    rooms = {(room_of(a), room_of(b)) for a, b in arrows if room_of(a) != room_of(b)}
    numbers = [len(modules), len(arrows), circles(arrows), longest(arrows), len({*map(room_of, modules)}), len(rooms), circles(rooms)]
    lines = []
    for one, some in groupby(sorted(rooms), key=lambda pair: pair[0]):
        lines.append(f"    {one.partition('.')[2]:<12} → {' '.join(other.partition('.')[2] for _, other in some)}")
    return f"| {layer} | {' | '.join(map(str, numbers))} |", lines


def main() -> None:
    """The picture of the tree that Python finds."""
    found = [picture(layer) for layer in LAYERS]
    out = [
        "| layer | modules | imports | circles | longest chain | rooms | arrows | circles of rooms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    out += [line for line, _ in found]
    for layer, (_, rooms) in zip(LAYERS, found, strict=True):
        out += ["", f"{layer}:", "", *rooms]
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
