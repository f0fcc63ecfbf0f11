"""What may be suggested and said: the types of the catalogue, and the checks that refuse data that breaks a rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from uncrick.core.reading import WHOLE, Raw, Reader
from uncrick.errors import CatalogueError

FALLBACK = "breathe_drop"
"""The exercise that nobody is barred from; it ends every search."""

POSITIONS = ("sit", "stand", "walk", "hang", "floor", "ball")
PLACES = ("desk_seated", "desk_standing", "corridor", "stairs", "home", "bar")
PROPS = ("chair", "floor", "stairs", "desk", "doorway", "bar", "weights", "mat", "ball", "seen_from_above")
PHASES = ("move", "stretch", "tense", "return", "relax", "rest")
HOLDS = ("stretch", "tense")
VIEWS = ("side", "front")
MOMENTS = ("any", "desk", "office", "home", "bar")
TIP_KINDS = ("monitor", "posture", "chair", "break", "ball", "care", "life", "bar", "sleep", "technique")
ANSWERS = ("none", "easier_next_3", "ask_score", "red_flag_card")
REMEDIES = ("ease_3", "rest_2_then_ease", "rest_7_then_ease", "retire", "retire_and_advise")

HEADLINE, HOW, INVITE, SHORT = 22, 60, 35, 75
"""Characters that fit a notification: the move beside its count and time, the line below, the text after "Or", and the
text after "Tip: "."""


# ---------------------------------------------------------------- types


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of `s` seconds within one repetition; `kind` is one of PHASES."""

    kind: str
    s: int


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said `t` seconds into a repetition: `say` at the first one, `brief` later."""

    t: int
    say: str
    brief: str


@dataclass(frozen=True, slots=True)
class Keyframe:
    """The channels that differ from the base pose `t` seconds into a repetition; degrees, or fractions of stature."""

    t: int
    pose: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Dose:
    """Repetitions (or seconds) in one hourly break, and in full; `micro` is 0 where that is no place for it."""

    micro: int
    full: int


@dataclass(frozen=True, slots=True)
class Gentle:
    """The easier variant: share of the movement, repetitions, share of full strength, stand-in exercise ("" = none)."""

    amplitude: float
    reps: int
    alt: str
    effort: float | None = None


@dataclass(frozen=True, slots=True)
class After:
    """An exercise is suggested only once exercise `id` was done this many `times`."""

    id: str
    times: int


@dataclass(frozen=True, slots=True)
class Exercise:
    """
    One exercise; every text, second and angle of it comes from one record.

    Attributes:
        headline, how, invite: what a notification says: the move, one line on how, and what follows "Or".
        area, region: what it is for; ids of an area, and that area's region.
        use: `both` (hourly break and home session) or `home`.
        visibility: 0 discreet, 1 visible, 2 conspicuous.
        level: 1..3; after: what must have been done before.
        gap_min: minutes before it is suggested again.
        setup_s, cycle_s: seconds before the first repetition, and of one repetition.
        contraindications: ids of conditions that leave it out.
        keyframes: empty where the catalogue was loaded without the figure.
    """

    id: str
    name: str
    headline: str
    how: str
    invite: str
    origin: str
    inventory: str
    source_section: str
    area: str
    region: str
    target: str
    why: str
    position: str
    places: tuple[str, ...]
    equipment: tuple[str, ...]
    use: str
    visibility: int
    level: int
    after: After | None
    effort: str
    reps: Dose
    per_day_reps: int
    gap_min: int
    setup_s: int
    cycle_s: int
    duration_s: Dose
    instruction: str
    caution: str
    setup_say: str
    contraindications: tuple[str, ...]
    gentle: Gentle
    view: str
    frame: str
    base: str
    props: tuple[str, ...]
    loop: bool
    ground: bool
    phases: tuple[Phase, ...]
    cues: tuple[Cue, ...]
    keyframes: tuple[Keyframe, ...]

    def seconds(self, reps: int) -> int:
        """Setup and `reps` repetitions together."""
        return self.setup_s + reps * self.cycle_s


@dataclass(frozen=True, slots=True)
class Excluded:
    """What the catalogue leaves out on purpose, why, and the exercise that takes its place ("" = none)."""

    id: str
    inventory: str
    source_section: str
    what: str
    reason: str
    instead: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Where something was read; `status` says how much of it was seen."""

    id: str
    citation: str
    url: str
    status: str


