"""Prints what four people met of the article in forty working days, item by item: done, offered instead, or as a tip.

    python tests/proof/seed_table.py

The real engine runs on a pretend desk from nine to half past five; nothing is written. A number is how often an
exercise was done, `alt` how often it was offered as the alternative, `tip` how often the tip came.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from uncrick.app.simulation.simulate import Simulation
from uncrick.app.simulation.trace import read_trace
from uncrick.settings import Settings, override
from uncrick.storage.shipped_data import catalogue

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DAY, HOUR, MINUTE = 86_400, 3600, 60
WORKING_DAYS = 40
RESTS = ((95, 5), (205, 40), (355, 4), (505, 30))
"""When input ends, in minutes from nine o'clock, and for how many; the last is the end of the day."""
NECKS = ("neck_nod", "neck_turn", "neck_tilt")
AFTER = 20  # seconds: so long after its showing somebody who does every break starts it


@dataclass(frozen=True)
class Somebody:
    """Who it is, whether they do every break, and their profile with the day on which it is known."""

    who: str
    does_all: bool
    profile: dict[str, object] | None
    known_from: int = 0
    declined: bool = False


PEOPLE = (
    Somebody("A says nothing about health, does all", True, {}, known_from=3, declined=True),
    Somebody("B office, none of these, does all", True, {}),
    Somebody(
        "C home, mat, bar, ball, weights, band, sessions",
        True,
        {
            "equipment": ["mat", "bar", "ball", "weights", "band"],
            "place": "home",
            "home_session": True,
            "consents": ["prone", "weights"],
        },
    ),
    Somebody("D never reacts", False, None),
)

ITEMS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("first ease the discomfort", (), (), "`ease`, tray, before a session"),
    ("do not exercise through pain", (), ("stop_hurts",), "Stop, It hurt"),
    ("lie back, knees to chest", ("relief_knees_chest",), (), "on request: My neck is stiff"),
    ("jump up like a tumbler", (), (), "left out on purpose"),
    ("rock the legs, lower the feet", ("relief_rock",), (), ""),
    ("hands behind the head", ("relief_hands_head",), (), ""),
    ("search for the easy position", ("relief_comfort",), (), "on request: My neck is stiff"),
    ("lie some minutes, rise without tensing", (), (), "10 s to rise after each of them"),
    ("neck: five times", NECKS, (), "repetitions a time below"),
    ("twice a day", (), (), "repetitions a day below"),
    ("two weeks only the first three", (), (), "first day of the others below"),
    ("the rest added later", ("shrug", "neck_press_fb", "neck_press_lr"), (), ""),
    ("neck 1, forward and back", ("neck_nod",), (), ""),
    ("swing back to the stop", (), (), "left out on purpose"),
    ("neck 2, turn", ("neck_turn",), (), ""),
    ("neck 3, ear to shoulder", ("neck_tilt",), (), ""),
    ("neck 4, forehead and back", ("neck_press_fb",), (), ""),
    ("neck 4, left and right", ("neck_press_lr",), (), ""),
    ("neck 5, shrug", ("shrug",), (), ""),
    ("neck 5 with weights", ("shrug_weights",), (), "consent, weights"),
    ("back 1, one shoulder", ("shoulder_alt",), (), ""),
    ("back 2, all fours", ("cat_floor",), (), "home"),
    ("back 3, standing round", ("round_stand",), (), ""),
    ("back 4, leg lift", ("leg_lift_prone",), (), "consent"),
    ("back 5, chest lift", ("chest_lift_prone",), (), "consent"),
    ("back 6, knees to chest, head to knees", ("curl_knees",), (), "home"),
    ("lumbar 1, half push-up", ("press_up_half",), (), "home"),
    ("lumbar 2, curl-up", ("curl_up",), (), "home"),
    ("lumbar 3, land swimming", ("swim_dry",), (), "consent"),
    ("count of two in holds", (), (), "cues"),
    ("pool, warm water", (), ("swim",), ""),
    ("good mood", (), ("kind",), ""),
    ("average pace", (), ("pace",), ""),
    ("even breathing", (), ("breath",), "cues"),
    ("full relaxation after effort", (), ("letgo",), "phases, 6 s at the end"),
    ("be careful, stop if it hurts", (), ("stop_hurts",), "read first"),
    ("better in a day or two", (), ("next_day",), "asked on the next day"),
    ("chair supports the lower back", (), ("chair_lumbar",), "desk check"),
    ("chair from the lowest upwards", (), ("chair_height",), "desk check"),
    ("head straight, chin level", (), ("head_level",), ""),
    ("monitor at eye level", (), ("monitor_top", "monitor_centre", "monitor_glasses", "monitor_laptop"), "desk check"),
    ("scarf", (), ("scarf",), "October to March, once"),
    ("at least once an hour", (), (), "minutes between prompts below"),
    ("walk along the corridor", ("walk_corridor",), ("walk",), ""),
    ("stairs", ("stairs",), ("stairs",), ""),
    ("better: stretch and bends", ("reach_stand", "side_bend", "forward_bend"), ("stretch_bends",), ""),
    ("fitball", ("fitball_tilt",), ("ball",), ""),
    ("physiotherapy", (), ("physio", "physio_first"), ""),
    ("healthy food", (), ("food",), "evening line"),
    ("less stress", (), ("stress", "stress_name"), ""),
    ("hang on the bar", ("bar_hang_feet", "bar_hang"), ("bar_pass", "bar_feet_first"), ""),
    ("put up a bar", (), ("bar_get",), "once"),
    ("chiropractor, certificate", (), ("hands_on", "hands_on_check"), "once a month"),
    ("mattress", (), ("mattress",), "evening line"),
    ("pillow", (), ("pillow", "pillow_front"), "evening line"),
)
"""The items of the article in its order: what delivers each (exercises, tips), and what else does."""


