"""What follows a routine: whether it hurt, which and how much, whether it still does, the day after, and the lock.

A question is asked here and closes by itself; every answer becomes a record, and what a record brings follows from it,
wherever it was said. The only clock is that of the looks that the daemon takes anyway; `next_look` asks for one.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from uncrick.app.dialogs.budget import QuestionBudget
from uncrick.app.dialogs.engine import is_gone, is_in_the_way, may_ask
from uncrick.app.dialogs.feedback_questions import OpenQuestion, Silence, keys, stays
from uncrick.app.dialogs.safety_card import CARD, SafetyCard
from uncrick.app.engine import Engine
from uncrick.app.history_cache import HistoryCache
from uncrick.app.requests.commands import Commands
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.history import pain as cares
from uncrick.core.history import safety_lock
from uncrick.core.history.pain import Care
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item, Kind, Record, Source
from uncrick.core.model.text import _
from uncrick.core.presentation import feedback
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.errors import UncrickError
from uncrick.ports import Clock, Notice, Notifier

log = logging.getLogger(__name__)

GUIDE, CARE = "guide", "care"


@dataclass(frozen=True, slots=True)
class Around:
    """
    What aftercare speaks to.

    Attributes:
        asks_first: whether something else has the question of that day.
        retired: an exercise was retired on that day.
        region: of the emergency number, as set.
    """

    clock: Clock
    engine: Engine
    suggestions: SuggestionSource
    history: HistoryCache
    notifier: Notifier
    commands: Commands
    budget: QuestionBudget
    asks_first: Callable[[date], bool]
    retired: Callable[[date], None]
    region: Callable[[], str]


class FeedbackDialog:
    """
    Asks sparingly, and makes records of the answers.

    Attributes:
        slots: of its notifications.
        card: the signs that mean stop.
    """

    def __init__(self, around: Around) -> None:
        self._around = around
        self._asking: OpenQuestion | None = None
        self._is_worth_asking = False
        self._is_silent = False
        self._followed_up = ""
        self._advised: datetime | None = None
        self.slots = (GUIDE, CARE, CARD)
        self.card = SafetyCard(
            around.clock,
            around.engine,
            around.suggestions,
            around.notifier,
            care=lambda: self._care,
            region=around.region,
            say=self._say,
        )

    # ------------------------------------------------------------ what is known

    @property
    def is_asking(self) -> bool:
        """A question, or its answer, is on the screen."""
        return self._asking is not None

    @property
    def next_look(self) -> float | None:
        """Ticks at which a question closes."""
        return None if self._asking is None else self._asking.until

    @property
    def _care(self) -> Care:
        return self._around.history.practice.care

    def _now(self) -> datetime:
        return self._around.clock.now().wall.astimezone(self._around.engine.rules.zone)

    def off(self) -> str:
        """`locked`, `unwell`, or "" while exercises are on."""
        return safety_lock.closed(self._care, self._now().date()) or ""

    def may_tell(self) -> bool:
        """A routine was done so lately that it may have hurt."""
        return bool(self._around.history.lately.about(self._now()))

    # ------------------------------------------------------------ what happens

    def writes(self, record: Record) -> None:
        """A record is about to be written: whether the routine that begins is worth a question."""
        if record.kind is Kind.STARTED:
            history = self._around.history
            self._is_worth_asking = feedback.worth_asking(record.routine, history.practice, history.lately)
            self._close()

    def farewell(self, *, completed: bool, stay: str) -> Notice | None:
        """The notice with which a routine ends that was led in notifications, and how long it stays; None: none."""
        from uncrick.app.dialogs import notices

        around, now = self._around, self._around.clock.now()
        state, last = around.engine.state, around.history.lately.last
        if last is None or self._is_silent or (not completed and last.source == Source.POLICY) or is_gone(state):
            return None
        free = not reasons(state, around.engine.rules)
        if not completed:
            asks = free and self.takes_question()
            what = "stopped" if asks else "closing"
            notice = notices.stopped(GUIDE, asks=asks)
        elif free and self._is_worth_asking and self.takes_question():
            what, notice = "after", notices.after(GUIDE, last.routine)
        else:
            what, notice = "closing", notices.closing(GUIDE, stay)
        self._asking = OpenQuestion(what, GUIDE, now.ticks + stays(what), last.routine, keys=keys(notice))
        return replace(notice, seconds=stays(what))

    def takes_question(self, *, before_all: bool = False) -> bool:
        """Whether one may be asked today, which then counts as asked; `before_all`: nothing else goes first."""
        today = self._around.engine.state.day.on
        return (before_all or not self._around.asks_first(today)) and self._around.budget.take(today)

    def asks_here(self, *, stopped: bool) -> bool:
        """Whether a terminal that led the last routine is to ask about it; that counts as asked."""
        return (stopped or self._is_worth_asking) and self.takes_question()

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """Close what was up long enough, or is in the way; ask what is due."""
        asking = self._asking
        if asking is not None:
            if now.ticks >= asking.until or (asking.slot != GUIDE and is_in_the_way(state, rules)):
                self._unanswered(asking)
            return
        if self._is_silent:
            return  # whoever is telling something gets the answer to it first
        local = now.wall.astimezone(rules.zone)
        hurt = cares.open_hurt(self._care, local)
        if hurt is not None and hurt.id != self._followed_up and may_ask(state, rules):
            self._followed_up = hurt.id
            left = (cares.SETTLED - (local - hurt.at)).total_seconds()
            self._ask_still(now.ticks + left, hurt.id)
        elif may_ask(state, rules) and (advice := self._new_advice(local)):
            self._around.notifier.show(_answer_notice(_("After what hurt"), *advice))
        elif may_ask(state, rules) and self._is_check_due(local):
            from uncrick.app.dialogs import notices

            self._ask("check", notices.check())

    def _is_check_due(self, now: datetime) -> bool:
        """It is after the first break of a day that follows on one with a reason to ask, and today may still ask."""
        today = self._around.history.today
        if not (today.breaks or today.part_done) or not self._around.budget.has_room(today.on):
            return False
        ids = cares.next_day(self._around.history.practice.care, now)
        hurt = any(cares.status_of(self._care, name, now) != cares.ACTIVE for name in ids)
        return bool(ids) and self.takes_question(before_all=hurt)

    def wrote(self, record: Record) -> None:
        """A record was written; what one of feedback brings, wherever it was said."""
        if record.kind is not Kind.FEEDBACK:
            return
        now = self._now()
        standings = [cares.status_of(self._care, name, now) for name in feedback.exercises_of(record.detail)]
        if record.feedback in ("hurt", "worse") and any(standing.status == "retired" for standing in standings):
            self._around.retired(now.date())
        if self._asking is not None and record.feedback in self._asking.kind.answers:
            self._close()  # it was answered elsewhere, such as on the command line

    def leave(self) -> None:
        """The daemon ends: a report that waits for its number is written without it."""
        if self._asking is not None and self._asking.kind.silence is Silence.REPORT:
            self._unanswered(self._asking)

    def forget(self) -> None:
        """What was told is told no more; a question that is up asks about nothing."""
        self._close()
        self._followed_up, self._advised, self._is_worth_asking = "", None, False

    # ------------------------------------------------------------ words

    def tell(self, word: str, source: str, args: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Have an answer written down; what it comes to, a line each.

        Raises:
            RefusedError: it is about nothing, or comes too soon.
            UsageError: an id that does not exist.
        """
        around, now = self._around, self._now()
        catalogue, practice = around.suggestions.catalogue, around.history.practice
        detail = feedback.detail(word, args, practice=practice, items=self._items(), catalogue=catalogue, now=now)
        self._silently("feedback", source, {"feedback": word, **detail})
        lines = feedback.comes_to(word, detail, self._care, catalogue, now)
        if not set(lines).isdisjoint(feedback.advice(self._care, catalogue, now)):
            self._advised = self._reported()
        return lines

    # ------------------------------------------------------------ clicks

    def hurts(self) -> None:
        """It hurt, says the tray: a routine that is on stops at once, and then it is asked how much."""
        items = self._items()
        if self._around.engine.state.routine is not None:
            self._silently("stop", Source.TRAY, {})
        self._report(items)

    def _items(self) -> tuple[Item, ...]:
        """What may have hurt: of a routine that is on, what was begun; else the last one."""
        routine = self._around.engine.state.routine
        if routine is None:
            return self._around.history.lately.about(self._now())
        from uncrick.core.presentation.timeline import step_at, steps

        walk = steps(routine.suggestion, self._around.suggestions.catalogue)
        at_hand = step_at(walk, routine.position(self._around.clock.now().ticks)).item
        return routine.suggestion.items[: at_hand + 1]

    def clicked(self, slot: str, key: str, today: date) -> None:
        """A button of one of the questions, or of the card."""
        if slot == CARD:
            self.card.clicked(key)
            return
        asking = self._asking
        if asking is None or asking.slot != slot or key not in asking.keys:
            if key == "hurt":  # of a notice that should have left: what is said counts
                self.hurts()
            else:
                # Which one is nobody's business but the person's.
                log.warning("a notification said something in %s, which it does not offer", slot)
            return
        self._close()
        if key == "hurt":
            self._report(asking.items)
        elif key == "unwell":
            self._unwell(asking)
        elif key == "more":
            self._ask_which(asking.items, asking.page + 1)
        elif key.startswith("item:"):
            self._ask_score(replace(asking, meant=(key.removeprefix("item:"),)))
        elif key in feedback.BANDS:
            self._hurt(asking, feedback.BANDS[key][1])
        else:
            self._answer(key, asking)

    def dismissed(self, slot: str, today: date) -> None:
        """A question was put away."""
        if self._asking is not None and self._asking.slot == slot:
            self._unanswered(self._asking)

    def _answer(self, word: str, asking: OpenQuestion) -> None:
        about = {"exercise": asking.exercises} if word in feedback.OF_ROUTINE else {}
        lines = self._say(word, about)
        if lines:
            self._show_outcome(lines)

    def _unwell(self, asking: OpenQuestion) -> None:
        """Unwell: the card at once; what was said to hurt before stays said."""
        if asking.name == "which":
            self._hurt(asking, None, quietly=True)
        self._say("unwell", {})
        self.card.show()

    def _hurt(self, asking: OpenQuestion, score: int | None, *, quietly: bool = False) -> None:
        lines = self._say("hurt", {"exercise": asking.exercises, "score": score})
        if lines and not quietly:
            self._show_outcome((*lines, _("In 10 minutes: whether it still hurts.")))

    # ------------------------------------------------------------ questions

    def _report(self, items: tuple[Item, ...]) -> None:
        if not items:
            self._around.notifier.show(
                _answer_notice(_("Nothing was done lately"), _("To say how it was: uncrick feedback --help"))
            )
        elif len({item.id for item in items}) > 1:
            self._ask_which(items, 0)
        else:
            self._ask_score(OpenQuestion("score", CARE, 0.0, items))

    def _ask_which(self, items: tuple[Item, ...], page: int) -> None:
        from uncrick.app.dialogs import notices

        different = tuple({item.id: item for item in items}.values())
        self._ask("which", notices.which(different, page), items=items, page=page)

    def _ask_score(self, asking: OpenQuestion) -> None:
        from uncrick.app.dialogs import notices

        self._ask("score", notices.how_much(), items=asking.items, meant=asking.meant)

    def _ask_still(self, until: float, report: str) -> None:
        from uncrick.app.dialogs import notices

        notice = notices.still()
        self._asking = OpenQuestion("still", notice.slot, until, keys=keys(notice), report=report)
        seconds = max(1.0, until - self._around.clock.now().ticks)
        self._around.notifier.show(replace(notice, seconds=seconds))

    def _ask(self, what: str, notice: Notice, **about: Any) -> None:
        until = self._around.clock.now().ticks + stays(what)
        self._asking = OpenQuestion(what, notice.slot, until, keys=keys(notice), **about)
        self._around.notifier.show(replace(notice, seconds=stays(what)))

    def _unanswered(self, asking: OpenQuestion) -> None:
        """It closes by itself, and that is no answer; one that was begun is taken as far as it came."""
        self._close()
        match asking.kind.silence:
            case Silence.REPORT:
                self._hurt(asking, None, quietly=True)
            case Silence.NO_ANSWER:
                self._say("no_answer", {"question": asking.name})
            case Silence.NOTHING:
                pass

    def _close(self) -> None:
        if self._asking is not None:
            self._around.notifier.withdraw(self._asking.slot)
            self._asking = None

    # ------------------------------------------------------------ saying it

    def _say(self, word: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        """By a click: what cannot be done is shown, for nobody waits for a reply."""
        try:
            return self.tell(word, Source.NOTIFICATION, given)
        except UncrickError as error:
            self._around.notifier.show(_answer_notice(error.title, error.message))
            return ()

    def _silently(self, word: str, source: str, args: Mapping[str, Any]) -> None:
        """Say a word that may end a routine, which then ends without a question."""
        self._is_silent = True
        try:
            self._around.commands.say(word, source, args)
        finally:
            self._is_silent = False

    def _show_outcome(self, lines: tuple[str, ...]) -> None:
        from uncrick.app.dialogs import notices

        self._ask("noted", notices.noted(lines))

    def _new_advice(self, now: datetime) -> tuple[str, ...]:
        """What the newest report gives cause to advise, once for each."""
        report = self._reported()
        if report is None or report == self._advised or now - report >= cares.ADVISES:
            return ()
        advice = feedback.advice(self._care, self._around.suggestions.catalogue, now)
        if advice:
            self._advised = report
        return advice

    def _reported(self) -> datetime | None:
        """When the newest report was given."""
        hurt, worse = self._care.hurt, self._care.worsened
        if hurt is None or worse is None:
            return worse if hurt is None else hurt.at
        return max(hurt.at, worse)


def _answer_notice(summary: str, *lines: str) -> Notice:
    from uncrick.app.dialogs import notices

    return notices.tells(summary, *lines)
