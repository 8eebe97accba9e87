"""What is said of scores by rule, and until when which office decides: `rules` are read, `scores` and `due` applied at publishing."""
