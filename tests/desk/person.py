"""What the pretend person does at the desk: input, answers, breaks, pauses."""

from desk.stories import seconds
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling import events as ev


class PretendPerson:
    """The words of a story that are about the person."""

    def types(self, until: str | float | None = None, *, minutes: float = 0, seconds_: float = 0) -> None:
        """Input begins, unless it goes on already, and time passes."""
        if self._silent_from is not None:
            self._silent_from = None
            if self._reported:
                self._reported = False
                self.happens(ev.InputResumed())
        self.goes_on(until, minutes=minutes, seconds_=seconds_)

    def stops(self, until: str | float | None = None, *, minutes: float = 0, seconds_: float = 0) -> None:
        """Input ends, unless it has already, and time passes."""
        if self._silent_from is None:
            self._silent_from = self.time
        self.goes_on(until, minutes=minutes, seconds_=seconds_)

    def pauses_typing(self, length: float) -> None:
        """No input for so many seconds, then input again."""
        self.stops(seconds_=length)
        self.types()

    def may_be_elsewhere(self, until: str | float) -> None:
        """Until then another session may be used, whose input cannot be heard."""
        self._was_away()
        self.elsewhere = seconds(until)
        self.happens(ev.UsedElsewhere(self.elsewhere + self._boot))

    def locks(self) -> None:
        """The screen is locked."""
        self.locked = True
        self.happens(ev.Locked())

    def unlocks(self) -> None:
        """The screen is unlocked, which takes a key or two."""
        self._was_away()
        self.locked = False
        if self._silent_from is not None:
            self._silent_from = self.time
        self.happens(ev.Unlocked())

    def begins(self, reason: str) -> None:
        """A reason not to interrupt begins."""
        self._was_away()
        self.busy.add(reason)
        self.happens(ev.BusyBegun(reason))

    def ends(self, reason: str) -> None:
        """That reason ends."""
        if reason in self.busy and self._listens():
            self._there = self.time
        self.busy.add(reason)
        if reason in self.reasons():
            self._free = self.time
        self.busy.discard(reason)
        self.happens(ev.BusyEnded(reason))

    def switches_task(self) -> None:
        """Another app comes to the front after a long time in one."""
        self.happens(ev.BoundaryCrossed())

    def says(self, answer: ev.Answer, source: str = "cli", minutes: float | None = None) -> None:
        """An answer to the prompt."""
        self.happens(ev.Answered(answer, source, minutes))

    def skips(self, source: str = "cli") -> None:
        self.says(ev.Answer.SKIP, source)

    def closes_the_notification(self) -> None:
        """Reason 2 of NotificationClosed, which is a skip."""
        self.says(ev.Answer.SKIP, "notification")

    def snoozes(self, minutes: float | None = None) -> None:
        self.says(ev.Answer.SNOOZE, "notification", minutes)

    def says_done(self) -> None:
        self.says(ev.Answer.DONE)

    def undoes(self) -> None:
        """The last answer is taken back."""
        self.happens(ev.Undone("cli"))

    def wants_another(self) -> None:
        self.says(ev.Answer.ANOTHER)

    def starts(self, by_hand: Suggestion | None = None) -> None:
        """A break is begun."""
        self.happens(ev.BreakStarted("cli", by_hand))

    def breaks_off(self) -> None:
        self.happens(ev.BreakStopped("cli"))

    def halts(self, *, halted: bool = True) -> None:
        """The routine is halted, or goes on."""
        self.happens(ev.BreakHalted(halted))

    def moves_on(self, to: float) -> None:
        self.happens(ev.BreakAdvanced(to))

    def pauses(self, minutes: float) -> None:
        """Prompts are paused."""
        self.happens(ev.PauseBegun(minutes * 60, "cli"))

    def works_on(self, minutes: float = 120) -> None:
        self.happens(ev.WorkedOn(minutes * 60, "tray"))

    def resumes(self) -> None:
        self.happens(ev.PauseEnded("cli"))
