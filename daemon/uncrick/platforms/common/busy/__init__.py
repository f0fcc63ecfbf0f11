"""What says that a person must not be interrupted: one small module a part of the desktop."""
