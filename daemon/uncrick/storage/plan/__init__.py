"""The plan that a therapist prescribed, as files."""
