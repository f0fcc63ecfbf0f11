"""The tray icon on Linux: a StatusNotifierItem with a dbusmenu, and the port that drives it."""
