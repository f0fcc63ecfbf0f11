"""The routine window without a screen: what it shows, and what its buttons and keys say to the daemon."""

import sys
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from uncrick.core.figure.figure import Figure
from uncrick.errors import RefusedError
from uncrick.window import geometry
from uncrick.window.client import ConnectionLost, Replied, RequestFailed
from uncrick.window.guide.session import GuideState, Session
from uncrick.window.guide.window import FirstPaintNotifier, GuideWindow
from uncrick.window.stage import BEFORE
from uncrick.window.theme import CONTRAST, DARK, LIGHT, look
from window.conftest import KNOWN, NO_ROUTINE, status


def texts(window):
    return {button.text() for button in window.findChildren(QPushButton) if button.isVisible()}


# ---------------------------------------------------------------- what is shown


def test_it_shows_name_count_cue_and_what_comes_next(session, window):
    session.receive(status(position=4.5))
    assert window.lead.name.text() == "Turn and look"
    assert window.lead.count.text() == "1 of 5"
    assert window.lead.cue.text() == "Turn slowly to your left."
    assert window.lead.later.text() == "Then: pause there"


def test_the_ring_counts_the_seconds_of_the_phase(session, window):
    session.receive(status(position=4.5, held=True))
    window._tick()
    assert window.lead.ring.accessibleName() == "3 seconds left"


def test_the_figure_moves_and_stands_still_while_it_is_held(session, window, qtbot):
    session.receive(status("side_bend", position=4.5))
    qtbot.waitUntil(lambda: window.lead.stage.painted > 3)
    session.toggle_pause()
    qtbot.waitUntil(lambda: window._clock.interval() > 200)
    window._tick()
    shown = window.lead.stage._picture
    window._tick()
    assert window.lead.stage._picture is shown


def test_nothing_is_drawn_unseen(session, window, qtbot):
    session.receive(status(position=4.5))
    assert window._clock.isActive()
    window.hide()
    assert not window._clock.isActive()
    window.show()
    assert window._clock.isActive()


def test_letting_go_looks_unlike_the_rest(session, window):
    session.receive(status(position=5.0, held=True))
    window._tick()
    moving = window.lead.stage.grab().toImage().pixelColor(30, 200)
    session.receive(status(position=10.5, held=True))
    window._tick()
    assert window.lead.stage.grab().toImage().pixelColor(30, 200) != moving


def test_with_no_motion_wanted_the_figure_keeps_the_pose_of_its_phase(session, qtbot, qapp):
    still = look(qapp, "light", still=True)
    window = GuideWindow(session, still, KNOWN)
    qtbot.addWidget(window)
    pictures = []
    for position in (4.2, 5.0, 6.5):
        session.receive(status(position=position, held=True))
        window._tick()
        pictures.append(window.lead.stage._picture)
    assert pictures[0] is pictures[1] is pictures[2]


def test_with_no_motion_wanted_each_pose_goes_with_its_phase(session, qtbot, qapp):
    window = GuideWindow(session, look(qapp, "light", still=True), KNOWN)
    qtbot.addWidget(window)
    shown = Figure(KNOWN.exercise("neck_press_lr"), KNOWN.rig)
    begins = KNOWN.exercise("neck_press_lr").setup_s
    for position, t in ((1.0, 0), (begins + 1, 2 - BEFORE), (begins + 4, 7 - BEFORE), (begins + 8, 12 - BEFORE)):
        session.receive(status("neck_press_lr", position=position, held=True))
        window._tick()
        assert window.lead.stage._picture == shown.frame(t)


def test_with_no_motion_wanted_a_walk_stands_still(session, qtbot, qapp):
    window = GuideWindow(session, look(qapp, "light", still=True), KNOWN)
    qtbot.addWidget(window)
    pictures = []
    for position in (5.2, 6.1, 7.3):
        session.receive(status("walk_corridor", position=position, held=True, alternative="stairs"))
        window._tick()
        pictures.append(window.lead.stage._picture)
    assert pictures[0] == pictures[1] == pictures[2]


def test_a_pause_is_told_on_the_card(session, window):
    session.receive(status(position=20, held=True))
    window._tick()
    assert window.lead.stage._phase == "Paused"


def test_the_figure_keeps_its_size_while_the_words_change(session, window, qtbot):
    session.receive(status("neck_press_lr", position=1.0, held=True))
    window._tick()
    qtbot.wait(50)
    size = window.lead.stage.size()
    session.receive(status("neck_press_lr", position=9.0, held=True))  # two lines
    window._tick()
    qtbot.wait(50)
    assert window.lead.stage.size() == size


