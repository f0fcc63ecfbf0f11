"""pystray's menu and icon classes, loaded without any of its backends.

Its Linux backends need GTK or an X server as soon as pystray is imported, unless its dummy backend is asked for.
"""

import os

os.environ["PYSTRAY_BACKEND"] = "dummy"
from pystray import Menu, MenuItem
from pystray._base import Icon

__all__ = ["Icon", "Menu", "MenuItem"]
