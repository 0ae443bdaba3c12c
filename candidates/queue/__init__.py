"""What waits for a decision, and the log of decisions."""
