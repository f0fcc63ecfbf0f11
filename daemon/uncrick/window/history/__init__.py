"""The window of the days, weeks and years."""
