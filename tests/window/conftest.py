"""For the tests of the windows: Qt without a screen, and a connection with nobody at its other end."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

from uncrick.storage.shipped_data import catalogue
from uncrick.window.client import StatusReceived
from uncrick.window.theme import LIGHT

KNOWN = catalogue(figure=True)


class FakeConnection:
    """Records what was sent."""

    def __init__(self):
        self.sent = []

    def send(self, do, **args):
        self.sent.append((do, {name: value for name, value in args.items() if value is not None}))

    def subscribe(self, listener):
        pass

    @property
    def commands(self):
        return [do for do, _ in self.sent]


def status(*ids, reps=5, position=0.0, held=False, alternative="walk_corridor", read_first=(), asked=True):
    """A status in which a routine is on."""
    items = [
        {"id": id_, "name": KNOWN.exercise(id_).name, "reps": reps, "seconds": KNOWN.exercise(id_).seconds(reps)}
        for id_ in ids or ("neck_turn",)
    ]
    total = sum(item["seconds"] for item in items) + KNOWN.numbers.transition_s * (len(items) - 1) + 6
    routine = {
        "opening": "",
        "items": items,
        "total_seconds": total,
        "alternative": alternative,
        "tip": {"id": "tip", "text": "Look up."},
        "position": position,
        "asked": asked,
        "held": held,
        "read_first": list(read_first),
    }
    return StatusReceived({"break": routine})


NO_ROUTINE = StatusReceived({"break": None})


@pytest.fixture
def connection():
    return FakeConnection()


@pytest.fixture
def session(qapp, connection):
    from uncrick.window.guide.session import Session

    return Session(connection, KNOWN, lambda _: KNOWN)


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
