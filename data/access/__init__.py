"""Who may see and do what: viewers and their rights, the access file, delegations, grants, and who owns which key."""
