"""Seeded random traces for `uncrick simulate`: days of pretend desk work, the same on every machine and Python."""

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import TypeVar

Choice = TypeVar("Choice")
Event = tuple[float, str, dict[str, object]]

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
ANSWERS = ("snooze", "snooze", "skip", "another", "stop", "done", "stepped_away", "start")
BREAKS = ANSWERS[-3:]  # words that are a break in themselves without a prompt, so that none comes for an hour
REGIONS = ("neck", "shoulder", "back")
EXERCISES = (
    "neck_turn",
    "neck_nod",
    "neck_tilt",
    "shrug",
    "reach_stand",
    "side_bend",
    "blade_squeeze",
    "walk_corridor",
)
SIGNS = ("chest", "nerve", "night", "slow", "headache", "trauma")
OFFSETS = (0, 60, -300, 330, -480, 840)  # minutes east of Greenwich


class Dice:
    """Draws from `random()` alone: the other methods of `random.Random` may change with Python."""

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random

    def chance(self, odds: float) -> bool:
        """True with these odds."""
        return self._next() < odds

    def between(self, low: float, high: float) -> float:
        """A time in whole seconds, or any other whole number, from `low` up to but without `high`."""
        return float(int(low + self._next() * (high - low)))

    def choice(self, options: Sequence[Choice]) -> Choice:
        """One of these, each as likely."""
        return options[int(self._next() * len(options))]


class Trace:
    """
    Some days of one pretend person.

    Attributes:
        start: when it begins, with a fixed offset.
        seconds: how long it is.
        lines: JSON lines in the order of their times, without a profile at the start.
    """

    def __init__(self, number: int) -> None:
        dice = self._dice = Dice(number * 7919 + 17)
        self._events: list[Event] = []
        zone = timezone(timedelta(minutes=dice.choice(OFFSETS)))
        days = dice.between(0, 700)
        self.start = datetime(2026, 1, 1, 8, tzinfo=zone) + timedelta(days=days, minutes=dice.between(0, 120))
        length = dice.choice((1, 1, 1, 1, 1, 1, 1, 2, 4, 12))
        # Long lives have short days, so that all traces cost about the same.
        hours = {1: 5.0, 2: 3.5, 4: 2.5, 12: 1.75}[length]
        # Seconds between two tries to answer, whether a prompt is shown or not.
        self._patience = dice.choice((180.0, 300.0, 300.0, 600.0, 1200.0, 3600.0))
        self._busy = dice.choice((0.0, 0.5, 1.0, 3.0))
        self._ailing = dice.choice((0.0, 0.0, 0.1, 0.3, 1.0))
        self._odd = dice.choice((0.0, 0.2, 0.5, 1.0))
        for day in range(length):
            self._workday(day * DAY + dice.between(0, 900), hours * HOUR)
        self.seconds = (length - 1) * DAY + hours * HOUR + 1800
        ordered = sorted(self._events, key=lambda event: event[0])
        self.lines = [json.dumps({"at": at, "do": do, **more}) for at, do, more in ordered]

    def _add(self, at: float, do: str, **more: object) -> None:
        self._events.append((at, do, more))

    def _workday(self, begin: float, length: float) -> None:
        end = begin + length
        self._work(begin, end)
        self._answer(begin, end)
        for start, stop, each in (
            ("call_start", "call_end", 2400),
            ("share_start", "share_end", 1200),
            ("fullscreen_on", "fullscreen_off", 1800),
            ("dnd_on", "dnd_off", 3600),
        ):
            self._occupy(begin, end, start, stop, each)
        self._complain(begin, end)
        self._disturb(begin, end)

    def _work(self, at: float, end: float) -> None:
        """Add typing, with lulls, short absences, breaks and sleep between."""
        dice = self._dice
        restless = dice.choice((5 * MINUTE, 10 * MINUTE, 40 * MINUTE))
        while at < end:
            self._add(at, "active")
            at += dice.between(20, 2 * restless)
            self._add(at, "idle")
            kind = dice.choice(("lull", "away", "away", "away", "rest", "rest", "locked", "locked", "sleep"))
            if dice.chance(0.7):
                at += dice.between(1, 40)
            elif kind == "away":
                at += dice.between(60, 280)
            elif kind == "rest":
                at += dice.between(280, 1500)
            elif kind == "locked":
                self._add(at + 2, "lock")
                at += dice.between(30, 1200)
                self._add(at - 1, "unlock")
            else:
                self._add(at + 5, "suspend")
                at += dice.between(60, 3000)
                self._add(at - 1, "resume")
        self._add(max(at, end), "idle")

    def _answer(self, at: float, end: float) -> None:
        """Add answers at any time; without a prompt they are refused, or begin a break."""
        dice = self._dice
        while (at := at + dice.between(0.3 * self._patience, 1.7 * self._patience)) < end:
            word = dice.choice(ANSWERS)
            if word in BREAKS and dice.chance(0.85):
                word = dice.choice(("snooze", "skip"))
            self._add(at, word)
            if word in ("start", "stop") and dice.chance(0.5):
                self._add(at + dice.between(5, 90), dice.choice(("done", "stop", "another")))

    def _occupy(self, at: float, end: float, start: str, stop: str, each: float) -> None:
        dice = self._dice
        while (at := at + dice.between(300, 2.5 * HOUR)) < end:
            if dice.chance(0.3 * self._busy):
                self._add(at, start)
                at += dice.between(10, 2 * each)
                self._add(at, stop)

    def _complain(self, at: float, end: float) -> None:
        dice = self._dice
        while (at := at + dice.between(600, 2 * HOUR)) < end:
            if not dice.chance(self._ailing):
                continue
            word = dice.choice(("hurt", "hurt", "hurt", "pain", "unwell", "checked", "checked"))
            more: dict[str, object] = {}
            if word == "hurt":
                if dice.chance(0.8):
                    more["score"] = int(dice.between(0, 11))
                if dice.chance(0.4):
                    more["exercise"] = dice.choice(EXERCISES)
                if dice.chance(0.6):
                    more["still"] = dice.chance(0.5)
            elif word == "pain":
                more = {"region": dice.choice(REGIONS), "score": int(dice.between(0, 11))}
            elif word == "unwell":
                if not dice.chance(0.5):
                    continue
                if dice.chance(0.6):
                    more["signs"] = [dice.choice(SIGNS)]
            self._add(at, word, **more)

    def _disturb(self, at: float, end: float) -> None:
        """Add rare events: pauses, killed daemons, moved clocks, another profile."""
        dice = self._dice
        while (at := at + dice.between(600, 3 * HOUR)) < end:
            if not dice.chance(self._odd):
                continue
            kind = dice.choice(("pause", "pause", "resume_breaks", "kill", "kill", "clock", "profile"))
            if kind == "pause":
                self._add(at, "pause", minutes=dice.choice((1, 10, 30, 60, 90)))
                if dice.chance(0.5):
                    self._add(at + dice.between(10, 3600), "resume_breaks")
            elif kind == "resume_breaks":
                self._add(at, "resume_breaks")
            elif kind == "kill":
                self._add(at, "kill")
                self._add(at + dice.between(1, dice.choice((30, 400, 4000))), "launch")
            elif kind == "clock":
                self._add(at, "clock", by=dice.choice((-3600, 3600, -45, 45, 7200, -86400, 86400)))
            else:
                self._add(at, "profile", profile=dice.choice(PROFILES[1:]))


