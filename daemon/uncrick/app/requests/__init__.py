"""What clients ask of the daemon, and what a person says to it."""
