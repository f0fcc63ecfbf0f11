"""What somebody with Windows does on the first day, in this order: one daemon serves the tests after each other."""

import json
import re
from collections import Counter

import pytest

from windows.machine import colours, killed, until

RUN_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
ICON_PART, BALLOON_PART, MENU_PART = "18x18+4+31", "250x60+24+60", "180x240+5+55"
WINDOW_PART = "460x600+786+270"  # within any of ours, at the lower right

BREAK_NOW = ("60", "29")  # its second line, where the menu opens at the upper edge of the screen

POST = r"""
import ctypes, sys
from ctypes import wintypes
user = ctypes.WinDLL("user32")
user.FindWindowW.restype = wintypes.HWND
user.PostMessageW.argtypes = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
print(user.PostMessageW(user.FindWindowW("UncrickSession", None), int(sys.argv[1], 0), int(sys.argv[2], 0), 0))
"""
MICROPHONE = r"""
import sys, time, winreg
store = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone\NonPackaged"
now = int((time.time() + 11644473600) * 10**7)
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, store + r"\C:#Program Files#Zoom#bin#Zoom.exe") as key:
    winreg.SetValueEx(key, "LastUsedTimeStart", 0, winreg.REG_QWORD, now)
    winreg.SetValueEx(key, "LastUsedTimeStop", 0, winreg.REG_QWORD, 0 if sys.argv[1] == "on" else now)
"""


def test_uncrick_starts_and_gives_the_terminal_back(desk):
    desk.starts()
    assert desk.phase() == "working"


def test_the_welcome_is_a_balloon(daemon):
    assert until(lambda: colours(daemon.sees("welcome", BALLOON_PART)) > 1, 20)


def test_the_ring_is_in_the_tray(daemon):
    assert until(lambda: colours(daemon.sees("tray", ICON_PART)) > 4, 20)


def test_a_second_daemon_is_refused(daemon):
    code, said = daemon.uncrick("run")
    assert code == 1
    assert "running" in said


def test_status_says_how_things_stand(daemon):
    code, said = daemon.uncrick("status")
    assert code == 0
    assert "break" in said


def test_doctor_finds_what_it_needs(daemon):
    facts = {fact["what"]: fact for fact in json.loads(daemon.uncrick("doctor", "--json")[1])}
    for what in ("Tray", "Notifications", "Idle", "Lock", "Sleep", "Full screen", "Window"):
        assert facts[what]["ok"], facts[what]


@pytest.mark.parametrize(
    ("message", "leaves", "returns"),
    [("0x2B1", "7", "8"), ("0x218", "4", "0x12")],
    ids=["locked and unlocked", "asleep and awake"],
)
def test_session_messages_are_heard(daemon, message, leaves, returns):
    daemon.machine.script(POST, message, leaves)
    assert daemon.reaches("away", 20)
    daemon.machine.script(POST, message, returns)
    daemon.returns()
    assert until(lambda: daemon.phase() in ("working", "due"), 20)


def test_resting_hands_are_away_and_moving_ones_back(daemon):
    daemon.prompted()
    assert daemon.uncrick("skip")[0] == 0  # the next one is far, which would come when the hands rest
    daemon.rests()
    assert daemon.reaches("away", 60)
    daemon.returns()
    assert until(lambda: daemon.phase() in ("working", "due"), 20)


def test_a_prompt_comes_and_can_be_snoozed(daemon):
    daemon.prompted()
    assert until(lambda: colours(daemon.sees("prompt", BALLOON_PART)) > 1, 20)
    assert daemon.uncrick("snooze", "5")[0] == 0
    assert daemon.phase() == "snoozed"
    assert daemon.uncrick("skip")[0] == 0


def test_a_prompt_can_be_skipped(daemon):
    before = Counter(record["kind"] for record in daemon.records())
    daemon.prompted()
    assert daemon.uncrick("skip")[0] == 0
    assert Counter(record["kind"] for record in daemon.records()) - before == Counter({"prompted": 1, "skipped": 1})


def test_done_is_a_break_in_the_history(daemon):
    before = len(daemon.records())
    daemon.prompted()
    assert daemon.uncrick("done")[0] == 0
    assert "done" in json.dumps(daemon.records()[before:])


def test_a_left_click_on_the_ring_opens_the_guide(daemon):
    daemon.prompted()
    daemon.clicks("1")
    assert daemon.reaches("on_break", 20)
    assert daemon.has_window('"Uncrick": ("python')
    assert until(lambda: colours(daemon.sees("guide", WINDOW_PART)) > 20, 60)
    assert daemon.uncrick("done")[0] == 0


def test_paused_until_resumed(daemon):
    assert daemon.uncrick("pause", "90")[0] == 0
    assert daemon.phase() == "paused"
    assert daemon.uncrick("resume")[0] == 0
    assert daemon.phase() != "paused"


def test_a_click_in_the_menu_starts_a_break(daemon):
    assert until(lambda: daemon.phase() == "working", 60)
    daemon.clicks("3")
    assert until(lambda: colours(daemon.sees("menu", MENU_PART)) > 1, 10)
    daemon.clicks("1", BREAK_NOW)
    assert daemon.reaches("on_break", 20)
    assert daemon.uncrick("done")[0] == 0


def test_no_prompt_while_the_microphone_is_used(daemon):
    daemon.machine.script(MICROPHONE, "on")
    try:
        assert until(lambda: daemon.status()["suppressed_by"] == ["call"], 90)
    finally:
        daemon.machine.script(MICROPHONE, "off")
    daemon.prompted()
    daemon.uncrick("skip")


def test_a_killed_daemon_loses_nothing_and_starts_again(daemon):
    before = daemon.records()
    assert killed("uncrick", "run")
    assert daemon.reaches("gone", 20)
    assert daemon.records() == before
    daemon.starts()
    assert daemon.records()[: len(before)] == before


def test_start_at_login_is_a_value_of_the_run_key(daemon):
    assert daemon.uncrick("autostart", "on")[0] == 0
    said = daemon.machine.windows("reg", "query", RUN_KEY)[1]
    assert re.search(r"Uncrick\s+REG_SZ\s+C:\\Python313\\pythonw.exe -m uncrick run", said)


def test_quit_ends_it(daemon):
    code, said = daemon.uncrick("quit")
    assert code == 0
    assert "off" in said
    assert daemon.phase() == "gone"


@pytest.mark.parametrize("window", ["settings", "history"])
def test_a_window_opens_by_itself(desk, window):
    desk.rests()
    process = desk.opened("window", window)
    try:
        assert desk.has_window('"Uncrick: ')
        assert until(lambda: colours(desk.sees(window, WINDOW_PART)) > 20, 60)
    finally:
        killed("uncrick", "window", window)
        process.wait(30)


def test_uninstall_says_what_it_removed(desk):
    code, said = desk.uncrick("uninstall")
    assert code == 0
    assert "removed" in said
    assert "Uncrick" not in desk.machine.windows("reg", "query", RUN_KEY)[1]
