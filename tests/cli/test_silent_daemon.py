"""A daemon that is there and does not answer as it should: every command still ends, with a sentence."""

import json
import socket
import threading
from contextlib import contextmanager

import pytest

from uncrick.cli import daemon
from uncrick.control import client


@contextmanager
def answering(house, *replies):
    """Something that listens where a daemon would, and says these lines; one a connection, then nothing."""
    folder = house.root / "run" / "uncrick"
    folder.mkdir(parents=True)
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(folder / "control.sock"))
    server.listen()
    kept = []

    def serve():
        for reply in replies:
            try:
                met, _ = server.accept()
            except OSError:
                return
            kept.append(met)
            met.recv(65536)
            if reply is None:
                met.close()
            elif reply:
                met.sendall(reply)

    served = threading.Thread(target=serve, daemon=True)
    served.start()
    try:
        yield
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for met in kept:
            met.close()
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
        told = uncrick(*words)
    assert (told.status, told.out) == (1, "")
    assert told.err.startswith("Uncrick does not answer: It runs, and was silent for ")


@pytest.mark.parametrize("words", [["status"], ["skip"], ["quit"]], ids=" ".join)
def test_daemon_that_ends_before_its_answer_is_reported(uncrick, house, words):
    with answering(house, None):
        told = uncrick(*words)
    assert (told.status, told.out) == (1, "")
    assert told.err.startswith("Uncrick ended: before it answered")


def test_daemon_that_does_not_quit_is_reported(uncrick, house):
    with answering(house, *[OK] * 50):
        told = uncrick("quit")
    assert (told.status, told.out) == (1, "")
    assert told.err.startswith("Uncrick does not end: ")


def test_older_daemon_says_how_to_restart(uncrick, house):
    error = {"title": "The running Uncrick is older than this command", "message": "Restart it: uncrick quit."}
    with answering(house, line(ok=False, error=error)):
        told = uncrick("status")
    assert told.status == 1
    assert told.err == "The running Uncrick is older than this command: Restart it: uncrick quit.\n"


@pytest.mark.parametrize("words", [["exercises"], ["history"], ["settings"], ["autostart"]], ids=" ".join)
def test_command_without_a_daemon_works_beside_a_silent_daemon(uncrick, house, words):
    with answering(house, b""):
        assert uncrick(*words).status == 0


def test_folder_in_place_of_lock_or_socket_is_reported(uncrick, house):
    (house.root / "run" / "uncrick" / "control.sock").mkdir(parents=True)
    told = uncrick("status")
    assert told.status in (1, 3)
    assert len(told.err.splitlines()) == 1


GARBAGE = [b"hello\n", b"[]\n", b"{}\n", b"\xff\xff\n", b'{"ok": tru', b'{"ok": false}\n', b"null\n"]


@pytest.mark.parametrize("reply", GARBAGE)
def test_daemon_that_answers_nonsense_is_reported(uncrick, house, reply):
    with answering(house, reply):
        told = uncrick("status")
    assert (told.status, told.out) == (1, "")
    assert len(told.err.splitlines()) == 1
