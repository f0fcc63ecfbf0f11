"""The real engine on a pretend desk and clock."""
