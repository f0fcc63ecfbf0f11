"""The rules that one exercise must keep to be suggested: each a check that yields a sentence for every breach."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from uncrick.core.model.catalog import FALLBACK, HOLDS, LYING, Exercise, Known, Phase

Check = Callable[[Exercise, Known], Iterator[str]]

HEAD_DEGREES, HEAD_SHIFT = 10.0, 0.0206
"""How far the head may move in an exercise without the neck's conditions: degrees, and the same angle as a slide
(fractions of stature; the head's middle is 0.117 above the neck's root)."""

SUPPORTS = ("desk", "doorway", "bar")
"""Equipment that a hand is on while one stands."""


def _words(text: str) -> int:
    return len(text.split())


def _identity(ex: Exercise, known: Known) -> Iterator[str]:
    if not ex.id.replace("_", "").isalnum() or ex.id != ex.id.lower():
        yield f"{ex.id!r} is not made of small letters, digits and _"


def _regions(ex: Exercise, known: Known) -> Iterator[str]:
    if ex.region != known.areas[ex.area].region:
        yield f"region = {ex.region!r}, while area {ex.area} belongs to {known.areas[ex.area].region!r}"


def _uses(ex: Exercise, known: Known) -> Iterator[str]:
    if (ex.use == "both") != (ex.reps.micro > 0):
        yield f"use = {ex.use!r} with reps.micro = {ex.reps.micro}"
    if not ex.places:
        yield "places is empty"


def _doses(ex: Exercise, known: Known) -> Iterator[str]:
    if not ex.reps.micro <= ex.reps.full <= ex.per_day_reps:
        yield f"reps micro {ex.reps.micro}, full {ex.reps.full}, a day {ex.per_day_reps} do not rise"
    if ex.gentle.reps > ex.reps.full:
        yield f"gentle.reps = {ex.gentle.reps} is more than full = {ex.reps.full}"


def _efforts(ex: Exercise, known: Known) -> Iterator[str]:
    share, _, rest = ex.effort.partition(" percent")
    if share.isdigit() and not rest and int(share) > 50:
        yield f"{ex.effort} is more than 50 percent"


def _durations(ex: Exercise, known: Known) -> Iterator[str]:
    long = sum(phase.s for phase in ex.phases)
    if long != ex.cycle_s:
        yield f"the phases last {long} s, cycle_s says {ex.cycle_s}"
    micro = ex.seconds(ex.reps.micro) if ex.reps.micro else 0
    if (ex.duration_s.micro, ex.duration_s.full) != (micro, ex.seconds(ex.reps.full)):
        yield (
            f"duration_s says {ex.duration_s.micro} and {ex.duration_s.full}, "
            f"setup and repetitions make {micro} and {ex.seconds(ex.reps.full)}"
        )


def _instructions(ex: Exercise, known: Known) -> Iterator[str]:
    if _words(ex.instruction) > 40:
        yield f"{_words(ex.instruction)} words, at most 40"


def _starts(ex: Exercise) -> list[tuple[int, Phase]]:
    at, found = 0, []
    for phase in ex.phases:
        found.append((at, phase))
        at += phase.s
    return found


def _cue_places(ex: Exercise, known: Known) -> Iterator[str]:
    starts, said = [at for at, _ in _starts(ex)], [cue.t for cue in ex.cues]
    if starts != said:
        yield f"phases begin at {starts}, cues at {said}"


def _cue_lengths(ex: Exercise, known: Known) -> Iterator[str]:
    lasts = {at: phase.s for at, phase in _starts(ex)}
    said = [(cue.t, text, lasts.get(cue.t, ex.cycle_s)) for cue in ex.cues for text in (cue.say, cue.brief)]
    for at, text, seconds in [(-1, ex.setup_say, ex.setup_s), *said]:
        if _words(text) > 2.5 * seconds + 1:
            where = "setup_say" if at < 0 else f"at {at} s"
            yield f"{where}: {text!r} has {_words(text)} words for {seconds} s, at most {int(2.5 * seconds + 1)}"


def _relaxes(ex: Exercise, known: Known) -> Iterator[str]:
    kinds = [phase.kind for phase in ex.phases]
    if not ex.loop and "relax" not in kinds:
        yield "no relax phase in the cycle"
    for (at, hold), follows in zip(_starts(ex), _followers(ex.phases), strict=True):
        needed = max(known.min_relax_s, hold.s)
        if hold.kind in HOLDS and (follows is None or follows.kind != "relax" or follows.s < needed):
            yield f"the {hold.kind} of {hold.s} s at {at} s needs a relax phase of {needed} s, after a return at most"


def _followers(phases: tuple[Phase, ...]) -> Iterator[Phase | None]:
    """For each phase the next one, a return passed over."""
    for place in range(len(phases)):
        rest = phases[place + 1 :]
        rest = rest[1:] if rest and rest[0].kind == "return" else rest
        yield rest[0] if rest else None


def _breathes(ex: Exercise, known: Known) -> Iterator[str]:
    said = {cue.t: cue.say for cue in ex.cues}
    for at, phase in _starts(ex):
        if phase.kind == "tense" and phase.s >= 3 and "breath" not in said.get(at, "").lower():
            yield f"the tense phase of {phase.s} s at {at} s has no cue to breathe"


def _gentles(ex: Exercise, known: Known) -> Iterator[str]:
    alt = ex.gentle.alt
    if alt == ex.id or (alt and alt not in known.exercises):
        yield f"gentle.alt = {alt!r} is no other exercise of the catalogue"
    if not alt and ex.id != FALLBACK:
        yield f"gentle.alt is empty; only {FALLBACK} stands alone"


def _bases_fit(ex: Exercise, known: Known) -> Iterator[str]:
    if known.bases and ex.base not in known.bases:
        yield f"base = {ex.base!r} is not in figure.toml"
    elif known.bases and known.bases[ex.base].view != ex.view:
        yield f"base {ex.base} is seen from the {known.bases[ex.base].view}, the exercise from the {ex.view}"


def _channels_fit(ex: Exercise, known: Known) -> Iterator[str]:
    used = {channel for frame in ex.keyframes for channel in frame.pose}
    for channel in sorted(used):
        if channel not in known.channels:
            yield f"{channel} is not in figure.toml"
        elif known.channels[channel] not in ("both", ex.view):
            yield f"{channel} is not drawn in the {ex.view} view"


def _frames_loop(ex: Exercise, known: Known) -> Iterator[str]:
    if not known.bases:
        return
    times = [frame.t for frame in ex.keyframes]
    if len(times) < 2 or times[0] != 0 or times[-1] != ex.cycle_s or any(a >= b for a, b in pairwise(times)):
        yield f"times {times} do not rise from 0 to cycle_s = {ex.cycle_s}"
    elif ex.keyframes[0].pose != ex.keyframes[-1].pose:
        yield "the first keyframe differs from the last"


def _ends_relaxed(ex: Exercise, known: Known) -> Iterator[str]:
    if not ex.loop and ex.phases and ex.phases[-1].kind not in ("relax", "rest"):
        yield f"the cycle ends with a {ex.phases[-1].kind} phase, expected relax or rest"


# ---------------------------------------------------------------- kinds that some conditions always leave out


def required(ex: Exercise, known: Known) -> dict[str, tuple[str, ...]]:
    """By rule, the conditions that the exercise must name among its contraindications because of what it is."""
    kinds = {name: known.required.get(kind, ()) for name, (kind, why) in _KINDS.items() if why(ex, known)}
    return {name: conditions for name, conditions in kinds.items() if conditions}


def _requires(rule: str) -> Check:
    def check(ex: Exercise, known: Known) -> Iterator[str]:
        expected = required(ex, known).get(rule, ())
        missing = [name for name in expected if name not in ex.contraindications]
        if missing:
            yield f"{_KINDS[rule][1](ex, known)}, so contraindications must have {', '.join(missing)}"

    return check


def _moves_head(ex: Exercise, known: Known) -> str:
    """How it moves the head, in words; "" where it keeps it still."""
    if ex.region == "neck":
        return f"it is for the neck (area {ex.area})"
    for channel in ("neck", "neck_side", "neck_turn"):
        if (moved := _range(ex, known, channel)) > HEAD_DEGREES:
            return f"{channel} moves the head by {moved:g} degrees (at most {HEAD_DEGREES:g} without them)"
    if (moved := _range(ex, known, "head_shift")) > HEAD_SHIFT:
        return f"head_shift moves the head by {moved:g} of stature (at most {HEAD_SHIFT:g} without them)"
    if ex.base.startswith(LYING) and (moved := _range(ex, known, "pelvis", "lumbar", "thorax")) > HEAD_DEGREES:
        return f"the trunk bends by {moved:g} degrees while lying, which lifts the head"
    return ""


def _range(ex: Exercise, known: Known, *channels: str) -> float:
    """Between which values the sum of the channels moves; 0 where the keyframes are not known."""
    base: Mapping[str, float] = known.bases[ex.base].pose if ex.base in known.bases else {}
    sums = [sum(frame.pose.get(name, base.get(name, 0.0)) for name in channels) for frame in ex.keyframes]
    return max(sums) - min(sums) if sums else 0.0


def _lies_on_back(ex: Exercise, known: Known) -> str:
    return f"it is done lying on the back (base {ex.base})" if ex.base.startswith("supine") else ""


def _stands_free(ex: Exercise, known: Known) -> str:
    held = {*ex.equipment, *ex.props}.intersection(SUPPORTS)
    free = ex.position == "walk" or (ex.position == "stand" and not held)
    return "it is done on one's feet with nothing to hold on to" if free else ""


_KINDS: dict[str, tuple[str, Callable[[Exercise, Known], str]]] = {
    "moves the head": ("moves_head", _moves_head),
    "lies on the back": ("lies_on_back", _lies_on_back),
    "stands free": ("stands_free", _stands_free),
}
"""By rule: the key of `[required]` in safety.toml, and how an exercise is known to be of the kind, in words or ""."""


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
