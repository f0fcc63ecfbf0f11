"""Who may do what: conditions that leave an exercise out, and the things it needs."""

from uncrick.core.model.catalog import Catalogue, Condition, Exercise
from uncrick.core.model.profile import Profile


def allowed(exercise: Exercise, profile: Profile) -> bool:
    """Neither a condition of the person nor a setting of theirs leaves the exercise out."""
    return not exercise.off and profile.conditions.isdisjoint(exercise.contraindications)


def obstacles(exercise: Exercise, profile: Profile, catalogue: Catalogue) -> tuple[Condition, ...]:
    """The person's conditions that leave the exercise out."""
    return tuple(catalogue.conditions[name] for name in exercise.contraindications if name in profile.conditions)


def owned(catalogue: Catalogue, profile: Profile) -> frozenset[str]:
    """Ids of all equipment at hand: what everybody has, what the person named, and what that includes."""
    named = [it for it in catalogue.equipment.values() if it.assumed or it.id in profile.equipment]
    return frozenset(name for it in named for name in (it.id, *it.includes))
