"""Whether the daemon asks before it interrupts, and heeds the answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from app.life import Busy, House, Life, suggestion
from uncrick.app.busy_polling import nearness
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.outlook import look_ahead
from uncrick.core.scheduling.rules import Breaks, Rules
from uncrick.core.scheduling.state import (
    Absence,
    BubbleUp,
    BusyEnded,
    FirstShowings,
    Presence,
    Prompt,
    Shown,
    State,
    Wait,
    Waiting,
)
from uncrick.core.scheduling.state import (
    Busy as BusyPart,
)
from uncrick.ports import InputResumed, InputStopped, Nearness
from uncrick.settings import get

QUICK = ("breaks.every=60m", "breaks.window=10m")


@pytest.fixture
def busy(house: House) -> Busy:
    house.busy = Busy()
    return house.busy


@pytest.fixture
def life(house: House, busy: Busy) -> Iterator[Life]:
    with house.living(*QUICK) as life:
        yield life


def until(life: Life, predicate: Callable[[], object]) -> None:
    """Let the daemon's loop turn until it is so."""
    for _ in range(2000):
        if life.call(predicate):
            return
    raise AssertionError("it did not come")


# ---------------------------------------------------------------- silences


def test_a_silence_in_a_call_that_only_a_look_finds_is_no_absence(life: Life, busy: Busy) -> None:
    life.passes(600)
    busy.finds = [("call", True)]
    life.sees(InputStopped(60.0))
    until(life, lambda: life.daemon.engine.state.presence.silence is not None)
    life.passes(600)
    assert life.phase == "working"
    assert busy.looks == 1


def test_a_silence_without_a_call_is_an_absence(life: Life) -> None:
    life.passes(600)
    life.sees(InputStopped(60.0))
    until(life, lambda: life.phase == "away")


def test_a_lull_in_the_window_is_no_prompt_where_the_look_finds_a_call(life: Life, busy: Busy) -> None:
    life.passes(3100)
    busy.finds = [("call", True)]
    life.sees(InputStopped(8.0))
    until(life, lambda: life.daemon.engine.state.presence.silence is not None)
    assert life.phase == "working"
    assert life.notifier.of("prompt") == []


def test_a_lull_in_the_window_is_a_prompt_where_the_look_finds_nothing(life: Life) -> None:
    life.passes(3100)
    life.sees(InputStopped(8.0))
    until(life, lambda: life.phase == "due")


def test_a_silence_that_ends_before_the_look_does_was_none(life: Life, busy: Busy) -> None:
    life.passes(3100)
    busy.hangs = True
    life.sees(InputStopped(8.0))
    until(life, lambda: busy.looks)
    life.sees(InputResumed())
    assert life.call(lambda: life.daemon.engine.state.presence.silence) is None
    assert life.phase == "working"


