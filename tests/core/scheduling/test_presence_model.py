"""Random days, lived by the machine and by a second, slow and simple model of who is there: second by second."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import Desk
from uncrick.core.scheduling.state import Phase

ELSEWHERE = 900
EVERY, IDLE, NATURAL, LEFT, LISTENING, TIRELESS, SNOOZE = 1200, 60, 300, 90, 1800, 3600, 300
NUMBERS: dict[str, Any] = {
    "every": EVERY,
    "idle": IDLE,
    "natural": NATURAL,
    "left": LEFT,
    "listening": LISTENING,
    "tireless": TIRELESS,
    "snooze": SNOOZE,
    "max_snoozes": 1000,
    "unanswered": 99999,
    "bubble": 99999,
    "max_a_day": 1000,
    **dict.fromkeys(("window", "after_absence", "after_busy", "apart"), 0),
}


class Model:
    """Asks of every second, with nothing planned ahead: is the person there, does it count, what follows?"""

    def __init__(self) -> None:
        self.now = self.count = 0
        self.last = self.seen = self.unbroken = self.counts_from = 0
        self.typing, self.call, self.nobody = True, False, False
        self.locked: int | None = None
        self.elsewhere = -1  # until then they may be typing where nobody hears it
        self.gone: int | None = None
        self.recorded = self.shown = False
        self.again: int | None = None  # a prompt waits to be shown again from then on
        self.history: list[tuple[int, str]] = []

    def lives(self, seconds: int) -> None:
        for _ in range(seconds):
            self.count += self.counts()
            self.now += 1
            self.last = self.now if self.typing else self.last
            self.follows()

    def counts(self) -> bool:
        silent = self.now - max(self.last, self.seen, self.elsewhere)
        return self.gone is None and not self.nobody and (self.typing or silent < IDLE or self.listens())

    def unheard(self) -> bool:
        silent = not self.typing and self.now - self.last >= IDLE
        return self.now < self.elsewhere and (silent or self.locked is not None)

    def listens(self) -> bool:
        return self.call and (self.typing or self.now - self.last < LISTENING)

    def away_since(self) -> int | None:
        if self.now < self.elsewhere:
            return None
        since = [] if self.locked is None else [max(self.locked, self.elsewhere)]
        silent = max(self.last, self.seen, self.elsewhere)
        if not self.typing and not self.listens() and (since or self.now - silent >= IDLE):
            since.append(max(self.last, self.elsewhere) if self.call else silent)
        return min(since, default=None)

    def follows(self) -> None:
        """What the facts of this second lead to."""
        away = self.away_since()
        if self.gone is not None and away is None:
            self.counts_from = self.now if self.recorded else self.counts_from
            self.gone, self.recorded, self.unbroken = None, False, self.now
        pauses = away is not None or (not self.typing and self.now - self.last >= IDLE)
        self.nobody = not pauses and self.now - self.unbroken >= TIRELESS
        if self.shown and (self.call or self.nobody or self.unheard()):
            self.shown, self.again = False, self.now
            self.history.append((self.now, "deferred"))
        if self.nobody:
            self.again = None
        silent = max(self.last, self.seen, self.elsewhere)
        left = not self.typing and not self.listens() and self.now - silent >= LEFT
        locked = self.locked is not None and self.now >= self.elsewhere
        if self.shown and (locked or left):
            self.gone = away if locked else silent
            self.breaks("stepped_away")
        if not self.shown and not self.recorded and away is not None:
            self.gone = away if self.gone is None else min(self.gone, away)
        if self.gone is not None and not self.recorded:
            absent = self.now - max(self.gone, self.counts_from)
            long_locked = locked and self.now - max(self.locked or 0, self.elsewhere, self.counts_from) >= 60
            if self.again is not None and (absent >= 2 * LEFT or long_locked):
                self.breaks("stepped_away")
            elif absent >= NATURAL:
                self.breaks("natural")
        due = self.count >= EVERY if self.again is None else self.now >= self.again
        if due and not self.shown and self.gone is None and not self.call and not self.nobody and not self.unheard():
            self.shown, self.again = True, None
            self.history.append((self.now, "prompted"))

    def breaks(self, kind: str) -> None:
        assert self.gone is not None
        self.history.append((max(self.gone, self.counts_from), kind))
        self.shown, self.again, self.count, self.recorded = False, None, 0, True

    # ------------------------------------------------------------ what happens

    def types(self) -> None:
        if not self.typing:
            self.unbroken = self.now if self.now - self.last >= IDLE else self.unbroken
            self.typing, self.last = True, self.now
            self.follows()

    def stops(self) -> None:
        self.typing = False
        self.follows()

    def begins(self) -> None:
        self.call = True
        self.follows()

    def ends(self) -> None:
        if self.listens():
            self.seen = self.now if self.gone is None else max(self.seen, self.gone)
        self.call = False
        self.follows()

    def works_elsewhere(self) -> None:
        self.elsewhere = self.now + ELSEWHERE
        self.follows()

    def locks(self) -> None:
        self.locked = self.now if self.locked is None else self.locked
        self.follows()

    def unlocks(self) -> None:
        self.locked = None
        self.last = self.now
        self.follows()

    def snoozes(self) -> None:
        self.shown, self.again, self.unbroken = False, self.now + SNOOZE, self.now
        self.history.append((self.now, "snoozed"))
        self.follows()


SPANS = st.sampled_from([1, 2, 30, 59, 60, 61, 89, 90, 91, 179, 180, 181, 299, 300, 301, 600, 1199, 1200, 1800, 3600])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["types", "stops", "types", "stops", "begins", "ends", "locks", "unlocks", "works_elsewhere"]),
        SPANS,
    ),
    min_size=8,
    max_size=30,
)


def live(desk: Desk, model: Model, word: str, span: int, *, snoozes: bool) -> None:
    """One step of the day, for both."""
    if word == "types" and model.locked is not None:
        live(desk, model, "unlocks", 0, snoozes=False)
    if (word == "unlocks" and model.locked is None) or (word == "ends" and not model.call):
        return
    if word == "works_elsewhere":
        desk.may_be_elsewhere(desk.time + ELSEWHERE)
    else:
        getattr(desk, word)(*(("call",) if word in ("begins", "ends") else ()))
    getattr(model, word)()
    desk.goes_on(seconds_=span)
    model.lives(span)
    if snoozes and desk.phase is Phase.DUE:
        desk.snoozes()
        model.snoozes()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, snoozes=st.booleans())
def test_a_random_day_is_the_same_for_both(steps: list[tuple[str, int]], snoozes: bool) -> None:
    desk, model = Desk(watched=False, **NUMBERS), Model()
    for word, span in steps:
        live(desk, model, word, span, snoozes=snoozes)
        lived = [(round((record.at - desk.begun.wall).total_seconds()), record.kind.value) for record in desk.records]
        assert lived == model.history, (word, span, desk.time)
        assert round(desk.state.count) == model.count, (word, span, desk.time)
        assert desk.state.presence.nobody is model.nobody
