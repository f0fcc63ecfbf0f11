"""Runs a simulation over a trace, and finds in its lines what happened when."""

import json
from datetime import UTC, datetime

from uncrick.app.simulation.simulate import Simulation
from uncrick.app.simulation.trace import read_trace
from uncrick.settings import Settings, override

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HOUR = 3600


def lines(*events):
    """A trace of (second, word) or (second, word, {more})."""
    return [json.dumps({"at": at, "do": do, **(more[0] if more else {})}) for at, do, *more in events]


def run(*events, start=MONDAY, hours=2.0, seed=0, set_=(), text=None):
    """What a run prints, as objects."""
    out = []
    trace = read_trace(text if text is not None else lines(*events))
    Simulation(start, override(Settings(), set_), seed, out.append).run(trace, hours * HOUR)
    return out


def of(out, word):
    """When it happened."""
    return [line["at"] for line in out if word in (line.get("effect"), line.get("record"))]
