"""Commands that tell: status, today, exercises, history, stats."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from uncrick.cli import output
from uncrick.control import client
from uncrick.core.model.record import Record
from uncrick.storage import paths

Parser = argparse.ArgumentParser
TEXT_DAYS = 7


def status(words: list[str], parser: Parser) -> int:
    """How things stand."""
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--watch", action="store_true", help="go on with every change")
    given = parser.parse_args(words)

    def show(told: output.Plain) -> None:
        if given.json:
            print(json.dumps(told, indent=None if given.watch else 2, ensure_ascii=False), flush=True)
            return
        output.say(output.status_line(told))
        sys.stdout.flush()
        if not given.watch:
            _more(told)

    if given.watch:
        for told in client.watch():
            show(told)
    else:
        show(client.request("status")["status"])
    return 0


def _more(told: output.Plain) -> None:
    if off := output.safety_line(told):
        output.say(off)
    output.say(output.today_line(told["today"]))
    if told["clock"] == "wall":
        why = "" if told["idle_source"] else ": nothing here tells whether somebody types"
        output.say(f"Every second counts as work{why}.")
    if told["settings_error"]:
        output.say(f"The settings have faults, the last good ones hold: {told['settings_error']}")
    if told.get("exercises_error"):
        output.say(f"Left out of your own exercises: {told['exercises_error']}.")
    from uncrick import __version__

    if told["version"] != __version__:
        versions = f"The daemon is {told['version']}, this command {__version__}."
        output.say(f"{versions} Restart it: uncrick quit, then uncrick.")


def today(words: list[str], parser: Parser) -> int:
    """What today came to."""
    parser.add_argument("--json", action="store_true", help="one JSON object")
    given = parser.parse_args(words)
    told = client.request("status")["status"]
    in_a_row = _in_a_row()
    if given.json:
        output.as_json({**told["today"], "days_with_breaks": in_a_row})
        return 0
    output.say(told["today_sentence"])
    if in_a_row > 1:
        output.say(f"{in_a_row} days in a row with a break.")
    if off := output.safety_line(told):
        output.say(off)
    if told["phase"] in ("working", "snoozed", "due"):
        output.say(output.status_line(told))
    return 0


def _in_a_row() -> int:
    from uncrick.core.history.stats import days_with_breaks
    from uncrick.platforms.common.clock import ZONE

    return days_with_breaks(_records(None), _now().date(), ZONE)


def exercises(words: list[str], parser: Parser) -> int:
    """The exercises, the card of one, or what else is done with them."""
    from uncrick.cli import own, pictures

    actions = {**own.ACTIONS, "draw": pictures.draw, "on": _turned_on}
    if words[:1] and words[0] in actions:
        parser.prog += f" {words[0]}"
        return actions[words[0]](words[1:], parser)
    known_words = "or: check, new NAME, draw, on ID"
    parser.add_argument("exercise", metavar="ID", nargs="?", help=f"the card of this one; {known_words}")
    parser.add_argument("--json", action="store_true", help="JSON")
    given = parser.parse_args(words)
    from uncrick.app.catalog_loader import CatalogLoader
    from uncrick.core.catalog.lookup import exercise_named
    from uncrick.core.presentation.exercise_card import card
    from uncrick.settings import load
    from uncrick.storage.json_objects import exercise_object

    tailor = CatalogLoader(paths.exercises())
    known = tailor.catalogue(load(paths.settings_file()).settings.exercise)
    own.complain(tailor.faults)
    if given.exercise is not None:
        chosen = exercise_named(known, given.exercise)
        if given.json:
            output.as_json(exercise_object(chosen))
        else:
            output.say(card(chosen, known))
        return 0
    if given.json:
        output.as_json([exercise_object(exercise) for exercise in known.exercises.values()])
        return 0
    places = {"both": "desk", "home": "home"}
    output.table(
        (
            *(exercise.id, exercise.name, known.areas[exercise.area].name, f"level {exercise.level}"),
            places[exercise.use],
            " ".join(mark for mark, so in (("own", exercise.origin == "own"), ("off", bool(exercise.off))) if so),
        )
        for exercise in known.exercises.values()
    )
    return 0


def _turned_on(words: list[str], parser: Parser) -> int:
    """`uncrick exercises on ID`: one that was taken out for pain comes back, gently at first."""
    parser.add_argument("exercise", metavar="ID", help="one that was taken out for pain")
    parser.add_argument("--json", action="store_true", help="a JSON object: what it comes to, and the safety lock")
    given = parser.parse_args(words)
    from uncrick.cli.feedback import tell

    said, safety = tell("turned_on", exercise=given.exercise)
    if given.json:
        output.as_json({"said": said, "safety": safety})
        return 0
    for line in said:
        output.say(line)
    return 0


def history(words: list[str], parser: Parser) -> int:
    """Every prompt and answer."""
    _days(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="a JSON list, oldest first; all days where none are given")
    form.add_argument("--csv", action="store_true", help="a table for a spreadsheet; all days where none are given")
    given = parser.parse_args(words)
    from uncrick.core.presentation.export import record_object, table

    days = given.days if given.days is not None or given.json or given.csv else TEXT_DAYS
    records = _records(days)
    if given.json or given.csv:
        plain = [record_object(record, _iso) for record in records]
        if given.json:
            output.as_json(plain)
        else:
            sys.stdout.write(table(plain))
        return 0
    rows = [(_local(record.at).strftime("%a %d %b %H:%M"), _in_words(record)) for record in records]
    if rows:
        output.table(rows)
    else:
        output.say(_nothing(days or TEXT_DAYS))
    return 0


def _nothing(days: int) -> str:
    """Whether there is nothing at all, or only nothing of late."""
    older = _records(None)
    if not older:
        return "Nothing yet."
    last = _local(older[-1].at)
    span = "today" if days == 1 else f"in the last {days} days"
    back = (_now().date() - last.date()).days + 1
    return f"Nothing {span}; the last was on {last:%a %d %b %Y}: uncrick history --days {back}"


def stats(words: list[str], parser: Parser) -> int:
    """The days in numbers."""
    _days(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object")
    form.add_argument("--html", metavar="FILE", help="write a page with pictures, all days in it")
    given = parser.parse_args(words)
    if given.html is not None:
        return _page(given.html)
    records = _records(None)
    told = _overview(records, given.days if given.days is not None else TEXT_DAYS)
    if given.json:
        output.as_json(told)
        return 0
    if not records:
        output.say("Nothing yet.")
        return 0
    from uncrick.core.history.stats import lines

    if told["days"]:
        output.table([tuple(STATS.values()), *(tuple(str(day[key]) for key in STATS) for day in told["days"])])
        output.say("")
    output.table(lines(told))
    return 0


def _page(path: str) -> int:
    """One web page that needs nothing beside itself."""
    from uncrick.core.presentation.export import html

    records = _records(None)
    paths.write(path, html(records, _overview(records, None), _now()), durable=False)
    output.say(f"Written: {path}")
    return 0


STATS = {
    "date": "day",
    "breaks": "breaks",
    "done": "done",
    "stepped_away": "stepped away",
    "natural": "natural",
    "minutes_away": "minutes away",
}


def _overview(records: list[Record], days: int | None) -> output.Plain:
    from uncrick.app.catalog_loader import mine
    from uncrick.core.history import adherence, stats
    from uncrick.core.history import practice as progress
    from uncrick.platforms.common.clock import ZONE
    from uncrick.storage.profile_file import load
    from uncrick.storage.shipped_data import rules

    kept = load(paths.profile_file())
    practice, met = progress.practice(records, ZONE, rules()), adherence.adherence(records, ZONE)
    person = stats.Person(kept.profile, practice, met, first_level_only=kept.declined is not None)
    return stats.overview(records, person, mine(), _now(), days)


# ------------------------------------------------------------------ records


def _days(parser: Parser) -> None:
    parser.add_argument("--days", type=_number_of_days, metavar="N", help="the last N days, today included")


def _number_of_days(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days; expected 1 or more")
    return int(text)


def _records(days: int | None) -> list[Record]:
    from uncrick.storage.history_store import History

    since = None
    if days is not None:
        midnight = _now().replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        since = midnight - timedelta(days=days - 1)
    history = History.read(paths.history_file())
    try:
        return list(history.records(since))
    finally:
        history.shut()


def _now() -> datetime:
    """In the person's zone, in which a day may have 23 hours."""
    from uncrick.platforms.common.clock import ZONE

    return datetime.now(ZONE)


