"""Commands that report: status, today, why, history, stats."""

import argparse
import sys
import textwrap
from argparse import ArgumentParser
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta

from uncrick.cli import output
from uncrick.cli.arguments import ONE_OBJECT, parse, past_moment
from uncrick.control import client
from uncrick.core.model.dates import date_time, time_of_day, weekday_date_year
from uncrick.core.model.person_day import begin_of_day, day_of
from uncrick.core.model.record import Record
from uncrick.core.model.text import N_, _, n_
from uncrick.storage import paths

TEXT_DAYS = 7  # shown where no number of days is given
WIDTH = 80

# `why`: the keys of the status in its JSON, and how many decisions before a moment of the past are shown.
WHY_KEYS = ("phase", "since", "reason", "suppressed_by", "active_seconds", "next_prompt_at")
DECISIONS = 5


def status(words: list[str], parser: ArgumentParser) -> int:
    """The status in words or as JSON, once or at every change."""
    parser.add_argument("--json", action="store_true", help=_(ONE_OBJECT))
    parser.add_argument("--watch", action="store_true", help=_("go on with every change"))
    given = parser.parse_args(words)

    def show(current: output.Plain) -> None:
        if given.json:
            print(output.json_text(current, indent=None if given.watch else 2), flush=True)
            return
        output.say(output.status_line(current))
        sys.stdout.flush()
        if not given.watch:
            _details(current)

    if given.watch:
        for current in client.watch():
            show(current)
    else:
        show(client.request("status")["status"])
    return 0


def _details(current: output.Plain) -> None:
    """What follows the first line of the status."""
    if line := output.safety_line(current):
        output.say(line)
    output.say(output.today_line(current["today"]))
    if current["clock"] == "wall":
        output.say(
            _("Every second counts as work.")
            if current["idle_source"]
            else _("Every second counts as work: nothing here tells whether somebody types.")
        )
    if current["settings_error"]:
        faults = current["settings_error"]
        if current.get("settings_are_defaults"):
            output.say(_("Your settings have faults, and where they do the defaults are used: {faults}", faults=faults))
        else:
            output.say(_("Your settings have faults, so the last good ones are used: {faults}", faults=faults))
    if current.get("storage_error"):
        from uncrick.core.presentation.status import UNSAVED

        output.say(_(UNSAVED, reason=current["storage_error"]))
    if current.get("history_missing"):
        output.say(current["history_missing"])
    for file in current.get("set_aside", ()):
        output.say(_("A damaged file was set aside. Rescue what you need and delete it: {file}", file=file))
    if current.get("exercises_error"):
        output.say(_("Some of your own exercises are not used: {faults}.", faults=current["exercises_error"]))
    from uncrick import __version__

    if current["version"] != __version__:
        output.say(
            _(
                "The daemon is {daemon}, this command {command}. Restart it: uncrick quit, then uncrick.",
                daemon=current["version"],
                command=__version__,
            )
        )


def today(words: list[str], parser: ArgumentParser) -> int:
    """A summary of today."""
    given = parse(parser, words, ONE_OBJECT)
    current = client.request("status")["status"]
    days = _days_with_breaks()
    if given.json:
        output.as_json({**current["today"], "days_with_breaks": days})
        return 0
    output.say(current["today_sentence"])
    if days > 1:
        output.say(n_("{count} day in a row with a break.", "{count} days in a row with a break.", days))
    if line := output.safety_line(current):
        output.say(line)
    if current["phase"] in ("working", "snoozed", "due"):
        output.say(output.status_line(current))
    return 0


def _days_with_breaks() -> int:
    """How many days in a row had a break, today included."""
    from uncrick.app.history import report_source
    from uncrick.core.history.stats import days_with_breaks

    now = _now()
    return days_with_breaks(report_source.days(now), day_of(now))


# ---------------------------------------------------------------- why