@dataclass(frozen=True, slots=True)
class Equipment:
    """What an exercise may need; `assumed`: everybody has it; `includes`: having this is having those."""

    id: str
    name: str
    assumed: bool
    includes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the body that exercises are counted by, and its region."""

    id: str
    region: str
    name: str


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the progression; `usually` is the line read before it is done by hand earlier."""

    n: int
    text: str
    usually: str


@dataclass(frozen=True, slots=True)
class Tip:
    """
    Attributes:
        text, short: as read where there is room, and in a notification.
        when: `any`, `desk`, `office`, `home` or `bar`.
        needs: exercises that must be safe for the person, with the equipment there.
        seldom: for the evening line; at most once in ten prompts.
    """

    id: str
    kind: str
    inventory: str
    text: str
    short: str
    when: str
    needs: tuple[str, ...]
    seldom: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What leaves exercises out; `scope` is `lasting` (asked once) or `today`."""

    id: str
    ask: str
    action: str
    scope: str


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign that means stop; `severity` is `emergency`, `urgent` or `routine`."""

    id: str
    severity: str
    text: str
    action: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedbackOption:
    """An answer after a routine, and what follows from it."""

    id: str
    label: str
    action: str


@dataclass(frozen=True, slots=True)
class PainRule:
    """What follows from a score of `score_min`..`score_max` out of 10."""

    score_min: int
    score_max: int
    still_hurts_after_10_min: bool
    action: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One joint of the figure; `view` says in which view it is drawn: `side`, `front` or `both`."""

    view: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Base:
    """A pose that exercises start from: the channels that are not zero."""

    id: str
    view: str
    pose: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Rig:
    """The figure: lengths as fractions of standing height, its channels, and how they become lines."""

    units: str
    front_view_is_mirror: bool
    side_view_faces: str
    easing: str
    ground_rule: str
    segments: Mapping[str, float]
    channels: Mapping[str, Channel]
    kinematics: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Owed:
    """The exercises that every day owes this many repetitions."""

    ids: tuple[str, ...]
    reps: int


@dataclass(frozen=True, slots=True)
class RoutineNumbers:
    """The numbers of the choice; each is explained where it stands, in `[routine]` of exercises.toml."""

    default_budget_s: int
    early_budget_s: int
    early_active_days: int
    min_budget_s: int
    max_budget_s: int
    end_relax_s: int
    transition_s: int
    max_items: int
    many_items: int
    many_items_budget_s: int
    further_reps: int
    enough_s: int
    neck_gap_min: int
    neck_sessions: int
    swap_limit: int
    rare_days: int
    min_relax_s: int
    level2_min_days: int
    level2_min_active_days: int
    level3_min_days: int
    level3_min_active_days: int
    new_strength_gap_active_days: int
    return_gap_days: int
    restart_gap_days: int
    tip_memory: int
    opening_memory: int
    alternative_always: bool
    owed: Owed
    introduce: tuple[str, ...]
    weekly_quota: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record of an exercise may refer to; without `bases` its keyframes are neither checked nor kept."""

    areas: Mapping[str, Area]
    equipment: tuple[str, ...]
    conditions: tuple[str, ...]
    levels: tuple[int, ...]
    exercises: tuple[str, ...]
    min_relax_s: int
    bases: Mapping[str, Base] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that may be suggested or said; mappings are by id and keep the order of the files."""

    schema_version: str
    language: str
    source_article: str
    disclaimer: str
    numbers: RoutineNumbers
    equipment: Mapping[str, Equipment]
    areas: Mapping[str, Area]
    levels: tuple[Level, ...]
    exercises: Mapping[str, Exercise]
    excluded: tuple[Excluded, ...]
    references: Mapping[str, Reference]
    openings: tuple[str, ...]
    weights: Mapping[str, float]
    tips: Mapping[str, Tip]
    conditions: Mapping[str, Condition]
    red_flags: tuple[RedFlag, ...]
    feedback_options: tuple[FeedbackOption, ...]
    pain_rules: tuple[PainRule, ...]
    rig: Rig | None
    bases: Mapping[str, Base]

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id; KeyError for an id that is not there."""
        return self.exercises[exercise_id]

    def known(self) -> Known:
        """What one more exercise may refer to, for `exercise`."""
        return Known(
            self.areas,
            tuple(self.equipment),
            tuple(self.conditions),
            tuple(level.n for level in self.levels),
            tuple(self.exercises),
            self.numbers.min_relax_s,
            self.bases,
            self.rig.channels if self.rig is not None else {},
        )


