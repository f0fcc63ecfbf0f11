"""What clients can ask and have done, apart from a person's words: status, why, doctor, feedback, forget."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from uncrick import __version__
from uncrick.app.dispatch import KEPT_NOTES
from uncrick.app.history_cache import REMEMBERED
from uncrick.app.requests.commands import Commands
from uncrick.core.history import day, practice
from uncrick.core.model.text import _
from uncrick.core.presentation import feedback
from uncrick.core.presentation.status import Around, iso, status
from uncrick.errors import HistoryError, UncrickError, UsageError
from uncrick.platforms import session

if TYPE_CHECKING:
    from uncrick.app.wiring import Wiring


class Queries:
    """
    The daemon as clients see it.

    Attributes:
        is_up: every part of the desktop has started; before, what is missing may only be late.
    """

    def __init__(self, parts: "Wiring") -> None:
        self.is_up = False
        self._parts = parts

    @property
    def words(self) -> Commands:
        """What a person can say."""
        return self._parts.commands

    def status(self) -> dict[str, Any]:
        """The object of `status --json`."""
        parts = self._parts
        engine, suggestions, now = parts.engine, parts.suggestions, parts.clock.now()
        routine, local = engine.state.routine, now.wall.astimezone(engine.rules.zone)
        around = Around(
            version=__version__,
            level=suggestions.level(local),
            today=parts.history_cache.today,
            settings_error=parts.settings.error,
            idle_source=parts.entry.idle_source,
            read_first=() if routine is None else suggestions.read_first(routine.suggestion.items),
            extra={
                "today_sentence": day.sentence(parts.history_cache.today),
                "exercises_error": suggestions.loader.amiss(),
                "safety": feedback.safety(parts.history_cache.practice.care, local, lambda at: iso(at, engine.rules)),
            },
        )
        return status(engine.state, engine.rules, now, around)

    def feedback(self, source: str, args: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Take an answer; what it comes to, a line each.

        Raises:
            UncrickError: it is none, or is about nothing.
        """
        if "feedback" not in args:
            raise UsageError(_("Nothing was said"), _("Expected how it was, such as hurt."))
        given = {name: value for name, value in args.items() if name != "feedback"}
        return self._parts.feedback.tell(str(args["feedback"]), source, given)

    def asks_here(self, *, stopped: bool) -> bool:
        """Whether the terminal that led the last routine is to ask about it; that counts as asked."""
        return self._parts.feedback.asks_here(stopped=stopped)

    def forget(self) -> None:
        """The health answers have left the history: nothing here knows of them any more."""
        parts, now = self._parts, self._parts.clock.now()
        records = list(parts.history.records(now.wall - REMEMBERED))
        parts.history_cache.forget(
            feedback.HEALTH,
            practice.practice(records, parts.clock.zone(), parts.history_cache.rules),
            feedback.lately(records),
        )
        parts.feedback.forget()
        parts.profile_offer.read()
        parts.reviser.revise()
        parts.observers.state_changed(parts.engine.state, now, moved=True)

    def decisions(self, at: datetime | None) -> list[dict[str, str]]:
        """The last decisions, or those up to `at`."""
        parts = self._parts
        zone = parts.engine.rules.zone
        try:
            notes = parts.history.notes(KEPT_NOTES, at)
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
            raise UsageError(_("That lies ahead"), _("Only what has been can be told of."))
        return self._parts.snapshots.answer(at, self._parts.engine.rules)

    def facts(self) -> list[dict[str, Any]]:
        """What each part of the desktop says of itself, for `doctor`."""
        parts = self._parts
        ports = (parts.machine.tray, parts.machine.notifier, parts.machine.presence, parts.busy_poller)
        facts = [session(), *(fact for port in ports for fact in port.describe())]
        facts += [*parts.heartbeat.watchdog.describe(), *parts.isolation.facts(list)]
        return [{"what": what, "ok": ok, "text": text} for what, ok, text in facts]

    def is_settled(self) -> bool:
        """Whether every part of the desktop has started."""
        return self.is_up

    def reload(self) -> list[str]:
        """
        Read profile and settings again; the warnings.

        Raises:
            SettingsError: they cannot be used; the last good ones stay in force.
        """
        return self._parts.reload.reload()

    def tell(self, what: str) -> None:
        """Show an answer as a notification."""
        self._parts.clicks.tell(what)

    def guided(self) -> None:
        """A window leads through the routine from now on."""
        self._parts.window_guide.met()

    def leave(self) -> None:
        """End, once the reply is on its way."""
        self._parts.shutdown.leave()

    def fault(self) -> UncrickError | None:
        """What keeps an answer off the disk."""
        error = self._parts.history_cache.fault
        if error is None:
            return None
        return HistoryError(_("Your answer counts, but is not on disk yet"), f"{error.title}: {error.message}")
