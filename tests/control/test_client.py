"""The client of the control socket by itself: what it says of a daemon that is not there, silent or broken."""

import json
import os
import socket
import subprocess
import sys
import threading

import pytest

from uncrick.control import client, protocol
from uncrick.errors import NotRunningError, UncrickError


def test_client_without_a_daemon_names_the_start_command(folder):
    with pytest.raises(NotRunningError, match=r"Uncrick is not running: Start it with: uncrick\."):
        client.request("status")


@pytest.fixture
def deaf(folder):
    """A socket on which nobody answers."""
    if sys.platform == "win32":
        pytest.skip("no Unix sockets")
    os.makedirs(folder)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.join(folder, "control.sock"))
        listening.listen()
        yield listening


def test_silent_daemon_is_reported_after_the_timeout(deaf, monkeypatch):
    monkeypatch.setattr(client, "PATIENCE", 0.01)
    with pytest.raises(UncrickError, match=r"Uncrick does not answer: It is running, but did not answer for 0\.01 s"):
        client.request("status")


def test_daemon_that_ends_before_its_reply_is_reported(deaf, monkeypatch):
    monkeypatch.setattr(client.socket.socket, "sendall", lambda *_: deaf.accept()[0].close())
    with pytest.raises(UncrickError, match="Uncrick ended: before it answered"):
        client.request("status")


@pytest.mark.parametrize(
    ("call", "error", "reason"),
    [
        ("sendall", BrokenPipeError(32, "Broken pipe"), "broken pipe"),
        ("connect", PermissionError(13, "Permission denied"), "permission denied"),
    ],
)
def test_a_connection_that_fails_is_reported(deaf, monkeypatch, call, error, reason):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(client.socket.socket, call, fail)
    with pytest.raises(UncrickError, match=rf"Uncrick cannot be reached: {reason}\."):
        client.request("status")


@pytest.fixture
def breaks_off(folder, monkeypatch):
    """A daemon that ends before its first reply, and its successor; the requests that came."""
    monkeypatch.setattr(client, "AGAIN", 0.01)
    os.makedirs(folder)
    path, asked = os.path.join(folder, "control.sock"), []

    def listen():
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        listening.listen()
        return listening

    def serve(first, returns):
        with first, first.accept()[0] as connection:
            asked.append(json.loads(connection.recv(4096)))
            os.unlink(path)
        if not returns:
            return
        with listen() as second:
            while len(asked) < 2:
                with second.accept()[0] as connection:
                    if line := connection.recv(4096):
                        asked.append(json.loads(line))
                        connection.sendall(b'{"ok": true, "version": "1"}\n')

    def start(*, returns):
        thread = threading.Thread(target=serve, args=(listen(), returns), daemon=True)
        thread.start()
        return asked, thread

    return start


@pytest.mark.unix("no Unix sockets")
def test_a_command_without_a_reply_is_said_again_with_the_same_id(breaks_off):
    asked, thread = breaks_off(returns=True)
    assert client.request("done")["ok"]
    thread.join(10)
    assert asked[0] == asked[1]
    assert len(asked[0]["id"]) == 16


@pytest.mark.unix("no Unix sockets")
def test_a_command_without_a_reply_and_without_a_daemon_is_reported(breaks_off, monkeypatch):
    monkeypatch.setattr(client, "RESTART", 0.05)
    breaks_off(returns=False)
    with pytest.raises(UncrickError, match="Uncrick ended: before it answered"):
        client.request("done")


@pytest.mark.unix("no Unix sockets")
def test_a_question_is_asked_once(breaks_off):
    asked, thread = breaks_off(returns=False)
    with pytest.raises(UncrickError, match="Uncrick ended: before it answered"):
        client.request("status")
    thread.join(10)
    assert len(asked) == 1


def test_every_command_is_a_word_of_the_protocol():
    assert set(protocol.WORDS) >= client.COMMANDS


def test_runtime_folder_of_another_user_is_refused(deaf, monkeypatch):
    monkeypatch.setattr(
        "uncrick.storage.paths.check", lambda _: (_ for _ in ()).throw(UncrickError("A folder is not yours"))
    )
    with pytest.raises(UncrickError, match="A folder is not yours"):
        client.request("status")


HEAVY = {
    "asyncio",
    "dataclasses",
    "inspect",
    "logging",
    "pathlib",
    "platformdirs",
    "sqlite3",
    "ssl",
    "tempfile",
    "tomllib",
}


def test_a_client_loads_nothing_heavy():
    program = "import sys; old = {*sys.modules}; import uncrick.control.client; print(*sys.modules.keys() - old)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert HEAVY.isdisjoint(loaded.split())
    assert "uncrick.control.client" in loaded.split()
