"""`make load`: how many people the dashboard serves at once, measured with clients that speak its real protocol.

`clients` are the people, `serving` starts what they come to, `machine` says how fast this computer is, `__main__` prints the
tables. Goals are judged here and in `make bench`, never asserted in tests: machines differ, and a busy one lies.
"""
