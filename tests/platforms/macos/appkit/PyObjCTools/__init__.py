"""What pystray uses of pyobjc's helpers."""
