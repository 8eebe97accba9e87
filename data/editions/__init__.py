"""Editions: how one is written, read, narrowed to a viewer, compared, exported and pruned. Public: `reading`, `publishing`, `figures`."""