# ---------------------------------------------------------------- one exercise

T = TypeVar("T")


def exercise(raw: Raw, file: str, known: Known, name: str = "exercise") -> Exercise:
    """
    One exercise, typed and checked; without an id of its own it is called `name` in messages.

    Raises:
        CatalogueError: with a line `file: id: rule: what` for each fault of the record.
    """
    own = raw.get("id")
    reader = Reader(raw, file, own if isinstance(own, str) and own else name)
    found = _typed(reader, known)
    reader.end()
    if not reader.faults:
        # A record of wrong types would only breed faults that follow from the first
        for rule, check in EXERCISE_RULES:
            for what in check(found, known):
                reader.fault(rule, what)
    _refuse(reader.faults)
    return found


def _typed(reader: Reader, known: Known) -> Exercise:
    return Exercise(
        id=reader.text("id"),
        name=reader.text("name"),
        headline=reader.text("headline", most=HEADLINE),
        how=reader.text("how", most=HOW),
        invite=reader.text("invite", most=INVITE),
        origin=reader.one_of("origin", ("article", "added", "own")),
        inventory=reader.text("inventory", empty=True),
        source_section=reader.text("source_section", empty=True),
        area=reader.one_of("area", tuple(known.areas), rule="unknown area"),
        region=reader.text("region"),
        target=reader.text("target"),
        why=reader.text("why"),
        position=reader.one_of("position", POSITIONS),
        places=reader.texts("places", PLACES, rule="unknown place"),
        equipment=reader.texts("equipment", known.equipment, rule="unknown equipment"),
        use=reader.one_of("use", ("both", "home")),
        visibility=reader.whole("visibility", 0, 2),
        level=reader.whole("level", min(known.levels, default=1), max(known.levels, default=1)),
        after=_after(reader, known) if "after" in reader.raw else None,
        effort=reader.text("effort"),
        reps=_dose(reader, "reps", 400),
        per_day_reps=reader.whole("per_day_reps", 1, 1000),
        gap_min=reader.whole("gap_min", 0, 1440),
        setup_s=reader.whole("setup_s", 0, 30),
        cycle_s=reader.whole("cycle_s", 1, 120),
        duration_s=_dose(reader, "duration_s", 300),
        instruction=reader.text("instruction"),
        caution=reader.text("caution"),
        setup_say=reader.text("setup_say"),
        contraindications=reader.texts("contraindications", known.conditions, rule="unknown tag"),
        gentle=_gentle(reader),
        view=reader.one_of("view", VIEWS),
        frame=reader.one_of("frame", ("bust", "full")),
        base=reader.text("base"),
        props=reader.texts("props", PROPS),
        loop=reader.flag("loop"),
        ground=reader.flag("ground"),
        phases=tuple(_each(reader, "phases", _phase)),
        cues=tuple(_each(reader, "cues", _cue)),
        keyframes=_keyframes(reader, known),
    )


