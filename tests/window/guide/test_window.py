"""The guide's window: its keys, its clock, its buttons and its first paint."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from uncrick.window.guide.window import UNASKED_GRACE, FirstPaintNotifier, GuideWindow
from uncrick.window.theme import LIGHT
from window.conftest import KNOWN, status


def test_hidden_window_stops_its_clock(session, window, qtbot):
    session.receive(status(position=4.5))
    assert window._clock.isActive()
    window.hide()
    assert not window._clock.isActive()
    window.show()
    assert window._clock.isActive()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Q])
def test_escape_and_q_stop_the_routine_at_once(session, window, connection, qtbot, key):
    session.receive(status(position=20))
    before = time.process_time()
    qtbot.keyClick(window, key)
    assert time.process_time() - before < 0.3, "seconds of work; waiting for other programs does not count"
    assert "stop" in connection.commands
    assert window.done.title.text() == "Stopped"


def test_space_pauses_and_goes_on(session, window, connection, qtbot):
    session.receive(status(position=20))
    for held in (True, False):
        qtbot.keyClick(window, Qt.Key.Key_Space)
        assert connection.sent[-1] == ("hold", {"held": held})


def test_space_pauses_after_a_click_on_another_button(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.mouseClick(window.lead.forward, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert connection.sent[-1] == ("hold", {"held": True})


def test_n_leads_on_and_h_asks_what_hurt(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert connection.commands[-1] == "advance"
    qtbot.keyClick(window, Qt.Key.Key_H)
    assert "stop" in connection.commands
    assert window.ask.question.text() == "Which exercise hurt?"


def test_each_button_sends_its_command(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    qtbot.mouseClick(window.lead.pause, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("hold", {"held": True})
    qtbot.mouseClick(window.lead.pause, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("hold", {"held": False})
    qtbot.mouseClick(window.lead.forward, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("advance", {"to": KNOWN.exercise("neck_turn").seconds(5)})
    qtbot.mouseClick(window.lead.back, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("advance", {"to": 0.0, "back": True})
    qtbot.mouseClick(window.lead.stop, Qt.MouseButton.LeftButton)
    assert "stop" in connection.commands


def test_closing_the_window_only_stops_the_routine(session, window, connection):
    session.receive(status(position=20))
    window.close()
    assert connection.commands == ["stop"]


def test_keys_are_ignored_just_after_the_window_opens(session, qtbot, connection):
    window = GuideWindow(session, LIGHT, KNOWN)
    qtbot.addWidget(window)
    window.show()
    session.receive(status(position=20))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
        qtbot.keyClick(window, key)
    assert connection.commands == []


def test_a_window_that_opened_by_itself_hears_no_key_while_the_person_types_on(session, qtbot, connection):
    window = GuideWindow(session, LIGHT, KNOWN)
    qtbot.addWidget(window)
    window.show()
    unasked = status(position=20, asked=False)
    session.receive(unasked)
    end = time.monotonic() + (UNASKED_GRACE + 300) / 1000
    while time.monotonic() < end:
        qtbot.keyClick(window, Qt.Key.Key_Space)
        qtbot.wait(200)
    assert connection.commands == []
    qtbot.wait(UNASKED_GRACE + 200)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert connection.commands == ["hold"]


def test_every_button_is_reached_with_tab(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reached = set()
    for _ in range(12):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add(getattr(window.focusWidget(), "text", str)())
    assert reached >= {"Back", "Pause", "Next", "Stop", window.lead.easier.text()}
    window.lead.forward.setFocus()
    qtbot.keyClick(window.lead.forward, Qt.Key.Key_Return)
    assert connection.commands[-1] == "advance"


def test_arrow_keys_are_mirrored_in_right_to_left_layout(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(window, Qt.Key.Key_Left)
    assert connection.sent[-1] == ("advance", {"to": KNOWN.exercise("neck_turn").seconds(5)})


def test_first_paint_is_reported_once(session, window, connection, qtbot):
    FirstPaintNotifier(window, session)
    session.receive(status("side_bend", position=4.5))
    qtbot.waitUntil(lambda: "guided" in connection.commands)
    qtbot.waitUntil(lambda: window.lead.stage.painted > 5)
    assert connection.commands.count("guided") == 1


def test_every_button_has_an_accessible_name(session, window):
    session.receive(status(position=20))
    assert all(button.accessibleName() for button in window.findChildren(QPushButton))
