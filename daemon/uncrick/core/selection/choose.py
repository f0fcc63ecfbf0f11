"""What the next prompt suggests (F1 to F10)."""

from dataclasses import replace

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.prescription import PLANNED
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection import home_session, prescribed, strength_set
from uncrick.core.selection.assemble import suggestion_of, without_exercises
from uncrick.core.selection.candidates import candidates
from uncrick.core.selection.plan import plan
from uncrick.core.selection.situation import Context, Situation, situation_of


def choose(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int) -> Suggestion:
    """What the next prompt suggests; the same input gives the same suggestion."""
    situation = situation_of(catalogue, profile, practice, context, seed)
    if situation.restrictions.closed is not None:
        return without_exercises(situation, situation.restrictions.closed)
    if (owed := _planned(situation)) is not None:
        return owed
    pool = candidates(situation)
    if home_session.is_due(situation):
        session = home_session.session(situation, pool, recent=practice.shown)
        if session is not None and session.total_seconds > catalogue.numbers.max_budget_s:
            return session
    if strength_set.is_due(situation):
        before = next(reversed(practice.groups_on(situation.today)), ())
        if (chosen := strength_set.strength_set(situation, pool, recent=before)) is not None:
            return chosen
    parts = plan(situation, pool)
    return suggestion_of(situation, parts, pool) if parts else without_exercises(situation, Form.NOTHING_LEFT)


def planned(
    catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int
) -> Suggestion | None:
    """What a prescribed plan has for this hour, in whatever way the person is prompted; None: it has nothing."""
    if not any(exercise.prescribed for exercise in catalogue.exercises.values()):
        return None
    situation = situation_of(catalogue, profile, practice, context, seed)
    return None if situation.restrictions.closed is not None else _planned(situation)


def _planned(situation: Situation) -> Suggestion | None:
    if not prescribed.owed(situation):
        return None
    pool = candidates(situation)
    routine = suggestion_of(situation, prescribed.plan(situation, pool), pool)
    return replace(routine, opening=PLANNED, explains_leaving=False)  # whose it is matters more