# What is set: each is a list of KEY=VALUE as `--set` takes it.
SETTINGS: tuple[tuple[str, ...], ...] = (
    (),
    (
        "breaks.every=30m",
        "breaks.window=5m",
        "breaks.apart=10m",
        "breaks.strict=true",
        "breaks.max_snoozes=1",
        "prompt.sound=true",
    ),
    (
        'work.hours=["Mon-Fri 09:00-12:30, 13:00-18:00", "Sat 10:00-12:00"]',
        'quiet.hours=["15:00-15:30"]',
        "prompt.style=badge_first",
        "breaks.clock=wall",
    ),
    (
        "prompt.style=tips",
        "routine.discreet=true",
        "routine.can_stand=false",
        "routine.seconds=45",
        "breaks.max_a_day=4",
        "breaks.snooze=5m",
        "breaks.unanswered=2m",
    ),
    (
        "breaks.every=45m",
        "breaks.natural=3m",
        "breaks.left=60s",
        "breaks.idle=30s",
        "breaks.max_snoozes=3",
        "routine.seconds=120",
        "quiet.calls=false",
        "prompt.style=badge",
    ),
)

HOME = {"place": "home", "home_session": True}
EQUIPMENT = ["desk", "doorway", "walk_space", "stairs", "weights", "bar", "bar_fixed", "mat", "firm_bed", "ball"]
# None: not asked yet. All others are what `uncrick profile --json` prints.
PROFILES: tuple[dict[str, object] | None, ...] = (
    None,
    {"conditions": []},
    {"conditions": [], "equipment": EQUIPMENT, "trains": True, "consents": ["weights", "prone", "sway"], **HOME},
    {"conditions": [], "equipment": ["mat", "ball", "walk_space"], **HOME},
    {"conditions": [], "equipment": ["bar", "weights", "desk", "doorway"], "trains": True},
    {"conditions": [], "equipment": ["stairs", "walk_space", "desk"], "consents": ["prone"]},
    {"conditions": ["neck_injury"], "equipment": ["desk"]},
    {"conditions": ["neck_severe"]},
    {"conditions": ["arm_nerve", "dizzy"], "equipment": ["doorway", "mat"]},
    {"conditions": ["inflam_neck", "vascular"], **HOME},
    {"conditions": ["high_bp"], "equipment": ["weights", "bar_fixed", "mat"], "trains": True, "consents": ["weights"]},
    {"conditions": ["shoulder", "shoulder_unstable"], "equipment": ["bar", "desk"]},
    {"conditions": ["grip", "knee_wrist"], "equipment": EQUIPMENT},
    {"conditions": ["back_acute"], "equipment": ["mat", "firm_bed"], **HOME},
    {"conditions": ["back_severe", "leg_nerve"]},
    {"conditions": ["spinal_stenosis", "osteoporosis"], "equipment": ["desk", "walk_space"]},
    {"conditions": ["pregnant"], "equipment": ["ball", "walk_space"], **HOME},
    {"conditions": ["abdomen", "eye_pressure"], "equipment": ["mat"], "home_session": True},
    {"conditions": ["balance", "breathless"], "equipment": ["stairs", "desk"]},
    {"conditions": ["neck_injury", "back_acute", "shoulder", "balance", "pregnant"], "equipment": EQUIPMENT, **HOME},
)
