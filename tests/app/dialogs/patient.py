"""What somebody does to whom an exercise may do harm: steps of a story, and what a test sees of it."""

import json
from collections.abc import Callable

from app.life import Life, suggestion
from uncrick.control import client
from uncrick.core.history.pain import status_of
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.ports import InputResumed, InputStopped, ScreenLocked, ScreenUnlocked

DAY = 86_400

Step = Callable[[Life], object] | str | float
"""A function; `slot:key`, which is a click; seconds that pass."""


def play(life: Life, *steps: Step) -> None:
    """One step after the other."""
    for step in steps:
        if isinstance(step, str):
            life.clicks(*step.split(":", 1))
        elif callable(step):
            step(life)
        else:
            life.passes(step)


# ------------------------------------------------------------------ steps


def begin(life: Life, exercise: str = "neck_turn") -> None:
    client.request("break", exercise=exercise)


def finish(life: Life) -> None:
    """To the very end of the routine that is on."""
    life.passes(life.daemon.engine.state.routine.total)
    assert life.daemon.engine.state.routine is None


def do(life: Life, exercise: str = "neck_turn") -> None:
    begin(life, exercise)
    finish(life)


def repeat(life: Life) -> None:
    """The same routine a second time, when nothing in it is new."""
    play(life, do, "guide:fine", 60, do)


def begin_two(life: Life) -> None:
    life.call(life.parts.entry.handle, ev.BreakStarted("cli", suggestion("neck_turn", "neck_nod")))


def hurt_in_the_second(life: Life) -> None:
    """A routine of two exercises that was stopped because something hurt."""
    begin_two(life)
    play(life, life.daemon.engine.state.routine.total - 8, choose("hurt"))


def take_a_call(life: Life) -> None:
    life.call(life.parts.entry.handle, ev.BusyBegun("call"))


def leave(life: Life) -> None:
    life.sees(InputStopped(0))


def lock(life: Life) -> None:
    life.sees(ScreenLocked())


def unlock(life: Life) -> None:
    life.sees(ScreenUnlocked())
    life.sees(InputResumed())


def name_an_emergency(life: Life) -> None:
    play(life, choose("card"), "card:emergency")


def report(band: str) -> Callable[[Life], None]:
    """After a known routine: it hurt, so much."""
    return lambda life: play(life, repeat, "guide:hurt", f"care:{band}")


def choose(key: str) -> Callable[[Life], None]:
    """An entry of the tray."""
    return lambda life: life.chooses(key)


def close(slot: str) -> Callable[[Life], None]:
    return lambda life: life.closes(slot)


def ask(word: str, **args: object) -> Callable[[Life], object]:
    """A request over the socket."""
    return lambda life: client.request(word, **args)


def sleep(seconds: float) -> Callable[[Life], None]:
    """The machine sleeps; when it wakes, the person is back."""

    def slept(life: Life) -> None:
        def wakes() -> None:
            life.clock.ticks += seconds
            life.parts.heartbeat.look()

        life.call(wakes)
        life.passes(61)

    return slept


# ------------------------------------------------------------------ what is seen


def answers(life: Life) -> list[tuple[str | None, dict[str, object]]]:
    """Every feedback record: the word and its details."""
    records = life.call(lambda: list(life.parts.history.records()))
    return [(record.feedback, dict(record.detail)) for record in records if record.kind is Kind.FEEDBACK]


def words(life: Life) -> list[str | None]:
    return [word for word, _ in answers(life)]


def buttons(life: Life, slot: str) -> list[str]:
    return [button.label for button in life.notifier.up[slot].buttons]


def summaries(life: Life, slot: str) -> list[str]:
    return [notice.summary for notice in life.notifier.of(slot)]


def up(life: Life, slot: str) -> str | None:
    """The summary of what is up in a slot."""
    notice = life.notifier.up.get(slot)
    return None if notice is None else notice.summary


def status(life: Life, exercise: str = "neck_turn") -> str:
    return status_of(life.parts.history_cache.practice.care, exercise, life.clock.now().wall).status


def safety() -> dict[str, object] | None:
    return client.request("status")["status"]["safety"]


def asked_days(life: Life) -> str:
    """The days on which a question of the budget was asked."""
    return json.loads(life.parts.memory._store.load()[0])["asked"]
