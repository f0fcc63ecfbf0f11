"""A daemon that is there and does not answer as it should: every command still ends, with a sentence."""

import json
import socket
import sys
import threading
from contextlib import contextmanager

import pytest

from uncrick.cli import daemon
from uncrick.control import client


@contextmanager
def answering(house, *replies):
    """Something that listens where a daemon would, and says these lines; one a connection, then nothing."""
    if sys.platform == "win32":
        pytest.skip("no Unix sockets")
    folder = house.root / "run" / "uncrick"
    folder.mkdir(parents=True)
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(folder / "control.sock"))
    server.listen()
    connections = []

    def serve():
        for reply in replies:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connections.append(connection)
            connection.recv(65536)
            if reply is None:
                connection.close()
            elif reply:
                connection.sendall(reply)

    served = threading.Thread(target=serve, daemon=True)
    served.start()
    try:
        yield
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for connection in connections:
            connection.close()
        served.join(5)


def line(**fields):
    return json.dumps({"id": 1, "version": "0.1.0", **fields}).encode() + b"\n"


OK = line(ok=True)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(client, "PATIENCE", 0.2)
    monkeypatch.setattr(daemon, "LEAVING", 0.2)


@pytest.mark.parametrize("words", [["status"], ["snooze"], ["today"], ["quit"], []], ids=" ".join)
def test_silent_daemon_is_reported(uncrick, house, words):
    with answering(house, b""):
        result = uncrick(*words)
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("Uncrick does not answer: It is running, but did not answer for ")


@pytest.mark.parametrize("words", [["status"], ["skip"], ["quit"]], ids=" ".join)
def test_daemon_that_ends_before_its_answer_is_reported(uncrick, house, words):
    with answering(house, None, None, None):  # whoever commands looks for the next daemon, and says it once more
        result = uncrick(*words)
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("Uncrick ended: before it answered")


def test_daemon_that_does_not_quit_is_reported(uncrick, house):
    with answering(house, *[OK] * 50):
        result = uncrick("quit")
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("Uncrick did not quit: ")


def test_older_daemon_says_how_to_restart(uncrick, house):
    error = {"title": "The running Uncrick is older than this command", "message": "Restart it: uncrick quit."}
    with answering(house, line(ok=False, error=error)):
        result = uncrick("status")
    assert result.status == 1
    assert result.err == "The running Uncrick is older than this command: Restart it: uncrick quit.\n"


@pytest.mark.parametrize("words", [["exercises"], ["history"], ["settings"], ["autostart"]], ids=" ".join)
def test_command_without_a_daemon_works_beside_a_silent_daemon(uncrick, house, words):
    with answering(house, b""):
        assert uncrick(*words).status == 0


@pytest.mark.unix("no Unix sockets")
def test_folder_in_place_of_lock_or_socket_is_reported(uncrick, house):
    (house.root / "run" / "uncrick" / "control.sock").mkdir(parents=True)
    result = uncrick("status")
    assert result.status in (1, 3)
    assert len(result.err.splitlines()) == 1


GARBAGE = [b"hello\n", b"[]\n", b"{}\n", b"\xff\xff\n", b'{"ok": tru', b'{"ok": false}\n', b"null\n"]


@pytest.mark.parametrize("reply", GARBAGE)
def test_daemon_that_answers_nonsense_is_reported(uncrick, house, reply):
    with answering(house, reply):
        result = uncrick("status")
    assert (result.status, result.out) == (1, "")
    assert len(result.err.splitlines()) == 1
