"""Measure all subjects, or those that are named; print the table and keep it as bench.json."""

from __future__ import annotations

import argparse
import dataclasses
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.registry import Row, measure, subjects

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "bench.json"
LIBRARIES = ("numpy", "pandas", "scipy", "duckdb", "pyarrow", "streamlit", "plotly", "geopandas")


def main() -> int:
    """0 if every goal is met, 1 if one isn't, 2 if a subject failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", help=f"of {', '.join(subjects())}; default: all")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.subjects) - set(subjects()):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(subjects())}")
    if options.one:
        for found in measure(options.subjects[0]):
            print(json.dumps(dataclasses.asdict(found)), flush=True)
        return 0
    rows, failed = [], []
    print(HEAD, RULE, sep="\n", flush=True)
    for subject in options.subjects or subjects():
        child = subprocess.Popen([sys.executable, "-m", "tests.bench", "--one", subject], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for line in child.stdout:
            rows.append({"subject": subject, **json.loads(line)})
            print(_line(_row(rows[-1])), flush=True)
        if child.wait():
            failed.append(subject)
    _keep(rows)
    print(f"\n{_machine()}; kept in {KEPT.name}")
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
        return 2
    return 0 if all(_row(one).met is not False for one in rows) else 1


HEAD = f"{'quantity':<62} {'this run':>10}  {'compared with':<38} {'takes':>10} {'ratio':>7}  {'goal':>10}  met"
RULE = "-" * len(HEAD)


def _row(kept: dict[str, object]) -> Row:
    return Row(**{key: value for key, value in kept.items() if key != "subject"})  # type: ignore[arg-type]


def _line(found: Row) -> str:
    ratio = "" if found.ratio is None else f"{found.ratio:.1f}×"
    met = {None: "", True: "yes", False: "NO"}[found.met]
    if found.met is False and found.processor is not None and found.goal is not None:
        met += f" (processor time {_figure(found.processor * (1000 if found.unit == 'ms' else 1), found.unit)})"
    return (
        f"{found.quantity:<62} {_figure(found.value, found.unit):>10}  {found.compared:<38} "
        f"{_figure(found.compared_value, found.unit):>10} {ratio:>7}  {_figure(found.goal, found.unit):>10}  {met}"
    )


def _figure(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:.3g} {unit}".strip() if value < 1000 else f"{value:,.0f} {unit}"


def _machine() -> str:
    cpu = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    return f"{cpu}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"


def _lines(path: str) -> list[str]:
    found = Path(path)
    return found.read_text(encoding="utf-8").splitlines() if found.exists() else []


def _keep(rows: list[dict[str, object]]) -> None:
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    document = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "memory_mib": int(memory) // 1024,
        "system": platform.platform(),
        "versions": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "rows": [{**one, "ratio": _row(one).ratio, "met": _row(one).met} for one in rows],
    }
    KEPT.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
