"""Uncrick's data: every setting, the exercises, tips, safety and the figure; read by name, never imported from."""
