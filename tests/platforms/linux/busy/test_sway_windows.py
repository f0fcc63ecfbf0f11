"""The window in front, asked of a sway that says something else."""

import asyncio

import pytest

from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.linux.busy.sway_windows import SwayWindows


class Sway:
    """Answers everything alike."""

    def __init__(self, answer: bytes) -> None:
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answer = answer

    async def ask(self, _what: int, _payload: bytes = b"") -> bytes:
        return self._answer


@pytest.mark.parametrize(
    "answer", [b"", b"[1]", b"7", b'{"nodes": [7]}', b'{"nodes": 7}', b"[" * 100_000], ids=lambda answer: answer[:20]
)
async def test_an_answer_that_is_no_tree_of_windows_makes_it_unavailable(answer):
    windows = SwayWindows(lambda: None)
    windows._requests = Sway(answer)
    with pytest.raises(UnavailableError):
        await windows.front()


async def test_the_window_in_front_is_found():
    windows = SwayWindows(lambda: None)
    windows._requests = Sway(b'{"nodes": [{"focused": true, "pid": 7, "app_id": "editor", "type": "con"}]}')
    front = await windows.front()
    assert front is not None
    assert front.program == b"editor"