def _each(reader: Reader, key: str, read: Callable[[Reader], T]) -> Iterator[T]:
    for inner in reader.tables(key):
        yield read(inner)
        reader.join(inner)


def _after(reader: Reader, known: Known) -> After:
    inner = reader.table("after")
    after = After(inner.one_of("id", known.exercises, rule="unknown exercise"), inner.whole("times", 1, 100))
    reader.join(inner)
    return after


def _dose(reader: Reader, key: str, most: int) -> Dose:
    inner = reader.table(key)
    dose = Dose(inner.whole("micro", 0, most), inner.whole("full", 1, most))
    reader.join(inner)
    return dose


def _gentle(reader: Reader) -> Gentle:
    inner = reader.table("gentle")
    effort = inner.number("effort", 0.0, 0.5) if "effort" in inner.raw else None
    gentle = Gentle(
        inner.number("amplitude", 0.1, 1.0), inner.whole("reps", 1, 100), inner.text("alt", empty=True), effort
    )
    reader.join(inner)
    return gentle


def _phase(reader: Reader) -> Phase:
    return Phase(reader.one_of("kind", PHASES), reader.whole("s", 1, 120))


def _cue(reader: Reader) -> Cue:
    return Cue(reader.whole("t", 0, 120), reader.text("say"), reader.text("brief"))


def _keyframes(reader: Reader, known: Known) -> tuple[Keyframe, ...]:
    found = tuple(_each(reader, "keyframes", _keyframe)) if known.bases else ()
    if not known.bases:
        reader.skip("keyframes")
    return found


def _keyframe(reader: Reader) -> Keyframe:
    inner = reader.table("pose")
    pose = _numbers(inner)
    reader.join(inner)
    return Keyframe(reader.whole("t", 0, 120), pose)


def _numbers(reader: Reader) -> dict[str, float]:
    return {key: reader.number(key, -360.0, 360.0) for key in reader.raw}


# ---------------------------------------------------------------- the rules of one exercise

Check = Callable[[Exercise, Known], Iterator[str]]


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
        elif known.channels[channel].view not in ("both", ex.view):
            yield f"{channel} is not drawn in the {ex.view} view"


def _frames_loop(ex: Exercise, known: Known) -> Iterator[str]:
    if not known.bases:
        return
    times = [frame.t for frame in ex.keyframes]
    if len(times) < 2 or times[0] != 0 or times[-1] != ex.cycle_s or any(a >= b for a, b in pairwise(times)):
        yield f"times {times} do not rise from 0 to cycle_s = {ex.cycle_s}"
    elif ex.keyframes[0].pose != ex.keyframes[-1].pose:
        yield "the first keyframe differs from the last"


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
    ("breathing", _breathes),
    ("unknown gentle.alt", _gentles),
    ("base", _bases_fit),
    ("channel", _channels_fit),
    ("keyframes", _frames_loop),
)
"""Every rule with its name in messages; a check yields a sentence for each breach."""


# ---------------------------------------------------------------- all of it


def build(documents: Mapping[str, Raw], *, figure: bool = True) -> Catalogue:
    """
    The whole catalogue, typed and checked.

    Args:
        documents: parsed TOML by file name: exercises.toml, tips.toml, safety.toml and, for the figure, figure.toml.
        figure: False leaves out figure.toml, the rig and all keyframes.

    Raises:
        CatalogueError: with a line `file: id: rule: what` for each fault in any of the files.
    """
    names = ("exercises.toml", "tips.toml", "safety.toml", *(("figure.toml",) if figure else ()))
    missing = [name for name in names if name not in documents]
    _refuse([f"{name}: {WHOLE}: missing file: it was not read" for name in missing])
    top = {name: Reader(documents[name], name, WHOLE) for name in names}
    rig, bases = _figure(top["figure.toml"]) if figure else (None, {})
    found = _catalogue(top["exercises.toml"], top["tips.toml"], top["safety.toml"], rig, bases)
    for reader in top.values():
        reader.end()
    faults = [fault for reader in top.values() for fault in reader.faults]
    # What records say of each other makes sense only once each of them does
    _refuse(faults or [f"{file}: {record}: {rule}: {what}" for file, record, rule, what in _across(found)])
    return found


