"""Which of two processes belong to the same desktop session, and how one goes on in another."""

import pytest

from uncrick.storage import desktop_session
from uncrick.storage.desktop_session import environment, is_reachable, is_same, left_over, name

BUS, OTHER_BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/a"}, {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/b"}
ON_X, ON_OTHER_X, ON_SCREEN = {"DISPLAY": ":0"}, {"DISPLAY": ":1"}, {"DISPLAY": ":0.0"}
WAYLAND, OTHER_WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}, {"WAYLAND_DISPLAY": "wayland-1"}
BY_PATH = {"WAYLAND_DISPLAY": "/run/user/1000/wayland-0"}

SAME = {
    "one X display": (ON_X | BUS, ON_X | BUS, True),
    "one X display and another bus": (ON_X | BUS, ON_X | OTHER_BUS, True),
    "another screen of it": (ON_X, ON_SCREEN, True),
    "two X displays with one bus": (ON_X | BUS, ON_OTHER_X | BUS, False),
    "two Wayland displays": (WAYLAND, OTHER_WAYLAND, False),
    "a Wayland display by its path": (WAYLAND, BY_PATH, True),
    "a program that knows only of the X server in it": (WAYLAND | ON_X, ON_X, True),
    "a daemon without a display on the same bus": (BUS, ON_X | BUS, True),
    "a daemon without a display on another bus": (BUS, ON_X | OTHER_BUS, False),
    "a command at a text console": (ON_X | BUS, {}, True),
}


@pytest.mark.parametrize(("one", "other", "expected"), SAME.values(), ids=SAME)
def test_sessions_are_told_apart_by_their_display(one: dict[str, str], other: dict[str, str], expected: bool) -> None:
    assert is_same(one, other) is expected


def test_a_session_is_called_by_its_display() -> None:
    assert [name(ON_X), name(WAYLAND | ON_X), name({})] == ["display :0", "display wayland-0", "no display"]


def test_a_forwarded_display_is_not_ours_to_hear() -> None:
    assert is_reachable(ON_X)
    assert is_reachable(WAYLAND)
    assert not is_reachable({"DISPLAY": "localhost:10.0"})


def test_a_process_that_moves_takes_the_variables_of_the_session_and_forgets_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved = environment(ON_OTHER_X | BUS, (ON_X, ON_OTHER_X))
    assert (moved["DISPLAY"], moved["DBUS_SESSION_BUS_ADDRESS"], moved["WAYLAND_DISPLAY"]) == (":1", "unix:path=/a", "")
    monkeypatch.setenv(desktop_session.OTHERS, moved[desktop_session.OTHERS])
    assert left_over() == (ON_X,)
    assert left_over() == (), "only once"


@pytest.mark.parametrize("text", ["", "nonsense", "7", '["x"]', '[{"PATH": "/"}]', '[{"DISPLAY": 7}]'])
def test_what_no_daemon_left_is_left_out(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(desktop_session.OTHERS, text)
    assert left_over() == ()
