"""What the session sends to the daemon, and how it follows its messages."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from uncrick.errors import RefusedError
from uncrick.window.client import ConnectionLost, Replied, RequestFailed
from uncrick.window.guide.session import Session
from uncrick.window.guide.state import GuideState
from window.conftest import KNOWN, NO_ROUTINE, status

TURN = KNOWN.exercise("neck_turn")


def test_swap_replaces_the_routine_by_the_alternative(session, window, connection, qtbot):
    session.receive(status(position=20))
    qtbot.mouseClick(window.lead.swap, Qt.MouseButton.LeftButton)
    assert connection.sent == [("stop", {}), ("break", {"exercise": "walk_corridor"})]
    session.receive(NO_ROUTINE)
    assert session.state is GuideState.ON
    session.receive(status("walk_corridor", alternative="neck_turn", reps=60))
    assert window.lead.name.text() == KNOWN.exercise("walk_corridor").headline


def test_refused_alternative_ends_the_routine(session, window, connection, qtbot):
    session.receive(status(position=20))
    qtbot.mouseClick(window.lead.swap, Qt.MouseButton.LeftButton)
    session.receive(NO_ROUTINE)
    session.receive(RequestFailed("break", RefusedError("Not now", "It rests.")))
    assert session.state is GuideState.OVER
    assert window.done.text.text() == "What you did counts."


def test_easier_means_smaller_and_fewer_movements(session, window, connection, qtbot):
    session.receive(status("neck_turn", "chin_tuck", position=20))
    qtbot.mouseClick(window.lead.easier, Qt.MouseButton.LeftButton)
    assert connection.sent[-1] == ("easier", {"item": 0, "eased": True})
    assert session.amplitude() == 0.5
    session.receive(status("neck_turn", "chin_tuck", position=TURN.setup_s + 3 * TURN.cycle_s + 0.1))
    window._tick()
    assert connection.sent[-1] == ("advance", {"to": TURN.seconds(5)})


@pytest.mark.parametrize(("position", "back"), [(0.4, True), (0.02, False), (30.0, False)])
def test_routine_restarts_when_its_window_took_time_to_open(session, connection, position, back):
    session.receive(status(position=position))
    session.report_painted()
    assert (("advance", {"to": 0, "back": True}) in connection.sent) is back


def test_no_cue_is_spoken_before_the_first_paint(connection, qapp):
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


def test_routine_goes_on_without_the_daemon(session, window):
    session.receive(status(position=20))
    session.receive(ConnectionLost())
    assert session.state is GuideState.ON
    assert "not recorded" in window.lead.note.text()


def test_other_replies_change_nothing(session, window):
    session.receive(status(position=20))
    session.receive(Replied("hold", {}))
    assert session.state is GuideState.ON


def test_unknown_exercise_reloads_the_catalogue(qapp, connection):
    fewer = replace(
        KNOWN, exercises={name: exercise for name, exercise in KNOWN.exercises.items() if name != "neck_turn"}
    )
    asked = []
    session = Session(connection, fewer, lambda named: asked.append(named) or KNOWN)
    session.receive(status("side_bend"))
    assert asked == []
    session.receive(NO_ROUTINE)
    session.receive(status("neck_turn"))
    assert asked == [{"neck_turn": "Turn your head"}]
