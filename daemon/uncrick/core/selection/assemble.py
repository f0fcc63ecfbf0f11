"""A plan made into a suggestion: opening, items, closing relaxation, alternative and tip."""

from uncrick.core.model.catalog import Exercise
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection.alternative import alternative
from uncrick.core.selection.greetings import opening
from uncrick.core.selection.plan import Plan, work_seconds
from uncrick.core.selection.situation import Situation, is_possible
from uncrick.core.selection.tips import TipOccasion, quiet, tip


def suggestion_of(situation: Situation, parts: Plan, pool: list[Exercise], form: Form = Form.ROUTINE) -> Suggestion:
    """The routine of these exercises; the alternative comes from `pool` where that is possible."""
    catalogue, practice, restrictions = situation.catalogue, situation.practice, situation.restrictions
    numbers = situation.numbers
    work = work_seconds(situation, parts)
    relax = max(numbers.end_relax_s, numbers.min_budget_s - work)
    place = situation.context.place
    other = alternative(situation, parts, pool)
    named = [*(exercise for exercise, _reps in parts), *([catalogue.exercise(other)] if other else [])]
    occasion = TipOccasion(situation.today, place, named, restrictions.excluded)
    chosen = tip(catalogue, situation.profile, practice, occasion, situation.seed)
    return Suggestion(
        opening=opening(catalogue, practice, situation.seed),
        items=tuple(
            Item(exercise.id, exercise.name, reps, exercise.seconds(reps), restrictions.variant(exercise))
            for exercise, reps in parts
        ),
        relax_seconds=relax,
        total_seconds=work + relax,
        alternative=other,
        tip_id=chosen.id,
        tip=chosen.short,
        form=form,
        explains_leaving=practice.prompts < numbers.leaving_prompts,
    )


def without_exercises(situation: Situation, form: Form) -> Suggestion:
    """A break to look away, and to walk where that is safe."""
    walk = situation.catalogue.exercise(situation.numbers.walk)
    can_walk = situation.context.can_stand and is_possible(walk, situation.restrictions, situation.equipment)
    chosen = quiet(situation.catalogue, situation.practice, situation.seed)
    return Suggestion("", (), 0, 0, walk.id if can_walk else "", chosen.id, chosen.short, form=form)
