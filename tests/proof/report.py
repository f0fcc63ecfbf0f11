"""What every proof says at its end: one line of figures, a line a fault, and the same as JSON for figures.py."""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

TREE = Path(__file__).parents[2]
MOST_SHOWN = 40


@dataclass
class Report:
    """
    The outcome of one proof.

    Attributes:
        proof: its name.
        tried: what was done and how often, in words for the table.
        figures: what was counted or measured, by name.
        short: what fell short, in a word or a name each; empty where everything held.
        faults: a sentence each.
    """

    proof: str
    tried: str = ""
    figures: dict[str, object] = field(default_factory=dict)
    short: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """Note a fault, and say it at once: the rest may take long."""
        if len(self.faults) < MOST_SHOWN:
            print(f"FAULT {sentence}", flush=True)
        self.faults.append(sentence)


def parser_of(description: str | None) -> argparse.ArgumentParser:
    """A parser of arguments with `--json`, for a program that clears up when it is asked to end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    return parser


def finish(report: Report, json_file: Path | None = None) -> int:
    """Print the outcome and write it where asked; the exit status."""
    print(f"{report.proof}: {report.tried}: {_in_words(report.figures)}; faults {len(report.faults)}")
    if json_file is not None:
        about = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), "commit": commit()}
        about["load"] = f"{os.getloadavg()[0]:.0f}"
        json_file.write_text(json.dumps({**about, **asdict(report)}, indent=1, default=str) + "\n")
    return 1 if report.faults else 0


def _in_words(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in figures.items())


def machine() -> str:
    """The machine and the versions that figures depend on, in one line."""
    about = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    system = about.get("PRETTY_NAME", platform.system()).strip('"')
    cores = len(os.sched_getaffinity(0))
    return f"{system}, {cores} cores, Python {platform.python_version()}"


def commit() -> str:
    """The commit that was tried, with a plus where the tree differs from it; "" outside of git."""
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
        cwd=TREE,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
