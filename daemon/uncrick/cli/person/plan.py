"""`uncrick plan`: take in what a therapist prescribed, see it, print it, report on it, and remove it."""

import os
from argparse import ArgumentParser
from datetime import datetime
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.cli.arguments import ONE_OBJECT, parse
from uncrick.cli.person.profile import tell_daemon
from uncrick.core.model.person_day import day_of
from uncrick.core.model.text import _, n_
from uncrick.errors import CatalogueError, UncrickError, UsageError
from uncrick.storage import paths, shipped_data
from uncrick.storage.plan import plan_file

if TYPE_CHECKING:
    from uncrick.app.plan_pages import Standing
    from uncrick.core.model.prescription import Plan

PAGES = (".pdf", ".html", ".htm")
FILES = (".toml", ".csv")
"""Endings of a printed page, and of the plan itself."""


def plan(words: list[str], parser: ArgumentParser) -> int:
    """The plan of a therapist; without another word it is shown."""
    action = words[0] if words and not words[0].startswith("-") else "show"
    if action not in ACTIONS:
        raise UsageError(
            _("There is no {action!r} for a plan", action=action),
            _("Expected one of {words}.", words=", ".join(ACTIONS)),
        )
    if words[:1] == [action]:
        parser.prog += f" {action}"
        words = words[1:]
    return ACTIONS[action](words, parser)


# ---------------------------------------------------------------- take in, show, remove


def take_in(words: list[str], parser: ArgumentParser) -> int:
    """Take a plan in, in the place of the one before; a file with faults changes nothing, and all of them are named."""
    parser.add_argument("file", metavar="FILE", help=_("a table of a spreadsheet (CSV), or TOML"))
    given = parse(parser, words, ONE_OBJECT)
    from uncrick.storage.plan.plan_text import plan_object

    read = plan_file.in_file(given.file, shipped_data.catalogue())
    if read.plan is None:
        if given.json:
            output.as_json({"ok": False, "faults": [{"line": each.line, "what": each.what} for each in read.faults]})
            return 1
        raise CatalogueError(_("{file} cannot be imported", file=given.file), "\n" + "\n".join(map(str, read.faults)))
    aside = plan_file.store(read.plan, day_of(_now()), shipped_data.catalogue())
    tell_daemon("reload")
    kept = _current()
    if given.json:
        output.as_json({"ok": True, "before": aside, **plan_object(kept)})
        return 0
    count = len(kept.exercises)
    output.say(n_("Imported: {count} exercise.", "Imported: {count} exercises.", count))
    _table(kept)
    if aside:
        output.say(_("The plan before it is in {file}", file=aside))
    return 0


def show(words: list[str], parser: ArgumentParser) -> int:
    """The plan, and how today stands."""
    parser.epilog = _("Each of import FILE, show, print, report and remove takes --help.")
    given = parse(parser, words, ONE_OBJECT)
    from uncrick.storage.plan.plan_text import item_object, plan_object

    if not given.json and not os.path.lexists(paths.plan_file()):
        from uncrick.storage.plan.plan_text import EXAMPLE, as_csv

        output.say(_("You have no plan of a therapist. To import one: uncrick plan import FILE"))
        output.say(_("The file is a table such as this one:"))
        output.say(f"\n{as_csv(EXAMPLE).rstrip()}")
        return 0
    if given.json and not os.path.lexists(paths.plan_file()):
        output.as_json({"title": "", "therapist": "", "from": None, "exercises": []})
        return 0
    kept = _current()
    if given.json:
        items = [
            {**item_object(each.item), "today": {"done": each.done, "of": each.owed}, "paused": each.paused}
            for each in _standing(kept)
        ]
        output.as_json({**plan_object(kept), "exercises": items})
        return 0
    from uncrick.core.presentation.plan.words import period

    heading = ", ".join(part for part in (kept.title, kept.therapist, period(kept)) if part)
    if heading:
        output.say(heading)
    _table(kept)
    return 0


