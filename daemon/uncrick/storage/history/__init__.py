"""The history on disk: records, the state that goes with them, and what was summed up of both."""
