"""Fault tests: the short form runs always, the full form (marker `faults`) by `make faults`."""


def pytest_collection_modifyitems(config, items):
    """Left out and not skipped: a test that is skipped lacks something on this machine."""
    if "faults" not in (config.getoption("markexpr") or ""):
        full = [item for item in items if item.get_closest_marker("faults")]
        config.hook.pytest_deselected(items=full)
        items[:] = [item for item in items if item not in full]
