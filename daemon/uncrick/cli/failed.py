"""What nobody expected: one sentence for the person, the traceback for the log, a notice where no terminal is."""

import logging
import os
import sys
from contextlib import suppress

from uncrick.errors import RunningError, UncrickError
from uncrick.storage import paths, start_failure
from uncrick.storage.invocation import typeable

# Set for a daemon that was started by a command: whoever waits for it says what went wrong.
TOLD = "UNCRICK_TOLD"


def sentence(error: UncrickError) -> str:
    """An error as a person reads it; the commands in it can be typed."""
    return typeable(f"{error.title}: {error.message}" if error.message else error.title)


def unexpected(error: BaseException, *, starting: bool) -> UncrickError:
    """What went wrong in words, for any command; its traceback goes to the log."""
    log(error)
    return start_failure.explained(error, start_failure.TITLE if starting else "That did not work")


def start_failed(error: BaseException, before: start_failure.Failure | None, *, told: bool) -> UncrickError:
    """
    A start came to nothing: kept for `doctor`, and shown as a notification where nobody reads what is printed.

    Args:
        before: the failure before this one.
        told: whoever started it says so.
    """
    if isinstance(error, RunningError):
        start_failure.forget()
        return error
    if not isinstance(error, UncrickError):
        log(error)
    said = start_failure.explained(error)
    start_failure.keep(said)
    now = start_failure.last()
    # A service manager tries again and again; the same words are shown once.
    repeated = before is not None and now is not None and before.reason == now.reason
    if not told and not repeated:
        from uncrick.platforms.common import bare_notification

        bare_notification.show(start_failure.TITLE, typeable(f"{said.message} More: uncrick doctor"))
    return said


def log(error: BaseException) -> None:
    """Keep the traceback, for whoever mends it."""
    from uncrick.app.process.log import to_file

    with suppress(OSError, UncrickError):
        if not logging.getLogger().handlers:
            paths.made(start_failure.folder())
            to_file(os.path.join(start_failure.folder(), "uncrick.log"))
        logging.getLogger("uncrick").error("it failed", exc_info=error)


def reads_it() -> bool:
    """Whether somebody reads what this process prints."""
    return sys.stderr is not None and sys.stderr.isatty()
