"""Proves that `kill -9` loses no answer: kills a daemon at random moments under a stream of answers.

    python tests/proof/kill.py [KILLS] [--seed N] [--json FILE]

Before an answer, while it is dealt with, after its reply, in the start, and idle. Each time: every acknowledged answer
is in the history exactly once, and unchanged; the files are sound; the next start answers; its state is the one that
was told, and agrees with the record; and an answer whose reply did not come may be said again and counts once.
"""

import random
import sys
import time
from collections import Counter
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from proof.own_daemon import QUICK, Answer, OwnDaemon, Row, own_daemon, read_reply, request_line
from proof.report import Report, finish, parser_of

IN_CI = 60
MOMENT = 10.0  # seconds, in which two answers and a start may be
PATIENCE = 60  # seconds for a start, on a machine with other work
BREAKS = {**QUICK, "every": "0.3s"}
MOMENTS = {"after": 3, "during": 5, "before": 2, "startup": 2, "idle": 1}
TAKEN_BACK = "undone"  # a break soon after an answer takes that back
BROKEN_OFF = {"done", "part_done"}
Word = tuple[str, dict[str, Any]]

# What may be said in a phase, and how often.
WORDS: dict[str, list[tuple[int, Word]]] = {
    "due": [
        (2, ("snooze", {"minutes": 0.02})),
        (4, ("snooze", {"minutes": 5})),
        (3, ("done", {})),
        (3, ("skip", {})),
        (3, ("break", {"here": True})),
        (1, ("pause", {"minutes": 0.02})),
        (1, ("pause", {"minutes": 30})),
    ],
    "snoozed": [(1, ("done", {})), (1, ("skip", {})), (1, ("break", {"here": True})), (1, ("pause", {"minutes": 3}))],
    "on_break": [(1, ("stop", {})), (1, ("done", {})), (1, ("pause", {"minutes": 0.03}))],
    "paused": [(2, ("resume", {})), (1, ("pause", {"minutes": 45}))],
    "working": [
        (1, ("done", {})),
        (1, ("break", {"here": True})),
        (1, ("pause", {"minutes": 2})),
        (2, ("feedback", {"feedback": "fine"})),
    ],
}


def expected(do: str, status: Answer) -> list[set[str]] | None:
    """The kinds of the records that an answer leaves, in order; None where it may be refused, or leave any."""
    phase = status["phase"]
    match do:
        case "done" if phase != "working":  # just after a break, it means the same one
            return [{*BROKEN_OFF, "stepped_away"}]
        case "skip" if phase in {"due", "snoozed"}:
            return [{"skipped"}]
        case "snooze" if phase == "due" and status["snoozes_left"]:
            return [{"snoozed"}]
        case "break" if phase != "on_break":
            return [{"started"}]
        case "stop" if phase == "on_break":
            return [BROKEN_OFF]
        case "pause":
            return [*([BROKEN_OFF] if phase == "on_break" else []), {"paused"}]
        case "resume":
            return [{"resumed"}] if phase == "paused" else []
        case "feedback":
            return [{"feedback"}]
        case _:
            return None


def difference(before: Answer, after: Answer, at: float) -> str:
    """What of a state does not hold after a restart in which nobody said anything; "" if all of it does."""
    was, now = before["phase"], after["phase"]
    told = f"{was} became {now}"
    match was:
        case "paused":
            return _moved(before, after, "paused_until", at, told)
        case "snoozed":
            if now in {"snoozed", "due"} and before["snoozes_left"] != after["snoozes_left"]:
                return f"{told}, snoozes left {before['snoozes_left']} became {after['snoozes_left']}"
            if before["prompt"] != after["prompt"]:
                return f"{told}, with another prompt"
            return _moved(before, after, "again_at", at, told) if now == "snoozed" else told * (now != "due")
        case "due":
            same = all(before[key] == after[key] for key in ("phase", "snoozes_left", "prompt"))
            return "" if same else f"{told}, or with another prompt or number of snoozes"
        case "on_break":
            return "" if now == was else told
        case _:
            return "" if now in {was, "due"} else told


def _moved(before: Answer, after: Answer, key: str, at: float, told: str) -> str:
    """Whether a time that has not come yet is another one now."""
    until = datetime.fromisoformat(before[key]).timestamp()
    if until <= at + 1:
        return ""
    if after["phase"] != before["phase"]:
        return told
    moved = abs(datetime.fromisoformat(after[key]).timestamp() - until)
    return "" if moved <= 1.01 else f"{key} moved by {moved:.1f} s"


