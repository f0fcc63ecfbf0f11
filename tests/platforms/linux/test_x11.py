"""The client of the X server, given the bytes of one."""

import struct

import pytest

from uncrick.errors import DesktopError
from uncrick.platforms.linux import x11
from uncrick.platforms.linux.x11 import X11

REFUSAL = struct.pack("=BBHHH", 0, 2, 11, 0, 1) + b"no\0\0"
EVENT = bytes([28]).ljust(32, b"\0")


class Listener(X11):
    """Keeps the events."""

    def __init__(self) -> None:
        super().__init__({})
        self.events: list[bytes] = []

    def _on_event(self, event: bytes) -> None:
        self.events.append(event)


async def test_after_a_refusal_nothing_counts_as_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    async def connected(stream: X11, _display: str) -> str:
        stream.data_received(REFUSAL + 5 * EVENT)
        return "0"

    monkeypatch.setattr(x11, "_connect_to_display", connected)
    listener = Listener()
    with pytest.raises(DesktopError, match="no"):
        await listener.connect()
    listener.data_received(EVENT)
    assert listener.events == []
