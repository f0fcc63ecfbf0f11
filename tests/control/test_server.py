"""The daemon's end and the client's, on a real socket: requests, streams, and clients that misbehave."""

import asyncio
import json
import os
import socket
import stat
import sys
from contextlib import asynccontextmanager, suppress

import pytest

import uncrick
from uncrick.control import LONGEST, client, server
from uncrick.control.lock import Lock
from uncrick.control.server import Server
from uncrick.errors import NotRunningError, RefusedError, UncrickError

HELLO = b'{"v":1,"id":1,"do":"status"}\n'


class Daemon:
    """A pretend daemon: counts, refuses a skip, and breaks at a stop."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []

    def handle(self, request):
        self.asked.append((request.do, dict(request.args)))
        match request.do:
            case "skip":
                raise RefusedError("Nothing to skip", "No break is due.")
            case "stop":
                raise ZeroDivisionError
            case "pause":
                return self.later()
            case _:
                return {"status": {"count": len(self.asked)}}

    async def later(self):
        await asyncio.sleep(0)
        return {"status": {"phase": "paused"}}


WINDOWS = sys.platform == "win32"  # a port and a token there, as Python knows no Unix sockets


@pytest.fixture(
    params=[pytest.param(False, id="unix", marks=pytest.mark.unix("no Unix sockets")), pytest.param(True, id="tcp")]
)
def tcp(request):
    return request.param


@asynccontextmanager
async def serving(folder, daemon, *, tcp=WINDOWS, silent=60.0):
    lock = Lock.take(folder)
    end = Server(lock, tcp=tcp, silent=silent)
    await end.serve(daemon.handle)
    try:
        yield end
    finally:
        await end.stop()
        lock.release()


async def ask(*args, **kwargs):
    return await asyncio.to_thread(client.request, *args, **kwargs)


async def connected(folder):
    if WINDOWS:
        reader, writer = await asyncio.open_connection("127.0.0.1", port(folder))
        writer.write(key(folder)["token"].encode() + b"\n")
        return reader, writer
    return await asyncio.open_unix_connection(os.path.join(folder, "control.sock"))


def key(folder):
    with open(os.path.join(folder, "control.json"), encoding="ascii") as file:
        return json.load(file)


def port(folder):
    return key(folder)["port"]


async def answer(reader):
    return json.loads(await reader.readline())


# ---------------------------------------------------------------- requests


async def test_a_request_gets_its_reply(folder, tcp):
    daemon = Daemon()
    async with serving(folder, daemon, tcp=tcp):
        reply = await ask("snooze", minutes=10, until=None)
    assert reply == {"id": reply["id"], "ok": True, "version": uncrick.__version__, "status": {"count": 1}}
    assert daemon.asked == [("snooze", {"minutes": 10.0})]


async def test_slow_handler_is_awaited(folder):
    async with serving(folder, Daemon()):
        assert (await ask("pause"))["status"] == {"phase": "paused"}


async def test_ping_does_not_call_the_handler(folder):
    daemon = Daemon()
    async with serving(folder, daemon):
        assert (await ask("ping"))["version"] == uncrick.__version__
    assert daemon.asked == []


async def test_refusal_has_its_title_and_message(folder, tcp):
    async with serving(folder, Daemon(), tcp=tcp):
        with pytest.raises(RefusedError, match=r"^Nothing to skip: No break is due\.$"):
            await ask("skip")


async def test_handler_exception_is_logged_and_answered(folder, caplog):
    async with serving(folder, Daemon()):
        with pytest.raises(RefusedError, match="Something went wrong inside Uncrick"):
            await ask("stop")
        assert (await ask("status"))["ok"]
    assert "ZeroDivisionError" in caplog.text


async def test_connection_survives_every_kind_of_fault(folder):
    async with serving(folder, Daemon()):
        reader, writer = await connected(folder)
        for sent, title in [
            (b"nonsense\n", "A request is not JSON"),
            (b"\n", "A request is not JSON"),
            (b'{"v":1,"id":3,"do":"dance"}\n', "A request is not understood"),
            (b"x" * (LONGEST + 1) + b"\n", "A request is too long"),
            (b"x" * (LONGEST * 5) + b"\n", "A request is too long"),
        ]:
            writer.write(sent)
            reply = await answer(reader)
            assert (reply["ok"], reply["error"]["title"]) == (False, title)
        writer.write(HELLO * 3)
        assert [(await answer(reader))["status"]["count"] for _ in range(3)] == [1, 2, 3]
        writer.close()


async def test_the_longest_line_is_understood(folder):
    async with serving(folder, Daemon()):
        reader, writer = await connected(folder)
        writer.write(HELLO.strip().ljust(LONGEST - 1) + b"\n" + HELLO)
        assert [(await answer(reader))["ok"] for _ in range(2)] == [True, True]
        writer.close()


async def test_last_line_without_newline_is_answered(folder):
    async with serving(folder, Daemon()):
        reader, writer = await connected(folder)
        writer.write(HELLO.strip())
        writer.write_eof()
        assert (await answer(reader))["ok"]
        assert await reader.read() == b""
        writer.close()


async def test_last_line_that_is_too_long_is_reported(folder):
    async with serving(folder, Daemon()):
        reader, writer = await connected(folder)
        writer.write(b"x" * (LONGEST * 2))
        writer.write_eof()
        assert (await answer(reader))["error"]["title"] == "A request is too long"
        writer.close()


# ---------------------------------------------------------------- watching


async def test_watcher_gets_the_status_now_and_at_every_change(folder, tcp):
    async with serving(folder, Daemon(), tcp=tcp) as end:
        watching = client.watch()
        assert await asyncio.to_thread(next, watching) == {"count": 1}
        for phase in ("due", "snoozed"):
            end.publish({"phase": phase})
            assert await asyncio.to_thread(next, watching) == {"phase": phase}
    assert await asyncio.to_thread(next, watching, "ended") == "ended"


async def test_other_clients_are_not_sent_the_status(folder):
    async with serving(folder, Daemon()) as end:
        reader, writer = await connected(folder)
        writer.write(HELLO)
        await answer(reader)
        end.publish({"phase": "due"})
        writer.write(HELLO)
        assert (await answer(reader))["status"] == {"count": 2}
        writer.close()


async def test_watcher_that_never_reads_is_dropped(folder, caplog):
    async with serving(folder, Daemon()) as end:
        reader, writer = await connected(folder)
        writer.write(b'{"v":1,"id":1,"do":"watch"}\n')
        await answer(reader)
        writer.transport.pause_reading()
        while "was dropped" not in caplog.text:
            end.publish({"text": "x" * 10_000})
            await asyncio.sleep(0)
        assert (await ask("status"))["ok"]
        writer.transport.abort()


async def test_client_that_never_reads_blocks_only_itself(folder):
    async with serving(folder, Daemon()) as end:
        _, writer = await connected(folder)
        writer.transport.pause_reading()
        writer.write(HELLO * 50_000)
        for _ in range(5):
            assert (await ask("status"))["ok"]
        open_clients = sum(client.writer.transport.get_write_buffer_size() for client in end._clients.values())
        assert open_clients < 1 << 18, "what it does not read is not kept for it"
        writer.transport.abort()


async def test_refused_watch_is_not_registered(folder):
    daemon = Daemon()

    def refuse(request):
        raise RefusedError("Not now", "")

    daemon.handle = refuse
    async with serving(folder, daemon) as end:
        with pytest.raises(RefusedError):
            await asyncio.to_thread(next, client.watch())
        end.publish({})


# ---------------------------------------------------------------- crowds


async def test_a_hundred_clients_at_once_are_all_answered(folder):
    async with serving(folder, Daemon()):

        async def ask_once():
            reader, writer = await connected(folder)
            writer.write(HELLO)
            await ready.wait()
            reply = await answer(reader)
            writer.close()
            return reply["ok"]

        ready = asyncio.Event()
        clients = [asyncio.ensure_future(ask_once()) for _ in range(100)]
        await asyncio.sleep(0)
        ready.set()
        assert await asyncio.gather(*clients) == [True] * 100


@pytest.mark.unix("counts what /proc shows")
async def test_ten_thousand_connections_leave_nothing_behind(folder):
    async with serving(folder, Daemon()) as end:
        before = len(os.listdir("/proc/self/fd"))
        path = os.path.join(folder, "control.sock")
        for turn in range(10_000):
            with socket.socket(socket.AF_UNIX) as knocking:
                knocking.connect(path)
            if turn % 50 == 0:
                await asyncio.sleep(0)
        assert (await ask("status"))["ok"]
        while end._clients:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert len(os.listdir("/proc/self/fd")) <= before


async def test_surplus_client_is_refused_with_a_message(folder, monkeypatch):
    monkeypatch.setattr(server, "CLIENTS", 2)
    async with serving(folder, Daemon()):
        open_clients = [await connected(folder) for _ in range(2)]
        for reader, writer in open_clients:
            writer.write(HELLO)
            await answer(reader)
        reader, writer = await connected(folder)
        assert (await answer(reader))["error"]["title"] == "Uncrick is busy"
        for _, open_writer in [*open_clients, (reader, writer)]:
            open_writer.close()


async def test_a_client_with_half_a_line_does_not_hold_its_place(folder):
    async with serving(folder, Daemon(), silent=0.01):
        reader, writer = await connected(folder)
        writer.write(b'{"v": 1')
        assert await reader.read() == b""
        writer.close()


async def test_a_watcher_may_be_silent(folder):
    async with serving(folder, Daemon(), silent=0.05) as end:
        reader, writer = await connected(folder)
        writer.write(HELLO.replace(b"status", b"watch"))
        await answer(reader)
        await asyncio.sleep(0.1)
        end.publish({"phase": "working"})
        assert (await answer(reader))["status"] == {"phase": "working"}
        writer.close()


async def test_disconnected_client_is_removed(folder):
    async with serving(folder, Daemon()) as end:
        reader, writer = await connected(folder)
        writer.write(HELLO * 2000)
        await answer(reader)
        writer.transport.abort()
        while end._clients:
            await asyncio.sleep(0)


# ---------------------------------------------------------------- whose it is


@pytest.mark.unix("modes")
async def test_socket_and_folder_are_private(folder):
    async with serving(folder, Daemon()):
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
        assert stat.S_IMODE(os.stat(os.path.join(folder, "control.sock")).st_mode) == 0o600
    assert os.listdir(folder) == ["lock"]


@pytest.mark.unix("modes")
async def test_token_file_is_private_and_removed_at_the_end(folder):
    async with serving(folder, Daemon(), tcp=True):
        assert stat.S_IMODE(os.stat(os.path.join(folder, "control.json")).st_mode) == 0o600
    assert os.listdir(folder) == ["lock"]


@pytest.mark.unix("no Unix sockets")
async def test_other_user_on_the_socket_is_refused(folder, monkeypatch):
    daemon = Daemon()
    async with serving(folder, daemon):
        monkeypatch.setattr("os.getuid", lambda: 54321)
        reader, writer = await connected(folder)
        writer.write(HELLO)
        with pytest.raises((json.JSONDecodeError, ConnectionError)):
            await answer(reader)
        writer.close()
    assert daemon.asked == []


@pytest.mark.parametrize("shown", [b"wrong\n", b"\n", b"", b"x" * LONGEST * 2 + b"\n"])
async def test_tcp_client_without_the_token_is_refused(folder, shown):
    daemon = Daemon()
    async with serving(folder, daemon, tcp=True):
        reader, writer = await asyncio.open_connection("127.0.0.1", port(folder))
        writer.write(shown + HELLO if shown else b"")
        writer.write_eof()
        with suppress(ConnectionError):
            assert await reader.read() == b""
        writer.close()
    assert daemon.asked == []


async def test_tcp_client_without_a_token_in_time_is_closed(folder, monkeypatch):
    monkeypatch.setattr(server, "TOKEN_WITHIN", 0.01)
    async with serving(folder, Daemon(), tcp=True):
        reader, writer = await asyncio.open_connection("127.0.0.1", port(folder))
        assert await reader.read() == b""
        writer.close()


@pytest.mark.unix("no Unix sockets")
async def test_the_socket_of_a_killed_daemon_is_replaced(folder):
    os.makedirs(folder)
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(os.path.join(folder, "control.sock"))
    with pytest.raises(NotRunningError):
        await ask("status")
    async with serving(folder, Daemon()):
        assert (await ask("status"))["ok"]


@pytest.mark.unix("no Unix sockets")
async def test_a_socket_that_cannot_be_made_is_reported(folder):
    os.makedirs(os.path.join(folder, "control.sock"))
    lock = Lock.take(folder)
    end = Server(lock)
    with pytest.raises(UncrickError, match="The control socket cannot be made"):
        await end.serve(Daemon().handle)
    await end.stop()
    lock.release()


@pytest.mark.skipif(os.name == "nt", reason="a socket in use cannot be removed")
async def test_swept_socket_is_made_anew_and_who_is_connected_stays(folder, tcp):
    async with serving(folder, Daemon(), tcp=tcp) as end:
        assert end.is_reachable
        stream = client.watch()
        await asyncio.to_thread(next, stream)
        for name in ("control.sock", "control.json"):
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, name))
        assert not end.is_reachable
        await end.listen_again()
        assert end.is_reachable
        assert (await ask("status"))["ok"]
        end.publish({"phase": "due"})
        assert (await asyncio.to_thread(next, stream))["phase"] == "due"
        stream.close()
