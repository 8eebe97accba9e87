"""Press frames and releases: what they hold, which figures may be published, what two of them tell together.

Public: all but `classes`, `counted`.
"""
