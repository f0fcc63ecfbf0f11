"""The routine window on real desktops: opened by a break, beside what is typed, on the screen with the pointer."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.desks import SYSTEM_PYTHON, SwayDesk, XDesk, lacking, need
from desktop.routine_windows import (
    EXERCISE,
    WINDOW,
    AccessibleDesk,
    TwoOutputs,
    TwoScreens,
    begin,
    bubbles,
    command,
    focus,
    no_window,
    practise,
    process,
    watching,
    window,
    write_settings,
)
from desktop.running import SOON, Running, daemon


@pytest.fixture
def screen() -> Iterator[XDesk]:
    """An X server with a window manager and a notification server, and the bus of screen readers."""
    with AccessibleDesk() as desk, desk.inside():
        practise(desk)
        yield desk


# ---------------------------------------------------------------- opened and closed


def test_a_break_opens_the_window_and_no_notification(screen: XDesk) -> None:
    with daemon(screen, WINDOW) as running:
        begin(running)
        window(screen)
        assert bubbles(screen) == 0


def test_escape_stops_the_routine_within_300_ms(screen: XDesk) -> None:
    with daemon(screen, WINDOW) as running:
        begin(running)
        x, y, _, _ = window(screen)
        screen.click(x + 200, y + 20)
        screen.wait_until(lambda: focus(screen) == "Uncrick", what="the focus")
        # The window is deaf at first: its keys may have been meant for another.
        screen.wait_until(lambda: running.status()["break"]["position"] > 2, what="two seconds of it")
        with watching(screen) as statuses:
            before = time.monotonic()
            screen.key("Escape")
            screen.wait_until(lambda: [at for at, status in statuses if status["break"] is None], what="the end")
            assert next(at for at, status in statuses if status["break"] is None) - before < 0.3
        assert running.kinds()[-1] == "part_done"


def test_a_click_on_stop_stops_and_the_window_leaves_when_closed(screen: XDesk) -> None:
    with daemon(screen, WINDOW) as running:
        begin(running)
        x, y, wide, high = window(screen)
        pid = process(screen)
        screen.click(x + wide - 45, y + high - 85)
        running.phase("working")
        screen.wait_until(lambda: focus(screen) == "Uncrick", what="the focus")
        screen.key("alt+F4")
        screen.wait_until(lambda: not command(pid), timeout=30, what="the process gone")


def test_a_window_that_dies_loses_nothing_and_the_notification_goes_on(screen: XDesk) -> None:
    with daemon(screen, WINDOW) as running:
        begin(running)
        window(screen)
        screen.run(["kill", "-9", process(screen)])
        screen.wait_until(lambda: bubbles(screen) == 1, what="the notification")
        status = running.status()
        assert status["phase"] == "on_break"
        assert status["break"]["items"][0]["id"] == EXERCISE
        running.uncrick("break", "--stop")
        assert running.kinds() == ["done", "done", "started", "part_done"]


def test_where_qt_cannot_come_up_the_notification_leads(screen: XDesk) -> None:
    with daemon(screen, WINDOW, env={"QT_QPA_PLATFORM": "nonsense"}) as running:
        begin(running)
        screen.wait_until(lambda: bubbles(screen) == 1, what="the notification")
        assert running.status()["phase"] == "on_break"


def test_a_daemon_that_quits_takes_its_window_along(screen: XDesk) -> None:
    with daemon(screen, WINDOW) as running:
        begin(running)
        window(screen)
        pid = process(screen)
        running.uncrick("quit")
        screen.wait_until(lambda: not command(pid), what="the process gone")


# ---------------------------------------------------------------- where it opens


def test_it_takes_no_focus_from_what_is_typed(screen: XDesk) -> None:
    editor = screen.spawn([sys.executable, "-c", EDITOR])
    with daemon(screen, WINDOW) as running:
        screen.wait_until(lambda: focus(screen) == "editor", what="the editor")
        begin(running)
        window(screen)
        screen.key("a", "space", "b")
        typed = screen.home / "typed"
        screen.wait_until(lambda: typed.exists() and typed.read_text() == "a b", what="what was typed")
        assert focus(screen) == "editor"
        assert running.status()["phase"] == "on_break"
    screen.end(editor)


EDITOR = """
from pathlib import Path
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
line = QLineEdit()
line.setWindowTitle("editor")
line.textChanged.connect(lambda text: Path("typed").write_text(text))
line.show()
line.activateWindow()
app.exec()
"""


def test_it_comes_back_where_it_was_left(screen: XDesk) -> None:
    with daemon(screen, WINDOW) as running:
        begin(running)
        window(screen)
        screen.run(["xdotool", "search", "--onlyvisible", "--name", "^Uncrick$", "windowmove", 100, 80])
        screen.wait_until(lambda: window(screen)[0] < 150, what="the move")
        moved = window(screen)
        screen.click(moved[0] + 200, moved[1] + 20)
        screen.wait_until(lambda: focus(screen) == "Uncrick", what="the focus")
        screen.key("alt+F4")
        no_window(screen)
        running.phase("working")
        begin(running)
        assert window(screen) == moved


@pytest.mark.parametrize(("pointer", "left", "right"), [(400, 0, 800), (1200, 800, 1600)])
def test_it_opens_on_the_monitor_with_the_pointer(pointer: int, left: int, right: int) -> None:
    with TwoScreens(notifications="dunst") as desk, desk.inside(), daemon(desk, WINDOW) as running:
        desk.point(pointer, 300)
        begin(running)
        x, _, wide, _ = window(desk)
        assert left <= x
        assert x + wide <= right


def test_on_request_it_fills_every_monitor() -> None:
    with TwoScreens(notifications="dunst") as desk, desk.inside():
        practise(desk)
        write_settings(desk, "[window]\nfullscreen = true\n")
        with daemon(desk, WINDOW) as running:
            begin(running)
            places = desk.wait_until(lambda: both(desk), 15, "both")
            assert sorted(places) == [(0, 0, 800, 600), (800, 0, 800, 600)]
            desk.click(200, 20)
            desk.wait_until(lambda: running.status()["break"]["position"] > 2, what="two seconds of it")
            desk.key("Escape")
            running.phase("working")


def both(desk: XDesk) -> list[tuple[int, int, int, int]]:
    shown = [place for place in desk.shown("^Uncrick$") if place[2:] == (800, 600)]
    return shown if len(shown) == 2 else []


# ---------------------------------------------------------------- Wayland


def test_it_opens_in_sway_and_stops_with_escape() -> None:
    with TwoOutputs(bar=False) as desk, desk.inside():
        practise(desk)
        stops_with_escape(desk)


def stops_with_escape(desk: SwayDesk) -> None:
    with daemon(desk, WINDOW) as running:
        begin(running)
        shown = desk.wait_until(lambda: in_sway(desk), 15, "the window")
        assert len(shown) == 1
        desk.wait_until(lambda: running.status()["break"]["position"] > 2, what="two seconds of it")
        desk.run(["swaymsg", "[title=Uncrick] focus"])
        desk.run(["wtype", "-s", "500", "-k", "Escape"])  # a keyboard must have been met before its keys count
        running.phase("working")


def test_in_sway_a_rule_for_its_app_id_lets_it_float() -> None:
    with SwayDesk(bar=False) as desk, desk.inside():
        practise(desk)
        desk.run(["swaymsg", 'for_window [app_id="^uncrick$"] floating enable'])
        with daemon(desk, WINDOW) as running:
            begin(running)
            [shown] = desk.wait_until(lambda: in_sway(desk), 15, "the window")
            desk.wait_until(lambda: in_sway(desk)[0]["type"] == "floating_con", what="a floating window")
            assert shown["app_id"] == "uncrick"


def test_in_sway_it_floats_at_its_size_without_a_rule_and_can_be_resized() -> None:
    with SwayDesk(bar=False) as desk, desk.inside():
        practise(desk)
        with daemon(desk, WINDOW) as running:
            begin(running)
            [shown] = desk.wait_until(lambda: in_sway(desk), 15, "the window")
            assert shown["type"] == "floating_con"
            assert shown["window_rect"]["width"] == 480
            time.sleep(1.5)  # from then on it is a window as any other
            desk.run(["swaymsg", "[title=Uncrick] resize set 400 500"])
            desk.wait_until(lambda: in_sway(desk)[0]["rect"]["width"] in range(396, 405), what="another size")


def test_in_sway_a_break_that_begins_by_itself_takes_no_key_from_what_is_typed() -> None:
    """The case wayland_strict."""
    need("foot", "wtype")
    with SwayDesk(bar=False) as desk, desk.inside():
        practise(desk)
        typed = desk.home / "typed"
        desk.spawn(["foot", "sh", "-c", f"cat > {typed}"])
        desk.wait_until(typed.exists, 15, "the terminal")
        with daemon(desk, WINDOW, "breaks.strict=true", *SOON) as running:
            desk.wait_until(lambda: type_into(desk) and running.status()["phase"] == "on_break", 90, "the break")
            for _ in range(5):
                type_into(desk)
            assert focused(desk) == ["foot"]
            assert in_sway(desk) == []
            assert running.status()["phase"] == "on_break"


def type_into(desk: SwayDesk) -> bool:
    """A word and a space, to whatever has the keyboard."""
    desk.run(["wtype", "word "], check=False)
    time.sleep(1)
    return True


def focused(desk: SwayDesk) -> list[str]:
    """The app ids of what the keyboard goes to."""
    found: list[str] = []

    def walk(node: dict[str, Any]) -> None:
        if node.get("focused") and node.get("pid"):
            found.append(str(node.get("app_id")))
        for inner in (*node["nodes"], *node["floating_nodes"]):
            walk(inner)

    walk(json.loads(desk.run(["swaymsg", "-t", "get_tree"])))
    return found


def test_in_sway_it_fills_both_outputs_on_request() -> None:
    with TwoOutputs(bar=False) as desk, desk.inside():
        write_settings(desk, "[window]\nfullscreen = true\n")
        with daemon(desk, WINDOW) as running:
            begin(running)
            desk.wait_until(lambda: len({node["output"] for node in in_sway(desk)}) == 2, 15, "both")


def in_sway(desk: SwayDesk) -> list[dict[str, Any]]:
    """The windows of ours, with the output on which each is."""
    nodes: list[dict[str, Any]] = []

    def walk(node: dict[str, Any], output: str) -> None:
        output = node["name"] if node["type"] == "output" else output
        if node.get("name") == "Uncrick" and node.get("pid"):
            nodes.append({**node, "output": output})
        for inner in (*node["nodes"], *node["floating_nodes"]):
            walk(inner, output)

    walk(json.loads(desk.run(["swaymsg", "-t", "get_tree"])), "")
    return nodes


# ---------------------------------------------------------------- for a screen reader


def test_a_screen_reader_finds_every_part_by_name_and_hears_the_cues(screen: XDesk) -> None:
    if subprocess.run([SYSTEM_PYTHON, "-c", ATSPI], capture_output=True, check=False).returncode:
        lacking("not installed: gir1.2-atspi-2.0")
    with daemon(screen, WINDOW) as running:
        begin(running)
        window(screen)
        tree = screen.wait_until(lambda: tree_of_names(screen) or None, 20, "the tree of names")
        names = {(role, name) for role, name, _ in tree}
        buttons = {name for role, name in names if "button" in role or "check" in role}
        assert {
            "Pause the break",
            "On to the next exercise",
            "To the beginning of this exercise, or the one before",
            "Stop the break; what you did counts",
            "Easier: 3 times and half as far",
        } <= buttons
        assert any(name.startswith("Instead: ") for name in buttons)
        assert any(role == "label" and name == "Turn your head" for role, name in names)
        assert any(name.endswith(("second left", "seconds left")) for _, name in names)
        assert any(name == "Figure: Turn your head" for _, name in names)
        assert all(name for role, name, shown in tree if "button" in role and shown)
        cues = announced(screen)
        assert cues
        assert all(cue.strip() for cue in cues)


ATSPI = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"

TREE = (
    ATSPI
    + """