def _local(at: datetime) -> datetime:
    return at.astimezone()


def _iso(at: datetime) -> str:
    return _local(at).isoformat(timespec="seconds")


KINDS: dict[str, Callable[[Record], str]] = {
    "prompted": lambda record: f"prompt: {_names(record)}",
    "started": lambda record: f"began: {_names(record)}",
    "done": lambda record: f"done: {_names(record)}",
    "part_done": lambda record: f"partly done: {_names(record)}",
    "stepped_away": lambda record: f"stepped away{_length(record)}",
    "skipped": lambda record: "skipped",
    "ignored": lambda record: "no answer",
    "snoozed": lambda record: "snoozed",
    "natural": lambda record: f"away{_length(record)}",
    "deferred": lambda record: f"put off: {record.detail.get('reason', '')}",
    "paused": lambda record: f"paused until {_local(record.until):%H:%M}" if record.until else "paused",
    "resumed": lambda record: "prompts again",
    "feedback": lambda record: f"feedback: {record.feedback}",
}


def _in_words(record: Record) -> str:
    return KINDS[record.kind.value](record)


def _names(record: Record) -> str:
    return ", then ".join(item.name for item in record.routine) or "a break"


def _length(record: Record) -> str:
    if record.until is None:
        return ""
    minutes = round((record.until - record.at).total_seconds() / 60)
    return f" for {minutes} min"
