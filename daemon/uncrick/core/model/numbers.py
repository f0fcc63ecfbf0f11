"""The numbers of dose, levels and pain, as exercises.toml and safety.toml have them."""

from collections.abc import Mapping
from dataclasses import dataclass

REMEDIES = ("ease_3", "rest_2_then_ease", "rest_7_then_ease", "retire", "retire_and_advise")


@dataclass(frozen=True, slots=True)
class Owed:
    """The exercises that every day owes this many repetitions."""

    ids: tuple[str, ...]
    reps: int


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """What counts in the score of an exercise, in `[routine.score]`; the highest score is chosen."""

    deficit: float
    without_quota: float
    behind_items: float
    owed: float
    recency_days: float
    article: float
    tie: float
    further_least: float


Place = tuple[tuple[str, ...], ...]
"""A place of the home session: filled by the best of the first ids that suit, else by one of the next, a stand-in."""


@dataclass(frozen=True, slots=True)
class HomeSessionNumbers:
    """The numbers of exercises on the floor, in `[home_session]`; `_s` are seconds; `easing` is by region."""

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
    floor_equipment: tuple[str, ...]
    lying: tuple[str, ...]
    places: tuple[Place, ...]
    easing: Mapping[str, Place]


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
    further_reps: int
    enough_s: int
    lookahead_breaks: int
    short_budget_s: int
    neck_gap_min: int
    neck_sessions: int
    swap_limit: int
    rare_days: int
    less_amplitude: float
    min_relax_s: int
    read_first_times: int
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
    opening_memory: int
    owed: Owed
    introduce: tuple[str, ...]
    seated_relief: tuple[str, ...]
    more_alternatives: tuple[str, ...]
    consent: Mapping[str, tuple[str, ...]]
    weekly_quota: Mapping[str, int]
    score: ScoreWeights
    home_session: HomeSessionNumbers


@dataclass(frozen=True, slots=True)
class PainRule:
    """What follows from a score of `score_min`..`score_max` out of 10."""

    score_min: int
    score_max: int
    still_hurts_after_10_min: bool
    action: str


@dataclass(frozen=True, slots=True)
class PainNumbers:
    """The numbers of what follows from pain, in `[pain]` of safety.toml; conditions are by region."""

    severe: int
    notable: int
    severe_conditions: Mapping[str, str]
    notable_conditions: Mapping[str, str]
    unscored: int
    gentle_sessions: int
    worse_rest_days: int
    region_rest_days: int
    repeat_days: int


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
