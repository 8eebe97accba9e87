"""Personal data: the gate that keeps it out (`gate`), and what each table is kept for (`purpose`)."""
