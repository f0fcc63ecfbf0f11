"""One exercise as a card: plain text that a person can follow without anything else."""

from collections.abc import Iterator
from textwrap import wrap

from uncrick.core.model.catalog import Catalogue, Exercise

WIDTH = 80
_INDENT = 10

_WHERE = {
    "desk_seated": "seated at the desk",
    "desk_standing": "standing at the desk",
    "corridor": "in the corridor",
    "stairs": "on the stairs",
    "home": "at home",
    "bar": "at a bar",
}


def card(exercise: Exercise, catalogue: Catalogue) -> str:
    """Name, where, dose, phases with cues, caution, who leaves it out, easier variant, source, disclaimer."""
    lines = [
        exercise.name,
        *wrap(f"{catalogue.areas[exercise.area].name}. {exercise.why}", WIDTH),
        "",
        *_entry("Where", ", ".join(_WHERE[place] for place in exercise.places)),
        *_entry("Needs", ", ".join(catalogue.equipment[name].name for name in exercise.equipment) or "nothing"),
        *_entry("Dose", _dose(exercise)),
        *_entry("When", _when(exercise, catalogue)),
        "",
        *(_entry("Off", exercise.off) if exercise.off else ()),
        *(_entry("Your note", exercise.note) if exercise.note else ()),
        *wrap(exercise.instruction, WIDTH),
        "",
        *_entry("First", f"{exercise.setup_say} ({exercise.setup_s} s)"),
        *_phases(exercise),
        "",
        *_entry("Caution", exercise.caution),
        *_left_out(exercise, catalogue),
        *_entry("Easier", _easier(exercise, catalogue)),
        *_entry("Source", _source(exercise)),
        *_evidence(exercise, catalogue),
        *_entry("Id", exercise.id),
        "",
        *wrap(catalogue.disclaimer, WIDTH),
    ]
    return "\n".join(lines)


def _entry(name: str, text: str) -> list[str]:
    return wrap(
        text, WIDTH, initial_indent=f"{name:<{_INDENT}}", subsequent_indent=" " * _INDENT, break_long_words=False
    )


def _source(exercise: Exercise) -> str:
    match exercise.origin:
        case "article":
            return f"the article that Uncrick began with, {exercise.source_section}"
        case "own":
            return exercise.source_section or "your own"
        case _:
            return exercise.source_section


def _evidence(exercise: Exercise, catalogue: Catalogue) -> Iterator[str]:
    """What its form and its limits were taken from, each with its address on a line of its own."""
    head = "Evidence"
    for name in exercise.evidence:
        found = catalogue.references.get(name)
        yield from _entry(head, name if found is None else found.citation)
        if found is not None and found.url:
            yield f"{'':<{_INDENT}}{found.url}"
        head = ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d} min" if minutes else f"{rest} s"


def _dose(exercise: Exercise) -> str:
    micro, full = exercise.reps.micro, exercise.reps.full
    parts = []
    if micro:
        parts.append(f"{_times(micro)} in an hourly break ({_length(exercise.duration_s.micro)})")
    if full != micro:
        parts.append(f"{_times(full)} in a longer session ({_length(exercise.duration_s.full)})")
    return f"{', '.join(parts)}; at most {_times(exercise.per_day_reps)} a day"


def _when(exercise: Exercise, catalogue: Catalogue) -> str:
    usually = next(level.usually for level in catalogue.levels if level.n == exercise.level)
    use = "in an hourly break or at home" if exercise.use == "both" else "in a session at home only"
    after = exercise.after
    before = f", once {catalogue.exercise(after.id).name} was done {_times(after.times)}" if after is not None else ""
    return f"{use}, {usually}{before}"


def _phases(exercise: Exercise) -> Iterator[str]:
    said = {cue.t: cue.say for cue in exercise.cues}
    at = 0
    for number, phase in enumerate(exercise.phases, start=1):
        begins = f"{number:>3}  {phase.s:>3} s  {phase.kind:<8}"
        yield from wrap(said.get(at, ""), WIDTH, initial_indent=begins, subsequent_indent=" " * len(begins))
        at += phase.s
    most = exercise.reps.micro or exercise.reps.full
    if most > 1:
        yield f"     Again from 1, {_times(most)} in all."


def _left_out(exercise: Exercise, catalogue: Catalogue) -> Iterator[str]:
    if not exercise.contraindications:
        yield from _entry("Not with", "nothing rules it out; stop if it hurts")
        return
    for place, name in enumerate(exercise.contraindications):
        ask = catalogue.conditions[name].ask
        yield from wrap(
            ask,
            WIDTH,
            initial_indent=f"{'' if place else 'Not with':<{_INDENT}}- ",
            subsequent_indent=" " * (_INDENT + 2),
        )


def _easier(exercise: Exercise, catalogue: Catalogue) -> str:
    gentle = exercise.gentle
    parts = [_times(gentle.reps)]
    if gentle.amplitude < 1:
        parts.append(f"{gentle.amplitude:.0%} of the movement")
    if gentle.effort is not None:
        parts.append(f"{gentle.effort:.0%} of your strength")
    if gentle.alt:
        parts.append(f"or instead: {catalogue.exercise(gentle.alt).name} ({gentle.alt})")
    return ", ".join(parts)
