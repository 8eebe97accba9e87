"""Pure functions: indicator records and a method in, indices with their uncertainty out."""
