"""From event rows in force to indicator records (SQL), and whether a method uses its scale on them."""
