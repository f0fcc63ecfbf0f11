"""The file of what a person told about themselves: read whole, replaced whole, for nobody else's eyes, and forgotten.

Nothing in here says what is in the file, neither to a log nor in an error: it names the file and no more.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from uncrick.core.model.profile import Profile
from uncrick.core.model.text import N_
from uncrick.errors import UncrickError
from uncrick.storage import paths
from uncrick.storage.codec import decode, encode, hints

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

SCHEMA = 1
# Fields that the file has not: one follows from the others, and the answers stand beside the days.
DERIVED = ("asked", "answers")
PLACES = (N_("desk"), N_("home"))
# Offers without an answer that are as good as a no.
OFFERS = 3
# Days after which a person is told once that there is a profile.
LASTS = 90


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """
    What is in the file. The days are local ones; None means never.

    Attributes:
        answers: all of them as they were given; their `asked` says nothing.
        answered: when the conditions were answered ("none of these" is an answer).
        declined: when they were declined, or left unanswered for the third time; None once they are answered.
        offers, offered: how often the profile was offered without an answer, and when last.
        reminded: when an old profile was mentioned.
        renewed: when there was reason to mention it again before it is old; None once it was.
    """

    answers: Profile = field(default_factory=Profile)
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
            return replace(self.answers, asked=True)
        return replace(self.answers, asked=self.declined is not None, trains=False, consents=frozenset())

    def answer(self, answers: Profile, on: date) -> "StoredProfile":
        """The conditions are answered; offers and reminders begin anew."""
        return StoredProfile(answers, answered=on)

    def answer_check(self, check: str, *, done: bool | None) -> "StoredProfile":
        """A question of the desk check is answered: done, or not yet; None: it is open again."""
        answers = replace(
            self.answers,
            desk_done=self.answers.desk_done - {check} | ({check} if done else frozenset()),
            desk_open=self.answers.desk_open - {check} | ({check} if done is False else frozenset()),
        )
        return replace(self, answers=answers)

    def decline(self, on: date) -> "StoredProfile":
        """The conditions stay unknown, and are not asked for any more."""
        return replace(self, answers=replace(self.answers, conditions=frozenset()), answered=None, declined=on)

    def is_to_offer(self, on: date) -> bool:
        """The conditions are unknown, and today nobody was asked."""
        return self.answered is None and self.declined is None and self.offers < OFFERS and self.offered != on

    @property
    def is_open(self) -> bool:
        """The question was put, and is neither answered nor declined: it can still be answered."""
        return self.offers > 0 and self.answered is None and self.declined is None

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
    What is stored; without a file, nothing. Ids are as they were written: see `without_unknown_ids`.

    Raises:
        UncrickError: it cannot be read, or was damaged and is set aside; the message names the file.
    """
    try:
        with open(paths.ordinary(path), encoding="utf-8") as file:
            text = file.read()
            # Brought back from a backup, or copied: from now on it is the person's own again, if it is theirs at all.
            with suppress(PermissionError):
                _close(path)
        return _parsed(text)
    except FileNotFoundError:
        return StoredProfile()
    except OSError as error:
        raise UncrickError("Your profile cannot be read", f"{path}: {paths.reason(error)}.") from error
    except (ValueError, RecursionError):
        # Not chained: what a parser complains of quotes the text.
        raise _set_aside(path) from None


def save(path: str, stored: StoredProfile) -> None:
    """
    Put it in the place of the old one, readable for the person alone.

    Raises:
        UncrickError: nothing was changed.
    """
    try:
        _close(path)
        paths.write(path, _text(stored))
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
            if paths.remove(name):
                removed.append(name)
        except OSError as error:
            raise UncrickError("Your profile cannot be removed", f"{name}: {paths.reason(error)}.") from error
    return tuple(removed)


def without_unknown_ids(stored: StoredProfile, catalogue: "Catalogue") -> tuple[StoredProfile, tuple[str, ...]]:
    """Without the ids that this catalogue has not, and those but the retired ones, for the person to read."""
    answers = stored.answers
    conditions = answers.conditions & lasting(catalogue).keys()
    equipment = answers.equipment & things(catalogue).keys()
    consents = answers.consents & catalogue.numbers.consent.keys()
    lacks = answers.lacks & lackable(catalogue).keys()
    retired = catalogue.numbers.retired_consents
    unknown = (
        (answers.conditions - conditions)
        | (answers.equipment - equipment)
        | (answers.consents - consents - retired)
        | (answers.lacks - lacks)
    )
    answers = replace(answers, conditions=conditions, equipment=equipment, consents=consents, lacks=lacks)
    return replace(stored, answers=answers), tuple(sorted(unknown))


def lasting(catalogue: "Catalogue") -> dict[str, str]:
    """The conditions of a profile: what is asked, by id. Those of a day are not stored."""
    return {part.id: part.ask for part in catalogue.conditions.values() if part.scope == "lasting"}


def things(catalogue: "Catalogue") -> dict[str, str]:
    """The equipment of a profile: its name, by id. What everybody has is not asked for."""
    return {part.id: part.name for part in catalogue.equipment.values() if part.may_lack or not part.assumed}


def at_hand(answers: Profile, catalogue: "Catalogue") -> frozenset[str]:
    """Ids of the equipment that counts as there: what the person named, and what is taken for granted."""
    return (answers.equipment | lackable(catalogue).keys()) - answers.lacks


def having(answers: Profile, chosen: frozenset[str], catalogue: "Catalogue") -> Profile:
    """The answers of one who has the `chosen` equipment and nothing else."""
    granted = frozenset(lackable(catalogue))
    return replace(answers, equipment=chosen - granted, lacks=granted - chosen)


def lackable(catalogue: "Catalogue") -> dict[str, str]:
    """The equipment that is taken for granted until a person says that they lack it: its name, by id."""
    return {part.id: part.name for part in catalogue.equipment.values() if part.assumed and part.may_lack}


def agreements(catalogue: "Catalogue") -> dict[str, str]:
    """The consents of a profile: the exercises that each opens, by id."""
    consent = catalogue.numbers.consent
    return {
        name: "; ".join(catalogue.exercise(exercise).name for exercise in opened) for name, opened in consent.items()
    }


# ---------------------------------------------------------------- text


def _text(stored: StoredProfile) -> str:
    plain = {"schema": SCHEMA, **encode(stored.answers), **encode(stored)}
    return json.dumps({key: part for key, part in plain.items() if key not in DERIVED}, indent=1) + "\n"


def _parsed(text: str) -> StoredProfile:
    plain = json.loads(text)
    if not isinstance(plain, dict) or type(plain.get("schema")) is not int or plain["schema"] < 1:
        raise ValueError("no profile")
    if plain["schema"] > SCHEMA:
        raise UncrickError("Your profile is newer than this Uncrick", "Update Uncrick, or: uncrick profile forget.")

    def fields_of(kind: type) -> dict[str, Any]:
        return {key: part for key, part in plain.items() if key in hints(kind) and key not in DERIVED}

    answers = decode(Profile, fields_of(Profile))
    if answers.place not in PLACES:
        raise ValueError("no profile")
    return replace(decode(StoredProfile, fields_of(StoredProfile)), answers=answers)


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
        files = sorted(os.listdir(folder))
    except OSError:
        files = []
    starts, ends = (f"{stem}-damaged-", f"{name}."), (".json", ".new")
    return [path, *(os.path.join(folder, file) for file in files if file.startswith(starts) and file.endswith(ends))]
