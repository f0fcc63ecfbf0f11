"""The switch for the start at login does it, and says what came of it."""

import pytest

from uncrick.window.settings.login import StartAtLogin


class System:
    """What starts us; `obeys` is False where its own settings switch us off."""

    def __init__(self, *, fails=False, obeys=True):
        self.on, self.fails, self.obeys = False, fails, obeys

    def turn(self, on):
        if self.fails:
            raise OSError(13, "Permission denied")
        self.on = on and self.obeys


@pytest.mark.parametrize(
    ("system", "said", "on"),
    [
        (System(), "Uncrick will start when you log in.", True),
        (System(fails=True), "⚠ That could not be changed: permission denied.", False),
        (
            System(obeys=False),
            "⚠ Uncrick is set to start, but the settings of your system keep it from starting.",
            False,
        ),
    ],
    ids=["done", "refused", "switched off"],
)
def test_outcome_is_said_in_a_sentence(qtbot, system, said, on):
    row = StartAtLogin(lambda: system.on, system.turn)
    qtbot.addWidget(row)
    row.show()
    row.switch.click()
    qtbot.waitUntil(row.switch.isEnabled)
    assert (row.outcome.text(), row.switch.isChecked()) == (said, on)
    assert row.outcome.isVisible()


def test_it_is_switched_off_again(qtbot):
    system = System()
    system.on = True
    row = StartAtLogin(lambda: system.on, system.turn)
    qtbot.addWidget(row)
    assert row.switch.isChecked()
    row.switch.click()
    qtbot.waitUntil(row.switch.isEnabled)
    assert (row.outcome.text(), system.on) == ("Uncrick will not start by itself any more.", False)
