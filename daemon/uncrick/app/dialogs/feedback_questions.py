"""The questions about a routine as data: how long each stays, what answers it, and what silence means."""

from dataclasses import dataclass
from enum import Enum, auto

from uncrick.core.model.record import Item
from uncrick.core.presentation import feedback
from uncrick.ports import Notice


class Silence(Enum):
    """What it means that a question closes without an answer."""

    NOTHING = auto()
    NO_ANSWER = auto()  # that is recorded
    REPORT = auto()  # it was the second half of a report, which counts without it


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """
    A question.

    Attributes:
        stays: seconds; None: it says itself when it closes.
        answers: words that answer it, wherever they are given.
    """

    stays: float | None
    answers: tuple[str, ...] = ()
    silence: Silence = Silence.NOTHING


_OF_ROUTINE = (*feedback.OF_ROUTINE, "unwell")
QUESTIONS = {
    "closing": QuestionKind(20.0, _OF_ROUTINE),
    "after": QuestionKind(20.0, _OF_ROUTINE, Silence.NO_ANSWER),
    "stopped": QuestionKind(20.0, _OF_ROUTINE, Silence.NO_ANSWER),
    "which": QuestionKind(20.0, _OF_ROUTINE, Silence.REPORT),
    "score": QuestionKind(20.0, _OF_ROUTINE, Silence.REPORT),
    "noted": QuestionKind(20.0),
    "still": QuestionKind(None, ("gone", "still", "hurt"), Silence.NO_ANSWER),
    "check": QuestionKind(45.0, feedback.CHECK, Silence.NO_ANSWER),
}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """
    A question that is up.

    Attributes:
        name: of its kind.
        until: ticks at which it closes.
        items: what it is about; meant: ids of those of them that the person named.
        keys: of its buttons; page: of the question which one.
        report: id of the report that it follows up.
    """

    name: str
    slot: str
    until: float
    items: tuple[Item, ...] = ()
    meant: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()
    page: int = 0
    report: str = ""

    @property
    def kind(self) -> QuestionKind:
        """What is asked."""
        return QUESTIONS[self.name]

    @property
    def exercises(self) -> str:
        """Ids of the exercises that an answer is about, joined by commas."""
        return ",".join(self.meant or dict.fromkeys(item.id for item in self.items))


def stays(name: str) -> float:
    """Seconds for which a question of this name is up."""
    seconds = QUESTIONS[name].stays
    assert seconds is not None
    return seconds


def keys(notice: Notice) -> frozenset[str]:
    """The buttons of a notice."""
    return frozenset(button.key for button in notice.buttons)
