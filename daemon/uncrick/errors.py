"""The errors a person may meet: each has a title, a message in words, and an exit status."""


class UncrickError(Exception):
    """
    What went wrong, said for the person.

    Args:
        title: what happened, a few words.
        message: what, where, what was expected and what to do, one sentence.
    """

    exit_code = 1

    def __init__(self, title: str, message: str = "") -> None:
        super().__init__(f"{title}: {message}" if message else title)
        self.title = title
        self.message = message


class UsageError(UncrickError):
    """A command or a word of it that does not exist."""

    exit_code = 2


class NotRunningError(UncrickError):
    """A command that needs the daemon, while none runs."""

    exit_code = 3


class RefusedError(UncrickError):
    """Something that cannot be done now, such as a skip with nothing due."""


class RunningError(UncrickError):
    """A second daemon for the same person."""


class SettingsError(UncrickError):
    """Settings that cannot be used; the message has a line for each fault."""


class CatalogueError(UncrickError):
    """A catalogue that breaks a rule: file, id and rule."""


class UnreadableError(UncrickError):
    """A file of the person's that is there and cannot be read; the title says why, to stand after its name."""


class HistoryError(UncrickError):
    """A history that cannot be read or written."""


class TraceError(UncrickError):
    """A trace with a broken line; its number is in the message."""


class WireError(UncrickError):
    """A line on the control socket that is not a request."""


class DesktopError(UncrickError):
    """A part of the desktop that does not answer; one warning, never the end of the daemon."""
