"""What was made, for whom, and whether a file is ours: seal, check, queue, metadata.

Public: `checking`, `making`.
"""
