"""The engine of the dialogs on pretend ports, with a state that a test gives."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.life import Clock, Notifier
from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.app.dialogs.engine import Dialogs
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.rules import Rules
from uncrick.ports import Clicked, Dismissed
from uncrick.storage.state_file import StateStore


class Asker:
    """
    Somebody at work, undisturbed, on a day that is set.

    Args:
        path: of what the dialogs remember.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.clock, self.notifier = Clock(), Notifier()
        self.looks: list[float | None] = []
        self.rules = Rules(suggest=lambda occasion: None, zone=self.clock.zone())
        self.state = machine.begin(self.clock.now(), self.rules)
        self.restart()

    def restart(self) -> None:
        """A new daemon, of the same person."""
        self.memory = DialogMemory(StateStore(str(self.path)))
        self.dialogs = Dialogs(self.notifier, self.clock, QuestionBudget(self.memory), self.looks.append)
        self.dialogs.awake = True
        self.dialogs.today = self.state.day.on

    def looks_at(self, *, seconds: float = 0, days: int = 0, **presence: Any) -> None:
        """Time goes by, the person comes or goes, and the dialogs hear of it."""
        self.clock.ticks += seconds
        day = replace(self.state.day, on=self.state.day.on + timedelta(days=days))
        self.state = replace(self.state, day=day, presence=replace(self.state.presence, **presence))
        self.dialogs.consider(self.state, self.rules, self.clock.now())

    def clicks(self, slot: str, key: str) -> None:
        self.dialogs.noticed(Clicked(slot, key))

    def closes(self, slot: str) -> None:
        self.dialogs.noticed(Dismissed(slot))