def _table(kept: "Plan") -> None:
    """The exercises with dose, days and how today stands; below it what was paused."""
    from uncrick.core.catalog.prescribed import dose_sentence
    from uncrick.core.presentation.plan.words import how_often

    standing = _standing(kept)
    output.table(
        (each.item.name, dose_sentence(each.item).rstrip("."), how_often(each.item), _today(each)) for each in standing
    )
    for each in standing:
        if each.paused:
            output.say(
                _(
                    "{name} is paused, because it hurt. Ask your therapist; then: uncrick exercises on {id}",
                    name=each.item.name,
                    id=each.item.id,
                )
            )


def _today(each: "Standing") -> str:
    if each.paused:
        return _("paused")
    if each.ended:
        return _("ended")
    return _("today {done} of {count}", done=each.done, count=each.owed) if each.owed else _("not today")


def remove(words: list[str], parser: ArgumentParser) -> int:
    """End the plan; its file is kept."""
    given = parse(parser, words, ONE_OBJECT)
    aside = plan_file.remove()
    if aside:
        tell_daemon("reload")
    text = _("The plan has ended. Its file is kept: {file}", file=aside) if aside else _("You have no plan.")
    output.say_or_json(given.json, text, {"removed": aside})
    return 0


# ---------------------------------------------------------------- on paper


def print_sheet(words: list[str], parser: ArgumentParser) -> int:
    """Write the plan as a sheet to be printed, or as a file for a spreadsheet."""
    out = _out(words, parser, _("a PDF or a web page (.html); or the plan itself (.csv, .toml)"), "exercise-plan")
    if out.lower().endswith(FILES):
        from uncrick.storage.plan.plan_text import as_csv, as_toml

        kept = _current()
        paths.write(out, as_csv(kept) if out.lower().endswith(".csv") else as_toml(kept), durable=False)
        output.say(_("Written: {path}", path=out))
        return 0
    from uncrick.app.plan_pages import sheet_page

    return _write(sheet_page(_current(), _now()), out, _("Your exercises"), (*PAGES, *FILES))


def report(words: list[str], parser: ArgumentParser) -> int:
    """Write the report for the therapist: what was done, day by day, and where it hurt."""
    out = _out(words, parser, _("a PDF or a web page (.html)"), "exercise-report")
    from uncrick.app.plan_pages import report_page

    return _write(report_page(_current(), _now()), out, _("Report on the exercises"), PAGES)


def _out(words: list[str], parser: ArgumentParser, text: str, name: str) -> str:
    """The file that is to be written; without Qt a web page, unless the person says another."""
    parser.add_argument("--out", metavar="FILE", help=text)
    given: str | None = parser.parse_args(words).out
    if given is not None:
        return given
    if PathFinder.find_spec("PySide6") is not None:
        return f"{name}.pdf"
    output.warn(_("A PDF needs PySide6, which is not installed; this is a web page, for a browser to print."))
    return f"{name}.html"


def _write(html: str, out: str, title: str, endings: tuple[str, ...]) -> int:
    if not out.lower().endswith(endings):
        raise UsageError(
            _("{file} cannot be written", file=out),
            _("Let its name end in {endings}.", endings=", ".join(endings)),
        )
    if out.lower().endswith(".pdf"):
        try:
            from uncrick.window import pdf
        except ImportError as error:
            other = f"{out[: -len('.pdf')]}.html"
            raise UncrickError(
                _("A PDF needs PySide6, which cannot be used here"),
                _("{error}. A web page needs nothing: --out {file}", error=error, file=other),
            ) from error
        pdf.write(html, out, title)
    else:
        paths.write(out, html, durable=False)
    output.say(_("Written: {path}", path=out))
    return 0


# ---------------------------------------------------------------- what is there


def _current() -> "Plan":
    from uncrick.app import plan_pages

    return plan_pages.current()


def _standing(kept: "Plan") -> "tuple[Standing, ...]":
    from uncrick.app import plan_pages

    return plan_pages.standing(kept, _now())


def _now() -> datetime:
    from uncrick.platforms.common.clock import ZONE
    from uncrick.settings.person_clock import person_now

    return person_now(ZONE)


ACTIONS = {"import": take_in, "show": show, "print": print_sheet, "report": report, "remove": remove}
