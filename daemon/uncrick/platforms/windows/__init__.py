"""The ports on Windows."""
