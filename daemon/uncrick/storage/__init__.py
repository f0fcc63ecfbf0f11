"""The files of a person, and the data that ships with Uncrick."""
