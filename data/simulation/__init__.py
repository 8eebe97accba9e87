"""A simulated regency: invented Ormas, incidents, activities and trainings for trying and testing.

Public: `sample`, `meetings`.
"""
