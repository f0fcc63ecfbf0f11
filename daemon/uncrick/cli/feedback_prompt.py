"""How a routine was, asked once in the terminal that led it, by single keys and for a short while."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from uncrick.core.model.record import Item

UP = 20.0
TURN = 0.1
DONE = {"f": "fine", "b": "hard", "h": "hurt"}
STOPPED = {"i": "interrupted", "\n": "interrupted", "\r": "interrupted", "q": "interrupted", "b": "hard", "h": "hurt"}
LABELS = {"fine": "f fine", "interrupted": "Enter just interrupted", "hard": "b a bit much", "hurt": "h it hurt"}
MOST = 10
Tell = Callable[..., Sequence[str]]


class Keys(Protocol):
    """Single keys."""

    def wait(self, seconds: float) -> str: ...


def ask(keys: Keys, tell: Tell, items: Sequence[Item], *, stopped: bool) -> list[str]:
    """The question; what the answer comes to, a line each. Without an answer it closes by itself."""
    answers = STOPPED if stopped else DONE
    print("   ".join(LABELS[word] for word in dict.fromkeys(answers.values())), flush=True)
    word = _chosen(keys, answers)
    if word == "hurt":
        return how_much(keys, tell, items)
    return list(tell(word or "no_answer"))


def how_much(keys: Keys, tell: Tell, items: Sequence[Item]) -> list[str]:
    """Which one, and how much; what is not said is taken as it was told so far."""
    args: dict[str, Any] = {}
    different = list({item.id: item for item in items}.values())
    if len(different) > 1:
        names = "   ".join(f"{number} {item.name}" for number, item in enumerate(different, 1))
        print(f"Which one?   {names}", flush=True)
        found = _chosen(keys, {str(number): item.id for number, item in enumerate(different, 1)})
        if found:
            args["exercise"] = found
    print("How much, 0 to 10, then Enter?   u I felt unwell", flush=True)
    typed = _typed(keys)
    if typed.isdecimal() and int(typed) <= MOST:
        args["score"] = int(typed)
    said = list(tell("hurt", **args))
    if typed == "u":
        said += tell("unwell")
        return [*said, "Signs that mean stop: uncrick safety"]
    return [*said, "Gone within ten minutes? uncrick feedback gone"]


def _chosen(keys: Keys, answers: dict[str, str]) -> str:
    """The answer of the first key that is one; "" if none is pressed in time."""
    until = time.monotonic() + UP
    while time.monotonic() < until:
        if (key := keys.wait(TURN)) in answers:
            return answers[key]
    return ""


def _typed(keys: Keys) -> str:
    """What is typed until Enter, or u; what was typed until then if it takes too long."""
    typed = ""
    until = time.monotonic() + UP
    while time.monotonic() < until:
        key = keys.wait(TURN)
        if key in ("\n", "\r"):
            break
        if key == "u":
            return key
        if key.isdecimal() and len(typed) < 2:
            typed += key
            print(key, end="", flush=True)
    print()
    return typed
