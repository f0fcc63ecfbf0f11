"""Rules about several records of the catalogue: names that must exist, stand-ins, fallback, pain scores."""

from collections.abc import Iterator, Mapping

from uncrick.core.catalog.reader import Fault
from uncrick.core.model.catalog import Catalogue


def inconsistencies(catalogue: Catalogue) -> Iterator[Fault]:
    """Every breach of a rule about several records; all of them are right by themselves."""
    yield from _unknown_names(catalogue)
    yield from _sources_named(catalogue)
    yield from _stand_ins_end(catalogue)
    yield from _consent_asked(catalogue)
    yield from _fallback_for_all(catalogue)
    yield from _default_poses(catalogue)
    yield from _openings_vary(catalogue)
    yield from _scores_covered(catalogue)


def _unknown_names(catalogue: Catalogue) -> Iterator[Fault]:
    exercises, references = catalogue.exercises, catalogue.references
    numbers, session = catalogue.numbers, catalogue.numbers.home_session
    signs = {flag.id: flag for flag in catalogue.red_flags}
    places = (*session.order, *session.ease_first.values(), (session.lying,))
    book, tips, safety = "exercises.toml", "tips.toml", "safety.toml"
    references_made: list[tuple[str, str, str, tuple[str, ...], Mapping[str, object]]] = [
        (book, "routine.weekly_quota", "unknown area", tuple(numbers.weekly_quota), catalogue.areas),
        (book, "routine.owed", "unknown exercise", numbers.owed.ids, exercises),
        (safety, "pain.advice", "unknown red flag", (catalogue.pain.advice,), signs),
        (book, "routine.walk", "unknown exercise", (numbers.walk,), exercises),
        (book, "routine.ease", "unknown exercise", (*numbers.ease.rest, *numbers.ease.movement), exercises),
        (book, "routine.alternatives", "unknown exercise", numbers.alternatives, exercises),
        (book, "routine.introduce", "unknown exercise", numbers.introduce, exercises),
        (book, "strength_set", "unknown exercise", numbers.strength_set.order, exercises),
        (book, "strength_set", "unknown equipment", (numbers.strength_set.equipment,), catalogue.equipment),
        *((book, "home_session", "unknown exercise", ids, exercises) for place in places for ids in place),
        (tips, "quiet", "unknown tip", catalogue.quiet_tips, catalogue.tips),
        *((book, "routine.consent", "unknown exercise", names, exercises) for names in numbers.consent.values()),
        *(
            (book, entry.id, "unknown equipment", entry.includes, catalogue.equipment)
            for entry in catalogue.equipment.values()
        ),
        *(
            (book, entry.id, "unknown exercise", (entry.instead,), exercises)
            for entry in catalogue.excluded
            if entry.instead
        ),
        *((book, entry.id, "unknown reference", entry.evidence, references) for entry in exercises.values()),
        *((tips, entry.id, "unknown exercise", entry.needs, exercises) for entry in catalogue.tips.values()),
        *((tips, entry.id, "unknown reference", entry.evidence, references) for entry in catalogue.tips.values()),
        *((safety, entry.id, "unknown reference", entry.evidence, references) for entry in catalogue.red_flags),
        (
            "figure.toml",
            "staging",
            "unknown exercise",
            tuple(catalogue.rig.staging if catalogue.rig else ()),
            exercises,
        ),
    ]
    for file, record, rule, names, existing in references_made:
        for name in names:
            if name not in existing:
                yield Fault(file, record, rule, f"{name!r} is not in the catalogue")


def _sources_named(catalogue: Catalogue) -> Iterator[Fault]:
    """Every exercise follows a source, and every source is followed by something."""
    followed = {
        *(name for entry in catalogue.exercises.values() for name in entry.evidence),
        *(name for entry in catalogue.tips.values() for name in entry.evidence),
        *(name for entry in catalogue.red_flags for name in entry.evidence),
    }
    for entry in catalogue.exercises.values():
        if not entry.evidence:
            yield Fault("exercises.toml", entry.id, "evidence", "it names no source")
    for name in catalogue.references:
        if name not in followed:
            yield Fault("exercises.toml", name, "unused reference", "no exercise, tip or red flag follows it")


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
    for entry in catalogue.exercises.values():
        if entry.level == 3 and entry.id not in asked:
            yield Fault("exercises.toml", entry.id, "consent", "it is of level 3, and routine.consent does not name it")


def _fallback_for_all(catalogue: Catalogue) -> Iterator[Fault]:
    """At least two exercises are for everybody, so that there is always a routine and an alternative."""
    fallback = catalogue.numbers.fallback
    last = catalogue.exercises.get(fallback)
    if last is None or last.contraindications or last.equipment or last.use != "both" or last.level != 1:
        what = "it must be there, for the hourly break, at level 1, needing nothing and barring nobody"
        yield Fault("exercises.toml", fallback, "fallback", what)
    if sum(entry.level == 1 and not entry.contraindications for entry in catalogue.exercises.values()) < 2:
        yield Fault("exercises.toml", fallback, "fallback", "a second exercise of level 1 must bar nobody")


def _default_poses(catalogue: Catalogue) -> Iterator[Fault]:
    for name, position in catalogue.custom.positions.items():
        for view, base in (("front", position.front), ("side", position.side)):
            if catalogue.bases and (base not in catalogue.bases or catalogue.bases[base].view != view):
                what = f"{base!r} is no base pose of figure.toml that is seen from the {view}"
                yield Fault("custom_exercises.toml", f"position.{name}", "base", what)


def _openings_vary(catalogue: Catalogue) -> Iterator[Fault]:
    needed = max(8, catalogue.numbers.opening_memory + 1)
    if len(catalogue.openings) < needed:
        yield Fault("tips.toml", "openings", "openings", f"{len(catalogue.openings)} lines, at least {needed}")
    if len(catalogue.quiet_tips) <= catalogue.numbers.tip_memory:
        what = f"{len(catalogue.quiet_tips)} tips, at least {catalogue.numbers.tip_memory + 1}"
        yield Fault("tips.toml", "quiet", "quiet", what)
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
