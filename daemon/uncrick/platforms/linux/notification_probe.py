"""One question to the session bus, for commands that have no event loop."""

import os

NAME = "org.freedesktop.Notifications"
PATIENCE = 1.0


def notifications_answer() -> bool:
    """Whether somebody on the session bus shows notifications, or would be started to do so."""
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if not address:
        socket = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "bus")
        if not os.path.isabs(socket) or not os.path.exists(socket):
            return False
        address = f"unix:path={socket}"
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    try:
        with open_dbus_connection(address) as connection:
            for question in ("ListNames", "ListActivatableNames"):
                reply = connection.send_and_get_reply(new_method_call(bus, question), timeout=PATIENCE)
                if NAME in reply.body[0]:
                    return True
    except (OSError, ValueError, IndexError, RuntimeError):
        return False
    return False
