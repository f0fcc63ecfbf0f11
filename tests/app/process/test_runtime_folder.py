"""The runtime folder is swept while we run."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest

from uncrick.app.process.runtime_folder import RuntimeFolder
from uncrick.app.process.shutdown import Shutdown
from uncrick.control import client
from uncrick.control.lock import Lock
from uncrick.control.server import Server

if sys.platform == "win32":
    pytest.skip("an open file cannot be removed", allow_module_level=True)


@pytest.fixture
async def running(tmp_path, monkeypatch):
    """What looks after the folder, its lock, and whether the daemon is to end."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    lock, shutdown = Lock.take(str(tmp_path / "uncrick")), Shutdown()
    end = Server(lock)
    await end.serve(lambda request: {"status": {}})
    yield RuntimeFolder(lock, end, shutdown), lock, shutdown
    await end.stop()
    lock.release()


async def look(folder):
    folder.look()
    await asyncio.sleep(0.1)


async def test_swept_folder_is_made_anew_with_lock_and_socket(running):
    folder, lock, shutdown = running
    shutil.rmtree(lock.folder)
    await look(folder)
    assert (await asyncio.to_thread(client.request, "status"))["ok"]
    assert (os.stat(lock.folder).st_mode & 0o777, shutdown.is_asked) == (0o700, False)


async def test_removed_socket_alone_is_made_anew(running):
    folder, lock, _shutdown = running
    os.unlink(os.path.join(lock.folder, "control.sock"))
    await look(folder)
    assert (await asyncio.to_thread(client.request, "status"))["ok"]


async def test_daemon_whose_place_was_taken_ends_and_the_other_goes_on(running):
    folder, lock, shutdown = running
    shutil.rmtree(lock.folder)
    other = Lock.take(lock.folder)
    end = Server(other)
    await end.serve(lambda request: {"status": {"phase": "other"}})
    await look(folder)
    assert not shutdown.is_asked, "it may only have tried"
    await look(folder)
    assert shutdown.is_asked
    assert (await asyncio.to_thread(client.request, "status"))["status"] == {"phase": "other"}
    await end.stop()
    other.release()


async def test_process_that_only_tried_the_lock_ends_nobody(running):
    folder, lock, shutdown = running
    shutil.rmtree(lock.folder)
    other = Lock.take(lock.folder)
    await look(folder)
    other.release()
    await look(folder)
    await look(folder)
    assert not shutdown.is_asked
    assert (await asyncio.to_thread(client.request, "status"))["ok"]


async def test_folder_that_cannot_be_made_is_told_once(running, caplog):
    folder, lock, shutdown = running
    shutil.rmtree(lock.folder)
    await asyncio.to_thread(Path(lock.folder).touch)
    for _turn in range(3):
        await look(folder)
    os.unlink(lock.folder)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    await look(folder)
    assert not shutdown.is_asked
    assert (await asyncio.to_thread(client.request, "status"))["ok"]
