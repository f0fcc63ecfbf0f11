"""Hostile servers behind the sockets of a desktop: sound, PipeWire, X, Wayland, sway and message buses."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from jeepney import DBusAddress, new_signal

Talk = Callable[[socket.socket], None]
SOME = Random(7).randbytes(1 << 16)
HELD = 30.0  # seconds for which a server that says nothing more holds a connection


@dataclass(frozen=True)
class SocketPeer:
    """
    A hostile server.

    Attributes:
        path: of its socket; `~` is the desk's folder.
        env: what makes the daemon look for it there.
    """

    path: str
    talk: Talk
    env: Mapping[str, str] = field(default_factory=dict)


class SocketServer:
    """Listens at a path, and has each connection talked to in a thread; `connections` counts them."""

    def __init__(self, path: Path, talk: Talk) -> None:
        self.connections = 0
        self._talk = talk
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen(50)
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with closing(connection), suppress(OSError):
            self._talk(connection)

    def close(self) -> None:
        """Hang up, and listen no more."""
        for listening in (self._socket, *self._open):
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()


# ---------------------------------------------------------------- what any server may do


def silent(connection: socket.socket) -> None:
    """Take everything and say nothing."""
    connection.settimeout(HELD)
    while connection.recv(65536):
        pass


def hangs_up(connection: socket.socket) -> None:
    """Read a little, and hang up."""
    connection.recv(10)


def forever(data: bytes) -> Talk:
    """Send this again and again."""

    def talk(connection: socket.socket) -> None:
        while True:
            connection.sendall(data)

    return talk


def after(data: bytes) -> Talk:
    """Read once, send this, and say nothing more."""

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(data)
        silent(connection)

    return talk


# ---------------------------------------------------------------- PulseAudio

REPLY, EVENT, GET_SERVER, LIST_OUTPUTS, GET_SOURCE = 2, 66, 20, 32, 23
ALL = 0xFFFFFFFF


def number(value: int) -> bytes:
    """A number of a packet."""
    return b"L" + struct.pack(">I", value)


def packet(payload: bytes) -> bytes:
    """A packet of the control channel."""
    return struct.pack(">IIIII", len(payload), ALL, 0, 0, 0) + payload


def properties(values: Mapping[str, bytes]) -> bytes:
    """A list of properties."""
    parts = [
        b"t" + key.encode() + b"\0" + number(len(value) + 1) + b"x" + struct.pack(">I", len(value) + 1) + value + b"\0"
        for key, value in values.items()
    ]
    return b"P" + b"".join(parts) + b"N"


def recording(name: bytes) -> bytes:
    """A stream that records, of a program of this name."""
    head = number(1) + b"tname\0" + number(2) + number(5) + number(3) + b"NNNN"
    return head + b"tresampler\0" + b"tdriver\0" + properties({"application.process.binary": name}) + b"0"


def sound(outputs: bytes) -> Talk:
    """A sound server that greets as it should, and says that these streams record."""

    def talk(connection: socket.socket) -> None:
        received = b""
        while part := connection.recv(65536):
            received += part
            while len(received) >= 20 and len(received) >= 20 + (size := struct.unpack(">I", received[:4])[0]):
                request, received = received[20 : 20 + size], received[20 + size :]
                command, tag = struct.unpack(">I", request[1:5])[0], struct.unpack(">I", request[6:10])[0]
                answer = number(REPLY) + number(tag)
                answer += {GET_SERVER: b"tpulse\0", LIST_OUTPUTS: outputs, GET_SOURCE: number(0) * 8 + number(ALL)}.get(
                    command, b""
                )
                connection.sendall(packet(answer))

    return talk


EVIL = "\x1b]0;title\x07<b>bold</b>\n\u202eabc'; rm -rf".encode()
SOUND: Mapping[str, Talk] = {
    "is silent": silent,
    "hangs up": hangs_up,
    "sends zeros": forever(bytes(4096)),
    "sends anything": forever(SOME),
    "floods with events": forever(packet(number(EVENT) + number(ALL) + number(1) + number(2)) * 100),
    "sends empty packets": forever(packet(b"") * 100),
    "sends a short packet": after(packet(number(REPLY))),
    "sends odd properties": after(packet(number(REPLY) + number(1) + b"Ptx\0" + number(1) + b"1N")),
    "lists nonsense": sound(b"1" * 26),
    "lists 10,000 streams": sound(recording(b"x") * 10_000),
    "lists an evil name": sound(recording(EVIL)),
}

# ---------------------------------------------------------------- X and Wayland


def x_setup(mask: int) -> bytes:
    """An X server's greeting; `mask` are the bits that a client may use for ids."""
    head = struct.pack("=IIIIHHBBBBBBBBI", 0, 0x400000, mask, 0, 4, 65535, 1, 0, 0, 0, 32, 32, 8, 255, 0)
    body = head + b"xorg" + struct.pack("=I", 77) + bytes(36)
    return struct.pack("=BBHHH", 1, 0, 11, 0, len(body) // 4) + body


def x_long_reply(connection: socket.socket) -> None:
    """Announce a reply of 16 GiB, and begin to send it."""
    connection.recv(9999)
    connection.sendall(x_setup(0x1FFFFF))
    connection.recv(9999)
    connection.sendall(struct.pack("=BBHI", 1, 0, 1, ALL))
    while True:
        connection.sendall(bytes(1 << 16))
        time.sleep(0.002)


def x_refuses(connection: socket.socket) -> None:
    """Refuse every client, as a server does that wants another cookie."""
    connection.recv(9999)
    connection.sendall(struct.pack("=BBHHH", 0, 2, 11, 0, 1) + b"no\0\0")


def x_without_ids(connection: socket.socket) -> None:
    """Give no bits for ids, and answer everything."""
    connection.recv(9999)
    connection.sendall(x_setup(0))
    for sequence in count(1):
        if not connection.recv(9999):
            return
        connection.sendall(struct.pack("=BBHI", 1, 0, sequence, 0) + struct.pack("=BBB", 1, 134, 83).ljust(24, b"\0"))


def wayland_globals(connection: socket.socket) -> None:
    """Announce one global after the other."""
    connection.recv(9999)
    for id_ in count(1):
        name = f"g{id_}".encode().ljust(59, b"x") + b"\0"
        args = struct.pack("=II", id_, len(name)) + name + struct.pack("=I", 1)
        connection.sendall(struct.pack("=II", 2, (8 + len(args)) << 16) + args)


# ---------------------------------------------------------------- message buses


def greeted(messages: Callable[[], Iterator[bytes]]) -> Talk:
    """A bus that greets as it should, and then sends these."""

    def talk(connection: socket.socket) -> None:
        received = b""
        while b"\n" not in received:
            received += connection.recv(999)
        connection.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
        received = b""
        while b"BEGIN" not in received:
            part = connection.recv(9999)
            if not part:
                return
            received += part
            if b"NEGOTIATE" in part:
                connection.sendall(b"AGREE_UNIX_FD\r\n")
        for message in messages():
            connection.sendall(message)
        silent(connection)

    return talk


SENDER = DBusAddress("/x", interface="x.y")


def _zeros() -> Iterator[bytes]:
    while True:
        yield bytes(4096)


def _large() -> Iterator[bytes]:
    message = new_signal(SENDER, "Z", "ay", (bytes((16 << 20) - 300),)).serialise(1)
    for _ in range(20):
        yield message


def _deep() -> Iterator[bytes]:
    """A variant in a variant in a variant, which no library would write."""
    body = b"\x01v\0" * 5000 + b"\x01y\0\x01"
    shallow = new_signal(SENDER, "Z", "v", (("y", 1),)).serialise(1)
    header = len(shallow) - struct.unpack("<I", shallow[4:8])[0]
    for _ in range(3):
        yield shallow[:4] + struct.pack("<I", len(body)) + shallow[8:header] + body


# ---------------------------------------------------------------- all of them

BRACKETS = after(b"i3-ipc" + struct.pack("=II", 16 << 20, 4) + b"[" * (16 << 20))
ANY: Mapping[str, Talk] = {
    "is silent": silent,
    "hangs up": hangs_up,
    "sends zeros": forever(bytes(4096)),
    "sends anything": forever(SOME),
}


def socket_peers() -> dict[str, SocketPeer]:
    """Every hostile server behind a socket, by name."""
    peers = {f"sound server {what}": SocketPeer("~/run/pulse/native", talk) for what, talk in SOUND.items()}
    peers |= {f"PipeWire {what}": SocketPeer("~/run/pipewire-0", talk) for what, talk in ANY.items()}
    display = {"DISPLAY": "~/x:0"}
    x_talks = {
        **ANY,
        "announces 16 GiB": x_long_reply,
        "gives no ids": x_without_ids,
        "refuses": x_refuses,
        "sends ones": forever(b"\1" * 4096),
    }
    peers |= {f"X server {what}": SocketPeer("~/x:0", talk, display) for what, talk in x_talks.items()}
    wayland = {"WAYLAND_DISPLAY": "wayland-7"}
    talks = {**ANY, "announces globals for ever": wayland_globals}
    peers |= {f"Wayland {what}": SocketPeer("~/run/wayland-7", talk, wayland) for what, talk in talks.items()}
    sway = {"SWAYSOCK": "~/run/sway", "WAYLAND_DISPLAY": "wayland-9"}
    talks = {**ANY, "sends 16 MiB of brackets": BRACKETS}
    peers |= {f"sway {what}": SocketPeer("~/run/sway", talk, sway) for what, talk in talks.items()}
    session = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=~/run/b2"}
    talks = {
        **ANY,
        "greets and sends zeros": greeted(_zeros),
        "greets and sends 16 MiB messages": greeted(_large),
        "greets and sends deep variants": greeted(_deep),
    }
    peers |= {f"session bus {what}": SocketPeer("~/run/b2", talk, session) for what, talk in talks.items()}
    system = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=~/run/b3"}
    peers |= {f"system bus {what}": SocketPeer("~/run/b3", talk, system) for what, talk in ANY.items()}
    return peers
