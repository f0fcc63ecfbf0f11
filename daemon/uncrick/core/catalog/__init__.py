"""The catalogue from parsed TOML: built, checked, with a person's own exercises and settings in it."""
