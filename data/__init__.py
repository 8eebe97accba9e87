"""What lies on disk: the store, imports, boundaries and editions."""
