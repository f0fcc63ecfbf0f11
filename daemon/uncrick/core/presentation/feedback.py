"""The text of feedback: what an answer after a routine, or about pain, leads to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from uncrick.core.history import pain
from uncrick.core.history.adherence import FELT, NECK
from uncrick.core.history.safety_lock import closed, refuse_release
from uncrick.core.history.undone import without_undone
from uncrick.core.model.dates import comma_list, sentences, weekday_date
from uncrick.core.model.person_day import day_of
from uncrick.core.model.prescription import is_prescribed
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.core.model.suggestion import RELIEF
from uncrick.core.model.text import N_, _, n_
from uncrick.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from uncrick.core.history.pain import Care, ExerciseStatus
    from uncrick.core.history.practice import Practice
    from uncrick.core.model.catalog import Catalogue

OF_ROUTINE = ("fine", "hard", "hurt")
"""Answers about the routine that was last done."""

CHECK = ("better", "same", "worse")
"""Answers of the day after."""

ANSWERS = (*OF_ROUTINE, "gone", "still", "unwell", *CHECK, "pain")
"""The answers that a person may give, from the command line as well."""

HEALTH = (*ANSWERS, *FELT, "signs", "checked", "turned_on", "interrupted", "no_answer")
"""Every feedback code of the history that is about a person's health, or about a question on it."""

BANDS: Mapping[str, tuple[str, int]] = {
    "little": (N_("A little"), 2),
    "clearly": (N_("Clearly"), 5),
    "lot": (N_("A lot"), 8),
}
"""How much, in as many parts as a notification has buttons, each with a score that stands for it."""

OFF = N_("Exercises are off for safety")
OFF_TODAY = N_("Exercises are off for today")

LATELY = timedelta(hours=1)
"""How long after a routine an answer to it is taken to be about it."""


@dataclass(frozen=True, slots=True)
class RecentRoutine:
    """
    What an answer is about.

    Attributes:
        last: the record of the routine that was done, or broken off, last.
        eased: ids of the exercises that were done in an easier way the last time.
    """

    last: Record | None = None
    eased: frozenset[str] = frozenset()

    def with_record(self, record: Record) -> "RecentRoutine":
        """With one more record, the newest."""
        if record.kind not in (Kind.DONE, Kind.PART_DONE) or not record.routine:
            return self
        easy = {item.id for item in record.routine if item.variant}
        plain = {item.id for item in record.routine if not item.variant}
        return RecentRoutine(record, (self.eased - plain) | easy)

    def about(self, now: datetime) -> tuple[Item, ...]:
        """The exercises that an answer given now is about; none, once it is too long ago."""
        last = self.last
        if last is None or now - (last.until or last.at) > LATELY:
            return ()
        return last.routine


NOTHING = RecentRoutine()


def lately(records: Iterable[Record]) -> RecentRoutine:
    """What an answer would be about after this history, oldest record first."""
    recent = NOTHING
    for record in without_undone(records):
        recent = recent.with_record(record)
    return recent


def worth_asking(items: Iterable[Item], practice: "Practice", lately: RecentRoutine) -> bool:
    """One of them is new to the person, eased, or done in full again for the first time."""
    return any(item.id not in practice.care.done_before or item.variant or item.id in lately.eased for item in items)


def safety(care: "Care", now: datetime, iso: Callable[[datetime], str]) -> dict[str, Any] | None:
    """The `safety` key of `status --json`."""
    lock = care.lock
    if lock is not None:
        return {
            "locked": True,
            "since": iso(lock.since),
            "signs": list(lock.signs),
            "releasable_at": iso(lock.releases_at),
        }
    return None if closed(care, day_of(now)) is None else {"locked": False, "unwell": True}


def done_as(items: Iterable[Item], meant: Iterable[str]) -> str:
    """How the exercises that are meant were done; of several, the easiest way, for that is the safer reading."""
    chosen = set(meant)
    variants = {item.variant for item in items if item.id in chosen}
    return next((variant for variant in ("gentle", "less") if variant in variants), "")


def detail(
    word: str,
    given: Mapping[str, Any],
    *,
    practice: "Practice",
    items: tuple[Item, ...],
    catalogue: "Catalogue",
    now: datetime,
) -> dict[str, Fact]:
    """
    The details to store with an answer: those that were given, and those that follow from the history.

    Args:
        items: what an answer about a routine is about.
        now: aware, in the person's zone.

    Raises:
        RefusedError: there is nothing to answer, or it is too early.
        UsageError: there is no exercise or sign of that id.
    """
    care = practice.care
    match word:
        case "fine" | "hard" | "hurt":
            return _of_routine(given, items, catalogue)
        case "gone" | "still":
            hurt = care.hurt
            if hurt is None or not hurt.at <= now <= hurt.ask_until:
                raise RefusedError(_("Nothing to follow up"), _("You did not report pain in the last 15 minutes."))
            return {"of": hurt.id}
        case "better" | "same" | "worse" if given.get("about") != RELIEF:
            return {"exercises": ",".join(pain.next_day(care, now))}
        case "signs":
            ids = tuple(part for part in str(given.get("signs") or "").split(",") if part)
            return {"signs": ",".join(known_signs(ids, catalogue))}
        case "good" | "so_so" | "stiff":
            return {"about": NECK}
        case "checked":
            refuse_release(care, now)
        case "turned_on":
            named = _named(str(given.get("exercise") or ""), catalogue)
            if len(named) != 1:
                raise UsageError(
                    _("Only one exercise can be turned on at a time"), _("Name it: uncrick exercises on ID.")
                )
            [name] = named
            if pain.status_of(care, name, now).status != "retired":
                shown = catalogue.exercise(name).name
                raise RefusedError(_("It is not turned off"), _("{name} was not taken out for pain.", name=shown))
            return {"exercise": name}
        case "pain" if "region" not in given or given.get("score") is None:
            raise UsageError(_("Pain needs a place and a number"), _("Expected neck, shoulder or back, and 0 to 10."))
        case _other:
            pass
    return dict(given)


