"""What the pretend person of a trace tells of pain: the words, what belongs to them, and the events they become."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uncrick.core.history.pain import REGIONS, Care
from uncrick.core.history.safety_lock import refuse_release
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.record import Item, Source
from uncrick.core.presentation.feedback import done_as
from uncrick.core.presentation.timeline import step_at, steps
from uncrick.core.scheduling.events import FeedbackGiven
from uncrick.core.scheduling.state import Routine
from uncrick.errors import RefusedError

ASKED_AFTER = 600.0
"""Seconds until the pretend person is asked whether it still hurts, and answers."""


@dataclass(frozen=True, slots=True)
class Situation:
    """
    What a word is about.

    Attributes:
        now: aware, in the person's zone; ticks: the same moment.
        routine: the routine that is on, or None.
        last: the items of the routine that was last shown, started or done.
    """

    catalogue: Catalogue
    care: Care
    now: datetime
    ticks: float
    routine: Routine | None
    last: tuple[Item, ...]


def fault(raw: Mapping[str, Any], catalogue: Callable[[], Catalogue]) -> str | None:
    """What is wrong with a line of a trace, or None."""
    match raw["do"]:
        case "hurt":
            return (_score_fault(raw) if "score" in raw else None) or _hurt_fault(raw, catalogue)
        case "pain":
            region = raw.get("region")
            if not isinstance(region, str) or region not in REGIONS:
                return f'"region" is {region!r}; expected one of {", ".join(REGIONS)}'
            return _score_fault(raw)
        case "unwell":
            signs = raw.get("signs", [])
            flag_ids = [flag.id for flag in catalogue().red_flags] if signs else []
            if not isinstance(signs, list) or not all(sign in flag_ids for sign in signs):
                return f'"signs" is {signs!r}; expected a list of ids out of {", ".join(flag_ids) or "safety.toml"}'
        case _:
            pass
    return None


def _score_fault(raw: Mapping[str, Any]) -> str | None:
    score = raw.get("score")
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 10:
        return f'"score" is {score!r}; expected a number from 0 to 10'
    return None


def _hurt_fault(raw: Mapping[str, Any], catalogue: Callable[[], Catalogue]) -> str | None:
    if not isinstance(raw.get("still", True), bool):
        return f'"still" is {raw["still"]!r}; expected true or false'
    exercise = raw.get("exercise")
    if exercise is not None and not (isinstance(exercise, str) and exercise in catalogue().exercises):
        return f'"exercise" is {exercise!r}; expected an id of uncrick exercises'
    return None


def events(raw: Mapping[str, Any], situation: Situation) -> tuple[FeedbackGiven, ...]:
    """
    The line as events, in their order.

    Raises:
        RefusedError: it cannot be told now.
    """
    match raw["do"]:
        case "hurt":
            meant = _meant(raw, situation)
            ids = tuple(item.id for item in meant)
            score = {"score": raw["score"]} if "score" in raw else {}
            detail = {"exercise": ",".join(ids), "variant": done_as(meant, ids), **score}
            return (FeedbackGiven("hurt", Source.CLI, detail),)
        case "pain":
            return (FeedbackGiven("pain", Source.CLI, {"region": raw["region"], "score": raw["score"]}),)
        case "unwell":
            signs = (FeedbackGiven("signs", Source.CLI, {"signs": ",".join(raw["signs"])}),) if "signs" in raw else ()
            return (FeedbackGiven("unwell", Source.CLI), *signs)
        case _:
            refuse_release(situation.care, situation.now)
            return (FeedbackGiven("checked", Source.CLI),)


def answer(raw: Mapping[str, Any], report: str) -> FeedbackGiven:
    """What is said when the ten minutes are over."""
    return FeedbackGiven("still" if raw.get("still", True) else "gone", Source.CLI, {"of": report})


def _meant(raw: Mapping[str, Any], situation: Situation) -> tuple[Item, ...]:
    """The exercise that is named, else the one being done, else all of the last routine."""
    at_hand = situation.last if situation.routine is None else situation.routine.suggestion.items
    if (named := raw.get("exercise")) is not None:
        return tuple(item for item in at_hand if item.id == named) or (Item(named, named, 0, 0),)
    if situation.routine is not None:
        number = step_at(
            steps(situation.routine.suggestion, situation.catalogue), situation.routine.position(situation.ticks)
        ).item
        return (at_hand[number],)
    if not at_hand:
        raise RefusedError("Nothing can have hurt", "No routine was shown yet.")
    return at_hand