def _looks_the_same(word: Word, status: Answer) -> bool:
    """The states before and after it cannot be told apart: a pause that is over by now, or one to the same time."""
    do, args = word
    if status["phase"] != "paused":
        return False
    left = datetime.fromisoformat(status["paused_until"]).timestamp() - time.time()
    return left < 1 or (do == "pause" and abs(left - 60 * float(args["minutes"])) < MOMENT)


class Stream:
    """A stream of answers to one daemon, and what must be true of it after each kill."""

    def __init__(self, daemon: OwnDaemon, report: Report, chance: random.Random) -> None:
        self.counts: Counter[str] = Counter()
        self._daemon, self._report, self._chance = daemon, report, chance
        self._kept: dict[str, Row] = {}  # by id, every record that was on disk when an answer was acknowledged
        self._ids = count(1)

    def fault(self, kind: str, sentence: str) -> None:
        """Count a fault of a kind, and tell it."""
        self.counts[kind] += 1
        self._report.fault(f"{kind}: {sentence} (kill {self.counts['kills']})")

    def start(self) -> Answer:
        """Start the daemon, which must answer."""
        status = self._daemon.start(seconds=PATIENCE)
        self.counts["starts"] += 1
        if status is None:
            self.fault("failed starts", self._daemon.written()[-600:])
            raise SystemExit(finish(self._report))
        return status

    def round(self) -> None:
        """Some acknowledged answers, and one kill."""
        for _ in range(self._chance.randint(0, 3)):
            self._answer()
        moment = self._chance.choices(list(MOMENTS), list(MOMENTS.values()))[0]
        if moment == "idle":
            time.sleep(self._chance.uniform(0, 0.6))
        before = self._daemon.status()
        ours = {row[0] for row in self._said()}
        word: Word | None = None
        line, reply = b"", None
        if moment in {"after", "during"}:
            word = self._choice(before)
            line = request_line(word[0], self._id(), **word[1])
            reply = self._kill_at(line, after=moment == "after")
        else:
            self._daemon.kill()
        self._killed(moment)
        if moment == "startup":
            self._kill_in_the_start()
        acknowledged = reply is not None and reply["ok"]
        self._check_files(word if acknowledged else None, before, ours)
        new = [row for row in self._said_in_copy if row[0] not in ours]
        if word is None and new:
            self.fault("doubled", f"a record that nobody asked for: {new}")
        after = self.start()
        if moment == "startup":
            return
        if word is not None and reply is None:
            self._check_half(word, line, before, after, new, ours)
        elif reply is None or acknowledged:
            told = reply["status"] if reply else before
            if wrong := difference(told, after, time.time()):
                self.fault("disagreements", f"{moment} {word}: {wrong}")
            self.counts["states compared"] += 1

    # ------------------------------------------------------------ answers

    def _id(self) -> str:
        return f"proof-of-kill-{next(self._ids):06}"  # 16 letters or more: it is carried out once

    def _choice(self, status: Answer) -> Word:
        weighed = WORDS.get(status["phase"], WORDS["working"])
        return self._chance.choices([word for _, word in weighed], [weight for weight, _ in weighed])[0]

    def _said(self) -> list[Row]:
        """The records on disk that answers left."""
        return [row for row in self._daemon.rows() if row[3] == "cli"]

    def _answer(self) -> None:
        """One answer, whose record must be there when it is acknowledged, and must not be when it is refused."""
        ours = {row[0] for row in self._said()}
        before = self._daemon.status()
        do, args = self._choice(before)
        reply = self._daemon.ask(do, request_id=self._id(), **args)
        new = [row for row in self._said() if row[0] not in ours]
        self._acknowledged(do, before, [row[2] for row in new], ok=reply["ok"])
        if reply["ok"]:
            self._kept |= {row[0]: row for row in new}

    def _acknowledged(self, do: str, before: Answer, kinds: list[str], *, ok: bool) -> None:
        """An answer left these kinds of records; a phase that ended meanwhile may make it leave others."""
        self.counts["acknowledged" if ok else "refused"] += 1
        wanted = expected(do, before)
        kinds = [kind for kind in kinds if kind != TAKEN_BACK]
        if not ok and kinds:
            self.fault("disagreements", f"{do} was refused, and is on disk: {kinds}")
        elif ok and wanted and not kinds:
            self.fault("lost", f"{do} when {before['phase']} was acknowledged, and is not on disk")
        elif ok and wanted is not None and len(kinds) > len(wanted):
            self.fault("doubled", f"{do} when {before['phase']} left {kinds}")

    # ------------------------------------------------------------ kills

    def _kill_at(self, line: bytes, *, after: bool) -> Answer | None:
        """Send an answer and kill the daemon after its reply, or within some milliseconds; the reply that came."""
        with self._daemon.connect() as connection:
            connection.sendall(line)
            if after:
                reply = read_reply(connection)
                self._daemon.kill()
                return reply
            time.sleep(self._chance.choice([0, self._chance.uniform(0, 0.004), self._chance.uniform(0, 0.02)]))
            self._daemon.kill()
            try:
                return read_reply(connection)
            except (OSError, ValueError):
                return None

    def _killed(self, moment: str) -> None:
        self.counts["kills"] += 1
        self.counts[f"kills {moment}"] += 1

    def _kill_in_the_start(self) -> None:
        for _ in range(self._chance.randint(1, 3)):
            self._daemon.launch()
            time.sleep(self._chance.uniform(0.02, 0.5))
            self._daemon.kill()
            self._killed("startup")

    # ------------------------------------------------------------ checks

    def _check_files(self, word: Word | None, before: Answer, ours: set[str]) -> None:
        """The files as the killed daemon left them; `word` was acknowledged just before the kill."""
        verdict, rows = self._daemon.copied()
        self._said_in_copy = [row for row in rows if row[3] == "cli"]
        if verdict != "ok":
            self.fault("damaged", verdict)
        have = {row[0]: row for row in rows}
        if len(have) != len(rows):
            self.fault("doubled", "two records have one id")
        for id_, row in self._kept.items():
            if have.get(id_) != row:
                self.fault("lost", f"{row} became {have.get(id_)}")
        if word is not None:
            new = [row for row in self._said_in_copy if row[0] not in ours]
            self._acknowledged(word[0], before, [row[2] for row in new], ok=True)
        self._kept = {row[0]: row for row in self._said_in_copy}

    def _check_half(
        self, word: Word, line: bytes, before: Answer, after: Answer, new: list[Row], ours: set[str]
    ) -> None:
        """Killed before the reply: record and state are both of before or both of after, and it may be said again."""
        self.counts["killed before the reply"] += 1
        do = word[0]
        kinds = [row[2] for row in new]
        of_before = not difference(before, after, time.time())
        if before["phase"] != "working" and expected(do, before) and not _looks_the_same(word, before):
            if new and of_before:
                self.fault("disagreements", f"{do} when {before['phase']}: record {kinds} on disk, state of before")
            elif not new and not of_before:
                self.fault("disagreements", f"{do} when {before['phase']}: no record on disk, yet {after['phase']}")
        with self._daemon.connect() as connection:
            connection.sendall(line)
            read_reply(connection)
        twice = [row[2] for row in self._said() if row[0] not in ours and row[2] != TAKEN_BACK]
        if len(twice) > (2 if do == "pause" else 1) or len(set(twice)) < len(twice):
            self.fault("doubled", f"{do} when {before['phase']}, said again by the same id, is there as {twice}")


def main() -> int:
    """Kill it so many times; the exit status."""
    parser = parser_of(__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=IN_CI)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    report = Report("kill")
    with own_daemon(BREAKS) as daemon:
        stream = Stream(daemon, report, random.Random(given.seed))
        stream.start()
        while stream.counts["kills"] < given.kills:
            stream.round()
        for line in daemon.written().splitlines():
            if line.startswith("Traceback"):
                report.fault("a traceback was written")
    counts = stream.counts
    report.tried = f"{counts['kills']} kills, {counts['acknowledged']} acknowledged answers, {counts['starts']} starts"
    kinds = ("lost", "doubled", "damaged", "failed starts", "disagreements")
    report.figures = {kind: counts[kind] for kind in kinds}
    report.short = [f"{kind} {counts[kind]}" for kind in kinds if counts[kind]]
    report.figures["killed before the reply"] = counts["killed before the reply"]
    return finish(report, given.json)


if __name__ == "__main__":
    sys.exit(main())
