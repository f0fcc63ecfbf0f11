"""What a person sees and clicks besides the prompt itself: tray face, small answers, the welcome, and every click."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from uncrick import __version__
from uncrick.app.busy_polling import BusyPoller
from uncrick.app.dialogs.engine import ANSWER_STAYS, Dialogs, warn_of_unknown
from uncrick.app.dialogs.feedback import FeedbackDialog
from uncrick.app.dialogs.onboarding import WELCOME, Onboarding
from uncrick.app.dispatch import EffectDispatcher
from uncrick.app.engine import Engine
from uncrick.app.guide.notification_guide import SLOT as GUIDE
from uncrick.app.guide.notification_guide import NoticeGuide
from uncrick.app.guide.window_guide import Windows
from uncrick.app.history_cache import HistoryCache
from uncrick.app.requests.commands import Commands
from uncrick.app.suggestions import SuggestionSource
from uncrick.app.tray import REFRESH
from uncrick.core.history import day
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Source
from uncrick.core.model.text import _, upper_first
from uncrick.core.presentation import feedback
from uncrick.core.presentation import tray_menu as faces
from uncrick.core.presentation.status import clock, reason
from uncrick.core.scheduling.outlook import look_ahead, reasons
from uncrick.core.scheduling.state import Phase, State
from uncrick.errors import UncrickError
from uncrick.ports import Clicked, Clock, Dismissed, Notice, NoticeEvent, Notifier
from uncrick.settings.live import LiveSettings
from uncrick.storage import paths

log = logging.getLogger(__name__)

NOTES = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """What the surfaces show and speak to."""

    clock: Clock
    engine: Engine
    suggestions: SuggestionSource
    history: HistoryCache
    dispatcher: EffectDispatcher
    guide: NoticeGuide
    notifier: Notifier
    commands: Commands
    onboarding: Onboarding
    dialogs: Dialogs
    feedback: FeedbackDialog
    leave: Callable[[], None]
    busy: BusyPoller
    settings: LiveSettings
    reload: Callable[[], None]
    windows: Windows


class ClickHandler:
    """Turns state into faces, and clicks into words."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._offered_on: date | None = None

    # ------------------------------------------------------------ clicks

    def noticed(self, event: NoticeEvent) -> None:
        """A notification was answered, or closed by the person."""
        match event:
            case Clicked(slot, key):
                self._clicked(slot, key)
            case Dismissed(slot="prompt"):
                self._say("skip", Source.NOTIFICATION)
            case Dismissed(slot):
                if slot == GUIDE:
                    self._parts.guide.hide()
                self._parts.dialogs.dismissed(slot, self._parts.engine.state.day.on)

    def _clicked(self, slot: str, key: str) -> None:
        match slot, key:
            case "prompt", "default" | "start":
                self._say("start", Source.NOTIFICATION)
            case "prompt", "snooze" | "done":
                self._say(key, Source.NOTIFICATION)
            case "guide", "finish":
                self._say("done", Source.NOTIFICATION)
            case "guide", "stop":
                self._say("stop", Source.NOTIFICATION)
            case "welcome", "try":
                self._say("break", Source.NOTIFICATION)
            case "welcome", "autostart":
                self._start_at_login()
            case _ if slot in self._parts.dialogs:
                self._parts.dialogs.clicked(slot, key, self._parts.engine.state.day.on)
            case _:
                warn_of_unknown(slot, key)

    def chosen(self, key: str) -> None:
        """An entry of the tray menu, or its left click."""
        match key:
            case "today" | "why" | "about" | "next":
                self.tell(key)
            case "hurt":
                self._parts.feedback.hurts()
            case "card":
                self._parts.feedback.card.show()
            case "why_off":
                self._parts.feedback.card.show_why()
            case "checked":
                self._parts.feedback.card.ask_checked()
            case "settings":
                self._open_settings()
            case "not_call":
                self._not_a_call()
            case "quit":
                self._parts.leave()
            case _ if key in self._parts.commands:
                self._say(key, Source.TRAY)
            case _:
                log.warning("the tray said %s, which is not in its menu", key)

    def _say(self, word: str, source: Source) -> None:
        """A word by a click: what cannot be done is shown, for nobody waits for a reply."""
        try:
            self._parts.commands.say(word, source)
        except UncrickError as error:
            self._show(Notice("refusal", error.title, (error.message,)))

    def _not_a_call(self) -> None:
        """The person says that whoever uses microphone or camera is in no call."""
        answer = self._parts.busy.not_a_call(self._parts.settings.current.quiet.ignore)
        self._parts.reload()
        self._show(answer)

    def _open_settings(self) -> None:
        self._parts.windows.show("settings", self._open_settings_file)

    def _open_settings_file(self) -> None:
        from uncrick.platforms import launcher
        from uncrick.settings.commented_file import begun

        try:
            launcher.open_file(begun(paths.settings_file()))
        except OSError as error:
            self._show(
                Notice("answer", _("Settings"), (_("They cannot be written: {reason}.", reason=paths.reason(error)),))
            )

    def _start_at_login(self) -> None:
        from uncrick.platforms import launcher

        try:
            answer = launcher.autostart(on=True)
        except OSError as error:
            answer = _("That did not work: {reason}.", reason=paths.reason(error))
        self._show(Notice(WELCOME, _("Start at login"), (answer, _("Undo: uncrick autostart off"))))

    def _show(self, notice: Notice) -> None:
        """A small answer that leaves by itself."""
        self._parts.notifier.show(replace(notice, transient=True, seconds=ANSWER_STAYS))

    # ------------------------------------------------------------ what is shown

    def face(self) -> faces.TrayState:
        """What the tray is to show now."""
        parts = self._parts
        state, now = parts.engine.state, parts.clock.now()
        doing = self._doing(state, now)
        return faces.face(state, parts.engine.rules, now, parts.history.today, doing, "Uncrick", self._caring())

    def _caring(self) -> faces.Caring:
        """What the menu must know of pain and safety."""
        off = self._parts.feedback.off()
        line = {"locked": feedback.OFF, "unwell": feedback.OFF_TODAY}.get(off, "")
        return faces.Caring(line, off == "locked", self._parts.feedback.may_tell())

    def _doing(self, state: State, now: Moment) -> str:
        """The move at hand, or the one that is due."""
        if state.routine is not None:
            from uncrick.core.presentation.timeline import step_at, steps

            position = state.routine.position(now.ticks)
            step = step_at(steps(state.routine.suggestion, self._parts.suggestions.catalogue), position)
            left = max(0, round((state.routine.total - position) / REFRESH) * int(REFRESH))
            return _("{exercise}, {seconds} s left", exercise=step.name, seconds=left)
        if state.shown is not None:
            from uncrick.core.presentation.prompt_text import move

            text = move(state.shown.prompt.suggestion, self._parts.suggestions.catalogue)
            return text[:1].lower() + text[1:]
        return ""

    def tell(self, what: str) -> None:
        """Show an answer as a notification: `today`, `why`, `about`, or `next`."""
        parts = self._parts
        state, rules, now = parts.engine.state, parts.engine.rules, parts.clock.now()
        match what:
            case "today":
                self._show(Notice("answer", _("Today"), (day.sentence(parts.history.today),)))
            case "why":
                notes = [f"{clock(at, rules)} {text}" for at, text in list(parts.dispatcher.notes)[-NOTES:]]
                because = reason(state, rules, now, look_ahead(state, rules, now)) or _("nothing keeps a prompt back")
                self._show(Notice("answer", _("Why this?"), (f"{upper_first(because)}.", *notes)))
            case "about":
                about = (
                    _("Short neck-and-shoulder breaks for desk work."),
                    parts.suggestions.catalogue.disclaimer,
                    _("MIT licence."),
                )
                self._show(Notice("answer", f"Uncrick {__version__}", about))
            case _:
                self._show(Notice("answer", "Uncrick", (self.face().menu[0].label,)))

    def offer(self) -> None:
        """The welcome, or on a later day the offer to start at login, at a moment that suits."""
        state, rules = self._parts.engine.state, self._parts.engine.rules
        if state.phase is not Phase.WORKING or reasons(state, rules) or state.day.on == self._offered_on:
            return
        self._offered_on = state.day.on
        if not self._parts.onboarding.has_something(state.day.on):
            return
        from uncrick.platforms import autostart

        at_login = autostart().is_on()
        answer = self._parts.onboarding.welcome(state.day.on, self._first_break(), at_login=at_login)
        if answer is not None:
            self._parts.notifier.show(answer)

    def _first_break(self) -> str:
        now, rules = self._parts.clock.now(), self._parts.engine.rules
        at = look_ahead(self._parts.engine.state, rules, now).expected
        if at is None:
            return _("First break after an hour of work, at a pause in your typing.")
        return _("First break around {time}, at a pause in your typing.", time=clock(now.wall_at(at), rules))
