"""The daemon: starts its parts, runs until it is told to leave, and stops them."""

import asyncio
import logging
from asyncio import Task
from collections.abc import Callable
from dataclasses import dataclass

from uncrick.app.dialogs.profile_offer import PROFILE
from uncrick.app.engine import Engine
from uncrick.app.isolated_ports import IsolatedPort
from uncrick.app.process.host import Host
from uncrick.app.process.loop_faults import LoopFaults
from uncrick.app.process.upgrade import become_new
from uncrick.app.wiring import Wiring
from uncrick.control.lock import Lock
from uncrick.core.model.text import _
from uncrick.core.scheduling.presence import launched
from uncrick.platforms import desktop
from uncrick.ports import Desktop, Notice, OtherSessionUsed, Sighting
from uncrick.storage import paths, start_failure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """
    How the daemon was started.

    Attributes:
        overrides: `KEY=VALUE` settings of this run.
        terminal: prompts may be shown in the terminal, should nothing else answer.
    """

    overrides: tuple[str, ...] = ()
    tray: bool = True
    terminal: bool = False

    def words(self) -> list[str]:
        """The same as words of the command line."""
        settings = [word for override in self.overrides for word in ("--set", override)]
        return settings if self.tray else [*settings, "--no-tray"]


class Daemon:
    """
    One person's daemon, from the lock to the end.

    Args:
        lock: held.
        host: the hands on the process.
    """

    def __init__(self, options: Options, machine: Desktop, lock: Lock, host: Host | None = None) -> None:
        self.parts = Wiring(options.overrides, machine, lock)
        self._options = options
        self._host = host or Host()
        self._has_tray = False
        self._installing: Task[None] | None = None

    @property
    def engine(self) -> Engine:
        """The policy and its state."""
        return self.parts.engine

    @property
    def heritage(self) -> dict[str, str] | None:
        """After the end: the environment of the new program that is to go on in this process; None if it is over."""
        parts = self.parts
        return parts.manager.environment() | parts.sessions.environment() if parts.shutdown.renews else None

    async def live(self) -> None:
        """Run until told to leave."""
        parts = self.parts
        asyncio.get_running_loop().set_exception_handler(LoopFaults())
        # SIGHUP: quit when run in a terminal, which was closed; else reload the settings.
        hang_up = parts.shutdown.leave if self._options.terminal else parts.reload.quietly
        self._host.heed_signals(parts.shutdown.leave, hang_up, parts.heartbeat.alarm)
        await parts.endpoint.serve(parts.api)
        self._go_on()
        self._guard("what was suggested before", parts.reviser.revise)
        try:
            await self._start_ports()
            parts.scheduler.become(self._host.start_scheduler(parts.clock, parts.heartbeat.look))
            parts.manager.up("Reminding")
            start_failure.forget()
            self._guard("settling in", self._settle_in)
            parts.queries.is_up = True
            await parts.shutdown.wait()
        finally:
            await self._stop()

    def _guard(self, what: str, doing: Callable[[], None]) -> None:
        self.parts.isolation.guard(what, doing, None)

    def _go_on(self) -> None:
        """Go on from the saved state; one that cannot be gone on from must not end every start."""
        parts, saved = self.parts, self.parts.saved_state
        if saved is not None:
            at_hand = (saved.prompt, saved.badge, saved.routine)
            try:
                parts.suggestions.recall(part.suggestion for part in at_hand if part is not None)
                parts.entry.handle(launched(saved, parts.clock.now(), parts.clock.boot()))
            except Exception:
                log.exception("the saved state leads nowhere; kept as %s", parts.saved.set_aside())
                parts.engine.begin_anew()
        parts.entry.look()

    async def _start_ports(self) -> None:
        parts = self.parts
        machine, engine = parts.machine, parts.engine
        if self._options.tray:
            self._has_tray = await machine.tray.start(parts.queries.face(), parts.tray_api.chosen)
        if isinstance(machine.notifier, IsolatedPort):
            machine.notifier.back = lambda: parts.dispatcher.show_again(engine.state)
        await machine.notifier.start(parts.dialogs.noticed)
        await machine.presence.start(self._sighted)
        await parts.sessions.start()
        await parts.busy_poller.start(parts.settings.current.quiet)

    def _sighted(self, sighting: Sighting) -> None:
        if isinstance(sighting, OtherSessionUsed):
            self.parts.sessions.used(sighting.used)
        else:
            self.parts.entry.sighted(sighting, self.parts.busy_poller)

    def _settle_in(self) -> None:
        """What can wait until everything runs."""
        parts, show = self.parts, self.parts.notifier.show
        for folder in (paths.config(), paths.exercises(), paths.data(), paths.state(), paths.cache(), paths.runtime()):
            paths.sweep(folder)
        installing = self._install()
        self._installing = asyncio.get_running_loop().create_task(installing, name="uncrick launcher")
        if parts.history.notice is not None:
            show(Notice("history", _("The history file was damaged"), (parts.history.notice,)))
        if parts.saved.missing is not None:
            show(Notice("history", _("Some of your history is missing"), (parts.saved.missing,)))
        if parts.settings.error is not None:
            log.warning("settings: %s", parts.settings.error)
            mend = _("Settings in the tray menu says which, and puts them right.")
            show(Notice("settings", _("Your settings have faults"), (mend,), hint=_("See: uncrick settings check")))
        if self._options.tray and not self._has_tray and (notice := parts.onboarding.no_tray()) is not None:
            show(notice)
        if (error := parts.profile_offer.error) is not None:
            show(Notice(PROFILE, error.title, (error.message,)))
        parts.dialogs.awake = True
        parts.dialogs.consider(parts.engine.state, parts.engine.rules, parts.clock.now())

    async def _install(self) -> None:
        await self._host.install_launcher(self.parts.onboarding)

    async def _stop(self) -> None:
        parts = self.parts
        if not parts.shutdown.renews:
            parts.manager.leaving()
        parts.renewal.stop()
        parts.heartbeat.alarm.stop()
        self._guard("the last question", parts.dialogs.leave)
        self._guard("saving the state", parts.books.save)
        self._guard("the window's end", parts.window_guide.leave)
        if self._installing is not None:
            self._installing.cancel()
            await asyncio.wait((self._installing,))  # what it started must not write anything after us
        parts.tray.stop()
        self._guard("the beat's end", parts.scheduler.stop)
        for part in (parts.notifier, parts.machine.presence, parts.busy_poller, parts.machine.tray):
            await part.stop()
        await parts.endpoint.stop()
        self._guard("what waits for the disk", parts.books.end)
        parts.history.shut()


def run(options: Options) -> int:
    """
    The daemon in the foreground, until it is told to leave; an upgrade goes on as the new program, with the same lock.

    Raises:
        RunningError: there is one already.
    """
    lock = Lock.take(paths.runtime(), paths.lock_file())

    async def main() -> dict[str, str] | None:
        daemon = Daemon(options, desktop(paths.cache(), terminal=options.terminal), lock)
        await daemon.live()
        return daemon.heritage

    try:
        heritage = asyncio.run(main())
        return 0 if heritage is None else become_new(options.words(), lock, heritage)
    finally:
        lock.release()
