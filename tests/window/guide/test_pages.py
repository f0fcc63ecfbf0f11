"""The pages of the guide without a routine: idle, done, and questions about pain."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from uncrick.errors import RefusedError
from uncrick.window.client import Replied, RequestFailed
from window.conftest import NO_ROUTINE, status


def texts(window):
    return {button.text() for button in window.findChildren(QPushButton) if button.isVisible()}


def press(window, text, qtbot):
    button = next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_answers_appear_with_their_question(session, window):
    session.receive(status(position=86))
    session.receive(NO_ROUTINE)
    assert not window.done.question.isVisible()
    session.receive(Replied("ask", {"ask": True}))
    assert window.done.question.isVisible()


def test_done_page_offers_away_close_and_it_hurt(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    assert window.done.title.text() == "Done. Good."
    assert texts(window) == {"Stay away for five minutes", "Close", "It hurt"}


def test_feedback_is_asked_only_where_the_daemon_allows(session, window, connection, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    assert connection.sent[-1] == ("ask", {"stopped": False})
    session.receive(Replied("ask", {"ask": True}))
    assert texts(window) == {"Stay away for five minutes", "Close", "It hurt", "Fine", "A bit much"}
    press(window, "A bit much", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "hard"})
    assert "Fine" not in texts(window)


def test_just_interrupted_closes_without_feedback(session, window, connection, qtbot):
    session.receive(status(position=20))
    session.stop()
    assert connection.sent[-1] == ("ask", {"stopped": True})
    session.receive(Replied("ask", {"ask": True}))
    assert "Just interrupted" in texts(window)
    press(window, "Just interrupted", qtbot)
    assert not window.isVisible()
    assert "feedback" not in connection.commands


def test_done_page_closes_by_itself(session, window, qtbot, monkeypatch):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.closes_at = time.monotonic()
    window._tick()
    assert not window.isVisible()


def test_it_hurt_asks_for_exercise_and_score(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=150))
    session.receive(NO_ROUTINE)
    qtbot.mouseClick(window.done.hurt, Qt.MouseButton.LeftButton)
    assert texts(window) == {"Turn your head", "Glide your chin back"}
    press(window, "Glide your chin back", qtbot)
    assert {"1", "10", "I felt unwell"} <= texts(window)
    press(window, "4", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "hurt", "exercise": "chin_tuck", "score": 4})


def test_with_one_exercise_only_the_score_is_asked(session, window, connection, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    qtbot.mouseClick(window.done.hurt, Qt.MouseButton.LeftButton)
    press(window, "I felt unwell", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "unwell"})


def test_advice_after_feedback_is_shown(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.receive(Replied("feedback", {"said": ["Turn your head rests for two days.", "Then gently."]}))
    assert window.done.text.text() == "Turn your head rests for two days. Then gently."


def test_failed_feedback_is_reported_with_advice(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.report("hurt", "neck_turn", 3)
    session.receive(RequestFailed("feedback", RefusedError("Not understood", "")))
    assert window.done.text.text() == "That could not be saved. Leave out what hurts."


def test_away_timer_counts_down_and_closes_the_window(session, window, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    qtbot.mouseClick(window.done.away, Qt.MouseButton.LeftButton)
    window._tick()
    assert window.done.away_ring.accessibleName() == "5:00"
    assert texts(window) == {"Close"}
    session.closes_at = time.monotonic()
    window._tick()
    assert not window.isVisible()


def test_idle_page_starts_a_break(session, window, connection, qtbot):
    assert texts(window) == {"Start a break"}
    qtbot.mouseClick(window.idle.start, Qt.MouseButton.LeftButton)
    assert connection.commands == ["break"]


def test_refused_break_shows_the_reason_on_the_idle_page(session, window, qtbot):
    qtbot.mouseClick(window.idle.start, Qt.MouseButton.LeftButton)
    session.receive(RequestFailed("break", RefusedError("Exercises are off for safety", "See uncrick safety.")))
    assert window.idle.text.isVisible()
    assert window.idle.text.text() == "Exercises are off for safety. See uncrick safety."


@pytest.mark.parametrize("size", [(320, 230), (320, 420), (480, 520), (900, 420)])
def test_every_answer_is_whole_and_inside_the_window(session, window, qtbot, size):
    session.receive(status(position=20))
    session.stop()
    session.receive(Replied("ask", {"ask": True}))
    window.resize(*size)
    qtbot.wait(50)
    shown = [button for button in window.findChildren(QPushButton) if button.isVisible()]
    assert {"Just interrupted", "Fine", "A bit much", "It hurt", "Close"} <= {button.text() for button in shown}
    for button in shown:
        corner = button.mapTo(window, button.rect().bottomRight())
        assert window.rect().contains(corner), button.text()
        assert button.width() >= button.sizeHint().width() - 2, button.text()
    for button in shown:
        for other in shown:
            mine, theirs = (b.rect().translated(b.mapTo(window, b.rect().topLeft())) for b in (button, other))
            assert button is other or not mine.intersects(theirs)
