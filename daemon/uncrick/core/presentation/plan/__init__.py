"""Pages about a prescribed plan, to be printed: the sheet for the person, and the report for the therapist."""
