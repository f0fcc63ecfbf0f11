"""A second screen: it holds prompts for those who want that, and the others are asked once."""

from typing import Any

import pytest

from app.life import Busy, Life
from uncrick.app.dialogs.screen_offer import OFFER, SETTLED
from uncrick.control import client
from uncrick.settings import get

HOUR = 3600.0


@pytest.fixture
def busy(with_profile: Any) -> Busy:
    with_profile.busy = Busy()
    return with_profile.busy


def screen(life: Life, busy: Busy, *, connected: bool) -> None:
    life.call(busy.tell, "projector", connected)


def offers(life: Life) -> int:
    return [notice.summary for notice in life.notifier.of("enquiry")].count(OFFER.summary)


@pytest.fixture
def presented(with_profile: Any, busy: Busy, life: Life) -> Life:
    """A prompt came while a second screen was connected, and was answered; no other question was due."""
    screen(life, busy, connected=True)
    life.passes(HOUR)
    assert life.phase == "due"
    client.request("skip")
    return life


def test_without_the_setting_a_second_screen_holds_nothing(presented: Life) -> None:
    assert client.request("status")["status"]["suppressed_by"] == []


def test_the_offer_comes_once_the_screen_has_gone(presented: Life, busy: Busy) -> None:
    presented.passes(1200)
    assert offers(presented) == 0, "an audience need not read it"
    screen(presented, busy, connected=False)
    presented.passes(SETTLED + 31)
    assert offers(presented) == 1
    assert [button.key for button in presented.notifier.up["enquiry"].buttons] == ["silent", "remind"]


def test_it_comes_once_only(presented: Life, busy: Busy) -> None:
    screen(presented, busy, connected=False)
    presented.passes(SETTLED + 31)
    presented.clicks("enquiry", "remind")
    for _ in range(3):
        screen(presented, busy, connected=True)
        presented.passes(HOUR)
        client.request("skip")
        screen(presented, busy, connected=False)
        presented.passes(700)
    assert offers(presented) == 1


def test_without_a_prompt_beside_it_nothing_is_offered(life: Life, busy: Busy) -> None:
    screen(life, busy, connected=True)
    life.passes(600)
    screen(life, busy, connected=False)
    life.passes(600)
    assert offers(life) == 0


def test_whoever_accepts_is_left_alone_from_then_on_and_can_take_it_back(
    presented: Life, busy: Busy, with_profile: Any
) -> None:
    screen(presented, busy, connected=False)
    presented.passes(SETTLED + 31)
    presented.clicks("enquiry", "silent")
    path = str(with_profile.settings)
    assert get(path, "quiet.projector") is True
    screen(presented, busy, connected=True)
    status = client.request("status")["status"]
    assert status["suppressed_by"] == ["share"]
    assert status["held_back_by"] == ["second screen connected"]
    assert status["reason"].startswith("second screen connected since ")
    presented.clicks("enquiry", "undo")
    assert get(path, "quiet.projector") is False
    assert client.request("status")["status"]["suppressed_by"] == []


def test_with_the_setting_prompts_wait_until_the_screen_has_gone(with_profile: Any, busy: Busy) -> None:
    with with_profile.living("quiet.projector=true") as life:
        screen(life, busy, connected=True)
        life.passes(2 * HOUR)
        assert life.phase == "working"
        assert life.tray.face.menu[0].label.startswith("Waiting: second screen connected since ")
        screen(life, busy, connected=False)
        life.passes(120)
        assert life.phase == "due"
        assert offers(life) == 0
