"""Questions to servers that may hang."""

import asyncio
import threading

import pytest

from uncrick.platforms.macos.asking import asked


async def test_the_answer_comes_back():
    assert await asked(lambda: 7) == 7


async def test_what_the_question_raises_is_raised_where_it_was_asked():
    with pytest.raises(ZeroDivisionError):
        await asked(lambda: 1 // 0)


async def test_a_late_answer_to_somebody_who_has_given_up_does_no_harm():
    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, fault: faults.append(fault))
    server = threading.Event()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asked(server.wait), 0.01)
    server.set()
    for thread in threading.enumerate():
        if thread.name == "uncrick asks":
            thread.join()
    assert await asked(lambda: 7) == 7
    assert faults == []


def test_a_server_that_hangs_does_not_keep_the_loop_from_ending():
    server = threading.Event()

    async def given_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asked(server.wait), 0.01)

    asyncio.run(given_up())
    assert not server.is_set()
    server.set()
