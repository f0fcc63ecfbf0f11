"""Writes a routine as captions of a notification: one command at a time, five seconds at least, and what is next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick.core.model.catalog import HOLDS, LYING
from uncrick.core.model.dates import sentences
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import _, lower_first, p_
from uncrick.core.presentation.timeline import Step, steps

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue, Exercise

SHORTEST = 5.0  # seconds for which a caption stays
LATEST = 1.5  # seconds after its beginning at which a command may still be shown; the caption before names it
# A command shorter than this belongs to the next one (getting ready) or takes the next one with it (a hold).
BRIEF = 4.0
# A return shorter than this is done when the body relaxes.
INSTANT = 2.0
STILL = ("rest", *HOLDS)
FREE = ("relax", "close")
LEADING = ("setup", "change", "move", "close")  # nobody may miss the beginning of these
RECLINED = "recline"


@dataclass(frozen=True, slots=True)
class Frame:
    """
    One text of the notification.

    Attributes:
        begins, ends: seconds from the start of the routine.
        item: number of the exercise (0 = the first); -1 for the closing relaxation.
        title: the exercise, and the repetition.
        text: the one thing to do in these seconds.
        later: the next thing to do, named before it comes; "" while a walk lasts.
        still: without repetitions (a walk): the caption stays up to the end of the exercise.
        picture: name of the picture of this moment; "" for none.
    """

    begins: float
    ends: float
    item: int
    title: str
    text: str
    later: str
    still: bool
    picture: str


@dataclass(frozen=True, slots=True)
class _Command:
    """One movement with the hold after it."""

    steps: tuple[Step, ...]
    still: bool = False

    @property
    def begins(self) -> float:
        return self.steps[0].begins

    @property
    def ends(self) -> float:
        return self.steps[-1].ends

    @property
    def item(self) -> int:
        return self.steps[-1].item

    @property
    def leads(self) -> bool:
        return self.still or any(step.kind in LEADING for step in self.steps)

    @property
    def beginning(self) -> str:
        """What is done first."""
        return _sentence(next((step.full for step in self.steps if step.full), self.steps[0].name))

    def text(self, since: float) -> str:
        """What is to be done from that second on."""
        if self.still:
            return self.beginning
        texts = [step.full for step in self.steps if step.full and step.ends > since]
        return sentences(*dict.fromkeys(map(_sentence, texts)))


def frames(suggestion: Suggestion, catalogue: "Catalogue") -> tuple[Frame, ...]:
    """The captions of the whole routine, without a gap."""
    commands = list(_commands(suggestion, catalogue))
    shown = _shown(commands)
    ends = [begins for begins, _number in shown[1:]] + [commands[-1].ends]
    return tuple(
        _frame(suggestion, commands, number, begins, end, following)
        for (begins, number), end, following in zip(
            shown, ends, [number for _begins, number in shown[1:]] + [len(commands)], strict=True
        )
    )


def let_go_seconds(suggestion: Suggestion, catalogue: "Catalogue", *, eyes_closed: bool) -> tuple[float, ...]:
    """
    The seconds of the routine at which the body relaxes.

    Args:
        eyes_closed: only those of exercises that may be done with closed eyes.
    """
    exercises = [catalogue.exercise(item.id) for item in suggestion.items]
    return tuple(
        step.begins
        for step in steps(suggestion, catalogue)
        if step.kind in FREE and not (eyes_closed and not may_close_eyes(exercises[step.item]))
    )


def may_close_eyes(exercise: "Exercise") -> bool:
    """One lies, leans back or rests in it for the most part, so that nobody reads."""
    resting = sum(phase.s for phase in exercise.phases if phase.kind in ("rest", "relax"))
    return exercise.base.startswith((*LYING, RECLINED)) or 2 * resting > exercise.cycle_s


# ---------------------------------------------------------------- commands


def _commands(suggestion: Suggestion, catalogue: "Catalogue") -> Iterator[_Command]:
    """The steps, joined to what is read as one command."""
    looping = {number for number, item in enumerate(suggestion.items) if catalogue.exercise(item.id).loop}
    group: list[Step] = []
    for step in steps(suggestion, catalogue):
        if group and not _joins(group, step, looping):
            yield _Command(tuple(group), group[0].item in looping)
            group = []
        group.append(step)
    yield _Command(tuple(group), group[0].item in looping)


def _joins(group: Sequence[Step], step: Step, looping: set[int]) -> bool:
    """Whether a step belongs to the command before it."""
    first, last = group[0], group[-1]
    if step.item != first.item:
        return False
    if step.item in looping or not step.full or last.kind == "change":
        return True
    if last.kind == "setup":  # no time to read it before the first movement comes
        return last.ends - first.begins < BRIEF
    is_hold = step.kind in STILL and last.kind not in STILL and step.seconds < 2 * SHORTEST
    is_release = last.kind == "return" and last.seconds < INSTANT and step.kind == "relax"
    return (is_hold and last.seconds < BRIEF) or is_release


def _shown(commands: Sequence[_Command]) -> list[tuple[float, int]]:
    """
    The commands that become captions: the second at which each is shown, and its number.

    A movement has the right of way: what would keep it from being shown in time is passed over, as it was named before.
    """
    shown = [(0.0, 0)]
    for number, command in enumerate(commands[1:], 1):
        begins = max(command.begins, shown[-1][0] + SHORTEST)
        is_late = begins - command.begins > LATEST and command.ends - begins < SHORTEST
        is_short = number == len(commands) - 1 and command.ends - begins < SHORTEST
        leading = next((later for later in commands[number + 1 :] if later.leads), None)
        is_in_the_way = not command.leads and leading is not None and begins + SHORTEST - leading.begins > LATEST
        if not (is_late or is_short or is_in_the_way):
            shown.append((begins, number))
    if len(shown) > 1 and commands[-1].ends - shown[-1][0] < SHORTEST:
        shown.pop()
    return shown


# ---------------------------------------------------------------- words


def _frame(
    suggestion: Suggestion, commands: Sequence[_Command], number: int, begins: float, ends: float, following: int
) -> Frame:
    command = commands[number]
    step = next((step for step in command.steps if step.ends > begins), command.steps[-1])
    counted = next((step for step in reversed(command.steps) if step.rep), step)
    title = counted.name
    if counted.rep and counted.reps > 1 and not command.still:
        title = _("{exercise}, {rep} of {reps}", exercise=title, rep=counted.rep, reps=counted.reps)
    later = "" if command.still else _later(commands, number, following)
    picture = _picture(suggestion, step)
    return Frame(begins, ends, command.item, title, command.text(begins), later, command.still, picture)


def _later(commands: Sequence[_Command], number: int, following: int) -> str:
    """The next command; where the next caption is of another exercise, its beginning too."""
    here = commands[number]
    after = [command for command in commands[number + 1 :] if command.beginning != here.beginning][:1]
    coming = [command for command in commands[following : following + 1] if command.item not in (here.item, -1)]
    match [lower_first(text) for text in dict.fromkeys(command.beginning for command in (*after, *coming))]:
        case [first]:
            return _("Next: {movement}", movement=first)
        case [first, second]:
            return _("Next: {movement} Then: {position}", movement=first, position=second)
        case _:
            return _("Then you are done.")


def _picture(suggestion: Suggestion, step: Step) -> str:
    """The picture of the moment; none of somebody who lies while one is to get up."""
    if step.item >= 0:
        return f"{suggestion.items[step.item].id}-{step.pose}"
    return "" if step.rises else f"{suggestion.items[-1].id}-0"


def _sentence(text: str) -> str:
    return text if text[-1:] in tuple(".!?。！？") else p_("sentence", "{text}.", text=text)
