"""What a person has practised: repetitions, days, prompts shown; folded from the history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from uncrick.core.history import feedback, levels
from uncrick.core.history.home_session import NO_SESSIONS, HomeSessions, add_session
from uncrick.core.history.levels import NEVER, NO_TRAINING, TrainingHistory
from uncrick.core.history.pain import UNHURT, Care
from uncrick.core.history.strength_sets import NO_SETS, StrengthSets, add_set
from uncrick.core.history.undone import without_undone
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Item, Kind, Record

if TYPE_CHECKING:
    from uncrick.core.model.numbers import HistoryRules, RoutineNumbers

LEADS, DAYS = 2, 2
"""How many of the last routines, and of the last days, are remembered."""


@dataclass(frozen=True, slots=True)
class Trained:
    """
    What the history says of one exercise.

    Attributes:
        last: aware, when it was last finished.
        times: how often it was done; counted anew after two months away.
        day, reps, sessions: the local date it was last done on, with repetitions and times on that date.
        week, week_times: the Monday of the week it was last done in, and times in that week.
        begun: the number of the active day on which it was first done; 0 = never done.
        swaps: how often it was swapped away, minus how often it was done since.
        swapped_on: the local date it was last swapped away on.
    """

    last: datetime | None = None
    times: int = 0
    day: date = NEVER
    reps: int = 0
    sessions: int = 0
    week: date = NEVER
    week_times: int = 0
    begun: int = 0
    swaps: int = 0
    swapped_on: date = NEVER


UNTRAINED = Trained()


@dataclass(frozen=True, slots=True)
class Practice:
    """
    The history as far as the choice of a routine needs it.

    Attributes:
        trained: by exercise id; what was never done or swapped away is not there.
        prompts: prompts shown, swaps and breaks begun unasked included.
        shown, before, swapped: exercise ids of the last prompt, of the one before it, and those swapped away in it.
        leads: exercise ids of the last two prompts, in order, newest last.
        tips: ids of the last tips, newest last; tips_on: by tip id, the local date of the last prompt with it.
        openings: the last opening lines, newest last.
        suggested, offered: by exercise id, the number of the last prompt that had it in its routine, or as alternative.
        groups: exercise ids of each prompt on the newest active day.
        active_day, active_days: the newest local date with a prompt or a break, and how many such dates there were.
        prompts_on_day: prompts shown and breaks begun unasked on that date; a swap is none.
        days_before: as many on the two active days before that date, newest last.
        training: what the level follows from.
        care: what follows from pain.
        week, week_breaks: the Monday of the newest week, and breaks done in it.
        expected: breaks expected in that week; None: as many as of a new person.
        home, strength: when there were home sessions, and strength sets.
    """

    trained: Mapping[str, Trained] = field(default_factory=dict)
    prompts: int = 0
    shown: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    swapped: frozenset[str] = frozenset()
    leads: tuple[tuple[str, ...], ...] = ()
    tips: tuple[str, ...] = ()
    tips_on: Mapping[str, date] = field(default_factory=dict)
    openings: tuple[str, ...] = ()
    suggested: Mapping[str, int] = field(default_factory=dict)
    offered: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    active_day: date = NEVER
    active_days: int = 0
    prompts_on_day: int = 0
    days_before: tuple[int, ...] = ()
    training: TrainingHistory = NO_TRAINING
    care: Care = UNHURT
    week: date = NEVER
    week_breaks: int = 0
    expected: float | None = None
    home: HomeSessions = NO_SESSIONS
    strength: StrengthSets = NO_SETS

    def of(self, exercise_id: str) -> Trained:
        """What the history says of one exercise."""
        return self.trained.get(exercise_id, UNTRAINED)

    def reps_on(self, exercise_id: str, today: date) -> int:
        """Repetitions of one exercise done today."""
        trained = self.of(exercise_id)
        return trained.reps if trained.day == today else 0

    def groups_on(self, today: date) -> tuple[tuple[str, ...], ...]:
        """Exercise ids of each prompt shown today."""
        return self.groups if self.active_day == today else ()

    def was_offered_on(self, exercise_id: str, today: date) -> bool:
        """A prompt shown today had it as the alternative."""
        return self.offered.get(exercise_id, 0) > self.prompts - len(self.groups_on(today))

    def active_day_number(self, today: date) -> int:
        """Which active day `today` is, or would be: 1 for the first."""
        return self.active_days + (today > self.active_day)

    def prompts_left(self, today: date, numbers: "RoutineNumbers") -> float:
        """Prompts still to be expected today, if it becomes as long as the longer of the last two active days."""
        usual = numbers.full_week / numbers.workdays
        if today <= self.active_day:
            return max(self.days_before, default=usual) - self.prompts_on_day
        before = (*self.days_before, self.prompts_on_day)[-DAYS:] if self.active_days else ()
        return max(before, default=usual)

    def week_at(self, today: date, numbers: "RoutineNumbers") -> tuple[int, float]:
        """Breaks done in the week of `today`, and breaks expected in it."""
        expected = numbers.full_week if self.expected is None else self.expected
        if self.week == NEVER or monday(today) <= self.week:
            return self.week_breaks, expected
        # Weeks away say nothing of how many breaks a working week has
        newest = numbers.newest_week_share
        return 0, max(numbers.least_week, (1 - newest) * expected + newest * self.week_breaks)


EMPTY = Practice()


def monday(day: date) -> date:
    """The Monday of that week."""
    return day - timedelta(days=day.weekday())


FOLDED = frozenset({Kind.PROMPTED, Kind.STARTED, Kind.DONE, Kind.PART_DONE, Kind.STEPPED_AWAY, Kind.FEEDBACK})
"""Kinds of record that change the summary."""


def practice(records: Iterable[Record], zone: tzinfo, rules: "HistoryRules") -> Practice:
    """The summary of a history, oldest record first."""
    summary = EMPTY
    for record in without_undone(records):
        summary = learn(summary, record, zone, rules)
    return summary


def learn(summary: Practice, record: Record, zone: tzinfo, rules: "HistoryRules") -> Practice:
    """The summary with one more record, the newest."""
    return learn_local(summary, record, record.at.astimezone(zone), rules) if record.kind in FOLDED else summary


def learn_local(summary: Practice, record: Record, at: datetime, rules: "HistoryRules") -> Practice:
    """The same, where the time of the record is known in the person's zone."""
    today = day_of(at)
    match record.kind:
        case Kind.PROMPTED:
            return _prompted(summary, record, today, rules)
        case Kind.STARTED:
            return _started(summary, record, today, rules)
        case Kind.DONE | Kind.PART_DONE:
            return _done(summary, record, at, rules)
        case Kind.STEPPED_AWAY:
            return _active(summary, record, today, rules)
        case Kind.FEEDBACK:
            return replace(
                summary,
                training=levels.add_feedback(summary.training, record, at, rules.numbers),
                care=feedback.add_feedback(summary.care, record, today, rules),
            )
        case _:
            return summary


