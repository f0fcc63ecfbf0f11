"""Whether somebody shows notifications, asked by commands without a loop."""

import pytest

pytest.importorskip("jeepney", reason="D-Bus, which only Linux has")

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from desktop.desks import BareDesk, BusDesk
from uncrick.platforms import can_show
from uncrick.platforms.linux.notification_probe import NAME, notifications_answer

DBUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")


@pytest.fixture
def bare_desk():
    """No bus, no display."""
    with BareDesk() as desk, desk.inside():
        yield desk


def test_a_server_on_the_bus_answers(bus_desk):
    assert notifications_answer() is False
    with open_dbus_connection("SESSION") as server:
        server.send_and_get_reply(new_method_call(DBUS, "RequestName", "su", (NAME, 0)))
        assert notifications_answer() is True


def test_a_server_that_would_be_started_counts():
    with BusDesk() as desk, desk.inside():
        (desk.folder / "session-services" / "pretend.service").write_text(
            f"[D-BUS Service]\nName={NAME}\nExec=/bin/false\n"
        )
        desk.stop_bus()
        desk.start_bus()
        assert notifications_answer() is True
        assert not desk.owner(NAME), "asking starts nothing"


def test_without_a_bus_there_is_no_answer(bare_desk):
    assert notifications_answer() is False


def test_a_bus_in_the_runtime_folder_is_found_without_the_variable(bus_desk, monkeypatch):
    address = bus_desk.env["DBUS_SESSION_BUS_ADDRESS"].removeprefix("unix:path=")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("XDG_RUNTIME_DIR", address.removesuffix("/session-bus"))
    with open_dbus_connection(f"unix:path={address}") as server:
        server.send_and_get_reply(new_method_call(DBUS, "RequestName", "su", (NAME, 0)))
        assert notifications_answer() is False, "that is not the name of a user's bus"
        (bus_desk.folder / "run" / "bus").symlink_to(address)
        assert notifications_answer() is True


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "no address", "unix:path=", "tcp:host=nowhere"])
def test_an_address_that_leads_nowhere_is_no_error(address, bare_desk, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert notifications_answer() is False


def test_a_bus_that_is_gone_is_no_error(bus_desk):
    bus_desk.stop_bus()
    assert notifications_answer() is False


@pytest.mark.parametrize(("variable", "value"), [("DISPLAY", ":7"), ("WAYLAND_DISPLAY", "wayland-7")])
def test_a_daemon_can_show_itself_on_a_display(variable, value, bare_desk, monkeypatch):
    assert can_show() is False
    monkeypatch.setenv(variable, value)
    assert can_show() is True
