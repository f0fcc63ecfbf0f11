"""What each record of feedback changes: exercises eased, resting or retired, the safety lock (D)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from uncrick.core.history.pain import (
    UNRESTRICTED,
    Care,
    Day,
    ExerciseRestriction,
    Hurt,
    Rest,
    Retirement,
    asks_about,
)
from uncrick.core.history.safety_lock import Lock
from uncrick.core.model.prescription import is_prescribed
from uncrick.core.model.record import Item, Record
from uncrick.core.model.suggestion import RELIEF

if TYPE_CHECKING:
    from uncrick.core.model.numbers import HistoryRules, PainNumbers, PainRule


@dataclass(frozen=True, slots=True)
class _Report:
    """
    One record of feedback.

    Attributes:
        at: its moment, or the latest of all records, should the clock have been set back since; `today` likewise.
        rules: what follows from it.
    """

    record: Record
    at: datetime
    today: date
    rules: "HistoryRules"

    def ids(self, key: str) -> tuple[str, ...]:
        return tuple(part for part in str(self.record.detail.get(key) or "").split(",") if part)

    def rest(self, days: int) -> Rest:
        return Rest(self.today + timedelta(days=days), self.at + timedelta(days=days))

    def score(self) -> int | None:
        """The score, rounded up and limited to 0..10; None where it is no number."""
        score = self.record.detail.get("score")
        if isinstance(score, bool) or not isinstance(score, int | float):
            return None
        return -int(-max(0, min(10, score)) // 1)

    def pain_rule(self, score: int | None, *, gone: bool) -> "PainRule":
        """What follows from pain of that score; of several bands of scores the lowest that reaches so far."""
        value = self.rules.pain.unscored if score is None else score
        fitting = [
            rule
            for rule in self.rules.pain_rules
            if rule.still_hurts_after_10_min is not gone and value <= rule.score_max
        ]
        return min(fitting, key=lambda rule: rule.score_max)


def add_feedback(care: Care, record: Record, today: date, rules: "HistoryRules") -> Care:
    """The state with one more record of feedback, of the local date `today`."""
    change = _CHANGES.get(record.feedback or "")
    if change is None:
        return care
    care = roll_day(care, record, today, rules.pain)
    if record.detail.get("about") == RELIEF:
        return _after_relief(care, _Report(record, care.latest, care.today.on, rules))
    return change(care, _Report(record, care.latest, care.today.on, rules))


def roll_day(care: Care, record: Record, today: date, numbers: "PainNumbers") -> Care:
    """The day of the record begins, if it has not yet; a clock that was set back begins none."""
    latest = max(care.latest, record.at)
    if today > care.today.on:
        ask_until = today + timedelta(days=numbers.next_day_within_days)
        return replace(care, latest=latest, today=Day(today, ask_until), before=care.today)
    return care if latest == care.latest else replace(care, latest=latest)


def add_practice(care: Care, items: Iterable[Item], now: datetime, level: int) -> Care:
    """
    The state after exercises were done that count.

    Args:
        now: aware, in the person's zone.
        level: which the history gives by now.
    """
    names = [item.id for item in items]
    new = tuple(name for name in names if name not in care.done_before)
    marks = {name: _practised(care.marks[name], now) for name in names if name in care.marks}
    if marks:
        care = replace(care, marks={**care.marks, **marks})
    if new:
        care = replace(care, done_before=(*care.done_before, *new))
    if level == care.level:
        return _ask_tomorrow(care, new)
    rose = 0 < care.level < level
    today = replace(care.today, is_new_level=care.today.is_new_level or rose)
    return _ask_tomorrow(replace(care, level=level, today=today), names)


def forget_done_exercises(care: Care) -> Care:
    """Every exercise is new again."""
    return replace(care, done_before=())


def _practised(mark: ExerciseRestriction, now: datetime) -> ExerciseRestriction:
    if mark.retired or mark.rest.lasts(now):
        return mark
    return replace(mark, gentle=max(0, mark.gentle - 1), less=max(0, mark.less - 1))


def _ask_tomorrow(care: Care, names: Iterable[str]) -> Care:
    """Tomorrow's check asks about these exercises too."""
    more = tuple(name for name in names if name not in care.today.news)
    return replace(care, today=replace(care.today, news=(*care.today.news, *more))) if more else care


