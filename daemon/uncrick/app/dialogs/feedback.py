"""What follows a routine: whether it hurt, which and how much, whether it still does, the day after, and the lock.

A question is asked here and closes by itself; every answer becomes a record, and what a record brings follows from it,
wherever it was said. The only clock is that of the looks that the daemon takes anyway; `next_look` asks for one.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from uncrick.app.commands import Commands
from uncrick.app.dialogs.onboarding import Onboarding
from uncrick.app.engine import Engine
from uncrick.app.history_cache import HistoryCache
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.history import pain as cares
from uncrick.core.history.pain import Care
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item, Kind, Record, Source
from uncrick.core.presentation import feedback
from uncrick.core.scheduling.outlook import reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State
from uncrick.errors import UncrickError
from uncrick.ports import Clock, Notice, Notifier

log = logging.getLogger(__name__)

GUIDE, CARE, CARD = "guide", "care", "card"
# Seconds that a question stays, by what is asked; `still` has its own end.
STAYS = {"closing": 20.0, "after": 20.0, "stopped": 20.0, "which": 20.0, "score": 20.0, "noted": 20.0, "check": 45.0}
# Words that answer a question, wherever they are said.
_ROUTINE = (*feedback.OF_ROUTINE, "unwell")
ANSWERED = {
    **dict.fromkeys(("closing", "after", "stopped", "which", "score"), _ROUTINE),
    "still": ("gone", "still", "hurt"),
    "check": feedback.CHECK,
}
# Questions that store that there was no answer.
STORED = ("after", "stopped", "still", "check")


@dataclass(frozen=True, slots=True)
class Around:
    """
    What aftercare speaks to.

    Attributes:
        asks_first: whether something else has the question of that day.
        retired: an exercise was retired on that day.
        called: the emergency number.
    """

    clock: Clock
    engine: Engine
    composer: SuggestionSource
    ledger: HistoryCache
    notifier: Notifier
    words: Commands
    first: Onboarding
    asks_first: Callable[[date], bool]
    retired: Callable[[date], None]
    called: Callable[[], str]


@dataclass(frozen=True, slots=True)
class _Asking:
    """
    A question that is up.

    Attributes:
        until: ticks at which it closes.
        items: what it is about; meant: those of them that are known to be meant.
        keys: of its buttons; page: of the question which one.
        of: id of the report that it follows up.
    """

    what: str
    slot: str
    until: float
    items: tuple[Item, ...] = ()
    meant: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()
    page: int = 0
    of: str = ""


class FeedbackDialog:
    """Asks sparingly, and makes records of the answers."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._asking: _Asking | None = None
        self._worth = False
        self._silent = False
        self._followed_up = ""
        self._advised: datetime | None = None

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
        return self._around.ledger.practice.care

    def _now(self) -> datetime:
        return self._around.clock.now().wall.astimezone(self._around.engine.rules.zone)

    def off(self) -> str:
        """`locked`, `unwell`, or "" while exercises are on."""
        return feedback.off(self._care, self._now())

    def may_tell(self) -> bool:
        """A routine was done so lately that it may have hurt."""
        return bool(self._around.ledger.lately.about(self._now()))

    # ------------------------------------------------------------ what happens

    def writes(self, record: Record) -> None:
        """A record is about to be written: whether the routine that begins is worth a question."""
        if record.kind is Kind.STARTED:
            ledger = self._around.ledger
            self._worth = feedback.worth_asking(record.routine, ledger.practice, ledger.lately)
            self._close()

    def farewell(self, *, completed: bool, stay: str) -> Notice | None:
        """The notice with which a routine ends that was led in notifications, and how long it stays; None: none."""
        from uncrick.app.dialogs import notices

        around, now = self._around, self._around.clock.now()
        state, last = around.engine.state, around.ledger.lately.last
        if last is None or self._silent or (not completed and last.source == Source.POLICY) or _is_gone(state):
            return None
        free = not reasons(state, around.engine.rules)
        if not completed:
            asks = free and self.takes_question()
            what = "stopped" if asks else "closing"
            notice = notices.stopped(GUIDE, asks=asks)
        elif free and self._worth and self.takes_question():
            what, notice = "after", notices.after(GUIDE, last.routine)
        else:
            what, notice = "closing", notices.closing(GUIDE, stay)
        self._asking = _Asking(what, GUIDE, now.ticks + STAYS[what], last.routine, keys=_keys(notice))
        return replace(notice, seconds=STAYS[what])

    def takes_question(self, *, before_all: bool = False) -> bool:
        """Whether one may be asked today, which then counts as asked; `before_all`: nothing else goes first."""
        today = self._around.engine.state.day.on
        if not self._around.first.may_ask(today) or (self._around.asks_first(today) and not before_all):
            return False
        self._around.first.has_asked(today)
        return True

    def asks_here(self, *, stopped: bool) -> bool:
        """Whether a terminal that led the last routine is to ask about it; that counts as asked."""
        return (stopped or self._worth) and self.takes_question()

    def consider(self, state: State, rules: Rules, now: Moment) -> None:
        """Close what was up long enough, or is in the way; ask what is due."""
        asking = self._asking
        if asking is not None:
            if now.ticks >= asking.until or (asking.slot != GUIDE and _is_in_the_way(state, rules)):
                self._unanswered(asking)
            return
        if self._silent:
            return  # whoever is telling something gets the answer to it first
        local = now.wall.astimezone(rules.zone)
        hurt = cares.open_hurt(self._care, local)
        if hurt is not None and hurt.id != self._followed_up and _suits(state, rules):
            self._followed_up = hurt.id
            left = (cares.SETTLED - (local - hurt.at)).total_seconds()
            self._ask_still(now.ticks + left, hurt.id)
        elif _suits(state, rules) and (advice := self._new_advice(local)):
            self._around.notifier.show(_told("After what hurt", *advice))
        elif _suits(state, rules) and self._is_check_due(local):
            from uncrick.app.dialogs import notices

            self._ask("check", notices.check())

    def _is_check_due(self, now: datetime) -> bool:
        """It is after the first break of a day that follows on one with a reason to ask, and today may still ask."""
        today = self._around.ledger.today
        if not (today.breaks or today.part_done) or not self._around.first.may_ask(today.on):
            return False
        ids = cares.next_day(self._around.ledger.practice.care, now)
        hurt = any(cares.status_of(self._care, name, now) != cares.ACTIVE for name in ids)
        return bool(ids) and self.takes_question(before_all=hurt)

    def wrote(self, record: Record) -> None:
        """A record was written; what one of feedback brings, wherever it was said."""
        if record.kind is not Kind.FEEDBACK:
            return
        now = self._now()
        standings = [cares.status_of(self._care, name, now) for name in feedback.named(record)]
        if record.feedback in ("hurt", "worse") and any(one.status == "retired" for one in standings):
            self._around.retired(now.date())
        if self._asking is not None and record.feedback in ANSWERED.get(self._asking.what, ()):
            self._close()  # it was answered elsewhere, such as on the command line

    def leave(self) -> None:
        """The daemon ends: a report that waits for its number is written without it."""
        if self._asking is not None and self._asking.what in ("which", "score"):
            self._unanswered(self._asking)

    def forget(self) -> None:
        """What was told is told no more; a question that is up asks about nothing."""
        self._close()
        self._followed_up, self._advised, self._worth = "", None, False

    # ------------------------------------------------------------ words

    def tell(self, word: str, source: str, args: Mapping[str, Any]) -> tuple[str, ...]:
        """
        Have an answer written down; what it comes to, a line each.

        Raises:
            RefusedError: it is about nothing, or comes too soon.
            UsageError: an id that does not exist.
        """
        around, now = self._around, self._now()
        catalogue, practice = around.composer.catalogue, around.ledger.practice
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
            return self._around.ledger.lately.about(self._now())
        from uncrick.core.presentation.timeline import step_at, steps

        walk = steps(routine.suggestion, self._around.composer.catalogue)
        at_hand = step_at(walk, routine.position(self._around.clock.now().ticks)).item
        return routine.suggestion.items[: at_hand + 1]

    def clicked(self, slot: str, key: str) -> None:
        """A button of one of the questions."""
        if slot == CARD:
            self._clicked_card(key)
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

    def dismissed(self, slot: str) -> None:
        """A question was put away."""
        if self._asking is not None and self._asking.slot == slot:
            self._unanswered(self._asking)

    def _answer(self, word: str, asking: _Asking) -> None:
        about = {"exercise": _ids(asking)} if word in feedback.OF_ROUTINE else {}
        lines = self._say(word, about)
        if lines:
            self._show_outcome(lines)

    def _unwell(self, asking: _Asking) -> None:
        """Unwell: the card at once; what was said to hurt before stays said."""
        if asking.what == "which":
            self._hurt(asking, None, quietly=True)
        self._say("unwell", {})
        self.show_card()

    def _hurt(self, asking: _Asking, score: int | None, *, quietly: bool = False) -> None:
        lines = self._say("hurt", {"exercise": _ids(asking), "score": score})
        if lines and not quietly:
            self._show_outcome((*lines, "In 10 minutes: whether it still hurts."))

    # ------------------------------------------------------------ questions

    def _report(self, items: tuple[Item, ...]) -> None:
        if not items:
            self._around.notifier.show(_told("Nothing was done lately", "To say how it was: uncrick feedback --help"))
        elif len({item.id for item in items}) > 1:
            self._ask_which(items, 0)
        else:
            self._ask_score(_Asking("score", CARE, 0.0, items))

    def _ask_which(self, items: tuple[Item, ...], page: int) -> None:
        from uncrick.app.dialogs import notices

        different = tuple({item.id: item for item in items}.values())
        self._ask("which", notices.which(different, page), items=items, page=page)

    def _ask_score(self, asking: _Asking) -> None:
        from uncrick.app.dialogs import notices

        self._ask("score", notices.how_much(), items=asking.items, meant=asking.meant)

    def _ask_still(self, until: float, of: str) -> None:
        from uncrick.app.dialogs import notices

        notice = notices.still()
        self._asking = _Asking("still", notice.slot, until, keys=_keys(notice), of=of)
        seconds = max(1.0, until - self._around.clock.now().ticks)
        self._around.notifier.show(replace(notice, seconds=seconds))

    def _ask(self, what: str, notice: Notice, **about: Any) -> None:
        until = self._around.clock.now().ticks + STAYS[what]
        self._asking = _Asking(what, notice.slot, until, keys=_keys(notice), **about)
        self._around.notifier.show(replace(notice, seconds=STAYS[what]))

    def _unanswered(self, asking: _Asking) -> None:
        """It closes by itself, and that is no answer; one that was begun is taken as far as it came."""
        self._close()
        if asking.what in ("which", "score"):
            self._hurt(asking, None, quietly=True)
        elif asking.what in STORED:
            self._say("no_answer", {"question": asking.what})

    def _close(self) -> None:
        if self._asking is not None:
            self._around.notifier.withdraw(self._asking.slot)
            self._asking = None

    # ------------------------------------------------------------ the card and the lock

    def show_card(self) -> None:
        """The signs that mean stop, and the number to call."""
        from uncrick.app.dialogs import notices

        self._around.notifier.show(notices.emergency(self._around.called()))

    def show_why(self) -> None:
        """Why exercises are off, and what to do: of a day on which somebody felt unwell, the signs."""
        from uncrick.app.dialogs import notices
        from uncrick.core.presentation.status import when

        lock, called = cares.lock(self._care), self._around.called()
        if lock is None:
            self.show_card()
            return
        rules, now = self._around.engine.rules, self._around.clock.now()
        until = "" if lock.releasable(now.wall) else when(lock.releases_at, rules, now)
        self._around.notifier.show(notices.locked(called, until, is_emergency=lock.emergency))

    def ask_checked(self) -> None:
        """The tray says that the person was checked: asked once more, for a click in a menu is soon made."""
        from uncrick.app.dialogs import notices

        lock = cares.lock(self._care)
        if lock is not None and not lock.releasable(self._around.clock.now().wall):
            self.show_why()
        elif lock is not None:
            self._around.notifier.show(notices.released())

    def _clicked_card(self, key: str) -> None:
        from uncrick.app.dialogs import notices
        from uncrick.core.presentation import red_flags

        self._around.notifier.withdraw(CARD)
        match key:
            case "emergency" | "urgent":
                flags = red_flags.of(self._around.composer.catalogue, key)
                self._say("signs", {"signs": ",".join(flag.id for flag in flags)})
                self.show_why()
            case "milder":
                self._around.notifier.show(notices.urgent())
            case "none":
                self._say("signs", {"signs": ""})
            case "checked":
                for line in self._say("checked", {}):
                    self._around.notifier.show(_told(line))
            case _:
                pass

    # ------------------------------------------------------------ saying it

    def _say(self, word: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        """By a click: what cannot be done is shown, for nobody waits for a reply."""
        try:
            return self.tell(word, Source.NOTIFICATION, given)
        except UncrickError as error:
            self._around.notifier.show(_told(error.title, error.message))
            return ()

    def _silently(self, word: str, source: str, args: Mapping[str, Any]) -> None:
        """Say a word that may end a routine, which then ends without a question."""
        self._silent = True
        try:
            self._around.words.say(word, source, args)
        finally:
            self._silent = False

    def _show_outcome(self, lines: tuple[str, ...]) -> None:
        from uncrick.app.dialogs import notices

        self._ask("noted", notices.noted(lines))

    def _new_advice(self, now: datetime) -> tuple[str, ...]:
        """What the newest report gives cause to advise, once for each."""
        report = self._reported()
        if report is None or report == self._advised or now - report >= cares.ADVISES:
            return ()
        found = feedback.advice(self._care, self._around.composer.catalogue, now)
        if found:
            self._advised = report
        return found

    def _reported(self) -> datetime | None:
        """When the newest report was given."""
        hurt, worse = self._care.hurt, self._care.worsened
        if hurt is None or worse is None:
            return worse if hurt is None else hurt.at
        return max(hurt.at, worse)


def _keys(notice: Notice) -> frozenset[str]:
    return frozenset(button.key for button in notice.buttons)


def _ids(asking: _Asking) -> str:
    return ",".join(asking.meant or dict.fromkeys(item.id for item in asking.items))


def _told(summary: str, *lines: str) -> Notice:
    from uncrick.app.dialogs import notices

    return notices.tells(summary, *lines)


def _is_gone(state: State) -> bool:
    """Nobody is there to answer, or wants to be asked."""
    return state.locked_since is not None or state.asleep_since is not None or state.pause is not None or state.day.off


def _is_in_the_way(state: State, rules: Rules) -> bool:
    return _is_gone(state) or bool(reasons(state, rules))


def _suits(state: State, rules: Rules) -> bool:
    """The person is at work and may be spoken to."""
    return state.phase is Phase.WORKING and state.quiet_since is None and not reasons(state, rules)
