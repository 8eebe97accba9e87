"""Who is looking and for how long: sign-in, sessions, rights at the moment of the act, what a browser may send."""
