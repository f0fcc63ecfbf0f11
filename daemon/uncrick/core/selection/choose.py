"""What the next prompt suggests (F1 to F10)."""

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection import home_session, strength_set
from uncrick.core.selection.assemble import suggestion_of, without_exercises
from uncrick.core.selection.candidates import candidates
from uncrick.core.selection.plan import plan
from uncrick.core.selection.situation import Context, situation_of


def choose(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int) -> Suggestion:
    """What the next prompt suggests; the same input gives the same suggestion."""
    situation = situation_of(catalogue, profile, practice, context, seed)
    if situation.restrictions.closed is not None:
        return without_exercises(situation, situation.restrictions.closed)
    pool = candidates(situation)
    if home_session.is_due(situation):
        session = home_session.session(situation, pool, recent=practice.shown)
        if session is not None and session.total_seconds > catalogue.numbers.max_budget_s:
            return session
    if strength_set.is_due(situation) and (chosen := strength_set.strength_set(situation, pool)) is not None:
        return chosen
    parts = plan(situation, pool)
    return suggestion_of(situation, parts, pool) if parts else without_exercises(situation, Form.NOTHING_LEFT)
