"""The working database and its trail: `database` (read, write, migrate), `audit`, `ledger`, `locking`, the clock, and the witness outside it."""
