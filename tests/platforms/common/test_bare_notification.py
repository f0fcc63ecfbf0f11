"""A notification from a process that cannot start."""

import sys
from contextlib import nullcontext

import pytest

from uncrick.platforms.common import bare_notification

if sys.platform != "linux":
    pytest.skip("a bus and a program as Linux has them", allow_module_level=True)


@pytest.fixture
def program(tmp_path, monkeypatch):
    """`notify-send`, and what it was asked to show."""
    shown = tmp_path / "shown"
    file = tmp_path / "notify-send"
    file.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {shown}\n')
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    return shown


def test_without_a_bus_the_program_shows_the_notification(program, monkeypatch):
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    assert bare_notification.show("Title", "What to do")
    assert program.read_text() == "--app-name=Uncrick|Title|What to do|"


def test_a_bus_that_does_not_answer_leaves_it_to_the_program(program, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert bare_notification.show("Title", "What to do")
    assert program.exists()


def test_a_server_that_shows_it_needs_no_program(program, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/somewhere")
    monkeypatch.setattr(bare_notification, "_by_bus", lambda title, text: True)
    assert bare_notification.show("Title", "What to do")
    assert not program.exists()


def test_at_login_what_shows_it_is_waited_for(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/somewhere")
    monkeypatch.setenv("PATH", "/nowhere")
    answers = [False, False, True]
    monkeypatch.setattr(bare_notification, "_by_bus", lambda title, text: answers.pop(0))
    slept = []
    assert bare_notification.show("Title", "What to do", sleep=slept.append)
    assert slept == [bare_notification.PAUSE, bare_notification.PAUSE]


def test_where_nothing_shows_notifications_there_is_no_error(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setenv("PATH", "/nowhere")
    assert not bare_notification.show("Title", "What to do", sleep=lambda seconds: None)


def test_a_message_is_what_the_server_asks_for(monkeypatch):
    from jeepney.io import blocking

    sent = []

    class Connection:
        def send_and_get_reply(self, message, timeout):
            sent.append(message)
            raise OSError

    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/somewhere")
    monkeypatch.setattr(blocking, "open_dbus_connection", lambda address: nullcontext(Connection()))
    assert not bare_notification._by_bus("Title", "What to do")
    assert sent[0].serialise(1)
    assert sent[0].body[3:5] == ("Title", "What to do")