import json
def walk(node, found):
    states = node.get_state_set()
    found.append((node.get_role_name(), node.get_name(), states.contains(Atspi.StateType.SHOWING)))
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is not None:
            walk(child, found)
found = []
desktop = Atspi.get_desktop(0)
for number in range(desktop.get_child_count()):
    program = desktop.get_child_at_index(number)
    if program is not None and program.get_name().lower() == "uncrick":
        walk(program, found)
print(json.dumps(found))
"""
)

LISTEN = (
    ATSPI
    + """
import json
from gi.repository import GLib
spoken = []
def take(event):
    spoken.append(str(event.any_data))
    if len(spoken) > 1:
        Atspi.event_quit()
listener = Atspi.EventListener.new(take)
listener.register("object:announcement")
GLib.timeout_add_seconds(15, Atspi.event_quit)
Atspi.event_main()
print(json.dumps(spoken))
"""
)


def tree_of_names(desk: XDesk) -> list[tuple[str, str, bool]]:
    nodes = json.loads(desk.run([SYSTEM_PYTHON, "-c", TREE]) or "[]")
    return [(role, name or "", shown) for role, name, shown in nodes]


def announced(desk: XDesk) -> list[str]:
    texts: list[str] = json.loads(desk.run([SYSTEM_PYTHON, "-c", LISTEN], timeout=25))
    return texts


# ---------------------------------------------------------------- settings and history


def test_a_setting_that_is_changed_in_the_window_is_followed_at_once(screen: XDesk) -> None:
    with daemon(screen, WINDOW) as running:
        screen.spawn(["uncrick", "window", "settings"])
        place = screen.wait_until(lambda: [p for p in screen.shown("settings") if p[2] > 400], 15, "the window")[0]
        screen.click(place[0] + 400, place[1] + 400)
        before = datetime.fromisoformat(running.status()["next_prompt_at"])
        screen.run(["xdotool", "search", "--onlyvisible", "--name", "settings", "windowfocus", "--sync"])
        screen.key("Tab")
        screen.wait_until(lambda: changed(screen, running, before), 15, "the daemon")


def changed(screen: XDesk, running: Running, before: datetime) -> bool:
    """Go on to the next field, and type what would be an interval there."""
    settings = Path(screen.env["XDG_CONFIG_HOME"]) / "uncrick" / "settings.toml"
    if settings.exists() and "every" in settings.read_text():
        return before - datetime.fromisoformat(running.status()["next_prompt_at"]) > timedelta(minutes=15)
    screen.key("ctrl+a")
    screen.run(["xdotool", "type", "40m"])
    screen.key("Tab")
    return False


def test_the_history_opens_without_a_daemon() -> None:
    with XDesk() as desk, desk.inside():
        desk.spawn(["uncrick", "window", "history"])
        desk.wait_until(lambda: [p for p in desk.shown("your breaks") if p[2] > 300], 15, "the window")


# ---------------------------------------------------------------- the voice

SPEAKER = """#!/bin/sh
date +%s.%N | tr '\\n' ' ' >> "$HOME/spoken"
for said; do :; done
echo "$said" >> "$HOME/spoken"
sleep 0.4
"""


def test_the_cues_are_spoken_at_their_times(screen: XDesk) -> None:
    write_settings(screen, "[voice]\nenabled = true\n")
    speaker = screen.folder / "bin" / "spd-say"
    speaker.parent.mkdir()
    speaker.write_text(SPEAKER)
    speaker.chmod(0o755)
    path = f"{speaker.parent}:{screen.env['PATH']}"
    spoken = screen.home / "spoken"
    with daemon(screen, WINDOW, env={"PATH": path}) as running:
        begin(running)
        window(screen)
        screen.wait_until(lambda: spoken.exists() and "Back to the middle" in spoken.read_text(), 20, "three cues")
        status = running.status()["break"]
        began = time.time() - status["position"]
        lines = [line.split(" ", 1) for line in spoken.read_text().splitlines()]
    # Each 0.7 s ahead of its move: those begin at 3, 5 and 8 s.
    due = {
        "Turn slowly to your left.": 2.3,
        "Go slowly across to your right.": 4.3,
        "Back to the middle, and let go.": 7.3,
    }
    late = {text: float(at) - began - due[text] for at, text in lines if text in due}
    assert set(late) == set(due)
    assert all(-0.3 < seconds < 0.3 for seconds in late.values()), late
