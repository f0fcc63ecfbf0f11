"""Whether a person may do an exercise: conditions and settings that leave it out, and the equipment it needs."""

from uncrick.core.model.catalog import Catalogue, Condition, Exercise
from uncrick.core.model.profile import Profile


def allowed(exercise: Exercise, profile: Profile) -> bool:
    """Neither a condition of the person nor a setting of theirs leaves the exercise out."""
    return not exercise.off and profile.conditions.isdisjoint(exercise.contraindications)


def obstacles(exercise: Exercise, profile: Profile, catalogue: Catalogue) -> tuple[Condition, ...]:
    """The person's conditions that leave the exercise out."""
    return tuple(catalogue.conditions[name] for name in exercise.contraindications if name in profile.conditions)


def owned(catalogue: Catalogue, profile: Profile) -> frozenset[str]:
    """Ids of all equipment at hand: what all have and they do not lack, what they named, and what that includes."""
    at_hand = [
        thing
        for thing in catalogue.equipment.values()
        if thing.id not in profile.lacks and (thing.assumed or thing.id in profile.equipment)
    ]
    return frozenset(name for thing in at_hand for name in (thing.id, *thing.includes))
