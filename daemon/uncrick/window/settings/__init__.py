"""The window of the settings, the exercises and the profile."""
