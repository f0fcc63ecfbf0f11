"""For the tests of the windows: Qt without a screen, and a wire with nobody at its other end."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

from uncrick.storage.shipped_data import catalogue
from uncrick.window.client import Told
from uncrick.window.theme import LIGHT

KNOWN = catalogue(figure=True)


class Wire:
    """Keeps what was said."""

    def __init__(self):
        self.said = []

    def say(self, do, **args):
        self.said.append((do, {name: value for name, value in args.items() if value is not None}))

    def attend(self, listener):
        pass

    @property
    def words(self):
        return [do for do, _ in self.said]


def told(*ids, reps=5, position=0.0, held=False, alternative="walk_corridor"):
    """A status in which a routine is on."""
    items = [
        {"id": one, "name": KNOWN.exercise(one).name, "reps": reps, "seconds": KNOWN.exercise(one).seconds(reps)}
        for one in ids or ("neck_turn",)
    ]
    total = sum(item["seconds"] for item in items) + KNOWN.numbers.transition_s * (len(items) - 1) + 6
    routine = {
        "opening": "",
        "items": items,
        "total_seconds": total,
        "alternative": alternative,
        "tip": {"id": "tip", "text": "Look up."},
        "position": position,
        "held": held,
    }
    return Told({"break": routine})


OVER = Told({"break": None})


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
def session(qapp, wire):
    from uncrick.window.guide.session import Session

    return Session(wire, KNOWN, lambda _: KNOWN)


@pytest.fixture
def window(qapp, qtbot, session):
    from uncrick.window.guide.window import GuideWindow
    from uncrick.window.theme import dress

    dress(qapp, LIGHT)
    window = GuideWindow(session, LIGHT, KNOWN)
    qtbot.addWidget(window)
    window.resize(480, 520)
    window.show()
    window._accept_keys()
    return window