def test_an_upright_window_gives_its_height_to_the_figure(session, window, qtbot):
    session.receive(status(position=5.0, held=True))
    window.resize(1000, 1300)
    qtbot.wait(50)
    assert window.lead.stage.height() > 700


def test_the_answers_stand_under_their_question(session, window):
    session.receive(status(position=86))
    session.receive(NO_ROUTINE)
    assert not window.done.question.isVisible()
    session.receive(Replied("ask", {"ask": True}))
    assert window.done.question.isVisible()


# ---------------------------------------------------------------- what is said to the daemon


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_escape_and_space_stop_at_once(session, window, connection, qtbot, key):
    session.receive(status(position=20))
    before = time.process_time()
    qtbot.keyClick(window, key)
    assert time.process_time() - before < 0.3, "of work: how long other programs keep this one waiting is no matter"
    assert "stop" in connection.commands
    assert window.done.title.text() == "Stopped"


def test_every_button_says_its_word(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    qtbot.mouseClick(window.lead.pause, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("hold", {"held": True})
    qtbot.mouseClick(window.lead.pause, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("hold", {"held": False})
    qtbot.mouseClick(window.lead.forward, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("advance", {"to": 84})
    qtbot.mouseClick(window.lead.back, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("advance", {"to": 0.0, "back": True})
    qtbot.mouseClick(window.lead.stop, Qt.MouseButton.LeftButton)
    assert "stop" in connection.commands


def test_the_alternative_takes_the_place_of_the_routine(session, window, connection, qtbot):
    session.receive(status(position=20))
    qtbot.mouseClick(window.lead.swap, Qt.MouseButton.LeftButton)
    assert connection.sent == [("stop", {}), ("break", {"exercise": "walk_corridor"})]
    session.receive(NO_ROUTINE)
    assert session.state is GuideState.ON
    session.receive(status("walk_corridor", alternative="neck_turn", reps=60))
    assert window.lead.name.text() == KNOWN.exercise("walk_corridor").name


def test_an_alternative_that_is_refused_ends_in_words(session, window, connection, qtbot):
    session.receive(status(position=20))
    qtbot.mouseClick(window.lead.swap, Qt.MouseButton.LeftButton)
    session.receive(NO_ROUTINE)
    session.receive(RequestFailed("break", RefusedError("Not now", "It rests.")))
    assert session.state is GuideState.OVER
    assert window.done.text.text() == "What you did counts."


def test_easier_shows_a_smaller_movement_and_goes_on_after_fewer_times(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    qtbot.mouseClick(window.lead.easier, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("easier", {"item": 0, "eased": True})
    assert session.amplitude() == 0.5
    session.receive(status("neck_turn", "chin_tuck", position=4 + 3 * 16 + 0.1))
    window._tick()
    assert connection.sent[-1] == ("advance", {"to": 84})


@pytest.mark.parametrize(("position", "back"), [(0.4, True), (0.02, False), (30.0, False)])
def test_a_routine_begins_when_it_is_seen_not_while_its_window_opens(session, connection, position, back):
    session.receive(status(position=position))
    session.report_painted()
    assert (("advance", {"to": 0, "back": True}) in connection.sent) is back


def test_nothing_is_said_before_anything_is_seen(connection, qapp):
    class Voice:
        heard = 0

        def update(self, step, position):
            self.heard += 1

        def hush(self):
            pass

    voice = Voice()
    session = Session(connection, KNOWN, lambda _: KNOWN, voice)
    session.receive(status(position=0.3))
    session.update()
    assert voice.heard == 0
    session.report_painted()
    session.update()
    assert voice.heard == 1


def test_closing_the_window_stops_the_routine_and_asks_nothing(session, window, connection):
    session.receive(status(position=20))
    window.close()
    assert connection.commands == ["stop"]


def test_keys_that_were_meant_for_elsewhere_stop_nothing(session, qtbot, connection):
    window = GuideWindow(session, LIGHT, KNOWN)
    qtbot.addWidget(window)
    window.show()
    session.receive(status(position=20))
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert connection.commands == []


def test_all_can_be_done_with_the_keyboard(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reached = set()
    for _ in range(12):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add(getattr(window.focusWidget(), "text", str)())
    assert reached >= {"Back", "Pause", "Next", "Stop", "Easier"}
    window.lead.forward.setFocus()
    qtbot.keyClick(window.lead.forward, Qt.Key.Key_Return)
    assert connection.commands[-1] == "advance"


def test_the_arrows_go_the_other_way_where_one_reads_from_right_to_left(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(window, Qt.Key.Key_Left)
    assert connection.sent[-1] == ("advance", {"to": 84})


# ---------------------------------------------------------------- the end of a routine


def test_a_routine_that_ended_is_praised_and_asks_one_thing(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    assert window.done.title.text() == "Done. Good."
    assert texts(window) == {"Stay away for five minutes", "Close", "It hurt"}


def test_how_it_was_is_asked_where_the_daemon_says_so(session, window, connection, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    assert connection.sent[-1] == ("ask", {"stopped": False})
    session.receive(Replied("ask", {"ask": True}))
    assert texts(window) == {"Stay away for five minutes", "Close", "It hurt", "Fine", "A bit much"}
    press(window, "A bit much", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "hard"})
    assert "Fine" not in texts(window)


def test_after_stop_the_first_answer_is_that_it_was_just_interrupted(session, window, connection, qtbot):
    session.receive(status(position=20))
    session.stop()
    assert connection.sent[-1] == ("ask", {"stopped": True})
    session.receive(Replied("ask", {"ask": True}))
    assert "Just interrupted" in texts(window)
    press(window, "Just interrupted", qtbot)
    assert not window.isVisible()
    assert "feedback" not in connection.commands


def test_the_question_leaves_by_itself(session, window, qtbot, monkeypatch):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.closes_at = time.monotonic()
    window._tick()
    assert not window.isVisible()


def test_it_hurt_asks_which_one_and_how_much_and_says_so(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=150))
    session.receive(NO_ROUTINE)
    qtbot.mouseClick(window.done.hurt, Qt.MouseButton.LeftButton)
    assert texts(window) == {"Turn and look", "Chin glide"}
    press(window, "Chin glide", qtbot)
    assert {"1", "10", "I felt unwell"} <= texts(window)
    press(window, "4", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "hurt", "exercise": "chin_tuck", "score": 4})


def test_of_one_exercise_it_is_not_asked_which_one(session, window, connection, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    qtbot.mouseClick(window.done.hurt, Qt.MouseButton.LeftButton)
    press(window, "I felt unwell", qtbot)
    assert connection.sent[-1] == ("feedback", {"feedback": "unwell"})


def test_what_is_advised_after_an_answer_is_shown(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.receive(Replied("feedback", {"said": ["Turn and look rests for two days.", "Then gently."]}))
    assert window.done.text.text() == "Turn and look rests for two days. Then gently."


def test_an_answer_that_cannot_be_noted_is_met_kindly(session, window):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    session.report("hurt", "neck_turn", 3)
    session.receive(RequestFailed("feedback", RefusedError("Not understood", "")))
    assert window.done.text.text() == "That could not be noted. Leave out what hurts."


def test_five_minutes_away_are_counted_without_a_sound(session, window, qtbot):
    session.receive(status(position=89.5))
    session.receive(NO_ROUTINE)
    qtbot.mouseClick(window.done.away, Qt.MouseButton.LeftButton)
    window._tick()
    assert window.done.away_ring.accessibleName() == "5:00"
    assert texts(window) == {"Close"}
    session.closes_at = time.monotonic()
    window._tick()
    assert not window.isVisible()


def test_with_no_break_on_it_offers_one(session, window, connection, qtbot):
    assert texts(window) == {"Start a break"}
    qtbot.mouseClick(window.idle.start, Qt.MouseButton.LeftButton)
    assert connection.commands == ["break"]


def test_a_daemon_that_ends_does_not_end_the_routine(session, window):
    session.receive(status(position=20))
    session.receive(ConnectionLost())
    assert session.state is GuideState.ON
    assert "not written down" in window.lead.note.text()


def test_an_answer_of_no_matter_changes_nothing(session, window):
    session.receive(status(position=20))
    session.receive(Replied("hold", {}))
    assert session.state is GuideState.ON


def test_a_routine_of_something_new_has_the_catalogue_read_again(qapp, connection):
    fewer = replace(KNOWN, exercises={name: one for name, one in KNOWN.exercises.items() if name != "neck_turn"})
    asked = []
    session = Session(connection, fewer, lambda named: asked.append(named) or KNOWN)
    session.receive(status("side_bend"))
    assert asked == []
    session.receive(NO_ROUTINE)
    session.receive(status("neck_turn"))
    assert asked == [{"neck_turn": "Turn and look"}]


# ---------------------------------------------------------------- the first frame


def test_the_daemon_is_told_once_when_the_routine_is_on_the_screen(session, window, connection, qtbot):
    FirstPaintNotifier(window, session)
    session.receive(status("side_bend", position=4.5))
    qtbot.waitUntil(lambda: "guided" in connection.commands)
    qtbot.waitUntil(lambda: window.lead.stage.painted > 5)
    assert connection.commands.count("guided") == 1


# ---------------------------------------------------------------- for everybody


def test_every_button_has_a_name_for_those_who_hear_it(session, window):
    session.receive(status(position=20))
    assert all(button.accessibleName() for button in window.findChildren(QPushButton))


def test_cues_are_announced_to_a_screen_reader(session, window, monkeypatch):
    announced = []
    monkeypatch.setattr("uncrick.window.guide.window.QAccessible.isActive", lambda: True)
    monkeypatch.setattr(
        "uncrick.window.guide.window.QAccessible.updateAccessibility", lambda e: announced.append(e.message())
    )
    session.receive(status(position=4.5))
    session.receive(status(position=7.5))
    assert announced == ["Turn slowly to your left.", "Pause there."]


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_text_stands_out_from_what_it_is_on(colours):
    for ground in (colours.ground, colours.card):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.muted, ground) >= 4.5
        assert contrast(colours.accent, ground) >= 3
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.text, colours.track) >= 4.5


@pytest.mark.parametrize("size", [(320, 230), (320, 300), (480, 520), (640, 330), (1200, 900)])
def test_at_any_size_nothing_lies_over_anything_else(session, window, qtbot, size):
    session.receive(status("bar_hang", position=14, held=True))
    window.resize(*size)

    def laid_out():
        parts = [
            window.lead.name,
            window.lead.count,
            window.lead.stage,
            window.lead.ring,
            window.lead.cue,
            window.lead.stop,
            window.lead.pause,
        ]
        boxes = [part.geometry().translated(part.mapTo(window, part.rect().topLeft()) - part.pos()) for part in parts]
        for number, box in enumerate(boxes):
            assert window.rect().contains(box), parts[number]
            assert not any(box.intersects(other) for other in boxes[number + 1 :])

    qtbot.waitUntil(laid_out)


def test_a_desktop_that_is_dark_gets_a_dark_window(qapp, monkeypatch):
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _: Qt.ColorScheme.Dark)
    assert look(qapp, "auto", still=False).dark
    assert not look(qapp, "light", still=False).dark


# ---------------------------------------------------------------- its place


def test_it_comes_back_where_it_was(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first, second = QWidget(), QWidget()
    for window in (first, second):
        qtbot.addWidget(window)
    geometry.place(first, "guide", (300, 200))
    first.move(40, 50)
    geometry.save(first, "guide")
    geometry.place(second, "guide", (300, 200))
    assert (second.x(), second.y(), second.width(), second.height()) == (40, 50, 300, 200)


@pytest.mark.parametrize("kept", ["", "[]", "nonsense", '{"guide": {"size": [1]}}', '{"guide": {"places": {"a": 3}}}'])
def test_a_place_that_makes_no_sense_is_forgotten(qapp, qtbot, tmp_path, monkeypatch, kept):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "uncrick").mkdir()
    (tmp_path / "uncrick/windows.json").write_text(kept)
    window = QWidget()
    qtbot.addWidget(window)
    geometry.place(window, "guide", (300, 200))
    assert window.width() == 300


# ---------------------------------------------------------------- what it costs


def test_a_thousand_paints_lose_no_reference_to_none(session, window):
    session.receive(status(position=4.5, held=True))
    window.lead.stage.repaint()
    before = sys.getrefcount(None)
    for turn in range(1000):
        window.lead.stage.show_figure(KNOWN.exercise("neck_turn"), (turn % 160) / 10)
        window.lead.stage.repaint()
    assert abs(sys.getrefcount(None) - before) < 500


# ---------------------------------------------------------------- helpers of this file


def press(window, text, qtbot):
    button = next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def contrast(first, second):
    """As WCAG counts it."""

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("size", [(320, 230), (320, 420), (480, 520), (900, 420)])
def test_every_answer_lies_within_the_window(session, window, qtbot, size):
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
    for one in shown:
        for other in shown:
            mine, theirs = (b.rect().translated(b.mapTo(window, b.rect().topLeft())) for b in (one, other))
            assert one is other or not mine.intersects(theirs)


def test_a_break_that_may_not_be_begun_is_refused_where_it_was_asked_for(session, window, qtbot):
    qtbot.mouseClick(window.idle.start, Qt.MouseButton.LeftButton)
    session.receive(RequestFailed("break", RefusedError("Exercises are off for safety", "See uncrick safety.")))
    assert window.idle.text.isVisible()
    assert window.idle.text.text() == "Exercises are off for safety. See uncrick safety."