def test_a_look_that_hangs_holds_the_silence_up_for_a_moment_only(
    house: House, busy: Busy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uncrick.app.busy_polling.PATIENCE", 0.05)
    busy.hangs = True
    with house.living(*QUICK) as life:
        life.passes(600)
        life.sees(InputStopped(60.0))
        until(life, lambda: busy.looks)
        life.does(_moment())
        until(life, lambda: life.phase == "away")


async def _moment() -> None:
    import asyncio

    await asyncio.sleep(0.1)


# ---------------------------------------------------------------- how near a prompt is


def test_the_busy_port_hears_how_near_a_prompt_is(house: House, busy: Busy) -> None:
    with house.living(*QUICK) as life:
        life.passes(60)
        assert busy.attended[-1] == (Nearness.FAR, None)
        life.passes(2700)
        assert busy.attended[-1] == (Nearness.COMING, None)
        life.passes(300)
        assert busy.attended[-1] == (Nearness.NEAR, None)
    assert busy.stopped


def at(count: float) -> State:
    from app.life import Clock

    state = machine.begin(Clock().now(), RULES)
    return replace(state, count=count)


PROMPT = Prompt("1", suggestion("neck_turn"), 1000.0)
RULES = Rules(suggest=lambda _: None, breaks=Breaks())  # type: ignore[arg-type, return-value]  # nothing is suggested


@pytest.mark.parametrize(
    ("count", "changes", "expected"),
    [
        (0.0, {}, Nearness.FAR),
        (2699.0, {}, Nearness.FAR),
        (2700.0, {}, Nearness.COMING),
        (3000.0, {}, Nearness.NEAR),
        (3600.0, {"presence": Presence(absence=Absence(0.0))}, Nearness.FAR),
        (3000.0, {"busy": BusyPart(ended=BusyEnded(990.0, delayed_prompt=True))}, Nearness.NEAR),
        (0.0, {"stage": Shown(PROMPT, BubbleUp())}, Nearness.NEAR),
        (0.0, {"stage": Waiting(PROMPT, Wait.DEFERRED, 0.0)}, Nearness.NEAR),
        (0.0, {"stage": Waiting(PROMPT, Wait.SNOOZED, 1361.0)}, Nearness.FAR),
        (0.0, {"stage": Waiting(PROMPT, Wait.SNOOZED, 1060.0)}, Nearness.NEAR),
        (3600.0, {"first_showings": FirstShowings(-9999.0, date(2026, 11, 23), 10)}, Nearness.FAR),
    ],
)
def test_how_near_a_prompt_is(count: float, changes: dict[str, object], expected: Nearness) -> None:
    from app.life import Clock

    state = replace(at(count), **changes)  # type: ignore[arg-type]
    now = Clock().now()
    assert nearness(look_ahead(state, RULES, now), now.ticks) is expected


def test_in_a_moved_hour_a_prompt_is_near_ten_minutes_later() -> None:
    from app.life import Clock

    now = Clock().now()

    def near(count: float, *, late: bool) -> Nearness:
        state = at(count)
        state = replace(state, day=replace(state.day, late=late))
        return nearness(look_ahead(state, RULES, now), now.ticks)

    assert near(3000.0, late=False) is Nearness.NEAR
    assert near(3000.0, late=True) is not Nearness.NEAR
    assert near(3540.0, late=True) is Nearness.NEAR


# ---------------------------------------------------------------- what is told


def test_a_call_takes_the_prompt_down_and_its_end_brings_it_back(life: Life, busy: Busy) -> None:
    life.passes(3600)
    assert life.phase == "due"
    life.call(busy.tell, "call", True)
    assert life.phase == "working"
    assert life.parts.queries.status()["suppressed_by"] == ["call"]
    life.passes(600)
    life.call(busy.tell, "call", False)
    life.passes(120)
    assert life.phase == "due"


def test_going_on_to_another_program_in_the_window_brings_the_prompt(life: Life, busy: Busy) -> None:
    life.passes(3100)
    assert life.phase == "working"
    life.call(busy.crossed)
    until(life, lambda: life.phase == "due")


def test_going_on_to_a_call_in_the_window_brings_no_prompt(life: Life, busy: Busy) -> None:
    life.passes(3100)
    busy.finds = [("call", True)]
    life.call(busy.crossed)
    until(life, lambda: not busy.finds)
    life.passes(30)
    assert life.phase == "working"
    assert life.notifier.of("prompt") == []


def test_before_a_window_opens_there_is_a_look(life: Life) -> None:
    life.passes(2980)
    poller = life.parts.busy_poller
    assert life.call(lambda: poller._near) is Nearness.COMING
    assert life.call(lambda: poller._ahead) is not None


def test_doctor_hears_of_the_probes(life: Life) -> None:
    assert {"what": "Microphone", "ok": True, "text": "pretend"} in life.call(life.parts.queries.facts)


# ---------------------------------------------------------------- this is not a call


def test_not_a_call_ignores_the_program_and_says_how_to_undo_it(life: Life, house: House, busy: Busy) -> None:
    life.call(busy.tell, "call", True)
    assert life.tray.face.menu[2].key == "not_call"
    life.chooses("not_call")
    assert life.parts.queries.status()["suppressed_by"] == []
    assert get(str(house.settings), "quiet.ignore") == ["zoom"]
    assert busy.ignored == ("zoom",)
    notice = life.notifier.up["answer"]
    assert notice.summary == "Ignored from now on: zoom"
    assert notice.hint == "Undo: uncrick settings set quiet.ignore ''"
    life.clicks("answer", "undo")
    assert get(str(house.settings), "quiet.ignore") == []


def test_what_was_ignored_before_stays_ignored(house: House, busy: Busy) -> None:
    house.wrote(house.settings, '# mine\n[quiet]\nignore = ["obs", "two words"]\n')
    with house.living(*QUICK) as life:
        assert busy.ignored == ("obs", "two words")
        life.call(busy.tell, "call", True)
        life.chooses("not_call")
        assert get(str(house.settings), "quiet.ignore") == ["obs", "two words", "zoom"]
        assert house.settings.read_text().startswith("# mine")
        assert life.notifier.up["answer"].hint == "Undo: uncrick settings set quiet.ignore 'obs; two words'"
        life.clicks("answer", "undo")
        assert get(str(house.settings), "quiet.ignore") == ["obs", "two words"]


def test_a_stream_without_a_name_is_ignored_until_it_ends(house: House, busy: Busy) -> None:
    busy.users = ()
    with house.living(*QUICK) as life:
        life.call(busy.tell, "call", True)
        life.chooses("not_call")
        assert not house.settings.exists()
        assert life.notifier.up["answer"].lines == ("It is ignored until it ends.",)


def test_settings_that_are_read_again_change_what_is_ignored(life: Life, house: House, busy: Busy) -> None:
    house.wrote(house.settings, '[quiet]\nignore = ["obs"]\n')
    life.passes(30)
    assert busy.ignored == ("obs",)
