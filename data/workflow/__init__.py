"""What people do with rows, signals, editions and exports: each function asks for the right and writes one transaction with one entry in the trail."""
