"""When the daemon asks whether it may interrupt: just before it would, when input stops, and seldom in between."""

import asyncio
import json
import logging
import shlex
from collections.abc import Callable

from uncrick.core.model.dates import comma_list
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import _
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.attendance import TINY
from uncrick.core.scheduling.blockers import Code
from uncrick.core.scheduling.outlook import Outlook, look_ahead
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State
from uncrick.errors import UncrickError
from uncrick.ports import Busy, Nearness, Notice
from uncrick.settings.schema import Quiet
from uncrick.storage import paths

log = logging.getLogger(__name__)

# Seconds. A prompt that is this far from its window is coming; one in its window, or this close to its time, is near.
COMING, CLOSE = 300.0, 60.0
# A look is taken this long before something may happen by itself, and held against it for no longer than this.
BEFORE, PATIENCE = 1.0, 1.5
# The beat comes at least as often, so that nothing further off need be planned.
BEAT = 31.0
# These keep prompts back for hours and end by the calendar alone, so that there is nothing to look for.
FAR_OFF = frozenset({Code.QUIET_HOURS, Code.ENOUGH})


class BusyPoller:
    """
    Stands between the Busy port and the engine.

    Args:
        make: makes the port.
        handle: takes events.
        ticks: the clock's.

    Attributes:
        has_second_screen: a screen is connected that was not there when the session began.
    """

    def __init__(
        self, make: Callable[[], Busy] | None, handle: Callable[[ev.Event], None], ticks: Callable[[], float]
    ) -> None:
        self._make = make
        self.has_second_screen = False
        self._quiet = Quiet()
        self._holds = False  # a second screen was reported as a reason to wait
        self._busy: Busy | None = None
        self._near = Nearness.FAR
        self._handle = handle
        self._ticks = ticks
        self._silence: asyncio.Task[None] | None = None  # a silence that is reported after a look
        self._boundary: asyncio.Task[None] | None = None  # the end of a task, likewise
        self._ahead: asyncio.TimerHandle | None = None
        self._looking: asyncio.Task[None] | None = None

    async def start(self, quiet: Quiet) -> None:
        """Begin to ask."""
        if self._make is not None:
            self._busy = self._make()
            self.follow(quiet)
            await self._busy.start(self._reported, self._task_ended)

    async def stop(self) -> None:
        """Ask nothing more."""
        if self._ahead is not None:
            self._ahead.cancel()
        for task in (self._silence, self._looking, self._boundary):
            if task is not None:
                task.cancel()
        if self._busy is not None:
            await self._busy.stop()

    def follow(self, quiet: Quiet) -> None:
        """Go by other settings from now on."""
        self._quiet = quiet
        if self._busy is not None:
            self._busy.ignore(quiet.ignore)
        self._hold_for_screen()

    def describe(self) -> list[tuple[str, bool, str]]:
        """What a person may want to know."""
        return self._busy.describe() if self._busy is not None else []

    def _reported(self, reason: str, begun: bool) -> None:
        if reason == Code.PROJECTOR:
            self.has_second_screen = begun
            self._hold_for_screen()
        else:
            self._handle(ev.BusyBegun(reason) if begun else ev.BusyEnded(reason))

    def _hold_for_screen(self) -> None:
        """A second screen is a reason to wait, and a sign of a person, for those alone who want it to be one."""
        holds = self.has_second_screen and self._quiet.projector
        if holds is not self._holds:
            self._holds = holds
            self._handle(ev.BusyBegun(Code.PROJECTOR.value) if holds else ev.BusyEnded(Code.PROJECTOR.value))

    # ------------------------------------------------------------ silences

    def stopped(self, event: ev.InputStopped) -> None:
        """Input stopped: that is an absence or a lull, unless a look says that the person is in a call."""
        if self._busy is None:
            self._handle(event)
            return
        self._busy.attend(self._near, self._ticks() - event.since)
        if self._silence is None or self._silence.done():
            self._silence = asyncio.get_running_loop().create_task(self._look_then(event), name="uncrick silence")

    def resumed(self) -> None:
        """There is input; a silence that was not reported yet was none."""
        if self._silence is not None:
            self._silence.cancel()
        self._handle(ev.InputResumed())

    def _task_ended(self) -> None:
        """The person went on to another program: a good moment, unless that one is a call."""
        if self._boundary is None or self._boundary.done():
            looked = self._look_then(ev.BoundaryCrossed())
            self._boundary = asyncio.get_running_loop().create_task(looked, name="uncrick boundary")

    async def _look_then(self, event: ev.Event) -> None:
        await self._look()
        self._handle(event)

    async def _look(self) -> None:
        assert self._busy is not None
        try:
            async with asyncio.timeout(PATIENCE):
                await self._busy.look()
        except TimeoutError:
            log.debug("nobody says in time whether the person is busy")

    # ------------------------------------------------------------ prompts

    def changed(self, state: State, rules: Rules, now: Moment) -> None:
        """After every event: say how near a prompt is, and plan a look before the next thing that may happen."""
        if self._busy is None:
            return
        outlook = look_ahead(state, rules, now)
        near = self._near = nearness(outlook, now.ticks)
        silence = state.presence.silence
        self._busy.attend(near, None if silence is None else now.ticks - silence.since)
        if self._ahead is not None:
            self._ahead.cancel()
            self._ahead = None
        at = None if near is Nearness.FAR else outlook.next_wake
        if at is not None and BEFORE < at - now.ticks < BEAT:
            self._ahead = asyncio.get_running_loop().call_later(at - now.ticks - BEFORE, self._look_ahead)

    def _look_ahead(self) -> None:
        self._ahead = None
        self._looking = asyncio.get_running_loop().create_task(self._look(), name="uncrick look")

    # ------------------------------------------------------------ a person's word

    def not_a_call(self, ignored: tuple[str, ...]) -> Notice:
        """
        Whoever uses microphone or camera now is ignored, those with a name from now on.

        Args:
            ignored: what the settings say so far.

        Returns:
            what the person is to read.
        """
        names = self._busy.dismiss() if self._busy is not None else ()
        if not names:
            return Notice("answer", _("Not a call"), (_("It is ignored until it ends."),))
        from uncrick.settings import put

        new = [*ignored, *(name for name in names if name not in ignored)]
        try:
            put(paths.settings_file(), "quiet.ignore", json.dumps(new, ensure_ascii=False))
        except UncrickError as error:
            return Notice("answer", _("Ignored until Uncrick quits"), (f"{error.title}: {error.message}",))
        undo = f"uncrick settings set quiet.ignore {shlex.quote('; '.join(ignored))}"
        summary = _("Ignored from now on: {names}", names=comma_list(names))
        return Notice("answer", summary, hint=_("Undo: {command}", command=undo))


def nearness(outlook: Outlook, now: float) -> Nearness:
    """How near a prompt is at `now` (ticks), for a person at work; far, where something keeps it back for long."""
    if outlook.phase is Phase.DUE:
        return Nearness.NEAR
    if outlook.earliest is None or outlook.latest is None or FAR_OFF.intersection(outlook.lasting):
        return Nearness.FAR
    left = min(outlook.earliest, outlook.latest - CLOSE) - now
    if left <= TINY:
        return Nearness.NEAR
    return Nearness.COMING if left <= COMING else Nearness.FAR
