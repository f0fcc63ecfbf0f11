"""The catalogue's records (exercises, tips, safety), and the words that its data may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from uncrick.core.model.numbers import (
    AdherenceNumbers,
    CustomDefaults,
    HistoryRules,
    PainNumbers,
    PainRule,
    RoutineNumbers,
)
from uncrick.core.model.prescription import Prescription
from uncrick.core.model.rig import Base, Rig

POSITIONS = ("sit", "stand", "walk", "hang", "floor", "ball")
PLACES = ("desk_seated", "desk_standing", "corridor", "stairs", "home", "bar")
USES = ("both", "home", "set")
FRAMES = ("bust", "upper", "full")
PROPS = (
    *("chair", "floor", "stairs", "desk", "doorway", "bar", "weights", "mat", "ball", "seen_from_above"),
    *("band_feet", "band_hands"),  # from the hands to under the feet, and from hand to hand
)
PHASES = ("move", "stretch", "tense", "return", "relax", "rest")
HOLDS = ("stretch", "tense")
MOMENTS = ("any", "desk", "office", "home", "bar")
KINDS = ("moves_head", "lies_on_back", "stands_free")
TIP_KINDS = ("monitor", "posture", "chair", "break", "ball", "care", "treatment", "life", "bar", "sleep", "technique")

LYING = ("supine", "prone", "side_lying")
"""How the names of the poses begin in which one lies."""

HEADLINE, HOW, SHORT = 34, 60, 75
"""Characters that fit a notification: the name of an exercise, one line on how, and the text after "Tip: "."""


def headline_of(name: str) -> str:
    """The name of an exercise as a prompt shows it: cut to whole words where it is long."""
    return name if len(name) <= HEADLINE else name[: HEADLINE + 1].rpartition(" ")[0] or name[:HEADLINE]


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

    t: float
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
        name: what to do, as an invitation ("Turn your head"); the same everywhere.
        headline: the name, cut where a prompt has no room for it.
        how: one line on how.
        area, region: what it is for; ids of an area, and that area's region.
        use: `both` (hourly break and home session), `home`, or `set` (only in the strength set).
        visibility: 0 discreet, 1 visible, 2 conspicuous.
        level: 1..3; after: what must have been done before.
        gap_min: minutes before it is suggested again.
        setup_s, cycle_s: seconds before the first repetition, and of one repetition.
        contraindications: ids of conditions that leave it out.
        keyframes: empty where the catalogue was loaded without the figure.
        evidence: ids of references.
        off: why the person has it never suggested, and how to take that back; "" where it may be.
        note: the person's own words on it.
        prescribed: what a plan says of it; None for all others.
        set_rest_s: seconds of rest between two sets of such an exercise.
    """

    id: str
    name: str
    headline: str
    how: str
    origin: str
    source_section: str
    area: str
    region: str
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
    evidence: tuple[str, ...] = ()
    off: str = ""
    note: str = ""
    prescribed: Prescription | None = None
    set_rest_s: int = 0

    def seconds(self, reps: int) -> int:
        """Setup and `reps` repetitions together, with the rests between sets."""
        rests = sum(map(self.ends_set, range(1, reps)))
        return self.setup_s + reps * self.cycle_s + rests * self.set_rest_s

    def ends_set(self, rep: int) -> bool:
        """A set ends with that repetition, the first being 1."""
        return self.prescribed is not None and rep % self.prescribed.reps == 0


