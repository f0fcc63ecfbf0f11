"""The chain of notifiers."""

from collections.abc import Callable

import pytest

from uncrick.errors import DesktopError
from uncrick.platforms.common.fallback_chain import FallbackNotifier, SwitchedOffError
from uncrick.ports import Clicked, Fact, Notice, NoticeEvent


class Pretend:
    """A notifier that notes what is asked of it."""

    def __init__(self, name: str, *, starts: bool = True) -> None:
        self.name = name
        self.starts = starts
        self.asked: list[object] = []
        self.tell: Callable[[NoticeEvent], None] = lambda _: None

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
        self.asked.append("start")
        if not self.starts:
            raise DesktopError("No notifications", f"{self.name} is not here.")
        self.tell = tell

    def show(self, notice: Notice) -> None:
        self.asked.append(("show", notice.slot))

    def lower(self, slot: str) -> None:
        self.asked.append(("lower", slot))

    def withdraw(self, slot: str) -> None:
        self.asked.append(("withdraw", slot))

    async def stop(self) -> None:
        self.asked.append("stop")

    def describe(self) -> list[Fact]:
        return [("Notifications", True, self.name)]


async def test_the_first_that_starts_gets_everything():
    away, first, second = Pretend("away", starts=False), Pretend("first"), Pretend("second")
    chain = FallbackNotifier([lambda: away, lambda: first, lambda: second])
    await chain.start(lambda _: None)
    chain.show(Notice("prompt", "Now"))
    chain.lower("prompt")
    chain.withdraw("prompt")
    await chain.stop()
    assert away.asked == ["start"]
    assert first.asked == ["start", ("show", "prompt"), ("lower", "prompt"), ("withdraw", "prompt"), "stop"]
    assert second.asked == []


async def test_what_is_not_needed_is_not_even_made():
    chain = FallbackNotifier([lambda: Pretend("first"), lambda: pytest.fail("made")])
    await chain.start(lambda _: None)
    assert chain.name == "first"


async def test_answers_come_through():
    notifier, events = Pretend("first"), []
    await FallbackNotifier([lambda: notifier]).start(events.append)
    notifier.tell(Clicked("prompt", "start"))
    assert events == [Clicked("prompt", "start")]


async def test_the_description_is_that_of_the_chosen_notifier():
    chain = FallbackNotifier([lambda: Pretend("first")])
    assert (chain.name, chain.describe()) == ("none yet", [])
    await chain.start(lambda _: None)
    assert (chain.name, chain.describe()) == ("first", [("Notifications", True, "first")])


async def test_each_that_does_not_answer_is_named_in_the_log(caplog):
    chain = FallbackNotifier([lambda: Pretend("one", starts=False), lambda: Pretend("two")])
    await chain.start(lambda _: None)
    assert "one is not here" in caplog.text


async def test_without_any_notifier_notices_are_dropped_without_error():
    chain = FallbackNotifier([lambda: Pretend("one", starts=False)])
    await chain.start(lambda _: None)
    chain.show(Notice("prompt", "Now"))
    chain.lower("prompt")
    chain.withdraw("prompt")
    await chain.stop()
    assert chain.name == "none yet"


async def test_what_the_person_has_switched_off_is_replaced_and_doctor_says_so():
    class Off(Pretend):
        async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
            raise SwitchedOffError("Windows notifications")

    chain = FallbackNotifier([lambda: Off("toasts"), lambda: Pretend("balloons")])
    await chain.start(lambda _: None)
    text = "switched off for Uncrick in the system's settings; used instead: balloons"
    assert chain.describe() == [("Notifications", False, text)]
