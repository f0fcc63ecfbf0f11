"""The daemon: brings engine, beat, ports and wire together, and keeps each of them from ending the others."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from subprocess import DEVNULL
from typing import Any, Protocol

from uncrick import __version__
from uncrick.app.api import ControlApi
from uncrick.app.busy_polling import BusyPoller
from uncrick.app.commands import Commands
from uncrick.app.dialogs.clicks import REFRESH, ClickHandler, Parts
from uncrick.app.dialogs.feedback import Around as AroundCare
from uncrick.app.dialogs.feedback import FeedbackDialog
from uncrick.app.dialogs.follow_ups import FollowUps
from uncrick.app.dialogs.onboarding import Onboarding
from uncrick.app.dialogs.profile_offer import PROFILE, ProfileOffer
from uncrick.app.dispatch import KEPT_NOTES, EffectDispatcher
from uncrick.app.engine import Engine, Surroundings
from uncrick.app.fallback import simplest
from uncrick.app.guide.notification_guide import NoticeGuide
from uncrick.app.guide.window_guide import WindowGuide, Windows
from uncrick.app.history_cache import HistoryCache
from uncrick.app.isolation import IsolatedNotifier, IsolatedPort, Isolation, isolated
from uncrick.app.state_codec import OlderStateError, dumps, loads
from uncrick.app.suggestions import SuggestionSource, adapted, rules_of
from uncrick.app.trace_log import TraceLog
from uncrick.app.upgrade import Renewal, become_new
from uncrick.app.watchdog import SILENCE, StallAlarm, Watchdog
from uncrick.control.endpoint import Endpoint
from uncrick.control.lock import Lock
from uncrick.core.history import adherence, day, practice
from uncrick.core.history.day import Today
from uncrick.core.model.moment import Moment
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.presentation import feedback
from uncrick.core.presentation.status import Around, iso, status
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.effects import Effect, EndGuide, LeadRoutine, LogTrace, ShowPrompt, Write
from uncrick.core.scheduling.rules import Occasion, Rules
from uncrick.core.scheduling.state import Phase, Prompt, State
from uncrick.errors import HistoryError, SettingsError, UncrickError, UsageError
from uncrick.platforms import desktop, session
from uncrick.platforms.linux.systemd_notify import Manager
from uncrick.ports import (
    Desktop,
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    Notice,
    ScreenLocked,
    ScreenUnlocked,
    Sighting,
    SleepBegan,
    SleepEnded,
)
from uncrick.settings import Settings, load, override
from uncrick.storage import paths, start_failure
from uncrick.storage.history_store import History
from uncrick.storage.state_file import StateStore

log = logging.getLogger(__name__)

# How far back the practice of an exercise is read at the start; older days change nothing that is asked of it, but for
# what was told of how it went.
REMEMBERED = timedelta(days=400)
# A look that comes later than this after the last one means that the machine slept, or that we were stopped.
ALLOWED = 75.0
# After so many looks in a row at which the policy failed, the state is begun anew.
STUCK = 3
# How often the child that installs the launcher is asked whether it has ended.
INSTALLING = 0.25


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
    """One person's daemon, from the held lock to the end."""

    def __init__(self, options: Options, machine: Desktop, lock: Lock) -> None:
        self._options = options
        self._machine = machine = isolated(machine)
        self._clock = machine.clock
        self._notifier = machine.notifier
        self._own = Isolation("uncrick")
        self._manager = Manager()
        self._alarm = StallAlarm(self._unlooked)
        self._endpoint = Endpoint(lock)
        self._store = StateStore(paths.state_file())
        self._first = Onboarding(StateStore(os.path.join(paths.state(), "said.json")))
        self._settings_error: str | None = None
        self._settings = self._read_settings()
        self._settings_seen = _identity(paths.settings_file())
        self._idle_source: str | None = None
        self._no_source = False
        self._over = asyncio.Event()
        self._refresh: asyncio.TimerHandle | None = None
        self._beat = DeferredScheduler()
        self._last_look = self._clock.now().ticks
        self._has_tray = False
        self._settled = False
        self._renewal = Renewal()
        self._renews = False
        self._faced: Phase | None = None
        self._installing: asyncio.Task[None] | None = None
        self._history = History.open(paths.history_file())
        self._turns = TraceLog(self._history)
        self._known = 0
        self._ledger = self._read_ledger()
        self._composer = SuggestionSource(self._ledger, self._settings, Profile(), paths.exercises())
        self._offer = ProfileOffer(paths.profile_file(), self._composer, self._notifier, self._first)
        self._profile_error = self._offer.read()
        self._guide = NoticeGuide(
            self._notifier,
            self._clock,
            lambda: self._composer.catalogue,
            sound=self._settings.prompt.sound,
            read_first=self._composer.read_first,
            is_still=lambda: self.engine.state.last_input is not None,
            farewell=lambda *, completed, stay: self._aftercare.farewell(completed=completed, stay=stay),
        )
        self._windows = Windows(self._machine.open_window)
        self._leader = WindowGuide(self._guide, self._machine.open_window, lambda: self._settings.window.enabled)
        self._performer = EffectDispatcher(
            self._notifier,
            self._leader,
            self._ledger,
            lambda: self._composer.catalogue,
            self._may_snooze,
            snooze_minutes=self._settings.breaks.snooze / 60,
            sound=self._settings.prompt.sound,
            strict=self._settings.breaks.strict,
            keep=self._history.note,
        )
        self._saved_state = self._read_state()
        self._saved_serial = -1
        self.engine = Engine(self._rules(), self._surroundings(), self._begun())
        self._watchdog = Watchdog(self.engine, self._clock, self._repair)
        self._stuck = 0
        self.words = Commands(self.engine, self._composer, self._clock.now, self._handle)
        self._courtesy = BusyPoller(machine.busy, self._handle, lambda: self._clock.now().ticks)
        self._habits = FollowUps(
            paths.settings_file(),
            self._composer,
            self._ledger,
            self._notifier,
            self._first,
            records=self._history.records,
            handle=self._handle,
            reload=self._reload_quietly,
        )
        self._aftercare: FeedbackDialog = self._begin_aftercare()
        self._reported = False
        self._surfaces = ClickHandler(
            Parts(
                clock=self._clock,
                engine=self.engine,
                composer=self._composer,
                ledger=self._ledger,
                performer=self._performer,
                guide=self._guide,
                notifier=self._notifier,
                words=self.words,
                first=self._first,
                profile=self._offer,
                habits=self._habits,
                aftercare=self._aftercare,
                leave=self.leave,
                not_a_call=self._not_a_call,
                windows=self._windows,
            )
        )

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            clock=self._clock,
            beat=self._beat,
            perform=self._perform,
            watch=self._machine.presence.watch,
            changed=self._changed,
        )

    def _begin_aftercare(self) -> FeedbackDialog:
        return FeedbackDialog(
            AroundCare(
                clock=self._clock,
                engine=self.engine,
                composer=self._composer,
                ledger=self._ledger,
                notifier=self._notifier,
                words=self.words,
                first=self._first,
                asks_first=self._offer.is_waiting,
                retired=self._offer.retired,
                called=self._called,
            )
        )

    def _called(self) -> str:
        """The emergency number."""
        from uncrick.core.presentation import red_flags
        from uncrick.platforms.common import locale_region

        return red_flags.number(self._settings.safety.region, locale_region.territory(), locale_region.ahead())

    def _read_ledger(self) -> HistoryCache:
        from uncrick.storage import shipped_data

        zone, now = self._clock.zone(), self._clock.now()
        today = now.wall.astimezone(zone).date()
        records, rules = list(self._history.remembered(now.wall - REMEMBERED)), shipped_data.rules()
        self._known = len(records)
        return HistoryCache(
            self._history,
            zone,
            day.of_day(records, today, zone),
            rules,
            practice.practice(records, zone, rules),
            adherence.adherence(records, zone),
            feedback.lately(records),
        )

    def _read_settings(self) -> Settings:
        loaded = load(paths.settings_file())
        if loaded.errors:
            self._settings_error = " ".join(loaded.errors)
        return override(loaded.settings, self._options.overrides)

    def _read_state(self) -> State | None:
        loaded = self._store.load()
        if loaded is None:
            return None
        text, seen = loaded
        try:
            state = loads(text)
        except OlderStateError as error:
            log.info("the saved state is of an older version (%s): the hour begins anew", error)
            return None
        except ValueError as error:
            log.warning("the saved state cannot be used (%s); kept as %s", error, self._store.set_aside())
            return None
        # The file was touched with every beat: until then somebody looked, although nothing was worth saving.
        at = max(state.seen.wall, seen)
        later = (at - state.seen.wall).total_seconds()
        return replace(state, seen=Moment(at, state.seen.ticks + later))

    def _begun(self) -> State:
        """What the engine goes on from."""
        state = self._saved_state or machine.begin(self._clock.now(), self._rules())
        # An id is given once, also after a life that ended between writing a record and saving the state.
        return replace(state, serial=max(state.serial, self._known))

    # ------------------------------------------------------------ life

    async def live(self) -> None:
        """Run until told to leave."""
        self._heed_signals()
        await self._endpoint.serve(ControlApi(self))
        self._go_on()
        self._own.calm("what was suggested before", lambda: self.engine.revise(self._fitting), None)
        try:
            await self._start_ports()
            self._start_beat()
            self._manager.up("Reminding")
            start_failure.forget()
            self._own.calm("settling in", self._settle_in, None)
            self._settled = True
            await self._over.wait()
        finally:
            await self._stop()

    def _go_on(self) -> None:
        """Go on from the saved state; one that cannot be gone on from must not end every start."""
        if self._saved_state is not None:
            at_hand = (self._saved_state.prompt, self._saved_state.badge, self._saved_state.routine)
            gap = (self._clock.now().wall - self._saved_state.seen.wall).total_seconds()
            try:
                self._composer.recall(one.suggestion for one in at_hand if one is not None)
                self._handle(ev.Launched(max(0.0, gap)))
            except Exception:
                log.exception("the saved state leads nowhere; kept as %s", self._store.set_aside())
                self.engine.begin_anew()
        self._handle(ev.Looked())

    def _heed_signals(self) -> None:
        if sys.platform == "win32":
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.leave)
        # Whose terminal is closed has nobody left to prompt; a daemon without one is asked to read its settings.
        loop.add_signal_handler(signal.SIGHUP, self.leave if self._options.terminal else self._reload_quietly)
        self._alarm.set()

    async def _start_ports(self) -> None:
        if self._options.tray:
            self._has_tray = await self._machine.tray.start(self._surfaces.face(), self._surfaces.chosen)
        if isinstance(self._notifier, IsolatedPort):
            self._notifier.back = self._show_again
        await self._notifier.start(self._surfaces.noticed)
        await self._machine.presence.start(self._sighted)
        await self._courtesy.start(self._settings.quiet.ignore)

    def _start_beat(self) -> None:
        # The scheduler is a large import; the icon is up by now.
        from uncrick.app.scheduler import BreakScheduler

        beat = BreakScheduler(self._clock, self._look)
        beat.start()
        self._beat.become(beat)

    def _settle_in(self) -> None:
        """What can wait until everything runs."""
        self._installing = asyncio.get_running_loop().create_task(self._install(), name="uncrick launcher")
        if self._history.notice is not None:
            self._notifier.show(Notice("history", "The history was damaged", (self._history.notice,)))
        if self._settings_error is not None:
            log.warning("settings: %s", self._settings_error)
            self._notifier.show(Notice("settings", "Your settings have faults", ("See: uncrick settings check",)))
        if self._options.tray and not self._has_tray and (said := self._first.no_tray()) is not None:
            self._notifier.show(said)
        if self._profile_error is not None:
            self._notifier.show(Notice(PROFILE, self._profile_error.title, (self._profile_error.message,)))
        self._surfaces.offer()
        self._habits.awake = True

    async def _install(self) -> None:
        """Have launcher and icon put in place, once for each version and place, by a child that ends."""
        what = f"{__version__} {sys.executable}"
        if self._first.installed(what):
            return
        argv = [sys.executable, "-P", "-m", "uncrick.platforms.common.launcher"]
        try:
            with subprocess.Popen(argv, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL) as child:  # noqa: ASYNC220 it only starts
                try:
                    while child.poll() is None:  # noqa: ASYNC110 nobody tells when a child ends
                        await asyncio.sleep(INSTALLING)
                finally:
                    child.kill()
            if child.returncode == 0:
                self._first.has_installed(what)
            else:
                log.warning("launcher: not installed; everything else works without it")
        except (OSError, HistoryError) as error:
            log.warning("launcher: %s", error)

    async def _stop(self) -> None:
        if not self._renews:
            self._manager.leaving()
        self._renewal.stop()
        self._alarm.stop()
        self._own.calm("the aftercare's end", self._aftercare.leave, None)
        self._own.calm("saving the state", self._save, None)
        self._own.calm("the window's end", self._leader.leave, None)
        if self._installing is not None:
            self._installing.cancel()
        if self._refresh is not None:
            self._refresh.cancel()
        self._own.calm("the beat's end", self._beat.stop, None)
        for part in (self._notifier, self._machine.presence, self._courtesy, self._machine.tray):
            await part.stop()
        await self._endpoint.stop()
        self._turns.flush()
        self._history.shut()

    def leave(self) -> None:
        """End, once the reply to whoever asked is on its way."""
        asyncio.get_running_loop().call_later(0.05, self._over.set)

    @property
    def heritage(self) -> dict[str, str] | None:
        """After the end: the environment of the new program that is to go on in this process; None if it is over."""
        return self._manager.environment() if self._renews else None

    # ------------------------------------------------------------ events in

    def _look(self) -> None:
        """What belongs to every look; one thing that fails does not cost the others their turn."""
        looked = self._own.calm("a look at the clock", self._look_at_time, False)
        self._own.calm("a sign of life", lambda: self._store.touch(self._clock.now().wall), None)
        self._own.calm("the history", self._ledger.flush, None)
        self._own.calm("a look at the settings", self._look_at_settings, None)
        self._own.calm("a look at the program", self._look_at_program, None)
        self._own.calm("the watchdog", self._watchdog.after, None)
        self._alarm.looked()
        if looked and self._watchdog.is_content:
            self._manager.alive()

    def _look_at_time(self) -> bool:
        self._clock.reread()
        if self._clock.now().ticks - self._last_look <= ALLOWED:
            self._watchdog.before()
        try:
            self._handle(ev.Looked())
        except Exception:
            self._stuck += 1
            if self._stuck == STUCK:
                self._begin_anew(self.engine.state.count)
            raise
        self._stuck = 0
        return True

    def _look_at_settings(self) -> None:
        seen = _identity(paths.settings_file())
        if seen != self._settings_seen:
            self._settings_seen = seen
            self._reload_quietly()

    def _look_at_program(self) -> None:
        """
        One that was replaced goes on as the new one, while nobody is in the midst of something.

        Nor while nobody is there: a new program takes who was away to be back, until the desktop says so again.
        """
        if not self._renewal.look(self._clock.now().ticks):
            return
        state = self.engine.state
        midst = state.up or state.routine is not None or state.absent_since is not None
        if not (midst or self._aftercare.is_asking or self._is_open()):
            log.info("going on as the program that was installed")
            self._renews = True
            self._over.set()

    def _is_open(self) -> bool:
        """Whether a window is up, or a notice that asks for something."""
        asks = isinstance(self._notifier, IsolatedNotifier) and self._notifier.is_asking
        return asks or self._windows.are_open or self._leader.is_open

    def _handle(self, event: ev.Event) -> None:
        """Every happening passes here; a long silence of the beat is a gap."""
        now = self._clock.now()
        since, self._last_look = self._last_look, now.ticks
        if now.ticks - since > ALLOWED and not isinstance(event, ev.Launched):
            self.engine.handle(ev.Gapped(since))
        self.engine.handle(event)

    # ------------------------------------------------------------ never silently dead

    def _unlooked(self) -> None:
        """The scheduler gives no looks any more, though the process lives."""
        log.warning("nobody looked at the clock for %.0f s: the beat is begun again", SILENCE)
        self._own.calm("the beat", self._beat.begin_again, None)
        self._look()

    def _repair(self, tries: int) -> None:
        """A prompt is owed: take up again what may be the cause; the second time, the state itself."""
        self._own.calm("the beat", self._beat.begin_again, None)
        for port in (self._notifier, self._machine.presence, self._machine.tray):
            if isinstance(port, IsolatedPort):
                port.renew()
        if tries:
            self._begin_anew(self.engine.rules.breaks.every)
        self._handle(ev.Looked())

    def _begin_anew(self, count: float) -> None:
        log.error("the state leads nowhere; kept as %s", self._store.set_aside())
        self.engine.begin_anew(count=count)

    def _show_again(self) -> None:
        """What shows notices has begun anew, and knows nothing of what was up."""
        state = self.engine.state
        if state.bubble and state.prompt is not None:
            self._performer.perform(ShowPrompt(state.prompt))
        if state.routine is not None:
            self._performer.perform(LeadRoutine(state.routine))

    def _sighted(self, sighting: Sighting) -> None:
        match sighting:
            case InputStopped(quiet):
                self._courtesy.stopped(ev.InputStopped(self._clock.now().ticks - quiet))
            case InputResumed():
                self._courtesy.resumed()
            case ScreenLocked():
                self._handle(ev.Locked())
            case ScreenUnlocked():
                self._handle(ev.Unlocked())
            case SleepBegan():
                self._handle(ev.Suspended())
            case SleepEnded():
                self._handle(ev.Woken())
            case IdleSourceChanged(name):
                self._idle_source, self._no_source = name, name is None
                # Whatever the old source last said no longer holds.
                self._handle(ev.InputResumed())
                self.engine.follow(self._rules())

    # ------------------------------------------------------------ state out

    def _perform(self, effect: Effect) -> None:
        if isinstance(effect, Write):
            record = effect.record
            self._own.calm("what is written", lambda: self._aftercare.writes(record), None)
        self._performer.perform(effect)
        if isinstance(effect, LogTrace):
            self._turns.keep(effect.entry)
        if isinstance(effect, EndGuide) and effect.completed:
            self._own.calm("an offer", lambda: self._offer.finished(self._clock.now().ticks), None)
        if isinstance(effect, Write) and effect.record.kind is Kind.FEEDBACK:
            told = effect.record
            self._own.calm("what was told", lambda: self._aftercare.wrote(told), None)
            self._reported = True

    def _changed(self, state: State, now: Moment, moved: bool) -> None:
        """After every event: what it means to those who look on."""
        if state.day.on != self._ledger.today.on:
            self._ledger.today = Today(state.day.on)
        if moved:
            self._own.calm("saving the state", self._save, None)
            self._own.calm("telling who watches", lambda: self._endpoint.publish(self.status()), None)
            self._own.calm("an offer", self._surfaces.offer, None)
        # Nobody looks at the tray of a desk that was just left, and every change of it wakes the panel.
        if not (state.phase is Phase.AWAY and self._faced is Phase.WORKING):
            self._faced = state.phase
            self._own.calm("the face", lambda: self._machine.tray.show(self._surfaces.face()), None)
        if state.phase is Phase.ON_BREAK and self._refresh is None:
            self._refresh = asyncio.get_running_loop().call_later(REFRESH, self._refreshed)
        for what, doing in (
            ("who must not be interrupted", lambda: self._courtesy.changed(state, self.engine.rules, now)),
            ("an offer", lambda: self._ask(state, now)),
            ("the guide", self._guide.look),
            ("what was told", self._heed_report),
            ("the habits", lambda: self._adapt(state)),
        ):
            self._own.calm(what, doing, None)

    def _ask(self, state: State, now: Moment) -> None:
        """One question at a time, the most urgent first."""
        self._aftercare.consider(state, self.engine.rules, now)
        if not self._aftercare.is_asking:
            self._offer.consider(state, self.engine.rules, now)
            self._habits.consider(state, self.engine.rules, now)
        self._beat.also(self._aftercare.next_look)

    def _heed_report(self) -> None:
        """What is at hand may have to be left out now, whatever it was about."""
        if self._reported:
            self._reported = False
            self.engine.revise(self._fitting)

    def _adapt(self, state: State) -> None:
        """How the prompts are met may have changed what the policy goes by."""
        rules = adapted(self.engine.rules, self._ledger.adherence, state.day.on)
        if rules != self.engine.rules:
            self.engine.follow(rules)

    def _refreshed(self) -> None:
        self._refresh = None
        self._handle(ev.Looked())

    def _save(self) -> None:
        state = self.engine.state
        # With a record in the history, a power cut must not bring back a state that knows nothing of it.
        durable = state.serial != self._saved_serial
        try:
            self._store.save(dumps(state), self._clock.now().wall, durable=durable)
            self._saved_serial = state.serial
        except HistoryError as error:
            log.warning("%s: %s", error.title, error.message)

    # ------------------------------------------------------------ for clients

    def status(self) -> dict[str, Any]:
        """The object of `status --json`."""
        now = self._clock.now()
        around = Around(
            version=__version__,
            level=self._composer.level(now.wall.astimezone(self.engine.rules.zone)),
            today=self._ledger.today,
            settings_error=self._settings_error,
            idle_source=self._idle_source,
            read_first=()
            if (on := self.engine.state.routine) is None
            else self._composer.read_first(on.suggestion.items),
            extra={
                "today_sentence": day.sentence(self._ledger.today),
                "exercises_error": self._composer.tailor.amiss(),
                "safety": self._safety(now),
            },
        )
        return status(self.engine.state, self.engine.rules, now, around)

    def _safety(self, now: Moment) -> dict[str, Any] | None:
        rules = self.engine.rules
        return feedback.safety(self._ledger.practice.care, now.wall.astimezone(rules.zone), lambda at: iso(at, rules))

    def feedback(self, source: str, args: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Take an answer; what it comes to, a line each.

        Raises:
            UncrickError: it is none, or is about nothing.
        """
        if "feedback" not in args:
            raise UsageError("Nothing was said", "Expected how it was, such as hurt.")
        given = {name: value for name, value in args.items() if name != "feedback"}
        return self._aftercare.tell(str(args["feedback"]), source, given)

    def asks_here(self, *, stopped: bool) -> bool:
        """Whether the terminal that led the last routine is to ask about it; that counts as asked."""
        return self._aftercare.asks_here(stopped=stopped)

    def forget(self) -> None:
        """The health answers have left the history: nothing here knows of them any more."""
        now = self._clock.now()
        records = list(self._history.records(now.wall - REMEMBERED))
        self._ledger.forget(
            feedback.HEALTH,
            practice.practice(records, self._clock.zone(), self._ledger.rules),
            feedback.lately(records),
        )
        self._aftercare.forget()
        self._profile_error = self._offer.read()
        self.engine.revise(self._fitting)
        self._changed(self.engine.state, now, True)

    def decisions(self, at: datetime | None) -> list[dict[str, str]]:
        """The last decisions, or those up to `at`."""
        zone = self.engine.rules.zone
        try:
            notes = self._history.notes(KEPT_NOTES, at)
        except HistoryError:
            notes = [(when, text) for when, text in self._performer.notes if at is None or when <= at]
        return [{"at": when.astimezone(zone).isoformat(timespec="seconds"), "text": text} for when, text in notes]

    def past(self, at: datetime) -> dict[str, Any]:
        """
        Why there was, or was not, a prompt at `at`.

        Raises:
            UsageError: nobody knows yet.
        """
        if at - self._clock.now().wall > timedelta(minutes=1):
            raise UsageError("That lies ahead", "Only what has been can be told of.")
        return self._turns.answer(at, self.engine.rules)

    def facts(self) -> list[dict[str, Any]]:
        """What each part of the desktop says of itself, for `doctor`."""
        ports = (self._machine.tray, self._notifier, self._machine.presence, self._courtesy)
        told = [session(), *(fact for port in ports for fact in port.describe())]
        told += [*self._watchdog.describe(), *self._own.facts(list)]
        return [{"what": what, "ok": ok, "text": text} for what, ok, text in told]

    def is_settled(self) -> bool:
        """Whether every part of the desktop has been met; before, what is missing may only be late."""
        return self._settled

    def tell(self, what: str) -> None:
        """Show an answer as a notification."""
        self._surfaces.tell(what)

    def guided(self) -> None:
        """A window leads through the routine from now on."""
        self._leader.met()

    def fault(self) -> UncrickError | None:
        """What keeps an answer off the disk."""
        error = self._ledger.fault
        if error is None:
            return None
        return HistoryError("Your answer counts, but is not on disk yet", f"{error.title}: {error.message}")

    def reload(self) -> list[str]:
        """
        Read profile and settings again; the warnings.

        Raises:
            SettingsError: they cannot be used; the last good ones hold on.
        """
        self._profile_error = self._offer.read()
        if self._composer.tailor.is_wanted():
            self._composer.tailor.look()
        self.engine.revise(self._fitting)
        loaded = load(paths.settings_file(), self._composer.tailor.most_reps)
        if loaded.errors:
            self._settings_error = " ".join(loaded.errors)
            raise SettingsError("The settings have faults; the last good ones hold on", "\n".join(loaded.errors))
        self._settings_error = None
        # Until now the old ones held, also should this be the first look after a gap.
        self._handle(ev.Looked())
        self._settings = self._composer.settings = override(loaded.settings, self._options.overrides)
        self.engine.revise(self._fitting)
        self._performer.snooze_minutes = self._settings.breaks.snooze / 60
        self._performer.sound = self._guide.sound = self._settings.prompt.sound
        self._performer.strict = self._settings.breaks.strict
        self._courtesy.ignore(self._settings.quiet.ignore)
        self.engine.follow(self._rules())
        amiss, own = self._profile_error, self._composer.tailor.amiss()
        return [
            *loaded.warnings,
            *(() if own is None else (f"Left out of your own exercises: {own}",)),
            *(() if amiss is None else (f"{amiss.title}: {amiss.message}".rstrip("."),)),
        ]

    def _not_a_call(self) -> Notice:
        """The person says that whoever uses microphone or camera is in no call."""
        said = self._courtesy.not_a_call(self._settings.quiet.ignore)
        self._reload_quietly()
        return said

    def _fitting(self, suggestion: Suggestion) -> Suggestion:
        """The same, or another one where the profile has come to leave a part of it out."""
        rules = self.engine.rules
        at = self._clock.now().wall.astimezone(rules.zone)
        if self._composer.suits(suggestion, at):
            return suggestion
        return self._suggest(Occasion(at, rules.seed * 1_000_003 + self.engine.state.serial))

    def _suggest(self, occasion: Occasion) -> Suggestion:
        """A prompt comes, even if nothing better than a walk can be found for it."""
        found = self._own.calm("the choice of a routine", lambda: self._composer.suggest(occasion), None)
        return simplest() if found is None else found

    def _reload_quietly(self) -> None:
        with suppress(SettingsError):
            self.reload()

    def _rules(self) -> Rules:
        zone = self._clock.zone()
        rules = rules_of(self._settings, self._suggest, zone, _seed())
        rules = adapted(rules, self._ledger.adherence, self._clock.now().wall.astimezone(zone).date())
        if not self._no_source:
            return rules
        # Silence cannot be seen here: every second counts, and the prompt comes in time.
        return replace(rules, breaks=replace(rules.breaks, clock="wall"))

    def _may_snooze(self, prompt: Prompt) -> bool:
        return prompt.snoozes < self.engine.rules.breaks.max_snoozes


class _Beat(Protocol):
    def plan(self, ticks: float | None) -> None: ...

    def begin_again(self) -> None: ...

    def stop(self) -> None: ...


class DeferredScheduler:
    """Remembers the plan until the real beat, a large import, is there."""

    def __init__(self) -> None:
        self._beat: _Beat | None = None
        self._planned: float | None = None
        self._also: float | None = None

    def become(self, beat: _Beat) -> None:
        """From now on `beat` does it."""
        self._beat = beat
        self._pass_on()

    def plan(self, ticks: float | None) -> None:
        """Look again at `ticks`."""
        self._planned = ticks
        self._pass_on()

    def also(self, ticks: float | None) -> None:
        """Look at `ticks` as well, for somebody else than the engine."""
        if ticks != self._also:
            self._also = ticks
            self._pass_on()

    def _pass_on(self) -> None:
        if self._beat is not None:
            wanted = [at for at in (self._planned, self._also) if at is not None]
            self._beat.plan(min(wanted, default=None))

    def begin_again(self) -> None:
        """Whatever has become of it."""
        if self._beat is not None:
            self._beat.begin_again()

    def stop(self) -> None:
        """End."""
        if self._beat is not None:
            self._beat.stop()


def _identity(path: str) -> tuple[int, int] | None:
    """Changes when the file does."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _seed() -> int:
    """The same person gets the same choices again; another one gets others."""
    return sum(paths.data().encode()) % 10_000


def run(options: Options) -> int:
    """
    The daemon in the foreground, until it is told to leave; an upgrade goes on as the new program, with the same lock.

    Raises:
        RunningError: there is one already.
    """
    lock = Lock.take(paths.runtime())

    async def main() -> dict[str, str] | None:
        daemon = Daemon(options, desktop(paths.cache(), terminal=options.terminal), lock)
        await daemon.live()
        return daemon.heritage

    try:
        heritage = asyncio.run(main())
        return 0 if heritage is None else become_new(options.words(), lock, heritage)
    finally:
        lock.release()