@dataclass(frozen=True, slots=True)
class Excluded:
    """What the catalogue leaves out on purpose, why, and the exercise that takes its place ("" = none)."""

    id: str
    what: str
    reason: str
    instead: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Where something was read; `url` may be ""."""

    id: str
    citation: str
    url: str


@dataclass(frozen=True, slots=True)
class Equipment:
    """
    What an exercise may need.

    Attributes:
        assumed: everybody has it.
        may_lack: of what is assumed: a person may say that they do not have it.
        includes: having this is having those.
    """

    id: str
    name: str
    assumed: bool
    may_lack: bool
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
    usually: str


@dataclass(frozen=True, slots=True)
class Tip:
    """
    Attributes:
        text, short: as read where there is room, and in a notification.
        when: `any`, `desk`, `office`, `home` or `bar`.
        needs: exercises that must be safe for the person, with the equipment there unless it comes once.
        seldom: of its kind one a month at most.
        once: it reaches everybody once, and never comes again.
        from_month, to_month: the months (1..12) in which it comes, beyond the end of the year too; 0 = all.
        phases, regions, positions: it comes only with an exercise that has one of each; empty = with any.
        check: the question of the desk check that it answers; it comes once, and weekly while that is "not yet".
    """

    id: str
    kind: str
    text: str
    short: str
    when: str
    needs: tuple[str, ...]
    seldom: bool
    once: bool
    from_month: int
    to_month: int
    phases: tuple[str, ...]
    regions: tuple[str, ...]
    positions: tuple[str, ...]
    check: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A question of the desk check: answered with done or not yet."""

    id: str
    ask: str


@dataclass(frozen=True, slots=True)
class Condition:
    """
    What leaves exercises out.

    Attributes:
        scope: `lasting` (asked once) or `today`.
        region, from_score: of `today`: it holds from that score of pain in that region on.
    """

    id: str
    ask: str
    scope: str
    region: str = ""
    from_score: int = 0


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign that means stop; `severity` is `emergency`, `urgent` or `routine`."""

    id: str
    severity: str
    text: str
    action: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadMovement:
    """How far the head moves: degrees, and the same as a slide (a fraction of stature)."""

    degrees: float
    shift: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """
    What the record of an exercise may refer to; without `bases` its keyframes are neither checked nor kept.

    Attributes:
        fallback: id of the one exercise that needs no stand-in.
        head_may_move: how far, in an exercise without the conditions of that kind.
        required: by kind of exercise, of KINDS, the conditions that every exercise of the kind must name.
    """

    areas: Mapping[str, Area]
    equipment: tuple[str, ...]
    conditions: tuple[str, ...]
    levels: tuple[int, ...]
    exercises: tuple[str, ...]
    min_relax_s: int
    fallback: str
    head_may_move: HeadMovement
    bases: Mapping[str, Base] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that may be suggested or said; mappings are by id and keep the order of the files."""

    disclaimer: str
    numbers: RoutineNumbers
    equipment: Mapping[str, Equipment]
    areas: Mapping[str, Area]
    levels: tuple[Level, ...]
    exercises: Mapping[str, Exercise]
    excluded: tuple[Excluded, ...]
    references: Mapping[str, Reference]
    openings: tuple[str, ...]
    quiet_tips: tuple[str, ...]
    weights: Mapping[str, float]
    tips: Mapping[str, Tip]
    checks: Mapping[str, Check]
    conditions: Mapping[str, Condition]
    required: Mapping[str, tuple[str, ...]]
    head_may_move: HeadMovement
    red_flags: tuple[RedFlag, ...]
    ease_opening: str
    ease_after: tuple[str, ...]
    pain: PainNumbers
    pain_rules: tuple[PainRule, ...]
    adherence: AdherenceNumbers
    custom: CustomDefaults
    rig: Rig | None

    @property
    def bases(self) -> Mapping[str, Base]:
        """The poses that exercises start from; none without the figure."""
        return self.rig.bases if self.rig is not None else {}

    @property
    def history_rules(self) -> HistoryRules:
        """What the folds over a history need."""
        severities = {flag.id: flag.severity for flag in self.red_flags}
        return HistoryRules(self.pain, self.pain_rules, severities, self.numbers, self.adherence)

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id; KeyError for an id that is not there."""
        return self.exercises[exercise_id]

    def vocabulary(self) -> Vocabulary:
        """What one more exercise may refer to, for `exercise`."""
        return Vocabulary(
            self.areas,
            tuple(self.equipment),
            tuple(self.conditions),
            tuple(level.n for level in self.levels),
            tuple(self.exercises),
            self.numbers.min_relax_s,
            self.numbers.fallback,
            self.head_may_move,
            self.bases,
            self.rig.channels if self.rig is not None else {},
            self.required,
        )
