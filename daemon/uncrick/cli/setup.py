"""Commands that set things up: settings, autostart, uninstall."""

import os
import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.cli.arguments import check_overrides, parse
from uncrick.control import client
from uncrick.core.model.text import _
from uncrick.errors import NotRunningError, SettingsError, UncrickError, UsageError
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise
    from uncrick.settings import Shown, Written
    from uncrick.settings.file import MostReps

VALUES = 6  # columns of the values, most of which are short
EDITORS = {"win32": "notepad", "darwin": "open -W -t"}  # where the environment names none; elsewhere nano
OF_AN_EXERCISE = "exercise."  # how the table of a setting for a single exercise begins


def settings(words: list[str], parser: ArgumentParser) -> int:
    """See and change settings."""
    parser.add_argument("action", nargs="?", choices=tuple(ACTIONS), default="show")
    parser.add_argument("arguments", nargs="*", metavar="KEY VALUE")
    given = parse(parser, words, "JSON")
    names, act = ACTIONS[given.action]
    if len(given.arguments) != len(names):
        wanted = " ".join(("uncrick settings", given.action, *names))
        raise UsageError(
            _("settings {action} takes {count} arguments", action=given.action, count=len(names)),
            _("Expected: {usage}.", usage=wanted),
        )
    return act(given.arguments, given.json)


