"""The pages of the guide without a routine: idle, done, and questions about pain."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from uncrick.errors import RefusedError
from uncrick.storage import invocation
from uncrick.window.client import Replied, RequestFailed
from uncrick.window.guide.ask_page import PainScale
from window.conftest import KNOWN, NO_ROUTINE, status


def texts(window):
    return {button.text() for button in window.findChildren(QPushButton) if button.isVisible()}


def press(window, text, qtbot):
    button = next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_answers_appear_with_their_question(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    assert not window.done.question.isVisible()
    session.receive(Replied("ask", {"ask": True}))
    assert window.done.question.isVisible()


def test_done_page_offers_away_close_and_it_hurt(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    assert window.done.title.text() == "Well done."
    assert texts(window) == {"Stay away for five minutes", "Close", "It hurt"}
    assert window.done.tip.text() == "Tip: look up."


def test_closing_page_has_the_whole_tip(session, window):
    message = status(position=89.5)
    message.status["break"]["tip"] = {"id": "monitor_top", "text": "Top of the screen at or just below eye level."}
    session.receive(message)
    session.receive(NO_ROUTINE)
    assert window.done.tip.text() == f"Tip: s{KNOWN.tips['monitor_top'].text[1:]}"


def test_feedback_is_asked_only_where_the_daemon_allows(session, window, connection, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    assert connection.sent[-1] == ("ask", {"stopped": False})
    session.receive(Replied("ask", {"ask": True}))
    assert texts(window) == {"Stay away for five minutes", "Close", "It hurt", "Fine", "A bit much"}
    press(window, "A bit much", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "hard"})
    assert "Fine" not in texts(window)


@pytest.mark.parametrize(
    ("answer", "title", "text"),
    [
        ("Fine", "Well done.", "Good to hear."),
        ("A bit much", "Thank you", "There will be a little less of it next time."),
    ],
)
def test_answer_is_replied_to_at_once(session, window, qtbot, answer, title, text):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.receive(Replied("ask", {"ask": True}))
    press(window, answer, qtbot)
    session.receive(Replied("feedback", {"said": []}))
    assert (window.done.title.text(), window.done.text.text()) == (title, text)
    window.resize(500, 600)
    assert window.done.text.text() == text


def test_after_stop_the_first_answer_is_just_interrupted(session, window, qtbot):
    session.receive(status(position=20))
    session.stop()
    assert texts(window) == {"Close", "It hurt"}
    session.receive(Replied("ask", {"ask": True}))
    assert texts(window) == {"Just interrupted", "A bit much", "It hurt"}


def test_just_interrupted_says_goodbye_without_feedback(session, window, connection, qtbot):
    session.receive(status(position=20))
    session.stop()
    assert connection.sent[-1] == ("ask", {"stopped": True})
    session.receive(Replied("ask", {"ask": True}))
    press(window, "Just interrupted", qtbot)
    assert window.done.text.text() == "Until the next break."
    assert session.seconds_left() < 5
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
    qtbot.mouseClick(window.done.hurt_small, Qt.MouseButton.LeftButton)
    assert texts(window) == {"Turn your head", "Glide your chin back", "Back", "I felt unwell"}
    press(window, "Glide your chin back", qtbot)
    assert {"0", "10", "I felt unwell"} <= texts(window)
    press(window, "4", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "hurt", "exercise": "chin_tuck", "score": 4})


def test_pain_scale_says_what_its_ends_mean(session, window, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.ask_about_pain()
    labels = [label for label in window.ask.findChildren(QLabel) if label.isVisible()]
    assert {"No pain", "Worst pain"} <= {label.text() for label in labels}


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_words_of_the_pain_scale_stand_below_its_ends(qapp, qtbot, direction):
    qapp.setLayoutDirection(direction)
    try:
        scale = PainScale(lambda _score: None)
        qtbot.addWidget(scale)
        scale.resize(440, 80)
        scale.show()
        top = scale.findChildren(QLabel)[0].y()
        painted = scale.grab().toImage()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    ground = painted.pixel(220, 79)
    below = [x for x in range(440) if any(painted.pixel(x, y) != ground for y in range(top, 80))]
    assert below[0] < 10
    assert below[-1] > 430
    assert not any(100 < x < 340 for x in below)


def test_back_leads_from_the_scale_to_the_closing_page(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=150))
    session.receive(NO_ROUTINE)
    qtbot.mouseClick(window.done.hurt_small, Qt.MouseButton.LeftButton)
    press(window, "Glide your chin back", qtbot)
    press(window, "Back", qtbot)
    assert window.ask.question.text() == "Which exercise hurt?"
    press(window, "Back", qtbot)
    assert texts(window) == {"Stay away for five minutes", "Close", "It hurt"}
    assert "feedback" not in connection.commands


@pytest.fixture
def card(session, window, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.ask_about_pain()
    press(window, "I felt unwell", qtbot)
    return window.card


def test_unwell_shows_the_signs_of_an_emergency(session, connection, card):
    assert connection.sent[-1] == ("feedback", {"feedback": "unwell"})
    assert card.isVisible()
    assert "Chest pain" in card.signs.text()
    session.receive(Replied("feedback", {"said": ["No exercises for the rest of today."]}))
    assert card.isVisible()


def test_none_of_the_signs_is_answered(window, connection, card, qtbot):
    press(window, "None of these", qtbot)
    assert "tingling" in card.signs.text()
    press(window, "None of these", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "signs", "signs": ""})
    assert window.done.text.text() == "Take it easy: there are no more exercises today."


@pytest.mark.parametrize(("first", "sign", "title"), [(True, "chest", "Call"), (False, "nerve", "Please see a doctor")])
def test_one_of_the_signs_says_what_to_do(window, connection, card, qtbot, first, sign, title):
    if not first:
        press(window, "None of these", qtbot)
    press(window, "One of these", qtbot)
    assert sign in connection.sent[-1][1]["signs"].split(",")
    assert card.title.text().startswith(title)
    assert texts(window) == {"Close"}


def test_advice_after_feedback_is_shown(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.report("hurt", "neck_turn", 6)
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
    assert window.done.ring.accessibleName() == "5:00"
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
    assert window.idle.text.text() == invocation.typeable("Exercises are off for safety. See uncrick safety.")


@pytest.mark.parametrize("size", [(320, 230), (320, 420), (480, 520), (900, 420)])
def test_every_answer_is_whole_and_inside_the_window(session, window, qtbot, size):
    session.receive(status(position=20))
    session.stop()
    session.receive(Replied("ask", {"ask": True}))
    window.resize(*size)
    qtbot.wait(50)
    shown = [button for button in window.findChildren(QPushButton) if button.isVisible()]
    assert {button.text() for button in shown} == {"Just interrupted", "A bit much", "It hurt"}
    for button in shown:
        corner = button.mapTo(window, button.rect().bottomRight())
        assert window.rect().contains(corner), button.text()
        assert button.width() >= button.sizeHint().width() - 2, button.text()
    for button in shown:
        for other in shown:
            mine, theirs = (b.rect().translated(b.mapTo(window, b.rect().topLeft())) for b in (button, other))
            assert button is other or not mine.intersects(theirs)
