"""The server of the control socket: answers requests in order, and streams the status to watchers."""

import asyncio
import json
import logging
import os
import socket
import struct
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from uncrick.control import LONGEST, PORT, SOCKET, name_too_long
from uncrick.control.lock import Lock
from uncrick.control.protocol import Id, Request, decode, failed, id_of, ok, request_of
from uncrick.core.model.text import _
from uncrick.errors import UncrickError
from uncrick.storage import paths

log = logging.getLogger(__name__)

Payload = Mapping[str, object]
Handle = Callable[[Request], Awaitable[Payload] | Payload]
Connected = Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]

CLIENTS = 200  # at a time, or fewer; more are sent away, so that the daemon keeps file handles for itself
AT_ONCE = 50  # clients, or fewer, that are accepted before anything else is looked at
UNREAD = 1 << 18  # bytes that a watcher may leave unread before it is dropped
TOKEN_WITHIN = 5.0  # seconds within which a TCP client must show the token
SILENT = 10.0  # seconds that a client may take for a line; one that watches waits for us


class _Client:
    """One connection, and the ids of its `watch` requests."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.watches: list[Id] = []

    async def line(self) -> bytes | None:
        """The next line, None at the end; for a line that is too long, LONGEST + 1 blanks."""
        skipped = False
        while True:
            try:
                line = await self.reader.readuntil(b"\n")
            except asyncio.IncompleteReadError as end:
                line = end.partial
            except asyncio.LimitOverrunError as long:
                await self.reader.readexactly(long.consumed)
                skipped = True
                continue
            return b" " * (LONGEST + 1) if skipped else line or None

    def push(self, status: Payload) -> None:
        """Send a status for each `watch`; drops a client that does not read."""
        for watched in self.watches:
            self.writer.write(ok(watched, status=status))
        if self.writer.transport.get_write_buffer_size() > UNREAD:
            log.warning("control: a watcher that does not read was dropped")
            self.writer.transport.abort()


class Server:
    """
    The server in the runtime folder of a lock.

    Args:
        lock: held by this process for as long as it serves.
        tcp: loopback TCP and a token instead of a Unix socket.
        silent: seconds after which a client that sends nothing whole is disconnected.
    """

    def __init__(self, lock: Lock, *, tcp: bool = sys.platform == "win32", silent: float = SILENT) -> None:
        self._folder = lock.folder
        self._silent = silent
        self._most = max(1, min(CLIENTS, _handles() // 3))
        self._token = os.urandom(32).hex() if tcp else ""
        self._server: asyncio.Server | None = None
        self._connected: Connected | None = None
        self._file: os.stat_result | None = None
        self._clients: dict[asyncio.Task[None], _Client] = {}

    async def serve(self, handle: Handle) -> None:
        """
        Begin to listen, and return.

        Args:
            handle: answers a request with the payload of its reply; an UncrickError becomes a refusal. A `watch` is
                answered like a `status`, and goes on with what is published.

        Raises:
            UncrickError: the socket cannot be made.
        """

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            client = _Client(reader, writer)
            task = asyncio.ensure_future(self._serve(client, handle))
            self._clients[task] = client
            task.add_done_callback(self._clients.pop)

        self._connected = connected
        await self._listen(connected)

    @property
    def is_reachable(self) -> bool:
        """Whether a client finds us."""
        try:
            return self._file is not None and os.path.samestat(self._file, os.stat(self._name))
        except OSError:
            return False

    async def listen_again(self) -> None:
        """
        Make the socket anew that somebody removed; who is connected stays so.

        Raises:
            UncrickError: it cannot be made.
        """
        if self._connected is None:
            return
        if self._server is not None:
            self._server.close()
        await self._listen(self._connected)

    @property
    def _name(self) -> str:
        return os.path.join(self._folder, PORT if self._token else SOCKET)

    async def _listen(self, connected: Connected) -> None:
        try:
            self._server = await self._bound(connected)
            self._file = os.stat(self._name)
        except OSError as error:
            if not self._token and (too_long := name_too_long(self._folder)) is not None:
                raise too_long from error
            raise UncrickError(
                _("The control socket cannot be made"), f"{self._folder}: {paths.reason(error)}."
            ) from error

    def publish(self, status: Payload) -> None:
        """Send a status to all watchers; one that does not read is dropped."""
        for client in list(self._clients.values()):
            client.push(status)

    async def stop(self) -> None:
        """Close all connections, and remove the socket."""
        if self._server is None:
            return
        self._server.close()
        with suppress(OSError):  # where somebody reads it just now, the next one to serve replaces it
            paths.remove(self._name)
        for task, client in list(self._clients.items()):
            client.writer.close()
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    async def _bound(self, connected: Connected) -> asyncio.Server:
        if sys.platform == "win32" or self._token:
            server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=LONGEST, backlog=2 * CLIENTS)
            key = {"port": server.sockets[0].getsockname()[1], "token": self._token}
            paths.write(self._name, json.dumps(key))
            return server
        paths.remove(self._name)  # left by a daemon that was killed; nobody uses it, for we hold the lock
        # asyncio accepts as many at once as its backlog has, before any surplus one can be sent away.
        at_once = max(1, min(AT_ONCE, _handles() // 20))
        listening = socket.socket(socket.AF_UNIX)
        try:
            listening.bind(self._name)
            os.chmod(self._name, 0o600)
            server = await asyncio.start_unix_server(connected, sock=listening, limit=LONGEST, backlog=at_once)
        except BaseException:
            listening.close()
            raise
        listening.listen(2 * CLIENTS)
        return server

    async def _serve(self, client: _Client, handle: Handle) -> None:
        try:
            if len(self._clients) > self._most:
                client.writer.write(
                    failed(
                        None,
                        UncrickError(
                            _("Uncrick is busy"), _("{count} programs are connected already.", count=self._most)
                        ),
                    )
                )
            elif await self._admitted(client):
                while (line := await self._line(client)) is not None:
                    client.writer.write(await _answer(line, client, handle))
                    await client.writer.drain()
        except OSError:
            pass  # the client is gone, or silent
        finally:
            client.writer.close()

    async def _line(self, client: _Client) -> bytes | None:
        """The next line; TimeoutError, which is an OSError, for a client that holds its place and says nothing."""
        async with asyncio.timeout(None if client.watches else self._silent):
            return await client.line()

    async def _admitted(self, client: _Client) -> bool:
        if not self._token:
            return _same_person(client.writer.get_extra_info("socket"))
        import hmac  # loads OpenSSL, which the daemon on Linux does not need

        with suppress(TimeoutError):
            token = await asyncio.wait_for(client.line(), TOKEN_WITHIN) or b""
            return hmac.compare_digest(token.strip(), self._token.encode())
        return False


def _handles() -> int:
    """How many handles the system lets us have, as far as that matters."""
    plenty = 20 * max(AT_ONCE, CLIENTS)
    if sys.platform == "win32":
        return plenty
    import resource

    handles, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
    return plenty if handles == resource.RLIM_INFINITY else min(handles, plenty)


def _same_person(connected: socket.socket) -> bool:
    """Whether the other end of a Unix socket runs as our user."""
    if sys.platform == "win32":
        return False
    if sys.platform == "darwin":
        _version, uid = struct.unpack_from("2I", connected.getsockopt(0, 1, 76))  # LOCAL_PEERCRED: version, uid, groups
    else:
        _pid, uid, _gid = struct.unpack("3i", connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return bool(uid == os.getuid())


async def _answer(line: bytes, client: _Client, handle: Handle) -> bytes:
    request_id: Id = None
    try:
        fields = decode(line)
        request_id = id_of(fields)
        request = request_of(fields)
        if request.do == "ping":
            return ok(request_id)
        payload = handle(request)
        reply = ok(request_id, **(await payload if isinstance(payload, Awaitable) else payload))
    except UncrickError as error:
        return failed(request_id, error)
    except Exception:
        # Our fault in one request must not end the daemon, nor leave the client waiting.
        log.exception("control: a request failed")
        return failed(request_id, UncrickError(_("Something went wrong inside Uncrick"), _("Its log says more.")))
    if request.do == "watch":
        client.watches.append(request_id)
    return reply