# ---------------------------------------------------------------- what a record changes


def _active(summary: Practice, record: Record, today: date, rules: "HistoryRules") -> Practice:
    """The day counts as active; a clock that was set back never counts a day twice."""
    summary = replace(summary, care=feedback.roll_day(summary.care, record, today, rules.pain))
    if today <= summary.active_day:
        return summary
    return replace(
        summary,
        active_day=today,
        active_days=summary.active_days + 1,
        prompts_on_day=0,
        groups=(),
        days_before=(*summary.days_before, summary.prompts_on_day)[-DAYS:] if summary.active_days else (),
    )


def _prompted(summary: Practice, record: Record, today: date, rules: "HistoryRules") -> Practice:
    swapped = record.detail.get("swapped")
    if swapped is None and record.detail.get("showing", 1) != 1:
        return summary
    return _shown_routine(_active(summary, record, today, rules), record, rules.numbers)


def _shown_routine(summary: Practice, record: Record, numbers: "RoutineNumbers") -> Practice:
    """A routine was shown to the person, as a prompt or because they began it."""
    swapped = record.detail.get("swapped")
    ids = tuple(item.id for item in record.routine)
    tip, opening = str(record.detail.get("tip") or ""), str(record.detail.get("opening") or "")
    away = tuple(str(swapped).split(",")) if swapped else ()
    other = str(record.detail.get("alternative") or "")
    return replace(
        summary,
        trained=_swapped_away(summary.trained, away, summary.active_day) if away else summary.trained,
        prompts=summary.prompts + 1,
        prompts_on_day=summary.prompts_on_day + (not away),
        shown=ids,
        before=summary.before if away else summary.shown,
        swapped=summary.swapped.union(away) if away else frozenset(),
        leads=((*summary.leads[:-1], ids) if away else (*summary.leads, ids))[-LEADS:],
        tips=(*summary.tips, tip)[-numbers.tip_memory :] if tip else summary.tips,
        tips_on={**summary.tips_on, tip: summary.active_day} if tip else summary.tips_on,
        openings=(*summary.openings, opening)[-numbers.opening_memory :] if opening else summary.openings,
        suggested={**summary.suggested, **dict.fromkeys(ids, summary.prompts + 1)},
        offered={**summary.offered, other: summary.prompts + 1} if other else summary.offered,
        groups=(*summary.groups, ids),
        home=add_session(summary.home, record, summary.active_day, numbers.home_session),
        strength=add_set(summary.strength, record, summary.active_day, numbers.strength_set),
    )


