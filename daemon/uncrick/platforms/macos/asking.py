"""Questions to servers of the system, which may hang: asked in threads that nobody waits for at the end.

Never run on a Mac. asyncio's own threads are waited for when the loop ends, so that a daemon could not be quit.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def asked(question: Callable[[], T]) -> T:
    """The answer; what the question raises is raised here."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(found: T | None, error: Exception | None) -> None:
        if answer.done():  # whoever asked has given up
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(found)  # type: ignore[arg-type]  # without an error it was found

    def ask() -> None:
        found, error = None, None
        try:
            found = question()
        except Exception as raised:  # noqa: BLE001 it is raised where the answer is awaited
            error = raised
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, found, error)

    threading.Thread(target=ask, name="uncrick asks", daemon=True).start()
    return await answer
