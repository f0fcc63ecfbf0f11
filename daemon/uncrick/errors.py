"""The errors that a person reads: each has a title, a message and an exit status."""


class UncrickError(Exception):
    """
    An error for the person.

    Args:
        title: what happened, a few words.
        message: one sentence: what, where, what was expected, and what to do.
    """

    exit_code = 1

    def __init__(self, title: str, message: str = "") -> None:
        super().__init__(f"{title}: {message}" if message else title)
        self.title = title
        self.message = message


class UsageError(UncrickError):
    """A wrong command line."""

    exit_code = 2


class NotRunningError(UncrickError):
    """The command needs the daemon, and none runs."""

    exit_code = 3


class RefusedError(UncrickError):
    """The request cannot be done now, such as a skip with nothing due."""


class RunningError(UncrickError):
    """A daemon runs already for this person."""


class SettingsError(UncrickError):
    """Settings that cannot be used; the message has a line for each fault."""


class CatalogueError(UncrickError):
    """A catalogue that breaks a rule; names the file, the id and the rule."""


class UnreadableError(UncrickError):
    """A file of the person that exists and cannot be read; the title says why, to follow its name."""


class FolderError(UncrickError):
    """A folder of ours that cannot be created."""


class HistoryError(UncrickError):
    """A history that cannot be read or written."""


class TraceError(UncrickError):
    """A trace with a faulty line; the message has its number."""


class WireError(UncrickError):
    """A line on the control socket that is not a valid request."""


class DesktopError(UncrickError):
    """A part of the desktop that does not answer: a warning, never the end of the daemon."""
