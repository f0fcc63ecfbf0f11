"""The settings as they are now, and who is called when they change."""

import logging
import os
from collections.abc import Callable, Sequence

from uncrick.core.model.text import _
from uncrick.errors import SettingsError
from uncrick.settings.file import Loaded, load
from uncrick.settings.schema import Settings
from uncrick.settings.values import override
from uncrick.storage import paths

log = logging.getLogger(__name__)

Listener = Callable[[Settings], None]


class LiveSettings:
    """
    The last settings without faults, with those of this run over them.

    Args:
        path: the settings file.
        overrides: `KEY=VALUE` settings of this run.
        good: a file for the last text without faults, by which a later start goes; "" where there is none.

    Attributes:
        current: the settings in force.
        error: the faults of the file in one line; None where it has none.
        are_defaults: the file has faults, and no good settings are known: what it says where it can be read is in
            force, and the defaults for the rest.
    """

    def __init__(self, path: str, overrides: Sequence[str] = (), good: str = "") -> None:
        self._path = path
        self._overrides = tuple(overrides)
        self._good = good
        self._listeners: list[Listener] = []
        self._identity = _identity(path)
        loaded = load(path)
        self.error: str | None = " ".join(loaded.errors) or None
        self.are_defaults = False
        if loaded.errors:
            before = load(good) if good and os.path.exists(good) else None
            self.are_defaults = before is None or bool(before.errors)
            loaded = loaded if before is None or before.errors else before
        else:
            self._keep(loaded)
        self.current = override(loaded.settings, self._overrides)

    def _keep(self, loaded: Loaded) -> None:
        """Put the good text by for the next start; a disk that takes none costs nothing else."""
        self.are_defaults = False
        try:
            with open(paths.ordinary(self._good), encoding="utf-8") as file:
                if file.read() == loaded.text:
                    return
        except (OSError, ValueError):
            pass
        if not self._good:
            return
        try:
            paths.write(self._good, loaded.text, durable=False)
        except OSError as error:
            log.info("the good settings cannot be put by: %s", paths.reason(error))

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
            title = (
                _("The settings have faults; where they do, the defaults hold")
                if self.are_defaults
                else _("The settings have faults; the last good ones hold on")
            )
            raise SettingsError(title, "\n".join(loaded.errors))
        self.error = None
        self._keep(loaded)
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
