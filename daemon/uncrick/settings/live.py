"""The settings as they are now, and who is called when they change."""

import os
from collections.abc import Callable, Sequence

from uncrick.errors import SettingsError
from uncrick.settings.file import load
from uncrick.settings.schema import Settings
from uncrick.settings.values import override

Listener = Callable[[Settings], None]


class LiveSettings:
    """
    The last settings without faults, with those of this run over them.

    Args:
        path: the settings file.
        overrides: `KEY=VALUE` settings of this run.

    Attributes:
        current: the settings in force.
        error: the faults of the file in one line; None where it has none.
    """

    def __init__(self, path: str, overrides: Sequence[str] = ()) -> None:
        self._path = path
        self._overrides = tuple(overrides)
        self._listeners: list[Listener] = []
        self._identity = _identity(path)
        loaded = load(path)
        self.error: str | None = " ".join(loaded.errors) or None
        self.current = override(loaded.settings, self._overrides)

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with the settings now, and after every change, in the order of subscription."""
        self._listeners.append(listener)
        listener(self.current)

    def has_changed(self) -> bool:
        """Whether the file is another one than at the last call."""
        before, self._identity = self._identity, _identity(self._path)
        return before != self._identity

    def reload(self, most_reps: Callable[[str], int | None], before: Callable[[], None]) -> tuple[str, ...]:
        """
        Read the file again and tell the subscribers; the warnings.

        Args:
            most_reps: repetitions a day of an exercise by its id; None where there is none.
            before: called when the file is good, before the new settings are in force.

        Raises:
            SettingsError: it has faults; the last good settings stay in force.
        """
        loaded = load(self._path, most_reps)
        if loaded.errors:
            self.error = " ".join(loaded.errors)
            raise SettingsError("The settings have faults; the last good ones hold on", "\n".join(loaded.errors))
        self.error = None
        before()
        self.current = override(loaded.settings, self._overrides)
        for listener in self._listeners:
            listener(self.current)
        return tuple(loaded.warnings)


def _identity(path: str) -> tuple[int, int] | None:
    """Changes when the file does; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