def _refuse(faults: list[str]) -> None:
    if faults:
        raise CatalogueError("The catalogue breaks its rules", "\n".join(faults))


def _catalogue(
    exercises: Reader, tips: Reader, safety: Reader, rig: Rig | None, bases: Mapping[str, Base]
) -> Catalogue:
    exercises.one_of("schema", ("break-catalogue",))
    areas = _named(exercises, "area", _area)
    equipment = _named(exercises, "equipment", _equipment)
    levels = tuple(_each(exercises, "level", _level))
    conditions = _conditions(safety)
    numbers = _routine(exercises)
    raws = list(exercises.tables("exercise"))
    known = Known(
        areas,
        tuple(equipment),
        tuple(conditions),
        tuple(level.n for level in levels),
        tuple(reader.record for reader in raws),
        numbers.min_relax_s,
        bases,
        rig.channels if rig is not None else {},
    )
    return Catalogue(
        schema_version=exercises.text("schema_version"),
        language=exercises.text("language"),
        source_article=exercises.text("source_article"),
        disclaimer=exercises.text("disclaimer"),
        numbers=numbers,
        equipment=equipment,
        areas=areas,
        levels=levels,
        exercises=_exercises(exercises, raws, known),
        excluded=tuple(_named(exercises, "excluded", _excluded).values()),
        references=_named(exercises, "reference", _reference),
        openings=tips.texts("openings"),
        weights=_weights(tips),
        tips=_named(tips, "tip", _tip),
        conditions=conditions,
        red_flags=tuple(_named(safety, "red_flag", _red_flag).values()),
        feedback_options=tuple(_named(safety, "feedback_option", _feedback_option).values()),
        pain_rules=tuple(_each(safety, "pain_rule", _pain_rule)),
        rig=rig,
        bases=bases,
    )


def _named(reader: Reader, key: str, read: Callable[[Reader], T]) -> dict[str, T]:
    """The records of a list by id."""
    found: dict[str, T] = {}
    for inner in reader.tables(key):
        inner.text("id")
        if inner.record in found:
            inner.fault("duplicate id", f"there are two {key}s of this id")
        found[inner.record] = read(inner)
        reader.join(inner)
    return found


def _exercises(reader: Reader, raws: list[Reader], known: Known) -> dict[str, Exercise]:
    found: dict[str, Exercise] = {}
    for raw in raws:
        if raw.record in found:
            raw.fault("duplicate id", "there are two exercises of this id")
            reader.join(raw)
        try:
            found[raw.record] = exercise(raw.raw, raw.file, known, raw.record)
        except CatalogueError as error:
            reader.faults.extend(error.message.splitlines())
    return found


def _area(reader: Reader) -> Area:
    return Area(reader.record, reader.one_of("region", ("neck", "shoulder", "back", "whole")), reader.text("name"))


def _equipment(reader: Reader) -> Equipment:
    return Equipment(
        reader.record,
        reader.text("name"),
        reader.flag("assumed", default=False),
        reader.texts("includes", needed=False),
    )


def _level(reader: Reader) -> Level:
    return Level(reader.whole("n", 1, 3), reader.text("text"), reader.text("usually"))


def _excluded(reader: Reader) -> Excluded:
    return Excluded(
        reader.record,
        reader.text("inventory", empty=True),
        reader.text("source_section"),
        reader.text("what"),
        reader.text("reason"),
        reader.text("instead", empty=True),
    )


