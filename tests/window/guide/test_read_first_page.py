"""The instruction before a new exercise, and the caution that stays below the figure."""

import time

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from uncrick.window.guide import session as module
from uncrick.window.guide.state import GuideState
from uncrick.window.guide.window import SIZE, SMALLEST, FirstPaintNotifier
from window.conftest import KNOWN, NO_ROUTINE, status

TURN, SHRUG = KNOWN.exercise("neck_turn"), KNOWN.exercise("shrug")


def new(*ids, first=None, **more):
    """A status with a routine, with the exercises to be read first: by default all of them."""
    message = status(*ids, **more)
    message.status["break"]["read_first"] = list(ids if first is None else first)
    return message


def unread_at_its_start(session, number):
    """The session stands where exercise `number` begins."""
    begins = next(step.begins for step in session.routine.steps if step.item == number)
    session._clock = session._clock.seek(begins, time.monotonic())
    session.update()


def test_new_exercise_pauses_on_instruction_and_caution(session, window, connection):
    session.receive(new("neck_turn"))
    window._tick()
    assert connection.sent == [("hold", {"held": True})]
    assert window.lead.read_first.isVisible()
    assert not window.lead.cue.isVisible()
    assert (window.lead.read_first.instruction.text(), window.lead.read_first.caution.text()) == (
        TURN.instruction,
        TURN.caution,
    )


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_P])
def test_enter_and_p_begin_the_exercise(session, window, connection, qtbot, key):
    session.receive(new("neck_turn"))
    qtbot.keyClick(window, key)
    assert connection.sent[-1] == ("hold", {"held": False})
    assert session.reading is None
    assert window.lead.cue.isVisible()
    assert not window.lead.read_first.isVisible()


def test_buttons_begin_and_stop(session, window, connection, qtbot):
    session.receive(new("neck_turn"))
    qtbot.mouseClick(window.lead.read_first.begin, Qt.MouseButton.LeftButton)
    assert session.reading is None
    session.receive(NO_ROUTINE)
    session.receive(new("neck_turn", reps=3))
    qtbot.mouseClick(window.lead.read_first.stop, Qt.MouseButton.LeftButton)
    assert session.state is GuideState.OVER
    assert "stop" in connection.commands


def test_escape_stops_while_reading(session, window, connection, qtbot):
    session.receive(new("neck_turn"))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert connection.commands[-2:] == ["stop", "ask"]


def test_familiar_exercise_begins_at_once(session, window, connection):
    session.receive(new("neck_turn", first=()))
    window._tick()
    assert connection.sent == []
    assert window.lead.cue.isVisible()


def test_second_exercise_is_read_when_it_begins(session, window):
    session.receive(new("neck_turn", "shrug", first=("shrug",)))
    assert session.reading is None
    unread_at_its_start(session, 1)
    window._tick()
    assert session.reading == 1
    assert window.lead.read_first.caution.text() == SHRUG.caution


def test_instruction_is_shown_once(session, window):
    session.receive(new("neck_turn"))
    session.begin()
    session.receive(new("neck_turn", position=2.0))
    session.update()
    assert session.reading is None


def test_status_sent_before_the_pause_does_not_end_it(session, window):
    session.receive(new("neck_turn"))
    session.receive(new("neck_turn", held=False))
    assert session.paused
    assert session.reading == 0


def test_exercise_begins_by_itself_after_a_minute(session, window, connection, monkeypatch):
    session.receive(new("neck_turn"))
    monkeypatch.setattr(module, "READ", 0.0)
    session.update()
    assert session.reading is None
    assert connection.sent[-1] == ("hold", {"held": False})


def test_figure_moves_while_reading(session, window):
    session.receive(new("neck_turn"))
    window._tick()
    before = window.lead.stage._picture
    session._reading_since -= 3
    window._tick()
    assert window.lead.stage._picture != before


def test_next_skips_the_exercise_that_is_read(session, window, qtbot):
    session.receive(new("neck_turn", "shrug", first=("neck_turn",)))
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert session.reading is None
    assert not session.paused
    assert session.snapshot().name == SHRUG.headline


def test_read_first_page_counts_as_first_paint(session, window, connection, qtbot):
    window.resize(*SMALLEST)
    FirstPaintNotifier(window, session)
    session.receive(new("neck_turn"))
    window._tick()
    qtbot.waitUntil(lambda: "guided" in connection.commands)


def test_caution_stays_below_the_figure(session, window):
    session.receive(new("neck_turn", first=(), position=5.0))
    window._tick()
    assert window.lead.caution.isVisible()
    assert window.lead.caution.text() == TURN.caution


@pytest.mark.parametrize(("name", "shown"), [("bar_hang", True), ("cat_floor", True), ("neck_turn", False)])
def test_tight_window_shows_hazardous_cautions_only(session, window, name, shown):
    window.resize(*SMALLEST)
    session.receive(new(name, first=(), position=12.0))
    window._tick()
    assert window.lead.caution.isVisible() == shown


@pytest.mark.parametrize("size", [SMALLEST, (320, 400), (480, 520), (760, 360), (1600, 900)])
def test_longest_texts_fit_at_any_size(session, window, qtbot, size):
    longest = max(KNOWN.exercises.values(), key=lambda it: len(it.instruction) + len(it.caution))
    window.resize(*size)
    session.receive(new(longest.id))
    window._tick()
    qtbot.wait(50)
    for label in (window.lead.read_first.instruction, window.lead.read_first.caution):
        assert label.heightForWidth(label.width()) <= label.height()
        assert window.rect().contains(QRect(label.mapTo(window, QPoint(0, 0)), label.size()))


@pytest.mark.parametrize("id_", [id_ for id_, exercise in KNOWN.exercises.items() if exercise.caution])
def test_what_is_to_be_read_first_is_seen_without_scrolling(session, window, qtbot, id_):
    window.resize(*SIZE)
    session.receive(new(id_))
    for _round in range(8):
        QApplication.processEvents()
    assert window.lead.read_first.isVisible()
    assert window.lead.read_first._texts.verticalScrollBar().maximum() == 0
