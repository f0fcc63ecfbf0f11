"""Leads through a routine, in a notification or in a window."""