def _of_routine(given: Mapping[str, Any], items: tuple[Item, ...], catalogue: "Catalogue") -> dict[str, Fact]:
    meant = _named(str(given.get("exercise") or ""), catalogue)
    names = meant or tuple(dict.fromkeys(item.id for item in items))
    if not names:
        raise RefusedError(
            _("There was no break in the last while to report on"),
            _("Name the exercise: uncrick feedback hurt --exercise ID."),
        )
    score = {} if given.get("score") is None else {"score": given["score"]}
    return {"exercise": ",".join(names), "variant": done_as(items, names), **score}


def _named(text: str, catalogue: "Catalogue") -> tuple[str, ...]:
    from uncrick.core.catalog.lookup import exercise_named

    return tuple(exercise_named(catalogue, name).id for name in text.split(",") if name)


def known_signs(ids: Sequence[str], catalogue: "Catalogue") -> Sequence[str]:
    """
    The same ids, checked.

    Raises:
        UsageError: the safety card has no sign of that id.
    """
    signs = [flag.id for flag in catalogue.red_flags]
    if strange := [name for name in ids if name not in signs]:
        raise UsageError(
            _("There is no sign called {name}", name=repr(strange[0])),
            _("Expected some of {names}.", names=comma_list(signs)),
        )
    return ids


def exercises_of(detail: Mapping[str, Fact]) -> tuple[str, ...]:
    """Ids of the exercises that the details of feedback name."""
    return tuple(part for key in ("exercise", "exercises") for part in str(detail.get(key) or "").split(",") if part)


def _changes(care: "Care", catalogue: "Catalogue", ids: Iterable[str], now: datetime) -> list[str]:
    """How the plan of these exercises changes, a sentence each; none for those that stay as they are."""
    exercises = (catalogue.exercises[name] for name in ids if name in catalogue.exercises)
    lines = (_becomes(pain.status_of(care, exercise.id, now), exercise.name, exercise.id) for exercise in exercises)
    return [line for line in lines if line]


def comes_to(
    word: str, given: Mapping[str, Fact], care: "Care", catalogue: "Catalogue", now: datetime
) -> tuple[str, ...]:
    """What follows from an answer that was stored, a line each."""
    ids = care.hurt.exercises if word in ("gone", "still") and care.hurt is not None else exercises_of(given)
    match word:
        case "better" | "same" | "worse" if given.get("about") == RELIEF:
            return _of_pain("neck", catalogue.pain.notable if word == "worse" else 0, catalogue)
        case "hard" | "hurt" | "gone" | "still" | "worse" | "turned_on":
            return (*_changes(care, catalogue, ids, now), *advice(care, catalogue, now))
        case "unwell":
            return (_("There are no more exercises today."),)
        case "signs" if care.lock is not None:
            return (
                _("Exercises are off for safety. Breaks only suggest to look away from the screen."),
                _("Once you have been checked or it has gone: uncrick safety --checked"),
            )
        case "checked" if closed(care, day_of(now)) is not None:
            return (_("You felt unwell today, so exercises come back tomorrow."),)
        case "checked":
            return (_("Exercises are on again."),)
        case "pain":
            return _of_pain(str(given.get("region") or ""), given.get("score"), catalogue)
        case _other:
            return ()


def advice(care: "Care", catalogue: "Catalogue", now: datetime) -> tuple[str, ...]:
    """The advice that the newest report of pain calls for, in a line; or nothing."""
    due = pain.advice_due(care, catalogue, now)
    if due is None:
        return ()
    from uncrick.core.presentation.red_flags import UNKNOWN, action_in_card

    return tuple(
        sentences(action_in_card(flag, UNKNOWN), _("Meanwhile: uncrick ease"))
        for flag in catalogue.red_flags
        if flag.id == due
    )


GENTLE_ONLY = {
    "neck": N_("Only gentle neck exercises today."),
    "shoulder": N_("Only gentle shoulder exercises today."),
    "back": N_("Only gentle back exercises today."),
}
NONE_TODAY = {
    "neck": N_("No neck exercises today. A short relief: uncrick ease"),
    "shoulder": N_("No shoulder exercises today. A short relief: uncrick ease"),
    "back": N_("No back exercises today. A short relief: uncrick ease"),
}


def _of_pain(region: str, score: Fact, catalogue: "Catalogue") -> tuple[str, ...]:
    if not isinstance(score, int | float) or score < catalogue.pain.notable:
        return ()
    if score < catalogue.pain.severe:
        return (_(GENTLE_ONLY[region]),)
    return (_(NONE_TODAY[region]), _("Signs that mean stop: uncrick safety"))


def _becomes(status: "ExerciseStatus", name: str, exercise_id: str) -> str:
    match status.status:
        case "gentle":
            return n_("{name}: gently, next time.", "{name}: gently, the next {count} times.", status.left, name=name)
        case "less":
            return n_(
                "{name}: a little less, next time.",
                "{name}: a little less, the next {count} times.",
                status.left,
                name=name,
            )
        case "resting" if status.until is not None:
            return _("{name} rests until {day}.", name=name, day=weekday_date(status.until))
        case "retired" if is_prescribed(exercise_id):
            return _("{name} is paused. Ask your therapist before you go on with it.", name=name)
        case "retired":
            return _(
                "{name} stays out until you turn it on again: uncrick exercises on {id}", name=name, id=exercise_id
            )
        case _other:
            return ""
