"""The page that leads through a routine: its texts, its figure, its layout."""

import sys

import pytest
from PySide6.QtWidgets import QPushButton

from uncrick.core.figure.figure import Figure, person_of
from uncrick.storage import paths
from uncrick.window.guide.window import GuideWindow
from uncrick.window.stage import BEFORE
from uncrick.window.theme import LIGHT, look
from window.conftest import KNOWN, status


def test_lead_page_shows_name_repetition_cue_and_next_step(session, window):
    session.receive(status(position=4.5))
    assert window.lead.name.text() == "Turn your head"
    assert window.lead.dots.accessibleName() == "1 of 5"
    assert window.lead.cue.text() == "Turn slowly to your left."
    assert window.lead.later.text() == "Next: go slowly across to your right"


def test_several_exercises_are_counted(session, window):
    session.receive(status("neck_turn", "chin_tuck", position=100.0, held=True))
    assert window.lead.number.text() == "2 of 2"
    session.receive(status("neck_turn", position=20.0, held=True))
    assert not window.lead.number.isVisible()


def test_bar_fills_part_by_part(session, window, qtbot):
    def filled():
        window.lead.bar.repaint()
        image = window.lead.bar.grab().toImage()
        return sum(image.pixelColor(x, image.height() // 2).name() == LIGHT.accent for x in range(image.width()))

    session.receive(status("neck_turn", "chin_tuck", position=0.0, held=True))
    begun = filled()
    session.receive(status("neck_turn", "chin_tuck", position=110.0, held=True))
    window._tick()
    assert begun < 10 < window.lead.bar.width() / 2 < filled() < window.lead.bar.width()


def test_a_minute_and_more_is_shown_as_minutes(session, window):
    session.receive(status("walk_corridor", reps=60, position=20.0, held=True, alternative="stairs"))
    window._tick()
    assert window.lead.ring.accessibleName() == "1:44"


def test_only_a_paused_break_has_a_strong_button(session, window):
    session.receive(status(position=20))
    assert strong(window) == []
    session.toggle_pause()
    assert strong(window) == ["Go on"]


def test_alternative_is_no_wider_than_its_words(session, window, qtbot):
    session.receive(status(position=20, held=True))
    window.resize(1366, 728)
    qtbot.wait(50)
    assert window.lead.swap.text() == "Or take a short walk"
    assert window.lead.swap.width() <= window.lead.swap.sizeHint().width()


def test_long_alternative_is_named_shortly_where_it_does_not_fit(session, window, qtbot):
    session.receive(status(position=20, held=True, alternative="relief_hands_head"))
    window.resize(320, 600)
    qtbot.wait(50)
    assert window.lead.swap.text() == "Something else"


def test_sentence_grows_with_a_large_screen(session, window, qtbot):
    session.receive(status(position=20, held=True))
    usual = window.lead.cue.font().pointSizeF()
    window.resize(1920, 1080)
    qtbot.wait(50)
    assert window.lead.cue.font().pointSizeF() > 2 * usual


def test_ring_shows_the_seconds_left_in_the_phase(session, window):
    session.receive(status(position=5.5, held=True))
    window._tick()
    assert window.lead.ring.accessibleName() == "3 seconds left"


def test_the_last_second_is_singular(session, window):
    session.receive(status(position=7.5, held=True))
    window._tick()
    assert window.lead.ring.accessibleName() == "1 second left"


def strong(window):
    shown = (b for b in window.lead.findChildren(QPushButton) if b.isVisible())
    return [button.text() for button in shown if button.property("main") == "true"]


def test_figure_stands_still_while_paused(session, window, qtbot):
    session.receive(status("side_bend", position=4.5))
    qtbot.waitUntil(lambda: window.lead.stage.painted > 3)
    session.toggle_pause()
    qtbot.waitUntil(lambda: window._clock.interval() > 200)
    window._tick()
    shown = window.lead.stage._picture
    window._tick()
    assert window.lead.stage._picture is shown


def test_relax_phase_has_another_background(session, window):
    session.receive(status(position=5.0, held=True))
    window._tick()
    moving = window.lead.stage.grab().toImage().pixelColor(30, 200)
    session.receive(status(position=10.5, held=True))
    window._tick()
    assert window.lead.stage.grab().toImage().pixelColor(30, 200) != moving


def test_without_motion_the_pose_is_constant_within_a_phase(session, qtbot, qapp):
    still = look(qapp, "light", still=True)
    window = GuideWindow(session, still, KNOWN)
    qtbot.addWidget(window)
    pictures = []
    for position in (5.2, 6.0, 7.5):
        session.receive(status(position=position, held=True))
        window._tick()
        pictures.append(window.lead.stage._picture)
    assert pictures[0] is pictures[1] is pictures[2]


def test_without_motion_each_phase_shows_its_final_pose(session, qtbot, qapp):
    window = GuideWindow(session, look(qapp, "light", still=True), KNOWN)
    qtbot.addWidget(window)
    person = person_of(KNOWN.rig, "auto", paths.personal_seed())
    shown = Figure(KNOWN.exercise("neck_press_lr"), KNOWN.rig, look=person)
    begins = KNOWN.exercise("neck_press_lr").setup_s
    for position, t in ((1.0, 0), (begins + 1, 2 - BEFORE), (begins + 4, 7 - BEFORE), (begins + 8, 12 - BEFORE)):
        session.receive(status("neck_press_lr", position=position, held=True))
        window._tick()
        assert window.lead.stage._picture == shown.frame(t, alive=False)


def test_without_motion_a_walk_stands_still(session, qtbot, qapp):
    window = GuideWindow(session, look(qapp, "light", still=True), KNOWN)
    qtbot.addWidget(window)
    pictures = []
    for position in (5.2, 6.1, 7.3):
        session.receive(status("walk_corridor", position=position, held=True, alternative="stairs"))
        window._tick()
        pictures.append(window.lead.stage._picture)
    assert pictures[0] == pictures[1] == pictures[2]


def test_card_shows_that_the_routine_is_paused(session, window):
    session.receive(status(position=20, held=True))
    window._tick()
    assert window.lead.stage._phase == "Paused"


def test_figure_keeps_its_size_when_the_cue_changes(session, window, qtbot):
    session.receive(status("neck_press_lr", position=1.0, held=True))
    window._tick()
    qtbot.wait(50)
    size = window.lead.stage.size()
    session.receive(status("neck_press_lr", position=9.0, held=True))  # two lines
    window._tick()
    qtbot.wait(50)
    assert window.lead.stage.size() == size


def test_figure_takes_the_height_of_a_tall_window(session, window, qtbot):
    session.receive(status(position=5.0, held=True))
    window.resize(1000, 1300)
    qtbot.wait(50)
    assert window.lead.stage.height() > 700


def test_cues_are_announced_to_a_screen_reader(session, window, monkeypatch):
    announced = []
    monkeypatch.setattr("uncrick.window.guide.window.QAccessible.isActive", lambda: True)
    monkeypatch.setattr(
        "uncrick.window.guide.window.QAccessible.updateAccessibility", lambda e: announced.append(e.message())
    )
    session.receive(status(position=4.5))
    session.receive(status(position=7.5))
    assert announced == ["Turn slowly to your left.", "Go slowly across to your right."]


@pytest.mark.parametrize("size", [(320, 230), (320, 300), (480, 520), (640, 330), (1200, 900)])
def test_no_widgets_overlap_at_any_size(session, window, qtbot, size):
    session.receive(status("bar_hang", position=14, held=True))
    window.resize(*size)

    def laid_out():
        parts = [
            window.lead.name,
            window.lead.dots,
            window.lead.bar,
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


def test_a_thousand_paints_leak_no_reference(session, window):
    session.receive(status(position=4.5, held=True))
    window.lead.stage.repaint()
    before = sys.getrefcount(None)
    for turn in range(1000):
        window.lead.stage.show_figure(KNOWN.exercise("neck_turn"), (turn % 160) / 10)
        window.lead.stage.repaint()
    assert abs(sys.getrefcount(None) - before) < 500


def test_easier_says_what_becomes_easier_before_it_is_chosen_and_after(session, window, qtbot):
    session.receive(status("neck_turn", position=20, held=True))
    window.resize(1366, 728)
    qtbot.wait(50)
    assert window.lead.easier.text() == "Easier: 3 times and half as far"
    window.lead.easier.click()
    assert window.lead.easier.text() == "Easier ✓ 3 times and half as far"
    assert not window.lead.note.isVisible()


def test_where_the_button_has_no_room_the_line_below_says_what_became_easier(session, window, qtbot):
    session.receive(status("neck_turn", position=20, held=True))
    window.resize(330, 560)
    qtbot.wait(50)
    assert window.lead.easier.text() == "Easier"
    assert window.lead.easier.toolTip() == "Easier: 3 times and half as far"
    window.lead.easier.click()
    assert window.lead.note.text() == "Easier now: 3 times and half as far."
    assert window.lead.note.isVisible()
