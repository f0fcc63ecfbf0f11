"""The file of what a person told about themselves: read whole, replaced whole, for nobody else's eyes, and forgotten.

Nothing in here says what is in the file, neither to a log nor in an error: it names the file and no more.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from uncrick.core.model.profile import Profile
from uncrick.core.model.text import N_
from uncrick.errors import UncrickError
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

T = TypeVar("T")

SCHEMA = 1
PLACES = (N_("desk"), N_("home"))
# Offers without an answer that are as good as a no.
OFFERS = 3
# Days after which a person is told once that there is a profile.
LASTS = 90


class _Damaged(ValueError):  # noqa: N818 never leaves this module
    """The text is no profile."""


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """
    What is in the file. The days are local ones; None means never.

    Attributes:
        told: every answer as it was given; its `asked` says nothing.
        answered: when the conditions were answered ("none of these" is an answer).
        declined: when they were declined, or left unanswered for the third time; None once they are answered.
        offers, offered: how often the profile was offered without an answer, and when last.
        reminded: when an old profile was mentioned.
        renewed: when there was reason to mention it again before it is old; None once it was.
    """

    told: Profile = field(default_factory=Profile)
    answered: date | None = None
    declined: date | None = None
    offers: int = 0
    offered: date | None = None
    reminded: date | None = None
    renewed: date | None = None

    @property
    def profile(self) -> Profile:
        """What suggestions go by: of one whose conditions nobody knows, neither training nor consent is believed."""
        if self.answered is not None:
            return replace(self.told, asked=True)
        return replace(self.told, asked=self.declined is not None, trains=False, consents=frozenset())

    def answer(self, told: Profile, on: date) -> "StoredProfile":
        """The conditions are answered; offers and reminders begin anew."""
        return StoredProfile(told, answered=on)

    def decline(self, on: date) -> "StoredProfile":
        """The conditions stay unknown, and are not asked for any more."""
        return replace(self, told=replace(self.told, conditions=frozenset()), answered=None, declined=on)

    def is_to_offer(self, on: date) -> bool:
        """The conditions are unknown, and today nobody was asked."""
        return self.answered is None and self.declined is None and self.offers < OFFERS and self.offered != on

    def is_left(self, on: date) -> bool:
        """The last offer passed without an answer."""
        waiting = self.answered is None and self.declined is None and self.offers >= OFFERS
        return waiting and (self.offered is None or self.offered < on)

    def is_old(self, on: date) -> bool:
        """It is time for a reminder."""
        since = self.answered or self.declined
        if since is None:
            return False
        return self.renewed is not None or (self.reminded is None and (on - since).days >= LASTS)

    def remind(self, on: date) -> "StoredProfile":
        """It was given."""
        return replace(self, reminded=on if self.renewed is None else self.reminded, renewed=None)


def load(path: str) -> StoredProfile:
    """
    What is kept; without a file, nothing. Ids are as they were written: see `known`.

    Raises:
        UncrickError: it cannot be read, or was damaged and is set aside; the message names the file.
    """
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
            # Brought back from a backup, or copied: from now on it is the person's own again, if it is theirs at all.
            with suppress(PermissionError):
                _close(path)
        return _kept(text)
    except FileNotFoundError:
        return StoredProfile()
    except OSError as error:
        raise UncrickError("Your profile cannot be read", f"{path}: {paths.reason(error)}.") from error
    except (ValueError, RecursionError):
        # Not chained: what a parser complains of quotes the text.
        raise _set_aside(path) from None


def save(path: str, kept: StoredProfile) -> None:
    """
    Put it in the place of the old one, readable for the person alone.

    Raises:
        UncrickError: nothing was changed.
    """
    try:
        _close(path)
        paths.write(path, _text(kept))
    except OSError as error:
        raise UncrickError("Your profile cannot be saved", f"{path}: {paths.reason(error)}.") from error


def update(path: str, change: Callable[[StoredProfile], StoredProfile]) -> StoredProfile:
    """
    Change what is in the file now, which another process may have written meanwhile; what it holds then.

    Raises:
        UncrickError: nothing was changed.
    """
    before = load(path)
    after = change(before)
    if after != before:
        save(path, after)
    return after


def forget(path: str) -> tuple[str, ...]:
    """
    Remove the file, what a link leads to, and what was ever set aside or left half written; their names.

    Raises:
        UncrickError: one of them could not be removed.
    """
    removed = []
    for name in dict.fromkeys((*_beside(path), *_beside(os.path.realpath(path)))):
        try:
            os.unlink(name)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UncrickError("Your profile cannot be removed", f"{name}: {paths.reason(error)}.") from error
        removed.append(name)
    return tuple(removed)


def known(kept: StoredProfile, catalogue: "Catalogue") -> tuple[StoredProfile, tuple[str, ...]]:
    """Without the ids that this catalogue has not, and those, for the person to read."""
    told = kept.told
    conditions = told.conditions & lasting(catalogue).keys()
    equipment = told.equipment & things(catalogue).keys()
    consents = told.consents & catalogue.numbers.consent.keys()
    strange = sorted((told.conditions - conditions) | (told.equipment - equipment) | (told.consents - consents))
    told = replace(told, conditions=conditions, equipment=equipment, consents=consents)
    return replace(kept, told=told), tuple(strange)


def lasting(catalogue: "Catalogue") -> dict[str, str]:
    """The conditions of a profile: what is asked, by id. Those of a day are not kept."""
    return {it.id: it.ask for it in catalogue.conditions.values() if it.scope == "lasting"}


def things(catalogue: "Catalogue") -> dict[str, str]:
    """The equipment of a profile: its name, by id. What everybody has is not asked for."""
    return {it.id: it.name for it in catalogue.equipment.values() if not it.assumed}


def agreements(catalogue: "Catalogue") -> dict[str, str]:
    """The consents of a profile: the exercises that each opens, by id."""
    consent = catalogue.numbers.consent
    return {name: "; ".join(catalogue.exercise(it).name for it in opened) for name, opened in consent.items()}


# ---------------------------------------------------------------- text


def _text(kept: StoredProfile) -> str:
    told = kept.told
    plain = {
        "schema": SCHEMA,
        "conditions": sorted(told.conditions),
        "equipment": sorted(told.equipment),
        "place": told.place,
        "home_session": told.home_session,
        "trains": told.trains,
        "consents": sorted(told.consents),
        **{name: _iso(getattr(kept, name)) for name in ("answered", "declined", "offered", "reminded", "renewed")},
        "offers": kept.offers,
    }
    return json.dumps(plain, indent=1) + "\n"


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _kept(text: str) -> StoredProfile:
    plain = json.loads(text)
    if not isinstance(plain, dict):
        raise _Damaged
    schema = _of(int, plain, "schema", 0)
    if schema > SCHEMA:
        raise UncrickError("Your profile is newer than this Uncrick", "Update Uncrick, or: uncrick profile forget.")
    told = Profile(
        conditions=_ids(plain, "conditions"),
        equipment=_ids(plain, "equipment"),
        place=_of(str, plain, "place", "desk"),
        home_session=_of(bool, plain, "home_session", False),
        trains=_of(bool, plain, "trains", False),
        consents=_ids(plain, "consents"),
    )
    if schema < 1 or told.place not in PLACES:
        raise _Damaged
    return StoredProfile(
        told,
        answered=_day(plain, "answered"),
        declined=_day(plain, "declined"),
        offers=_of(int, plain, "offers", 0),
        offered=_day(plain, "offered"),
        reminded=_day(plain, "reminded"),
        renewed=_day(plain, "renewed"),
    )


def _of(kind: type[T], plain: dict[str, Any], key: str, missing: T) -> T:
    value = plain.get(key, missing)
    if type(value) is not kind:
        raise _Damaged
    return value


def _ids(plain: dict[str, Any], key: str) -> frozenset[str]:
    value = plain.get(key, [])
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _Damaged
    return frozenset(value)


def _day(plain: dict[str, Any], key: str) -> date | None:
    value = plain.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _Damaged
    return date.fromisoformat(value)


# ---------------------------------------------------------------- files


def _close(path: str) -> None:
    """Nobody else may read it; what replaces it takes its mode over."""
    with suppress(FileNotFoundError):
        if os.stat(path).st_mode & 0o177:
            os.chmod(path, 0o600)


def _set_aside(path: str) -> UncrickError:
    try:
        aside = paths.set_aside(path)
    except OSError as error:
        return UncrickError("Your profile is damaged", f"{path} cannot be used, nor renamed: {paths.reason(error)}.")
    return UncrickError("Your profile was damaged", f"It is kept as {aside}; answer again: uncrick profile.")


def _beside(path: str) -> list[str]:
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    try:
        found = sorted(os.listdir(folder))
    except OSError:
        found = []
    ours = [it for it in found if it.startswith((f"{stem}-damaged-", f"{name}.")) and it.endswith((".json", ".new"))]
    return [path, *(os.path.join(folder, it) for it in ours)]