def _started(summary: Practice, record: Record, today: date, rules: "HistoryRules") -> Practice:
    """A routine begun unasked counts as a prompt: the next one differs from it, and the day has one fewer to come."""
    if record.detail.get("prompt", "") is None:
        return _shown_routine(_active(summary, record, today, rules), record, rules.numbers)
    ids = tuple(item.id for item in record.routine)
    return summary if ids == summary.shown else replace(summary, shown=ids, before=summary.shown, swapped=frozenset())


def _swapped_away(trained: Mapping[str, Trained], away: tuple[str, ...], today: date) -> dict[str, Trained]:
    changed = dict(trained)
    for name in away:
        before = trained.get(name, UNTRAINED)
        changed[name] = replace(before, swaps=before.swaps + 1, swapped_on=today)
    return changed


def _done(summary: Practice, record: Record, now: datetime, rules: "HistoryRules") -> Practice:
    today, numbers = day_of(now), rules.numbers
    summary = _active(summary, record, today, rules)
    whole = record.kind is Kind.DONE
    breaks, expected = summary.week_at(today, numbers)
    items = credited(record, numbers)
    training = levels.add_routine(summary.training, record.at, today, numbers) if whole and items else summary.training
    if training.since != summary.training.since and summary.training.since is not None:
        summary = replace(
            summary, trained=_all_new_again(summary.trained), care=feedback.forget_done_exercises(summary.care)
        )
    if items:
        summary = replace(
            summary, care=feedback.add_practice(summary.care, items, now, levels.reached(training, now, numbers))
        )
    return replace(
        summary,
        trained=_practised(summary, items, record.until or record.at, today) if items else summary.trained,
        training=training,
        week=max(summary.week, monday(today)),
        week_breaks=breaks + whole,
        expected=expected,
        home=add_session(summary.home, record, today, numbers.home_session),
        strength=add_set(summary.strength, record, today, numbers.strength_set),
    )


def credited(record: Record, numbers: "RoutineNumbers") -> tuple[Item, ...]:
    """The items that count: all, none, or those that were finished before the routine was stopped."""
    if record.detail.get("credited") is False:
        return ()
    if record.kind is Kind.DONE:
        return record.routine
    exercised = record.detail.get("seconds")
    left = float(exercised) if isinstance(exercised, int | float) else 0.0
    credited = []
    for item in record.routine:
        if left < item.seconds:
            break
        credited.append(item)
        left -= item.seconds + numbers.transition_s
    return tuple(credited)


def _all_new_again(trained: Mapping[str, Trained]) -> dict[str, Trained]:
    """After two months away every harder exercise is new again."""
    return {name: replace(before, times=0, begun=0) for name, before in trained.items()}


def _practised(summary: Practice, items: tuple[Item, ...], ended: datetime, today: date) -> dict[str, Trained]:
    trained = dict(summary.trained)
    week = monday(today)
    for item in items:
        before = trained.get(item.id, UNTRAINED)
        same_day, same_week = before.day == today, before.week == week
        trained[item.id] = Trained(
            last=ended,
            times=before.times + 1,
            day=today,
            reps=item.reps + (before.reps if same_day else 0),
            sessions=1 + (before.sessions if same_day else 0),
            week=week,
            week_times=1 + (before.week_times if same_week else 0),
            begun=before.begun or summary.active_days,
            swaps=max(0, before.swaps - 1),
            swapped_on=before.swapped_on,
        )
    return trained
