"""Asks why prompts are passed over, and whether they may be quieter (S12, S18); an answer changes the setting."""

import logging
from collections.abc import Callable
from datetime import date, timedelta

from uncrick import settings
from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.app.dialogs.engine import SETTLED, may_ask, translated, warn_of_unknown
from uncrick.app.dialogs.follow_ups import SURVEY
from uncrick.app.history_cache import HistoryCache
from uncrick.core.history.adherence import PROMPTS, QUIETER
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import N_, _
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.errors import UncrickError
from uncrick.ports import Button, Notice, Notifier

log = logging.getLogger(__name__)

# Seconds: three words are read at a glance, and what is not answered is gone before it is in the way.
UP = 30.0
ANSWERED = 15.0
# Whoever did not want to answer is not asked again for so long.
APART = timedelta(days=28)
QUARTER = 15 * 60.0

WHY = Notice(
    slot=SURVEY,
    summary=N_("Shall the prompts change?"),
    lines=(N_("One tap, and they do. No answer is fine too."),),
    buttons=(
        Button("too_often", N_("Too often")),
        Button("bad_time", N_("Bad time")),
        Button("more", N_("Something else…")),
    ),
    hint="uncrick settings edit",
    seconds=UP,
)
MORE = Notice(
    slot=SURVEY,
    summary=N_("What suits you better?"),
    lines=(N_("A tip and a walk; or the tray alone."),),
    buttons=(
        Button("not_useful", N_("Not useful to me")),
        Button("own_breaks", N_("I take breaks anyway")),
        Button("as_it_is", N_("Leave it")),
    ),
    hint=N_("uncrick settings set prompt.style tips, or badge"),
    seconds=UP,
)
OFFER = Notice(
    slot=SURVEY,
    summary=N_("Going well. Quieter prompts?"),
    lines=(N_("In the tray first, as a notification after 3 minutes."),),
    buttons=(Button("quieter", N_("Quieter")), Button("as_it_is", N_("As it is"))),
    hint="uncrick settings set prompt.style badge_first",
    seconds=UP,
)
STYLES = {
    "not_useful": ("tips", N_("Prompts now bring a tip and a walk.")),
    "own_breaks": ("badge", N_("Prompts now stay in the tray.")),
    "quieter": ("badge_first", N_("Prompts now begin in the tray.")),
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
        history: HistoryCache,
        notifier: Notifier,
        memory: DialogMemory,
        budget: QuestionBudget,
        *,
        style: Callable[[], str],
        reply: Callable[[str, str], None],
        reload: Callable[[], None],
    ) -> None:
        self.slots = (SURVEY,)
        self._path = path
        self._history = history
        self._notifier = notifier
        self._memory = memory
        self._budget = budget
        self._style = style
        self._reply = reply
        self._reload = reload
        self._about = PROMPTS
        self._free_since: float | None = None

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """Ask, should there be reason to, with the person at work and free."""
        adherence, today = self._history.adherence, state.day.on
        if not (adherence.is_to_ask or adherence.is_steady(today)) or not _is_free(state, rules):
            self._free_since = None
            return
        if self._free_since is None:
            self._free_since = now.ticks
        if now.ticks - self._free_since < SETTLED:
            return
        style = self._style()
        if adherence.is_to_ask and style != "badge":
            self._ask(PROMPTS, WHY, state, again=True)
        elif style == "full" and QUIETER not in adherence.answers:
            self._ask(QUIETER, OFFER, state, again=False)

    def _ask(self, about: str, question: Notice, state: State, *, again: bool) -> None:
        today, key = state.day.on, f"asked_{about}"
        last = self._memory.day(key)
        if (last is not None and (not again or today - last < APART)) or not self._budget.take(today):
            return
        self._memory.remember(key, today)
        self._about = about
        self._notifier.show(translated(question))

    def clicked(self, slot: str, key: str, today: date) -> None:
        """A button of one of the questions."""
        if key not in KEYS:
            warn_of_unknown(slot, key)
            return
        if key == "more":
            self._notifier.show(translated(MORE))
            return
        self._reply(key, self._about)
        if key == "as_it_is":
            return
        try:
            changed, undo = self._changed(key)
        except UncrickError as error:
            log.warning("%s", error.title)
            self._notifier.show(Notice(SURVEY, error.title, (error.message,), seconds=ANSWERED))
            return
        self._reload()
        self._notifier.show(
            Notice(SURVEY, changed, (_("Undo: {command}", command=undo),), seconds=ANSWERED, transient=True)
        )

    def dismissed(self, slot: str, today: date) -> None:
        """No answer is fine too."""

    def _changed(self, key: str) -> tuple[str, str]:
        """Write what was asked for; what changed, and the command that takes it back."""
        if key in STYLES:
            style, change = STYLES[key]
            return _(change), self._put("prompt.style", style)
        if key == "too_often":
            longer = settings.spoken(settings.parse_duration(str(settings.get(self._path, "breaks.every"))) + QUARTER)
            return _("Prompts now come every {duration}.", duration=longer), self._put("breaks.every", longer)
        hour = self._history.adherence.hour
        hours = settings.get(self._path, "quiet.hours")
        begin, end = f"{hour:02}:00", f"{hour + 1:02}:00"
        quiet = [*(hours if isinstance(hours, list) else []), f"{begin}-{end}"]
        return _("Quiet from {begin} to {end} now.", begin=begin, end=end), self._put("quiet.hours", "; ".join(quiet))

    def _put(self, name: str, word: str) -> str:
        before = settings.plain(settings.get(self._path, name))
        settings.put(self._path, name, word)
        quoted = before if before.replace("_", "").isalnum() else f'"{before}"'
        return f"uncrick settings set {name} {quoted}"


def _is_free(state: State, rules: Rules) -> bool:
    """The person may be asked, and has no prompt to think of."""
    return may_ask(state, rules) and state.prompt is None and not state.day.quiet
