"""When a person's input stops: Mutter, the Wayland compositor or the X server, each asked without polling."""