def why(words: list[str], parser: ArgumentParser) -> int:
    """Why a prompt came, or did not: now, or at a moment of the last days."""
    times = _("what held at that time, the last one that was: also yesterday 11:20, Fri 11:20, 2026-11-20 11:20")
    parser.add_argument("time", nargs="*", metavar="11:20", help=times)
    given = parse(parser, words, ONE_OBJECT)
    args: dict[str, str] = {}
    if given.time:
        now = _now()
        # 11:20 means the whole of that minute.
        end = past_moment(given.time, now) + timedelta(seconds=59, microseconds=999_999)
        args["at"] = min(end, now).isoformat()
    reply = client.request("why", **args)
    if given.json:
        state = reply["then"] if given.time else {key: reply["status"][key] for key in WHY_KEYS}
        output.as_json({**state, "decisions": reply["decisions"]})
    elif given.time:
        output.say(textwrap.fill(reply["then"]["text"], WIDTH))
        _show_decisions(
            reply["decisions"][-DECISIONS:], _("Decided until then:"), _("No decisions before that time are stored.")
        )
    else:
        _why_now(reply["status"])
        _show_decisions(reply["decisions"], _("The last decisions:"), _("No decisions yet."))
    return 0


def _why_now(current: output.Plain) -> None:
    output.say(output.status_line(current))
    minutes, seconds = divmod(current["active_seconds"], 60)
    output.say(_("Active since the last break: {minutes} min {seconds:02} s.", minutes=minutes, seconds=seconds))
    if current["held_back_by"]:
        reasons = ", ".join(current["held_back_by"])
        output.say(_("Held back by: {reasons}.", reasons=reasons))


def _show_decisions(decisions: Sequence[output.Plain], head: str, none: str) -> None:
    output.say(head if decisions else none)
    output.table((output.clock(decision["at"]), decision["text"]) for decision in decisions)


# ---------------------------------------------------------------- history and stats


def history(words: list[str], parser: ArgumentParser) -> int:
    """Every prompt and answer."""
    _days(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("a JSON list, oldest first; all days where none are given"))
    form.add_argument("--csv", action="store_true", help=_("a table for a spreadsheet; all days where none are given"))
    given = parser.parse_args(words)
    days = given.days if given.days is not None or given.json or given.csv else TEXT_DAYS
    with closing(_records(days)) as records:
        if given.json or given.csv:
            from uncrick.core.presentation.export import json_list, table

            sys.stdout.writelines(json_list(records, _iso) if given.json else table(records, _iso))
            return 0
        rows = [(date_time(_local(record.at)), _in_words(record)) for record in records]
    if rows:
        output.table(rows)
    else:
        output.say(_no_records(days or TEXT_DAYS))
    return 0


def _no_records(days: int) -> str:
    """Whether there are no records at all, or only none in these days."""
    from uncrick.app.history.report_source import looked_at

    with looked_at() as history:
        newest = history.newest()
    if newest is None:
        return _("Nothing yet.")
    last = _local(newest.at)
    now = _now()
    back = (day_of(now) - day_of(last, now.tzinfo)).days + 1
    on = weekday_date_year(last)
    if days == 1:
        return _("Nothing today; the last was on {date}: uncrick history --days {days}", date=on, days=back)
    return _(
        "Nothing in the last {count} days; the last was on {date}: uncrick history --days {days}",
        count=days,
        date=on,
        days=back,
    )


def stats(words: list[str], parser: ArgumentParser) -> int:
    """The days in numbers."""
    _days(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_(ONE_OBJECT))
    form.add_argument("--html", metavar="FILE", help=_("write a page with pictures, all days in it"))
    given = parser.parse_args(words)
    if given.html is not None:
        return _page(given.html)
    from uncrick.app.catalog_loader import mine
    from uncrick.app.history.report_source import days_and_overview

    past, overview = days_and_overview(mine(), _now(), given.days if given.days is not None else TEXT_DAYS)
    if given.json:
        output.as_json(overview)
        return 0
    if not past:
        output.say(_("Nothing yet."))
        return 0
    from uncrick.core.history.stats import lines

    if overview["days"]:
        head = tuple(_(title) for title in COLUMNS.values())
        output.table([head, *(tuple(str(day[key]) for key in COLUMNS) for day in overview["days"])])
        output.say("")
    output.table(lines(overview))
    return 0


