"""Writes an exercise as a card of plain text, complete enough to follow."""

from collections.abc import Iterator
from textwrap import wrap

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.text import N_, _
from uncrick.core.presentation.prompt_text import how_often

WIDTH = 80
_INDENT = 10

_WHERE = {
    "desk_seated": N_("seated at the desk"),
    "desk_standing": N_("standing at the desk"),
    "corridor": N_("in the corridor"),
    "stairs": N_("on the stairs"),
    "home": N_("at home"),
    "bar": N_("at a bar"),
}
_USES = {
    "both": N_("in an hourly break or a home session"),
    "home": N_("only in a home session"),
    "set": N_("only in the strength set"),
}
_KINDS = {
    "move": N_("move"),
    "stretch": N_("stretch"),
    "tense": N_("tense"),
    "return": N_("return"),
    "relax": N_("relax"),
    "rest": N_("rest"),
}


def card(exercise: Exercise, catalogue: Catalogue) -> str:
    """Name, place, dose, phases with cues, caution, contraindications, easier variant, source and disclaimer."""
    lines = [
        exercise.name,
        *wrap(_("{area}. {why}", area=catalogue.areas[exercise.area].name, why=exercise.why), WIDTH),
        "",
        *_entry(_("Where"), ", ".join(_(_WHERE[place]) for place in exercise.places)),
        *_entry(_("Needs"), ", ".join(catalogue.equipment[name].name for name in exercise.equipment) or _("nothing")),
        *_entry(_("Dose"), _dose(exercise)),
        *_entry(_("When"), _when(exercise, catalogue)),
        "",
        *(_entry(_("Off"), exercise.off) if exercise.off else ()),
        *(_entry(_("Your note"), exercise.note) if exercise.note else ()),
        *wrap(exercise.instruction, WIDTH),
        "",
        *_entry(_("First"), _("{cue} ({seconds} s)", cue=exercise.setup_say, seconds=exercise.setup_s)),
        *_phases(exercise),
        "",
        *_entry(_("Caution"), exercise.caution),
        *_contraindications(exercise, catalogue),
        *_entry(_("Easier"), _easier(exercise, catalogue)),
        *_entry(_("Source"), _source(exercise)),
        *_evidence(exercise, catalogue),
        *_entry(_("Id"), exercise.id),
        "",
        *wrap(catalogue.disclaimer, WIDTH),
    ]
    return "\n".join(lines)


def _entry(name: str, text: str) -> list[str]:
    head = f"{f'{name} ' if name else '':<{_INDENT}}"
    return wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * _INDENT, break_long_words=False)


def _source(exercise: Exercise) -> str:
    match exercise.origin:
        case "article":
            return _("the article that Uncrick began with")
        case "own":
            return exercise.source_section or _("your own")
        case _:
            return exercise.source_section


def _evidence(exercise: Exercise, catalogue: Catalogue) -> Iterator[str]:
    """What its form and its limits were taken from, each with its address on a line of its own."""
    head = _("Evidence")
    for name in exercise.evidence:
        reference = catalogue.references.get(name)
        yield from _entry(head, name if reference is None else reference.citation)
        if reference is not None and reference.url:
            yield f"{'':<{_INDENT}}{reference.url}"
        head = ""


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if minutes:
        two_digits = f"{rest:02d}"
        return _("{minutes}:{seconds} min", minutes=minutes, seconds=two_digits)
    return _("{seconds} s", seconds=rest)


def _dose(exercise: Exercise) -> str:
    micro, full = exercise.reps.micro, exercise.reps.full
    doses = []
    if micro:
        length = _length(exercise.duration_s.micro)
        doses.append(_("{times} in an hourly break ({length})", times=how_often(micro), length=length))
    if full != micro:
        length = _length(exercise.duration_s.full)
        doses.append(_("{times} in a longer session ({length})", times=how_often(full), length=length))
    return _("{doses}; at most {times} a day", doses=", ".join(doses), times=how_often(exercise.per_day_reps))


def _when(exercise: Exercise, catalogue: Catalogue) -> str:
    usually = next(level.usually for level in catalogue.levels if level.n == exercise.level)
    use = _(_USES[exercise.use])
    after = exercise.after
    if after is None:
        return _("{use}, {usually}", use=use, usually=usually)
    return _(
        '{use}, {usually}, once you have done "{exercise}" {times}',
        use=use,
        usually=usually,
        exercise=catalogue.exercise(after.id).name,
        times=how_often(after.times),
    )


def _phases(exercise: Exercise) -> Iterator[str]:
    cues = {cue.t: cue.say for cue in exercise.cues}
    at = 0
    for number, phase in enumerate(exercise.phases, start=1):
        kind = f"{_(_KINDS[phase.kind])} "
        right_aligned = f"{phase.s:>3}"
        seconds = _("{seconds} s", seconds=right_aligned)
        begins = f"{number:>3}  {seconds}  {kind:<8}"
        yield from wrap(cues.get(at, ""), WIDTH, initial_indent=begins, subsequent_indent=" " * len(begins))
        at += phase.s
    most = exercise.reps.micro or exercise.reps.full
    if most > 1:
        again = _("Start again from 1, {times} in all.", times=how_often(most))
        yield f"     {again}"


def _contraindications(exercise: Exercise, catalogue: Catalogue) -> Iterator[str]:
    if not exercise.contraindications:
        yield from _entry(_("Not with"), _("nothing in particular; stop if it hurts"))
        return
    head = _("Not with") + " "
    for name in exercise.contraindications:
        yield from wrap(
            catalogue.conditions[name].ask,
            WIDTH,
            initial_indent=f"{head:<{_INDENT}}- ",
            subsequent_indent=" " * (_INDENT + 2),
        )
        head = ""


def _easier(exercise: Exercise, catalogue: Catalogue) -> str:
    gentle = exercise.gentle
    ways = [how_often(gentle.reps)]
    if gentle.amplitude < 1:
        percent = f"{gentle.amplitude:.0%}"
        ways.append(_("{percent} of the movement", percent=percent))
    if gentle.effort is not None:
        percent = f"{gentle.effort:.0%}"
        ways.append(_("{percent} of your strength", percent=percent))
    if gentle.alt:
        ways.append(_("or instead: {exercise} ({id})", exercise=catalogue.exercise(gentle.alt).name, id=gentle.alt))
    return ", ".join(ways)
