"""A start that failed: what is to blame in words, and a file that says so until the next good start."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from uncrick.errors import UncrickError
from uncrick.storage import installation, paths
from uncrick.storage.codec import decode, encode

TITLE = "Uncrick did not start"
# Kept from the first moment of a start on: whoever is killed by a library has no time for last words.
WORDLESS = UncrickError(TITLE, "It ended in its first moments without a word.")


@dataclass(frozen=True, slots=True)
class Failure:
    """
    A start that failed.

    Attributes:
        when: ISO time.
        mend: the command that mends it, or "".
    """

    when: str
    reason: str
    mend: str


class BrokenError(UncrickError):
    """
    Something that a library, or Uncrick itself, failed at.

    Attributes:
        mend: the command that mends it, or "".
    """

    def __init__(self, title: str, what: str, mend: str) -> None:
        super().__init__(title, f"{what} Mend it with: {mend}" if mend else what)
        self.what = what
        self.mend = mend


def explained(error: BaseException, title: str = TITLE) -> UncrickError:
    """The same for a person: which library failed, why, and what to do."""
    if isinstance(error, UncrickError):
        return error
    text = " ".join(str(error).split())
    why = f"{type(error).__name__}: {text}" if text else type(error).__name__
    library = culprit(error)
    if not library:
        log = os.path.join(folder(), "uncrick.log")
        return BrokenError(title, f"Something inside Uncrick failed ({why}); {log} says more.", "")
    named = f"{installation.distribution(library)} {installation.version(library)}".rstrip()
    return BrokenError(title, f"The library {named} does not work here ({why}).", installation.mend(library))


def culprit(error: BaseException) -> str:
    """The library, as it is imported, in whose code it happened, or that is missing; "" where it was our own."""
    trace, module = error.__traceback__, ""
    while trace is not None:
        top = _top(str(trace.tb_frame.f_globals.get("__name__", "")))
        if top and not trace.tb_frame.f_code.co_filename.startswith("<frozen"):
            module = top
        trace = trace.tb_next
    if module in ("", "uncrick") and isinstance(error, ImportError) and error.name:
        module = _top(error.name)
    return "" if module == "uncrick" else module


def _top(module: str) -> str:
    top = module.partition(".")[0]
    return "" if top in sys.stdlib_module_names or top.startswith("__") else top


# ---------------------------------------------------------------- the file


def folder() -> str:
    """The state folder, also where the library that names it is the one that fails."""
    try:
        return paths.state()
    except Exception:  # noqa: BLE001 whatever it is, the failure must be written somewhere
        given = os.environ.get("XDG_STATE_HOME", "")
        state = given if os.path.isabs(given) else os.path.join(os.path.expanduser("~"), ".local", "state")
        return os.path.join(state, paths.APP)


def store(error: UncrickError) -> None:
    """Write down that a start failed; where even that cannot be written, nothing is."""
    what, mend = (error.what, error.mend) if isinstance(error, BrokenError) else (error.message, "")
    reason = what if error.title == TITLE else f"{error.title}: {what}"
    when = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    with suppress(OSError):
        paths.write(_file(), json.dumps(encode(Failure(when, reason, mend))), durable=False)


def last() -> Failure | None:
    """The start that failed, if no good one came after it."""
    try:
        with open(paths.ordinary(_file()), encoding="utf-8") as file:
            return decode(Failure, json.load(file))
    except (OSError, ValueError):
        return None


def forget() -> None:
    """A start was good."""
    with suppress(OSError):
        paths.remove(_file())


def _file() -> str:
    return os.path.join(folder(), "start-failure.json")
