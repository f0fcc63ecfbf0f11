"""
The commented settings file: every setting with its default and what it does.

`python -m uncrick.settings.commented_file > config/settings.toml` writes the shipped one.
"""

import json
import os
from collections.abc import Iterator

from uncrick.core.model.text import N_, _
from uncrick.settings.schema import EXERCISE, SETTINGS, TABLES, Setting
from uncrick.settings.written import Written, plain, spoken
from uncrick.storage import paths
from uncrick.storage.invocation import typeable

HEAD = (
    N_("Uncrick's default settings. Your own file (see `uncrick settings path`) needs only what differs."),
    N_('Durations are written "90s", "10m", "1h30m" or "2.1h".'),
    N_("Where the default is in minutes, a number alone is minutes: every = 45."),
)
# How a value of this kind is written.
EXAMPLES = {
    "hours": N_('Such as ["Mon-Fri 08:30-12:00, 13:00-18:00", "2026-12-24 off"]; empty: none.'),
    "names": N_('Such as ["obs"].'),
    "region": N_('"auto" as this computer is set up, or two letters such as "DE".'),
}
# Keys and values of an example are not translated.
EXERCISES = (
    ("", N_("What you set for single exercises, each in a table of its own, by an id of `uncrick exercises`:")),
    ("[exercise.neck_turn]", ""),
    ("enabled = false  # ", N_("never suggested")),
    ("reps = 4  # ", N_("repetitions in one hourly break")),
    (
        'note = "slowly to the left"  # ',
        N_("your own words: on its card, in the guide, and in a prompt where they fit"),
    ),
)


def commented() -> str:
    """The file with every setting at its default."""
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    for text in HEAD:
        yield f"# {_(text)}"
    for table in TABLES:
        settings = [setting for setting in SETTINGS if setting.table == table]
        if table == EXERCISE:
            yield from ("", f"[{table}]")
            for example, text in EXERCISES:
                yield f"# {example}{_(text) if text else ''}"
        elif settings:
            yield from ("", f"[{table}]")
            for setting in settings:
                yield f"# {_comment(setting)}"
                yield f"{setting.key} = {_toml(setting.default)}"


def _comment(setting: Setting) -> str:
    """What it does, what it may be, and what is recommended."""
    text = _(setting.text)
    if setting.words:
        words = _(" or ").join(f'"{word}" ({_(meaning)})' for word, meaning in setting.words.items())
        return _("{text}: {choices}.", text=text, choices=words)
    if setting.advised is not None:
        low, high = (spoken(end) if setting.kind == "duration" else f"{end:g}" for end in setting.advised)
        unit = _(setting.unit)
        if unit:
            return _("{text} ({unit}). Recommended: {low} to {high}.", text=text, unit=unit, low=low, high=high)
        return _("{text}. Recommended: {low} to {high}.", text=text, low=low, high=high)
    example = _(EXAMPLES.get(setting.kind, ""))
    return _("{text}. {example}", text=text, example=example) if example else _("{text}.", text=text)


def _toml(value: Written) -> str:
    return plain(value) if isinstance(value, bool | int) else json.dumps(value, ensure_ascii=False)


def begun(path: str) -> str:
    """
    The same path; a missing file is written with every setting switched off, for a person edits what they can see.

    Raises:
        OSError: it cannot be written.
    """
    if not os.path.exists(path):
        lines = commented().splitlines()
        off = (line if line.startswith(("#", "[")) or not line else f"# {line}" for line in lines)
        paths.write(path, typeable("\n".join([*off, ""])))
    return path


if __name__ == "__main__":
    import sys

    sys.stdout.write(commented())
