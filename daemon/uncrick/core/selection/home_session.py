"""Exercises on the floor: the home session (F9), and relief lying down."""

from collections.abc import Container
from dataclasses import replace

from uncrick.core.history import pain
from uncrick.core.history.home_session import session_reps
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.numbers import SessionPlace
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection.assemble import suggestion_of
from uncrick.core.selection.candidates import candidates, is_new, is_ready, is_rested, left_today, suits
from uncrick.core.selection.plan import Plan, work_seconds
from uncrick.core.selection.score import oldest
from uncrick.core.selection.situation import Situation, on_the_floor, wants_home_session


def is_due(situation: Situation) -> bool:
    """A prompt is to suggest the home session: once a day, to people who want it, while they are at home."""
    practice, context, today = situation.practice, situation.context, situation.today
    if not wants_home_session(situation.profile, context) or context.exclude or situation.early:
        return False
    if today in (practice.home.last, practice.home.shown):
        return False
    numbers = situation.numbers.home_session
    prompts = practice.prompts_on_day if today == practice.active_day else 0
    last_of_day = prompts + 1 >= numbers.least_prompts and practice.prompts_left(today, situation.numbers) <= 1
    return context.now.hour >= numbers.hour or last_of_day


def session(situation: Situation, pool: list[Exercise], recent: Container[str] = ()) -> Suggestion | None:
    """
    The home session in its order; what does not suit is left out.

    Args:
        pool: candidates for the alternative.
        recent: ids that are not to come again.

    Returns:
        None where nothing of it is left.
    """
    situation = replace(situation, home_only=True)
    parts = _parts(situation, recent)
    if not parts:
        return None
    easing = _first_that_suits(situation, _easing_place(situation), parts, recent)
    if easing is not None:
        parts.insert(0, (easing, easing.reps.full))
    most = situation.numbers.home_session.most_s
    _shorten(situation, parts, most)
    return _with_time_to_rise(situation, suggestion_of(situation, parts, pool, Form.HOME_SESSION), most)


def relief(situation: Situation) -> Suggestion | None:
    """One or two minutes of relief lying down, which end with getting up calmly; None where nothing is left."""
    floor = on_the_floor(situation)
    shown, lying = situation.practice.shown, situation.numbers.home_session.lying
    names = [*(name for name in lying if name not in shown), *lying]
    exercises = map(situation.catalogue.exercise, names)
    fitting = (exercise for exercise in exercises if suits(floor, exercise) and is_rested(floor, exercise))
    chosen = next(fitting, None)
    if chosen is None:
        return None
    most = floor.restrictions.limit_reps(chosen, chosen.reps.full)
    parts = [(chosen, min(most, left_today(floor, chosen)))]
    pool = candidates(replace(floor, home_only=False))
    return _with_time_to_rise(floor, suggestion_of(floor, parts, pool), situation.numbers.home_session.lying_s)


def _parts(situation: Situation, recent: Container[str]) -> Plan:
    usual = session_reps(situation.practice.home, situation.today, situation.numbers.home_session)
    parts: Plan = []
    for place in situation.numbers.home_session.order:
        chosen = _first_that_suits(situation, place, parts, recent)
        if chosen is not None:
            most = min(usual, chosen.gentle.reps if is_new(situation, chosen) else chosen.reps.full)
            reps = min(situation.restrictions.limit_reps(chosen, most), left_today(situation, chosen))
            parts.append((chosen, reps))
    return parts


def _shorten(situation: Situation, parts: Plan, most: int) -> None:
    """Take repetitions away, from the longest exercise first, until all of it fits into `most` seconds."""
    while work_seconds(situation, parts) + situation.numbers.end_relax_s > most:
        longest = max(range(len(parts)), key=lambda at: parts[at][0].cycle_s * (parts[at][1] > 1))
        exercise, reps = parts[longest]
        parts[longest] = (exercise, reps - 1)


def _easing_place(situation: Situation) -> SessionPlace:
    """What eases today's little pain before anything else."""
    ease_first = situation.numbers.home_session.ease_first
    scores = {region: pain.pain_today(situation.practice.care, region, situation.today) for region in ease_first}
    little = {region: score for region, score in scores.items() if 0 < score < situation.catalogue.pain.notable}
    return ease_first[max(little, key=little.__getitem__)] if little else ()


def _first_that_suits(
    situation: Situation, place: SessionPlace, parts: Plan, recent: Container[str]
) -> Exercise | None:
    """What fills a place, or None; a session has at most one new harder exercise."""
    has_new = any(is_new(situation, exercise) for exercise, _reps in parts)
    for names in place:
        fitting = [
            exercise
            for exercise in map(situation.catalogue.exercise, names)
            if exercise.id not in recent
            and is_ready(situation, exercise)
            and not (has_new and is_new(situation, exercise))
        ]
        if fitting:
            practice = situation.practice
            fewest = min(practice.of(exercise.id).times for exercise in fitting)
            rarest = (exercise for exercise in fitting if practice.of(exercise.id).times == fewest)
            return oldest(situation, rarest, practice.suggested)
    return None


def _with_time_to_rise(situation: Situation, suggestion: Suggestion, most: int) -> Suggestion:
    """With time to get up calmly at the end, as far as `most` seconds allow."""
    work = suggestion.total_seconds - suggestion.relax_seconds
    relax = max(suggestion.relax_seconds, min(situation.numbers.home_session.rise_s, most - work))
    return replace(suggestion, relax_seconds=relax, total_seconds=work + relax)
