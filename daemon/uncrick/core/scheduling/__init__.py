"""When a prompt comes: the state machine, its events and effects, and what delays it."""
