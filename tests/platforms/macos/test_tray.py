"""The icon in the menu bar: the true process and pystray's true code for macOS, over stand-ins for AppKit."""

import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.desks import until
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.platforms.macos.tray import MenuBarTray

pytestmark = pytest.mark.unix("the process and its stand-ins speak through named pipes")

PAUSE = Entry("pause", "Pause", (Entry("pause:30m", "30 min"), Entry("pause:1h", "1 h")))
LATER = Entry("later", "Not now", enabled=False)
WORKING = TrayState(
    "ring", 1.0, "Next break at 11:42", (Entry("", "Next break"), Entry("break", "Walk & rest"), PAUSE, LATER), "next"
)
DUE = TrayState("due", 1.0, "Now", (Entry("", "Now: turn"), Entry("start", "Start"), PAUSE, LATER), "start")
DEAF = [sys.executable, "-c", "import time; print('{\"shown\": true}', flush=True); time.sleep(60)"]
MUTE = [sys.executable, "-c", "import sys; sys.stdin.read()"]


class Screen:
    """What the stand-in for AppKit shows, and the hand that clicks."""

    def __init__(self, folder: Path) -> None:
        self.file, self.pipe = folder / "screen.json", folder / "clicks"
        os.mkfifo(self.pipe)
        self.hand = os.open(self.pipe, os.O_RDWR)  # for both, so that it opens before the other end is there

    def __getitem__(self, what: str) -> Any:
        return json.loads(self.file.read_text()).get(what) if self.file.exists() else None

    @property
    def titles(self) -> list[str]:
        return [item["title"] for item in self["menu"] or ()]

    def do(self, *words: str) -> None:
        os.write(self.hand, json.dumps(words).encode() + b"\n")


class Menu:
    def __init__(self, folder: Path) -> None:
        self.screen = Screen(folder)
        self.tray = MenuBarTray(first_pause=0.01)
        self.chosen: list[str] = []

    async def start(self, state: TrayState = WORKING) -> bool:
        return await self.tray.start(state, self.chosen.append)

    async def shows(self, tooltip: str) -> None:
        await until(lambda: self.screen["tooltip"] == tooltip, what=tooltip)

    async def choose(self, *titles: str) -> None:
        before = len(self.chosen)
        self.screen.do("open")
        self.screen.do("click", *titles)
        await until(lambda: len(self.chosen) > before, what="the choice")


