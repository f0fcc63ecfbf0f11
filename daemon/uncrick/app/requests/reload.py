"""Reads profile, own exercises and settings again, in one place."""

from contextlib import suppress

from uncrick.app.chooser import PromptReviser, RoutineChooser
from uncrick.app.dialogs.profile_offer import ProfileOffer
from uncrick.app.engine import Engine
from uncrick.app.heartbeat import EventEntry
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.model.text import _
from uncrick.errors import SettingsError
from uncrick.settings.live import LiveSettings


class Reload:
    """What a person may have changed on disk, and what follows from it for what is at hand."""

    def __init__(
        self,
        settings: LiveSettings,
        profile: ProfileOffer,
        suggestions: SuggestionSource,
        chooser: RoutineChooser,
        reviser: PromptReviser,
        engine: Engine,
        entry: EventEntry,
    ) -> None:
        self._settings = settings
        self._profile = profile
        self._suggestions = suggestions
        self._chooser = chooser
        self._reviser = reviser
        self._engine = engine
        self._entry = entry

    def reload(self) -> list[str]:
        """
        Read everything again; the warnings.

        Raises:
            SettingsError: the settings have faults; the last good ones stay in force.
        """
        loader = self._suggestions.loader
        self._profile.read()
        if loader.is_wanted():
            loader.look()
        self._reviser.revise()
        # Until now the old settings held, also should this be the first look after a gap.
        warnings = self._settings.reload(loader.most_reps, before=self._entry.look)
        self._reviser.revise()
        self._engine.follow(self._chooser.rules())
        own, error = loader.amiss(), self._profile.error
        return [
            *warnings,
            *(() if own is None else (_("Some of your own exercises are not used: {faults}", faults=own),)),
            *(() if error is None else (f"{error.title}: {error.message}".rstrip("."),)),
        ]

    def quietly(self) -> None:
        """Read everything again; `LiveSettings.error` has the faults of the settings."""
        with suppress(SettingsError):
            self.reload()

    def look(self) -> None:
        """Read everything again, should the settings file be another one."""
        if self._settings.has_changed():
            self.quietly()
