"""The rules of a single exercise; each is a check that yields a sentence for every breach."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from uncrick.core.model.catalog import HOLDS, LYING, Exercise, Phase, Vocabulary
from uncrick.core.model.text import _, p_

Check = Callable[[Exercise, Vocabulary], Iterator[str]]

SUPPORTS = ("desk", "doorway", "bar")
"""Equipment that a hand is on while one stands."""


def _words(text: str) -> int:
    return len(text.split())


def most_words(seconds: int) -> int:
    """Words that can be spoken calmly in so many seconds."""
    return int(2.5 * seconds + 1)


def _identity(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    if not ex.id.replace("_", "").isalnum() or ex.id != ex.id.lower():
        yield _("{id} is not made of small letters, digits and _", id=repr(ex.id))


def _regions(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    region = vocabulary.areas[ex.area].region
    if ex.region != region:
        yield _(
            "region = {region}, while area {area} belongs to {other}",
            region=repr(ex.region),
            area=ex.area,
            other=repr(region),
        )


def _uses(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    if (ex.use == "both") != (ex.reps.micro > 0):
        yield _("use = {use} with reps.micro = {reps}", use=repr(ex.use), reps=ex.reps.micro)
    if not ex.places:
        yield _("places is empty")


def _doses(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    if not ex.reps.micro <= ex.reps.full <= ex.per_day_reps:
        yield _(
            "reps.micro {micro}, reps.full {full} and per_day_reps {day} must not get smaller in this order",
            micro=ex.reps.micro,
            full=ex.reps.full,
            day=ex.per_day_reps,
        )
    if ex.gentle.reps > ex.reps.full:
        yield _("gentle.reps = {reps} is more than full = {full}", reps=ex.gentle.reps, full=ex.reps.full)


def _efforts(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    percent = ex.effort.removesuffix(" percent")
    if percent.isdigit() and int(percent) > 50:
        yield _("{effort} is more than 50 percent", effort=ex.effort)


def _durations(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    long = sum(phase.s for phase in ex.phases)
    if long != ex.cycle_s:
        yield _("the phases last {seconds} s, cycle_s says {cycle}", seconds=long, cycle=ex.cycle_s)
    micro = ex.seconds(ex.reps.micro) if ex.reps.micro else 0
    full = ex.seconds(ex.reps.full)
    if (ex.duration_s.micro, ex.duration_s.full) != (micro, full):
        yield _(
            "duration_s says {given_micro} and {given_full}, setup and repetitions make {micro} and {full}",
            given_micro=ex.duration_s.micro,
            given_full=ex.duration_s.full,
            micro=micro,
            full=full,
        )


def _instructions(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    if _words(ex.instruction) > 40:
        yield _("{count} words, at most 40", count=_words(ex.instruction))


def _starts(ex: Exercise) -> list[tuple[int, Phase]]:
    at, starts = 0, []
    for phase in ex.phases:
        starts.append((at, phase))
        at += phase.s
    return starts


def _cue_places(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    starts, cues = [at for at, _phase in _starts(ex)], [cue.t for cue in ex.cues]
    if starts != cues:
        yield _("phases begin at {phases}, cues at {cues}", phases=starts, cues=cues)


def _cue_lengths(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    lasts = {at: phase.s for at, phase in _starts(ex)}
    cues = [
        (_("at {second} s", second=cue.t), text, lasts.get(cue.t, ex.cycle_s))
        for cue in ex.cues
        for text in (cue.say, cue.brief)
    ]
    for where, text, seconds in [("setup_say", ex.setup_say, ex.setup_s), *cues]:
        most = most_words(seconds)
        if _words(text) > most:
            yield _(
                "{where}: {text} has {count} words for {seconds} s, at most {most}",
                where=where,
                text=repr(text),
                count=_words(text),
                seconds=seconds,
                most=most,
            )


def _relaxes(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    kinds = [phase.kind for phase in ex.phases]
    if not ex.loop and "relax" not in kinds:
        yield _("no relax phase in the cycle")
    for (at, hold), follows in zip(_starts(ex), _followers(ex.phases), strict=True):
        needed = max(vocabulary.min_relax_s, hold.s)
        if hold.kind in HOLDS and (follows is None or follows.kind != "relax" or follows.s < needed):
            yield _(
                "the {kind} of {seconds} s at {at} s needs a relax phase of {needed} s, with at most a return between",
                kind=hold.kind,
                seconds=hold.s,
                at=at,
                needed=needed,
            )


def _followers(phases: tuple[Phase, ...]) -> Iterator[Phase | None]:
    """For each phase the next one, a return passed over."""
    for place in range(len(phases)):
        rest = phases[place + 1 :]
        rest = rest[1:] if rest and rest[0].kind == "return" else rest
        yield rest[0] if rest else None


def _breathes(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    cues = {cue.t: cue.say for cue in ex.cues}
    for at, phase in _starts(ex):
        if phase.kind == "tense" and phase.s >= 3 and not _breathing_cue(cues.get(at, "")):
            yield _("the tense phase of {seconds} s at {at} s has no cue to breathe", seconds=phase.s, at=at)


def _breathing_cue(cue: str) -> bool:
    # The catalogue's cues are English until it is translated; a person writes their own in their language
    words = ("breath", p_("a part of the word that every cue to breathe has", "breath"))
    return any(word in cue.lower() for word in words)


def _gentles(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    alt = ex.gentle.alt
    if alt == ex.id or (alt and alt not in vocabulary.exercises):
        yield _("gentle.alt = {alt} is not another exercise of the catalogue", alt=repr(alt))
    if not alt and ex.id != vocabulary.fallback:
        yield _("gentle.alt is empty; only {fallback} needs no gentler exercise", fallback=vocabulary.fallback)


def _bases_fit(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    if vocabulary.bases and ex.base not in vocabulary.bases:
        yield _("base = {base} is not in figure.toml", base=repr(ex.base))
    elif vocabulary.bases and vocabulary.bases[ex.base].view != ex.view:
        yield _(
            "base {base} is seen from the {base_view}, the exercise from the {view}",
            base=ex.base,
            base_view=vocabulary.bases[ex.base].view,
            view=ex.view,
        )


def _channels_fit(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    used = {channel for frame in ex.keyframes for channel in frame.pose}
    for channel in sorted(used):
        if channel not in vocabulary.channels:
            yield _("{channel} is not in figure.toml", channel=channel)
        elif vocabulary.channels[channel] not in ("both", ex.view):
            yield _("{channel} is not drawn in the {view} view", channel=channel, view=ex.view)


def _frames_loop(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    if not vocabulary.bases:
        return
    times = [frame.t for frame in ex.keyframes]
    if len(times) < 2 or times[0] != 0 or times[-1] != ex.cycle_s or any(a >= b for a, b in pairwise(times)):
        yield _("times {times} do not rise from 0 to cycle_s = {cycle}", times=times, cycle=ex.cycle_s)
    elif ex.keyframes[0].pose != ex.keyframes[-1].pose:
        yield _("the first keyframe differs from the last")


def _ends_relaxed(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
    if not ex.loop and ex.phases and ex.phases[-1].kind not in ("relax", "rest"):
        yield _("the cycle ends with a {kind} phase, expected relax or rest", kind=ex.phases[-1].kind)


# ---------------------------------------------------------------- kinds that some conditions always leave out


def required(ex: Exercise, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """By rule, the conditions that the exercise must name among its contraindications because of what it is."""
    kinds = {name: vocabulary.required.get(kind, ()) for name, (kind, why) in _KINDS.items() if why(ex, vocabulary)}
    return {name: conditions for name, conditions in kinds.items() if conditions}


def _requires(rule: str) -> Check:
    def check(ex: Exercise, vocabulary: Vocabulary) -> Iterator[str]:
        expected = required(ex, vocabulary).get(rule, ())
        missing = [name for name in expected if name not in ex.contraindications]
        if missing:
            yield _(
                "{reason}, so contraindications must have {conditions}",
                reason=_KINDS[rule][1](ex, vocabulary),
                conditions=", ".join(missing),
            )

    return check


def _moves_head(ex: Exercise, vocabulary: Vocabulary) -> str:
    """How the exercise moves the head, in words; "" where the head stays still."""
    if ex.region == "neck":
        return _("it is for the neck (area {area})", area=ex.area)
    limit = vocabulary.head_may_move
    for channel in ("neck", "neck_side", "neck_turn"):
        if (moved := _range(ex, vocabulary, channel)) > limit.degrees:
            return _(
                "{channel} moves the head by {degrees:g} degrees (at most {most:g} without them)",
                channel=channel,
                degrees=moved,
                most=limit.degrees,
            )
    if (moved := _range(ex, vocabulary, "head_shift")) > limit.shift:
        return _(
            "head_shift moves the head by {moved:g} of stature (at most {most:g} without them)",
            moved=moved,
            most=limit.shift,
        )
    if ex.base.startswith(LYING) and (moved := _range(ex, vocabulary, "pelvis", "lumbar", "thorax")) > limit.degrees:
        return _("the trunk bends by {degrees:g} degrees while lying, which lifts the head", degrees=moved)
    return ""


def _range(ex: Exercise, vocabulary: Vocabulary, *channels: str) -> float:
    """Between which values the sum of the channels moves; 0 without keyframes."""
    base: Mapping[str, float] = vocabulary.bases[ex.base].pose if ex.base in vocabulary.bases else {}
    sums = [sum(frame.pose.get(name, base.get(name, 0.0)) for name in channels) for frame in ex.keyframes]
    return max(sums) - min(sums) if sums else 0.0


def _lies_on_back(ex: Exercise, vocabulary: Vocabulary) -> str:
    on_back = ex.base.startswith("supine")
    return _("it is done lying on the back (base {base})", base=ex.base) if on_back else ""


def _stands_free(ex: Exercise, vocabulary: Vocabulary) -> str:
    supported = not {*ex.equipment, *ex.props}.isdisjoint(SUPPORTS)
    free = ex.position == "walk" or (ex.position == "stand" and not supported)
    return _("it is done standing with nothing to hold on to") if free else ""


_KINDS: dict[str, tuple[str, Callable[[Exercise, Vocabulary], str]]] = {
    "moves the head": ("moves_head", _moves_head),
    "lies on the back": ("lies_on_back", _lies_on_back),
    "stands free": ("stands_free", _stands_free),
}
"""By rule: the key of `[required]` in safety.toml, and why an exercise is of the kind, in words, or ""."""


EXERCISE_RULES: tuple[tuple[str, Check], ...] = (
    ("id", _identity),
    ("region", _regions),
    ("use", _uses),
    ("dose", _doses),
    ("effort", _efforts),
    ("duration", _durations),
    ("instruction length", _instructions),
    ("cue place", _cue_places),
    ("cue length", _cue_lengths),
    ("relax", _relaxes),
    ("cycle end", _ends_relaxed),
    ("breathing", _breathes),
    ("unknown gentle.alt", _gentles),
    ("base", _bases_fit),
    ("channel", _channels_fit),
    ("keyframes", _frames_loop),
    *((rule, _requires(rule)) for rule in _KINDS),
)
"""Every rule with its name in messages; a check yields a sentence for each breach."""
