"""Who is looking and for how long: sign-in, sessions, rights at the moment of acting, what a browser may send.

Public: all but `sessions`.
"""
