"""Builds the parts of a daemon, and says who is called after what; nothing is decided here."""

import os
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from uncrick.app.busy_polling import BusyPoller
from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.app.dialogs.desk_check import DeskCheck
from uncrick.app.dialogs.engine import Dialogs
from uncrick.app.dialogs.evening_summary import EveningSummary
from uncrick.app.dialogs.feedback import FeedbackDialog
from uncrick.app.dialogs.feedback_recorder import FeedbackRecorder
from uncrick.app.dialogs.onboarding import Onboarding
from uncrick.app.dialogs.profile_offer import ProfileOffer
from uncrick.app.dialogs.prompt_survey import PromptSurvey
from uncrick.app.dialogs.safety_card import SafetyCard
from uncrick.app.dialogs.screen_offer import ScreenOffer
from uncrick.app.dialogs.stiff_neck import StiffNeck
from uncrick.app.dispatch import EffectDispatcher
from uncrick.app.engine_wiring import EngineWiring
from uncrick.app.guide.notification_guide import NoticeGuide
from uncrick.app.guide.window_guide import WindowGuide, Windows
from uncrick.app.heartbeat import DeferredScheduler, EventEntry, Heartbeat
from uncrick.app.isolated_ports import IsolatedNotifier, isolated
from uncrick.app.isolation import Isolation
from uncrick.app.observers import Observers
from uncrick.app.process.bookkeeper import Bookkeeper
from uncrick.app.process.runtime_folder import RuntimeFolder
from uncrick.app.process.sessions import Sessions
from uncrick.app.process.shutdown import Shutdown
from uncrick.app.process.upgrade import QuietUpgrade, Renewal
from uncrick.app.requests.api import ControlApi
from uncrick.app.requests.commands import Commands
from uncrick.app.requests.queries import Queries
from uncrick.app.requests.reload import Reload
from uncrick.app.requests.tray_api import TrayApi
from uncrick.app.snapshot_log import SnapshotLog
from uncrick.app.tray import TrayUpdater
from uncrick.control.lock import Lock
from uncrick.control.server import Server
from uncrick.core.model.person_day import person_zone
from uncrick.core.model.record import Source
from uncrick.core.scheduling.state import Routine
from uncrick.errors import HistoryError
from uncrick.platforms.linux.systemd_notify import Manager
from uncrick.ports import Desktop
from uncrick.settings import Settings
from uncrick.settings.live import LiveSettings
from uncrick.storage import paths
from uncrick.storage.history.day_summaries import sum_up
from uncrick.storage.history.store import History
from uncrick.storage.saved_state import SavedState
from uncrick.storage.state_file import StateStore

JUST_BEGUN = 2.0  # seconds after which nobody expects the window of a click any more


