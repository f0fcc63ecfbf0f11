"""D-Bus: calls, signals, objects and connections that come back."""

import asyncio
import logging
import struct
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from typing import Any

import pytest

pytest.importorskip("jeepney", reason="D-Bus, which only Linux has")

from jeepney import DBusAddress, HeaderFields, Message, new_signal
from jeepney.auth import Authenticator

from desktop.desks import BareDesk, BusDesk, away, until
from uncrick.errors import DesktopError
from uncrick.platforms.linux.dbus import (
    DBUS,
    DBUS_PATH,
    INTROSPECTABLE,
    PROPERTIES,
    Bus,
    Interface,
    Link,
    Method,
    MethodError,
    Property,
    Reply,
    Signal,
    bus_address,
)
from uncrick.platforms.linux.dbus.connection import Connection
from uncrick.platforms.linux.dbus.objects import split_signature

HOUSE, PATH = "org.example.House", "/org/example/House"


def refuse() -> tuple[Any, ...]:
    raise MethodError("AccessDenied", "the door is shut")


def house(log: list[str]) -> Interface:
    def ring(times: int, name: str) -> tuple[Any, ...]:
        log.append(f"{name} {times}")
        return times + 1, [name]

    return Interface(
        HOUSE,
        methods={
            "Ring": Method("us", "uas", ring),
            "Open": Method("", "", refuse),
            "Burn": Method("", "", lambda: (1 / 0,)),
        },
        properties={"Rooms": Property("u", lambda: 4), "Colours": Property("a{sv}", lambda: {"door": ("s", "red")})},
        signals={"Rang": "s"},
    )


@pytest.fixture
async def peers(bus_desk: BusDesk) -> AsyncIterator[tuple[Bus, Bus, list[str]]]:
    """Two connections; the second has a house."""
    log: list[str] = []
    caller, owner = await Bus.connect("session"), await Bus.connect("session")
    owner.export(PATH, house(log))
    yield caller, owner, log
    await caller.close()
    await owner.close()


Peers = tuple[Bus, Bus, list[str]]


# ---------------------------------------------------------------- words


