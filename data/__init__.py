"""What lies on disk: the store, imports, boundaries and editions."""

__version__ = "0.2.0"
