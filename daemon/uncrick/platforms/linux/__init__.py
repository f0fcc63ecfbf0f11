"""The ports on Linux: D-Bus, X11, Wayland, systemd."""
