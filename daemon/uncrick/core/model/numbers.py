"""The numbers of dose, levels, pain and adherence, as the files in config/ have them."""

from collections.abc import Mapping
from dataclasses import dataclass

PAIN_ACTIONS = ("ease", "retire", "retire_and_advise")
SEVERITIES = ("emergency", "urgent", "routine")


@dataclass(frozen=True, slots=True)
class Owed:
    """The exercises that every day owes this many repetitions."""

    ids: tuple[str, ...]
    reps: int


@dataclass(frozen=True, slots=True)
class Weekly:
    """Exercises of which one comes `times` a week, `apart_days` days apart, shown `showings` times a day at most."""

    ids: tuple[str, ...]
    times: int
    apart_days: int
    showings: int


SessionPlace = tuple[tuple[str, ...], ...]
"""A place of the session: filled by the best of the first ids that suit, else by one of the next, a stand-in."""


@dataclass(frozen=True, slots=True)
class HomeSessionNumbers:
    """The numbers of exercises on the floor, in `[home_session]`; `_s` are seconds."""

    least_s: int
    most_s: int
    lying_s: int
    rise_s: int
    first_reps: int
    reps: int
    first_days: int
    anew_days: int
    hour: int
    least_prompts: int
    lying: tuple[str, ...]
    order: tuple[SessionPlace, ...]
    ease_first: Mapping[str, SessionPlace]


@dataclass(frozen=True, slots=True)
class EaseNumbers:
    """
    Relief for a stiff neck, in `[routine.ease]`; `_s` are seconds.

    Attributes:
        rest: ids of what moves no neck; movement: ids of the range of which a neck that is a little stiff does one.
    """

    least_s: int
    most_s: int
    rest: tuple[str, ...]
    movement: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StrengthStep:
    """A dose of the strength set: repetitions of each move; `stronger`: with a stronger band, if the other is easy."""

    reps: int
    stronger: bool


@dataclass(frozen=True, slots=True)
class StrengthSetNumbers:
    """The numbers of the strength set; each is explained where it stands, in `[strength_set]` of exercises.toml."""

    equipment: str
    order: tuple[str, ...]
    moves: int
    days_a_week: int
    steady_days: int
    anew_days: int
    hour: int
    steps: tuple[StrengthStep, ...]


@dataclass(frozen=True, slots=True)
class RoutineNumbers:
    """The numbers of the choice; each is explained where it stands, in `[routine]` of exercises.toml."""

    early_budget_s: int
    early_active_days: int
    min_budget_s: int
    max_budget_s: int
    end_relax_s: int
    transition_s: int
    max_items: int
    many_items: int
    two_items_budget_s: int
    many_items_budget_s: int
    second_least_s: int
    item_least_s: int
    further_reps: int
    behind_items: float
    hang_prompts: int
    kinds_least: int
    short_budget_s: int
    neck_gap_min: int
    neck_sessions: int
    swap_limit: int
    rare_days: int
    min_relax_s: int
    read_first_times: int
    full_week: float
    least_week: float
    newest_week_share: float
    workdays: int
    night_hours: int
    level2_min_days: int
    level2_min_active_days: int
    level3_min_days: int
    level3_min_active_days: int
    worse_active_days: int
    pain_score: int
    pain_days: int
    new_strength_gap_active_days: int
    return_gap_days: int
    eased_active_days: int
    restart_gap_days: int
    technique_tip_every: int
    tip_memory: int
    check_days: int
    seldom_days: int
    opening_memory: int
    leaving_prompts: int
    owed: Owed
    weekly: tuple[Weekly, ...]
    fallback: str
    walk: str
    ease: EaseNumbers
    alternatives: tuple[str, ...]
    introduce: tuple[str, ...]
    consent: Mapping[str, tuple[str, ...]]
    retired_consents: frozenset[str]
    weekly_quota: Mapping[str, int]
    home_session: HomeSessionNumbers
    strength_set: StrengthSetNumbers


@dataclass(frozen=True, slots=True)
class PainRule:
    """What follows from a score of `score_min`..`score_max` out of 10; eased exercises rest for `rest_days` first."""

    score_min: int
    score_max: int
    still_hurts_after_10_min: bool
    action: str
    rest_days: int


@dataclass(frozen=True, slots=True)
class PainNumbers:
    """The numbers of what follows from pain, in `[pain]` of safety.toml."""

    unscored: int
    severe: int
    notable: int
    gentle_sessions: int
    less_amplitude: float
    worse_rest_days: int
    region_rest_days: int
    repeat_days: int
    ask_after_min: int
    ask_until_min: int
    next_day_within_days: int
    emergency_hours: int
    advice_days: int
    advice: str


@dataclass(frozen=True, slots=True)
class AdherenceNumbers:
    """How prompts adapt to how they are answered; each number is explained in adherence.toml."""

    short_after: int
    ask_after: int
    hour_prompts: int
    hour_share: float
    hour_retry_days: int
    silent_days: int
    silent_most: int
    away_days: int
    return_most: int
    review_days: int
    steady_share: float
    steady_prompts: int


@dataclass(frozen=True, slots=True)
class HistoryRules:
    """
    What the folds over a history need of the catalogue; a process that keeps these need not keep all of it.

    `severities`: of each red flag by its id: `emergency`, `urgent` or `routine`.
    """

    pain: PainNumbers
    pain_rules: tuple[PainRule, ...]
    severities: Mapping[str, str]
    numbers: RoutineNumbers
    adherence: AdherenceNumbers


# What is filled in where a person's own exercise, or one of a plan, does not say it


@dataclass(frozen=True, slots=True)
class PositionDefaults:
    """What follows from the position; `front` and `side` are the base poses of the two views."""

    places: tuple[str, ...]
    equipment: tuple[str, ...]
    props: tuple[str, ...]
    use: str
    visibility: int
    view: str
    frame: str
    front: str
    side: str


@dataclass(frozen=True, slots=True)
class PlanNumbers:
    """Each number is explained where it stands, in custom_exercises.toml."""

    gap_min: int
    most_at_once: int
    setup_s: int
    move_s: int
    hold_move_s: int
    let_go_s: int
    set_rest_s: int
    most_exercises: int
    most_sets: int
    most_reps: int
    most_hold_s: int
    most_per_day: int
    most_minutes: int
    report_days: int


@dataclass(frozen=True, slots=True)
class CustomDefaults:
    """Each number is explained where it stands, in custom_exercises.toml; `positions` has each of POSITIONS."""

    level: int
    setup_s: int
    routine_s: int
    most_reps: int
    gap_min: int
    neck_per_day: int
    full_per_day: int
    gentle_amplitude: float
    gentle_reps: float
    positions: Mapping[str, PositionDefaults]
    plan: PlanNumbers