def _reference(reader: Reader) -> Reference:
    return Reference(reader.record, reader.text("citation"), reader.text("url", empty=True), reader.text("status"))


def _tip(reader: Reader) -> Tip:
    return Tip(
        reader.record,
        reader.one_of("kind", TIP_KINDS),
        reader.text("inventory"),
        reader.text("text"),
        reader.text("short", most=SHORT),
        reader.one_of("when", MOMENTS),
        reader.texts("needs", needed=False),
        reader.flag("seldom", default=False),
        reader.texts("evidence"),
    )


def _weights(tips: Reader) -> dict[str, float]:
    inner = tips.table("weights")
    weights = {kind: inner.number(kind, 0.0, 100.0) for kind in inner.raw if kind in TIP_KINDS}
    tips.join(inner)
    return weights


def _conditions(safety: Reader) -> dict[str, Condition]:
    outer = safety.table("contraindication")
    found = {}
    for key in outer.raw:
        inner = outer.table(key)
        inner.record = key
        scope = inner.one_of("scope", ("lasting", "today"))
        found[key] = Condition(key, inner.text("ask"), inner.one_of("action", ("exclude",)), scope)
        outer.join(inner)
    safety.join(outer)
    return found


def _red_flag(reader: Reader) -> RedFlag:
    severity = reader.one_of("severity", ("emergency", "urgent", "routine"))
    return RedFlag(reader.record, severity, reader.text("text"), reader.text("action"), reader.texts("evidence"))


def _feedback_option(reader: Reader) -> FeedbackOption:
    return FeedbackOption(reader.record, reader.text("label"), reader.one_of("action", ANSWERS))


def _pain_rule(reader: Reader) -> PainRule:
    return PainRule(
        reader.whole("score_min", 0, 10),
        reader.whole("score_max", 0, 10),
        reader.flag("still_hurts_after_10_min"),
        reader.one_of("action", REMEDIES),
    )


def _routine(reader: Reader) -> RoutineNumbers:
    inner = reader.table("routine")
    quota = inner.table("weekly_quota")
    owed = inner.table("owed")
    numbers = {name: inner.whole(name, 0, 3650) for name, kind in RoutineNumbers.__annotations__.items() if kind is int}
    found = RoutineNumbers(
        **numbers,
        alternative_always=inner.flag("alternative_always"),
        owed=Owed(owed.texts("ids"), owed.whole("reps", 0, 100)),
        introduce=inner.texts("introduce"),
        weekly_quota={area: quota.whole(area, 0, 100) for area in quota.raw},
    )
    inner.join(quota)
    inner.join(owed)
    reader.join(inner)
    return found


def _figure(reader: Reader) -> tuple[Rig, dict[str, Base]]:
    rig = _rig(reader.table("rig"), reader)
    outer = reader.table("bases")
    bases = {}
    for key in outer.raw:
        inner = outer.table(key)
        inner.record = key
        pose = inner.table("pose")
        bases[key] = Base(key, inner.one_of("view", VIEWS), _numbers(pose))
        for channel in bases[key].pose:
            if channel not in rig.channels or rig.channels[channel].view not in ("both", bases[key].view):
                inner.fault("channel", f"{channel} is not drawn in the {bases[key].view} view")
        inner.join(pose)
        outer.join(inner)
    reader.join(outer)
    return rig, bases


def _rig(inner: Reader, reader: Reader) -> Rig:
    segments, channels, kinematics = (inner.table(key) for key in ("segments", "channels", "kinematics"))
    rig = Rig(
        inner.text("units"),
        inner.flag("front_view_is_mirror"),
        inner.text("side_view_faces"),
        inner.text("easing"),
        inner.text("ground_rule"),
        {key: segments.number(key, 0.0, 1.0) for key in segments.raw},
        {key: _channel(channels, key) for key in channels.raw},
        {key: kinematics.text(key) for key in kinematics.raw},
    )
    for part in (segments, channels, kinematics):
        inner.join(part)
    reader.join(inner)
    return rig


