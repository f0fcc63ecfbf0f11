"""Weeks with the real engine: the level that the history gives decides what is suggested."""

import json
from datetime import UTC, datetime, timedelta

from uncrick.app.history_cache import HistoryCache
from uncrick.app.simulation.desk import NoJournal
from uncrick.app.simulation.simulate import Simulation
from uncrick.app.simulation.trace import read_trace
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.history.day import Today
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item, Kind, Record
from uncrick.settings import Settings
from uncrick.storage import shipped_data
from uncrick.storage.shipped_data import catalogue

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HOUR, DAY = 3600, 86_400
KNOWN = catalogue().exercises


def weeks(count, profile, *extra):
    """Five days a week, a break at each of seven hours: what every prompt and break named, by day."""
    events = [(0, "profile", {"profile": {"conditions": [], **profile}}), *extra]
    for day in (7 * week + day for week in range(count) for day in range(5)):
        start = day * DAY
        events.append((start + 1, "active", {}))
        events.extend((start + hour * HOUR, "start", {}) for hour in range(1, 8))
        events.append((start + 8 * HOUR, "idle", {}))
    events.sort(key=lambda event: event[0])
    out = []
    trace = read_trace([f'{{"at": {at}, "do": "{do}"{_more(more)}}}' for at, do, more in events])
    Simulation(MONDAY, Settings(), 3, out.append).run(trace, count * 7 * DAY)
    named = {}
    for line in out:
        shown = line["prompt"]["items"] if line.get("effect") == "prompt" else line.get("routine", [])
        named.setdefault(line["at"] // DAY, set()).update(item["id"] for item in shown)
    return named


def _more(more):
    return "".join(f', "{key}": {json.dumps(value)}' for key, value in more.items())


def first_day(named, level):
    days = [day for day, ids in named.items() if any(KNOWN[name].level == level for name in ids)]
    return min(days, default=None)


def test_level_two_opens_after_two_weeks_and_weights_by_consent_after_four():
    named = weeks(7, {"equipment": ["weights"], "consents": ["weights"]})

    assert 14 <= first_day(named, 2) <= 21
    assert first_day(named, 3) >= 28


def test_without_consent_there_are_no_weights():
    assert first_day(weeks(7, {"equipment": ["weights"]}), 3) is None


def test_a_calendar_that_jumps_ahead_opens_nothing():
    named = weeks(1, {}, (2 * DAY + 8 * HOUR + 60, "clock", {"by": 30 * DAY}))

    assert first_day(named, 2) is None
    assert len(named) > 3


def test_the_composers_level_is_that_of_the_history_and_the_profile():
    ledger = HistoryCache(NoJournal(), UTC, Today(MONDAY.date()), shipped_data.rules())
    item = Item("neck_turn", "Turn", 3, 52)
    for day in range(28):
        at = MONDAY + timedelta(days=day)
        ledger.append(Record(f"r{day}", at, at, Kind.DONE, "cli", (item,), None, {"credited": True}))
    composer = SuggestionSource(ledger, Settings(), Profile(asked=True))
    now = MONDAY + timedelta(days=28)

    assert [composer.level(MONDAY + timedelta(days=day)) for day in (13, 14, 28)] == [1, 2, 2]
    composer.profile = Profile(asked=True, consents=frozenset({"prone"}))
    assert composer.level(now) == 3
    composer.profile = Profile(asked=True, trains=True)
    assert composer.level(MONDAY) == 3
