"""What a service manager is told over its socket; here the test is the manager."""

import os
import socket
import sys
from pathlib import Path

import pytest

from cli.processes import Person, wait_until
from uncrick.platforms.linux.systemd_notify import Manager

if sys.platform != "linux":
    pytest.skip("systemd's socket", allow_module_level=True)


@pytest.fixture
def wire(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
        wire.bind(str(tmp_path / "notify"))
        wire.settimeout(60)
        yield wire


def manager(monkeypatch, address, **more):
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"NOTIFY_SOCKET": address, **more}.items():
        monkeypatch.setenv(name, value)
    return Manager()


def received(wire):
    wire.setblocking(False)
    messages = []
    while True:
        try:
            messages.append(wire.recv(4096).decode())
        except BlockingIOError:
            return messages


def test_ready_alive_and_stopping_are_sent(wire, monkeypatch):
    notify = manager(monkeypatch, wire.getsockname(), WATCHDOG_USEC="150000000", WATCHDOG_PID=str(os.getpid()))
    notify.up("Reminding")
    notify.alive()
    notify.leaving()
    assert received(wire) == ["READY=1\nSTATUS=Reminding", "WATCHDOG=1", "STOPPING=1"]


@pytest.mark.parametrize("more", [{}, {"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "1"}], ids=["nobody", "another"])
def test_signs_of_life_are_for_a_watchdog_of_ours_only(wire, monkeypatch, more):
    manager(monkeypatch, wire.getsockname(), **more).alive()
    assert received(wire) == []


def test_an_abstract_address_works(monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
        wire.bind(f"\0uncrick-test-{os.getpid()}")
        manager(monkeypatch, f"@uncrick-test-{os.getpid()}").leaving()
        assert received(wire) == ["STOPPING=1"]


@pytest.mark.parametrize("address", ["", "/nowhere/at/all", "vsock:2:1", "relative", "@" + "x" * 300])
def test_a_missing_service_manager_is_no_error(monkeypatch, address):
    notify = manager(monkeypatch, address)
    notify.up("Reminding")
    notify.leaving()


def test_a_child_process_gets_no_notify_socket(wire, monkeypatch):
    manager(monkeypatch, wire.getsockname(), WATCHDOG_USEC="1", WATCHDOG_PID="1")
    assert not {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"} & set(os.environ)


def test_a_daemon_notifies_ready_when_it_answers_and_stopping(tmp_path: Path, wire):
    person = Person(tmp_path)
    try:
        daemon = person.daemon(env={"NOTIFY_SOCKET": wire.getsockname()})
        assert wire.recv(4096) == b"READY=1\nSTATUS=Reminding"
        assert person.answers
        daemon.terminate()
        assert wire.recv(4096) == b"STOPPING=1"
        wait_until(lambda: daemon.poll() == 0, "its end")
    finally:
        person.ends()


def test_what_was_taken_out_of_the_environment_can_be_put_back(monkeypatch):
    sent = manager(monkeypatch, "/run/notify", WATCHDOG_USEC="1", WATCHDOG_PID="7").environment()
    assert sent == {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "7"}