def _channel(channels: Reader, key: str) -> Channel:
    inner = channels.table(key)
    channel = Channel(inner.one_of("view", ("both", *VIEWS)), inner.text("meaning"))
    channels.join(inner)
    return channel


# ---------------------------------------------------------------- what records say of each other

Breach = tuple[str, str, str, str]
"""File, record, rule, what."""


def _across(found: Catalogue) -> Iterator[Breach]:
    yield from _names_known(found)
    yield from _stand_ins_end(found)
    yield from _fallback_for_all(found)
    yield from _openings_vary(found)
    yield from _scores_covered(found)


def _names_known(found: Catalogue) -> Iterator[Breach]:
    exercises, references = found.exercises, found.references
    numbers = found.numbers
    book, tips, safety = "exercises.toml", "tips.toml", "safety.toml"
    asked: list[tuple[str, str, str, tuple[str, ...], Mapping[str, object]]] = [
        (book, "routine.weekly_quota", "unknown area", tuple(numbers.weekly_quota), found.areas),
        (book, "routine.owed", "unknown exercise", numbers.owed.ids, exercises),
        (book, "routine.introduce", "unknown exercise", numbers.introduce, exercises),
        *((book, it.id, "unknown equipment", it.includes, found.equipment) for it in found.equipment.values()),
        *((book, it.id, "unknown exercise", (it.instead,), exercises) for it in found.excluded if it.instead),
        *((tips, it.id, "unknown exercise", it.needs, exercises) for it in found.tips.values()),
        *((tips, it.id, "unknown reference", it.evidence, references) for it in found.tips.values()),
        *((safety, it.id, "unknown reference", it.evidence, references) for it in found.red_flags),
    ]
    for file, record, rule, names, known in asked:
        for name in names:
            if name not in known:
                yield file, record, rule, f"{name!r} is not in the catalogue"


def _stand_ins_end(found: Catalogue) -> Iterator[Breach]:
    for start in found.exercises.values():
        here, seen = start, {start.id}
        while here.gentle.alt and here.gentle.alt not in seen:
            here = found.exercises[here.gentle.alt]
            seen.add(here.id)
        if here.gentle.alt:
            yield "exercises.toml", start.id, "gentle.alt in a circle", f"it comes back to {here.gentle.alt}"


def _fallback_for_all(found: Catalogue) -> Iterator[Breach]:
    """Two exercises at least bar nobody, so that there always are a routine and an alternative."""
    last = found.exercises.get(FALLBACK)
    if last is None or last.contraindications or last.equipment or last.use != "both" or last.level != 1:
        what = "it must be there, for the hourly break, at level 1, needing nothing and barring nobody"
        yield "exercises.toml", FALLBACK, "fallback", what
    if sum(not it.contraindications for it in found.exercises.values()) < 2:
        yield "exercises.toml", FALLBACK, "fallback", "a second exercise must bar nobody"


def _openings_vary(found: Catalogue) -> Iterator[Breach]:
    needed = max(8, found.numbers.opening_memory + 1)
    if len(found.openings) < needed:
        yield "tips.toml", "openings", "openings", f"{len(found.openings)} lines, at least {needed}"
    for line in found.openings:
        if _words(line) > 4:
            yield "tips.toml", "openings", "openings", f"{line!r} has {_words(line)} words, at most 4"


def _scores_covered(found: Catalogue) -> Iterator[Breach]:
    for score in range(1, 11):
        for hurts in (False, True):
            answers = [
                rule
                for rule in found.pain_rules
                if rule.score_min <= score <= rule.score_max and rule.still_hurts_after_10_min is hurts
            ]
            if len(answers) != 1:
                what = f"score {score}, still hurts {hurts}: {len(answers)} rules, expected 1"
                yield "safety.toml", "pain_rule", "scores", what
