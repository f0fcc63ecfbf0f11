"""The one engine of all questions: when they are asked, when they close, and what a click leads to."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from uncrick.app.dialogs.budget import QuestionBudget
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import _
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State
from uncrick.errors import UncrickError
from uncrick.ports import Button, Clicked, Clock, Notice, NoticeEvent, Notifier

log = logging.getLogger(__name__)

# Seconds after which somebody has gone back to work.
SETTLED = 10.0
# Seconds for which an answer to a click stays up.
ANSWER_STAYS = 10.0
# Seconds for which a change can be taken back by a click.
UNDO_STAYS = 20.0
# Seconds between two notices that nobody asked for, whatever they are about.
APART = 600.0

Action = Callable[[], object]
Answers = Mapping[str, Action]
"""What a click leads to, by the key of the button. An UncrickError that it raises is shown to the person."""


def nothing() -> None:
    """What most questions that stay unanswered lead to."""


@dataclass(frozen=True, slots=True)
class Question:
    """
    A notice, and what it leads to.

    A transient notice is withdrawn after its `seconds`; any other stays in the server's list, to be answered there.

    Attributes:
        answers: one for each button.
        unanswered: what it means that it closes, or is put away, without an answer.
        asked: called when it is about to be shown.
        is_free: it does not count as one of the questions of a day and a week.
        answered_by: words of feedback that answer it, wherever they are given.
        leaves_when_busy: it leaves when the person is gone, or must not be interrupted.
        stays_after_return: seconds; it waits for a person who is away, but not into the next day, nor into a break.
        leaves_after: seconds after which it is withdrawn, though it is not transient; or when a break begins.
        counts_at_exit: it is `unanswered` also when the daemon ends; else that says nothing.
    """

    notice: Notice
    answers: Answers = field(default_factory=dict)
    unanswered: Action = nothing
    asked: Action = nothing
    is_free: bool = False
    answered_by: tuple[str, ...] = ()
    leaves_when_busy: bool = False
    stays_after_return: float | None = None
    leaves_after: float | None = None
    counts_at_exit: bool = False


Due = Callable[[State, Rules, Moment], Question | None]
"""What is to be asked now."""


class Dialog(Protocol):
    """
    Something to ask about that nobody asked for: it keeps `APART` from the last of these.

    Attributes:
        answers: by slot, also for its notices that closed, or outlived the daemon that showed them.
    """

    @property
    def answers(self) -> Mapping[str, Answers]: ...

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """What is to be asked now; called after every event at which a question may be asked."""


@dataclass(slots=True)
class _Open:
    """A question that is up, since the day `on`; `until`: ticks at which it closes."""

    question: Question
    until: float | None
    on: date


class Dialogs:
    """
    Asks one question at a time, and limits them by the budget that all dialogs share.

    Args:
        look_at: asks for a look at these ticks.

    Attributes:
        awake: the notifications are there; before, nothing is asked.
        today: the person's day.
    """

    def __init__(
        self, notifier: Notifier, clock: Clock, budget: QuestionBudget, look_at: Callable[[float | None], None]
    ) -> None:
        self.awake = False
        self.today = date.min
        self.budget = budget
        self._notifier = notifier
        self._clock = clock
        self._look_at = look_at
        self._dialogs: tuple[Dialog, ...] = ()
        self._follow_ups: tuple[Due, ...] = ()
        self._last_unasked: float | None = None
        self._answers: dict[str, dict[str, Action]] = {}
        self._put_away: dict[str, Action] = {}
        self._open: dict[str, _Open] = {}

    def add(self, *dialogs: Dialog) -> None:
        """Ask about these from now on, the most urgent first."""
        self._dialogs = (*self._dialogs, *dialogs)
        for dialog in dialogs:
            for slot, answers in dialog.answers.items():
                self.answer(slot, answers)

    def add_follow_up(self, due: Due) -> None:
        """Ask what a person was promised to be asked, which waits for no other notice."""
        self._follow_ups = (*self._follow_ups, due)

    def answer(self, slot: str, answers: Answers, put_away: Action = nothing) -> None:
        """Have clicks in a slot answered, whatever is shown there; `put_away`: by the person."""
        self._answers.setdefault(slot, {}).update(answers)
        if put_away is not nothing:
            self._put_away[slot] = put_away

    @property
    def is_asking(self) -> bool:
        """Whether something with buttons is up that will close by itself."""
        return any(
            up.until is not None and up.question.answers and up.question.leaves_after is None
            for up in self._open.values()
        )

    # ------------------------------------------------------------ asking

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """After every event: close what was up long enough, or is in the way; ask what is due."""
        self.today = state.day.on
        for slot in tuple(self._open):
            up = self._open.get(slot)
            if up is not None and self._is_over(up, state, rules, now):
                self._leave_unanswered(slot)
        if self.awake:
            self._ask_what_is_due(state, rules, now)
        self._plan_look()

    def _plan_look(self) -> None:
        """Ask for a look when the next of them closes."""
        self._look_at(min((up.until for up in self._open.values() if up.until is not None), default=None))

    def _ask_what_is_due(self, state: State, rules: Rules, now: Moment) -> None:
        for due in self._follow_ups:
            if not self.is_asking and (question := due(state, rules, now)) is not None:
                self.ask(question)
        for dialog in self._dialogs:
            if self.is_asking or self._is_too_soon(now):
                return
            question = dialog.due(state, rules, now)
            if question is not None and (question.is_free or self.budget.take(self.today)):
                self._last_unasked = now.ticks
                question.asked()
                self.ask(question)

    def _is_too_soon(self, now: Moment) -> bool:
        return self._last_unasked is not None and now.ticks - self._last_unasked < APART

    def ask(self, question: Question) -> None:
        """Show a question."""
        self._notifier.show(self.open(question))

    def open(self, question: Question) -> Notice:
        """Take a question for shown; the notice that whoever has its slot is to show."""
        notice = question.notice
        seconds = notice.seconds if notice.transient else question.leaves_after
        until = self._clock.now().ticks + seconds if seconds else None
        self._open[notice.slot] = _Open(question, until, self.today)
        self._plan_look()
        return notice

    def tell(self, notice: Notice) -> None:
        """Show something that asks nothing."""
        self.ask(Question(notice))

    def tell_briefly(self, notice: Notice) -> None:
        """Show a small answer to a click, which leaves by itself."""
        self.tell(replace(notice, transient=True, seconds=ANSWER_STAYS))

    def tell_undoable(self, notice: Notice, undo: Action) -> None:
        """Show what a click changed, with a button that takes it back; the notice's hint names the command for it."""
        with_button = replace(notice, buttons=(Button("undo", _("Undo")),), transient=True, seconds=UNDO_STAYS)
        self.ask(Question(with_button, {"undo": undo}))

    # ------------------------------------------------------------ closing

    def _is_over(self, up: _Open, state: State, rules: Rules, now: Moment) -> bool:
        question = up.question
        if question.stays_after_return is not None:
            if state.day.on != up.on or state.routine is not None or state.shown is not None:
                return True
            if state.presence.absence is not None:
                up.until = None
            elif up.until is None:
                up.until = now.ticks + question.stays_after_return
        if question.leaves_after is not None and state.routine is not None:  # it would lie over the break's window
            return True
        if question.leaves_when_busy and is_in_the_way(state, rules):
            return True
        return up.until is not None and now.ticks >= up.until

    def close(self, *slots: str) -> None:
        """Withdraw what is up in these slots; that is neither an answer nor none."""
        for slot in slots:
            if self._open.pop(slot, None) is not None:
                self._notifier.withdraw(slot)

    def answered_elsewhere(self, word: str) -> None:
        """Feedback was given, such as on the command line: close the question that it answers."""
        self.close(*[slot for slot, up in self._open.items() if word in up.question.answered_by])

    def leave(self) -> None:
        """The daemon ends."""
        for slot in [slot for slot, up in self._open.items() if up.question.counts_at_exit]:
            self._leave_unanswered(slot)

    def _leave_unanswered(self, slot: str) -> None:
        up = self._open.get(slot)
        if up is not None:
            self.close(slot)
            self.do(up.question.unanswered)

    # ------------------------------------------------------------ clicks

    def noticed(self, event: NoticeEvent) -> None:
        """A notification was clicked, or put away by the person."""
        if isinstance(event, Clicked):
            self._clicked(event.slot, event.key)
        else:
            self.do(self._put_away.get(event.slot, nothing))
            self._leave_unanswered(event.slot)

    def _clicked(self, slot: str, key: str) -> None:
        up = self._open.get(slot)
        if up is not None and key in up.question.answers:
            self.close(slot)
            self.do(up.question.answers[key])
        elif (action := self._answers.get(slot, {}).get(key)) is not None:
            self.do(action)
        else:
            # Which button: it may say something about a person's health.
            log.warning("a notification said something in %s, which it does not offer", slot)

    def do(self, action: Action) -> None:
        """Do what a click leads to; what cannot be done is shown, for nobody waits for a reply."""
        try:
            action()
        except UncrickError as error:
            self.tell_briefly(Notice("refusal", error.title, (error.message,)))


