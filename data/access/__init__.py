"""Who may see and do what at this moment: viewers and their rights, the access file, delegations, grants, whether the time is believed, and
who owns which key.

Public: all of it.
"""
