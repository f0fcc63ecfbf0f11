"""Notices through desktop-notifier, which is a pretend one here."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("jeepney", reason="its pretend servers speak D-Bus")

from desktop.desks import until
from platforms.notifiers import PROMPT, Center, Icon, NativeButton, ToastWorld, pretend_library, up
from uncrick.errors import DesktopError
from uncrick.platforms.common.desktop_notifier import ToastNotifier
from uncrick.platforms.common.fallback_chain import SwitchedOffError
from uncrick.ports import Clicked, Notice

GUIDE = Notice("guide", "Left", fresh=False)


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ToastWorld]:
    return pretend_library(monkeypatch)


@pytest.fixture
async def unstarted(pretend: tuple[ModuleType, ToastWorld]) -> AsyncIterator[ToastWorld]:
    yield pretend[1]
    await pretend[1].notifier.stop()


@pytest.fixture
async def world(unstarted: ToastWorld) -> ToastWorld:
    return await unstarted.start()


async def test_a_notice_is_shown_with_its_lines_and_buttons(world: ToastWorld) -> None:
    await world.showing(PROMPT)
    (sent,) = world.center.sent
    assert sent.message == "Left & right, <slowly>.\nOr walk."
    assert sent.buttons == tuple(NativeButton(button.label, button.key) for button in PROMPT.buttons)
    assert sent.sound is None


async def test_a_sound_is_requested_where_the_notice_has_one(world: ToastWorld) -> None:
    await world.showing(Notice("guide", "Let go", sound=True))
    assert world.center.sent[0].sound == "chime"


async def test_what_a_killed_daemon_left_is_taken_away(unstarted: ToastWorld) -> None:
    assert unstarted.screen()
    await unstarted.start()
    assert not unstarted.screen()


async def test_a_bubble_that_is_lowered_stays_answerable(world: ToastWorld) -> None:
    id_ = await world.showing(PROMPT)
    world.notifier.lower("prompt")
    world.click(id_)
    await until(lambda: world.events == [Clicked("prompt", "start")])


async def test_a_click_on_a_body_without_default_reports_nothing(world: ToastWorld) -> None:
    answer, prompt = await world.showing(Notice("answer", "Today")), await world.showing(PROMPT)
    world.click(answer)
    world.click(prompt)
    await until(lambda: world.events)
    assert world.events == [Clicked("prompt", "start")]


async def test_while_permission_is_pending_only_the_last_notice_counts(world: ToastWorld) -> None:
    world.center.permitted.clear()
    world.notifier.show(Notice("answer", "Hello"))
    await asyncio.sleep(0)
    world.notifier.show(PROMPT)
    world.notifier.withdraw("prompt")
    world.notifier.show(GUIDE)
    world.center.permitted.set()
    await up(world, "Hello", "Left")
    assert len(world.center.sent) == 2


async def test_a_notice_withdrawn_while_being_sent_does_not_stay(world: ToastWorld) -> None:
    world.center.permitted.clear()
    world.notifier.show(PROMPT)
    await asyncio.sleep(0)
    world.notifier.withdraw("prompt")
    world.center.permitted.set()
    await until(lambda: world.center.sent)
    await up(world)


async def test_a_notice_answered_during_an_update_does_not_stay(world: ToastWorld) -> None:
    id_ = await world.showing(Notice("guide", "Left", fresh=False, default="stop"))
    world.center.permitted.clear()
    world.notifier.show(Notice("guide", "Right", fresh=False, default="stop"))
    await asyncio.sleep(0)
    world.click(id_)
    await until(lambda: world.events == [Clicked("guide", "stop")])
    world.center.permitted.set()
    await until(lambda: len(world.center.sent) == 2)
    await up(world)


async def test_a_notice_leaves_by_itself_after_its_seconds(world: ToastWorld) -> None:
    await world.showing(Notice("answer", "Today", seconds=0.01))
    await up(world)
    assert world.events == []


async def test_the_expiry_of_an_old_notice_does_not_end_a_new_notice(world: ToastWorld) -> None:
    await world.showing(Notice("answer", "Today", seconds=0.2))
    await world.showing(Notice("answer", "Why this?"))
    await asyncio.sleep(0.3)
    assert world.screen() == ["Why this?"]


async def test_a_notice_that_fails_is_a_warning_and_the_next_is_shown(
    world: ToastWorld, caplog: pytest.LogCaptureFixture
) -> None:
    world.center.refuses = True
    world.notifier.show(PROMPT)
    await until(lambda: "the service is not there" in caplog.text)
    world.center.refuses = False
    world.notifier.show(GUIDE)
    await up(world, "Left")


async def test_the_systems_run_loop_runs_only_while_something_is_up(unstarted: ToastWorld) -> None:
    runs: list[list[str]] = []
    world = await unstarted.start(run_loop=lambda: runs.append(unstarted.screen()), run_loop_pause=0.001)
    world.notifier.show(PROMPT)
    await until(lambda: len(runs) > 2)
    world.notifier.withdraw("prompt")
    await up(world)
    await until(lambda: world.notifier._next_run is None)
    count = len(runs)
    world.notifier.show(GUIDE)
    await until(lambda: len(runs) > count)
    assert runs[count] == ["Left"]


@pytest.mark.parametrize("exists", [True, False])
async def test_our_icon_is_used_if_the_file_exists(unstarted: ToastWorld, tmp_path: Path, exists: bool) -> None:
    icon = tmp_path / "uncrick.png"
    if exists:
        icon.write_bytes(b"")
    await unstarted.start(icon=str(icon))
    assert unstarted.center.icon == (Icon(icon) if exists else None)


async def test_it_describes_itself(unstarted: ToastWorld) -> None:
    assert unstarted.notifier.describe()[0][1] is False
    await unstarted.start()
    assert unstarted.notifier.describe() == [
        ("Notifications", True, "the pretend centre, with buttons (desktop-notifier)")
    ]


@pytest.fixture
def broken(request, pretend, monkeypatch, tmp_path) -> None:
    library = pretend[0]

    def raises(**_: object) -> None:
        raise RuntimeError("Could not get ToastNotifier")

    def dummy(**_: object) -> Center:
        center = Center()
        center.can = frozenset()
        return center

    match request.param:
        case "not installed":
            monkeypatch.setitem(sys.modules, "desktop_notifier", None)
        case "an error of the system":
            library.DesktopNotifier = raises
        case "no app bundle":
            library.DesktopNotifier = dummy
        case "too old for this Python":
            (tmp_path / "desktop_notifier.py").write_text("import asyncio\nasyncio.APolicyThatIsGone()\n")
            monkeypatch.syspath_prepend(tmp_path)
            monkeypatch.delitem(sys.modules, "desktop_notifier")


@pytest.mark.parametrize(
    "broken", ["not installed", "an error of the system", "no app bundle", "too old for this Python"], indirect=True
)
@pytest.mark.usefixtures("broken")
async def test_where_it_cannot_work_the_next_of_the_chain_is_asked():
    with pytest.raises(DesktopError):
        await ToastNotifier("the pretend centre").start(lambda _: None)


@pytest.mark.parametrize(("system", "starts"), [("win32", False), ("darwin", True)])
async def test_toasts_that_are_switched_off_make_room_for_another(
    unstarted: ToastWorld, monkeypatch: pytest.MonkeyPatch, system: str, starts: bool
) -> None:
    unstarted.center.is_on = False
    with monkeypatch.context() as during:
        during.setattr(sys, "platform", system)
        if starts:
            await unstarted.start()
            return
        with pytest.raises(SwitchedOffError, match="nothing of Uncrick"):
            await unstarted.start()