def translated(notice: Notice) -> Notice:
    """The notice in the person's language; its texts were marked with N_."""
    return replace(
        notice,
        summary=_(notice.summary),
        lines=tuple(_(line) for line in notice.lines),
        buttons=tuple(replace(button, label=_(button.label)) for button in notice.buttons),
        hint=_(notice.hint),
    )


def may_ask(state: State, rules: Rules) -> bool:
    """The person is at work, and nothing suppresses prompts."""
    return state.phase is Phase.WORKING and state.presence.silence is None and not reasons(state, rules)


def is_soon_after_prompt(state: State, now: Moment) -> bool:
    """A prompt was first shown less than `APART` ago."""
    shown = state.first_showings
    return shown is not None and now.ticks - shown.latest < APART


def is_soon_before_prompt(state: State, rules: Rules, now: Moment) -> bool:
    """A prompt may come in less than `APART`, should the person be at work; none does right after a break."""
    if state.day.off or state.count == 0:
        return False
    if state.waiting is not None:
        return state.waiting.until - now.ticks < APART
    return rules.breaks.every - rules.breaks.window - state.count < APART


def is_soon_after_ignored(state: State, now: Moment) -> bool:
    """A prompt that got no answer was shown less than `APART` ago."""
    return state.badge is not None and now.ticks - state.badge.since < APART


def is_gone(state: State) -> bool:
    """Nobody is there to answer, or wants to be asked."""
    locked, asleep = state.presence.locked_since, state.presence.asleep_since
    return locked is not None or asleep is not None or state.pause is not None or state.day.off


def is_in_the_way(state: State, rules: Rules) -> bool:
    """A question that is up has to leave."""
    return is_gone(state) or bool(reasons(state, rules))
