"""Fault tests: the short form runs always, the full form (marker `faults`) by `make faults`."""

import pytest


def pytest_collection_modifyitems(config, items):
    if "faults" not in (config.getoption("markexpr") or ""):
        full = pytest.mark.skip(reason="the full form: make faults")
        for item in items:
            if item.get_closest_marker("faults"):
                item.add_marker(full)
