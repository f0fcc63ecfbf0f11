"""The values that all of the core shares: exercises, records, suggestions, moments, profiles."""