def _page(path: str) -> int:
    """Write one web page that needs no other files."""
    from uncrick.app.catalog_loader import mine
    from uncrick.app.history.report_source import days_and_overview, records_of, zone_of
    from uncrick.core.presentation.export import html

    now = _now()
    past, overview = days_and_overview(mine(), now, 1)
    paths.write(path, html(past, records_of(day_of(now), zone_of(now)), overview, now), durable=False)
    output.say(_("Written: {path}", path=path))
    return 0


COLUMNS = {
    "date": N_("day"),
    "breaks": N_("breaks"),
    "done": N_("done"),
    "stepped_away": N_("stepped away"),
    "natural": N_("natural"),
    "minutes_away": N_("minutes away"),
}


# ------------------------------------------------------------------ records


def _days(parser: ArgumentParser) -> None:
    parser.add_argument("--days", type=_number_of_days, metavar="N", help=_("the last N days, today included"))


def _number_of_days(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 100_000:
        raise argparse.ArgumentTypeError(_("{text!r} is not a number of days; expected 1 or more", text=text))
    return int(text)


def _records(days: int | None) -> Generator[Record, None, None]:
    """Those of the last days, or all, as they come from the disk."""
    from uncrick.app.history.report_source import looked_at

    since = None
    if days is not None:
        now = _now()
        since = begin_of_day(day_of(now) - timedelta(days=days - 1), now.tzinfo or UTC)
    with looked_at() as history:
        yield from history.records(since)


def _now() -> datetime:
    """In the person's zone, in which a day may have 23 hours, and end when their shift does."""
    from uncrick.platforms.common.clock import ZONE
    from uncrick.settings.person_clock import person_now

    return person_now(ZONE)


def _local(at: datetime) -> datetime:
    from uncrick.platforms.common.clock import ZONE

    return at.astimezone(ZONE)


def _iso(at: datetime) -> str:
    return _local(at).isoformat(timespec="seconds")


KINDS: dict[str, Callable[[Record], str]] = {
    "prompted": lambda record: _("prompt: {exercises}", exercises=_names(record)),
    "started": lambda record: _("began: {exercises}", exercises=_names(record)),
    "done": lambda record: _("done: {exercises}", exercises=_names(record)),
    "part_done": lambda record: _("partly done: {exercises}", exercises=_names(record)),
    "stepped_away": lambda record: (
        _("stepped away")
        if record.until is None
        else _("stepped away for {minutes} min", minutes=_minutes(record.at, record.until))
    ),
    "skipped": lambda record: _("skipped"),
    "ignored": lambda record: _("no answer"),
    "snoozed": lambda record: _("snoozed"),
    "natural": lambda record: (
        _("away") if record.until is None else _("away for {minutes} min", minutes=_minutes(record.at, record.until))
    ),
    "deferred": lambda record: _("put off: {reason}", reason=_put_off(record)),
    "paused": lambda record: (
        _("paused until {time}", time=time_of_day(_local(record.until))) if record.until else _("paused")
    ),
    "resumed": lambda record: _("prompts again"),
    "undone": lambda record: _("the answer before was taken back"),
    "feedback": lambda record: _("feedback: {answer}", answer=record.feedback),
}


def _in_words(record: Record) -> str:
    return KINDS[record.kind.value](record)


def _put_off(record: Record) -> str:
    from uncrick.core.presentation.status import put_off_words

    return put_off_words(str(record.detail.get("reason", "")))


def _names(record: Record) -> str:
    return _(", then ").join(item.name for item in record.routine) or _("a break")


def _minutes(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds() / 60)
