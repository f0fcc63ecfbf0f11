"""What clients and the tray show of the daemon: status, face, why, doctor."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from uncrick import __version__
from uncrick.app.dispatch import NOTES_IN_MEMORY
from uncrick.app.history import remembered
from uncrick.app.tray import REFRESH
from uncrick.core.history import day
from uncrick.core.model.dates import remaining
from uncrick.core.model.text import N_, _, lower_first, upper_first
from uncrick.core.presentation import feedback, tray_menu
from uncrick.core.presentation.status import UNSAVED, clock, iso, reason, status
from uncrick.core.scheduling.outlook import look_ahead
from uncrick.errors import HistoryError, UsageError
from uncrick.platforms import session
from uncrick.ports import Notice

if TYPE_CHECKING:
    from uncrick.app.wiring import Wiring

# So many of the last decisions answer "Why this?" in a notification.
NOTES = 3


class Queries:
    """
    The daemon as others see it.

    Attributes:
        is_up: every part of the desktop has started; before, what is missing may only be late.
    """

    def __init__(self, parts: "Wiring") -> None:
        self.is_up = False
        self._parts = parts

    def status(self) -> dict[str, Any]:
        """The object of `status --json`."""
        parts = self._parts
        engine, suggestions, now = parts.engine, parts.suggestions, parts.clock.now()
        routine, local = engine.state.routine, now.wall.astimezone(engine.rules.zone)
        today, care = parts.history_cache.today, parts.history_cache.practice.care
        read_first = () if routine is None else suggestions.read_first(routine.suggestion.items)
        return {
            "version": __version__,
            **status(engine.state, engine.rules, now, today, read_first),
            "level": suggestions.level(local),
            "settings_error": parts.settings.error,
            "storage_error": parts.storage_error,
            "history_missing": parts.saved.missing,
            "settings_are_defaults": parts.settings.are_defaults,
            "idle_source": parts.entry.idle_source,
            "today_sentence": day.sentence(today),
            "exercises_error": suggestions.loader.amiss(),
            "safety": feedback.safety(care, local, lambda at: iso(at, engine.rules)),
        }

    # ------------------------------------------------------------ the tray

    def face(self) -> tray_menu.TrayState:
        """What the tray is to show now."""
        parts = self._parts
        off = parts.recorder.off()
        line = {"locked": feedback.OFF, "unwell": feedback.OFF_TODAY}.get(off, "")
        caring = tray_menu.Caring(line, off == "locked", parts.recorder.is_recent(), parts.profile_offer.is_open)
        engine, today = parts.engine, parts.history_cache.today
        now, doing = parts.clock.now(), self._doing()
        face = tray_menu.face(engine.state, engine.rules, now, today, doing, "Uncrick", caring)
        return face if parts.storage_error is None else tray_menu.unsaved(face)

    def _doing(self) -> str:
        """The move at hand, or the one that is due."""
        parts, state = self._parts, self._parts.engine.state
        if state.routine is not None:
            from uncrick.core.presentation.timeline import step_at, steps

            position = state.routine.position(parts.clock.now().ticks)
            step = step_at(steps(state.routine.suggestion, parts.suggestions.catalogue), position)
            # Half a step counts up: `round` would say 20 s for 25 and for 15, one after the other.
            left = max(0, int((state.routine.total - position) / REFRESH + 0.5) * int(REFRESH))
            return _("{exercise}, {time} left", exercise=step.name, time=remaining(left))
        if state.shown is not None:
            from uncrick.core.presentation.prompt_text import move

            return lower_first(move(state.shown.prompt.suggestion, parts.suggestions.catalogue))
        return ""

    def notice(self, what: str) -> Notice:
        """An answer as a notification: `today`, `why`, `about`, or what comes next."""
        match what:
            case "today":
                title, lines = _("Today"), [day.sentence(self._parts.history_cache.today)]
            case "why":
                title, lines = _("Why this?"), self._why_now()
            case "about":
                title = f"Uncrick {__version__}"
                disclaimer = self._parts.suggestions.catalogue.disclaimer
                lines = [_("Short neck-and-shoulder breaks for desk work."), disclaimer, _("MIT licence.")]
            case _:
                title, lines = "Uncrick", [self.face().menu[0].label]
        return Notice("answer", title, tuple(lines))

    # ------------------------------------------------------------ why

    def _why_now(self) -> list[str]:
        parts, now = self._parts, self._parts.clock.now()
        state, rules = parts.engine.state, parts.engine.rules
        because = reason(state, rules, now, look_ahead(state, rules, now)) or _("nothing holds the next break back")
        notes = list(parts.dispatcher.notes)[-NOTES:]
        return [f"{upper_first(because)}.", *(f"{clock(at, rules)} {text}" for at, text in notes)]

    def decisions(self, at: datetime | None) -> list[dict[str, str]]:
        """The last decisions, or those up to `at`."""
        parts = self._parts
        zone = parts.engine.rules.zone
        try:
            notes = [*parts.history.notes(NOTES_IN_MEMORY, at), *parts.books.notes(at)][-NOTES_IN_MEMORY:]
        except HistoryError:
            notes = [(when, text) for when, text in parts.dispatcher.notes if at is None or when <= at]
        return [{"at": when.astimezone(zone).isoformat(timespec="seconds"), "text": text} for when, text in notes]

    def past(self, at: datetime) -> dict[str, Any]:
        """
        Why there was, or was not, a prompt at `at`.

        Raises:
            UsageError: nobody knows yet.
        """
        if at - self._parts.clock.now().wall > timedelta(minutes=1):
            raise UsageError(_("That time has not come yet"), _("Choose a time in the past."))
        return self._parts.snapshots.answer(at, self._parts.engine.rules)

    # ------------------------------------------------------------ the rest

    def facts(self) -> list[dict[str, Any]]:
        """What each part of the desktop says of itself, for `doctor`."""
        parts = self._parts
        ports = (parts.machine.tray, parts.machine.notifier, parts.machine.presence, parts.busy_poller)
        facts = [session(), *(fact for port in ports for fact in port.describe())]
        facts += [*parts.heartbeat.watchdog.describe(), *parts.isolation.facts(list)]
        if parts.storage_error is not None:
            facts.append((N_("Saving"), False, _(UNSAVED, reason=parts.storage_error)))
        if parts.saved.missing is not None:
            facts.append((N_("History"), False, parts.saved.missing))
        if parts.engine.state.presence.nobody:
            facts.append(
                (N_("Input"), False, _("it never pauses, so that nobody seems to be there: is a mouse loose?"))
            )
        return [{"what": what, "ok": ok, "text": text} for what, ok, text in facts]

    def forget(self) -> None:
        """The health answers have left the history: nothing here goes by them any more."""
        parts, now = self._parts, self._parts.clock.now()
        cache = parts.history_cache
        what, _today = remembered.read(parts.history, cache.zone, cache.rules, now.wall, cache.today.on)
        cache.forget(feedback.HEALTH, what.practice, what.lately)
        parts.books.forget_replies()
        parts.feedback.forget()
        parts.stiff_neck.forget()
        parts.profile_offer.read()
        parts.reviser.revise()
        parts.observers.state_changed(parts.engine.state, now, moved=True)
