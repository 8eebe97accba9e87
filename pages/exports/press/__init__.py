"""Press frames and releases: what they hold, which figures may be told, what two of them tell together."""