def test_a_signature_splits_into_its_complete_types() -> None:
    assert split_signature("a(iiay)sa{sv}u(ia{sv}av)ao") == ["a(iiay)", "s", "a{sv}", "u", "(ia{sv}av)", "ao"]
    assert split_signature("") == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("unix:path=/run/bus,guid=1", "/run/bus"),
        ("unix:abstract=/tmp/x", "\0/tmp/x"),
        ("unix:path=/run/a%20b", "/run/a b"),
        ("tcp:host=a,port=1;unix:path=/second", "/second"),
        ("tcp:host=a,port=1", None),
        ("nonsense", None),
    ],
)
def test_an_address_gives_the_socket(given: str, expected: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", given)
    assert bus_address("session") == expected


def test_without_an_address_the_runtime_folder_is_looked_into(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert bus_address("session") is None
    (tmp_path / "bus").touch()
    assert bus_address("session") == str(tmp_path / "bus")


# ---------------------------------------------------------------- calls


async def test_a_reply_has_the_results_and_the_sender(peers: Peers) -> None:
    caller, owner, log = peers
    reply = await caller.call(owner.name, PATH, HOUSE, "Ring", "us", 2, "Ana")
    assert reply == Reply(owner.name, (3, ["Ana"]))
    assert log == ["Ana 2"]


@pytest.mark.parametrize(
    ("path", "interface", "member", "signature", "args", "error"),
    [
        (PATH, HOUSE, "Vanish", "", (), "UnknownMethod"),
        (PATH, "org.example.Garden", "Ring", "us", (1, ""), "UnknownInterface"),
        ("/elsewhere", HOUSE, "Ring", "us", (1, ""), "UnknownObject"),
        (PATH, HOUSE, "Ring", "su", ("", 1), "InvalidArgs"),
        (PATH, HOUSE, "Open", "", (), "AccessDenied: the door is shut"),
        (PATH, HOUSE, "Burn", "", (), "Failed"),
        (PATH, PROPERTIES, "Get", "ss", (HOUSE, "Cellar"), "InvalidArgs"),
        (PATH, PROPERTIES, "Get", "ss", ("org.example.Garden", "Rooms"), "UnknownInterface"),
        (PATH, PROPERTIES, "Set", "ssv", (HOUSE, "Rooms", ("u", 5)), "PropertyReadOnly"),
    ],
)
async def test_a_call_that_cannot_be_answered_gets_a_named_error(
    peers: Peers, path: str, interface: str, member: str, signature: str, args: tuple[Any, ...], error: str
) -> None:
    caller, owner, _ = peers
    with pytest.raises(DesktopError, match=f"org.freedesktop.DBus.Error.{error}"):
        await caller.call(owner.name, path, interface, member, signature, *args)


async def test_a_method_that_fails_is_logged_once_and_others_still_work(
    peers: Peers, caplog: pytest.LogCaptureFixture
) -> None:
    caller, owner, _ = peers
    for _ in range(3):
        with pytest.raises(DesktopError):
            await caller.call(owner.name, PATH, HOUSE, "Burn")
    await caller.call(owner.name, PATH, HOUSE, "Ring", "us", 1, "Ana")
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1


async def test_a_call_to_a_silent_peer_times_out(peers: Peers) -> None:
    caller, owner, _ = peers
    owner._answer = lambda _message: None  # type: ignore[method-assign]
    with pytest.raises(DesktopError, match="no answer in"):
        await caller.call(owner.name, PATH, HOUSE, "Ring", "us", 1, "", timeout=0.05)


async def test_properties_are_read_singly_and_together(peers: Peers) -> None:
    caller, owner, _ = peers
    assert await caller.get(owner.name, PATH, HOUSE, "Rooms") == 4
    reply = await caller.call(owner.name, PATH, PROPERTIES, "GetAll", "s", HOUSE)
    assert reply.args[0] == {"Rooms": ("u", 4), "Colours": ("a{sv}", {"door": ("s", "red")})}


async def test_introspection_leads_from_the_root_to_every_member(peers: Peers) -> None:
    caller, owner, _ = peers

    async def introspected(path: str) -> ET.Element:
        return ET.fromstring((await caller.call(owner.name, path, INTROSPECTABLE, "Introspect")).args[0])  # noqa: S314

    assert [node.get("name") for node in (await introspected("/org")).findall("node")] == ["example"]
    ours = (await introspected(PATH)).find(f"interface[@name='{HOUSE}']")
    assert ours is not None
    assert [arg.get("type") for arg in ours.findall("method[@name='Ring']/arg")] == ["u", "s", "u", "as"]
    assert [element.get("name") for element in ours.findall("property")] == ["Rooms", "Colours"]
    assert [element.get("name") for element in ours.findall("signal")] == ["Rang"]


async def test_a_large_message_arrives_whole(peers: Peers) -> None:
    caller, owner, log = peers
    await caller.call(owner.name, PATH, HOUSE, "Ring", "us", 1, "x" * 300_000)
    assert len(log[0]) == 300_002


# ---------------------------------------------------------------- signals


async def settled(bus: Bus) -> None:
    """What was sent before this has been delivered."""
    await bus.call(DBUS, DBUS_PATH, DBUS, "GetId")


async def test_a_signal_comes_with_its_sender_until_listening_ends(peers: Peers) -> None:
    caller, owner, _ = peers
    received: list[Signal] = []
    stop = caller.listen(received.append, interface=HOUSE, member="Rang", arg0="Ana")
    await settled(caller)
    owner.emit(PATH, HOUSE, "Rang", "Ben")
    owner.emit(PATH, HOUSE, "Rang", "Ana")
    await until(lambda: received)
    stop()
    await settled(caller)
    owner.emit(PATH, HOUSE, "Rang", "Ana")
    await settled(owner)
    await settled(caller)
    assert received == [Signal(owner.name, PATH, HOUSE, "Rang", ("Ana",))]


async def test_two_handlers_of_a_signal_get_what_each_asked_for(peers: Peers) -> None:
    caller, owner, _ = peers
    received: list[tuple[str, str]] = []
    for name in ("Ana", "Ben"):
        caller.listen(lambda signal, name=name: received.append((name, *signal.args)), interface=HOUSE, arg0=name)
    await settled(caller)
    owner.emit(PATH, HOUSE, "Rang", "Ben")
    owner.emit(PATH, HOUSE, "Rang", "Ana")
    await until(lambda: len(received) >= 2)
    assert received == [("Ben", "Ben"), ("Ana", "Ana")]


async def test_a_handler_that_fails_is_logged_once_and_others_still_run(
    peers: Peers, caplog: pytest.LogCaptureFixture
) -> None:
    caller, owner, _ = peers
    received: list[Signal] = []

    def broken(_: Signal) -> None:
        raise RuntimeError("broken")

    caller.listen(broken, interface=HOUSE)
    caller.listen(received.append, interface=HOUSE)
    await settled(caller)
    for _ in range(3):
        owner.emit(PATH, HOUSE, "Rang", "")
    await until(lambda: len(received) == 3)
    assert len(caplog.records) == 1


async def test_the_owner_of_a_watched_name_is_reported_now_and_later(peers: Peers) -> None:
    caller, owner, _ = peers
    owners: list[str] = []
    await caller.watch_name("org.example.Name", owners.append)
    assert owners == [""]
    await owner.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", "org.example.Name", 0)
    await until(lambda: len(owners) == 2)
    await owner.close()
    await until(lambda: len(owners) == 3)
    assert owners == ["", owner.name, ""]


def send_straight_to(bus: Bus, to: str, path: str, interface: str, member: str, *args: str) -> None:
    """What another user of the system bus may do: a signal to one connection, which no match rule stops."""
    message = new_signal(DBusAddress(path, interface=interface), member, "s" * len(args) or None, args)
    message.header.fields[HeaderFields.destination] = to
    bus._send(message)


async def test_a_signal_counts_only_from_the_owner_of_the_name(peers: Peers) -> None:
    caller, owner, _ = peers
    got: list[Signal] = []
    caller.listen(got.append, sender="org.example.Name", interface=HOUSE, member="Rang")
    await owner.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", "org.example.Name", 0)
    stranger = await Bus.connect("session")
    send_straight_to(stranger, caller.name, PATH, HOUSE, "Rang", "stranger")
    await settled(stranger)
    owner.emit(PATH, HOUSE, "Rang", "owner")
    await until(lambda: bool(got))
    await stranger.close()
    assert [signal.args for signal in got] == [("owner",)]


async def test_a_forged_change_of_owner_changes_nothing(peers: Peers) -> None:
    caller, owner, _ = peers
    await owner.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", "org.example.Name", 0)
    owners: list[str] = []
    await caller.watch_name("org.example.Name", owners.append)
    stranger = await Bus.connect("session")
    send_straight_to(stranger, caller.name, DBUS_PATH, DBUS, "NameOwnerChanged", "org.example.Name", owner.name, "")
    await settled(stranger)
    await settled(caller)
    await stranger.close()
    assert owners == [owner.name]


# ---------------------------------------------------------------- the connection


async def test_a_signal_of_another_shape_is_one_line_in_the_log(peers: Peers, caplog: pytest.LogCaptureFixture) -> None:
    caller, owner, _ = peers
    received: list[str] = []
    caller.listen(lambda signal: received.append(signal.args[1]), interface=HOUSE)
    await settled(caller)
    owner.emit(PATH, HOUSE, "Rang", "once")
    await until(lambda: caplog.records, what="a line in the log")
    [record] = caplog.records
    assert record.getMessage() == f"{HOUSE}.Rang could not be handled: IndexError"
    assert not record.exc_info


def deep_message(depth: int) -> bytes:
    """A signal with a variant in a variant in a variant."""
    shallow = new_signal(DBusAddress("/x", interface="x.y"), "Z", "v", (("y", 1),)).serialise(1)
    (length,) = struct.unpack_from("<I", shallow, 4)
    body = b"\x01v\0" * depth + b"\x01y\0\x01"
    return shallow[:4] + struct.pack("<I", len(body)) + shallow[8 : len(shallow) - length] + body


async def test_a_message_too_deep_to_be_read_is_passed_over() -> None:
    told: list[Message] = []
    connection = Connection(told.append, lambda: None)
    connection._authenticator = None
    connection.data_received(deep_message(5000))
    connection.data_received(deep_message(1))
    assert len(told) == 1


async def test_what_a_bus_sends_is_not_quoted_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    connection = Connection(lambda message: None, lambda: None)
    connection._authenticator = Authenticator()
    connection.data_received(b"NONSENSE" * 10_000 + b"\r\n")
    assert "NONSENSE" not in caplog.text
    assert "cannot be read" in caplog.text


async def test_without_a_bus_connecting_fails() -> None:
    with BareDesk() as desk, desk.inside(), pytest.raises(DesktopError, match="system bus"):
        await Bus.connect("system")


async def test_a_lost_bus_fails_pending_and_later_calls(bus_desk: BusDesk) -> None:
    caller, owner = await Bus.connect("session"), await Bus.connect("session")
    owner._answer = lambda _message: None  # type: ignore[method-assign]
    waits = asyncio.ensure_future(caller.call(owner.name, PATH, HOUSE, "Ring", timeout=60))
    await settled(caller)
    await away(bus_desk.stop_bus)
    with pytest.raises(DesktopError):
        await waits
    assert caller.lost.done()
    with pytest.raises(DesktopError):
        await caller.call(DBUS, DBUS_PATH, DBUS, "GetId")
    await caller.close()
    await owner.close()


async def test_a_bus_that_sends_nonsense_is_disconnected(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"REJECTED\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_unix_server(nonsense, tmp_path / "bus")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    with pytest.raises(DesktopError):
        await Bus.connect("session")
    server.close()
    await server.wait_closed()


async def test_a_silent_bus_times_out(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_unix_server(silence, tmp_path / "bus")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    with pytest.raises(DesktopError):
        await Bus.connect("session", answer_timeout=0.05)
    server.close()


async def test_a_link_comes_back_when_the_bus_does(bus_desk: BusDesk) -> None:
    happened: list[str] = []

    async def arrived(bus: Bus) -> None:
        happened.append("arrived")

    link = Link("session", arrived, lambda: happened.append("left"), first_pause=0.01)
    await link.start()
    await away(bus_desk.stop_bus)
    await until(lambda: happened == ["arrived", "left"])
    await away(bus_desk.start_bus)
    await until(lambda: happened == ["arrived", "left", "arrived"])
    await link.stop()
    assert link.bus is None


async def test_a_link_whose_first_attempt_failed_tries_again(bus_desk: BusDesk) -> None:
    happened: list[str] = []

    async def arrived(bus: Bus) -> None:
        happened.append("arrived")

    await away(bus_desk.stop_bus)
    link = Link("session", arrived, lambda: None, first_pause=0.01)
    with pytest.raises(DesktopError):
        await link.start()
    await away(bus_desk.start_bus)
    await until(lambda: happened == ["arrived"])
    await link.stop()
