"""The acceptance rules, the catalogue they are held against, and the book of what was checked."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
LASTING = tuple(entry.id for entry in CATALOGUE.conditions.values() if entry.scope == "lasting")
BUDGETS = (30, 45, 60, 60, 60, 75, 90, 105, 120)
ASSUMED = frozenset({"desk", "doorway", "walk_space"})
NECKS = ("neck_nod", "neck_turn", "neck_tilt")
LATER = frozenset({"neck_press_fb", "neck_press_lr", "shrug", "shrug_weights", "bar_hang"})
ZONES = (UTC, UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/Los_Angeles"), timezone(timedelta(hours=14)))
MOVES_HEAD = frozenset(
    [
        "neck_nod",
        "neck_turn",
        "neck_tilt",
        "neck_press_fb",
        "neck_press_lr",
        "chin_tuck",
        "round_stand",
        "cat_floor",
        "curl_knees",
        "curl_up",
        "chest_lift_prone",
        "press_up_half",
    ]
)
FORBIDDEN = {
    **dict.fromkeys(("neck_injury", "arm_nerve", "inflam_neck", "vascular"), MOVES_HEAD),
    "pregnant": frozenset({"curl_knees", "curl_up", "relief_knees_chest", "relief_rock"}),
    "balance": frozenset(
        ["shoulder_alt", "shrug_weights", "round_stand", "reach_stand", "side_bend", "walk_corridor", "stairs"]
    ),
}
"""By condition, what nobody with it ever meets; written anew, so that a tag which is missing in the data is found."""

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

RULES = {
    "T1": "an ordinary routine takes thirty seconds to the budget",
    "T2": "no exercise comes in two breaks running, but for a neck move that was let be and is still owed",
    "T3": "every routine of two moves has a neck or shoulder item unless all are excluded",
    "T4": "for fourteen days nothing beyond level one is suggested, however many breaks there are",
    "T5": "neither the day's repetitions nor the pauses of the neck are ever passed",
    "T6": "with eight breaks a day, all done, the neck gets its dose every day and every area its quota",
    "T7": "with twenty breaks a week every area gets one item and each neck area three",
    "T8": "what a condition leaves out never appears, nor as the other option, nor by hand",
    "T9": "where it is to be discreet nothing can be seen",
    "T11": "the same state and seed give the same suggestion",
    "T12": "what was retired never comes back by itself, and what rests comes back on the day after",
    "T13": "pain of seven leaves a region alone, pain of four to six has its gentle variants only",
    "T14": "there are always two different options",
    "T15": "no tip comes twice within ten, and bar tips come only with a bar",
    "T16": "fourteen days away cost a level for five active days, sixty cost all of them",
    "T17": "while exercises are locked, and on a day of feeling unwell, there is none in any way",
    "T18": "ten minutes after a pain without an answer it counts as one that still hurts",
    "S1": "a strength set comes with a band, when none was done that day, and takes three minutes at most",
    "F9": "the home session keeps its order, its minutes and its one a day",
}
"""What is held against every routine that it applies to."""


@dataclass
class Book:
    """How often each rule was checked, what broke it, and how many routines there were."""

    checks: Counter[str] = field(default_factory=Counter)
    breaches: dict[str, list[str]] = field(default_factory=dict)
    routines: Counter[str] = field(default_factory=Counter)

    def holds(self, rule: str, truth: object, *facts: object) -> None:
        self.checks[rule] += 1
        if not truth:
            self.breaches.setdefault(rule, []).append(" ".join(map(str, facts)))

    def add(self, other: "Book") -> None:
        self.checks.update(other.checks)
        self.routines.update(other.routines)
        for rule, breaches in other.breaches.items():
            self.breaches.setdefault(rule, []).extend(breaches)


REGIONS = ("neck", "shoulder", "back")
SIGNS = {entry.id: entry.severity for entry in CATALOGUE.red_flags}
