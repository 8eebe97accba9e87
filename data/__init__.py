"""What lies on disk: the store, imports, boundaries and editions."""

__version__ = "0.4.0"