# ---------------------------------------------------------------- It hurt


def _hurt(care: Care, report: _Report) -> Care:
    score, names = report.score(), report.ids("exercise")
    was_gentle = report.record.detail.get("variant") == "gentle"
    numbers, at = report.rules.pain, report.record.at
    repeats = timedelta(days=numbers.repeat_days)
    advised = report.pain_rule(score, gone=False).action == "retire_and_advise"
    marks: dict[str, tuple[ExerciseRestriction, ExerciseRestriction]] = {}
    retired = []
    for name in names:
        before = care.marks.get(name, UNRESTRICTED)
        again = was_gentle and before.hurt is not None and report.at - before.hurt <= repeats
        # What was prescribed is not ours to ease: it pauses until the person has asked, and turns it on again
        again = again or is_prescribed(name)
        marks[name] = (
            _restricted(before, report, score, again, gone=False),
            _restricted(before, report, score, again, gone=True),
        )
        if advised or (marks[name][0].retired and not before.retired):
            retired.append(_retirement(name, report, advised=advised))
    return _ask_tomorrow(
        replace(
            care,
            hurt=Hurt(
                report.record.id,
                at,
                names,
                score,
                at + timedelta(minutes=numbers.ask_after_min),
                at + timedelta(minutes=numbers.ask_until_min),
                advised,
                marks=marks,
            ),
            marks={**care.marks, **{name: still for name, (still, _gone) in marks.items()}},
            retirements=(*care.retirements, *retired),
        ),
        names,
    )


def _restricted(
    before: ExerciseRestriction, report: _Report, score: int | None, again: bool, *, gone: bool
) -> ExerciseRestriction:
    """The restriction after one more report; `again`: the second within two weeks, and on the gentle variant."""
    rule = report.pain_rule(score, gone=gone)
    if again or rule.action != "ease":
        return replace(before, retired=True, hurt=report.at)
    rest = before.rest.joined(report.rest(rule.rest_days)) if rule.rest_days else before.rest
    return replace(before, rest=rest, gentle=report.rules.pain.gentle_sessions, hurt=report.at)


def _retirement(name: str, report: _Report, *, advised: bool) -> Retirement:
    return Retirement(name, report.record.id, report.at, report.rest(report.rules.pain.region_rest_days), advised)


def _after_ten_minutes(care: Care, report: _Report) -> Care:
    """The ten-minute question was answered; too late, the safe reading stays."""
    hurt, answer = care.hurt, report.record.feedback or ""
    if hurt is None or report.record.detail.get("of") != hurt.id:
        return care
    if not hurt.at <= report.record.at <= hurt.ask_until:
        return care
    gone = answer == "gone"
    # What has happened to an exercise since stays
    changed = {name: pair[gone] for name, pair in hurt.marks.items() if care.marks[name] == pair[not gone]}
    advised = hurt.advises and not gone
    retirements = tuple(
        replace(retirement, advised=advised) if retirement.report == hurt.id else retirement
        for retirement in care.retirements
    )
    marks = {**care.marks, **changed}
    return replace(care, hurt=replace(hurt, answer=answer), marks=marks, retirements=retirements)


def _hard(care: Care, report: _Report) -> Care:
    sessions = report.rules.pain.gentle_sessions
    ours = [name for name in report.ids("exercise") if not is_prescribed(name)]
    less = {name: replace(care.marks.get(name, UNRESTRICTED), less=sessions) for name in ours}
    return replace(care, marks={**care.marks, **less})


def _turned_on(care: Care, report: _Report) -> Care:
    """Retired exercises come back, gently."""
    back = [name for name in report.ids("exercise") if care.marks.get(name, UNRESTRICTED).retired]
    sessions = report.rules.pain.gentle_sessions
    marks = {
        name: replace(care.marks[name], retired=False, gentle=0 if is_prescribed(name) else sessions) for name in back
    }
    retirements = [
        replace(retirement, back=report.at) if retirement.exercise in back and retirement.back is None else retirement
        for retirement in care.retirements
    ]
    # The region of a retirement that was taken back rests on all the same
    lasts = timedelta(days=report.rules.pain.region_rest_days + 1)
    remembered = tuple(
        retirement for retirement in retirements if retirement.back is None or report.at - retirement.at < lasts
    )
    return replace(care, marks={**care.marks, **marks}, retirements=remembered)


