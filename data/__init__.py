"""What lies on disk: the store, imports, boundaries and editions.

Public, beside the rooms: all but `causes`, `version`.
"""

__version__ = "0.4.0"
