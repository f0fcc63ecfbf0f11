"""Hostile clients of the control socket: odd lines, half lines, floods, watchers that do not read."""

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from resource import RLIMIT_NOFILE, prlimit

from proof.own_daemon import OwnDaemon, request_line

SOON = 15.0  # seconds

ClientPeer = Callable[[OwnDaemon], list[str]]
"""Does its worst while the daemon runs; a sentence for each fault that it saw."""


def _line(**fields: object) -> bytes:
    return json.dumps({"v": 1, "id": 1, **fields}).encode() + b"\n"


DEEP = b"[" * 9000 + b"]" * 9000
LINES: Mapping[str, bytes] = {
    "64 KiB": b" " * 65535 + b"\n",
    "64 KiB and one": b" " * 65536 + b"\n",
    "1 MiB": b"x" * (1 << 20) + b"\n",
    "NULs": bytes(100) + b"\n",
    "invalid UTF-8": b'{"v":1,"id":"\xff\xfe","do":"status"}\n',
    "UTF-16": '{"v":1,"id":1,"do":"status"}\n'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"v":1,"id":1,"do":"status"}\n',
    "deep": DEEP + b"\n",
    "deep objects": b'{"a":' * 10000 + b"1" + b"}" * 10000 + b"\n",
    "a deep word": b'{"v":1,"id":1,"do":' + DEEP + b"}\n",
    "60,000 digits": b'{"v":1,"id":' + b"9" * 60000 + b',"do":"status"}\n',
    "minutes of 60,000 digits": b'{"v":1,"id":1,"do":"snooze","minutes":' + b"9" * 60000 + b"}\n",
    "infinite minutes": b'{"v":1,"id":1,"do":"pause","minutes":1e999}\n',
    "minutes that are no number": b'{"v":1,"id":1,"do":"pause","minutes":NaN}\n',
    "negative minutes": _line(do="pause", minutes=-5),
    "true minutes": _line(do="pause", minutes=True),
    "until the last day": _line(do="pause", until="9999-12-31T23:59:59-23:59"),
    "until the first day": _line(do="pause", until="0001-01-01T00:00:00+23:59"),
    "until without an offset": _line(do="pause", until="2027-01-01T00:00"),
    "why on the first day": _line(do="why", at="0001-01-01T00:00:00+23:59"),
    "why on the last day": _line(do="why", at="9999-12-31T23:59:59-23:59"),
    "advance by no number": b'{"v":1,"id":1,"do":"advance","to":NaN}\n',
    "a huge item": _line(do="easier", item=10**30),
    "odd feedback": _line(do="feedback", feedback="hurt", exercise="none", score=10, signs="x", region="neck"),
    "a path to show": _line(do="show", what="../../etc/passwd"),
    "an attribute to show": _line(do="show", what="__class__"),
    "an unknown exercise": _line(do="break", exercise="none"),
    "an id that is a list": b'{"v":1,"id":[1],"do":"status"}\n',
    "another version": b'{"v":true,"id":1,"do":"status"}\n',
    "a source of our own": _line(do="done", source="policy"),
    "a word that is an object": _line(do={"a": 1}),
    "half a character": b'{"v":1,"id":"\\ud800","do":"status"}\n',
    "half a character in a name": b'{"v":1,"id":1,"do":"break","exercise":"\\ud800x"}\n',
    "an empty line": b"\n",
}


@contextmanager
def _connections(daemon: OwnDaemon, number: int) -> Iterator[list[socket.socket]]:
    """As many connections as are taken, of so many."""
    with ExitStack() as stack:
        opened = []
        for _ in range(number):
            with suppress(OSError):
                opened.append(stack.enter_context(closing(daemon.connect(0.3))))
        yield opened


