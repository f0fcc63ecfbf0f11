"""Why a person gets an exercise, or does not: one sentence for each, in the order in which they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from uncrick.core.history import levels, pain
from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.dates import and_list, weekday_date
from uncrick.core.model.eligibility import obstacles, owned
from uncrick.core.model.profile import Profile
from uncrick.core.model.text import N_, _
from uncrick.core.selection.candidates import PLACES
from uncrick.core.selection.restrictions import Restrictions, current_restrictions
from uncrick.settings import Settings

REGION_REASONS = {
    "neck": N_("Left out for now, because your neck hurt."),
    "shoulder": N_("Left out for now, because your shoulder hurt."),
    "back": N_("Left out for now, because your back hurt."),
}

ABOUT, ADVANCED = "about", "advanced"
"""Pages of the settings window."""

MOST_VISIBLE = {"desk": 1, "home": 2}
"""By place, how much an exercise may be seen, as `core.selection.candidates` has it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Attributes:
        text: a sentence.
        page: the page of the settings window where it can be changed, or "".
    """

    text: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """
    What decides about the exercises of one person.

    Attributes:
        profile: `asked` says whether neck exercises are open.
        first_level_only: the conditions were declined.
        now: aware, in the person's zone.
    """

    profile: Profile
    settings: Settings
    practice: Practice
    first_level_only: bool
    now: datetime

    def level(self, catalogue: Catalogue) -> int:
        """How far they have come, 1..3."""
        if self.first_level_only:
            return 1
        return levels.level(self.practice.training, self.profile, self.now, catalogue.numbers)


def reasons(catalogue: Catalogue, person: Person, switched_off: frozenset[str]) -> Mapping[str, Reason | None]:
    """By id of each exercise: why this person does not get it; None where they do."""
    restrictions = current_restrictions(catalogue, person.profile, person.practice.care, person.now)
    level, equipment = person.level(catalogue), owned(catalogue, person.profile)
    withheld = levels.withheld(person.profile, catalogue.numbers.consent)

    def reason(exercise: Exercise) -> Reason | None:
        if exercise.id in switched_off:
            return Reason(_("You switched it off."))
        return (
            _health(exercise, catalogue, person, restrictions)
            or _things(exercise, catalogue, person.profile, equipment)
            or _wishes(exercise, person)
            or _progress(exercise, catalogue, level, withheld)
        )

    return {name: reason(exercise) for name, exercise in catalogue.exercises.items()}


def is_retired(exercise: Exercise, person: Person) -> bool:
    """It hurt, and stays out until the person wants it back."""
    return pain.status_of(person.practice.care, exercise.id, person.now).status == "retired"


def _health(exercise: Exercise, catalogue: Catalogue, person: Person, restrictions: Restrictions) -> Reason | None:
    conditions = obstacles(exercise, person.profile, catalogue)
    if conditions:
        return Reason(_("Left out for your answer: {answer}.", answer=conditions[0].ask), ABOUT)
    if exercise.region == "neck" and not person.profile.asked:
        return Reason(_("Waits for your answers about your health."), ABOUT)
    mark = pain.status_of(person.practice.care, exercise.id, person.now)
    if mark.status == "retired":
        return Reason(_("It hurt you, so it stays out until you want it back."))
    if mark.until is not None:
        return Reason(_("It hurt you, so it rests until {day}.", day=weekday_date(mark.until)))
    if obstacles(exercise, restrictions.profile, catalogue) or exercise.id in restrictions.excluded:
        return Reason(_(REGION_REASONS.get(exercise.region, N_("Left out for now, because something hurt."))))
    return None


def _things(exercise: Exercise, catalogue: Catalogue, profile: Profile, equipment: frozenset[str]) -> Reason | None:
    """What it needs, and whether that is there."""
    if exercise.use == "home" and not profile.home_session:
        return Reason(_("Part of the longer session at home, which you have not switched on."), ABOUT)
    missing = [catalogue.equipment[name].name for name in exercise.equipment if name not in equipment]
    if missing:
        return Reason(_("Needs {things}.", things=and_list(missing)), ABOUT)
    if exercise.use == "home" and profile.place != "home":
        return Reason(_("Part of the longer session, which comes when you work at home."), ABOUT)
    seen = exercise.visibility <= MOST_VISIBLE[profile.place]
    if exercise.position == "hang" or (seen and not set(PLACES[profile.place]).isdisjoint(exercise.places)):
        return None  # a bar that one has may be anywhere
    at_home = profile.place == "home"
    return Reason(_("Comes when you work at an office desk.") if at_home else _("Comes when you work at home."), ABOUT)


def _wishes(exercise: Exercise, person: Person) -> Reason | None:
    wanted = person.settings.routine
    if exercise.position != "sit" and not wanted.can_stand:
        return Reason(_("You asked for exercises sitting down only."), ADVANCED)
    if wanted.discreet and exercise.visibility > 0:
        return Reason(_("Others would notice it, and you asked for what nobody notices."), ADVANCED)
    return None


def _progress(exercise: Exercise, catalogue: Catalogue, level: int, withheld: frozenset[str]) -> Reason | None:
    if exercise.id in withheld:
        return Reason(_("A harder one, which comes once you allow it."), ABOUT)
    if exercise.level > level:
        usually = next(each.usually for each in catalogue.levels if each.n == exercise.level)
        return Reason(_("Not yet: {when}.", when=usually))
    return None
