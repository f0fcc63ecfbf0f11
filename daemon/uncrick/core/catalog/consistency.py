"""Rules about several records of the catalogue: names that must exist, stand-ins, fallback, pain scores."""

from collections.abc import Iterator, Mapping

from uncrick.core.catalog.reader import Fault
from uncrick.core.model.catalog import FALLBACK, Catalogue


def inconsistencies(catalogue: Catalogue) -> Iterator[Fault]:
    """Every breach of a rule about several records; all of them are right by themselves."""
    yield from _unknown_names(catalogue)
    yield from _stand_ins_end(catalogue)
    yield from _consent_asked(catalogue)
    yield from _fallback_for_all(catalogue)
    yield from _openings_vary(catalogue)
    yield from _scores_covered(catalogue)


def _unknown_names(catalogue: Catalogue) -> Iterator[Fault]:
    exercises, references = catalogue.exercises, catalogue.references
    numbers, home, pain = catalogue.numbers, catalogue.numbers.home_session, catalogue.pain
    book, tips, safety = "exercises.toml", "tips.toml", "safety.toml"
    references_made: list[tuple[str, str, str, tuple[str, ...], Mapping[str, object]]] = [
        (book, "routine.weekly_quota", "unknown area", tuple(numbers.weekly_quota), catalogue.areas),
        (book, "routine.owed", "unknown exercise", numbers.owed.ids, exercises),
        (book, "routine.introduce", "unknown exercise", numbers.introduce, exercises),
        (book, "routine.seated_relief", "unknown exercise", numbers.seated_relief, exercises),
        (book, "routine.more_alternatives", "unknown exercise", numbers.more_alternatives, exercises),
        (book, "home_session.lying", "unknown exercise", home.lying, exercises),
        (book, "home_session.floor_equipment", "unknown equipment", home.floor_equipment, catalogue.equipment),
        *(
            (book, "home_session", "unknown exercise", names, exercises)
            for place in (*home.places, *home.easing.values())
            for names in place
        ),
        (tips, "quiet", "unknown tip", catalogue.quiet_tips, catalogue.tips),
        *(
            (safety, "pain", "unknown condition", tuple(names.values()), catalogue.conditions)
            for names in (pain.severe_conditions, pain.notable_conditions)
        ),
        *((book, "routine.consent", "unknown exercise", names, exercises) for names in numbers.consent.values()),
        *((book, it.id, "unknown equipment", it.includes, catalogue.equipment) for it in catalogue.equipment.values()),
        *((book, it.id, "unknown exercise", (it.instead,), exercises) for it in catalogue.excluded if it.instead),
        *((book, it.id, "unknown reference", it.evidence, references) for it in exercises.values()),
        *((tips, it.id, "unknown exercise", it.needs, exercises) for it in catalogue.tips.values()),
        *((tips, it.id, "unknown reference", it.evidence, references) for it in catalogue.tips.values()),
        *((safety, it.id, "unknown reference", it.evidence, references) for it in catalogue.red_flags),
        (
            "figure.toml",
            "staging",
            "unknown exercise",
            tuple(catalogue.rig.staging) if catalogue.rig else (),
            exercises,
        ),
    ]
    for file, record, rule, names, existing in references_made:
        for name in names:
            if name not in existing:
                yield Fault(file, record, rule, f"{name!r} is not in the catalogue")


def _stand_ins_end(catalogue: Catalogue) -> Iterator[Fault]:
    for start in catalogue.exercises.values():
        here, seen = start, {start.id}
        while here.gentle.alt and here.gentle.alt not in seen:
            here = catalogue.exercises[here.gentle.alt]
            seen.add(here.id)
        if here.gentle.alt:
            yield Fault("exercises.toml", start.id, "gentle.alt in a circle", f"it comes back to {here.gentle.alt}")


def _consent_asked(catalogue: Catalogue) -> Iterator[Fault]:
    """An exercise of level 3 needs a consent to its kind."""
    asked = {name for names in catalogue.numbers.consent.values() for name in names}
    for it in catalogue.exercises.values():
        if it.level == 3 and it.id not in asked:
            yield Fault("exercises.toml", it.id, "consent", "it is of level 3, and routine.consent does not name it")


def _fallback_for_all(catalogue: Catalogue) -> Iterator[Fault]:
    """At least two exercises are for everybody, so that there is always a routine and an alternative."""
    last = catalogue.exercises.get(FALLBACK)
    if last is None or last.contraindications or last.equipment or last.use != "both" or last.level != 1:
        what = "it must be there, for the hourly break, at level 1, needing nothing and barring nobody"
        yield Fault("exercises.toml", FALLBACK, "fallback", what)
    if sum(it.level == 1 and not it.contraindications for it in catalogue.exercises.values()) < 2:
        yield Fault("exercises.toml", FALLBACK, "fallback", "a second exercise of level 1 must bar nobody")


def _openings_vary(catalogue: Catalogue) -> Iterator[Fault]:
    needed = max(8, catalogue.numbers.opening_memory + 1)
    if len(catalogue.openings) < needed:
        yield Fault("tips.toml", "openings", "openings", f"{len(catalogue.openings)} lines, at least {needed}")
    for line in catalogue.openings:
        if (words := len(line.split())) > 4:
            yield Fault("tips.toml", "openings", "openings", f"{line!r} has {words} words, at most 4")


def _scores_covered(catalogue: Catalogue) -> Iterator[Fault]:
    for score in range(1, 11):
        for hurts in (False, True):
            answers = [
                rule
                for rule in catalogue.pain_rules
                if rule.score_min <= score <= rule.score_max and rule.still_hurts_after_10_min is hurts
            ]
            if len(answers) != 1:
                what = f"score {score}, still hurts {hurts}: {len(answers)} rules, expected 1"
                yield Fault("safety.toml", "pain_rule", "scores", what)