@pytest.fixture
async def menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Menu]:
    stand_ins = Path(__file__).with_name("appkit")
    menu = Menu(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(stand_ins), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("PYSTRAY_BACKEND", "darwin")
    monkeypatch.setenv("STAND_IN_SCREEN", str(menu.screen.file))
    monkeypatch.setenv("STAND_IN_CLICKS", str(menu.screen.pipe))
    yield menu
    await menu.tray.stop()
    os.close(menu.screen.hand)


async def test_the_icon_appears_with_its_tooltip_and_its_menu(menu):
    assert await menu.start() is True
    assert (menu.screen["hidden"], menu.screen["tooltip"]) == (False, "Next break at 11:42")
    assert menu.screen.titles == ["Next break", "Walk & rest", "Pause", "Not now"]
    assert [item["title"] for item in menu.screen["menu"][2]["items"]] == ["30 min", "1 h"]
    assert menu.tray.describe() == [("Tray", True, "the icon is shown")]


async def test_the_picture_has_two_pixels_a_point(menu):
    await menu.start()
    assert (menu.screen["picture"]["points"], menu.screen["picture"]["pixels"]) == ([18, 18], [36, 36])


async def test_voiceover_reads_what_the_tooltip_says(menu):
    await menu.start()
    menu.tray.show(DUE)
    await until(lambda: menu.screen["label"] == "Now")


async def test_the_process_stays_out_of_the_dock(menu):
    await menu.start()
    assert menu.screen["policy"] == 1


async def test_what_cannot_be_chosen_is_grey(menu):
    await menu.start()
    assert [item["enabled"] for item in menu.screen["menu"]] == [False, True, True, False]


async def test_choices_are_reported_by_their_keys(menu):
    await menu.start()
    await menu.choose("Walk & rest")
    await menu.choose("Pause", "1 h")
    assert menu.chosen == ["break", "pause:1h"]


async def test_another_state_is_shown(menu):
    await menu.start()
    before = menu.screen["picture"]
    menu.tray.show(DUE)
    await menu.shows("Now")
    await until(lambda: menu.screen.titles == ["Now: turn", "Start", "Pause", "Not now"])
    assert menu.screen["picture"] != before
    await menu.choose("Start")
    assert menu.chosen == ["start"]


async def test_a_new_tooltip_leaves_the_menu_as_it_is(menu):
    await menu.start()
    before = menu.screen["changes"]
    menu.tray.show(replace(WORKING, tooltip="Next break at 11:43"))
    await menu.shows("Next break at 11:43")
    assert menu.screen["changes"] == before


async def test_a_menu_that_is_open_is_changed_once_it_has_closed(menu):
    await menu.start()
    menu.screen.do("open")
    await until(lambda: menu.screen["open"])
    menu.tray.show(TrayState("paused", 1.0, "Paused", (Entry("", "Paused"), Entry("resume", "Resume now")), "next"))
    menu.screen.do("hold")
    await until(lambda: menu.screen["held"])
    menu.screen.do("click", "Walk & rest")
    await menu.shows("Paused")
    assert menu.chosen == ["break"]


async def test_at_the_end_the_process_is_gone_also_with_an_open_menu(menu):
    await menu.start()
    menu.screen.do("open")
    await menu.tray.stop()
    assert menu.tray.describe() == [("Tray", False, "no icon: its process ended (status 0)")]


async def test_a_process_that_dies_is_started_again_and_shows_the_present_state(menu):
    await menu.start()
    menu.screen.file.unlink()
    menu.screen.do("die")
    await until(lambda: not menu.tray.describe()[0][1], what="the end")
    menu.tray.show(DUE)
    await menu.shows("Now")
    await until(lambda: menu.tray.describe()[0][1], what="the icon")


async def test_a_process_that_dies_again_and_again_is_left_alone(menu):
    menu.tray = MenuBarTray([sys.executable, "-c", "raise SystemExit(3)"], first_pause=0.0)
    assert await menu.start() is False
    assert menu.tray.describe() == [("Tray", False, "no icon: its process ended (status 3)")]


async def test_without_appkit_there_is_no_icon_no_second_attempt_and_no_harm(menu, monkeypatch):
    monkeypatch.setenv("STAND_IN_FAILS", "no AppKit here")
    assert await menu.start() is False
    menu.tray.show(DUE)
    assert menu.tray.describe() == [("Tray", False, "no icon: ImportError('no AppKit here')")]


async def test_an_icon_that_fails_as_it_appears_is_no_icon_and_no_harm(menu, monkeypatch):
    monkeypatch.setenv("PYSTRAY_BACKEND", "dummy")  # whose loop is not implemented
    assert await menu.start() is False
    assert menu.tray.describe() == [("Tray", False, "no icon: NotImplementedError()")]


async def test_a_command_that_is_not_there_is_no_icon_and_no_harm(menu):
    menu.tray = MenuBarTray(["/nowhere/python"])
    assert await menu.start() is False
    assert menu.tray.describe()[0][:2] == ("Tray", False)


async def test_a_process_without_an_answer_is_waited_for_no_longer(menu):
    menu.tray = MenuBarTray(MUTE, start_timeout=0.01)
    assert await menu.start() is False
    assert menu.tray.describe() == [("Tray", False, "no icon: its process does not answer")]


async def test_a_process_that_reads_nothing_is_ended(menu):
    menu.tray = MenuBarTray(DEAF)
    await menu.start()
    long = "x" * 200_000
    for number in range(4):
        menu.tray.show(replace(WORKING, tooltip=f"{long}{number}"))
    await until(lambda: "status -9" in menu.tray.describe()[0][2])
