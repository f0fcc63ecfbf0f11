"""What pain has left behind holds over restarts, years and clocks, for the daemon as for a process."""

from datetime import timedelta

import pytest

from app.life import MONDAY
from cli.processes import Person
from uncrick.control import client
from uncrick.core.history import pain
from uncrick.core.model.record import Kind, Record
from uncrick.core.scheduling import events as ev
from uncrick.errors import RefusedError
from uncrick.storage.history.store import History

RETIRED = ("hurt", {"exercise": "neck_turn", "score": 9})
LOCKED = ("signs", {"signs": "cord"})


def told(life, word, detail):
    life.call(lambda: life.parts.entry.handle(ev.FeedbackGiven(word, "cli", detail)))


def known(life):
    return life.parts.history_cache.practice.care


def retired(life):
    return known(life).marks["neck_turn"].retired


@pytest.mark.parametrize("how", ["end", "crash"])
def test_a_retired_exercise_and_a_lock_outlast_a_restart(house, how):
    with house.living() as first:
        told(first, *RETIRED)
        told(first, *LOCKED)
        first.passes(30)
        before = known(first)
        assert before.lock is not None
        getattr(first, how)()
    with house.living() as second:
        assert known(second).marks == before.marks
        assert known(second).lock == before.lock
        with pytest.raises(RefusedError):
            client.request("break")


def test_a_retired_exercise_and_a_lock_outlast_two_years(house):
    with house.living() as first:
        told(first, *RETIRED)
        told(first, *LOCKED)
        first.passes(1200)
    house.clock.ticks += 800 * 86_400
    with house.living() as second:
        assert pain.status_of(known(second), "neck_turn", house.clock.now().wall).status == "retired"
        assert known(second).lock is not None


def test_what_was_told_last_holds_though_the_clock_was_set_back_before_it(house):
    with house.living() as first:
        told(first, *RETIRED)
        first.passes(1200)
        first.clock.jumped = -86_400.0
        first.passes(30)
        told(first, "turned_on", {"exercise": "neck_turn"})
        was = retired(first)
    with house.living() as second:
        assert retired(second) is was is False


def test_a_process_finds_the_lock_of_years_ago_in_its_history(tmp_path):
    person = Person(tmp_path)
    person.history.parent.mkdir(parents=True)
    history = History.open(str(person.history))
    history.append(Record("r1", MONDAY - timedelta(days=1500), None, Kind.FEEDBACK, "cli", (), LOCKED[0], LOCKED[1]))
    history.shut()
    try:
        daemon = person.daemon()
        refused = person.run("break", "neck_turn")
        daemon.kill()
        daemon.wait(60)
        person.daemon()
        again = person.run("break", "neck_turn")
    finally:
        person.ends()
    assert (refused.status, again.status) == (1, 1)
    assert refused.err == again.err != ""