class Wiring:
    """
    The parts of one daemon.

    They form a ring: an effect opens a guide, whose end asks a question, whose answer is an event, which has effects.
    It is closed by functions that look a part up when they are called.

    Args:
        overrides: `KEY=VALUE` settings of this run.
        lock: held.
    """

    def __init__(self, overrides: Sequence[str], machine: Desktop, lock: Lock) -> None:
        self.machine = isolated(machine)
        self.clock, self.notifier = self.machine.clock, self.machine.notifier
        self.isolation = Isolation("uncrick")
        self.observers = Observers(self.isolation)
        self.manager = Manager()
        self.shutdown = Shutdown()
        self.endpoint = Server(lock)
        self.runtime_folder = RuntimeFolder(lock, self.endpoint, self.shutdown)
        self.scheduler = DeferredScheduler()
        self._build_storage(overrides)
        self._build_guides()
        self._build_engine()
        self._build_dialogs()
        self._build_requests()
        self._subscribe()
        self._observe()

    def _build_storage(self, overrides: Sequence[str]) -> None:
        """What is read from the disk."""
        self.memory = DialogMemory(StateStore(os.path.join(paths.state(), "said.json")))
        self.budget = QuestionBudget(self.memory)
        self.dialogs = Dialogs(self.notifier, self.clock, self.budget, self.scheduler.also)
        good = os.path.join(paths.state(), "good-settings.toml")
        self.settings = LiveSettings(paths.settings_file(), overrides, good)
        self.history = History.open_when_possible(paths.history_file())
        self.saved = SavedState(paths.state_file(), self.history)
        self.snapshots = SnapshotLog(self.history)
        self.policy = EngineWiring(
            self.clock,
            self.history,
            self.settings.current,
            self.isolation,
            exercises=paths.exercises(),
            seed=paths.personal_seed(),
            machine=paths.machine_mark(),
            needs_history=False,
        )
        self.history_cache, self.suggestions = self.policy.history_cache, self.policy.suggestions
        self.chooser = self.policy.chooser
        self.saved_state = self.saved.load()
        self.books = Bookkeeper(
            self.history, self.history_cache, self.snapshots, self.saved, lambda: self.engine.state, self.clock.now
        )
        self.windows = Windows(self.machine.open_window)
        self.profile_offer = ProfileOffer(
            paths.profile_file(), self.suggestions, self.dialogs, partial(self.windows.show, "about")
        )
        self.profile_offer.read()

    def _build_guides(self) -> None:
        """What leads through a routine."""
        self.guide = NoticeGuide(
            self.notifier,
            self.clock,
            lambda: self.suggestions.catalogue,
            read_first=self.suggestions.read_first,
            is_away=lambda: self.engine.state.presence.silence is not None,
            farewell=lambda *, completed, stay: (
                None
                if self.stiff_neck.takes_leave(completed=completed)
                else self.feedback.farewell(completed=completed, stay=stay)
            ),
        )
        self.window_guide = WindowGuide(self.guide, self.machine.open_window, self._wants_window)

    def _wants_window(self, routine: Routine) -> bool:
        """One that was not just asked for, as in strict mode or after a restart, must not take the keyboard."""
        began = self.clock.now().ticks - routine.began
        asked = routine.source != Source.POLICY and began < JUST_BEGUN
        return self.settings.current.window.enabled and (asked or self.machine.opens_unfocused)

    def _build_engine(self) -> None:
        """The policy, what enters it, what leaves it, and what wakes it."""
        self.dispatcher = EffectDispatcher(
            self.notifier,
            self.window_guide,
            self.history_cache,
            lambda: self.suggestions.catalogue,
            lambda prompt: prompt.snoozes < self.engine.rules.breaks.max_snoozes,
            settings=self.settings.current,
            store=self.books.note,
            save=self.snapshots.save,
            observers=self.observers,
        )
        self.engine, self.reviser = self.policy.engine(
            self.saved_state,
            self.dispatcher.perform,
            plan=self.scheduler.plan,
            watch=self.machine.presence.watch,
            changed=self.observers.state_changed,
        )
        self.entry = EventEntry(self.engine, self.clock, self.chooser)
        self.heartbeat = Heartbeat(
            self.entry,
            self.engine,
            self.machine,
            self.scheduler,
            self.saved,
            self.observers,
            self.isolation,
            self.manager,
        )
        self.commands = Commands(
            self.engine,
            self.suggestions,
            self.clock.now,
            self.entry.handle,
        )
        self.busy_poller = BusyPoller(self.machine.busy, self.entry.handle, lambda: self.clock.now().ticks)
        self.reload = Reload(
            self.settings, self.profile_offer, self.suggestions, self.chooser, self.reviser, self.engine, self.entry
        )

    def _build_dialogs(self) -> None:
        """The questions, the most urgent first."""
        commands, dialogs, history = self.commands, self.dialogs, self.history_cache
        self.recorder = FeedbackRecorder(self.clock, self.engine, self.suggestions, history, commands)
        self.safety_card = SafetyCard(
            self.clock,
            self.engine,
            self.suggestions,
            self.recorder,
            dialogs,
            region=lambda: self.settings.current.safety.region,
        )
        self.feedback: FeedbackDialog = FeedbackDialog(
            self.recorder,
            dialogs,
            self.engine,
            history,
            show_card=self.safety_card.show,
            take_back=commands.by_click("undo"),
            asks_first=self.profile_offer.is_waiting,
            retired=self.profile_offer.retired,
        )
        self.stiff_neck: StiffNeck = StiffNeck(
            self.clock,
            self.engine,
            self.suggestions,
            self.recorder,
            self.memory,
            commands,
            dialogs,
            show_card=self.safety_card.show,
            show_milder=self.safety_card.answers["milder"],
            report_pain=self.feedback.report_pain,
            is_window=lambda: self.window_guide.is_open,
            has_sound=lambda: self.settings.current.prompt.sound,
        )
        self.onboarding = Onboarding(self.memory, commands, dialogs)
        survey = PromptSurvey(
            paths.settings_file(),
            history,
            self.memory,
            commands,
            dialogs,
            style=lambda: self.settings.current.prompt.style,
            reload=self.reload.quietly,
        )
        self.evening = EveningSummary(
            self.suggestions, history, self.memory, commands, dialogs, records=self.history.records
        )
        self.screen_offer = ScreenOffer(
            paths.settings_file(),
            self.memory,
            dialogs,
            is_connected=lambda: self.busy_poller.has_second_screen,
            is_on=lambda: self.settings.current.quiet.projector,
            reload=self.reload.quietly,
        )
        dialogs.add_follow_up(self.feedback.follow_up)
        self.desk_check = DeskCheck(self.suggestions, history, self.memory, dialogs, self.profile_offer.change)
        dialogs.add(self.onboarding, self.stiff_neck, self.feedback, self.profile_offer)
        dialogs.add(self.screen_offer, survey, self.desk_check, self.evening)
        dialogs.answer("card", self.safety_card.answers)
        click = commands.by_click
        start, done = click("start"), click("done")
        prompt = {"default": start, "start": start, "snooze": click("snooze"), "done": done}
        dialogs.answer("prompt", prompt, put_away=click("skip"))
        dialogs.answer("guide", {"finish": done, "stop": click("stop")}, put_away=self.guide.hide)

    def _build_requests(self) -> None:
        """What clients speak to, and the upgrade that waits until nobody is disturbed."""
        self.queries = Queries(self)
        self.api, self.tray_api = ControlApi(self), TrayApi(self)
        self.tray = TrayUpdater(self.machine.tray, self.queries.face, self.entry.look)
        self.renewal = Renewal()
        self.sessions = Sessions(
            self.machine.sessions,
            self.clock,
            self.entry.handle,
            lambda: self.engine.rules,
            lambda: self.windows.are_open or self.window_guide.is_open,
            self.shutdown,
        )
        self.upgrade = QuietUpgrade(self.renewal, self.engine, self.clock, self.something_is_open, self.shutdown)

    @property
    def storage_error(self) -> str | None:
        """Why history or state cannot be written, or None; what happens meanwhile is in memory."""
        cache = self.history_cache
        fault = cache.fault or self.history.fault or cache.unread or self.saved.fault
        return None if fault is None else fault.message

    def something_is_open(self) -> bool:
        """Whether a window is up, or a notice that asks for something."""
        asks = isinstance(self.notifier, IsolatedNotifier) and self.notifier.is_asking
        return asks or self.dialogs.is_asking or self.windows.are_open or self.window_guide.is_open

    def _subscribe(self) -> None:
        """Who goes by the settings."""
        for follow in (self.suggestions.follow, self.dispatcher.follow, self.guide.follow):
            self.settings.subscribe(follow)
        self.settings.subscribe(lambda settings: self.busy_poller.follow(settings.quiet))
        self.settings.subscribe(self._follow_day)

    def _follow_day(self, settings: Settings) -> None:
        """The history is cut into the days of the person's working hours."""
        zone = person_zone(self.clock.zone(), settings.work.hours)
        self.history_cache.follow(zone, self.clock.now().wall)

    def _sum_up(self) -> None:
        """The days that are over are ready for the next report."""
        with suppress(HistoryError):  # it makes them itself
            sum_up(self.history, self.history_cache.zone, self.clock.now().wall)

    def _observe(self) -> None:
        """Who is called after what, in this order; the words name the listener in the log."""
        on, clock, engine = self.observers, self.clock, self.engine
        on.record_due.connect("what is written", self.feedback.record_due)
        on.record_written.connect("what was told", self.feedback.record_written)
        on.record_written.connect("what was told", self.reviser.record_written)
        on.record_written.connect("relief", self.stiff_neck.record_written)
        on.record_written.connect("how the neck is", self.evening.record_written)
        on.routine_completed.connect("relief", self.stiff_neck.routine_completed)
        on.routine_completed.connect("an offer", lambda: self.profile_offer.finished(clock.now().ticks))
        on.routine_completed.connect("the desk", lambda: self.desk_check.finished(clock.now().ticks))
        on.day_began.connect("the day", self.history_cache.begin_day)
        on.day_began.connect("the days before", lambda on: self._sum_up())
        on.moved.connect("saving the state", lambda state: self.books.save())
        on.moved.connect("telling who watches", lambda state: self.endpoint.publish(self.queries.status()))
        on.changed.connect("the face", lambda state, now: self.tray.update(state))
        on.changed.connect(
            "who must not be interrupted", lambda state, now: self.busy_poller.changed(state, engine.rules, now)
        )
        on.changed.connect("a second screen", lambda state, now: self.screen_offer.look(state))
        on.changed.connect("an offer", lambda state, now: self.dialogs.consider(state, engine.rules, now))
        on.changed.connect("the guide", lambda state, now: self.guide.look())
        on.changed.connect("what was told", lambda state, now: self.reviser.revise_after_feedback())
        on.changed.connect("the habits", lambda state, now: self.reviser.adapt(state))
        on.changed.connect("what waits for the disk", lambda state, now: self.books.catch_up())
        on.beat.connect("the history", lambda: self.history_cache.look(clock.now().wall))
        on.beat.connect("a sign of life", self.books.look)
        on.beat.connect("the runtime folder", self.runtime_folder.look)
        on.beat.connect("a look at the settings", self.reload.look)
        on.beat.connect("a look at the program", self.upgrade.look)
        on.beat.connect("where the person is", lambda: self.sessions.follow(engine.state))
