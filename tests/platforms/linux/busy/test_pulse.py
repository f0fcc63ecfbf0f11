"""The microphone probe beside a sound server that does not behave."""

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.linux.busy import pulse
from uncrick.platforms.linux.busy.pulse import CONTROL, REPLY, Microphone

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def sound_server(folder: Path, monkeypatch: pytest.MonkeyPatch, behave: Behaviour) -> AsyncIterator[list[int]]:
    """A server at the place where the probe looks; the list grows with each connection."""
    connections: list[int] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(len(connections))
        try:
            await behave(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    monkeypatch.setenv("PULSE_SERVER", f"unix:{folder / 'native'}")
    async with await asyncio.start_unix_server(connected, folder / "native"):
        yield connections


async def hang_up(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Accept the connection and end it."""


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """Answer one command in the form of the protocol; returns what was asked."""
    (size,) = struct.unpack_from(">I", await reader.readexactly(20))
    packet = await reader.readexactly(size)
    body = b"L" + struct.pack(">I", REPLY) + packet[5:10] + b"tSound\0"
    writer.write(struct.pack(">IIIII", len(body), CONTROL, 0, 0, 0) + body)
    return packet


async def greet_and_hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for _ in range(4):
        await answer(reader, writer)


async def send_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readexactly(20)
    writer.write(struct.pack(">IIIII", 3, CONTROL, 0, 0, 0) + b"\xff\xff\xff")
    await writer.drain()
    await reader.read()


async def list_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for _ in range(5):
        await answer(reader, writer)
    await reader.read()


async def look_often(probe: Microphone, times: int = 30) -> None:
    for _ in range(times):
        with suppress(DesktopError):
            await probe.look(0.0)
        await asyncio.sleep(0)


@pytest.mark.parametrize("behave", [hang_up, greet_and_hang_up, send_nonsense])
async def test_a_server_that_hangs_up_gets_a_rest_after_the_second_time(
    behave: Behaviour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "FIRST_PAUSE", 60.0)  # longer than the slowest machine takes for this test
    probe = Microphone()
    async with sound_server(tmp_path, monkeypatch, behave) as connections:
        await look_often(probe)
        await probe.stop()
    assert len(connections) == 2  # once more at once, as after a restart


async def test_a_server_that_never_greeted_is_no_reason_to_look_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe, changes = Microphone(), list[None]()
    probe.changed = lambda: changes.append(None)
    async with sound_server(tmp_path, monkeypatch, hang_up):
        await look_often(probe, times=3)
        await probe.stop()
    assert changes == []


async def test_a_server_that_lists_nonsense_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probe = Microphone()
    async with sound_server(tmp_path, monkeypatch, list_nonsense):
        with pytest.raises(UnavailableError):
            await probe.look(0.0)
        await probe.stop()
