"""A command from the desktop's launcher: there is no terminal, so what comes of it is shown as a notification."""

from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO

from uncrick.control import client
from uncrick.errors import NotRunningError, RefusedError, UncrickError
from uncrick.storage.invocation import typeable

# With nothing that runs there is nothing to end, and nothing to resume.
NEEDS_NONE = frozenset({"pause", "resume", "quit"})
# A break that begins shows itself.
SHOWN = {"today": "today", "pause": "next", "resume": "next"}


def launched(words: list[str], run: Callable[[list[str]], int]) -> int:
    """Run a command as `run` would, and show what came of it; the exit status."""
    from uncrick.cli.daemon import awake

    command = words[0] if words else ""
    if command in NEEDS_NONE:
        try:
            client.request("ping")
        except NotRunningError:
            return 0
    else:
        try:
            awake()
        except UncrickError as error:
            from uncrick.platforms.common import bare_notification

            bare_notification.show(error.title, typeable(error.message))
            raise
    shown = SHOWN.get(command)
    status = 0
    try:
        with redirect_stdout(StringIO()):
            status = run(words)
    except RefusedError:
        # How things stand says why.
        shown, status = "next", 1
    if shown is not None:
        with suppress(NotRunningError):
            client.request("show", what=shown)
    return status