def _show(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings import show

    shown = show(paths.settings_file())
    if as_json:
        output.as_json({entry.setting.name: entry.value for entry in shown})
        return 0
    table = ""
    for entry in shown:
        if table not in ("", entry.setting.table):
            output.say("")
        table = entry.setting.table
        output.say(_sentence(entry))
    output.say("\n" + _("* you changed it. To change one: uncrick settings set breaks.every 45"))
    return 0


def _sentence(entry: "Shown") -> str:
    """How a setting is set, what it does, and the key that changes it."""
    mark = "*" if entry.changed else " "
    return f"{mark} {_in_words(entry.value).ljust(VALUES)}  {_(entry.setting.text)} [{entry.setting.name}]"


def _in_words(value: "Written") -> str:
    """A value in words."""
    from uncrick.settings import plain

    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return plain(value) or _("none")


def _path(arguments: list[str], as_json: bool) -> int:
    output.say_or_json(as_json, paths.settings_file(), {"path": paths.settings_file()})
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
        raise SettingsError(_("The settings have faults"), "\n" + "\n".join(loaded.errors))
    output.say(_("The settings are fine."))
    return 0


def _get(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings import find, get, plain

    try:
        setting = find(arguments[0])
    except SettingsError as error:
        values = _values_of(arguments[0])
        if values is None:
            raise UsageError(error.title, error.message) from None
        lines = "\n".join(f"{name} = {plain(value)}" for name, value in values.items())
        output.say_or_json(as_json, lines or _("Nothing is set there."), values)
        return 0
    value = get(paths.settings_file(), arguments[0])
    if setting.table.startswith(OF_AN_EXERCISE):
        exercise = _exercise_of(setting.table)
        value = value or (exercise.reps.micro if setting.key == "reps" else value)
    output.say_or_json(as_json, plain(value), {arguments[0]: value})
    return 0


def _values_of(table: str) -> dict[str, "Written"] | None:
    """The settings of a table by name, of exercises only what was set; None where there is no such table."""
    from uncrick.settings import TABLES, show

    name = table.strip("[]")
    entries = [entry for entry in show(paths.settings_file()) if f"{entry.setting.table}.".startswith(f"{name}.")]
    return {entry.setting.name: entry.value for entry in entries} if entries or name in TABLES else None


def _set(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings import find, load, plain, put

    check_overrides([f"{arguments[0]}={arguments[1]}"])
    setting, word = find(arguments[0]), arguments[1]
    name = setting.name
    if setting.table.startswith(OF_AN_EXERCISE):
        _check_repetitions(_exercise_of(setting.table), setting.key, word)
    value = put(paths.settings_file(), name, word)
    for warning in load(paths.settings_file(), _most_reps()).warnings:
        output.warn(f"{warning}.")
    output.say_or_json(as_json, f"{name} = {plain(value)}", {name: value})
    _reload_daemon()
    return 0


def _exercise_of(table: str) -> "Exercise":
    """The exercise that a table of settings is about; UsageError where there is none."""
    from uncrick.app.catalog_loader import mine
    from uncrick.core.catalog.lookup import exercise_named

    return exercise_named(mine(), table.removeprefix(OF_AN_EXERCISE))


def _check_repetitions(exercise: "Exercise", key: str, word: str) -> None:
    """UsageError for more repetitions than the exercise allows; a warning where the setting has no effect."""
    if key != "reps":
        return
    if int(word) > exercise.per_day_reps:
        raise UsageError(
            f"exercise.{exercise.id}.reps = {word}",
            _("expected a whole number from 0 to {most}, its most in a day", most=exercise.per_day_reps),
        )
    if not exercise.reps.micro:
        output.warn(
            _(
                "{exercise} is for home sessions only; reps is about hourly breaks and has no effect here.",
                exercise=exercise.name,
            )
        )


def _most_reps() -> "MostReps":
    """The most repetitions by exercise id; reads the exercises at the first question only."""
    from uncrick.app.catalog_loader import CatalogLoader

    return CatalogLoader(paths.exercises()).most_reps


def _edit(arguments: list[str], as_json: bool) -> int:
    from uncrick.settings.commented_file import begun

    path = paths.settings_file()
    try:
        begun(path)
    except OSError as error:
        raise SettingsError(_("Settings cannot be written"), f"{path}: {paths.reason(error)}.") from None
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or EDITORS.get(sys.platform, "nano")
    try:
        subprocess.run([*_editor_words(editor), path], check=False)
    except (OSError, ValueError) as error:
        why = paths.reason(error) if isinstance(error, OSError) else str(error).lower()
        raise UncrickError(
            _("{editor} cannot be started", editor=editor),
            _("Set EDITOR, or edit {path} yourself: {why}.", path=path, why=why),
        ) from None
    status = _check([], as_json=as_json)
    _reload_daemon()
    return status


def _editor_words(editor: str) -> list[str]:
    """The command, split; on Windows a backslash is part of a path, and so may be a space."""
    if os.path.isfile(editor):
        return [editor]
    if sys.platform == "win32":
        return [word.strip('"') for word in shlex.split(editor, posix=False)]
    return shlex.split(editor)


def _reload(arguments: list[str], as_json: bool) -> int:
    reply = client.request("reload")
    for warning in reply["warnings"]:
        output.warn(f"{warning}.")
    output.say_or_json(as_json, _("The settings are read again."), reply["status"])
    return 0


def _reload_daemon() -> None:
    """Let a running daemon read the settings again."""
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


def autostart(words: list[str], parser: ArgumentParser) -> int:
    """Start when I log in."""
    parser.add_argument("switch", nargs="?", choices=("on", "off"))
    given = parse(parser, words, "JSON")
    from uncrick.platforms import launcher

    message = ""
    if given.switch is not None:
        try:
            message = launcher.autostart(on=given.switch == "on")
        except OSError as error:
            why = f"{error.filename}: {paths.reason(error)}."
            raise UncrickError(_("The start at login was not changed"), why) from None
    on = launcher.starts_at_login()
    if not message:
        message = (
            _("Uncrick starts when you log in, by {means}.", means=launcher.how_at_login())
            if on
            else _("Uncrick does not start when you log in.")
        )
    output.say_or_json(given.json, message, {"on": on, "file": str(launcher.autostart_file())})
    return 0


def uninstall(words: list[str], parser: ArgumentParser) -> int:
    """Remove what the first run installed and what is worthless without the program; say what stays, and where."""
    parser.parse_args(words)
    from uncrick.cli.daemon import quit_daemon
    from uncrick.platforms import launcher
    from uncrick.storage import installation

    with suppress(NotRunningError):
        quit_daemon()
        output.say(_("Uncrick was running and has been stopped."))
    kept = _kept()
    try:
        removed = [*launcher.uninstall(), *_removed_folders(kept)]
    except OSError as error:
        raise UncrickError(_("Not everything was removed"), f"{error.filename}: {paths.reason(error)}.") from None
    for file in removed:
        output.say(_("removed {file}", file=file))
    for text in kept.values():
        output.say(text)
    if kept:
        output.say(_("You can delete what you do not want to keep."))
    output.say(installation.removal())
    return 0


def _kept() -> dict[str, str]:
    """The folders with what a person made or may want back, and a sentence about each."""
    data, config = paths.data(), paths.config()
    if data == config:  # on Windows and macOS
        kept = {data: _("Your history, profile and settings are still in {folder}.", folder=data)}
    else:
        kept = {
            data: _("Your history, and your profile if you made one, are still in {folder}.", folder=data),
            config: _("Your settings are still in {folder}.", folder=config),
        }
    return {folder: text for folder, text in kept.items() if os.path.isdir(folder)}


def _removed_folders(kept: Iterable[str]) -> Iterator[str]:
    """Remove the folders of what is worthless without the program, unless one holds what is kept; which these were."""
    for folder in dict.fromkeys((paths.cache(), paths.state())):
        if os.path.isdir(folder) and not any(Path(other).is_relative_to(folder) for other in kept):
            shutil.rmtree(folder)
            yield folder