@dataclass
class Life:
    """What one person met."""

    done: Counter[str]
    offered: Counter[str]
    tips: Counter[str]
    first: dict[str, int]
    reps: dict[int, Counter[str]]
    sets: Counter[int]
    waits: list[float]
    prompts: int


def lived(person: Somebody, working_days: int = WORKING_DAYS, seed: int = 7) -> Life:
    """The working days of a person."""
    out: list[dict[str, Any]] = []
    settings = override(Settings(), ["breaks.tireless=168h"])

    simulation = Simulation(MONDAY, settings, seed, out.append)
    simulation._suggestions.first_level_only = person.declined  # a trace knows no declined profile
    days = [DAY * (7 * (number // 5) + number % 5) for number in range(working_days)]
    lines: list[dict[str, Any]] = []
    if person.does_all:
        lines.append({"at": 0, "do": "answers", "start": 1, "after": [AFTER, AFTER]})
    for number, begin in enumerate(days):
        if person.profile is not None and number == person.known_from:
            lines.append({"at": begin, "do": "profile", "profile": {"conditions": [], **person.profile}})
        lines.append({"at": begin + 1, "do": "active"})
        for minute, rest in RESTS:
            lines.append({"at": begin + minute * MINUTE, "do": "idle"})
            if rest and minute != RESTS[-1][0]:
                lines.append({"at": begin + (minute + rest) * MINUTE, "do": "active"})
    simulation.run(read_trace([json.dumps(line) for line in lines]), days[-1] + DAY)
    return summary(out)


def summary(out: list[dict[str, Any]]) -> Life:
    """What the lines of a simulation say."""
    shown = [line for line in out if line.get("effect") == "prompt" and line["showing"] == 1]
    life = Life(Counter(), Counter(), Counter(), {}, {}, Counter(), [], len(shown))
    for line in shown:
        life.offered[line["prompt"]["alternative"]] += 1
        life.tips[line["prompt"]["tip"]["id"]] += 1
        life.reps.setdefault(int(line["at"] // DAY), Counter())
    for line in out:
        if line.get("record") == "done":
            day = int(line["at"] // DAY)
            for item in line["routine"]:
                life.done[item["id"]] += 1
                life.first.setdefault(item["id"], 1 + 5 * (day // 7) + day % 7)
                life.reps.setdefault(day, Counter())[item["id"]] += item["reps"]
                life.sets[item["reps"]] += item["id"] in NECKS
    ends = sorted(line["at"] for line in out if line.get("record") in ("done", "natural", "stepped_away"))
    for line in shown:
        before = [at for at in ends if at < line["at"]]
        if before and before[-1] // DAY == line["at"] // DAY:
            life.waits.append((line["at"] - before[-1]) / MINUTE)
    return life


def cell(life: Life, exercises: tuple[str, ...], tips: tuple[str, ...]) -> str:
    """What one person met of one item."""
    done, offered = sum(life.done[name] for name in exercises), sum(life.offered[name] for name in exercises)
    seen = sum(life.tips[name] for name in tips)
    parts = [str(done)] if exercises else []
    parts += [f"alt {offered}"] if offered else []
    parts += [f"tip {seen}"] if tips else []
    return ", ".join(parts) or "-"


def table(lives: dict[str, Life]) -> str:
    """The items by person, and below them what is counted over days."""
    known = catalogue()
    unknown = {name for _, exercises, _, _ in ITEMS for name in exercises} - known.exercises.keys()
    unknown |= {name for _, _, tips, _ in ITEMS for name in tips} - known.tips.keys()
    rows = [["#", "item", *lives, "besides"]]
    for number, (item, exercises, tips, besides) in enumerate(ITEMS, 1):
        rows.append([str(number), item, *(cell(life, exercises, tips) for life in lives.values()), besides])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    text = "\n".join("  ".join(part.ljust(width) for part, width in zip(row, widths, strict=True)) for row in rows)
    lines = [text, "", f"unknown in the catalogue: {', '.join(sorted(unknown)) or 'nothing'}"]
    for who, life in lives.items():
        later = list(life.reps.values())[3:]
        a_day = {name: round(sum(dose[name] for dose in later) / max(1, len(later)), 1) for name in NECKS}
        every = sum(life.offered.values())
        lines += [
            "",
            f"{who}: {life.prompts} prompts, {len(life.done)} different exercises done",
            f"  neck repetitions a day from day 4 on: {a_day}; repetitions a time: {dict(life.sets)}",
            f"  days with ten of each: {sum(min(dose[n] for n in NECKS) == 10 for dose in later)} of {len(later)}",
            f"  first on day: { {name: life.first.get(name) for name in ('shrug', 'neck_press_fb', 'neck_press_lr')} }",
            f"  minutes from a break to the next prompt: longest {max(life.waits, default=0):.0f}",
            "  alternatives: " + ", ".join(f"{name} {count / every:.0%}" for name, count in life.offered.most_common()),
        ]
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    sys.stdout.write(table({person.who: lived(person) for person in PEOPLE}) + "\n")


if __name__ == "__main__":
    main()
