"""Asks why prompts are passed over, and whether they may be quieter (S12, S18); an answer changes the setting."""

import logging
from collections.abc import Callable
from datetime import timedelta

from uncrick import settings
from uncrick.app.dialogs.follow_ups import ENQUIRY
from uncrick.app.dialogs.onboarding import Onboarding
from uncrick.app.history_cache import HistoryCache
from uncrick.core.history.adherence import PROMPTS, QUIETER
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State
from uncrick.errors import UncrickError
from uncrick.ports import Button, Notice, Notifier

log = logging.getLogger(__name__)

# Seconds in which the person has gone back to work.
AFTER = 10.0
# Seconds: three words are read at a glance, and what is not answered is gone before it is in the way.
UP = 30.0
ANSWERED = 15.0
# Whoever did not want to answer is not asked again for so long.
APART = timedelta(days=28)
QUARTER = 15 * 60.0

WHY = Notice(
    slot=ENQUIRY,
    summary="Shall the prompts change?",
    lines=("One tap, and they do. No answer is fine too.",),
    buttons=(Button("too_often", "Too often"), Button("bad_time", "Bad time"), Button("more", "Something else…")),
    hint="uncrick settings edit",
    seconds=UP,
)
MORE = Notice(
    slot=ENQUIRY,
    summary="What suits you better?",
    lines=("A tip and a walk; or the tray alone.",),
    buttons=(
        Button("not_useful", "Not useful to me"),
        Button("own_breaks", "I take breaks anyway"),
        Button("as_it_is", "Leave it"),
    ),
    hint="uncrick settings set prompt.style tips, or badge",
    seconds=UP,
)
OFFER = Notice(
    slot=ENQUIRY,
    summary="Going well. Quieter prompts?",
    lines=("In the tray first, as a notification after 3 minutes.",),
    buttons=(Button("quieter", "Quieter"), Button("as_it_is", "As it is")),
    hint="uncrick settings set prompt.style badge_first",
    seconds=UP,
)
STYLES = {
    "not_useful": ("tips", "Prompts now bring a tip and a walk."),
    "own_breaks": ("badge", "Prompts now stay in the tray."),
    "quieter": ("badge_first", "Prompts now begin in the tray."),
}

KEYS = frozenset(button.key for notice in (WHY, MORE, OFFER) for button in notice.buttons)


class PromptSurvey:
    """
    The two questions about the prompts themselves.

    Args:
        style: `prompt.style` as it is now.
        reply: keeps an answer: what it was, and what it was about.
        reload: has the settings read again.
    """

    def __init__(
        self,
        path: str,
        ledger: HistoryCache,
        notifier: Notifier,
        first: Onboarding,
        *,
        style: Callable[[], str],
        reply: Callable[[str, str], None],
        reload: Callable[[], None],
    ) -> None:
        self._path = path
        self._ledger = ledger
        self._notifier = notifier
        self._first = first
        self._style = style
        self._reply = reply
        self._reload = reload
        self._about = PROMPTS
        self._free_since: float | None = None

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """Ask, should there be reason to, with the person at work and free."""
        met, today = self._ledger.adherence, state.day.on
        if not (met.is_to_ask or met.is_steady(today)) or not _suits(state, rules):
            self._free_since = None
            return
        if self._free_since is None:
            self._free_since = now.ticks
        if now.ticks - self._free_since < AFTER:
            return
        style = self._style()
        if met.is_to_ask and style != "badge":
            self._ask(PROMPTS, WHY, state, again=True)
        elif style == "full" and QUIETER not in met.answers:
            self._ask(QUIETER, OFFER, state, again=False)

    def _ask(self, about: str, question: Notice, state: State, *, again: bool) -> None:
        today, key = state.day.on, f"asked_{about}"
        last = self._first.last(key)
        if (last is not None and (not again or today - last < APART)) or not self._first.may_ask(today):
            return
        self._first.has_asked(today)
        self._first.has_said(key, today)
        self._about = about
        self._notifier.show(question)

    def knows(self, key: str) -> bool:
        """Whether one of the questions has that button."""
        return key in KEYS

    def clicked(self, key: str) -> None:
        """A button of either question."""
        if key == "more":
            self._notifier.show(MORE)
            return
        self._reply(key, self._about)
        if key == "as_it_is":
            return
        try:
            changed, undo = self._changed(key)
        except UncrickError as error:
            log.warning("%s", error.title)
            self._notifier.show(Notice(ENQUIRY, error.title, (error.message,), seconds=ANSWERED))
            return
        self._reload()
        self._notifier.show(Notice(ENQUIRY, changed, (f"Undo: {undo}",), seconds=ANSWERED, transient=True))

    def _changed(self, key: str) -> tuple[str, str]:
        """Write what was asked for; what changed, and the command that takes it back."""
        if key in STYLES:
            style, said = STYLES[key]
            return said, self._put("prompt.style", style)
        if key == "too_often":
            longer = settings.spoken(settings.parse_duration(str(settings.get(self._path, "breaks.every"))) + QUARTER)
            return f"Prompts now come every {longer}.", self._put("breaks.every", longer)
        hour = self._ledger.adherence.hour
        hours = settings.get(self._path, "quiet.hours")
        quiet = [*(hours if isinstance(hours, list) else []), f"{hour:02}:00-{hour + 1:02}:00"]
        return f"Quiet from {hour:02}:00 to {hour + 1:02}:00 now.", self._put("quiet.hours", "; ".join(quiet))

    def _put(self, name: str, word: str) -> str:
        before = settings.plain(settings.get(self._path, name))
        settings.put(self._path, name, word)
        quoted = before if before.replace("_", "").isalnum() else f'"{before}"'
        return f"uncrick settings set {name} {quoted}"


def _suits(state: State, rules: Rules) -> bool:
    """The person is at work, has no prompt to think of, and may be spoken to."""
    return (
        state.phase is Phase.WORKING
        and state.prompt is None
        and state.quiet_since is None
        and not state.day.quiet
        and not reasons(state, rules)
    )
