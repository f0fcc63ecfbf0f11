"""Offers the profile after a finished routine, takes the short answer, and knows what suggestions go by until then."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from uncrick.app.dialogs.engine import SETTLED, Action, Answers, Dialogs, Question, may_ask, translated
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import N_
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.errors import UncrickError
from uncrick.ports import Button, Notice
from uncrick.storage import profile_file
from uncrick.storage.profile_file import OFFERS, StoredProfile

log = logging.getLogger(__name__)

PROFILE = "profile"
# Seconds: a question about one's health is thought about; the tray keeps it afterwards.
UP = 45.0
# Seconds for which a notice stays that names what to do outside of it.
READ = 30.0

QUESTION = Notice(
    slot=PROFILE,
    summary=N_("One question before neck exercises"),
    lines=(
        N_(
            "Any neck or back problem a doctor knows of? Dizziness, stroke, a numb or weak arm, shoulder, heart, "
            "pregnancy, osteoporosis?"
        ),
    ),
    buttons=(Button("none", N_("No")), Button("list", N_("Yes or not sure…")), Button("later", N_("Later"))),
    hint=N_("Answer with: uncrick profile, or in the tray menu."),
    seconds=UP,
)
REMINDER = Notice(
    slot=PROFILE,
    summary=N_("Has anything about your health changed?"),
    lines=(N_("If so, look at your answers, so that the exercises still suit you."),),
    buttons=(Button("list", N_("Look at my answers…")),),
    hint="uncrick profile",
    seconds=READ,
)
TAKEN = Notice(
    slot=PROFILE,
    summary=N_("Neck exercises will come from now on"),
    lines=(N_("You can change your answer in the settings, under About you."),),
)
POSTPONED = Notice(
    slot=PROFILE,
    summary=N_("All right, later"),
    lines=(N_("Until you answer, neck exercises are left out. You find the question in the tray menu."),),
)
DECLINED = Notice(
    slot=PROFILE,
    summary=N_("All right, you will not be asked again"),
    lines=(N_("Only easy neck exercises will come. Stop whenever one does not feel right."),),
)
IN_TERMINAL = Notice(
    slot=PROFILE,
    summary=N_("A few questions in the terminal"),
    lines=(N_("Type this in a terminal: uncrick profile. The tray menu keeps the question until then."),),
    seconds=READ,
)


class ProfileOffer:
    """
    What the daemon knows of the profile, and the one question about it.

    Args:
        show_list: opens the page with all questions; where there is none, does what it is given instead.

    Attributes:
        error: what is wrong with the file.
    """

    def __init__(
        self,
        path: str,
        suggestions: SuggestionSource,
        dialogs: Dialogs,
        show_list: Callable[[Action], None],
    ) -> None:
        self.answers: Mapping[str, Answers] = {
            PROFILE: {
                "none": self._answer_none,
                "list": partial(show_list, self._name_command),
                "later": self._postpone,
            }
        }
        self.error: UncrickError | None = None
        self._path = path
        self._suggestions = suggestions
        self._dialogs = dialogs
        self._stored = StoredProfile()
        self._finished: float | None = None

    def read(self) -> None:
        """Take up what is in the file; `error` says what is wrong with it, and then the profile stays as it was."""
        try:
            stored = profile_file.load(self._path)
        except UncrickError as error:
            log.warning("%s", error.title)
            self.error = error
            return
        self.error = None
        self._take(stored)

    @property
    def is_open(self) -> bool:
        """The question was put once, and can still be answered."""
        return self._stored.is_open

    def change(self, change: Callable[[StoredProfile], StoredProfile]) -> None:
        """Change what is stored, and go by it from now on."""
        self._take(profile_file.update(self._path, change))

    def ask_now(self) -> None:
        """The question again, because the person wants to answer it."""
        self._dialogs.ask(Question(translated(QUESTION), self.answers[PROFILE]))

    def is_waiting(self, today: date) -> bool:
        """The question of that day is this one."""
        return self._stored.is_to_offer(today) or self._stored.is_old(today)

    def retired(self, today: date) -> None:
        """An exercise was taken out for pain: after a next routine the profile is mentioned again."""
        if self._stored.answered is not None or self._stored.declined is not None:
            self._count(lambda stored: replace(stored, renewed=today))

    def finished(self, ticks: float) -> None:
        """A routine was done to its end."""
        self._finished = ticks

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """Shortly after a routine, with the person back at work and not in a call."""
        today = state.day.on
        if self._stored.is_left(today):
            self._count(lambda stored: stored.decline(today) if stored.is_left(today) else stored)
        if self._finished is None or now.ticks - self._finished < SETTLED or not may_ask(state, rules):
            return None
        self._finished = None
        if self._stored.is_to_offer(today):
            offered = partial(self._count, lambda stored: replace(stored, offers=stored.offers + 1, offered=today))
            return Question(translated(QUESTION), self.answers[PROFILE], self._put_off, offered)
        if self._stored.is_old(today):
            reminded = partial(self._count, lambda stored: stored.remind(today))
            return Question(translated(REMINDER), self.answers[PROFILE], asked=reminded)
        return None

    def _put_off(self) -> None:
        """Put away: no answer, and the third of these is one."""
        today = self._dialogs.today
        if self._stored.offers >= OFFERS and not self._stored.profile.asked:
            self._count(lambda stored: stored if stored.profile.asked else stored.decline(today))

    def _postpone(self) -> None:
        """Put off by a click, which gets an answer."""
        self._put_off()
        self._dialogs.tell_briefly(translated(POSTPONED if self._stored.is_open else DECLINED))

    def _name_command(self) -> None:
        self._dialogs.tell(translated(IN_TERMINAL))

    def _answer_none(self) -> None:
        """None of these, unless the list was answered meanwhile."""

        def answered(stored: StoredProfile) -> StoredProfile:
            if stored.answered is not None:
                return stored
            return stored.answer(replace(stored.answers, conditions=frozenset()), self._dialogs.today)

        stored = profile_file.update(self._path, answered)
        self._take(stored)
        if not stored.answers.conditions:
            self._dialogs.tell_briefly(translated(TAKEN))

    def _count(self, change: Callable[[StoredProfile], StoredProfile]) -> None:
        """Keep a count; a disk that takes none is no reason to ask for ever."""
        try:
            self._take(profile_file.update(self._path, change))
        except UncrickError as error:
            log.warning("%s", error.title)
            self._take(change(self._stored))

    def _take(self, stored: StoredProfile) -> None:
        self._stored = stored
        self._suggestions.profile = stored.profile
        self._suggestions.first_level_only = stored.declined is not None
        if stored.profile.asked:
            self._dialogs.close(PROFILE)
