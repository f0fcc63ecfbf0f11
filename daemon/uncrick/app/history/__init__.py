"""The history as reports and the choice of exercises need it: counted and folded, never all of it at once."""
