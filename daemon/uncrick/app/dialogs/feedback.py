"""Asks what follows a routine: whether it hurt, which and how much, whether it still does, and the day after."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from uncrick.app.dialogs import notices
from uncrick.app.dialogs.engine import Action, Answers, Dialogs, Question, is_gone, may_ask, nothing
from uncrick.app.dialogs.feedback_recorder import FeedbackRecorder
from uncrick.app.engine import Engine
from uncrick.app.history_cache import HistoryCache
from uncrick.core.history import pain
from uncrick.core.model.moment import Moment
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Item, Kind, Record, Source
from uncrick.core.model.text import _
from uncrick.core.presentation import feedback
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.ports import Notice

ABOUT_ROUTINE = (*feedback.OF_ROUTINE, "unwell")

_care_question = partial(Question, is_free=True, leaves_when_busy=True)


class FeedbackDialog:
    """
    Asks sparingly, and has the answers written down.

    Args:
        show_card: shows the signs that mean stop.
        take_back: takes the last answer back.
        asks_first: whether something else has the question of that day.
        retired: called when an exercise was retired on that day.
    """

    def __init__(
        self,
        recorder: FeedbackRecorder,
        dialogs: Dialogs,
        engine: Engine,
        history: HistoryCache,
        *,
        show_card: Action,
        take_back: Action,
        asks_first: Callable[[date], bool],
        retired: Callable[[date], None],
    ) -> None:
        hurt = {"hurt": self.report_pain}
        self.answers: Mapping[str, Answers] = {notices.GUIDE: {**hurt, "undo": take_back}, notices.CARE: hurt}
        self._recorder = recorder
        self._dialogs = dialogs
        self._engine = engine
        self._history = history
        self._show_card = show_card
        self._take_back = take_back
        self._asks_first = asks_first
        self._retired = retired
        self._is_worth_asking = False
        self._followed_up = ""

    # ------------------------------------------------------------ when to ask

    def record_due(self, record: Record) -> None:
        """A record is about to be written: whether the routine that begins is worth a question."""
        if record.kind is Kind.STARTED:
            history = self._history
            self._is_worth_asking = feedback.worth_asking(record.routine, history.practice, history.lately)
        if record.kind in (Kind.STARTED, Kind.UNDONE):
            self._dialogs.close(notices.GUIDE, notices.CARE)

    def record_written(self, record: Record) -> None:
        """A record was written; what one of feedback brings, wherever it was given."""
        if record.kind is not Kind.FEEDBACK:
            return
        now = self._recorder.now()
        ids = feedback.exercises_of(record.detail)
        statuses = [pain.status_of(self._recorder.care, name, now).status for name in ids]
        if record.feedback in ("hurt", "worse") and "retired" in statuses:
            self._retired(day_of(now))
        if record.feedback is not None:
            self._dialogs.answered_elsewhere(record.feedback)

    def farewell(self, *, completed: bool, stay: str) -> Notice | None:
        """The notice with which a routine ends that was led in notifications; None: none."""
        state, last = self._engine.state, self._history.lately.last
        silent = self._recorder.is_recording or is_gone(state)
        if last is None or silent or (not completed and last.source == Source.POLICY):
            return None
        wanted = self._is_worth_asking or not completed
        asks = wanted and not reasons(state, self._engine.rules) and self.takes_question()
        undoable = state.answered is not None
        if not completed:
            notice = notices.stopped(asks=asks, undoable=undoable)
        else:
            notice = notices.after(last.routine) if asks else notices.closing(stay, undoable=undoable)
        answers = self._recorded(notice, exercise=_ids(last.routine)) | {
            "hurt": partial(self._report, last.routine),
            "undo": self._take_back,
        }
        unanswered = self._no_answer("after" if completed else "stopped") if asks else nothing
        return self._dialogs.open(Question(notice, answers, unanswered, answered_by=ABOUT_ROUTINE))

    def takes_question(self) -> bool:
        """Whether one may be asked today, which then counts as asked."""
        today = self._dialogs.today
        return not self._asks_first(today) and self._dialogs.budget.take(today)

    def asks_here(self, *, stopped: bool) -> bool:
        """Whether a terminal that led the last routine is to ask about it; that counts as asked."""
        return (stopped or self._is_worth_asking) and self.takes_question()

    def due(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """How it is on the day after."""
        may = may_ask(state, rules) and not self._recorder.is_recording
        return self._check(state.day.on) if may else None

    def follow_up(self, state: State, rules: Rules, now: Moment) -> Question | None:
        """What a report of pain leads to later: whether it still hurts, and advice."""
        if self._recorder.is_recording or not may_ask(state, rules):
            return None  # whoever is telling something gets the answer to it first
        local = now.wall.astimezone(rules.zone)
        hurt = pain.open_hurt(self._recorder.care, local)
        if hurt is not None and hurt.id != self._followed_up:
            self._followed_up = hurt.id
            return self._still((hurt.ask_until - local).total_seconds())
        if advice := self._recorder.new_advice():
            return _unasked(_("After the exercise that hurt"), *advice)
        return None

    def _check(self, today: date) -> Question | None:
        """After the first break of a day that follows on a report, or on a new level, if today may still ask."""
        done, recorder = self._history.today, self._recorder
        if not (done.breaks or done.part_done) or not self._dialogs.budget.has_room(today):
            return None
        now = recorder.now()
        ids = pain.next_day(recorder.care, now)
        hurt = any(pain.status_of(recorder.care, name, now) != pain.ACTIVE for name in ids)
        wanted = hurt or (pain.follows_new_level(recorder.care, today) and not self._asks_first(today))
        if not ids or not wanted:
            return None
        notice = notices.check()
        return _care_question(
            notice, self._recorded(notice), self._no_answer("check"), answered_by=feedback.CHECK, is_free=False
        )

    def _still(self, seconds: float) -> Question:
        notice = notices.still(seconds)
        return _care_question(
            notice, self._recorded(notice), self._no_answer("still"), answered_by=("gone", "still", "hurt")
        )

    def forget(self) -> None:
        """The health answers have left the history; a question that is up asks about nothing."""
        self._dialogs.close(notices.GUIDE, notices.CARE)
        self._recorder.forget()
        self._followed_up, self._is_worth_asking = "", False

    # ------------------------------------------------------------ what an answer leads to

    def report_pain(self) -> None:
        """It hurt: a routine that is on stops at once, and then it is asked how much."""
        items = self._recorder.items()
        self._recorder.stop_routine()
        self._report(items)

    def _report(self, items: tuple[Item, ...]) -> None:
        self._dialogs.close(notices.GUIDE)
        if not items:
            self._dialogs.ask(
                _unasked(
                    _("There was no break in the last while to report on"),
                    hint=_("You can also say how a break was. See: uncrick feedback --help"),
                )
            )
        elif "," in _ids(items):
            self._ask_which(tuple({item.id: item for item in items}.values()))
        else:
            self._ask_score(_ids(items))

    def _ask_which(self, items: tuple[Item, ...], page: int = 0) -> None:
        answers: dict[str, Action] = {f"item:{item.id}": partial(self._ask_score, item.id) for item in items}
        answers["more"] = partial(self._ask_which, items, page + 1)
        answers["unwell"] = partial(self._unwell, also_hurt=_ids(items))
        self._ask_report(notices.which(items, page), answers, _ids(items))

    def _ask_score(self, ids: str) -> None:
        answers: dict[str, Action] = {
            key: partial(self._hurt, ids, score) for key, (_label, score) in feedback.BANDS.items()
        }
        answers["unwell"] = partial(self._unwell, also_hurt=ids)
        self._ask_report(notices.how_much(), answers, ids)

    def _ask_report(self, notice: Notice, answers: Answers, ids: str) -> None:
        """Half of a report is up: without the other half it counts as far as it came."""
        unanswered = partial(self._record, "hurt", exercise=ids, score=None)
        self._dialogs.ask(_care_question(notice, answers, unanswered, answered_by=ABOUT_ROUTINE, counts_at_exit=True))

    def _hurt(self, ids: str, score: int) -> None:
        lines = self._record("hurt", exercise=ids, score=score)
        self._show_outcome((*lines, _("I will ask once more in 10 minutes.")) if lines else ())

    def _unwell(self, *, also_hurt: str = "") -> None:
        """The card at once; what was said to hurt before is recorded too."""
        if also_hurt:
            self._dialogs.do(partial(self._record, "hurt", exercise=also_hurt, score=None))
        self._dialogs.do(partial(self._record, "unwell"))
        self._show_card()

    def _answer(self, word: str, about: Mapping[str, Any]) -> None:
        self._show_outcome(self._record(word, **about))

    def _show_outcome(self, lines: tuple[str, ...]) -> None:
        if lines:
            self._dialogs.ask(_care_question(notices.noted(lines), {"unwell": self._unwell}))

    def _record(self, word: str, **given: Any) -> tuple[str, ...]:
        return self._recorder.record(word, Source.NOTIFICATION, given)

    def _recorded(self, notice: Notice, **about: Any) -> dict[str, Action]:
        """Answers that are recorded under the keys of the buttons."""
        return {
            key: partial(self._answer, key, about if key in feedback.OF_ROUTINE else {})
            for key in (button.key for button in notice.buttons)
        }

    def _no_answer(self, question: str) -> Action:
        return partial(self._record, "no_answer", question=question)


def _ids(items: tuple[Item, ...]) -> str:
    """Their ids, each once, joined by commas."""
    return ",".join(dict.fromkeys(item.id for item in items))


def _unasked(summary: str, *lines: str, hint: str = "") -> Question:
    return Question(replace(notices.tells(summary, *lines), hint=hint), is_free=True)
