"""The outputs of a pretend Wayland compositor: those that come and go are noticed by their names."""

import asyncio
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from uncrick.platforms.linux.busy.outputs import SecondScreen
from uncrick.platforms.linux.wayland import message

REGISTRY, OUTPUT = 2, b"wl_output\0\0\0"
GLOBAL, REMOVE, DONE, NAME = 0, 1, 0, 4


def words(text: bytes) -> bytes:
    """A string as the wire has it."""
    text += b"\0"
    return struct.pack("=I", len(text)) + text + bytes(-len(text) % 4)


class Compositor:
    """Tells of its outputs, and of what becomes of them."""

    def __init__(self) -> None:
        self.outputs = {10: "eDP-1"}
        self.writer: asyncio.StreamWriter | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        while header := await reader.read(8):
            object_, word = struct.unpack("=II", header)
            args = await reader.readexactly((word >> 16) - 8)
            opcode = word & 0xFFFF
            if (object_, opcode) == (1, 1):
                for number in self.outputs:
                    self.tell_of(number)
            elif (object_, opcode) == (1, 0):
                writer.write(message(struct.unpack("=I", args)[0], DONE, bytes(4)))
            elif (object_, opcode) == (REGISTRY, 0):
                number, new = struct.unpack("=I", args[:4])[0], struct.unpack("=I", args[-4:])[0]
                writer.write(message(new, NAME, words(self.outputs[number].encode())))

    def tell_of(self, number: int) -> None:
        assert self.writer is not None
        args = struct.pack("=I", number) + words(b"wl_output") + struct.pack("=I", 4)
        self.writer.write(message(REGISTRY, GLOBAL, args))

    def connects(self, number: int, name: str) -> None:
        self.outputs[number] = name
        self.tell_of(number)

    def disconnects(self, number: int) -> None:
        assert self.writer is not None
        del self.outputs[number]
        self.writer.write(message(REGISTRY, REMOVE, struct.pack("=I", number)))


@pytest.fixture
async def compositor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Compositor]:
    compositor = Compositor()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "pretend")
    server = await asyncio.start_unix_server(compositor.serve, tmp_path / "pretend")
    yield compositor
    server.close()
    if compositor.writer is not None:
        compositor.writer.close()
        await compositor.writer.wait_closed()


@pytest.fixture
async def probe(compositor: Compositor) -> AsyncIterator[SecondScreen]:
    probe = SecondScreen()
    yield probe
    await probe.stop()


async def appeared(probe: SecondScreen) -> bool:
    return bool((await probe.look(0)).users)


async def test_a_projector_that_comes_and_goes_is_told_of_without_a_look(
    probe: SecondScreen, compositor: Compositor
) -> None:
    changed = asyncio.Event()
    probe.changed = changed.set
    assert not await appeared(probe)
    for change, expected in (
        (lambda: compositor.connects(11, "HDMI-1"), True),
        (lambda: compositor.disconnects(11), False),
    ):
        changed.clear()
        change()
        await asyncio.wait_for(changed.wait(), 10)
        assert await appeared(probe) is expected


async def test_the_screens_of_the_desk_may_go_and_come_back(probe: SecondScreen, compositor: Compositor) -> None:
    compositor.outputs[11] = "DP-1"
    assert not await appeared(probe)
    compositor.disconnects(11)
    assert not await appeared(probe)
    compositor.connects(12, "DP-1")
    assert not await appeared(probe)


async def test_a_screen_that_takes_the_place_of_the_first_is_no_second(
    probe: SecondScreen, compositor: Compositor
) -> None:
    assert not await appeared(probe)
    compositor.connects(11, "HDMI-1")
    compositor.disconnects(10)
    assert not await appeared(probe)
