"""The window that leads through a routine."""
