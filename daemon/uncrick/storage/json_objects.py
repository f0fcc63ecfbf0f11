"""Profiles and exercises as plain JSON objects and back."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from uncrick.core.model.profile import Profile
from uncrick.storage.codec import DecodeError, decode
from uncrick.storage.profile_file import PLACES

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue, Exercise

Plain = dict[str, Any]
PROFILE = {
    "conditions": "a list of condition ids, empty for none of these",
    "equipment": "a list of things at hand, such as bar or weights",
    "lacks": "a list of what is not there: stairs, walk_space",
    "place": "desk or home",
    "home_session": "true or false",
    "trains": "true or false",
    "consents": "a list of what was agreed to beyond level 2: weights, prone",
}


def profile_of(plain: object, catalogue: "Catalogue") -> Profile:
    """
    The profile that a person answered.

    Raises:
        ValueError: says what is wrong, in words.
    """
    if not isinstance(plain, dict):
        raise ValueError('"profile" is missing; expected an object such as {"conditions": []}')  # noqa: TRY004 JSON's fault
    for key in plain:
        if key not in PROFILE:
            raise ValueError(f'the profile has an unknown key "{key}"; expected {", ".join(PROFILE)}')
    try:
        profile = decode(Profile, {"asked": True, **plain})
        if profile.place not in PLACES:
            raise DecodeError(("place",), profile.place, "")
    except DecodeError as fault:
        key = fault.path[0]
        raise ValueError(f'"{key}" of the profile is {plain[key]!r}; expected {PROFILE[key]}') from None
    numbers = catalogue.numbers
    profile = replace(profile, consents=profile.consents - numbers.retired_consents)
    vocabulary = {
        "conditions": catalogue.conditions,
        "equipment": catalogue.equipment,
        "lacks": catalogue.equipment,
        "consents": numbers.consent,
    }
    for key, ids in vocabulary.items():
        for part in plain.get(key, []):
            if part not in ids and part not in numbers.retired_consents:
                raise ValueError(f'"{part}" in "{key}" is unknown; expected some of {", ".join(sorted(ids))}')
    return profile


def exercise_object(exercise: "Exercise") -> Plain:
    """One exercise of `exercises --json`."""
    return {
        "id": exercise.id,
        "name": exercise.name,
        "area": exercise.area,
        "region": exercise.region,
        "level": exercise.level,
        "use": exercise.use,
        "position": exercise.position,
        "places": list(exercise.places),
        "equipment": list(exercise.equipment),
        "visibility": exercise.visibility,
        "reps": {"micro": exercise.reps.micro, "full": exercise.reps.full},
        "per_day_reps": exercise.per_day_reps,
        "setup_seconds": exercise.setup_s,
        "cycle_seconds": exercise.cycle_s,
        "instruction": exercise.instruction,
        "caution": exercise.caution,
        "why": exercise.why,
        "contraindications": list(exercise.contraindications),
        "gentle": {"reps": exercise.gentle.reps, "instead": exercise.gentle.alt or None},
        "phases": [{"kind": phase.kind, "seconds": phase.s} for phase in exercise.phases],
        "cues": [{"at": cue.t, "say": cue.say, "brief": cue.brief} for cue in exercise.cues],
        "origin": exercise.origin,
        "source_section": exercise.source_section,
        "evidence": list(exercise.evidence),
        "enabled": not exercise.off,
        "note": exercise.note,
    }
