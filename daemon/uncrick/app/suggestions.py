"""Composes suggestions: brings catalogue, profile, practice and settings together for the core's choice."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from uncrick.app.catalog_loader import CatalogLoader
from uncrick.app.history_cache import HistoryCache
from uncrick.core.history import levels
from uncrick.core.history.adherence import Adherence
from uncrick.core.model.person_day import day_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling.rules import Occasion, Rules
from uncrick.core.selection import cautions
from uncrick.settings import Settings

if TYPE_CHECKING:
    from uncrick.core.history.practice import Practice
    from uncrick.core.model.catalog import Catalogue
    from uncrick.core.selection.on_request import Position
    from uncrick.core.selection.situation import Context


def rules_of(settings: Settings, suggest: Callable[[Occasion], Suggestion], zone: tzinfo, seed: int) -> Rules:
    """What the policy goes by, from what a person set."""
    return Rules(
        suggest=suggest,
        breaks=settings.breaks,
        work=settings.work.hours,
        quiet=settings.quiet.hours,
        ignored=settings.quiet.switched_off,
        zone=zone,
        seed=seed,
        banner=settings.prompt.banner,
    )


def adapted(rules: Rules, adherence: Adherence, today: date) -> Rules:
    """The rules as they are today for one who meets the prompts in that way."""
    fewer = adherence.most(today)
    return replace(
        rules, late_hours=adherence.late_hours(today), most_today=fewer, repeats=not adherence.is_silent(today)
    )


class SuggestionSource:
    """
    Chooses what to suggest; the catalogue, and the code that chooses from it, are loaded when first needed.

    Args:
        own: folder of the person's own exercises; None = the shipped ones only.
    """

    def __init__(self, history: HistoryCache, settings: Settings, profile: Profile, own: str | None = None) -> None:
        self.settings = settings
        self.loader = CatalogLoader(own)
        self.profile = profile
        # Of one who would not say what to mind, nothing harder is expected.
        self.first_level_only = False
        self._history = history

    def follow(self, settings: Settings) -> None:
        """Choose by these settings from now on."""
        self.settings = settings

    @property
    def catalogue(self) -> "Catalogue":
        """The person's catalogue, as of the last look at their own exercises."""
        return self.loader.catalogue(self.settings.exercise)

    def recall(self, going_on: Iterable[Suggestion]) -> None:
        """Know what a former life suggested, whatever became of it since."""
        for suggestion in going_on:
            names = {item.id: item.name for item in suggestion.items}
            self.loader.recall({suggestion.alternative: suggestion.alternative} | names, self.settings.exercise)

    def suggest(self, occasion: Occasion) -> Suggestion:
        """What to suggest at an ordinary break."""
        from uncrick.core.presentation import prompt_text
        from uncrick.core.selection import choose, short_prompts

        self.loader.look()
        adherence, context = self._history.adherence, self._context(occasion)
        catalogue, profile, practice = self.catalogue, self.profile, self._history.practice
        owed = choose.planned(catalogue, profile, practice, context, occasion.seed)
        if owed is not None:
            return owed
        if self.settings.prompt.style == "tips" and occasion.swapped is None and not occasion.asked:
            tip = short_prompts.tip_alone(catalogue, profile, practice, context, occasion.seed)
            if tip is not None:
                return tip
        if adherence.is_lighter:
            # Neither is this the day for a long session on the floor
            context = replace(context, budget=min(context.budget, catalogue.numbers.short_budget_s), gets_up=True)
            profile = replace(profile, home_session=False)
        chosen = choose.choose(catalogue, profile, practice, context, occasion.seed)
        if adherence.is_lighter and occasion.swapped is None:
            chosen = short_prompts.with_walk_first(chosen, catalogue, profile, practice, context)
        greets = chosen.items and adherence.is_first_of_return(day_of(occasion.at))
        return replace(chosen, opening=prompt_text.RETURN) if greets else chosen

    def suits(self, suggestion: Suggestion, at: datetime) -> bool:
        """Profile, settings and history leave nothing of it out, nor ease it further, at that time in their zone."""
        from uncrick.core.selection.restrictions import current_restrictions

        practice = self._history.practice
        restrictions = current_restrictions(self.catalogue, self.profile, practice.care, at)
        return restrictions.permit(suggestion, self.catalogue)

    def _context(self, occasion: Occasion) -> "Context":
        from uncrick.core.selection.situation import Context

        wanted = self.settings.routine
        return Context(
            now=occasion.at,
            budget=wanted.seconds,
            place=self.profile.place,
            can_stand=wanted.can_stand,
            discreet=wanted.discreet,
            level=self.level(occasion.at),
            gets_up=occasion.walk,
            exclude=frozenset(item.id for item in occasion.swapped.items) if occasion.swapped else frozenset(),
        )

    def level(self, at: datetime) -> int:
        """The person's level at that time, which is given in their zone."""
        training = self._history.practice.training
        if self.first_level_only or (training == levels.NO_TRAINING and not self.profile.trains):
            return 1
        return levels.level(training, self.profile, at, self._history.rules.numbers)

    def read_first(self, items: Iterable[Item]) -> tuple[str, ...]:
        """Ids of those whose instruction and caution are to be read before they begin."""
        return cautions.read_first(items, self._history.practice, self._history.rules.numbers)

    def by_hand(self, exercise_id: str, occasion: Occasion) -> Suggestion:
        """One exercise, asked for by its id."""
        from uncrick.core.selection import on_request

        self.loader.look()
        return on_request.by_hand(
            self.catalogue,
            exercise_id,
            profile=self.profile,
            practice=self._history.practice,
            context=self._context(occasion),
            seed=occasion.seed,
        )

    def ease(self, occasion: Occasion, *, only_a_little: bool = False) -> Suggestion:
        """Seated relief for a stiff neck."""
        from uncrick.core.selection import on_request

        return on_request.ease(*self._circumstances(occasion), only_a_little=only_a_little)

    def relief_positions(self, occasion: Occasion) -> "tuple[Position, ...]":
        """In which positions a very stiff neck can be eased."""
        from uncrick.core.selection import on_request

        return on_request.positions(*self._circumstances(occasion))

    def home(self, occasion: Occasion) -> Suggestion:
        """The home session, asked for by hand."""
        from uncrick.core.selection import on_request

        return on_request.home(*self._circumstances(occasion))

    def lying(self, occasion: Occasion) -> Suggestion:
        """Relief lying down."""
        from uncrick.core.selection import on_request

        return on_request.lying(*self._circumstances(occasion))

    def _circumstances(self, occasion: Occasion) -> "tuple[Catalogue, Profile, Practice, Context, int]":
        return self.catalogue, self.profile, self._history.practice, self._context(occasion), occasion.seed
