"""What asyncio reports of its own."""

import asyncio
import errno
import os

from uncrick.app.process.loop_faults import LoopFaults


def used_up():
    return {
        "message": "socket.accept() out of system resource",
        "exception": OSError(errno.EMFILE, os.strerror(errno.EMFILE)),
        "socket": object(),
    }


async def test_handles_used_up_are_one_line_a_minute_without_a_traceback(caplog, monkeypatch):
    loop, faults, now = asyncio.get_running_loop(), LoopFaults(), [0.0]
    monkeypatch.setattr(loop, "time", lambda: now[0])
    for second in range(121):
        now[0] = float(second)
        faults(loop, used_up())
    assert [record.getMessage() for record in caplog.records] == ["no client can be taken in: Too many open files"] * 3
    assert not any(record.exc_info for record in caplog.records)


async def test_any_other_fault_is_told_as_asyncio_does(caplog):
    LoopFaults()(asyncio.get_running_loop(), {"message": "it failed", "exception": OSError(errno.EPIPE, "gone")})
    assert [record.name for record in caplog.records] == ["asyncio"]
