"""The client of the control socket: one request and its reply, or the status at every change. Loads little."""

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from uncrick.control import COMMANDS, GIVEN_ONCE, PORT, PROTOCOL, SOCKET, name_too_long
from uncrick.core.model.text import _
from uncrick.errors import NotRunningError, RefusedError, UncrickError
from uncrick.storage import paths

PATIENCE = 5.0  # seconds
RESTART, AGAIN = 8.0, 0.1  # seconds within which systemd has a daemon that was killed back, and between two looks


def request(do: str, **args: object) -> dict[str, Any]:
    """
    Ask the daemon; its reply, with `version` (the daemon's) and mostly `status`.

    A command whose connection breaks before the reply is said again, once, to the daemon that then runs. By its id that
    daemon knows whether it was carried out, and carries nothing out twice.

    Args:
        args: as `protocol.WORDS` has them; None is left out.

    Raises:
        NotRunningError: there is no daemon.
        RefusedError: the daemon refuses; title and message are its own.
        UncrickError: it does not answer within five seconds.
    """
    if do not in COMMANDS:
        return _request(1, do, args)
    command = os.urandom(GIVEN_ONCE // 2).hex()
    try:
        return _request(command, do, args)
    except BrokenOffError:
        _await_restart()
        return _request(command, do, args)


class BrokenOffError(UncrickError):
    """The daemon ended before its reply was here."""


def _request(request_id: int | str, do: str, args: dict[str, object]) -> dict[str, Any]:
    with _connected() as connection, connection.makefile("rb") as lines:
        return _ask(connection, lines, request_id, do, args)


def _await_restart() -> None:
    """
    Wait until a daemon listens, for a service manager starts one that was killed.

    Raises:
        UncrickError: none does.
    """
    end = time.monotonic() + RESTART
    while True:
        try:
            _connected().close()
        except NotRunningError as error:
            if time.monotonic() > end:
                raise _ended() from error
            time.sleep(AGAIN)
        else:
            return


def watch() -> Iterator[dict[str, Any]]:
    """
    The status now and at every change, until the daemon ends.

    Raises:
        As `request` does, before the first.
    """
    with _connected() as connection, connection.makefile("rb") as lines:
        yield _ask(connection, lines, 1, "watch", {})["status"]
        connection.settimeout(None)
        while line := lines.readline():
            yield _reply(line)["status"]


def _connected() -> socket.socket:
    folder = paths.runtime()
    paths.check(folder)
    try:
        return _tcp(folder) if os.path.exists(os.path.join(folder, PORT)) else _unix(folder)
    except (FileNotFoundError, ConnectionError) as error:
        raise NotRunningError(_("Uncrick is not running"), _("Start it with: uncrick.")) from error
    except OSError as error:
        raise name_too_long(folder) or _unreachable(error) from error


def _unix(folder: str) -> socket.socket:
    if sys.platform == "win32":
        raise FileNotFoundError(SOCKET)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(os.path.join(folder, SOCKET))
    except OSError:
        connection.close()
        raise
    return connection


def _tcp(folder: str) -> socket.socket:
    with open(os.path.join(folder, PORT), encoding="ascii") as file:
        key = json.load(file)
    connection = socket.create_connection(("127.0.0.1", key["port"]), PATIENCE)
    connection.sendall(key["token"].encode() + b"\n")
    return connection


def _ask(
    connection: socket.socket, lines: BinaryIO, request_id: int | str, do: str, args: dict[str, object]
) -> dict[str, Any]:
    given = {name: value for name, value in args.items() if value is not None}
    try:
        connection.sendall(json.dumps({"v": PROTOCOL, "id": request_id, "do": do, **given}).encode() + b"\n")
        line = lines.readline()
    except ConnectionError as error:
        fault = _unreachable(error)
        raise BrokenOffError(fault.title, fault.message) from error
    except OSError as error:
        raise _unreachable(error) from error
    if not line.endswith(b"\n"):
        raise _ended()
    return _reply(line)


def _ended() -> BrokenOffError:
    return BrokenOffError(_("Uncrick ended"), _("before it answered. See whether it is running again: uncrick status"))


def _reply(line: bytes) -> dict[str, Any]:
    try:
        reply: dict[str, Any] = json.loads(line)
        refused = None if reply["ok"] else RefusedError(**reply["error"])
    except (ValueError, KeyError, TypeError) as error:
        what = _("while it was answering. See whether it is running again: uncrick status")
        raise UncrickError(_("Uncrick ended"), what) from error
    if refused is not None:
        raise refused
    return reply


def _unreachable(error: OSError) -> UncrickError:
    if isinstance(error, TimeoutError | BlockingIOError):
        return UncrickError(
            _("Uncrick does not answer"),
            _("It is running, but did not answer for {seconds:g} s. Quit it and start it again.", seconds=PATIENCE),
        )
    return UncrickError(
        _("Uncrick cannot be reached"),
        _("{reason}. It is looked for in {folder}.", reason=paths.reason(error), folder=paths.runtime()),
    )