def _is_served(daemon: OwnDaemon, when: str) -> list[str]:
    """Whether an honest client is answered soon."""
    end, why = time.monotonic() + SOON, ""
    while time.monotonic() < end:
        try:
            if daemon.ask("status", seconds=SOON)["ok"]:
                return []
            why = "is refused"
        except (OSError, ValueError) as error:
            why = f"gets no answer: {error!r}"
        time.sleep(0.2)
    return [f"{when}: an honest client {why} for {SOON:g} s"]


def odd_lines(daemon: OwnDaemon) -> list[str]:
    """Each line gets one answer in words, which is no inner error."""
    faults = []
    for what, line in LINES.items():
        answer = b""
        with closing(daemon.connect(6)) as connection, suppress(OSError):
            connection.sendall(line)
            while not answer.endswith(b"\n") and (part := connection.recv(65536)):
                answer += part
        if what != "1 MiB" and not answer:
            faults.append(f"{what}: no answer")
        if b"wrong inside" in answer:
            faults.append(f"{what}: an inner error")
        with suppress(OSError):
            daemon.ask("resume")
    return [*faults, *_is_served(daemon, "afterwards")]


def many_connections(daemon: OwnDaemon) -> list[str]:
    """Two thousand connections that say nothing."""
    with _connections(daemon, 2000):
        pass
    return _is_served(daemon, "after 2,000 connections")


def half_lines(daemon: OwnDaemon) -> list[str]:
    """More connections than are served at once each hold half a line: an honest client is served all the same."""
    with _connections(daemon, 220) as opened:
        for connection in opened:
            with suppress(OSError):
                connection.sendall(b'{"v":1,')
        return _is_served(daemon, "beside 220 half lines")


def deaf_watchers(daemon: OwnDaemon) -> list[str]:
    """A hundred and fifty watchers that do not read, while the status changes."""
    with _connections(daemon, 150) as opened:
        for connection in opened:
            with suppress(OSError):
                connection.sendall(request_line("watch"))
        for _ in range(30):
            with suppress(OSError):
                daemon.ask("pause", minutes=5, seconds=15)
                daemon.ask("resume", seconds=15)
        return _is_served(daemon, "beside 150 watchers that do not read")


def many_watches(daemon: OwnDaemon) -> list[str]:
    """One client asks to watch three thousand times."""
    with _connections(daemon, 1) as opened:
        for connection in opened:
            with suppress(OSError):
                connection.sendall(request_line("watch") * 3000)
        return _is_served(daemon, "beside 3,000 watches in one connection")


def unread_answers(daemon: OwnDaemon) -> list[str]:
    """One client asks without end and reads nothing."""
    with _connections(daemon, 1) as opened:
        for connection in opened:
            with suppress(OSError):
                for _ in range(200):
                    connection.sendall(request_line("status") * 1000)
        return _is_served(daemon, "beside answers that nobody reads")


def every_handle(daemon: OwnDaemon) -> list[str]:
    """More clients than the daemon has handles for: it pauses, writes a line, and goes on afterwards."""
    soft, most = prlimit(daemon.pid, RLIMIT_NOFILE)
    prlimit(daemon.pid, RLIMIT_NOFILE, (64, most))
    before, cpu = len(daemon.written()), daemon.cpu()
    with _connections(daemon, 80) as opened:
        with suppress(IndexError):
            opened[0].settimeout(3)
            with suppress(OSError):
                opened[0].recv(1)  # three seconds pass
        spent, written = daemon.cpu() - cpu, len(daemon.written()) - before
    prlimit(daemon.pid, RLIMIT_NOFILE, (soft, most))
    faults = _is_served(daemon, "after every handle was used")
    if written > 4000:
        faults.append(f"{written} bytes of log while every handle is used")
    if spent > 1.5:
        faults.append(f"{spent:.1f} s of processor time in 3 s while every handle is used")
    return faults


CLIENTS: Mapping[str, ClientPeer] = {
    "odd lines": odd_lines,
    "many connections": many_connections,
    "half lines": half_lines,
    "watchers that do not read": deaf_watchers,
    "many watches": many_watches,
    "answers that nobody reads": unread_answers,
    "every handle": every_handle,
}
