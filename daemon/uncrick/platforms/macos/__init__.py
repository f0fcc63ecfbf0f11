"""The ports on macOS."""
