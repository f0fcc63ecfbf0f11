"""For the tests of the settings window: a person's folders, and a window on them."""

from types import SimpleNamespace

import pytest

from uncrick.storage import paths
from uncrick.window.catalog import personal_catalogue
from uncrick.window.settings.login import StartAtLogin
from uncrick.window.settings.window import SettingsWindow
from uncrick.window.theme import LIGHT

OWN = "# mine\n[breaks]\nevery = '50m' # not too often\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


@pytest.fixture
def desk(qtbot, place):
    """Opens windows, and records what they ask for."""

    class Desk(SimpleNamespace):
        def open(self, text=None, **parts):
            if text is not None:
                paths.write(paths.settings_file(), text)
            login = StartAtLogin(lambda: False, lambda _on: None)
            window = SettingsWindow(
                LIGHT, personal_catalogue(), lambda: self.reloads.append(1), **{"login": login, **parts}
            )
            qtbot.addWidget(window)
            window.show()
            return window

        def text(self):
            with open(paths.settings_file(), encoding="utf-8") as file:
                return file.read()

    return Desk(reloads=[])


@pytest.fixture
def window(desk):
    return desk.open(OWN)
