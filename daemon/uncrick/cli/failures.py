"""Unexpected errors: a sentence for the person, a traceback for the log, a notification without a terminal."""

import logging
import os
import sys
from contextlib import suppress

from uncrick.core.model.text import _, plain_lines
from uncrick.errors import RunningError, UncrickError
from uncrick.storage import paths, start_failure
from uncrick.storage.invocation import typeable

# Set for a daemon that was started by a command, which prints what went wrong.
REPORTED = "UNCRICK_TOLD"


def sentence(error: UncrickError) -> str:
    """An error as a person reads it; the commands in it can be typed."""
    return plain_lines(typeable(f"{error.title}: {error.message}" if error.message else error.title))


def unexpected(error: BaseException, *, starting: bool) -> UncrickError:
    """What went wrong in words, for any command; its traceback goes to the log."""
    log(error)
    return start_failure.explained(error, start_failure.TITLE if starting else _("That did not work"))


def start_failed(error: BaseException, before: start_failure.Failure | None, *, reported: bool) -> UncrickError:
    """
    Record a failed start for `doctor`, and show it as a notification where nobody reads what is printed.

    Args:
        before: the failure before this one.
        reported: the process that started this one prints the error.
    """
    if isinstance(error, RunningError):
        start_failure.forget()
        return error if reported else _final(error)
    if not isinstance(error, UncrickError):
        log(error)
    explained = start_failure.explained(error)
    start_failure.store(explained)
    now = start_failure.last()
    # A service manager tries again and again; the same words are shown once.
    repeated = before is not None and now is not None and before.reason == now.reason
    if not reported and not repeated:
        from uncrick.platforms.common import bare_notification

        bare_notification.show(
            start_failure.TITLE, typeable(_("{message} More: uncrick doctor", message=explained.message))
        )
    return _final(explained) if repeated and not reported else explained


def _final(error: UncrickError) -> UncrickError:
    """The same: nothing will come of another start, so that a system which would try for ever is to leave it."""
    from uncrick.platforms import is_kept_alive

    if is_kept_alive():
        error.exit_code = 0
    return error


def log(error: BaseException) -> None:
    """Write the traceback into the log."""
    from uncrick.app.process.log import to_file

    with suppress(OSError, UncrickError):
        if not logging.getLogger().handlers:
            paths.made(start_failure.folder())
            to_file(os.path.join(start_failure.folder(), "uncrick.log"))
        logging.getLogger("uncrick").error("it failed", exc_info=error)


def is_read() -> bool:
    """Whether this process prints to a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()
