"""Uncrick: suggests a short neck-and-shoulder break in every hour of desk work."""

__version__ = "0.2.0"  # as in pyproject.toml; asking the installed distribution would cost every command 50 ms
