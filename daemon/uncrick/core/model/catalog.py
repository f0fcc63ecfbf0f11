"""What may be suggested and said: the types of the catalogue, and the words that its data may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FALLBACK = "breathe_drop"
"""The exercise that nobody is barred from; it ends every search."""

POSITIONS = ("sit", "stand", "walk", "hang", "floor", "ball")
PLACES = ("desk_seated", "desk_standing", "corridor", "stairs", "home", "bar")
PROPS = ("chair", "floor", "stairs", "desk", "doorway", "bar", "weights", "mat", "ball", "seen_from_above")
PHASES = ("move", "stretch", "tense", "return", "relax", "rest")
HOLDS = ("stretch", "tense")
VIEWS = ("side", "front")
MOMENTS = ("any", "desk", "office", "home", "bar")
PARTS = ("head", "trunk", "girdle", "arm", "leg", "body")
TRACERS = ("c7", "waist", "pelvis")
MARKS = ("", "press", "breath")
GHOSTS = ("", "start")
KINDS = ("moves_head", "lies_on_back", "stands_free")
TIP_KINDS = ("monitor", "posture", "chair", "break", "ball", "care", "life", "bar", "sleep", "technique")
ANSWERS = ("none", "easier_next_3", "ask_score", "red_flag_card")
REMEDIES = ("ease_3", "rest_2_then_ease", "rest_7_then_ease", "retire", "retire_and_advise")

LYING = ("supine", "prone", "side_lying")
"""How the names of the poses begin in which one lies."""

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
        headline, how, invite: what a notification says: the move, one line on how, and what follows "Or".
        area, region: what it is for; ids of an area, and that area's region.
        use: `both` (hourly break and home session) or `home`.
        visibility: 0 discreet, 1 visible, 2 conspicuous.
        level: 1..3; after: what must have been done before.
        gap_min: minutes before it is suggested again.
        setup_s, cycle_s: seconds before the first repetition, and of one repetition.
        contraindications: ids of conditions that leave it out.
        keyframes: empty where the catalogue was loaded without the figure.
        evidence: ids of references.
        off: why the person has it never suggested, and how to take that back; "" where it may be.
        note: the person's own words on it.
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
    evidence: tuple[str, ...] = ()
    off: str = ""
    note: str = ""

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
class Staging:
    """
    How one exercise is shown, where its keyframes alone do not say it.

    Attributes:
        focus: the parts that may be marked as moving, of PARTS; empty = all that move.
        tracer: the joint whose way the arrow of the trunk shows: `c7`, `waist` or `pelvis`.
        mark: `press` (hands and head push against each other), `breath`, or "".
        still: second of the cycle for a single picture; None = where the pose is furthest from rest.
        ghost: `start` (a pale body stays where it began, for movements that are small), or "".
    """

    focus: tuple[str, ...] = ()
    tracer: str = "c7"
    mark: str = ""
    still: float | None = None
    ghost: str = ""


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
    bases: Mapping[str, Base]
    staging: Mapping[str, Staging]


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
    read_first_times: int
    level2_min_days: int
    level2_min_active_days: int
    level3_min_days: int
    level3_min_active_days: int
    new_strength_gap_active_days: int
    return_gap_days: int
    eased_active_days: int
    restart_gap_days: int
    tip_memory: int
    opening_memory: int
    alternative_always: bool
    owed: Owed
    introduce: tuple[str, ...]
    consent: Mapping[str, tuple[str, ...]]
    weekly_quota: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HistoryRules:
    """
    What the folds over a history need of the catalogue; whoever keeps these need not keep all of it.

    `severities`: of each red flag by its id: `emergency`, `urgent` or `routine`.
    """

    pain_rules: tuple[PainRule, ...]
    severities: Mapping[str, str]
    numbers: RoutineNumbers


@dataclass(frozen=True, slots=True)
class Known:
    """
    What the record of an exercise may refer to; without `bases` its keyframes are neither checked nor kept.

    `required`: by kind of exercise, of KINDS, the conditions that every exercise of the kind must name.
    """

    areas: Mapping[str, Area]
    equipment: tuple[str, ...]
    conditions: tuple[str, ...]
    levels: tuple[int, ...]
    exercises: tuple[str, ...]
    min_relax_s: int
    bases: Mapping[str, Base] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    required: Mapping[str, tuple[str, ...]]
    red_flags: tuple[RedFlag, ...]
    feedback_options: tuple[FeedbackOption, ...]
    pain_rules: tuple[PainRule, ...]
    rig: Rig | None

    @property
    def bases(self) -> Mapping[str, Base]:
        """The poses that exercises start from; none without the figure."""
        return self.rig.bases if self.rig is not None else {}

    @property
    def history_rules(self) -> HistoryRules:
        """What the folds over a history need."""
        return HistoryRules(self.pain_rules, {flag.id: flag.severity for flag in self.red_flags}, self.numbers)

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
            self.required,
        )
