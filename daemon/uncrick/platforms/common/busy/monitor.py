"""The Busy port: when the probes look, and which of their results are reported.

A look is taken when a prompt is near, while a reason holds, when the desktop itself says that something changed, and
when somebody asks for one, as at the beginning of a silence; in between nothing of this wakes us. A result has
names of programs, which are compared with those to ignore, and never logged.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from uncrick.core.model.text import N_, _, harmless
from uncrick.core.scheduling.blockers import RECORDING
from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import Probe, ProbeResult
from uncrick.ports import Fact, Nearness

log = logging.getLogger(__name__)

TIMER_SLACK = 0.01  # seconds by which a timer of the event loop may be early


@dataclass(frozen=True, slots=True)
class Timing:
    """
    Waiting times, in seconds.

    Attributes:
        look: for one look of one probe.
        near: between looks while a prompt is near; the one that counts is taken just before a prompt.
        holding: between looks while a reason holds.
        shortest: between two looks at least.
        first_retry, longest_retry: until a probe that failed looks again; doubled with each failure.
        settle: by reason, how long it must have begun or ended to be reported: a beep is no call. Whoever asks
            for a look when a prompt is near hears of what has begun at once: no prompt comes as a call begins.
    """

    look: float = 1.0
    near: float = 30.0
    holding: float = 30.0
    shortest: float = 0.05
    first_retry: float = 30.0
    longest_retry: float = 1800.0
    settle: Mapping[str, float] = field(default_factory=lambda: {"call": 10.0, RECORDING: 10.0})


@dataclass(slots=True, eq=False)
class _Watched:
    """
    One probe, and its last result.

    Attributes:
        result: None where there is nothing to ask.
        failure: why there is no result, for `doctor`.
        pause: seconds, doubled with each failure in a row; no look before the loop time `not_before`.
    """

    probe: Probe
    result: ProbeResult | None = None
    failure: str = N_("not asked yet")
    pause: float = 0.0
    not_before: float = 0.0


class BusyMonitor:
    """
    Reports when a reason not to interrupt begins and ends.

    Args:
        probes: what is looked at.
        timing: waiting times.
    """

    def __init__(self, probes: Sequence[Probe], timing: Timing | None = None) -> None:
        self._watched = [_Watched(probe) for probe in probes]
        self._timing = timing or Timing()
        self._report: Callable[[str, bool], None] = lambda *_reason: None
        self._due: set[_Watched] = set()
        self._wake = asyncio.Event()
        self._looking = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._nearness = Nearness.FAR
        self._quiet_since: float | None = None  # loop time of the last input, while there is none
        self._ignored: frozenset[str] = frozenset()
        self._nameless_dismissed = False  # programs without a name are ignored for as long as they last
        self._reported: set[str] = set()  # the reasons that hold, as far as was reported
        self._changed_since: dict[str, float] = {}  # reason: loop time since which it differs from what was reported

    async def start(self, report: Callable[[str, bool], None], task_ended: Callable[[], None]) -> None:
        """Begin to report; the first look is on its way."""
        self._report = report
        for watched in self._watched:
            watched.probe.changed = partial(self._request, watched)
            watched.probe.task_ended = task_ended
        self._request(*self._watched)
        self._task = asyncio.get_running_loop().create_task(self._keep_looking(), name="uncrick busy")

    def attend(self, nearness: Nearness, quiet: float | None) -> None:
        """Set how near a prompt is, and for how many seconds there has been no input; None while there is some."""
        now = asyncio.get_running_loop().time()
        if (quiet is None) != (self._quiet_since is None):
            self._wake.set()  # the next look may be due at another time
        self._quiet_since = None if quiet is None else now - quiet
        before, self._nearness = self._nearness, nearness
        if (before is Nearness.FAR) != (nearness is Nearness.FAR):
            for watched in self._watched:
                watched.probe.near(near=nearness is not Nearness.FAR)
        if nearness is Nearness.NEAR and before is not nearness:
            self._request(*self._watched)
        elif nearness is Nearness.COMING and before is Nearness.FAR:
            self._request(*self._polled())  # what they find has settled by the time a prompt is near

    async def look(self) -> None:
        """Look now at what may have changed unseen; returns when the results have been reported."""
        due = self._watched if self._nearness is Nearness.NEAR else self._polled()
        await self._look_at(due, asked=self._nearness is not Nearness.FAR)

    def ignore(self, names: Iterable[str]) -> None:
        """From now on these programs keep nobody busy; compared without regard to case."""
        ignored = frozenset(name.casefold() for name in names)
        if ignored != self._ignored:
            self._ignored = ignored
            self._report_changes(settled=True)

    def dismiss(self) -> tuple[str, ...]:
        """
        Take whoever uses microphone or camera now for no call.

        Returns:
            their names, as far as they have one.
        """
        users = {user for each in self._watched if each.probe.reason == "call" for user in self._busy_users(each)}
        self._nameless_dismissed = self._nameless_dismissed or "" in users
        names = tuple(sorted(users - {""}))
        self._ignored |= {name.casefold() for name in names}
        self._report_changes(settled=True)
        return names

    async def stop(self) -> None:
        """Report nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        for watched in self._watched:
            await watched.probe.stop()

    def describe(self) -> list[Fact]:
        """For `doctor`: what each probe looks at, and whether the person is busy by it."""
        return [self._description(watched) for watched in self._watched]

    def _description(self, watched: _Watched) -> Fact:
        name, result = watched.probe.name, watched.result
        if result is None:
            return name, False, _(watched.failure)
        if self._busy_users(watched):
            return name, True, _("yes ({source})", source=_(result.source))
        if result.users:
            return name, True, _("ignored ({source})", source=_(result.source))
        return name, True, _("no ({source})", source=_(result.source))

    # ------------------------------------------------------------ when

    def _request(self, *watched: _Watched) -> None:
        self._due.update(watched)
        self._wake.set()

    async def _keep_looking(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._pause()):
                    await self._wake.wait()
            except TimeoutError:
                self._due.update(self._outdated())
            due, self._due = self._due, set()
            self._wake.clear()
            await self._look_at(due)

    def _pause(self) -> float | None:
        """Seconds until the next look; None for as long as nothing happens."""
        now = asyncio.get_running_loop().time()
        settle = self._timing.settle
        pauses = [since + settle.get(reason, 0.0) - now for reason, since in self._changed_since.items()]
        if self._nearness is Nearness.NEAR:
            pauses.append(self._timing.near)
        elif self._outdated():
            pauses.append(self._timing.holding)
        if self._quiet_since is not None:
            # Somebody who watches a film presses nothing, and would be taken to have left.
            results = [each.result for each in self._watched if each.result is not None]
            pauses += [result.look_again for result in results if result.look_again is not None]
        return max(self._timing.shortest, min(pauses)) if pauses else None

    def _outdated(self) -> list[_Watched]:
        """Those whose result may no longer be true, on a desktop that does not notify of the change."""
        if self._nearness is Nearness.NEAR:
            return self._polled()
        return [each for each in self._polled() if each.result and (each.result.users or each.result.look_again)]

    def _polled(self) -> list[_Watched]:
        """Those of which nothing tells that they changed."""
        return [each for each in self._watched if each.result is None or not each.result.notifies]

    # ------------------------------------------------------------ what

    async def _look_at(self, due: Iterable[_Watched], *, asked: bool = False) -> None:
        loop = asyncio.get_running_loop()
        async with self._looking:
            quiet = 0.0 if self._quiet_since is None else loop.time() - self._quiet_since
            await asyncio.gather(*(self._ask(each, quiet) for each in due if loop.time() >= each.not_before))
        self._report_changes(begun=asked)

    async def _ask(self, watched: _Watched, quiet: float) -> None:
        """Have a probe look. One that fails or takes too long has no result, is one warning, and looks again later."""
        try:
            async with asyncio.timeout(self._timing.look):
                watched.result = _harmless(await watched.probe.look(quiet))
        except DesktopError as error:
            watched.result, watched.failure = None, error.message
        except Exception as error:  # noqa: BLE001 a probe must not take the others with it
            if not watched.pause:
                log.warning("%s cannot be seen: %s", watched.probe.name, type(error).__name__)
            watched.pause = min(max(self._timing.first_retry, watched.pause * 2), self._timing.longest_retry)
            watched.not_before = asyncio.get_running_loop().time() + watched.pause
            watched.result = None
            if isinstance(error, TimeoutError):
                watched.failure = N_("it does not answer")
            else:
                watched.failure = _("it failed: {error}", error=type(error).__name__)
        else:
            watched.pause = 0.0

    def _busy_users(self, watched: _Watched) -> set[str]:
        """The users in a result, without those that are ignored."""
        users = watched.result.users if watched.result else ()
        without_nameless = self._nameless_dismissed and watched.probe.reason == "call"
        return {user for user in users if user.casefold() not in self._ignored and (user or not without_nameless)}

    def _report_changes(self, *, settled: bool = False, begun: bool = False) -> None:
        """Report what has begun or ended, once that has settled; at once if it is taken as settled, or has begun."""
        now = asyncio.get_running_loop().time()
        calls = [
            (each, set(each.result.users)) for each in self._watched if each.probe.reason == "call" and each.result
        ]
        if not any("" in users for _, users in calls):
            self._nameless_dismissed = False
        for reason in dict.fromkeys(each.probe.reason for each in self._watched):
            holds = any(self._busy_users(each) for each in self._watched if each.probe.reason == reason)
            self._report_when_settled(reason, holds, now, settled=settled or (begun and holds))
        # Whoever dictates is at work without a key, and may be interrupted.
        ignored = any(users - self._busy_users(each) for each, users in calls)
        self._report_when_settled(RECORDING, ignored, now, settled=settled)

    def _report_when_settled(self, reason: str, holds: bool, now: float, *, settled: bool) -> None:
        if holds == (reason in self._reported):
            self._changed_since.pop(reason, None)
            return
        since = self._changed_since.setdefault(reason, now)
        if settled or now >= since + self._timing.settle.get(reason, 0.0) - TIMER_SLACK:
            del self._changed_since[reason]
            self._reported ^= {reason}
            self._report(reason, holds)


def _harmless(result: ProbeResult) -> ProbeResult:
    """The same; what programs call themselves goes into menus, notices, settings and terminals."""
    return replace(result, source=harmless(result.source, 200), users=tuple(map(harmless, result.users)))
