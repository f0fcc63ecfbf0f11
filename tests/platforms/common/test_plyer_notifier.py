"""Bubbles through plyer, with a pretend plyer."""

import sys
import types
from dataclasses import replace
from typing import Any

import pytest

from desktop.desks import until
from uncrick.platforms.common.plyer_notifier import PlyerNotifier
from uncrick.ports import Notice

PROMPT = Notice("prompt", "Turn your head", ("Left, hold, middle, let go.",), hint="uncrick break, snooze or skip")


class Plyer:
    """plyer, as far as it is used."""

    def __init__(self) -> None:
        self.shown: list[dict[str, Any]] = []
        self.error: Exception | None = None

    def notify(self, **what: Any) -> None:
        self.shown.append(what)
        if self.error:
            raise self.error


@pytest.fixture
def plyer(monkeypatch: pytest.MonkeyPatch) -> Plyer:
    notifier = Plyer()
    module = types.ModuleType("plyer")
    module.notification = notifier  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "plyer", module)
    return notifier


async def test_plyer_shows_the_words_and_the_hint(plyer: Plyer) -> None:
    notifier = PlyerNotifier()
    await notifier.start(print)
    notifier.show(replace(PROMPT, seconds=45))
    await until(lambda: plyer.shown)
    assert plyer.shown == [
        {
            "title": PROMPT.summary,
            "message": "\n".join([*PROMPT.lines, PROMPT.hint]),
            "app_name": "Uncrick",
            "timeout": 45,
        }
    ]
    await notifier.stop()


async def test_plyer_gets_no_more_than_it_can_show(plyer: Plyer) -> None:
    notifier = PlyerNotifier()
    await notifier.start(print)
    notifier.show(Notice("prompt", "x" * 100, ("y" * 400,)))
    await until(lambda: plyer.shown)
    assert (len(plyer.shown[0]["title"]), len(plyer.shown[0]["message"])) == (64, 255)
    await notifier.stop()


async def test_plyer_shows_new_notices_only(plyer: Plyer) -> None:
    notifier = PlyerNotifier()
    await notifier.start(print)
    notifier.show(PROMPT)
    notifier.show(replace(PROMPT, fresh=False))
    await until(lambda: plyer.shown)
    notifier.withdraw("prompt")
    notifier.show(replace(PROMPT, fresh=False))
    await notifier.stop()
    assert len(plyer.shown) == 2


async def test_repeated_failures_are_one_warning(plyer: Plyer, caplog: pytest.LogCaptureFixture) -> None:
    plyer.error = NotImplementedError("no backend")
    notifier = PlyerNotifier()
    await notifier.start(print)
    notifier.show(PROMPT)
    notifier.show(PROMPT)
    await notifier.stop()
    assert len(plyer.shown) == 2
    assert len(caplog.records) == 1
