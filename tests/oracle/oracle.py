"""
Compares the output of the simulation with recorded hashes, byte for byte.

    python tests/oracle/oracle.py check [--sample N]     compare with hashes.txt; exit 1 and the groups that differ
    python tests/oracle/oracle.py record                 add the traces that hashes.txt lacks: 15 minutes for all
    python tests/oracle/oracle.py count [--sample N]     how often each effect and record happens
    python tests/oracle/oracle.py trace TRACE SETTINGS PROFILE     print the command and the trace of one run

A group is one trace with one of the settings, run with all profiles. hashes.txt has a line a trace: its number, and a
hash for each of the settings. Delete it and record again only in a commit that mends a named fault.
"""

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from multiprocessing import Pool
from pathlib import Path
from typing import TypeVar

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])  # instead of this folder, so that `oracle` is the package

from oracle.traces import PROFILES, SETTINGS, Trace
from uncrick.app.simulation.simulate import Simulation
from uncrick.app.simulation.trace import read_trace
from uncrick.settings import Settings, override

HASHES = Path(__file__).with_name("hashes.txt")
TRACES = 300
DIGITS = 12  # of a hash: enough to tell 1,500 groups from each other and from any change
Group = tuple[int, int]
Result = TypeVar("Result")
GROUPS: list[Group] = [(trace, settings) for trace in range(TRACES) for settings in range(len(SETTINGS))]


@lru_cache(maxsize=len(SETTINGS))
def _trace(number: int) -> Trace:
    return Trace(number)


def lines_of(number: int, profile: int) -> list[str]:
    """The trace as JSON lines, beginning with the profile where one was answered."""
    answers = PROFILES[profile]
    first = [] if answers is None else [json.dumps({"at": 0, "do": "profile", "profile": answers})]
    return first + _trace(number).lines


def run(number: int, settings: int, profile: int) -> Iterator[str]:
    """The lines that one simulation prints, each a JSON object."""
    trace, out = _trace(number), []
    simulation = Simulation(trace.start, override(Settings(), list(SETTINGS[settings])), number, out.append)
    simulation.run(read_trace(lines_of(number, profile)), trace.seconds)
    return (json.dumps(line, ensure_ascii=False) for line in out)


def hash_of(group: Group) -> str:
    """The hash of everything a group prints."""
    digest = hashlib.sha256()
    for profile in range(len(PROFILES)):
        digest.update(f"profile {profile}\n".encode())
        for line in run(*group, profile):
            digest.update(line.encode() + b"\n")
    return digest.hexdigest()[:DIGITS]


def counts_of(group: Group) -> Counter[str]:
    """How often each effect, record and reason of a refusal is printed in a group."""
    counts: Counter[str] = Counter()
    for profile in range(len(PROFILES)):
        for text in run(*group, profile):
            line = json.loads(text)
            name = f"record {line['record']}" if "record" in line else f"effect {line['effect']}"
            if name == "record feedback":
                name = f"record feedback {line['feedback']}"
            if name == "effect refused":
                name = f"refused {line['why'].partition(':')[0]}"
            counts[name] += 1
    return counts


def recorded() -> dict[Group, str]:
    """The hashes of hashes.txt."""
    hashes_by_group: dict[Group, str] = {}
    for line in HASHES.read_text("ascii").splitlines() if HASHES.exists() else ():
        number, *hashes = line.split()
        hashes_by_group.update({(int(number), settings): text for settings, text in enumerate(hashes)})
    return hashes_by_group


def record(processes: int) -> None:
    """Add the missing traces to hashes.txt one by one, so that an interrupted recording can be continued."""
    hashes_by_group = recorded()
    missing = [group for group in GROUPS if group not in hashes_by_group]
    for group, text in zip(missing, _map(hash_of, missing, processes), strict=True):
        hashes_by_group[group] = text
        if group[1] == len(SETTINGS) - 1:
            numbers = sorted({number for number, _ in hashes_by_group})
            rows = (
                " ".join(hashes_by_group[number, settings] for settings in range(len(SETTINGS))) for number in numbers
            )
            HASHES.write_text("".join(f"{number} {row}\n" for number, row in zip(numbers, rows, strict=True)), "ascii")


def sample(size: int | None, seed: int) -> list[Group]:
    """`size` of the recorded groups, drawn by the seed; all of them for None."""
    every = sorted(recorded())
    if size is None or size >= len(every):
        return every
    return sorted(random.Random(seed).sample(every, size))


def changed(groups: Sequence[Group], processes: int) -> list[Group]:
    """The groups whose output differs from the recorded one."""
    before = recorded()
    return [
        group for group, text in zip(groups, _map(hash_of, groups, processes), strict=True) if before[group] != text
    ]


def _map(work: Callable[[Group], Result], groups: Sequence[Group], processes: int) -> Iterator[Result]:
    if processes == 1:
        yield from map(work, groups)
        return
    with Pool(processes) as pool:
        yield from pool.imap(work, groups, chunksize=len(SETTINGS))


def main() -> int:
    """Run one command. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Compares the simulation with recorded hashes.")
    parser.add_argument("do", choices=["record", "check", "count", "trace"])
    parser.add_argument("number", type=int, nargs="*", help="TRACE SETTINGS PROFILE of `trace`")
    parser.add_argument("--sample", type=int, metavar="N", help="only N of the groups")
    parser.add_argument("--seed", type=int, default=0, help="another sample")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    groups = sample(given.sample, given.seed)
    match given.do:
        case "record":
            record(given.processes)
        case "check":
            different = changed(groups, given.processes)
            print("\n".join(f"trace {number}, settings {settings} differ" for number, settings in different))
            print(f"{len(groups) - len(different)} of {len(groups)} groups are the same")
            return 1 if different else 0
        case "count":
            total = sum(_map(counts_of, groups, given.processes), Counter())
            print("\n".join(f"{count:9} {name}" for name, count in sorted(total.items())))
        case _:
            number, settings, profile = given.number
            trace = Trace(number)
            set_ = " ".join(f"--set '{text}'" for text in SETTINGS[settings])
            command = f"uncrick simulate - --from {trace.start.isoformat()} --for {int(trace.seconds)}s --seed {number}"
            print(f"{command} {set_}".strip(), file=sys.stderr)
            print("\n".join(lines_of(number, profile)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