# ---------------------------------------------------------------- signs, and how the person feels


def _unwell(care: Care, report: _Report) -> Care:
    return replace(care, unwell=report.today)


def _signs(care: Care, report: _Report) -> Care:
    # A sign that is not in the catalogue counts as an emergency
    severities = {sign: report.rules.severities.get(sign, "emergency") for sign in report.ids("signs")}
    signs = tuple(sign for sign, severity in severities.items() if severity != "routine")
    if not signs:
        return care
    emergency, before = "emergency" in severities.values(), care.lock
    lasts = timedelta(hours=report.rules.pain.emergency_hours)
    if before is None:
        return replace(care, lock=Lock(report.at, signs, emergency, report.at + emergency * lasts))
    since = before.since if before.emergency and not emergency else report.at
    every = (*before.signs, *(sign for sign in signs if sign not in before.signs))
    is_emergency = emergency or before.emergency
    return replace(care, lock=Lock(since, every, is_emergency, since + is_emergency * lasts))


def _checked(care: Care, report: _Report) -> Care:
    released = care.lock is not None and care.lock.releasable(report.record.at)
    return replace(care, lock=None) if released else care


def _pain(care: Care, report: _Report) -> Care:
    region, score = report.record.detail.get("region"), report.score()
    if not isinstance(region, str) or score is None:
        return care
    return replace(care, pains={**care.pains, region: (report.today, score)})


# ---------------------------------------------------------------- an hour after relief for a stiff neck


def _after_relief(care: Care, report: _Report) -> Care:
    """A neck that is worse in spite of relief is moved only gently for the rest of the day."""
    if report.record.feedback != "worse":
        return care
    day, score = care.pains.get("neck", (report.today, 0))
    score = max(report.rules.pain.notable, score if day == report.today else 0)
    return replace(care, pains={**care.pains, "neck": (report.today, score)})


# ---------------------------------------------------------------- the next-day check


def _not_worse(care: Care, report: _Report) -> Care:
    return replace(care, worse=0, asked=report.today)


def _worse(care: Care, report: _Report) -> Care:
    """What it was about rests; the second time running, the newest exercise is retired."""
    names = report.ids("exercises") or asks_about(care, report.today)
    another_day = report.today > care.asked
    rest = report.rest(report.rules.pain.worse_rest_days)
    before = {name: care.marks.get(name, UNRESTRICTED) for name in names}
    marks = {name: replace(mark, rest=mark.rest.joined(rest)) for name, mark in before.items()}
    care = replace(care, marks={**care.marks, **marks}, asked=report.today, worse=care.worse + 1)
    care = _ask_tomorrow(care, names)
    return _worse_again(care, report, names) if another_day and care.worse > 1 else care


def _worse_again(care: Care, report: _Report, names: tuple[str, ...]) -> Care:
    care = replace(care, worsened=report.at)
    in_use = [name for name in care.done_before if not care.marks.get(name, UNRESTRICTED).retired]
    newest = next(iter([name for name in in_use if name in names][-1:] or in_use[-1:]), None)
    if newest is None:
        return care
    mark = replace(care.marks.get(newest, UNRESTRICTED), retired=True)
    retirement = _retirement(newest, report, advised=False)
    return replace(care, marks={**care.marks, newest: mark}, retirements=(*care.retirements, retirement))


_CHANGES: Mapping[str, Callable[[Care, _Report], Care]] = {
    "hurt": _hurt,
    "hard": _hard,
    "gone": _after_ten_minutes,
    "still": _after_ten_minutes,
    "unwell": _unwell,
    "signs": _signs,
    "checked": _checked,
    "pain": _pain,
    "better": _not_worse,
    "same": _not_worse,
    "worse": _worse,
    "turned_on": _turned_on,
}
