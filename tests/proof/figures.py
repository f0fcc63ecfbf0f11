"""Writes the figures of proofs into the table of README.md, with date, machine and versions, and what falls short.

    python tests/proof/kill.py 2000 --json kill.json
    python tests/proof/figures.py kill.json ...

A row is replaced by that of its proof; the rows of other proofs stay.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

TREE = Path(__file__).parents[2]
README = TREE / "README.md"
BEGIN, END = "<!-- figures: written by tests/proof/figures.py -->", "<!-- end of figures -->"
HEAD = "| `tests/proof/` | tried | found | falls short |\n|---|---|---|---|\n"
MOST_NAMED = 8


def row(report: dict[str, Any]) -> str:
    """The line of the table for one report."""
    figures = ", ".join(f"{name} {value}" for name, value in report["figures"].items())
    short = [cell(text) for text in report["short"]]
    more = f" and {len(short) - MOST_NAMED} more" if len(short) > MOST_NAMED else ""
    falls_short = "; ".join(short[:MOST_NAMED]) + more or "nothing"
    load = f", load {report['load']}" if "load" in report else ""
    tried = f"{cell(report['tried'])}; {report['when'][:10]}, {report['commit']}{load}"
    return f"| {report['proof']} | {tried} | {cell(figures)} | {falls_short} |"


def cell(text: str) -> str:
    """Text as it may stand in a cell."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|")[:600]


def updated(readme: str, reports: list[dict[str, Any]]) -> str:
    """The text of the README with the rows of these reports in its table."""
    before, found, rest = readme.partition(BEGIN)
    table, ended, behind = rest.partition(END)
    if not found or not ended:
        raise SystemExit(f"{README} has no table: two lines, {BEGIN} and {END}, are expected.")
    rows = {line.split()[1]: line for line in table.splitlines() if re.match(r"\| \w+ \| ", line)}
    rows |= {report["proof"]: row(report) for report in reports}
    told = re.findall(r"^On (.*)\.$", table, re.MULTILINE)
    machines = dict.fromkeys([*(report["machine"] for report in reports), *"; ".join(told).split("; ")])
    lines = "\n".join(rows[name] for name in sorted(rows))
    return f"{before}{BEGIN}\n{HEAD}{lines}\n\nOn {'; '.join(filter(None, machines))}.\n{END}{behind}"


def main() -> int:
    """Write the figures of the files that were named."""
    if not sys.argv[1:]:
        raise SystemExit(__doc__)
    reports = [json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:]]
    README.write_text(updated(README.read_text("utf-8"), reports), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
