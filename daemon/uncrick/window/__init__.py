"""The routine window, the settings and the history: a process of their own, gone when closed."""
