"""Asks why prompts are passed over, and whether they may be quieter (S12, S18); an answer changes the setting."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from uncrick import settings
from uncrick.app.dialogs.budget import DialogMemory
from uncrick.app.dialogs.engine import (
    SETTLED,
    Answers,
    Dialogs,
    Question,
    is_soon_after_ignored,
    may_ask,
    translated,
)
from uncrick.app.history_cache import HistoryCache
from uncrick.app.requests.commands import Commands
from uncrick.core.history.adherence import PROMPTS, QUIETER
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import N_, _
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.ports import Button, Notice

SURVEY = "enquiry"
# Seconds: three words are read at a glance, and what is not answered is gone before it is in the way.
UP = 30.0
# Whoever did not want to answer is not asked again for so long.
APART = timedelta(days=28)
QUARTER = 15 * 60.0

WHY = Notice(
    slot=SURVEY,
    summary=N_("Do the breaks suit you?"),
    lines=(N_("Choose what bothers you, and it changes. No answer is fine too."),),
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
    lines=(N_("Only a tip and a walk, or only a mark in the tray."),),
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
    summary=N_("You take breaks reliably. Quieter reminders?"),
    lines=(N_("The tray first, and a notification after 3 minutes."),),
    buttons=(Button("quieter", N_("Quieter")), Button("as_it_is", N_("Leave it as it is"))),
    hint="uncrick settings set prompt.style badge_first",
    seconds=UP,
)
STYLES = {
    "not_useful": ("tips", N_("From now on you get a tip and a walk.")),
    "own_breaks": ("badge", N_("From now on breaks only show in the tray.")),
    "quieter": ("badge_first", N_("From now on breaks show in the tray first.")),
}


class PromptSurvey:
    """
    The two questions about the prompts themselves.

    Args:
        path: of the settings file.
        style: `prompt.style` as it is now.
        reload: has the settings read again.
    """

    def __init__(
        self,
        path: str,
        history: HistoryCache,
        memory: DialogMemory,
        commands: Commands,
        dialogs: Dialogs,
        *,
        style: Callable[[], str],
        reload: Callable[[], None],
    ) -> None:
        self._path = path
        self._history = history
        self._memory = memory
        self._commands = commands
        self._dialogs = dialogs
        self._style = style
        self._reload = reload
        self._free_since: float | None = None
        self._about_style: Answers = {
            "quieter": partial(self._change, "quieter", QUIETER),
            "as_it_is": partial(commands.reply, "as_it_is", QUIETER),
        }
        self._about_prompts: Answers = {
            **{
                key: partial(self._change, key, PROMPTS)
                for key in ("too_often", "bad_time", "not_useful", "own_breaks")
            },
            "more": self._ask_more,
            "as_it_is": partial(commands.reply, "as_it_is", PROMPTS),
        }
        self.answers: Mapping[str, Answers] = {SURVEY: {**self._about_style, **self._about_prompts}}

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """There is reason to ask, and the person has been at work and free for a moment."""
        adherence, today = self._history.adherence, state.day.on
        if not (adherence.is_to_ask or adherence.is_steady(today)) or not _is_free(state, rules):
            self._free_since = None
            return None
        if self._free_since is None:
            self._free_since = now.ticks
        if now.ticks - self._free_since < SETTLED or is_soon_after_ignored(state, now):
            return None
        style = self._style()
        if adherence.is_to_ask and style != "badge":
            last = self._memory.day(f"asked_{PROMPTS}")
            return None if last is not None and today - last < APART else self._question(PROMPTS, WHY)
        if style == "full" and QUIETER not in adherence.answers and self._memory.day(f"asked_{QUIETER}") is None:
            return self._question(QUIETER, OFFER)
        return None

    def _question(self, about: str, notice: Notice) -> Question:
        answers = self._about_prompts if about == PROMPTS else self._about_style
        asked = partial(self._memory.remember, f"asked_{about}", self._dialogs.today)
        return Question(translated(notice), answers, asked=asked)

    def _ask_more(self) -> None:
        self._dialogs.ask(Question(translated(MORE), self._about_prompts))

    def _change(self, key: str, about: str) -> None:
        """Do what was asked for, and offer to take it back."""
        self._commands.reply(key, about)
        text, name, before = self._changed(key)
        self._reload()
        undo = _("Undo: {command}", command=f"uncrick settings set {name} {_quoted(before)}")
        self._dialogs.tell_undoable(Notice(SURVEY, text, hint=undo), partial(self._undo, name, before))

    def _undo(self, name: str, before: str) -> None:
        settings.put(self._path, name, before)
        self._reload()
        self._dialogs.tell_briefly(Notice(SURVEY, _("It is as it was before.")))

    def _changed(self, key: str) -> tuple[str, str, str]:
        """Write what was asked for; what changed, the setting, and what it was before."""
        if key in STYLES:
            style, change = STYLES[key]
            return (_(change), *self._put("prompt.style", style))
        if key == "too_often":
            longer = settings.spoken(settings.parse_duration(str(settings.get(self._path, "breaks.every"))) + QUARTER)
            text = _("From now on a break comes every {duration}.", duration=longer)
            return (text, *self._put("breaks.every", longer))
        hour = self._history.adherence.hour
        hours = settings.get(self._path, "quiet.hours")
        begin, end = f"{hour:02}:00", f"{hour + 1:02}:00"
        quiet = [*(hours if isinstance(hours, list) else []), f"{begin}-{end}"]
        text = _("It is now quiet from {begin} to {end}.", begin=begin, end=end)
        return (text, *self._put("quiet.hours", "; ".join(quiet)))

    def _put(self, name: str, word: str) -> tuple[str, str]:
        before = settings.plain(settings.get(self._path, name))
        settings.put(self._path, name, word)
        return name, before


def _quoted(word: str) -> str:
    """As a shell takes it."""
    return word if word.replace("_", "").isalnum() else f'"{word}"'


def _is_free(state: State, rules: Rules) -> bool:
    """The person may be asked, and has no prompt to think of."""
    return may_ask(state, rules) and state.prompt is None and not state.day.quiet
