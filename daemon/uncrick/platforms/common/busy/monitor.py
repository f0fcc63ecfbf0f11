"""The Busy port: when the probes are looked at, and what of their answers is told.

A look is taken when a prompt is near, while a reason holds, when the desktop itself says that something changed, and
when somebody asks for one, as at the beginning of a silence; in between nothing of this wakes. What a probe finds is
yes or no and the names of programs, which are compared with those to ignore, and never logged.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import Found, Probe
from uncrick.ports import Fact, Nearness

log = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds for one look at one probe
NEAR, HOLDING = 30.0, 30.0  # seconds between looks; the one that counts is taken just before a prompt
SHORTEST = 0.05
SETTLE = {"call": 10.0}  # seconds for which a reason must have begun, or ended, to be told: no beep is a call
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 1800.0  # seconds until a probe that failed is asked again


@dataclass(slots=True, eq=False)
class _Asked:
    """
    One probe, and what it said last.

    Attributes:
        text: for `doctor`, where it found nothing to ask.
        pause: doubled with each failure in a row; not asked before `after`.
    """

    probe: Probe
    found: Found | None = None
    text: str = "not asked yet"
    pause: float = 0.0
    after: float = 0.0


class Sensors:
    """
    Tells of reasons not to interrupt.

    Args:
        settle: by reason, how long it must have begun or ended before it is told.
    """

    def __init__(self, probes: Sequence[Probe], settle: dict[str, float] | None = None) -> None:
        self._asked = [_Asked(probe) for probe in probes]
        self._settle = SETTLE if settle is None else settle
        self._tell: Callable[[str, bool], None] = lambda *_: None
        self._due: set[_Asked] = set()
        self._wanted = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._nearness = Nearness.FAR
        self._quiet_since: float | None = None
        self._ignored: frozenset[str] = frozenset()
        self._dismissed = False  # those without a name, for as long as they last
        self._told: set[str] = set()
        self._turned: dict[str, float] = {}  # reason: since when it has been other than what was told

    async def start(self, tell: Callable[[str, bool], None], crossed: Callable[[], None]) -> None:
        """Begin to tell; the first look is on its way."""
        self._tell = tell
        for asked in self._asked:
            asked.probe.changed = partial(self._want, asked)
            asked.probe.crossed = crossed
        self._want(*self._asked)
        self._task = asyncio.get_running_loop().create_task(self._keep_looking(), name="uncrick busy")

    def attend(self, nearness: Nearness, quiet: float | None) -> None:
        """How near a prompt is, and for how many seconds there has been no input; None while there is some."""
        now = asyncio.get_running_loop().time()
        if (quiet is None) != (self._quiet_since is None):
            self._wanted.set()  # the next look may be due at another time
        self._quiet_since = None if quiet is None else now - quiet
        before, self._nearness = self._nearness, nearness
        if (before is Nearness.FAR) != (nearness is Nearness.FAR):
            for asked in self._asked:
                asked.probe.near(near=nearness is not Nearness.FAR)
        if nearness is Nearness.NEAR and before is not nearness:
            self._want(*self._asked)

    async def look(self) -> None:
        """Look now; returns when what was found has been told."""
        near = self._nearness is Nearness.NEAR
        await self._look_at([one for one in self._asked if near or one.found is None or not one.found.told])

    def ignore(self, names: Iterable[str]) -> None:
        """From now on these programs keep nobody busy; compared without regard to case."""
        ignored = frozenset(name.casefold() for name in names)
        if ignored != self._ignored:
            self._ignored = ignored
            self._weigh(settled=True)

    def dismiss(self) -> tuple[str, ...]:
        """Take whoever uses microphone or camera now for no call; their names, as far as they have one."""
        users = {user for asked in self._asked if asked.probe.reason == "call" for user in self._users(asked)}
        self._dismissed = self._dismissed or "" in users
        names = tuple(sorted(users - {""}))
        self._ignored |= {name.casefold() for name in names}
        self._weigh(settled=True)
        return names

    async def stop(self) -> None:
        """Tell nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        for asked in self._asked:
            await asked.probe.stop()

    def describe(self) -> list[Fact]:
        """What a person may want to know of each probe."""
        return [self._described(asked) for asked in self._asked]

    def _described(self, asked: _Asked) -> Fact:
        if asked.found is None:
            return asked.probe.name, False, asked.text
        state = "yes" if self._users(asked) else "ignored" if asked.found.users else "no"
        return asked.probe.name, True, f"{state} ({asked.found.via})"

    # ------------------------------------------------------------ when

    def _want(self, *asked: _Asked) -> None:
        self._due.update(asked)
        self._wanted.set()

    async def _keep_looking(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._pause()):
                    await self._wanted.wait()
            except TimeoutError:
                self._due.update(self._stale())
            due, self._due = self._due, set()
            self._wanted.clear()
            await self._look_at(due)

    def _pause(self) -> float | None:
        """Seconds until the next look; None for as long as nothing happens."""
        now = asyncio.get_running_loop().time()
        pauses = [since + self._settle.get(reason, 0.0) - now for reason, since in self._turned.items()]
        if self._nearness is Nearness.NEAR:
            pauses.append(NEAR)
        elif self._stale():
            pauses.append(HOLDING)
        if self._quiet_since is not None:
            # Somebody who watches a film presses nothing, and would be taken to have left.
            pauses += [asked.found.again for asked in self._asked if asked.found and asked.found.again is not None]
        return max(SHORTEST, min(pauses)) if pauses else None

    def _stale(self) -> list[_Asked]:
        """Whose answer may no longer hold, with nobody to tell."""
        near = self._nearness is Nearness.NEAR
        return [
            one
            for one in self._asked
            if (near and (one.found is None or not one.found.told))
            or (one.found and not one.found.told and (one.found.users or one.found.again))
        ]

    # ------------------------------------------------------------ what

    async def _look_at(self, due: Iterable[_Asked]) -> None:
        loop = asyncio.get_running_loop()
        async with self._one_at_a_time:
            quiet = 0.0 if self._quiet_since is None else loop.time() - self._quiet_since
            await asyncio.gather(*(self._ask(asked, quiet) for asked in due if loop.time() >= asked.after))
        self._weigh()

    async def _ask(self, asked: _Asked, quiet: float) -> None:
        """A probe that fails, or takes too long, sees nothing; that is one warning, and it is asked again later."""
        try:
            async with asyncio.timeout(PATIENCE):
                asked.found = await asked.probe.look(quiet)
        except DesktopError as error:
            asked.found, asked.text = None, error.message
        except Exception as error:  # noqa: BLE001 whatever it is, it stays in that probe
            if not asked.pause:
                log.warning("%s cannot be seen: %s", asked.probe.name, type(error).__name__)
            asked.pause = min(max(FIRST_PAUSE, asked.pause * 2), LONGEST_PAUSE)
            asked.after = asyncio.get_running_loop().time() + asked.pause
            slow = isinstance(error, TimeoutError)
            asked.found, asked.text = None, "it does not answer" if slow else f"it failed: {type(error).__name__}"
        else:
            asked.pause = 0.0

    def _users(self, asked: _Asked) -> set[str]:
        """Who counts, of those that a probe saw."""
        users = asked.found.users if asked.found else ()
        nameless = self._dismissed and asked.probe.reason == "call"
        return {user for user in users if user.casefold() not in self._ignored and (user or not nameless)}

    def _weigh(self, *, settled: bool = False) -> None:
        """Tell what has begun or ended, once that has settled, or at once."""
        now = asyncio.get_running_loop().time()
        calls = [asked for asked in self._asked if asked.probe.reason == "call"]
        if not any(user == "" for asked in calls if asked.found for user in asked.found.users):
            self._dismissed = False
        for reason in dict.fromkeys(asked.probe.reason for asked in self._asked):
            holds = any(self._users(asked) for asked in self._asked if asked.probe.reason == reason)
            if holds == (reason in self._told):
                self._turned.pop(reason, None)
                continue
            since = self._turned.setdefault(reason, now)
            if settled or now >= since + self._settle.get(reason, 0.0) - 0.01:
                del self._turned[reason]
                self._told ^= {reason}
                self._tell(reason, holds)
