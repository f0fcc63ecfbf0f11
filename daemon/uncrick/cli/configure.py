"""Commands that set things up: settings, autostart, uninstall."""

import argparse
import os
import shlex
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.cli.arguments import check_overrides, typed
from uncrick.control import client
from uncrick.errors import NotRunningError, SettingsError, UncrickError, UsageError
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise
    from uncrick.settings.file import MostReps

Parser = argparse.ArgumentParser


def settings(words: list[str], parser: Parser) -> int:
    """See and change settings."""
    parser.add_argument("action", nargs="?", choices=tuple(ACTIONS), default="show")
    parser.add_argument("arguments", nargs="*", metavar="KEY VALUE")
    parser.add_argument("--json", action="store_true", help="JSON")
    given = parser.parse_args(words)
    names, act = ACTIONS[given.action]
    if len(given.arguments) != len(names):
        wanted = " ".join(("uncrick settings", given.action, *names))
        raise UsageError(f"settings {given.action} takes {len(names)} arguments", f"Expected: {wanted}.")
    return act(given.arguments, given.json)


def _show(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings import plain, show

    shown = show(paths.settings_file())
    if as_json:
        output.as_json({entry.setting.name: entry.value for entry in shown})
        return 0
    output.table(
        (("* " if entry.changed else "  ") + entry.setting.name, plain(entry.value) or "-", entry.setting.text)
        for entry in shown
    )
    return 0


def _path(arguments: list[str], as_json: bool) -> int:
    if as_json:
        output.as_json({"path": paths.settings_file()})
    else:
        output.say(paths.settings_file())
    return 0


def _check(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings import load

    loaded = load(paths.settings_file(), _most_reps())
    if as_json:
        output.as_json({"errors": list(loaded.errors), "warnings": list(loaded.warnings)})
        return 1 if loaded.errors else 0
    for warning in loaded.warnings:
        output.warn(f"{warning}.")
    if loaded.errors:
        raise SettingsError("The settings have faults", "\n" + "\n".join(loaded.errors))
    output.say("The settings are fine.")
    return 0


def _get(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings import find, get, plain

    with typed():
        setting = find(arguments[0])
    value = get(paths.settings_file(), arguments[0])
    if setting.table.startswith(OF_AN_EXERCISE):
        exercise = _of(setting.table)
        value = value or (exercise.reps.micro if setting.key == "reps" else value)
    if as_json:
        output.as_json({arguments[0]: value})
    else:
        output.say(plain(value))
    return 0


def _set(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings import find, load, plain, put

    check_overrides([f"{arguments[0]}={arguments[1]}"])
    setting, word = find(arguments[0]), arguments[1]
    name = setting.name
    if setting.table.startswith(OF_AN_EXERCISE):
        _fits(_of(setting.table), setting.key, word)
    value = put(paths.settings_file(), name, word)
    for warning in load(paths.settings_file(), _most_reps()).warnings:
        output.warn(f"{warning}.")
    if as_json:
        output.as_json({name: value})
    else:
        output.say(f"{name} = {plain(value)}")
    _told()
    return 0


OF_AN_EXERCISE = "exercise."


def _of(table: str) -> "Exercise":
    """The exercise that a table of settings is about; UsageError where there is none."""
    from uncrick.app.catalog_loader import mine
    from uncrick.core.catalog.lookup import exercise_named

    return exercise_named(mine(), table.removeprefix(OF_AN_EXERCISE))


def _fits(exercise: "Exercise", key: str, word: str) -> None:
    """UsageError where no such exercise allows it; a line of warning where it does nothing."""
    if key != "reps":
        return
    if int(word) > exercise.per_day_reps:
        most = f"expected a whole number from 0 to {exercise.per_day_reps}, its most in a day"
        raise UsageError(f"exercise.{exercise.id}.reps = {word}", most)
    if not exercise.reps.micro:
        output.warn(f"{exercise.name} is for home sessions only; reps is about hourly breaks, and does nothing here.")


def _most_reps() -> "MostReps":
    """Reads the exercises only once it is asked for one."""
    from uncrick.app.catalog_loader import CatalogLoader

    return CatalogLoader(paths.exercises()).most_reps


def _edit(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings.commented_file import begun

    path = paths.settings_file()
    try:
        begun(path)
    except OSError as error:
        raise SettingsError("Settings cannot be written", f"{path}: {paths.reason(error)}.") from None
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "nano"
    try:
        subprocess.run([*shlex.split(editor), path], check=False)
    except (OSError, ValueError) as error:
        why = paths.reason(error) if isinstance(error, OSError) else str(error).lower()
        what_else = f"Set EDITOR, or edit {path} yourself: {why}."
        raise UncrickError(f"{editor} cannot be started", what_else) from None
    status = _check([], as_json=as_json)
    _told()
    return status


def _reload(arguments: list[str], as_json: bool) -> int:
    reply = client.request("reload")
    for warning in reply["warnings"]:
        output.warn(f"{warning}.")
    if as_json:
        output.as_json(reply["status"])
    else:
        output.say("The settings are read again.")
    return 0


def _told() -> None:
    """A running daemon follows at once."""
    with suppress(NotRunningError):
        client.request("reload")


ACTIONS = {
    "show": ((), _show),
    "path": ((), _path),
    "check": ((), _check),
    "get": (("KEY",), _get),
    "set": (("KEY", "VALUE"), _set),
    "edit": ((), _edit),
    "reload": ((), _reload),
}


def autostart(words: list[str], parser: Parser) -> int:
    """Start when I log in."""
    parser.add_argument("switch", nargs="?", choices=("on", "off"))
    parser.add_argument("--json", action="store_true", help="JSON")
    given = parser.parse_args(words)
    from uncrick.platforms import launcher

    said = ""
    if given.switch is not None:
        try:
            said = launcher.autostart(on=given.switch == "on")
        except OSError as error:
            why = f"{error.filename}: {paths.reason(error)}."
            raise UncrickError("The start at login was not changed", why) from None
    on = launcher.starts_at_login()
    if given.json:
        output.as_json({"on": on, "file": str(launcher.autostart_file())})
    elif on:
        output.say(said or f"Uncrick starts when you log in, by {launcher.how_at_login()}.")
    else:
        output.say(said or "Uncrick does not start when you log in.")
    return 0


def uninstall(words: list[str], parser: Parser) -> int:
    """Take back what was installed."""
    parser.parse_args(words)
    from uncrick.platforms import launcher

    try:
        client.request("quit")
        output.say("Uncrick was running, and ends.")
    except NotRunningError:
        pass
    try:
        removed = launcher.uninstall()
    except OSError as error:
        raise UncrickError("Not everything was removed", f"{error.filename}: {paths.reason(error)}.") from None
    for file in removed:
        output.say(f"removed {file}")
    output.say(f"Your history and settings stay: {paths.data()}, {paths.config()}. Remove them yourself if you like.")
    from uncrick.storage import installation

    output.say(installation.removal())
    return 0
