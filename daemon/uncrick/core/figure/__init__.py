"""The figure of an exercise at any second of it, as plain shapes."""
