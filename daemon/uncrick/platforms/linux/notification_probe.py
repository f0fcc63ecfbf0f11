"""Whether notifications can be shown, asked of the session bus without an event loop, for commands."""

from uncrick.platforms.common.bare_notification import session_bus_address

NAME = "org.freedesktop.Notifications"
ANSWER_TIMEOUT = 1.0  # seconds


def notifications_answer() -> bool:
    """Whether a service on the session bus shows notifications, or would be started to do so."""
    address = session_bus_address()
    if not address:
        return False
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    try:
        with open_dbus_connection(address) as connection:
            for method in ("ListNames", "ListActivatableNames"):
                reply = connection.send_and_get_reply(new_method_call(bus, method), timeout=ANSWER_TIMEOUT)
                if NAME in reply.body[0]:
                    return True
    except (OSError, ValueError, IndexError, RuntimeError):
        return False
    return False
