"""What may be told of small counts: suppression, what two publications tell together, and a largest count that is no chance."""
