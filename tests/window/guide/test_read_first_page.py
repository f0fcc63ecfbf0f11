"""What is read in the window before a new exercise begins, and the caution that stays in snapshot later."""

import time

import pytest
from PySide6.QtCore import QPoint, QRect, Qt

from uncrick.window.guide import session as module
from uncrick.window.guide.session import GuideState
from uncrick.window.guide.window import SMALLEST, FirstPaintNotifier
from window.conftest import KNOWN, NO_ROUTINE, status

TURN, SHRUG = KNOWN.exercise("neck_turn"), KNOWN.exercise("shrug")


def new(*ids, first=None, **more):
    """A status with a routine, of which these are to be read first: all of it, if nothing is said."""
    heard = status(*ids, **more)
    heard.status["break"]["read_first"] = list(ids if first is None else first)
    return heard


def unread_at_its_start(session, number):
    """The session stands where exercise `number` begins."""
    begins = next(step.begins for step in session.routine.steps if step.item == number)
    session._clock = session._clock.seek(begins, time.monotonic())
    session.update()


def test_a_new_exercise_stands_still_on_its_instruction_and_caution(session, window, connection):
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
def test_enter_begins(session, window, connection, qtbot, key):
    session.receive(new("neck_turn"))
    qtbot.keyClick(window, key)
    assert connection.sent[-1] == ("hold", {"held": False})
    assert session.reading is None
    assert window.lead.cue.isVisible()
    assert not window.lead.read_first.isVisible()


def test_the_button_begins_and_the_other_one_stops(session, window, connection, qtbot):
    session.receive(new("neck_turn"))
    qtbot.mouseClick(window.lead.read_first.begin, Qt.MouseButton.LeftButton)
    assert session.reading is None
    session.receive(NO_ROUTINE)
    session.receive(new("neck_turn", reps=3))
    qtbot.mouseClick(window.lead.read_first.stop, Qt.MouseButton.LeftButton)
    assert session.state is GuideState.OVER
    assert "stop" in connection.commands


def test_escape_stops_while_it_is_read(session, window, connection, qtbot):
    session.receive(new("neck_turn"))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert connection.commands[-2:] == ["stop", "ask"]


def test_what_is_known_begins_at_once(session, window, connection):
    session.receive(new("neck_turn", first=()))
    window._tick()
    assert connection.sent == []
    assert window.lead.cue.isVisible()


def test_the_second_exercise_is_read_of_where_it_begins(session, window):
    session.receive(new("neck_turn", "shrug", first=("shrug",)))
    assert session.reading is None
    unread_at_its_start(session, 1)
    window._tick()
    assert session.reading == 1
    assert window.lead.read_first.caution.text() == SHRUG.caution


def test_it_is_read_once(session, window):
    session.receive(new("neck_turn"))
    session.begin()
    session.receive(new("neck_turn", position=2.0))
    session.update()
    assert session.reading is None


def test_a_status_that_was_under_way_begins_nothing(session, window):
    session.receive(new("neck_turn"))
    session.receive(new("neck_turn", held=False))
    assert session.paused
    assert session.reading == 0


def test_nobody_who_looks_elsewhere_is_waited_for_for_ever(session, window, connection, monkeypatch):
    session.receive(new("neck_turn"))
    monkeypatch.setattr(module, "READ", 0.0)
    session.update()
    assert session.reading is None
    assert connection.sent[-1] == ("hold", {"held": False})


def test_the_figure_shows_the_exercise_while_it_is_read(session, window):
    session.receive(new("neck_turn"))
    window._tick()
    before = window.lead.stage._picture
    session._reading_since -= 3
    window._tick()
    assert window.lead.stage._picture != before


def test_next_goes_on_to_what_follows(session, window, qtbot):
    session.receive(new("neck_turn", "shrug", first=("neck_turn",)))
    qtbot.keyClick(window, Qt.Key.Key_Right)
    assert session.reading is None
    assert not session.paused
    assert session.snapshot().name == SHRUG.name


def test_the_window_counts_as_seen_while_it_is_read(session, window, connection, qtbot):
    window.resize(*SMALLEST)
    FirstPaintNotifier(window, session)
    session.receive(new("neck_turn"))
    window._tick()
    qtbot.waitUntil(lambda: "guided" in connection.commands)


def test_a_caution_stands_under_the_figure_later(session, window):
    session.receive(new("neck_turn", first=(), position=5.0))
    window._tick()
    assert window.lead.caution.isVisible()
    assert window.lead.caution.text() == TURN.caution


@pytest.mark.parametrize(("name", "shown"), [("bar_hang", True), ("cat_floor", True), ("neck_turn", False)])
def test_with_little_room_only_the_cautions_of_bar_and_floor_stay(session, window, name, shown):
    window.resize(*SMALLEST)
    session.receive(new(name, first=(), position=12.0))
    window._tick()
    assert window.lead.caution.isVisible() == shown


@pytest.mark.parametrize("size", [SMALLEST, (320, 400), (480, 520), (760, 360), (1600, 900)])
def test_at_any_size_the_longest_words_are_whole(session, window, qtbot, size):
    longest = max(KNOWN.exercises.values(), key=lambda it: len(it.instruction) + len(it.caution))
    window.resize(*size)
    session.receive(new(longest.id))
    window._tick()
    qtbot.wait(50)
    for label in (window.lead.read_first.instruction, window.lead.read_first.caution):
        assert label.heightForWidth(label.width()) <= label.height()
        assert window.rect().contains(QRect(label.mapTo(window, QPoint(0, 0)), label.size()))
