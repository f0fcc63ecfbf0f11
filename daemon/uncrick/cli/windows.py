"""The command that opens a window: the routine, the settings, the history."""

import argparse
import sys

from uncrick.errors import UncrickError

WINDOWS = ("guide", "settings", "history")  # as launch.WINDOWS has them, which is a large import


def window(words: list[str], parser: argparse.ArgumentParser) -> int:
    """`uncrick window`."""
    parser.add_argument("what", choices=WINDOWS, help="which one")
    given = parser.parse_args(words)
    # Qt would end this process without a word that a person understands. Where nobody reads, the time is saved.
    if sys.stderr.isatty():
        from uncrick.platforms.common import qt

        if (lack := qt.lack()) is not None:
            raise UncrickError("The window cannot be opened", qt.sentence(lack))
    from uncrick.window import launch

    return launch.WINDOWS[given.what]()
