"""Keeps a fault to the part in which it arises: one warning, and the rest goes on."""

import logging
from collections.abc import Callable
from typing import TypeVar

from uncrick.ports import Fact

log = logging.getLogger(__name__)

T = TypeVar("T")


class Isolation:
    """
    What stands between a part and the rest.

    Args:
        part: its name in the log.
    """

    def __init__(self, part: str) -> None:
        self.part = part
        self._faults: dict[str, str] = {}

    def guard(self, what: str, doing: Callable[[], T], otherwise: T) -> T:
        """Do it; should it fail, say so once, and go on with `otherwise`."""
        try:
            done = doing()
        except Exception as error:  # noqa: BLE001 whatever it is, it stays in that part
            self._failed(what, error)
            return otherwise
        self._faults.pop(what, None)
        return done

    def guarded_callback(self, handle: Callable[[T], None]) -> Callable[[T], None]:
        """`handle`, which never fails towards the port: one that dies of our fault tells nothing more."""

        def heard(word: T) -> None:
            self.guard("what it told", lambda: handle(word), None)

        return heard

    def facts(self, describe: Callable[[], list[Fact]]) -> list[Fact]:
        """What the port says of itself, as far as it makes sense, and what it fails at."""

        def checked() -> list[Fact]:
            facts = list(describe())
            if not all(map(_makes_sense, facts)):
                raise ValueError("it says of itself what is no fact")
            return facts

        facts = self.guard("describe", checked, list[Fact]())
        return facts + [(self.part.capitalize(), False, f"{what}: {why}") for what, why in self._faults.items()]

    def _failed(self, what: str, error: Exception) -> None:
        if what not in self._faults:
            log.warning("%s: %s failed: %r", self.part, what, error, exc_info=error)
        self._faults[what] = str(error) or type(error).__name__


class Unguarded(Isolation):
    """Lets every fault through, for whoever looks on."""

    def guard(self, what: str, doing: Callable[[], T], otherwise: T) -> T:
        """Do it."""
        return doing()


def _makes_sense(fact: object) -> bool:
    match fact:
        case (str(), bool(), str()):
            return True
        case _:
            return False
