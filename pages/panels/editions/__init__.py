"""Panels of Edisi & audit: publishing, four eyes, grants."""
